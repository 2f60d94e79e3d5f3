#ifndef TS_AUTHORITY_SHEET_H
#define TS_AUTHORITY_SHEET_H

#include "firmware/base/instant.h"
#include "keys/authority/qr_picture.h"

/** What is printed on one card. Texts are UTF-8; what is empty is left out. */
struct ts_card {
    ts_span name;
    ts_span achievement;
    ts_span result; /**< Printed below it. */
    ts_span issuer;
    ts_utc valid_from;  /**< TS_UTC_ALWAYS when it is not said. */
    ts_utc valid_until; /**< TS_UTC_NEVER when it does not run out. */
    struct ts_qr qr;
};

/** The smallest side of a printed code, without its quiet zone. */
#define TS_CARD_QR_MM_MIN 32

/**
 * A PDF of A4 pages, ten cards of 85.6 x 54 mm (ISO/IEC 7810 ID-1) a page with
 * lines to cut along. The labels are English and French. Making: sheet_cairo.c.
 *
 * Names are set in Noto Sans, and in Noto Sans Canadian Aboriginal where they
 * are in syllabics. Characters are set one after another: scripts that need
 * shaping or run from right to left come out wrong; ts_text_is_plain() tells.
 *
 * Lives in the arena. TS_OK or TS_NO_SPACE (arena, or the library's memory).
 */
TS_MUST_USE enum ts_status
ts_sheet_pdf(struct ts_arena *arena, ts_span *pdf, const struct ts_card *cards,
             size_t count, ts_utc now);

/** True when text can be set character by character: Latin, Greek, Cyrillic,
 * Canadian syllabics and common signs, without combining marks. */
bool ts_text_is_plain(ts_span text);

#endif
