#include "firmware/base/limits.h"
#include "firmware/base/utf8.h"
#include "keys/trust/revocation_form.h"

/* Numbers, heads and rows. The numbers of rows stand column by column: what is alike
 * lies together, and zstd takes it for next to nothing (FORMAT.md 6.3). */

void
ts_write_be(struct ts_writer *w, uint64_t value, size_t width)
{
    while (width-- > 0)
        ts_write_u8(w, (uint8_t)(value >> 8 * width));
}

size_t
ts_varint(uint8_t room[static TS_REV_VARINT_MAX], uint64_t value)
{
    size_t len = 0;
    for (; value >= 0x80; value >>= 7)
        room[len++] = (uint8_t)(value | 0x80);
    room[len++] = (uint8_t)value;
    return len;
}

void
ts_write_varint(struct ts_writer *w, uint64_t value)
{
    uint8_t room[TS_REV_VARINT_MAX];
    size_t len = ts_varint(room, value);
    ts_write_bytes(w, (ts_span){ room, len });
}

uint64_t
ts_read_varint(struct ts_reader *r)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < TS_REV_VARINT_MAX && ts_reader_ok(r); i++) {
        uint8_t byte = ts_read_u8(r);
        ts_require(r, i < TS_REV_VARINT_MAX - 1 || byte <= 1, TS_MALFORMED,
                   "FORMAT.md 6.2");
        ts_require(r, i == 0 || byte != 0, TS_MALFORMED, "FORMAT.md 6.2");
        value |= (uint64_t)(byte & 0x7f) << 7 * i;
        if (byte < 0x80)
            break;
    }
    return ts_reader_ok(r) ? value : 0;
}

static void
write_coding(struct ts_writer *w, const struct ts_rev_part *part)
{
    ts_write_u8(w, part->coding);
    if (!(part->coding & TS_REV_ZSTD))
        return;
    ts_write_varint(w, part->plain_len);
    ts_write_varint(w, part->coded_len);
}

static void
read_coding(struct ts_reader *r, struct ts_rev_part *part)
{
    part->coding = ts_read_u8(r);
    ts_require(r, part->coding < 2 * TS_REV_ZSTD, TS_UNSUPPORTED, "FORMAT.md 6.10");
    ts_require(r, part->count > 0 || part->coding == 0, TS_MALFORMED, "FORMAT.md 6.10");
    if (!(part->coding & TS_REV_ZSTD))
        return;
    part->plain_len = ts_read_varint(r);
    part->coded_len = ts_read_varint(r);
    ts_require(r,
               part->plain_len >= part->count
                   && part->plain_len <= part->count * TS_REV_VARINT_MAX,
               TS_MALFORMED, "FORMAT.md 6.12");
}

static uint64_t
read_count(struct ts_reader *r)
{
    uint64_t count = ts_read_varint(r);
    ts_require(r, count <= TS_REVOCATIONS_MAX, TS_OVER_LIMIT, "FORMAT.md 6.10");
    return ts_reader_ok(r) ? count : 0;
}

void
ts_write_part(struct ts_writer *w, const struct ts_rev_part *part)
{
    ts_write_varint(w, part->count);
    write_coding(w, part);
}

struct ts_rev_part
ts_read_part(struct ts_reader *r)
{
    struct ts_rev_part part = { .count = read_count(r) };
    read_coding(r, &part);
    return part;
}

int
ts_revocation_list_compare(const struct ts_revocation_list *a,
                           const struct ts_revocation_list *b)
{
    int order = ts_span_compare(a->url, b->url);
    if (order == 0)
        order = (int)a->kind - (int)b->kind;
    if (order == 0)
        order = (int)a->purpose - (int)b->purpose;
    return order;
}

static bool
has_text_form(ts_span text)
{
    return text.len <= TS_REVOCATION_TEXT_MAX && ts_utf8_valid(text);
}

