#include "firmware/base/utf8.h"
#include "keys/codec/cbor_writer.h"
#include "keys/trust/issuer_list.h"
#include "keys/trust/issuer_list_form.h"
#include "keys/trust/scratch.h"

#include <stdlib.h>

/* The authority's side has time and a heap: qsort() is good enough here. */

static int
by_id(const void *a, const void *b)
{
    const struct ts_issuer *left = a;
    const struct ts_issuer *right = b;
    return ts_span_compare(left->id, right->id);
}

/* RFC 8949 4.2.1 orders keys as encoded: the shorter text comes first. */
static int
by_encoded_language(const void *a, const void *b)
{
    const struct ts_text_in *left = a;
    const struct ts_text_in *right = b;
    if (left->language.len != right->language.len)
        return left->language.len < right->language.len ? -1 : 1;
    return ts_span_compare(left->language, right->language);
}

static void
write_member(struct ts_writer *w, int key)
{
    ts_cbor_write_integer(w, key);
}

static enum ts_status
write_names(struct ts_writer *w, struct ts_arena *scratch, const struct ts_issuer *issuer)
{
    struct ts_text_in *names =
        ts_arena_take_array(scratch, issuer->name_count, sizeof(*names));
    if (!names)
        return TS_NO_SPACE;
    for (size_t i = 0; i < issuer->name_count; i++)
        names[i] = issuer->names[i];
    qsort(names, issuer->name_count, sizeof(*names), by_encoded_language);

    write_member(w, TS_LIST_ISSUER_NAMES);
    ts_cbor_write_map(w, issuer->name_count);
    for (size_t i = 0; i < issuer->name_count; i++) {
        ts_cbor_write_text(w, names[i].language);
        ts_cbor_write_text(w, names[i].text);
    }
    return TS_OK;
}

/* Half of a long point can be told from the other: 32 bytes a key on a slow link. */
static void
write_point(struct ts_writer *w, const struct ts_public_key *key)
{
    const struct ts_list_key *form = ts_list_key_by_kind(key->kind);
    uint8_t compressed[TS_LIST_POINT_MAX];
    struct ts_writer point = ts_writer_over(TS_ROOM_OF(compressed));
    if (!form || form->long_len == 0 || key->point.len != form->long_len) {
        ts_cbor_write_bytes(w, key->point);
        return;
    }
    ts_write_u8(&point, (uint8_t)(2 + key->point.at[key->point.len - 1] % 2));
    ts_write_bytes(&point, ts_span_part(key->point, 1, form->short_len - 1));
    ts_cbor_write_bytes(w, ts_writer_span(&point));
}

static void
write_key_id(struct ts_writer *w, ts_span id)
{
    write_member(w, TS_LIST_KEY_ID);
    if (ts_utf8_valid(id))
        ts_cbor_write_text(w, id);
    else
        ts_cbor_write_bytes(w, id);
}

static unsigned
usage_bits(const struct ts_issuer_key *key)
{
    return (key->may_sign_test ? TS_LIST_USAGE_TEST : 0U)
           | (key->may_sign_vaccination ? TS_LIST_USAGE_VACCINATION : 0U)
           | (key->may_sign_recovery ? TS_LIST_USAGE_RECOVERY : 0U);
}

