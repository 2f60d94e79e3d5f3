#ifndef TS_TEST_AUTHORITY_GATHER_FIXTURE_H
#define TS_TEST_AUTHORITY_GATHER_FIXTURE_H

#include "keys/authority/text.h"
#include "keys/codec/base64.h"
#include "keys/crypto/jwk.h"
#include "keys/crypto/secret_key.h"
#include "tests/unit/keys/authority/fixture.h"

/* What issuers publish about themselves, made on the spot. */

/** A key that everybody knows: the same for the same number. */
static inline struct ts_secret_key
fixture_key(uint8_t number, enum ts_key_kind kind)
{
    uint8_t seed[32] = { 1, number };
    struct ts_secret_key key;
    assert_status(ts_secret_key_from_bytes(&key, kind, TS_SPAN_OF(seed)), TS_OK);
    return key;
}

static inline ts_span fixture_text(struct ts_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline ts_span
fixture_text(struct ts_arena *arena, const char *format, ...)
{
    ts_room rest = ts_arena_rest(arena);
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf((char *)rest.at, rest.len, format, arguments);
    va_end(arguments);
    assert_true(len >= 0 && (size_t)len < rest.len);
    ts_arena_keep(arena, (size_t)len + 1);
    return (ts_span){ rest.at, (size_t)len };
}

/** {"keys":[...]} with one key, under that kid. */
static inline ts_span
fixture_jwks(struct ts_arena *arena, const struct ts_secret_key *key, const char *kid)
{
    ts_span jwk;
    struct ts_public_key public_key = ts_secret_key_public(key);
    assert_status(ts_jwk_write(arena, &jwk, &public_key), TS_OK);
    return fixture_text(arena, "{\"keys\":[%.*s,\"kid\":\"%s\"}]}", (int)jwk.len - 1,
                        (const char *)jwk.at, kid);
}

/** A DID document with one key to assert with. */
static inline ts_span
fixture_document(struct ts_arena *arena, const char *did, const struct ts_secret_key *key)
{
    ts_span multibase;
    struct ts_public_key public_key = ts_secret_key_public(key);
    assert_status(ts_public_key_to_multibase(arena, &multibase, &public_key), TS_OK);
    return fixture_text(arena,
                        "{\"id\":\"%s\",\"assertionMethod\":[{\"id\":\"%s#key-1\","
                        "\"type\":\"Multikey\",\"controller\":\"%s\","
                        "\"publicKeyMultibase\":\"%.*s\"}]}",
                        did, did, did, TS_SPAN_ARG(multibase));
}

/** A compact JWS of header and payload as they are. */
static inline ts_span
fixture_jws(struct ts_arena *arena, const struct ts_secret_key *key, const char *header,
            const char *payload)
{
    ts_span parts[3];
    assert_status(ts_base64url_encode(arena, &parts[0], ts_span_text(header)), TS_OK);
    assert_status(ts_base64url_encode(arena, &parts[1], ts_span_text(payload)), TS_OK);
    ts_span message =
        fixture_text(arena, "%.*s.%.*s", TS_SPAN_ARG(parts[0]), TS_SPAN_ARG(parts[1]));
    assert_status(ts_secret_key_sign(arena, &parts[2], key, message), TS_OK);
    assert_status(ts_base64url_encode(arena, &parts[2], parts[2]), TS_OK);
    return fixture_text(arena, "%.*s.%.*s", TS_SPAN_ARG(message), TS_SPAN_ARG(parts[2]));
}

#define FIXTURE_STATEMENT_HEADER \
    "{\"alg\":\"EdDSA\",\"typ\":\"entity-statement+jwt\",\"kid\":\"f\"}"

#endif
