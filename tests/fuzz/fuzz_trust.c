#include "firmware/base/writer.h"
#include "keys/authority/text.h"
#include "keys/crypto/secret_key.h"
#include "keys/proof/linked_data/context.h"
#include "keys/trust/trust.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A whole trust folder whose files come from the input: a list of files, each a byte
 * that says how, a byte that says which, two of length, and the bytes.
 *
 *   0  a target: it is put there, and promised by metadata that are made and signed here
 *   1  the same, and then altered
 *   2  any file, as it is
 *   3  any file, of which the bytes are the signed part, which is signed here
 *   4  a target that is promised and not there
 */
enum { FILE_TARGET = 0, FILE_ALTERED, FILE_RAW, FILE_SIGNED, FILE_ABSENT, FILE_KINDS };

static const struct {
    const char *path, *url;
} TARGETS[] = {
    { "issuers.cbor", NULL },
    { "issuers.cbor.zst", NULL },
    { "rev/snapshot", NULL },
    { "rev/list.1", "https://a.example/.well-known/crl/k.json" },
    { "status/1", "https://a.example/1" },
    { "status/2", "https://a.example/2" },
    { "contexts/1.jsonld", "https://a.example/c1" },
    { "contexts/2.jsonld", "https://www.w3.org/ns/credentials/v2" },
    { "contexts/3.jsonld", "https://a.example/c1" },
    { "equivalences.json", NULL },
    { "profiles/gate.json", NULL },
    { "later/kind", NULL },
};

static const char *const FILES[] = {
    "root.json",
    "1.root.json",
    "2.root.json",
    "timestamp.json",
    "snapshot.json",
    "1.snapshot.json",
    "targets.json",
    "1.targets.json",
    "revocations.json",
    "state.rev",
    "generation.current",
    "generation.before",
    "generations/0123456789abcdef.root.json",
    "generations/0123456789abcdef.timestamp.json",
    "generations/0123456789abcdef.snapshot.json",
    "generations/0123456789abcdef.targets.json",
    "targets/issuers.cbor",
    "targets/contexts/1.jsonld",
};

enum { FILES_MAX = 32 };

/* A store in memory, so that no input touches a disk. */
struct ts_store {
    struct {
        char name[TS_STORE_NAME_MAX + 1];
        ts_span bytes;
    } files[FILES_MAX];
    size_t count;
};

static struct ts_store folder;
static struct ts_secret_key key;
static uint8_t memory[48 * 1024 * 1024]; /* of the loader */
static uint8_t work[8 * 1024 * 1024];    /* of files that are made */
static uint8_t spare[1024 * 1024];

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

enum ts_status
ts_store_read(struct ts_store *store, struct ts_arena *arena, ts_span *content,
              const char *name, size_t max)
{
    TS_CHECK(ts_store_name_valid(name));
    for (size_t i = 0; i < store->count; i++) {
        if (strcmp(store->files[i].name, name) != 0)
            continue;
        if (store->files[i].bytes.len > max)
            return TS_OVER_LIMIT;
        return ts_arena_copy(arena, content, store->files[i].bytes) ? TS_OK : TS_NO_SPACE;
    }
    return TS_ABSENT;
}

/* Who loads writes nothing. */
enum ts_status
ts_store_replace(struct ts_store *store, const char *name, ts_span content,
                 bool mode_private)
{
    (void)name;
    (void)content;
    (void)mode_private;
    TS_CHECK(store != &folder);
    return TS_IO;
}

enum ts_status
ts_store_remove(struct ts_store *store, const char *name)
{
    (void)name;
    TS_CHECK(store != &folder);
    return TS_IO;
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

/* The later of two files of one name counts. */
static void
put(const char *name, ts_span bytes)
{
    size_t i = 0;
    while (i < folder.count && strcmp(folder.files[i].name, name) != 0)
        i++;
    if (i == FILES_MAX)
        return;
    folder.count += i == folder.count;
    strcpy(folder.files[i].name, name);
    folder.files[i].bytes = bytes;
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
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"signed\":");
    ts_write_bytes(&w, body);
    ts_write_text(&w, ",\"signatures\":[{\"keyid\":\"k0\",\"sig\":\"");
    ts_write_hex(&w, signature);
    ts_write_text(&w, "\"}]}");
    return ts_text_keep(arena, &w, file) == TS_OK;
}

