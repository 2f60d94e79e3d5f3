#include "kiosk/scan/version.h"
#include "tests/unit/kiosk/scan/near.h"
#include "tests/unit/kiosk/scan/shot.h"

enum { ALIGNMENT = 0x20, DARK = 1 }; /* in libqrencode's modules */

static bool
is_alignment(const QRcode *code, size_t row, size_t column)
{
    for (size_t i = row - 2; i <= row + 2; i++)
        for (size_t j = column - 2; j <= column + 2; j++)
            if (!(code->data[i * (size_t)code->width + j] & ALIGNMENT))
                return false;
    return true;
}

static size_t
count_marked(const QRcode *code)
{
    size_t count = 0;
    for (size_t i = 0; i < (size_t)code->width * (size_t)code->width; i++)
        count += (code->data[i] & ALIGNMENT) != 0;
    return count;
}

static void
alignment_patterns_are_where_an_encoder_puts_them(void **state)
{
    (void)state;
    for (int version = 1; version <= 40; version++) {
        unsigned at[TS_QR_ALIGNMENTS_MAX];
        QRcode *code = shot_code(version);
        size_t found = 0;
        size_t count = ts_qr_alignments((unsigned)version, at);
        assert_int_equal(ts_qr_modules((unsigned)version), code->width);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count; j++)
                found += is_alignment(code, at[i], at[j]);
        assert_int_equal(count, version == 1 ? 0 : version / 7 + 2);
        assert_int_equal(found, count ? count * count - 3 : 0);
        /* Those in the timing patterns are marked as timing where both are. */
        assert_true(count_marked(code) <= found * 25);
        QRcode_free(code);
    }
}

static uint32_t
drawn_information(const QRcode *code)
{
    uint32_t bits = 0;
    size_t width = (size_t)code->width;
    for (size_t i = 0; i < 18; i++)
        if (code->data[i / 3 * width + width - 11 + i % 3] & DARK)
            bits |= 1u << i;
    return bits;
}

static void
the_information_is_what_an_encoder_draws(void **state)
{
    (void)state;
    for (int version = 7; version <= 40; version++) {
        QRcode *code = shot_code(version);
        assert_int_equal(ts_qr_version_information((unsigned)version),
                         drawn_information(code));
        QRcode_free(code);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alignment_patterns_are_where_an_encoder_puts_them),
        cmocka_unit_test(the_information_is_what_an_encoder_draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
