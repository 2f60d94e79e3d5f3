#ifndef TS_JOURNAL_ROLL_H
#define TS_JOURNAL_ROLL_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * Who is on site, for TS_JOURNAL_ROLL only (in another mode: TS_UNSUPPORTED). An aid,
 * never the tag board.
 *
 * A person is known by a keyed hash of the credential's id; the key is random and is
 * deleted with the last row. The label is what the badge says; it is wiped 24 hours
 * after its holder signed out.
 */
struct ts_journal;

/** Bytes of a label; longer ones are cut between two characters. */
#define TS_ROLL_LABEL_MAX 96

#define TS_ROLL_TAG_SIZE 16

/** After so many hours on site a person is stale unless the configuration says
 * otherwise: somebody forgot to sign out, or needs looking for. */
#define TS_ROLL_STALE_HOURS 14

struct ts_roll_row {
    char label[TS_ROLL_LABEL_MAX + 1]; /**< UTF-8. */
    ts_utc since;                      /**< Of signing in. */
    bool is_in;
    ts_utc left; /**< Of signing out; TS_UTC_NEVER while is_in. */
    bool is_stale;
    bool is_accounted; /**< In the drill that is under way. */
    uint8_t tag[TS_ROLL_TAG_SIZE];
};

/** How many of those on the list. */
struct ts_roll_count {
    size_t in;
    size_t stale;
    size_t accounted; /**< Of those in. All are: accounted == in. */
    bool in_drill;
    ts_utc drill_began;
};

enum ts_roll_sign {
    TS_ROLL_NONE = 0,
    TS_ROLL_IN,
    TS_ROLL_OUT,
};

/**
 * Signs in who is out and out who is in, by the card that was just scanned; done says
 * which it was. label: of the badge. During a drill everybody who is in is accounted
 * for instead, and nobody is signed out (done: TS_ROLL_NONE).
 *
 * TS_OK, TS_UNSUPPORTED, TS_MALFORMED (no id, label no UTF-8), TS_OVER_LIMIT
 * (TS_ROLL_MAX) or TS_IO: nothing was changed.
 */
TS_MUST_USE enum ts_status
ts_roll_pass(struct ts_journal *journal, enum ts_roll_sign *done, ts_span card,
             ts_span label, ts_utc now);

/** Signs one row out, from the list. TS_OK, TS_ABSENT (nobody of that tag is in),
 * TS_UNSUPPORTED or TS_IO. */
TS_MUST_USE enum ts_status
ts_roll_sign_out(struct ts_journal *journal, const uint8_t tag[static TS_ROLL_TAG_SIZE],
                 ts_utc now);

/** People on the list at a time. */
#define TS_ROLL_MAX 2000

/**
 * The list as it is: who is in, by label. rows has room for max, from the one of this
 * number on; given gets how many were written and count is of all of them.
 * TS_OK, TS_UNSUPPORTED or TS_IO; outputs are written only on TS_OK (count), rows in
 * any case.
 */
struct ts_roll_query {
    size_t first, max;
    uint32_t stale_hours;
    ts_utc now;
};
TS_MUST_USE enum ts_status
ts_roll_list(struct ts_journal *journal, struct ts_roll_row *rows, size_t *given,
             struct ts_roll_count *count, const struct ts_roll_query *query);

/** Begins a drill: nobody is accounted for yet. One that is under way begins anew.
 * TS_OK, TS_UNSUPPORTED or TS_IO. */
TS_MUST_USE enum ts_status ts_roll_drill_begin(struct ts_journal *journal, ts_utc now);

/** Accounts for one row, from the list (or takes it back). TS_OK, TS_ABSENT (nobody of
 * that tag is in, or no drill), TS_UNSUPPORTED or TS_IO. */
TS_MUST_USE enum ts_status
ts_roll_account(struct ts_journal *journal, const uint8_t tag[static TS_ROLL_TAG_SIZE],
                bool is_accounted);

/** Ends it; everybody stays as they were signed. TS_OK, TS_UNSUPPORTED or TS_IO. */
TS_MUST_USE enum ts_status ts_roll_drill_end(struct ts_journal *journal);

#endif
