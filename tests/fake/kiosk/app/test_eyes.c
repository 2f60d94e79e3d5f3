#include "firmware/board/fake/camera_script.h"
#include "kiosk/app/eyes.h"
#include "kiosk/scan/attention.h"
#include "kiosk/scan/gate.h"
#include "tests/support/support.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

/*
 * The eyes with a camera that sees what it is shown and decoders that read what the test
 * says, and when it says so. Nothing waits for time: a test goes on when what it waits
 * for has happened.
 */

enum { WIDTH = 64, HEIGHT = 48, FRAME_MS = 33, IDS = 256 };

/* Frames say what they hold where the gate does not look. */
enum { ID_AT = WIDTH };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const char *texts[IDS];
    bool unread[IDS]; /* A code is seen, far away. */
    bool held[IDS];   /* The decoder is not done before it is released. */
    size_t begun, told;
    uint32_t turns[IDS]; /* By what was in the frame. */
} play = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

struct ts_scanner {
    struct ts_scan_sight sight;
};

enum ts_status
ts_scanner_open(struct ts_scanner **scanner)
{
    *scanner = calloc(1, sizeof(**scanner));
    return *scanner ? TS_OK : TS_NO_SPACE;
}

void
ts_scanner_close(struct ts_scanner *scanner)
{
    free(scanner);
}

enum ts_status
ts_scanner_scan(struct ts_scanner *scanner, const struct ts_frame *frame,
                const struct ts_scan_turn *turn, struct ts_code *codes, size_t max,
                size_t *count)
{
    uint8_t id = frame->grey[ID_AT];
    assert_true(max > 0);
    pthread_mutex_lock(&play.lock);
    play.begun++;
    play.turns[id] = turn->number;
    pthread_cond_broadcast(&play.changed);
    while (play.held[id])
        pthread_cond_wait(&play.changed, &play.lock);
    const char *text = play.texts[id];
    scanner->sight = (struct ts_scan_sight){
        .seen = text || play.unread[id],
        .read = text,
        .corners = { { 10, 10 }, { 30, 10 }, { 30, 30 }, { 10, 30 } },
        .module_px = 1
    };
    pthread_mutex_unlock(&play.lock);
    *count = text ? 1 : 0;
    if (text)
        codes[0] = (struct ts_code){ .bytes = ts_span_text(text) };
    return TS_OK;
}

/* Asked for when all codes of the frame are dealt with. */
const struct ts_scan_sight *
ts_scanner_sight(const struct ts_scanner *scanner)
{
    pthread_mutex_lock(&play.lock);
    play.told++;
    pthread_cond_broadcast(&play.changed);
    pthread_mutex_unlock(&play.lock);
    return &scanner->sight;
}

static void
await(const size_t *counter, size_t least)
{
    pthread_mutex_lock(&play.lock);
    while (*counter < least)
        pthread_cond_wait(&play.changed, &play.lock);
    pthread_mutex_unlock(&play.lock);
}

static size_t
value(const size_t *counter)
{
    pthread_mutex_lock(&play.lock);
    size_t now = *counter;
    pthread_mutex_unlock(&play.lock);
    return now;
}

static void
hold(uint8_t id, bool held)
{
    pthread_mutex_lock(&play.lock);
    play.held[id] = held;
    pthread_cond_broadcast(&play.changed);
    pthread_mutex_unlock(&play.lock);
}

static struct ts_eyes *eyes;
static struct ts_sight sight;
static uint64_t now_ms;

/* The next frame; another scene than before moves. */
static void
show(uint8_t id, uint32_t scene)
{
    uint8_t pixels[WIDTH * HEIGHT];
    for (uint32_t y = 0; y < HEIGHT; y++)
        for (uint32_t x = 0; x < WIDTH; x++)
            pixels[y * WIDTH + x] =
                (uint8_t)(40 + ((x / 16 + 1) * (y / 16 + 3) * (scene + 7) * 29) % 160);
    pixels[ID_AT] = id;
    now_ms += FRAME_MS;
    const struct ts_frame frame = { .grey = pixels,
                                    .width = WIDTH,
                                    .height = HEIGHT,
                                    .stride = WIDTH,
                                    .taken = { now_ms } };
    assert_true(ts_camera_script_show(&frame));
}

static void
expect_sight(const char *text)
{
    while (!ts_eyes_sight(eyes, &sight))
        sched_yield();
    assert_span_equal(((ts_span){ sight.text, sight.len }), ts_span_text(text));
}

static void
open_eyes(size_t decoders)
{
    assert_status(ts_eyes_open_with(&eyes, "script", decoders), TS_OK);
}

static int
set_up(void **state)
{
    (void)state;
    memset(play.texts, 0, sizeof(play.texts));
    memset(play.unread, 0, sizeof(play.unread));
    memset(play.held, 0, sizeof(play.held));
    play.begun = 0;
    play.told = 0;
    play.texts[1] = "one";
    play.texts[2] = "two";
    play.unread[9] = true;
    now_ms = 1000;
    eyes = NULL;
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_eyes_close(eyes);
    return 0;
}

