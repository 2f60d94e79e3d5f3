#include "tests/fake/kiosk/app/page_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The administrator's pages, and the roll, on a journal in a real folder. */

static struct ts_app_options configured;
static char folder[64], journal_file[80];

static int
set_up(void **state)
{
    (void)state;
    set_up_parts();
    snprintf(folder, sizeof(folder), "/tmp/ts-admin-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(journal_file, sizeof(journal_file), "%s/journal", folder);
    options.admin_pin = "unread: the PIN's page is another test's";
    options.journal_file = journal_file;
    options.state_dir = "state";
    options.log_days = 30;
    options.volume = 60;
    configured = options;
    parts.configured = &configured;
    assert_status(ts_store_open(&parts.state, "state", true), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    static const char *const endings[] = { "", "-wal", "-shm" };
    if (parts.journal)
        ts_journal_close(parts.journal);
    ts_store_close(parts.state);
    tear_down_parts();
    for (size_t i = 0; i < TS_COUNT(endings); i++) {
        char path[96];
        snprintf(path, sizeof(path), "%s%s", journal_file, endings[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

static void
unlock(void)
{
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    ts_loop_tell_kind(&l, TS_EVENT_UNLOCKED);
    turn(500);
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
}

static void
start_in(const char *mode)
{
    options.log_mode = configured.log_mode = mode;
    ts_parts_open_journal(&parts);
    assert_non_null(parts.journal);
    begin();
    turn(1000);
}

static void
every_setting_is_reached_and_left_again(void **state)
{
    (void)state;
    static const enum ts_page pages[] = { TS_PAGE_PROFILE, TS_PAGE_LISTS, TS_PAGE_LOG,
                                          TS_PAGE_VOLUME,  TS_PAGE_CLOCK, TS_PAGE_FOCUS };
    start_in("counts");
    unlock();
    for (size_t i = 0; i < TS_COUNT(pages); i++) {
        while (!target_of(TS_ACTION_OPEN, (int32_t)pages[i])) {
            const struct ts_touch_target *down = NULL;
            for (size_t t = 0; t < l.drawing.target_count; t++)
                if (l.drawing.targets[t].touch.action == TS_ACTION_SCROLL)
                    down = &l.drawing.targets[t];
            assert_non_null(down);
            assert_true(touch(TS_ACTION_SCROLL, down->touch.value));
        }
        assert_true(touch(TS_ACTION_OPEN, (int32_t)pages[i]));
        assert_int_equal(l.screen.page, pages[i]);
        assert_true(touch(TS_ACTION_BACK, 0));
        assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
    }
    assert_true(touch(TS_ACTION_BACK, 0));
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    assert_false(l.screen.unlocked);
}

static void
nobody_there_locks_it(void **state)
{
    (void)state;
    start_in("counts");
    unlock();
    turn(120000);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    ts_loop_tell(&l,
                 (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_LOG });
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
}

static void
a_card_in_view_is_not_judged_meanwhile(void **state)
{
    (void)state;
    start_in("counts");
    unlock();
    show_badge("Mina Roy", "A", NULL);
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
    assert_int_equal(l.screen.ticket, 0);
}

static void
another_log_is_asked_about_once_more_and_kept(void **state)
{
    (void)state;
    start_in("counts");
    unlock();
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_LOG));
    assert_true(touch(TS_ACTION_CHOOSE, TS_JOURNAL_PROOF));
    assert_int_equal(ts_journal_mode(parts.journal), TS_JOURNAL_COUNTS);
    assert_true(touch(TS_ACTION_ERASE, 0)); /* no */
    assert_int_equal(ts_journal_mode(parts.journal), TS_JOURNAL_COUNTS);
    assert_true(touch(TS_ACTION_CHOOSE, TS_JOURNAL_ROLL));
    assert_true(touch(TS_ACTION_ENTER, 0)); /* yes */
    assert_int_equal(ts_journal_mode(parts.journal), TS_JOURNAL_ROLL);
    struct ts_choices kept;
    assert_status(ts_choices_load(&kept, parts.state), TS_OK);
    assert_true(kept.has_log_mode);
    assert_int_equal(kept.log_mode, TS_JOURNAL_ROLL);
}

static size_t
on_site(void)
{
    struct ts_roll_row rows[8];
    struct ts_roll_count count;
    struct ts_roll_query query = { .max = 8, .stale_hours = 14, .now = TS_SAMPLE_NOW };
    size_t given = 0;
    assert_status(ts_roll_list(parts.journal, rows, &given, &count, &query), TS_OK);
    return count.in;
}

static void
ready_signs_in_and_out_and_says_so(void **state)
{
    (void)state;
    start_in("roll");
    show_badge("Mina Roy", "A", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_READY);
    assert_span_equal(l.model.notice, ts_span_text(ts_words(TS_PHRASE_SIGNED_IN)));
    assert_int_equal(on_site(), 1);
    turn(10000);
    show_badge("Mina Roy", "A", NULL); /* once more, to be sure */
    assert_span_equal(l.model.notice, ts_span_text(ts_words(TS_PHRASE_SIGNED_IN)));
    assert_int_equal(on_site(), 1);
    turn(60000);
    show_badge("Mina Roy", "A", NULL);
    assert_span_equal(l.model.notice, ts_span_text(ts_words(TS_PHRASE_SIGNED_OUT)));
    assert_int_equal(on_site(), 0);
    turn(10000);
    assert_int_equal(l.model.notice.len, 0);
}

static void
a_drill_counts_who_is_there_and_the_list_is_written(void **state)
{
    (void)state;
    ts_span list;
    start_in("roll");
    show_badge("Mina Roy", "A", NULL);
    turn(10000);
    show_badge("Jean Petit", "B", NULL);
    turn(10000);
    turn(1000);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ROLL));
    assert_true(touch(TS_ACTION_DRILL, 0));
    assert_true(touch(TS_ACTION_CHOOSE, 0));
    assert_true(touch(TS_ACTION_PRINT, 0));
    assert_status(ts_store_read(parts.state, &memory, &list, "roll.txt", 1 << 20), TS_OK);
    char text[512] = "";
    assert_true(list.len < sizeof(text));
    memcpy(text, list.at, list.len);
    assert_non_null(strstr(text, "[x] Jean Petit"));
    assert_non_null(strstr(text, "[ ] Mina Roy"));
    assert_true(touch(TS_ACTION_DRILL, 0));
    assert_int_equal(on_site(), 2);
}

enum { CROWD = 150 };

/* Turns all pages of the list; how often each person stands on it, and who comes first.
 */
static size_t
leaf_through(unsigned seen[CROWD], unsigned *first)
{
    memset(seen, 0, CROWD * sizeof(*seen));
    for (size_t pages = 1;; pages++) {
        const struct ts_menu *menu = &l.pages.menu;
        for (size_t i = 0; i < menu->count; i++) {
            char label[128];
            unsigned number = 0;
            snprintf(label, sizeof(label), "%.*s", TS_SPAN_ARG(menu->rows[i].label));
            if (sscanf(label, "Person %u", &number) != 1)
                continue;
            assert_true(number < CROWD);
            seen[number]++;
            *first = pages == 1 && i == 0 ? number : *first;
        }
        if (menu->rows[menu->count - 1].touch.action != TS_ACTION_MORE)
            return pages;
        ts_pages_touch(&l, (struct ts_touch){ TS_ACTION_MORE, 0 });
        turn(100);
    }
}

static bool
is_complete(const unsigned seen[CROWD])
{
    for (size_t i = 0; i < CROWD; i++)
        if (seen[i] != 1)
            return false;
    return true;
}

static void
sign_a_crowd_in(void)
{
    for (unsigned i = 0; i < CROWD; i++) {
        char name[32];
        char id[32];
        enum ts_roll_sign done = TS_ROLL_NONE;
        snprintf(name, sizeof(name), "Person %03u", i);
        snprintf(id, sizeof(id), "urn:person:%u", i);
        assert_status(ts_roll_pass(parts.journal, &done, ts_span_text(id),
                                   ts_span_text(name), TS_SAMPLE_NOW),
                      TS_OK);
    }
}

static void
a_long_roll_is_read_page_by_page(void **state)
{
    (void)state;
    unsigned seen[CROWD];
    unsigned first = CROWD;
    start_in("roll");
    sign_a_crowd_in();
    turn(1000);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ROLL));
    assert_int_equal(leaf_through(seen, &first), 3);
    assert_true(is_complete(seen));
    assert_int_equal(first, 0);
    ts_test_row("and back");
    for (int i = 0; i < 5; i++)
        ts_pages_touch(&l, (struct ts_touch){ TS_ACTION_LESS, 0 });
    turn(100);
    assert_span_equal(l.pages.menu.rows[0].label, TS_SPAN_LIT("Person 000"));
    ts_test_row("the ways can be touched where they are drawn");
    l.pages.menu.first = l.pages.menu.count - 1;
    turn(100);
    assert_non_null(target_of(TS_ACTION_MORE, 0));
    assert_true(touch(TS_ACTION_MORE, 0));
    assert_non_null(target_of(TS_ACTION_LESS, 0));
}

