#include "firmware/board/linux/hand_scanner_keys.h"
#include "tests/support/support.h"

#include <linux/input-event-codes.h>
#include <string.h>

/* Typing as a scanner does it: a millisecond from event to event. */
struct typist {
    struct ts_hand_scanner_keys keys;
    ts_mono now;
    enum ts_hand_scan_step last;
    enum ts_hand_scan_loss loss;
    unsigned lost, whole;
    struct ts_hand_scan scan;
};

static struct typist t;

static void
send(uint16_t type, uint16_t code, int32_t value)
{
    struct ts_key_event event = { type, code, value, t.now };
    t.last = ts_hand_scanner_keys_feed(&t.keys, event, &t.loss);
    t.lost += t.last == TS_HAND_SCAN_LOST;
    t.whole += t.last == TS_HAND_SCAN_WHOLE;
    if (t.last == TS_HAND_SCAN_WHOLE)
        ts_hand_scan_text_take(&t.keys.text, &t.scan);
    t.now.ms++;
}

static void
key(uint16_t code, int32_t value)
{
    send(EV_KEY, code, value);
    send(EV_SYN, SYN_REPORT, 0);
}

static void
tap(uint16_t code)
{
    key(code, 1);
    key(code, 0);
}

static void
tap_with(uint16_t modifier, uint16_t code)
{
    key(modifier, 1);
    tap(code);
    key(modifier, 0);
}

static int
begin(void **state)
{
    (void)state;
    t = (struct typist){ .now = { 1000 } };
    return 0;
}

static void
assert_scanned(const char *text)
{
    assert_int_equal(t.whole, 1);
    assert_int_equal(t.lost, 0);
    assert_span_equal(((ts_span){ t.scan.text, t.scan.len }), ts_span_text(text));
    t.whole = 0;
}

static void
assert_lost(enum ts_hand_scan_loss loss)
{
    assert_int_equal(t.whole, 0);
    assert_int_equal(t.lost, 1);
    assert_int_equal(t.loss, loss);
    t.lost = 0;
}

static void
types_what_a_us_keyboard_does(void **state)
{
    static const struct {
        const char *plain, *shifted;
        uint16_t first;
    } rows[] = {
        { "1234567890-=", "!@#$%^&*()_+", KEY_1 },
        { "qwertyuiop[]", "QWERTYUIOP{}", KEY_Q },
        { "asdfghjkl;'`", "ASDFGHJKL:\"~", KEY_A },
        { "\\zxcvbnm,./", "|ZXCVBNM<>?", KEY_BACKSLASH },
    };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        uint16_t last = (uint16_t)(rows[i].first + strlen(rows[i].plain));
        ts_test_row(rows[i].plain);
        for (uint16_t code = rows[i].first; code < last; code++)
            tap(code);
        tap(KEY_ENTER);
        assert_scanned(rows[i].plain);
        ts_test_row(rows[i].shifted);
        for (uint16_t code = rows[i].first; code < last; code++)
            tap_with(code & 1 ? KEY_LEFTSHIFT : KEY_RIGHTSHIFT, code);
        tap(KEY_ENTER);
        assert_scanned(rows[i].shifted);
    }
}

static void
types_on_the_keypad_and_spaces(void **state)
{
    static const uint16_t pad[] = { KEY_KP0,    KEY_KP1,        KEY_KP2,     KEY_KP3,
                                    KEY_KP4,    KEY_KP5,        KEY_KP6,     KEY_KP7,
                                    KEY_KP8,    KEY_KP9,        KEY_KPDOT,   KEY_KPMINUS,
                                    KEY_KPPLUS, KEY_KPASTERISK, KEY_KPSLASH, KEY_SPACE };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(pad); i++)
        tap(pad[i]);
    tap(KEY_KPENTER);
    assert_scanned("0123456789.-+*/ ");
}

static void
a_scan_ends_with_enter_or_tab(void **state)
{
    static const uint16_t ends[] = { KEY_ENTER, KEY_KPENTER, KEY_TAB };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(ends); i++) {
        tap(KEY_A);
        tap(ends[i]);
        assert_int_equal(t.scan.taken.ms, t.now.ms - 4);
        assert_scanned("a");
        tap(KEY_ENTER); /* behind an end another end is none */
        tap(ends[i]);
        assert_int_equal(t.whole + t.lost, 0);
    }
}

static void
shift_counts_and_caps_lock_does_not(void **state)
{
    (void)state;
    ts_test_row("Caps Lock and Num Lock type nothing and change nothing");
    tap(KEY_CAPSLOCK);
    tap(KEY_NUMLOCK);
    tap(KEY_A);
    tap_with(KEY_LEFTSHIFT, KEY_A);
    tap(KEY_ENTER);
    assert_scanned("aA");
    ts_test_row("two Shifts held, one let go");
    key(KEY_LEFTSHIFT, 1);
    key(KEY_RIGHTSHIFT, 1);
    key(KEY_LEFTSHIFT, 0);
    tap(KEY_B);
    key(KEY_RIGHTSHIFT, 0);
    tap(KEY_B);
    tap(KEY_ENTER);
    assert_scanned("Bb");
}

