#include "keys/codec/json.h"
#include "kiosk/status/status_fields.h"
#include "kiosk/status/status_file.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static struct ts_kiosk_status
full_status(void)
{
    struct ts_kiosk_status s = { .version = "0.1.0" };
    for (int i = 0; i < TS_STATUS_FIELDS; i++)
        ts_status_set(&s, (enum ts_status_field)i, i % 2);
    ts_status_set(&s, TS_STATUS_TIME, 1795478400);
    ts_status_set(&s, TS_STATUS_TEMPERATURE, -18250);
    ts_status_set(&s, TS_STATUS_SCREEN, 10);
    ts_status_set(&s, TS_STATUS_DISK_FREE, INT64_C(63999999999));
    ts_status_set_text(s.site, TS_SPAN_LIT("Québec \"3\" \\ gate"));
    ts_status_set_text(s.job, TS_SPAN_LIT("site-access"));
    return s;
}

static ts_span
code_of(struct ts_arena *arena, const struct ts_kiosk_status *s)
{
    static uint8_t room[2 * TS_STATUS_CODE_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    ts_span copy;
    ts_status_write_code(&w, s);
    assert_false(w.full);
    assert_true(ts_arena_copy(arena, &copy, ts_writer_span(&w)));
    return copy;
}

static void
every_field_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < TS_STATUS_FIELDS; i++) {
        const struct ts_status_about *a = ts_status_about((enum ts_status_field)i);
        assert_true(a->name && a->metric && a->label && a->unit);
        for (int j = 0; j < i; j++) {
            const struct ts_status_about *b = ts_status_about((enum ts_status_field)j);
            assert_string_not_equal(a->name, b->name);
            assert_string_not_equal(a->metric, b->metric);
            assert_string_not_equal(a->label, b->label);
        }
    }
    assert_string_equal(ts_status_word(TS_STATUS_CLOCK, 2), "trusted");
    assert_string_equal(ts_status_word(TS_STATUS_CLOCK, 3), "?");
    assert_string_equal(ts_status_word(TS_STATUS_CLOCK, -1), "?");
    assert_string_equal(ts_status_word(TS_STATUS_CLOCK, 99), "?");
}

static void
a_code_is_read_as_it_was_written(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_kiosk_status whole = full_status();
    const struct ts_kiosk_status empty = { .version = "0.1.0" };
    const struct ts_kiosk_status *const rows[] = { &whole, &empty };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_kiosk_status read;
        ts_span code = code_of(&arena, rows[i]);
        assert_true(code.len <= TS_STATUS_CODE_MAX);
        assert_status(ts_status_read_code(&read, code), TS_OK);
        assert_memory_equal(read.fields, rows[i]->fields, sizeof(read.fields));
        assert_string_equal(read.version, "0.1.0");
        assert_string_equal(read.site, "");
    }
    ts_test_arena_free(&arena);
}

