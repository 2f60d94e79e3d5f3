#ifndef TS_TEST_SCENARIO_SYNC_FOLDERS_H
#define TS_TEST_SCENARIO_SYNC_FOLDERS_H

/* Real folders, a real repository in one of them, and the real program. */

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "keys/sync/mirror.h"
#include "keys/trust/trust.h"
#include "tests/fake/keys/sync/repository.h"

struct folders {
    char base[64];
    char repo_path[96], kiosk[96], neighbour[96], root[128];
    struct ts_arena arena, lists;
    struct ts_store *store;
    struct repo repo;
    struct repo_file files[4];
};

static inline void
folders_put(const char *name, ts_span bytes, void *context)
{
    struct folders *f = context;
    assert_status(ts_store_replace(f->store, name, bytes, false), TS_OK);
}

static inline void
folders_publish(struct folders *f)
{
    repo_publish(&f->repo, f->files, 4);
}

static inline int
folders_set_up(void **state)
{
    static struct folders f;
    f = (struct folders){ .base = "/tmp/ts-sync-XXXXXX",
                          .arena = ts_test_arena((size_t)64 << 20),
                          .lists = ts_test_arena((size_t)64 << 20) };
    assert_non_null(mkdtemp(f.base));
    snprintf(f.repo_path, sizeof(f.repo_path), "%s/repo", f.base);
    snprintf(f.kiosk, sizeof(f.kiosk), "%s/kiosk", f.base);
    snprintf(f.neighbour, sizeof(f.neighbour), "%s/neighbour", f.base);
    snprintf(f.root, sizeof(f.root), "%s/1.root.json", f.repo_path);
    assert_status(ts_store_open(&f.store, f.repo_path, true), TS_OK);
    f.repo = repo_begin(&f.arena, 1);
    f.repo.expires = "2090-01-01T00:00:00Z"; /* The real clock asks. */
    f.repo.put = folders_put;
    f.repo.context = &f;
    f.files[0] =
        (struct repo_file){ "blob/large", repo_noise(&f.repo, 300000, 1), 0, NULL };
    f.files[1] = (struct repo_file){ "blob/small", repo_noise(&f.repo, 700, 2), 0, NULL };
    f.files[2] = (struct repo_file){ "issuers.cbor", repo_issuers(&f.repo, 1), 1, NULL };
    f.files[3] =
        (struct repo_file){ "profiles/default.json", TS_SPAN_LIT("{}"), 0, NULL };
    folders_publish(&f);
    *state = &f;
    return 0;
}

static inline void
folders_remove(const char *path)
{
    char inner[512];
    DIR *entries = opendir(path);
    const struct dirent *entry;
    while (entries && (entry = readdir(entries)) != NULL) {
        struct stat found;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        if (lstat(inner, &found) == 0 && S_ISDIR(found.st_mode))
            folders_remove(inner);
        else
            unlink(inner);
    }
    if (entries)
        closedir(entries);
    rmdir(path);
}

static inline int
folders_tear_down(void **state)
{
    struct folders *f = *state;
    ts_store_close(f->store);
    folders_remove(f->base);
    ts_test_arena_free(&f->arena);
    ts_test_arena_free(&f->lists);
    return 0;
}

#define folders_test(function) \
    cmocka_unit_test_setup_teardown(function, folders_set_up, folders_tear_down)

/** Epoch of what lies in a trust folder; problems are none. */
static inline uint64_t
folders_epoch(struct folders *f, const char *path)
{
    struct ts_store *store = NULL;
    struct ts_trust trust = { 0 };
    struct ts_fault fault = { 0 };
    ts_arena_rewind(&f->lists, 0);
    if (ts_store_open(&store, path, false) != TS_OK)
        return 0;
    enum ts_status status = ts_trust_load(&f->lists, &trust, store, &fault);
    ts_store_close(store);
    if (status == TS_ABSENT)
        return 0;
    assert_status(status, TS_OK);
    assert_int_equal(trust.problem_count, 0);
    return trust.epoch;
}

/** The program, built beside this one. */
struct program {
    pid_t pid;
    FILE *out;
};

static inline struct program
program_start(const char *const *arguments)
{
    char self[512] = { 0 };
    char path[600];
    int ends[2];
    const char *argv[24] = { "touchstone-sync" };
    assert_true(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
    *strrchr(self, '/') = '\0';
    snprintf(path, sizeof(path), "%s/touchstone-sync", self);
    for (size_t i = 0; arguments[i]; i++)
        argv[i + 1] = arguments[i];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(path, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(ends[1]);
    return (struct program){ .pid = pid, .out = fdopen(ends[0], "r") };
}

/** The next line it prints; "" at its end. */
static inline void
program_line(const struct program *program, char *line, int size)
{
    line[0] = '\0';
    if (!fgets(line, size, program->out))
        line[0] = '\0';
}

/** Waits for its end; the exit code, or -1. */
static inline int
program_end(struct program *program)
{
    int status = 0;
    fclose(program->out);
    assert_int_equal(waitpid(program->pid, &status, 0), program->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/** Runs it to its end; line gets the last line it prints. */
static inline int
program_run(const char *const *arguments, char *line, int size)
{
    char next[512];
    struct program program = program_start(arguments);
    line[0] = '\0';
    do {
        program_line(&program, next, sizeof(next));
        if (next[0])
            snprintf(line, (size_t)size, "%s", next);
    } while (next[0]);
    return program_end(&program);
}

/** Serves a folder on a free port of this machine; url gets its address. */
static inline struct program
folders_serve(const char *folder, char url[static 64])
{
    const char *const arguments[] = { "--serve", "127.0.0.1:0", "--to", folder, NULL };
    struct program server = program_start(arguments);
    char line[512];
    unsigned port = 0;
    program_line(&server, line, sizeof(line));
    assert_int_equal(sscanf(line, "serving on port %u", &port), 1);
    snprintf(url, 64, "http://127.0.0.1:%u", port);
    return server;
}

static inline void
folders_stop(struct program *program)
{
    assert_int_equal(kill(program->pid, SIGTERM), 0);
    assert_int_equal(program_end(program), 0);
}

#endif
