#include "kiosk/credential/part.h"

#include "keys/codec/base45.h"
#include "keys/codec/bytewords.h"
#include "keys/codec/deflate.h"
#include "keys/crypto/digest.h"

#include <string.h>

/* RFC 9285 4.2, which is the alphanumeric mode of codes, too. */
static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

enum { MARK_DIGITS = 8 };

/* What is left of a text that is read from its front; what does not fit empties it. */
struct rest {
    ts_span text;
    bool good;
};

static bool
starts(struct rest *rest, const char *start, bool any_case)
{
    size_t len = strlen(start);
    for (size_t i = 0; i < len; i++) {
        uint8_t c = i < rest->text.len ? rest->text.at[i] : 0;
        if (any_case && c >= 'A' && c <= 'Z')
            c = (uint8_t)(c + ('a' - 'A'));
        if (c != (uint8_t)start[i])
            return false;
    }
    rest->text = ts_span_part(rest->text, len, rest->text.len);
    return true;
}

/* Up to a character, which is taken, too. */
static ts_span
field(struct rest *rest, char end)
{
    size_t len = ts_span_index(rest->text, (uint8_t)end);
    rest->good = rest->good && len < rest->text.len;
    ts_span taken = ts_span_part(rest->text, 0, len);
    rest->text = ts_span_part(rest->text, len + 1, rest->text.len);
    return taken;
}

/* Decimal, from 1 on, without zeros before it. */
static uint32_t
number(struct rest *rest, char end)
{
    ts_span digits = field(rest, end);
    uint64_t value = 0;
    rest->good = rest->good && digits.len > 0 && digits.len <= 10 && digits.at[0] != '0';
    for (size_t i = 0; rest->good && i < digits.len; i++) {
        rest->good = digits.at[i] >= '0' && digits.at[i] <= '9';
        value = value * 10 + digits.at[i] - '0';
    }
    rest->good = rest->good && value <= UINT32_MAX;
    return (uint32_t)value;
}

static bool
consists_of(ts_span text, const char *characters, size_t count)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!memchr(characters, text.at[i], count))
            return false;
    }
    return true;
}

static bool
in_set(const struct ts_part *part, uint32_t max)
{
    return part->set.total <= max && part->number <= part->set.total;
}

static bool
read_health_card(struct ts_part *part, struct rest *rest)
{
    part->number = number(rest, '/');
    part->set.total = number(rest, '/');
    part->piece = rest->text;
    return rest->good && in_set(part, TS_PARTS_MAX) && part->piece.len > 0
           && consists_of(part->piece, alphabet, 10);
}

static uint32_t
mark_of(struct rest *rest)
{
    ts_span digits = field(rest, '/');
    uint32_t mark = 0;
    rest->good =
        rest->good && digits.len == MARK_DIGITS && consists_of(digits, alphabet, 16);
    for (size_t i = 0; rest->good && i < digits.len; i++) {
        uint8_t c = digits.at[i];
        mark = mark << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'A' + 10);
    }
    return mark;
}

/* FORMAT.md 9.1 */
static bool
read_own(struct ts_part *part, struct rest *rest)
{
    part->number = number(rest, '/');
    part->set.total = number(rest, '/');
    part->set.mark = mark_of(rest);
    part->piece = rest->text;
    return rest->good && in_set(part, TS_PARTS_MAX) && part->piece.len > 0
           && consists_of(part->piece, alphabet, sizeof(alphabet) - 1);
}

static bool
decode_words(ts_span *cbor, ts_room scratch, ts_span words)
{
    struct ts_arena arena = ts_arena_over(scratch);
    return ts_bytewords_decode(&arena, cbor, words) == TS_OK;
}

/* "SEQ-LEN/WORDS", which says what the CBOR says again. */
static bool
read_mixed(struct ts_part *part, ts_room scratch, struct rest *rest)
{
    ts_span cbor = { 0 };
    part->number = number(rest, '-');
    part->set.total = number(rest, '/');
    if (!rest->good || !decode_words(&cbor, scratch, rest->text)
        || ts_fountain_part_read(&part->mixed, cbor) != TS_OK)
        return false;
    part->set.mark = part->mixed.checksum;
    part->set.message_len = part->mixed.message_len;
    part->set.piece_len = part->mixed.data.len;
    return part->mixed.number == part->number && part->mixed.total == part->set.total;
}

