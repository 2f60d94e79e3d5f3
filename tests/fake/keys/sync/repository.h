#ifndef TS_TEST_SYNC_REPOSITORY_H
#define TS_TEST_SYNC_REPOSITORY_H

/* A list repository of a test, written by hand: one key for every role. */

#include "firmware/base/calendar.h"
#include "tests/unit/keys/trust/fixture.h"

/** A target; they must be in byte order of their paths. */
struct repo_file {
    const char *path;
    ts_span bytes;
    uint64_t epoch;       /**< custom.epoch; 0: none. */
    const uint8_t *state; /**< custom.state; or NULL. */
};

struct repo {
    struct ts_arena *arena;
    struct ts_secret_key key;
    uint64_t version; /**< Of everything but the root, which has 1. */
    const char *expires;
    const char *issued;
    ts_span root;
    /** Takes each file of a publication. */
    void (*put)(const char *name, ts_span bytes, void *context);
    void *context;
};

static inline const char *
repo_sha256(struct repo *r, ts_span bytes)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, bytes);
    return fixture_hex(r->arena, TS_SPAN_OF(digest));
}

static inline const char *
repo_key_object(struct repo *r)
{
    struct ts_public_key key = ts_secret_key_public(&r->key);
    return fixture_string(r->arena,
                          fixture_text(r->arena,
                                       "{\"keytype\":\"ed25519\",\"keyval\":{\"public\":"
                                       "\"%s\"},\"scheme\":\"ed25519\"}",
                                       fixture_hex(r->arena, key.point)));
}

/** body is canonical JSON already. */
static inline ts_span
repo_sign(struct repo *r, ts_span body)
{
    const char *id = repo_sha256(r, ts_span_text(repo_key_object(r)));
    const char *signature = fixture_hex(r->arena, fixture_sign(r->arena, &r->key, body));
    return fixture_text(r->arena,
                        "{\"signatures\":[{\"keyid\":\"%s\",\"sig\":\"%s\"}],"
                        "\"signed\":%.*s}",
                        id, signature, TS_SPAN_ARG(body));
}

/** What a root of that version says: the key for every role. */
static inline ts_span
repo_root_body(struct repo *r, unsigned version)
{
    const char *key = repo_key_object(r);
    const char *id = repo_sha256(r, ts_span_text(key));
    const char *role = fixture_string(
        r->arena, fixture_text(r->arena, "{\"keyids\":[\"%s\"],\"threshold\":1}", id));
    return fixture_text(r->arena,
                        "{\"_type\":\"root\",\"consistent_snapshot\":true,"
                        "\"expires\":\"2036-01-01T00:00:00Z\",\"keys\":{\"%s\":%s},"
                        "\"roles\":{\"root\":%s,\"snapshot\":%s,\"targets\":%s,"
                        "\"timestamp\":%s},\"spec_version\":\"1.0.34\",\"version\":%u}",
                        id, key, role, role, role, role, version);
}

static inline ts_span
repo_root(struct repo *r)
{
    return repo_sign(r, repo_root_body(r, 1));
}

/** A root after older's, signed by the keys of both, which may be one. */
static inline ts_span
repo_next_root(struct repo *r, struct repo *older, unsigned version)
{
    ts_span body = repo_root_body(r, version);
    const char *signatures[2];
    struct repo *both[] = { r, older };
    for (size_t i = 0; i < 2; i++)
        signatures[i] = fixture_string(
            r->arena,
            fixture_text(
                r->arena, "{\"keyid\":\"%s\",\"sig\":\"%s\"}",
                repo_sha256(r, ts_span_text(repo_key_object(both[i]))),
                fixture_hex(r->arena, fixture_sign(r->arena, &both[i]->key, body))));
    bool is_one = strcmp(signatures[0], signatures[1]) == 0;
    return fixture_text(r->arena, "{\"signatures\":[%s%s%s],\"signed\":%.*s}",
                        signatures[0], is_one ? "" : ",", is_one ? "" : signatures[1],
                        TS_SPAN_ARG(body));
}

static inline struct repo
repo_begin(struct ts_arena *arena, uint8_t key)
{
    struct repo r = { .arena = arena,
                      .key = fixture_key(TS_KEY_ED25519, key),
                      .expires = "2030-01-01T00:00:00Z",
                      .issued = "2026-05-01T00:00:00Z" };
    r.root = repo_root(&r);
    return r;
}

