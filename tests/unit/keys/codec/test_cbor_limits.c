#include "firmware/base/limits.h"
#include "firmware/base/writer.h"
#include "keys/codec/cbor.h"
#include "keys/codec/cbor_writer.h"
#include "tests/support/support.h"

#include <string.h>

enum { ARENA = 4 * 1024 * 1024 };

static const struct {
    const char *name;
    const char *opening; /* Repeated, to nest. */
    const char *closing;
} nestings[] = {
    { "arrays", "81", "" }, { "open arrays", "9f", "ff" }, { "tags", "c1", "" },
    { "maps", "a100", "" }, { "open maps", "bf00", "ff" }, { "maps as keys", "a1", "00" },
};

static ts_span
nest(struct ts_arena *arena, size_t row, int depth)
{
    char hex[8 * (TS_DEPTH_MAX + 2)];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(hex));
    for (int i = 0; i < depth; i++)
        ts_write_text(&w, nestings[row].opening);
    ts_write_text(&w, "00");
    for (int i = 0; i < depth; i++)
        ts_write_text(&w, nestings[row].closing);
    ts_write_u8(&w, 0);
    assert_false(w.full);
    return ts_test_hex(arena, hex);
}

static void
nesting_ends_at_the_limit(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(nestings); i++) {
        const struct ts_cbor *root;
        ts_test_row(nestings[i].name);
        assert_status(ts_cbor_parse(&arena, &root, nest(&arena, i, TS_DEPTH_MAX), NULL),
                      TS_OK);
        assert_status(
            ts_cbor_parse(&arena, &root, nest(&arena, i, TS_DEPTH_MAX + 1), NULL),
            TS_OVER_LIMIT);
    }
    ts_test_arena_free(&arena);
}

static void
siblings_do_not_add_to_the_depth(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    enum { SIBLINGS = 2 * TS_DEPTH_MAX };
    uint8_t source[1 + SIBLINGS + 1] = { 0x9F };
    const struct ts_cbor *root;
    memset(source + 1, 0x80, SIBLINGS);
    source[sizeof(source) - 1] = 0xFF;
    assert_status(ts_cbor_parse(&arena, &root, TS_SPAN_OF(source), NULL), TS_OK);
    assert_int_equal(root->count, SIBLINGS);
    ts_test_arena_free(&arena);
}

static void
a_million_openings_do_not_exhaust_the_stack(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    static uint8_t source[1000000];
    static const uint8_t openings[] = { 0x81, 0x9F, 0xC1, 0xBF, 0xA1 };
    for (size_t i = 0; i < sizeof(openings); i++) {
        const struct ts_cbor *root;
        memset(source, openings[i], sizeof(source));
        assert_status(ts_cbor_parse(&arena, &root, TS_SPAN_OF(source), NULL),
                      TS_OVER_LIMIT);
    }
    ts_test_arena_free(&arena);
}

/* How the keys of a large map run; the sort must cope with all of them. */
enum order { RISING, FALLING, SHUFFLED };

static uint64_t
key_at(enum order order, uint64_t i, uint64_t count)
{
    switch (order) {
    case RISING: return i;
    case FALLING: return count - 1 - i;
    case SHUFFLED: return i * 2654435761 % 65537; /* a prime: no two alike */
    }
    return i;
}

/* twin: the key that stands a second time, at the end; count for none. */
static ts_span
write_large_map(struct ts_arena *arena, enum order order, uint64_t count, uint64_t twin)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_span written;
    ts_cbor_write_map(&w, count + (twin < count));
    for (uint64_t i = 0; i < count; i++) {
        ts_cbor_write_unsigned(&w, key_at(order, i, count));
        ts_cbor_write_null(&w);
    }
    if (twin < count) {
        ts_cbor_write_unsigned(&w, key_at(order, twin, count));
        ts_cbor_write_null(&w);
    }
    assert_status(ts_writer_end(&w, &written), TS_OK);
    ts_arena_keep(arena, written.len);
    return written;
}

static void
equal_keys_are_found_in_maps_of_every_size(void **state)
{
    (void)state;
    static const uint64_t counts[] = { 1, 2, 15, 16, 17, 18, 100, TS_MEMBERS_MAX - 1 };
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(counts) * 3; i++) {
        uint64_t count = counts[i / 3];
        enum order order = (enum order)(i % 3);
        const uint64_t twins[] = { 0, count / 2, count - 1 };
        const struct ts_cbor *root;
        ts_arena_rewind(&arena, 0);
        ts_span good = write_large_map(&arena, order, count, count);
        assert_status(ts_cbor_parse(&arena, &root, good, NULL), TS_OK);
        assert_int_equal(root->count, count);
        for (size_t k = 0; k < TS_COUNT(twins); k++) {
            struct ts_fault fault;
            ts_arena_rewind(&arena, 0);
            ts_span bad = write_large_map(&arena, order, count, twins[k]);
            assert_status(ts_cbor_parse(&arena, &root, bad, &fault), TS_DUPLICATE);
            assert_in_range(fault.offset, 1, bad.len - 1);
        }
    }
    ts_test_arena_free(&arena);
}