/* ISO/IEC 18004: what the alphanumeric mode has. */
static void
a_code_is_alphanumeric(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_kiosk_status s = full_status();
    ts_span code = code_of(&arena, &s);
    for (size_t i = 0; i < code.len; i++)
        assert_non_null(
            memchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", code.at[i], 45));
    ts_test_arena_free(&arena);
}

static void
other_codes_are_refused_and_nothing_is_written(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_kiosk_status s = full_status();
    ts_span code = code_of(&arena, &s);
    struct ts_kiosk_status out;
    memset(&out, 0x5A, sizeof(out));
    struct ts_kiosk_status before = out;
    for (size_t len = 0; len + 1 < code.len; len++) {
        uint8_t *copy = ts_test_exact_copy(ts_span_part(code, 0, len));
        enum ts_status status = ts_status_read_code(&out, (ts_span){ copy, len });
        free(copy);
        assert_true(status != TS_OK);
    }
    static const char *const tails[] = { ":", ":1", " ", "\n" };
    for (size_t i = 0; i < TS_COUNT(tails); i++) {
        char text[2 * TS_STATUS_CODE_MAX];
        snprintf(text, sizeof(text), "%.*s%s", TS_SPAN_ARG(code), tails[i]);
        assert_true(ts_status_read_code(&out, ts_span_text(text)) != TS_OK);
    }
    static const char *const bad[] = {
        "TSS1:0.1.0:+1", "TSS1:0.1.0:01", "TSS1:0.1.0:-0", "TSS1:a:1",
        "TSS2:0.1.0:1",  "TSS1:0.1.0:1x", "TSS1::" /* no version */
    };
    for (size_t i = 0; i < TS_COUNT(bad); i++) {
        char text[160];
        ts_test_row(bad[i]);
        snprintf(text, sizeof(text), "%s%.*s", bad[i], TS_STATUS_FIELDS - 1,
                 "::::::::::::::::::::::::::::::::::::::::");
        assert_true(ts_status_read_code(&out, ts_span_text(text)) != TS_OK);
    }
    assert_memory_equal(&out, &before, sizeof(out));
    ts_test_arena_free(&arena);
}

static void
json_is_json_and_says_what_it_means(void **state)
{
    (void)state;
    static uint8_t room[TS_STATUS_WRITTEN_MAX];
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    struct ts_kiosk_status s = full_status();
    const struct ts_json *root;
    ts_status_write_json(&w, &s);
    assert_false(w.full);
    assert_status(ts_json_parse(&arena, &root, ts_writer_span(&w), NULL), TS_OK);
    assert_span_equal(ts_json_string(ts_json_member(root, "site")),
                      TS_SPAN_LIT("Québec \"3\" \\ gate"));
    assert_span_equal(ts_json_string(ts_json_member(root, "time")),
                      TS_SPAN_LIT("2026-11-24T00:00:00Z"));
    assert_span_equal(ts_json_member(root, "temperatureCelsius")->text,
                      TS_SPAN_LIT("-18.250"));
    assert_span_equal(ts_json_string(ts_json_member(root, "screen")),
                      TS_SPAN_LIT("let in"));
    ts_test_row("what is not known is not there");
    w = ts_writer_over(TS_ROOM_OF(room));
    s.fields[TS_STATUS_TEMPERATURE].is_known = false;
    ts_status_write_json(&w, &s);
    assert_status(ts_json_parse(&arena, &root, ts_writer_span(&w), NULL), TS_OK);
    assert_true(ts_json_is(ts_json_member(root, "temperatureCelsius"), TS_JSON_NONE));
    ts_test_arena_free(&arena);
}

static void
prometheus_escapes_what_a_label_must_not_hold(void **state)
{
    (void)state;
    static uint8_t room[TS_STATUS_WRITTEN_MAX];
    static char text[TS_STATUS_WRITTEN_MAX + 1];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    struct ts_kiosk_status s = full_status();
    ts_status_write_prometheus(&w, &s);
    assert_false(w.full);
    memcpy(text, room, w.used);
    assert_non_null(strstr(text, "site=\"Québec \\\"3\\\" \\\\ gate\""));
    assert_non_null(strstr(text, "\ntouchstone_temperature_celsius -18.250\n"));
    assert_non_null(strstr(text, "# TYPE touchstone_pictures_total counter\n"));
    assert_non_null(strstr(text, "# TYPE touchstone_screen gauge\n"));
}

static void
a_site_is_printable_or_nothing(void **state)
{
    (void)state;
    char text[TS_STATUS_TEXT_SIZE];
    char longer[400];
    ts_status_set_text(text, TS_SPAN_LIT("a\nb"));
    assert_string_equal(text, "");
    memset(longer, 'x', sizeof(longer));
    ts_status_set_text(text, TS_SPAN_OF(longer));
    assert_int_equal(strlen(text), TS_STATUS_TEXT_SIZE - 1);
}

static ts_span
note_text(struct ts_arena *arena, const struct ts_status_note *note)
{
    uint8_t room[TS_STATUS_FILE_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    ts_span copy;
    ts_status_note_write(&w, note);
    assert_false(w.full);
    assert_true(ts_arena_copy(arena, &copy, ts_writer_span(&w)));
    return copy;
}

static void
the_kiosks_file_is_read_as_it_was_written_and_no_other(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_status_note note = { { 123456 }, full_status() };
    struct ts_status_note read;
    struct ts_status_note before;
    ts_span text = note_text(&arena, &note);
    assert_status(ts_status_note_read(&read, text), TS_OK);
    assert_memory_equal(&read, &note, sizeof(read));
    memset(&read, 0x5A, sizeof(read));
    before = read;
    for (size_t len = 0; len < text.len; len++)
        assert_true(ts_status_note_read(&read, ts_span_part(text, 0, len)) != TS_OK);
    uint8_t more[TS_STATUS_FILE_MAX + 1];
    memcpy(more, text.at, text.len);
    more[text.len] = '\n';
    assert_status(ts_status_note_read(&read, (ts_span){ more, text.len + 1 }),
                  TS_MALFORMED);
    assert_memory_equal(&read, &before, sizeof(before));
    ts_test_arena_free(&arena);
}

static void
a_note_is_fresh_for_a_minute_of_this_life(void **state)
{
    (void)state;
    const struct ts_status_note note = { .written = { 100000 } };
    assert_true(ts_status_note_is_fresh(&note, (ts_mono){ 100000 }));
    assert_true(ts_status_note_is_fresh(&note, (ts_mono){ 160000 }));
    assert_false(ts_status_note_is_fresh(&note, (ts_mono){ 160001 }));
    assert_false(ts_status_note_is_fresh(&note, (ts_mono){ 99999 }));
}

static void
what_is_known_already_is_not_written_over(void **state)
{
    (void)state;
    struct ts_kiosk_status a = { .version = "1" };
    struct ts_kiosk_status b = full_status();
    const struct ts_sync_state never = { .phase = TS_SYNC_NEVER, .epoch = 9 };
    ts_status_set(&a, TS_STATUS_EPOCH, 77);
    ts_status_complete(&a, &b);
    assert_int_equal(a.fields[TS_STATUS_EPOCH].value, 77);
    assert_int_equal(a.fields[TS_STATUS_SCREEN].value, 10);
    assert_string_equal(a.version, "1");
    assert_string_equal(a.job, "site-access");
    ts_test_row("a sync that never was says nothing of lists");
    struct ts_kiosk_status c = { 0 };
    ts_status_set_sync(&c, &never);
    assert_true(c.fields[TS_STATUS_SYNC].is_known);
    assert_false(c.fields[TS_STATUS_EPOCH].is_known);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_has_a_name_of_its_own),
        cmocka_unit_test(a_code_is_read_as_it_was_written),
        cmocka_unit_test(a_code_is_alphanumeric),
        cmocka_unit_test(other_codes_are_refused_and_nothing_is_written),
        cmocka_unit_test(json_is_json_and_says_what_it_means),
        cmocka_unit_test(prometheus_escapes_what_a_label_must_not_hold),
        cmocka_unit_test(a_site_is_printable_or_nothing),
        cmocka_unit_test(the_kiosks_file_is_read_as_it_was_written_and_no_other),
        cmocka_unit_test(a_note_is_fresh_for_a_minute_of_this_life),
        cmocka_unit_test(what_is_known_already_is_not_written_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
