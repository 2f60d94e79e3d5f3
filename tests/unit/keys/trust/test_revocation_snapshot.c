#include "keys/trust/revocation_form.h"
#include "tests/unit/keys/trust/revocation_world.h"

#include <stdio.h>

/*
 * Containers put together by hand. Their hash is 0, so what is well-formed ends at
 * rule 6.9 and what is not before it.
 */
#define HEAD "54535256 01 01 0000000000000001 0000000000000000" ZEROS
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define URL "01 61"
#define NOBODY "00"
#define SET_1_AND_3 "a0" /* k 0: 10, 10 */
/* kind, purpose, bits, size, canaries, count, coding */
#define GOOD_NUMBERS "01 01 01 0a 00 02 00"
#define GOOD_ROW "01" URL NOBODY GOOD_NUMBERS

static const struct {
    const char *name;
    const char *payload;
    const char *table;
    enum ts_status want;
    const char *rule;
} rows[] = {
    { "6.9 well-formed, with another hash", SET_1_AND_3, GOOD_ROW, TS_UNTRUSTED, "6.9" },
    { "6.9 no segments at all", "", "00", TS_UNTRUSTED, "6.9" },
    { "6.2 a varint longer than it needs", SET_1_AND_3, "8100" URL NOBODY GOOD_NUMBERS,
      TS_MALFORMED, "6.2" },
    { "6.2 a varint past 64 bits", "",
      "01 ffffffffffffffffff02 61 00 01 01 01 0a 00 02 00", TS_MALFORMED, "6.2" },
    { "6.3 more rows than bytes", SET_1_AND_3, "02" URL NOBODY GOOD_NUMBERS, TS_TRUNCATED,
      "6.3" },
    { "6.3 more rows than any", "", "818008", TS_OVER_LIMIT, "6.3" },
    { "6.3 bytes after the rows", SET_1_AND_3, GOOD_ROW "00", TS_TRAILING,
      "the input goes on" },
    { "6.4 an empty url", SET_1_AND_3, "01 00 00" GOOD_NUMBERS "00", TS_MALFORMED,
      "6.4" },
    { "6.4 a url of 2049 bytes", "", "01 8110 000000000000000000", TS_OVER_LIMIT, "6.4" },
    { "6.4 a url that is not UTF-8", SET_1_AND_3, "01 01 ff" NOBODY GOOD_NUMBERS,
      TS_MALFORMED, "6.4" },
    { "6.4 two that are equal", SET_1_AND_3 SET_1_AND_3,
      "02" URL NOBODY URL NOBODY "0101 0101 0101 0a0a 0000 0202 0000", TS_DUPLICATE,
      "6.4" },
    { "6.4 ascending purposes", SET_1_AND_3 SET_1_AND_3,
      "02" URL NOBODY URL NOBODY "0101 0102 0101 0a0a 0000 0202 0000", TS_UNTRUSTED,
      "6.9" },
    { "6.4 out of order by purpose", SET_1_AND_3 SET_1_AND_3,
      "02" URL NOBODY URL NOBODY "0101 0201 0101 0a0a 0000 0202 0000", TS_MALFORMED,
      "6.4" },
    { "6.4 out of order by url", SET_1_AND_3 SET_1_AND_3,
      "02 01 62" NOBODY URL NOBODY "0101 0101 0101 0a0a 0000 0202 0000", TS_MALFORMED,
      "6.4" },
    { "6.5 kind 0", SET_1_AND_3, "01" URL NOBODY "00 01 01 0a 00 02 00", TS_UNSUPPORTED,
      "6.5" },
    { "6.5 a kind of a later release", SET_1_AND_3,
      "01" URL NOBODY "05 01 01 0a 00 02 00", TS_UNSUPPORTED, "6.5" },
    { "6.5 an entry of no bits", SET_1_AND_3, "01" URL NOBODY "01 01 00 0a 00 02 00",
      TS_MALFORMED, "6.5" },
    { "6.5 an entry of nine bits", SET_1_AND_3, "01" URL NOBODY "01 01 09 0a 00 02 00",
      TS_MALFORMED, "6.5" },
    { "6.5 three bits of a token list", SET_1_AND_3,
      "01" URL NOBODY "03 01 03 0a 00 02 00", TS_MALFORMED, "6.5" },
    { "6.6 purpose 0", SET_1_AND_3, "01" URL NOBODY "01 00 01 0a 00 02 00",
      TS_UNSUPPORTED, "6.6" },
    { "6.6 a purpose of a later release", SET_1_AND_3,
      "01" URL NOBODY "01 06 01 0a 00 02 00", TS_UNSUPPORTED, "6.6" },
    { "6.6 message of a token list", SET_1_AND_3, "01" URL NOBODY "03 04 01 0a 00 02 00",
      TS_MALFORMED, "6.6" },
    { "6.6 a nameless value of a W3C list", SET_1_AND_3,
      "01" URL NOBODY "01 05 01 0a 00 02 00", TS_MALFORMED, "6.6" },
    { "6.6 a suspension of ids", SET_1_AND_3, "01" URL NOBODY "04 02 00 00 00 02 00",
      TS_MALFORMED, "6.6" },
    { "6.7 ids", SET_1_AND_3, "01" URL NOBODY "04 01 00 00 00 02 00", TS_UNTRUSTED,
      "6.9" },
    { "6.7 ids with a size", SET_1_AND_3, "01" URL NOBODY "04 01 00 0a 00 02 00",
      TS_MALFORMED, "6.7" },
    { "6.7 more positions than entries", SET_1_AND_3,
      "01" URL NOBODY "01 01 01 01 00 02 00", TS_MALFORMED, "6.7" },
    { "6.7 a size past the limit", SET_1_AND_3,
      "01" URL NOBODY "01 01 01 818080808020 00 02 00", TS_MALFORMED, "6.7" },
    { "6.7 a position past the end", SET_1_AND_3, "01" URL NOBODY "01 01 01 03 00 02 00",
      TS_MALFORMED, "6.11" },
    { "6.8 canaries", SET_1_AND_3, "01" URL NOBODY "01 01 01 0a 01 01 02 02 00",
      TS_UNTRUSTED, "6.9" },
    { "6.8 a flag that is neither", SET_1_AND_3, "01" URL NOBODY "01 01 01 0a 02 02 00",
      TS_MALFORMED, "6.8" },
    { "6.8 both canaries in one place", SET_1_AND_3,
      "01" URL NOBODY "01 01 01 0a 01 01 01 02 00", TS_MALFORMED, "6.8" },
    { "6.8 a canary past the end", SET_1_AND_3,
      "01" URL NOBODY "01 01 01 0a 01 01 0a 02 00", TS_MALFORMED, "6.8" },
    { "6.10 a coding of a later release", SET_1_AND_3,
      "01" URL NOBODY "01 01 01 0a 00 02 80", TS_UNSUPPORTED, "6.10" },
    { "6.10 a parameter of nothing", "", "01" URL NOBODY "01 01 01 0a 00 00 01",
      TS_MALFORMED, "6.10" },
    { "6.10 nothing", "", "01" URL NOBODY "01 01 01 0a 00 00 00", TS_UNTRUSTED, "6.9" },
    { "6.10 more positions than any", SET_1_AND_3,
      "01" URL NOBODY "01 01 01 ffffffff1f 00 81808010 00", TS_OVER_LIMIT, "6.10" },
    { "6.10 more positions than the payload has bits", SET_1_AND_3,
      "01" URL NOBODY "01 01 01 0a 00 09 00", TS_TRUNCATED, "6.10" },
    { "6.11 a payload that ends in a code", "ff", "01" URL NOBODY "01 01 01 0a 00 02 00",
      TS_TRUNCATED, "6.11" },
    { "6.11 a bit set after the last", "a1", GOOD_ROW, TS_MALFORMED, "6.11" },
    { "6.1 bytes after the last set", SET_1_AND_3 "00", GOOD_ROW, TS_TRAILING,
      "the input goes on" },
    /* A raw block of two gaps of 1 in a frame with a window of 1 MiB, and the ways to
     * get that wrong. */
    { "6.12 zstd", "28b52ffd 00 50 110000 0101",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0b", TS_UNTRUSTED, "6.9" },
    { "6.12 a window of 2 MiB", "28b52ffd 00 58 110000 0101",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0b", TS_MALFORMED, "6.12" },
    { "6.12 no zstd at all", "28b52ffe 00 50 110000 0101",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0b", TS_MALFORMED, "6.12" },
    { "6.12 a frame cut short", "28b52ffd 00 50 110000 01",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0a", TS_TRUNCATED, "6.12" },
    { "6.12 bytes after the frame", "28b52ffd 00 50 110000 0101 00",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0c", TS_TRAILING, "6.12" },
    { "6.12 a second frame", "28b52ffd 00 50 090000 01 28b52ffd 00 50 090000 01",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 14", TS_TRAILING, "6.12" },
    { "6.12 a frame to be skipped", "502a4d18 03000000 010203",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0b", TS_MALFORMED, "6.12" },
    { "6.12 a frame past the payload", "28b52ffd 00 50 110000 0101",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0c", TS_TRUNCATED, "6.10" },
    { "6.12 fewer gaps than counted", "28b52ffd 00 50 090000 01",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0a", TS_MALFORMED, "6.12" },
    { "6.12 more gaps than counted", "28b52ffd 00 50 190000 010101",
      "01" URL NOBODY "01 01 01 0a 00 02 40 03 0c", TS_MALFORMED, "6.12" },
    { "6.12 more bytes than stated", "28b52ffd 00 50 190000 018101",
      "01" URL NOBODY "01 01 01 ff7f 00 02 40 02 0c", TS_MALFORMED, "6.12" },
    { "6.12 fewer bytes than stated", "28b52ffd 00 50 110000 0101",
      "01" URL NOBODY "01 01 01 0a 00 02 40 03 0b", TS_MALFORMED, "6.12" },
    { "6.12 fewer bytes than gaps", "28b52ffd 00 50 110000 0101",
      "01" URL NOBODY "01 01 01 0a 00 02 40 01 0b", TS_MALFORMED, "6.12" },
    { "6.12 more bytes than gaps can have", "28b52ffd 00 50 110000 0101",
      "01" URL NOBODY "01 01 01 0a 00 02 40 15 0b", TS_MALFORMED, "6.12" },
    { "6.12 a gap past the end", "28b52ffd 00 50 110000 0109",
      "01" URL NOBODY "01 01 01 0a 00 02 40 02 0b", TS_MALFORMED, "6.12" },
    { "6.12 a gap longer than it needs", "28b52ffd 00 50 190000 018100",
      "01" URL NOBODY "01 01 01 0a 00 02 40 03 0c", TS_MALFORMED, "6.12" },
    { "6.12 a gap that goes on", "28b52ffd 00 50 190000 010181",
      "01" URL NOBODY "01 01 01 0a 00 02 40 03 0c", TS_MALFORMED, "6.12" },
};

static ts_span
container(struct ts_arena *arena, const char *payload, const char *table)
{
    static uint8_t memory[4096];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_span payload_bytes = ts_test_hex(arena, payload);
    ts_span table_bytes = ts_test_hex(arena, table);
    ts_write_bytes(&w, ts_test_hex(arena, HEAD));
    ts_write_be(&w, payload_bytes.len, 4);
    ts_write_be(&w, table_bytes.len, 4);
    ts_write_be(&w, table_bytes.len, 4);
    ts_write_bytes(&w, payload_bytes);
    ts_write_bytes(&w, table_bytes);
    assert_false(w.full);
    return ts_writer_span(&w);
}

static void
each_rule_is_kept(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_revocations out = { .epoch = 42 };
        struct ts_fault fault = { 0 };
        ts_span bytes = container(&arena, rows[i].payload, rows[i].table);
        uint8_t *exact = ts_test_exact_copy(bytes);
        size_t used = arena.used;
        ts_test_row(rows[i].name);
        assert_status(ts_revocations_load(&arena, &out,
                                          world_verified((ts_span){ exact, bytes.len }),
                                          &fault),
                      rows[i].want);
        assert_non_null(strstr(fault.rule, rows[i].rule));
        assert_int_equal(out.epoch, 42);
        assert_int_equal(arena.used, used);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    size_t at;
    uint8_t byte;
    enum ts_status want;
} head_rows[] = {
    { "6.1 another magic", 3, 'W', TS_MALFORMED },
    { "6.1 a later version", 4, 2, TS_UNSUPPORTED },
    { "6.1 a delta is no snapshot", 5, 2, TS_MALFORMED },
    { "6.9 another epoch", 13, 8, TS_UNTRUSTED },
    { "6.9 another time", 21, 0x81, TS_UNTRUSTED },
    { "6.9 another hash", 53, 0x24, TS_UNTRUSTED },
    { "6.1 a payload of 4 GiB", 54, 0xff, TS_TRUNCATED },
    { "6.3 a table of 4 GiB", 58, 0xff, TS_OVER_LIMIT },
    { "6.3 packed to more than there was", 62, 0xff, TS_MALFORMED },
    { "6.3 said to be packed and is not", 61, 0xac, TS_MALFORMED },
};

static void
each_number_of_the_head_counts(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(head_rows); i++) {
        struct ts_revocations out = { .epoch = 42 };
        ts_span bytes = ts_test_hex(&arena, GOLDEN_SNAPSHOT);
        uint8_t *changed = ts_test_exact_copy(bytes);
        ts_test_row(head_rows[i].name);
        changed[head_rows[i].at] = head_rows[i].byte;
        assert_status(world_load(&arena, &out, (ts_span){ changed, bytes.len }),
                      head_rows[i].want);
        assert_int_equal(out.epoch, 42);
        free(changed);
    }
    ts_test_arena_free(&arena);
}

/* Ten bytes that are 100,000 zeros and say they are fifty, beside the end of the arena.
 */
static void
a_table_does_not_unpack_to_more_than_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 12);
    struct ts_arena small = ts_test_arena(64);
    struct ts_revocations out = { .epoch = 42 };
    struct ts_fault fault = { 0 };
    ts_span bytes =
        ts_test_hex(&arena, HEAD "00000000 00000032 0000000a 28b52ffd 00 50 03350c 00");
    assert_status(ts_revocations_load(&small, &out, world_verified(bytes), &fault),
                  TS_MALFORMED);
    assert_string_equal(fault.rule, "FORMAT.md 6.3");
    assert_int_equal(out.epoch, 42);
    ts_test_arena_free(&small);
    ts_test_arena_free(&arena);
}

static void
every_prefix_is_refused_and_one_byte_more(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    ts_span whole = ts_test_hex(&arena, GOLDEN_SNAPSHOT "00");
    for (size_t len = 0; len <= whole.len; len++) {
        struct ts_revocations out = { .epoch = 42 };
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        bool is_whole = len == whole.len - 1;
        size_t used = arena.used;
        enum ts_status want = len < whole.len ? TS_TRUNCATED : TS_TRAILING;
        assert_status(world_load(&arena, &out, (ts_span){ exact, len }),
                      is_whole ? TS_OK : want);
        assert_int_equal(out.epoch, is_whole ? 7 : 42);
        ts_arena_rewind(&arena, used);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
every_bit_of_a_snapshot_counts(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    ts_span good = ts_test_hex(&arena, GOLDEN_SNAPSHOT);
    uint8_t *bytes = ts_test_exact_copy(good);
    for (size_t bit = 0; bit < good.len * 8; bit++) {
        struct ts_revocations out = { .epoch = 42 };
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_int_not_equal(world_load(&arena, &out, (ts_span){ bytes, good.len }),
                             TS_OK);
        assert_int_equal(out.epoch, 42);
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    free(bytes);
    ts_test_arena_free(&arena);
}

/* Large enough that the table and a set are zstd's. */
static ts_span
write_packed(struct ts_arena *arena)
{
    static uint64_t run[3000];
    struct ts_revocation_input inputs[40];
    static char urls[40][40];
    for (size_t i = 0; i < TS_COUNT(run); i++)
        run[i] = i / 100 * 1000 + i % 100;
    for (size_t i = 0; i < TS_COUNT(inputs); i++) {
        (void)snprintf(urls[i], sizeof(urls[i]), "https://a.example/status/%zu", i);
        inputs[i] = world_input(urls[i], 100000, run, i < 2 ? TS_COUNT(run) : i);
    }
    return world_write(arena, inputs, TS_COUNT(inputs), 1);
}

static void
packed_parts_are_read_back_and_cut_short_nowhere(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(WORLD_ARENA);
    struct ts_revocations good = { 0 };
    struct ts_revocations out = { .epoch = 42 };
    ts_span bytes = write_packed(&arena);
    assert_status(world_load(&arena, &good, bytes), TS_OK);
    assert_true(good.segments[0].index->part.coding & TS_REV_ZSTD);
    assert_true(ts_revocation_contains(&good.segments[0], 29099));
    assert_false(ts_revocation_contains(&good.segments[0], 29100));
    for (size_t len = 0; len < bytes.len; len++)
        assert_status(world_load(&arena, &out, (ts_span){ bytes.at, len }), TS_TRUNCATED);
    assert_int_equal(out.epoch, 42);
    ts_test_arena_free(&arena);
}

/* zstd has spellings that mean the same; whatever is let in is the same state. */
static void
a_changed_bit_is_refused_or_changes_nothing(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(WORLD_ARENA);
    struct ts_revocations good = { 0 };
    ts_span written = write_packed(&arena);
    assert_status(world_load(&arena, &good, written), TS_OK);
    uint8_t *bytes = ts_test_exact_copy(written);
    size_t used = arena.used;
    for (size_t bit = 0; bit < written.len * 8; bit++) {
        struct ts_revocations out = { .epoch = 42 };
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        if (world_load(&arena, &out, (ts_span){ bytes, written.len }) == TS_OK)
            assert_memory_equal(out.hash, good.hash, sizeof(good.hash));
        else
            assert_int_equal(out.epoch, 42);
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        ts_arena_rewind(&arena, used);
    }
    free(bytes);
    ts_test_arena_free(&arena);
}

static void
any_arena_that_is_too_small_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(WORLD_ARENA);
    ts_span bytes = write_packed(&arena);
    bool was_ok = false;
    for (size_t size = 0; !was_ok; size += 509) {
        struct ts_arena small = ts_test_arena(size ? size : 1);
        struct ts_revocations out = { .epoch = 42 };
        enum ts_status status = world_load(&small, &out, bytes);
        was_ok = status == TS_OK;
        if (!was_ok) {
            assert_status(status, TS_NO_SPACE);
            assert_int_equal(out.epoch, 42);
            assert_int_equal(small.used, 0);
        }
        ts_test_arena_free(&small);
    }
    ts_test_arena_free(&arena);
}

static void
what_was_stored_is_restored_by_its_hash_alone(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_revocations good = { 0 };
    struct ts_revocations out = { .epoch = 42 };
    struct ts_fault fault = { 0 };
    ts_span bytes = ts_test_hex(&arena, GOLDEN_SNAPSHOT);
    uint8_t hash[TS_SHA256_SIZE];
    assert_status(world_load(&arena, &good, bytes), TS_OK);
    memcpy(hash, good.hash, sizeof(hash));
    hash[31] ^= 1;
    assert_status(ts_revocations_restore(&arena, &out, bytes, hash, &fault),
                  TS_UNTRUSTED);
    assert_string_equal(fault.rule, "FORMAT.md 6.9");
    assert_int_equal(out.epoch, 42);
    hash[31] ^= 1;
    assert_status(ts_revocations_restore(&arena, &out, bytes, hash, &fault), TS_OK);
    assert_int_equal(out.epoch, 7);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_is_kept),
        cmocka_unit_test(each_number_of_the_head_counts),
        cmocka_unit_test(a_table_does_not_unpack_to_more_than_it_says),
        cmocka_unit_test(every_prefix_is_refused_and_one_byte_more),
        cmocka_unit_test(every_bit_of_a_snapshot_counts),
        cmocka_unit_test(packed_parts_are_read_back_and_cut_short_nowhere),
        cmocka_unit_test(a_changed_bit_is_refused_or_changes_nothing),
        cmocka_unit_test(any_arena_that_is_too_small_is_refused),
        cmocka_unit_test(what_was_stored_is_restored_by_its_hash_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
