#include "keys/authority/signer.h"

#include "firmware/base/utf8.h"
#include "keys/authority/cell.h"
#include "keys/authority/text.h"
#include "keys/crypto/did.h"
#include "keys/crypto/jwk.h"

/** Everything of one issuer but its lists is small. */
#define FILE_MAX (64 << 10)

static const char ISSUER_FILE[] = "issuer.json";
static const char SECRET_FILE[] = "secret.json";
static const char JWKS_FILE[] = "jwks.json";
static const char DID_FILE[] = "did.json";

static const char FORMAT[] = "touchstone-issuer/1";

static bool
is_web_id(ts_span id)
{
    return ts_span_starts_with(id, TS_SPAN_LIT("did:web:"))
           || ts_span_starts_with(id, TS_SPAN_LIT("https://"));
}

static enum ts_status
check_request(const struct ts_signer_request *request, struct ts_fault *fault)
{
    ts_span id = request->id;
    bool id_fits =
        ts_span_is(id, "did:key")
        || (is_web_id(id) && ts_uri_plausible(id) && ts_span_index(id, '#') == id.len
            && ts_span_index(id, '?') == id.len);
    if (!id_fits)
        return ts_fault_set(fault, TS_MALFORMED, 0,
                            "the id must be did:key, did:web:... or https://...");
    if (request->name.len == 0 || !ts_utf8_valid(request->name))
        return ts_fault_set(fault, TS_MALFORMED, 0, "the name must be text");
    if (request->status_url.len && !ts_uri_plausible(request->status_url))
        return ts_fault_set(fault, TS_MALFORMED, 0, "the status URL must be a URL");
    return TS_OK;
}

/** did:key: the DID and, as its fragment, the key once more; else "#key-1". */
static enum ts_status
name_key(struct ts_arena *arena, struct ts_signer *signer, ts_span id)
{
    struct ts_public_key key = ts_secret_key_public(&signer->key);
    ts_span multibase;
    enum ts_status status = ts_public_key_to_multibase(arena, &multibase, &key);
    if (status != TS_OK)
        return status;

    bool self = ts_span_is(id, "did:key");
    struct ts_writer w = ts_text_begin(arena);
    ts_write_bytes(&w, id);
    if (self) {
        ts_write_u8(&w, ':');
        ts_write_bytes(&w, multibase);
    }
    size_t id_len = ts_writer_span(&w).len;
    ts_write_u8(&w, '#');
    ts_write_bytes(&w, self ? multibase : TS_SPAN_LIT("key-1"));
    status = ts_text_keep(arena, &w, &signer->method);
    if (status == TS_OK)
        signer->id = ts_span_part(signer->method, 0, id_len);
    return status;
}

static enum ts_status
put_secret(struct ts_arena *arena, const struct ts_signer *signer, struct ts_store *store,
           ts_span passphrase)
{
    size_t used = arena->used;
    ts_span text;
    enum ts_status status = ts_secret_key_write(arena, &text, &signer->key, passphrase);
    if (status == TS_OK)
        status = ts_store_replace(store, SECRET_FILE, text, true);
    ts_arena_rewind(arena, used);
    return status;
}

static enum ts_status
put_jwks(struct ts_arena *arena, const struct ts_signer *signer, struct ts_store *store)
{
    struct ts_public_key key = ts_secret_key_public(&signer->key);
    const char *alg = ts_signature_alg_jose_name(ts_secret_key_alg(&signer->key));
    ts_span jwk;
    ts_span text;
    enum ts_status status = ts_jwk_write(arena, &jwk, &key);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"keys\":[");
    ts_write_bytes(&w, ts_span_part(jwk, 0, jwk.len - 1));
    ts_write_member(&w, "kid", signer->method);
    ts_write_member(&w, "alg", ts_span_text(alg));
    ts_write_member(&w, "use", TS_SPAN_LIT("sig"));
    ts_write_text(&w, "}]}\n");
    status = ts_text_keep(arena, &w, &text);
    return status == TS_OK ? ts_store_replace(store, JWKS_FILE, text, false) : status;
}

static enum ts_status
put_did_document(struct ts_arena *arena, const struct ts_signer *signer,
                 struct ts_store *store)
{
    struct ts_public_key key = ts_secret_key_public(&signer->key);
    ts_span multibase;
    ts_span text;
    enum ts_status status = ts_public_key_to_multibase(arena, &multibase, &key);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"@context\":[\"https://www.w3.org/ns/did/v1\","
                      "\"https://w3id.org/security/multikey/v1\"]");
    ts_write_member(&w, "id", signer->id);
    ts_write_text(&w, ",\"verificationMethod\":[{\"type\":\"Multikey\"");
    ts_write_member(&w, "id", signer->method);
    ts_write_member(&w, "controller", signer->id);
    ts_write_member(&w, "publicKeyMultibase", multibase);
    ts_write_text(&w, "}],\"assertionMethod\":[");
    ts_json_write_string(&w, signer->method);
    ts_write_text(&w, "]}\n");
    status = ts_text_keep(arena, &w, &text);
    return status == TS_OK ? ts_store_replace(store, DID_FILE, text, false) : status;
}

