#include "kiosk/reader/message.h"

#include "firmware/base/reader.h"
#include "firmware/base/writer.h"
#include "kiosk/scan/slot.h"

#include <string.h>

enum kind { HELLO = 'H', READY = 'R', REQUEST = '?', ANSWER = '!' };

enum { HAS_REGION = 1 };
enum { LOOKED = 1 };
enum { SEEN = 1, READ = 2, CUT_OFF = 4 };

static void
write_u32(struct ts_writer *w, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        ts_write_u8(w, (uint8_t)(value >> shift));
}

static void
write_u64(struct ts_writer *w, uint64_t value)
{
    write_u32(w, (uint32_t)(value >> 32));
    write_u32(w, (uint32_t)value);
}

static ts_span
written(const struct ts_writer *w)
{
    ts_span bytes;
    TS_CHECK(ts_writer_end(w, &bytes) == TS_OK);
    return bytes;
}

static void
begin(struct ts_reader *r, enum kind kind)
{
    ts_require(r, ts_read_u8(r) == (uint8_t)kind, TS_MALFORMED, "reader: kind");
}

static void
read_version(struct ts_reader *r)
{
    ts_require(r, ts_read_u8(r) == TS_READER_VERSION, TS_UNSUPPORTED, "reader: version");
}

ts_span
ts_reader_hello_write(ts_room room, const struct ts_reader_hello *hello)
{
    struct ts_writer w = ts_writer_over(room);
    ts_write_u8(&w, HELLO);
    ts_write_u8(&w, TS_READER_VERSION);
    write_u32(&w, hello->decoders);
    write_u64(&w, hello->bytes);
    return written(&w);
}

enum ts_status
ts_reader_hello_read(struct ts_reader_hello *hello, ts_span bytes)
{
    struct ts_reader r = ts_reader_over(bytes);
    begin(&r, HELLO);
    read_version(&r);
    struct ts_reader_hello read = { .decoders = ts_read_u32(&r) };
    read.bytes = ts_read_u64(&r);
    ts_require(&r, read.decoders > 0 && read.decoders <= TS_SLOT_DECODERS, TS_OVER_LIMIT,
               "reader: decoders");
    enum ts_status status = ts_reader_end(&r);
    if (status == TS_OK)
        *hello = read;
    return status;
}

ts_span
ts_reader_ready_write(ts_room room, const struct ts_reader_ready *ready)
{
    struct ts_writer w = ts_writer_over(room);
    ts_write_u8(&w, READY);
    ts_write_u8(&w, TS_READER_VERSION);
    write_u32(&w, ready->landlock);
    ts_write_u8(&w, ready->sandboxed);
    return written(&w);
}

enum ts_status
ts_reader_ready_read(struct ts_reader_ready *ready, ts_span bytes)
{
    struct ts_reader r = ts_reader_over(bytes);
    begin(&r, READY);
    read_version(&r);
    struct ts_reader_ready read = { .landlock = ts_read_u32(&r) };
    uint8_t sandboxed = ts_read_u8(&r);
    ts_require(&r, sandboxed <= 1, TS_MALFORMED, "reader: flags");
    read.sandboxed = sandboxed == 1;
    enum ts_status status = ts_reader_end(&r);
    if (status == TS_OK)
        *ready = read;
    return status;
}

ts_span
ts_reader_request_write(ts_room room, const struct ts_reader_request *request)
{
    const struct ts_scan_turn *turn = &request->turn;
    struct ts_writer w = ts_writer_over(room);
    ts_write_u8(&w, REQUEST);
    write_u64(&w, request->offset);
    write_u32(&w, request->width);
    write_u32(&w, request->height);
    write_u64(&w, request->sequence);
    write_u64(&w, request->taken.ms);
    write_u32(&w, turn->number);
    ts_write_u8(&w, turn->has_region ? HAS_REGION : 0);
    write_u32(&w, (uint32_t)turn->region.left);
    write_u32(&w, (uint32_t)turn->region.top);
    write_u32(&w, turn->region.width);
    write_u32(&w, turn->region.height);
    write_u32(&w, turn->budget_us);
    return written(&w);
}

/* Two's complement, as this machine has it too (gcc: conversion is modulo 2^32). */
static int32_t
read_i32(struct ts_reader *r)
{
    return (int32_t)ts_read_u32(r);
}

static struct ts_scan_turn
read_turn(struct ts_reader *r)
{
    struct ts_scan_turn turn = { .number = ts_read_u32(r) };
    uint8_t flags = ts_read_u8(r);
    ts_require(r, (flags & ~HAS_REGION) == 0, TS_MALFORMED, "reader: flags");
    turn.has_region = flags & HAS_REGION;
    turn.region.left = read_i32(r);
    turn.region.top = read_i32(r);
    turn.region.width = ts_read_u32(r);
    turn.region.height = ts_read_u32(r);
    turn.budget_us = ts_read_u32(r);
    return turn;
}

enum ts_status
ts_reader_request_read(struct ts_reader_request *request, ts_span bytes, uint64_t memory)
{
    struct ts_reader r = ts_reader_over(bytes);
    begin(&r, REQUEST);
    struct ts_reader_request read = { .offset = ts_read_u64(&r) };
    read.width = ts_read_u32(&r);
    read.height = ts_read_u32(&r);
    read.sequence = ts_read_u64(&r);
    read.taken.ms = ts_read_u64(&r);
    read.turn = read_turn(&r);
    ts_require(&r, read.width > 0 && read.height > 0, TS_MALFORMED,
               "reader: empty frame");
    ts_require(&r, read.width <= TS_FRAME_WIDTH_MAX && read.height <= TS_FRAME_HEIGHT_MAX,
               TS_OVER_LIMIT, "reader: frame");
    ts_require(&r,
               read.offset <= memory
                   && (uint64_t)read.width * read.height <= memory - read.offset,
               TS_OVER_LIMIT, "reader: frame in memory");
    enum ts_status status = ts_reader_end(&r);
    if (status == TS_OK)
        *request = read;
    return status;
}

