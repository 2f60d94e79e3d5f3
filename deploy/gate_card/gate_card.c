#include "deploy/gate_card/gate_card_text.h"
#include "firmware/base/check.h"
#include "keys/authority/type_cairo.h"
#include "kiosk/screen/icons.h"
#include "kiosk/screen/theme.h"
#include "kiosk/screen/words.h"

#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The card beside a gate: a page of A4 that is read from two metres. Millimetres. */

#define POINTS_A_MM (72 / 25.4)

#define PAGE_WIDTH 210.0
#define PAGE_HEIGHT 297.0
#define MARGIN 14.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)

#define BAND_TOP 53.0
#define BAND_HEIGHT 45.0
#define BAND_GAP 4.0
#define BAND_INSET 6.0
#define SIGN 30.0
#define TEXT_LEFT (MARGIN + BAND_INSET + SIGN + 7)
#define TEXT_WIDTH (PAGE_WIDTH - MARGIN - BAND_INSET - TEXT_LEFT)
#define CORNER 3.0

#define FOOT_TOP 251.0
#define LINE_TOP 281.0

/* Of a sign, at 400 dots an inch. */
enum { SIGN_PX = 472 };

static const struct ts_type TITLE = { 12, 8, true, 0 };
static const struct ts_type BEFORE = { 5.2, 4, false, 0 };
static const struct ts_type FOOT = { 4.2, 3.2, false, 0.15 };
static const struct ts_type ADVICE = { 4.8, 3.6, true, 0 };

static double
set(cairo_t *cr, struct ts_type type, struct ts_column_of_text column, const char *text)
{
    return ts_type_set(cr, &type, &column, ts_span_text(text));
}

static void
choose_colour(cairo_t *cr, struct ts_colour colour)
{
    cairo_set_source_rgb(cr, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0);
}

static void
fill_band(cairo_t *cr, double top, struct ts_colour colour)
{
    const double right = MARGIN + WIDTH;
    const double bottom = top + BAND_HEIGHT;
    const double quarter = 1.5707963267948966;
    cairo_new_path(cr);
    cairo_arc(cr, right - CORNER, top + CORNER, CORNER, -quarter, 0);
    cairo_arc(cr, right - CORNER, bottom - CORNER, CORNER, 0, quarter);
    cairo_arc(cr, MARGIN + CORNER, bottom - CORNER, CORNER, quarter, 2 * quarter);
    cairo_arc(cr, MARGIN + CORNER, top + CORNER, CORNER, 2 * quarter, 3 * quarter);
    cairo_close_path(cr);
    choose_colour(cr, colour);
    cairo_fill(cr);
}

static enum ts_icon
sign_of(enum ts_verdict_kind kind)
{
    switch (kind) {
    case TS_VERDICT_READY: return TS_ICON_TICK;
    case TS_VERDICT_NOT_YET: return TS_ICON_TRIANGLE;
    case TS_VERDICT_STOP: return TS_ICON_CROSS;
    case TS_VERDICT_CANNOT_TELL: break;
    }
    return TS_ICON_QUESTION;
}

/* The very sign of the screen, as a mask that the ink is poured through. */
static void
draw_sign(cairo_t *cr, double top, enum ts_icon icon, struct ts_colour ink)
{
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, SIGN_PX, SIGN_PX);
    int stride = cairo_image_surface_get_stride(mask);
    uint8_t *coverage = malloc((size_t)SIGN_PX * SIGN_PX);
    uint8_t *rows = cairo_image_surface_get_data(mask);
    TS_CHECK(coverage && rows);
    ts_icon_rasterise(coverage, SIGN_PX, icon);
    for (int y = 0; y < SIGN_PX; y++)
        memcpy(rows + (size_t)y * (size_t)stride, coverage + (size_t)y * SIGN_PX,
               SIGN_PX);
    cairo_surface_mark_dirty(mask);
    cairo_save(cr);
    cairo_translate(cr, MARGIN + BAND_INSET, top + (BAND_HEIGHT - SIGN) / 2);
    cairo_scale(cr, SIGN / SIGN_PX, SIGN / SIGN_PX);
    choose_colour(cr, ink);
    cairo_mask_surface(cr, mask, 0, 0);
    cairo_restore(cr);
    cairo_surface_destroy(mask);
    free(coverage);
}

