#include "firmware/base/writer.h"
#include "firmware/board/store.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/secret_key.h"
#include "keys/sync/refresh.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A whole refresh and a search, each step of which is given what the input says. The
 * input is a list of answers: a byte that says how, two of length, and the bytes.
 *
 *   0  the server has no such file
 *   1  the bytes as they are
 *   2  the bytes are a signed part, which is signed here
 *   3  a fitting file that is made here; the first byte is its version, the second
 *      says whether it has expired
 */
enum { ANSWER_ABSENT = 0, ANSWER_RAW, ANSWER_SIGNED, ANSWER_MADE, ANSWER_KINDS };

#define NOW 1780272000
#define PATH "a/b"

static uint8_t memory[8 * 1024 * 1024];
static uint8_t work[4 * 1024 * 1024];
static uint8_t spare[1024 * 1024];
static struct ts_secret_key key;

/* A store in memory, so that no input touches a disk. */
struct ts_store {
    struct {
        char name[TS_STORE_NAME_MAX + 1];
        uint8_t bytes[64 * 1024];
        size_t len;
        bool is_there;
    } files[48];
};
static struct ts_store folder;

enum ts_status
ts_store_open(struct ts_store **store, const char *path, bool create)
{
    (void)path;
    (void)create;
    *store = &folder;
    return TS_OK;
}

void
ts_store_close(struct ts_store *store)
{
    (void)store;
}

static size_t
find(const struct ts_store *store, const char *name)
{
    size_t i = 0;
    while (i < TS_COUNT(store->files)
           && !(store->files[i].is_there && strcmp(store->files[i].name, name) == 0))
        i++;
    return i;
}

enum ts_status
ts_store_read(struct ts_store *store, struct ts_arena *arena, ts_span *content,
              const char *name, size_t max)
{
    size_t i = find(store, name);
    TS_CHECK(ts_store_name_valid(name));
    if (i == TS_COUNT(store->files))
        return TS_ABSENT;
    if (store->files[i].len > max)
        return TS_OVER_LIMIT;
    ts_span bytes = { store->files[i].bytes, store->files[i].len };
    return ts_arena_copy(arena, content, bytes) ? TS_OK : TS_NO_SPACE;
}

enum ts_status
ts_store_replace(struct ts_store *store, const char *name, ts_span content,
                 bool mode_private)
{
    (void)mode_private;
    size_t i = find(store, name);
    TS_CHECK(ts_store_name_valid(name));
    if (i == TS_COUNT(store->files))
        for (i = 0; i < TS_COUNT(store->files) && store->files[i].is_there;)
            i++;
    if (i == TS_COUNT(store->files) || content.len > sizeof(store->files[i].bytes))
        return TS_IO;
    store->files[i].is_there = true;
    strcpy(store->files[i].name, name);
    memmove(store->files[i].bytes, content.at, content.len);
    store->files[i].len = content.len;
    return TS_OK;
}

enum ts_status
ts_store_remove(struct ts_store *store, const char *name)
{
    size_t i = find(store, name);
    if (i < TS_COUNT(store->files))
        store->files[i].is_there = false;
    return TS_OK;
}

enum ts_status
ts_store_list(struct ts_store *store, struct ts_arena *arena, const char *below,
              void (*each)(const char *name, void *context), void *context)
{
    (void)store;
    (void)arena;
    (void)below;
    (void)each;
    (void)context;
    return TS_OK;
}

static void
write_hex(struct ts_writer *w, ts_span bytes)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.len; i++) {
        ts_write_u8(w, (uint8_t)digits[bytes.at[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[bytes.at[i] & 15]);
    }
}

/* False when body has no canonical form. */
static bool
sign(struct ts_arena *arena, ts_span *file, ts_span body)
{
    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(spare));
    const struct ts_json *json;
    ts_span signature;
    if (ts_json_parse(arena, &json, body, NULL) != TS_OK)
        return false;
    struct ts_writer canonical = ts_writer_over(ts_arena_rest(arena));
    if (ts_olpc_write(&canonical, json, &scratch) != TS_OK)
        return false;
    ts_arena_keep(arena, canonical.used);
    if (ts_secret_key_sign(arena, &signature, &key, ts_writer_span(&canonical)) != TS_OK)
        return false;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, "{\"signed\":");
    ts_write_bytes(&w, body);
    ts_write_text(&w, ",\"signatures\":[{\"keyid\":\"k0\",\"sig\":\"");
    write_hex(&w, signature);
    ts_write_text(&w, "\"}]}");
    ts_arena_keep(arena, w.used);
    return ts_writer_end(&w, file) == TS_OK;
}

