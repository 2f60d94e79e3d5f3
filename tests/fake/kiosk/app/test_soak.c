#include "tests/fake/kiosk/app/soak_faults.h"
#include "tests/fake/kiosk/app/soak_held.h"
#include "tests/fake/kiosk/app/soak_journal.h"

#include <stdio.h>
#include <time.h>

/*
 * Many scans one behind the other, while everything goes wrong that can: the camera goes,
 * the disk is full, the clock jumps, lists come too often and broken, a hand scanner
 * talks without a break, the program is started anew in the middle of it. What must hold:
 * it is always back to scanning, it never says READY by a clock or lists that cannot be
 * right, nothing grows, and the journal has what it took.
 *
 * TOUCHSTONE_SOAK: so many scans (tests/README.md).
 */

enum {
    SCANS = 3000,          /* where nobody says how many */
    SAMPLES = 10,          /* of what the process holds */
    SESSION = SAMPLES / 2, /* so many in one run of the program, then a run each */
    DRY_MAX = 2000,        /* verdicts without a READY; one in twenty is */
    VANISHED_ONE_IN = 500, /* see look_at_picture() */

    HOUR_S = 3600,
    BACK_MS = TS_SCAN_MATCH_MS + 5000, /* the longest page, and a turn */
    JOURNAL_BACK_MS = 16 * 60 * 1000,  /* it is tried again after a full disk */
    FLOOR_BACK_MS = 2 * HOUR_S * 1000, /* and so is the floor */
};

/* --- what must hold -------------------------------------------------------------- */

static uint64_t
shown_in_all(void)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < TS_VERDICT_COUNT; i++)
        sum += day.shown[i];
    return sum;
}

static void
expect_may_be_ready(void)
{
    const char *forbidden = soak_clock_forbids();
    if (!forbidden && soak_lists.job_gone)
        forbidden = "the lists have no job";
    if (forbidden)
        fail_msg("READY, and %s", forbidden);
}

/* One picture, one verdict at most, and one row of the journal if it is there. Of a
 * verdict that comes when the time of its basket is just over, only the row is left. */
static void
look_at_picture(void)
{
    uint64_t shown = shown_in_all();
    uint64_t given = soak_journal.given;
    bool is_new = shown != world.shown;
    assert_true(shown - world.shown <= 1);
    if (!soak_journal.is_open && !soak_disk_is_full())
        assert_true(ts_clock_mono().ms < world.cleared.ms + JOURNAL_BACK_MS);
    if (!soak_journal.is_open)
        world.unjournalled += is_new;
    else if (is_new || day.state != TS_SCAN_WAITING)
        assert_int_equal(given - world.given, is_new);
    else
        world.vanished += given - world.given;
    world.shown = shown;
    world.given = given;
    if (is_new && day.kind == TS_VERDICT_READY) {
        expect_may_be_ready();
        world.dry = 0;
    } else if (is_new && is_all_well() && soak_clock_is_good()) {
        assert_true(++world.dry < DRY_MAX);
    }
}

static bool
is_at_rest(void)
{
    return day.state == TS_SCAN_WAITING && day.page == TS_PAGE_NONE && day.views == 0
           && !day.outstanding && !soak_hands_wait();
}

static void
put_parts_away(void)
{
    if (day.parts_left > 0 || day.whole.len > 0)
        forget_parts();
}

static void
wait_until_it_is_back(void)
{
    if (!world.silent) {
        world.silent = true;
        world.silent_since = ts_clock_mono();
        day.views = 0;
        put_parts_away();
    }
    uint64_t taken_ms = ts_clock_mono().ms - world.silent_since.ms;
    if (taken_ms > BACK_MS)
        fail_msg("not back to scanning: state %d, page %d", (int)day.state,
                 (int)day.page);
    if (!is_at_rest())
        return;
    world.longest_ms = taken_ms > world.longest_ms ? taken_ms : world.longest_ms;
    world.silences++;
    world.silent = world.silence_due = false;
}

/* The journal first: SQLite keeps the descriptor of a second look until the kiosk's own
 * are closed, once. */
static void
take_sample(void)
{
    struct soak_held held;
    soak_journal_expect(world.journal);
    world.grown = soak_held_sample(&held, world.journal);
    print_message("%7zu scans: heap %zu (%+lld), resident %zu, %zu threads, "
                  "%zu descriptors\n",
                  world.scans, held.heap, world.grown, held.resident, held.threads,
                  held.descriptors);
    world.samples++;
}

