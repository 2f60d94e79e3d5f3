#include "keys/authority/authority.h"
#include "keys/trust/floors.h"
#include "tests/scenario/programs.h"
#include "tests/unit/keys/authority/fixture.h"

/* The program, as whoever sets a kiosk up runs it, beside the kiosk's own folders. */

#define ARENA (64 * 1024 * 1024)

/* Later than any day on which this program is made. */
#define Y2131 INT64_C(5080665600)
#define Y2135 INT64_C(5206896000)
#define Y2199 INT64_C(7226582400)

static struct ts_arena arena;
static struct ts_store *authority, *lists, *kept;
static char authority_path[32], lists_path[32], kept_path[32];

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(ARENA);
    authority = fixture_folder(authority_path);
    lists = fixture_folder(lists_path);
    kept = fixture_folder(kept_path);
    assert_status(ts_authority_create(&arena, authority, (ts_span){ 0 }, FIXTURE_NOW),
                  TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_folder_remove(kept, kept_path);
    fixture_folder_remove(lists, lists_path);
    fixture_folder_remove(authority, authority_path);
    ts_test_arena_free(&arena);
    return 0;
}

static void
publish(int64_t now)
{
    struct ts_publication done;
    const struct ts_publish_order order = { .store = authority,
                                            .repo = lists,
                                            .now = { now } };
    assert_status(ts_authority_publish(&arena, &done, &order, NULL), TS_OK);
}

/* What a kiosk had accepted. */
static void
keep_floor(int64_t signed_at, uint64_t root_version)
{
    struct ts_floors floors = ts_floors_load(kept);
    ts_floors_accept(&floors, (ts_utc){ signed_at }, root_version);
    assert_status(ts_floors_save(&floors, kept), TS_OK);
}

static void
doctor(const char *options)
{
    char line[1024];
    snprintf(line, sizeof(line), "$bin/touchstone doctor --camera nothing: --state %s %s",
             kept_path, options);
    (void)shell_in(".", line);
}

static const char *
with_lists(void)
{
    static char options[64];
    snprintf(options, sizeof(options), "--trust %s", lists_path);
    return options;
}

static void
judges_by_the_floor_that_a_kiosk_would(void **state)
{
    (void)state;
    bool waits;
    const struct ts_key_folder folder = { .store = authority };
    const struct ts_role_order timestamp = { .role = TS_SPAN_LIT("timestamp") };
    keep_floor(Y2135, 1);
    ts_test_row("without lists, what was kept");
    doctor("");
    assert_says("not before 2135-01-01T00:00:00Z");
    ts_test_row("FORMAT.md 7.7: older lists under the same root lower nothing");
    publish(Y2131);
    doctor(with_lists());
    assert_says("not before 2135-01-01T00:00:00Z");
    ts_test_row("FORMAT.md 7.7: later ones raise it");
    publish(Y2199);
    doctor(with_lists());
    assert_says("not before 2199-01-01T00:00:00Z");
    ts_test_row("FORMAT.md 7.7: a newer root undoes what a stolen key has signed");
    assert_status(ts_authority_rotate(&arena, &waits, &folder, &timestamp, FIXTURE_NOW),
                  TS_OK);
    publish(Y2131);
    doctor(with_lists());
    assert_says("not before 2131-01-01T00:00:00Z");
}

/* It looks; only the kiosk keeps. */
static void
leaves_what_was_kept_as_it_is(void **state)
{
    (void)state;
    keep_floor(Y2131, 1);
    publish(Y2199);
    doctor(with_lists());
    struct ts_floors floors = ts_floors_load(kept);
    assert_int_equal(floors.signed_at.s, Y2131);
    assert_int_equal(floors.root_version, 1);
    assert_int_equal(floors.writes, 1);
    assert_false(floors.is_damaged);
}

/* A file in the folder of what is kept, with one setting. */
static const char *
with_setting(const char *line)
{
    static char options[96];
    char path[64];
    snprintf(path, sizeof(path), "%s/kiosk.conf", kept_path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fprintf(file, "%s\n", line) > 0);
    assert_int_equal(fclose(file), 0);
    snprintf(options, sizeof(options), "--config %s", path);
    return options;
}

static const struct {
    const char *line, *says;
} wired[] = {
    { "lamps = gpio:no-such-chip,ready=1,relay=2", "no chip is called no-such-chip" },
    { "lamps = gpio:board,red=1", "gpio:board,red=1: this is not how lamps are wired" },
    { "backlight = no-such-light", "no-such-light: there is none" },
    { "backlight = auto,120", "auto,120: this is not how a light is named" },
};

static void
says_what_of_the_board_is_not_as_it_is_wired(void **state)
{
    char path[64];
    (void)state;
    for (size_t i = 0; i < TS_COUNT(wired); i++) {
        ts_test_row(wired[i].line);
        doctor(with_setting(wired[i].line));
        assert_says(wired[i].says);
    }
    ts_test_row("what is not wired is not spoken of");
    doctor(with_setting("lamps = none"));
    assert_null(strstr(output, "lamps are wired"));
    assert_null(strstr(output, "backlight  "));
    snprintf(path, sizeof(path), "%s/kiosk.conf", kept_path);
    assert_int_equal(unlink(path), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(judges_by_the_floor_that_a_kiosk_would, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(leaves_what_was_kept_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_what_of_the_board_is_not_as_it_is_wired,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
