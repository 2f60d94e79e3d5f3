#ifndef TS_SCREEN_VIEW_H
#define TS_SCREEN_VIEW_H

#include "kiosk/screen/code_view.h"
#include "kiosk/screen/drawing.h"
#include "kiosk/screen/focus_view.h"
#include "kiosk/screen/keyboard.h"
#include "kiosk/screen/menu.h"
#include "kiosk/screen/pin_pad.h"
#include "kiosk/screen/receipt_view.h"
#include "kiosk/screen/scan_screen.h"
#include "kiosk/screen/words.h"

/** Which buttons there are. Where a button's place is, is the view's to say. */
struct ts_offers {
    bool why, receipt; /**< Under a verdict. */
    bool join;         /**< NOT YET: the cards before may be the same person's. */
    bool waiver;       /**< NOT YET, CANNOT TELL: a supervisor may let somebody in. */
    bool match;        /**< Under a verdict that is not STOP. */
    bool language, roll,
        admin; /**< On the scan screen; the last when out of order too. */
};

/**
 * What the screen is to show, put together by the caller for one picture. All
 * of it is only read, during ts_view_draw() and as long as the drawing is used.
 */
struct ts_view_model {
    int width_px, height_px;
    double px_per_mm;         /**< 0: not known; see ts_theme_metrics(). */
    bool gloves, large_print; /**< See ts_theme_adapt(). */
    bool demo;                /**< Test credentials only: grey, and said so. */

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

    bool tallied; /**< On the scan screen: how often each verdict was given today. */
    uint64_t today[TS_VERDICT_COUNT];

    ts_span profile_name; /**< Empty without a profile. */
    struct ts_lists_age lists;

    enum ts_finding self_tests[TS_SELF_TEST_COUNT]; /**< UNKNOWN: still under way. */
    enum ts_trouble trouble;
    ts_span contact; /**< Whom to call when out of order; may be empty. */

    struct ts_offers offers;
    ts_span notice;    /**< Of READY and LET IN: stands where the next step does. */
    enum ts_log log;   /**< Said on the start screen. */
    ts_span signed_as; /**< Under a verdict: "Signed in"; may be empty. */

    /** Over the state's screen. What belongs to the page stands in one of the pointers
     * below; where that is missing, the state's screen is shown. */
    enum ts_page page;
    const struct ts_menu *menu;         /**< Of every page that has no view of its own. */
    const struct ts_keyboard *keyboard; /**< ANSWER. */
    const struct ts_pin_pad *pin_pad;   /**< ADMIN_PIN, WAIVER_PIN. */
    const struct ts_focus_view *focus;  /**< FOCUS. */
    const struct ts_receipt_view *receipt; /**< RECEIPT. */
    const struct ts_code_view *code;       /**< STATUS. */
};

/**
 * Lays out one picture, and where it can be touched (ts_drawing_touched()). Pure: the
 * same model and language give the same drawing.
 *
 * Nothing of a card is drawn unless verdict->card->credential is there, which is
 * so only when its proof is good; the issuer's name is the one of the list.
 * Names are never changed in case, and shown as far as the verdict's name_shown
 * lets them. Text is never laid out below TS_CAP_LEAST_MM10; rows that do not
 * fit are counted in a last line, and those that are not proven come first then.
 */
void ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model);

/** What is offered under the verdict of the model's state, or on the scan screen. */
enum { TS_OFFERS_MAX = 5 };
size_t ts_view_offers(struct ts_button buttons[TS_OFFERS_MAX],
                      const struct ts_view_model *model);

/**
 * "A. N." of "Aputik Nowdlak": the first letters of the first and the last word,
 * with the marks that belong to them, as they are. Empty for a name without
 * letters. Reads the first and last 200 bytes at most.
 */
void ts_write_initials(struct ts_writer *w, ts_span name);

#endif
