#include "firmware/base/check.h"
#include "keys/codec/base45.h"
#include "keys/codec/deflate.h"
#include "keys/proof/cose.h"
#include "keys/proof/data_integrity.h"
#include "keys/proof/jose.h"
#include "kiosk/verdict/verdict.h"
#include "tests/bench/bench.h"
#include "tests/support/samples.h"

#include <sodium.h>
#include <stdio.h>

/* From the text of a code to a verdict, beside the bare verification of the
 * same signature over the same bytes by the library that does it. */

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

struct subject {
    ts_span text;
    const struct ts_trust *trust;
    struct ts_arena scan;
    struct ts_proof proof;
    struct ts_public_key key;
    unsigned ready;
};

static void
whole_path(void *context)
{
    struct subject *s = context;
    struct ts_assessment card;
    const struct ts_assessment *cards[] = { &card };
    struct ts_verdict verdict;
    ts_arena_rewind(&s->scan, 0);
    TS_CHECK(ts_assess(&s->scan, &card, s->text, s->trust, mid_2026) == TS_OK);
    ts_verdict_reach(&verdict, cards, 1, NULL, s->trust, mid_2026);
    s->ready += verdict.kind == TS_VERDICT_READY;
}

static void
bare_ed25519(void *context)
{
    struct subject *s = context;
    TS_CHECK(crypto_sign_verify_detached(s->proof.signature.at, s->proof.message.at,
                                         s->proof.message.len, s->key.point.at)
             == 0);
}

static void
bare_by_library(void *context)
{
    struct subject *s = context;
    TS_CHECK(
        ts_signature_check(&s->key, s->proof.alg, s->proof.message, s->proof.signature)
        == TS_OK);
}

static void
read_proof(struct ts_arena *arena, struct subject *s, bool is_hcert,
           enum ts_signing signing)
{
    struct ts_proof_set *set = ts_arena_take(arena, sizeof(*set));
    ts_span packed;
    ts_span cose;
    TS_CHECK(set);
    if (signing == TS_SIGN_VC_JWT) {
        TS_CHECK(ts_jose_read(arena, set, s->text, NULL) == TS_OK);
    } else if (signing == TS_SIGN_DATA_INTEGRITY || signing == TS_SIGN_LINKED_DATA) {
        const struct ts_json *document;
        TS_CHECK(ts_json_parse(arena, &document, s->text, NULL) == TS_OK);
        TS_CHECK(ts_data_integrity_read(arena, set, document, NULL, NULL) == TS_OK);
    } else {
        ts_span text = ts_span_part(s->text, is_hcert ? 4 : 0, s->text.len);
        TS_CHECK(ts_base45_decode(arena, &packed, text) == TS_OK);
        TS_CHECK(ts_inflate(arena, &cose, packed, TS_DEFLATE_ZLIB, 1 << 16) == TS_OK);
        TS_CHECK(ts_cose_read(arena, set, cose, (ts_span){ 0 }, NULL) == TS_OK);
    }
    s->proof = set->proofs[0];
}

static void
compare(const char *name, struct ts_sample_wishes wishes, bool is_hcert, bool brief)
{
    static uint8_t memory[4 << 20];
    static uint8_t scan[TS_SCAN_ARENA_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_trust trust = ts_sample_trust(&arena);
    struct subject s = { .trust = &trust, .scan = ts_arena_over(TS_ROOM_OF(scan)) };
    unsigned rounds = brief ? 5 : 25;
    unsigned calls = brief ? 50 : 400;

    s.text = is_hcert ? ts_sample_hcert(&arena) : ts_sample_badge(&arena, wishes);
    s.key = trust.issuers.issuers[0].keys[wishes.kind == TS_KEY_P256].key;
    read_proof(&arena, &s, is_hcert, wishes.signing);
    whole_path(&s); /* first use sets libraries up */
    uint64_t before = ts_bench_allocations();
    whole_path(&s);
    uint64_t blocks = ts_bench_allocations() - before;
    struct ts_bench_pair pair = ts_bench_compare(
        whole_path, wishes.kind == TS_KEY_ED25519 ? bare_ed25519 : bare_by_library, &s,
        rounds, calls);
    TS_CHECK(s.ready == 2 + calls * (rounds + 1));
    printf("%-18s %5zu B %9.1f %9.1f %9.0f %7.3f %6llu\n", name, s.text.len, pair.ours_us,
           pair.peer_us, 1e6 / pair.ours_us, pair.ratio, (unsigned long long)blocks);
}

/* Pieces of evidence, each telling a story of so many letters. */
static void
write_evidence(char *more, size_t size, unsigned pieces, unsigned letters)
{
    size_t used = (size_t)snprintf(more, size, "\"evidence\":[");
    for (unsigned i = 0; i < pieces; i++) {
        used += (size_t)snprintf(more + used, size - used,
                                 "%s{\"type\":[\"Evidence\"],\"name\":\"Day %u\","
                                 "\"narrative\":\"",
                                 i ? "," : "", i);
        for (unsigned k = 0; k < letters && used + 1 < size; k++)
            more[used++] = k % 7 == 6 ? ' ' : (char)('a' + (i + k) % 26);
        used += (size_t)snprintf(more + used, size - used, "\"}");
    }
    used += (size_t)snprintf(more + used, size - used, "],");
    TS_CHECK(used < size);
}

static void
compare_linked(const char *name, unsigned pieces, unsigned letters, bool brief)
{
    static char more[32768];
    write_evidence(more, sizeof(more), pieces, letters);
    compare(name,
            (struct ts_sample_wishes){ .signing = TS_SIGN_LINKED_DATA,
                                       .kind = TS_KEY_ED25519,
                                       .achievement = "gas-testing",
                                       .more = more },
            false, brief);
}

void
ts_bench_verify(bool brief)
{
    printf("from code text to verdict, beside bare verification of the same signature\n");
    printf("%-18s %7s %9s %9s %9s %7s %6s\n", "", "code", "ours us", "bare us", "per s",
           "ratio", "heap");
    compare("vc+cose EdDSA", (struct ts_sample_wishes){ .kind = TS_KEY_ED25519 }, false,
            brief);
    compare("vc+cose ES256", (struct ts_sample_wishes){ .kind = TS_KEY_P256 }, false,
            brief);
    compare("VC-JWT ES256",
            (struct ts_sample_wishes){ .signing = TS_SIGN_VC_JWT, .kind = TS_KEY_P256 },
            false, brief);
    compare("HC1 ES256", (struct ts_sample_wishes){ .kind = TS_KEY_P256 }, true, brief);
    compare("eddsa-jcs-2022",
            (struct ts_sample_wishes){ .signing = TS_SIGN_DATA_INTEGRITY,
                                       .kind = TS_KEY_ED25519 },
            false, brief);
    compare_linked("eddsa-rdfc-2022", 2, 120, brief);
    compare_linked("the same, 16 kB", 32, 400, brief);
    printf("eddsa-rdfc-2022 wants a ratio of 0.333 or more, 16 kB 5000 us or less; all "
           "in %d "
           "KiB of memory\n",
           TS_SCAN_ARENA_SIZE >> 10);
    printf("heap: blocks the whole process asked for during one verification; those of "
           "ES256 are libcrypto's\n");
}
