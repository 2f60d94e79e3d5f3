#include "keys/authority/tuf_document.h"

#include "keys/authority/text.h"
#include "keys/trust/repository.h"

#include <string.h>

enum ts_status
ts_tuf_root_content(struct ts_arena *arena, ts_span *content,
                    const struct ts_tuf_role *roles, size_t count)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "\"consistent_snapshot\":true,");
    ts_tuf_write_keys(&w, roles, count);
    ts_write_text(&w, ",\"roles\":{");
    for (size_t i = 0; i < count; i++) {
        if (i)
            ts_write_u8(&w, ',');
        ts_json_write_string(&w, roles[i].name);
        ts_write_text(&w, ":{");
        ts_tuf_write_signers(&w, &roles[i]);
        ts_write_u8(&w, '}');
    }
    ts_write_u8(&w, '}');
    return ts_text_keep(arena, &w, content);
}

static void
write_custom(struct ts_writer *w, const struct ts_tuf_target *target)
{
    const char *comma = "";
    ts_write_text(w, ",\"custom\":{");
    if (target->url.len) {
        ts_json_write_name(w, "url");
        ts_json_write_string(w, target->url);
        comma = ",";
    }
    if (target->epoch) {
        ts_write_text(w, comma);
        ts_json_write_name(w, "epoch");
        ts_write_decimal(w, (int64_t)target->epoch);
        comma = ",";
    }
    if (target->state) {
        ts_write_text(w, comma);
        ts_json_write_name(w, "state");
        ts_write_u8(w, '"');
        ts_write_hex(w, (ts_span){ target->state, TS_SHA256_SIZE });
        ts_write_u8(w, '"');
    }
    ts_write_u8(w, '}');
}

static void
write_length_and_hash(struct ts_writer *w, ts_span file,
                      const uint8_t sha256[static TS_SHA256_SIZE])
{
    ts_write_text(w, "\"length\":");
    ts_write_decimal(w, (int64_t)file.len);
    ts_write_text(w, ",\"hashes\":{\"sha256\":\"");
    ts_write_hex(w, (ts_span){ sha256, TS_SHA256_SIZE });
    ts_write_text(w, "\"}");
}

static void
write_delegation(struct ts_writer *w, const struct ts_tuf_role *role)
{
    ts_write_text(w, ",\"delegations\":{");
    ts_tuf_write_keys(w, role, 1);
    ts_write_text(w, ",\"roles\":[{\"name\":");
    ts_json_write_string(w, role->name);
    ts_write_u8(w, ',');
    ts_tuf_write_signers(w, role);
    ts_write_text(w, ",\"terminating\":true,\"paths\":[\"" TS_REV_FOLDER "*\"]}]}");
}

enum ts_status
ts_tuf_targets_content(struct ts_arena *arena, ts_span *content,
                       const struct ts_tuf_target *items, size_t count,
                       const struct ts_tuf_role *delegated)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "\"targets\":{");
    for (size_t i = 0; i < count; i++) {
        if (i)
            ts_write_u8(&w, ',');
        ts_json_write_name(&w, items[i].path);
        ts_write_u8(&w, '{');
        write_length_and_hash(&w, items[i].bytes, items[i].sha256);
        if (items[i].url.len || items[i].epoch || items[i].state)
            write_custom(&w, &items[i]);
        ts_write_u8(&w, '}');
    }
    ts_write_u8(&w, '}');
    if (delegated)
        write_delegation(&w, delegated);
    return ts_text_keep(arena, &w, content);
}

enum ts_status
ts_tuf_meta_content(struct ts_arena *arena, ts_span *content,
                    const struct ts_tuf_meta *items, size_t count)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "\"meta\":{");
    for (size_t i = 0; i < count; i++) {
        uint8_t digest[TS_SHA256_SIZE];
        ts_sha256(digest, items[i].file);
        if (i)
            ts_write_u8(&w, ',');
        ts_json_write_name(&w, items[i].name);
        ts_write_text(&w, "{\"version\":");
        ts_write_decimal(&w, (int64_t)items[i].version);
        ts_write_u8(&w, ',');
        write_length_and_hash(&w, items[i].file, digest);
        ts_write_u8(&w, '}');
    }
    ts_write_u8(&w, '}');
    return ts_text_keep(arena, &w, content);
}

static void
write_body(struct ts_writer *w, const struct ts_tuf_head *head, ts_span content)
{
    ts_write_text(w, "{\"_type\":\"");
    ts_write_text(w, head->type);
    ts_write_text(w, "\",\"spec_version\":\"1.0.34\"");
    ts_write_number_member(w, "version", (int64_t)head->version);
    ts_write_time_member(w, "expires", head->expires);
    if (head->issued.s != TS_UTC_ALWAYS.s)
        ts_write_time_member(w, "x-issued", head->issued);
    ts_write_u8(w, ',');
    ts_write_bytes(w, content);
    ts_write_u8(w, '}');
}

