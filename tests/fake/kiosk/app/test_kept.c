#include "firmware/board/fake/clock_script.h"
#include "kiosk/app/app_parts.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the kiosk keeps, when the medium lets it only later, or the power goes early. */

/* 2035-06-01: no clock is believed that shows a time before this program was built. */
#define NOW ((ts_utc){ 2064268800 })

static struct ts_app_options options;
static struct ts_parts parts;
static char base[32], folder[48], journal[64];

static int
set_up(void **state)
{
    (void)state;
    ts_clock_script_boot();
    ts_clock_script_set(NOW);
    snprintf(base, sizeof(base), "/tmp/ts-kept-XXXXXX");
    assert_non_null(mkdtemp(base));
    snprintf(folder, sizeof(folder), "%s/data", base);
    snprintf(journal, sizeof(journal), "%s/journal.db", folder);
    options = (struct ts_app_options){ .state_dir = "state",
                                       .journal_file = journal,
                                       .log_mode = "counts" };
    parts = (struct ts_parts){ .options = &options, .configured = &options };
    assert_status(ts_store_open(&parts.state, "state", true), TS_OK);
    parts.floors = ts_floors_load(parts.state);
    return 0;
}

static int
tear_down(void **state)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    (void)state;
    if (parts.journal)
        ts_journal_close(parts.journal);
    ts_store_close(parts.state);
    for (size_t i = 0; i < TS_COUNT(endings); i++) {
        char path[80];
        snprintf(path, sizeof(path), "%s%s", journal, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    (void)rmdir(base);
    return 0;
}

static void
a_journal_that_could_not_be_opened_is_tried_again(void **state)
{
    (void)state;
    ts_parts_open_journal(&parts);
    assert_null(parts.journal);
    assert_int_equal(mkdir(folder, 0700), 0);
    ts_clock_script_pass(599000);
    ts_parts_tend_journal(&parts);
    assert_null(parts.journal);
    ts_clock_script_pass(1000);
    ts_parts_tend_journal(&parts);
    assert_non_null(parts.journal);
}

static void
no_journal_is_opened_where_none_is_wanted(void **state)
{
    (void)state;
    options.journal_file = NULL;
    ts_parts_open_journal(&parts);
    ts_clock_script_pass(7200000);
    ts_parts_tend_journal(&parts);
    assert_null(parts.journal);
}

/* Else it would wait an hour, as if the medium had refused it just now. */
static void
a_floor_that_rises_is_on_the_medium_at_once(void **state)
{
    (void)state;
    ts_floors_accept(&parts.floors, (ts_utc){ NOW.s - 86400 }, 1); /* with newer lists */
    ts_parts_vouch(&parts);
    assert_int_equal(ts_floors_load(parts.state).seen.s, NOW.s);
    ts_clock_script_pass(7200000);
    ts_parts_tend_clock(&parts);
    assert_int_equal(ts_floors_load(parts.state).seen.s, NOW.s + 7200);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_journal_that_could_not_be_opened_is_tried_again,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_journal_is_opened_where_none_is_wanted, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_floor_that_rises_is_on_the_medium_at_once,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