static inline ts_span
repo_targets(struct repo *r, const struct repo_file *files, size_t count)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(r->arena));
    uint8_t *list = ts_arena_take(r->arena, 512 * (count + 1));
    assert_non_null(list);
    w = ts_writer_over((ts_room){ list, 512 * (count + 1) });
    for (size_t i = 0; i < count; i++) {
        char line[512];
        char custom[160] = "";
        char state[96] = "";
        if (files[i].state)
            snprintf(state, sizeof(state), ",\"state\":\"%s\"",
                     fixture_hex(r->arena, (ts_span){ files[i].state, 32 }));
        if (files[i].epoch > 0)
            snprintf(custom, sizeof(custom), "\"custom\":{\"epoch\":%llu%s},",
                     (unsigned long long)files[i].epoch, state);
        snprintf(line, sizeof(line),
                 "%s\"%s\":{%s\"hashes\":{\"sha256\":\"%s\"},\"length\":%zu}",
                 i ? "," : "", files[i].path, custom, repo_sha256(r, files[i].bytes),
                 files[i].bytes.len);
        ts_write_text(&w, line);
    }
    assert_false(w.full);
    return repo_sign(r, fixture_text(r->arena,
                                     "{\"_type\":\"targets\",\"expires\":\"%s\","
                                     "\"spec_version\":\"1.0.34\",\"targets\":{%.*s},"
                                     "\"version\":%llu,\"x-issued\":\"%s\"}",
                                     r->expires, TS_SPAN_ARG(ts_writer_span(&w)),
                                     (unsigned long long)r->version, r->issued));
}

/** timestamp or snapshot of that version: what it says of the one file below it. */
static inline ts_span
repo_meta_of(struct repo *r, const char *type, const char *of, ts_span file,
             uint64_t version)
{
    return repo_sign(r,
                     fixture_text(r->arena,
                                  "{\"_type\":\"%s\",\"expires\":\"%s\",\"meta\":{\"%s\":"
                                  "{\"hashes\":{\"sha256\":\"%s\"},\"length\":%zu,"
                                  "\"version\":%llu}},\"spec_version\":\"1.0.34\","
                                  "\"version\":%llu,\"x-issued\":\"%s\"}",
                                  type, r->expires, of, repo_sha256(r, file), file.len,
                                  (unsigned long long)r->version,
                                  (unsigned long long)version, r->issued));
}

static inline ts_span
repo_meta(struct repo *r, const char *type, const char *of, ts_span file)
{
    return repo_meta_of(r, type, of, file, r->version);
}

static inline const char *
repo_target_name(struct repo *r, const struct repo_file *file)
{
    const char *slash = strrchr(file->path, '/');
    int folder = slash ? (int)(slash - file->path) + 1 : 0;
    return fixture_string(r->arena,
                          fixture_text(r->arena, "targets/%.*s%s.%s", folder, file->path,
                                       repo_sha256(r, file->bytes), file->path + folder));
}

static inline void
repo_put(struct repo *r, const char *name, ts_span bytes)
{
    char full[64];
    snprintf(full, sizeof(full), "%llu.%s", (unsigned long long)r->version, name);
    r->put(full, bytes, r->context);
}

/** Publishes the files under the next version, timestamp.json last. */
static inline void
repo_publish(struct repo *r, const struct repo_file *files, size_t count)
{
    r->version++;
    ts_span targets = repo_targets(r, files, count);
    ts_span snapshot = repo_meta(r, "snapshot", "targets.json", targets);
    ts_span timestamp = repo_meta(r, "timestamp", "snapshot.json", snapshot);
    for (size_t i = 0; i < count; i++)
        r->put(repo_target_name(r, &files[i]), files[i].bytes, r->context);
    r->put("1.root.json", r->root, r->context);
    repo_put(r, "targets.json", targets);
    repo_put(r, "snapshot.json", snapshot);
    r->put("timestamp.json", timestamp, r->context);
}

/** len bytes that depend on seed and do not compress. */
static inline ts_span
repo_noise(struct repo *r, size_t len, uint32_t seed)
{
    uint8_t *bytes = ts_arena_take(r->arena, len);
    uint32_t x = seed * 2654435761U + 1;
    assert_non_null(bytes);
    for (size_t i = 0; i < len; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        bytes[i] = (uint8_t)x;
    }
    return (ts_span){ bytes, len };
}

/** An issuer list that believes nobody, of that epoch. */
static inline ts_span
repo_issuers(struct repo *r, uint64_t epoch)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(r->arena));
    ts_cbor_write_map(&w, 4);
    ts_cbor_write_unsigned(&w, 1);
    ts_cbor_write_unsigned(&w, 1);
    ts_cbor_write_unsigned(&w, 2);
    ts_cbor_write_unsigned(&w, epoch);
    ts_cbor_write_unsigned(&w, 3);
    ts_cbor_write_integer(&w, 1777593600);
    ts_cbor_write_unsigned(&w, 4);
    ts_cbor_write_array(&w, 0);
    ts_arena_keep(r->arena, w.used);
    return ts_writer_span(&w);
}

#endif