enum ts_status
ts_tuf_file(struct ts_arena *arena, ts_span *file, const struct ts_tuf_head *head,
            ts_span content)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"signatures\":[],\"signed\":");
    write_body(&w, head, content);
    ts_write_text(&w, "}\n");
    return ts_text_keep(arena, &w, file);
}

static bool
read_head(struct ts_tuf_head *head, const struct ts_json *body)
{
    const struct ts_json *issued = ts_json_member(body, "x-issued");
    int64_t version;
    *head = (struct ts_tuf_head){ .issued = TS_UTC_ALWAYS };
    if (ts_json_integer(ts_json_member(body, "version"), &version) != TS_OK || version < 1
        || ts_utc_parse(&head->expires, ts_json_string(ts_json_member(body, "expires")))
               != TS_OK)
        return false;
    head->version = (uint64_t)version;
    return ts_json_is(issued, TS_JSON_NONE)
           || ts_utc_parse(&head->issued, ts_json_string(issued)) == TS_OK;
}

enum ts_status
ts_tuf_open(struct ts_arena *arena, struct ts_tuf_opened *opened, ts_span file)
{
    const struct ts_json *top;
    struct ts_tuf_opened draft;
    enum ts_status status = ts_json_parse(arena, &top, file, NULL);
    if (status != TS_OK)
        return status;
    draft.body = ts_json_member(top, "signed");
    draft.signatures = ts_json_member(top, "signatures");
    if (!ts_json_is(draft.body, TS_JSON_OBJECT)
        || !ts_json_is(draft.signatures, TS_JSON_ARRAY)
        || !read_head(&draft.head, draft.body))
        return TS_MALFORMED;
    *opened = draft;
    return TS_OK;
}

/** All signatures but those by key_id. */
static bool
write_others(struct ts_writer *w, const struct ts_json *signatures, ts_span key_id)
{
    bool any = false;
    for (const struct ts_json *at = signatures->first; at; at = at->next) {
        if (ts_span_equal(ts_json_string(ts_json_member(at, "keyid")), key_id))
            continue;
        if (any)
            ts_write_u8(w, ',');
        ts_json_write(w, at);
        any = true;
    }
    return any;
}

enum ts_status
ts_tuf_sign(struct ts_arena *arena, ts_span *signed_file, ts_span file,
            const struct ts_secret_key *key)
{
    struct ts_tuf_opened opened;
    struct ts_role_key public;
    ts_span message;
    ts_span signature;
    enum ts_status status = ts_tuf_open(arena, &opened, file);
    if (status == TS_OK)
        status = ts_role_key_of(arena, &public, key);
    if (status == TS_OK)
        status = ts_tuf_canonical(arena, &message, opened.body);
    if (status == TS_OK)
        status = ts_secret_key_sign(arena, &signature, key, message);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"signatures\":[");
    if (write_others(&w, opened.signatures, public.id))
        ts_write_u8(&w, ',');
    ts_write_text(&w, "{\"keyid\":");
    ts_json_write_string(&w, public.id);
    ts_write_text(&w, ",\"sig\":\"");
    ts_write_hex(&w, signature);
    ts_write_text(&w, "\"}],\"signed\":");
    ts_json_write(&w, opened.body);
    ts_write_text(&w, "}\n");
    return ts_text_keep(arena, &w, signed_file);
}

/** The canonical bodies of file, and of what it would be if it said content. */
static enum ts_status
both_bodies(struct ts_arena *arena, ts_span bodies[static 2], ts_span file,
            const char *type, ts_span content)
{
    struct ts_tuf_opened opened;
    ts_span made;
    enum ts_status status = ts_tuf_open(arena, &opened, file);
    if (status == TS_OK)
        status = ts_tuf_canonical(arena, &bodies[0], opened.body);
    if (status != TS_OK)
        return status;
    opened.head.type = type;
    status = ts_tuf_file(arena, &made, &opened.head, content);
    if (status == TS_OK)
        status = ts_tuf_open(arena, &opened, made);
    if (status == TS_OK)
        status = ts_tuf_canonical(arena, &bodies[1], opened.body);
    return status;
}

bool
ts_tuf_says(struct ts_arena *arena, ts_span file, const char *type, ts_span content)
{
    ts_span bodies[2];
    size_t used = arena->used;
    bool says = both_bodies(arena, bodies, file, type, content) == TS_OK
                && ts_span_equal(bodies[0], bodies[1]);
    ts_arena_rewind(arena, used);
    return says;
}
