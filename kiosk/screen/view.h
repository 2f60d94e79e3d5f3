#ifndef TS_SCREEN_VIEW_H
#define TS_SCREEN_VIEW_H

#include "kiosk/screen/drawing.h"
#include "kiosk/screen/scan_screen.h"
#include "kiosk/screen/words.h"

/**
 * What the screen is to show, put together by the caller for one picture. All
 * of it is only read, during ts_view_draw() and as long as the drawing is used.
 */
struct ts_view_model {
    int width_px, height_px;
    double px_per_mm; /**< 0: not known; see ts_theme_metrics(). */

    enum ts_scan_state state;
    struct ts_scan_time time;
    bool kept;
    bool toast;
    bool dimmed;
    enum ts_hint hint;
    struct ts_scan_parts parts; /**< Shown while total is not 0. */

    /** The verdict of READY, NOT YET, STOP, CANNOT TELL and IDENTITY. With another kind
     * than the state says, or none, NO ANSWER is shown instead. */
    const struct ts_verdict *verdict;

    /** IDENTITY: the verdict's portrait. Without it NO ANSWER is shown instead, or where
     * the verdict's identity is not due. */
    const struct ts_photo *photo;

    ts_span profile_name; /**< Empty without a profile. */
    struct ts_lists_age lists;

    enum ts_finding self_tests[TS_SELF_TEST_COUNT]; /**< UNKNOWN: still under way. */
    enum ts_trouble trouble;
    ts_span contact; /**< Whom to call when out of order; may be empty. */
};

/**
 * Lays out one picture. Pure: the same model and language give the same drawing.
 *
 * Nothing of a card is drawn unless verdict->card->credential is there, which is
 * so only when its proof is good; the issuer's name is the one of the list.
 * Names are never changed in case, and shown as far as the verdict's name_shown
 * lets them. Text is never laid out below TS_CAP_LEAST_MM10; rows that do not
 * fit are counted in a last line, and those that are not proven come first then.
 */
void ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model);

/** The answer that lies at a point of the picture that ts_view_draw() makes of the model.
 */
enum ts_answered {
    TS_ANSWER_NONE = 0,
    TS_ANSWER_YES, /**< IDENTITY: this is the person. */
    TS_ANSWER_NO,
};
enum ts_answered ts_view_answer(const struct ts_view_model *model, int x, int y);

/**
 * "A. N." of "Aputik Nowdlak": the first letters of the first and the last word,
 * with the marks that belong to them, as they are. Empty for a name without
 * letters. Reads the first and last 200 bytes at most.
 */
void ts_write_initials(struct ts_writer *w, ts_span name);

#endif
