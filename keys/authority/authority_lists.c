#include "keys/authority/authority.h"

#include "keys/authority/authority_files.h"
#include "keys/authority/cell.h"
#include "keys/authority/issuer_record.h"
#include "keys/authority/status_line.h"
#include "keys/trust/status_list.h"

#include <stdlib.h>
#include <string.h>

static enum ts_status
read_or_nothing(struct ts_arena *arena, ts_span *text, struct ts_store *store,
                const char *name)
{
    enum ts_status status =
        ts_store_read(store, arena, text, name, TS_AUTHORITY_FILE_MAX);
    if (status != TS_ABSENT)
        return status;
    *text = (ts_span){ 0 };
    return TS_OK;
}

static size_t
lines_in(ts_span text)
{
    size_t lines = 0;
    for (ts_span line; ts_line_take(&text, &line);)
        lines++;
    return lines;
}

static int
by_id(const void *a, const void *b)
{
    const struct ts_issuer *left = a;
    const struct ts_issuer *right = b;
    return ts_span_compare(left->id, right->id);
}

/** Issuers with room for one more. */
static enum ts_status
read_issuers(struct ts_arena *arena, struct ts_issuer **issuers, size_t *count,
             struct ts_store *store, struct ts_fault *fault)
{
    ts_span text;
    ts_span line;
    size_t number = 0;
    enum ts_status status =
        read_or_nothing(arena, &text, store, TS_AUTHORITY_ISSUERS_FILE);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, TS_AUTHORITY_ISSUERS_FILE);
    size_t lines = lines_in(text);
    if (lines > TS_ISSUERS_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, TS_AUTHORITY_ISSUERS_FILE);
    *issuers = ts_arena_take_array(arena, lines + 1, sizeof(**issuers));
    if (!*issuers)
        return ts_fault_set(fault, TS_NO_SPACE, 0, TS_AUTHORITY_ISSUERS_FILE);
    for (*count = 0; ts_line_take(&text, &line); ++*count) {
        number++;
        status = ts_issuer_record_read(arena, &(*issuers)[*count], line);
        if (status != TS_OK)
            return ts_fault_set(fault, status, number, TS_AUTHORITY_ISSUERS_FILE);
    }
    return TS_OK;
}

enum ts_status
ts_authority_issuers(struct ts_arena *arena, struct ts_issuer_list *list,
                     struct ts_store *store, struct ts_fault *fault)
{
    struct ts_issuer *issuers = NULL;
    size_t count = 0;
    enum ts_status status = read_issuers(arena, &issuers, &count, store, fault);
    if (status != TS_OK)
        return status;
    if (count)
        qsort(issuers, count, sizeof(*issuers), by_id);
    *list = (struct ts_issuer_list){ .issuers = issuers, .count = count };
    return TS_OK;
}

static enum ts_status
write_issuers(struct ts_arena *arena, const struct ts_issuer *issuers, size_t count,
              struct ts_store *store)
{
    ts_span *lines = ts_arena_take_array(arena, count, sizeof(*lines));
    ts_span text;
    enum ts_status status = lines ? TS_OK : TS_NO_SPACE;
    for (size_t i = 0; status == TS_OK && i < count; i++)
        status = ts_issuer_record_write(arena, &lines[i], &issuers[i]);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_text_begin(arena);
    for (size_t i = 0; i < count; i++) {
        ts_write_bytes(&w, lines[i]);
        ts_write_u8(&w, '\n');
    }
    status = ts_text_keep(arena, &w, &text);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_ISSUERS_FILE, text, false);
    return status;
}

enum ts_status
ts_authority_put_issuer(struct ts_arena *arena, bool *replaced, struct ts_store *store,
                        const struct ts_issuer *issuer, struct ts_fault *fault)
{
    struct ts_issuer *issuers = NULL;
    size_t count = 0;
    size_t at = 0;
    enum ts_status status = read_issuers(arena, &issuers, &count, store, fault);
    if (status != TS_OK || !issuers)
        return status;
    while (at < count && !ts_span_equal(issuers[at].id, issuer->id))
        at++;
    if (replaced)
        *replaced = at < count;
    if (at == TS_ISSUERS_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, TS_AUTHORITY_ISSUERS_FILE);
    issuers[at] = *issuer;
    count += at == count;
    qsort(issuers, count, sizeof(*issuers), by_id);
    status = write_issuers(arena, issuers, count, store);
    return ts_fault_set(fault, status, 0, TS_AUTHORITY_ISSUERS_FILE);
}

/** Puts a line in place of that of the same address, or after all others; one without
 * canaries leaves those that are there. */
