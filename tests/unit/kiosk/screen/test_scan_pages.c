#include "kiosk/screen/scan_pages.h"
#include "tests/support/support.h"

/*
 * Pages of the scan screen, over all states, pages and events: where READY, a waiver and
 * the administrator's pages may come from. Together with test_scan_screen.c, which asks
 * the same of the states alone.
 */

static const ts_mono noon = { 43200000 };

static bool
is_the_administrators(enum ts_page page)
{
    return page == TS_PAGE_ADMIN || ts_page_above(page) == TS_PAGE_ADMIN;
}

/* With the page open for ten seconds, in a state that began as long ago. */
static struct ts_scan_screen
standing(enum ts_scan_state state, enum ts_page page)
{
    ts_mono before = { noon.ms - 10000 };
    struct ts_scan_screen screen = {
        .state = state,
        .page = page,
        .since = before,
        .deadline = { noon.ms + 20000 },
        .page_since = before,
        .page_deadline = { noon.ms + 20000 },
        .active = before,
        .tested = true,
        .ticket = 7,
        .unlocked = is_the_administrators(page),
        .basket_open = state == TS_SCAN_NOT_YET,
        .basket_deadline = { noon.ms + 100000 },
    };
    return screen;
}

/* Every event, with everything it may carry. */
enum { EVENTS = TS_EVENT_COUNT * 64 * TS_PAGE_COUNT };

static struct ts_scan_event
event_of(int number)
{
    int with = number / TS_EVENT_COUNT % 64;
    return (struct ts_scan_event){
        .kind = (enum ts_scan_event_kind)(number % TS_EVENT_COUNT),
        .code = 99,
        .ticket = with & 1 ? 7 : 6,
        .verdict = (enum ts_verdict_kind)(with >> 1 & 3),
        .compares = with >> 3 & 1,
        .answers = with >> 4 & 1,
        .joins = with >> 5 & 1,
        .same = with >> 3 & 1,
        .page = (enum ts_page)(number / TS_EVENT_COUNT / 64),
    };
}

static bool
leads_to_ready(const struct ts_scan_screen *before, struct ts_scan_event e)
{
    bool says = e.verdict == TS_VERDICT_READY;
    bool asks = e.compares || e.answers;
    switch (e.kind) {
    case TS_EVENT_VERDICT:
        return before->state == TS_SCAN_CHECKING && e.ticket == before->ticket && says
               && !asks;
    case TS_EVENT_COMPARED:
        return before->state == TS_SCAN_IDENTITY && before->page == TS_PAGE_NONE
               && e.same;
    case TS_EVENT_ANSWERED:
        return before->state == TS_SCAN_IDENTITY && before->page == TS_PAGE_ANSWER
               && says;
    case TS_EVENT_JOINED:
        return before->state == TS_SCAN_NOT_YET && before->joinable && says && !asks;
    case TS_EVENT_NOT_A_CREDENTIAL:
        return before->state == TS_SCAN_CHECKING && before->back == TS_SCAN_READY;
    case TS_EVENT_TICK:
    case TS_EVENT_BEGIN:
    case TS_EVENT_SELF_TEST_PASSED:
    case TS_EVENT_SELF_TEST_FAILED:
    case TS_EVENT_TROUBLE:
    case TS_EVENT_RECOVERED:
    case TS_EVENT_CODE_SEEN:
    case TS_EVENT_PART_SEEN:
    case TS_EVENT_SEEN_UNREAD:
    case TS_EVENT_TOUCH:
    case TS_EVENT_WAIVED:
    case TS_EVENT_OPEN:
    case TS_EVENT_CLOSE:
    case TS_EVENT_DONE:
    case TS_EVENT_UNLOCKED:
    case TS_EVENT_NEXT: break;
    }
    return false;
}

static bool
leads_to_page(const struct ts_scan_screen *before, struct ts_scan_event e,
              enum ts_page page)
{
    if (page == TS_PAGE_ADMIN)
        return (before->page == TS_PAGE_ADMIN_PIN && e.kind == TS_EVENT_UNLOCKED)
               || (before->unlocked && e.kind == TS_EVENT_CLOSE)
               || (before->unlocked && e.kind == TS_EVENT_OPEN);
    if (is_the_administrators(page))
        return before->unlocked && e.kind == TS_EVENT_OPEN && e.page == page;
    if (page == TS_PAGE_WAIVER)
        return before->page == TS_PAGE_WAIVER_PIN && e.kind == TS_EVENT_UNLOCKED;
    if (page == TS_PAGE_ANSWER)
        return e.answers && (e.kind == TS_EVENT_VERDICT || e.kind == TS_EVENT_JOINED);
    return true;
}

