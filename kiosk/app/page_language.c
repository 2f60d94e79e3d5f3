#include "kiosk/app/loop.h"

/* Static, since the rows view the names; there is one screen. */
static struct ts_language languages[TS_LANGUAGES_MAX];
static size_t count;

static void
open_languages(struct ts_loop *l)
{
    count = ts_words_languages(languages, TS_LANGUAGES_MAX, l->parts->options->languages);
}

static void
fill(struct ts_loop *l)
{
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_LANGUAGES));
    ts_span spoken = ts_span_text(ts_words_language());
    for (size_t i = 0; i < count; i++) {
        struct ts_menu_row *row = ts_menu_add(menu, ts_span_text(languages[i].name));
        if (!row)
            return;
        row->chosen = ts_span_equal(ts_span_text(languages[i].code), spoken);
        row->touch = (struct ts_touch){ TS_ACTION_CHOOSE, (int32_t)i };
    }
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    if (touched.action != TS_ACTION_CHOOSE || (size_t)touched.value >= count)
        return;
    (void)!ts_words_speak(languages[touched.value].code); /* else it stays as it is */
    ts_loop_tell_kind(l, TS_EVENT_CLOSE);
}

const struct ts_page_maker ts_page_language = { open_languages, fill, touch, NULL };
