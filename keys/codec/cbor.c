#include "keys/codec/cbor.h"

#include "firmware/base/limits.h"
#include "firmware/base/reader.h"
#include "firmware/base/utf8.h"
#include "firmware/base/writer.h"
#include "keys/codec/cbor_keys.h"

#include <string.h>

static const char HEAD[] = "RFC 8949 3";
static const char INDEFINITE[] = "RFC 8949 3.2";
static const char DEPTH[] = "limits.h TS_DEPTH_MAX";
static const char MEMBERS[] = "limits.h TS_MEMBERS_MAX";
static const char ARENA_FULL[] = "the arena is full";

enum { BREAK = 0xFF };

struct parse {
    struct ts_reader r;
    struct ts_arena *arena;
    int depth;
};

/* Initial byte and argument of an item. */
struct head {
    enum ts_cbor_kind kind;
    bool indefinite;
    size_t width; /* Bytes the argument takes after the initial one. */
    uint64_t value;
};

/* ts_require() without the call while all is well: this runs several times an
 * item. */
static inline void
require(struct ts_reader *r, bool fact, enum ts_status why, const char *rule)
{
    if (!fact)
        ts_require(r, false, why, rule);
}

static uint64_t
read_argument(struct ts_reader *r, size_t width, uint8_t info)
{
    switch (width) {
    case 1: return ts_read_u8(r);
    case 2: return ts_read_u16(r);
    case 4: return ts_read_u32(r);
    case 8: return ts_read_u64(r);
    default: return info;
    }
}

static bool
may_be_indefinite(enum ts_cbor_kind kind)
{
    return kind == TS_CBOR_BYTES || kind == TS_CBOR_TEXT || kind == TS_CBOR_ARRAY
           || kind == TS_CBOR_MAP;
}

/* What the initial byte, and a simple value's argument, allow. */
static bool
is_well_formed(const struct head *head, uint8_t info)
{
    if (head->kind == TS_CBOR_SIMPLE && head->width == 1 && head->value < 32)
        return false;
    return info < 28 || (info == 31 && may_be_indefinite(head->kind));
}

static struct head
read_head(struct ts_reader *r)
{
    static const uint8_t widths[32] = { [24] = 1, [25] = 2, [26] = 4, [27] = 8 };
    uint8_t initial = ts_read_u8(r);
    uint8_t info = initial & 0x1F;
    /* The kinds stand in the order of the major types; 0 is NONE. */
    struct head head = {
        .kind = (enum ts_cbor_kind)((initial >> 5) + 1),
        .indefinite = info == 31,
        .width = widths[info],
    };
    head.value = read_argument(r, head.width, info);
    require(r, is_well_formed(&head, info), TS_MALFORMED, HEAD);
    if (head.kind == TS_CBOR_SIMPLE && head.width > 1)
        head.kind = TS_CBOR_FLOAT;
    return head;
}

/* What is announced must be able to follow: an element takes a byte at least.
 * So a short input with a huge count costs nothing. */
static void
require_enough_left(struct ts_reader *r, const struct head *head)
{
    size_t left = r->input.len - r->offset;
    if (head->indefinite || !may_be_indefinite(head->kind))
        return;
    if (head->kind == TS_CBOR_MAP) {
        require(r, head->value <= TS_MEMBERS_MAX, TS_OVER_LIMIT, MEMBERS);
        left /= 2;
    }
    require(r, head->value <= left, TS_TRUNCATED, "the input ends here");
}

static bool
take_break(struct ts_reader *r)
{
    if (ts_reader_left(r) == 0 || r->input.at[r->offset] != BREAK)
        return false;
    (void)ts_read_u8(r);
    return true;
}

static ts_span
read_definite_string(struct ts_reader *r, const struct head *head)
{
    ts_span bytes = ts_read_bytes(r, (size_t)head->value);
    require(r, head->kind != TS_CBOR_TEXT || ts_utf8_valid(bytes), TS_MALFORMED,
            "RFC 8949 3.1: UTF-8");
    return bytes;
}

/* Chunks, joined in the arena; each of them is valid for itself. */
static ts_span
read_indefinite_string(struct parse *p, enum ts_cbor_kind kind)
{
    struct ts_writer joined = ts_writer_over(ts_arena_rest(p->arena));
    while (ts_reader_ok(&p->r) && !take_break(&p->r)) {
        struct head head = read_head(&p->r);
        require(&p->r, head.kind == kind && !head.indefinite, TS_MALFORMED,
                "RFC 8949 3.2.3");
        require_enough_left(&p->r, &head);
        ts_write_bytes(&joined, read_definite_string(&p->r, &head));
    }
    require(&p->r, !joined.full, TS_NO_SPACE, ARENA_FULL);
    if (!ts_reader_ok(&p->r))
        return (ts_span){ 0 };
    ts_arena_keep(p->arena, joined.used);
    return ts_writer_span(&joined);
}

static struct ts_cbor *read_item(struct parse *p);

