#ifndef TS_RECEIPT_RECEIPT_H
#define TS_RECEIPT_RECEIPT_H

#include "firmware/base/instant.h"
#include "kiosk/receipt/kiosk_key.h"

/**
 * What a person may take along: that this kiosk said so, then, for that job. Nothing
 * of the card, no name (keys/FORMAT.md 11). A receipt is no credential: it lets nobody
 * in anywhere.
 */

/** What the text of a receipt begins with. */
#define TS_RECEIPT_PREFIX "TSR1:"

#define TS_RECEIPT_NUMBER_SIZE 12
#define TS_RECEIPT_PROFILE_MAX 40 /**< Longer ones are told by their hash. */
#define TS_RECEIPT_PROFILE_HASH_SIZE 16
#define TS_RECEIPT_SITE_MAX 32 /**< Longer ones are cut. */

/** Characters of the longest; it fits a QR code of version 10 at M. */
#define TS_RECEIPT_TEXT_MAX 311

struct ts_receipt {
    ts_utc time;          /**< 1970 to 2106. */
    bool time_is_floor;   /**< The clock was not trusted: it was then, or later. */
    ts_span profile;      /**< Its id; empty for none. Verified ones: empty as well where
                               only the hash is there. */
    ts_span profile_hash; /**< Of a long id: the first bytes of its SHA-256; not looked
                               at when making. */
    uint8_t verdict;      /**< enum ts_verdict_kind. */
    uint8_t reason;       /**< enum ts_reason. */
    bool let_in;          /**< A supervisor let the person in all the same. */
    uint64_t epoch;       /**< Of the lists; 0 where there were none. */
    ts_span site;         /**< UTF-8; may be empty. */
    uint8_t number[TS_RECEIPT_NUMBER_SIZE]; /**< Random; says nothing about anybody. */
};

/** Draws the number of a new receipt. */
void ts_receipt_number(uint8_t number[static TS_RECEIPT_NUMBER_SIZE]);

/**
 * Signs a receipt; text lives in the arena. TS_OK; TS_MALFORMED (profile or site are
 * no UTF-8), TS_OVER_LIMIT (time), TS_UNSUPPORTED (the key signs nothing) or
 * TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_receipt_make(struct ts_arena *arena, ts_span *text, const struct ts_kiosk_key *key,
                const struct ts_receipt *receipt);

/** Whether text claims to be one: its prefix. */
bool ts_receipt_looks_like(ts_span text);

/**
 * Checks a receipt with those of the kiosks' keys that it may be of. receipt views the
 * arena; which (may be NULL) gets the index of the key. Both are written only on TS_OK;
 * before that nothing in it is believed.
 *
 * TS_OK: one of these kiosks made it. TS_ABSENT: none of these keys is the one it names,
 * so nothing can be said. TS_UNTRUSTED: it names one and is not by it. TS_MALFORMED,
 * TS_UNSUPPORTED, TS_NO_SPACE, and the statuses of ts_base45_decode(),
 * ts_cose_read() and ts_cbor_parse(): it is none that a kiosk would make.
 */
TS_MUST_USE enum ts_status
ts_receipt_verify(struct ts_arena *arena, struct ts_receipt *receipt, size_t *which,
                  ts_span text, const struct ts_public_key *keys, size_t key_count);

#endif
