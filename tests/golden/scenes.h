#ifndef TS_TEST_SCENES_H
#define TS_TEST_SCENES_H

/* What every screen is shown with: models put together by hand. */

#include "kiosk/screen/view.h"

#include <string.h>

/* 12 May 2026, 10:30 UTC, and what lies around it. */
#define SCENE_LISTS_UTC ((ts_utc){ 1778581800 })
#define SCENE_UNTIL_UTC ((ts_utc){ 1803859200 })   /* 1 Mar 2027 */
#define SCENE_EXPIRED_UTC ((ts_utc){ 1770422400 }) /* 7 Feb 2026 */

struct scene_parts {
    struct ts_text_in names[2];
    struct ts_issuer issuer;
    struct ts_credential credential;
    struct ts_assessment card;
    struct ts_verdict verdict;
    struct ts_photo photo;
    struct ts_menu menu;
    struct ts_keyboard keyboard;
    struct ts_pin_pad pin_pad;
    struct ts_focus_view focus;
    char letters[512]; /* what was written for the scene */
    size_t letters_used;
    struct ts_receipt_view receipt;
};

struct scene {
    const char *name;
    void (*fill)(struct ts_view_model *model, struct scene_parts *parts);
};

static inline void
scene_card(struct scene_parts *p)
{
    p->names[0] =
        (struct ts_text_in){ TS_SPAN_LIT("en"), TS_SPAN_LIT("Northern Safety Council") };
    p->names[1] = (struct ts_text_in){ TS_SPAN_LIT("fr"),
                                       TS_SPAN_LIT("Conseil de sécurité du Nord") };
    p->issuer = (struct ts_issuer){ .id = TS_SPAN_LIT("did:web:safety.example"),
                                    .names = p->names,
                                    .name_count = 2 };
    p->credential = (struct ts_credential){
        .issuer_name = TS_SPAN_LIT("NEVER SHOWN"),
        .subject_name = TS_SPAN_LIT("Aputik Nowdlak"),
        .achievement_name = TS_SPAN_LIT("H2S Alive"),
        .valid_until = SCENE_UNTIL_UTC,
    };
    p->card = (struct ts_assessment){
        .checks = { TS_PASS, TS_PASS, TS_PASS, TS_PASS },
        .credential = &p->credential,
        .issuer = &p->issuer,
    };
}

static inline void
scene_verdict(struct ts_view_model *model, struct scene_parts *p,
              enum ts_verdict_kind kind, enum ts_reason reason)
{
    static const enum ts_scan_state states[TS_VERDICT_COUNT] = {
        [TS_VERDICT_CANNOT_TELL] = TS_SCAN_CANNOT_TELL,
        [TS_VERDICT_READY] = TS_SCAN_READY,
        [TS_VERDICT_NOT_YET] = TS_SCAN_NOT_YET,
        [TS_VERDICT_STOP] = TS_SCAN_STOP,
    };
    scene_card(p);
    p->verdict = (struct ts_verdict){
        .kind = kind,
        .reasons = { { .code = reason } },
        .reason_count = 1,
        .lists = model->lists,
        .card = &p->card,
        .profile_name = model->profile_name,
    };
    model->state = states[kind];
    model->verdict = &p->verdict;
    model->time = (struct ts_scan_time){ 30000, 21000, false };
}

static inline void
scene_row(struct scene_parts *p, const char *label, enum ts_finding state,
          enum ts_reason why, ts_utc until)
{
    p->verdict.rows[p->verdict.row_count++] = (struct ts_row){
        .label = ts_span_text(label), .state = state, .why = why, .until = until
    };
    p->verdict.asked++;
    p->verdict.satisfied += state == TS_PASS;
}

static inline void
scene_base(struct ts_view_model *model)
{
    *model = (struct ts_view_model){
        .profile_name = TS_SPAN_LIT("Drill floor"),
        .lists = { .present = true,
                   .epoch = 7,
                   .issued = SCENE_LISTS_UTC,
                   .age_s = 3 * 86400 + 7 },
        .contact = TS_SPAN_LIT("Camp office: 867 555 0100"),
        .offers = { .why = true, .receipt = true, .language = true, .admin = true },
    };
}

