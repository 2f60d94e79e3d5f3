#include "firmware/board/fake/store_memory.h"
#include "kiosk/telemetry/courier.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* What waits to be sent, over power cuts, full media, weeks without a link. */

enum { ARENA = 1 << 22, LIMIT = 64 * 1024, AGAIN_MS = 600000 };

static struct ts_store *store;
static struct ts_spool spool;
static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    ts_store_memory_reset();
    arena = ts_test_arena(ARENA);
    assert_status(ts_store_open(&store, "spool", true), TS_OK);
    assert_status(ts_spool_open(&spool, &arena, store, LIMIT), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_store_close(store);
    ts_store_memory_reset();
    ts_test_arena_free(&arena);
    return 0;
}

static void
reopen(void)
{
    assert_status(ts_spool_open(&spool, &arena, store, LIMIT), TS_OK);
}

static enum ts_status
add_status(const char *text)
{
    return ts_spool_add(&spool, TS_SPOOL_STATUS, NULL, ts_span_text(text));
}

static void
holds(uint64_t number, const char *text)
{
    const struct ts_spool_item *item = ts_spool_from(&spool, number);
    ts_span content;
    assert_non_null(item);
    assert_int_equal(item->number, number);
    assert_status(ts_spool_read(&spool, &arena, &content, item), TS_OK);
    assert_span_equal(content, ts_span_text(text));
}

static void
what_was_added_is_there_after_a_restart(void **state)
{
    (void)state;
    char id[TS_SPOOL_ID_SIZE];
    assert_status(add_status("one"), TS_OK);
    assert_status(ts_spool_add(&spool, TS_SPOOL_EXPORT, "day-1.b", TS_SPAN_LIT("two")),
                  TS_OK);
    memcpy(id, spool.id, sizeof(id));
    reopen();
    assert_string_equal(spool.id, id);
    assert_int_equal(spool.count, 2);
    assert_int_equal(spool.bytes, 6);
    holds(1, "one");
    holds(2, "two");
    assert_string_equal(ts_spool_from(&spool, 2)->name, "day-1.b");
    assert_status(ts_spool_remove(&spool, 1), TS_OK);
    assert_status(ts_spool_remove(&spool, 1), TS_OK);
    reopen();
    assert_int_equal(spool.count, 1);
    assert_int_equal(ts_spool_from(&spool, 0)->number, 2);
}

static void
a_number_is_never_given_twice(void **state)
{
    (void)state;
    uint64_t last = 0;
    for (int life = 0; life < 40; life++) {
        reopen();
        for (int i = 0; i < life; i++) {
            assert_status(add_status("x"), TS_OK);
            const struct ts_spool_item *item = ts_spool_from(&spool, 0);
            assert_true(item->number > last);
            last = item->number;
            assert_status(ts_spool_remove(&spool, last), TS_OK);
        }
    }
}

static void
a_power_cut_leaves_each_message_whole_or_not_there(void **state)
{
    (void)state;
    size_t cuts = 0;
    for (size_t step = 0; step < 12; step++)
        for (int kept = 0; kept < 2; kept++) {
            ts_store_memory_reset();
            assert_status(ts_store_open(&store, "spool", true), TS_OK);
            ts_store_memory_cut(step, kept ? TS_UNSYNCED_KEPT : TS_UNSYNCED_LOST);
            bool opened = ts_spool_open(&spool, &arena, store, LIMIT) == TS_OK;
            bool first = opened && add_status("first") == TS_OK;
            bool second = first && add_status("second") == TS_OK;
            bool removed = second && ts_spool_remove(&spool, 1) == TS_OK;
            cuts += !removed;
            ts_store_memory_power_on();
            reopen();
            const struct ts_spool_item *item = ts_spool_from(&spool, 0);
            for (; item; item = ts_spool_from(&spool, item->number + 1))
                holds(item->number, item->number == 1 ? "first" : "second");
            assert_true(!second || ts_spool_from(&spool, 2));
            assert_true(!removed || ts_spool_from(&spool, 0)->number == 2);
            uint64_t next = spool.next;
            assert_true(!second || next > 2);
            ts_store_close(store);
        }
    assert_true(cuts > 10);
    assert_status(ts_store_open(&store, "spool", true), TS_OK);
}

