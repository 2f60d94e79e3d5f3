#include "keys/trust/revocation_form.h"
#include "tests/unit/keys/trust/revocation_world.h"

/*
 * What a delta must not do. The base is the golden snapshot: segment 0 a Bitstring
 * list of 131072 entries, 1 the same for suspension, 2 ids, 3 a token list of 4096.
 * Rows put a delta together by hand whose resulting hash is 0: what fits ends at
 * rule 6.9.
 */
#define NONE "00"
#define NO_TOGGLES "00 00"

static const struct {
    const char *name;
    const char *payload;
    const char *table; /* removed grown toggles ids rows */
    enum ts_status want;
    const char *rule;
} rows[] = {
    { "6.9 nothing, to another hash", "", NONE NONE NO_TOGGLES NONE NONE, TS_UNTRUSTED,
      "6.9" },
    { "6.15 two are removed", "", "02 00 02" NONE NO_TOGGLES NONE NONE, TS_UNTRUSTED,
      "6.9" },
    { "6.15 one that is not there", "", "01 04" NONE NO_TOGGLES NONE NONE, TS_MALFORMED,
      "6.14" },
    { "6.15 a place past all", "", "01 808008" NONE NO_TOGGLES NONE NONE, TS_MALFORMED,
      "6.15" },
    { "6.15 more than there are bytes", "", "09" NONE NO_TOGGLES NONE NONE, TS_TRUNCATED,
      "6.15" },
    { "6.16 a list grows", "", NONE "01 01 00" NO_TOGGLES NONE NONE, TS_UNTRUSTED,
      "6.9" },
    { "6.16 ids do not", "", NONE "01 02 00" NO_TOGGLES NONE NONE, TS_MALFORMED, "6.14" },
    { "6.16 one that is removed", "", "01 01 01 01 00" NO_TOGGLES NONE NONE, TS_MALFORMED,
      "6.14" },
    { "6.16 past all sizes", "", NONE "01 01 ffffffffff1f" NO_TOGGLES NONE NONE,
      TS_MALFORMED, "6.14" },
    { "6.16 past all numbers", "", NONE "01 01 808080808020" NO_TOGGLES NONE NONE,
      TS_OVER_LIMIT, "6.16" },
    { "6.16 one that is not there", "", NONE "01 04 00" NO_TOGGLES NONE NONE,
      TS_MALFORMED, "6.14" },
    { "6.14 fewer bits than toggles", "00", NONE NONE "01 15" NONE NONE, TS_TRUNCATED,
      "6.10" },
    { "6.14 the first of all", "00", NONE NONE "01 00" NONE NONE, TS_UNTRUSTED, "6.9" },
    /* 131072 + 131072 + 4096 = 0x41000; k is 18: one, zero, 18 bits. */
    { "6.14 the last of all", "80fff0", NONE NONE "01 12" NONE NONE, TS_UNTRUSTED,
      "6.9" },
    { "6.14 past the last of all", "810000", NONE NONE "01 12" NONE NONE, TS_MALFORMED,
      "6.14" },
    { "6.14 past what is left of all", "80fff0", "01 01" NONE "01 12" NONE NONE,
      TS_MALFORMED, "6.14" },
    { "6.17 an id", "00", NONE NONE NO_TOGGLES "01 02 01 00" NONE, TS_UNTRUSTED, "6.9" },
    { "6.17 an id without one", "", NONE NONE NO_TOGGLES "01 02 00 00" NONE, TS_MALFORMED,
      "6.17" },
    { "6.17 of a list without ids", "00", NONE NONE NO_TOGGLES "01 01 01 00" NONE,
      TS_MALFORMED, "6.14" },
    { "6.17 of one that is removed", "00", "01 02" NONE NO_TOGGLES "01 02 01 00" NONE,
      TS_MALFORMED, "6.14" },
    { "6.17 of one that is not there", "00", NONE NONE NO_TOGGLES "01 05 01 00" NONE,
      TS_MALFORMED, "6.14" },
    { "6.18 a new one", "00",
      NONE NONE NO_TOGGLES NONE "01 01 61 00 01 01 01 0a 00 01 00", TS_UNTRUSTED, "6.9" },
    { "6.18 one that is there", "00",
      NONE NONE NO_TOGGLES NONE
      "01 13 68747470733a2f2f622e6578616d706c652f6c 00 04 01 00 00 00 01 00",
      TS_DUPLICATE, "6.14" },
    { "6.18 in place of one that was there", "00",
      "01 02" NONE NO_TOGGLES NONE
      "01 13 68747470733a2f2f622e6578616d706c652f6c 00 04 01 00 00 00 01 00",
      TS_UNTRUSTED, "6.9" },
    { "6.3 bytes after the table", "", NONE NONE NO_TOGGLES NONE NONE "00", TS_TRAILING,
      "6.3" },
    { "6.1 bytes after the payload", "00", NONE NONE NO_TOGGLES NONE NONE, TS_TRAILING,
      "6.1" },
};