static void
put_signed(struct ts_arena *arena, const char *name, ts_span body)
{
    ts_span file;
    if (sign(arena, &file, body))
        put(name, file);
}

static void
write_head(struct ts_writer *w, const char *type)
{
    ts_write_text(w, "{\"_type\":\"");
    ts_write_text(w, type);
    ts_write_text(w, "\",\"spec_version\":\"1.0.34\",\"version\":1,"
                     "\"expires\":\"2030-01-01T00:00:00Z\",");
}

static void
put_root(struct ts_arena *arena)
{
#define ROLE "{\"keyids\":[\"k0\"],\"threshold\":1}"
    ts_span body;
    struct ts_writer w = ts_text_begin(arena);
    write_head(&w, "root");
    ts_write_text(&w, "\"keys\":{\"k0\":{\"keytype\":\"ed25519\",\"scheme\":\"ed25519\","
                      "\"keyval\":{\"public\":\"");
    ts_write_hex(&w, ts_secret_key_public(&key).point);
    ts_write_text(&w,
                  "\"}}},\"consistent_snapshot\":false,\"roles\":{\"root\":" ROLE
                  ",\"targets\":" ROLE ",\"snapshot\":" ROLE ",\"timestamp\":" ROLE "}}");
    TS_CHECK(ts_text_keep(arena, &w, &body) == TS_OK);
    put_signed(arena, "root.json", body);
}

static void
promise(struct ts_writer *w, size_t which, ts_span bytes)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, bytes);
    ts_json_write_string(w, ts_span_text(TARGETS[which].path));
    ts_write_text(w, ":{\"length\":");
    ts_write_decimal(w, (int64_t)bytes.len);
    ts_write_text(w, ",\"hashes\":{\"sha256\":\"");
    ts_write_hex(w, TS_SPAN_OF(digest));
    ts_write_text(w, "\"}");
    if (TARGETS[which].url) {
        ts_write_text(w, ",\"custom\":{\"url\":\"");
        ts_write_text(w, TARGETS[which].url);
        ts_write_text(w, "\"}");
    }
    ts_write_u8(w, '}');
}

struct promises {
    bool made[TS_COUNT(TARGETS)];
    ts_span bytes[TS_COUNT(TARGETS)];
};

static void
put_target(struct promises *promises, uint8_t kind, size_t which, ts_span bytes)
{
    char name[TS_STORE_NAME_MAX] = "targets/";
    strcat(name, TARGETS[which].path);
    promises->made[which] = true;
    promises->bytes[which] = bytes;
    if (kind == FILE_ALTERED)
        put(name, bytes.len ? ts_span_part(bytes, 1, bytes.len) : TS_SPAN_LIT("x"));
    else if (kind == FILE_TARGET)
        put(name, bytes);
}

static void
put_targets(struct ts_arena *arena, const struct promises *promises)
{
    ts_span body;
    bool is_first = true;
    struct ts_writer w = ts_text_begin(arena);
    write_head(&w, "targets");
    ts_write_text(&w, "\"targets\":{");
    for (size_t i = 0; i < TS_COUNT(TARGETS); i++) {
        if (!promises->made[i])
            continue;
        if (!is_first)
            ts_write_u8(&w, ',');
        is_first = false;
        promise(&w, i, promises->bytes[i]);
    }
    ts_write_text(&w, "}}");
    TS_CHECK(ts_text_keep(arena, &w, &body) == TS_OK);
    put_signed(arena, "targets.json", body);
}

/* One file of the input. False: there is none left. */
static bool
take_file(ts_span *input, uint8_t *kind, uint8_t *which, ts_span *bytes)
{
    if (input->len < 4)
        return false;
    *kind = input->at[0] % FILE_KINDS;
    *which = input->at[1];
    size_t len = (size_t)input->at[2] << 8 | input->at[3];
    *bytes = ts_span_part(*input, 4, len);
    *input = ts_span_part(*input, 4 + bytes->len, input->len);
    return true;
}

static bool
is_target(uint8_t kind)
{
    return kind == FILE_TARGET || kind == FILE_ALTERED || kind == FILE_ABSENT;
}

