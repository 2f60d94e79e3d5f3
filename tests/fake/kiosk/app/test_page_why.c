#include "tests/fake/kiosk/app/page_parts.h"

/* What stands under "Why?" and on the page of what else can be done. */

#define JOB                                                                             \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"rig\",\"name\":\"Rig\",\"all_of\":[" \
    "{\"achievement\":\"urn:example:A\"},{\"achievement\":\"urn:example:B\"}]}"

static int
set_up(void **state)
{
    (void)state;
    set_up_parts();
    assert_status(ts_profile_read(&memory, &parts.profile, TS_SPAN_LIT(JOB), NULL),
                  TS_OK);
    parts.has_profile = true;
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    tear_down_parts();
    return 0;
}

static const struct ts_menu_row *
row_of(enum ts_phrase label)
{
    const struct ts_menu *menu = l.model.menu;
    assert_non_null(menu);
    for (size_t i = 0; i < menu->count; i++)
        if (ts_span_is(menu->rows[i].label, ts_words(label)))
            return &menu->rows[i];
    return NULL;
}

static void
expect(enum ts_phrase label, enum ts_icon icon, const char *detail)
{
    const struct ts_menu_row *row = row_of(label);
    ts_test_row(ts_words(label));
    assert_non_null(row);
    assert_int_equal(row->icon, icon);
    if (detail)
        assert_span_equal(row->detail, ts_span_text(detail));
}

static void
open_why(void)
{
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_WHY));
    assert_int_equal(l.screen.page, TS_PAGE_WHY);
}

static void
of_a_good_card_every_check_is_told(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    open_why();
    expect(TS_PHRASE_CHECK_PROOF, TS_ICON_TICK, "");
    expect(TS_PHRASE_CHECK_ISSUER, TS_ICON_TICK, NULL);
    assert_true(row_of(TS_PHRASE_CHECK_ISSUER)->detail.len > 0);
    expect(TS_PHRASE_CHECK_DATES, TS_ICON_TICK, "until 1 January 2027");
    expect(TS_PHRASE_CHECK_STATUS, TS_ICON_TICK, NULL);
    expect(TS_PHRASE_CHECK_WANTED, TS_ICON_CROSS, "1 of 2 · Rig");
    expect(TS_PHRASE_STAYS_HERE, TS_ICON_NONE, ts_words(TS_PHRASE_LOG_COUNTS));
    assert_null(row_of(TS_PHRASE_CHECK_PERSON));
}

/* Of what is not believed nothing is quoted but that. */
static void
of_a_card_that_is_not_believed_nothing_is_quoted(void **state)
{
    (void)state;
    begin();
    show_forged("Mina Roy", "A");
    assert_int_equal(l.screen.state, TS_SCAN_STOP);
    open_why();
    expect(TS_PHRASE_CHECK_PROOF, TS_ICON_CROSS, "");
    assert_null(row_of(TS_PHRASE_CHECK_ISSUER));
    assert_null(row_of(TS_PHRASE_CHECK_DATES));
    assert_int_equal(l.model.menu->count, 2);
    ts_test_row("an issuer that is not on the list");
    show_badge("Mina Roy", "A", "did:web:nobody.example");
    assert_int_equal(l.screen.state, TS_SCAN_CANNOT_TELL);
    open_why();
    expect(TS_PHRASE_CHECK_PROOF, TS_ICON_QUESTION, "");
    assert_null(row_of(TS_PHRASE_CHECK_ISSUER));
}

static void
what_else_there_is_leads_on_or_to_the_next_person(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    ts_loop_tell(
        &l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_ACTIONS });
    turn(500);
    assert_int_equal(l.screen.page, TS_PAGE_ACTIONS);
    struct ts_button offered[TS_OFFERS_MAX];
    size_t count = ts_view_offers(offered, &l.model);
    assert_int_equal(l.model.menu->count, count + 1);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_WHY));
    assert_int_equal(l.screen.page, TS_PAGE_WHY);
    assert_true(touch(TS_ACTION_BACK, 0));
    ts_loop_tell(
        &l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_ACTIONS });
    turn(500);
    assert_true(touch(TS_ACTION_DONE, 0));
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_int_equal(ts_checker_cards(parts.checker), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(of_a_good_card_every_check_is_told),
        TEST(of_a_card_that_is_not_believed_nothing_is_quoted),
        TEST(what_else_there_is_leads_on_or_to_the_next_person),
    };
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
