#include "kiosk/screen/words_catalogue.h"
#include "tests/support/support.h"

#include <string.h>

/* The header, "%d day" with its plural, and "Yes". Tables at 28 and 52. */
#define HEAD "Plural-Forms: nplurals=2; plural=n > 1;\n"
static uint8_t bytes[256];
static size_t length;

static void
put(size_t at, uint32_t number)
{
    for (size_t i = 0; i < 4; i++)
        bytes[at + i] = (uint8_t)(number >> 8 * i);
}

static void
add_string(size_t row, const char *text, size_t len)
{
    put(row, (uint32_t)len);
    put(row + 4, (uint32_t)length);
    memcpy(bytes + length, text, len + 1);
    length += len + 1;
}

static ts_span
made(void)
{
    memset(bytes, 0, sizeof(bytes));
    length = 76;
    put(0, 0x950412DE);
    put(8, 3);
    put(12, 28);
    put(16, 52);
    add_string(28, "", 0);
    add_string(36, "%d day\0%d days", 14);
    add_string(44, "Yes", 3);
    add_string(52, HEAD, sizeof(HEAD) - 1);
    add_string(60, "%d jour\0%d jours", 16);
    add_string(68, "Oui", 3);
    return (ts_span){ bytes, length };
}

static void
a_catalogue_says_what_it_holds(void **state)
{
    (void)state;
    struct ts_catalogue catalogue;
    ts_span said;
    assert_status(ts_catalogue_read(&catalogue, made(), NULL), TS_OK);
    assert_int_equal(catalogue.count, 3);
    assert_int_equal(ts_catalogue_plurals(&catalogue), 2);
    struct ts_catalogue_entry entry = ts_catalogue_at(&catalogue, 1);
    assert_span_equal(entry.id, ts_span_text("%d day"));
    assert_span_equal(entry.plural, ts_span_text("%d days"));
    assert_true(ts_catalogue_find(&catalogue, ts_span_text("%d day"), &said));
    assert_span_equal(ts_catalogue_form(said, 0), ts_span_text("%d jour"));
    assert_span_equal(ts_catalogue_form(said, 1), ts_span_text("%d jours"));
    assert_int_equal(ts_catalogue_form(said, 2).len, 0);
    assert_true(ts_catalogue_find(&catalogue, ts_span_text("Yes"), &said));
    assert_span_equal(said, ts_span_text("Oui"));
    assert_false(ts_catalogue_find(&catalogue, ts_span_text("No"), &said));
}

static const struct {
    const char *rule;
    size_t at;
    uint32_t number;
    enum ts_status status;
} wrong[] = {
    { "another magic number", 0, 0x950412DF, TS_MALFORMED },
    { "the other byte order", 0, 0xDE120495, TS_MALFORMED },
    { "a newer revision", 4, 0x10000, TS_UNSUPPORTED },
    { "more entries than bytes", 8, 0xFFFFFFFF, TS_TRUNCATED },
    { "a table behind the end", 12, 0xFFFFFFF0, TS_TRUNCATED },
    { "a table of phrases behind the end", 16, 300, TS_TRUNCATED },
    { "an endless phrase", 44, 0xFFFFFFFF, TS_TRUNCATED },
    { "a phrase behind the end", 72, 0xFFFFFFFF, TS_TRUNCATED },
    { "a phrase without a NUL", 68, 2, TS_MALFORMED },
};

static void
what_breaks_a_rule_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(wrong); i++) {
        struct ts_catalogue catalogue = { .count = 77 };
        struct ts_fault fault = { 0 };
        ts_span text = made();
        put(wrong[i].at, wrong[i].number);
        ts_test_row(wrong[i].rule);
        assert_status(ts_catalogue_read(&catalogue, text, &fault), wrong[i].status);
        assert_non_null(fault.rule);
        assert_int_equal(catalogue.count, 77);
    }
}

static void
every_proper_prefix_is_refused(void **state)
{
    (void)state;
    struct ts_catalogue catalogue;
    ts_span text = made();
    for (size_t len = 0; len < text.len; len++)
        assert_true(ts_catalogue_read(&catalogue, ts_span_part(text, 0, len), NULL)
                    != TS_OK);
}

static const struct {
    const char *name, *a, *b;
    bool agree;
} formats[] = {
    { "none", "Yes", "Oui", true },
    { "the same", "%d of %zu", "%d sur %zu", true },
    { "another order", "%d of %zu", "%zu sur %d", false },
    { "one less", "%d of %d", "%d", false },
    { "one more", "%d", "%d %s", false },
    { "another type", "%d", "%s", false },
    { "another length", "%zu", "%u", false },
    { "another precision in figures", "%5.2d", "%d", true },
    { "a precision that is an argument", "%.*s", "%s", false },
    { "a percent sign", "%u%%", "%u %%", true },
    { "a percent sign alone", "%u%%", "%u %", false },
    { "at the end", "100%", "100%", true },
};

static void
placeholders_are_compared(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(formats); i++) {
        ts_test_row(formats[i].name);
        assert_int_equal(
            ts_formats_agree(ts_span_text(formats[i].a), ts_span_text(formats[i].b)),
            formats[i].agree);
        assert_int_equal(
            ts_formats_agree(ts_span_text(formats[i].b), ts_span_text(formats[i].a)),
            formats[i].agree);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_catalogue_says_what_it_holds),
        cmocka_unit_test(what_breaks_a_rule_is_refused),
        cmocka_unit_test(every_proper_prefix_is_refused),
        cmocka_unit_test(placeholders_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
