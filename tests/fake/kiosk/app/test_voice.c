#include "tests/fake/kiosk/app/voice_parts.h"

#include "firmware/base/check.h"

/* What is spoken, and when: verdict and next step where somebody recorded them. */

static int
set_up(void **state)
{
    (void)state;
    scripted_speaker = (struct scripted_speaker){ .says = TS_OK };
    set_up_voice(SCRIPTED_SPEAKER);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    assert_status(ts_words_speak("en"), TS_OK);
    tear_down_voice();
    return 0;
}

static void
record(const char *language, const char *english)
{
    char path[256];
    const int16_t sample = 1;
    clip_path(path, language, english);
    wave_write(path, &sample, 1, 22050);
}

/* The clips since the last sound, which is this one. */
static size_t
clips_after(enum ts_sound sound, const struct scripted_heard *clips[4])
{
    const struct scripted_heard *heard = scripted_speaker.heard;
    size_t at = scripted_speaker.count;
    size_t count = 0;
    while (at > 0 && heard[at - 1].clip[0])
        at--;
    assert_true(at > 0 && heard[at - 1].sound == sound);
    for (; at < scripted_speaker.count; at++)
        clips[count++] = &heard[at];
    return count;
}

static void
expect_clip(const struct scripted_heard *heard, const char *language, const char *english)
{
    char path[256];
    clip_path(path, language, english);
    assert_string_equal(heard->clip, path);
}

static void
record_all(const char *language)
{
    for (int i = 0; i < TS_VERDICT_COUNT; i++)
        record(language, ts_words_verdict_id((enum ts_verdict_kind)i));
    record(language, ts_words_next_step_id(TS_REASON_EXPIRED));
    record(language, ts_words_next_step_id(TS_REASON_ALL_PROVEN));
    record(language, ts_words_id(TS_PHRASE_SHOW_AGAIN));
    record(language, ts_words_id(TS_PHRASE_LET_IN));
}

static void
verdict_and_next_step_follow_the_sound(void **state)
{
    static const struct {
        enum ts_verdict_kind kind;
        enum ts_sound sound;
        bool has_step;
    } ROWS[] = {
        { TS_VERDICT_READY, TS_SOUND_READY, false },
        { TS_VERDICT_NOT_YET, TS_SOUND_NOT_YET, true },
        { TS_VERDICT_STOP, TS_SOUND_STOP, true },
        { TS_VERDICT_CANNOT_TELL, TS_SOUND_CANNOT_TELL, true },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        const struct scripted_heard *clips[4];
        ts_test_row(ts_verdict_name(ROWS[i].kind));
        if (i > 0)
            (void)tear_down(state);
        (void)set_up(state);
        record_all("en");
        see(1);
        answer(ROWS[i].kind, TS_REASON_EXPIRED);
        assert_int_equal(clips_after(ROWS[i].sound, clips), 1 + ROWS[i].has_step);
        expect_clip(clips[0], "en", ts_words_verdict_id(ROWS[i].kind));
        if (ROWS[i].has_step)
            expect_clip(clips[1], "en", ts_words_next_step_id(TS_REASON_EXPIRED));
        size_t said = scripted_speaker.count;
        turn(33);
        see(1);                                         /* still in view */
        assert_int_equal(scripted_speaker.count, said); /* once is enough */
    }
}

static void
the_next_card_interrupts(void **state)
{
    (void)state;
    record_all("en");
    see(1);
    answer(TS_VERDICT_STOP, TS_REASON_EXPIRED);
    size_t before = scripted_speaker.count;
    see(2);
    assert_int_equal(l.screen.state, TS_SCAN_CHECKING);
    assert_true(scripted_speaker.heard[before].hushed);
    assert_int_equal(scripted_speaker.heard[scripted_speaker.count - 1].sound,
                     TS_SOUND_TICK);
}