static void
fill_folder(ts_span input)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(work));
    struct promises promises = { .made = { false } };
    uint8_t kind;
    uint8_t which;
    ts_span bytes;
    folder.count = 0;
    put_root(&arena);
    for (ts_span rest = input; take_file(&rest, &kind, &which, &bytes);)
        if (is_target(kind))
            put_target(&promises, kind, which % TS_COUNT(TARGETS), bytes);
    put_targets(&arena, &promises);
    for (ts_span rest = input; take_file(&rest, &kind, &which, &bytes);) {
        const char *name = FILES[which % TS_COUNT(FILES)];
        if (kind == FILE_RAW)
            put(name, bytes);
        else if (kind == FILE_SIGNED)
            put_signed(&arena, name, bytes);
    }
}

static void
check_lists(const struct ts_trust *trust)
{
    TS_CHECK(trust->problem_count == 0 || trust->problems);
    for (size_t i = 0; i < trust->problem_count; i++)
        TS_CHECK(trust->problems[i].what.len > 0
                 && trust->problems[i].fault.status != TS_OK);
    for (size_t i = 0; i < trust->status_list_count; i++) {
        const struct ts_status_list *list = &trust->status_lists[i];
        TS_CHECK(list->kind != TS_STATUS_KIND_NONE && list->url.len > 0);
        TS_CHECK(i == 0
                 || ts_span_compare(trust->status_lists[i - 1].url, list->url) < 0);
        TS_CHECK(ts_trust_status_list(trust, list->url) == list);
        (void)ts_status_list_at(list, i, TS_SPAN_LIT("revocation"));
        (void)ts_status_list_of(list, TS_SPAN_LIT("urn:a"));
        (void)ts_status_list_of_card(list, TS_SPAN_LIT("a"), (ts_utc){ 0 });
    }
    for (size_t i = 0; i < trust->issuers.count; i++)
        TS_CHECK(ts_issuer_list_find(&trust->issuers, trust->issuers.issuers[i].id));
}

/* No folder changes what is compiled in. */
static void
check_contexts(const struct ts_trust *trust)
{
    static const char *const URLS[] = { "https://a.example/c1",
                                        "https://www.w3.org/ns/credentials/v2" };
    for (size_t i = 0; i < TS_COUNT(URLS); i++) {
        ts_span url = ts_span_text(URLS[i]);
        const struct ts_ld_context *own = ts_ld_contexts_find(NULL, url);
        TS_CHECK(!own || ts_ld_contexts_find(trust->contexts, url) == own);
    }
    TS_CHECK(trust->equivalences.bytes.len <= TS_EQUIVALENCES_BYTES_MAX);
}

/* All of them: one that is read by its name is among them. */
static void
check_profiles(struct ts_arena *arena, enum ts_status of_gate)
{
    static struct ts_trust_profiles all;
    struct ts_fault fault = { 0 };
    size_t used = arena->used;
    bool has_gate = false;
    all.count = 0;
    enum ts_status status = ts_trust_profiles(arena, &all, &folder, &fault);
    TS_CHECK(arena->len == sizeof(memory) && all.count <= TS_TRUST_PROFILES_MAX);
    TS_CHECK(status == TS_OK || (all.count == 0 && arena->used == used));
    for (size_t i = 0; i < all.count; i++)
        has_gate |= ts_span_is(all.names[i], "gate");
    TS_CHECK(!has_gate || of_gate == TS_OK || of_gate == TS_NO_SPACE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t seed[32] = { 7 };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_trust trust = { .epoch = 42 };
    struct ts_fault fault = { 0 };
    ts_verified profile = { { 0 } };
    if (size > 65536)
        return 0;
    TS_CHECK(ts_secret_key_from_bytes(&key, TS_KEY_ED25519, TS_SPAN_OF(seed)) == TS_OK);
    fill_folder((ts_span){ data, size });
    enum ts_status status = ts_trust_load(&arena, &trust, &folder, &fault);
    TS_CHECK(fault.status == status && arena.len == sizeof(memory));
    if (status != TS_OK) {
        TS_CHECK(arena.used == 0 && trust.epoch == 42 && trust.issuers.count == 0);
    } else {
        check_lists(&trust);
        check_contexts(&trust);
    }
    size_t used = arena.used;
    status = ts_trust_profile(&arena, &profile, &folder, "gate", &fault);
    TS_CHECK(fault.status == status && arena.len == sizeof(memory));
    TS_CHECK(status == TS_OK || (profile.bytes.len == 0 && arena.used == used));
    check_profiles(&arena, status);
    return 0;
}