static bool
is_type(ts_span type)
{
    for (size_t i = 0; i < type.len; i++) {
        uint8_t c = type.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return type.len > 0;
}

static bool
read_resource(struct ts_part *part, ts_room scratch, struct rest *rest)
{
    if (!is_type(field(rest, '/')) || !rest->good)
        return false;
    if (ts_span_index(rest->text, '/') < rest->text.len)
        return read_mixed(part, scratch, rest);
    part->number = 1;
    part->set.total = 1;
    if (!decode_words(&part->piece, scratch, rest->text) || part->piece.len == 0)
        return false;
    part->set.mark = ts_part_mark(part->piece);
    return true;
}

static bool
read_kind(struct ts_part *part, ts_room scratch, struct rest *rest)
{
    if (starts(rest, "shc:/", false)) {
        part->set.kind = TS_PART_HEALTH_CARD;
        return read_health_card(part, rest);
    }
    if (starts(rest, "ur:", true)) {
        part->set.kind = TS_PART_RESOURCE;
        return read_resource(part, scratch, rest);
    }
    if (starts(rest, "TS1T/", false))
        part->set.kind = TS_PART_TEXT;
    else if (starts(rest, "TS1Z/", false))
        part->set.kind = TS_PART_PACKED;
    else
        return false;
    return read_own(part, rest);
}

bool
ts_part_read(struct ts_part *part, ts_room scratch, ts_span text)
{
    struct ts_part draft = { .set = { .kind = TS_PART_NONE } };
    struct rest rest = { text, true };
    if (text.len > TS_CODE_TEXT_MAX || !read_kind(&draft, scratch, &rest))
        return false;
    *part = draft;
    return true;
}

bool
ts_part_set_equal(const struct ts_part_set *a, const struct ts_part_set *b)
{
    return a->kind == b->kind && a->total == b->total && a->mark == b->mark
           && a->message_len == b->message_len && a->piece_len == b->piece_len;
}

uint32_t
ts_part_mark(ts_span content)
{
    uint8_t digest[TS_SHA256_SIZE];
    uint32_t mark = 0;
    ts_sha256(digest, content);
    for (size_t i = 0; i < 4; i++)
        mark = mark << 8 | digest[i];
    return mark;
}

/* What is cut: the content itself where a code holds it in its alphanumeric mode,
 * else packed so that it does. */
static enum ts_status
packed(struct ts_arena *arena, ts_span *text, bool *is_packed, ts_span content)
{
    ts_span smaller;
    *is_packed = !consists_of(content, alphabet, sizeof(alphabet) - 1);
    if (!*is_packed) {
        *text = content;
        return TS_OK;
    }
    enum ts_status status = ts_deflate(arena, &smaller, content, TS_DEFLATE_ZLIB);
    return status == TS_OK ? ts_base45_encode(arena, text, smaller) : status;
}

static void
write_hex(struct ts_writer *w, uint32_t mark)
{
    for (unsigned i = 0; i < MARK_DIGITS; i++)
        ts_write_u8(w, (uint8_t)alphabet[mark >> (28 - 4 * i) & 15]);
}

enum ts_status
ts_part_cut(struct ts_arena *arena, ts_span *parts, size_t count, ts_span content)
{
    static const char longest[] = "TS1Z/16/16/01234567/";
    ts_span text = { 0 };
    bool is_packed = false;
    TS_CHECK(count >= 1 && count <= TS_PARTS_MAX);
    if (content.len > TS_CONTENT_MAX)
        return TS_OVER_LIMIT;
    enum ts_status status = packed(arena, &text, &is_packed, content);
    if (status != TS_OK)
        return status;
    if (text.len < count || text.len > TS_CONTENT_MAX)
        return TS_OVER_LIMIT;
    for (size_t i = 0, from = 0; i < count; i++) {
        size_t until = text.len * (i + 1) / count;
        size_t room = sizeof(longest) + until - from;
        uint8_t *at = ts_arena_take(arena, room);
        if (!at)
            return TS_NO_SPACE;
        struct ts_writer w = ts_writer_over((ts_room){ at, room });
        ts_write_text(&w, is_packed ? "TS1Z/" : "TS1T/");
        ts_write_decimal(&w, (int64_t)i + 1);
        ts_write_u8(&w, '/');
        ts_write_decimal(&w, (int64_t)count);
        ts_write_u8(&w, '/');
        write_hex(&w, ts_part_mark(content));
        ts_write_u8(&w, '/');
        ts_write_bytes(&w, ts_span_part(text, from, until - from));
        parts[i] = ts_writer_span(&w);
        from = until;
    }
    return TS_OK;
}
