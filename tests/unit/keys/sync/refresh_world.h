#ifndef TS_TEST_REFRESH_WORLD_H
#define TS_TEST_REFRESH_WORLD_H

/* A repository in memory, signed here, and a client that refreshes from it. */

#include "firmware/base/calendar.h"
#include "keys/sync/refresh.h"
#include "tests/unit/keys/trust/fixture.h"

#define PAST "2026-01-01T00:00:00Z"
#define SOON "2026-07-01T00:00:00Z"
#define WORLD_NOW "2026-06-01T00:00:00Z"
#define FUTURE "2030-01-01T00:00:00Z"

enum { WORLD_KEYS = 8, WORLD_FILES = 512, WORLD_ARENA = 16 * 1024 * 1024 };

struct world_file {
    const char *name;
    ts_span bytes;
};

static struct world {
    struct ts_arena arena; /* Of the repository. */
    struct ts_arena client;
    struct ts_store *store;
    struct ts_refresh *refresh;
    struct ts_fault fault;
    struct ts_secret_key keys[WORLD_KEYS];
    struct world_file files[WORLD_FILES];
    size_t file_count;
    char asked[4096]; /* Names, a space after each. */
} world;

/** Keys 0 to 7 of the roles, by digits: "0" or "134". */
struct world_root {
    unsigned version;
    const char *expires;
    bool is_flat; /**< No consistent snapshots. */
    const char *root, *timestamp, *snapshot, *targets;
    unsigned threshold; /**< Of the root role; 0: 1. */
};

static inline const char *
world_format(const char *format, ...)
{
    va_list arguments;
    ts_room rest = ts_arena_rest(&world.arena);
    va_start(arguments, format);
    int len = vsnprintf((char *)rest.at, rest.len, format, arguments);
    va_end(arguments);
    assert_true(len >= 0 && (size_t)len < rest.len);
    ts_arena_keep(&world.arena, (size_t)len + 1);
    return (const char *)rest.at;
}

static inline struct world_file *
world_find(const char *name)
{
    for (size_t i = 0; i < world.file_count; i++)
        if (strcmp(world.files[i].name, name) == 0)
            return &world.files[i];
    return NULL;
}

static inline void
world_put(const char *name, ts_span bytes)
{
    struct world_file *file = world_find(name);
    if (!file) {
        assert_true(world.file_count < WORLD_FILES);
        file = &world.files[world.file_count++];
    }
    *file = (struct world_file){ name, bytes };
}

static inline void
world_remove(const char *name)
{
    struct world_file *file = world_find(name);
    assert_non_null(file);
    file->name = "";
}

/** {"signed":BODY,"signatures":[...]} by the keys whose digits those are. */
static inline ts_span
world_sign(const char *body, const char *signers)
{
    ts_span canonical = fixture_canonical(&world.arena, ts_span_text(body));
    const char *list = "";
    for (; *signers; signers++) {
        const struct ts_secret_key *key = &world.keys[*signers - '0'];
        const char *sig =
            fixture_hex(&world.arena, fixture_sign(&world.arena, key, canonical));
        list = world_format("%s%s{\"keyid\":\"k%c\",\"sig\":\"%s\"}", list,
                            *list ? "," : "", *signers, sig);
    }
    return ts_span_text(world_format("{\"signatures\":[%s],\"signed\":%s}", list, body));
}

/** "keyids" and "threshold" without the braces. */
static inline const char *
world_role(const char *digits, unsigned threshold)
{
    const char *ids = "";
    for (; *digits; digits++)
        ids = world_format("%s%s\"k%c\"", ids, *ids ? "," : "", *digits);
    return world_format("\"keyids\":[%s],\"threshold\":%u", ids, threshold);
}

static inline const char *
world_keys(void)
{
    return fixture_root_keys(&world.arena, world.keys, WORLD_KEYS);
}

static inline ts_span
world_root_file(const struct world_root *root, const char *signers)
{
    const char *body = world_format(
        "{\"_type\":\"root\",\"spec_version\":\"1.0.34\",\"version\":%u,"
        "\"expires\":\"%s\",\"consistent_snapshot\":%s,\"keys\":%s,\"roles\":{"
        "\"root\":{%s},\"timestamp\":{%s},\"snapshot\":{%s},\"targets\":{%s}}}",
        root->version, root->expires, root->is_flat ? "false" : "true", world_keys(),
        world_role(root->root, root->threshold ? root->threshold : 1),
        world_role(root->timestamp, 1), world_role(root->snapshot, 1),
        world_role(root->targets, 1));
    return world_sign(body, signers);
}

static inline void
world_put_root(const struct world_root *root, const char *signers)
{
    world_put(world_format("%u.root.json", root->version),
              world_root_file(root, signers));
}

