#include "keys/crypto/random.h"
#include "kiosk/screen/pin_pad.h"
#include "kiosk/screen/view.h"
#include "tests/support/support.h"

#include <string.h>

static struct ts_pin_pad pad;
static struct ts_drawing drawing;

static void
shuffle(void)
{
    uint8_t random[TS_PIN_PAD_RANDOM];
    ts_random_bytes(TS_ROOM_OF(random));
    ts_pin_pad_open(&pad, random);
}

static bool
touch(enum ts_action action, int32_t value)
{
    return ts_pin_pad_touch(&pad, (struct ts_touch){ action, value });
}

/* Of 20,000 orders every digit lies everywhere about 2,000 times; 1,600 are nine
 * standard deviations away. */
static void
every_order_holds_every_digit_and_each_is_everywhere(void **state)
{
    (void)state;
    int times[TS_PIN_PAD_DIGITS][TS_PIN_PAD_DIGITS] = { { 0 } };
    for (int n = 0; n < 20000; n++) {
        unsigned seen = 0;
        shuffle();
        for (size_t i = 0; i < TS_PIN_PAD_DIGITS; i++) {
            assert_true(pad.order[i] < TS_PIN_PAD_DIGITS);
            seen |= 1U << pad.order[i];
            times[i][pad.order[i]]++;
        }
        assert_int_equal(seen, 0x3FF);
    }
    for (size_t i = 0; i < TS_PIN_PAD_DIGITS; i++)
        for (size_t d = 0; d < TS_PIN_PAD_DIGITS; d++)
            assert_in_range(times[i][d], 1600, 2400);
}

static void
four_to_twelve_digits_are_taken(void **state)
{
    (void)state;
    shuffle();
    for (int i = 0; i < 3; i++)
        touch(TS_ACTION_KEY, '1' + i);
    assert_false(touch(TS_ACTION_ENTER, 0));
    touch(TS_ACTION_KEY, '4');
    assert_true(touch(TS_ACTION_ENTER, 0));
    assert_span_equal(ts_pin_pad_typed(&pad), TS_SPAN_LIT("1234"));
    for (int i = 0; i < 20; i++)
        touch(TS_ACTION_KEY, '5');
    assert_span_equal(ts_pin_pad_typed(&pad), TS_SPAN_LIT("123455555555"));
    touch(TS_ACTION_ERASE, 0);
    assert_int_equal(pad.len, 11);
    for (int i = 0; i < 20; i++)
        touch(TS_ACTION_ERASE, 0);
    assert_int_equal(pad.len, 0);
}

static void
nothing_but_digits_is_typed(void **state)
{
    (void)state;
    shuffle();
    for (int32_t value = -70000; value < 70000; value++)
        if (value < '0' || value > '9')
            touch(TS_ACTION_KEY, value);
    for (int action = 0; action < TS_ACTION_COUNT; action++)
        if (action != TS_ACTION_KEY)
            assert_false(touch((enum ts_action)action, '1'));
    assert_int_equal(pad.len, 0);
}

static void
nothing_is_taken_while_it_waits(void **state)
{
    (void)state;
    shuffle();
    for (int i = 0; i < 4; i++)
        touch(TS_ACTION_KEY, '1');
    pad.wait_ms = 1;
    assert_false(touch(TS_ACTION_ENTER, 0));
    touch(TS_ACTION_KEY, '1');
    touch(TS_ACTION_ERASE, 0);
    assert_int_equal(pad.len, 4);
}

static void
closing_overwrites_everything(void **state)
{
    (void)state;
    const struct ts_pin_pad nothing = { .len = 0 };
    shuffle();
    touch(TS_ACTION_KEY, '7');
    touch(TS_ACTION_ERASE, 0);
    assert_int_equal(pad.typed[0], 0);
    touch(TS_ACTION_KEY, '7');
    ts_pin_pad_clear(&pad);
    assert_int_equal(pad.typed[0], 0);
    ts_pin_pad_close(&pad);
    assert_memory_equal(&pad, &nothing, sizeof(pad));
}

