#define _GNU_SOURCE /* memmem() */

#include "tests/fake/kiosk/app/day_parts.h"

#include "firmware/base/calendar.h"
#include "keys/crypto/pin.h"
#include "tests/scenario/sync/folders.h"
#include "tests/support/samples.h"

#include <malloc.h>
#include <stdio.h>

/*
 * A whole day at the gate: the real loop, checker, basket, lists and journal on the fake
 * board, 2,000 cards of all kinds, and a clock that moves when told to. What must hold at
 * its end: everything comes back to scanning, nothing has grown, nothing is left of
 * anybody, and what was counted is what was shown.
 */

enum {
    SCANS = 2000,
    PEOPLE = 20,
    CARDS_EACH = 5,
    FOREIGN = 4,
    CARDS = PEOPLE * CARDS_EACH + FOREIGN,
    GROWTH_MAX = 256 * 1024, /* what libraries keep for later */
    PINS_MAX = 6,            /* each takes a while, by design */
};
#define PIN "2718"
/* 2035-06-01, midnight: after this program was built, which no clock is believed
 * before. */
#define BEGINS ((ts_utc){ 2064268800 })

/* Not written out, so that what is found in memory is not the test's own. */
static char needle[12];

static struct {
    struct ts_arena arena, repo_arena;
    struct ts_store *store;
    struct repo repo;
    struct repo_file files[2];
    char base[32], trust[64], state[64], journal[80], pin[TS_PIN_LINE_SIZE];
    ts_span cards[CARDS];
    size_t scans, newer, pins, typed;
    bool publish;
    size_t at_noon, at_night;
    size_t traces, traces_while_shown;
} world;

static const char PROFILE[] =
    "{\"format\":\"touchstone-profile/1\",\"id\":\"gate\",\"name\":{\"en\":\"Gate\"},"
    "\"waiver\":true,\"show_name\":\"full\",\"all_of\":["
    "{\"label\":\"Gas\",\"achievement\":\"urn:example:Gas\"},"
    "{\"label\":\"First aid\",\"achievement\":\"urn:example:Aid\"}]}";

static void
put(const char *name, ts_span bytes, void *context)
{
    (void)context;
    assert_status(ts_store_replace(world.store, name, bytes, false), TS_OK);
}

static void
publish(void)
{
    struct ts_trust sample = ts_sample_trust(&world.repo_arena);
    sample.issuers.epoch = world.repo.version + 1;
    sample.issuers.issued = BEGINS;
    world.files[0] =
        (struct repo_file){ .path = "issuers.cbor", .epoch = sample.issuers.epoch };
    assert_status(
        ts_issuer_list_write(&world.repo_arena, &world.files[0].bytes, &sample.issuers),
        TS_OK);
    world.files[1] = (struct repo_file){ .path = "profiles/gate.json",
                                         .bytes = ts_span_text(PROFILE) };
    repo_publish(&world.repo, world.files, 2);
}

/* Newer lists are noticed by a thread, which is asked to look, and waited for. */
bool __real_ts_beliefs_waiting(struct ts_beliefs *beliefs);
bool __wrap_ts_beliefs_waiting(struct ts_beliefs *beliefs);
bool
__wrap_ts_beliefs_waiting(struct ts_beliefs *beliefs)
{
    if (world.publish) {
        world.publish = false;
        publish();
        ts_beliefs_look(beliefs);
        world.newer++;
    }
    return __real_ts_beliefs_waiting(beliefs);
}

/* Of one person: both that are asked for, one that expired, one tampered with, and one
 * of an issuer nobody lists. */
static ts_span
make_card(struct ts_arena *scratch, int person, int which)
{
    static const char *const names[CARDS_EACH] = { "Gas", "Aid", "Aid", "Gas", "Gas" };
    char name[40];
    char id[40];
    snprintf(name, sizeof(name), "%s %c%c", needle, 'A' + person, 'a' + person);
    snprintf(id, sizeof(id), "urn:%s:%d-%d", needle, person, which);
    return ts_sample_badge(
        scratch,
        (struct ts_sample_wishes){
            .signing = person % 2 ? TS_SIGN_VC_JWT : TS_SIGN_VC_COSE,
            .kind = person % 3 ? TS_KEY_ED25519 : TS_KEY_P256,
            .name = name,
            .id = id,
            .achievement = names[which],
            .valid_until = which == 2 ? "2035-03-01T00:00:00Z" : "2036-01-01T00:00:00Z",
            .issuer = which == 4 ? "did:web:nobody.example" : NULL });
}

static void
make_cards(void)
{
    static const char *const foreign[FOREIGN] = { "https://menu.example/soup",
                                                  "WIFI:S:x;;", "0012345678905",
                                                  "hello" };
    struct ts_arena scratch = ts_test_arena((size_t)1 << 20);
    for (int i = 0; i < PEOPLE * CARDS_EACH; i++) {
        ts_arena_rewind(&scratch, 0);
        ts_span card = make_card(&scratch, i / CARDS_EACH, i % CARDS_EACH);
        assert_true(ts_arena_copy(&world.arena, &world.cards[i], card));
        if (i % CARDS_EACH == 3) /* a letter of the signature or what it signs */
            ((uint8_t *)(uintptr_t)world.cards[i].at)[card.len / 2] ^= 1;
    }
    for (int i = 0; i < FOREIGN; i++)
        world.cards[PEOPLE * CARDS_EACH + i] = ts_span_text(foreign[i]);
    memset(scratch.at, 0, (size_t)1 << 20);
    ts_test_arena_free(&scratch);
}

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
    day.card = world.cards[is_foreign ? PEOPLE * CARDS_EACH + chance(FOREIGN)
                                      : person * CARDS_EACH + which];
    day.views = 1 + chance(3);
    if (chance(10) == 0)
        day.parts = (struct ts_scan_parts){ 0, 3 };
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
    /* Supervisors are asked for more often, and must leave some to the administrator. */
    size_t most = day.page == TS_PAGE_ADMIN_PIN ? PINS_MAX : PINS_MAX / 2;
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

