#include "tests/fake/keys/sync/world.h"

/* Links and servers that fail, one way at a time. */

static void
put_on(struct world *w, char *server)
{
    w->repo.context = server;
    w->repo.version--;
    world_publish(w);
    w->repo.context = world_server();
}

static void
add_source(struct world *w, const char *url)
{
    w->kiosk.sources[w->kiosk.source_count++] =
        (struct ts_mirror_source){ .name = url, .url = url };
}

static void
a_slow_link_that_drops_every_ten_seconds_gets_there(void **state)
{
    struct world *w = *state;
    struct ts_script_pace pace = { .bytes_per_s = 2000,
                                   .connect_ms = 600,
                                   .drop_ms = 10000 };
    ts_link_script_pace(pace);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
    assert_true(ts_link_script_count().breaks >= 15);
    /* Not one byte came twice, and time went into nothing but bytes. */
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), WORLD_LARGE_SIZE);
    assert_in_range(kiosk_mono(&w->kiosk).ms, 150000, 190000);
}

static void
a_reboot_after_any_step_loses_nothing(void **state)
{
    struct world *w = *state;
    struct ts_script_pace pace = { .bytes_per_s = 2000, .drop_ms = 10000 };
    size_t reboots = 0;
    ts_link_script_pace(pace);
    w->kiosk.steps_max = 7;
    while (kiosk_sync(&w->kiosk) != TS_MIRROR_UPDATED)
        assert_true(++reboots < 100);
    assert_true(reboots > 3);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), WORLD_LARGE_SIZE);
}

static const struct {
    const char *name;
    struct ts_script_plan plan;
    enum ts_status want;
} rows[] = {
    { "no connection", { TS_SCRIPT_REFUSED, 0 }, TS_IO },
    { "the server is busy", { TS_SCRIPT_BUSY, 0 }, TS_IO },
    { "nothing ever comes", { TS_SCRIPT_STALL, 0 }, TS_TRUNCATED },
    { "reset at once", { TS_SCRIPT_RESET, 0 }, TS_TRUNCATED },
    { "every file is another one", { TS_SCRIPT_SWAPPED, 0 }, TS_MALFORMED },
    { "every file never ends", { TS_SCRIPT_ENDLESS, 0 }, TS_OVER_LIMIT },
    { "no file is there", { TS_SCRIPT_GONE, 0 }, TS_ABSENT },
    { "every file is cut short", { TS_SCRIPT_SHORT, 100 }, TS_TRUNCATED },
    { "a bit of every file is another", { TS_SCRIPT_FLIPPED, 120 }, TS_UNTRUSTED },
};

static void
what_never_works_ends_in_an_honest_failure(void **state)
{
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct world *w = *state;
        struct ts_script_plan plan = rows[i].plan;
        ts_test_row(rows[i].name);
        ts_link_script_plan(world_always, &plan);
        assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
        assert_int_equal(w->kiosk.progress.fault.status, rows[i].want);
        assert_int_equal(kiosk_epoch(&w->kiosk), 0);
        assert_true(ts_link_script_count().requests <= 12);
        ts_link_script_plan(NULL, NULL);
        assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
        assert_int_equal(kiosk_epoch(&w->kiosk), 1);
        (void)world_tear_down(state);
        (void)world_set_up(state);
    }
}

/* Drops everything at first, and answers ranges with the whole. */
static struct ts_script_plan
no_ranges(const char *url, uint64_t offset, void *context)
{
    size_t *requests = context;
    if (!strstr(url, "large"))
        return (struct ts_script_plan){ 0 };
    ++*requests;
    if (*requests == 1)
        return (struct ts_script_plan){ TS_SCRIPT_RESET, 100000 };
    return (struct ts_script_plan){ offset ? TS_SCRIPT_WHOLE : TS_SCRIPT_NONE, 0 };
}

static void
a_server_without_ranges_is_asked_for_the_whole_again(void **state)
{
    struct world *w = *state;
    size_t requests = 0;
    ts_link_script_plan(no_ranges, &requests);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), 100000 + WORLD_LARGE_SIZE);
}

static void
but_not_where_bytes_are_paid_for(void **state)
{
    struct world *w = *state;
    size_t requests = 0;
    ts_link_script_plan(no_ranges, &requests);
    w->kiosk.metered = true;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_status(w->kiosk.progress.fault.status, TS_UNSUPPORTED);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), 100000);
    ts_link_script_plan(NULL, NULL);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), WORLD_LARGE_SIZE);
}

static void
another_mirror_goes_on_where_one_does_not_resume(void **state)
{
    struct world *w = *state;
    size_t requests = 0;
    static char server[] = "http://b";
    put_on(w, server);
    add_source(w, server);
    ts_link_script_plan(no_ranges, &requests);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
}

/* The first mirror breaks off everything, the second works. */
static struct ts_script_plan
first_is_dead(const char *url, uint64_t offset, void *context)
{
    (void)offset;
    (void)context;
    return (struct ts_script_plan){ strncmp(url, "http://a/", 9) == 0 ? TS_SCRIPT_REFUSED
                                                                      : TS_SCRIPT_NONE,
                                    0 };
}

static void
a_dead_mirror_costs_one_try(void **state)
{
    struct world *w = *state;
    static char server[] = "http://b";
    put_on(w, server);
    add_source(w, server);
    ts_link_script_plan(first_is_dead, NULL);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_string_equal(w->kiosk.progress.source, "http://b");
    assert_int_equal(w->kiosk.waited_ms, 0);
}

