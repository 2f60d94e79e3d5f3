#include "firmware/board/fake/clock_script.h"
#include "kiosk/app/app_parts.h"
#include "kiosk/app/loop.h"
#include "kiosk/journal/rows.h"
#include "tests/fake/keys/authority/office.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Another job, chosen at the kiosk among those that are signed: what is judged by it,
 * what the journal says, what a restart finds. Folders are in memory, the judging thread
 * is the product's.
 */

static struct ts_app_options configured;
static struct ts_parts parts;
static struct ts_loop l;
static char folder[64], journal_file[80];
static uint8_t arena_room[1 << 20];

static const char job_format[] =
    "{\"format\":\"touchstone-profile/1\",\"id\":\"%s\",\"name\":\"%s\","
    "\"all_of\":[{\"label\":\"H2S\",\"name\":\"H2S Alive\"}]}";

static void
put_job(const char *name)
{
    char text[256];
    char id[64];
    snprintf(id, sizeof(id), "urn:job:%s", name);
    snprintf(text, sizeof(text), job_format, id, name);
    assert_status(ts_authority_put_profile(office.authority, ts_span_text(name),
                                           ts_span_text(text)),
                  TS_OK);
}

/* As app.c does before it runs. */
static void
start(void)
{
    parts = (struct ts_parts){ .options = &configured,
                               .configured = &configured,
                               .arena = ts_arena_over(TS_ROOM_OF(arena_room)) };
    assert_status(ts_store_open(&parts.state, "state", true), TS_OK);
    ts_parts_load_choices(&parts);
    ts_parts_open_journal(&parts);
    assert_non_null(parts.journal);
    struct ts_checker_rules nobody = { .now = ts_parts_now, .context = &parts };
    assert_status(ts_checker_open(&parts.checker, nobody), TS_OK);
    struct ts_window_options wishes = { .width_px = 800, .height_px = 480 };
    struct ts_fault fault;
    assert_status(ts_window_open(&parts.window, &wishes, &fault), TS_OK);
    struct ts_trust_profiles texts;
    assert_status(ts_trust_profiles(&office.arena, &texts, office.repo, &fault), TS_OK);
    ts_jobs_read(&office.arena, &parts.jobs, &texts, (ts_verified){ { 0 } });
    l = (struct ts_loop){ .parts = &parts };
}

static void
stop(void)
{
    ts_window_close(parts.window);
    ts_checker_close(parts.checker);
    ts_journal_close(parts.journal);
    ts_store_close(parts.state);
}