/* What must hold of every step from before to after. */
static void
check_step(const struct ts_scan_screen *before, struct ts_scan_event e,
           const struct ts_scan_screen *after, struct ts_scan_actions actions)
{
    bool came = after->state != before->state;
    if (after->state == TS_SCAN_READY && came)
        assert_true(leads_to_ready(before, e));
    if (after->state == TS_SCAN_WAIVED && came)
        assert_true(before->page == TS_PAGE_WAIVER && e.kind == TS_EVENT_WAIVED
                    && before->state != TS_SCAN_STOP && before->state != TS_SCAN_READY);
    if (after->page != TS_PAGE_NONE && after->page != before->page)
        assert_true(leads_to_page(before, e, after->page));
    assert_true(!after->unlocked || is_the_administrators(after->page));
    assert_true(!is_the_administrators(after->page) || after->unlocked);
    if (after->page == TS_PAGE_WAIVER || after->page == TS_PAGE_WAIVER_PIN)
        assert_true(after->state == TS_SCAN_NOT_YET
                    || after->state == TS_SCAN_CANNOT_TELL);
    assert_true(after->page != TS_PAGE_ANSWER || after->state == TS_SCAN_IDENTITY);
    assert_true(after->state != TS_SCAN_CHECKING || after->page == TS_PAGE_NONE);
    assert_true(actions.lamp != TS_LAMP_READY || after->state == TS_SCAN_READY);
    if (actions.start_check)
        assert_true(ts_page_yields(before->page));
}

/* A page can lie there: opened, behind its PIN, or by a verdict. */
static bool
can_stand(enum ts_scan_state state, enum ts_page page)
{
    struct ts_scan_screen screen = standing(state, TS_PAGE_NONE);
    if (page == TS_PAGE_ANSWER)
        return state == TS_SCAN_IDENTITY;
    if (page == TS_PAGE_WAIVER)
        page = TS_PAGE_WAIVER_PIN;
    screen.unlocked = is_the_administrators(page);
    screen.page = page == TS_PAGE_MATCH ? TS_PAGE_CONSENT : TS_PAGE_NONE;
    return page == TS_PAGE_NONE || ts_page_may_open(&screen, page);
}

typedef void on_step(const struct ts_scan_screen *before, struct ts_scan_event event);

static size_t
over_everything(on_step *step)
{
    size_t pairs = 0;
    for (int s = 0; s < TS_SCAN_STATE_COUNT; s++)
        for (int p = 0; p < TS_PAGE_COUNT; p++) {
            struct ts_scan_screen screen =
                standing((enum ts_scan_state)s, (enum ts_page)p);
            if (!can_stand(screen.state, screen.page))
                continue;
            pairs++;
            for (int joinable = 0; joinable < 2; joinable++)
                for (int i = 0; i < EVENTS; i++) {
                    screen.joinable = joinable && s == TS_SCAN_NOT_YET;
                    step(&screen, event_of(i));
                }
        }
    return pairs;
}

static void
one_step(const struct ts_scan_screen *before, struct ts_scan_event event)
{
    struct ts_scan_screen after = *before;
    struct ts_scan_actions actions = ts_scan_handle(&after, event, noon);
    check_step(before, event, &after, actions);
}

static void
ready_waivers_and_settings_come_from_where_they_may(void **state)
{
    (void)state;
    assert_true(over_everything(one_step) > 50);
}

/* Whatever comes in the moment in which a page's time is over, it meets what is due. */
static void
one_step_late(const struct ts_scan_screen *before, struct ts_scan_event event)
{
    struct ts_scan_screen after = *before;
    ts_mono late = { noon.ms + 20000 };
    if (before->page == TS_PAGE_NONE)
        return;
    struct ts_scan_actions actions = ts_scan_handle(&after, event, late);
    assert_int_not_equal(after.state, TS_SCAN_READY);
    assert_int_not_equal(after.state, TS_SCAN_WAIVED);
    assert_false(after.unlocked || is_the_administrators(after.page));
    assert_false(after.page == TS_PAGE_ANSWER || after.page == TS_PAGE_WAIVER);
    bool over_cards =
        before->state != TS_SCAN_WAITING && before->state != TS_SCAN_OUT_OF_ORDER;
    assert_true(actions.wipe || !over_cards);
}

