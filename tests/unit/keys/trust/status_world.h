#ifndef TS_TEST_STATUS_WORLD_H
#define TS_TEST_STATUS_WORLD_H

#include "keys/codec/deflate.h"
#include "keys/trust/status_list.h"
#include "tests/unit/keys/trust/fixture.h"

#define ISSUER "did:web:school.example"
#define OTHER "did:web:other.example"
#define URL "https://school.example/status/1"

enum { SCHOOL_KEY, OTHER_KEY, STRANGER, EC_KEY, KEYS };

static struct {
    struct ts_arena arena;
    struct ts_secret_key secret[KEYS];
    struct ts_issuer_key listed[KEYS];
    struct ts_issuer issuers[2];
    struct ts_issuer_list list;
    struct ts_status_trust trust;
} world;

static inline int
set_up(void **state)
{
    (void)state;
    world.arena = ts_test_arena(8 * 1024 * 1024);
    for (uint8_t i = 0; i < KEYS; i++)
        world.secret[i] =
            fixture_key(i == EC_KEY ? TS_KEY_P256 : TS_KEY_ED25519, (uint8_t)(i + 1));
    for (size_t i = 0; i < KEYS; i++)
        world.listed[i] = fixture_listed_key(&world.secret[i], "k");
    world.issuers[0] = fixture_issuer(&world.arena, OTHER, &world.listed[OTHER_KEY], 1);
    world.issuers[1] = fixture_issuer(&world.arena, ISSUER, &world.listed[SCHOOL_KEY], 1);
    world.list = (struct ts_issuer_list){ .issuers = world.issuers, .count = 2 };
    world.trust = (struct ts_status_trust){ .issuers = &world.list };
    return 0;
}

static inline int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&world.arena);
    return 0;
}

static const struct ts_status_list untouched = { .bits = 0xFEED };

static inline enum ts_status
read_list(struct ts_status_list *list, ts_span bytes)
{
    struct ts_fault fault = { 0 };
    *list = untouched;
    enum ts_status status = ts_status_list_read(&world.arena, list, TS_SPAN_LIT(URL),
                                                bytes, &world.trust, &fault);
    assert_status(fault.status, status);
    if (status != TS_OK)
        assert_memory_equal(list, &untouched, sizeof(*list));
    assert_int_equal(fault.rule != NULL, status != TS_OK);
    return status;
}

static inline const char *
deflated(ts_span bits, enum ts_deflate_wrap wrap)
{
    ts_span packed;
    assert_status(ts_deflate(&world.arena, &packed, bits, wrap), TS_OK);
    return fixture_base64url(&world.arena, packed);
}

#endif
