#include "keys/authority/gather_sources.h"

#include "keys/authority/cell.h"
#include "keys/authority/gather_address.h"
#include "keys/authority/gather_index.h"
#include "keys/authority/text.h"

static const char *const KINDS[] = {
    [TS_SOURCE_NONE] = "",
    [TS_SOURCE_STATUS_LIST] = "status-list",
    [TS_SOURCE_DID_WEB] = "did-web",
    [TS_SOURCE_JWKS] = "jwks",
    [TS_SOURCE_DCC_REGISTRY] = "dcc-registry",
    [TS_SOURCE_FEDERATION] = "openid-federation",
    [TS_SOURCE_HEALTH_CARDS] = "smart-health-cards",
};

const char *
ts_source_kind_name(enum ts_source_kind kind)
{
    return KINDS[kind];
}

enum ts_source_kind
ts_source_kind_of(ts_span name)
{
    for (size_t i = 1; i < TS_COUNT(KINDS); i++) {
        if (ts_span_is(name, KINDS[i]))
            return (enum ts_source_kind)i;
    }
    return TS_SOURCE_NONE;
}

ts_span
ts_source_address(struct ts_arena *arena, const struct ts_source *source)
{
    ts_span address = { 0 };
    if (source->file.len == 0)
        return source->url;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "file:");
    ts_write_bytes(&w, source->file);
    return ts_text_keep(arena, &w, &address) == TS_OK ? address : (ts_span){ 0 };
}

/* The first failure sticks. */
struct reading {
    struct ts_arena *arena;
    bool plain_http;
    enum ts_status status;
    const char *rule;
};

static void
require(struct reading *r, bool fact, enum ts_status why, const char *rule)
{
    if (r->status != TS_OK || fact)
        return;
    r->status = why;
    r->rule = rule;
}

static ts_span
read_text(struct reading *r, const struct ts_json *value, const char *rule)
{
    ts_span text = ts_json_string(value);
    bool plain = ts_span_index(text, '\0') == text.len;
    require(r, ts_json_is(value, TS_JSON_NONE) || (text.len > 0 && plain), TS_MALFORMED,
            rule);
    return text;
}

static bool
read_flag(struct reading *r, const struct ts_json *value, const char *rule)
{
    bool is_true = ts_json_is(value, TS_JSON_TRUE);
    require(
        r, is_true || ts_json_is(value, TS_JSON_FALSE) || ts_json_is(value, TS_JSON_NONE),
        TS_MALFORMED, rule);
    return is_true;
}

static const ts_span *
read_texts(struct reading *r, size_t *count, const struct ts_json *value,
           const char *rule)
{
    size_t room = ts_json_is(value, TS_JSON_ARRAY) ? value->count : 0;
    ts_span *texts = ts_arena_take_array(r->arena, room, sizeof(*texts));
    require(r, ts_json_is(value, TS_JSON_NONE) || ts_json_is(value, TS_JSON_ARRAY),
            TS_MALFORMED, rule);
    require(r, texts != NULL, TS_NO_SPACE, rule);
    if (r->status != TS_OK)
        return NULL;
    *count = 0;
    for (const struct ts_json *at = value->first; at; at = at->next) {
        require(r, ts_json_string(at).len > 0, TS_MALFORMED, rule);
        texts[(*count)++] = ts_json_string(at);
    }
    return texts;
}