static bool
is_sample_due(void)
{
    bool is_due = world.scans >= world.wanted / SAMPLES * (world.samples + 1);
    return is_due && is_at_rest() && is_all_well() && soak_journal.is_open;
}

/* --- what is done ---------------------------------------------------------------- */

static bool
touch_at(struct ts_input *input, struct ts_box box)
{
    day.touches++;
    *input = (struct ts_input){ .kind = TS_INPUT_TOUCH,
                                .x = box.x + (int)chance((uint32_t)box.w),
                                .y = box.y + (int)chance((uint32_t)box.h) };
    return true;
}

static bool
touch_something(struct ts_input *input)
{
    const struct ts_box screen = { 0, 0, 1280, 800 };
    if (day.target_count == 0 || chance(8) == 0)
        return touch_at(input, screen);
    return touch_at(input, day.targets[chance((uint32_t)day.target_count)].box);
}

static void
show_card(void)
{
    bool is_own;
    put_parts_away();
    day.card = any_card(&is_own);
    day.views = 1 + chance(3);
    if (is_own && chance(10) == 0)
        hold_in_parts();
}

/* Not a card and a touch at once: a verdict that gives way before it is drawn was not
 * shown. */
static bool
act(struct ts_input *input)
{
    if (world.faults[FAULT_HANDS].on || day.views > 0)
        return false;
    if (chance(300) == 0) {
        *input = (struct ts_input){ .kind = TS_INPUT_KEY, .key = TS_KEY_LANGUAGE };
        return true;
    }
    if (chance(day.page == TS_PAGE_NONE ? 9 : 2) == 0)
        return touch_something(input);
    if (chance(2) == 0)
        show_card();
    return false;
}

/* Now and then nobody comes for a while. */
static void
let_time_pass(uint32_t turn_ms)
{
    ts_clock_script_pass(day.state == TS_SCAN_CHECKING ? turn_ms : 50 + chance(700));
    if (is_at_rest() && !world.silent) {
        uint64_t pause_ms = chance(200) == 0 ? chance(HOUR_S * 1000) : 0;
        ts_clock_script_pass(pause_ms + (uint64_t)world.catches_up_s * 1000);
        world.catches_up_s = 0;
    }
    soak_clock_tend();
}

static bool
one_turn(struct ts_input *input, uint32_t timeout_ms)
{
    if (timeout_ms == 0)
        return false;
    day.turns++;
    world.turns++;
    look_at_picture();
    let_time_pass(timeout_ms);
    if (!day.outstanding) /* what was judged by one clock is shown by it */
        for (int i = 0; i < FAULTS; i++)
            tend_fault((enum fault)i);
    if (world.silence_due && is_all_well()) {
        wait_until_it_is_back();
        return false;
    }
    if (!is_sample_due())
        return act(input);
    take_sample();
    world.over = world.samples >= SESSION;
    if (world.over)
        input->kind = TS_INPUT_QUIT;
    return world.over;
}

/* --- the whole ------------------------------------------------------------------- */

static int
set_up(void **state)
{
    const char *wanted = getenv("TOUCHSTONE_SOAK");
    (void)state;
    world.wanted = wanted ? strtoul(wanted, NULL, 10) : SCANS;
    assert_true(world.wanted >= SAMPLES);
    world.arena = ts_test_arena((size_t)4 << 20);
    memcpy(world.base, "/tmp/ts-soak-XXXXXX", 20);
    assert_true(soak_disk_open(world.base));
    if (!soak_disk_is_mounted())
        print_message("nobody may mount here: a limit stands for the full disk\n");
    snprintf(world.trust, sizeof(world.trust), "%s/trust", world.base);
    snprintf(world.state, sizeof(world.state), "%s/state", world.base);
    snprintf(world.journal, sizeof(world.journal), "%s/journal.db", world.base);
    soak_clock_boot();
    soak_lists_open(world.trust);
    assert_true(soak_lists_publish(SOAK_LISTS_NEWER, soak_clock_truth()));
    soak_cards_make(&world.cards, &world.arena);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    soak_disk_clear();
    soak_lists_close();
    soak_disk_close();
    ts_test_arena_free(&world.arena);
    return 0;
}

