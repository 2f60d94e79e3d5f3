#include "firmware/board/linux/signal_wiring.h"

#include "firmware/board/signal.h"
#include "tests/support/support.h"

#include <string.h>

#define LABEL31 "0123456789012345678901234567890"

static const struct {
    const char *rule;
    const char *wiring;
    enum ts_status want;
} rows[] = {
    { "no lines", "none", TS_OK },
    { "one lamp", "gpio:board,stop=0", TS_OK },
    { "any order", "gpio:board,cannottell=3,ready=31", TS_OK },
    { "a button alone", "gpio:board,next=4", TS_OK },
    { "a relay alone", "gpio:board,relay=4", TS_OK },
    { "a flag of the line before", "gpio:board,relay=4,active_low", TS_OK },
    { "flags of every line",
      "gpio:board,ready=1,active_low,next=2,pull_up,active_low,debounce=50,relay=3,"
      "open_drain,pull_up,pulse=500",
      TS_OK },
    { "a label with blanks", "gpio:pinctrl-bcm2711 x,stop=1", TS_OK },
    { "a label as long as labels are", "gpio:" LABEL31 ",stop=1", TS_OK },
    { "the largest offset", "gpio:board,stop=9999", TS_OK },
    { "the shortest pulse", "gpio:board,relay=1,pulse=50", TS_OK },
    { "the longest pulse", "gpio:board,relay=1,pulse=10000", TS_OK },
    { "the longest to settle", "gpio:board,next=1,debounce=1000", TS_OK },

    { "nothing", "", TS_MALFORMED },
    { "another kind", "lpt:board,stop=1", TS_MALFORMED },
    { "more than none", "none,stop=1", TS_MALFORMED },
    { "no label", "gpio:,stop=1", TS_MALFORMED },
    { "no line", "gpio:board", TS_MALFORMED },
    { "a comma too many", "gpio:board,stop=1,", TS_MALFORMED },
    { "an empty item", "gpio:board,,stop=1", TS_MALFORMED },
    { "an unknown line", "gpio:board,red=1", TS_MALFORMED },
    { "a line without an offset", "gpio:board,stop", TS_MALFORMED },
    { "an empty offset", "gpio:board,stop=", TS_MALFORMED },
    { "an offset that is no number", "gpio:board,stop=1a", TS_MALFORMED },
    { "a negative offset", "gpio:board,stop=-1", TS_MALFORMED },
    { "an offset too large to be one", "gpio:board,stop=10000", TS_MALFORMED },
    { "an offset that would wrap", "gpio:board,stop=4294967297", TS_MALFORMED },
    { "a lamp twice", "gpio:board,stop=1,stop=2", TS_MALFORMED },
    { "two lines with one offset", "gpio:board,stop=1,relay=1", TS_MALFORMED },
    { "a label that is too long", "gpio:" LABEL31 "1,stop=1", TS_MALFORMED },
    { "a flag of no line", "gpio:board,active_low,stop=1", TS_MALFORMED },
    { "flags only", "gpio:board,active_low", TS_MALFORMED },
    { "an unknown flag", "gpio:board,stop=1,upside_down", TS_MALFORMED },
    { "a flag twice", "gpio:board,stop=1,active_low,active_low", TS_MALFORMED },
    { "a flag with a value", "gpio:board,stop=1,active_low=1", TS_MALFORMED },
    { "a button that is driven", "gpio:board,next=1,open_drain", TS_MALFORMED },
    { "held both ways", "gpio:board,next=1,pull_up,pull_down", TS_MALFORMED },
    { "a lamp that is held", "gpio:board,stop=1,pull_up", TS_MALFORMED },
    { "a lamp that settles", "gpio:board,stop=1,debounce=20", TS_MALFORMED },
    { "settles twice", "gpio:board,next=1,debounce=20,debounce=20", TS_MALFORMED },
    { "settles at once", "gpio:board,next=1,debounce=0", TS_MALFORMED },
    { "settles for ever", "gpio:board,next=1,debounce=1001", TS_MALFORMED },
    { "a lamp that pulses", "gpio:board,stop=1,pulse=500", TS_MALFORMED },
    { "a pulse of no line", "gpio:board,pulse=500,relay=1", TS_MALFORMED },
    { "a pulse nobody would notice", "gpio:board,relay=1,pulse=49", TS_MALFORMED },
    { "a pulse too long", "gpio:board,relay=1,pulse=10001", TS_MALFORMED },
    { "a pulse that is no number", "gpio:board,relay=1,pulse=1s", TS_MALFORMED },
    { "two pulses", "gpio:board,relay=1,pulse=500,pulse=500", TS_MALFORMED },
};

static void
each_wiring_is_read_as_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_signal_wiring wiring;
        struct ts_signal_wiring before;
        memset(&wiring, 0x5a, sizeof(wiring));
        memcpy(&before, &wiring, sizeof(wiring));
        ts_test_row(rows[i].rule);
        assert_status(ts_signal_wiring_parse(&wiring, ts_span_text(rows[i].wiring)),
                      rows[i].want);
        if (rows[i].want != TS_OK)
            assert_memory_equal(&wiring, &before, sizeof(wiring));
    }
}

static void
everything_arrives(void **state)
{
    (void)state;
    struct ts_signal_wiring w;
    assert_status(
        ts_signal_wiring_parse(
            &w, TS_SPAN_LIT("gpio:a b,ready=1,notyet=2,active_low,stop=3,cannottell=4,"
                            "buzzer=5,relay=6,open_drain,pull_up,pulse=700,next=7,"
                            "pull_down,debounce=33")),
        TS_OK);
    assert_string_equal(w.label, "a b");
    for (uint32_t i = 0; i < TS_SIGNAL_LINE_COUNT; i++) {
        bool is_relay = i == TS_SIGNAL_LINE_RELAY;
        ts_test_row(ts_signal_line_name((enum ts_signal_line)i));
        assert_true(w.wires[i].is_wired);
        assert_int_equal(w.wires[i].offset, i + 1);
        assert_int_equal(w.wires[i].active_low, i == TS_SIGNAL_LINE_NOT_YET);
        assert_int_equal(w.wires[i].open_drain, is_relay);
        assert_int_equal(w.wires[i].pull_up, is_relay);
        assert_int_equal(w.wires[i].pull_down, i == TS_SIGNAL_LINE_NEXT);
    }
    assert_int_equal(w.pulse_ms, 700);
    assert_int_equal(w.debounce_ms, 33);
}

/* Nothing is wired that was not named: a relay least of all. */
static void
what_is_not_named_is_not_wired(void **state)
{
    (void)state;
    struct ts_signal_wiring w;
    assert_status(ts_signal_wiring_parse(&w, TS_SPAN_LIT("gpio:a,ready=0")), TS_OK);
    for (size_t i = 1; i < TS_SIGNAL_LINE_COUNT; i++)
        assert_false(w.wires[i].is_wired);
    assert_int_equal(w.pulse_ms, TS_SIGNAL_PULSE_MS);
    assert_int_equal(w.debounce_ms, 20);
    assert_status(ts_signal_wiring_parse(&w, TS_SPAN_LIT("none")), TS_OK);
    assert_string_equal(w.label, "");
    assert_false(w.wires[TS_SIGNAL_LINE_READY].is_wired);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wiring_is_read_as_it_says),
        cmocka_unit_test(everything_arrives),
        cmocka_unit_test(what_is_not_named_is_not_wired),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