static void
repetition_is_ignored(void **state)
{
    (void)state;
    key(KEY_A, 1);
    key(KEY_A, 2);
    key(KEY_A, 2);
    key(KEY_A, 0);
    key(KEY_LEFTSHIFT, 1);
    key(KEY_LEFTSHIFT, 2);
    tap(KEY_A);
    key(KEY_LEFTSHIFT, 0);
    key(KEY_ENTER, 2);
    tap(KEY_ENTER);
    assert_scanned("aA");
}

static void
what_no_text_of_a_code_has_spoils_the_scan_to_its_end(void **state)
{
    static const struct {
        const char *rule;
        uint16_t modifier, code;
    } rows[] = {
        { "Ctrl, which types GS", KEY_LEFTCTRL, KEY_RIGHTBRACE },
        { "right Ctrl", KEY_RIGHTCTRL, KEY_M },
        { "Alt and the keypad", KEY_LEFTALT, KEY_KP1 },
        { "AltGr", KEY_RIGHTALT, KEY_E },
        { "Meta", KEY_LEFTMETA, KEY_R },
        { "a function key", KEY_LEFTSHIFT, KEY_F1 },
        { "Escape", KEY_LEFTSHIFT, KEY_ESC },
        { "Backspace", KEY_LEFTSHIFT, KEY_BACKSPACE },
        { "a key that US keyboards lack", KEY_LEFTSHIFT, KEY_102ND },
        { "a key beyond the table", KEY_LEFTSHIFT, KEY_MICMUTE },
        { "the greatest number", KEY_LEFTSHIFT, UINT16_MAX },
    };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rule);
        tap(KEY_A);
        tap_with(rows[i].modifier, rows[i].code);
        tap(KEY_B);
        tap(KEY_ENTER);
        assert_lost(TS_HAND_SCAN_CONTROL);
        tap(KEY_C);
        tap(KEY_ENTER);
        assert_scanned("c");
    }
}

/* The number of a letter, on the number pad. */
static void
tap_alt(const char *digits)
{
    static const uint16_t pad[] = { KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4,
                                    KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9 };
    key(KEY_LEFTALT, 1);
    for (; *digits; digits++)
        tap(pad[*digits - '0']);
    key(KEY_LEFTALT, 0);
}

static void
a_letter_may_be_typed_by_its_number(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *digits, *typed;
    } rows[] = {
        { "two digits", "65", "aAb" },
        { "three", "122", "azb" },
        { "with a zero in front", "0058", "a:b" },
        { "the first there is", "32", "a b" },
        { "the last there is", "126", "a~b" },
        { "Alt alone types nothing", "", "ab" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rule);
        tap(KEY_A);
        tap_alt(rows[i].digits);
        tap(KEY_B);
        tap(KEY_ENTER);
        assert_scanned(rows[i].typed);
    }
    ts_test_row("all of a scan");
    for (const char *const *code = (const char *const[]){ "72", "67", "49", "58", NULL };
         *code; code++)
        tap_alt(*code);
    tap(KEY_ENTER);
    assert_scanned("HC1:");
}

static void
a_number_that_is_no_letter_spoils_the_scan(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *digits;
    } rows[] = {
        { "a control character", "29" },
        { "the one before the first", "31" },
        { "the one after the last", "127" },
        { "of another code page", "0233" },
        { "the greatest", "9999" },
        { "a digit too many", "00065" },
        { "nought", "0" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rule);
        tap(KEY_A);
        tap_alt(rows[i].digits);
        tap(KEY_ENTER);
        assert_lost(TS_HAND_SCAN_CONTROL);
    }
    ts_test_row("Shift with it");
    key(KEY_LEFTSHIFT, 1);
    tap_alt("65");
    key(KEY_LEFTSHIFT, 0);
    tap(KEY_ENTER);
    assert_lost(TS_HAND_SCAN_CONTROL);
    ts_test_row("the right Alt");
    key(KEY_RIGHTALT, 1);
    tap(KEY_KP6);
    tap(KEY_KP5);
    key(KEY_RIGHTALT, 0);
    tap(KEY_ENTER);
    assert_lost(TS_HAND_SCAN_CONTROL);
    ts_test_row("a letter among the digits");
    key(KEY_LEFTALT, 1);
    tap(KEY_KP6);
    tap(KEY_X);
    tap(KEY_KP5);
    key(KEY_LEFTALT, 0);
    tap(KEY_ENTER);
    assert_lost(TS_HAND_SCAN_CONTROL);
    ts_test_row("a gap in it leaves nothing of it");
    key(KEY_LEFTALT, 1);
    tap(KEY_KP6);
    send(EV_SYN, SYN_DROPPED, 0);
    send(EV_SYN, SYN_REPORT, 0);
    key(KEY_LEFTALT, 0);
    tap(KEY_ENTER);
    assert_lost(TS_HAND_SCAN_OVERRUN);
    tap(KEY_C);
    tap(KEY_ENTER);
    assert_scanned("c");
}

