#include "keys/crypto/pin.h"

#include "tests/support/support.h"

#include <string.h>

#define SALT "c29tZXNhbHRzb21lc2FsdA"
#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define GOOD "$argon2id$v=19$m=65536,t=3,p=1$" SALT "$" HASH

static void
a_line_has_one_spelling(void **state)
{
    static const char *const bad[] = {
        "",
        "1234",
        "$argon2i$v=19$m=65536,t=3,p=1$" SALT "$" HASH,
        "$argon2id$v=16$m=65536,t=3,p=1$" SALT "$" HASH,
        "$argon2id$m=65536,t=3,p=1$" SALT "$" HASH,
        "$argon2id$v=19$t=3,m=65536,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=,t=3,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=7,t=3,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=065536,t=3,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=262145,t=3,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=4295032832,t=3,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=65536,t=0,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=65536,t=17,p=1$" SALT "$" HASH,
        "$argon2id$v=19$m=65536,t=3,p=2$" SALT "$" HASH,
        "$argon2id$v=19$m=65536,t=3,p=1$" SALT HASH,
        "$argon2id$v=19$m=65536,t=3,p=1$" SALT "$" HASH "=",
        "$argon2id$v=19$m=65536,t=3,p=1$" SALT "A$" HASH,
        "$argon2id$v=19$m=65536,t=3,p=1$" SALT "$-" HASH,
        " " GOOD,
        GOOD " ",
        GOOD "\n",
    };
    (void)state;
    assert_true(ts_pin_line_valid(TS_SPAN_LIT(GOOD)));
    for (size_t i = 0; i < TS_COUNT(bad); i++) {
        ts_test_row(bad[i]);
        assert_false(ts_pin_line_valid(ts_span_text(bad[i])));
    }
    for (size_t len = 0; len < strlen(GOOD); len++) {
        uint8_t *copy = ts_test_exact_copy((ts_span){ (const uint8_t *)GOOD, len });
        assert_false(ts_pin_line_valid((ts_span){ copy, len }));
        free(copy);
    }
}

static void
a_pin_is_four_to_twelve_digits(void **state)
{
    static const struct {
        const char *pin;
        bool valid;
    } rows[] = {
        { "", false },
        { "123", false },
        { "1234", true },
        { "0000", true },
        { "123456789012", true },
        { "1234567890123", false },
        { "12 4", false },
        { "123a", false },
        { "+123", false },
        { "\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4", false }, /* digits of another script */
    };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].pin);
        assert_int_equal(ts_pin_valid(ts_span_text(rows[i].pin)), rows[i].valid);
    }
}

static void
a_line_knows_its_pin(void **state)
{
    char line[TS_PIN_LINE_SIZE];
    char again[TS_PIN_LINE_SIZE];
    char other[TS_PIN_LINE_SIZE];
    (void)state;
    assert_status(ts_pin_hash(line, TS_SPAN_LIT("4711")), TS_OK);
    assert_true(ts_pin_line_valid(ts_span_text(line)));
    assert_null(strstr(line, "4711"));
    assert_true(ts_pin_matches(line, TS_SPAN_LIT("4711")));
    assert_false(ts_pin_matches(line, TS_SPAN_LIT("4712")));
    assert_false(ts_pin_matches(line, TS_SPAN_LIT("47110")));
    assert_false(ts_pin_matches(line, TS_SPAN_LIT("")));
    ts_test_row("the same PIN never has the same line");
    assert_status(ts_pin_hash(again, TS_SPAN_LIT("4711")), TS_OK);
    assert_string_not_equal(line, again);
    ts_test_row("one letter of the hash changed");
    memcpy(other, line, sizeof(other));
    char *last = other + strlen(other) - 2;
    *last = *last == 'A' ? 'B' : 'A';
    assert_false(ts_pin_matches(other, TS_SPAN_LIT("4711")));
    ts_test_row("no line at all");
    assert_false(ts_pin_matches(NULL, TS_SPAN_LIT("4711")));
    assert_false(ts_pin_matches("", TS_SPAN_LIT("4711")));
    assert_false(ts_pin_matches("4711", TS_SPAN_LIT("4711")));
}

static void
nothing_is_made_of_what_is_no_pin(void **state)
{
    char line[TS_PIN_LINE_SIZE];
    char before[TS_PIN_LINE_SIZE];
    (void)state;
    memset(line, 0x5A, sizeof(line));
    memcpy(before, line, sizeof(line));
    assert_status(ts_pin_hash(line, TS_SPAN_LIT("12")), TS_MALFORMED);
    assert_memory_equal(line, before, sizeof(line));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_one_spelling),
        cmocka_unit_test(a_pin_is_four_to_twelve_digits),
        cmocka_unit_test(a_line_knows_its_pin),
        cmocka_unit_test(nothing_is_made_of_what_is_no_pin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
