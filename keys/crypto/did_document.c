#include "firmware/base/calendar.h"
#include "firmware/base/limits.h"
#include "keys/codec/base58.h"
#include "keys/crypto/did.h"
#include "keys/crypto/jwk.h"
#include "keys/crypto/making.h"

#include <string.h>

/* How a verification method may carry its key. */
enum carrier { MULTIBASE = 1, JWK = 2, BASE58 = 4 };

static const struct type {
    const char *name;
    enum ts_key_kind kind; /* TS_KEY_NONE: whatever the key says. */
    unsigned carriers;
} types[] = {
    { "Multikey", TS_KEY_NONE, MULTIBASE },
    { "Ed25519VerificationKey2018", TS_KEY_ED25519, BASE58 | MULTIBASE | JWK },
    { "Ed25519VerificationKey2020", TS_KEY_ED25519, MULTIBASE },
    { "JsonWebKey", TS_KEY_NONE, JWK },
    { "JsonWebKey2020", TS_KEY_NONE, JWK },
    { "EcdsaSecp256r1VerificationKey2019", TS_KEY_P256, MULTIBASE | JWK },
};

static const struct {
    enum carrier carrier;
    const char *member;
} carriers[] = {
    { MULTIBASE, "publicKeyMultibase" },
    { JWK, "publicKeyJwk" },
    { BASE58, "publicKeyBase58" },
};

static const struct type *
type_of(const struct ts_json *method)
{
    const struct ts_json *type = ts_json_member(method, "type");
    for (size_t i = 0; i < TS_COUNT(types); i++) {
        if (ts_json_string_is(type, types[i].name))
            return &types[i];
    }
    return NULL;
}

/* The one member that carries the key; two would let two readers see two keys
 * (DID 1.0 5.2). */