static void
sorting_gives_its_memory_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    size_t taken[3];
    for (uint64_t i = 0; i < 3; i++) {
        const struct ts_cbor *root;
        ts_span map = write_large_map(&arena, RISING, 15 + i, UINT64_MAX);
        size_t used = arena.used;
        assert_status(ts_cbor_parse(&arena, &root, map, NULL), TS_OK);
        taken[i] = arena.used - used;
        ts_arena_rewind(&arena, 0);
    }
    /* A pair more takes the same, whether or not it is sorted; alignment of
     * the start may differ. */
    assert_in_range(taken[2] - taken[1] + 16, taken[1] - taken[0],
                    taken[1] - taken[0] + 32);
    ts_test_arena_free(&arena);
}

static void
a_map_ends_at_the_limit(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_cbor *root;
    ts_span most = write_large_map(&arena, SHUFFLED, TS_MEMBERS_MAX, UINT64_MAX);
    assert_status(ts_cbor_parse(&arena, &root, most, NULL), TS_OK);
    assert_int_equal(ts_cbor_at(root, 0)->value, 22);
    ts_span more = write_large_map(&arena, SHUFFLED, TS_MEMBERS_MAX + 1, UINT64_MAX);
    assert_status(ts_cbor_parse(&arena, &root, more, NULL), TS_OVER_LIMIT);

    /* The same pairs between 0xBF and a break: no count to refuse at once. */
    for (uint64_t extra = 0; extra < 2; extra++) {
        ts_span map =
            write_large_map(&arena, FALLING, TS_MEMBERS_MAX + extra, UINT64_MAX);
        uint8_t *open = ts_arena_take(&arena, map.len);
        assert_non_null(open);
        memcpy(open, map.at + 2, map.len - 2); /* Over the head b9 10 00, less one. */
        open[0] = 0xBF;
        open[map.len - 2] = 0xFF;
        assert_status(ts_cbor_parse(&arena, &root, (ts_span){ open, map.len - 1 }, NULL),
                      extra ? TS_OVER_LIMIT : TS_OK);
    }
    ts_test_arena_free(&arena);
}

static void
a_lie_about_length_is_refused_before_any_memory_is_taken(void **state)
{
    (void)state;
    static const char *const lies[] = { "9affffffff", "9bffffffffffffffff", "b9100000",
                                        "5affffffff", "7bffffffffffffffff", "81",
                                        "a100" };
    struct ts_arena arena = ts_test_arena(1024);
    for (size_t i = 0; i < TS_COUNT(lies); i++) {
        struct ts_arena empty = { 0 };
        const struct ts_cbor *root;
        ts_span source = ts_test_hex(&arena, lies[i]);
        ts_test_row(lies[i]);
        assert_status(ts_cbor_parse(&empty, &root, source, NULL), TS_TRUNCATED);
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space_wherever_it_ends(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_arena memory = ts_test_arena(8192);
    /* 17 pairs: sorting needs memory of its own. The chunks do as well. */
    ts_span source = ts_test_hex(&arena, "82 b1 0000 0101 0202 0303 0404 0505 0606 0707"
                                         "0808 0909 0a0a 0b0b 0c0c 0d0d 0e0e 0f0f 1010"
                                         "7f 6161 6162 ff");
    bool fitted = false;
    for (size_t room = 0; room <= memory.len && !fitted; room++) {
        struct ts_arena small = ts_arena_over((ts_room){ memory.at, room });
        const struct ts_cbor *root = NULL;
        enum ts_status status = ts_cbor_parse(&small, &root, source, NULL);
        fitted = status == TS_OK;
        assert_true(fitted || status == TS_NO_SPACE);
        assert_true(fitted || (small.used == 0 && !root));
    }
    assert_true(fitted);
    ts_test_arena_free(&memory);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_ends_at_the_limit),
        cmocka_unit_test(siblings_do_not_add_to_the_depth),
        cmocka_unit_test(a_million_openings_do_not_exhaust_the_stack),
        cmocka_unit_test(equal_keys_are_found_in_maps_of_every_size),
        cmocka_unit_test(sorting_gives_its_memory_back),
        cmocka_unit_test(a_map_ends_at_the_limit),
        cmocka_unit_test(a_lie_about_length_is_refused_before_any_memory_is_taken),
        cmocka_unit_test(a_full_arena_is_no_space_wherever_it_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