static const struct {
    int width, height;
    double px_per_mm;
    bool gloves;
} displays[] = {
    { 800, 480, 5.2, false },  { 1280, 800, 5.9, false }, { 1920, 1080, 3.6, false },
    { 720, 1280, 8.2, false }, { 800, 480, 5.2, true },   { 720, 1280, 8.2, true },
};

static void
draw(size_t display)
{
    struct ts_view_model model = {
        .width_px = displays[display].width,
        .height_px = displays[display].height,
        .px_per_mm = displays[display].px_per_mm,
        .gloves = displays[display].gloves,
        .page = TS_PAGE_ADMIN_PIN,
        .state = TS_SCAN_WAITING,
        .pin_pad = &pad,
    };
    ts_view_draw(&drawing, &model);
    assert_false(drawing.full);
}

static void
every_digit_can_be_touched_where_it_is_drawn(void **state)
{
    (void)state;
    for (size_t d = 0; d < TS_COUNT(displays); d++) {
        unsigned digits = 0;
        double least = displays[d].px_per_mm * (displays[d].gloves ? 25 : 20);
        shuffle();
        draw(d);
        for (size_t i = 0; i < drawing.target_count; i++) {
            struct ts_box a = drawing.targets[i].box;
            struct ts_touch t = drawing.targets[i].touch;
            assert_true(a.w >= least && a.h >= least);
            assert_true(a.x >= 0 && a.x + a.w <= displays[d].width);
            assert_true(a.y >= 0 && a.y + a.h <= displays[d].height);
            if (t.action == TS_ACTION_KEY)
                digits |= 1U << (t.value - '0');
            for (size_t k = 0; k < i; k++) {
                struct ts_box b = drawing.targets[k].box;
                assert_false(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h
                             && b.y < a.y + a.h);
            }
        }
        assert_int_equal(digits, 0x3FF);
        assert_int_equal(drawing.target_count, TS_PIN_PAD_DIGITS + 3);
    }
}

static void
a_pad_that_waits_has_no_keys(void **state)
{
    (void)state;
    shuffle();
    pad.wait_ms = 30000;
    draw(0);
    assert_int_equal(drawing.target_count, 1);
    assert_int_equal(drawing.targets[0].touch.action, TS_ACTION_BACK);
}

static void
nothing_is_taken_while_it_is_looked_at(void **state)
{
    (void)state;
    shuffle();
    for (int i = 0; i < TS_PIN_DIGITS_MIN; i++)
        touch(TS_ACTION_KEY, '3');
    pad.checking = true;
    assert_false(touch(TS_ACTION_ENTER, 0));
    assert_false(touch(TS_ACTION_KEY, '3'));
    assert_int_equal(pad.len, TS_PIN_DIGITS_MIN);
    draw(0);
    size_t said = 0;
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_TEXT)
            said += ts_span_is(drawing.items[i].text.text, ts_words(TS_PHRASE_CHECKING));
    assert_int_equal(said, 1);
    pad.checking = false;
    assert_true(touch(TS_ACTION_ENTER, 0));
}

/* No text but the names of the keys: the PIN is dots. */
static void
what_is_typed_is_not_drawn(void **state)
{
    (void)state;
    shuffle();
    for (int i = 0; i < 6; i++)
        touch(TS_ACTION_KEY, '3');
    draw(0);
    size_t threes = 0;
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_TEXT)
            threes += ts_span_is(drawing.items[i].text.text, "3");
    assert_int_equal(threes, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order_holds_every_digit_and_each_is_everywhere),
        cmocka_unit_test(four_to_twelve_digits_are_taken),
        cmocka_unit_test(nothing_but_digits_is_typed),
        cmocka_unit_test(nothing_is_taken_while_it_waits),
        cmocka_unit_test(closing_overwrites_everything),
        cmocka_unit_test(every_digit_can_be_touched_where_it_is_drawn),
        cmocka_unit_test(a_pad_that_waits_has_no_keys),
        cmocka_unit_test(nothing_is_taken_while_it_is_looked_at),
        cmocka_unit_test(what_is_typed_is_not_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
