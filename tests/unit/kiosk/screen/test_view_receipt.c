#include "kiosk/screen/view.h"
#include "tests/support/support.h"

#include <string.h>

/* The page of a receipt on every display, for every reader, with codes of every size. */

static const struct {
    int width, height;
    double px_per_mm;
} displays[] = {
    { 800, 480, 5.2 },  { 1280, 800, 5.9 }, { 1920, 1080, 3.6 },
    { 720, 1280, 8.2 }, { 480, 800, 5.2 },  { 1024, 600, 5.2 },
};

static struct ts_drawing drawing;
static struct ts_receipt_view receipt;
static struct ts_verdict verdict;

static struct ts_view_model
model_on(size_t display, int modules)
{
    receipt = (struct ts_receipt_view){ .verdict = TS_VERDICT_NOT_YET,
                                        .time = { 1778581800 },
                                        .number = TS_SPAN_LIT("3f2a 91c0") };
    receipt.code.width = modules;
    verdict = (struct ts_verdict){ .kind = TS_VERDICT_NOT_YET,
                                   .reasons = { { .code = TS_REASON_MISSING } },
                                   .reason_count = 1 };
    return (struct ts_view_model){
        .width_px = displays[display].width,
        .height_px = displays[display].height,
        .px_per_mm = displays[display].px_per_mm,
        .state = TS_SCAN_NOT_YET,
        .verdict = &verdict,
        .page = TS_PAGE_RECEIPT,
        .receipt = &receipt,
        .profile_name = TS_SPAN_LIT("Confined space entry, tanks and vessels"),
        .time = { 30000, 20000, false },
    };
}

static bool
overlap(struct ts_box a, struct ts_box b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static struct ts_box
code_box(void)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_CODE)
            return drawing.items[i].box;
    fail_msg("no code");
    return (struct ts_box){ 0 };
}

static void
expect_apart(const struct ts_view_model *model)
{
    struct ts_box screen = { 0, 0, model->width_px, model->height_px };
    struct ts_box code = code_box();
    assert_int_equal(drawing.target_count, 1);
    assert_int_equal(drawing.targets[0].touch.action, TS_ACTION_BACK);
    struct ts_box back = drawing.targets[0].box;
    assert_false(overlap(code, back));
    for (size_t i = 0; i < drawing.count; i++) {
        const struct ts_item *item = &drawing.items[i];
        struct ts_box box = item->box;
        assert_true(box.x >= 0 && box.y >= 0 && box.x + box.w <= screen.w
                    && box.y + box.h <= screen.h);
        if (item->kind != TS_ITEM_TEXT)
            continue;
        assert_false(overlap(box, code));
        assert_false(overlap(box, back));
    }
}

/* Version 5 is the shortest receipt, version 10 the longest. */
static void
nothing_lies_over_anything_and_a_module_is_large_enough(void **state)
{
    (void)state;
    for (size_t d = 0; d < TS_COUNT(displays); d++) {
        for (int version = 5; version <= 10; version++) {
            for (int reader = 0; reader < 4; reader++) {
                struct ts_view_model model = model_on(d, 17 + 4 * version);
                model.gloves = reader & 1;
                model.large_print = reader & 2;
                ts_view_draw(&drawing, &model);
                assert_false(drawing.full);
                expect_apart(&model);
                struct ts_box box = code_box();
                int shorter = box.w < box.h ? box.w : box.h;
                assert_true(shorter / (receipt.code.width + 2 * TS_QUIET_ZONE)
                            >= TS_RECEIPT_MODULE_PX);
            }
        }
    }
}

static bool
says(const char *text)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (ts_span_is(drawing.items[i].text.text, text))
            return true;
    return false;
}

static void
it_says_what_when_and_which(void **state)
{
    (void)state;
    struct ts_view_model model = model_on(1, 57);
    ts_view_draw(&drawing, &model);
    assert_true(says(ts_words(TS_PHRASE_RECEIPT)));
    assert_true(says(ts_words_verdict(TS_VERDICT_NOT_YET)));
    assert_true(says("12 May 2026, 10:30 UTC"));
    assert_true(says("Number 3f2a 91c0"));
    assert_true(says("Confined space entry, tanks and vessels"));
    receipt.let_in = true;
    ts_view_draw(&drawing, &model);
    assert_true(says(ts_words(TS_PHRASE_LET_IN)));
    assert_false(says(ts_words_verdict(TS_VERDICT_NOT_YET)));
}

static void
without_a_receipt_the_verdict_is_shown(void **state)
{
    (void)state;
    struct ts_view_model model = model_on(1, 57);
    model.receipt = NULL;
    ts_view_draw(&drawing, &model);
    assert_false(says(ts_words(TS_PHRASE_RECEIPT)));
    assert_true(says(ts_words_verdict(TS_VERDICT_NOT_YET)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_lies_over_anything_and_a_module_is_large_enough),
        cmocka_unit_test(it_says_what_when_and_which),
        cmocka_unit_test(without_a_receipt_the_verdict_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
