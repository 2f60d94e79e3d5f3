#include "keys/crypto/jwk.h"

#include "keys/codec/base64.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/making.h"

#include <string.h>

static const struct {
    enum ts_key_kind kind;
    const char *name;
} curves[] = {
    { TS_KEY_ED25519, "Ed25519" },
    { TS_KEY_P256, "P-256" },
    { TS_KEY_P384, "P-384" },
};

static enum ts_status
read_octets(struct ts_arena *arena, ts_span *octets, const struct ts_json *member)
{
    if (!ts_json_is(member, TS_JSON_STRING))
        return TS_MALFORMED;
    enum ts_status status = ts_base64url_decode(arena, octets, ts_json_string(member));
    return status == TS_OK || status == TS_NO_SPACE ? status : TS_MALFORMED;
}

/* TS_KEY_NONE with TS_OK is not possible: a curve we do not know is unsupported. */
static enum ts_status
read_curve(enum ts_key_kind *kind, const struct ts_json *jwk)
{
    const struct ts_json *crv = ts_json_member(jwk, "crv");
    if (!ts_json_is(crv, TS_JSON_STRING))
        return TS_MALFORMED;
    for (size_t i = 0; i < TS_COUNT(curves); i++) {
        if (ts_json_string_is(crv, curves[i].name)) {
            *kind = curves[i].kind;
            return TS_OK;
        }
    }
    return TS_UNSUPPORTED;
}

/* RFC 8037 2. */
static enum ts_status
read_okp(struct ts_arena *arena, struct ts_public_key *key, const struct ts_json *jwk)
{
    enum ts_key_kind kind;
    ts_span x;
    enum ts_status status = read_curve(&kind, jwk);
    if (status == TS_OK && kind != TS_KEY_ED25519)
        status = TS_MALFORMED;
    if (status == TS_OK)
        status = read_octets(arena, &x, ts_json_member(jwk, "x"));
    return status == TS_OK ? ts_point_read(arena, key, kind, x) : status;
}

/* RFC 7518 6.2.1: both coordinates in full length. */
static enum ts_status
read_ec(struct ts_arena *arena, struct ts_public_key *key, const struct ts_json *jwk)
{
    enum ts_key_kind kind;
    ts_span x;
    ts_span y;
    enum ts_status status = read_curve(&kind, jwk);
    if (status == TS_OK && kind == TS_KEY_ED25519)
        status = TS_MALFORMED;
    if (status == TS_OK)
        status = read_octets(arena, &x, ts_json_member(jwk, "x"));
    if (status == TS_OK)
        status = read_octets(arena, &y, ts_json_member(jwk, "y"));
    if (status != TS_OK)
        return status;
    if (x.len != ts_ec_field_size(kind) || y.len != x.len)
        return TS_MALFORMED;
    uint8_t point[TS_EC_POINT_MAX] = { 4 };
    memcpy(point + 1, x.at, x.len);
    memcpy(point + 1 + x.len, y.at, y.len);
    return ts_point_read(arena, key, kind, (ts_span){ point, 1 + 2 * x.len });
}

/* RFC 7518 6.3.1. */
static enum ts_status
read_rsa(struct ts_arena *arena, struct ts_public_key *key, const struct ts_json *jwk)
{
    struct ts_public_key draft = { .kind = TS_KEY_RSA };
    enum ts_status status = read_octets(arena, &draft.modulus, ts_json_member(jwk, "n"));
    if (status == TS_OK)
        status = read_octets(arena, &draft.exponent, ts_json_member(jwk, "e"));
    if (status == TS_OK)
        status = ts_rsa_check_form(&draft);
    if (status == TS_OK)
        *key = draft;
    return status;
}

static enum ts_status
read_material(struct ts_arena *arena, struct ts_public_key *key,
              const struct ts_json *jwk)
{
    const struct ts_json *kty = ts_json_member(jwk, "kty");
    if (!ts_json_is(kty, TS_JSON_STRING))
        return TS_MALFORMED;
    if (ts_json_string_is(kty, "OKP"))
        return read_okp(arena, key, jwk);
    if (ts_json_string_is(kty, "EC"))
        return read_ec(arena, key, jwk);
    if (ts_json_string_is(kty, "RSA"))
        return read_rsa(arena, key, jwk);
    return TS_UNSUPPORTED;
}

static enum ts_status
check_operations(const struct ts_json *operations)
{
    if (ts_json_is(operations, TS_JSON_NONE))
        return TS_OK;
    if (!ts_json_is(operations, TS_JSON_ARRAY))
        return TS_MALFORMED;
    for (const struct ts_json *op = operations->first; op; op = op->next) {
        if (ts_json_string_is(op, "verify"))
            return TS_OK;
    }
    return TS_UNSUPPORTED;
}