static void
a_code_is_read_and_said_to_be_there_for_as_long_as_it_is(void **state)
{
    (void)state;
    enum { FRAMES = 300 };
    open_eyes(1);
    show(1, 0);
    expect_sight("one");
    uint64_t identity = sight.identity;
    await(&play.told, 1);
    size_t seen = 0;
    for (size_t i = 0; i < FRAMES; i++) {
        show(1, 0);
        if (ts_eyes_sight(eyes, &sight)) {
            seen++;
            assert_true(sight.identity == identity);
        }
    }
    /* Ten seconds: once a second it is looked at whether it still is there. */
    await(&play.begun, 2);
    assert_in_range(value(&play.begun), 2, 1 + 2 + FRAMES * FRAME_MS / 1000);
    assert_in_range(seen, FRAMES - 30, FRAMES);
}

static void
a_code_that_is_gone_is_not_said_to_be_there(void **state)
{
    (void)state;
    open_eyes(1);
    show(1, 0);
    expect_sight("one");
    await(&play.told, 1);
    size_t frames = 0;
    /* It leaves: within 100 ms it is looked for, and missed. */
    for (size_t before = value(&play.told); value(&play.told) < before + 3; frames++)
        show(0, 1 + (uint32_t)frames % 2);
    (void)ts_eyes_sight(eyes, &sight);
    for (size_t i = 0; i < 50; i++) {
        show(0, (uint32_t)i % 2);
        assert_false(ts_eyes_sight(eyes, &sight));
    }
}

static void
an_empty_room_is_not_decoded_and_seen_less_often(void **state)
{
    (void)state;
    open_eyes(1);
    size_t looks = 0;
    while (looks < TS_GATE_AWAKE_FRAMES + 1) {
        show(0, 0);
        await(&play.told, ++looks);
    }
    uint64_t quiet_since = now_ms;
    show(0, 0);
    assert_int_equal(ts_camera_script_rest_ms(), 0);
    while (now_ms < quiet_since + TS_ATTENTION_REST_AFTER_MS + FRAME_MS)
        show(0, 0);
    assert_int_equal(value(&play.begun), looks);
    assert_int_equal(ts_camera_script_rest_ms(), TS_ATTENTION_REST_MS);
    /* Somebody comes: that very frame is decoded, and all frames are wanted again. */
    show(1, 1);
    assert_int_equal(ts_camera_script_rest_ms(), 0);
    expect_sight("one");
    assert_int_equal(play.turns[1], 0); /* with what reads most */
}

static size_t
shown_of(size_t frames)
{
    size_t shown = 0;
    for (size_t i = 0; i < frames; i++) {
        struct ts_frame frame;
        show(0, 0);
        shown += ts_eyes_frame(eyes, &frame) == TS_OK;
    }
    return shown;
}

static void
an_empty_room_is_shown_once_a_second_and_whoever_comes_at_once(void **state)
{
    (void)state;
    struct ts_frame frame;
    open_eyes(1);
    for (size_t looks = 0; looks < TS_GATE_AWAKE_FRAMES + 1;) {
        show(0, 0);
        await(&play.told, ++looks);
    }
    (void)!ts_eyes_frame(eyes, &frame);
    assert_int_equal(shown_of(100), 100); /* 3 s: it may be somebody who stands still */
    (void)shown_of(TS_ATTENTION_REST_AFTER_MS / FRAME_MS);
    assert_in_range(shown_of(10 * 1000 / FRAME_MS), 9, 11);
    show(1, 1);
    assert_status(ts_eyes_frame(eyes, &frame), TS_OK);
    expect_sight("one");
}

static void
decoders_take_different_frames_and_turns(void **state)
{
    (void)state;
    open_eyes(3);
    for (uint8_t id = 10; id < 13; id++)
        hold(id, true);
    for (uint8_t id = 10; id < 13; id++) {
        show(id, id);
        await(&play.begun, id - 9u);
    }
    assert_int_equal(play.turns[10], 0);
    assert_int_equal(play.turns[11], 1);
    assert_int_equal(play.turns[12], 2);
    /* All are busy: of these only the newest will be looked at. */
    for (uint8_t id = 20; id < 25; id++)
        show(id, id);
    for (uint8_t id = 10; id < 13; id++)
        hold(id, false);
    await(&play.told, 4);
    assert_int_equal(value(&play.begun), 4);
    assert_int_equal(play.turns[24], 3);
}

static void
an_older_frame_does_not_undo_a_newer_one(void **state)
{
    (void)state;
    open_eyes(2);
    hold(1, true);
    show(1, 1);
    await(&play.begun, 1);
    show(2, 2);
    expect_sight("two");
    await(&play.told, 1);
    hold(1, false);
    await(&play.told, 2);
    assert_false(ts_eyes_sight(eyes, &sight));
    show(2, 2);
    while (!ts_eyes_sight(eyes, &sight))
        show(2, 2);
    assert_span_equal(((ts_span){ sight.text, sight.len }), TS_SPAN_LIT("two"));
}

