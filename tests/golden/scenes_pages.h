#ifndef TS_TEST_SCENES_PAGES_H
#define TS_TEST_SCENES_PAGES_H

/* Scenes of the pages under a verdict; included by scenes.h. */

#include "keys/codec/qr.h"
#include "kiosk/receipt/receipt.h"

/* Rows view it; one scene is drawn at a time. */
static char scene_letters[4096];

static inline ts_span
scene_keep(size_t *used, const struct ts_writer *w)
{
    ts_span text = ts_writer_span(w);
    char *at = scene_letters + *used;
    memcpy(at, text.at, text.len);
    *used += text.len;
    return (ts_span){ (const uint8_t *)at, text.len };
}

static inline struct ts_menu_row *
scene_row_of(struct ts_menu *menu, enum ts_icon icon, const char *label, ts_span detail)
{
    struct ts_menu_row *row = &menu->rows[menu->count++];
    *row = (struct ts_menu_row){ .icon = icon,
                                 .label = ts_span_text(label),
                                 .detail = detail };
    return row;
}

/* Everything that can be offered, as on a display with room for one button. */
static inline void
scene_actions(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_button offered[TS_OFFERS_MAX];
    scene_offers(model, p);
    model->page = TS_PAGE_ACTIONS;
    model->menu = &p->menu;
    p->menu.title = ts_span_text(ts_words(TS_PHRASE_ACTIONS));
    size_t count = ts_view_offers(offered, model);
    for (size_t i = 0; i < count; i++) {
        struct ts_menu_row *row = &p->menu.rows[p->menu.count++];
        row->label = offered[i].text;
        row->touch = offered[i].touch;
    }
    scene_row_of(&p->menu, TS_ICON_NONE, ts_words(TS_PHRASE_DONE), (ts_span){ 0 })
        ->touch = (struct ts_touch){ TS_ACTION_DONE, 0 };
}

/* Every row there can be. */
static inline void
scene_why(struct ts_view_model *model, struct scene_parts *p)
{
    char room[512];
    size_t used = 0;
    struct ts_menu *menu = &p->menu;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    ts_span language = ts_span_text(ts_words_language());
    scene_not_yet(model, p);
    model->time = (struct ts_scan_time){ 60000, 52000, false };
    model->page = TS_PAGE_WHY;
    model->menu = menu;
    menu->title = ts_span_text(ts_words(TS_PHRASE_WHY));
    menu->note = ts_span_text(ts_words_reason(TS_REASON_EXPIRED));
    scene_row_of(menu, TS_ICON_TICK, ts_words(TS_PHRASE_CHECK_PROOF), (ts_span){ 0 });
    scene_row_of(menu, TS_ICON_TICK, ts_words(TS_PHRASE_CHECK_ISSUER),
                 ts_issuer_name(&p->issuer, language));
    ts_write_expired(&w, SCENE_EXPIRED_UTC);
    scene_row_of(menu, TS_ICON_CROSS, ts_words(TS_PHRASE_CHECK_DATES),
                 scene_keep(&used, &w));
    w = ts_writer_over(TS_ROOM_OF(room));
    ts_write_lists(&w, &model->lists);
    scene_row_of(menu, TS_ICON_TICK, ts_words(TS_PHRASE_CHECK_STATUS),
                 scene_keep(&used, &w));
    scene_row_of(menu, TS_ICON_CROSS, ts_words(TS_PHRASE_CHECK_WANTED),
                 TS_SPAN_LIT("1 / 3 · Drill floor"));
    scene_row_of(menu, TS_ICON_QUESTION, ts_words(TS_PHRASE_CHECK_PERSON),
                 (ts_span){ 0 });
    scene_row_of(menu, TS_ICON_NONE, ts_words(TS_PHRASE_EARNED),
                 ts_span_text(ts_words(TS_PHRASE_EARNED_PRIOR)));
    scene_row_of(menu, TS_ICON_QUESTION, ts_words(TS_PHRASE_ENDORSED),
                 TS_SPAN_LIT("Canadian Standards Association of Remote Worksites"));
    scene_row_of(menu, TS_ICON_NONE, ts_words(TS_PHRASE_UNCHECKED),
                 TS_SPAN_LIT("evidence, termsOfUse, credentialSchema"));
    scene_row_of(menu, TS_ICON_NONE, ts_words(TS_PHRASE_STAYS_HERE),
                 ts_span_text(ts_words_log(TS_LOG_PROOF)));
}

/* Scrolled as far as it goes. */
static inline void
scene_why_end(struct ts_view_model *model, struct scene_parts *p)
{
    scene_why(model, p);
    p->menu.first = p->menu.count - 3;
}