/* Its bits: what is measured comes out as it went in. */
static void
write_measure(struct ts_writer *w, double value)
{
    uint64_t bits;
    if (!(value > 0)) /* not a number, too */
        value = 0;
    if (value > TS_READER_MEASURE_MAX)
        value = TS_READER_MEASURE_MAX;
    memcpy(&bits, &value, sizeof(bits));
    write_u64(w, bits);
}

static double
read_measure(struct ts_reader *r)
{
    uint64_t bits = ts_read_u64(r);
    double value;
    memcpy(&value, &bits, sizeof(value));
    bool good = value >= 0 && value <= TS_READER_MEASURE_MAX; /* so it is a number */
    ts_require(r, good, TS_OVER_LIMIT, "reader: measure");
    return good ? value : 0;
}

static void
write_corner(struct ts_writer *w, int32_t at)
{
    const int32_t most = TS_READER_CORNER_MAX;
    write_u32(w, (uint32_t)(at > most ? most : at < -most ? -most : at));
}

static int32_t
read_corner(struct ts_reader *r)
{
    const int32_t most = TS_READER_CORNER_MAX;
    int32_t at = read_i32(r);
    ts_require(r, at >= -most && at <= most, TS_OVER_LIMIT, "reader: corner");
    return at;
}

static void
write_sight(struct ts_writer *w, const struct ts_scan_sight *sight)
{
    ts_write_u8(w, (uint8_t)((sight->seen ? SEEN : 0) | (sight->read ? READ : 0)
                             | (sight->cut_off ? CUT_OFF : 0)));
    for (size_t i = 0; i < TS_COUNT(sight->corners); i++) {
        write_corner(w, sight->corners[i].x);
        write_corner(w, sight->corners[i].y);
    }
    write_measure(w, sight->module_px);
    write_measure(w, sight->contrast);
    write_measure(w, sight->blur);
    write_measure(w, sight->shine);
}

static struct ts_scan_sight
read_sight(struct ts_reader *r)
{
    uint8_t flags = ts_read_u8(r);
    ts_require(r, (flags & ~(SEEN | READ | CUT_OFF)) == 0, TS_MALFORMED, "reader: flags");
    struct ts_scan_sight sight = { .seen = flags & SEEN,
                                   .read = flags & READ,
                                   .cut_off = flags & CUT_OFF };
    for (size_t i = 0; i < TS_COUNT(sight.corners); i++) {
        sight.corners[i].x = read_corner(r);
        sight.corners[i].y = read_corner(r);
    }
    sight.module_px = read_measure(r);
    sight.contrast = read_measure(r);
    sight.blur = read_measure(r);
    sight.shine = read_measure(r);
    return sight;
}

ts_span
ts_reader_answer_write(ts_room room, const struct ts_reader_answer *answer)
{
    const struct ts_look *look = &answer->look;
    struct ts_writer w = ts_writer_over(room);
    ts_write_u8(&w, ANSWER);
    write_u64(&w, answer->sequence);
    ts_write_u8(&w, answer->looked ? LOOKED : 0);
    write_u32(&w, look->codes);
    write_u32(&w, look->parts_seen);
    write_u32(&w, look->parts_total);
    write_sight(&w, &look->sight);
    write_u32(&w, (uint32_t)look->text.len);
    ts_write_bytes(&w, look->text);
    return written(&w);
}

/* What goes together, and no more of it than there can be. */
static void
require_sense(struct ts_reader *r, const struct ts_reader_answer *answer)
{
    const struct ts_look *look = &answer->look;
    ts_require(r, look->codes <= TS_LOOK_CODES, TS_OVER_LIMIT, "reader: codes");
    ts_require(r, look->parts_total <= TS_FOUNTAIN_PARTS_MAX, TS_OVER_LIMIT,
               "reader: parts");
    ts_require(r, look->parts_seen <= look->parts_total, TS_MALFORMED, "reader: parts");
    ts_require(r, look->codes > 0 || (look->parts_total == 0 && look->text.len == 0),
               TS_MALFORMED, "reader: text of no code");
    ts_require(r, answer->looked || (look->codes == 0 && !look->sight.seen), TS_MALFORMED,
               "reader: sight of no look");
}

enum ts_status
ts_reader_answer_read(struct ts_reader_answer *answer, ts_span bytes, uint64_t sequence)
{
    struct ts_reader r = ts_reader_over(bytes);
    begin(&r, ANSWER);
    struct ts_reader_answer read = { .sequence = ts_read_u64(&r) };
    ts_require(&r, read.sequence == sequence, TS_MALFORMED, "reader: sequence");
    uint8_t flags = ts_read_u8(&r);
    ts_require(&r, (flags & ~LOOKED) == 0, TS_MALFORMED, "reader: flags");
    read.looked = flags & LOOKED;
    read.look.codes = ts_read_u32(&r);
    read.look.parts_seen = ts_read_u32(&r);
    read.look.parts_total = ts_read_u32(&r);
    read.look.sight = read_sight(&r);
    uint32_t len = ts_read_u32(&r);
    ts_require(&r, len <= TS_CONTENT_MAX, TS_OVER_LIMIT, "reader: text");
    read.look.text = ts_read_bytes(&r, ts_reader_ok(&r) ? len : 0);
    require_sense(&r, &read);
    enum ts_status status = ts_reader_end(&r);
    if (status == TS_OK)
        *answer = read;
    return status;
}
