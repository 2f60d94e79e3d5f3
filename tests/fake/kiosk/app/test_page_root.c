#include "firmware/board/fake/store_memory.h"
#include "tests/fake/kiosk/app/page_parts.h"

/* The six words: at first start, and when lists come under another root. */

static uint8_t arena_room[4 << 20];
static struct ts_beliefs *const some_beliefs = (struct ts_beliefs *)arena_room;

static int
set_up(void **state)
{
    (void)state;
    ts_store_memory_reset();
    set_up_parts();
    options.admin_pin = "unread: the PIN's page is another test's";
    options.confirm_root = true;
    options.site_name = "Meadowbank";
    options.state_dir = "state";
    options.trust_dir = "trust";
    trust.root_version = 1;
    memset(trust.root_fingerprint, 1, sizeof(trust.root_fingerprint));
    parts.arena = ts_arena_over(TS_ROOM_OF(arena_room));
    parts.beliefs = some_beliefs; /* whose functions the test's are */
    struct ts_store *store;
    assert_status(ts_store_open(&store, "trust", true), TS_OK);
    ts_store_close(store);
    assert_status(ts_store_open(&parts.state, "state", true), TS_OK);
    assert_status(ts_store_remove(parts.state, TS_ACCEPTED_ROOTS_FILE), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_store_close(parts.state);
    tear_down_parts();
    return 0;
}

static void
start(void)
{
    ts_parts_judge_root(&parts);
    begin();
    ts_loop_look_at_root(&l);
    turn(1000); /* a page does not open at once where another screen just was */
    ts_loop_look_at_root(&l);
    turn(1000);
}

/* As ts_parts_turn() does, which is the test's. */
static void
load_again(void)
{
    ts_parts_judge_root(&parts);
    ts_loop_look_at_root(&l);
    turn(1000);
}

static void
the_first_start_asks_and_goes_on(void **state)
{
    (void)state;
    start();
    assert_true(ts_parts_asks_for_root(&parts));
    assert_int_equal(l.screen.state, TS_SCAN_OUT_OF_ORDER);
    assert_int_equal(l.model.trouble, TS_TROUBLE_ROOT_FIRST);
    assert_int_equal(l.screen.page, TS_PAGE_FIRST_ROOT);
    ts_test_row("there is no way around it");
    assert_null(target_of(TS_ACTION_BACK, 0));
    turn(121000);
    turn(1000);
    ts_loop_look_at_root(&l);
    turn(1000);
    assert_int_equal(l.screen.page, TS_PAGE_FIRST_ROOT);
    ts_test_row("a card is not looked at");
    show_badge("Mina Roy", "A", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_OUT_OF_ORDER);
    ts_test_row("one touch, and it starts");
    size_t turns = scripted_parts.turns;
    assert_true(touch(TS_ACTION_CHOOSE, 0));
    assert_int_equal(scripted_parts.turns, turns + 1);
    load_again();
    assert_int_equal(parts.root, TS_ROOT_ACCEPTED);
    assert_int_equal(l.screen.state, TS_SCAN_START);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    ts_test_row("and never asks again");
    parts.root = TS_ROOT_CHANGED;
    load_again();
    assert_false(ts_parts_asks_for_root(&parts));
}

static void
another_root_needs_the_pin(void **state)
{
    (void)state;
    ts_parts_judge_root(&parts);
    assert_true(ts_parts_accept_root(&parts));
    start();
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    memset(trust.root_fingerprint, 2, sizeof(trust.root_fingerprint));
    load_again();
    assert_int_equal(l.screen.state, TS_SCAN_OUT_OF_ORDER);
    assert_int_equal(l.model.trouble, TS_TROUBLE_ROOT_CHANGED);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    ts_test_row("not without it");
    const struct ts_scan_event open = { .kind = TS_EVENT_OPEN, .page = TS_PAGE_ROOT };
    ts_loop_tell(&l, open);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    ts_test_row("nor on the page of the first start");
    const struct ts_scan_event first = { .kind = TS_EVENT_OPEN,
                                         .page = TS_PAGE_FIRST_ROOT };
    ts_loop_tell(&l, first);
    turn(1000);
    if (l.screen.page == TS_PAGE_FIRST_ROOT && target_of(TS_ACTION_CHOOSE, 0))
        (void)touch(TS_ACTION_CHOOSE, 0);
    assert_true(ts_parts_asks_for_root(&parts));
    ts_loop_tell_kind(&l, TS_EVENT_CLOSE);
    turn(1000);
    ts_test_row("with it");
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    ts_loop_tell_kind(&l, TS_EVENT_UNLOCKED);
    turn(500);
    ts_loop_tell(&l, open);
    turn(1000);
    assert_int_equal(l.screen.page, TS_PAGE_ROOT);
    assert_true(touch(TS_ACTION_CHOOSE, 0));
    load_again();
    assert_int_equal(parts.root, TS_ROOT_ACCEPTED);
    assert_int_equal(l.screen.state, TS_SCAN_START);
}

static void
what_cannot_be_kept_is_not_accepted(void **state)
{
    (void)state;
    start();
    ts_store_memory_cut(0, TS_UNSYNCED_LOST);
    assert_true(touch(TS_ACTION_CHOOSE, 0));
    ts_store_memory_power_on();
    assert_true(ts_parts_asks_for_root(&parts));
    assert_int_equal(l.screen.state, TS_SCAN_OUT_OF_ORDER);
    assert_true(touch(TS_ACTION_CHOOSE, 0));
    load_again();
    assert_false(ts_parts_asks_for_root(&parts));
}

static void
nobody_is_asked_where_it_was_not_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        bool confirm, demo;
        const char *state_dir;
    } rows[] = { { "not configured", false, false, "state" },
                 { "a demonstration", true, true, "state" },
                 { "nothing is kept", true, false, NULL } };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].what);
        options.confirm_root = rows[i].confirm;
        options.demo = rows[i].demo;
        options.state_dir = rows[i].state_dir;
        ts_parts_judge_root(&parts);
        assert_false(ts_parts_asks_for_root(&parts));
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_start_asks_and_goes_on),
        TEST(another_root_needs_the_pin),
        TEST(what_cannot_be_kept_is_not_accepted),
        TEST(nobody_is_asked_where_it_was_not_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
