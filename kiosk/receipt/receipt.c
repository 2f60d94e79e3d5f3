#include "kiosk/receipt/receipt.h"

#include "firmware/base/utf8.h"
#include "keys/codec/base45.h"
#include "keys/codec/cbor.h"
#include "keys/codec/cbor_writer.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/random.h"
#include "keys/proof/cose.h"
#include "keys/proof/cose_write.h"

#include <string.h>

/* Labels of keys/FORMAT.md 11. */
enum {
    TIME = 1,
    PROFILE = 2,
    VERDICT = 3,
    REASON = 4,
    EPOCH = 5,
    NUMBER = 6,
    SITE = 7,
    TIME_IS_FLOOR = 8,
    LET_IN = 9,
};

/* FORMAT.md 11.3: so no receipt passes for anything else that the key signs. */
static const char PURPOSE[] = "touchstone receipt 1";

static ts_span
purpose(void)
{
    return ts_span_text(PURPOSE);
}

void
ts_receipt_number(uint8_t number[static TS_RECEIPT_NUMBER_SIZE])
{
    ts_random_bytes((ts_room){ number, TS_RECEIPT_NUMBER_SIZE });
}

static enum ts_status
keep(struct ts_arena *arena, const struct ts_writer *w, ts_span *written)
{
    enum ts_status status = ts_writer_end(w, written);
    if (status == TS_OK)
        ts_arena_keep(arena, written->len);
    return status;
}

static size_t
members(const struct ts_receipt *r)
{
    return 4U + (r->profile.len || r->profile_hash.len) + (r->epoch != 0)
           + (r->site.len != 0) + r->time_is_floor + r->let_in;
}

static enum ts_status
write_payload(struct ts_arena *arena, ts_span *payload, const struct ts_receipt *r)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_map(&w, members(r));
    ts_cbor_write_unsigned(&w, TIME);
    ts_cbor_write_integer(&w, r->time.s);
    if (r->profile.len || r->profile_hash.len)
        ts_cbor_write_unsigned(&w, PROFILE);
    if (r->profile.len)
        ts_cbor_write_text(&w, r->profile);
    else if (r->profile_hash.len)
        ts_cbor_write_bytes(&w, r->profile_hash);
    ts_cbor_write_unsigned(&w, VERDICT);
    ts_cbor_write_unsigned(&w, r->verdict);
    ts_cbor_write_unsigned(&w, REASON);
    ts_cbor_write_unsigned(&w, r->reason);
    if (r->epoch) {
        ts_cbor_write_unsigned(&w, EPOCH);
        ts_cbor_write_unsigned(&w, r->epoch);
    }
    ts_cbor_write_unsigned(&w, NUMBER);
    ts_cbor_write_bytes(&w, TS_SPAN_OF(r->number));
    if (r->site.len) {
        ts_cbor_write_unsigned(&w, SITE);
        ts_cbor_write_text(&w, r->site);
    }
    if (r->time_is_floor) {
        ts_cbor_write_unsigned(&w, TIME_IS_FLOOR);
        ts_cbor_write_bool(&w, true);
    }
    if (r->let_in) {
        ts_cbor_write_unsigned(&w, LET_IN);
        ts_cbor_write_bool(&w, true);
    }
    return keep(arena, &w, payload);
}

static enum ts_status
write_text(struct ts_arena *arena, ts_span *text, ts_span cose)
{
    ts_span digits;
    enum ts_status status = ts_base45_encode(arena, &digits, cose);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, TS_RECEIPT_PREFIX);
    ts_write_bytes(&w, digits);
    return keep(arena, &w, text);
}

/* FORMAT.md 11.4: what is too long is told by its hash, or cut. */
static void
shorten(struct ts_receipt *r, uint8_t hash[static TS_SHA256_SIZE])
{
    r->profile_hash = (ts_span){ 0 };
    if (r->profile.len > TS_RECEIPT_PROFILE_MAX) {
        ts_sha256(hash, r->profile);
        r->profile_hash = (ts_span){ hash, TS_RECEIPT_PROFILE_HASH_SIZE };
        r->profile = (ts_span){ 0 };
    }
    r->site = ts_utf8_prefix(r->site, TS_RECEIPT_SITE_MAX);
}

enum ts_status
ts_receipt_make(struct ts_arena *arena, ts_span *text, const struct ts_kiosk_key *key,
                const struct ts_receipt *receipt)
{
    struct ts_receipt r = *receipt;
    struct ts_public_key public_key = ts_secret_key_public(&key->secret);
    uint8_t hash[TS_SHA256_SIZE];
    uint8_t key_id[TS_KIOSK_KEY_ID_SIZE];
    ts_span header;
    ts_span payload;
    ts_span cose;
    if (key->secret.kind != TS_KEY_ED25519)
        return TS_UNSUPPORTED;
    if (r.time.s < 0 || r.time.s > UINT32_MAX)
        return TS_OVER_LIMIT;
    if (!ts_utf8_valid(r.profile) || !ts_utf8_valid(r.site))
        return TS_MALFORMED;
    shorten(&r, hash);
    ts_kiosk_key_id(key_id, &public_key);
    enum ts_status status = ts_cose_eddsa_header(arena, &header, TS_SPAN_OF(key_id));
    if (status == TS_OK)
        status = write_payload(arena, &payload, &r);
    if (status == TS_OK)
        status = ts_cose_sign1(arena, &cose, &key->secret, header, purpose(), payload);
    return status == TS_OK ? write_text(arena, text, cose) : status;
}

