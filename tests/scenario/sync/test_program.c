#include "keys/sync/state.h"
#include "tests/scenario/sync/folders.h"

#include <sys/socket.h>
#include <sys/un.h>

/* The real program over real folders and over HTTP on this machine. */

static int
sync_folder(struct folders *f, const char *from, const char *to, char *line)
{
    const char *const arguments[] = { "--from", from,     "--to",         to,  "--root",
                                      f->root,  "--once", "--allow-http", NULL };
    return program_run(arguments, line, 512);
}

static void
from_a_folder_once(void **state)
{
    struct folders *f = *state;
    char line[512];
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    assert_true(strncmp(line, "updated: epoch 1 ", 17) == 0);
    assert_int_equal(folders_epoch(f, f->kiosk), 1);
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    assert_true(strncmp(line, "unchanged: epoch 1 ", 19) == 0);
    folders_publish(f);
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    assert_true(strncmp(line, "updated: epoch 2 ", 17) == 0);
    assert_int_equal(folders_epoch(f, f->kiosk), 2);
}

static void
an_older_stick_is_no_attack(void **state)
{
    struct folders *f = *state;
    char line[512];
    folders_publish(f);
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    f->repo.version = 0;
    folders_publish(f);
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    assert_true(strncmp(line, "already newer", 13) == 0);
    assert_int_equal(folders_epoch(f, f->kiosk), 2);
}

static uint64_t
bytes_told(const char *line)
{
    const char *at = strstr(line, "; ");
    return at ? strtoull(at + 2, NULL, 10) : 0;
}

static void
a_neighbour_fetches_from_a_kiosk(void **state)
{
    struct folders *f = *state;
    char line[512];
    char url[64];
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    struct program server = folders_serve(f->kiosk, url);
    assert_int_equal(sync_folder(f, url, f->neighbour, line), 0);
    assert_true(strncmp(line, "updated: epoch 1 ", 17) == 0);
    assert_true(bytes_told(line) > 300000);
    assert_int_equal(folders_epoch(f, f->neighbour), 1);

    assert_int_equal(sync_folder(f, url, f->neighbour, line), 0);
    assert_true(strncmp(line, "unchanged", 9) == 0);
    print_message("nothing changed: %llu bytes\n", (unsigned long long)bytes_told(line));
    assert_in_range(bytes_told(line), 100, 500);
    folders_stop(&server);

    f->files[1].bytes = repo_noise(&f->repo, 700, 3);
    folders_publish(f);
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    server = folders_serve(f->kiosk, url);
    assert_int_equal(sync_folder(f, url, f->neighbour, line), 0);
    print_message("a small change: %llu bytes\n", (unsigned long long)bytes_told(line));
    assert_in_range(bytes_told(line), 1500, 6000);
    assert_int_equal(folders_epoch(f, f->neighbour), 2);
    folders_stop(&server);
}

static void
a_budget_is_kept_and_gone_on_from(void **state)
{
    struct folders *f = *state;
    char line[512];
    char url[64];
    int code = 3;
    size_t runs = 0;
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    struct program server = folders_serve(f->kiosk, url);
    const char *const arguments[] = { "--from",   url,      "--to",      f->neighbour,
                                      "--root",   f->root,  "--once",    "--allow-http",
                                      "--budget", "120000", "--metered", NULL };
    for (; code == 3; runs++) {
        assert_true(runs < 10);
        code = program_run(arguments, line, sizeof(line));
        if (code == 3)
            assert_int_equal(folders_epoch(f, f->neighbour), 0);
    }
    assert_int_equal(code, 0);
    assert_in_range(runs, 3, 5);
    assert_int_equal(folders_epoch(f, f->neighbour), 1);
    folders_stop(&server);
}

static void
only_lists_are_served(void **state)
{
    static const char *const names[] = {
        "sync.json",           "generation.current", "update/root.json",
        "../repo/1.root.json", "objects/",           "",
        "2.targets.json",      "targets/none",       "7.timestamp.json",
        ".sync.lock",          "partial/x",
    };
    struct folders *f = *state;
    char line[512];
    char url[64];
    struct ts_link *link = NULL;
    struct ts_link_options options = { .plain_http = true,
                                       .connect_ms = 5000,
                                       .stall_ms = 5000 };
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    struct program server = folders_serve(f->kiosk, url);
    assert_status(ts_link_open(&link, &options), TS_OK);
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        char full[256];
        struct ts_reply reply;
        struct ts_request request = { .url = full, .max = 1000000 };
        ts_test_row(names[i]);
        snprintf(full, sizeof(full), "%s/%s", url, names[i]);
        assert_status(ts_link_fetch(link, &request, &reply), TS_ABSENT);
    }
    ts_link_close(link);
    folders_stop(&server);
}