static inline void
scene_start(struct ts_view_model *model, struct scene_parts *p)
{
    (void)p;
    model->state = TS_SCAN_START;
    model->self_tests[TS_SELF_TEST_SCREEN] = TS_PASS;
    model->self_tests[TS_SELF_TEST_CAMERA] = TS_PASS;
    model->self_tests[TS_SELF_TEST_INPUT] = TS_PASS;
    model->self_tests[TS_SELF_TEST_CLOCK] = TS_FAIL;
}

static inline void
scene_scan(struct ts_view_model *model, struct scene_parts *p)
{
    (void)p;
    model->state = TS_SCAN_WAITING;
}

static inline void
scene_toast(struct ts_view_model *model, struct scene_parts *p)
{
    scene_scan(model, p);
    model->toast = true;
}

static inline void
scene_parts_seen(struct ts_view_model *model, struct scene_parts *p)
{
    scene_scan(model, p);
    model->parts = (struct ts_scan_parts){ 2, 3 };
}

static inline void
scene_counts(struct ts_view_model *model, struct scene_parts *p)
{
    scene_scan(model, p);
    model->tallied = true;
    model->today[TS_VERDICT_READY] = 128;
    model->today[TS_VERDICT_NOT_YET] = 17;
    model->today[TS_VERDICT_STOP] = 2;
    model->today[TS_VERDICT_CANNOT_TELL] = 9;
}

static inline void
scene_ready(struct ts_view_model *model, struct scene_parts *p)
{
    scene_verdict(model, p, TS_VERDICT_READY, TS_REASON_ALL_PROVEN);
    scene_row(p, "H2S Alive", TS_PASS, TS_REASON_NONE, SCENE_UNTIL_UTC);
    scene_row(p, "First aid", TS_PASS, TS_REASON_NONE, SCENE_UNTIL_UTC);
    p->verdict.rows[1].warns = true;
    p->verdict.rows[1].until = (ts_utc){ 1781136000 }; /* 11 Jun 2026 */
    model->time = (struct ts_scan_time){ 8000, 5600, false };
}

static inline void
scene_not_yet(struct ts_view_model *model, struct scene_parts *p)
{
    scene_verdict(model, p, TS_VERDICT_NOT_YET, TS_REASON_MISSING);
    scene_row(p, "H2S Alive", TS_PASS, TS_REASON_NONE, SCENE_UNTIL_UTC);
    scene_row(p, "First aid", TS_FAIL, TS_REASON_EXPIRED, SCENE_EXPIRED_UTC);
    scene_row(p, "Fall protection", TS_FAIL, TS_REASON_MISSING, TS_UTC_NEVER);
    model->time = (struct ts_scan_time){ 30000, 18200, true };
}

static inline void
scene_stop(struct ts_view_model *model, struct scene_parts *p)
{
    scene_verdict(model, p, TS_VERDICT_STOP, TS_REASON_WITHDRAWN);
    p->card.checks.status = TS_FAIL;
}

static inline void
scene_cannot_tell(struct ts_view_model *model, struct scene_parts *p)
{
    scene_verdict(model, p, TS_VERDICT_CANNOT_TELL, TS_REASON_ISSUER_UNKNOWN);
    p->card = (struct ts_assessment){ .format = TS_FORMAT_VC_JWT };
}

static inline void
scene_out_of_order(struct ts_view_model *model, struct scene_parts *p)
{
    (void)p;
    model->state = TS_SCAN_OUT_OF_ORDER;
    model->trouble = TS_TROUBLE_CAMERA;
}