/* Up to count items, or to the break; returns how many there were. */
static uint64_t
read_children(struct parse *p, struct ts_cbor *parent, uint64_t count, bool indefinite)
{
    struct ts_cbor **end = &parent->first;
    uint64_t read = 0;

    p->depth++;
    require(&p->r, p->depth <= TS_DEPTH_MAX, TS_OVER_LIMIT, DEPTH);
    while (ts_reader_ok(&p->r) && (indefinite ? !take_break(&p->r) : read < count)) {
        require(&p->r, read < count, TS_OVER_LIMIT, MEMBERS);
        *end = read_item(p);
        if (*end)
            end = &(*end)->next;
        read++;
    }
    p->depth--;
    return read;
}

static void
require_distinct_keys(struct parse *p, const struct ts_cbor *map)
{
    const struct ts_cbor *again = map;
    if (!ts_reader_ok(&p->r))
        return;
    enum ts_status status = ts_cbor_keys_distinct(p->arena, map, &again);
    require(&p->r, status != TS_NO_SPACE, TS_NO_SPACE, ARENA_FULL);
    if (status == TS_DUPLICATE)
        ts_fault_set(&p->r.fault, status, (size_t)(again->source.at - p->r.input.at),
                     "RFC 8949 5.6");
}

static void
read_array(struct parse *p, struct ts_cbor *array, const struct head *head)
{
    uint64_t most = head->indefinite ? UINT32_MAX : head->value;
    require(&p->r, most <= UINT32_MAX, TS_OVER_LIMIT, "2^32 elements");
    array->count = (uint32_t)read_children(p, array, most, head->indefinite);
}

static void
read_map(struct parse *p, struct ts_cbor *map, const struct head *head)
{
    uint64_t most = head->indefinite ? TS_MEMBERS_MAX : head->value;
    uint64_t read = read_children(p, map, 2 * most, head->indefinite);
    require(&p->r, read % 2 == 0, TS_MALFORMED, INDEFINITE);
    map->count = (uint32_t)(read / 2);
    require_distinct_keys(p, map);
}

static double
half_value(uint16_t half)
{
    unsigned exponent = half >> 10 & 0x1F;
    uint64_t fraction = half & 0x3FF;
    double magnitude = (double)fraction * 0x1p-24;
    if (exponent != 0) {
        /* 1023 and 15 are the biases; all ones is infinity or NaN in both. */
        uint64_t wide = exponent == 31 ? 2047 : exponent + 1023 - 15;
        uint64_t bits = wide << 52 | fraction << 42;
        memcpy(&magnitude, &bits, sizeof(magnitude));
    }
    return half & 0x8000 ? -magnitude : magnitude;
}

static double
float_value(const struct head *head)
{
    uint32_t bits = (uint32_t)head->value;
    float single;
    double number;

    switch (head->width) {
    case 2: return half_value((uint16_t)head->value);
    case 4: memcpy(&single, &bits, sizeof(single)); return (double)single;
    default: memcpy(&number, &head->value, sizeof(number)); return number;
    }
}

static void
read_content(struct parse *p, struct ts_cbor *item, const struct head *head)
{
    switch (head->kind) {
    case TS_CBOR_NONE: break;
    case TS_CBOR_UNSIGNED:
    case TS_CBOR_NEGATIVE:
    case TS_CBOR_SIMPLE: item->value = head->value; break;
    case TS_CBOR_BYTES:
    case TS_CBOR_TEXT:
        item->bytes = head->indefinite ? read_indefinite_string(p, head->kind)
                                       : read_definite_string(&p->r, head);
        break;
    case TS_CBOR_ARRAY: read_array(p, item, head); break;
    case TS_CBOR_MAP: read_map(p, item, head); break;
    case TS_CBOR_TAG:
        item->value = head->value;
        (void)read_children(p, item, 1, false);
        break;
    case TS_CBOR_FLOAT: item->number = float_value(head); break;
    }
}

/* NULL when the reader has failed before there was an item to fill. */
static struct ts_cbor *
read_item(struct parse *p)
{
    size_t start = p->r.offset;
    struct head head = read_head(&p->r);
    require_enough_left(&p->r, &head);
    if (!ts_reader_ok(&p->r))
        return NULL;

    struct ts_cbor *item = ts_arena_take(p->arena, sizeof(*item));
    require(&p->r, item, TS_NO_SPACE, ARENA_FULL);
    if (!item)
        return NULL;
    item->kind = head.kind;
    read_content(p, item, &head);
    item->source = (ts_span){ p->r.input.at + start, p->r.offset - start };
    return item;
}

enum ts_status
ts_cbor_parse(struct ts_arena *arena, const struct ts_cbor **root, ts_span source,
              struct ts_fault *fault)
{
    struct parse p = { .r = ts_reader_over(source), .arena = arena };
    size_t used = arena->used;
    const struct ts_cbor *item = read_item(&p);

    enum ts_status status = ts_reader_end(&p.r);
    if (fault)
        *fault = p.r.fault;
    if (status == TS_OK)
        *root = item;
    else
        ts_arena_rewind(arena, used);
    return status;
}
