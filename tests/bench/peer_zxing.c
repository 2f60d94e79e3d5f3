#define _DEFAULT_SOURCE /* RUSAGE_CHILDREN */

#include "tests/bench/peer_zxing.h"

#include "firmware/base/limits.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "ZXingReader"

extern char **environ;

bool
ts_peer_zxing_is_here(void)
{
    const char *path = getenv("PATH");
    char folders[4096];
    snprintf(folders, sizeof(folders), "%s", path ? path : "");
    char *rest = NULL;
    for (char *at = strtok_r(folders, ":", &rest); at; at = strtok_r(NULL, ":", &rest)) {
        char file[4096 + sizeof(PROGRAM) + 1];
        snprintf(file, sizeof(file), "%s/%s", at, PROGRAM);
        if (access(file, X_OK) == 0)
            return true;
    }
    return false;
}

static double
childrens_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return ((double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec) * 1e3
           + ((double)usage.ru_utime.tv_usec + (double)usage.ru_stime.tv_usec) / 1e3;
}

/* "Bytes:      31 32 33", as no text of a code can be mistaken for: it is quoted. */
static size_t
read_bytes(uint8_t *bytes, size_t max, const char *line)
{
    static const char label[] = "Bytes:";
    size_t len = 0;
    if (strncmp(line, label, strlen(label)) != 0)
        return 0;
    const char *at = line + strlen(label);
    while (len < max) {
        char *end;
        unsigned long byte = strtoul(at, &end, 16);
        if (end == at)
            break;
        bytes[len++] = (uint8_t)byte;
        at = end;
    }
    return len;
}

static void
read_output(FILE *out, void (*take)(void *context, ts_span bytes), void *context)
{
    static char line[4 * TS_CODE_TEXT_MAX];
    static uint8_t bytes[TS_CODE_TEXT_MAX];
    while (fgets(line, sizeof(line), out)) {
        size_t len = read_bytes(bytes, sizeof(bytes), line);
        if (len)
            take(context, (ts_span){ bytes, len });
    }
}

double
ts_peer_zxing_read(const char *path, void (*take)(void *context, ts_span bytes),
                   void *context)
{
    int ends[2];
    pid_t pid;
    char format[] = "-format";
    char wanted[] = "QRCode";
    char program[] = PROGRAM;
    char file[4096];
    char *argv[] = { program, format, wanted, file, NULL };
    posix_spawn_file_actions_t actions;
    double before = childrens_ms();
    snprintf(file, sizeof(file), "%s", path);
    if (pipe(ends) != 0)
        return -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    int failed = posix_spawnp(&pid, program, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    FILE *out = fdopen(ends[0], "r");
    if (!failed && out)
        read_output(out, take, context);
    if (out)
        fclose(out);
    else
        close(ends[0]);
    if (!failed)
        waitpid(pid, NULL, 0);
    return failed ? -1 : childrens_ms() - before;
}