static bool
is_language(ts_span tag)
{
    for (size_t i = 0; i < tag.len; i++) {
        uint8_t c = tag.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return tag.len >= 2;
}

static void
read_names(struct reading *r, struct ts_source *source, const struct ts_json *value)
{
    static const char rule[] = "names: an object, language: name";
    bool absent = ts_json_is(value, TS_JSON_NONE);
    bool some = ts_json_is(value, TS_JSON_OBJECT) && value->count > 0;
    require(r, absent || some, TS_MALFORMED, rule);
    if (absent || r->status != TS_OK)
        return;
    struct ts_text_in *names =
        ts_arena_take_array(r->arena, value->count, sizeof(*names));
    require(r, names != NULL, TS_NO_SPACE, rule);
    for (const struct ts_json *at = value->first; names && at; at = at->next) {
        ts_span text = ts_json_string(at);
        require(r, is_language(at->name) && text.len > 0, TS_MALFORMED, rule);
        names[source->name_count++] = (struct ts_text_in){ at->name, text };
    }
    source->names = names;
}

static void
read_anchor(struct reading *r, struct ts_source *source, const struct ts_json *value)
{
    static const char rule[] = "anchor: an object of id and jwks";
    if (ts_json_is(value, TS_JSON_NONE))
        return;
    source->anchor = ts_json_string(ts_json_member(value, "id"));
    bool whole = ts_json_is(value, TS_JSON_OBJECT) && value->count == 2;
    require(r, whole && source->anchor.len > 0, TS_MALFORMED, rule);
    if (r->status != TS_OK)
        return;
    enum ts_status status = ts_issuer_keys_from_jwks(r->arena, &source->anchor_keys,
                                                     ts_json_member(value, "jwks"));
    require(r, status == TS_OK, status == TS_ABSENT ? TS_MALFORMED : status, rule);
}

/* Members besides kind, and which kinds may have them. A member that is passed over
 * might have been meant to forbid something. */
#define KIND(name) (1U << TS_SOURCE_##name)
#define ISSUERS                                                         \
    (KIND(DID_WEB) | KIND(JWKS) | KIND(DCC_REGISTRY) | KIND(FEDERATION) \
     | KIND(HEALTH_CARDS))
static const struct {
    const char *name;
    unsigned kinds;
} MEMBERS[] = {
    { "kind", ISSUERS | KIND(STATUS_LIST) },
    { "url", ISSUERS | KIND(STATUS_LIST) },
    { "file", ISSUERS | KIND(STATUS_LIST) },
    { "trust", ISSUERS | KIND(STATUS_LIST) },
    { "id", KIND(DID_WEB) | KIND(JWKS) },
    { "names", KIND(DID_WEB) | KIND(JWKS) | KIND(FEDERATION) },
    { "achievements", ISSUERS },
    { "statusLocations", ISSUERS },
    { "mayShrink", KIND(DCC_REGISTRY) | KIND(HEALTH_CARDS) },
    { "anchor", KIND(FEDERATION) },
};

static void
check_members(struct reading *r, enum ts_source_kind kind, const struct ts_json *object)
{
    for (const struct ts_json *at = object->first; at; at = at->next) {
        bool known = false;
        for (size_t i = 0; i < TS_COUNT(MEMBERS); i++) {
            known = known
                    || (ts_span_is(at->name, MEMBERS[i].name)
                        && (MEMBERS[i].kinds & (1U << kind)));
        }
        require(r, known, TS_MALFORMED, "a member that this kind does not have");
    }
}

/* Of issuers that publish at a place of their own. */
static void
derive_url(struct reading *r, struct ts_source *source)
{
    enum ts_status status = TS_OK;
    ts_span derived = { 0 };
    if (source->kind == TS_SOURCE_DID_WEB)
        status = ts_did_web_url(r->arena, &derived, source->id, r->plain_http);
    else if (source->kind == TS_SOURCE_JWKS && source->url.len == 0
             && source->file.len == 0)
        status = ts_jwks_url(r->arena, &derived, source->id, r->plain_http);
    require(r, status == TS_OK, status == TS_NO_SPACE ? status : TS_MALFORMED,
            "id: no place for keys follows from it");
    if (source->url.len == 0)
        source->url = derived;
}

static void
check_places(struct reading *r, struct ts_source *source)
{
    bool list = source->kind == TS_SOURCE_STATUS_LIST;
    bool named = source->kind == TS_SOURCE_DID_WEB || source->kind == TS_SOURCE_JWKS;
    require(r, !named || ts_uri_plausible(source->id), TS_MALFORMED, "id: whose it is");
    require(r, !list || source->url.len > 0, TS_MALFORMED,
            "url: what credentials call the list");
    if (r->status == TS_OK)
        derive_url(r, source);
    require(r, source->url.len > 0 || source->file.len > 0, TS_MALFORMED, "url or file");
    if (source->file.len > 0)
        require(r, source->url.len == 0 || ts_uri_plausible(source->url), TS_MALFORMED,
                "url: an address");
    else
        require(r, ts_gather_url_valid(source->url, r->plain_http), TS_MALFORMED,
                "url: an https address of a host with a name");
}

static void
write_terms(struct reading *r, struct ts_source *source, const struct ts_json *object)
{
    ts_span text;
    size_t used = r->arena->used;
    enum ts_status status = ts_jcs_text(r->arena, &text, object, NULL);
    require(r, status == TS_OK, status, "a number out of range");
    if (status == TS_OK)
        ts_sha256(source->terms, text);
    ts_arena_rewind(r->arena, used);
}

static void
read_source(struct reading *r, struct ts_source *source, const struct ts_json *object)
{
    ts_span kind = ts_json_string(ts_json_member(object, "kind"));
    const struct ts_json *achievements = ts_json_member(object, "achievements");
    const struct ts_json *locations = ts_json_member(object, "statusLocations");
    source->kind = ts_source_kind_of(kind);
    require(r, kind.len > 0, TS_MALFORMED, "kind: what sort of source it is");
    require(r, source->kind != TS_SOURCE_NONE, TS_UNSUPPORTED, "kind: not one we know");
    check_members(r, source->kind, object);
    source->url = read_text(r, ts_json_member(object, "url"), "url: text");
    source->file = read_text(r, ts_json_member(object, "file"), "file: text");
    source->id = read_text(r, ts_json_member(object, "id"), "id: text");
    source->trust = read_flag(r, ts_json_member(object, "trust"), "trust: true or false");
    source->may_shrink =
        read_flag(r, ts_json_member(object, "mayShrink"), "mayShrink: true or false");
    read_names(r, source, ts_json_member(object, "names"));
    source->has_achievements = !ts_json_is(achievements, TS_JSON_NONE);
    source->achievements = read_texts(r, &source->achievement_count, achievements,
                                      "achievements: an array of texts");
    source->has_status_locations = !ts_json_is(locations, TS_JSON_NONE);
    source->status_locations = read_texts(r, &source->status_location_count, locations,
                                          "statusLocations: an array of texts");
    read_anchor(r, source, ts_json_member(object, "anchor"));
    check_places(r, source);
    if (r->status == TS_OK)
        write_terms(r, source, object);
}

static void
read_sources(struct reading *r, struct ts_source *items, size_t *number,
             const struct ts_json *array)
{
    struct ts_index addresses;
    size_t at;
    if (!ts_index_init(&addresses, r->arena, array->count)) {
        require(r, false, TS_NO_SPACE, "sources");
        return;
    }
    const struct ts_json *object = array->first;
    for (*number = 0; object && r->status == TS_OK; object = object->next) {
        struct ts_source *source = &items[(*number)++];
        read_source(r, source, object);
        if (r->status != TS_OK)
            return;
        ts_span address = ts_source_address(r->arena, source);
        require(r, address.len > 0, TS_NO_SPACE, "sources");
        require(r, !ts_index_find(&addresses, address, NULL), TS_DUPLICATE,
                "url or file: another source has it");
        (void)ts_index_add(&addresses, address, &at);
    }
}

enum ts_status
ts_source_list_read(struct ts_arena *arena, struct ts_source_list *sources, ts_span text,
                    bool plain_http, struct ts_fault *fault)
{
    const struct ts_json *root;
    struct reading r = { .arena = arena, .plain_http = plain_http, .rule = "sources" };
    size_t number = 0;
    enum ts_status status = ts_json_parse(arena, &root, text, fault);
    if (status != TS_OK)
        return status;
    const struct ts_json *array = ts_json_member(root, "sources");
    require(&r, ts_json_is(root, TS_JSON_OBJECT) && root->count == 2, TS_MALFORMED,
            "an object of format and sources");
    require(&r, ts_json_string_is(ts_json_member(root, "format"), "touchstone-sources/1"),
            TS_UNSUPPORTED, "format: touchstone-sources/1");
    require(&r, ts_json_is(array, TS_JSON_ARRAY), TS_MALFORMED, "sources: an array");
    require(&r, array->count <= TS_SOURCES_MAX, TS_OVER_LIMIT, "TS_SOURCES_MAX");
    struct ts_source *items = ts_arena_take_array(arena, array->count, sizeof(*items));
    require(&r, items != NULL, TS_NO_SPACE, "sources");
    if (r.status == TS_OK)
        read_sources(&r, items, &number, array);
    if (r.status != TS_OK)
        return ts_fault_set(fault, r.status, number, r.rule);
    *sources = (struct ts_source_list){ .items = items, .count = array->count };
    return TS_OK;
}
