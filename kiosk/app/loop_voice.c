#include "kiosk/app/loop.h"
#include "kiosk/screen/words_voice.h"

#include <stdio.h>

/* What has no clip is not spoken; what cannot be played is told, and not looked for again
 * in this run. */
static void
say(struct ts_loop *l, const char *english)
{
    char path[TS_CLIP_PATH_SIZE];
    if (l->voice_failed
        || ts_voice_clip(path, l->parts->options->voice_dir, english) != TS_OK)
        return;
    enum ts_status status = ts_speaker_say(l->parts->speaker, path);
    if (status == TS_OK)
        return;
    l->voice_failed = true;
    fprintf(stderr, "touchstone-kiosk: nothing is spoken any more, since of %s: %s\n",
            path, ts_status_name(status));
}

static void
say_verdict(struct ts_loop *l)
{
    const struct ts_verdict *v = l->verdict;
    say(l, ts_words_verdict_id(v->kind));
    if (v->kind != TS_VERDICT_READY)
        say(l, ts_words_next_step_id(v->reasons[0].code));
}

void
ts_loop_speak(struct ts_loop *l)
{
    bool due = l->speaks && l->parts->speaker;
    l->speaks = false;
    if (!due)
        return;
    switch (l->screen.state) {
    case TS_SCAN_READY:
    case TS_SCAN_NOT_YET:
    case TS_SCAN_STOP:
    case TS_SCAN_CANNOT_TELL:
        if (l->verdict)
            say_verdict(l);
        return;
    case TS_SCAN_NO_ANSWER:
        say(l, ts_words_verdict_id(TS_VERDICT_CANNOT_TELL));
        say(l, ts_words_id(TS_PHRASE_SHOW_AGAIN));
        return;
    case TS_SCAN_WAIVED: say(l, ts_words_id(TS_PHRASE_LET_IN)); return;
    case TS_SCAN_OUT_OF_ORDER:
    case TS_SCAN_START:
    case TS_SCAN_WAITING:
    case TS_SCAN_CHECKING:
    case TS_SCAN_IDENTITY: return;
    }
}