/* A face as a child draws it: nobody's. */
static inline void
scene_face(struct ts_photo *photo)
{
    photo->width = 192;
    photo->height = 240;
    for (int i = 0; i < 192 * 240; i++) {
        int x = i % 192 - 96;
        int y = i / 192 - 110;
        bool head = x * x * 9 + y * y * 6 < 9 * 66 * 66;
        bool eye = (x + 26) * (x + 26) + (y + 16) * (y + 16) < 64
                   || (x - 26) * (x - 26) + (y + 16) * (y + 16) < 64;
        bool mouth = y > 28 && y < 36 && x > -24 && x < 24;
        bool coat = y > 96 - x * x / 300;
        uint8_t *rgb = photo->rgb + (size_t)i * 3;
        const uint8_t *colour = eye || mouth ? (const uint8_t[]){ 50, 34, 30 }
                                : head       ? (const uint8_t[]){ 196, 152, 120 }
                                : coat       ? (const uint8_t[]){ 180, 90, 30 }
                                             : (const uint8_t[]){ 205, 214, 220 };
        memcpy(rgb, colour, 3);
    }
}

static inline void
scene_identity(struct ts_view_model *model, struct scene_parts *p)
{
    scene_verdict(model, p, TS_VERDICT_CANNOT_TELL, TS_REASON_IDENTITY_NOT_CHECKED);
    scene_face(&p->photo);
    p->verdict.identity_due = true;
    model->state = TS_SCAN_IDENTITY;
    model->photo = &p->photo;
    model->time = (struct ts_scan_time){ 60000, 42000, false };
}

/* Everything is offered that can be at once. */
static inline void
scene_offers(struct ts_view_model *model, struct scene_parts *p)
{
    scene_not_yet(model, p);
    model->offers.join = model->offers.waiver = model->offers.match = true;
}

static inline void
scene_demo(struct ts_view_model *model, struct scene_parts *p)
{
    scene_ready(model, p);
    model->demo = true;
}

static inline void
scene_let_in(struct ts_view_model *model, struct scene_parts *p)
{
    scene_not_yet(model, p);
    model->state = TS_SCAN_WAIVED;
    model->time = (struct ts_scan_time){ 15000, 9000, false };
}

static inline struct ts_menu_row *
scene_menu_row(struct ts_menu *menu, const char *label, const char *detail)
{
    struct ts_menu_row *row = &menu->rows[menu->count++];
    row->label = ts_span_text(label);
    row->detail = ts_span_text(detail);
    return row;
}

/* A page of every kind of row that is touched. */
static inline void
scene_settings(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu = &p->menu;
    model->state = TS_SCAN_WAITING;
    model->page = TS_PAGE_ADMIN;
    model->menu = menu;
    model->time = (struct ts_scan_time){ 120000, 17000, true };
    menu->title = TS_SPAN_LIT("Settings");
    menu->note = TS_SPAN_LIT("Only counts are kept, no names.");
    scene_menu_row(menu, "Volume", "60 %")->steps = true;
    for (int i = 0; i < 8; i++)
        scene_menu_row(menu, i % 2 ? "Confined space entry" : "Log",
                       i % 3 ? "" : "Counts");
    for (size_t i = 0; i < menu->count; i++)
        menu->rows[i].touch = (struct ts_touch){ TS_ACTION_CHOOSE, (int32_t)i };
    menu->rows[2].chosen = true;
}

/* A page of rows that are only read. */
static inline void
scene_list(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu = &p->menu;
    model->state = TS_SCAN_NOT_YET;
    model->page = TS_PAGE_MATCH;
    model->menu = menu;
    model->time = (struct ts_scan_time){ 120000, 90000, false };
    menu->title = TS_SPAN_LIT("Other jobs");
    for (int i = 0; i < 12; i++) {
        struct ts_menu_row *row = scene_menu_row(menu, "Scaffolding on the drill floor",
                                                 "First aid, H2S Alive");
        row->icon = i < 2 ? TS_ICON_TICK : TS_ICON_TRIANGLE;
    }
}

#include "tests/golden/scenes_pages.h"
#include "tests/golden/scenes_typing.h"