static void
it_speaks_the_language_of_the_moment(void **state)
{
    (void)state;
    const struct scripted_heard *clips[4];
    record_all("en");
    record("fr", ts_words_verdict_id(TS_VERDICT_STOP));
    assert_status(ts_words_speak("fr"), TS_OK);
    see(1);
    answer(TS_VERDICT_STOP, TS_REASON_EXPIRED);
    ts_test_row("what it lacks is not said in another one");
    assert_int_equal(clips_after(TS_SOUND_STOP, clips), 1);
    expect_clip(clips[0], "fr", ts_words_verdict_id(TS_VERDICT_STOP));
}

static void
without_clips_nothing_is_said(void **state)
{
    (void)state;
    const struct scripted_heard *clips[4];
    see(1);
    answer(TS_VERDICT_STOP, TS_REASON_EXPIRED);
    assert_int_equal(clips_after(TS_SOUND_STOP, clips), 0);
    ts_test_row("nor without a speaker");
    record_all("en");
    parts.speaker = NULL;
    size_t said = scripted_speaker.count;
    see(2);
    answer(TS_VERDICT_STOP, TS_REASON_EXPIRED);
    assert_int_equal(scripted_speaker.count, said);
}

static void
no_answer_says_what_to_do(void **state)
{
    (void)state;
    const struct scripted_heard *clips[4];
    record_all("en");
    see(1);
    turn(TS_SCAN_CHECK_MS + 1);
    assert_int_equal(l.screen.state, TS_SCAN_NO_ANSWER);
    assert_int_equal(clips_after(TS_SOUND_CANNOT_TELL, clips), 2);
    expect_clip(clips[0], "en", ts_words_verdict_id(TS_VERDICT_CANNOT_TELL));
    expect_clip(clips[1], "en", ts_words_id(TS_PHRASE_SHOW_AGAIN));
}

/* Never the verdict before somebody said who it is about. */
static void
who_is_asked_for_is_not_announced(void **state)
{
    (void)state;
    const struct scripted_heard *clips[4];
    record_all("en");
    see(1);
    scripted_checker.has_photo = true;
    scripted_checker.photo.width = scripted_checker.photo.height = 1;
    scripted_checker.verdict =
        (struct ts_verdict){ .kind = TS_VERDICT_CANNOT_TELL,
                             .identity_due = true,
                             .identity_wanted = TS_IDENTITY_COMPARE,
                             .reasons = { { .code = TS_REASON_IDENTITY_NOT_CHECKED } },
                             .reason_count = 1 };
    scripted_checker.has_answer = true;
    turn(100);
    assert_int_equal(l.screen.state, TS_SCAN_IDENTITY);
    for (size_t i = 0; i < scripted_speaker.count; i++)
        assert_string_equal(scripted_speaker.heard[i].clip, "");
    turn(1500);
    ts_loop_compared(&l, true);
    turn(100);
    assert_int_equal(clips_after(TS_SOUND_READY, clips), 1);
    expect_clip(clips[0], "en", ts_words_verdict_id(TS_VERDICT_READY));
}

static void
a_clip_that_cannot_be_played_is_told_once(void **state)
{
    (void)state;
    record_all("en");
    scripted_speaker.says = TS_MALFORMED;
    see(1);
    answer(TS_VERDICT_STOP, TS_REASON_EXPIRED);
    assert_int_equal(l.screen.state, TS_SCAN_STOP);
    assert_true(l.voice_failed);
    scripted_speaker.says = TS_OK;
    see(2);
    size_t before = scripted_speaker.count;
    answer(TS_VERDICT_STOP, TS_REASON_EXPIRED);
    assert_int_equal(scripted_speaker.count, before + 1); /* the sound alone */
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(verdict_and_next_step_follow_the_sound),
        TEST(the_next_card_interrupts),
        TEST(it_speaks_the_language_of_the_moment),
        TEST(without_clips_nothing_is_said),
        TEST(no_answer_says_what_to_do),
        TEST(who_is_asked_for_is_not_announced),
        TEST(a_clip_that_cannot_be_played_is_told_once),
    };
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
