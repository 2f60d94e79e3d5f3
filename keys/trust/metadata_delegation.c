#include "keys/trust/metadata_form.h"

#include <string.h>

/* The root's own four, which a delegated role would otherwise overwrite. */
static bool
is_name_free(ts_span name)
{
    return name.len > 0 && !ts_span_is(name, "root") && !ts_span_is(name, "targets")
           && !ts_span_is(name, "snapshot") && !ts_span_is(name, "timestamp");
}

static enum ts_status
read_patterns(const struct ts_reading *reading, struct ts_delegation *delegation,
              const struct ts_json *list)
{
    ts_span *patterns = ts_arena_take_array(reading->arena, list->count, sizeof(ts_span));
    if (!patterns)
        return ts_reading_fault(reading, TS_NO_SPACE, list, "the arena is full");
    size_t count = 0;
    for (const struct ts_json *at = list->first; at; at = at->next) {
        if (!ts_json_is(at, TS_JSON_STRING))
            return ts_reading_fault(reading, TS_MALFORMED, at, "FORMAT.md 2.21");
        enum ts_status status =
            ts_reading_copy(reading, &patterns[count++], ts_json_string(at));
        if (status != TS_OK)
            return status;
    }
    delegation->patterns = patterns;
    delegation->pattern_count = count;
    return TS_OK;
}

static enum ts_status
read_delegation(const struct ts_reading *reading, struct ts_delegation *delegation,
                const struct ts_json *json)
{
    const struct ts_json *name = ts_json_member(json, "name");
    const struct ts_json *terminating = ts_json_member(json, "terminating");
    const struct ts_json *paths = ts_json_member(json, "paths");
    const struct ts_json *prefixes = ts_json_member(json, "path_hash_prefixes");
    if (!is_name_free(ts_json_string(name)))
        return ts_reading_fault(reading, TS_MALFORMED, json, "FORMAT.md 2.20");
    delegation->terminating = ts_json_is(terminating, TS_JSON_TRUE);
    if (!delegation->terminating && !ts_json_is(terminating, TS_JSON_FALSE))
        return ts_reading_fault(reading, TS_MALFORMED, json, "FORMAT.md 2.20");
    /* Both, or neither, would leave open what is delegated. */
    delegation->by_hash = ts_json_is(prefixes, TS_JSON_ARRAY);
    if (delegation->by_hash == ts_json_is(paths, TS_JSON_ARRAY))
        return ts_reading_fault(reading, TS_MALFORMED, json, "FORMAT.md 2.21");
    enum ts_status status =
        ts_reading_copy(reading, &delegation->name, ts_json_string(name));
    if (status == TS_OK)
        status =
            read_patterns(reading, delegation, delegation->by_hash ? prefixes : paths);
    return status;
}

static enum ts_status
read_roles(const struct ts_reading *reading, struct ts_targets *targets,
           const struct ts_keyring *ring, const struct ts_json *roles)
{
    struct ts_delegation *items =
        ts_arena_take_array(reading->arena, roles->count, sizeof(*items));
    struct ts_signers *signers =
        ts_arena_take_array(reading->arena, roles->count, sizeof(*signers));
    if (!items || !signers)
        return ts_reading_fault(reading, TS_NO_SPACE, roles, "the arena is full");
    size_t count = 0;
    for (const struct ts_json *at = roles->first; at; at = at->next, count++) {
        enum ts_status status = read_delegation(reading, &items[count], at);
        if (status == TS_OK)
            status = ts_reading_signers(reading, &signers[count], ring, at);
        if (status != TS_OK)
            return status;
        items[count].signers = &signers[count];
    }
    targets->delegations = items;
    targets->delegation_count = count;
    return TS_OK;
}

enum ts_status
ts_reading_delegations(const struct ts_reading *reading, struct ts_targets *targets)
{
    const struct ts_json *json = ts_json_member(reading->body, "delegations");
    const struct ts_json *roles = ts_json_member(json, "roles");
    if (ts_json_is(json, TS_JSON_NONE))
        return TS_OK;
    if (!ts_json_is(roles, TS_JSON_ARRAY))
        return ts_reading_fault(reading, TS_MALFORMED, json, "FORMAT.md 2.19");
    struct ts_keyring *ring = ts_arena_take(reading->arena, sizeof(*ring));
    if (!ring)
        return ts_reading_fault(reading, TS_NO_SPACE, json, "the arena is full");
    enum ts_status status = ts_reading_keys(reading, ring, ts_json_member(json, "keys"));
    return status == TS_OK ? read_roles(reading, targets, ring, roles) : status;
}

/* Bytes of the character at at: what "?" stands for. */
static size_t
character_length(ts_span text, size_t at)
{
    size_t len = 1;
    while (at + len < text.len && (text.at[at + len] & 0xC0) == 0x80)
        len++;
    return len;
}

/*
 * "*" and "?" of the shell, and no brackets (TUF 4.5 PATHPATTERN). Neither stands
 * for a slash, so that a star never reaches beyond its part of the path. On
 * a mismatch only the last star grows: m * n steps whatever the pattern.
 */
static bool
matches(ts_span pattern, ts_span path)
{
    size_t p = 0;
    size_t t = 0;
    size_t star = SIZE_MAX;
    size_t star_end = 0;
    while (t < path.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            star_end = t;
        } else if (p < pattern.len && pattern.at[p] == '?' && path.at[t] != '/') {
            p++;
            t += character_length(path, t);
        } else if (p < pattern.len && pattern.at[p] == path.at[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX && path.at[star_end] != '/') {
            p = star + 1;
            t = ++star_end;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

static bool
is_prefix_of(ts_span prefix, const uint8_t digest[static TS_SHA256_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    if (prefix.len > (size_t)2 * TS_SHA256_SIZE)
        return false;
    for (size_t i = 0; i < prefix.len; i++) {
        uint8_t nibble = i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4;
        if (prefix.at[i] != (uint8_t)digits[nibble])
            return false;
    }
    return true;
}

bool
ts_delegation_covers(const struct ts_delegation *delegation, ts_span path)
{
    uint8_t digest[TS_SHA256_SIZE];
    if (delegation->by_hash)
        ts_sha256(digest, path);
    for (size_t i = 0; i < delegation->pattern_count; i++) {
        ts_span pattern = delegation->patterns[i];
        if (delegation->by_hash ? is_prefix_of(pattern, digest) : matches(pattern, path))
            return true;
    }
    return false;
}