static int
set_up(void **state)
{
    (void)office_set_up(state);
    ts_clock_script_boot();
    ts_clock_script_set(FIXTURE_NOW);
    put_job("drill");
    put_job("crane");
    (void)office_publish();
    snprintf(folder, sizeof(folder), "/tmp/ts-job-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(journal_file, sizeof(journal_file), "%s/journal", folder);
    configured = (struct ts_app_options){ .trust_dir = "repo",
                                          .state_dir = "state",
                                          .profile = "drill",
                                          .journal_file = journal_file,
                                          .log_mode = "counts" };
    start();
    return 0;
}

static int
tear_down(void **state)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    stop();
    for (size_t i = 0; i < TS_COUNT(endings); i++) {
        char path[96];
        snprintf(path, sizeof(path), "%s%s", journal_file, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return office_tear_down(state);
}

/* The row of a job, by what it is called; the last one is any card. */
static int32_t
row_of(const char *name)
{
    ts_page_profile.fill(&l);
    for (size_t i = 0; i < l.pages.menu.count; i++)
        if (ts_span_is(l.pages.menu.rows[i].label, name))
            return (int32_t)i;
    fail_msg("no row for %s", name);
    return -1;
}

static void
choose(const char *name)
{
    const struct ts_menu_row *row = &l.pages.menu.rows[row_of(name)];
    ts_page_profile.touch(&l, row->touch);
}

/* By which job the next card is judged. */
static ts_span
judged_by(void)
{
    static uint32_t ticket;
    uint32_t collected = 0;
    const struct ts_verdict *verdict = NULL;
    ts_checker_submit(parts.checker, ++ticket, TS_SPAN_LIT("HC1:NCF"));
    while (!ts_checker_collect(parts.checker, &collected, &verdict))
        (void)sched_yield();
    assert_int_equal(collected, ticket);
    assert_non_null(verdict);
    return verdict->profile_name;
}

static size_t
changes_in_journal(ts_span of)
{
    uint8_t room[4096];
    char line[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    uint64_t count = 0;
    struct ts_rows_query query = { .form = TS_ROWS_CSV, .until = TS_UTC_NEVER };
    size_t found = 0;
    assert_status(ts_journal_fields_read(&query.fields, TS_SPAN_LIT("what,profile")),
                  TS_OK);
    assert_status(ts_journal_write_rows(parts.journal, &w, &count, &query), TS_OK);
    ts_write_u8(&w, 0);
    snprintf(line, sizeof(line), ",%.*s\r\n", TS_SPAN_ARG(of));
    for (const char *at = (const char *)room; (at = strstr(at, line)) != NULL; at++)
        found++;
    return found;
}

static void
every_signed_job_that_can_be_read_is_offered_and_any_card(void **state)
{
    (void)state;
    (void)row_of("drill");
    (void)row_of("crane");
    (void)row_of(ts_words(TS_PHRASE_ANY_CARD));
    assert_int_equal(l.pages.menu.count, 3); /* "gate" is signed, and no profile */
}

static void
the_next_card_is_judged_by_the_new_job_and_the_journal_says_so(void **state)
{
    (void)state;
    choose("crane");
    assert_true(parts.has_profile);
    assert_span_equal(parts.profile.id, TS_SPAN_LIT("urn:job:crane"));
    assert_span_equal(judged_by(), TS_SPAN_LIT("crane"));
    assert_true(l.pages.menu.rows[row_of("crane")].chosen);
    assert_int_equal(changes_in_journal(TS_SPAN_LIT("urn:job:crane")), 1);
    choose(ts_words(TS_PHRASE_ANY_CARD));
    assert_false(parts.has_profile);
    assert_int_equal(judged_by().len, 0);
    choose("drill");
    assert_span_equal(judged_by(), TS_SPAN_LIT("drill"));
    assert_int_equal(changes_in_journal(TS_SPAN_LIT("urn:job:drill")), 1);
}

static void
a_restart_keeps_what_was_chosen(void **state)
{
    (void)state;
    choose("crane");
    stop();
    start();
    assert_string_equal(parts.options->profile, "crane");
    choose(ts_words(TS_PHRASE_ANY_CARD));
    stop();
    start();
    assert_null(parts.options->profile);
}

static void
a_damaged_file_of_choices_leaves_the_configuration(void **state)
{
    (void)state;
    choose("crane");
    assert_status(
        ts_store_replace(parts.state, TS_CHOICES_FILE, TS_SPAN_LIT("crane"), true),
        TS_OK);
    stop();
    start();
    assert_string_equal(parts.options->profile, "drill");
}

/* Every file of the repository whose name ends so. */
static void
alter(const char *ending)
{
    struct office_names names = *office_names(office.repo);
    size_t altered = 0;
    for (size_t i = 0; i < names.count; i++) {
        size_t len = strlen(names.items[i]);
        if (len < strlen(ending)
            || strcmp(names.items[i] + len - strlen(ending), ending) != 0)
            continue;
        assert_status(
            ts_store_replace(office.repo, names.items[i], TS_SPAN_LIT("{}"), false),
            TS_OK);
        altered++;
    }
    assert_true(altered > 0);
}

static void
a_job_that_cannot_be_read_is_not_chosen(void **state)
{
    (void)state;
    choose("crane");
    struct ts_choices choices = parts.choices;
    snprintf(choices.profile, sizeof(choices.profile), "gate");
    assert_false(ts_parts_choose_job(&parts, &choices));
    assert_false(parts.lost_job);
    assert_string_equal(parts.options->profile, "crane");
    assert_span_equal(judged_by(), TS_SPAN_LIT("crane"));

    ts_test_row("and the page says so, of one that is altered meanwhile");
    int32_t row = row_of("drill");
    alter("drill.json");
    ts_page_profile.touch(&l, l.pages.menu.rows[row].touch);
    assert_string_equal(parts.options->profile, "crane");
    (void)row_of("crane");
    assert_span_equal(l.pages.menu.note,
                      ts_span_text(ts_words(TS_PHRASE_JOB_UNREADABLE)));
    assert_int_equal(changes_in_journal(TS_SPAN_LIT("urn:job:drill")), 0);
}

int
main(void)
{
#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ROW(every_signed_job_that_can_be_read_is_offered_and_any_card),
        ROW(the_next_card_is_judged_by_the_new_job_and_the_journal_says_so),
        ROW(a_restart_keeps_what_was_chosen),
        ROW(a_damaged_file_of_choices_leaves_the_configuration),
        ROW(a_job_that_cannot_be_read_is_not_chosen),
    };
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
