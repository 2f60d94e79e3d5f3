#include "keys/trust/root_acceptance.h"

#include "firmware/base/writer.h"

#include <stdio.h>
#include <string.h>

/* keys/FORMAT.md 13 */

#define HEAD TS_SPAN_LIT("touchstone-accepted-roots/1\n")

enum {
    CHECK_DIGITS = 16,
    FINGERPRINT_DIGITS = 2 * TS_SHA256_SIZE,
    ROOT_BYTES_MAX = 1 << 20,
    CHAIN_MAX = 1024, /* roots in one walk */
};

static const char digits[] = "0123456789abcdef";

static void
write_hex(struct ts_writer *w, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ts_write_u8(w, (uint8_t)digits[bytes[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[bytes[i] & 15]);
    }
}

static void
write_check(struct ts_writer *w)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, ts_writer_span(w));
    ts_write_text(w, "check ");
    write_hex(w, digest, CHECK_DIGITS / 2);
    ts_write_u8(w, '\n');
}

static void
write_roots(struct ts_writer *w, const struct ts_accepted_roots *roots)
{
    ts_write_bytes(w, HEAD);
    for (size_t i = 0; i < roots->count; i++) {
        ts_write_decimal(w, (int64_t)roots->items[i].version);
        ts_write_u8(w, ' ');
        write_hex(w, roots->items[i].fingerprint, TS_SHA256_SIZE);
        ts_write_u8(w, '\n');
    }
    write_check(w);
}

static int
value_of(uint8_t digit)
{
    const char *at = digit ? strchr(digits, digit) : NULL;
    return at ? (int)(at - digits) : -1;
}