static struct ts_arena arena;
static struct ts_revocations base;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(WORLD_ARENA);
    ts_span bytes = ts_test_hex(&arena, GOLDEN_SNAPSHOT);
    return world_load(&arena, &base, bytes) == TS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static ts_span
container(const char *payload, const char *table)
{
    static uint8_t memory[4096];
    static const uint8_t zeros[TS_SHA256_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_span payload_bytes = ts_test_hex(&arena, payload);
    ts_span table_bytes = ts_test_hex(&arena, table);
    ts_write_text(&w, "TSRV\1\2");
    ts_write_be(&w, 8, 8);
    ts_write_be(&w, 0, 8);
    ts_write_bytes(&w, TS_SPAN_OF(zeros));
    ts_write_be(&w, 7, 8);
    ts_write_bytes(&w, TS_SPAN_OF(base.hash));
    ts_write_be(&w, payload_bytes.len, 4);
    ts_write_be(&w, table_bytes.len, 4);
    ts_write_be(&w, table_bytes.len, 4);
    ts_write_bytes(&w, payload_bytes);
    ts_write_bytes(&w, table_bytes);
    assert_false(w.full);
    return ts_writer_span(&w);
}

static enum ts_status
try(ts_span delta, struct ts_fault *fault)
{
    struct ts_revocation_result result = { .set = 42 };
    size_t used = arena.used;
    size_t len = arena.len;
    enum ts_status status =
        ts_revocations_apply(&arena, &result, &base, world_verified(delta), fault);
    assert_int_equal(arena.len, len);
    if (status != TS_OK) {
        assert_int_equal(result.set, 42);
        assert_int_equal(arena.used, used);
    }
    ts_arena_rewind(&arena, used);
    return status;
}

static void
each_rule_is_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_fault fault = { 0 };
        ts_span bytes = container(rows[i].payload, rows[i].table);
        uint8_t *exact = ts_test_exact_copy(bytes);
        ts_test_row(rows[i].name);
        assert_status(try((ts_span){ exact, bytes.len }, &fault), rows[i].want);
        assert_non_null(strstr(fault.rule, rows[i].rule));
        free(exact);
    }
}

static const struct {
    const char *name;
    size_t at;
    uint8_t byte;
    enum ts_status want;
    const char *rule;
} head_rows[] = {
    { "6.1 a snapshot is no delta", 5, 1, TS_MALFORMED, "6.1" },
    { "6.13 to an epoch we have", 13, 7, TS_MALFORMED, "6.13" },
    { "6.13 from an epoch before ours", 61, 6, TS_ABSENT, "6.13" },
    { "6.13 from another state of our epoch", 62, 0, TS_UNTRUSTED, "6.13" },
    { "6.9 issued at another time", 20, 0, TS_UNTRUSTED, "6.9" },
    { "6.9 to another state", 22, 0, TS_UNTRUSTED, "6.9" },
    { "6.9 another set of toggles", 107, 0x65, TS_UNTRUSTED, "6.9" },
};

static void
each_number_of_the_head_counts(void **state)
{
    (void)state;
    ts_span good = ts_test_hex(&arena, GOLDEN_DELTA);
    for (size_t i = 0; i < TS_COUNT(head_rows); i++) {
        struct ts_fault fault = { 0 };
        uint8_t *changed = ts_test_exact_copy(good);
        ts_test_row(head_rows[i].name);
        assert_int_not_equal(changed[head_rows[i].at], head_rows[i].byte);
        changed[head_rows[i].at] = head_rows[i].byte;
        assert_status(try((ts_span){ changed, good.len }, &fault), head_rows[i].want);
        assert_non_null(strstr(fault.rule, head_rows[i].rule));
        free(changed);
    }
}