/* RFC 7517 4.2, 4.3. */
static enum ts_status
check_purpose(const struct ts_json *jwk)
{
    const struct ts_json *use = ts_json_member(jwk, "use");
    if (!ts_json_is(ts_json_member(jwk, "d"), TS_JSON_NONE))
        return TS_MALFORMED;
    if (!ts_json_is(use, TS_JSON_NONE) && !ts_json_is(use, TS_JSON_STRING))
        return TS_MALFORMED;
    if (ts_json_is(use, TS_JSON_STRING) && !ts_json_string_is(use, "sig"))
        return TS_UNSUPPORTED;
    return check_operations(ts_json_member(jwk, "key_ops"));
}

/* RFC 7517 4.4. A key meant for an algorithm we do not know is meant for none
 * of ours. */
static enum ts_status
read_alg(enum ts_signature_alg *alg, const struct ts_json *jwk,
         const struct ts_public_key *key)
{
    const struct ts_json *member = ts_json_member(jwk, "alg");
    if (ts_json_is(member, TS_JSON_NONE))
        return TS_OK;
    if (!ts_json_is(member, TS_JSON_STRING))
        return TS_MALFORMED;
    *alg = ts_signature_alg_from_jose(ts_json_string(member));
    if (*alg == TS_ALG_NONE)
        return TS_UNSUPPORTED;
    return ts_signature_key_kind(*alg) == key->kind ? TS_OK : TS_MALFORMED;
}

enum ts_status
ts_jwk_read(struct ts_arena *arena, struct ts_public_key *key, enum ts_signature_alg *alg,
            const struct ts_json *jwk)
{
    struct ts_public_key draft = { 0 };
    enum ts_signature_alg meant = TS_ALG_NONE;
    size_t before = arena->used;
    enum ts_status status = check_purpose(jwk);
    if (status == TS_OK)
        status = read_material(arena, &draft, jwk);
    if (status == TS_OK)
        status = read_alg(&meant, jwk, &draft);
    if (status != TS_OK) {
        ts_arena_rewind(arena, before);
        return status;
    }
    *key = draft;
    if (alg)
        *alg = meant;
    return TS_OK;
}

/* With the quotes and commas of RFC 7638 3.2: nothing needs an escape. */
static void
write_octets(struct ts_writer *w, const char *name, ts_span octets)
{
    uint8_t memory[TS_RSA_BITS_MAX / 8 * 2];
    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(memory));
    ts_span text;
    ts_json_write_name(w, name);
    if (ts_base64url_encode(&scratch, &text, octets) == TS_OK)
        ts_json_write_string(w, text);
    else
        w->full = true;
}

static void
write_point(struct ts_writer *w, const struct ts_public_key *key)
{
    size_t field = ts_ec_field_size(key->kind);
    size_t i = 0;
    while (curves[i].kind != key->kind)
        i++;
    ts_write_text(w, "{\"crv\":\"");
    ts_write_text(w, curves[i].name);
    ts_write_text(w, field ? "\",\"kty\":\"EC\"," : "\",\"kty\":\"OKP\",");
    write_octets(w, "x", field ? ts_span_part(key->point, 1, field) : key->point);
    if (field) {
        ts_write_u8(w, ',');
        write_octets(w, "y", ts_span_part(key->point, 1 + field, field));
    }
    ts_write_u8(w, '}');
}

static void
write_rsa(struct ts_writer *w, const struct ts_public_key *key)
{
    ts_write_u8(w, '{');
    write_octets(w, "e", key->exponent);
    ts_write_text(w, ",\"kty\":\"RSA\",");
    write_octets(w, "n", key->modulus);
    ts_write_u8(w, '}');
}

/* A key is what somebody says it is until its octets have been looked at, and
 * a compressed point has no y to write. */
static enum ts_status
in_long_form(struct ts_arena *arena, struct ts_public_key *longer,
             const struct ts_public_key *key)
{
    switch (key->kind) {
    case TS_KEY_ED25519:
    case TS_KEY_P256:
    case TS_KEY_P384: return ts_point_read(arena, longer, key->kind, key->point);
    case TS_KEY_RSA: *longer = *key; return ts_rsa_check_form(key);
    case TS_KEY_NONE: return TS_UNSUPPORTED;
    }
    return TS_UNSUPPORTED;
}

enum ts_status
ts_jwk_write(struct ts_arena *arena, ts_span *text, const struct ts_public_key *key)
{
    struct ts_public_key longer;
    size_t before = arena->used;
    enum ts_status status = in_long_form(arena, &longer, key);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    if (longer.kind == TS_KEY_RSA)
        write_rsa(&w, &longer);
    else
        write_point(&w, &longer);
    status = ts_writer_end(&w, text);
    if (status == TS_OK)
        ts_arena_keep(arena, text->len);
    else
        ts_arena_rewind(arena, before);
    return status;
}

enum ts_status
ts_jwk_thumbprint(struct ts_arena *scratch, uint8_t digest[static TS_SHA256_SIZE],
                  const struct ts_public_key *key)
{
    size_t before = scratch->used;
    ts_span text;
    enum ts_status status = ts_jwk_write(scratch, &text, key);
    if (status == TS_OK)
        ts_sha256(digest, text);
    ts_arena_rewind(scratch, before);
    return status;
}
