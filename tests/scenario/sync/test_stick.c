#define _XOPEN_SOURCE 700 /* mknod() */

#include "keys/sync/medium.h"
#include "tests/scenario/sync/folders.h"

#include <errno.h>

/* What a real folder can have besides files. */

static const char *
full(const struct folders *f, const char *name)
{
    static char path[512];
    snprintf(path, sizeof(path), "%s/%s", f->repo_path, name);
    return path;
}

static void
remove_target(const struct folders *f, const char *name)
{
    assert_int_equal(unlink(full(f, name)), 0);
}

static void
link_file(struct folders *f, const char *name)
{
    char elsewhere[128];
    snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", f->base);
    assert_int_equal(rename(full(f, name), elsewhere), 0);
    assert_int_equal(symlink(elsewhere, full(f, name)), 0);
}

static void
link_zero(struct folders *f, const char *name)
{
    remove_target(f, name);
    assert_int_equal(symlink("/dev/zero", full(f, name)), 0);
}

static void
make_fifo(struct folders *f, const char *name)
{
    remove_target(f, name);
    assert_int_equal(mkfifo(full(f, name), 0600), 0);
}

/* Only root may; everybody else meets the FIFO and the link. */
static void
make_device(struct folders *f, const char *name)
{
    remove_target(f, name);
    if (mknod(full(f, name), S_IFCHR | 0600, 0x105) != 0)
        assert_int_equal(mkfifo(full(f, name), 0600), 0);
}

static void
make_folder(struct folders *f, const char *name)
{
    remove_target(f, name);
    assert_int_equal(mkdir(full(f, name), 0700), 0);
}

/* All of it holes, so that it costs this machine nothing. */
static void
make_endless(struct folders *f, const char *name)
{
    assert_int_equal(truncate(full(f, name), (off_t)1 << 40), 0);
}

static void
link_folder(struct folders *f, const char *name)
{
    char folder[512];
    char elsewhere[128];
    snprintf(folder, sizeof(folder), "%s", full(f, name));
    *strrchr(folder, '/') = '\0';
    if (strcmp(folder, f->repo_path) == 0) {
        link_file(f, name);
        return;
    }
    snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", f->base);
    assert_int_equal(rename(folder, elsewhere), 0);
    assert_int_equal(symlink(elsewhere, folder), 0);
}

static const struct {
    const char *name;
    void (*attack)(struct folders *f, const char *name);
} rows[] = {
    { "a link to the right file", link_file },
    { "a link to a device", link_zero },
    { "a FIFO that nobody writes to", make_fifo },
    { "a device", make_device },
    { "a folder where a file must be", make_folder },
    { "a file of a terabyte", make_endless },
    { "a folder that is a link", link_folder },
};

static void
try_all(void **state, bool metadata)
{
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct folders *f = *state;
        char line[512];
        char name[512];
        const char *const arguments[] = { "--from", f->repo_path, "--to",   f->kiosk,
                                          "--root", f->root,      "--once", NULL };
        ts_test_row(rows[i].name);
        snprintf(name, sizeof(name), "%s",
                 metadata ? "timestamp.json" : repo_target_name(&f->repo, f->files));
        rows[i].attack(f, name);
        assert_int_equal(program_run(arguments, line, sizeof(line)), 1);
        assert_true(strncmp(line, "failed: ", 8) == 0);
        assert_int_equal(folders_epoch(f, f->kiosk), 0);
        (void)folders_tear_down(state);
        (void)folders_set_up(state);
    }
}

static void
targets_that_are_no_files_are_not_taken(void **state)
{
    try_all(state, false);
}

static void
nor_are_metadata(void **state)
{
    try_all(state, true);
}

static void
names_that_leave_the_medium_find_nothing(void **state)
{
    static const char *const names[] = { "../repo/timestamp.json",
                                         "/etc/passwd",
                                         "",
                                         ".hidden",
                                         "a//b",
                                         "targets/../timestamp.json",
                                         "./timestamp.json",
                                         "timestamp.json/" };
    struct folders *f = *state;
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        ts_span content = { 0 };
        ts_test_row(names[i]);
        assert_status(ts_medium_read(f->store, &f->lists, &content,
                                     ts_span_text(names[i]), 1000000),
                      TS_ABSENT);
    }
    ts_span content = { 0 };
    assert_status(ts_medium_read(f->store, &f->lists, &content,
                                 TS_SPAN_LIT("timestamp.json\0x"), 1000000),
                  TS_ABSENT);
    assert_status(ts_medium_read(f->store, &f->lists, &content,
                                 TS_SPAN_LIT("timestamp.json"), 1000000),
                  TS_OK);
    assert_status(ts_medium_read(f->store, &f->lists, &content,
                                 TS_SPAN_LIT("timestamp.json"), content.len - 1),
                  TS_OVER_LIMIT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        folders_test(targets_that_are_no_files_are_not_taken),
        folders_test(nor_are_metadata),
        folders_test(names_that_leave_the_medium_find_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
