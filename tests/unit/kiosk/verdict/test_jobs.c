#include "kiosk/verdict/jobs.h"
#include "tests/support/support.h"

#include <stdlib.h>

#define JOB(id, achievement)                                                      \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"" id "\",\"name\":\"" id "\"," \
    "\"all_of\":[{\"achievement\":\"" achievement "\"}]}"
#define SAME                                                               \
    "{\"format\":\"touchstone-equivalences/1\",\"sets\":[{\"id\":\"aid\"," \
    "\"achievements\":[\"urn:first-aid\",\"urn:premiers-secours\"]}]}"

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(4 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static void
add(struct ts_trust_profiles *texts, const char *text)
{
    texts->texts[texts->count++].bytes = ts_span_text(text);
}

static void
a_file_that_is_no_profile_is_one_job_less(void **state)
{
    (void)state;
    static struct ts_jobs jobs;
    struct ts_trust_profiles texts = { .left_out = 1 };
    add(&texts, JOB("cook", "urn:a"));
    add(&texts, "{}");
    add(&texts, JOB("guard", "urn:b"));
    ts_jobs_read(&arena, &jobs, &texts, (ts_verified){ 0 });
    assert_int_equal(jobs.count, 2);
    assert_int_equal(jobs.left_out, 2);
    assert_status(jobs.doubted, TS_OK);
    assert_span_equal(jobs.each[0]->id, TS_SPAN_LIT("cook"));
    assert_span_equal(jobs.each[1]->id, TS_SPAN_LIT("guard"));
}

/* The one set, for each job that names a member of it. */
static void
what_is_the_same_is_the_same_for_every_job(void **state)
{
    (void)state;
    static struct ts_jobs jobs;
    struct ts_trust_profiles texts = { .count = 0 };
    add(&texts, JOB("cook", "urn:first-aid"));
    add(&texts, JOB("guard", "urn:other"));
    add(&texts, JOB("nurse", "urn:premiers-secours"));
    ts_jobs_read(&arena, &jobs, &texts, (ts_verified){ TS_SPAN_LIT(SAME) });
    assert_status(jobs.doubted, TS_OK);
    assert_int_equal(jobs.count, 3);
    assert_int_equal(jobs.each[0]->root->first->same_achievement_count, 1);
    assert_int_equal(jobs.each[1]->root->first->same_achievement_count, 0);
    assert_int_equal(jobs.each[2]->root->first->same_achievement_count, 1);
    assert_ptr_equal(jobs.each[0]->root->first->same_achievement[0],
                     jobs.each[2]->root->first->same_achievement[0]);
}

static void
broken_equivalences_make_jobs_stricter(void **state)
{
    (void)state;
    static struct ts_jobs jobs;
    struct ts_trust_profiles texts = { .count = 0 };
    add(&texts, JOB("cook", "urn:first-aid"));
    ts_jobs_read(&arena, &jobs, &texts, (ts_verified){ TS_SPAN_LIT("{") });
    assert_int_not_equal(jobs.doubted, TS_OK);
    assert_int_equal(jobs.count, 1);
    assert_int_equal(jobs.each[0]->root->first->same_achievement_count, 0);
}

static void
no_arena_is_small_enough_to_break_it(void **state)
{
    (void)state;
    static struct ts_jobs jobs;
    size_t most = 0;
    for (size_t size = 0; size < 16384; size += 64) {
        struct ts_trust_profiles texts = { .count = 0 };
        uint8_t *memory = malloc(size + 1);
        struct ts_arena small = ts_arena_over((ts_room){ memory, size });
        add(&texts, JOB("cook", "urn:first-aid"));
        add(&texts, JOB("guard", "urn:b"));
        ts_jobs_read(&small, &jobs, &texts, (ts_verified){ TS_SPAN_LIT(SAME) });
        assert_int_equal(jobs.count + jobs.left_out, 2);
        most = jobs.count > most ? jobs.count : most;
        free(memory);
    }
    assert_int_equal(most, 2);
}

static void
they_are_offered_where_there_is_a_choice(void **state)
{
    (void)state;
    static struct ts_jobs jobs;
    static const bool offered[3][2] = { { false, false },
                                        { true, false },
                                        { true, true } };
    for (size_t count = 0; count < TS_COUNT(offered); count++) {
        jobs.count = count;
        assert_int_equal(ts_jobs_are_offered(&jobs, false), offered[count][0]);
        assert_int_equal(ts_jobs_are_offered(&jobs, true), offered[count][1]);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_is_no_profile_is_one_job_less),
        TEST(what_is_the_same_is_the_same_for_every_job),
        TEST(broken_equivalences_make_jobs_stricter),
        TEST(no_arena_is_small_enough_to_break_it),
        TEST(they_are_offered_where_there_is_a_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
