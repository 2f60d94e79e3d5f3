#include "tests/fake/kiosk/app/typing_parts.h"

/*
 * The pages on which somebody types, through the loop: real verdicts over real cards,
 * real drawings that are touched where they are drawn; window, eyes and thread as the
 * test says.
 */

/* The cards, and what is done with them. */

/* A verdict that waits for an answer, or any other. */
static void
give(enum ts_verdict_kind kind, bool asks)
{
    play.verdict = (struct ts_verdict){
        .kind = kind,
        .reasons = { { .code =
                           asks ? TS_REASON_IDENTITY_NOT_CHECKED : TS_REASON_EXPIRED } },
        .reason_count = 1,
        .card = &play.card,
        .identity_due = asks,
        .identity_wanted = asks ? TS_IDENTITY_ANSWER : TS_IDENTITY_NOT_ASKED,
        .may_waive = true,
    };
    play.has_answer = true;
}

static void
turn(uint64_t ms)
{
    ts_clock_script_pass(ms);
    ts_loop_take_answers(&l);
    ts_loop_tell_kind(&l, TS_EVENT_TICK);
    ts_loop_show(&l);
}

static void
show_card(uint64_t code)
{
    play.sight = (struct ts_sight){ .identity = code, .recognised = true, .len = 1 };
    play.has_sight = true;
    turn(100);
}

static void
begin(enum ts_verdict_kind kind, bool asks)
{
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    show_card(1);
    give(kind, asks);
    turn(100);
    turn(1500);
}

static int
set_up(void **state)
{
    (void)state;
    memset(&play, 0, sizeof(play));
    ts_store_memory_reset();
    ts_clock_script_boot();
    ts_signal_record_reset();
    options = (struct ts_app_options){
        .contact = "", .mute = true, .admin_pin = pin_line, .waiver_pin = pin_line
    };
    parts =
        (struct ts_parts){ .options = &options, .journal = (struct ts_journal *)&play };
    assert_status(ts_signal_open(&parts.signal, "lamps"), TS_OK);
    assert_status(ts_store_open(&parts.state, "state", true), TS_OK);
    l = (struct ts_loop){ .parts = &parts };
    deal("name", NAME);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_signal_close(parts.signal);
    ts_store_close(parts.state);
    return 0;
}

/* Touches what is drawn for it; false where nothing is. */
static bool
touch(enum ts_action action, int32_t value)
{
    for (size_t i = l.drawing.target_count; i-- > 0;) {
        const struct ts_touch_target *t = &l.drawing.targets[i];
        if (t->touch.action != action || t->touch.value != value)
            continue;
        ts_loop_touch(&l, t->box.x + t->box.w / 2, t->box.y + t->box.h / 2);
        turn(500);
        return true;
    }
    return false;
}

static void
press(enum ts_key key)
{
    struct ts_input input = { .kind = TS_INPUT_KEY, .key = key };
    assert_true(ts_loop_typed(&l, &input));
    turn(500);
}

/* On an attached keyboard. */
static void
type(const char *text)
{
    for (; *text; text++) {
        struct ts_input input = { .kind = TS_INPUT_TEXT, .letter = (uint32_t)*text };
        assert_true(ts_loop_typed(&l, &input));
    }
    turn(500);
}

static void
type_pin(const char *digits)
{
    for (; *digits; digits++)
        assert_true(touch(TS_ACTION_KEY, *digits));
    assert_true(touch(TS_ACTION_ENTER, 0));
}

static void
the_right_answer_is_ready(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    assert_int_equal(l.screen.page, TS_PAGE_ANSWER);
    assert_int_equal(play.writes, 0);
    type(NAME);
    size_t forgets = play.forgets;
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.state, TS_SCAN_READY);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_READY);
    assert_int_equal(play.writes, 1);
    assert_int_equal(play.entries[0].verdict, TS_VERDICT_READY);
    assert_true(play.forgets > forgets); /* no picture of what was typed is left */
    assert_null(l.model.keyboard);
}

static void
a_wrong_answer_is_not_yet_at_once(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    type("Somebody Else");
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    assert_int_equal(play.entries[0].reason, TS_REASON_NOT_SAME_PERSON);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
    ts_loop_answered(&l, ts_span_text(NAME)); /* there is no second guess */
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    assert_int_equal(play.verdict.kind, TS_VERDICT_NOT_YET);
}

static void
nothing_typed_is_no_answer(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.page, TS_PAGE_ANSWER);
    assert_true(play.verdict.identity_due);
}