bool
ts_receipt_looks_like(ts_span text)
{
    return ts_span_starts_with(text, TS_SPAN_LIT(TS_RECEIPT_PREFIX));
}

/* One byte, or 256, which no field takes. */
static uint64_t
small(const struct ts_cbor *map, int64_t key)
{
    const struct ts_cbor *item = ts_cbor_at(map, key);
    return item->kind == TS_CBOR_UNSIGNED && item->value <= UINT8_MAX ? item->value : 256;
}

static bool
is_true(const struct ts_cbor *item)
{
    return item->kind == TS_CBOR_SIMPLE && item->value == 21;
}

/* What is there in another form is left out, and then the receipt is not what would
 * have been written (FORMAT.md 11.2). */
static enum ts_status
read_payload(struct ts_arena *arena, struct ts_receipt *r, ts_verified payload)
{
    const struct ts_cbor *map;
    ts_span again;
    enum ts_status status = ts_cbor_parse(arena, &map, payload.bytes, NULL);
    if (status != TS_OK)
        return status;
    const struct ts_cbor *time = ts_cbor_at(map, TIME);
    ts_span number = ts_cbor_bytes(ts_cbor_at(map, NUMBER));
    uint64_t verdict = small(map, VERDICT);
    uint64_t reason = small(map, REASON);
    if (time->kind != TS_CBOR_UNSIGNED || time->value > UINT32_MAX
        || number.len != TS_RECEIPT_NUMBER_SIZE || verdict > UINT8_MAX
        || reason > UINT8_MAX)
        return TS_MALFORMED;
    *r = (struct ts_receipt){
        .time = { (int64_t)time->value },
        .time_is_floor = is_true(ts_cbor_at(map, TIME_IS_FLOOR)),
        .profile = ts_cbor_text(ts_cbor_at(map, PROFILE)),
        .profile_hash = ts_cbor_bytes(ts_cbor_at(map, PROFILE)),
        .verdict = (uint8_t)verdict,
        .reason = (uint8_t)reason,
        .let_in = is_true(ts_cbor_at(map, LET_IN)),
        .site = ts_cbor_text(ts_cbor_at(map, SITE)),
    };
    if (ts_cbor_at(map, EPOCH)->kind == TS_CBOR_UNSIGNED)
        r->epoch = ts_cbor_at(map, EPOCH)->value;
    memcpy(r->number, number.at, number.len);
    bool fits = r->profile.len <= TS_RECEIPT_PROFILE_MAX
                && r->site.len <= TS_RECEIPT_SITE_MAX
                && (r->profile_hash.len == 0
                    || r->profile_hash.len == TS_RECEIPT_PROFILE_HASH_SIZE);
    status = write_payload(arena, &again, r);
    if (status == TS_OK && !(fits && ts_span_equal(again, payload.bytes)))
        status = TS_MALFORMED;
    return status;
}

/* The one proof, in the one way it may be written; key_id gets the name of its key. */
static enum ts_status
read_proof(struct ts_arena *arena, struct ts_proof_set *set, ts_span text)
{
    ts_span cose;
    ts_span header;
    ts_span again;
    if (!ts_receipt_looks_like(text) || text.len > TS_RECEIPT_TEXT_MAX)
        return TS_MALFORMED;
    size_t prefix = sizeof(TS_RECEIPT_PREFIX) - 1;
    enum ts_status status =
        ts_base45_decode(arena, &cose, ts_span_part(text, prefix, text.len));
    if (status == TS_OK)
        status = ts_cose_read(arena, set, cose, purpose(), NULL);
    if (status != TS_OK)
        return status;
    const struct ts_proof *proof = &set->proofs[0];
    if (set->count != 1 || proof->key_id.len != TS_KIOSK_KEY_ID_SIZE)
        return TS_MALFORMED;
    status = ts_cose_eddsa_header(arena, &header, proof->key_id);
    if (status == TS_OK)
        status =
            ts_cose_sign1_write(arena, &again, header, proof->payload, proof->signature);
    if (status == TS_OK && !ts_span_equal(again, cose))
        status = TS_MALFORMED;
    return status;
}

enum ts_status
ts_receipt_verify(struct ts_arena *arena, struct ts_receipt *receipt, size_t *which,
                  ts_span text, const struct ts_public_key *keys, size_t key_count)
{
    struct ts_proof_set set;
    struct ts_receipt draft;
    ts_verified payload;
    enum ts_status status = read_proof(arena, &set, text);
    if (status != TS_OK)
        return status;
    size_t index = 0;
    enum ts_status found = TS_ABSENT;
    for (size_t i = 0; i < key_count && found != TS_OK; i++) {
        uint8_t id[TS_KIOSK_KEY_ID_SIZE];
        ts_kiosk_key_id(id, &keys[i]);
        if (!ts_span_equal(TS_SPAN_OF(id), set.proofs[0].key_id))
            continue;
        found = ts_proof_check(&payload, &set.proofs[0], &keys[i]);
        index = i;
    }
    if (found != TS_OK)
        return found;
    status = read_payload(arena, &draft, payload);
    if (status != TS_OK)
        return status;
    *receipt = draft;
    if (which)
        *which = index;
    return TS_OK;
}