/* Which purposes a kind of list has. */
static bool
has_purpose_form(const struct ts_revocation_list *list)
{
    enum ts_revocation_purpose purpose = list->purpose;
    bool is_validity =
        purpose == TS_REVOCATION_WITHDRAWN || purpose == TS_REVOCATION_SUSPENDED;
    switch (list->kind) {
    case TS_STATUS_KIND_NONE:
    case TS_STATUS_HEALTH: return false;
    case TS_STATUS_BITSTRING:
    case TS_STATUS_LIST_2021:
        return is_validity || purpose == TS_REVOCATION_REFRESH
               || purpose == TS_REVOCATION_MESSAGE;
    case TS_STATUS_TOKEN: return is_validity || purpose == TS_REVOCATION_UNNAMED;
    case TS_STATUS_1EDTECH: return purpose == TS_REVOCATION_WITHDRAWN;
    }
    return false;
}

static bool
has_bits_form(const struct ts_revocation_list *list)
{
    unsigned bits = list->bits;
    switch (list->kind) {
    case TS_STATUS_KIND_NONE:
    case TS_STATUS_HEALTH: return false;
    case TS_STATUS_BITSTRING:
    case TS_STATUS_LIST_2021: return bits >= 1 && bits <= 8;
    case TS_STATUS_TOKEN: return bits == 1 || bits == 2 || bits == 4 || bits == 8;
    case TS_STATUS_1EDTECH: return bits == 0;
    }
    return false;
}

uint64_t
ts_revocation_list_last(const struct ts_revocation_list *list)
{
    if (list->kind == TS_STATUS_1EDTECH)
        return UINT64_MAX;
    return list->size ? list->size - 1 : 0;
}

static bool
has_canary_form(const struct ts_revocation_list *list)
{
    uint64_t last = ts_revocation_list_last(list);
    if (!list->has_canaries)
        return true;
    return list->canary_set != list->canary_clear && list->canary_set <= last
           && list->canary_clear <= last;
}

const char *
ts_revocation_list_broken(const struct ts_revocation_list *list)
{
    if (list->url.len == 0 || !has_text_form(list->url) || !has_text_form(list->issuer))
        return "FORMAT.md 6.4";
    if (!has_bits_form(list))
        return "FORMAT.md 6.5";
    if (!has_purpose_form(list))
        return "FORMAT.md 6.6";
    if (list->size > (list->kind == TS_STATUS_1EDTECH ? 0 : TS_REVOCATION_LIST_MAX))
        return "FORMAT.md 6.7";
    return has_canary_form(list) ? NULL : "FORMAT.md 6.8";
}

static void
write_canaries(struct ts_writer *w, const struct ts_rev_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ts_write_u8(w, rows[i].list.has_canaries);
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].list.has_canaries)
            continue;
        ts_write_varint(w, rows[i].list.canary_set);
        ts_write_varint(w, rows[i].list.canary_clear);
    }
}

void
ts_write_rows(struct ts_writer *w, const struct ts_rev_row *rows, size_t count)
{
    ts_write_varint(w, count);
    for (size_t i = 0; i < count; i++) {
        ts_write_varint(w, rows[i].list.url.len);
        ts_write_bytes(w, rows[i].list.url);
        ts_write_varint(w, rows[i].list.issuer.len);
        ts_write_bytes(w, rows[i].list.issuer);
    }
    for (size_t i = 0; i < count; i++)
        ts_write_u8(w, (uint8_t)rows[i].list.kind);
    for (size_t i = 0; i < count; i++)
        ts_write_u8(w, (uint8_t)rows[i].list.purpose);
    for (size_t i = 0; i < count; i++)
        ts_write_u8(w, (uint8_t)rows[i].list.bits);
    for (size_t i = 0; i < count; i++)
        ts_write_varint(w, rows[i].list.size);
    write_canaries(w, rows, count);
    for (size_t i = 0; i < count; i++)
        ts_write_varint(w, rows[i].part.count);
    for (size_t i = 0; i < count; i++)
        write_coding(w, &rows[i].part);
}

static ts_span
read_text(struct ts_reader *r)
{
    uint64_t len = ts_read_varint(r);
    ts_require(r, len <= TS_REVOCATION_TEXT_MAX, TS_OVER_LIMIT, "FORMAT.md 6.4");
    return ts_read_bytes(r, (size_t)len);
}

