#ifndef TS_AUTHORITY_ISSUE_H
#define TS_AUTHORITY_ISSUE_H

#include "keys/authority/badge.h"
#include "keys/authority/document_sign.h"
#include "keys/authority/ledger.h"
#include "keys/authority/sheet.h"
#include "keys/codec/qr.h"

/** How a sheet of people becomes badges. */
struct ts_issue_order {
    const struct ts_signer *issuer;
    struct ts_ledger *ledger;
    enum ts_signing signing;
    ts_utc now;
};

/** Characters of a file name without its ending: store.h, and whoever sorts them. */
enum { TS_ISSUED_NAME_MAX = 80 };

/** One badge, made and not written yet. */
struct ts_issued {
    const struct ts_award *award;
    ts_span id;
    ts_span json; /**< The credential; signed when its kind of proof stands inside. */
    ts_span code; /**< What the QR code says. */
    struct ts_qr qr;
    char name[TS_ISSUED_NAME_MAX + 1]; /**< Of its files: a-z, 0-9 and "-". */
};

/**
 * Makes a badge: its id, its place in the ledger (in memory only), credential,
 * signature and code. issued->name is left empty. Lives in the arena.
 *
 * Returns TS_OK; TS_DUPLICATE (an id that was issued before); TS_OVER_LIMIT (no
 * place left in the lists, or more than a QR code holds; what tells which);
 * TS_NO_SPACE; TS_UNSUPPORTED (the key).
 */
TS_MUST_USE enum ts_status ts_issue_make(struct ts_arena *arena, struct ts_issued *issued,
                                         const struct ts_issue_order *order,
                                         const struct ts_award *award, const char **what);

/**
 * Names the files of all: the person's name as far as file systems agree on it
 * ("zoe-qaunaq"), "row-3" where nothing is left of it, and the number of the row
 * behind it where that name is taken.
 */
void ts_issued_name_all(struct ts_issued *issued, size_t count);

/** What is printed of it. */
struct ts_card
ts_issued_card(const struct ts_issued *issued, const struct ts_signer *issuer);

#endif
