#ifndef TS_TEST_REVOCATION_WORLD_H
#define TS_TEST_REVOCATION_WORLD_H

#include "keys/trust/revocation.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

#define WORLD_ARENA ((size_t)48 << 20)

/* Written by another program, from FORMAT.md alone: epoch 7, four segments. */
#define GOLDEN_SNAPSHOT                                                                \
    "5453525601010000000000000007000000006a1ccb80ad165027a1dfa617a5b2960e71bc108df92a" \
    "14166d85706dbce00e0cffb0f0230000002f000000ab000000ab0005005eeff340d9b17a843a6381" \
    "011a37a957f7d10bee5555555555555555555555555555555555555555fffe5f0104136874747073" \
    "3a2f2f612e6578616d706c652f73116469643a7765623a612e6578616d706c651368747470733a2f" \
    "2f612e6578616d706c652f73116469643a7765623a612e6578616d706c651368747470733a2f2f62" \
    "2e6578616d706c652f6c001368747470733a2f2f632e6578616d706c652f741168747470733a2f2f" \
    "632e6578616d706c6501010403010201010101000280800880800800802001000000050603000251" \
    "0f003e00"

/* The same program's way from there to epoch 8: it lifts, withdraws, grows, removes,
 * adds, and takes an id back. */
#define GOLDEN_DELTA                                                                   \
    "5453525601020000000000000008000000006a1e1d0007762621479e796e10ed6dd1c6358d000eda" \
    "89018dffc7726c3fc564738983210000000000000007ad165027a1dfa617a5b2960e71bc108df92a" \
    "14166d85706dbce00e0cffb0f0230000001100000028000000280064eff3c1f480d9b17a843a6381" \
    "0100c80101010007030f0102013e011368747470733a2f2f642e6578616d706c652f74000202010a" \
    "000102"

#define URL_A TS_SPAN_LIT("https://a.example/s")
#define URL_B TS_SPAN_LIT("https://b.example/l")
#define URL_C TS_SPAN_LIT("https://c.example/t")
#define REVOCATION TS_SPAN_LIT("revocation")

static inline ts_verified
world_verified(ts_span bytes)
{
    return (ts_verified){ bytes }; /* only a test may say so */
}

static inline enum ts_status
world_load(struct ts_arena *arena, struct ts_revocations *state, ts_span bytes)
{
    return ts_revocations_load(arena, state, world_verified(bytes), NULL);
}

static inline struct ts_revocation_input
world_input(const char *url, uint64_t size, const uint64_t *positions, size_t count)
{
    return (struct ts_revocation_input){
        .list = { .url = ts_span_text(url),
                  .issuer = TS_SPAN_LIT("did:web:a.example"),
                  .kind = TS_STATUS_BITSTRING,
                  .purpose = TS_REVOCATION_WITHDRAWN,
                  .bits = 1,
                  .size = size },
        .positions = positions,
        .count = count,
    };
}

static inline ts_span
world_write(struct ts_arena *arena, const struct ts_revocation_input *inputs,
            size_t count, uint64_t epoch)
{
    struct ts_revocation_release release = { epoch, { 1780272000 }, TS_REVOCATION_BEST };
    ts_span bytes = { 0 };
    assert_status(ts_revocations_write(arena, &bytes, inputs, count, release), TS_OK);
    return bytes;
}

static inline struct ts_revocations
world_state(struct ts_arena *arena, const struct ts_revocation_input *inputs,
            size_t count, uint64_t epoch)
{
    struct ts_revocations state = { 0 };
    assert_status(world_load(arena, &state, world_write(arena, inputs, count, epoch)),
                  TS_OK);
    return state;
}

static uint64_t world_seed = 88172645463325252;

static inline uint64_t
world_draw(uint64_t bound)
{
    world_seed ^= world_seed << 13;
    world_seed ^= world_seed >> 7;
    world_seed ^= world_seed << 17;
    return world_seed % bound;
}

#endif