static void
what_an_older_frame_shows_counts_where_a_newer_one_shows_nothing(void **state)
{
    (void)state;
    open_eyes(2);
    hold(1, true);
    show(1, 1);
    await(&play.begun, 1);
    show(0, 2);
    await(&play.told, 1);
    hold(1, false);
    expect_sight("one");
}

static void
a_code_that_is_seen_but_not_read_gets_a_hint(void **state)
{
    (void)state;
    enum ts_hint hint = TS_HINT_NONE;
    open_eyes(1);
    show(0, 0);
    await(&play.told, 1);
    assert_false(ts_eyes_hint(eyes, &hint));
    for (uint32_t i = 0; i < 20; i++) {
        size_t before = value(&play.told);
        show(9, i);
        await(&play.told, before + 1);
    }
    while (!ts_eyes_hint(eyes, &hint))
        sched_yield();
    assert_int_equal(hint, TS_HINT_CLOSER);
    /* One that is read needs none; by then all that was seen before is told of. */
    show(1, 50);
    expect_sight("one");
    (void)ts_eyes_hint(eyes, &hint);
    show(1, 50);
    assert_false(ts_eyes_hint(eyes, &hint));
}

static void
parts_are_put_together_whichever_decoder_reads_them(void **state)
{
    (void)state;
    uint32_t seen = 0;
    uint32_t total = 0;
    play.texts[5] = "shc:/1/2/5676";
    play.texts[6] = "shc:/2/2/2909";
    open_eyes(2);
    hold(5, true);
    show(5, 1);
    await(&play.begun, 1);
    show(6, 2);
    await(&play.told, 1);
    while (!ts_eyes_parts(eyes, &seen, &total))
        sched_yield();
    assert_int_equal(seen, 1);
    assert_int_equal(total, 2);
    hold(5, false);
    expect_sight("shc:/56762909");
}

static void
a_frame_of_a_wrong_size_is_dropped(void **state)
{
    (void)state;
    static const uint8_t pixel = 0;
    static const struct {
        const char *rule;
        uint32_t width, height;
    } rows[] = {
        { "nothing", 0, 0 },
        { "no rows", 640, 0 },
        { "no columns", 0, 480 },
        { "too wide", TS_FRAME_WIDTH_MAX + 1, 1 },
        { "too high", 1, TS_FRAME_HEIGHT_MAX + 1 },
    };
    struct ts_frame frame;
    open_eyes(1);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        const struct ts_frame bad = { .grey = &pixel,
                                      .width = rows[i].width,
                                      .height = rows[i].height,
                                      .stride = rows[i].width,
                                      .taken = { 500 } };
        ts_test_row(rows[i].rule);
        assert_true(ts_camera_script_show(&bad));
        assert_status(ts_eyes_frame(eyes, &frame), TS_ABSENT);
    }
    assert_int_equal(value(&play.begun), 0);
    show(1, 0);
    expect_sight("one");
    assert_status(ts_eyes_frame(eyes, &frame), TS_OK);
    assert_int_equal(frame.width, WIDTH);
    assert_int_equal(ts_eyes_focus(eyes).good, TS_FAIL); /* one pixel a module */
}

/* For a thread sanitizer, and for the order of what is seen. */
static void
three_decoders_and_a_screen_get_along(void **state)
{
    (void)state;
    uint64_t taken_ms = 0;
    enum ts_hint hint;
    struct ts_frame frame;
    uint32_t seen;
    uint32_t total;
    struct ts_camera_state about;
    play.texts[5] = "shc:/1/2/5676";
    open_eyes(3);
    for (uint32_t i = 0; i < 2000; i++) {
        show((uint8_t)(i / 7 % 10), i / 5);
        (void)!ts_eyes_frame(eyes, &frame);
        (void)ts_eyes_parts(eyes, &seen, &total);
        (void)ts_eyes_hint(eyes, &hint);
        ts_eyes_camera(eyes, &about);
        if (!ts_eyes_sight(eyes, &sight))
            continue;
        assert_true(sight.taken.ms >= taken_ms);
        taken_ms = sight.taken.ms;
    }
    assert_true(taken_ms > 0);
}

static void
a_source_that_is_misspelled_is_refused(void **state)
{
    (void)state;
    assert_status(ts_eyes_open(&eyes, ""), TS_MALFORMED);
    assert_null(eyes);
    assert_status(ts_eyes_open(&eyes, "script"), TS_OK);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_code_is_read_and_said_to_be_there_for_as_long_as_it_is),
        TEST(a_code_that_is_gone_is_not_said_to_be_there),
        TEST(an_empty_room_is_not_decoded_and_seen_less_often),
        TEST(an_empty_room_is_shown_once_a_second_and_whoever_comes_at_once),
        TEST(decoders_take_different_frames_and_turns),
        TEST(an_older_frame_does_not_undo_a_newer_one),
        TEST(what_an_older_frame_shows_counts_where_a_newer_one_shows_nothing),
        TEST(a_code_that_is_seen_but_not_read_gets_a_hint),
        TEST(parts_are_put_together_whichever_decoder_reads_them),
        TEST(a_frame_of_a_wrong_size_is_dropped),
        TEST(three_decoders_and_a_screen_get_along),
        TEST(a_source_that_is_misspelled_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
