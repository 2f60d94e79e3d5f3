#include "kiosk/config/config_write.h"

#include "kiosk/config/config.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static struct ts_arena arena;
static struct ts_config config;

static void
hear(void *context, size_t line, const char *words)
{
    (void)context;
    fail_msg("line %zu: %s", line, words);
}

static const struct ts_config_ear ear = { hear, NULL };

static int
begin(void **state)
{
    (void)state;
    arena = ts_test_arena(2 * TS_CONFIG_ARENA_SIZE);
    memset(&config, 0, sizeof(config));
    return 0;
}

static int
end(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static struct ts_writer
written(void (*write)(struct ts_writer *))
{
    uint8_t *room = ts_arena_take(&arena, TS_CONFIG_WRITTEN_MAX);
    struct ts_writer w = ts_writer_over((ts_room){ room, TS_CONFIG_WRITTEN_MAX });
    write(&w);
    assert_false(w.full);
    return w;
}

static void
the_example_says_nothing_until_it_is_asked_to(void **state)
{
    static char text[TS_CONFIG_WRITTEN_MAX];
    size_t len = 0;
    size_t settings = 0;
    (void)state;
    struct ts_writer w = written(ts_config_write_example);
    ts_span example = ts_writer_span(&w);
    assert_status(ts_config_read(&config, &arena, example, ear), TS_OK);
    for (size_t i = 0; i < TS_SETTING_COUNT; i++)
        assert_int_equal(config.values[i].count, 0);
    ts_test_row("and then every line of it is in order");
    for (ts_span left = example; left.len;) {
        ts_span line = ts_span_part(left, 0, ts_span_index(left, '\n') + 1);
        left = ts_span_part(left, line.len, left.len);
        bool is_setting = line.len > 1 && line.at[0] == '#' && line.at[1] != ' ';
        settings += is_setting && line.len > 2;
        /* A PIN has no example: it would be one that opens a gate. */
        if (is_setting && !memchr(line.at, '(', line.len)) {
            memcpy(text + len, line.at + 1, line.len - 1);
            len += line.len - 1;
        }
    }
    assert_int_equal(settings, TS_SETTING_COUNT);
    assert_status(
        ts_config_read(&config, &arena, (ts_span){ (const uint8_t *)text, len }, ear),
        TS_OK);
    for (size_t i = 0; i < TS_SETTING_COUNT; i++)
        assert_int_equal(config.values[i].count,
                         ts_setting_about((enum ts_setting)i)->kind != TS_SETTING_PIN);
    assert_true(ts_config_agrees(&config, ear));
}

static void
the_example_that_is_installed_is_this_one(void **state)
{
    ts_span installed;
    (void)state;
    struct ts_writer w = written(ts_config_write_example);
    assert_true(ts_test_read_file(&arena, &installed, "deploy/kiosk.conf"));
    if (!ts_span_equal(installed, ts_writer_span(&w)))
        fail_msg("make it anew: touchstone-kiosk --print-config > deploy/kiosk.conf");
}

static void
no_line_is_too_long(void **state)
{
    void (*const writes[])(struct ts_writer *) = { ts_config_write_example,
                                                   ts_config_write_usage };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(writes); i++) {
        struct ts_writer w = written(writes[i]);
        for (ts_span left = ts_writer_span(&w); left.len;) {
            size_t len = ts_span_index(left, '\n');
            assert_true(len <= 79);
            left = ts_span_part(left, len + 1, left.len);
        }
    }
}

static void
the_manual_has_every_setting_and_no_stray_request(void **state)
{
    (void)state;
    struct ts_writer w = written(ts_config_write_manual);
    ts_write_u8(&w, 0);
    const char *manual = (const char *)w.room.at;
    for (size_t i = 0; i < TS_SETTING_COUNT; i++) {
        char entry[64];
        snprintf(entry, sizeof(entry), ".TP\n.B %s\n",
                 ts_setting_about((enum ts_setting)i)->key);
        assert_non_null(strstr(manual, entry));
    }
    for (const char *line = manual; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (*line == '.')
            assert_true(strncmp(line, ".SS ", 4) == 0 || strncmp(line, ".TP\n", 4) == 0
                        || strncmp(line, ".B ", 3) == 0);
        assert_int_not_equal(*line, '\'');
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_example_says_nothing_until_it_is_asked_to,
                                        begin, end),
        cmocka_unit_test_setup_teardown(the_example_that_is_installed_is_this_one, begin,
                                        end),
        cmocka_unit_test_setup_teardown(no_line_is_too_long, begin, end),
        cmocka_unit_test_setup_teardown(the_manual_has_every_setting_and_no_stray_request,
                                        begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
