#include "kiosk/app/reader_socket.h"

#include "tests/support/support.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Real sockets in a folder of their own; nothing waits. */

struct world {
    char folder[32], path[64];
    struct ts_reader *reader;
    ts_mono now;
};

static int
set_up(void **state)
{
    static struct world w;
    w = (struct world){ .folder = "/tmp/ts-reader-XXXXXX", .now = { 1000 } };
    assert_non_null(mkdtemp(w.folder));
    snprintf(w.path, sizeof(w.path), "%s/reader", w.folder);
    assert_status(ts_reader_open(&w.reader, w.path), TS_OK);
    *state = &w;
    return 0;
}

static int
tear_down(void **state)
{
    struct world *w = *state;
    ts_reader_close(w->reader);
    assert_int_not_equal(access(w->path, F_OK), 0);
    assert_int_equal(rmdir(w->folder), 0);
    return 0;
}

static int
join(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

/* What came so far; the name of how it ended in brackets. */
static const char *
heard(int fd)
{
    static char text[4096];
    size_t len = 0;
    ssize_t got = 0;
    while ((got = recv(fd, text + len, sizeof(text) - len - 8, MSG_DONTWAIT)) > 0)
        len += (size_t)got;
    snprintf(text + len, 8, "%s", got == 0 ? "(end)" : "");
    return text;
}

static void
say(struct world *w, const char *lines, uint64_t sense)
{
    if (ts_reader_tend(w->reader))
        ts_reader_say(w->reader, ts_span_text(lines), sense, w->now);
    w->now.ms += TS_READER_PACE_MS;
}

static void
whoever_comes_gets_the_screen_of_the_moment(void **state)
{
    struct world *w = *state;
    say(w, "before\n", 1);
    int fd = join(w->path);
    say(w, "READY\nAda\n", 2);
    assert_string_equal(heard(fd), "READY\nAda\n\n");
    close(fd);
}

static void
only_a_change_is_said_again(void **state)
{
    struct world *w = *state;
    int fd = join(w->path);
    say(w, "wait, 20 s\n", 1);
    say(w, "wait, 19 s\n", 1);
    assert_string_equal(heard(fd), "wait, 20 s\n\n");
    say(w, "next\n", 2);
    assert_string_equal(heard(fd), "next\n\n");
    close(fd);
}

/* After a wipe the next picture has nothing of the person; nor does what is sent. */
static void
a_wipe_is_said_as_the_new_screen(void **state)
{
    struct world *w = *state;
    int fd = join(w->path);
    say(w, "READY\nAputik Nowdlak\n", 1);
    (void)heard(fd);
    say(w, "Show the code on your card\n", 2);
    assert_string_equal(heard(fd), "Show the code on your card\n\n");
    close(fd);
}

static void
what_changes_too_fast_is_said_as_it_is_then(void **state)
{
    struct world *w = *state;
    int fd = join(w->path);
    say(w, "1\n", 1);
    w->now.ms -= TS_READER_PACE_MS;
    for (int i = 0; i < 10; i++) {
        w->now.ms += 20;
        ts_reader_say(w->reader, TS_SPAN_LIT("2\n"), 2, w->now);
    }
    assert_string_equal(heard(fd), "1\n\n");
    w->now.ms += TS_READER_PACE_MS;
    say(w, "3\n", 3);
    assert_string_equal(heard(fd), "3\n\n");
    close(fd);
}

static void
a_client_that_does_not_read_is_sent_away_and_others_are_not(void **state)
{
    struct world *w = *state;
    static char screen[16000];
    int slow = join(w->path);
    int quick = join(w->path);
    memset(screen, 'x', sizeof(screen) - 2);
    screen[sizeof(screen) - 2] = '\n';
    say(w, screen, 1);
    assert_int_equal(ts_reader_clients(w->reader), 2);
    for (uint64_t i = 2; i < 1000 && ts_reader_clients(w->reader) == 2; i++) {
        say(w, screen, i);
        while (strlen(heard(quick)) > 0)
            ;
    }
    assert_int_equal(ts_reader_clients(w->reader), 1);
    say(w, "here\n", 5000);
    assert_string_equal(heard(quick), "here\n\n");
    close(slow);
    close(quick);
}

static void
there_is_place_for_so_many_and_the_next_one_is_sent_away(void **state)
{
    struct world *w = *state;
    int fds[TS_READER_CLIENTS_MAX + 1];
    for (size_t i = 0; i < TS_READER_CLIENTS_MAX; i++)
        fds[i] = join(w->path);
    say(w, "one\n", 1);
    fds[TS_READER_CLIENTS_MAX] = join(w->path);
    say(w, "two\n", 2);
    assert_int_equal(ts_reader_clients(w->reader), TS_READER_CLIENTS_MAX);
    assert_string_equal(heard(fds[TS_READER_CLIENTS_MAX]), "(end)");
    close(fds[TS_READER_CLIENTS_MAX]);
    close(fds[0]);
    fds[0] = -1;
    say(w, "three\n", 3);
    assert_int_equal(ts_reader_clients(w->reader), TS_READER_CLIENTS_MAX - 1);
    fds[0] = join(w->path);
    say(w, "four\n", 4);
    assert_string_equal(heard(fds[0]), "four\n\n");
    for (size_t i = 0; i < TS_READER_CLIENTS_MAX; i++)
        close(fds[i]);
}

static void
whoever_leaves_is_noticed_and_what_they_write_is_not(void **state)
{
    struct world *w = *state;
    int fd = join(w->path);
    assert_int_equal(send(fd, "GET / HTTP/1.1\r\n\r\n", 18, 0), 18);
    say(w, "one\n", 1);
    assert_string_equal(heard(fd), "one\n\n");
    close(fd);
    (void)ts_reader_tend(w->reader); /* what it wrote comes first */
    assert_false(ts_reader_tend(w->reader));
    assert_int_equal(ts_reader_clients(w->reader), 0);
}

static void
only_its_user_and_group_may_come(void **state)
{
    struct world *w = *state;
    struct stat found;
    assert_int_equal(lstat(w->path, &found), 0);
    assert_true(S_ISSOCK(found.st_mode));
    assert_int_equal(found.st_mode & 0777, 0660);
}

static void
what_a_kiosk_left_behind_is_replaced(void **state)
{
    struct world *w = *state;
    struct ts_reader *second = NULL;
    char aside[80];
    snprintf(aside, sizeof(aside), "%s.aside", w->path);
    assert_status(ts_reader_open(&second, w->path), TS_IO); /* somebody is there */
    assert_null(second);
    assert_int_equal(rename(w->path, aside), 0);
    ts_reader_close(w->reader); /* nobody listens at the other name any more */
    assert_int_equal(rename(aside, w->path), 0);
    assert_status(ts_reader_open(&w->reader, w->path), TS_OK);
    int fd = join(w->path);
    say(w, "one\n", 1);
    assert_string_equal(heard(fd), "one\n\n");
    close(fd);
}

static void
no_other_file_is_taken_away(void **state)
{
    struct world *w = *state;
    struct ts_reader *other = NULL;
    char path[64];
    char long_path[200];
    snprintf(path, sizeof(path), "%s/notes", w->folder);
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0);
    close(fd);
    assert_status(ts_reader_open(&other, path), TS_IO);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink(w->path, path), 0);
    assert_status(ts_reader_open(&other, path), TS_IO);
    assert_int_equal(unlink(path), 0);
    memset(long_path, 'a', sizeof(long_path) - 1);
    long_path[sizeof(long_path) - 1] = '\0';
    assert_status(ts_reader_open(&other, long_path), TS_OVER_LIMIT);
    assert_status(ts_reader_open(&other, ""), TS_MALFORMED);
    assert_status(ts_reader_open(&other, "/nonexistent/reader"), TS_IO);
    assert_null(other);
}

static void
nobody_is_read_to_without_a_socket(void **state)
{
    (void)state;
    assert_false(ts_reader_tend(NULL));
    ts_reader_close(NULL);
}

#define reader_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        reader_test(whoever_comes_gets_the_screen_of_the_moment),
        reader_test(only_a_change_is_said_again),
        reader_test(a_wipe_is_said_as_the_new_screen),
        reader_test(what_changes_too_fast_is_said_as_it_is_then),
        reader_test(a_client_that_does_not_read_is_sent_away_and_others_are_not),
        reader_test(there_is_place_for_so_many_and_the_next_one_is_sent_away),
        reader_test(whoever_leaves_is_noticed_and_what_they_write_is_not),
        reader_test(only_its_user_and_group_may_come),
        reader_test(what_a_kiosk_left_behind_is_replaced),
        reader_test(no_other_file_is_taken_away),
        cmocka_unit_test(nobody_is_read_to_without_a_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
