#ifndef TS_TEST_SCENES_ADMIN_H
#define TS_TEST_SCENES_ADMIN_H

#include "keys/codec/qr.h"

/* Scenes of the administrator's pages besides the menu; included by scenes.h. */

static inline struct ts_menu *
scene_setting(struct ts_view_model *model, struct scene_parts *p, enum ts_page page,
              enum ts_phrase title)
{
    model->state = TS_SCAN_WAITING;
    model->page = page;
    model->menu = &p->menu;
    model->time = (struct ts_scan_time){ 120000, 90000, false };
    p->menu.title = ts_span_text(ts_words(title));
    return &p->menu;
}

/* A text that is written, for the scene's life. */
static inline ts_span
scene_written(struct scene_parts *p, void (*write)(struct ts_writer *))
{
    struct ts_writer w = ts_writer_over((ts_room){
        (uint8_t *)p->letters + p->letters_used, sizeof(p->letters) - p->letters_used });
    write(&w);
    p->letters_used += w.used;
    return ts_writer_span(&w);
}

static inline void
scene_write_moment(struct ts_writer *w)
{
    ts_write_moment(w, SCENE_LISTS_UTC);
}

static inline void
scene_write_kept(struct ts_writer *w)
{
    ts_write_kept_days(w, 30);
}

static inline void
scene_write_volume(struct ts_writer *w)
{
    ts_write_percent(w, 60);
}

static inline void
scene_profile(struct ts_view_model *model, struct scene_parts *p)
{
    static const char *const jobs[] = { "Drill floor", "Confined space entry", "Crane" };
    struct ts_menu *menu = scene_setting(model, p, TS_PAGE_PROFILE, TS_PHRASE_ADMIN_JOB);
    menu->note = ts_span_text(ts_words(TS_PHRASE_JOB_UNREADABLE));
    for (int i = 0; i < 3; i++)
        scene_menu_row(menu, jobs[i], "");
    scene_menu_row(menu, ts_words(TS_PHRASE_AS_SET_UP), "");
    scene_menu_row(menu, ts_words(TS_PHRASE_ANY_CARD), "");
    for (size_t i = 0; i < menu->count; i++)
        menu->rows[i].touch = (struct ts_touch){ TS_ACTION_CHOOSE, (int32_t)i };
    menu->rows[0].chosen = true;
}

static inline void
scene_lists(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu = scene_setting(model, p, TS_PAGE_LISTS, TS_PHRASE_ADMIN_LISTS);
    menu->note = ts_span_text(ts_words(TS_PHRASE_SYNC_ASKED));
    scene_menu_row(menu, ts_words(TS_PHRASE_SYNC), "")->touch =
        (struct ts_touch){ TS_ACTION_SYNC, 0 };
    scene_menu_row(menu, ts_words(TS_PHRASE_LISTS_NUMBER), "412");
    scene_menu_row(menu, ts_words(TS_PHRASE_LISTS_ISSUERS), "5000");
    scene_menu_row(menu, ts_words(TS_PHRASE_LISTS_LEFT_OUT), "status/0f12ab")->icon =
        TS_ICON_TRIANGLE;
    scene_menu_row(menu, ts_words(TS_PHRASE_LISTS_LOOKED), "")->detail =
        scene_written(p, scene_write_moment);
    scene_menu_row(menu, ts_words(TS_PHRASE_LISTS_FAILED), "")->icon = TS_ICON_TRIANGLE;
    scene_menu_row(menu, ts_words(TS_PHRASE_LISTS_STICK), "touchstone-sync --from");
}

static inline void
scene_log(struct ts_view_model *model, struct scene_parts *p)
{
    static const enum ts_phrase names[] = { TS_PHRASE_MODE_COUNTS, TS_PHRASE_MODE_PROOF,
                                            TS_PHRASE_MODE_ROLL };
    struct ts_menu *menu = scene_setting(model, p, TS_PAGE_LOG, TS_PHRASE_ADMIN_LOG);
    menu->note = scene_written(p, scene_write_kept);
    for (int i = 0; i < TS_LOG_MODES; i++)
        scene_menu_row(menu, ts_words(names[i]), ts_words_log((enum ts_log)i))->touch =
            (struct ts_touch){ TS_ACTION_CHOOSE, i };
    menu->rows[0].chosen = true;
}

static inline void
scene_log_change(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu = scene_setting(model, p, TS_PAGE_LOG, TS_PHRASE_LOG_CHANGE);
    menu->note = ts_span_text(ts_words(TS_PHRASE_LOG_CHANGE_NOTE));
    scene_menu_row(menu, ts_words(TS_PHRASE_MODE_PROOF), ts_words_log(TS_LOG_PROOF));
    menu->extras[menu->extra_count++] =
        (struct ts_button){ .icon = TS_ICON_TICK,
                            .text = ts_span_text(ts_words(TS_PHRASE_YES)),
                            .touch = { TS_ACTION_ENTER, 0 } };
    menu->extras[menu->extra_count++] =
        (struct ts_button){ .icon = TS_ICON_CROSS,
                            .text = ts_span_text(ts_words(TS_PHRASE_NO)),
                            .touch = { TS_ACTION_ERASE, 0 } };
    menu->stays = true;
}

