#include "firmware/base/check.h"
#include "keys/trust/repository.h"
#include "tests/bench/bench.h"
#include "tests/bench/wire_kiosk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Bytes that a kiosk fetches from what the authority really publishes: a day on which
 * nothing changed, a day with 500 withdrawals in 1e8 credentials, a month in one go,
 * and the list of 5,000 issuers: the files alone, without TLS and HTTP, but where it says
 * HTTP.
 */

enum { FILES_MAX = TS_TARGETS_MAX };

/* A published file, as it lay there on some day. */
struct file {
    char name[TS_STORE_NAME_MAX + 1];
    size_t len;
    uint64_t hash;
};

struct listing {
    struct ts_arena *arena;
    struct ts_store *repo;
    struct file *files;
    size_t count;
};

static void
note_file(const char *name, void *context)
{
    struct listing *listing = context;
    struct file *file = &listing->files[listing->count];
    size_t used = listing->arena->used;
    uint8_t digest[TS_SHA256_SIZE];
    ts_span bytes;
    TS_CHECK(listing->count < FILES_MAX);
    TS_CHECK(
        ts_store_read(listing->repo, listing->arena, &bytes, name, TS_TARGET_BYTES_MAX)
        == TS_OK);
    ts_sha256(digest, bytes);
    snprintf(file->name, sizeof(file->name), "%s", name);
    file->len = bytes.len;
    memcpy(&file->hash, digest, sizeof(file->hash));
    listing->count++;
    ts_arena_rewind(listing->arena, used);
}

static struct listing
list_files(struct ts_office *o)
{
    struct listing listing = { .arena = &o->arena, .repo = o->repo };
    listing.files = calloc(FILES_MAX, sizeof(*listing.files));
    TS_CHECK(listing.files);
    TS_CHECK(ts_store_list(o->repo, &o->arena, "", note_file, &listing) == TS_OK);
    return listing;
}

static const struct file *
find_file(const struct listing *listing, const char *name)
{
    for (size_t i = 0; i < listing->count; i++)
        if (strcmp(listing->files[i].name, name) == 0)
            return &listing->files[i];
    return NULL;
}

static bool
is_metadata(const struct file *file)
{
    return strchr(file->name, '/') == NULL && strcmp(file->name, "root.json") != 0;
}

/* Metadata that are new or other than before: all of them are fetched. */
static size_t
changed_metadata(const struct listing *before, const struct listing *after)
{
    size_t bytes = 0;
    for (size_t i = 0; i < after->count; i++) {
        const struct file *file = &after->files[i];
        const struct file *old = find_file(before, file->name);
        if (is_metadata(file) && (!old || old->hash != file->hash))
            bytes += file->len;
    }
    return bytes;
}

/* What the metadata in force promise. */
struct promises {
    struct ts_target items[TS_TARGETS_MAX];
    size_t count;
};

static ts_span
read_named(struct ts_office *o, const struct listing *listing, const char *end)
{
    ts_span bytes = { 0 };
    uint64_t newest = 0;
    for (size_t i = 0; i < listing->count; i++) {
        char *rest;
        uint64_t version = strtoull(listing->files[i].name, &rest, 10);
        if (strcmp(rest, end) != 0 || version < newest)
            continue;
        newest = version;
        TS_CHECK(ts_store_read(o->repo, &o->arena, &bytes, listing->files[i].name,
                               TS_TARGET_BYTES_MAX)
                 == TS_OK);
    }
    TS_CHECK(bytes.len > 0);
    return bytes;
}

static void
read_promises(struct ts_office *o, struct promises *promises,
              const struct listing *listing)
{
    const struct ts_root *root;
    struct ts_targets targets;
    struct ts_targets revocations;
    TS_CHECK(ts_root_read(&o->arena, &root, read_named(o, listing, ".root.json"), NULL)
             == TS_OK);
    TS_CHECK(ts_targets_read(&o->arena, &targets, root,
                             read_named(o, listing, ".targets.json"), NULL)
             == TS_OK);
    TS_CHECK(ts_delegated_read(&o->arena, &revocations, &targets.delegations[0],
                               read_named(o, listing, ".revocations.json"), NULL)
             == TS_OK);
    promises->count = targets.count + revocations.count;
    memcpy(promises->items, targets.items, targets.count * sizeof(*targets.items));
    memcpy(promises->items + targets.count, revocations.items,
           revocations.count * sizeof(*revocations.items));
}

static size_t
file_len(const struct listing *listing, const char *name)
{
    const struct file *file = find_file(listing, name);
    TS_CHECK(file);
    return file->len;
}

static void
print_limit(const char *what, double value, double limit, const char *unit)
{
    printf("  %-46s %10.1f %s (limit %.0f)%s\n", what, value, unit, limit,
           value <= limit ? "" : "  MISSED");
}

/* What comes and goes by HTTP where nothing is new: headers are most of it. */
static void
measure_quiet(struct ts_office *o, struct ts_wire_kiosk *k)
{
    unsigned day = o->scale.days;
    ts_wire_kiosk_serve(k, o, false);
    (void)ts_wire_kiosk_ask(k, day); /* The first time it asks for roots. */
    print_limit("  by HTTP, nothing published", (double)ts_wire_kiosk_ask(k, day), 1024,
                "B");
    (void)ts_office_publish(o, day);
    ts_wire_kiosk_serve(k, o, false);
    print_limit("  by HTTP, only signed anew", (double)ts_wire_kiosk_ask(k, day), 1024,
                "B");
    ts_wire_kiosk_serve(k, o, true);
    print_limit("  by HTTP, and a server that always sends it",
                (double)ts_wire_kiosk_ask(k, day), 1024, "B");
}

