#include "keys/crypto/did.h"
#include "keys/crypto/jwk.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t memory[1 << 20];

/* A key that was read can be written, and reads back as itself. */
static void
check_key(struct ts_arena *arena, const struct ts_public_key *key)
{
    struct ts_public_key back;
    const struct ts_json *json;
    uint8_t first[TS_SHA256_SIZE];
    uint8_t second[TS_SHA256_SIZE];
    ts_span text;
    TS_CHECK(key->kind != TS_KEY_NONE);
    TS_CHECK(ts_jwk_write(arena, &text, key) == TS_OK);
    TS_CHECK(ts_json_parse(arena, &json, text, NULL) == TS_OK);
    TS_CHECK(ts_jwk_read(arena, &back, NULL, json) == TS_OK);
    TS_CHECK(ts_public_key_equal(key, &back));
    TS_CHECK(ts_jwk_thumbprint(arena, first, key) == TS_OK);
    ts_sha256(second, text);
    TS_CHECK(memcmp(first, second, sizeof(first)) == 0);
    enum ts_status status = ts_public_key_to_multibase(arena, &text, key);
    TS_CHECK(status == (key->kind == TS_KEY_RSA ? TS_UNSUPPORTED : TS_OK));
    if (status != TS_OK)
        return;
    TS_CHECK(ts_public_key_from_multibase(arena, &back, text) == TS_OK);
    TS_CHECK(ts_public_key_equal(key, &back));
}

/* The input is tried as a JWK and as a DID URL with a key inside. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_public_key key = { 0 };
    enum ts_signature_alg alg = TS_ALG_NONE;
    const struct ts_json *json;
    ts_span bytes = { data, size };
    if (ts_json_parse(&arena, &json, bytes, NULL) == TS_OK) {
        if (ts_jwk_read(&arena, &key, &alg, json) == TS_OK) {
            TS_CHECK(alg == TS_ALG_NONE || ts_signature_key_kind(alg) == key.kind);
            check_key(&arena, &key);
        } else {
            TS_CHECK(key.kind == TS_KEY_NONE);
        }
    }
    ts_arena_rewind(&arena, 0);
    key = (struct ts_public_key){ 0 };
    if (ts_did_key(&arena, &key, bytes) == TS_OK) {
        TS_CHECK(ts_did_is_self_contained(ts_did_of_url(bytes)));
        check_key(&arena, &key);
    } else {
        TS_CHECK(key.kind == TS_KEY_NONE && arena.used == 0);
    }
    return 0;
}
