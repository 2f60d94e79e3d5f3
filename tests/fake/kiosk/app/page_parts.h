#ifndef TS_TEST_PAGE_PARTS_H
#define TS_TEST_PAGE_PARTS_H

/* The loop with real cards, lists and the real thread that judges them; the window, the
 * eyes and the clock are the test's. Time passes only where the test says so. */

#include "firmware/board/fake/clock_script.h"
#include "firmware/board/fake/signal_record.h"
#include "tests/fake/kiosk/app/scripted.h"
#include "tests/support/samples.h"

#include <sched.h>
#include <string.h>

static struct ts_parts parts;
static struct ts_app_options options;
static struct ts_loop l;
static struct ts_trust trust;
static struct ts_arena memory; /* of badges, lists and jobs */

/* What the test does. */

static inline void
turn(uint64_t ms)
{
    ts_clock_script_pass(ms);
    ts_loop_take_answers(&l);
    ts_loop_return_to_roll(&l);
    ts_loop_tell_kind(&l, TS_EVENT_TICK);
    ts_loop_show(&l);
}

/* Until the card is judged; no time passes meanwhile. */
static inline void
show_text(ts_span text)
{
    static uint64_t codes = 1;
    struct ts_sight *sight = &scripted_senses.sight;
    *sight =
        (struct ts_sight){ .identity = codes++, .recognised = true, .len = text.len };
    assert_true(text.len <= sizeof(sight->text));
    memcpy(sight->text, text.at, text.len);
    scripted_senses.has_sight = true;
    turn(100);
    while (l.screen.state == TS_SCAN_CHECKING) {
        (void)sched_yield();
        ts_loop_take_answers(&l);
    }
    turn(500);
}

static inline void
show_badge(const char *name, const char *achievement, const char *issuer)
{
    ts_span text =
        ts_sample_badge(&memory, (struct ts_sample_wishes){ .kind = TS_KEY_ED25519,
                                                            .issuer = issuer,
                                                            .name = name,
                                                            .achievement = achievement,
                                                            .id = achievement });
    show_text(text);
}

/* One whose signature is not the issuer's. */
static inline void
show_forged(const char *name, const char *achievement)
{
    static uint8_t forged[TS_CONTENT_MAX];
    ts_span text =
        ts_sample_badge(&memory, (struct ts_sample_wishes){ .signing = TS_SIGN_VC_JWT,
                                                            .kind = TS_KEY_ED25519,
                                                            .name = name,
                                                            .achievement = achievement,
                                                            .id = achievement });
    assert_true(text.len <= sizeof(forged));
    memcpy(forged, text.at, text.len);
    forged[text.len - 8] = forged[text.len - 8] == 'A' ? 'B' : 'A';
    show_text((ts_span){ forged, text.len });
}

static inline const struct ts_touch_target *
target_of(enum ts_action action, int32_t value)
{
    for (size_t i = l.drawing.target_count; i-- > 0;) {
        const struct ts_touch_target *t = &l.drawing.targets[i];
        if (t->touch.action == action && t->touch.value == value)
            return t;
    }
    return NULL;
}

/* Touches what is drawn for it; false where nothing is. */
static inline bool
touch(enum ts_action action, int32_t value)
{
    const struct ts_touch_target *t = target_of(action, value);
    if (!t)
        return false;
    ts_loop_touch(&l, t->box.x + t->box.w / 2, t->box.y + t->box.h / 2);
    turn(500);
    return true;
}

static inline void
set_jobs(const char *const *jobs, size_t count)
{
    struct ts_trust_profiles texts = { .count = count };
    for (size_t i = 0; i < count; i++)
        texts.texts[i].bytes = ts_span_text(jobs[i]);
    ts_jobs_read(&memory, &parts.jobs, &texts, (ts_verified){ { 0 } });
    assert_int_equal(parts.jobs.count, count);
}

/* With the thread, once the jobs are there. */
static inline void
begin(void)
{
    struct ts_checker_rules rules = {
        .trust = &trust,
        .profile = parts.has_profile ? &parts.profile : NULL,
        .collects = ts_jobs_are_offered(&parts.jobs, parts.has_profile),
        .now = ts_parts_now,
    };
    assert_status(ts_checker_open(&parts.checker, rules), TS_OK);
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(100);
}

static inline void
set_up_parts(void)
{
    memory = ts_test_arena(16 << 20);
    trust = ts_sample_trust(&memory);
    scripted_senses_reset(1280, 800, 5.9);
    scripted_parts = (struct scripted_parts){ .now = { TS_SAMPLE_NOW, TS_CLOCK_TRUSTED },
                                              .trust = &trust };
    ts_clock_script_boot();
    ts_clock_script_set(TS_SAMPLE_NOW);
    ts_signal_record_reset();
    options =
        (struct ts_app_options){ .contact = "", .mute = true, .log_mode = "counts" };
    parts = (struct ts_parts){ .options = &options };
    assert_status(ts_signal_open(&parts.signal, "lamps"), TS_OK);
    l = (struct ts_loop){ .parts = &parts };
}

static inline void
tear_down_parts(void)
{
    ts_checker_close(parts.checker);
    ts_signal_close(parts.signal);
    ts_test_arena_free(&memory);
}

#endif