/* Of all pages: whoever looks for people in an emergency reads the first one. */
static void
in_a_drill_the_missing_come_first(void **state)
{
    (void)state;
    unsigned seen[CROWD];
    unsigned first = CROWD;
    start_in("roll");
    sign_a_crowd_in();
    turn(1000);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ROLL));
    assert_true(touch(TS_ACTION_DRILL, 0));
    for (int i = 0; i < 70; i++) /* the first of those who are missing */
        assert_true(touch(TS_ACTION_CHOOSE, i));
    (void)leaf_through(seen, &first);
    assert_int_equal(first, 70);
    assert_true(is_complete(seen));
}

static struct ts_roll_count
roll_count(void)
{
    struct ts_roll_count count;
    struct ts_roll_query query = { .max = 0, .now = TS_SAMPLE_NOW };
    size_t given;
    assert_status(ts_roll_list(parts.journal, NULL, &given, &count, &query), TS_OK);
    return count;
}

static void
in_a_drill_each_card_that_is_shown_is_ticked_off(void **state)
{
    (void)state;
    start_in("roll");
    show_badge("Mina Roy", "A", NULL);
    turn(10000);
    show_badge("Jean Petit", "B", NULL);
    turn(10000);
    turn(1000);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ROLL));
    assert_true(touch(TS_ACTION_DRILL, 0));
    assert_int_equal(roll_count().accounted, 0);
    show_badge("Mina Roy", "A", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_READY);
    assert_int_equal(roll_count().accounted, 1);
    assert_int_equal(roll_count().in, 2); /* nobody is signed out */
    turn(10000);
    turn(500);
    turn(500);
    assert_int_equal(l.screen.page, TS_PAGE_ROLL);
    assert_span_equal(l.pages.menu.rows[0].label,
                      TS_SPAN_LIT("Jean Petit")); /* missing */

    ts_test_row("a card shown when there is no drill ends the page");
    assert_true(touch(TS_ACTION_DRILL, 0));
    turn(60000);
    show_badge("Jean Petit", "B", NULL);
    turn(10000);
    turn(1000);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
}

