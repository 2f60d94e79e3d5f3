#include "keys/authority/cairo_stream.h"
#include "keys/authority/sheet.h"
#include "keys/authority/text.h"
#include "keys/authority/type_cairo.h"

#include <cairo-pdf.h>

/* Millimetres, unless a name says points. */
#define POINTS_A_MM (72 / 25.4)
#define MM_A_POINT (25.4 / 72)

#define PAGE_WIDTH 210.0
#define PAGE_HEIGHT 297.0
#define CARD_WIDTH 85.6
#define CARD_HEIGHT 54.0
enum { COLUMNS = 2, ROWS = 5 };
#define PAGE_LEFT ((PAGE_WIDTH - COLUMNS * CARD_WIDTH) / 2)
#define PAGE_TOP ((PAGE_HEIGHT - ROWS * CARD_HEIGHT) / 2)

/** The code with its quiet zone. The smallest one, version 1, has 21 modules of
 * 29 within it. */
enum { CODE_SIDE = 46 };
_Static_assert(CODE_SIDE * 21 / 29 >= TS_CARD_QR_MM_MIN, "a code is printed too small");
#define CODE_LEFT (CARD_WIDTH - CODE_SIDE - 1.5)
#define CODE_TOP ((CARD_HEIGHT - CODE_SIDE) / 2)

#define TEXT_LEFT 4.5
#define TEXT_WIDTH (CODE_LEFT - TEXT_LEFT - 0.5)
#define TEXT_TOP 4.5
#define DATES_TOP 34.0
#define ISSUER_TOP 41.2

static const struct ts_type NAME = { 11.5 * MM_A_POINT, 7.5 * MM_A_POINT, true, 0 };
static const struct ts_type BODY = { 8.5 * MM_A_POINT, 6.5 * MM_A_POINT, false, 0 };
static const struct ts_type RESULT = { 8.5 * MM_A_POINT, 6.5 * MM_A_POINT, true, 0 };
static const struct ts_type DATE = { 7.5 * MM_A_POINT, 6 * MM_A_POINT, true, 0 };
static const struct ts_type ISSUER = { 7.5 * MM_A_POINT, 6 * MM_A_POINT, false, 0 };
static const struct ts_type LABEL = { 5.2 * MM_A_POINT, 5 * MM_A_POINT, false, 0.3 };

static void
draw_code(cairo_t *cr, const struct ts_qr *qr)
{
    cairo_save(cr);
    cairo_translate(cr, CODE_LEFT, CODE_TOP);
    double module = (double)CODE_SIDE / (qr->size + 2 * TS_QR_QUIET_ZONE);
    cairo_scale(cr, module, module);
    ts_cairo_fill_code(cr, qr);
    cairo_restore(cr);
}

static void
set_labelled(cairo_t *cr, struct ts_column_of_text column, const char *label,
             const struct ts_type *type, ts_span text)
{
    unsigned lines = column.lines;
    column.lines = 1;
    column.y = ts_type_set(cr, &LABEL, &column, ts_span_text(label));
    column.lines = lines;
    (void)ts_type_set(cr, type, &column, text);
}

static void
set_date(cairo_t *cr, double x, const char *label, ts_utc utc)
{
    char text[TS_UTC_TEXT_SIZE];
    struct ts_column_of_text column = { x, DATES_TOP, TEXT_WIDTH / 2 - 0.5, 1 };
    ts_utc_format(text, utc);
    ts_span day = ts_span_part(ts_span_text(text), 0, sizeof("2026-05-12") - 1);
    set_labelled(cr, column, label, &DATE, day);
}

/** A long name takes lines from the achievement, never room from the dates. */
static unsigned
lines_above_dates(double y, bool with_result)
{
    double line = BODY.size * TS_TYPE_LINE_HEIGHT;
    double lines = (DATES_TOP - y) / line - (with_result ? 1 : 0);
    return lines < 1 ? 1 : (unsigned)lines;
}

static void
draw_card(cairo_t *cr, const struct ts_card *card)
{
    struct ts_column_of_text column = { TEXT_LEFT, TEXT_TOP, TEXT_WIDTH, 3 };
    column.y = ts_type_set(cr, &NAME, &column, card->name) + 1.2;
    column.lines = lines_above_dates(column.y, card->result.len > 0);
    column.y = ts_type_set(cr, &BODY, &column, card->achievement);
    column.lines = 1;
    (void)ts_type_set(cr, &RESULT, &column, card->result);

    if (card->valid_from.s != TS_UTC_ALWAYS.s)
        set_date(cr, TEXT_LEFT, "From \xC2\xB7 D\xC3\xA8s", card->valid_from);
    if (card->valid_until.s != TS_UTC_NEVER.s)
        set_date(cr, TEXT_LEFT + TEXT_WIDTH / 2,
                 "Until \xC2\xB7 Jusqu\xE2\x80\x99"
                 "au",
                 card->valid_until);

    column.y = ISSUER_TOP;
    column.lines = 2;
    if (card->issuer.len > 0)
        set_labelled(cr, column, "Issued by \xC2\xB7 D\xC3\xA9livr\xC3\xA9 par", &ISSUER,
                     card->issuer);
    draw_code(cr, &card->qr);

    cairo_set_source_rgb(cr, 0.65, 0.65, 0.65);
    cairo_set_line_width(cr, 0.1);
    cairo_rectangle(cr, 0, 0, CARD_WIDTH, CARD_HEIGHT);
    cairo_stroke(cr);
}

static void
draw_pages(cairo_t *cr, const struct ts_card *cards, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t column = i % COLUMNS;
        size_t row = i / COLUMNS % ROWS;
        if (i && row == 0 && column == 0)
            cairo_show_page(cr);
        cairo_save(cr);
        cairo_scale(cr, POINTS_A_MM, POINTS_A_MM);
        cairo_translate(cr, PAGE_LEFT + CARD_WIDTH * (double)column,
                        PAGE_TOP + CARD_HEIGHT * (double)row);
        draw_card(cr, &cards[i]);
        cairo_restore(cr);
    }
}

enum ts_status
ts_sheet_pdf(struct ts_arena *arena, ts_span *pdf, const struct ts_card *cards,
             size_t count, ts_utc now)
{
    char created[TS_UTC_TEXT_SIZE];
    ts_utc_format(created, now);
    struct ts_writer w = ts_text_begin(arena);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        ts_cairo_write, &w, PAGE_WIDTH * POINTS_A_MM, PAGE_HEIGHT * POINTS_A_MM);
    /* Given, so that the same sheet is the same bytes. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    cairo_t *cr = cairo_create(surface);
    draw_pages(cr, cards, count);
    bool drawn = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    bool written = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return drawn && written ? ts_text_keep(arena, &w, pdf) : TS_NO_SPACE;
}
