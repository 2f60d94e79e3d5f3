#include "kiosk/scan/scanner.h"
#include "tests/support/support.h"
#include "tests/unit/kiosk/scan/shot.h"

/* What is done in one frame, and what in turn over several. */

static struct picture picture;

static int
setup(void **state)
{
    enum ts_status status = ts_scanner_open((struct ts_scanner **)state);
    return status == TS_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    ts_scanner_close(*state);
    return 0;
}

static void
draw_alone(QRcode *code, uint32_t px)
{
    assert_non_null(code);
    picture_clear(&picture, picture_side(code, px), picture_side(code, px));
    picture_draw(&picture, code, 0, 0, px);
    QRcode_free(code);
}

static QRcode *
text_code(const char *text)
{
    return QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
}

/* How many codes are seen in the picture as the frame of that turn. */
static size_t
seen(struct ts_scanner *scanner, const struct ts_scan_turn *turn)
{
    struct ts_code codes[4];
    size_t count = 99;
    struct ts_frame frame = picture_frame(&picture);
    assert_status(ts_scanner_scan(scanner, &frame, turn, codes, 4, &count), TS_OK);
    return count;
}

static void
inverted_codes_are_tried_in_one_turn_of_sixteen(void **state)
{
    static const char want[] = "0000001000000000000000100000000000";
    draw_alone(text_code("light on dark"), 4);
    picture_invert(&picture);
    for (uint32_t i = 0; want[i]; i++)
        assert_int_equal(seen(*state, &(struct ts_scan_turn){ .number = i }),
                         want[i] - '0');
    struct ts_code code; /* where there is no next frame, at once */
    size_t count = 0;
    struct ts_frame frame = picture_frame(&picture);
    assert_status(ts_scanner_still(*state, &frame, &code, 1, &count), TS_OK);
    assert_int_equal(count, 1);
    assert_true(ts_span_is(code.bytes, "light on dark"));
}

/* Modules so small that only a closer look shows the finders. */
static void
a_region_is_looked_at_more_closely_in_its_turn(void **state)
{
    static const struct ts_scan_region regions[] = {
        { 0, 0, 640, 480 },
        { -50, -50, 690, 600 },
        { -2000000000, -2000000000, 4000000000, 4000000000 },
        { 2000000000, 2000000000, 4000000000, 4000000000 },
        { 0, 0, 0, 0 },
        { 600, 450, 900, 900 },
    };
    picture_clear(&picture, 640, 480);
    QRcode *code = text_code("in a region");
    picture_draw(&picture, code, 300, 200, 2);
    QRcode_free(code);
    for (size_t i = 0; i < TS_COUNT(regions); i++)
        for (uint32_t number = 0; number < 4; number++)
            assert_int_equal(seen(*state, &(struct ts_scan_turn){ .number = number,
                                                                  .has_region = true,
                                                                  .region = regions[i] }),
                             1);
    picture_clear(&picture, 640, 480);
    for (size_t i = 0; i < TS_COUNT(regions); i++)
        assert_int_equal(seen(*state, &(struct ts_scan_turn){ .number = 2,
                                                              .has_region = true,
                                                              .region = regions[i] }),
                         0);
}

static void
what_was_seen_is_told(void **state)
{
    const struct ts_scan_sight *sight = ts_scanner_sight(*state);
    picture_clear(&picture, 640, 480);
    QRcode *code = text_code("in sight");
    picture_draw(&picture, code, 300, 200, 5);
    QRcode_free(code);
    assert_int_equal(seen(*state, &(struct ts_scan_turn){ 0 }), 1);
    assert_true(sight->seen && sight->read && !sight->cut_off);
    assert_true(sight->module_px > 4.8 && sight->module_px < 5.2);
    assert_true(sight->contrast > 150);
    picture_clear(&picture, 640, 480);
    assert_int_equal(seen(*state, &(struct ts_scan_turn){ 0 }), 0);
    assert_false(sight->seen || sight->read);
    assert_true(sight->module_px == 0 && sight->contrast == 0);
}

static void
codes_of_very_different_sizes_are_read_in_one_live_frame(void **state)
{
    static const uint32_t sides[] = { 2, 5, 14 };
    static const uint32_t lefts[] = { 20, 120, 400 };
    picture_clear(&picture, 1000, 700);
    for (size_t i = 0; i < TS_COUNT(sides); i++) {
        char text[2] = { (char)('a' + i), 0 };
        QRcode *code = text_code(text);
        picture_draw(&picture, code, lefts[i], 20, sides[i]);
        QRcode_free(code);
    }
    assert_int_equal(seen(*state, &(struct ts_scan_turn){ 0 }), 3);
}

int
main(void)
{
#define SCANNING(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        SCANNING(inverted_codes_are_tried_in_one_turn_of_sixteen),
        SCANNING(a_region_is_looked_at_more_closely_in_its_turn),
        SCANNING(what_was_seen_is_told),
        SCANNING(codes_of_very_different_sizes_are_read_in_one_live_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
