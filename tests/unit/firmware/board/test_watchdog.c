#define _XOPEN_SOURCE 700 /* setenv, mkdtemp */

#include "firmware/board/watchdog.h"

#include "firmware/base/check.h"
#include "tests/support/support.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* What a service manager would hear, on a socket of our own. */

static char folder[32];
static int manager = -1;

/* Pets are rationed from the last one on, whichever test it was in. */
static uint64_t now_ms = 1000000;

static int
listen_at(struct sockaddr_un *address, socklen_t len)
{
    manager = socket(AF_UNIX, SOCK_DGRAM, 0);
    return manager < 0 ? -1 : bind(manager, (struct sockaddr *)address, len);
}

static int
set_up(void **state)
{
    (void)state;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (!mkdtemp(strcpy(folder, "/tmp/ts-notify-XXXXXX")))
        return -1;
    snprintf(address.sun_path, sizeof(address.sun_path), "%s/notify", folder);
    setenv("NOTIFY_SOCKET", address.sun_path, 1);
    setenv("WATCHDOG_USEC", "30000000", 1);
    setenv("WATCHDOG_PID", "1", 1); /* a compositor's, say */
    now_ms += 1000000;
    return listen_at(&address, sizeof(address));
}

static int
tear_down(void **state)
{
    char path[64];
    (void)state;
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
    close(manager);
    snprintf(path, sizeof(path), "%s/notify", folder);
    (void)unlink(path);
    return rmdir(folder);
}

/* The next message; "" when there is none. */
static const char *
heard(void)
{
    static char message[512];
    ssize_t got = recv(manager, message, sizeof(message) - 1, MSG_DONTWAIT);
    message[got > 0 ? got : 0] = '\0';
    return message;
}

static void
pet_after(uint64_t ms)
{
    now_ms += ms;
    ts_watchdog_pet((ts_mono){ now_ms });
}

static void
it_says_how_it_is(void **state)
{
    (void)state;
    ts_watchdog_ready();
    assert_string_equal(heard(), "READY=1");
    ts_watchdog_tell("in service");
    assert_string_equal(heard(), "STATUS=in service");
    ts_watchdog_stopping();
    assert_string_equal(heard(), "STOPPING=1");
    assert_string_equal(heard(), "");
}

static void
a_status_is_one_line_and_no_other_message(void **state)
{
    (void)state;
    char longest[TS_WATCHDOG_STATUS_MAX + 50];
    ts_watchdog_tell("out of order\nWATCHDOG=trigger");
    assert_string_equal(heard(), "STATUS=out of order WATCHDOG=trigger");
    memset(longest, 'a', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    ts_watchdog_tell(longest);
    assert_int_equal(strlen(heard()), strlen("STATUS=") + TS_WATCHDOG_STATUS_MAX);
}

static void
pets_are_rationed_to_a_third_of_the_limit(void **state)
{
    (void)state;
    assert_int_equal(ts_watchdog_limit_ms(), 30000);
    pet_after(0);
    assert_string_equal(heard(), "WATCHDOG=1");
    pet_after(1);
    pet_after(9998);
    assert_string_equal(heard(), "");
    pet_after(1);
    assert_string_equal(heard(), "WATCHDOG=1");
    assert_string_equal(heard(), "");
}

static void
without_a_limit_nobody_waits_for_a_pet(void **state)
{
    (void)state;
    static const char *const limits[] = { "0", "", "soon" };
    for (size_t i = 0; i < TS_COUNT(limits); i++) {
        setenv("WATCHDOG_USEC", limits[i], 1);
        assert_int_equal(ts_watchdog_limit_ms(), 0);
        pet_after(100000);
        assert_string_equal(heard(), "");
    }
    unsetenv("WATCHDOG_USEC");
    pet_after(100000);
    assert_string_equal(heard(), "");
}

static void
an_abstract_socket_is_one_as_well(void **state)
{
    (void)state;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    char name[64];
    int before = manager;
    int len = snprintf(name, sizeof(name), "@ts-notify-%ld", (long)getpid());
    memcpy(address.sun_path + 1, name + 1, (size_t)len - 1);
    assert_int_equal(
        listen_at(&address,
                  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)len)),
        0);
    setenv("NOTIFY_SOCKET", name, 1);
    ts_watchdog_ready();
    assert_string_equal(heard(), "READY=1");
    close(manager);
    manager = before;
}

static void
nothing_happens_without_a_service_manager(void **state)
{
    (void)state;
    static const char *const addresses[] = { "", "/", "relative", "@", "/absent/socket" };
    for (size_t i = 0; i < TS_COUNT(addresses); i++) {
        ts_test_row(addresses[i]);
        setenv("NOTIFY_SOCKET", addresses[i], 1);
        ts_watchdog_ready();
        pet_after(100000);
    }
    unsetenv("NOTIFY_SOCKET");
    ts_watchdog_ready();
    assert_string_equal(heard(), "");
}

/* One that does not read must not hang the program it watches: messages are dropped. */
static void
a_service_manager_that_does_not_read_is_not_waited_for(void **state)
{
    (void)state;
    for (int i = 0; i < 100000; i++)
        ts_watchdog_tell("still here");
    assert_string_equal(heard(), "STATUS=still here");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(it_says_how_it_is),
        TEST(a_status_is_one_line_and_no_other_message),
        TEST(pets_are_rationed_to_a_third_of_the_limit),
        TEST(without_a_limit_nobody_waits_for_a_pet),
        TEST(an_abstract_socket_is_one_as_well),
        TEST(nothing_happens_without_a_service_manager),
        TEST(a_service_manager_that_does_not_read_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
