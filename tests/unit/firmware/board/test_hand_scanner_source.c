#include "firmware/board/linux/hand_scanner_source.h"
#include "tests/support/support.h"

#include <string.h>

static void
reads_every_spelling(void **state)
{
    static const struct {
        const char *text;
        enum ts_hand_scanner_kind kind;
        const char *kept;
        uint32_t speed;
    } rows[] = {
        { "evdev:", TS_HAND_SCANNER_EVDEV, "", 0 },
        { "evdev:/dev/input/by-id/usb-x-event-kbd", TS_HAND_SCANNER_EVDEV,
          "/dev/input/by-id/usb-x-event-kbd", 0 },
        { "evdev:Barcode, 2D", TS_HAND_SCANNER_EVDEV, "Barcode, 2D", 0 },
        { "serial:/dev/ttyACM0", TS_HAND_SCANNER_SERIAL, "/dev/ttyACM0", 9600 },
        { "serial:/dev/ttyS1,1200", TS_HAND_SCANNER_SERIAL, "/dev/ttyS1", 1200 },
        { "serial:/dev/ttyS1,115200", TS_HAND_SCANNER_SERIAL, "/dev/ttyS1", 115200 },
    };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_hand_scanner_source source;
        ts_test_row(rows[i].text);
        assert_status(ts_hand_scanner_source_parse(&source, rows[i].text), TS_OK);
        assert_int_equal(source.kind, rows[i].kind);
        assert_string_equal(source.text, rows[i].kept);
        assert_int_equal(source.speed, rows[i].speed);
    }
}

static void
refuses_any_other(void **state)
{
    static const char *const rows[] = {
        "",
        "evdev",
        "usb:",
        "Evdev:",
        "serial:",
        "serial:ttyACM0",
        "serial:/dev/ttyACM0,",
        "serial:/dev/ttyACM0,9601",
        "serial:/dev/ttyACM0,0",
        "serial:/dev/ttyACM0,-9600",
        "serial:/dev/ttyACM0,9600 ",
        "serial:/dev/ttyACM0,9600,8N1",
        "serial:/dev/ttyACM0,4294976896", /* 2^32 + 9600 */
    };
    char long_name[300] = "evdev:";
    struct ts_hand_scanner_source source;
    struct ts_hand_scanner_source before;
    (void)state;
    memset(&source, 0x5A, sizeof(source));
    memset(&before, 0x5A, sizeof(before));
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i]);
        assert_status(ts_hand_scanner_source_parse(&source, rows[i]), TS_MALFORMED);
        assert_memory_equal(&source, &before, sizeof(source));
    }
    ts_test_row("255 letters fit, 256 do not");
    memset(long_name + 6, 'a', 256);
    assert_status(ts_hand_scanner_source_parse(&source, long_name), TS_MALFORMED);
    long_name[6 + 255] = '\0';
    assert_status(ts_hand_scanner_source_parse(&source, long_name), TS_OK);
    assert_int_equal(strlen(source.text), 255);
}

static void
takes_a_scanner_and_leaves_the_keyboard(void **state)
{
    static const struct {
        const char *rule;
        struct ts_keyboard keyboard;
        const char *wanted;
        bool suits;
    } rows[] = {
        { "its name says so", { "WIT 122-UFS V2.03 Barcode Reader", 0, true }, "", true },
        { "in any case", { "USB SCANNER", 0, true }, "", true },
        { "its maker makes nothing else", { "HIDPOS", 0x0C2E, true }, "", true },
        { "another maker's", { "Symbol Bar", 0x05E0, true }, "", true },
        { "a keyboard is somebody's", { "Dell KB216", 0x413C, true }, "", false },
        { "without a name", { "", 0, true }, "", false },
        { "a scanner's other half that cannot type",
          { "Barcode", 0x0C2E, false },
          "",
          false },
        { "a part of the name is enough", { "Acme TS 9", 0, true }, "ts 9", true },
        { "the end of the name", { "Acme TS 9", 0, true }, "9", true },
        { "all of the name", { "Acme", 0, true }, "acme", true },
        { "more than the name", { "Acme", 0, true }, "acme2", false },
        { "asked for by name, the maker does not count",
          { "HIDPOS", 0x0C2E, true },
          "acme",
          false },
        { "by name, but it cannot type", { "Acme", 0, false }, "acme", false },
    };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rule);
        assert_int_equal(ts_keyboard_suits(&rows[i].keyboard, rows[i].wanted),
                         rows[i].suits);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_spelling),
        cmocka_unit_test(refuses_any_other),
        cmocka_unit_test(takes_a_scanner_and_leaves_the_keyboard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
