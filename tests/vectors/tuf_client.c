/*
 * touchstone-tuf-client: keys/sync/refresh.h behind the command line of the TUF
 * conformance suite, to be driven by it or by recordings of it. A test program.
 */

#include "firmware/board/clock.h"
#include "firmware/board/link.h"
#include "keys/sync/refresh.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 64, ARENA_SIZE = 16 * 1024 * 1024, URL_SIZE = 2048 };

struct options {
    const char *metadata_dir;
    const char *metadata_url;
    const char *target_dir;
    const char *target_url;
    const char *names[NAMES_MAX];
    size_t name_count;
    const char *command;
    const char *operand;
};

struct client {
    struct ts_link *link;
    struct ts_store *metadata;
    struct ts_refresh *refresh;
    struct ts_arena arena;
    uint8_t *download;
    size_t received;
};

static bool
complain(const char *what, enum ts_status status, const struct ts_fault *fault)
{
    fprintf(stderr, "touchstone-tuf-client: %s: %s%s%s\n", what, ts_status_name(status),
            fault && fault->rule ? ", " : "", fault && fault->rule ? fault->rule : "");
    return false;
}

static bool
take(ts_span bytes, void *context)
{
    struct client *c = context;
    if (bytes.len > TS_TARGET_BYTES_MAX - c->received)
        return false;
    memcpy(c->download + c->received, bytes.at, bytes.len);
    c->received += bytes.len;
    return true;
}

static enum ts_status
fetch(struct client *c, const char *base, const char *name, uint64_t max)
{
    char url[URL_SIZE];
    struct ts_reply reply = { 0 };
    struct ts_request request = { .url = url, .max = max, .take = take, .context = c };
    const char *slash = base[strlen(base) - 1] == '/' ? "" : "/";
    if (snprintf(url, sizeof(url), "%s%s%s", base, slash, name) >= (int)sizeof(url))
        return TS_OVER_LIMIT;
    c->received = 0;
    return ts_link_fetch(c->link, &request, &reply);
}

/* Feeds the machine until it wants nothing more. */
static bool
run(struct client *c, const struct options *o)
{
    const struct ts_want *want;
    while ((want = ts_refresh_want(c->refresh)) != NULL) {
        char name[TS_ROLE_FILE_SIZE + 24];
        struct ts_fault fault = { 0 };
        snprintf(name, sizeof(name), "%s", want->name);
        enum ts_status status = fetch(c, o->metadata_url, name, want->max);
        if (status == TS_OK)
            status = ts_refresh_give(c->refresh, (ts_span){ c->download, c->received },
                                     &fault);
        else if (status == TS_ABSENT)
            status = ts_refresh_absent(c->refresh, &fault);
        if (status != TS_OK)
            return complain(name, status, &fault);
    }
    return true;
}

static bool
refresh(struct client *c, const struct options *o)
{
    struct ts_fault fault = { 0 };
    enum ts_status status =
        ts_refresh_begin(&c->arena, &c->refresh, c->metadata, ts_clock_utc(), &fault);
    if (status != TS_OK)
        return complain("root.json", status, &fault);
    return run(c, o) && ts_refresh_is_current(c->refresh);
}

/* Whether a former download is still the right one. */
static bool
is_there(struct client *c, struct ts_store *store, const struct ts_target *target,
         const char *name)
{
    ts_span bytes;
    ts_verified verified;
    size_t used = c->arena.used;
    bool is_right =
        ts_store_read(store, &c->arena, &bytes, name, TS_TARGET_BYTES_MAX) == TS_OK
        && ts_target_check(&verified, target, bytes) == TS_OK;
    ts_arena_rewind(&c->arena, used);
    return is_right;
}

static bool
download_target(struct client *c, const struct options *o, struct ts_store *store,
                const char *path)
{
    char name[TS_TARGET_NAME_SIZE];
    char file[TS_ROLE_FILE_SIZE];
    ts_verified verified;
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_refresh_find(c->refresh, ts_span_text(path), &fault);
    if (status != TS_OK)
        return complain(path, status, &fault);
    if (!run(c, o))
        return false;
    const struct ts_target *target = ts_refresh_target(c->refresh);
    if (!target || ts_role_file(file, ts_span_text(path)) != TS_OK)
        return complain(path, TS_ABSENT, NULL);
    file[strlen(file) - strlen(".json")] = '\0';
    if (is_there(c, store, target, file))
        return true;
    ts_refresh_target_name(name, c->refresh, target);
    status = fetch(c, o->target_url, name, target->length);
    if (status == TS_OK)
        status =
            ts_target_check(&verified, target, (ts_span){ c->download, c->received });
    if (status == TS_OK)
        status = ts_store_replace(store, file, verified.bytes, false);
    return status == TS_OK ? true : complain(name, status, NULL);
}

