#define _GNU_SOURCE /* syscall() */

#include "kiosk/sandbox/kiosk_calls.h"
#include "tests/support/support.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* In a process of its own each; nothing here needs a right to be asked for. */

#define TRY(name, call)                 \
    static int name(void)               \
    {                                   \
        errno = 0;                      \
        return (call) >= 0 ? 0 : errno; \
    }

TRY(inet, syscall(SYS_socket, AF_INET, SOCK_STREAM, 0))
TRY(inet6, syscall(SYS_socket, AF_INET6, SOCK_DGRAM, 0))
TRY(packet, syscall(SYS_socket, AF_PACKET, SOCK_RAW, 0))
TRY(crypto, syscall(SYS_socket, AF_ALG, SOCK_SEQPACKET, 0))
TRY(family_that_is_none, syscall(SYS_socket, 4711, SOCK_STREAM, 0))
TRY(family_with_high_bits, syscall(SYS_socket, 0x100000002, SOCK_STREAM, 0))
TRY(local, syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0))
TRY(netlink, syscall(SYS_socket, AF_NETLINK, SOCK_RAW, 15))
TRY(traces, syscall(SYS_ptrace, 16, getppid(), 0, 0))
TRY(bpf, syscall(SYS_bpf, 0, NULL, 0))
TRY(rings, syscall(SYS_io_uring_setup, 0, NULL))
TRY(faults, syscall(SYS_userfaultfd, 1))
TRY(keys, syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, -3, 0, 0, 0))
TRY(name_space, syscall(SYS_unshare, 0))
TRY(mounts, syscall(SYS_mount, NULL, "/nonexistent", NULL, 0, NULL))
TRY(other_root, syscall(SYS_chroot, "/nonexistent"))
TRY(sets_the_clock, syscall(SYS_clock_settime, CLOCK_MONOTONIC, NULL))
TRY(reads_memory, syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0))
TRY(other_user, syscall(SYS_setuid, getuid()))
TRY(time_of_day, syscall(SYS_clock_gettime, CLOCK_REALTIME, &(struct timespec){ 0 }))
TRY(opens, syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY))
TRY(asks_the_kernels_clock, syscall(SYS_adjtimex, &(char[512]){ 0 }))

static int
leaves_a_core(void)
{
    struct rlimit limit = { 1, 1 };
    getrlimit(RLIMIT_CORE, &limit);
    return limit.rlim_max == 0 ? EPERM : 0;
}

static int
starts_a_program(void)
{
    char *argv[] = { (char[]){ "true" }, NULL };
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        execv("/bin/true", argv);
        _exit(1);
    }
    waitpid(pid, &status, 0);
    return status;
}

static const struct {
    const char *what;
    int (*attempt)(void);
    int want;
} rows[] = {
    { "internet", inet, EAFNOSUPPORT },
    { "internet, version 6", inet6, EAFNOSUPPORT },
    { "frames of the network", packet, EAFNOSUPPORT },
    { "cryptography in the kernel", crypto, EAFNOSUPPORT },
    { "a family that is none", family_that_is_none, EAFNOSUPPORT },
    { "a family whose high half is ignored", family_with_high_bits, EAFNOSUPPORT },
    { "looks into its parent", traces, EPERM },
    { "programs of the kernel", bpf, EPERM },
    { "rings", rings, EPERM },
    { "page faults", faults, EPERM },
    { "keys of the kernel", keys, EPERM },
    { "name spaces", name_space, EPERM },
    { "mounts", mounts, EPERM },
    { "another root", other_root, EPERM },
    { "sets the clock", sets_the_clock, EPERM },
    { "reads others' memory", reads_memory, EPERM },
    { "becomes another user", other_user, EPERM },
    { "leaves a core file", leaves_a_core, EPERM },
    { "talks to who is here", local, 0 },
    { "hears of new devices", netlink, 0 },
    { "asks the time", time_of_day, 0 },
    { "asks whether the network sets the clock", asks_the_kernels_clock, 0 },
    { "opens a file", opens, 0 },
    { "starts a program", starts_a_program, 0 },
};

static int
end_of(int (*attempt)(void), bool inside)
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(inside && !ts_kiosk_calls_restrict() ? 255 : attempt());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
what_a_kiosk_has_no_use_for_is_given_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].what);
        assert_int_equal(end_of(rows[i].attempt, true), rows[i].want);
    }
}

/* Where this machine lets us, the same works outside. */
static void
it_is_given_up_by_us(void **state)
{
    (void)state;
    static int (*const free_outside[])(void) = { inet, name_space, other_user,
                                                 reads_memory, keys };
    for (size_t i = 0; i < TS_COUNT(free_outside); i++) {
        int end = end_of(free_outside[i], false);
        if (end == EPERM || end == EAFNOSUPPORT || end == ENOSYS)
            print_message("this machine forbids attempt %zu by itself\n", i);
        else
            assert_int_equal(end, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_kiosk_has_no_use_for_is_given_up),
        cmocka_unit_test(it_is_given_up_by_us),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
