#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, RLIMIT_NPROC */

#include "kiosk/portrait/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static bool
set_limits(void)
{
    static const struct {
        int what;
        rlim_t most;
    } limits[] = {
        { RLIMIT_CORE, 0 }, /* nobody's face in a core file */
        { RLIMIT_CPU, TS_SANDBOX_CPU_S },
        { RLIMIT_DATA, TS_SANDBOX_BYTES_MAX },
        { RLIMIT_FSIZE, 0 },
        { RLIMIT_NOFILE, 0 },
        { RLIMIT_NPROC, 0 },
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
    /* mmap2 is what it is called on 32-bit machines; elsewhere the rule is none. */
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, not_code, ours)
               == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap2), 2, not_code, ours)
                  == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(munmap), 0) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mremap), 0) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(brk), 0) == 0;
}

static bool
allow_the_rest(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp in = { 0, SCMP_CMP_EQ, STDIN_FILENO, 0 };
    const struct scmp_arg_cmp out = { 0, SCMP_CMP_EQ, STDOUT_FILENO, 0 };
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, in) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, out) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(exit_group), 0) == 0
           /* libjpeg-turbo asks /proc/cpuinfo on ARM, and goes on without. */
           && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0) == 0;
}

static bool
set_filter(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    bool set =
        allow_memory(filter) && allow_the_rest(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return set;
}

bool
ts_sandbox_enter(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
           && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && set_limits() && set_filter();
}
