#include "kiosk/reader/message.h"
#include "kiosk/scan/slot.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY = 4096, SEQUENCE = 77 };

static const struct ts_reader_hello hello = { .decoders = 3, .bytes = 1ULL << 33 };
static const struct ts_reader_ready ready = { .landlock = 7, .sandboxed = true };
static const struct ts_reader_request request = {
    .offset = 96,
    .width = 80,
    .height = 50,
    .sequence = 0x0102030405060708,
    .taken = { 123456789012 },
    .turn = { .number = 9,
              .has_region = true,
              .region = { -5, 7, 640, 480 },
              .budget_us = 25000 },
};
static const struct ts_reader_answer answer = {
    .sequence = SEQUENCE,
    .looked = true,
    .look = { .codes = 2,
              .parts_seen = 1,
              .parts_total = 3,
              .text = { (const uint8_t *)"HC1:TEXT", 8 },
              .sight = { .seen = true,
                         .read = true,
                         .corners = { { -1, 2 }, { 30, -40 }, { 500, 60 }, { 7, 800 } },
                         .module_px = 3.25,
                         .cut_off = true,
                         .contrast = 150.5,
                         .blur = 0.2,
                         .shine = 0.01 } },
};

static uint8_t room[TS_READER_ANSWER_BYTES + 1];

/* Where the parts of an answer lie in it. */
enum {
    AT_SEQUENCE = 1,
    AT_LOOKED = 9,
    AT_CODES = 10,
    AT_PARTS_SEEN = 14,
    AT_PARTS_TOTAL = 18,
    AT_SIGHT = 22,
    AT_CORNER = 23,
    AT_MEASURE = 55,
    AT_LEN = 87,
    AT_TEXT = 91,
};

static void
what_is_written_is_read(void **state)
{
    (void)state;
    struct ts_reader_hello h = { 0 };
    struct ts_reader_ready r = { 0 };
    struct ts_reader_request q = { 0 };
    struct ts_reader_answer a = { 0 };
    const ts_room all = TS_ROOM_OF(room);
    assert_status(ts_reader_hello_read(&h, ts_reader_hello_write(all, &hello)), TS_OK);
    assert_int_equal(h.decoders, 3);
    assert_true(h.bytes == hello.bytes);
    assert_status(ts_reader_ready_read(&r, ts_reader_ready_write(all, &ready)), TS_OK);
    assert_int_equal(r.landlock, 7);
    assert_true(r.sandboxed);
    assert_status(
        ts_reader_request_read(&q, ts_reader_request_write(all, &request), MEMORY),
        TS_OK);
    assert_true(q.offset == 96 && q.width == 80 && q.height == 50);
    assert_true(q.sequence == request.sequence && q.taken.ms == request.taken.ms);
    assert_memory_equal(&q.turn.region, &request.turn.region, sizeof(q.turn.region));
    assert_true(q.turn.number == 9 && q.turn.has_region && q.turn.budget_us == 25000);
    ts_span bytes = ts_reader_answer_write(all, &answer);
    assert_int_equal(bytes.len, TS_READER_ANSWER_HEAD + 8);
    assert_status(ts_reader_answer_read(&a, bytes, SEQUENCE), TS_OK);
    assert_true(a.looked && a.look.codes == 2 && a.look.parts_seen == 1
                && a.look.parts_total == 3);
    assert_span_equal(a.look.text, answer.look.text);
    assert_true(a.look.sight.seen && a.look.sight.read && a.look.sight.cut_off);
    assert_memory_equal(a.look.sight.corners, answer.look.sight.corners,
                        sizeof(a.look.sight.corners));
    assert_true(a.look.sight.module_px == 3.25 && a.look.sight.contrast == 150.5
                && a.look.sight.blur == 0.2 && a.look.sight.shine == 0.01);
}

static void
the_longest_text_fits(void **state)
{
    (void)state;
    static uint8_t text[TS_CONTENT_MAX];
    struct ts_reader_answer read;
    struct ts_reader_answer longest = answer;
    memset(text, 'x', sizeof(text));
    longest.look.text = TS_SPAN_OF(text);
    ts_span bytes =
        ts_reader_answer_write((ts_room){ room, TS_READER_ANSWER_BYTES }, &longest);
    assert_status(ts_reader_answer_read(&read, bytes, SEQUENCE), TS_OK);
    assert_span_equal(read.look.text, longest.look.text);
}

/* What one kind of message is read by, its output left alone where it is refused. */
static enum ts_status
read_answer(ts_span bytes)
{
    struct ts_reader_answer out;
    struct ts_reader_answer before;
    memset(&out, 0xA5, sizeof(out));
    before = out;
    enum ts_status status = ts_reader_answer_read(&out, bytes, SEQUENCE);
    if (status != TS_OK)
        assert_memory_equal(&out, &before, sizeof(out));
    return status;
}