static enum ts_status
put_line(struct ts_arena *arena, struct ts_store *store, const struct ts_status_line *put)
{
    ts_span text;
    ts_span line;
    struct ts_status_line read;
    bool found = false;
    enum ts_status status =
        read_or_nothing(arena, &text, store, TS_AUTHORITY_STATUS_FILE);
    struct ts_writer w = ts_text_begin(arena);
    for (ts_span rest = text; status == TS_OK && ts_line_take(&rest, &line);) {
        status = ts_status_line_read(&read, line);
        bool same = status == TS_OK && ts_span_equal(read.url, put->url);
        if (status == TS_OK)
            ts_status_line_write(&w, same && put->has_canaries ? put : &read);
        found = found || same;
    }
    if (status != TS_OK || (found && !put->has_canaries))
        return status;
    if (!found)
        ts_status_line_write(&w, put);
    status = ts_text_keep(arena, &w, &text);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_STATUS_FILE, text, false);
    return status;
}

static enum ts_status
read_list(struct ts_arena *arena, struct ts_status_list *list, struct ts_store *store,
          ts_span url, ts_span bytes, struct ts_fault *fault)
{
    struct ts_status_trust trust;
    if (!ts_uri_plausible(url) || ts_span_index(url, ' ') < url.len)
        return ts_fault_set(fault, TS_MALFORMED, 0, "the address is not a URI");
    enum ts_status status = ts_authority_status_trust(arena, &trust, store, fault);
    if (status == TS_OK)
        status = ts_status_list_read(arena, list, url, bytes, &trust, fault);
    return status;
}

enum ts_status
ts_authority_put_status_list(struct ts_arena *arena, struct ts_store *store, ts_span url,
                             ts_span bytes, struct ts_fault *fault)
{
    char name[TS_STATUS_NAME_SIZE];
    struct ts_status_list list;
    enum ts_status status = read_list(arena, &list, store, url, bytes, fault);
    if (status != TS_OK)
        return status;
    /* The content before the line that names it: a cut in between leaves an
     * unused file and not an address without one. */
    ts_authority_status_name(name, url);
    status = ts_store_replace(store, name, bytes, false);
    if (status == TS_OK)
        status = put_line(arena, store, &(struct ts_status_line){ .url = url });
    return ts_fault_set(fault, status, 0, TS_AUTHORITY_STATUS_FILE);
}

/** Whether an entry is as it must always be; where a list has several purposes, for the
 * first that a segment is made of. */
static bool
canary_holds(const struct ts_status_list *list, uint64_t index, bool is_set)
{
    static const struct {
        const char *asked;
        enum ts_status_value set;
    } PURPOSES[] = { { "revocation", TS_STATUS_WITHDRAWN },
                     { "suspension", TS_STATUS_SUSPENDED } };
    for (size_t i = 0; i < TS_COUNT(PURPOSES); i++) {
        ts_span purpose = list->kind == TS_STATUS_TOKEN ? (ts_span){ 0 }
                                                        : ts_span_text(PURPOSES[i].asked);
        enum ts_status_value value = ts_status_list_at(list, index, purpose);
        if (value != TS_STATUS_UNKNOWN)
            return value == (is_set ? PURPOSES[i].set : TS_STATUS_VALID);
    }
    return false;
}

enum ts_status
ts_authority_put_canaries(struct ts_arena *arena, struct ts_store *store, ts_span url,
                          uint64_t set, uint64_t clear, struct ts_fault *fault)
{
    char name[TS_STATUS_NAME_SIZE];
    struct ts_status_list list = { 0 };
    ts_span bytes;
    ts_authority_status_name(name, url);
    enum ts_status status =
        ts_store_read(store, arena, &bytes, name, TS_AUTHORITY_FILE_MAX);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, TS_AUTHORITY_STATUS_FILE);
    status = read_list(arena, &list, store, url, bytes, fault);
    if (status != TS_OK)
        return status;
    if (!canary_holds(&list, set, true) || !canary_holds(&list, clear, false))
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 6.8");
    const struct ts_status_line line = { url, true, set, clear };
    status = put_line(arena, store, &line);
    return ts_fault_set(fault, status, 0, TS_AUTHORITY_STATUS_FILE);
}

static bool
is_profile_name(ts_span name)
{
    for (size_t i = 0; i < name.len; i++) {
        uint8_t c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            return false;
    }
    return name.len > 0 && name.len <= TS_PROFILE_NAME_MAX;
}

enum ts_status
ts_authority_put_profile(struct ts_store *store, ts_span name, ts_span bytes)
{
    char file[sizeof("profiles/.json") + TS_PROFILE_NAME_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(file));
    if (!is_profile_name(name))
        return TS_MALFORMED;
    ts_write_text(&w, "profiles/");
    ts_write_bytes(&w, name);
    ts_write_text(&w, ".json");
    ts_write_u8(&w, '\0');
    return ts_store_replace(store, file, bytes, false);
}