/* The power was gone, and each time something is wrong when it is back. */
static void
begin_session(void)
{
    size_t which = world.sessions++;
    if (world.was_full && ts_clock_mono().ms < world.cleared.ms + FLOOR_BACK_MS)
        soak_clock_lose_floor();
    soak_clock_boot();
    soak_hands_forget();
    world.over = false;
    day.turns = 0; /* what is drawn before the first is not seen */
    world.cleared = (ts_mono){ 0 };
    if (which % 4 == 1)
        begin_fault(FAULT_DISK);
    if (which % 4 == 2)
        begin_fault(FAULT_CAMERA);
    if (which % 4 == 3) {
        begin_fault(FAULT_CLOCK);
        (void)soak_clock_end();
        soak_clock_boot_lost();
    }
    if (which > 0 && which % 4 == 0) {
        begin_fault(FAULT_LISTS);
        (void)soak_lists_publish(SOAK_LISTS_HALF, soak_clock_truth());
        soak_lists.job_gone = true; /* with all there was */
    }
}

static void
run_session(void)
{
    const struct ts_app_options options = {
        .contact = "",
        .trust_dir = world.trust,
        .state_dir = world.state,
        .journal_file = world.journal,
        .profile = "gate",
        .locale_dir = TS_TEST_LOCALE,
        .lamps = "lamps",
        .hand_scanners = { "left", "right" },
        .hand_scanner_count = 2,
        .log_mode = "counts",
        .log_days = 2,
        .mute = true,
        .dim_s = 120,
    };
    begin_session();
    assert_int_equal(ts_app_run(&options), TS_APP_CLOSED);
    assert_true(world.over);
}

static void
tell(time_t began)
{
    long long took_s = (long long)(time(NULL) - began);
    print_message("%zu scans in %lld s (%lld a second), %zu turns, %lld h by the clock\n",
                  world.scans, took_s, (long long)world.scans / (took_s ? took_s : 1),
                  world.turns, (long long)(ts_clock_utc().s - SOAK_BEGINS.s) / HOUR_S);
    print_message(
        "%llu verdicts shown, %llu READY, %zu late; of the journal %llu were "
        "refused, %llu came while it was closed, %llu were given and not "
        "shown; forgotten from %llu times\n",
        (unsigned long long)world.shown, (unsigned long long)day.shown[TS_VERDICT_READY],
        day.late, (unsigned long long)soak_journal.refused,
        (unsigned long long)world.unjournalled, (unsigned long long)world.vanished,
        (unsigned long long)soak_journal.forgets);
    print_message("camera gone %zu times, disk full %zu, clock wrong %zu, storms %zu, "
                  "bursts %zu; %zu times back to scanning, within %llu ms\n",
                  world.faults[FAULT_CAMERA].times, world.faults[FAULT_DISK].times,
                  world.faults[FAULT_CLOCK].times, world.faults[FAULT_LISTS].times,
                  world.faults[FAULT_HANDS].times, world.silences,
                  (unsigned long long)world.longest_ms);
    print_message("lists: %zu newer, %zu older, %zu damaged, %zu half, %zu without the "
                  "job\n",
                  soak_lists.times[SOAK_LISTS_NEWER], soak_lists.times[SOAK_LISTS_OLDER],
                  soak_lists.times[SOAK_LISTS_DAMAGED], soak_lists.times[SOAK_LISTS_HALF],
                  soak_lists.times[SOAK_LISTS_JOBLESS]);
}

static void
always_back_to_scanning(void **state)
{
    (void)state;
    time_t began = time(NULL);
    day.seed = 20261124;
    scripted_senses_reset(1280, 800, 5.9);
    scripted_senses.poll = one_turn;
    scripted_senses.drawn = drawn;
    scripted_senses.see = see;
    scripted_senses.see_parts = see_parts;
    scripted_senses.see_hint = see_hint;
    while (world.samples < SAMPLES)
        run_session();
    soak_journal_expect(world.journal); /* closed, too */
    tell(began);
    assert_int_equal(world.sessions, SAMPLES - SESSION + 1);
    assert_true(world.vanished <= 1 + world.shown / VANISHED_ONE_IN);
    if (world.wanted < SCANS)
        return; /* too few to have met everything */
    for (int i = 0; i < FAULTS; i++)
        assert_true(world.faults[i].times > 3);
    for (int i = 1; i < SOAK_LISTS_COUNT; i++)
        assert_true(soak_lists.times[i] > 0);
    assert_true(soak_journal.refused > 0 && world.unjournalled > 0 && day.late > 0);
    assert_true(soak_journal.given > world.wanted / 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(always_back_to_scanning, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