static enum ts_status
find_carrier(size_t *found, const struct ts_json *method)
{
    size_t count = 0;
    for (size_t i = 0; i < TS_COUNT(carriers); i++) {
        if (ts_json_is(ts_json_member(method, carriers[i].member), TS_JSON_NONE))
            continue;
        *found = i;
        count++;
    }
    return count == 1 ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_base58(struct ts_arena *arena, struct ts_public_key *key, ts_span text)
{
    ts_span point;
    enum ts_status status = ts_base58_decode(arena, &point, text);
    if (status != TS_OK)
        return status == TS_NO_SPACE ? TS_NO_SPACE : TS_MALFORMED;
    return ts_point_read(arena, key, TS_KEY_ED25519, point);
}

static enum ts_status
read_key(struct ts_arena *arena, struct ts_public_key *key, const struct type *type,
         const struct ts_json *method)
{
    size_t i = 0;
    enum ts_status status = find_carrier(&i, method);
    if (status != TS_OK)
        return status;
    if (!(type->carriers & (unsigned)carriers[i].carrier))
        return TS_MALFORMED;
    const struct ts_json *value = ts_json_member(method, carriers[i].member);
    switch (carriers[i].carrier) {
    case MULTIBASE:
        status = ts_public_key_from_multibase(arena, key, ts_json_string(value));
        break;
    case JWK: status = ts_jwk_read(arena, key, NULL, value); break;
    case BASE58: status = read_base58(arena, key, ts_json_string(value)); break;
    }
    if (status == TS_OK && type->kind != TS_KEY_NONE && key->kind != type->kind)
        return TS_MALFORMED;
    return status;
}

/* An id without the document's own DID in front: "#key-1". */
static ts_span
local_id(ts_span id, ts_span did)
{
    ts_span rest = ts_span_part(id, did.len, id.len);
    bool ours = ts_span_starts_with(id, did) && rest.len > 0 && rest.at[0] == '#';
    return ours ? rest : id;
}

static enum ts_status
absolute_id(struct ts_arena *arena, ts_span *id, ts_span did, ts_span written)
{
    if (written.len == 0)
        return TS_MALFORMED;
    if (written.at[0] != '#') {
        *id = written;
        return TS_OK;
    }
    uint8_t *joined = ts_arena_take(arena, did.len + written.len);
    if (!joined)
        return TS_NO_SPACE;
    if (did.len)
        memcpy(joined, did.at, did.len);
    memcpy(joined + did.len, written.at, written.len);
    *id = (ts_span){ joined, did.len + written.len };
    return TS_OK;
}

static enum ts_status
read_end(ts_utc *end, const struct ts_json *value)
{
    ts_utc read;
    if (ts_json_is(value, TS_JSON_NONE))
        return TS_OK;
    if (ts_utc_parse(&read, ts_json_string(value)) != TS_OK)
        return TS_MALFORMED;
    if (read.s < end->s)
        *end = read;
    return TS_OK;
}

/* TS_UNSUPPORTED: nothing wrong with it, but not for us. */
static enum ts_status
read_method(struct ts_arena *arena, struct ts_did_method *method,
            const struct ts_json *value, ts_span did)
{
    const struct type *type = type_of(value);
    if (!type)
        return TS_UNSUPPORTED;
    const struct ts_json *revoked = ts_json_member(value, "revoked");
    struct ts_did_method draft = {
        .controller = ts_json_string(ts_json_member(value, "controller")),
        .revoked = TS_UTC_NEVER,
        .is_revoked = !ts_json_is(revoked, TS_JSON_NONE),
    };
    if (draft.controller.len == 0)
        return TS_MALFORMED;
    enum ts_status status =
        absolute_id(arena, &draft.id, did, ts_json_string(ts_json_member(value, "id")));
    if (status == TS_OK)
        status = read_key(arena, &draft.key, type, value);
    if (status == TS_OK)
        status = read_end(&draft.revoked, revoked);
    if (status == TS_OK)
        status = read_end(&draft.revoked, ts_json_member(value, "expires"));
    if (status == TS_OK)
        *method = draft;
    return status;
}

/* A reference into another document finds nothing here: TS_ABSENT. */
static enum ts_status
find_method(const struct ts_json **found, const struct ts_json *methods, ts_span id,
            ts_span did)
{
    size_t hits = 0;
    for (const struct ts_json *each = methods->first; each; each = each->next) {
        ts_span other = ts_json_string(ts_json_member(each, "id"));
        if (!ts_span_equal(local_id(other, did), local_id(id, did)))
            continue;
        *found = each;
        hits++;
    }
    if (hits == 0)
        return TS_ABSENT;
    return hits == 1 ? TS_OK : TS_MALFORMED;
}

/* One value of assertionMethod: a method, or the id of one (DID 1.0 5.3). */
static enum ts_status
read_assertion(struct ts_arena *arena, struct ts_did_method *method,
               const struct ts_json *value, const struct ts_json *methods, ts_span did)
{
    if (ts_json_is(value, TS_JSON_OBJECT))
        return read_method(arena, method, value, did);
    if (ts_json_string(value).len == 0)
        return TS_MALFORMED;
    const struct ts_json *found = NULL;
    enum ts_status status = find_method(&found, methods, ts_json_string(value), did);
    return status == TS_OK ? read_method(arena, method, found, did) : status;
}

static enum ts_status
read_assertions(struct ts_arena *arena, struct ts_did_method *draft, size_t max,
                size_t *written, const struct ts_json *document, ts_span did)
{
    const struct ts_json *assertions = ts_json_member(document, "assertionMethod");
    const struct ts_json *methods = ts_json_member(document, "verificationMethod");
    size_t asserted = ts_json_values(assertions);
    if (asserted > TS_DID_METHODS_MAX || ts_json_values(methods) > TS_DID_METHODS_MAX)
        return TS_OVER_LIMIT;
    if (!ts_json_is(methods, TS_JSON_NONE) && !ts_json_is(methods, TS_JSON_ARRAY))
        return TS_MALFORMED;
    for (size_t i = 0; i < asserted; i++) {
        struct ts_did_method method;
        enum ts_status status =
            read_assertion(arena, &method, ts_json_value(assertions, i), methods, did);
        if (status == TS_UNSUPPORTED || status == TS_ABSENT)
            continue;
        if (status != TS_OK)
            return status;
        if (*written == max)
            return TS_OVER_LIMIT;
        draft[(*written)++] = method;
    }
    return TS_OK;
}

/* DID 1.0 3.1 and CID 1.0 2.1.1: a subject is named by an absolute URL. Under a
 * subject like "#" a relative id would stay relative, and stand for anybody's. */
static bool
is_absolute(ts_span id)
{
    size_t scheme = 0;
    while (scheme < id.len && id.at[scheme] != ':') {
        uint8_t c = id.at[scheme++];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        bool later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!letter && !(later && scheme > 1))
            return false;
    }
    return scheme > 0 && scheme < id.len;
}

enum ts_status
ts_did_document_read(struct ts_arena *arena, struct ts_did_method *methods, size_t max,
                     size_t *count, const struct ts_json *document, ts_span did)
{
    ts_span id = ts_json_string(ts_json_member(document, "id"));
    if (!is_absolute(id) || !ts_span_equal(id, did))
        return TS_MALFORMED;
    size_t room = max < TS_DID_METHODS_MAX ? max : TS_DID_METHODS_MAX;
    size_t before = arena->used;
    size_t written = 0;
    struct ts_did_method *draft = ts_arena_take_array(arena, room, sizeof(*draft));
    if (!draft)
        return TS_NO_SPACE;
    enum ts_status status = read_assertions(arena, draft, room, &written, document, did);
    if (status != TS_OK) {
        ts_arena_rewind(arena, before);
        return status;
    }
    if (written)
        memcpy(methods, draft, written * sizeof(*draft));
    *count = written;
    return TS_OK;
}