static bool
read_fingerprint(uint8_t fingerprint[static TS_SHA256_SIZE], ts_span hex)
{
    if (hex.len != FINGERPRINT_DIGITS)
        return false;
    for (size_t i = 0; i < TS_SHA256_SIZE; i++) {
        int high = value_of(hex.at[2 * i]);
        int low = value_of(hex.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        fingerprint[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool
read_version(uint64_t *version, ts_span text)
{
    uint64_t value = 0;
    if (text.len == 0 || text.len > 18 || text.at[0] == '0')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(text.at[i] - '0');
    }
    *version = value;
    return true;
}

static bool
read_line(struct ts_accepted_roots *roots, ts_span line)
{
    size_t blank = ts_span_index(line, ' ');
    struct ts_accepted_root root = { 0 };
    if (roots->count == TS_ACCEPTED_ROOTS_MAX || blank == line.len
        || !read_version(&root.version, ts_span_part(line, 0, blank))
        || !read_fingerprint(root.fingerprint, ts_span_part(line, blank + 1, line.len)))
        return false;
    roots->items[roots->count++] = root;
    return true;
}

/* The last line vouches for all before it: against damage, not against malice. */
static bool
holds_check(ts_span body, ts_span text)
{
    uint8_t memory[64];
    uint8_t digest[TS_SHA256_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_sha256(digest, body);
    ts_write_text(&w, "check ");
    write_hex(&w, digest, CHECK_DIGITS / 2);
    ts_write_u8(&w, '\n');
    return ts_span_equal(ts_writer_span(&w), ts_span_part(text, body.len, text.len));
}

enum ts_status
ts_accepted_roots_read(struct ts_accepted_roots *roots, ts_span text)
{
    struct ts_accepted_roots draft = { 0 };
    size_t check_len = sizeof("check ") - 1 + CHECK_DIGITS + 1;
    if (!ts_span_starts_with(text, HEAD))
        return TS_UNSUPPORTED;
    if (text.len < HEAD.len + check_len)
        return TS_MALFORMED;
    ts_span body = ts_span_part(text, 0, text.len - check_len);
    if (!holds_check(body, text))
        return TS_MALFORMED;
    for (size_t at = HEAD.len; at < body.len;) {
        ts_span rest = ts_span_part(body, at, body.len);
        size_t end = ts_span_index(rest, '\n');
        if (end == rest.len || !read_line(&draft, ts_span_part(rest, 0, end)))
            return TS_MALFORMED;
        at += end + 1;
    }
    if (draft.count == 0)
        return TS_MALFORMED;
    *roots = draft;
    return TS_OK;
}

struct ts_accepted_roots
ts_accepted_roots_load(struct ts_store *state)
{
    uint8_t memory[TS_ACCEPTED_ROOTS_WRITTEN_MAX + 64];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_accepted_roots roots = { 0 };
    ts_span text;
    enum ts_status status = ts_store_read(state, &arena, &text, TS_ACCEPTED_ROOTS_FILE,
                                          TS_ACCEPTED_ROOTS_WRITTEN_MAX);
    if (status == TS_OK)
        status = ts_accepted_roots_read(&roots, text);
    roots.is_damaged = status != TS_OK && status != TS_ABSENT;
    return roots;
}

/* Where a trust folder keeps the root of one version: what a repository calls it, what
 * touchstone-sync keeps (8.5), and the plain name. */
static enum ts_status
read_root(struct ts_arena *arena, ts_span *bytes, struct ts_store *store,
          uint64_t version)
{
    char name[48];
    snprintf(name, sizeof(name), "%llu.root.json", (unsigned long long)version);
    enum ts_status status = ts_store_read(store, arena, bytes, name, ROOT_BYTES_MAX);
    if (status == TS_OK)
        return status;
    snprintf(name, sizeof(name), "roots/%llu.root.json", (unsigned long long)version);
    return ts_store_read(store, arena, bytes, name, ROOT_BYTES_MAX);
}

static bool
is_root(const struct ts_root *root, uint64_t version,
        const uint8_t fingerprint[static TS_SHA256_SIZE])
{
    uint8_t own[TS_SHA256_SIZE];
    ts_root_fingerprint(root, own);
    return ts_root_version(root) == version && memcmp(own, fingerprint, sizeof(own)) == 0;
}

/* From one root on, each signed by the one before it, to the one in use. */
static bool
leads_to(struct ts_arena *arena, const struct ts_root *root, const struct ts_trust *trust,
         struct ts_store *store)
{
    for (size_t i = 0; i < CHAIN_MAX && ts_root_version(root) < trust->root_version;
         i++) {
        ts_span bytes;
        if (read_root(arena, &bytes, store, ts_root_version(root) + 1) != TS_OK
            || ts_root_read_next(arena, &root, root, bytes, NULL) != TS_OK)
            return false;
    }
    return is_root(root, trust->root_version, trust->root_fingerprint);
}

static bool
has_rotated(struct ts_arena *arena, const struct ts_accepted_root *newest,
            const struct ts_trust *trust, struct ts_store *store)
{
    const struct ts_root *root;
    ts_span bytes;
    if (trust->root_version <= newest->version)
        return false;
    enum ts_status status = read_root(arena, &bytes, store, newest->version);
    if (status == TS_ABSENT)
        status = ts_store_read(store, arena, &bytes, "root.json", ROOT_BYTES_MAX);
    return status == TS_OK && ts_root_read(arena, &root, bytes, NULL) == TS_OK
           && is_root(root, newest->version, newest->fingerprint)
           && leads_to(arena, root, trust, store);
}

enum ts_root_standing
ts_root_stands(struct ts_arena *arena, const struct ts_accepted_roots *roots,
               const struct ts_trust *trust, struct ts_store *store)
{
    size_t used = arena->used;
    if (roots->is_damaged)
        return TS_ROOT_CHANGED;
    if (roots->count == 0)
        return TS_ROOT_FIRST;
    for (size_t i = 0; i < roots->count; i++)
        if (roots->items[i].version == trust->root_version
            && memcmp(roots->items[i].fingerprint, trust->root_fingerprint,
                      TS_SHA256_SIZE)
                   == 0)
            return TS_ROOT_ACCEPTED;
    bool rotated = has_rotated(arena, &roots->items[roots->count - 1], trust, store);
    ts_arena_rewind(arena, used);
    return rotated ? TS_ROOT_ROTATED : TS_ROOT_CHANGED;
}

enum ts_status
ts_accepted_roots_keep(struct ts_accepted_roots *roots, const struct ts_trust *trust,
                       struct ts_store *state)
{
    uint8_t memory[TS_ACCEPTED_ROOTS_WRITTEN_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    struct ts_accepted_roots draft = *roots;
    struct ts_accepted_root added = { .version = trust->root_version };
    memcpy(added.fingerprint, trust->root_fingerprint, TS_SHA256_SIZE);
    if (draft.is_damaged)
        draft = (struct ts_accepted_roots){ 0 };
    if (draft.count == TS_ACCEPTED_ROOTS_MAX) {
        draft.count--;
        memmove(draft.items, draft.items + 1, draft.count * sizeof(draft.items[0]));
    }
    draft.items[draft.count++] = added;
    write_roots(&w, &draft);
    TS_CHECK(!w.full);
    if (ts_store_replace(state, TS_ACCEPTED_ROOTS_FILE, ts_writer_span(&w), false)
        != TS_OK)
        return TS_IO;
    *roots = draft;
    return TS_OK;
}

void
ts_root_to_compare(struct ts_arena *arena, uint8_t fingerprint[static TS_SHA256_SIZE],
                   const struct ts_trust *trust, struct ts_store *store)
{
    size_t used = arena->used;
    const struct ts_root *root;
    ts_span bytes;
    memcpy(fingerprint, trust->root_fingerprint, TS_SHA256_SIZE);
    enum ts_status status =
        ts_store_read(store, arena, &bytes, "root.json", ROOT_BYTES_MAX);
    if (status == TS_ABSENT)
        status = ts_store_read(store, arena, &bytes, "1.root.json", ROOT_BYTES_MAX);
    if (status == TS_OK && ts_root_read(arena, &root, bytes, NULL) == TS_OK) {
        uint8_t begins[TS_SHA256_SIZE];
        ts_root_fingerprint(root, begins);
        if (leads_to(arena, root, trust, store))
            memcpy(fingerprint, begins, sizeof(begins));
    }
    ts_arena_rewind(arena, used);
}
