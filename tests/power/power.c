/* Works on a disk that is logged (work), looks at what power cuts would have left of it
 * (cut), and works on a disk until it is full (full). tests/power/run sets the disks up.
 */

#include "firmware/base/check.h"
#include "tests/power/cut_disk.h"
#include "tests/power/epochs.h"
#include "tests/power/workload.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char usage[] =
    "usage: power work WORKLOAD STEPS FOLDER LOG ACKNOWLEDGED\n"
    "       power cut  WORKLOAD CUTS SEED IMAGE LOG ACKNOWLEDGED CUT_IMAGE MOUNTPOINT\n"
    "       power full WORKLOAD STEPS FOLDER\n"
    "       power publish sync EPOCHS FOLDER       for the workloads sync and program,\n"
    "                                              which find them by TS_POWER_EPOCHS\n"
    "Exit code 1: a cut or a full disk did harm.\n";

enum {
    USAGE = 64,
    STEPS_MAX = 10000,
    SHOWN_MAX = 5, /* cuts that are described one by one */
};

static const char *const finding_names[TS_POWER_FINDINGS] = {
    [TS_POWER_CORRUPT] = "corrupt",
    [TS_POWER_LOST] = "lost",
    [TS_POWER_ROLLED_BACK] = "rolled back",
    [TS_POWER_STUCK] = "stuck",
    [TS_POWER_OLD] = "old",
    [TS_POWER_NEW] = "new",
};