/* What the administrator's menu says of a kiosk in the Roll mode. */
static inline void
scene_admin(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu = &p->menu;
    model->state = TS_SCAN_WAITING;
    model->page = TS_PAGE_ADMIN;
    model->menu = menu;
    model->time = (struct ts_scan_time){ 120000, 90000, false };
    menu->title = ts_span_text(ts_words(TS_PHRASE_SETTINGS));
    menu->note = ts_span_text(ts_words(TS_PHRASE_ADMIN_LOCKS));
    scene_menu_row(menu, ts_words(TS_PHRASE_ADMIN_JOB), "Drill floor");
    scene_menu_row(menu, ts_words(TS_PHRASE_ADMIN_LISTS), "");
    scene_menu_row(menu, ts_words(TS_PHRASE_ADMIN_LOG), ts_words(TS_PHRASE_MODE_ROLL));
    scene_menu_row(menu, ts_words(TS_PHRASE_ADMIN_VOLUME), "60%");
    scene_menu_row(menu, ts_words(TS_PHRASE_ADMIN_CLOCK), "");
    scene_menu_row(menu, ts_words(TS_PHRASE_ADMIN_FOCUS), "");
    scene_menu_row(menu, ts_words(TS_PHRASE_LARGE_PRINT), ts_words(TS_PHRASE_OFF));
    scene_menu_row(menu, ts_words(TS_PHRASE_GLOVES), ts_words(TS_PHRASE_ON));
    for (size_t i = 0; i < menu->count; i++)
        menu->rows[i].touch = (struct ts_touch){ TS_ACTION_CHOOSE, (int32_t)i };
}

/* A drill: one is there, one is missing, one has been on site for too long. */
static inline void
scene_roll(struct ts_view_model *model, struct scene_parts *p)
{
    struct ts_menu *menu = &p->menu;
    model->state = TS_SCAN_WAITING;
    model->page = TS_PAGE_ROLL;
    model->menu = menu;
    model->time = (struct ts_scan_time){ 120000, 90000, false };
    menu->title = ts_span_text(ts_words(TS_PHRASE_ON_SITE));
    menu->note = ts_span_text(ts_words(TS_PHRASE_ROLL_AID));
    scene_menu_row(menu, "Jean Petit", ts_words(TS_PHRASE_ROLL_LONG));
    scene_menu_row(menu, "Aputik Nowdlak", "");
    scene_menu_row(menu, "Mina Roy", "");
    for (size_t i = 0; i < menu->count; i++) {
        menu->rows[i].icon = TS_ICON_CROSS;
        menu->rows[i].touch = (struct ts_touch){ TS_ACTION_CHOOSE, (int32_t)i };
    }
    menu->rows[2].chosen = true;
    menu->extras[menu->extra_count++] =
        (struct ts_button){ .text = ts_span_text(ts_words(TS_PHRASE_DRILL_END)),
                            .touch = { TS_ACTION_DRILL, 0 } };
    menu->extras[menu->extra_count++] =
        (struct ts_button){ .text = ts_span_text(ts_words(TS_PHRASE_PRINT)),
                            .touch = { TS_ACTION_PRINT, 0 } };
}

#include "tests/golden/scenes_admin.h"

static const struct scene scenes[] = {
    { "start", scene_start },
    { "scan", scene_scan },
    { "not-a-credential", scene_toast },
    { "parts", scene_parts_seen },
    { "counts", scene_counts },
    { "ready", scene_ready },
    { "not-yet", scene_not_yet },
    { "stop", scene_stop },
    { "cannot-tell", scene_cannot_tell },
    { "out-of-order", scene_out_of_order },
    { "identity", scene_identity },
    { "offers", scene_offers },
    { "demo", scene_demo },
    { "let-in", scene_let_in },
    { "settings", scene_settings },
    { "admin", scene_admin },
    { "roll", scene_roll },
    { "list", scene_list },
    SCENES_PAGES,
    SCENES_TYPING,
    SCENES_ADMIN,
};

/* px_per_mm as of the real panels: 7, 10.1, 24 and 7 inches. */
static const struct scene_size {
    int width, height;
    double px_per_mm;
} scene_sizes[] = {
    { 800, 480, 5.2 },
    { 1280, 800, 5.9 },
    { 1920, 1080, 3.6 },
    { 720, 1280, 8.2 },
};

/* The last is nobody's: 40 % longer, with accents (tests/support/pseudo_locale). */
static const char *const scene_languages[] = { "en", "fr", "qps" };

#endif
