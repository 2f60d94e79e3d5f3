#include "kiosk/telemetry/topic.h"

#include "kiosk/telemetry/keyfile.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define SPOOL "0123456789abcdef"

static void
a_topic_is_read_as_it_was_written(void **state)
{
    (void)state;
    static const struct ts_topic topics[] = {
        { "gate-3", SPOOL, TS_SPOOL_STATUS, 1, "" },
        { "north.camp_2", SPOOL, TS_SPOOL_EXPORT, 9007199254740991, "2026-11-24" },
    };
    for (size_t i = 0; i < TS_COUNT(topics); i++) {
        char text[TS_TOPIC_SIZE];
        struct ts_topic read;
        assert_true(ts_topic_write(text, &topics[i]));
        assert_true(ts_topic_read(&read, ts_span_text(text)));
        assert_memory_equal(&read, &topics[i], sizeof(read));
        for (size_t len = 0; len < strlen(text); len++) {
            struct ts_topic shorter;
            /* A shorter number or name is another one; nothing else is. */
            if (ts_topic_read(&shorter, (ts_span){ (const uint8_t *)text, len }))
                assert_true(shorter.number < read.number
                            || strcmp(shorter.name, read.name) != 0);
        }
    }
}

static void
other_topics_are_none(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "touchstone",
        "touchstone/a/up/status/" SPOOL,
        "touchstone/a/up/status/" SPOOL "/",
        "touchstone/a/up/status/" SPOOL "/0",
        "touchstone/a/up/status/" SPOOL "/01",
        "touchstone/a/up/status/" SPOOL "/1/x",
        "touchstone/a/up/export/" SPOOL "/1",
        "touchstone/a/up/export/" SPOOL "/1/",
        "touchstone/a/up/export/" SPOOL "/1/..",
        "touchstone/a/up/export/" SPOOL "/1/a/b",
        "touchstone/a/down/landed",
        "touchstone//up/status/" SPOOL "/1",
        "touchstone/../up/status/" SPOOL "/1",
        "touchstone/a/up/other/" SPOOL "/1",
        "touchstone/a/up/status/0123456789ABCDEF/1",
        "touchstone/a/up/status/" SPOOL "/99999999999999999",
        "other/a/up/status/" SPOOL "/1",
    };
    struct ts_topic topic;
    memset(&topic, 0x5A, sizeof(topic));
    struct ts_topic before = topic;
    for (size_t i = 0; i < TS_COUNT(bad); i++) {
        ts_test_row(bad[i]);
        assert_false(ts_topic_read(&topic, ts_span_text(bad[i])));
    }
    assert_memory_equal(&topic, &before, sizeof(topic));
}

static void
what_landed_is_read_as_it_was_written(void **state)
{
    (void)state;
    char text[TS_LANDED_SIZE];
    char spool[TS_SPOOL_ID_SIZE];
    uint64_t number;
    ts_landed_write(text, SPOOL, 42);
    assert_true(ts_landed_read(spool, &number, ts_span_text(text)));
    assert_string_equal(spool, SPOOL);
    assert_int_equal(number, 42);
    assert_false(ts_landed_read(spool, &number, TS_SPAN_LIT(SPOOL " ")));
    assert_false(ts_landed_read(spool, &number, TS_SPAN_LIT(SPOOL " 4 2")));
    assert_false(ts_landed_read(spool, &number, TS_SPAN_LIT(SPOOL "42")));
}

/* --- the small configuration ------------------------------------------------------ */

static char told[512];

static void
hear(void *context, size_t line, const char *words)
{
    (void)context;
    size_t len = strlen(told);
    snprintf(told + len, sizeof(told) - len, "%zu: %s\n", line, words);
}

static struct ts_key keys[] = {
    { .name = "broker", .is_needed = true },
    { .name = "port", .initial = "8883", .least = 1, .most = 65535 },
    { .name = "ca", .initial = "ca.pem", .is_path = true },
    { .name = "exports", .is_path = true },
};

static enum ts_status
read(struct ts_arena *arena, const char *text)
{
    told[0] = '\0';
    return ts_keyfile_read(keys, TS_COUNT(keys), arena, ts_span_text(text), "/etc/t",
                           (struct ts_config_ear){ hear, NULL });
}

static void
a_small_file_says_what_holds(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    assert_status(read(&arena, "# a comment\n\nbroker = a.example\r\n ca=x/ca.pem"),
                  TS_OK);
    assert_string_equal(keys[0].value, "a.example");
    assert_int_equal(ts_key_number(&keys[1]), 8883);
    assert_string_equal(keys[2].value, "/etc/t/x/ca.pem");
    assert_null(keys[3].value);
    assert_status(read(&arena, "broker = b\nport = 1\nca = /ca.pem\nexports = e\n"),
                  TS_OK);
    assert_int_equal(ts_key_number(&keys[1]), 1);
    assert_string_equal(keys[2].value, "/ca.pem");
    assert_string_equal(keys[3].value, "/etc/t/e");
    ts_test_arena_free(&arena);
}

static void
every_mistake_is_told_by_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } rows[] = {
        { "", "0: broker is missing\n" },
        { "broker = a\nbroker = b\n", "2: broker is given twice\n" },
        { "broker = a\nport = 0\n", "2: port is no such whole number\n" },
        { "broker = a\nport = 65536\n", "2: port is no such whole number\n" },
        { "broker = a\nport = 1x\n", "2: port is no such whole number\n" },
        { "broker =\n", "1: broker has no value that can be used\n" },
        { "broker = a\nhost = b\n",
          "2: this is no line \"key = value\" that is known here\n" },
        { "broker = a\nport\n",
          "2: this is no line \"key = value\" that is known here\n" },
        { "broker = a\x01\n", "0: the file is too long, or no text\n" },
        { "broker = a\xff\n", "0: the file is too long, or no text\n" },
    };
    struct ts_arena arena = ts_test_arena(1 << 16);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].text);
        assert_status(read(&arena, rows[i].text), TS_MALFORMED);
        assert_string_equal(told, rows[i].says);
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_topic_is_read_as_it_was_written),
        cmocka_unit_test(other_topics_are_none),
        cmocka_unit_test(what_landed_is_read_as_it_was_written),
        cmocka_unit_test(a_small_file_says_what_holds),
        cmocka_unit_test(every_mistake_is_told_by_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
