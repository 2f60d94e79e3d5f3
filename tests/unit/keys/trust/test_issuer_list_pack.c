#include "keys/trust/issuer_list_pack.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

enum { ISSUERS = 400, LINE = 64 };

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(8 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

/* Lines that differ as keys do, so that packing alone gains little. */
static ts_span
list_of(size_t count, unsigned seed)
{
    uint8_t *at = ts_arena_take(&arena, count * LINE);
    uint32_t random = 12345;
    assert_non_null(at);
    for (size_t i = 0; i < count * LINE; i++) {
        random = random * 1664525 + 1013904223;
        at[i] = (uint8_t)(random >> 24);
    }
    if (seed)
        at[count * LINE / 2] ^= (uint8_t)seed;
    return (ts_span){ at, count * LINE };
}

static struct ts_target
promise(ts_span list)
{
    struct ts_target target = { .length = list.len, .hashes = { .has_sha256 = true } };
    ts_sha256(target.hashes.sha256, list);
    return target;
}

static ts_span
pack(ts_span list, ts_span base)
{
    ts_span packed;
    assert_status(ts_issuer_list_pack(&arena, &packed, list, base), TS_OK);
    return packed;
}

static void
comes_back_alone_and_over_an_older_one(void **state)
{
    (void)state;
    ts_span old = list_of(ISSUERS, 0);
    ts_span new = list_of(ISSUERS + 1, 7);
    struct ts_target target = promise(new);
    ts_verified back = { { 0 } };
    ts_span whole = pack(new, (ts_span){ 0 });
    ts_span patch = pack(new, old);
    assert_true(patch.len < LINE + 64);
    assert_true(whole.len > new.len / 2);
    assert_status(ts_issuer_list_unpack(&arena, &back, &target, whole, (ts_span){ 0 }),
                  TS_OK);
    assert_span_equal(back.bytes, new);
    back = (ts_verified){ { 0 } };
    assert_status(ts_issuer_list_unpack(&arena, &back, &target, patch, old), TS_OK);
    assert_span_equal(back.bytes, new);
}

static void
takes_nothing_but_what_was_promised(void **state)
{
    (void)state;
    ts_span old = list_of(ISSUERS, 0);
    ts_span other = ts_span_part(list_of(ISSUERS + 1, 0), 1, ISSUERS * LINE);
    ts_span new = list_of(ISSUERS, 7);
    struct ts_target target = promise(new);
    struct ts_target longer = target;
    struct ts_target huge = target;
    ts_span patch = pack(new, old);
    ts_span wrong = pack(other, (ts_span){ 0 });
    longer.length++;
    huge.length = UINT64_MAX;
    const struct {
        const char *rule;
        const struct ts_target *target;
        ts_span packed, base;
    } ROWS[] = {
        { "over another base", &target, patch, other },
        { "over a shorter base", &target, patch, ts_span_part(old, 0, old.len / 2) },
        { "over no base", &target, patch, { 0 } },
        { "another list", &target, wrong, { 0 } },
        { "of another length", &longer, patch, old },
        { "longer than any list", &huge, patch, old },
        { "nothing", &target, { 0 }, { 0 } },
        { "no frame", &target, TS_SPAN_LIT("hello, hello, hello"), { 0 } },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_verified back = { TS_SPAN_LIT("untouched") };
        size_t used = arena.used;
        ts_test_row(ROWS[i].rule);
        assert_int_not_equal(ts_issuer_list_unpack(&arena, &back, ROWS[i].target,
                                                   ROWS[i].packed, ROWS[i].base),
                             TS_OK);
        assert_span_equal(back.bytes, TS_SPAN_LIT("untouched"));
        assert_int_equal(arena.used, used);
    }
}

static void
prefixes_and_more_bytes_are_refused(void **state)
{
    (void)state;
    ts_span list = list_of(8, 0);
    struct ts_target target = promise(list);
    ts_span packed = pack(list, (ts_span){ 0 });
    uint8_t more[1024];
    ts_verified back;
    assert_true(packed.len + 1 <= sizeof(more));
    memcpy(more, packed.at, packed.len);
    more[packed.len] = 0;
    assert_status(ts_issuer_list_unpack(&arena, &back, &target, packed, (ts_span){ 0 }),
                  TS_OK);
    for (size_t len = 0; len <= packed.len + 1; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ more, len });
        enum ts_status status = ts_issuer_list_unpack(
            &arena, &back, &target, (ts_span){ exact, len }, (ts_span){ 0 });
        assert_int_equal(status == TS_OK, len == packed.len);
        free(exact);
    }
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(comes_back_alone_and_over_an_older_one),
        TEST(takes_nothing_but_what_was_promised),
        TEST(prefixes_and_more_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
