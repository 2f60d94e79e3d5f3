#define _GNU_SOURCE /* memmem() */

#include "tests/fake/kiosk/app/day_world.h"

#include "firmware/board/fake/portrait_script.h"

/*
 * A whole day at the gate: the real loop, checker, basket, lists and journal on the fake
 * board, 2,000 cards of all kinds, and a clock that moves when told to. What must hold at
 * its end: everything comes back to scanning, nothing has grown, nothing is left of
 * anybody, and what was counted is what was shown.
 */

/* What is done at the gate. */

static void
show_card(void)
{
    size_t person = chance(PEOPLE);
    size_t which = chance(CARDS_EACH);
    bool is_foreign = chance(12) == 0;
    if (day.state == TS_SCAN_NOT_YET && chance(3) > 0)
        for (size_t i = 0; i < PEOPLE; i++) /* the same person's next one */
            if (world.cards[i * CARDS_EACH].at <= day.card.at)
                person = i;
    world.scans++;
    forget_parts();
    day.card = world.cards[is_foreign ? PEOPLE * CARDS_EACH + chance(FOREIGN)
                                      : person * CARDS_EACH + which];
    day.views = 1 + chance(3);
    if (chance(10) == 0 && !is_foreign)
        hold_in_parts();
}

static bool
touch_at(struct ts_input *input, struct ts_box box)
{
    day.touches++;
    *input = (struct ts_input){ .kind = TS_INPUT_TOUCH,
                                .x = box.x + (int)chance((uint32_t)box.w),
                                .y = box.y + (int)chance((uint32_t)box.h) };
    return true;
}

/* What is kept of whom is not changed by chance: in another mode names are kept. */
static bool
is_forbidden(struct ts_touch touch)
{
    return touch.action == TS_ACTION_OPEN && touch.value == TS_PAGE_LOG;
}

static bool
touch_something(struct ts_input *input)
{
    const struct ts_box screen = { 0, 0, 1280, 800 };
    if (day.target_count == 0 || chance(8) == 0) {
        touch_at(input, screen);
        for (size_t i = 0; i < day.target_count; i++)
            if (is_forbidden(day.targets[i].touch))
                return false;
        return true;
    }
    const struct ts_touch_target *target =
        &day.targets[chance((uint32_t)day.target_count)];
    return !is_forbidden(target->touch) && touch_at(input, target->box);
}

static bool
touch_action(struct ts_input *input, enum ts_action action, int32_t value)
{
    for (size_t i = 0; i < day.target_count; i++) {
        const struct ts_touch_target *target = &day.targets[i];
        if (target->touch.action == action
            && (action != TS_ACTION_KEY || target->touch.value == value))
            return touch_at(input, target->box);
    }
    return false;
}

static bool
type_pin(struct ts_input *input)
{
    /* What the administrator leaves is the supervisors'. */
    size_t most = day.page == TS_PAGE_ADMIN_PIN ? PINS_MAX / 2 : PINS_MAX;
    if (world.pins >= most || chance(30) == 0) {
        world.typed = 0;
        return touch_action(input, TS_ACTION_BACK, 0);
    }
    if (world.typed < strlen(PIN))
        return touch_action(input, TS_ACTION_KEY, PIN[world.typed++]);
    world.typed = 0;
    world.pins++;
    return touch_action(input, TS_ACTION_ENTER, 0);
}

/* Letter by letter, as on an attached keyboard: right, wrong, or not at all. */
static bool
type_answer(struct ts_input *input)
{
    if (!world.answer) {
        if (chance(12) == 0)
            return touch_action(input, TS_ACTION_BACK, 0);
        world.answer = chance(4) == 0 ? "0815" : ANSWER;
    }
    input->kind = *world.answer ? TS_INPUT_TEXT : TS_INPUT_KEY;
    input->key = TS_KEY_ENTER;
    if (*world.answer) {
        input->letter = (uint32_t)*world.answer++;
    } else {
        world.answer = NULL;
        world.answers++;
    }
    return true;
}

static bool
act(struct ts_input *input)
{
    if (day.page == TS_PAGE_ANSWER && chance(40) > 0)
        return type_answer(input);
    world.answer = NULL;
    if (day.page == TS_PAGE_WAIVER && chance(2) == 0)
        return touch_action(input, TS_ACTION_CHOOSE, 0);
    if (day.state == TS_SCAN_NOT_YET && day.page == TS_PAGE_NONE && chance(2) == 0
        && touch_action(input, TS_ACTION_JOIN, 0))
        return true;
    if (day.page == TS_PAGE_ADMIN_PIN || day.page == TS_PAGE_WAIVER_PIN)
        return type_pin(input);
    world.typed = 0;
    if (day.page != TS_PAGE_NONE) {
        uint32_t what = chance(10);
        if (what == 0)
            return touch_action(input, TS_ACTION_BACK, 0);
        if (what == 1)
            show_card();
        return day.views == 0 && what < 6 && touch_something(input);
    }
    if (day.state != TS_SCAN_CHECKING && day.state != TS_SCAN_START && day.views == 0
        && chance(3) == 0)
        show_card();
    /* Not both at once: a verdict that gives way before it is drawn was not shown. */
    return day.views == 0 && chance(8) == 0 && touch_something(input);
}