static void
write_key(struct ts_writer *w, const struct ts_issuer_key *key)
{
    const struct ts_list_key *form = ts_list_key_by_kind(key->key.kind);
    bool is_rsa = key->key.kind == TS_KEY_RSA;
    bool begins = key->not_before.s != TS_UTC_ALWAYS.s;
    bool ends = key->not_after.s != TS_UTC_NEVER.s;
    bool is_limited = usage_bits(key) != TS_LIST_USAGE_ALL;

    ts_cbor_write_map(w, 2U + is_rsa + (key->id.len > 0) + begins + ends + is_limited);
    write_member(w, TS_LIST_KEY_KIND);
    ts_cbor_write_unsigned(w, form ? form->number : 0);
    write_member(w, TS_LIST_KEY_POINT);
    if (is_rsa) {
        ts_cbor_write_bytes(w, key->key.modulus);
        write_member(w, TS_LIST_KEY_EXPONENT);
        ts_cbor_write_bytes(w, key->key.exponent);
    } else {
        write_point(w, &key->key);
    }
    if (key->id.len)
        write_key_id(w, key->id);
    if (begins) {
        write_member(w, TS_LIST_KEY_NOT_BEFORE);
        ts_cbor_write_integer(w, key->not_before.s);
    }
    if (ends) {
        write_member(w, TS_LIST_KEY_NOT_AFTER);
        ts_cbor_write_integer(w, key->not_after.s);
    }
    if (is_limited) {
        write_member(w, TS_LIST_KEY_USAGE);
        ts_cbor_write_unsigned(w, usage_bits(key));
    }
}

static void
write_texts(struct ts_writer *w, int member, const ts_span *texts, size_t count)
{
    if (count == 0)
        return;
    write_member(w, member);
    ts_cbor_write_array(w, count);
    for (size_t i = 0; i < count; i++)
        ts_cbor_write_text(w, texts[i]);
}

static enum ts_status
write_issuer(struct ts_writer *w, struct ts_arena *scratch,
             const struct ts_issuer *issuer)
{
    ts_cbor_write_map(w, 3U + (issuer->achievement_count > 0)
                             + (issuer->status_location_count > 0));
    write_member(w, TS_LIST_ISSUER_ID);
    ts_cbor_write_text(w, issuer->id);

    size_t used = scratch->used;
    enum ts_status status = write_names(w, scratch, issuer);
    ts_arena_rewind(scratch, used);
    if (status != TS_OK)
        return status;

    write_member(w, TS_LIST_ISSUER_KEYS);
    ts_cbor_write_array(w, issuer->key_count);
    for (size_t i = 0; i < issuer->key_count; i++)
        write_key(w, &issuer->keys[i]);
    write_texts(w, TS_LIST_ISSUER_ACHIEVEMENTS, issuer->achievements,
                issuer->achievement_count);
    write_texts(w, TS_LIST_ISSUER_STATUS, issuer->status_locations,
                issuer->status_location_count);
    return TS_OK;
}

static enum ts_status
write_list(struct ts_writer *w, struct ts_arena *scratch,
           const struct ts_issuer_list *list)
{
    struct ts_issuer *sorted = ts_arena_take_array(scratch, list->count, sizeof(*sorted));
    if (!sorted)
        return TS_NO_SPACE;
    for (size_t i = 0; i < list->count; i++)
        sorted[i] = list->issuers[i];
    qsort(sorted, list->count, sizeof(*sorted), by_id);

    ts_cbor_write_map(w, 4);
    write_member(w, TS_LIST_FORMAT);
    ts_cbor_write_unsigned(w, TS_LIST_FORMAT_1);
    write_member(w, TS_LIST_EPOCH);
    ts_cbor_write_unsigned(w, list->epoch);
    write_member(w, TS_LIST_ISSUED);
    ts_cbor_write_integer(w, list->issued.s);
    write_member(w, TS_LIST_ISSUERS);
    ts_cbor_write_array(w, list->count);
    for (size_t i = 0; i < list->count; i++) {
        enum ts_status status = write_issuer(w, scratch, &sorted[i]);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

enum ts_status
ts_issuer_list_write(struct ts_arena *arena, ts_span *bytes,
                     const struct ts_issuer_list *list)
{
    struct ts_arena scratch = ts_scratch_borrow(arena);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    enum ts_status status = write_list(&w, &scratch, list);
    if (status == TS_OK)
        status = ts_writer_end(&w, bytes);
    if (status == TS_OK)
        ts_arena_keep(arena, w.used);
    ts_scratch_return(arena, &scratch);
    return status;
}
