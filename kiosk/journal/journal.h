#ifndef TS_JOURNAL_JOURNAL_H
#define TS_JOURNAL_JOURNAL_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * What happened, without names: how often each verdict was given, by job
 * profile, reason and hour. One person's scan cannot be told from another's,
 * nor put in order within an hour.
 *
 * Making: journal_sqlite.c, a database file that stays whole when the power is
 * cut. Verdicts and reasons are numbers here; what they mean is for
 * kiosk/verdict to say, which never renumbers them.
 *
 * One thread. Hours are UTC: whole hours since 1970-01-01T00:00:00Z. The
 * caller says what time it is, and should not say one it does not trust.
 */
struct ts_journal;

/** Bytes of a profile's identifier, which may be a URL. */
#define TS_JOURNAL_PROFILE_MAX 255

/** Verdicts that ts_journal_total() can tell apart at a time. */
#define TS_JOURNAL_VERDICTS_MAX 16

/** How long counts are kept unless the configuration says otherwise. */
#define TS_JOURNAL_DAYS 30

/** What was found where the journal was to be. */
enum ts_journal_found {
    TS_JOURNAL_NONE = 0,  /**< Nothing: a new one was begun. */
    TS_JOURNAL_WHOLE,     /**< A journal, which is carried on. */
    TS_JOURNAL_SET_ASIDE, /**< A damaged or foreign file, or a journal this build does
                               not know: it was renamed, and a new one begun. */
};

/**
 * Opens the journal at path, in a folder that must be there. What is no whole
 * journal is kept as path.broken-20260512T083000Z (now), with "-2" to "-9"
 * behind it when that is taken.
 *
 * Returns TS_OK; TS_IO (no such folder, no permission, medium full, another
 * program at work in it); TS_NO_SPACE. Close what was opened.
 */
TS_MUST_USE enum ts_status
ts_journal_open(struct ts_journal **journal, enum ts_journal_found *found,
                const char *path, ts_utc now);
void ts_journal_close(struct ts_journal *journal);

/** One verdict, as it was given. */
struct ts_journal_entry {
    ts_span profile; /**< UTF-8. */
    int verdict;
    int reason; /**< The first, of several. */
    ts_utc given;
};

/**
 * Counts one verdict; on the medium when this returns TS_OK.
 *
 * TS_OK, TS_OVER_LIMIT or TS_MALFORMED (profile), or TS_IO: not counted, and
 * nothing counted before is lost.
 */
TS_MUST_USE enum ts_status
ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry);

/** Forgets hours that had ended days before now. TS_OK or TS_IO. */
TS_MUST_USE enum ts_status
ts_journal_forget(struct ts_journal *journal, ts_utc now, uint32_t days);

/**
 * Verdicts of the hours that begin at from or later and before until, over all
 * profiles and reasons: totals[v] for each verdict v below len; others are left
 * out (len: at most TS_JOURNAL_VERDICTS_MAX). For this hour, from is its beginning; for
 * today, midnight.
 *
 * TS_OK or TS_IO; totals is written only on TS_OK.
 */
TS_MUST_USE enum ts_status ts_journal_total(struct ts_journal *journal, uint64_t *totals,
                                            size_t len, ts_utc from, ts_utc until);

/** The beginning of the UTC hour that utc lies in. */
ts_utc ts_journal_hour(ts_utc utc);

#endif
