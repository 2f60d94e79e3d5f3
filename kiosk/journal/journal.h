#ifndef TS_JOURNAL_JOURNAL_H
#define TS_JOURNAL_JOURNAL_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"
#include "kiosk/journal/roll.h"

/**
 * What happened: how often each verdict was given, by job profile, reason and hour.
 * In that, one person's scan cannot be told from another's, nor put in order within
 * an hour once the log of the database was cleared (ts_journal_forget()).
 *
 * Making: the files *_sqlite.c, a database file that stays whole when the power is
 * cut; the write under way is lost at most. Verdicts and reasons are numbers here;
 * what they mean is for kiosk/verdict to say, which never renumbers them.
 *
 * One thread. Hours are UTC: whole hours since 1970-01-01T00:00:00Z. The
 * caller says what time it is, and should not say one it does not trust.
 */
struct ts_journal;

/** What is kept. A mode never keeps what it does not name here: going over to one
 * wipes what it does not hold. Numbers stand in the file. */
enum ts_journal_mode {
    TS_JOURNAL_COUNTS = 0, /**< profile, verdict, reason, hour: how often. */
    TS_JOURNAL_PROOF = 1,  /**< The same, and with each verdict a keyed hash of the
                                credential's id. Its key is random, one a day, kept with
                                the rows of that day and deleted with them. */
    TS_JOURNAL_ROLL = 2,   /**< Counts, and who is on site (roll.h). */
};
enum { TS_JOURNAL_MODES = TS_JOURNAL_ROLL + 1 };

/** "counts", "proof", "roll". */
const char *ts_journal_mode_name(enum ts_journal_mode mode);

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
 * behind it when that is taken. A journal of an older release is carried over.
 *
 * ts_journal_open_mode(): in this mode, and old rows are forgotten first, as far as the
 * medium lets it. ts_journal_open(): in TS_JOURNAL_COUNTS, and nothing is forgotten.
 *
 * Returns TS_OK; TS_IO (no such folder, no permission, medium full or read-only, another
 * program at work in it); TS_NO_SPACE. Close what was opened.
 */
TS_MUST_USE enum ts_status
ts_journal_open(struct ts_journal **journal, enum ts_journal_found *found,
                const char *path, ts_utc now);

struct ts_journal_options {
    const char *path;
    enum ts_journal_mode mode;
    uint32_t days; /**< How long rows are kept, this hour besides. */
};
TS_MUST_USE enum ts_status
ts_journal_open_mode(struct ts_journal **journal, enum ts_journal_found *found,
                     const struct ts_journal_options *options, ts_utc now);

/**
 * Opens a journal only to look at it, while a kiosk may be at work in it: nothing is
 * changed, set aside or made. TS_OK, TS_ABSENT, TS_MALFORMED (no whole journal),
 * TS_UNSUPPORTED (of another release), TS_NO_SPACE or TS_IO. What writes answers TS_IO.
 */
TS_MUST_USE enum ts_status ts_journal_look(struct ts_journal **journal, const char *path);

void ts_journal_close(struct ts_journal *journal);

enum ts_journal_mode ts_journal_mode(const struct ts_journal *journal);

/** Goes over to another mode. TS_OK, or TS_IO: then it is in the mode before. */
TS_MUST_USE enum ts_status
ts_journal_set_mode(struct ts_journal *journal, enum ts_journal_mode mode);

/** One verdict, as it was given. */
struct ts_journal_entry {
    ts_span profile; /**< UTF-8. */
    int verdict;
    int reason; /**< The first, of several. */
    ts_utc given;
    ts_span
        card; /**< Id of the credential, any bytes; looked at in TS_JOURNAL_PROOF only,
                   and only its keyed hash is kept. Empty: nothing but the count. */
};

/**
 * Counts one verdict; on the medium when this returns TS_OK.
 *
 * TS_OK, TS_OVER_LIMIT or TS_MALFORMED (profile), or TS_IO: not counted, and
 * nothing counted before is lost.
 */
TS_MUST_USE enum ts_status
ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry);

/** A supervisor let somebody in: which verdict was set aside, and why, by the number
 * of the choice. Without a name. Statuses as above; entry->card is not looked at. */
TS_MUST_USE enum ts_status
ts_journal_add_waiver(struct ts_journal *journal, const struct ts_journal_entry *entry);

/** The administrator changed the job profile to this one. Statuses as above. */
TS_MUST_USE enum ts_status
ts_journal_add_profile(struct ts_journal *journal, ts_span profile, ts_utc changed);

/**
 * Forgets hours that had ended days before now, the keys of such days, those who left
 * the site 24 hours before, and damaged journals of ours that were set aside so long
 * ago. What is forgotten is overwritten in every file of the database. Call it once an
 * hour.
 *
 * TS_OK or TS_IO: something is still there (somebody reads it just now, or the medium
 * takes nothing); the next call tries again.
 */
TS_MUST_USE enum ts_status
ts_journal_forget(struct ts_journal *journal, ts_utc now, uint32_t days);

/**
 * Verdicts (no waivers) of the hours that begin at from or later and before until, over
 * all profiles and reasons: totals[v] for each verdict v below len; others are left out
 * (len: at most TS_JOURNAL_VERDICTS_MAX). For this hour, from is its beginning; for
 * today, midnight.
 *
 * TS_OK or TS_IO; totals is written only on TS_OK.
 */
TS_MUST_USE enum ts_status ts_journal_total(struct ts_journal *journal, uint64_t *totals,
                                            size_t len, ts_utc from, ts_utc until);

/** Rows that ts_journal_about() gives. */
#define TS_JOURNAL_ABOUT_MAX 32

/** "What does this kiosk know about me?" In TS_JOURNAL_COUNTS always nothing: there is
 * nothing in it that belongs to anybody. */
struct ts_journal_about {
    enum ts_journal_mode mode;
    uint64_t count; /**< Rows of TS_JOURNAL_PROOF that are this credential's. */
    size_t shown;
    struct {
        ts_utc hour;
        int verdict, reason;
        char profile[TS_JOURNAL_PROFILE_MAX + 1];
    } rows[TS_JOURNAL_ABOUT_MAX]; /**< The newest first. */
    bool is_on_roll;
    struct ts_roll_row roll;
};

/** What is there that belongs to the credential of this id. TS_OK or TS_IO; about is
 * written only on TS_OK. */
TS_MUST_USE enum ts_status ts_journal_about(struct ts_journal *journal,
                                            struct ts_journal_about *about, ts_span card);

/** The beginning of the UTC hour that utc lies in. */
ts_utc ts_journal_hour(ts_utc utc);

#endif