static enum ts_status
read_request(ts_span bytes)
{
    struct ts_reader_request out;
    struct ts_reader_request before;
    memset(&out, 0xA5, sizeof(out));
    before = out;
    enum ts_status status = ts_reader_request_read(&out, bytes, MEMORY);
    if (status != TS_OK)
        assert_memory_equal(&out, &before, sizeof(out));
    return status;
}

static enum ts_status
read_hello(ts_span bytes)
{
    struct ts_reader_hello out = { 99, 99 };
    enum ts_status status = ts_reader_hello_read(&out, bytes);
    if (status != TS_OK)
        assert_true(out.decoders == 99 && out.bytes == 99);
    return status;
}

static enum ts_status
read_ready(ts_span bytes)
{
    struct ts_reader_ready out = { 99, true };
    enum ts_status status = ts_reader_ready_read(&out, bytes);
    if (status != TS_OK)
        assert_true(out.landlock == 99 && out.sandboxed);
    return status;
}

static void
less_or_more_is_refused(void **state)
{
    (void)state;
    const ts_room all = TS_ROOM_OF(room);
    for (int kind = 0; kind < 4; kind++) {
        enum ts_status (*const read)(ts_span) = kind == 0   ? read_hello
                                                : kind == 1 ? read_ready
                                                : kind == 2 ? read_request
                                                            : read_answer;
        ts_span bytes = kind == 0   ? ts_reader_hello_write(all, &hello)
                        : kind == 1 ? ts_reader_ready_write(all, &ready)
                        : kind == 2 ? ts_reader_request_write(all, &request)
                                    : ts_reader_answer_write(all, &answer);
        assert_status(read(bytes), TS_OK);
        for (size_t len = 0; len < bytes.len; len++) {
            uint8_t *copy = ts_test_exact_copy((ts_span){ bytes.at, len });
            assert_int_not_equal(read((ts_span){ copy, len }), TS_OK);
            free(copy);
        }
        room[bytes.len] = 0;
        assert_status(read((ts_span){ room, bytes.len + 1 }), TS_TRAILING);
        for (int byte = 0; byte < 256; byte++) {
            uint8_t first = bytes.at[0];
            room[0] = (uint8_t)byte;
            assert_int_equal(read(bytes) == TS_OK, byte == first);
            room[0] = first;
        }
    }
}

static void
another_version_is_refused(void **state)
{
    (void)state;
    ts_span bytes = ts_reader_hello_write(TS_ROOM_OF(room), &hello);
    room[1]++;
    assert_status(read_hello(bytes), TS_UNSUPPORTED);
    bytes = ts_reader_ready_write(TS_ROOM_OF(room), &ready);
    room[1]++;
    assert_status(read_ready(bytes), TS_UNSUPPORTED);
}

static void
more_decoders_than_there_can_be_are_refused(void **state)
{
    (void)state;
    struct ts_reader_hello bad = hello;
    bad.decoders = 0;
    assert_status(read_hello(ts_reader_hello_write(TS_ROOM_OF(room), &bad)),
                  TS_OVER_LIMIT);
    bad.decoders = TS_SLOT_DECODERS + 1;
    assert_status(read_hello(ts_reader_hello_write(TS_ROOM_OF(room), &bad)),
                  TS_OVER_LIMIT);
}

static void
a_frame_lies_within_the_memory(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        uint64_t offset;
        uint32_t width, height;
        enum ts_status want;
    } rows[] = {
        { "all of it", 0, 64, 64, TS_OK },
        { "its last pixel", MEMORY - 1, 1, 1, TS_OK },
        { "one past it", MEMORY, 1, 1, TS_OVER_LIMIT },
        { "one too long", 1, 64, 64, TS_OVER_LIMIT },
        { "an offset that wraps around", UINT64_MAX, 1, 1, TS_OVER_LIMIT },
        { "nothing", 0, 0, 64, TS_MALFORMED },
        { "no rows", 0, 64, 0, TS_MALFORMED },
        { "too wide", 0, TS_FRAME_WIDTH_MAX + 1, 1, TS_OVER_LIMIT },
        { "too high", 0, 1, TS_FRAME_HEIGHT_MAX + 1, TS_OVER_LIMIT },
        { "a product that wraps around", 0, 0x80000000, 0x80000000, TS_OVER_LIMIT },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_reader_request q = request;
        q.offset = rows[i].offset;
        q.width = rows[i].width;
        q.height = rows[i].height;
        ts_test_row(rows[i].rule);
        assert_status(read_request(ts_reader_request_write(TS_ROOM_OF(room), &q)),
                      rows[i].want);
    }
}

static void
put_u32(size_t at, uint32_t value)
{
    for (size_t i = 0; i < 4; i++)
        room[at + i] = (uint8_t)(value >> (24 - 8 * i));
}

