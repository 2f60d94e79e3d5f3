#ifndef TS_TEST_SD_JWT_WORLD_H
#define TS_TEST_SD_JWT_WORLD_H

#include "firmware/base/check.h"
#include "keys/codec/base64.h"
#include "keys/codec/json.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/secret_key.h"
#include "keys/proof/sd_jwt.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static uint8_t memory[4 << 20];
static struct ts_arena arena;
static char text[1 << 20]; /* Of the SD-JWT under test. */

#define TYP "\"alg\":\"EdDSA\",\"typ\":\"dc+sd-jwt\""

/* Test keys have names: the n-th has a seed of n's. */
static inline struct ts_secret_key
key_of(uint8_t n)
{
    struct ts_secret_key key;
    uint8_t seed[32];
    memset(seed, n, sizeof(seed));
    assert_status(ts_secret_key_from_bytes(&key, TS_KEY_ED25519, TS_SPAN_OF(seed)),
                  TS_OK);
    return key;
}

static inline ts_span
encoded(ts_span bytes)
{
    ts_span out;
    assert_status(ts_base64url_encode(&arena, &out, bytes), TS_OK);
    return out;
}

static inline ts_span
digest_of(ts_span disclosure)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, disclosure);
    return encoded(TS_SPAN_OF(digest));
}

enum { PARTS_MAX = 8 };

/* $n stands for the digest of the n-th disclosure. */
static inline ts_span
filled_in(const char *template, const ts_span *disclosures)
{
    uint8_t *room = ts_arena_take(&arena, 8192);
    size_t len = 0;
    assert_non_null(room);
    for (; *template; template ++) {
        ts_span piece = { (const uint8_t *)template, 1 };
        if (*template == '$')
            piece = digest_of(disclosures[*++template - '0']);
        assert_in_range(len + piece.len, 1, 8192);
        memcpy(room + len, piece.at, piece.len);
        len += piece.len;
    }
    return (ts_span){ room, len };
}

static inline ts_span
signed_jwt(const char *header, ts_span payload)
{
    char message[16384];
    struct ts_secret_key key = key_of(1);
    ts_span signature;
    ts_span parts[2] = { encoded(ts_span_text(header)), encoded(payload) };
    int len = snprintf(message, sizeof(message), "%.*s.%.*s", TS_SPAN_ARG(parts[0]),
                       TS_SPAN_ARG(parts[1]));
    assert_in_range(len, 1, sizeof(message) - 1);
    assert_status(ts_secret_key_sign(&arena, &signature, &key,
                                     (ts_span){ (uint8_t *)message, (size_t)len }),
                  TS_OK);
    signature = encoded(signature);
    char *jwt = ts_arena_take(&arena, sizeof(message) + 128);
    assert_non_null(jwt);
    len =
        snprintf(jwt, sizeof(message) + 128, "%s.%.*s", message, TS_SPAN_ARG(signature));
    return (ts_span){ (uint8_t *)jwt, (size_t)len };
}

/* Disclosures are JSON in which $n may stand for one before them. */
static inline ts_span
sd_jwt(const char *header, const char *payload, const char *const *disclosures)
{
    ts_span parts[PARTS_MAX];
    size_t count = 0;
    arena = ts_arena_over(TS_ROOM_OF(memory));
    for (; disclosures && disclosures[count]; count++)
        parts[count] = encoded(filled_in(disclosures[count], parts));
    ts_span jwt = signed_jwt(header, filled_in(payload, parts));
    size_t len = (size_t)snprintf(text, sizeof(text), "%.*s~", TS_SPAN_ARG(jwt));
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%.*s~",
                                TS_SPAN_ARG(parts[i]));
    return (ts_span){ (uint8_t *)text, len };
}

static const char HEADER[] = "{" TYP "}";

#define KEPT "{\"vct\":\"urn:v\",\"iss\":\"did:x\""

#endif