static inline void
scene_consent(struct ts_view_model *model, struct scene_parts *p)
{
    static const enum ts_phrase answers[] = { TS_PHRASE_YES, TS_PHRASE_NO };
    struct ts_menu *menu = &p->menu;
    scene_ready(model, p);
    model->page = TS_PAGE_CONSENT;
    model->menu = menu;
    model->time = (struct ts_scan_time){ 60000, 17000, true };
    menu->title = ts_span_text(ts_words(TS_PHRASE_CONSENT));
    menu->note = ts_span_text(ts_words(TS_PHRASE_CONSENT_NOTE));
    for (int i = 0; i < 2; i++)
        menu->extras[menu->extra_count++] =
            (struct ts_button){ .icon = i ? TS_ICON_CROSS : TS_ICON_TICK,
                                .text = ts_span_text(ts_words(answers[i])),
                                .touch = { i ? TS_ACTION_NO : TS_ACTION_YES, 0 } };
    menu->stays = true;
}

static inline void
scene_match(struct ts_view_model *model, struct scene_parts *p)
{
    static const char *const jobs[] = { "Camp kitchen",    "Drill floor",
                                        "Crane signaller", "Tank inspection",
                                        "Night guard",     "Explosives" };
    struct ts_menu *menu = &p->menu;
    size_t used = 0;
    scene_ready(model, p);
    model->page = TS_PAGE_MATCH;
    model->menu = menu;
    model->time = (struct ts_scan_time){ 120000, 17000, true };
    menu->title = ts_span_text(ts_words(TS_PHRASE_OTHER_JOBS));
    menu->note = ts_span_text(ts_words(TS_PHRASE_MATCH_NOTE));
    for (size_t i = 0; i < TS_COUNT(jobs); i++) {
        char room[512];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
        if (i < 2)
            ts_write_text(&w, ts_words_verdict(TS_VERDICT_READY));
        else if (i < 5)
            ts_write_missing(&w, i - 1, TS_SPAN_LIT("Confined space entry"));
        else
            ts_write_text(&w, ts_words_verdict(TS_VERDICT_CANNOT_TELL));
        scene_row_of(menu,
                     i < 2   ? TS_ICON_TICK
                     : i < 5 ? TS_ICON_TRIANGLE
                             : TS_ICON_QUESTION,
                     jobs[i], scene_keep(&used, &w));
    }
}

/* The key of a kiosk that everybody knows. */
static inline struct ts_kiosk_key
scene_kiosk_key(void)
{
    static const uint8_t seed[32] = { 7 };
    struct ts_kiosk_key key;
    TS_CHECK(ts_secret_key_from_bytes(&key.secret, TS_KEY_ED25519, TS_SPAN_OF(seed))
             == TS_OK);
    return key;
}

/* As long as receipts get. */
static inline void
scene_receipt_of(struct ts_view_model *model, struct scene_parts *p)
{
    static uint8_t room[32 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(room));
    struct ts_kiosk_key key = scene_kiosk_key();
    struct ts_receipt receipt = {
        .time = SCENE_LISTS_UTC,
        .time_is_floor = true,
        .profile = TS_SPAN_LIT("works.example/profiles/drill-floor/2026A"),
        .verdict = (uint8_t)model->verdict->kind,
        .reason = (uint8_t)model->verdict->reasons[0].code,
        .let_in = model->state == TS_SCAN_WAIVED,
        .epoch = model->lists.epoch,
        .site = TS_SPAN_LIT("Back River camp, northern gate 2"),
        .number = { 0x3f, 0x2a, 0x91, 0xc0, 5, 6, 7, 8, 9, 10, 11, 12 },
    };
    ts_span text;
    struct ts_qr qr;
    TS_CHECK(ts_receipt_make(&arena, &text, &key, &receipt) == TS_OK);
    TS_CHECK(ts_qr_encode(&arena, &qr, text) == TS_OK && qr.size <= TS_MODULES_MAX);
    p->receipt.code.width = (int)qr.size;
    memcpy(p->receipt.code.dark, qr.modules, (size_t)qr.size * qr.size);
    p->receipt.verdict = model->verdict->kind;
    p->receipt.let_in = receipt.let_in;
    p->receipt.time = receipt.time;
    p->receipt.number = TS_SPAN_LIT("3f2a 91c0");
    model->page = TS_PAGE_RECEIPT;
    model->receipt = &p->receipt;
    model->time = (struct ts_scan_time){ 30000, 21000, false };
}

static inline void
scene_receipt(struct ts_view_model *model, struct scene_parts *p)
{
    scene_ready(model, p);
    scene_receipt_of(model, p);
}

static inline void
scene_receipt_let_in(struct ts_view_model *model, struct scene_parts *p)
{
    scene_let_in(model, p);
    scene_receipt_of(model, p);
}

#define SCENES_PAGES                                                                  \
    { "actions", scene_actions }, { "why", scene_why }, { "why-end", scene_why_end }, \
        { "consent", scene_consent }, { "match", scene_match },                       \
        { "receipt", scene_receipt },                                                 \
    {                                                                                 \
        "receipt-let-in", scene_receipt_let_in                                        \
    }

#endif