static enum ts_status_kind
read_kind(struct ts_reader *r)
{
    uint8_t kind = ts_read_u8(r);
    ts_require(r, kind >= TS_STATUS_BITSTRING && kind <= TS_STATUS_1EDTECH,
               TS_UNSUPPORTED, "FORMAT.md 6.5");
    return ts_reader_ok(r) ? (enum ts_status_kind)kind : TS_STATUS_KIND_NONE;
}

static enum ts_revocation_purpose
read_purpose(struct ts_reader *r)
{
    uint8_t purpose = ts_read_u8(r);
    ts_require(r, purpose >= TS_REVOCATION_WITHDRAWN && purpose <= TS_REVOCATION_UNNAMED,
               TS_UNSUPPORTED, "FORMAT.md 6.6");
    return ts_reader_ok(r) ? (enum ts_revocation_purpose)purpose : TS_REVOCATION_NONE;
}

static bool
read_flag(struct ts_reader *r)
{
    uint8_t flag = ts_read_u8(r);
    ts_require(r, flag <= 1, TS_MALFORMED, "FORMAT.md 6.8");
    return flag == 1;
}

static void
read_columns(struct ts_reader *r, struct ts_rev_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rows[i].list.url = read_text(r);
        rows[i].list.issuer = read_text(r);
    }
    for (size_t i = 0; i < count; i++)
        rows[i].list.kind = read_kind(r);
    for (size_t i = 0; i < count; i++)
        rows[i].list.purpose = read_purpose(r);
    for (size_t i = 0; i < count; i++)
        rows[i].list.bits = ts_read_u8(r);
    for (size_t i = 0; i < count; i++)
        rows[i].list.size = ts_read_varint(r);
    for (size_t i = 0; i < count; i++)
        rows[i].list.has_canaries = read_flag(r);
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].list.has_canaries)
            continue;
        rows[i].list.canary_set = ts_read_varint(r);
        rows[i].list.canary_clear = ts_read_varint(r);
    }
    for (size_t i = 0; i < count; i++)
        rows[i].part.count = read_count(r);
    for (size_t i = 0; i < count; i++)
        read_coding(r, &rows[i].part);
}

static void
check_rows(struct ts_reader *r, const struct ts_rev_row *rows, size_t count)
{
    uint64_t positions = 0;
    for (size_t i = 0; i < count && ts_reader_ok(r); i++) {
        const struct ts_revocation_list *list = &rows[i].list;
        int order = i ? ts_revocation_list_compare(&rows[i - 1].list, list) : -1;
        ts_require(r, order != 0, TS_DUPLICATE, "FORMAT.md 6.4");
        ts_require(r, order < 0, TS_MALFORMED, "FORMAT.md 6.4");
        const char *broken = ts_revocation_list_broken(list);
        ts_require(r, !broken, TS_MALFORMED, broken);
        ts_require(r, list->size >= rows[i].part.count || list->kind == TS_STATUS_1EDTECH,
                   TS_MALFORMED, "FORMAT.md 6.7");
        positions += rows[i].part.count;
        ts_require(r, positions <= TS_REVOCATIONS_MAX, TS_OVER_LIMIT, "FORMAT.md 6.10");
    }
}

struct ts_rev_row *
ts_read_rows(struct ts_reader *r, struct ts_arena *arena, size_t *count)
{
    uint64_t stated = ts_read_varint(r);
    ts_require(r, stated <= TS_REVOCATION_SEGMENTS_MAX, TS_OVER_LIMIT, "FORMAT.md 6.3");
    /* No row is shorter than ten bytes. */
    ts_require(r, stated <= ts_reader_left(r) / 10, TS_TRUNCATED, "FORMAT.md 6.3");
    if (!ts_reader_ok(r))
        return NULL;
    struct ts_rev_row *rows = ts_arena_take_array(arena, (size_t)stated, sizeof(*rows));
    if (!rows)
        return NULL;
    read_columns(r, rows, (size_t)stated);
    check_rows(r, rows, (size_t)stated);
    *count = (size_t)stated;
    return ts_reader_ok(r) ? rows : NULL;
}
