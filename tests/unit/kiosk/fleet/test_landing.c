#include "kiosk/fleet/landing.h"

#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define SPOOL "0123456789abcdef"

static char folder[64], database[96], exports[96];
static struct ts_landing *landing;

static int
set_up(void **state)
{
    (void)state;
    ts_test_folder(folder);
    snprintf(database, sizeof(database), "%s/fleet.sqlite", folder);
    snprintf(exports, sizeof(exports), "%s/exports", folder);
    return ts_landing_open(&landing, database, exports) == TS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_landing_close(landing);
    ts_test_folder_remove(folder);
    return 0;
}

static struct ts_topic
topic(const char *kiosk, enum ts_spool_kind kind, uint64_t number)
{
    struct ts_topic t = { .spool = SPOOL, .kind = kind, .number = number };
    snprintf(t.kiosk, sizeof(t.kiosk), "%s", kiosk);
    if (kind == TS_SPOOL_EXPORT)
        snprintf(t.name, sizeof(t.name), "day");
    return t;
}

static bool
take(struct ts_topic t, const char *payload, int64_t at)
{
    bool fresh = false;
    assert_status(
        ts_landing_take(landing, &fresh, &t, ts_span_text(payload), (ts_utc){ at }),
        TS_OK);
    return fresh;
}

static char latest[512];

static void
note(const char *kiosk, ts_utc received, const char *json, void *context)
{
    (void)context;
    size_t len = strlen(latest);
    snprintf(latest + len, sizeof(latest) - len, "%s %lld %s\n", kiosk,
             (long long)received.s, json);
}

static void
expect_latest(const char *want)
{
    latest[0] = '\0';
    assert_status(ts_landing_latest(landing, note, NULL), TS_OK);
    assert_string_equal(latest, want);
}

static void
a_message_that_comes_twice_is_landed_once(void **state)
{
    (void)state;
    assert_true(take(topic("a", TS_SPOOL_STATUS, 1), "{\"n\":1}", 100));
    assert_false(take(topic("a", TS_SPOOL_STATUS, 1), "{\"n\":1}", 200));
    ts_test_row("what came first under a number stays");
    assert_false(take(topic("a", TS_SPOOL_STATUS, 1), "{\"n\":9}", 300));
    expect_latest("a 100 {\"n\":1}\n");
    ts_test_row("another kiosk's, and another spool's, are others");
    assert_true(take(topic("b", TS_SPOOL_STATUS, 1), "{\"n\":2}", 150));
    struct ts_topic other = topic("a", TS_SPOOL_STATUS, 1);
    other.spool[0] = 'f';
    assert_true(take(other, "{\"n\":3}", 160));
    expect_latest("a 160 {\"n\":3}\nb 150 {\"n\":2}\n");
}

static void
it_is_there_after_a_restart(void **state)
{
    (void)state;
    assert_true(take(topic("a", TS_SPOOL_STATUS, 1), "{}", 100));
    ts_landing_close(landing);
    assert_status(ts_landing_open(&landing, database, exports), TS_OK);
    assert_false(take(topic("a", TS_SPOOL_STATUS, 1), "{}", 100));
    expect_latest("a 100 {}\n");
}

static void
an_export_is_a_file_as_it_came(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    char path[256];
    ts_span bytes;
    assert_true(take(topic("a", TS_SPOOL_EXPORT, 7), "sealed", 100));
    assert_false(take(topic("a", TS_SPOOL_EXPORT, 7), "forged", 100));
    snprintf(path, sizeof(path), "%s/a/" SPOOL "-0000000000000007-day.export", exports);
    assert_true(ts_test_read_file(&arena, &bytes, path));
    assert_span_equal(bytes, TS_SPAN_LIT("sealed"));
    ts_test_arena_free(&arena);
}

static void
what_is_no_json_is_kept_and_not_listed(void **state)
{
    (void)state;
    assert_true(take(topic("a", TS_SPOOL_STATUS, 1), "{", 100));
    assert_true(take(topic("a", TS_SPOOL_STATUS, 2), "[]", 100));
    assert_true(take(topic("a", TS_SPOOL_STATUS, 3), "", 100));
    assert_false(take(topic("a", TS_SPOOL_STATUS, 3), "", 100));
    expect_latest("");
}

static void
a_place_that_cannot_be_written_is_told(void **state)
{
    (void)state;
    struct ts_landing *none;
    assert_status(ts_landing_open(&none, "/nowhere/x.sqlite", exports), TS_IO);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_message_that_comes_twice_is_landed_once),
        TEST(it_is_there_after_a_restart),
        TEST(an_export_is_a_file_as_it_came),
        TEST(what_is_no_json_is_kept_and_not_listed),
        TEST(a_place_that_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