static enum ts_status
put_description(struct ts_arena *arena, const struct ts_signer *signer,
                struct ts_store *store)
{
    ts_span text;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_u8(&w, '{');
    ts_json_write_name(&w, "format");
    ts_json_write_string(&w, ts_span_text(FORMAT));
    ts_write_member(&w, "id", signer->id);
    ts_write_member(&w, "name", signer->name);
    ts_write_member(&w, "method", signer->method);
    if (signer->status_url.len)
        ts_write_member(&w, "statusUrl", signer->status_url);
    ts_write_text(&w, "}\n");
    enum ts_status status = ts_text_keep(arena, &w, &text);
    return status == TS_OK ? ts_store_replace(store, ISSUER_FILE, text, false) : status;
}

static enum ts_status
put_all(struct ts_arena *arena, const struct ts_signer *signer, struct ts_store *store,
        ts_span passphrase)
{
    enum ts_status status = put_secret(arena, signer, store, passphrase);
    if (status == TS_OK)
        status = put_jwks(arena, signer, store);
    if (status == TS_OK)
        status = put_did_document(arena, signer, store);
    if (status == TS_OK)
        status = put_description(arena, signer, store);
    return status;
}

/** TS_DUPLICATE, or TS_OK when nobody lives in the folder yet. */
static enum ts_status
check_vacant(struct ts_arena *arena, struct ts_store *store)
{
    size_t used = arena->used;
    ts_span found;
    enum ts_status status = ts_store_read(store, arena, &found, ISSUER_FILE, FILE_MAX);
    ts_arena_rewind(arena, used);
    return status == TS_ABSENT ? TS_OK : TS_DUPLICATE;
}

enum ts_status
ts_signer_create(struct ts_arena *arena, struct ts_signer *signer, struct ts_store *store,
                 const struct ts_signer_request *request, struct ts_fault *fault)
{
    struct ts_signer draft = { .name = request->name, .status_url = request->status_url };
    enum ts_status status = check_request(request, fault);
    if (status != TS_OK)
        return status;
    while (draft.status_url.len && draft.status_url.at[draft.status_url.len - 1] == '/')
        draft.status_url.len--;

    status = check_vacant(arena, store);
    if (status == TS_OK)
        status = ts_secret_key_generate(&draft.key, request->kind);
    if (status == TS_OK)
        status = name_key(arena, &draft, request->id);
    if (status == TS_OK)
        status = put_all(arena, &draft, store, request->passphrase);
    if (status == TS_OK)
        *signer = draft;
    ts_secret_key_destroy(&draft.key);
    return ts_fault_set(fault, status, 0, ISSUER_FILE);
}

static enum ts_status
read_description(struct ts_arena *arena, struct ts_signer *signer, struct ts_store *store)
{
    ts_span text;
    const struct ts_json *root;
    enum ts_status status = ts_store_read(store, arena, &text, ISSUER_FILE, FILE_MAX);
    if (status == TS_OK)
        status = ts_json_parse(arena, &root, text, NULL);
    if (status != TS_OK)
        return status;
    if (!ts_json_string_is(ts_json_member(root, "format"), FORMAT))
        return TS_UNSUPPORTED;
    signer->id = ts_json_string(ts_json_member(root, "id"));
    signer->name = ts_json_string(ts_json_member(root, "name"));
    signer->method = ts_json_string(ts_json_member(root, "method"));
    signer->status_url = ts_json_string(ts_json_member(root, "statusUrl"));
    bool whole = signer->id.len && signer->name.len && signer->method.len;
    bool lists = signer->status_url.len == 0 || ts_uri_plausible(signer->status_url);
    return whole && lists ? TS_OK : TS_MALFORMED;
}

/** A DID that holds another key would make badges nobody can verify. */
static enum ts_status
check_own_key(struct ts_arena *arena, const struct ts_signer *signer)
{
    struct ts_public_key own = ts_secret_key_public(&signer->key);
    struct ts_public_key named;
    if (!ts_signer_is_self_contained(signer))
        return TS_OK;
    enum ts_status status = ts_did_key(arena, &named, signer->method);
    if (status != TS_OK)
        return status;
    return ts_public_key_equal(&own, &named) ? TS_OK : TS_UNTRUSTED;
}

enum ts_status
ts_signer_open(struct ts_arena *arena, struct ts_signer *signer, struct ts_store *store,
               ts_span passphrase, struct ts_fault *fault)
{
    struct ts_signer draft = { 0 };
    ts_span secret;
    enum ts_status status = read_description(arena, &draft, store);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, ISSUER_FILE);
    status = ts_store_read(store, arena, &secret, SECRET_FILE, FILE_MAX);
    if (status == TS_OK)
        status = ts_secret_key_read(arena, &draft.key, secret, passphrase);
    if (status == TS_OK)
        status = check_own_key(arena, &draft);
    if (status == TS_OK)
        *signer = draft;
    ts_secret_key_destroy(&draft.key);
    return ts_fault_set(fault, status, 0, SECRET_FILE);
}

void
ts_signer_destroy(struct ts_signer *signer)
{
    ts_secret_key_destroy(&signer->key);
}

bool
ts_signer_is_self_contained(const struct ts_signer *signer)
{
    return ts_did_is_self_contained(signer->id);
}
