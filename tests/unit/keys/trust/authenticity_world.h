#ifndef TS_TEST_AUTHENTICITY_WORLD_H
#define TS_TEST_AUTHENTICITY_WORLD_H

#include "keys/crypto/jwk.h"
#include "keys/proof/cose.h"
#include "keys/proof/document.h"
#include "keys/trust/authenticity.h"
#include "tests/unit/keys/trust/fixture.h"

/*
 * Two schools, each with two keys, one hospital whose key has no id, and a
 * country that signs vaccinations under an eight-byte kid.
 */
#define SCHOOL "did:web:school.example"
#define OTHER "did:web:other.example"
#define HOSPITAL "https://hospital.example/issuer"
#define COUNTRY "XX"
#define KID "\x01\x02\x03\x04\x05\x06\x07\x08"

enum { SCHOOL_1, SCHOOL_2, OTHER_1, HOSPITAL_1, COUNTRY_1, STRANGER, KEYS };

static struct {
    struct ts_arena arena;
    struct ts_secret_key secret[KEYS];
    struct ts_issuer_key listed[KEYS];
    struct ts_issuer issuers[4];
    struct ts_issuer_list list;
} world;

static inline int
set_up(void **state)
{
    (void)state;
    world.arena = ts_test_arena(1024 * 1024);
    for (uint8_t i = 0; i < KEYS; i++)
        world.secret[i] = fixture_key(TS_KEY_ED25519, (uint8_t)(i + 1));
    world.secret[SCHOOL_2] = fixture_key(TS_KEY_P256, 9);
    const char *const ids[KEYS] = { SCHOOL "#one", "#two", "one", "", KID, "" };
    for (size_t i = 0; i < KEYS; i++)
        world.listed[i] = fixture_listed_key(&world.secret[i], ids[i]);
    /* In the order of their bytes, as a list must be. */
    world.issuers[0] = fixture_issuer(&world.arena, COUNTRY, &world.listed[COUNTRY_1], 1);
    world.issuers[1] = fixture_issuer(&world.arena, OTHER, &world.listed[OTHER_1], 1);
    world.issuers[2] = fixture_issuer(&world.arena, SCHOOL, &world.listed[SCHOOL_1], 2);
    world.issuers[3] =
        fixture_issuer(&world.arena, HOSPITAL, &world.listed[HOSPITAL_1], 1);
    world.list = (struct ts_issuer_list){ .issuers = world.issuers, .count = 4 };
    return 0;
}

static inline int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&world.arena);
    return 0;
}

static inline struct ts_proof_set
read_set(ts_span document)
{
    static struct ts_proof_set set;
    enum ts_document_kind kind;
    assert_status(ts_document_read(&world.arena, &kind, &set, document, NULL, NULL),
                  TS_OK);
    return set;
}

/* A JWS by that key whose header has such a kid. */
static inline struct ts_proof_set
jws_set(const struct ts_secret_key *signer, const char *kid)
{
    const char *header =
        *kid ? fixture_string(&world.arena,
                              fixture_text(&world.arena, "\"kid\":\"%s\"", kid))
             : "";
    return read_set(fixture_jws(&world.arena, signer, header, "{\"a\":1}"));
}

static inline struct ts_proof_set
embedded_set(const struct ts_secret_key *signer, const struct ts_secret_key *shown)
{
    struct ts_public_key public = ts_secret_key_public(shown);
    ts_span jwk;
    assert_status(ts_jwk_write(&world.arena, &jwk, &public), TS_OK);
    ts_span header =
        fixture_text(&world.arena, "\"jwk\":%s", fixture_string(&world.arena, jwk));
    return read_set(fixture_jws(&world.arena, signer,
                                fixture_string(&world.arena, header), "{\"a\":1}"));
}

#endif
