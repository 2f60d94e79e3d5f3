#include "kiosk/credential/identity.h"
#include "kiosk/verdict/equivalence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What an issuer may write under a good signature is as hostile as anything: the
 * record keeps its limits, words to show are plain, and nothing is written by a
 * reading that failed. The first byte picks the envelope. */

static const ts_verified nothing;

static void
check_words(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        TS_CHECK((text.at[i] >= ' ' && text.at[i] != 0x7F) || text.at[i] == '\n');
}

static void
check(const struct ts_credential *c)
{
    TS_CHECK(c->issuer_id.len > 0);
    TS_CHECK(c->type_count <= TS_TYPES_MAX);
    TS_CHECK(c->achievement_type_count <= TS_TYPES_MAX);
    TS_CHECK(c->alignment_count <= TS_ALIGNMENTS_MAX);
    TS_CHECK(c->result_count <= TS_RESULTS_MAX);
    TS_CHECK(c->evidence_count <= TS_EVIDENCE_MAX);
    TS_CHECK(c->endorsement_count <= TS_ENDORSEMENTS_MAX);
    TS_CHECK(c->endorsement_count <= c->endorsement_total);
    TS_CHECK(c->unchecked < 1U << TS_UNCHECKED_COUNT);
    TS_CHECK((c->earned == TS_EARNED_NOT_SAID) == (c->earned_words.len == 0));
    TS_CHECK(!c->is_record || (c->achievement_id.len == 0 && c->result_count == 0));
    for (size_t i = 0; i < c->result_count; i++)
        TS_CHECK(c->results[i].outcome <= c->outcome);
    for (size_t i = 0; i < c->evidence_count; i++)
        check_words(c->evidence[i].narrative);
    check_words(c->description);
    check_words(c->criteria);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[TS_SCAN_ARENA_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_credential credential = { .type_count = 77 };
    struct ts_equivalences all = { .count = 77 };
    ts_verified text = nothing;

    if (size == 0)
        return 0;
    text.bytes = (ts_span){ data + 1, size - 1 };
    enum ts_status status =
        ts_credential_read(&arena, &credential, text, NULL,
                           data[0] % 2 ? TS_FORMAT_VC_JWT : TS_FORMAT_VC_COSE, NULL);
    if (status == TS_OK) {
        check(&credential);
        (void)ts_identity_check(&credential, TS_SPAN_LIT("Mina@A.example"),
                                (ts_span){ 0 });
    } else {
        TS_CHECK(credential.type_count == 77);
    }
    arena = ts_arena_over(TS_ROOM_OF(memory));
    if (ts_equivalences_read(&arena, &all, text, NULL) == TS_OK)
        TS_CHECK(all.count <= TS_EQUIVALENCES_MAX);
    else
        TS_CHECK(all.count == 77);
    return 0;
}