/* All metadata in force but roots: what a kiosk fetches that was away for long. */
static size_t
all_metadata(struct ts_office *o, const struct listing *listing)
{
    return file_len(listing, "timestamp.json")
           + read_named(o, listing, ".snapshot.json").len
           + read_named(o, listing, ".targets.json").len
           + read_named(o, listing, ".revocations.json").len;
}

static double
mib(uint64_t bytes)
{
    return (double)bytes / (1 << 20);
}

static void
measure_days(struct ts_office *o)
{
    struct ts_route route;
    static struct promises promises;
    struct listing before = { 0 };
    uint64_t month = o->scale.days > 30 ? o->scale.days - 30 : 1;
    struct ts_publication done = { 0 };
    struct ts_wire_kiosk kiosk = { 0 };
    uint64_t memory[2] = { 0 };
    ts_office_withdraw(o, o->scale.credentials / 1000);
    for (unsigned day = 0; day < o->scale.days; day++) {
        free(before.files);
        before = list_files(o);
        if (day > 0)
            ts_office_withdraw(o, o->scale.withdrawn_per_day);
        done = ts_office_publish(o, day);
        if (day == 0) {
            ts_wire_kiosk_open(&kiosk, o);
            memory[0] = ts_wire_kiosk_memory(&kiosk, o, day);
        }
    }
    memory[1] = ts_wire_kiosk_memory(&kiosk, o, o->scale.days - 1);
    struct listing after = list_files(o);
    size_t used = o->arena.used;
    read_promises(o, &promises, &after);
    printf(
        "%u daily publications, %u withdrawals each in %llu credentials; %zu targets\n",
        o->scale.days, o->scale.withdrawn_per_day,
        (unsigned long long)o->scale.credentials, done.targets);

    size_t metadata = changed_metadata(&before, &after);
    TS_CHECK(
        ts_route_revocations(&route, promises.items, promises.count, done.version - 1)
        == TS_OK);
    TS_CHECK(!route.is_whole);
    printf("  a day's delta %llu B, changed metadata %zu B\n",
           (unsigned long long)route.bytes, metadata);
    print_limit("a day's sync", (double)(metadata + route.bytes), 8192, "B");

    print_limit("memory of a sync, the whole state", mib(memory[0]), 32, "MiB");
    print_limit("memory of a sync, all deltas since", mib(memory[1]), 32, "MiB");

    metadata = all_metadata(o, &after);
    TS_CHECK(ts_route_revocations(&route, promises.items, promises.count, month)
             == TS_OK);
    printf("  %-46s %10.1f B in %zu deltas%s\n", "thirty days in one go",
           (double)(metadata + route.bytes), route.count,
           route.is_whole ? " (WHOLE)" : "");
    TS_CHECK(ts_route_revocations(&route, promises.items, promises.count, 0) == TS_OK);
    printf("  %-46s %10.1f B\n", "the whole state", (double)(metadata + route.bytes));

    ts_wire_kiosk_catch_up(&kiosk, o, o->scale.days - 1);
    (void)ts_office_publish(o, o->scale.days);
    struct listing quiet = list_files(o);
    print_limit("nothing changed", (double)changed_metadata(&after, &quiet), 1024, "B");
    ts_wire_kiosk_catch_up(&kiosk, o, o->scale.days);
    measure_quiet(o, &kiosk);
    ts_wire_kiosk_close(&kiosk);
    free(before.files);
    free(after.files);
    free(quiet.files);
    ts_arena_rewind(&o->arena, used);
}

static const struct ts_target *
find_target(const struct promises *promises, const char *path)
{
    for (size_t i = 0; i < promises->count; i++)
        if (ts_span_is(promises->items[i].path, path))
            return &promises->items[i];
    TS_CHECK(0);
    return NULL;
}

static void
measure_issuers(struct ts_office *o)
{
    static struct promises promises;
    struct ts_route route;
    double count = (double)o->scale.issuers;
    uint64_t before = 0;
    for (size_t more = 0; more < 2; more++) {
        ts_office_put_issuers(o, o->scale.issuers + more);
        (void)ts_office_publish(o, o->scale.days + 1 + (unsigned)more);
        struct listing listing = list_files(o);
        size_t used = o->arena.used;
        read_promises(o, &promises, &listing);
        TS_CHECK(ts_route_issuers(&route, promises.items, promises.count, before)
                 == TS_OK);
        if (more) {
            printf("  %-46s %10.1f B\n", "one issuer more", (double)route.bytes);
        } else {
            const struct ts_target *plain = find_target(&promises, TS_ISSUERS_PATH);
            printf("%zu issuers with a key and a name each\n", o->scale.issuers);
            printf("  %-46s %10.1f B an issuer\n", "the list itself",
                   (double)plain->length / count);
            print_limit("on the wire", (double)route.bytes / count, 70, "B an issuer");
        }
        before = find_target(&promises, TS_ISSUERS_PATH)->epoch;
        ts_arena_rewind(&o->arena, used);
        free(listing.files);
    }
}

void
ts_bench_wire(bool brief)
{
    static struct ts_office office;
    const struct ts_office_scale full = { 5000, 100000000, 500, 33 };
    const struct ts_office_scale little = { 200, 1000000, 50, 4 };
    ts_office_open(&office, brief ? little : full);
    ts_office_put_issuers(&office, 0);
    measure_days(&office);
    measure_issuers(&office);
    ts_office_close(&office);
}
