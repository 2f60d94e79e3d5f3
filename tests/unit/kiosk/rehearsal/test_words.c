#include "kiosk/rehearsal/words.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static uint8_t room[TS_REHEARSAL_REQUEST_BYTES + 1];

static const struct ts_rehearsal_request request = {
    .number = 0x0102030405060708,
    .now = { { -5 }, TS_CLOCK_FLOOR_ONLY },
    .text = { (const uint8_t *)"HC1:\0TEXT", 9 },
};

static void
what_is_written_is_read(void **state)
{
    (void)state;
    ts_span lists = { 0 };
    struct ts_rehearsal_request read = { 0 };
    const ts_room all = TS_ROOM_OF(room);
    assert_status(ts_rehearsal_hello_read(
                      &lists, ts_rehearsal_hello_write(all, TS_SPAN_LIT("/var/lists"))),
                  TS_OK);
    assert_span_equal(lists, TS_SPAN_LIT("/var/lists"));
    assert_status(
        ts_rehearsal_hello_read(&lists, ts_rehearsal_hello_write(all, (ts_span){ 0 })),
        TS_OK);
    assert_int_equal(lists.len, 0);
    assert_status(
        ts_rehearsal_request_read(&read, ts_rehearsal_request_write(all, &request)),
        TS_OK);
    assert_true(read.number == request.number && read.now.utc.s == -5
                && read.now.clock == TS_CLOCK_FLOOR_ONLY);
    assert_span_equal(read.text, request.text);
    assert_status(ts_rehearsal_answer_read(ts_rehearsal_answer_write(all, 7), 7), TS_OK);
}

static void
the_longest_text_fits_and_one_byte_more_does_not(void **state)
{
    (void)state;
    static uint8_t text[TS_CONTENT_MAX];
    struct ts_rehearsal_request read = { .number = 99 };
    struct ts_rehearsal_request longest = request;
    longest.text = TS_SPAN_OF(text);
    ts_span bytes = ts_rehearsal_request_write(
        (ts_room){ room, TS_REHEARSAL_REQUEST_BYTES }, &longest);
    assert_int_equal(bytes.len, TS_REHEARSAL_REQUEST_BYTES);
    assert_status(ts_rehearsal_request_read(&read, (ts_span){ bytes.at, bytes.len + 1 }),
                  TS_OVER_LIMIT);
    assert_int_equal(read.number, 99);
    assert_status(ts_rehearsal_request_read(&read, bytes), TS_OK);
    assert_int_equal(read.text.len, TS_CONTENT_MAX);
}

static void
less_is_refused(void **state)
{
    (void)state;
    struct ts_rehearsal_request read = { .number = 99 };
    ts_span lists = { room, 3 };
    ts_span bytes = ts_rehearsal_request_write(TS_ROOM_OF(room), &request);
    for (size_t len = 0; len < TS_REHEARSAL_REQUEST_HEAD; len++) {
        uint8_t *copy = ts_test_exact_copy((ts_span){ bytes.at, len });
        assert_status(ts_rehearsal_request_read(&read, (ts_span){ copy, len }),
                      TS_TRUNCATED);
        assert_int_equal(read.number, 99);
        free(copy);
    }
    bytes = ts_rehearsal_hello_write(TS_ROOM_OF(room), TS_SPAN_LIT("/x"));
    for (size_t len = 0; len < 2; len++)
        assert_int_not_equal(ts_rehearsal_hello_read(&lists, (ts_span){ bytes.at, len }),
                             TS_OK);
    assert_int_equal(lists.len, 3);
    bytes = ts_rehearsal_answer_write(TS_ROOM_OF(room), 7);
    for (size_t len = 0; len < bytes.len; len++)
        assert_int_not_equal(ts_rehearsal_answer_read((ts_span){ bytes.at, len }, 7),
                             TS_OK);
    assert_status(ts_rehearsal_answer_read((ts_span){ bytes.at, bytes.len + 1 }, 7),
                  TS_TRAILING);
}

static void
what_cannot_be_is_refused(void **state)
{
    (void)state;
    static uint8_t path[TS_REHEARSAL_PATH_MAX + 3];
    struct ts_rehearsal_request read = { .number = 99 };
    ts_span lists = { 0 };
    ts_test_row("a clock that is none");
    ts_span bytes = ts_rehearsal_request_write(TS_ROOM_OF(room), &request);
    room[TS_REHEARSAL_REQUEST_HEAD - 1] = TS_CLOCK_TRUSTED + 1;
    assert_status(ts_rehearsal_request_read(&read, bytes), TS_MALFORMED);
    ts_test_row("another kind of message");
    assert_status(
        ts_rehearsal_request_read(&read, ts_rehearsal_answer_write(TS_ROOM_OF(room), 7)),
        TS_MALFORMED);
    assert_status(ts_rehearsal_answer_read(
                      ts_rehearsal_request_write(TS_ROOM_OF(room), &request), 7),
                  TS_MALFORMED);
    ts_test_row("the answer to another text");
    assert_status(
        ts_rehearsal_answer_read(ts_rehearsal_answer_write(TS_ROOM_OF(room), 8), 7),
        TS_MALFORMED);
    ts_test_row("another version");
    bytes = ts_rehearsal_hello_write(TS_ROOM_OF(room), TS_SPAN_LIT("/x"));
    room[1]++;
    assert_status(ts_rehearsal_hello_read(&lists, bytes), TS_UNSUPPORTED);
    ts_test_row("a path with a NUL in it");
    bytes = ts_rehearsal_hello_write(TS_ROOM_OF(room), TS_SPAN_LIT("/x\0y"));
    assert_status(ts_rehearsal_hello_read(&lists, bytes), TS_MALFORMED);
    ts_test_row("a path longer than any");
    memset(path, 'x', sizeof(path));
    memcpy(path, "h\1", 2);
    assert_status(ts_rehearsal_hello_read(&lists, TS_SPAN_OF(path)), TS_OVER_LIMIT);
    assert_int_equal(read.number, 99);
    assert_null(lists.at);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(the_longest_text_fits_and_one_byte_more_does_not),
        cmocka_unit_test(less_is_refused),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