static void
the_name_in_the_clear_is_no_answer(void **state)
{
    (void)state;
    deal("emailAddress", EMAIL);
    begin(TS_VERDICT_CANNOT_TELL, true);
    type(NAME);
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
}

static void
giving_up_is_cannot_tell(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    type("Ap");
    assert_true(touch(TS_ACTION_BACK, 0));
    assert_int_equal(l.screen.state, TS_SCAN_CANNOT_TELL);
    assert_null(l.model.keyboard);
    turn(TS_SCAN_CANNOT_TELL_MS);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_int_equal(play.writes, 1);
    assert_int_equal(play.entries[0].verdict, TS_VERDICT_CANNOT_TELL);
}

static void
who_goes_away_is_forgotten(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    type("Ap");
    size_t wipes = play.wipes;
    turn(TS_SCAN_IDENTITY_MS + 1);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_true(play.wipes > wipes);
    assert_null(l.model.keyboard);
    assert_null(l.model.verdict);
}

static void
another_card_interrupts_and_begins_with_nothing_typed(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    type("Ap");
    size_t wipes = play.wipes;
    show_card(2);
    assert_int_equal(l.screen.state, TS_SCAN_CHECKING);
    assert_true(play.wipes > wipes);
    give(TS_VERDICT_CANNOT_TELL, true);
    turn(100);
    assert_int_equal(l.screen.page, TS_PAGE_ANSWER);
    assert_int_equal(ts_keyboard_typed(l.model.keyboard).len, 0);
}

static void
the_kind_that_is_asked_for_is_the_cards(void **state)
{
    static const struct {
        const char *type;
        enum ts_phrase asked;
    } ROWS[] = {
        { "name", TS_PHRASE_ASK_NAME },
        { "emailAddress", TS_PHRASE_ASK_EMAIL },
        { "nationalIdentityNumber", TS_PHRASE_ASK_NUMBER },
        { "userName", TS_PHRASE_ASK_USER_NAME },
        { "ext:somethingElse", TS_PHRASE_ASK_ANY },
        { "", TS_PHRASE_ASK_ANY },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        if (i > 0)
            (void)tear_down(state);
        (void)set_up(state);
        ts_test_row(ROWS[i].type);
        deal(ROWS[i].type, "x");
        begin(TS_VERDICT_CANNOT_TELL, true);
        assert_span_equal(l.model.keyboard->question,
                          ts_span_text(ts_words(ROWS[i].asked)));
    }
}

/* On the screen: a group is opened, then its letter typed. */
static void
the_keys_of_the_picture_type(void **state)
{
    (void)state;
    deal("userName", "a");
    begin(TS_VERDICT_CANNOT_TELL, true);
    struct ts_key_group first = { 0, 2 };
    assert_true(touch(TS_ACTION_CHOOSE, ts_keyboard_group(first)));
    assert_true(touch(TS_ACTION_KEY, 'b'));
    assert_true(touch(TS_ACTION_ERASE, 0));
    assert_true(touch(TS_ACTION_CHOOSE, ts_keyboard_group(first)));
    assert_true(touch(TS_ACTION_KEY, 'a'));
    assert_true(touch(TS_ACTION_ENTER, 0));
    assert_int_equal(l.screen.state, TS_SCAN_READY);
}

static void
keys_act_as_always_where_nobody_types(void **state)
{
    (void)state;
    struct ts_input input = { .kind = TS_INPUT_KEY, .key = TS_KEY_LANGUAGE };
    begin(TS_VERDICT_READY, false);
    assert_false(ts_loop_typed(&l, &input));
}

static void
the_right_pin_opens_the_settings(void **state)
{
    (void)state;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(1500);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    type_pin("1111");
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN_PIN);
    assert_true(l.model.pin_pad->wrong);
    assert_int_equal(l.model.pin_pad->len, 0);
    type_pin("2718");
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
    assert_true(l.screen.unlocked);
    assert_null(l.model.pin_pad);
    assert_int_equal(l.pin_tries.wrong[TS_PIN_ADMIN], 0);
}

static void
wrong_pins_wait_and_closing_the_page_does_not_help(void **state)
{
    (void)state;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(1500);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    for (int i = 0; i < 3; i++)
        type_pin("1111");
    assert_false(touch(TS_ACTION_KEY, '2')); /* there are no keys */
    assert_true(l.model.pin_pad->wait_ms > 0);
    type("2718");
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN_PIN);
    assert_true(touch(TS_ACTION_BACK, 0));
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    assert_false(touch(TS_ACTION_KEY, '2'));
    turn(TS_PIN_WAIT_FIRST_MS);
    type_pin("2718");
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
}