static void
write_head(struct ts_writer *w, const char *type, uint8_t version, bool has_expired)
{
    ts_write_text(w, "{\"_type\":\"");
    ts_write_text(w, type);
    ts_write_text(w, "\",\"spec_version\":\"1.0.34\",\"version\":");
    ts_write_decimal(w, version);
    ts_write_text(w, ",\"expires\":\"");
    ts_write_text(w, has_expired ? "2020-01-01T00:00:00Z\"" : "2030-01-01T00:00:00Z\"");
}

static void
write_keys(struct ts_writer *w)
{
    ts_write_text(w, "\"keys\":{\"k0\":{\"keytype\":\"ed25519\",\"scheme\":\"ed25519\","
                     "\"keyval\":{\"public\":\"");
    write_hex(w, ts_secret_key_public(&key).point);
    ts_write_text(w, "\"}}}");
}

static void
write_root(struct ts_writer *w)
{
#define ROLE "{\"keyids\":[\"k0\"],\"threshold\":1}"
    ts_write_text(w, ",\"consistent_snapshot\":true,");
    write_keys(w);
    ts_write_text(w, ",\"roles\":{\"root\":" ROLE ",\"targets\":" ROLE
                     ",\"snapshot\":" ROLE ",\"timestamp\":" ROLE "}}");
}

/* A role that delegates to two, one of them in a circle. */
static void
write_targets(struct ts_writer *w, uint8_t version)
{
    ts_write_text(w, ",\"targets\":{},\"delegations\":{");
    write_keys(w);
    ts_write_text(w, ",\"roles\":[{\"name\":\"r");
    ts_write_decimal(w, version % 4);
    ts_write_text(w, "\",\"paths\":[\"*/*\"],\"terminating\":false,\"keyids\":[\"k0\"],"
                     "\"threshold\":1},{\"name\":\"../r\",\"path_hash_prefixes\":[\"\"],"
                     "\"terminating\":true,\"keyids\":[\"k0\"],\"threshold\":1}]}}");
}

static bool
make(struct ts_arena *arena, ts_span *file, const char *name, ts_span input)
{
    uint8_t version = input.len > 0 ? input.at[0] : 1;
    bool has_expired = input.len > 1 && input.at[1] & 1;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    if (strstr(name, "root")) {
        write_head(&w, "root", version, has_expired);
        write_root(&w);
    } else if (strstr(name, "timestamp")) {
        write_head(&w, "timestamp", version, has_expired);
        ts_write_text(&w, ",\"meta\":{\"snapshot.json\":{\"version\":");
        ts_write_decimal(&w, version);
        ts_write_text(&w, "}}}");
    } else if (strstr(name, "snapshot")) {
        write_head(&w, "snapshot", version, has_expired);
        ts_write_text(&w, ",\"meta\":{\"targets.json\":{\"version\":");
        ts_write_decimal(&w, version);
        ts_write_text(&w, "},\"r0.json\":{\"version\":1},\"r1.json\":{\"version\":2},"
                          "\"../r.json\":{\"version\":1}}}");
    } else {
        write_head(&w, "targets", version, has_expired);
        write_targets(&w, version);
    }
    ts_arena_keep(arena, w.used);
    return sign(arena, file, ts_writer_span(&w));
}

struct input {
    ts_span rest;
};

/* The next answer; empty and absent at the end of the input. */
static uint8_t
next_answer(struct input *input, ts_span *bytes)
{
    ts_span head = ts_span_part(input->rest, 0, 3);
    *bytes = (ts_span){ 0 };
    input->rest = ts_span_part(input->rest, head.len, input->rest.len);
    if (head.len < 3)
        return ANSWER_ABSENT;
    *bytes = ts_span_part(input->rest, 0, (size_t)(head.at[1] << 8 | head.at[2]));
    input->rest = ts_span_part(input->rest, bytes->len, input->rest.len);
    return head.at[0] % ANSWER_KINDS;
}