static void
statuses_are_thinned_and_the_newest_and_exports_stay(void **state)
{
    (void)state;
    char status[1000];
    memset(status, 's', sizeof(status));
    assert_status(ts_spool_add(&spool, TS_SPOOL_EXPORT, "kept", TS_SPAN_LIT("sealed")),
                  TS_OK);
    for (int i = 0; i < 500; i++)
        assert_status(ts_spool_add(&spool, TS_SPOOL_STATUS, NULL, TS_SPAN_OF(status)),
                      TS_OK);
    assert_true(spool.bytes <= LIMIT);
    assert_true(spool.thinned > 400);
    assert_true(spool.count > 30);
    assert_int_equal(ts_spool_from(&spool, 0)->kind, TS_SPOOL_EXPORT);
    assert_int_equal(spool.items[spool.count - 1].number, 501);
    ts_test_row("something is left of all the time");
    assert_true(spool.items[1].number < 470);
    uint64_t bytes = spool.bytes;
    size_t count = spool.count;
    reopen();
    assert_int_equal(spool.bytes, bytes);
    assert_int_equal(spool.count, count);
}

static void
weeks_of_statuses_stay_within_the_number_of_files(void **state)
{
    (void)state;
    ts_store_close(store);
    ts_store_memory_reset();
    assert_status(ts_store_open(&store, "spool", true), TS_OK);
    assert_status(ts_spool_open(&spool, &arena, store, (uint64_t)1 << 30), TS_OK);
    for (int i = 0; i < TS_SPOOL_ITEMS_MAX + 300; i++)
        assert_status(add_status("x"), TS_OK);
    assert_true(spool.count <= TS_SPOOL_ITEMS_MAX);
    assert_true(spool.count > TS_SPOOL_ITEMS_MAX / 2);
    size_t count = spool.count;
    assert_status(ts_spool_open(&spool, &arena, store, (uint64_t)1 << 30), TS_OK);
    assert_int_equal(spool.count, count);
}

static void
an_export_is_refused_and_never_dropped(void **state)
{
    (void)state;
    static uint8_t large[LIMIT / 2];
    assert_status(ts_spool_add(&spool, TS_SPOOL_EXPORT, "a", TS_SPAN_OF(large)), TS_OK);
    assert_status(ts_spool_add(&spool, TS_SPOOL_EXPORT, "b",
                               (ts_span){ large, sizeof(large) - 10 }),
                  TS_OK);
    assert_status(ts_spool_add(&spool, TS_SPOOL_EXPORT, "c", TS_SPAN_OF(large)),
                  TS_OVER_LIMIT);
    assert_int_equal(spool.count, 2);
    ts_test_row("a status gives way to it, but for the newest");
    assert_status(add_status("s"), TS_OK);
    assert_status(add_status("t"), TS_OK);
    assert_status(ts_spool_remove(&spool, 2), TS_OK);
    assert_status(
        ts_spool_add(&spool, TS_SPOOL_EXPORT, "d", (ts_span){ large, sizeof(large) - 1 }),
        TS_OK);
    assert_int_equal(ts_spool_from(&spool, 4)->kind, TS_SPOOL_STATUS);
    holds(4, "t");
    ts_test_row("one larger than the whole spool is refused at once");
    static uint8_t larger[LIMIT + 1];
    size_t count = spool.count;
    assert_status(ts_spool_add(&spool, TS_SPOOL_EXPORT, "e", TS_SPAN_OF(larger)),
                  TS_OVER_LIMIT);
    assert_int_equal(spool.count, count);
}

static void
names_are_names(void **state)
{
    (void)state;
    static const char too_long[] =
        "0123456789012345678901234567890123456789012345678901234567890123456789";
    static const char *const bad[] = { "",     ".",   "..",  "a/b", ".a",    "a.",
                                       "a..b", "a b", "a\n", "é",   too_long };
    for (size_t i = 0; i < TS_COUNT(bad); i++) {
        ts_test_row(bad[i]);
        assert_status(ts_spool_add(&spool, TS_SPOOL_EXPORT, bad[i], TS_SPAN_LIT("x")),
                      TS_MALFORMED);
    }
    assert_int_equal(spool.count, 0);
}

static void
foreign_files_are_left_alone(void **state)
{
    (void)state;
    static const char *const foreign[] = {
        "m/00000000/readme",
        "m/00000000/0000000000000001-00000003.statusx",
        "m/00000001/0000000000000001-00000001.status",
        "m/00000000/1-1.status",
        "m/00000000/0000000000000000-00000001.status",
        "m/00000000/0000000000000003-00000001..export"
    };
    for (size_t i = 0; i < TS_COUNT(foreign); i++)
        if (ts_store_name_valid(foreign[i]))
            assert_status(ts_store_replace(store, foreign[i], TS_SPAN_LIT("x"), false),
                          TS_OK);
    reopen();
    assert_int_equal(spool.count, 0);
    ts_test_row("a message that is not as long as its name says is damaged");
    assert_status(ts_store_replace(store, "m/00000000/0000000000000009-00000005.status",
                                   TS_SPAN_LIT("x"), false),
                  TS_OK);
    reopen();
    ts_span content;
    assert_int_equal(spool.count, 1);
    assert_status(ts_spool_read(&spool, &arena, &content, ts_spool_from(&spool, 0)),
                  TS_MALFORMED);
}