static bool
act(struct ts_input *input)
{
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
        day.camera_gone = !day.camera_gone;
    else if (day.camera_gone && chance(10) == 0)
        day.camera_gone = false;
    if (chance(500) == 0 && world.newer < 12)
        world.publish = true;
    if (chance(300) == 0) {
        input->kind = TS_INPUT_KEY;
        input->key = TS_KEY_LANGUAGE;
    }
}

/* Heap in use; a sanitizer's own allocator has its own way of telling. */
#ifdef __SANITIZE_ADDRESS__
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif
#if IS_SANITIZED
size_t __sanitizer_get_current_allocated_bytes(void);
#endif

static size_t
heap_in_use(void)
{
#if IS_SANITIZED
    return __sanitizer_get_current_allocated_bytes();
#else
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
#endif
}

/* In memory that can be written, a sanitizer's aside, which keeps what was freed. */
static size_t
traces_in_memory(void)
{
    size_t found = 0;
    char line[512];
    FILE *maps = IS_SANITIZED ? NULL : fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof(line), maps)) {
        unsigned long from = 0;
        unsigned long to = 0;
        char rights[8];
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r'
            || rights[1] != 'w' || strstr(line, "[v"))
            continue;
        const char *at = (const char *)from; // NOLINT(performance-no-int-to-ptr)
        const char *end = (const char *)to;  // NOLINT(performance-no-int-to-ptr)
        for (; (at = memmem(at, (size_t)(end - at), needle, strlen(needle))); at++) {
            if (at == needle)
                continue;
            found++;
        }
    }
    if (maps)
        fclose(maps);
    return found;
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

bool
ts_window_poll(struct ts_window *window, struct ts_input *input, uint32_t timeout_ms)
{
    (void)window;
    *input = (struct ts_input){ .kind = TS_INPUT_NONE };
    if (timeout_ms == 0)
        return false;
    day.turns++;
    ts_clock_script_pass(day.state == TS_SCAN_CHECKING ? timeout_ms : 50 + chance(1500));
    if (is_at_rest())
        wait_for_people();
    if (is_at_rest() && world.scans >= SCANS / 2 && world.at_noon == 0)
        world.at_noon = heap_in_use();
    if (world.traces_while_shown == 0 && day.state == TS_SCAN_READY)
        world.traces_while_shown = traces_in_memory();
    if (world.scans >= SCANS) {
        day.camera_gone = false;
        if (!is_at_rest())
            return false; /* nobody is there any more: it must come back by itself */
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
    (void)state;
    static const uint8_t hidden[] = { 'P', 't', 'h', 'k', 'k', 'k', '`', 'm', 'u', 'd' };
    for (size_t i = 0; i < sizeof(hidden); i++)
        needle[i] = (char)(hidden[i] + 1);
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
        assert_true(totals[i] > 20);
        sum += totals[i];
    }
    assert_true(sum > SCANS / 3);
}

static void
a_day_at_the_gate(void **state)
{
    (void)state;
    const struct ts_app_options options = {
        .contact = "",
        .trust_dir = world.trust,
        .state_dir = world.state,
        .journal_file = world.journal,
        .profile = "gate",
        .locale_dir = TS_TEST_LOCALE,
        .lamps = "lamps",
        .log_mode = "counts",
        .mute = true,
        .clock_kept = true,
        .admin_pin = world.pin,
        .waiver_pin = world.pin,
        .dim_s = 120,
    };
    day.seed = 20260601;
    assert_int_equal(ts_app_run(&options), TS_APP_CLOSED);
    assert_int_equal(day.state, TS_SCAN_WAITING);
    print_message("%zu turns, %zu touches, %zu joined, %zu late, %zu lists, %zu PINs, "
                  "%lld s; %lld bytes more\n",
                  day.turns, day.touches, day.joins, day.late, world.newer, world.pins,
                  (long long)(ts_clock_utc().s - BEGINS.s),
                  (long long)world.at_night - (long long)world.at_noon);
    assert_true(world.at_night < world.at_noon + GROWTH_MAX);
    assert_true(IS_SANITIZED || world.traces_while_shown > 0);
    assert_int_equal(world.traces, 0);
    expect_no_trace_in(world.base);
    expect_no_trace_in(world.state);
    expect_counts_as_shown();
    for (int i = 0; i < TS_SCAN_STATE_COUNT; i++) /* there was enough to be seen */
        if (i != TS_SCAN_IDENTITY)
            assert_true(day.states_seen[i] > 0);
    assert_true(day.pages_seen[TS_PAGE_WHY] && day.pages_seen[TS_PAGE_LANGUAGE]
                && day.pages_seen[TS_PAGE_RECEIPT] && day.pages_seen[TS_PAGE_ADMIN]
                && day.pages_seen[TS_PAGE_WAIVER] && world.newer > 0 && day.joins > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_day_at_the_gate, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