/* What stands in a band, from top on; gives the y below it. */
static double
set_band(cairo_t *cr, const struct gate_card_text *text, enum ts_verdict_kind kind,
         double top)
{
    const double grey = ts_theme_verdict(kind).ink.r / 255.0;
    const struct ts_type meaning = { 5, 3.6, false, grey };
    const char *action =
        text->action[kind] ? text->action[kind] : ts_words(TS_PHRASE_PAPER);
    struct ts_column_of_text column = { TEXT_LEFT, top, TEXT_WIDTH, 1 };
    column.y =
        set(cr, (struct ts_type){ 10, 6, true, grey }, column, ts_words_verdict(kind));
    column.lines = 2;
    column.y = set(cr, meaning, column, text->meaning[kind]);
    if (kind == TS_VERDICT_CANNOT_TELL)
        column.y = set(cr, meaning, column, ts_words(TS_PHRASE_NOT_FALSE));
    column.y += 1.2;
    return set(cr, (struct ts_type){ 5.2, 3.8, true, grey }, column, action);
}

/* How high it will be. */
static double
measure_band(const struct gate_card_text *text, enum ts_verdict_kind kind)
{
    cairo_surface_t *nowhere =
        cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
    cairo_t *cr = cairo_create(nowhere);
    double height = set_band(cr, text, kind, 0);
    cairo_destroy(cr);
    cairo_surface_destroy(nowhere);
    return height;
}

static void
draw_band(cairo_t *cr, const struct gate_card_text *text, enum ts_verdict_kind kind,
          double top)
{
    const struct ts_tone tone = ts_theme_verdict(kind);
    fill_band(cr, top, tone.ground);
    draw_sign(cr, top, sign_of(kind), tone.ink);
    (void)set_band(cr, text, kind, top + (BAND_HEIGHT - measure_band(text, kind)) / 2);
}

static void
draw_foot(cairo_t *cr, const struct gate_card_text *text)
{
    struct ts_column_of_text column = { MARGIN, FOOT_TOP, WIDTH, 2 };
    column.y = set(cr, ADVICE, column, text->advice) + 1;
    (void)set(cr, FOOT, column, text->privacy);
    column = (struct ts_column_of_text){ MARGIN, LINE_TOP - 5, 40, 1 };
    (void)set(cr, ADVICE, column, text->contact);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, 0.3);
    cairo_move_to(cr, MARGIN + 26, LINE_TOP);
    cairo_line_to(cr, PAGE_WIDTH - MARGIN, LINE_TOP);
    cairo_stroke(cr);
}

static void
draw(cairo_t *cr, const struct gate_card_text *text)
{
    static const enum ts_verdict_kind kinds[] = { TS_VERDICT_READY, TS_VERDICT_NOT_YET,
                                                  TS_VERDICT_STOP,
                                                  TS_VERDICT_CANNOT_TELL };
    struct ts_column_of_text column = { MARGIN, 14, WIDTH, 1 };
    column.y = set(cr, TITLE, column, text->title) + 1;
    column.lines = 2;
    (void)set(cr, BEFORE, column, text->before);
    for (size_t i = 0; i < TS_COUNT(kinds); i++)
        draw_band(cr, text, kinds[i], BAND_TOP + (double)i * (BAND_HEIGHT + BAND_GAP));
    draw_foot(cr, text);
}

static bool
print(const char *path, const struct gate_card_text *text)
{
    cairo_surface_t *page = cairo_pdf_surface_create(path, PAGE_WIDTH * POINTS_A_MM,
                                                     PAGE_HEIGHT * POINTS_A_MM);
    cairo_pdf_surface_set_metadata(page, CAIRO_PDF_METADATA_TITLE, text->title);
    cairo_t *cr = cairo_create(page);
    cairo_scale(cr, POINTS_A_MM, POINTS_A_MM);
    draw(cr, text);
    bool drawn = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_finish(page);
    drawn = drawn && cairo_surface_status(page) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(page);
    return drawn;
}

int
main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: touchstone-gate-card LANGUAGE FILE.pdf LOCALE-DIR\n", stderr);
        return 64;
    }
    const struct gate_card_text *text = gate_card_text(argv[1]);
    if (!text || ts_words_open(argv[3]) != TS_OK || ts_words_speak(argv[1]) != TS_OK) {
        fprintf(stderr, "touchstone-gate-card: nothing is written in %s\n", argv[1]);
        return 1;
    }
    if (!print(argv[2], text)) {
        fprintf(stderr, "touchstone-gate-card: %s cannot be written\n", argv[2]);
        return 1;
    }
    return 0;
}
