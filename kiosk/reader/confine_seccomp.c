#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, RLIMIT_NPROC, MADV_DONTNEED */

#include "kiosk/reader/confine.h"

#include "kiosk/sandbox/landlock.h"
#include "kiosk/sandbox/sanitizers.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

bool
ts_confine_is_built(void)
{
    return TS_SANDBOX_IS_BUILT;
}

bool
ts_confine_files(uint32_t *generation)
{
    const struct ts_landlock_wish nothing = { .count = 0 };
    enum ts_status status = ts_landlock_restrict(&nothing);
    *generation = status == TS_OK ? ts_landlock_generation() : 0;
    return (status == TS_OK || status == TS_UNSUPPORTED)
           && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/* No limit of processor time: it lives for a season, and whoever waits for an answer
 * knows how long one may take. */
static bool
set_limits(unsigned long bytes)
{
    const struct {
        int what;
        rlim_t most;
    } limits[] = {
        { RLIMIT_CORE, 0 }, /* nobody's card in a core file */
        { RLIMIT_DATA, bytes }, { RLIMIT_FSIZE, 0 },   { RLIMIT_NOFILE, 0 },
        { RLIMIT_NPROC, 0 },    { RLIMIT_MEMLOCK, 0 }, { RLIMIT_MSGQUEUE, 0 },
    };
    for (size_t i = 0; i < TS_COUNT(limits); i++) {
        const struct rlimit limit = { limits[i].most, limits[i].most };
        if (setrlimit(limits[i].what, &limit) != 0)
            return false;
    }
    return true;
}

static bool
allow_memory(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp not_code = { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 };
    /* Shared memory would not count against the limit. */
    const struct scmp_arg_cmp ours = { 3, SCMP_CMP_MASKED_EQ,
                                       MAP_PRIVATE | MAP_SHARED | MAP_ANONYMOUS,
                                       MAP_PRIVATE | MAP_ANONYMOUS };
    const struct scmp_arg_cmp give_back = { 2, SCMP_CMP_EQ, MADV_DONTNEED, 0 };
    /* mmap2 is what it is called on 32-bit machines; elsewhere the rule is none. */
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, not_code, ours)
               == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap2), 2, not_code, ours)
                  == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_code)
                  == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(madvise), 1, give_back)
                  == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(munmap), 0) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mremap), 0) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(brk), 0) == 0;
}

static bool
allow_descriptors(scmp_filter_ctx filter, const int *descriptors, size_t count)
{
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const struct scmp_arg_cmp this = { 0, SCMP_CMP_EQ, (scmp_datum_t)descriptors[i],
                                           0 };
        good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, this) == 0
               && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, this) == 0;
    }
    return good;
}

/* Threads that wait for each other, what time it is, and ways to end: abort() sends
 * itself a signal. */
static bool
allow_the_rest(scmp_filter_ctx filter)
{
    static const int calls[] = {
        SCMP_SYS(futex),        SCMP_SYS(futex_time64),    SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday), SCMP_SYS(clock_gettime64), SCMP_SYS(restart_syscall),
        SCMP_SYS(exit),         SCMP_SYS(exit_group),      SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(getrandom),    SCMP_SYS(getpid),          SCMP_SYS(gettid),
    };
    static const int refused[] = {
        SCMP_SYS(open),   SCMP_SYS(openat),     SCMP_SYS(stat),
        SCMP_SYS(access), SCMP_SYS(newfstatat), SCMP_SYS(sysinfo), /* qsort() asks it */
    };
    const struct scmp_arg_cmp myself = { 0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0 };
    const struct scmp_arg_cmp giving_up = { 2, SCMP_CMP_EQ, SIGABRT, 0 };
    bool good =
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2, myself, giving_up)
        == 0;
    for (size_t i = 0; i < TS_COUNT(calls) && good; i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
    for (size_t i = 0; i < TS_COUNT(refused) && good; i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0) == 0;
    return good;
}

bool
ts_confine_calls(const struct ts_confine_wish *wish)
{
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || !set_limits(wish->bytes))
        return false;
    scmp_filter_ctx filter =
        seccomp_init(wish->lenient ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    bool set = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0
               && allow_memory(filter)
               && allow_descriptors(filter, wish->descriptors, wish->count)
               && allow_the_rest(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return set;
}
