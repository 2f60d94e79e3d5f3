#include "firmware/base/limits.h"
#include "keys/codec/base64.h"
#include "keys/codec/cbor_writer.h"
#include "keys/crypto/secret_key.h"
#include "keys/trust/status_list.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * The first byte says how the rest is wrapped, so that what stands behind a
 * signature is reached too: a credential in a JWT, a token in a JWT, a token in
 * a CWT, or nothing at all; 'h' is nothing at all where health cards look.
 */
#define URL "https://a/s"
#define HEALTH_URL "https://a/.well-known/crl/k.json"
#define ISSUER "did:web:a"

static uint8_t memory[24 * 1024 * 1024];

static struct ts_secret_key
fixed_key(void)
{
    struct ts_secret_key key;
    uint8_t seed[32];
    memset(seed, 1, sizeof(seed));
    TS_CHECK(ts_secret_key_from_bytes(&key, TS_KEY_ED25519, TS_SPAN_OF(seed)) == TS_OK);
    return key;
}

static ts_span
written(struct ts_arena *arena, const struct ts_writer *w)
{
    TS_CHECK(!w->full);
    ts_arena_keep(arena, w->used);
    return ts_writer_span(w);
}

static ts_span
base64url(struct ts_arena *arena, ts_span bytes)
{
    ts_span text;
    TS_CHECK(ts_base64url_encode(arena, &text, bytes) == TS_OK);
    return text;
}

static ts_span
jwt_around(struct ts_arena *arena, const char *header, ts_span payload)
{
    struct ts_secret_key key = fixed_key();
    ts_span signature;
    ts_span head = base64url(arena, ts_span_text(header));
    ts_span body = base64url(arena, payload);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_bytes(&w, head);
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, body);
    ts_span message = written(arena, &w);
    TS_CHECK(ts_secret_key_sign(arena, &signature, &key, message) == TS_OK);
    ts_span tail = base64url(arena, signature);
    w = ts_writer_over(ts_arena_rest(arena));
    ts_write_bytes(&w, message);
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, tail);
    return written(arena, &w);
}

static ts_span
cwt_around(struct ts_arena *arena, ts_span payload)
{
    /* {1: -8, 16: "statuslist+cwt"} */
    static const uint8_t header[] = "\xa2\x01\x27\x10\x6estatuslist+cwt";
    const ts_span head = { header, sizeof(header) - 1 };
    struct ts_secret_key key = fixed_key();
    ts_span signature;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_text(&w, TS_SPAN_LIT("Signature1"));
    ts_cbor_write_bytes(&w, head);
    ts_cbor_write_bytes(&w, (ts_span){ 0 });
    ts_cbor_write_bytes(&w, payload);
    TS_CHECK(ts_secret_key_sign(arena, &signature, &key, written(arena, &w)) == TS_OK);
    w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_bytes(&w, head);
    ts_cbor_write_map(&w, 0);
    ts_cbor_write_bytes(&w, payload);
    ts_cbor_write_bytes(&w, signature);
    return written(arena, &w);
}

static ts_span
wrapped(struct ts_arena *arena, const uint8_t *data, size_t size)
{
    ts_span rest = { data + 1, size - 1 };
    switch (data[0]) {
    case 'v': return jwt_around(arena, "{\"alg\":\"EdDSA\"}", rest);
    case 't':
        return jwt_around(arena, "{\"alg\":\"EdDSA\",\"typ\":\"statuslist+jwt\"}", rest);
    case 'c': return cwt_around(arena, rest);
    default: return rest;
    }
}

static void
check_rids(const struct ts_status_list *list)
{
    TS_CHECK(ts_span_is(list->url, HEALTH_URL) && list->counter > 0);
    for (size_t i = 0; i < list->rid_count; i++) {
        const struct ts_withdrawn_rid *entry = &list->rids[i];
        TS_CHECK(entry->before.s >= 0 && entry->rid.len > 0);
        TS_CHECK(i == 0 || ts_span_compare(list->rids[i - 1].rid, entry->rid) < 0);
        TS_CHECK(ts_status_list_of_card(list, entry->rid, (ts_utc){ -1 })
                 == TS_STATUS_WITHDRAWN);
        TS_CHECK(ts_status_list_of_card(list, entry->rid, entry->before)
                 == TS_STATUS_VALID);
    }
}

static void
check_list(const struct ts_status_list *list)
{
    const ts_span purpose = TS_SPAN_LIT("revocation");
    if (list->kind == TS_STATUS_HEALTH) {
        check_rids(list);
        return;
    }
    TS_CHECK(ts_span_is(list->url, URL) || ts_span_is(list->url, HEALTH_URL));
    if (list->kind == TS_STATUS_1EDTECH) {
        for (size_t i = 0; i < list->id_count; i++)
            TS_CHECK(ts_status_list_of(list, list->ids[i]) == TS_STATUS_WITHDRAWN);
        return;
    }
    uint64_t entries = (uint64_t)list->bitstring.len * 8 / list->bits;
    TS_CHECK(ts_span_is(list->issuer, ISSUER));
    TS_CHECK(list->bits >= 1 && list->bits <= 8);
    TS_CHECK(list->bitstring.len <= TS_STATUS_LIST_BYTES_MAX);
    TS_CHECK((list->purpose.len == 0) == (list->kind == TS_STATUS_TOKEN));
    TS_CHECK(ts_status_list_at(list, entries, purpose) == TS_STATUS_UNKNOWN);
    if (entries > 0)
        (void)ts_status_list_at(list, entries - 1, purpose);
    if (entries > 0 && list->kind != TS_STATUS_TOKEN)
        TS_CHECK(ts_status_list_at(list, 0, TS_SPAN_LIT("\x01")) == TS_STATUS_UNKNOWN
                 || list->purpose.at[0] == 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_secret_key secret = fixed_key();
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const struct ts_text_in name = { TS_SPAN_LIT("en"), TS_SPAN_LIT("A") };
    const struct ts_issuer_key key = { .key = ts_secret_key_public(&secret) };
    const struct ts_issuer issuer = { .id = TS_SPAN_LIT(ISSUER),
                                      .names = &name,
                                      .name_count = 1,
                                      .keys = &key,
                                      .key_count = 1 };
    const struct ts_issuer_list issuers = { .issuers = &issuer, .count = 1 };
    struct ts_status_list list = { .bits = 99 };
    struct ts_fault fault = { 0 };
    if (size == 0)
        return 0;
    ts_span bytes = wrapped(&arena, data, size);
    ts_span url = data[0] == 'h' ? TS_SPAN_LIT(HEALTH_URL) : TS_SPAN_LIT(URL);

    size_t used = arena.used;
    enum ts_status status = ts_status_list_read(
        &arena, &list, url, bytes, &(struct ts_status_trust){ &issuers, NULL }, &fault);
    TS_CHECK(fault.status == status);
    if (status == TS_OK)
        check_list(&list);
    else
        TS_CHECK(list.bits == 99 && arena.used == used && fault.rule);
    return 0;
}