static void
a_number_that_cannot_be_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        size_t at;
        uint32_t value;
        enum ts_status want;
    } rows[] = {
        { "of another request", AT_SEQUENCE + 4, SEQUENCE + 1, TS_MALFORMED },
        { "of a request with the same low half", AT_SEQUENCE, 1, TS_MALFORMED },
        { "more codes than are looked at", AT_CODES, TS_LOOK_CODES + 1, TS_OVER_LIMIT },
        { "text without a code", AT_CODES, 0, TS_MALFORMED },
        { "more parts than there can be", AT_PARTS_TOTAL, TS_FOUNTAIN_PARTS_MAX + 1,
          TS_OVER_LIMIT },
        { "more parts than there are", AT_PARTS_SEEN, 4, TS_MALFORMED },
        { "a corner too far right", AT_CORNER, TS_READER_CORNER_MAX + 1, TS_OVER_LIMIT },
        { "a corner as far left as numbers go", AT_CORNER, 0x80000000, TS_OVER_LIMIT },
        { "the last corner too far down", AT_CORNER + 28, 0x7FFFFFFF, TS_OVER_LIMIT },
        { "a text longer than any", AT_LEN, TS_CONTENT_MAX + 1, TS_OVER_LIMIT },
        { "a text as long as numbers go", AT_LEN, 0xFFFFFFFF, TS_OVER_LIMIT },
        { "a text longer than the message", AT_LEN, 9, TS_TRUNCATED },
        { "a text shorter than the message", AT_LEN, 7, TS_TRAILING },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_span bytes = ts_reader_answer_write(TS_ROOM_OF(room), &answer);
        put_u32(rows[i].at, rows[i].value);
        ts_test_row(rows[i].rule);
        assert_status(read_answer(bytes), rows[i].want);
    }
}

static void
a_flag_nobody_knows_is_refused(void **state)
{
    (void)state;
    static const size_t flags[] = { AT_LOOKED, AT_SIGHT };
    for (size_t i = 0; i < TS_COUNT(flags); i++) {
        ts_span bytes = ts_reader_answer_write(TS_ROOM_OF(room), &answer);
        room[flags[i]] |= 0x80;
        assert_status(read_answer(bytes), TS_MALFORMED);
    }
    ts_span bytes = ts_reader_answer_write(TS_ROOM_OF(room), &answer);
    room[AT_LOOKED] = 0;
    ts_test_row("who did not look saw nothing");
    assert_status(read_answer(bytes), TS_MALFORMED);
    bytes = ts_reader_ready_write(TS_ROOM_OF(room), &ready);
    room[TS_READER_READY_BYTES - 1] = 2;
    assert_status(read_ready(bytes), TS_MALFORMED);
}

static void
a_measure_that_is_no_number_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        double value;
    } rows[] = {
        { "not a number", NAN },
        { "infinite", INFINITY },
        { "infinitely little", -INFINITY },
        { "negative", -1e-300 },
        { "too large", TS_READER_MEASURE_MAX * 1.0001 },
    };
    for (size_t measure = 0; measure < 4; measure++)
        for (size_t i = 0; i < TS_COUNT(rows); i++) {
            uint64_t bits;
            ts_span bytes = ts_reader_answer_write(TS_ROOM_OF(room), &answer);
            memcpy(&bits, &rows[i].value, sizeof(bits));
            put_u32(AT_MEASURE + 8 * measure, (uint32_t)(bits >> 32));
            put_u32(AT_MEASURE + 8 * measure + 4, (uint32_t)bits);
            ts_test_row(rows[i].rule);
            assert_status(read_answer(bytes), TS_OVER_LIMIT);
        }
}

/* What our own side measured of a pose that is none must not end it. */
static void
what_is_written_is_brought_within_bounds(void **state)
{
    (void)state;
    struct ts_reader_answer wild = answer;
    struct ts_reader_answer read;
    wild.look.sight.corners[0] = (struct ts_point){ INT32_MIN, INT32_MAX };
    wild.look.sight.blur = NAN;
    wild.look.sight.shine = -1;
    wild.look.sight.contrast = INFINITY;
    ts_span bytes = ts_reader_answer_write(TS_ROOM_OF(room), &wild);
    assert_status(ts_reader_answer_read(&read, bytes, SEQUENCE), TS_OK);
    assert_int_equal(read.look.sight.corners[0].x, -TS_READER_CORNER_MAX);
    assert_int_equal(read.look.sight.corners[0].y, TS_READER_CORNER_MAX);
    assert_true(read.look.sight.blur == 0 && read.look.sight.shine == 0);
    assert_true(read.look.sight.contrast == TS_READER_MEASURE_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(the_longest_text_fits),
        cmocka_unit_test(less_or_more_is_refused),
        cmocka_unit_test(another_version_is_refused),
        cmocka_unit_test(more_decoders_than_there_can_be_are_refused),
        cmocka_unit_test(a_frame_lies_within_the_memory),
        cmocka_unit_test(a_number_that_cannot_be_is_refused),
        cmocka_unit_test(a_flag_nobody_knows_is_refused),
        cmocka_unit_test(a_measure_that_is_no_number_is_refused),
        cmocka_unit_test(what_is_written_is_brought_within_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
