/* Works on a disk whose power will be cut, in a machine of its own: first looks at what
 * the last cut left of each workload, then does step after step and says each that is
 * done, until there is no machine any more. usage: board-cut-work FOLDER STEPS
 * WORKLOAD=ACKNOWLEDGED... prints   found WORKLOAD WHAT   and   done WORKLOAD STEP */

#include "firmware/base/check.h"
#include "tests/power/workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USAGE = 64, TOGETHER_MAX = 5 };

static const char *const finding_names[TS_POWER_FINDINGS] = {
    [TS_POWER_CORRUPT] = "corrupt",
    [TS_POWER_LOST] = "lost",
    [TS_POWER_ROLLED_BACK] = "rolled-back",
    [TS_POWER_STUCK] = "stuck",
    [TS_POWER_OLD] = "old",
    [TS_POWER_NEW] = "new",
};

struct job {
    const struct ts_workload *workload;
    uint64_t done;
};

static const struct ts_workload *
workload_named(const char *name, size_t len)
{
    static const struct ts_workload *const all[] = { &ts_workload_store,
                                                     &ts_workload_floors,
                                                     &ts_workload_program,
                                                     &ts_workload_journal };
    for (size_t i = 0; i < TS_COUNT(all); i++)
        if (strlen(all[i]->name) == len && strncmp(all[i]->name, name, len) == 0)
            return all[i];
    return NULL;
}

static bool
read_job(struct job *job, const char *text)
{
    size_t len = strcspn(text, "=");
    job->workload = workload_named(text, len);
    if (!job->workload || text[len] != '=')
        return false;
    job->done = strtoul(text + len + 1, NULL, 10);
    return true;
}

/* Afterwards the step behind the last acknowledged one is done, which look() tries. */
static bool
look(struct job *job, const char *folder)
{
    enum ts_power_finding finding = job->workload->look(folder, job->done);
    printf("found %s %s\n", job->workload->name, finding_names[finding]);
    fflush(stdout);
    job->done++;
    return finding >= TS_POWER_OLD;
}

static bool
step(struct job *job, const char *folder)
{
    if (!job->workload->step(folder, job->done + 1)) {
        printf("failed %s %llu\n", job->workload->name,
               (unsigned long long)job->done + 1);
        return false;
    }
    job->done++;
    printf("done %s %llu\n", job->workload->name, (unsigned long long)job->done);
    fflush(stdout);
    return true;
}

int
main(int argc, char **argv)
{
    struct job jobs[TOGETHER_MAX];
    size_t count = argc > 3 ? (size_t)argc - 3 : 0;
    unsigned long steps = count > 0 ? strtoul(argv[2], NULL, 10) : 0;
    bool is_good = count > 0 && count <= TOGETHER_MAX && steps > 0;
    for (size_t i = 0; is_good && i < count; i++)
        is_good = read_job(&jobs[i], argv[i + 3]);
    if (!is_good) {
        fputs("usage: board-cut-work FOLDER STEPS WORKLOAD=ACKNOWLEDGED...\n", stderr);
        return USAGE;
    }
    for (size_t i = 0; i < count; i++)
        is_good &= look(&jobs[i], argv[1]);
    puts("looked");
    fflush(stdout);
    while (is_good && jobs[0].done < steps)
        for (size_t i = 0; is_good && i < count; i++)
            is_good = step(&jobs[i], argv[1]);
    puts(is_good ? "finished" : "stopped");
    return is_good ? 0 : 1;
}
