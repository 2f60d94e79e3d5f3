#ifndef TS_TEST_VOICE_PARTS_H
#define TS_TEST_VOICE_PARTS_H

/* The loop, and a folder of voices, for test_voice.c and test_voice_heard.c. */

#include "firmware/board/fake/clock_script.h"
#include "firmware/board/fake/signal_record.h"
#include "kiosk/screen/words_voice.h"
#include "tests/fake/kiosk/app/scripted.h"
#include "tests/scenario/sync/folders.h"
#include "tests/support/pictures.h"
#include "tests/support/wave.h"

#include <string.h>
#include <sys/stat.h>

static struct ts_parts parts;
static struct ts_app_options options;
static struct ts_loop l;
static char folder[64];

static inline void
turn(uint64_t ms)
{
    ts_clock_script_pass(ms);
    ts_loop_take_answers(&l);
    ts_loop_tell_kind(&l, TS_EVENT_TICK);
    ts_loop_show(&l);
}

static inline void
see(uint64_t code)
{
    scripted_senses.sight = (struct ts_sight){
        .identity = code, .recognised = true, .text = "card", .len = 4
    };
    scripted_senses.has_sight = true;
    turn(100);
}

static inline void
answer(enum ts_verdict_kind kind, enum ts_reason reason)
{
    scripted_checker.verdict = (struct ts_verdict){ .kind = kind,
                                                    .reasons = { { .code = reason } },
                                                    .reason_count = 1,
                                                    .may_waive = true };
    scripted_checker.has_answer = true;
    turn(100);
}

/* As somebody who recorded the phrase names it. */
static inline void
clip_path(char path[256], const char *language, const char *english)
{
    char key[TS_VOICE_KEY_SIZE];
    ts_voice_key(key, english);
    snprintf(path, 256, "%s/%s", folder, language);
    (void)mkdir(path, 0777);
    snprintf(path, 256, "%s/%s/%s.wav", folder, language, key);
}

static inline void
set_up_voice(struct ts_speaker *speaker)
{
    memset(&scripted_checker, 0, sizeof(scripted_checker));
    memset(&scripted_journal, 0, sizeof(scripted_journal));
    scripted_senses_reset(1280, 800, 5.9);
    scripted_parts =
        (struct scripted_parts){ .now = { { 1780272000 }, TS_CLOCK_TRUSTED } };
    ts_clock_script_boot();
    ts_signal_record_reset();
    ts_test_folder(folder);
    options = (struct ts_app_options){ .contact = "", .voice_dir = folder };
    parts = (struct ts_parts){ .options = &options, .speaker = speaker };
    assert_status(ts_signal_open(&parts.signal, "lamps"), TS_OK);
    l = (struct ts_loop){ .parts = &parts };
    l.screen.verdict_sounds = true;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(100);
}

static inline void
tear_down_voice(void)
{
    ts_signal_close(parts.signal);
    folders_remove(folder);
}

#endif
