#include "firmware/base/limits.h"
#include "kiosk/scan/slot.h"
#include "tests/support/support.h"

#include <pthread.h>
#include <string.h>

enum { WIDTH = 64, HEIGHT = 48, STRIDE = 80, A_LONG_TIME_MS = 600000 };

/* A frame all of whose pixels are its sequence number, and its gaps are not. */
static struct ts_frame
frame_of(uint8_t pixels[STRIDE * HEIGHT], uint64_t sequence)
{
    memset(pixels, ~(uint8_t)sequence, STRIDE * HEIGHT);
    for (size_t y = 0; y < HEIGHT; y++)
        memset(pixels + y * STRIDE, (uint8_t)sequence, WIDTH);
    return (struct ts_frame){ .grey = pixels,
                              .width = WIDTH,
                              .height = HEIGHT,
                              .stride = STRIDE,
                              .sequence = sequence,
                              .taken = { sequence * 10 } };
}

static bool
is_whole(const struct ts_frame *frame)
{
    bool same = frame->width == WIDTH && frame->height == HEIGHT && frame->stride == WIDTH
                && frame->taken.ms == frame->sequence * 10;
    for (size_t i = 0; same && i < (size_t)WIDTH * HEIGHT; i++)
        same = frame->grey[i] == (uint8_t)frame->sequence;
    return same;
}

static enum ts_status
put(struct ts_slot *slot, uint64_t sequence)
{
    uint8_t pixels[STRIDE * HEIGHT];
    struct ts_frame frame = frame_of(pixels, sequence);
    return ts_slot_put(slot, &frame);
}

static int
setup(void **state)
{
    return ts_slot_open((struct ts_slot **)state, WIDTH, HEIGHT) == TS_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    ts_slot_close(*state);
    return 0;
}

static void
the_newest_frame_wins_and_is_given_once(void **state)
{
    struct ts_frame frame = { .sequence = 99 };
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &frame, 0), TS_ABSENT);
    assert_int_equal(frame.sequence, 99);
    for (uint64_t i = 1; i <= 3; i++)
        assert_status(put(*state, i), TS_OK);
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &frame, 0), TS_OK);
    assert_int_equal(frame.sequence, 3);
    assert_true(is_whole(&frame));
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &frame, 0), TS_ABSENT);
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &frame, 1), TS_ABSENT);
    assert_status(ts_slot_take(*state, TS_SLOT_SCREEN, &frame, 0), TS_OK);
    assert_int_equal(frame.sequence, 3);
}

static void
decoders_share_and_the_screen_has_its_own(void **state)
{
    struct ts_frame frame = { 0 };
    const enum ts_slot_reader second = TS_SLOT_DECODER_LAST;
    assert_status(put(*state, 1), TS_OK);
    assert_status(ts_slot_take(*state, second, &frame, 0), TS_OK);
    assert_int_equal(frame.sequence, 1);
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &frame, 0), TS_ABSENT);
    assert_status(ts_slot_take(*state, TS_SLOT_SCREEN, &frame, 0), TS_OK);
    assert_int_equal(frame.sequence, 1);
}

static void
what_is_only_shown_is_not_decoded(void **state)
{
    uint8_t pixels[STRIDE * HEIGHT];
    struct ts_frame frame = { 0 };
    assert_status(put(*state, 1), TS_OK);
    for (uint64_t i = 2; i < 9; i++) {
        struct ts_frame shown = frame_of(pixels, i);
        assert_status(ts_slot_show(*state, &shown), TS_OK);
    }
    /* The older one still waits for a decoder, and is whole. */
    assert_status(ts_slot_take(*state, TS_SLOT_SCREEN, &frame, 0), TS_OK);
    assert_int_equal(frame.sequence, 8);
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &frame, 0), TS_OK);
    assert_int_equal(frame.sequence, 1);
    assert_true(is_whole(&frame));
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &frame, 1), TS_ABSENT);
}

/* A buffer for everybody: all hold one, and two newest wait, of which one is only
 * shown. */
static void
there_is_always_a_buffer_to_write_into(void **state)
{
    uint8_t pixels[STRIDE * HEIGHT];
    struct ts_frame held[TS_SLOT_READERS];
    uint64_t sequence = 0;
    for (size_t i = 0; i < TS_SLOT_READERS; i++) {
        assert_status(put(*state, ++sequence), TS_OK);
        assert_status(ts_slot_take(*state, (enum ts_slot_reader)i, &held[i], 0), TS_OK);
    }
    assert_status(put(*state, ++sequence), TS_OK);
    for (size_t i = 0; i < 9; i++) {
        struct ts_frame shown = frame_of(pixels, ++sequence);
        assert_status(ts_slot_show(*state, &shown), TS_OK);
    }
    for (size_t i = 0; i < TS_SLOT_READERS; i++) {
        assert_int_equal(held[i].sequence, i + 1);
        assert_true(is_whole(&held[i]));
    }
}

static void
a_frame_in_hand_is_not_written_over(void **state)
{
    struct ts_frame decoded;
    struct ts_frame shown;
    assert_status(put(*state, 1), TS_OK);
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &decoded, 0), TS_OK);
    assert_status(put(*state, 2), TS_OK);
    assert_status(ts_slot_take(*state, TS_SLOT_SCREEN, &shown, 0), TS_OK);
    for (uint64_t i = 3; i < 20; i++)
        assert_status(put(*state, i), TS_OK);
    assert_int_equal(decoded.sequence, 1);
    assert_int_equal(shown.sequence, 2);
    assert_true(is_whole(&decoded) && is_whole(&shown));
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &decoded, 0), TS_OK);
    assert_int_equal(decoded.sequence, 19);
    assert_true(is_whole(&decoded) && is_whole(&shown));
}

