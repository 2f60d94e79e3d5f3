#include "keys/trust/metadata.h"

#include "firmware/base/calendar.h"
#include "keys/codec/json.h"
#include "keys/codec/json_writer.h"
#include "keys/trust/scratch.h"

#include <string.h>

struct root_key {
    ts_span id;
    struct ts_public_key key; /* TS_KEY_NONE: of a scheme that does not count. */
};

struct role {
    uint64_t keys; /* Bit i: root_key i may sign. */
    int64_t threshold;
};

struct ts_root {
    uint64_t version;
    uint8_t fingerprint[TS_SHA256_SIZE];
    struct root_key keys[TS_ROOT_KEYS_MAX];
    size_t key_count;
    struct role roles[TS_ROLE_COUNT];
};

_Static_assert(TS_ROOT_KEYS_MAX <= 64, "struct role has one bit a key");

static const char *const role_names[TS_ROLE_COUNT] = {
    [TS_ROLE_ROOT] = "root",
    [TS_ROLE_TARGETS] = "targets",
    [TS_ROLE_SNAPSHOT] = "snapshot",
    [TS_ROLE_TIMESTAMP] = "timestamp",
};

/* One signed file, opened. */
struct opened {
    const struct ts_json *body; /* "signed" */
    const struct ts_json *signatures;
    ts_span canonical; /* What the signatures are over. */
};