static void
a_spool_whose_numbers_are_lost_is_not_begun_anew(void **state)
{
    (void)state;
    assert_status(add_status("x"), TS_OK);
    static const char *const bad[] = { "", "x\n", "0\n", "99999999999999999999\n" };
    for (size_t i = 0; i < TS_COUNT(bad); i++) {
        assert_status(ts_store_replace(store, "reserved", ts_span_text(bad[i]), false),
                      TS_OK);
        assert_status(ts_spool_open(&spool, &arena, store, LIMIT), TS_MALFORMED);
    }
    assert_status(ts_store_remove(store, "reserved"), TS_OK);
    assert_status(ts_spool_open(&spool, &arena, store, LIMIT), TS_MALFORMED);
}

/* --- the courier ----------------------------------------------------------------- */

static ts_mono
at(uint64_t ms)
{
    return (ts_mono){ ms };
}

static void
land(struct ts_courier *c, uint64_t number)
{
    char text[TS_LANDED_SIZE];
    ts_landed_write(text, spool.id, number);
    assert_status(ts_courier_landed(c, ts_span_text(text)), TS_OK);
}

static void
messages_leave_only_when_they_landed(void **state)
{
    (void)state;
    struct ts_courier c = { .spool = &spool, .again_ms = AGAIN_MS };
    for (int i = 0; i < 20; i++)
        assert_status(add_status("x"), TS_OK);
    assert_null(ts_courier_next(&c, at(0)));
    ts_courier_connect(&c, true);
    for (uint64_t n = 1; n <= TS_COURIER_WINDOW; n++) {
        const struct ts_spool_item *item = ts_courier_next(&c, at(n));
        assert_non_null(item);
        assert_int_equal(item->number, n);
        ts_courier_sent(&c, n, at(n));
    }
    assert_null(ts_courier_next(&c, at(20)));
    assert_int_equal(spool.count, 20);
    land(&c, 3);
    assert_int_equal(spool.count, 19);
    assert_int_equal(ts_courier_next(&c, at(20))->number, 17);
    ts_test_row("a new connection sends all anew that did not land");
    ts_courier_connect(&c, false);
    assert_null(ts_courier_next(&c, at(21)));
    ts_courier_connect(&c, true);
    assert_int_equal(ts_courier_next(&c, at(22))->number, 1);
    ts_test_row("what nobody answers is sent again after a while");
    ts_courier_sent(&c, 1, at(22));
    assert_int_equal(ts_courier_next(&c, at(23))->number, 2);
    assert_int_equal(ts_courier_next(&c, at(22 + AGAIN_MS))->number, 1);
    for (uint64_t n = 1; n <= 20; n++)
        land(&c, n);
    assert_int_equal(spool.count, 0);
    assert_int_equal(c.landed, 20);
    assert_null(ts_courier_next(&c, at(0)));
}

static void
what_landed_of_others_is_passed_over(void **state)
{
    (void)state;
    struct ts_courier c = { .spool = &spool, .again_ms = AGAIN_MS };
    static const char *const foreign[] = { "", "x", "0123456789abcdef 1",
                                           "0123456789abcdef", "1 1" };
    assert_status(add_status("x"), TS_OK);
    for (size_t i = 0; i < TS_COUNT(foreign); i++)
        assert_status(ts_courier_landed(&c, ts_span_text(foreign[i])), TS_OK);
    land(&c, 7);
    assert_int_equal(spool.count, 1);
    char longer[TS_LANDED_SIZE];
    snprintf(longer, sizeof(longer), "%s 1 ", spool.id);
    assert_status(ts_courier_landed(&c, ts_span_text(longer)), TS_OK);
    assert_int_equal(spool.count, 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_added_is_there_after_a_restart),
        TEST(a_number_is_never_given_twice),
        TEST(a_power_cut_leaves_each_message_whole_or_not_there),
        TEST(statuses_are_thinned_and_the_newest_and_exports_stay),
        TEST(weeks_of_statuses_stay_within_the_number_of_files),
        TEST(an_export_is_refused_and_never_dropped),
        TEST(names_are_names),
        TEST(foreign_files_are_left_alone),
        TEST(a_spool_whose_numbers_are_lost_is_not_begun_anew),
        TEST(messages_leave_only_when_they_landed),
        TEST(what_landed_of_others_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