static void
let_something_happen(struct ts_input *input)
{
    if (chance(400) == 0)
        scripted_senses.unplugged = !scripted_senses.unplugged;
    else if (scripted_senses.unplugged && chance(10) == 0)
        scripted_senses.unplugged = false;
    if (chance(500) == 0 && world.newer < 12)
        world.publish = true;
    if (chance(300) == 0) {
        input->kind = TS_INPUT_KEY;
        input->key = TS_KEY_LANGUAGE;
    }
}

static bool
is_at_rest(void)
{
    return day.state == TS_SCAN_WAITING && day.page == TS_PAGE_NONE && day.views == 0
           && !day.outstanding;
}

/* Nobody comes for a while. */
static void
wait_for_people(void)
{
    if (chance(4) == 0)
        ts_clock_script_pass(chance(3600 * 1000));
}

static bool
pass_time(struct ts_input *input, uint32_t timeout_ms)
{
    if (timeout_ms == 0)
        return false;
    day.turns++;
    ts_clock_script_pass(day.state == TS_SCAN_CHECKING ? timeout_ms : 50 + chance(1500));
    if (is_at_rest())
        wait_for_people();
    if (is_at_rest() && world.scans >= world.kind->scans / 2 && world.at_noon == 0)
        world.at_noon = heap_in_use();
    if (world.traces_while_shown == 0 && day.state == TS_SCAN_READY)
        world.traces_while_shown = traces_in_memory();
    if (world.scans >= world.kind->scans) {
        scripted_senses.unplugged = false;
        if (!is_at_rest())
            return false; /* nobody is there any more: it must come back by itself */
        forget_parts();
        world.at_night = heap_in_use();
        world.traces = traces_in_memory();
        input->kind = TS_INPUT_QUIT;
        return true;
    }
    let_something_happen(input);
    return input->kind != TS_INPUT_NONE || act(input);
}

static int
set_up(void **state)
{
    static const struct ts_photo photo = { .width = 1, .height = 1 };
    static const uint8_t hidden[] = { 'P', 't', 'h', 'k', 'k', 'k', '`', 'm', 'u', 'd' };
    for (size_t i = 0; i < sizeof(hidden); i++)
        needle[i] = (char)(hidden[i] + 1);
    memset(&world, 0, sizeof(world));
    memset(&day, 0, sizeof(day));
    world.kind = *state;
    ts_portrait_script_set(TS_OK, &photo);
    world.arena = ts_test_arena((size_t)4 << 20);
    world.repo_arena = ts_test_arena((size_t)32 << 20);
    memcpy(world.base, "/tmp/ts-day-XXXXXX", 19);
    assert_non_null(mkdtemp(world.base));
    snprintf(world.trust, sizeof(world.trust), "%s/trust", world.base);
    snprintf(world.state, sizeof(world.state), "%s/state", world.base);
    snprintf(world.journal, sizeof(world.journal), "%s/journal.db", world.base);
    assert_status(ts_store_open(&world.store, world.trust, true), TS_OK);
    world.repo = repo_begin(&world.repo_arena, 1);
    world.repo.put = put;
    world.repo.issued = "2035-05-31T00:00:00Z";
    world.repo.expires = "2036-01-01T00:00:00Z";
    publish();
    make_cards();
    assert_status(ts_pin_hash(world.pin, TS_SPAN_LIT(PIN)), TS_OK);
    ts_clock_script_boot();
    ts_clock_script_set(BEGINS);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_store_close(world.store);
    folders_remove(world.base);
    ts_test_arena_free(&world.arena);
    ts_test_arena_free(&world.repo_arena);
    return 0;
}

/* Of every file in the folder. */
static void
expect_no_trace_in(const char *folder)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    assert_non_null(entries);
    while ((entry = readdir(entries)) != NULL) {
        char path[512];
        struct ts_arena arena = ts_test_arena((size_t)8 << 20);
        ts_span bytes = { 0 };
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (entry->d_type == DT_REG && ts_test_read_file(&arena, &bytes, path)
            && memmem(bytes.at, bytes.len, needle, strlen(needle)))
            fail_msg("somebody's name is in %s", entry->d_name);
        ts_test_arena_free(&arena);
    }
    closedir(entries);
}