static void
nothing_outlives_the_time_of_its_page(void **state)
{
    (void)state;
    (void)over_everything(one_step_late);
}

/* What is rare by chance is helped along, or nothing behind a PIN would be reached. */
static struct ts_scan_event
any_event(uint64_t random, const struct ts_scan_screen *screen)
{
    struct ts_scan_event event = event_of((int)(random >> 8 & 0x7FFFFFFF) % EVENTS);
    bool wrecks =
        event.kind == TS_EVENT_TROUBLE || event.kind == TS_EVENT_SELF_TEST_FAILED;
    bool helped = random % 4 == 0;
    event.ticket += screen->ticket - 7;
    event.code = random >> 40 & 7;
    if (wrecks && random % 64 != 0)
        event.kind = TS_EVENT_OPEN;
    if (helped && ts_page_behind_pin(screen->page) != TS_PAGE_NONE)
        event.kind = TS_EVENT_UNLOCKED;
    if (helped && screen->page == TS_PAGE_WAIVER)
        event.kind = TS_EVENT_WAIVED;
    return event;
}

static void
nothing_of_it_breaks_on_a_long_walk(void **state)
{
    (void)state;
    struct ts_scan_screen screen = { .state = TS_SCAN_OUT_OF_ORDER };
    uint64_t random = 88172645463325252u;
    size_t states[TS_SCAN_STATE_COUNT] = { 0 };
    size_t pages[TS_PAGE_COUNT] = { 0 };
    ts_mono now = noon;
    for (int i = 0; i < 2000000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        struct ts_scan_event tick = { .kind = TS_EVENT_TICK };
        now.ms += random >> 50 & 0x7FF;
        (void)ts_scan_handle(&screen, tick, now); /* what was due is another step */
        struct ts_scan_screen before = screen;
        struct ts_scan_event event = any_event(random, &screen);
        struct ts_scan_actions actions = ts_scan_handle(&screen, event, now);
        check_step(&before, event, &screen, actions);
        states[screen.state]++;
        pages[screen.page]++;
    }
    for (size_t i = 0; i < TS_COUNT(states); i++)
        if (states[i] <= 100)
            fail_msg("state %zu was there %zu times", i, states[i]);
    for (size_t i = 0; i < TS_COUNT(pages); i++)
        if (pages[i] <= 10)
            fail_msg("page %zu was there %zu times", i, pages[i]);
}

static void
the_way_back_from_the_question_is_cannot_tell(void **state)
{
    (void)state;
    struct ts_scan_screen screen = standing(TS_SCAN_IDENTITY, TS_PAGE_ANSWER);
    struct ts_scan_event close = { .kind = TS_EVENT_CLOSE };
    (void)ts_scan_handle(&screen, close, noon);
    assert_int_equal(screen.state, TS_SCAN_CANNOT_TELL);
    assert_int_equal(screen.page, TS_PAGE_NONE);
}

static void
another_card_interrupts_the_question_and_is_somebody_else(void **state)
{
    (void)state;
    struct ts_scan_screen screen = standing(TS_SCAN_IDENTITY, TS_PAGE_ANSWER);
    struct ts_scan_event code = { .kind = TS_EVENT_CODE_SEEN, .code = 5 };
    struct ts_scan_actions actions = ts_scan_handle(&screen, code, noon);
    assert_int_equal(screen.state, TS_SCAN_CHECKING);
    assert_int_equal(screen.page, TS_PAGE_NONE);
    assert_true(actions.wipe && actions.start_check);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ready_waivers_and_settings_come_from_where_they_may),
        cmocka_unit_test(nothing_outlives_the_time_of_its_page),
        cmocka_unit_test(nothing_of_it_breaks_on_a_long_walk),
        cmocka_unit_test(the_way_back_from_the_question_is_cannot_tell),
        cmocka_unit_test(another_card_interrupts_the_question_and_is_somebody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
