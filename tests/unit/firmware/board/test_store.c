#define _GNU_SOURCE /* nftw, syscall */

#include "tests/unit/firmware/board/store_contract.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static char base[] = "/tmp/ts-store-XXXXXX";

/* What the store asked of the system, in order, and where the power goes. These
 * three stand in front of the C library's for the whole program. */
static char trace[512];
static int calls;
static int fail_at = -1;

static bool
refused(const char *call)
{
    if (calls++ == fail_at) {
        errno = EIO;
        return true;
    }
    snprintf(trace + strlen(trace), sizeof(trace) - strlen(trace), "%s ", call);
    return false;
}

int
fsync(int fd)
{
    struct stat found;
    TS_CHECK(fstat(fd, &found) == 0);
    if (refused(S_ISDIR(found.st_mode) ? "sync-folder" : "sync-file"))
        return -1;
    return (int)syscall(SYS_fsync, fd);
}

int
renameat(int from_at, const char *from, int to_at, const char *to)
{
    if (refused("rename"))
        return -1;
    return (int)syscall(SYS_renameat2, from_at, from, to_at, to, 0);
}

int
mkdirat(int at, const char *path, mode_t mode)
{
    if (refused("mkdir"))
        return -1;
    return (int)syscall(SYS_mkdirat, at, path, mode);
}

static const char *
in_base(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof(path), "%s/%s", base, name);
    return path;
}

static int
unlink_entry(const char *path, const struct stat *found, int kind, struct FTW *where)
{
    (void)found;
    (void)kind;
    (void)where;
    return remove(path);
}

static int
setup(void **state)
{
    strcpy(base + sizeof(base) - 7, "XXXXXX");
    if (!mkdtemp(base) || ts_store_open((struct ts_store **)state, base, false) != TS_OK)
        return -1;
    trace[0] = '\0';
    calls = 0;
    fail_at = -1;
    return 0;
}

static int
teardown(void **state)
{
    ts_store_close(*state);
    return nftw(base, unlink_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void
put_file(const char *name, const char *content)
{
    FILE *file = fopen(in_base(name), "wb");
    TS_CHECK(file && fputs(content, file) >= 0 && fclose(file) == 0);
}

static bool
holds(const char *name, const char *content)
{
    struct ts_arena arena = ts_test_arena(256);
    ts_span bytes = { 0 };
    bool same =
        ts_test_read_file(&arena, &bytes, in_base(name)) && ts_span_is(bytes, content);
    ts_test_arena_free(&arena);
    return same;
}

static bool
exists(const char *name)
{
    struct stat found;
    return lstat(in_base(name), &found) == 0;
}

static mode_t
mode_of(const char *name)
{
    struct stat found;
    TS_CHECK(lstat(in_base(name), &found) == 0);
    return found.st_mode & 07777;
}

static void
a_store_is_made_only_when_asked(void **state)
{
    (void)state;
    struct ts_store *store = NULL;
    char path[64];
    snprintf(path, sizeof(path), "%s", in_base("new"));
    assert_status(ts_store_open(&store, path, false), TS_ABSENT);
    assert_status(ts_store_open(&store, in_base("no/new"), true), TS_ABSENT);
    assert_null(store);
    trace[0] = '\0';
    assert_status(ts_store_open(&store, path, true), TS_OK);
    assert_string_equal(trace, "mkdir sync-folder ");
    assert_int_equal(mode_of("new"), 0700);
    ts_store_close(store);
    assert_status(ts_store_open(&store, path, true), TS_OK);
    ts_store_close(store);
    put_file("file", "x");
    assert_status(ts_store_open(&store, in_base("file"), true), TS_IO);
    ts_store_close(NULL);
}

static void
everything_is_synced_in_order(void **state)
{
    assert_status(ts_store_replace(*state, "a/b/c", TS_SPAN_LIT("x"), false), TS_OK);
    assert_string_equal(trace, "mkdir sync-folder mkdir sync-folder "
                               "sync-file rename sync-folder ");
    trace[0] = '\0';
    assert_status(ts_store_remove(*state, "a/b/c"), TS_OK);
    assert_string_equal(trace, "sync-folder ");
}

static void
a_failure_at_any_step_leaves_old_or_new(void **state)
{
    int step = 0;
    enum ts_status status = TS_IO;
    for (; status != TS_OK; step++) {
        fail_at = -1;
        assert_status(ts_store_replace(*state, "a/b", TS_SPAN_LIT("old"), false), TS_OK);
        calls = 0;
        fail_at = step;
        status = ts_store_replace(*state, "a/b", TS_SPAN_LIT("new"), false);
        if (status != TS_OK)
            assert_status(status, TS_IO);
        /* mkdir, sync, sync-file, rename go before; after them it is new. */
        assert_true(holds("a/b", step < 4 ? "old" : "new"));
        assert_false(exists("a/.incoming"));
    }
    assert_int_equal(step, 6);
}

static void
a_full_medium_leaves_the_old(void **state)
{
    uint8_t large[8192] = { 0 };
    struct rlimit was;
    assert_status(ts_store_replace(*state, "f", TS_SPAN_LIT("old"), false), TS_OK);
    TS_CHECK(getrlimit(RLIMIT_FSIZE, &was) == 0);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 4096, was.rlim_max });
    enum ts_status status = ts_store_replace(*state, "f", TS_SPAN_OF(large), false);
    setrlimit(RLIMIT_FSIZE, &was);
    assert_status(status, TS_IO);
    assert_true(holds("f", "old"));
    assert_false(exists(".incoming"));
}