static void
silence_gives_a_scan_up(void **state)
{
    (void)state;
    enum ts_hand_scan_loss loss;
    tap(KEY_A);
    ts_mono last = t.keys.text.last;
    ts_test_row("one moment less is none");
    assert_int_equal(
        ts_hand_scanner_keys_rest(
            &t.keys, (ts_mono){ last.ms + TS_HAND_SCAN_SILENCE_MS - 1 }, &loss),
        TS_HAND_SCAN_MORE);
    ts_test_row("nothing comes");
    assert_int_equal(ts_hand_scanner_keys_rest(
                         &t.keys, (ts_mono){ last.ms + TS_HAND_SCAN_SILENCE_MS }, &loss),
                     TS_HAND_SCAN_LOST);
    assert_int_equal(loss, TS_HAND_SCAN_SILENCE);
    assert_int_equal(ts_hand_scanner_keys_rest(&t.keys, (ts_mono){ UINT64_MAX }, &loss),
                     TS_HAND_SCAN_MORE);
    ts_test_row("the next one comes, and is whole");
    tap(KEY_A);
    t.now.ms += TS_HAND_SCAN_SILENCE_MS;
    key(KEY_B, 1);
    assert_lost(TS_HAND_SCAN_SILENCE);
    tap(KEY_ENTER);
    assert_scanned("b");
    ts_test_row("only its end comes");
    tap(KEY_A);
    t.now.ms += TS_HAND_SCAN_SILENCE_MS;
    tap(KEY_ENTER);
    assert_lost(TS_HAND_SCAN_SILENCE);
}

static void
one_letter_too_many_loses_all_of_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_CODE_TEXT_MAX; i++)
        tap(KEY_7);
    tap(KEY_ENTER);
    assert_int_equal(t.whole, 1);
    assert_int_equal(t.scan.len, TS_CODE_TEXT_MAX);
    t.whole = 0;
    for (size_t i = 0; i < TS_CODE_TEXT_MAX + 1; i++)
        tap(KEY_7);
    tap(KEY_ENTER);
    assert_lost(TS_HAND_SCAN_TOO_LONG);
}

static void
a_gap_loses_the_scan_around_it(void **state)
{
    (void)state;
    ts_test_row("in the middle: what is left in the report of the gap is not heard");
    key(KEY_LEFTSHIFT, 1);
    tap(KEY_A);
    send(EV_SYN, SYN_DROPPED, 0);
    send(EV_KEY, KEY_ENTER, 1);
    send(EV_SYN, SYN_REPORT, 0);
    tap(KEY_B);
    tap(KEY_ENTER);
    assert_lost(TS_HAND_SCAN_OVERRUN);
    ts_test_row("and Shift is taken for let go");
    tap(KEY_C);
    tap(KEY_ENTER);
    assert_scanned("c");
    ts_test_row("before the first letter that we see");
    send(EV_SYN, SYN_DROPPED, 0);
    send(EV_SYN, SYN_REPORT, 0);
    tap(KEY_D);
    tap(KEY_ENTER);
    assert_lost(TS_HAND_SCAN_OVERRUN);
}

static void
other_events_mean_nothing(void **state)
{
    (void)state;
    send(EV_MSC, MSC_SCAN, 0x70004);
    tap(KEY_A);
    send(EV_LED, LED_CAPSL, 1);
    send(EV_REL, KEY_B, 1);
    send(UINT16_MAX, KEY_B, 1);
    send(EV_KEY, KEY_B, 3);
    send(EV_KEY, KEY_B, -1);
    tap(KEY_ENTER);
    assert_scanned("a");
}

static void
nothing_that_was_scanned_stays(void **state)
{
    static const uint8_t zeros[TS_CODE_TEXT_MAX];
    (void)state;
    tap(KEY_A);
    tap(KEY_ENTER);
    assert_memory_equal(t.keys.text.text, zeros, sizeof(zeros));
    tap(KEY_A);
    tap(KEY_ESC);
    tap(KEY_ENTER);
    assert_memory_equal(t.keys.text.text, zeros, sizeof(zeros));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(types_what_a_us_keyboard_does, begin),
        cmocka_unit_test_setup(types_on_the_keypad_and_spaces, begin),
        cmocka_unit_test_setup(a_scan_ends_with_enter_or_tab, begin),
        cmocka_unit_test_setup(shift_counts_and_caps_lock_does_not, begin),
        cmocka_unit_test_setup(repetition_is_ignored, begin),
        cmocka_unit_test_setup(what_no_text_of_a_code_has_spoils_the_scan_to_its_end,
                               begin),
        cmocka_unit_test_setup(a_letter_may_be_typed_by_its_number, begin),
        cmocka_unit_test_setup(a_number_that_is_no_letter_spoils_the_scan, begin),
        cmocka_unit_test_setup(silence_gives_a_scan_up, begin),
        cmocka_unit_test_setup(one_letter_too_many_loses_all_of_them, begin),
        cmocka_unit_test_setup(a_gap_loses_the_scan_around_it, begin),
        cmocka_unit_test_setup(other_events_mean_nothing, begin),
        cmocka_unit_test_setup(nothing_that_was_scanned_stays, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