/* Whichever of the two was shown last. */
static void
two_cards_of_one_person_are_one_on_the_roll(void **state)
{
    (void)state;
    start_in("roll");
    ts_span cards[2];
    for (int i = 0; i < 2; i++)
        cards[i] = ts_sample_badge(
            &memory,
            (struct ts_sample_wishes){ .kind = TS_KEY_ED25519,
                                       .name = "Mina Roy",
                                       .achievement = i ? "B" : "A",
                                       .id = i ? "B" : "A",
                                       .more_of_subject = "\"id\":\"urn:mina\"," });
    show_text(cards[0]);
    assert_int_equal(on_site(), 1);
    turn(70000);
    show_text(cards[1]);
    assert_span_equal(l.model.notice, ts_span_text(ts_words(TS_PHRASE_SIGNED_OUT)));
    assert_int_equal(on_site(), 0);
}

/* The file would outlive the roll it was copied from. */
static void
the_list_goes_with_the_mode_the_run_and_the_day(void **state)
{
    (void)state;
    ts_span list;
    start_in("roll");
    show_badge("Mina Roy", "A", NULL);
    turn(10000);
    turn(1000);
    for (int i = 0; i < 3; i++) {
        if (l.screen.page != TS_PAGE_ROLL)
            assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ROLL));
        struct ts_choices choices = { .has_log_mode = true,
                                      .log_mode = TS_JOURNAL_PROOF };
        assert_true(touch(TS_ACTION_PRINT, 0));
        assert_status(ts_store_read(parts.state, &memory, &list, "roll.txt", 1 << 20),
                      TS_OK);
        if (i == 0) {
            ts_journal_close(parts.journal);
            ts_parts_open_journal(&parts);
        } else if (i == 1) {
            ts_clock_script_pass(23 * 3600 * 1000);
            ts_parts_tend_journal(&parts);
            assert_status(ts_store_read(parts.state, &memory, &list, "roll.txt", 1 << 20),
                          TS_OK);
            ts_clock_script_pass(3600 * 1000);
            ts_parts_tend_journal(&parts);
            turn(1000); /* the page's time is over */
            turn(1000);
        } else {
            assert_true(ts_parts_choose_log(&parts, &choices));
        }
        assert_status(ts_store_read(parts.state, &memory, &list, "roll.txt", 1 << 20),
                      TS_ABSENT);
    }
}

static void
without_a_roll_nobody_is_signed_in(void **state)
{
    (void)state;
    start_in("counts");
    assert_null(target_of(TS_ACTION_OPEN, TS_PAGE_ROLL));
    show_badge("Mina Roy", "A", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_READY);
    assert_int_equal(l.model.notice.len, 0);
}

int
main(void)
{
#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ROW(every_setting_is_reached_and_left_again),
        ROW(nobody_there_locks_it),
        ROW(a_card_in_view_is_not_judged_meanwhile),
        ROW(another_log_is_asked_about_once_more_and_kept),
        ROW(ready_signs_in_and_out_and_says_so),
        ROW(a_drill_counts_who_is_there_and_the_list_is_written),
        ROW(in_a_drill_each_card_that_is_shown_is_ticked_off),
        ROW(two_cards_of_one_person_are_one_on_the_roll),
        ROW(a_long_roll_is_read_page_by_page),
        ROW(in_a_drill_the_missing_come_first),
        ROW(the_list_goes_with_the_mode_the_run_and_the_day),
        ROW(without_a_roll_nobody_is_signed_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
