#include "keys/codec/json_writer.h"
#include "keys/crypto/secret_key.h"
#include "keys/trust/metadata.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * Two ways in, told by the first byte: "{" is a file as it lies in a folder;
 * anything else is followed by a signed part, which is signed here by the key
 * that the seeds' root names, so that what stands behind the signature is
 * reached too.
 */
static uint8_t memory[8 * 1024 * 1024];
static uint8_t spare[1024 * 1024];

static void
write_hex(struct ts_writer *w, ts_span bytes)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.len; i++) {
        ts_write_u8(w, (uint8_t)digits[bytes.at[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[bytes.at[i] & 15]);
    }
}

static struct ts_secret_key
fixed_key(void)
{
    struct ts_secret_key key;
    uint8_t seed[32];
    memset(seed, 1, sizeof(seed));
    TS_CHECK(ts_secret_key_from_bytes(&key, TS_KEY_ED25519, TS_SPAN_OF(seed)) == TS_OK);
    return key;
}

/* False when body has no canonical form. */
static bool
sign(struct ts_arena *arena, ts_span *file, ts_span body)
{
    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(spare));
    struct ts_secret_key key = fixed_key();
    const struct ts_json *json;
    ts_span signature;
    if (ts_json_parse(arena, &json, body, NULL) != TS_OK)
        return false;
    struct ts_writer canonical = ts_writer_over(ts_arena_rest(arena));
    if (ts_olpc_write(&canonical, json, &scratch) != TS_OK)
        return false;
    ts_arena_keep(arena, canonical.used);
    TS_CHECK(ts_secret_key_sign(arena, &signature, &key, ts_writer_span(&canonical))
             == TS_OK);

    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, "{\"signed\":");
    ts_write_bytes(&w, body);
    ts_write_text(&w, ",\"signatures\":[{\"keyid\":\"k0\",\"sig\":\"");
    write_hex(&w, signature);
    ts_write_text(&w, "\"}]}");
    ts_arena_keep(arena, w.used);
    return ts_writer_end(&w, file) == TS_OK;
}

static const struct ts_root *
fixed_root(struct ts_arena *arena)
{
#define ROLE "{\"keyids\":[\"k0\"],\"threshold\":1}"
    struct ts_secret_key key = fixed_key();
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    const struct ts_root *root;
    ts_span file;
    ts_write_text(&w, "{\"_type\":\"root\",\"spec_version\":\"1.0\",\"version\":1,"
                      "\"expires\":\"2030-01-01T00:00:00Z\",\"keys\":{\"k0\":{"
                      "\"keytype\":\"ed25519\",\"scheme\":\"ed25519\",\"keyval\":{"
                      "\"public\":\"");
    write_hex(&w, ts_secret_key_public(&key).point);
    ts_write_text(&w, "\"}}},\"roles\":{\"root\":" ROLE ",\"targets\":" ROLE
                      ",\"snapshot\":" ROLE ",\"timestamp\":" ROLE "}}");
    ts_arena_keep(arena, w.used);
    TS_CHECK(sign(arena, &file, ts_writer_span(&w)));
    TS_CHECK(ts_root_read(arena, &root, file, NULL) == TS_OK);
    return root;
}

static void
check_targets(const struct ts_targets *targets)
{
    TS_CHECK(targets->version >= 1 && targets->count <= TS_TARGETS_MAX);
    for (size_t i = 0; i < targets->count; i++) {
        ts_span path = targets->items[i].path;
        TS_CHECK(path.len > 0 && path.len <= TS_TARGET_PATH_MAX);
        TS_CHECK(path.at[0] != '/' && path.at[path.len - 1] != '/');
        for (size_t at = 0; at < path.len; at++) {
            ts_span from = ts_span_part(path, at, path.len);
            TS_CHECK(!ts_span_starts_with(from, TS_SPAN_LIT("/../")));
            TS_CHECK(!ts_span_starts_with(from, TS_SPAN_LIT("//")));
            TS_CHECK(path.at[at] != 0 && path.at[at] != '\\');
        }
        TS_CHECK(!ts_span_starts_with(path, TS_SPAN_LIT("../")));
        TS_CHECK(!ts_span_is(path, "..") && !ts_span_is(path, "."));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const struct ts_root *root = NULL;
    struct ts_targets targets = { 0 };
    struct ts_fault fault = { 0 };
    ts_span file = { data, size };
    if (size > 0 && data[0] != '{' && !sign(&arena, &file, ts_span_part(file, 1, size)))
        return 0;

    enum ts_status status = ts_root_read(&arena, &root, file, &fault);
    TS_CHECK(fault.status == status && fault.offset <= file.len);
    TS_CHECK((root != NULL) == (status == TS_OK) && arena.len == sizeof(memory));
    TS_CHECK(!root || ts_root_version(root) >= 1);

    status =
        ts_targets_read(&arena, &targets, root ? root : fixed_root(&arena), file, &fault);
    TS_CHECK(fault.status == status && fault.offset <= file.len);
    TS_CHECK((targets.version != 0) == (status == TS_OK));
    TS_CHECK(arena.len == sizeof(memory));
    if (status == TS_OK)
        check_targets(&targets);
    return 0;
}
