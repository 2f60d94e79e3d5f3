#ifndef TS_TEST_SCENES_TYPING_H
#define TS_TEST_SCENES_TYPING_H

/* Scenes of the pages on which somebody types; included by scenes.h. */

#include "kiosk/screen/words_language.h"

static inline void
scene_keyboard(struct ts_view_model *model, struct scene_parts *p, enum ts_phrase asked,
               const char *typed)
{
    struct ts_language_file file = { 0 };
    struct ts_keyboard *k = &p->keyboard;
    if (!ts_language_file_load(&file, ts_words_language()))
        file.keyboard[0] = '\0';
    ts_keyboard_open(k, ts_span_text(file.keyboard), asked == TS_PHRASE_ASK_NAME);
    for (const char *c = typed; *c; c++)
        ts_keyboard_touch(k, (struct ts_touch){ TS_ACTION_KEY, *c });
    k->question = ts_span_text(ts_words(asked));
    model->state = TS_SCAN_IDENTITY;
    model->page = TS_PAGE_ANSWER;
    model->keyboard = k;
    model->time = (struct ts_scan_time){ 60000, 42000, false };
}

static inline void
scene_answer(struct ts_view_model *model, struct scene_parts *p)
{
    scene_keyboard(model, p, TS_PHRASE_ASK_NAME, "Aputik Now");
}

/* The longest question; nothing typed; the time is counted down. */
static inline void
scene_answer_empty(struct ts_view_model *model, struct scene_parts *p)
{
    scene_keyboard(model, p, TS_PHRASE_ASK_ANY, "");
    model->time = (struct ts_scan_time){ 60000, 17000, true };
}

/* More than a line; a group that is open where there are groups. */
static inline void
scene_answer_group(struct ts_view_model *model, struct scene_parts *p)
{
    scene_keyboard(model, p, TS_PHRASE_ASK_EMAIL_NUMBER,
                   "a.very.long.name.of.somebody.who.works@department.of.a.site.example");
    p->keyboard.group = (struct ts_key_group){ 4, 2 };
    model->time = (struct ts_scan_time){ 60000, 17000, true };
}

static inline void
scene_answer_figures(struct ts_view_model *model, struct scene_parts *p)
{
    scene_keyboard(model, p, TS_PHRASE_ASK_NUMBER, "H2S-1042");
    p->keyboard.layer = TS_LAYER_FIGURES;
}

static inline void
scene_pin(struct ts_view_model *model, struct scene_parts *p)
{
    uint8_t random[TS_PIN_PAD_RANDOM] = {
        3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3
    };
    ts_pin_pad_open(&p->pin_pad, random);
    p->pin_pad.title = ts_span_text(ts_words(TS_PHRASE_PIN_ADMIN));
    p->pin_pad.len = 4;
    model->state = TS_SCAN_WAITING;
    model->page = TS_PAGE_ADMIN_PIN;
    model->pin_pad = &p->pin_pad;
    model->time = (struct ts_scan_time){ 60000, 42000, false };
}

static inline void
scene_pin_wrong(struct ts_view_model *model, struct scene_parts *p)
{
    scene_pin(model, p);
    p->pin_pad.title = ts_span_text(ts_words(TS_PHRASE_PIN_WAIVER));
    p->pin_pad.len = 12;
    p->pin_pad.wrong = true;
    model->page = TS_PAGE_WAIVER_PIN;
    model->state = TS_SCAN_NOT_YET;
    model->time = (struct ts_scan_time){ 60000, 17000, true };
}

static inline void
scene_pin_wait(struct ts_view_model *model, struct scene_parts *p)
{
    scene_pin(model, p);
    p->pin_pad.wait_ms = 478000;
}

static inline void
scene_pin_checking(struct ts_view_model *model, struct scene_parts *p)
{
    scene_pin(model, p);
    p->pin_pad.len = 0;
    p->pin_pad.checking = true;
}

static inline void
scene_waiver(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu = &p->menu;
    scene_not_yet(model, p);
    model->page = TS_PAGE_WAIVER;
    model->menu = menu;
    menu->title = ts_span_text(ts_words(TS_PHRASE_WAIVER_WHY));
    menu->note = ts_span_text(ts_words(TS_PHRASE_WAIVER_NOTE));
    for (int i = 1; i < TS_WAIVER_COUNT; i++) {
        struct ts_menu_row *row = &menu->rows[menu->count++];
        row->label = ts_span_text(ts_words_waiver((enum ts_waiver)i));
        row->touch = (struct ts_touch){ TS_ACTION_CHOOSE, i };
    }
}

#define SCENES_TYPING                                                     \
    { "answer", scene_answer }, { "answer-empty", scene_answer_empty },   \
        { "answer-group", scene_answer_group },                           \
        { "answer-figures", scene_answer_figures }, { "pin", scene_pin }, \
        { "pin-wrong", scene_pin_wrong }, { "pin-wait", scene_pin_wait }, \
        { "pin-checking", scene_pin_checking },                           \
    {                                                                     \
        "waiver", scene_waiver                                            \
    }

#endif