static void
what_is_newer_already_is_not_led_back(void **state)
{
    (void)state;
    struct ts_revocations newer = base;
    struct ts_revocation_result result = { .set = 42 };
    ts_span delta = ts_test_hex(&arena, GOLDEN_DELTA);
    for (newer.epoch = 8; newer.epoch < 10; newer.epoch++)
        assert_status(
            ts_revocations_apply(&arena, &result, &newer, world_verified(delta), NULL),
            TS_ROLLBACK);
    assert_int_equal(result.set, 42);
}

static void
every_prefix_is_refused_and_one_byte_more(void **state)
{
    (void)state;
    ts_span whole = ts_test_hex(&arena, GOLDEN_DELTA "00");
    for (size_t len = 0; len <= whole.len; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        enum ts_status want = len < whole.len ? TS_TRUNCATED : TS_TRAILING;
        assert_status(try((ts_span){ exact, len }, NULL),
                      len == whole.len - 1 ? TS_OK : want);
        free(exact);
    }
}

static void
every_bit_of_a_delta_counts(void **state)
{
    (void)state;
    ts_span good = ts_test_hex(&arena, GOLDEN_DELTA);
    uint8_t *bytes = ts_test_exact_copy(good);
    for (size_t bit = 0; bit < good.len * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_int_not_equal(try((ts_span){ bytes, good.len }, NULL), TS_OK);
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    free(bytes);
}

static void
a_step_is_read_from_the_head_alone(void **state)
{
    (void)state;
    ts_span whole = ts_test_hex(&arena, GOLDEN_DELTA);
    for (size_t len = 0; len < 106; len++) {
        struct ts_revocation_step step = { .to_epoch = 42 };
        assert_status(ts_revocation_step_read(
                          &step, world_verified(ts_span_part(whole, 0, len)), NULL),
                      TS_TRUNCATED);
        assert_int_equal(step.to_epoch, 42);
    }
}

/* A delta cannot take the canaries of a list that stays, nor those of a list that it
 * puts in the place of another. */
static void
a_delta_that_withdraws_everybody_is_refused(void **state)
{
    (void)state;
    static const uint64_t good[] = { 2 };
    static const uint64_t everybody[] = { 0, 1, 2, 3, 4 };
    struct ts_revocation_input before = world_input("u", 5, good, 1);
    struct ts_revocation_input after = world_input("u", 5, everybody, 5);
    struct ts_revocation_result result = { .set = 42 };
    struct ts_fault fault = { 0 };
    ts_span delta = { 0 };
    before.list.has_canaries = true;
    before.list.canary_set = 2;
    before.list.canary_clear = 3;
    struct ts_revocations from = world_state(&arena, &before, 1, 1);
    struct ts_revocations to = world_state(&arena, &after, 1, 2);
    assert_status(
        ts_revocation_delta_write(&arena, &delta, &from, &to, TS_REVOCATION_QUICK),
        TS_OK);
    assert_status(
        ts_revocations_apply(&arena, &result, &from, world_verified(delta), &fault),
        TS_UNTRUSTED);
    assert_string_equal(fault.rule, "FORMAT.md 6.8");
    assert_int_equal(result.set, 42);
}

static void
an_arena_that_is_too_small_is_refused(void **state)
{
    (void)state;
    ts_span delta = ts_test_hex(&arena, GOLDEN_DELTA);
    bool was_ok = false;
    for (size_t size = 1; !was_ok; size += 61) {
        struct ts_arena small = ts_test_arena(size);
        struct ts_revocation_result result = { .set = 42 };
        enum ts_status status =
            ts_revocations_apply(&small, &result, &base, world_verified(delta), NULL);
        was_ok = status == TS_OK;
        if (!was_ok) {
            assert_status(status, TS_NO_SPACE);
            assert_int_equal(result.set, 42);
            assert_int_equal(small.used, 0);
            assert_int_equal(small.len, size);
        }
        ts_test_arena_free(&small);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_is_kept),
        cmocka_unit_test(each_number_of_the_head_counts),
        cmocka_unit_test(what_is_newer_already_is_not_led_back),
        cmocka_unit_test(every_prefix_is_refused_and_one_byte_more),
        cmocka_unit_test(every_bit_of_a_delta_counts),
        cmocka_unit_test(a_step_is_read_from_the_head_alone),
        cmocka_unit_test(a_delta_that_withdraws_everybody_is_refused),
        cmocka_unit_test(an_arena_that_is_too_small_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
