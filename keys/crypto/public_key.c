#include "keys/crypto/public_key.h"

#include "firmware/base/writer.h"
#include "keys/codec/base58.h"
#include "keys/crypto/making.h"

#include <string.h>

/* Multicodec table: ed25519-pub 0xed, p256-pub 0x1200, p384-pub 0x1201, each as
 * an unsigned varint; points of the last two are compressed. */
static const struct codec {
    enum ts_key_kind kind;
    uint8_t prefix[2];
    size_t point_len;
} codecs[] = {
    { TS_KEY_ED25519, { 0xed, 0x01 }, 32 },
    { TS_KEY_P256, { 0x80, 0x24 }, 33 },
    { TS_KEY_P384, { 0x81, 0x24 }, 49 },
};

bool
ts_public_key_equal(const struct ts_public_key *a, const struct ts_public_key *b)
{
    return a->kind == b->kind && ts_span_equal(a->point, b->point)
           && ts_span_equal(a->modulus, b->modulus)
           && ts_span_equal(a->exponent, b->exponent);
}

size_t
ts_ec_field_size(enum ts_key_kind kind)
{
    switch (kind) {
    case TS_KEY_P256: return 32;
    case TS_KEY_P384: return 48;
    case TS_KEY_NONE:
    case TS_KEY_ED25519:
    case TS_KEY_RSA: return 0;
    }
    return 0;
}

enum ts_status
ts_point_read(struct ts_arena *arena, struct ts_public_key *key, enum ts_key_kind kind,
              ts_span octets)
{
    uint8_t longer[TS_EC_POINT_MAX];
    ts_span point = octets;
    if (kind == TS_KEY_ED25519) {
        if (!ts_ed25519_on_curve(octets))
            return TS_MALFORMED;
    } else {
        if (ts_ec_point_expand(longer, kind, octets) != TS_OK)
            return TS_MALFORMED;
        point = (ts_span){ longer, 1 + 2 * ts_ec_field_size(kind) };
    }
    struct ts_public_key draft = { .kind = kind };
    if (!ts_arena_copy(arena, &draft.point, point))
        return TS_NO_SPACE;
    *key = draft;
    return TS_OK;
}

static size_t
bit_length(ts_span number)
{
    size_t bits = number.len * 8;
    for (uint8_t top = number.at[0]; top < 0x80; top = (uint8_t)(top << 1))
        bits--;
    return bits;
}

static bool
is_odd_number(ts_span number)
{
    return number.len > 0 && number.at[0] != 0 && number.at[number.len - 1] % 2 == 1;
}

enum ts_status
ts_rsa_check_form(const struct ts_public_key *key)
{
    ts_span n = key->modulus;
    ts_span e = key->exponent;
    if (!is_odd_number(n) || !is_odd_number(e))
        return TS_MALFORMED;
    if (bit_length(n) < TS_RSA_BITS_MIN || bit_length(n) > TS_RSA_BITS_MAX)
        return TS_UNSUPPORTED;
    /* Odd, so that 33 bits would already be above 2^32. */
    if (bit_length(e) < 2 || bit_length(e) > 32)
        return TS_UNSUPPORTED;
    return TS_OK;
}

static const struct codec *
codec_of_prefix(ts_span bytes)
{
    for (size_t i = 0; i < TS_COUNT(codecs); i++) {
        if (ts_span_starts_with(bytes, TS_SPAN_OF(codecs[i].prefix)))
            return &codecs[i];
    }
    return NULL;
}

enum ts_status
ts_public_key_from_multicodec(struct ts_arena *arena, struct ts_public_key *key,
                              ts_span bytes)
{
    if (bytes.len < 2)
        return TS_MALFORMED;
    const struct codec *codec = codec_of_prefix(bytes);
    if (!codec)
        return TS_UNSUPPORTED;
    ts_span point = ts_span_part(bytes, sizeof(codec->prefix), bytes.len);
    if (point.len != codec->point_len)
        return TS_MALFORMED;
    return ts_point_read(arena, key, codec->kind, point);
}

enum ts_status
ts_public_key_from_multibase(struct ts_arena *arena, struct ts_public_key *key,
                             ts_span text)
{
    if (text.len == 0)
        return TS_MALFORMED;
    if (text.at[0] != 'z')
        return TS_UNSUPPORTED;
    size_t before = arena->used;
    ts_span bytes;
    enum ts_status status =
        ts_base58_decode(arena, &bytes, ts_span_part(text, 1, text.len));
    if (status != TS_OK)
        return status == TS_NO_SPACE ? TS_NO_SPACE : TS_MALFORMED;
    status = ts_public_key_from_multicodec(arena, key, bytes);
    if (status != TS_OK)
        ts_arena_rewind(arena, before);
    return status;
}

static const struct codec *
codec_of_kind(enum ts_key_kind kind)
{
    for (size_t i = 0; i < TS_COUNT(codecs); i++) {
        if (codecs[i].kind == kind)
            return &codecs[i];
    }
    return NULL;
}

/* The point as the multicodec wants it: compressed, where it can be. */
static void
write_point(struct ts_writer *w, const struct ts_public_key *key)
{
    size_t field = ts_ec_field_size(key->kind);
    ts_span point = key->point;
    if (field == 0 || point.len != 1 + 2 * field) {
        ts_write_bytes(w, point);
        return;
    }
    ts_write_u8(w, (uint8_t)(2 + point.at[point.len - 1] % 2));
    ts_write_bytes(w, ts_span_part(point, 1, field));
}

enum ts_status
ts_public_key_to_multibase(struct ts_arena *arena, ts_span *text,
                           const struct ts_public_key *key)
{
    const struct codec *codec = codec_of_kind(key->kind);
    if (!codec)
        return TS_UNSUPPORTED;
    uint8_t raw[sizeof(codec->prefix) + TS_EC_POINT_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(raw));
    ts_write_bytes(&w, TS_SPAN_OF(codec->prefix));
    write_point(&w, key);
    ts_span bytes;
    if (ts_writer_end(&w, &bytes) != TS_OK || bytes.len != 2 + codec->point_len)
        return TS_MALFORMED;

    size_t before = arena->used;
    ts_span base58;
    if (ts_base58_encode(arena, &base58, bytes) != TS_OK)
        return TS_NO_SPACE;
    uint8_t *joined = ts_arena_take(arena, 1 + base58.len);
    if (!joined) {
        ts_arena_rewind(arena, before);
        return TS_NO_SPACE;
    }
    joined[0] = 'z';
    memcpy(joined + 1, base58.at, base58.len);
    *text = (ts_span){ joined, 1 + base58.len };
    return TS_OK;
}