static void
without_a_pin_there_is_no_way_to_its_page(void **state)
{
    (void)state;
    options.admin_pin = options.waiver_pin = NULL;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(1500);
    assert_false(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    begin(TS_VERDICT_NOT_YET, false);
    assert_false(l.model.offers.waiver);
    /* And on it nothing is right. */
    ts_loop_tell(
        &l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_WAIVER_PIN });
    turn(500);
    type_pin("2718");
    assert_int_equal(l.screen.page, TS_PAGE_WAIVER_PIN);
}

static void
open_waiver(void)
{
    ts_loop_tell(
        &l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_WAIVER_PIN });
    turn(500);
}

/* Every verdict, every reason: let in is never green, and STOP is never let in. */
static void
a_waiver_is_never_ready(void **state)
{
    for (int kind = 0; kind < TS_VERDICT_COUNT; kind++)
        for (int why = 1; why < TS_WAIVER_COUNT; why++) {
            bool may = kind == TS_VERDICT_NOT_YET || kind == TS_VERDICT_CANNOT_TELL;
            (void)tear_down(state);
            (void)set_up(state);
            begin((enum ts_verdict_kind)kind, false);
            assert_int_equal(l.model.offers.waiver, may);
            open_waiver();
            assert_int_equal(l.screen.page == TS_PAGE_WAIVER_PIN, may);
            if (!may)
                continue;
            type_pin("2718");
            assert_int_equal(l.screen.page, TS_PAGE_WAIVER);
            if (!touch(TS_ACTION_CHOOSE, why))
                ts_loop_waived(&l, (enum ts_waiver)why); /* below the fold */
            turn(100);
            assert_int_equal(l.screen.state, TS_SCAN_WAIVED);
            assert_int_equal(play.verdict.waived, why);
            assert_int_equal(play.verdict.kind, kind);
            assert_int_equal(ts_signal_record_lit(), TS_LAMP_NOT_YET);
            assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
            assert_int_equal(play.waived, 1);
            assert_int_equal(play.waivers[0].verdict, kind);
            assert_int_equal(play.waivers[0].reason, why);
            assert_int_equal(play.writes, 1);
            struct ts_colour ground = l.drawing.items[0].colour;
            struct ts_colour yellow = ts_theme_verdict(TS_VERDICT_NOT_YET).ground;
            assert_memory_equal(&ground, &yellow, sizeof(ground));
            assert_false(l.model.offers.waiver);
        }
}

static void
nobody_is_let_in_but_from_its_page(void **state)
{
    (void)state;
    begin(TS_VERDICT_NOT_YET, false);
    ts_loop_waived(&l, TS_WAIVER_OTHER);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    assert_int_equal(play.verdict.waived, TS_WAIVER_NONE);
    open_waiver();
    ts_loop_waived(&l, TS_WAIVER_OTHER);
    assert_int_equal(play.waived, 0);
    assert_int_equal(play.verdict.waived, TS_WAIVER_NONE);
}

static void
who_gave_up_may_be_let_in_and_is_counted_once(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    assert_true(touch(TS_ACTION_BACK, 0));
    open_waiver();
    type_pin("2718");
    ts_loop_waived(&l, TS_WAIVER_CONFIRMED);
    turn(TS_SCAN_WAIVED_MS + 1);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_int_equal(play.writes, 1);
    assert_int_equal(play.waived, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_right_answer_is_ready),
        TEST(a_wrong_answer_is_not_yet_at_once),
        TEST(nothing_typed_is_no_answer),
        TEST(the_name_in_the_clear_is_no_answer),
        TEST(giving_up_is_cannot_tell),
        TEST(who_goes_away_is_forgotten),
        TEST(another_card_interrupts_and_begins_with_nothing_typed),
        TEST(the_kind_that_is_asked_for_is_the_cards),
        TEST(the_keys_of_the_picture_type),
        TEST(keys_act_as_always_where_nobody_types),
        TEST(the_right_pin_opens_the_settings),
        TEST(wrong_pins_wait_and_closing_the_page_does_not_help),
        TEST(without_a_pin_there_is_no_way_to_its_page),
        TEST(a_waiver_is_never_ready),
        TEST(nobody_is_let_in_but_from_its_page),
        TEST(who_gave_up_may_be_let_in_and_is_counted_once),
    };
    TS_CHECK(ts_pin_hash(pin_line, TS_SPAN_LIT("2718")) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