static void
smaller_frames_fit_and_larger_do_not(void **state)
{
    static const uint8_t pixels[(WIDTH + 1) * (HEIGHT + 1)];
    static const struct {
        const char *rule;
        uint32_t width, height;
        enum ts_status want;
    } rows[] = {
        { "smaller", 10, 5, TS_OK },
        { "as large", WIDTH, HEIGHT, TS_OK },
        { "too wide", WIDTH + 1, HEIGHT, TS_OVER_LIMIT },
        { "too high", WIDTH, HEIGHT + 1, TS_OVER_LIMIT },
        { "no rows", WIDTH, 0, TS_OVER_LIMIT },
        { "no columns", 0, HEIGHT, TS_OVER_LIMIT },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_frame got = { 0 };
        struct ts_frame frame = { .grey = pixels,
                                  .width = rows[i].width,
                                  .height = rows[i].height,
                                  .stride = rows[i].width };
        ts_test_row(rows[i].rule);
        assert_status(ts_slot_put(*state, &frame), rows[i].want);
        assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &got, 0),
                      rows[i].want == TS_OK ? TS_OK : TS_ABSENT);
        assert_int_equal(got.width, rows[i].want == TS_OK ? rows[i].width : 0);
    }
    struct ts_slot *none = NULL;
    assert_status(ts_slot_open(&none, TS_FRAME_WIDTH_MAX + 1, 1), TS_OVER_LIMIT);
    assert_status(ts_slot_open(&none, 1, TS_FRAME_HEIGHT_MAX + 1), TS_OVER_LIMIT);
    assert_null(none);
    ts_slot_close(NULL);
}

static void
a_stopped_slot_gives_nothing(void **state)
{
    struct ts_frame frame;
    assert_status(put(*state, 1), TS_OK);
    assert_false(ts_slot_stopped(*state));
    ts_slot_stop(*state);
    assert_true(ts_slot_stopped(*state));
    assert_status(ts_slot_take(*state, TS_SLOT_DECODER, &frame, A_LONG_TIME_MS),
                  TS_ABSENT);
    assert_status(put(*state, 2), TS_OK);
    assert_status(ts_slot_take(*state, TS_SLOT_SCREEN, &frame, A_LONG_TIME_MS),
                  TS_ABSENT);
}

/* A reader that takes until the slot is stopped. */
struct reading {
    struct ts_slot *slot;
    enum ts_slot_reader reader;
    bool all_whole, all_later;
    uint64_t last;
};

static void *
read_all(void *context)
{
    struct reading *r = context;
    struct ts_frame frame;
    r->all_whole = true;
    r->all_later = true;
    while (ts_slot_take(r->slot, r->reader, &frame, A_LONG_TIME_MS) == TS_OK) {
        r->all_whole = r->all_whole && is_whole(&frame);
        r->all_later = r->all_later && frame.sequence > r->last;
        r->last = frame.sequence;
    }
    return NULL;
}

static void
readers_get_whole_frames_in_order_and_end(void **state)
{
    struct reading readings[TS_SLOT_READERS] = { 0 };
    pthread_t threads[TS_SLOT_READERS];
    for (size_t i = 0; i < TS_SLOT_READERS; i++) {
        readings[i].slot = *state;
        readings[i].reader = (enum ts_slot_reader)i;
        assert_int_equal(pthread_create(&threads[i], NULL, read_all, &readings[i]), 0);
    }
    for (uint64_t i = 1; i <= 20000; i++)
        assert_status(put(*state, i), TS_OK);
    ts_slot_stop(*state);
    for (size_t i = 0; i < TS_SLOT_READERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(readings[i].all_whole);
        assert_true(readings[i].all_later);
    }
}

/* Puts a frame for each one taken: neither can go on without being woken. */
struct exchange {
    struct ts_slot *there, *back;
    uint64_t rounds;
};

static void *
answer(void *context)
{
    struct exchange *e = context;
    struct ts_frame frame;
    while (ts_slot_take(e->there, TS_SLOT_DECODER, &frame, A_LONG_TIME_MS) == TS_OK) {
        e->rounds++;
        if (ts_slot_put(e->back, &frame) != TS_OK)
            break;
    }
    return NULL;
}

static void
every_frame_wakes_who_waits(void **state)
{
    struct exchange e = { .there = *state };
    struct ts_frame frame;
    pthread_t thread;
    assert_status(ts_slot_open(&e.back, WIDTH, HEIGHT), TS_OK);
    assert_int_equal(pthread_create(&thread, NULL, answer, &e), 0);
    for (uint64_t i = 1; i <= 1000; i++) {
        assert_status(put(e.there, i), TS_OK);
        assert_status(ts_slot_take(e.back, TS_SLOT_DECODER, &frame, A_LONG_TIME_MS),
                      TS_OK);
        assert_int_equal(frame.sequence, i);
    }
    ts_slot_stop(e.there);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(e.rounds, 1000);
    ts_slot_close(e.back);
}

int
main(void)
{
#define ON_A_SLOT(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        ON_A_SLOT(the_newest_frame_wins_and_is_given_once),
        ON_A_SLOT(decoders_share_and_the_screen_has_its_own),
        ON_A_SLOT(what_is_only_shown_is_not_decoded),
        ON_A_SLOT(there_is_always_a_buffer_to_write_into),
        ON_A_SLOT(a_frame_in_hand_is_not_written_over),
        ON_A_SLOT(smaller_frames_fit_and_larger_do_not),
        ON_A_SLOT(a_stopped_slot_gives_nothing),
        ON_A_SLOT(readers_get_whole_frames_in_order_and_end),
        ON_A_SLOT(every_frame_wakes_who_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
