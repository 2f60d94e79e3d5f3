#include "kiosk/credential/assembly.h"

#include "keys/codec/base45.h"
#include "keys/codec/cbor.h"
#include "keys/codec/deflate.h"

#include <string.h>

void
ts_assembly_forget(struct ts_assembly *a)
{
    memset(a, 0, sizeof(*a));
}

void
ts_assembly_expire(struct ts_assembly *a, ts_mono now)
{
    uint64_t patience = a->finished ? TS_ASSEMBLY_FINISHED_MS : TS_ASSEMBLY_PATIENCE_MS;
    if (a->set.kind != TS_PART_NONE && now.ms - a->last.ms >= patience)
        ts_assembly_forget(a);
}

static bool
is_mixed(const struct ts_part_set *set)
{
    return set->kind == TS_PART_RESOURCE && set->message_len > 0;
}

static void
begin(struct ts_assembly *a, const struct ts_part *part)
{
    ts_assembly_forget(a);
    a->set = part->set;
    if (is_mixed(&a->set))
        ts_fountain_begin(&a->fountain, TS_ROOM_OF(a->pieces), &part->mixed);
}

static ts_span
piece(const struct ts_assembly *a, uint32_t index)
{
    return (ts_span){ a->pieces + a->offsets[index], a->lens[index] };
}

/* Chunks of health cards say nothing about the card they are of: another chunk in
 * the place of one we have is of another card. */
static bool
displaces(const struct ts_assembly *a, const struct ts_part *part)
{
    return part->set.kind == TS_PART_HEALTH_CARD && a->lens[part->number - 1]
           && !ts_span_equal(piece(a, part->number - 1), part->piece);
}

static bool
is_of_this_set(const struct ts_assembly *a, const struct ts_part *part)
{
    return ts_part_set_equal(&a->set, &part->set) && !displaces(a, part);
}

static bool
keep(struct ts_assembly *a, const struct ts_part *part)
{
    uint32_t index = part->number - 1;
    if (a->lens[index])
        return ts_span_equal(piece(a, index), part->piece);
    if (part->piece.len > sizeof(a->pieces) - a->pieces_used)
        return false;
    memcpy(a->pieces + a->pieces_used, part->piece.at, part->piece.len);
    a->offsets[index] = (uint32_t)a->pieces_used;
    a->lens[index] = (uint16_t)part->piece.len;
    a->pieces_used += part->piece.len;
    a->seen++;
    return true;
}

static bool
take(struct ts_assembly *a, const struct ts_part *part)
{
    if (!is_mixed(&a->set))
        return keep(a, part);
    if (!a->finished)
        ts_fountain_take(&a->fountain, &part->mixed);
    a->seen = a->fountain.seen;
    return true;
}

static enum ts_status
join(struct ts_assembly *a, struct ts_arena *arena, const char *start, ts_span *joined)
{
    ts_room rest = ts_arena_rest(arena);
    struct ts_writer w = ts_writer_over(rest);
    ts_write_text(&w, start);
    for (uint32_t i = 0; i < a->set.total; i++)
        ts_write_bytes(&w, piece(a, i));
    enum ts_status status = ts_writer_end(&w, joined);
    if (status == TS_OK)
        ts_arena_keep(arena, joined->len);
    return status;
}

/* A string is what it holds (BCR-2020-006 "bytes"); anything else is itself. */
static ts_span
content_of(struct ts_arena *arena, ts_span cbor)
{
    const struct ts_cbor *item;
    if (ts_cbor_parse(arena, &item, cbor, NULL) != TS_OK)
        return cbor;
    return item->kind == TS_CBOR_BYTES || item->kind == TS_CBOR_TEXT ? item->bytes : cbor;
}

static enum ts_status
join_resource(struct ts_assembly *a, struct ts_arena *arena)
{
    ts_span cbor = piece(a, 0);
    enum ts_status status =
        is_mixed(&a->set) ? ts_fountain_message(&a->fountain, &cbor) : TS_OK;
    if (status == TS_OK)
        a->whole = content_of(arena, cbor);
    return status;
}

static enum ts_status
unpack(struct ts_arena *arena, ts_span *content, ts_span text)
{
    ts_span packed;
    enum ts_status status = ts_base45_decode(arena, &packed, text);
    return status == TS_OK
               ? ts_inflate(arena, content, packed, TS_DEFLATE_ZLIB, TS_CONTENT_MAX)
               : status;
}

static enum ts_status
join_own(struct ts_assembly *a, struct ts_arena *arena)
{
    enum ts_status status = join(a, arena, "", &a->whole);
    if (status == TS_OK && a->set.kind == TS_PART_PACKED)
        status = unpack(arena, &a->whole, a->whole);
    if (status == TS_OK && ts_part_mark(a->whole) != a->set.mark)
        status = TS_MALFORMED; /* FORMAT.md 9.5 */
    return status;
}

static enum ts_status
join_all(struct ts_assembly *a)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(a->memory));
    switch (a->set.kind) {
    case TS_PART_NONE: break;
    case TS_PART_HEALTH_CARD: return join(a, &arena, "shc:/", &a->whole);
    case TS_PART_TEXT:
    case TS_PART_PACKED: return join_own(a, &arena);
    case TS_PART_RESOURCE: return join_resource(a, &arena);
    }
    return TS_ABSENT;
}

static bool
finish(struct ts_assembly *a)
{
    a->finished =
        join_all(a) == TS_OK && a->whole.len > 0 && a->whole.len <= TS_CONTENT_MAX;
    return a->finished;
}

struct ts_assembly_answer
ts_assembly_feed(struct ts_assembly *a, ts_span text, ts_mono now)
{
    struct ts_assembly_answer answer = { .kind = TS_ASSEMBLY_NOT_A_PART };
    uint8_t scratch[TS_PART_SCRATCH];
    struct ts_part part;
    ts_assembly_expire(a, now);
    if (!ts_part_read(&part, TS_ROOM_OF(scratch), text))
        return answer;
    if (!is_of_this_set(a, &part))
        begin(a, &part);
    a->last = now;
    answer.kind = TS_ASSEMBLY_CONFLICT;
    if (!take(a, &part) || (!a->finished && a->seen == a->set.total && !finish(a))) {
        ts_assembly_forget(a);
        return answer;
    }
    answer.kind = a->finished ? TS_ASSEMBLY_WHOLE : TS_ASSEMBLY_PART;
    answer.seen = a->seen;
    answer.total = a->set.total;
    answer.whole = a->whole;
    return answer;
}

bool
ts_assembly_fits(const struct ts_assembly *a, ts_span text)
{
    uint8_t scratch[TS_PART_SCRATCH];
    struct ts_part part;
    return ts_part_read(&part, TS_ROOM_OF(scratch), text) && is_of_this_set(a, &part);
}

bool
ts_assembly_missing(const struct ts_assembly *a, uint32_t *part, uint32_t *total)
{
    uint32_t index = 0;
    if (a->set.kind == TS_PART_NONE || a->finished)
        return false;
    while (!is_mixed(&a->set) && index < a->set.total && a->lens[index])
        index++;
    *part = is_mixed(&a->set) ? 0 : index + 1;
    *total = a->set.total;
    return true;
}