static const struct ts_workload *
workload_named(const char *name)
{
    static const struct ts_workload *const all[] = {
        &ts_workload_store, &ts_workload_floors, &ts_workload_sync, &ts_workload_program,
        &ts_workload_journal
    };
    for (size_t i = 0; i < TS_COUNT(all); i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    return NULL;
}

/* --- work ------------------------------------------------------------------------ */

static int
work(const struct ts_workload *workload, uint64_t steps, char **paths)
{
    struct stat logged;
    FILE *acknowledged = fopen(paths[2], "w");
    if (!acknowledged) {
        perror(paths[2]);
        return 1;
    }
    for (uint64_t i = 1; i <= steps; i++) {
        if (!workload->step(paths[0], i) || stat(paths[1], &logged) != 0) {
            fprintf(stderr, "power: step %llu of %s failed\n", (unsigned long long)i,
                    workload->name);
            fclose(acknowledged);
            return 1;
        }
        /* Where the log is now, the step is done: any later cut must find it. */
        fprintf(acknowledged, "%llu %llu\n", (unsigned long long)i,
                (unsigned long long)logged.st_size);
    }
    return fclose(acknowledged) == 0 ? 0 : 1;
}

/* --- cut ------------------------------------------------------------------------- */

struct cutting {
    const struct ts_workload *workload;
    struct ts_cut_disk *disk;
    char *image, *mountpoint;
    uint64_t random;
    uint64_t acknowledged_at[STEPS_MAX + 1]; /* position in the log, by step */
    uint64_t steps;
    size_t findings[TS_POWER_FINDINGS];
    size_t not_mounted;
    size_t shown;
};

static bool
read_acknowledged(struct cutting *c, const char *path)
{
    unsigned long long number;
    unsigned long long position;
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    while (c->steps < STEPS_MAX && fscanf(file, "%llu %llu", &number, &position) == 2
           && number == c->steps + 1)
        c->acknowledged_at[++c->steps] = position;
    bool is_whole = feof(file) && c->steps > 0;
    fclose(file);
    return is_whole;
}

static bool
run(char *const *arguments)
{
    pid_t child;
    int ended;
    return posix_spawnp(&child, arguments[0], NULL, NULL, arguments, environ) == 0
           && waitpid(child, &ended, 0) == child && WIFEXITED(ended)
           && WEXITSTATUS(ended) == 0;
}

static uint64_t
acknowledged_before(const struct cutting *c, uint64_t position)
{
    uint64_t number = 0;
    while (number < c->steps && c->acknowledged_at[number + 1] <= position)
        number++;
    return number;
}

static void
count(struct cutting *c, enum ts_power_finding finding, size_t event,
      enum ts_cut_fate fate, uint64_t acknowledged)
{
    c->findings[finding]++;
    if (finding >= TS_POWER_OLD || c->shown++ >= SHOWN_MAX)
        return;
    printf("    %s: cut after event %zu, fate %d, acknowledged %llu\n",
           finding_names[finding], event, (int)fate, (unsigned long long)acknowledged);
}

static bool
cut_once(struct cutting *c, size_t event, enum ts_cut_fate fate)
{
    static char mount_name[] = "mount";
    static char unmount_name[] = "umount";
    static char option[] = "-o";
    static char options[] = "loop,noauto_da_alloc";
    char *mount[] = { mount_name, option, options, c->image, c->mountpoint, NULL };
    char *unmount[] = { unmount_name, c->mountpoint, NULL };
    uint64_t acknowledged = acknowledged_before(c, ts_cut_disk_position(c->disk, event));
    if (!ts_cut_disk_write(c->disk, c->image, event, fate, &c->random)) {
        perror(c->image);
        return false;
    }
    if (!run(mount)) {
        c->not_mounted++;
        return true;
    }
    count(c, c->workload->look(c->mountpoint, acknowledged), event, fate, acknowledged);
    return run(unmount);
}

static int
by_size(const void *a, const void *b)
{
    const size_t *left = a;
    const size_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* The last event before a step was acknowledged: whatever the disk owes, it owes now. */
static size_t
event_at(const struct cutting *c, uint64_t number)
{
    size_t event = 0;
    while (event + 1 < ts_cut_disk_events(c->disk)
           && ts_cut_disk_position(c->disk, event + 1) <= c->acknowledged_at[number])
        event++;
    return event;
}

/* Every other one just after some step was acknowledged, the rest anywhere. Sorted: the
 * disk is brought forward once for all cuts. */
static size_t *
choose_events(struct cutting *c, size_t cuts)
{
    size_t *events = calloc(cuts, sizeof(*events));
    TS_CHECK(events);
    for (size_t i = 0; i < cuts; i++) {
        uint64_t any = ts_cut_random(&c->random);
        events[i] = i % 2 ? event_at(c, 1 + any % c->steps)
                          : (size_t)(any % ts_cut_disk_events(c->disk));
    }
    qsort(events, cuts, sizeof(*events), by_size);
    return events;
}

static int
report(const struct cutting *c, size_t cuts)
{
    size_t bad = c->not_mounted;
    printf("  %s: %zu cuts over %zu events, %llu steps:", c->workload->name, cuts,
           ts_cut_disk_events(c->disk), (unsigned long long)c->steps);
    for (size_t i = 0; i < TS_POWER_FINDINGS; i++) {
        printf(" %s %zu,", finding_names[i], c->findings[i]);
        bad += i < TS_POWER_OLD ? c->findings[i] : 0;
    }
    printf(" not mounted %zu\n", c->not_mounted);
    return bad > 0;
}

static int
cut(const struct ts_workload *workload, size_t cuts, uint64_t seed, char **paths)
{
    static struct cutting c;
    c.workload = workload;
    c.random = seed * 2 + 1;
    c.image = paths[3];
    c.mountpoint = paths[4];
    c.disk = ts_cut_disk_open(paths[0], paths[1]);
    if (!c.disk || !read_acknowledged(&c, paths[2])) {
        fprintf(stderr, "power: nothing was acknowledged in %s\n", paths[2]);
        ts_cut_disk_close(c.disk);
        return USAGE;
    }
    size_t *events = choose_events(&c, cuts);
    bool is_able = true;
    for (size_t i = 0; is_able && i < cuts; i++) {
        enum ts_cut_fate fate =
            (enum ts_cut_fate)(ts_cut_random(&c.random) % TS_CUT_FATES);
        is_able = cut_once(&c, events[i], fate);
    }
    int bad = is_able ? report(&c, cuts) : USAGE;
    free(events);
    ts_cut_disk_close(c.disk);
    return bad;
}

/* --- full ------------------------------------------------------------------------ */

/* Takes all the room there is, to the last byte. */
static bool
fill(const char *path)
{
    static const char block[4096];
    size_t len = sizeof(block);
    int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    while (len > 0)
        if (write(file, block, len) < 0)
            len = errno == ENOSPC ? len / 2 : 0;
    bool is_full = errno == ENOSPC;
    /* What is only promised may turn out not to fit: that is as full. */
    (void)!fsync(file);
    close(file);
    return is_full;
}

/* Each step is tried on a full disk first, and then with room again. */
static int
work_on_full(const struct ts_workload *workload, uint64_t steps, const char *folder)
{
    char ballast[512];
    uint64_t acknowledged = 0;
    uint64_t refused = 0;
    snprintf(ballast, sizeof(ballast), "%s/ballast", folder);
    for (uint64_t i = 1; i <= steps; i++) {
        if (!fill(ballast)) {
            perror(ballast);
            return USAGE;
        }
        if (workload->step(folder, acknowledged + 1))
            acknowledged++;
        else
            refused++;
        enum ts_power_finding full = workload->look(folder, acknowledged);
        if (unlink(ballast) != 0)
            return USAGE;
        enum ts_power_finding after = workload->look(folder, acknowledged);
        if ((full < TS_POWER_OLD && full != TS_POWER_STUCK) || after < TS_POWER_OLD) {
            printf("  %s: step %llu on a full disk: %s, then %s\n", workload->name,
                   (unsigned long long)i, finding_names[full], finding_names[after]);
            return 1;
        }
        if (!workload->step(folder, acknowledged + 2))
            return 1;
        acknowledged += 2;
    }
    printf("  %s: %llu full disks: %llu steps refused, nothing lost\n", workload->name,
           (unsigned long long)steps, (unsigned long long)refused);
    return refused > 0 ? 0 : USAGE;
}

static int
publish(uint64_t epochs, const char *folder)
{
    ts_power_publish(folder, epochs);
    return 0;
}

int
main(int argc, char **argv)
{
    const struct ts_workload *workload = argc > 3 ? workload_named(argv[2]) : NULL;
    unsigned long number = workload ? strtoul(argv[3], NULL, 10) : 0;
    if (number > 0 && number <= STEPS_MAX) {
        if (strcmp(argv[1], "work") == 0 && argc == 7)
            return work(workload, number, argv + 4);
        if (strcmp(argv[1], "publish") == 0 && argc == 5)
            return publish(number, argv[4]);
        if (strcmp(argv[1], "full") == 0 && argc == 5)
            return work_on_full(workload, number, argv[4]);
        if (strcmp(argv[1], "cut") == 0 && argc == 10)
            return cut(workload, number, strtoul(argv[4], NULL, 10), argv + 5);
    }
    fputs(usage, stderr);
    return USAGE;
}