static int
hex_value(uint8_t digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* Exactly size bytes; false for anything else. */
static bool
read_hex(uint8_t *bytes, size_t size, const struct ts_json *value)
{
    ts_span text = ts_json_string(value);
    if (text.len != 2 * size)
        return false;
    for (size_t i = 0; i < size; i++) {
        int high = hex_value(text.at[2 * i]);
        int low = hex_value(text.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static enum ts_status
write_canonical(struct ts_arena *arena, struct opened *file, struct ts_fault *fault)
{
    struct ts_arena scratch = ts_scratch_borrow(arena);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    enum ts_status status = ts_olpc_write(&w, file->body, &scratch);
    if (status == TS_OK) {
        file->canonical = ts_writer_span(&w);
        ts_arena_keep(arena, w.used);
    }
    ts_scratch_return(arena, &scratch);
    return ts_fault_set(fault, status, file->body->offset, "FORMAT.md 2.2");
}

static bool
is_supported_version(const struct ts_json *version)
{
    ts_span text = ts_json_string(version);
    return ts_span_starts_with(text, TS_SPAN_LIT("1.")) && text.len > 2;
}

/* Tells a file that is not ours from one of a later specification first: its
 * type and version are read before its signatures are. */
static enum ts_status
open_file(struct ts_arena *arena, struct opened *file, ts_span bytes, const char *type,
          struct ts_fault *fault)
{
    const struct ts_json *top;
    enum ts_status status = ts_json_parse(arena, &top, bytes, fault);
    if (status != TS_OK)
        return status;
    file->body = ts_json_member(top, "signed");
    file->signatures = ts_json_member(top, "signatures");
    if (!ts_json_is(file->body, TS_JSON_OBJECT)
        || !ts_json_is(file->signatures, TS_JSON_ARRAY))
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 2.1");
    const struct ts_json *spec_version = ts_json_member(file->body, "spec_version");
    if (!ts_json_string_is(ts_json_member(file->body, "_type"), type)
        || !ts_json_is(spec_version, TS_JSON_STRING))
        return ts_fault_set(fault, TS_MALFORMED, file->body->offset, "FORMAT.md 2.3");
    if (!is_supported_version(spec_version))
        return ts_fault_set(fault, TS_UNSUPPORTED, spec_version->offset, "FORMAT.md 2.3");
    return write_canonical(arena, file, fault);
}

static enum ts_status
read_version(uint64_t *version, ts_utc *expires, const struct ts_json *body,
             struct ts_fault *fault)
{
    int64_t number;
    ts_utc end;
    if (ts_json_integer(ts_json_member(body, "version"), &number) != TS_OK || number < 1)
        return ts_fault_set(fault, TS_MALFORMED, body->offset, "FORMAT.md 2.4");
    if (ts_utc_parse(&end, ts_json_string(ts_json_member(body, "expires"))) != TS_OK)
        return ts_fault_set(fault, TS_MALFORMED, body->offset, "FORMAT.md 2.4");
    *version = (uint64_t)number;
    *expires = end;
    return TS_OK;
}

/* Index of a key id in root, or key_count. */
static size_t
key_index(const struct ts_root *root, ts_span id)
{
    size_t i = 0;
    while (i < root->key_count && !ts_span_equal(root->keys[i].id, id))
        i++;
    return i;
}

static enum ts_status
read_key(struct ts_arena *arena, struct root_key *key, const struct ts_json *json)
{
    const struct ts_json *public =
        ts_json_member(ts_json_member(json, "keyval"), "public");
    uint8_t point[32];
    key->id = json->name;
    if (!ts_json_string_is(ts_json_member(json, "keytype"), "ed25519")
        || !ts_json_string_is(ts_json_member(json, "scheme"), "ed25519")
        || !read_hex(point, sizeof(point), public))
        return TS_OK;
    if (!ts_arena_copy(arena, &key->key.point, TS_SPAN_OF(point)))
        return TS_NO_SPACE;
    key->key.kind = TS_KEY_ED25519;
    return TS_OK;
}

static enum ts_status
read_keys(struct ts_arena *arena, struct ts_root *root, const struct ts_json *keys,
          struct ts_fault *fault)
{
    if (!ts_json_is(keys, TS_JSON_OBJECT))
        return ts_fault_set(fault, TS_MALFORMED, keys->offset, "FORMAT.md 2.5");
    if (keys->count > TS_ROOT_KEYS_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, keys->offset, "TS_ROOT_KEYS_MAX");
    for (const struct ts_json *at = keys->first; at; at = at->next) {
        enum ts_status status = read_key(arena, &root->keys[root->key_count++], at);
        if (status != TS_OK)
            return ts_fault_set(fault, status, at->offset, "FORMAT.md 2.5");
    }
    return TS_OK;
}

static enum ts_status
read_role(struct ts_root *root, struct role *role, const struct ts_json *json,
          struct ts_fault *fault)
{
    const struct ts_json *ids = ts_json_member(json, "keyids");
    const struct ts_json *threshold = ts_json_member(json, "threshold");
    if (!ts_json_is(ids, TS_JSON_ARRAY)
        || ts_json_integer(threshold, &role->threshold) != TS_OK || role->threshold < 1)
        return ts_fault_set(fault, TS_MALFORMED, json->offset, "FORMAT.md 2.6");
    for (const struct ts_json *at = ids->first; at; at = at->next) {
        size_t key = key_index(root, ts_json_string(at));
        if (key < root->key_count)
            role->keys |= UINT64_C(1) << key;
    }
    return TS_OK;
}

static enum ts_status
read_roles(struct ts_root *root, const struct ts_json *roles, struct ts_fault *fault)
{
    for (size_t i = 0; i < TS_ROLE_COUNT; i++) {
        const struct ts_json *role = ts_json_member(roles, role_names[i]);
        enum ts_status status = read_role(root, &root->roles[i], role, fault);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

/* A public key under two ids is one signer (FORMAT.md 2.7). */
static bool
has_signed(const struct ts_root *root, uint64_t signers, size_t key)
{
    for (size_t i = 0; i < root->key_count; i++)
        if (signers >> i & 1
            && ts_public_key_equal(&root->keys[i].key, &root->keys[key].key))
            return true;
    return false;
}

static bool
holds(const struct ts_root *root, size_t key, const struct ts_json *signature,
      ts_span message)
{
    uint8_t bytes[64];
    return read_hex(bytes, sizeof(bytes), ts_json_member(signature, "sig"))
           && ts_signature_check(&root->keys[key].key, TS_ALG_EDDSA, message,
                                 TS_SPAN_OF(bytes))
                  == TS_OK;
}

/* Each key id is tried once, so that a file cannot buy more work than the root
 * has keys. */
static enum ts_status
check_threshold(const struct ts_root *root, enum ts_role name, const struct opened *file,
                struct ts_fault *fault)
{
    const struct role *role = &root->roles[name];
    uint64_t tried = 0;
    uint64_t signers = 0;
    int64_t count = 0;
    for (const struct ts_json *at = file->signatures->first; at; at = at->next) {
        size_t key = key_index(root, ts_json_string(ts_json_member(at, "keyid")));
        uint64_t bit = key < root->key_count ? UINT64_C(1) << key : 0;
        if (!(bit & role->keys) || (bit & tried))
            continue;
        tried |= bit;
        if (has_signed(root, signers, key) || !holds(root, key, at, file->canonical))
            continue;
        signers |= bit;
        count++;
    }
    if (count < role->threshold)
        return ts_fault_set(fault, TS_UNTRUSTED, file->signatures->offset,
                            "FORMAT.md 2.7");
    return TS_OK;
}

enum ts_status
ts_root_read(struct ts_arena *arena, const struct ts_root **root, ts_span bytes,
             struct ts_fault *fault)
{
    struct opened file = { 0 };
    ts_utc expires;
    struct ts_root *draft = ts_arena_take(arena, sizeof(*draft));
    if (!draft)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");
    enum ts_status status = open_file(arena, &file, bytes, "root", fault);
    if (status == TS_OK)
        status = read_version(&draft->version, &expires, file.body, fault);
    if (status == TS_OK)
        status = read_keys(arena, draft, ts_json_member(file.body, "keys"), fault);
    if (status == TS_OK)
        status = read_roles(draft, ts_json_member(file.body, "roles"), fault);
    if (status == TS_OK)
        status = check_threshold(draft, TS_ROLE_ROOT, &file, fault);
    if (status != TS_OK)
        return status;
    ts_sha256(draft->fingerprint, file.canonical);
    *root = draft;
    return ts_fault_set(fault, TS_OK, 0, NULL);
}

uint64_t
ts_root_version(const struct ts_root *root)
{
    return root->version;
}

void
ts_root_fingerprint(const struct ts_root *root, uint8_t digest[static TS_SHA256_SIZE])
{
    memcpy(digest, root->fingerprint, TS_SHA256_SIZE);
}

/* The store has a narrower alphabet; this only keeps a signed path below its
 * folder whatever it is joined to. */
static bool
is_inside(ts_span path)
{
    size_t begin = 0;
    if (path.len == 0 || path.len > TS_TARGET_PATH_MAX || path.at[0] == '/')
        return false;
    while (begin <= path.len) {
        ts_span rest = ts_span_part(path, begin, path.len);
        ts_span part = ts_span_part(rest, 0, ts_span_index(rest, '/'));
        if (part.len == 0 || ts_span_is(part, ".") || ts_span_is(part, ".."))
            return false;
        begin += part.len + 1;
    }
    return ts_span_index(path, '\\') == path.len && ts_span_index(path, 0) == path.len;
}

static enum ts_status
read_target(struct ts_target *target, const struct ts_json *json, struct ts_fault *fault)
{
    const struct ts_json *url = ts_json_member(ts_json_member(json, "custom"), "url");
    const struct ts_json *hashes = ts_json_member(json, "hashes");
    int64_t length;
    if (!is_inside(json->name))
        return ts_fault_set(fault, TS_MALFORMED, json->offset, "FORMAT.md 2.10");
    if (ts_json_integer(ts_json_member(json, "length"), &length) != TS_OK || length < 0
        || !ts_json_is(hashes, TS_JSON_OBJECT))
        return ts_fault_set(fault, TS_MALFORMED, json->offset, "FORMAT.md 2.11");
    if (ts_json_is(ts_json_member(hashes, "sha256"), TS_JSON_NONE))
        return ts_fault_set(fault, TS_UNSUPPORTED, hashes->offset, "FORMAT.md 2.11");
    if (!read_hex(target->sha256, TS_SHA256_SIZE, ts_json_member(hashes, "sha256")))
        return ts_fault_set(fault, TS_MALFORMED, hashes->offset, "FORMAT.md 2.11");
    if (!ts_json_is(url, TS_JSON_NONE) && !ts_json_is(url, TS_JSON_STRING))
        return ts_fault_set(fault, TS_MALFORMED, url->offset, "FORMAT.md 2.12");
    target->path = json->name;
    target->length = (uint64_t)length;
    target->url = ts_json_string(url);
    return TS_OK;
}

static enum ts_status
read_items(struct ts_arena *arena, struct ts_targets *targets, const struct ts_json *map,
           struct ts_fault *fault)
{
    if (!ts_json_is(map, TS_JSON_OBJECT))
        return ts_fault_set(fault, TS_MALFORMED, map->offset, "FORMAT.md 2.10");
    if (map->count > TS_TARGETS_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, map->offset, "TS_TARGETS_MAX");
    struct ts_target *items = ts_arena_take_array(arena, map->count, sizeof(*items));
    if (!items)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");
    size_t count = 0;
    for (const struct ts_json *at = map->first; at; at = at->next) {
        enum ts_status status = read_target(&items[count++], at, fault);
        if (status != TS_OK)
            return status;
    }
    targets->items = items;
    targets->count = count;
    return TS_OK;
}

static enum ts_status
read_issued(ts_utc *issued, const struct ts_json *value, struct ts_fault *fault)
{
    *issued = TS_UTC_ALWAYS;
    if (ts_json_is(value, TS_JSON_NONE))
        return TS_OK;
    if (ts_utc_parse(issued, ts_json_string(value)) != TS_OK)
        return ts_fault_set(fault, TS_MALFORMED, value->offset, "FORMAT.md 2.13");
    return TS_OK;
}

enum ts_status
ts_targets_read(struct ts_arena *arena, struct ts_targets *targets,
                const struct ts_root *root, ts_span bytes, struct ts_fault *fault)
{
    struct opened file = { 0 };
    struct ts_targets draft = { 0 };
    enum ts_status status = open_file(arena, &file, bytes, "targets", fault);
    if (status == TS_OK)
        status = check_threshold(root, TS_ROLE_TARGETS, &file, fault);
    if (status == TS_OK)
        status = read_version(&draft.version, &draft.expires, file.body, fault);
    if (status == TS_OK)
        status = read_issued(&draft.issued, ts_json_member(file.body, "x-issued"), fault);
    if (status == TS_OK)
        status = read_items(arena, &draft, ts_json_member(file.body, "targets"), fault);
    if (status != TS_OK)
        return status;
    *targets = draft;
    return ts_fault_set(fault, TS_OK, 0, NULL);
}

enum ts_status
ts_target_check(ts_verified *verified, const struct ts_target *target, ts_span bytes)
{
    uint8_t digest[TS_SHA256_SIZE];
    if (bytes.len != target->length)
        return TS_UNTRUSTED;
    ts_sha256(digest, bytes);
    if (memcmp(digest, target->sha256, sizeof(digest)) != 0)
        return TS_UNTRUSTED;
    *verified = (ts_verified){ bytes };
    return TS_OK;
}