/** One entry of "meta": "name":{"version":..} and, for bytes, length and hash. */
static inline const char *
world_meta(const char *name, unsigned version, const ts_span *bytes)
{
    uint8_t digest[TS_SHA256_SIZE];
    if (!bytes)
        return world_format("\"%s\":{\"version\":%u}", name, version);
    ts_sha256(digest, *bytes);
    return world_format(
        "\"%s\":{\"version\":%u,\"length\":%zu,\"hashes\":{\"sha256\":\"%s\"}}", name,
        version, bytes->len, fixture_hex(&world.arena, TS_SPAN_OF(digest)));
}

static inline ts_span
world_meta_file(const char *type, unsigned version, const char *expires, const char *meta,
                const char *signers)
{
    return world_sign(
        world_format("{\"_type\":\"%s\",\"spec_version\":\"1.0.34\",\"version\":%u,"
                     "\"expires\":\"%s\",\"meta\":{%s}}",
                     type, version, expires, meta),
        signers);
}

/** more: further members, from their comma on. */
static inline ts_span
world_targets_file(unsigned version, const char *expires, const char *targets,
                   const char *more, const char *signers)
{
    return world_sign(
        world_format("{\"_type\":\"targets\",\"spec_version\":\"1.0.34\",\"version\":%u,"
                     "\"expires\":\"%s\",\"targets\":{%s}%s}",
                     version, expires, targets, more),
        signers);
}

static inline const char *
world_target(const char *path, const char *content)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, ts_span_text(content));
    return world_format("\"%s\":{\"length\":%zu,\"hashes\":{\"sha256\":\"%s\"}}", path,
                        strlen(content), fixture_hex(&world.arena, TS_SPAN_OF(digest)));
}

static inline ts_utc
world_time(const char *text)
{
    ts_utc utc;
    assert_status(ts_utc_parse(&utc, ts_span_text(text)), TS_OK);
    return utc;
}

/** The machine is fed until it wants nothing more. */
static inline enum ts_status
world_feed(void)
{
    const struct ts_want *want;
    enum ts_status status = TS_OK;
    while (status == TS_OK && (want = ts_refresh_want(world.refresh)) != NULL) {
        const struct world_file *file = world_find(want->name);
        size_t len = strlen(world.asked);
        snprintf(world.asked + len, sizeof(world.asked) - len, "%s ", want->name);
        if (!file) {
            status = ts_refresh_absent(world.refresh, &world.fault);
            continue;
        }
        uint8_t *copy = ts_test_exact_copy(file->bytes);
        status = ts_refresh_give(world.refresh, (ts_span){ copy, file->bytes.len },
                                 &world.fault);
        free(copy);
    }
    assert_status(world.fault.status, status);
    assert_null(ts_refresh_want(world.refresh));
    return status;
}

static inline enum ts_status
world_refresh(const char *now)
{
    ts_arena_rewind(&world.client, 0);
    world.asked[0] = '\0';
    world.fault = (struct ts_fault){ 0 };
    enum ts_status status = ts_refresh_begin(&world.client, &world.refresh, world.store,
                                             world_time(now), &world.fault);
    assert_status(world.fault.status, status);
    return status == TS_OK ? world_feed() : status;
}

/** Looks for it; NULL when there is none, or when it failed with *status. */
static inline const struct ts_target *
world_search(const char *path, enum ts_status *status)
{
    world.asked[0] = '\0';
    *status = ts_refresh_find(world.refresh, ts_span_text(path), &world.fault);
    if (*status == TS_OK)
        *status = world_feed();
    return ts_refresh_target(world.refresh);
}

/** The version of a stored file; 0 when it is not there. */
static inline unsigned
world_stored(const char *name)
{
    ts_span bytes;
    size_t used = world.arena.used;
    enum ts_status status =
        ts_store_read(world.store, &world.arena, &bytes, name, 1 << 20);
    unsigned version = 0;
    if (status == TS_OK) {
        const char *text = fixture_string(&world.arena, bytes);
        const char *at = strstr(text, "\"version\":");
        /* A snapshot's entries have versions too, further behind. */
        assert_non_null(at);
        assert_int_equal(sscanf(at, "\"version\":%u", &version), 1);
    } else {
        assert_status(status, TS_ABSENT);
    }
    ts_arena_rewind(&world.arena, used);
    return version;
}

/** "1 2 2 0": versions of root, timestamp, snapshot and targets. */
static inline const char *
world_state(void)
{
    return world_format("%u %u %u %u", world_stored("root.json"),
                        world_stored("timestamp.json"), world_stored("snapshot.json"),
                        world_stored("targets.json"));
}

static inline void
world_begin(struct ts_store *store)
{
    world = (struct world){ .store = store,
                            .arena = ts_test_arena(WORLD_ARENA),
                            .client = ts_test_arena(WORLD_ARENA) };
    for (uint8_t i = 0; i < WORLD_KEYS; i++)
        world.keys[i] = fixture_key(TS_KEY_ED25519, (uint8_t)(i + 1));
}

static inline void
world_end(void)
{
    ts_test_arena_free(&world.arena);
    ts_test_arena_free(&world.client);
}

#endif