static void
check_want(const struct ts_refresh *refresh)
{
    const struct ts_want *want = ts_refresh_want(refresh);
    if (!want)
        return;
    TS_CHECK(want->name[0] != '\0' && !strchr(want->name, '/'));
    TS_CHECK(want->max <= TS_TARGETS_BYTES_MAX);
    TS_CHECK(!ts_refresh_target(refresh));
}

static void
feed(struct ts_refresh *refresh, struct input *input)
{
    const struct ts_want *want;
    size_t steps = 0;
    while ((want = ts_refresh_want(refresh)) != NULL && input->rest.len > 0) {
        struct ts_arena arena = ts_arena_over(TS_ROOM_OF(work));
        struct ts_fault fault = { 0 };
        uint64_t version = ts_root_version(ts_refresh_root(refresh));
        ts_span bytes;
        uint8_t kind = next_answer(input, &bytes);
        bool is_there = kind != ANSWER_ABSENT;
        if (kind == ANSWER_SIGNED)
            is_there = sign(&arena, &bytes, bytes);
        if (kind == ANSWER_MADE)
            is_there = make(&arena, &bytes, want->name, bytes);
        enum ts_status status = is_there ? ts_refresh_give(refresh, bytes, &fault)
                                         : ts_refresh_absent(refresh, &fault);
        TS_CHECK(fault.status == status);
        TS_CHECK(status == TS_OK || !ts_refresh_want(refresh));
        TS_CHECK(ts_root_version(ts_refresh_root(refresh)) >= version);
        TS_CHECK(!ts_refresh_is_expired(refresh) || status == TS_ROLLBACK);
        check_want(refresh);
        TS_CHECK(steps++ < 1000);
    }
}

static void
ignore(const struct ts_target *target, ts_span role, void *context)
{
    size_t *count = context;
    TS_CHECK(target->path.len > 0 && role.len > 0);
    (*count)++;
}

/* How far it came. */
struct outcome {
    uint64_t root, timestamp;
};

static void
search(struct ts_refresh *refresh, struct input *input)
{
    struct ts_fault fault = { 0 };
    size_t count = 0;
    if (ts_refresh_find(refresh, TS_SPAN_LIT(PATH), &fault) == TS_OK)
        feed(refresh, input);
    const struct ts_target *target = ts_refresh_target(refresh);
    TS_CHECK(!target || ts_span_is(target->path, PATH));
    if (ts_refresh_load_roles(refresh, &fault) == TS_OK)
        feed(refresh, input);
    ts_refresh_each(refresh, ignore, &count);
}

static struct outcome
refresh_once(struct input *input)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_refresh *refresh = NULL;
    struct ts_fault fault = { 0 };
    /* What is stored was accepted once, so it is always good enough to begin with. */
    TS_CHECK(ts_refresh_begin(&arena, &refresh, &folder, (ts_utc){ NOW }, &fault)
             == TS_OK);
    feed(refresh, input);
    const struct ts_timestamp *found = ts_refresh_timestamp(refresh);
    if (ts_refresh_is_current(refresh)) {
        TS_CHECK(found && ts_refresh_snapshot(refresh) && ts_refresh_targets(refresh));
        TS_CHECK(ts_refresh_snapshot(refresh)->version == found->snapshot.version);
        search(refresh, input);
    }
    TS_CHECK(arena.len == sizeof(memory));
    return (struct outcome){ ts_root_version(ts_refresh_root(refresh)),
                             found ? found->version : 0 };
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(work));
    struct input input = { { data, size } };
    uint8_t seed[32];
    ts_span root;
    memset(&folder, 0, sizeof(folder));
    memset(seed, 1, sizeof(seed));
    TS_CHECK(ts_secret_key_from_bytes(&key, TS_KEY_ED25519, TS_SPAN_OF(seed)) == TS_OK);
    TS_CHECK(make(&arena, &root, "root", TS_SPAN_LIT("\x01\x00")));
    TS_CHECK(ts_store_replace(&folder, "root.json", root, false) == TS_OK);

    /* Three times over the same folder: under one root nothing ever falls back. */
    struct outcome last = { 1, 0 };
    for (int i = 0; i < 3; i++) {
        struct outcome now = refresh_once(&input);
        TS_CHECK(now.root >= last.root);
        TS_CHECK(now.root > last.root || now.timestamp == 0
                 || now.timestamp >= last.timestamp);
        if (now.root > last.root || now.timestamp != 0)
            last = now;
    }
    return 0;
}