static inline void
scene_volume(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu =
        scene_setting(model, p, TS_PAGE_VOLUME, TS_PHRASE_ADMIN_VOLUME);
    struct ts_menu_row *row = scene_menu_row(menu, "", "");
    row->label = scene_written(p, scene_write_volume);
    row->steps = true;
}

static inline void
scene_clock(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu = scene_setting(model, p, TS_PAGE_CLOCK, TS_PHRASE_ADMIN_CLOCK);
    scene_menu_row(menu, ts_words(TS_PHRASE_CLOCK_NOW), "")->detail =
        scene_written(p, scene_write_moment);
    scene_menu_row(menu, ts_words(TS_PHRASE_CLOCK_HERE), "03:30");
    scene_menu_row(menu, ts_words(TS_PHRASE_CLOCK_BY),
                   ts_words(TS_PHRASE_CLOCK_BY_SOMEBODY));
    scene_menu_row(menu, ts_words(TS_PHRASE_CLOCK_RIGHT), "")->touch =
        (struct ts_touch){ TS_ACTION_ENTER, 0 };
    scene_menu_row(menu, ts_words(TS_PHRASE_CLOCK_FLOOR), "")->detail =
        scene_written(p, scene_write_moment);
}

static inline void
scene_focus(struct ts_view_model *model, struct scene_parts *p)
{
    (void)scene_setting(model, p, TS_PAGE_FOCUS, TS_PHRASE_ADMIN_FOCUS);
    p->focus = (struct ts_focus_view){ .edge_px = 1.8,
                                       .module_px = 4.2,
                                       .blur = 0.21,
                                       .permille = 555,
                                       .needed = 400,
                                       .resolved = TS_PASS,
                                       .good = TS_PASS };
    model->focus = &p->focus;
}

/* The longest judgement, and the time is counted down. */
static inline void
scene_focus_small(struct ts_view_model *model, struct scene_parts *p)
{
    scene_focus(model, p);
    p->focus.resolved = p->focus.good = TS_FAIL;
    p->focus.module_px = 1.9;
    model->time = (struct ts_scan_time){ 120000, 17000, true };
}

/* The longest words in each list. */
static inline void
scene_root_first(struct ts_view_model *model, struct scene_parts *p)
{
    bool is_french = ts_span_is(ts_span_text(ts_words_language()), "fr");
    struct ts_menu *menu =
        scene_setting(model, p, TS_PAGE_FIRST_ROOT, TS_PHRASE_ROOT_FIRST);
    model->state = TS_SCAN_OUT_OF_ORDER;
    menu->note = ts_span_text(ts_words(TS_PHRASE_ROOT_COMPARE));
    scene_menu_row(menu,
                   is_french ? "1\u00a0mobilier   2\u00a0académie"
                             : "1\u00a0mosquito   2\u00a0multiply",
                   "");
    scene_menu_row(menu,
                   is_french ? "3\u00a0monument   4\u00a0humanité"
                             : "3\u00a0mountain   4\u00a0hospital",
                   "");
    scene_menu_row(menu,
                   is_french ? "5\u00a0quiétude   6\u00a0magnolia"
                             : "5\u00a0quantity   6\u00a0maximum",
                   "");
    scene_menu_row(menu, "Meadowbank, gate 3", "");
    menu->extras[menu->extra_count++] =
        (struct ts_button){ .icon = TS_ICON_TICK,
                            .text = ts_span_text(ts_words(TS_PHRASE_ROOT_SAME)),
                            .touch = { TS_ACTION_CHOOSE, 0 } };
    menu->stays = true;
}

/* A code as large as statuses get. */
static inline void
scene_status(struct ts_view_model *model, struct scene_parts *p)
{
    static struct ts_code_view view;
    static uint8_t scratch[64 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(scratch));
    struct ts_qr qr;
    (void)scene_setting(model, p, TS_PAGE_STATUS, TS_PHRASE_ADMIN_STATUS);
    TS_CHECK(ts_qr_encode(&arena, &qr,
                          TS_SPAN_LIT("TSS1:0.1.0:1795478400:2:412:1795400000:3:0:2:"
                                      "1795478000:1795478000:512:31:2:7:2:0:1:864000:0:"
                                      "864100:8640000:-18250:1:1:3900000000:64000000000:"
                                      "3000000000:0:1"))
             == TS_OK);
    view.code.width = (int)qr.size;
    memcpy(view.code.dark, qr.modules, (size_t)qr.size * qr.size);
    view.title = ts_span_text(ts_words(TS_PHRASE_ADMIN_STATUS));
    view.note = ts_span_text(ts_words(TS_PHRASE_STATUS_NOTE));
    model->menu = NULL;
    model->code = &view;
}

#define SCENES_ADMIN                                                              \
    { "profile", scene_profile }, { "lists", scene_lists }, { "log", scene_log }, \
        { "log-change", scene_log_change }, { "volume", scene_volume },           \
        { "clock", scene_clock }, { "focus", scene_focus },                       \
        { "root-first", scene_root_first }, { "status", scene_status },           \
    {                                                                             \
        "focus-small", scene_focus_small                                          \
    }

#endif