static void
private_files_are_private(void **state)
{
    mode_t was = umask(022);
    /* What a cut left behind lends neither its mode nor its content. */
    put_file(".incoming", "a long left-over");
    assert_status(ts_store_replace(*state, "secret", TS_SPAN_LIT("x"), true), TS_OK);
    assert_status(ts_store_replace(*state, "list", TS_SPAN_LIT("x"), false), TS_OK);
    umask(was);
    assert_int_equal(mode_of("secret"), 0600);
    assert_int_equal(mode_of("list"), 0644);
    assert_true(holds("secret", "x"));
}

static void
links_lead_nowhere(void **state)
{
    struct ts_arena arena = ts_test_arena(16384);
    ts_span content;
    ts_span x = TS_SPAN_LIT("x");
    char text[64] = "";
    put_file("target", "kept");
    assert_int_equal(mkdir(in_base("real"), 0700), 0);
    put_file("real/inner", "kept");
    assert_int_equal(symlink("target", in_base("link")), 0);
    assert_int_equal(symlink("real", in_base("way")), 0);
    assert_int_equal(symlink("/", in_base("root")), 0);

    assert_status(ts_store_read(*state, &arena, &content, "link", 9), TS_UNTRUSTED);
    assert_status(ts_store_replace(*state, "link", x, false), TS_UNTRUSTED);
    assert_status(ts_store_remove(*state, "link"), TS_UNTRUSTED);
    assert_status(ts_store_read(*state, &arena, &content, "way/inner", 9), TS_UNTRUSTED);
    assert_status(ts_store_replace(*state, "way/inner", x, false), TS_UNTRUSTED);
    assert_status(ts_store_remove(*state, "way/inner"), TS_UNTRUSTED);
    assert_status(ts_store_list(*state, &arena, "way", join, text), TS_UNTRUSTED);
    assert_status(ts_store_list(*state, &arena, "", join, text), TS_OK);
    assert_string_equal(text, "real/inner target ");
    assert_true(holds("target", "kept") && holds("real/inner", "kept"));
    ts_test_arena_free(&arena);
}

static void
a_planted_link_is_not_written_through(void **state)
{
    put_file("victim", "kept");
    assert_int_equal(symlink("victim", in_base(".incoming")), 0);
    assert_status(ts_store_replace(*state, "f", TS_SPAN_LIT("x"), false), TS_OK);
    assert_true(holds("victim", "kept") && holds("f", "x"));
    char other[4096];
    snprintf(other, sizeof(other), "%s", in_base(".incoming"));
    assert_int_equal(link(in_base("victim"), other), 0);
    assert_status(ts_store_replace(*state, "f", TS_SPAN_LIT("y"), false), TS_OK);
    assert_true(holds("victim", "kept") && holds("f", "y"));
}

static void
pipes_and_sockets_neither_block_nor_read(void **state)
{
    struct ts_arena arena = ts_test_arena(16384);
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    ts_span content;
    size_t count = 0;
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(name.sun_path, sizeof(name.sun_path), "%s/socket", base);
    assert_int_equal(bind(listener, (struct sockaddr *)&name, sizeof(name)), 0);
    assert_int_equal(mkfifo(in_base("pipe"), 0600), 0);
    assert_status(ts_store_read(*state, &arena, &content, "pipe", 9), TS_UNTRUSTED);
    assert_status(ts_store_read(*state, &arena, &content, "socket", 9), TS_UNTRUSTED);
    assert_status(ts_store_list(*state, &arena, "pipe", NULL, NULL), TS_UNTRUSTED);
    assert_status(ts_store_list(*state, &arena, "", count_name, &count), TS_OK);
    assert_int_equal(count, 0);
    close(listener);
    ts_test_arena_free(&arena);
}

static void
what_no_name_can_reach_is_passed_over(void **state)
{
    struct ts_arena arena = ts_test_arena(16384);
    char deep[64] = "d";
    char text[64] = "";
    put_file("a file", "x");
    put_file(".hidden", "x");
    assert_int_equal(mkdir(in_base(".trash"), 0700), 0);
    put_file(".trash/f", "x");
    for (int i = 0; i < 12; i++) {
        assert_int_equal(mkdir(in_base(deep), 0700), 0);
        strcat(deep, "/d");
    }
    put_file("d/d/d/d/d/d/d/eighth", "x");
    put_file("d/d/d/d/d/d/d/d/ninth", "x");
    assert_status(ts_store_list(*state, &arena, "", join, text), TS_OK);
    assert_string_equal(text, "d/d/d/d/d/d/d/eighth ");
    ts_test_arena_free(&arena);
}

static void
a_stuffed_folder_is_given_up(void **state)
{
    struct ts_arena arena = ts_test_arena(16384);
    for (int i = 0; i <= 16 * TS_TARGETS_MAX; i++) {
        char name[32];
        snprintf(name, sizeof(name), ".%d", i);
        assert_int_equal(symlink("x", in_base(name)), 0);
    }
    assert_status(ts_store_list(*state, &arena, "", NULL, NULL), TS_OVER_LIMIT);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CONTRACT(setup, teardown),
#define IN_BASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
        IN_BASE(a_store_is_made_only_when_asked),
        IN_BASE(everything_is_synced_in_order),
        IN_BASE(a_failure_at_any_step_leaves_old_or_new),
        IN_BASE(a_full_medium_leaves_the_old),
        IN_BASE(private_files_are_private),
        IN_BASE(links_lead_nowhere),
        IN_BASE(a_planted_link_is_not_written_through),
        IN_BASE(pipes_and_sockets_neither_block_nor_read),
        IN_BASE(what_no_name_can_reach_is_passed_over),
        IN_BASE(a_stuffed_folder_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