static void
expect_counts_as_shown(void)
{
    struct ts_journal *journal = NULL;
    uint64_t totals[TS_VERDICT_COUNT] = { 0 };
    uint64_t sum = 0;
    assert_status(ts_journal_look(&journal, world.journal), TS_OK);
    assert_status(
        ts_journal_total(journal, totals, TS_VERDICT_COUNT, (ts_utc){ 0 }, TS_UTC_NEVER),
        TS_OK);
    ts_journal_close(journal);
    for (size_t i = 0; i < TS_VERDICT_COUNT; i++) {
        ts_test_row(ts_verdict_name((enum ts_verdict_kind)i));
        assert_int_equal(totals[i], day.shown[i]);
        assert_true(totals[i] > 5);
        sum += totals[i];
    }
    assert_true(sum > world.kind->scans / 4);
}

static void
expect_to_have_seen_all(void)
{
    for (int i = 0; i < TS_SCAN_STATE_COUNT; i++)
        if (i != TS_SCAN_IDENTITY && day.states_seen[i] == 0)
            fail_msg("state %d was never seen", i);
    assert_true(day.pages_seen[TS_PAGE_WHY] && day.pages_seen[TS_PAGE_LANGUAGE]
                && day.pages_seen[TS_PAGE_RECEIPT] && day.pages_seen[TS_PAGE_ADMIN]
                && day.pages_seen[TS_PAGE_WAIVER] && world.newer > 0 && day.joins > 0);
}

/* Going over to another mode wipes it, and the kiosk's next start its list. */
static void
leave_the_roll(void)
{
    struct ts_journal *journal = NULL;
    enum ts_journal_found found;
    char list[96];
    const struct ts_journal_options options = { .path = world.journal,
                                                .mode = TS_JOURNAL_COUNTS,
                                                .days = TS_JOURNAL_DAYS };
    assert_status(ts_journal_open_mode(&journal, &found, &options, ts_clock_utc()),
                  TS_OK);
    ts_journal_close(journal);
    snprintf(list, sizeof(list), "%s/%s", world.state, TS_ROLL_LIST_FILE);
    (void)remove(list);
}

static void
a_day_at_the_gate(void **state)
{
    const struct day_kind *kind = *state;
    const struct ts_app_options options = {
        .contact = "",
        .trust_dir = world.trust,
        .state_dir = world.state,
        .journal_file = world.journal,
        .profile = "gate",
        .locale_dir = TS_TEST_LOCALE,
        .lamps = "lamps",
        .log_mode = kind->log_mode,
        .mute = true,
        .clock_kept = true,
        .admin_pin = world.pin,
        .waiver_pin = world.pin,
        .dim_s = 120,
    };
    day.seed = kind->seed;
    scripted_senses_reset(1280, 800, 5.9);
    scripted_senses.has_frames = true;
    scripted_senses.poll = pass_time;
    scripted_senses.drawn = drawn;
    scripted_senses.see = see;
    scripted_senses.see_parts = see_parts;
    scripted_senses.see_hint = see_hint;
    assert_int_equal(ts_app_run(&options), TS_APP_CLOSED);
    assert_int_equal(day.state, TS_SCAN_WAITING);
    print_message("%zu turns, %zu touches, %zu joined, %zu late, %zu lists, %zu PINs, "
                  "%lld s; %lld bytes more\n",
                  day.turns, day.touches, day.joins, day.late, world.newer, world.pins,
                  (long long)(ts_clock_utc().s - BEGINS.s),
                  (long long)world.at_night - (long long)world.at_noon);
    assert_true(world.at_night < world.at_noon + GROWTH_MAX);
    assert_true(IS_SANITIZED || world.traces_while_shown > 0);
    if (strcmp(kind->log_mode, "roll") == 0) /* it holds names until it is left */
        leave_the_roll();
    else
        assert_int_equal(world.traces, 0);
    expect_no_trace_in(world.base);
    expect_no_trace_in(world.state);
    expect_counts_as_shown();
    assert_true(day.wholes > 10);
    if (kind->identity == TS_IDENTITY_NOT_ASKED)
        expect_to_have_seen_all();
    else
        assert_true(day.states_seen[TS_SCAN_IDENTITY] > 20 && day.decided > 10);
    if (kind->identity == TS_IDENTITY_ANSWER)
        assert_true(day.pages_seen[TS_PAGE_ANSWER] > 20 && world.answers > 10);
}

int
main(void)
{
#define DAY(index)                                                   \
    {                                                                \
        day_kinds[index].name, a_day_at_the_gate, set_up, tear_down, \
            (void *)(uintptr_t)&day_kinds[index]                     \
    }
    const struct CMUnitTest tests[] = { DAY(0), DAY(1), DAY(2) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