/* Nobody answers, and somebody waits for the end. */
static void
who_waits_is_kept_waiting_for_one_try_a_mirror(void **state)
{
    struct world *w = *state;
    struct ts_script_plan refused = { TS_SCRIPT_REFUSED, 0 };
    add_source(w, "http://b");
    add_source(w, "http://c");
    ts_link_script_plan(world_always, &refused);
    w->kiosk.once = true;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_status(w->kiosk.progress.fault.status, TS_IO);
    assert_int_equal(ts_link_script_count().requests, 3);
    assert_int_equal(w->kiosk.waited_ms, 0);
    /* Each for as long as connecting may last. */
    assert_int_equal(ts_link_script_count().elapsed_ms, 3 * 10000);
}

static void
a_daemon_tries_longer(void **state)
{
    struct world *w = *state;
    struct ts_script_plan refused = { TS_SCRIPT_REFUSED, 0 };
    ts_link_script_plan(world_always, &refused);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_int_equal(ts_link_script_count().requests, 6);
    assert_in_range(kiosk_mono(&w->kiosk).ms, 60000, 120000);
}

/* Every third request finds nobody. */
static struct ts_script_plan
now_and_then(const char *url, uint64_t offset, void *context)
{
    size_t *requests = context;
    bool is_refused = ++*requests % 3 == 0;
    (void)url;
    (void)offset;
    return (struct ts_script_plan){ is_refused ? TS_SCRIPT_REFUSED : TS_SCRIPT_RESET,
                                    50000 };
}

static void
who_was_reached_is_tried_again_even_so(void **state)
{
    struct world *w = *state;
    size_t requests = 0;
    ts_link_script_plan(now_and_then, &requests);
    w->kiosk.once = true;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), WORLD_LARGE_SIZE);
    assert_true(requests > 9);
}

/* One bit of the large file is always another one; everything else is well. */
static struct ts_script_plan
corrupts_large(const char *url, uint64_t offset, void *context)
{
    (void)offset;
    bool is_corrupt = strstr(url, "large") && strncmp(url, context, strlen(context)) == 0;
    return (struct ts_script_plan){ is_corrupt ? TS_SCRIPT_FLIPPED : TS_SCRIPT_NONE,
                                    1000 };
}

static void
a_mirror_that_corrupts_is_given_up_after_four_times(void **state)
{
    struct world *w = *state;
    ts_link_script_plan(corrupts_large, world_server());
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_status(w->kiosk.progress.fault.status, TS_UNTRUSTED);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), 4 * WORLD_LARGE_SIZE);
    assert_int_equal(world_count(w, "partial"), 0);
}

static void
and_after_the_first_where_bytes_are_paid_for(void **state)
{
    struct world *w = *state;
    static char server[] = "http://b";
    ts_link_script_plan(corrupts_large, world_server());
    w->kiosk.metered = true;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), WORLD_LARGE_SIZE);
    put_on(w, server);
    add_source(w, server);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), 2 * WORLD_LARGE_SIZE);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
}

static void
a_mirror_that_lost_a_file_is_left_for_another(void **state)
{
    struct world *w = *state;
    char url[512];
    static char server[] = "http://b";
    put_on(w, server);
    add_source(w, server);
    snprintf(url, sizeof(url), "http://a/%s",
             repo_target_name(&w->repo, &w->files[WORLD_LARGE]));
    ts_link_script_drop(url);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
}

static void
a_mirror_that_fell_behind_is_left_for_another(void **state)
{
    struct world *w = *state;
    static char server[] = "http://b";
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    w->repo.context = server;
    world_change(w);
    add_source(w, server);
    w->kiosk.sources[2] = w->kiosk.sources[0];
    w->kiosk.sources[0] = w->kiosk.sources[1];
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);

    w->kiosk.sources[0] = w->kiosk.sources[2]; /* Behind; then the other. */
    w->kiosk.sources[1] = (struct ts_mirror_source){ .name = server, .url = server };
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UNCHANGED);
    assert_string_equal(w->kiosk.progress.source, "http://b");

    w->kiosk.source_count = 1;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_NEWER_HERE);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
}

static void
a_full_disk_loses_nothing(void **state)
{
    struct world *w = *state;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    w->files[WORLD_LARGE].bytes = repo_noise(&w->repo, WORLD_LARGE_SIZE, 9);
    world_change(w);
    ts_store_memory_cut(30, TS_UNSYNCED_LOST);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_status(w->kiosk.progress.fault.status, TS_IO);
    ts_store_memory_power_on();
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(a_slow_link_that_drops_every_ten_seconds_gets_there),
        world_test(a_reboot_after_any_step_loses_nothing),
        world_test(what_never_works_ends_in_an_honest_failure),
        world_test(a_server_without_ranges_is_asked_for_the_whole_again),
        world_test(but_not_where_bytes_are_paid_for),
        world_test(another_mirror_goes_on_where_one_does_not_resume),
        world_test(a_dead_mirror_costs_one_try),
        world_test(who_waits_is_kept_waiting_for_one_try_a_mirror),
        world_test(a_daemon_tries_longer),
        world_test(who_was_reached_is_tried_again_even_so),
        world_test(a_mirror_that_corrupts_is_given_up_after_four_times),
        world_test(and_after_the_first_where_bytes_are_paid_for),
        world_test(a_mirror_that_lost_a_file_is_left_for_another),
        world_test(a_mirror_that_fell_behind_is_left_for_another),
        world_test(a_full_disk_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
