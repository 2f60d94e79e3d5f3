#include "keys/authority/qr_picture.h"
#include "tests/support/support.h"

#define ARENA (16 * 1024 * 1024)

static bool
contains(ts_span text, const char *part)
{
    for (size_t i = 0; i < text.len; i++) {
        if (ts_span_starts_with(ts_span_part(text, i, text.len), ts_span_text(part)))
            return true;
    }
    return false;
}

static void
draws_itself(void **state)
{
    (void)state;
    static const uint8_t PNG[] = { 0x89, 'P', 'N', 'G' };
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_qr qr;
    ts_span png;
    ts_span svg;
    assert_status(ts_qr_encode(&arena, &qr, TS_SPAN_LIT("HELLO")), TS_OK);
    assert_int_equal(ts_qr_run(&qr, 0, 0), 7); /* the finder's upper edge */
    assert_int_equal(ts_qr_run(&qr, 7, 0), 0);
    assert_status(ts_qr_png(&arena, &png, &qr), TS_OK);
    assert_true(ts_span_starts_with(png, TS_SPAN_OF(PNG)));
    /* IHDR: 29 modules of 8 pixels. */
    assert_int_equal(png.at[18] << 8 | png.at[19], 29 * 8);
    assert_int_equal(png.at[22] << 8 | png.at[23], 29 * 8);
    assert_status(ts_qr_svg(&arena, &svg, &qr), TS_OK);
    assert_true(ts_span_starts_with(svg, TS_SPAN_LIT("<svg ")));
    assert_true(contains(svg, "viewBox=\"0 0 29 29\""));
    assert_true(contains(svg, "<path d=\"M4 4h7v1h-7z"));
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
