#include "keys/crypto/did.h"

#include "keys/codec/base64.h"
#include "keys/crypto/jwk.h"

static const ts_span did_key = { (const uint8_t *)"did:key:", 8 };
static const ts_span did_jwk = { (const uint8_t *)"did:jwk:", 8 };

ts_span
ts_did_of_url(ts_span url)
{
    size_t end = 0;
    while (end < url.len && url.at[end] != '#' && url.at[end] != '?'
           && url.at[end] != '/')
        end++;
    return (ts_span){ url.at, end };
}

bool
ts_did_is_self_contained(ts_span did)
{
    return ts_span_starts_with(did, did_key) || ts_span_starts_with(did, did_jwk);
}

/* rest: what follows the DID, a path or query included, which names something
 * else than the key. */
static bool
names_the_key(ts_span rest, ts_span fragment)
{
    if (rest.len == 0)
        return true;
    return rest.at[0] == '#' && ts_span_equal(ts_span_part(rest, 1, rest.len), fragment);
}

static enum ts_status
read_did_jwk(struct ts_arena *arena, struct ts_public_key *key, ts_span value)
{
    ts_span text;
    const struct ts_json *jwk;
    enum ts_status status = ts_base64url_decode(arena, &text, value);
    if (status == TS_OK)
        status = ts_json_parse(arena, &jwk, text, NULL);
    if (status != TS_OK)
        return status == TS_NO_SPACE ? TS_NO_SPACE : TS_MALFORMED;
    return ts_jwk_read(arena, key, NULL, jwk);
}

enum ts_status
ts_did_key(struct ts_arena *arena, struct ts_public_key *key, ts_span method)
{
    ts_span did = ts_did_of_url(method);
    ts_span rest = ts_span_part(method, did.len, method.len);
    ts_span value = ts_span_part(did, did_key.len, did.len);
    size_t before = arena->used;
    enum ts_status status = TS_ABSENT;
    if (ts_span_starts_with(did, did_key) && names_the_key(rest, value))
        status = ts_public_key_from_multibase(arena, key, value);
    else if (ts_span_starts_with(did, did_jwk) && names_the_key(rest, TS_SPAN_LIT("0")))
        status = read_did_jwk(arena, key, value);
    if (status != TS_OK)
        ts_arena_rewind(arena, before);
    return status;
}
