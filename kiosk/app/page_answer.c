#include "kiosk/app/loop.h"
#include "kiosk/screen/words_language.h"
#include "kiosk/verdict/answer.h"

/* Static, since the picture views it; there is one screen. One answer for each time a
 * card is shown: who guesses has to show it again, and a wrong answer is NOT YET. */
static struct ts_keyboard keyboard;
static enum ts_phrase question;

/* Whichever kinds the cards hold is asked for in words. */
static enum ts_phrase
phrase_of(unsigned kinds)
{
    static const enum ts_phrase phrases[] = {
        [TS_ANSWER_NAME] = TS_PHRASE_ASK_NAME,
        [TS_ANSWER_EMAIL] = TS_PHRASE_ASK_EMAIL,
        [TS_ANSWER_NUMBER] = TS_PHRASE_ASK_NUMBER,
        [TS_ANSWER_NAME | TS_ANSWER_EMAIL] = TS_PHRASE_ASK_NAME_EMAIL,
        [TS_ANSWER_NAME | TS_ANSWER_NUMBER] = TS_PHRASE_ASK_NAME_NUMBER,
        [TS_ANSWER_EMAIL | TS_ANSWER_NUMBER] = TS_PHRASE_ASK_EMAIL_NUMBER,
        [TS_ANSWER_USER_NAME] = TS_PHRASE_ASK_USER_NAME,
    };
    bool listed = kinds < TS_COUNT(phrases) && phrases[kinds] != TS_PHRASE_TITLE;
    return listed ? phrases[kinds] : TS_PHRASE_ASK_ANY;
}

static void
open_keyboard(struct ts_loop *l)
{
    struct ts_language_file file;
    unsigned kinds = ts_checker_answer_kinds(l->parts->checker);
    bool has_file = ts_language_file_load(&file, ts_words_language());
    question = phrase_of(kinds);
    ts_keyboard_open(&keyboard, ts_span_text(has_file ? file.keyboard : ""),
                     kinds == TS_ANSWER_NAME);
}

static void
fill(struct ts_loop *l)
{
    keyboard.question = ts_span_text(ts_words(question));
    l->model.keyboard = &keyboard;
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    if (ts_keyboard_touch(&keyboard, touched))
        ts_loop_answered(l, ts_keyboard_typed(&keyboard));
}

static void
close_keyboard(struct ts_loop *l)
{
    ts_keyboard_close(&keyboard);
    l->model.keyboard = NULL;
    ts_window_forget(l->parts->window); /* it keeps pictures of words */
}

const struct ts_page_maker ts_page_answer = { open_keyboard, fill, touch,
                                              close_keyboard };
