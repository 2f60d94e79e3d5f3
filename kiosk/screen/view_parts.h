#ifndef TS_SCREEN_VIEW_PARTS_H
#define TS_SCREEN_VIEW_PARTS_H

#include "kiosk/screen/view.h"
#include "kiosk/screen/view_button.h"
#include "kiosk/screen/wrap.h"

/* What the files view_*.c share. */

/**
 * A column that is filled from top to bottom. Without a drawing it only
 * measures, so that a layout can be tried before it is drawn.
 */
struct ts_column {
    struct ts_drawing *drawing; /**< NULL: measure only. */
    int x, y, w;
    int em, em_least;
    struct ts_colour ink;
};

struct ts_style {
    int percent; /**< Of the column's em. */
    enum ts_weight weight;
    enum ts_align align;
    int max_lines;
};

/** Adds a paragraph and moves down by what it takes. Nothing for empty text. */
void ts_column_text(struct ts_column *column, ts_span text, struct ts_style style);

/** The em that a style has in this column. */
int ts_column_em(const struct ts_column *column, struct ts_style style);

/** The height that a paragraph would take; 0 for empty text. */
int ts_column_height(const struct ts_column *column, ts_span text, struct ts_style style);

/** The largest em from most down to least at which text fits into width on one line. */
int ts_em_to_fit(ts_span text, enum ts_weight weight, int most, int least, int width);

/** Width of text on one line, by ts_width_guess(). */
int ts_guess_px(ts_span text, enum ts_weight weight, int em_px);

/** Below this nothing is drawn, in large print neither: for what must be on one line. */
int ts_view_least(const struct ts_view_model *model);

/** Keeps what w holds in the drawing. */
ts_span ts_keep(struct ts_drawing *drawing, const struct ts_writer *w);

/** The sign of a verdict. */
enum ts_icon ts_verdict_icon(enum ts_verdict_kind kind);

/** The sign of a finding; TS_ICON_QUESTION for UNKNOWN. */
enum ts_icon ts_finding_icon(enum ts_finding finding);

/** The person of the verdict's card, as far as the profile lets it be shown; needs
 * card->credential. */
ts_span ts_view_person(struct ts_drawing *drawing, const struct ts_verdict *verdict);

void ts_view_start(struct ts_drawing *drawing, const struct ts_view_model *model,
                   const struct ts_metrics *metrics);
void ts_view_out_of_order(struct ts_drawing *drawing, const struct ts_view_model *model,
                          const struct ts_metrics *metrics);
void ts_view_scan(struct ts_drawing *drawing, const struct ts_view_model *model,
                  const struct ts_metrics *metrics);
void ts_view_verdict(struct ts_drawing *drawing, const struct ts_view_model *model,
                     const struct ts_metrics *metrics);
void ts_view_no_answer(struct ts_drawing *drawing, const struct ts_view_model *model,
                       const struct ts_metrics *metrics);

void ts_view_identity(struct ts_drawing *drawing, const struct ts_view_model *model,
                      const struct ts_metrics *metrics);

/** A page of rows: model->menu. */
void ts_view_menu(struct ts_drawing *drawing, const struct ts_view_model *model,
                  const struct ts_metrics *metrics);

/** What is typed on: model->keyboard, model->pin_pad. */
void ts_view_keyboard(struct ts_drawing *drawing, const struct ts_view_model *model,
                      const struct ts_metrics *metrics);
void ts_view_pin(struct ts_drawing *drawing, const struct ts_view_model *model,
                 const struct ts_metrics *metrics);

/** The live picture and how sharp it is: model->focus. */
void ts_view_focus(struct ts_drawing *drawing, const struct ts_view_model *model,
                   const struct ts_metrics *metrics);

/** A receipt: model->receipt. */
void ts_view_code(struct ts_drawing *drawing, const struct ts_view_model *model,
                  const struct ts_metrics *m);
void ts_view_receipt(struct ts_drawing *drawing, const struct ts_view_model *model,
                     const struct ts_metrics *metrics);

/** The page in its own view. False when it has none, or what it shows is missing. */
bool ts_view_page(struct ts_drawing *drawing, const struct ts_view_model *model,
                  const struct ts_metrics *metrics);

/** What is offered at the foot of a verdict. */
struct ts_offer_row {
    struct ts_button buttons[TS_OFFERS_MAX];
    size_t count;
    bool crowded; /**< There is no room for buttons: all of the picture is one. */
};

/** Says whether it is crowded; gives the height to be kept free at the foot. */
int ts_view_offer_height(struct ts_offer_row *row, struct ts_tone tone,
                         const struct ts_metrics *metrics);
void ts_view_offer_row(struct ts_drawing *drawing, const struct ts_offer_row *row,
                       struct ts_tone tone, const struct ts_metrics *metrics);

/** The ground and ink of a verdict; grey where it is a demonstration. */
struct ts_tone ts_view_tone(const struct ts_view_model *model, enum ts_verdict_kind kind);

/** IDENTITY can be shown: there is somebody to compare with a photo. */
bool ts_view_compares(const struct ts_view_model *model);

/** The band at the top of a verdict: sign, word, and up to two lines at the end. */
struct ts_header {
    enum ts_verdict_kind kind;
    struct ts_tone tone;
    ts_span word;      /**< Empty: the verdict's own. */
    enum ts_icon sign; /**< NONE: the verdict's own. */
    ts_span first, second;
};

/** Draws it into the given height (with drawing NULL only measures); returns what it
 * takes, more than height where the lines had to go below the word. */
int ts_view_header(struct ts_drawing *drawing, const struct ts_header *header,
                   const struct ts_metrics *metrics, int height);

/** False when the word has become as wide as it can: more height would be wasted. */
bool ts_view_header_fills(const struct ts_header *header,
                          const struct ts_metrics *metrics, int height);

/** How often each verdict was given today, at the foot of box: by sign and word, or where
 * the words have no room by sign alone. With drawing NULL only measures; gives the height
 * it takes, 0 where nothing is counted. */
int ts_view_tally(struct ts_drawing *drawing, const struct ts_view_model *model,
                  struct ts_box box, const struct ts_metrics *metrics);

/** The bar at the bottom edge. */
void ts_view_time(struct ts_drawing *drawing, const struct ts_view_model *model,
                  const struct ts_metrics *metrics, struct ts_tone tone);

/** The rows of a verdict, of which at most max are drawn, then "+ n more". */
void ts_view_rows(struct ts_column *column, const struct ts_verdict *verdict, size_t max,
                  struct ts_tone tone);

#endif
