#include "kiosk/screen/bidi.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <stdio.h>
#include <string.h>

/* The parts from left to right, those from right to left in <>. */
static void
drawn(char out[static 256], const char *text, bool rtl)
{
    struct ts_bidi_part parts[TS_BIDI_PARTS_MAX];
    size_t count = ts_bidi_split(parts, ts_span_text(text), rtl);
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, 256 - used, parts[i].rtl ? "<%.*s>" : "%.*s",
                                 TS_SPAN_ARG(parts[i].text));
}

/* Hebrew aleph to dalet stand for any letters: UAX #9 asks only for their class. */
static const struct {
    const char *name, *text, *drawn;
} lines[] = {
    { "one direction", "Ada (ID 123)", "Ada (ID 123)" },
    { "syllabics", "ᐊᐳᑎᒃ ᓄᑦᓚᒃ", "ᐊᐳᑎᒃ ᓄᑦᓚᒃ" },
    { "brackets around a number are drawn mirrored", "אב (12)", "<)>12<אב (>" },
    { "a name from right to left", "אב גד", "<אב גד>" },
    { "a number follows the name to the left", "אב 123", "123<אב >" },
    { "in a line of ours it begins at its end", "Ada אב", "Ada <אב>" },
    { "number and sign after a name", "אב (ID 123)", "<)>ID 123<אב (>" },
    { "Arabic numbers are written as numbers", "علي ٣٤", "٣٤<علي >" },
    { "an isolated name draws nothing over", "\u2068אב\u2069 (ID 123)", "<אב> (ID 123)" },
    { "an isolated name before a number", "Lists \u2068אב\u2069 12 May",
      "Lists <אב> 12 May" },
    { "without isolation the number is drawn over", "Lists אב 12 May",
      "Lists 12<אב > May" },
    { "an isolate that is not ended", "a \u2068אב", "a <אב>" },
    { "an end without a beginning", "a\u2069 b", "a b" },
    { "nothing", "", "" },
};

static void
lines_are_drawn_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(lines); i++) {
        char out[256];
        ts_test_row(lines[i].name);
        drawn(out, lines[i].text, ts_bidi_is_rtl(ts_span_text(lines[i].text)));
        assert_string_equal(out, lines[i].drawn);
    }
}

static const struct {
    const char *name, *text;
    bool rtl;
} paragraphs[] = {
    { "Latin", "Ada אב", false },
    { "Hebrew", "אב Ada", true },
    { "signs and numbers do not count", "(12) אב", true },
    { "an isolated name does not count", "\u2068אב\u2069 Ada", false },
    { "nothing to go by", "123", false },
    { "nothing", "", false },
};

static void
a_paragraph_begins_where_its_first_letter_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(paragraphs); i++) {
        ts_test_row(paragraphs[i].name);
        assert_int_equal(ts_bidi_is_rtl(ts_span_text(paragraphs[i].text)),
                         paragraphs[i].rtl);
    }
}

/* Every letter of the longest text that changes direction as often as it can. */
static void
nothing_is_lost_of_a_line_that_turns_all_the_time(void **state)
{
    (void)state;
    char text[TS_TEXT_BYTES];
    struct ts_bidi_part parts[TS_BIDI_PARTS_MAX];
    size_t len = 0;
    while (len + 3 <= sizeof(text)) {
        memcpy(text + len, "aא", 3);
        len += 3;
    }
    size_t count = ts_bidi_split(parts, (ts_span){ (uint8_t *)text, len }, false);
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].text.len;
    assert_int_equal(total, len);
    assert_int_equal(count, len / 3 * 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_drawn_in_order),
        cmocka_unit_test(a_paragraph_begins_where_its_first_letter_says),
        cmocka_unit_test(nothing_is_lost_of_a_line_that_turns_all_the_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