static bool
download(struct client *c, const struct options *o)
{
    struct ts_store *store;
    bool done = refresh(c, o);
    if (!done)
        return false;
    enum ts_status status = ts_store_open(&store, o->target_dir, true);
    if (status != TS_OK)
        return complain(o->target_dir, status, NULL);
    for (size_t i = 0; i < o->name_count && done; i++)
        done = download_target(c, o, store, o->names[i]);
    ts_store_close(store);
    return done;
}

static bool
init(struct client *c, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return complain(path, TS_ABSENT, NULL);
    c->received = fread(c->download, 1, TS_ROOT_BYTES_MAX, file);
    fclose(file);
    enum ts_status status = ts_store_replace(
        c->metadata, "root.json", (ts_span){ c->download, c->received }, false);
    return status == TS_OK ? true : complain(path, status, NULL);
}

/* The suite expects a role's file to begin with a dot where the role does; our
 * store knows no such names. So they are called as the suite wants only while we
 * do not look. */
static void
rename_dots(const char *folder, const char *from, const char *to)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)) != NULL) {
        char name[TS_ROLE_FILE_SIZE + 8];
        size_t len = strlen(entry->d_name);
        if (strncmp(entry->d_name, from, strlen(from)) != 0 || len < sizeof(".json")
            || strcmp(entry->d_name + len - strlen(".json"), ".json") != 0)
            continue;
        snprintf(name, sizeof(name), "%s%s", to, entry->d_name + strlen(from));
        if (renameat(dirfd(dir), entry->d_name, dirfd(dir), name) != 0)
            perror(entry->d_name);
    }
    if (dir)
        closedir(dir);
}

static bool
run_command(struct client *c, const struct options *o)
{
    if (strcmp(o->command, "init") == 0)
        return init(c, o->operand);
    return strcmp(o->command, "refresh") == 0 ? refresh(c, o) : download(c, o);
}

static bool
open_and_run(const struct options *o)
{
    static const struct ts_link_options link_options = { .plain_http = true,
                                                         .connect_ms = 10000,
                                                         .stall_ms = 10000 };
    struct client c = { 0 };
    bool done = false;
    uint8_t *memory = malloc(ARENA_SIZE);
    c.download = malloc(TS_TARGET_BYTES_MAX);
    if (!memory || !c.download)
        goto out;
    c.arena = ts_arena_over((ts_room){ memory, ARENA_SIZE });
    rename_dots(o->metadata_dir, ".", "%2E");
    if (ts_store_open(&c.metadata, o->metadata_dir, true) != TS_OK
        || ts_link_open(&c.link, &link_options) != TS_OK) {
        complain(o->metadata_dir, TS_IO, NULL);
        goto out;
    }
    done = run_command(&c, o);
out:
    if (c.link)
        ts_link_close(c.link);
    if (c.metadata)
        ts_store_close(c.metadata);
    rename_dots(o->metadata_dir, "%2E", ".");
    free(c.download);
    free(memory);
    return done;
}

static bool
read_option(struct options *o, const char *name, const char *value)
{
    static const char *const names[] = { "--metadata-dir", "--metadata-url",
                                         "--target-dir", "--target-base-url" };
    const char **places[] = { &o->metadata_dir, &o->metadata_url, &o->target_dir,
                              &o->target_url };
    if (strcmp(name, "--target-name") == 0) {
        if (o->name_count == NAMES_MAX)
            return false;
        o->names[o->name_count++] = value;
        return true;
    }
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        if (strcmp(name, names[i]) == 0) {
            *places[i] = value;
            return true;
        }
    }
    return false;
}

static bool
read_options(struct options *o, int argc, char **argv)
{
    int i = 1;
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (!read_option(o, argv[i], argv[i + 1]))
            return false;
    }
    o->command = i < argc ? argv[i] : "";
    o->operand = i + 1 < argc ? argv[i + 1] : NULL;
    if (!o->metadata_dir)
        return false;
    if (strcmp(o->command, "init") == 0)
        return o->operand != NULL;
    if (strcmp(o->command, "refresh") == 0)
        return o->metadata_url && *o->metadata_url && !o->operand;
    return strcmp(o->command, "download") == 0 && o->metadata_url && *o->metadata_url
           && o->target_url && *o->target_url && o->target_dir && o->name_count > 0
           && !o->operand;
}

int
main(int argc, char **argv)
{
    struct options o = { 0 };
    if (!read_options(&o, argc, argv)) {
        fputs("usage: touchstone-tuf-client --metadata-dir D init TRUSTED_ROOT\n"
              "       touchstone-tuf-client --metadata-dir D --metadata-url U refresh\n"
              "       touchstone-tuf-client --metadata-dir D --metadata-url U\n"
              "           --target-name T... --target-base-url U --target-dir D"
              " download\n",
              stderr);
        return 64;
    }
    return open_and_run(&o) ? 0 : 1;
}