static void
the_screen_is_told(void **state)
{
    struct folders *f = *state;
    struct ts_store *store = NULL;
    char line[512];
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    assert_status(ts_store_open(&store, f->kiosk, false), TS_OK);
    struct ts_sync_state told = ts_sync_state_load(&f->lists, store);
    assert_int_equal(told.phase, TS_SYNC_CURRENT);
    assert_int_equal(told.epoch, 1);
    assert_int_equal(told.issued.s, 1777593600);
    assert_string_equal(told.source, f->repo_path);

    assert_int_equal(sync_folder(f, "/tmp/ts-no-such-stick", f->kiosk, line), 1);
    told = ts_sync_state_load(&f->lists, store);
    assert_int_equal(told.phase, TS_SYNC_FAILED);
    assert_int_equal(told.epoch, 1);
    assert_string_equal(told.reason, "no source is there");
    ts_store_close(store);
}

/* A service manager that listens. */
static void
the_service_manager_is_told(void **state)
{
    struct folders *f = *state;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    char message[64];
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    snprintf(address.sun_path, sizeof(address.sun_path), "%s/notify", f->base);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(setenv("NOTIFY_SOCKET", address.sun_path, 1), 0);
    const char *const arguments[] = { "--from", f->repo_path, "--to", f->kiosk,
                                      "--root", f->root,      NULL };
    struct program daemon = program_start(arguments);
    unsetenv("NOTIFY_SOCKET");
    ssize_t len = recv(fd, message, sizeof(message) - 1, 0);
    assert_true(len > 0);
    assert_memory_equal(message, "READY=1", 7);
    char line[512];
    program_line(&daemon, line, sizeof(line));
    assert_true(strncmp(line, "updated: epoch 1 ", 17) == 0);
    folders_stop(&daemon);
    len = recv(fd, message, sizeof(message) - 1, 0);
    assert_true(len > 0);
    assert_memory_equal(message, "STOPPING=1", 10);
    close(fd);
}

/* Somebody stands before the kiosk; the next synchronisation would be tomorrow's. */
static void
a_wish_is_fulfilled_at_once(void **state)
{
    struct folders *f = *state;
    char wish[128];
    char line[512];
    snprintf(wish, sizeof(wish), "%s/sync-wanted", f->base);
    const char *const arguments[] = { "--from", f->repo_path, "--to", f->kiosk, "--root",
                                      f->root,  "--wake",     wish,   NULL };
    struct program daemon = program_start(arguments);
    program_line(&daemon, line, sizeof(line));
    assert_true(strncmp(line, "updated: epoch 1 ", 17) == 0);
    folders_publish(f);
    FILE *file = fopen(wish, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    program_line(&daemon, line, sizeof(line)); /* the test's time limit is the wish's */
    assert_true(strncmp(line, "updated: epoch 2 ", 17) == 0);
    folders_stop(&daemon);
}

static void
two_do_not_work_in_one_folder(void **state)
{
    struct folders *f = *state;
    char line[512];
    char url[64];
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
    struct program server = folders_serve(f->kiosk, url);
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 1);
    folders_stop(&server);
    assert_int_equal(sync_folder(f, f->repo_path, f->kiosk, line), 0);
}

static void
what_makes_no_sense_is_refused(void **state)
{
    struct folders *f = *state;
    char line[512];
    const char *const no_root[] = { "--from", f->repo_path, "--to",
                                    f->kiosk, "--once",     NULL };
    const char *const http[] = { "--from", "http://a.example", "--to",
                                 f->kiosk, "--once",           NULL };
    const char *const ftp[] = { "--from", "ftp://a.example", "--to",
                                f->kiosk, "--once",          NULL };
    const char *const no_source[] = { "--to", f->kiosk, "--once", NULL };
    const char *const budget[] = { "--from",   f->repo_path, "--to", f->kiosk,
                                   "--budget", "12k",        NULL };
    assert_int_equal(program_run(no_root, line, sizeof(line)), 1);
    assert_int_equal(program_run(http, line, sizeof(line)), 64);
    assert_int_equal(program_run(ftp, line, sizeof(line)), 64);
    assert_int_equal(program_run(no_source, line, sizeof(line)), 64);
    assert_int_equal(program_run(budget, line, sizeof(line)), 64);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        folders_test(from_a_folder_once),
        folders_test(an_older_stick_is_no_attack),
        folders_test(a_neighbour_fetches_from_a_kiosk),
        folders_test(a_budget_is_kept_and_gone_on_from),
        folders_test(only_lists_are_served),
        folders_test(the_screen_is_told),
        folders_test(the_service_manager_is_told),
        folders_test(a_wish_is_fulfilled_at_once),
        folders_test(two_do_not_work_in_one_folder),
        folders_test(what_makes_no_sense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
