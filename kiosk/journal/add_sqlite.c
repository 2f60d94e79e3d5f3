#include "firmware/base/utf8.h"
#include "keys/crypto/random.h"
#include "kiosk/journal/journal_sqlite.h"

static bool
count_one(struct ts_journal *journal, const struct ts_journal_entry *entry,
          enum ts_journal_what what)
{
    sqlite3_stmt *add =
        ts_journal_prepare(journal, "INSERT INTO counts VALUES(?1,?2,?3,?4,?5,1)"
                                    "ON CONFLICT DO UPDATE SET count=count+1");
    if (!add)
        return false;
    (void)sqlite3_bind_int(add, 1, (int)what);
    ts_journal_bind_span(add, 2, entry->profile);
    (void)sqlite3_bind_int(add, 3, entry->verdict);
    (void)sqlite3_bind_int(add, 4, entry->reason);
    (void)sqlite3_bind_int64(add, 5, ts_journal_hour_floor(entry->given));
    return ts_journal_run(add);
}

/* The key of that day, made at its first card. */
static bool
key_of_day(struct ts_journal *journal, uint8_t key[static TS_JOURNAL_KEY_SIZE],
           int64_t day)
{
    sqlite3_stmt *ask = ts_journal_prepare(journal, "SELECT key FROM keys WHERE day=?1");
    if (ask)
        (void)sqlite3_bind_int64(ask, 1, day);
    enum ts_status status = ts_journal_key(ask, key);
    if (status != TS_ABSENT)
        return status == TS_OK;
    sqlite3_stmt *make = ts_journal_prepare(journal, "INSERT INTO keys VALUES(?1,?2)");
    if (!make)
        return false;
    ts_random_bytes((ts_room){ key, TS_JOURNAL_KEY_SIZE });
    (void)sqlite3_bind_int64(make, 1, day);
    ts_journal_bind_blob(make, 2, (ts_span){ key, TS_JOURNAL_KEY_SIZE });
    return ts_journal_run(make);
}

static bool
add_card(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    uint8_t key[TS_JOURNAL_KEY_SIZE];
    uint8_t tag[TS_ROLL_TAG_SIZE];
    int64_t hour = ts_journal_hour_floor(entry->given);
    int64_t day = ts_journal_day_of_hour(hour);
    if (!key_of_day(journal, key, day))
        return false;
    ts_journal_tag(tag, key, entry->card);
    sqlite3_stmt *add =
        ts_journal_prepare(journal, "INSERT INTO cards VALUES(?1,?2,?3,?4,?5,?6,1)"
                                    "ON CONFLICT DO UPDATE SET count=count+1");
    if (!add)
        return false;
    (void)sqlite3_bind_int64(add, 1, day);
    ts_journal_bind_blob(add, 2, TS_SPAN_OF(tag));
    (void)sqlite3_bind_int64(add, 3, hour);
    ts_journal_bind_span(add, 4, entry->profile);
    (void)sqlite3_bind_int(add, 5, entry->verdict);
    (void)sqlite3_bind_int(add, 6, entry->reason);
    return ts_journal_run(add);
}

static enum ts_status
check_profile(ts_span profile)
{
    if (profile.len > TS_JOURNAL_PROFILE_MAX)
        return TS_OVER_LIMIT;
    return ts_utf8_valid(profile) ? TS_OK : TS_MALFORMED;
}

enum ts_status
ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    enum ts_status status = check_profile(entry->profile);
    if (status != TS_OK)
        return status;
    if (journal->mode != TS_JOURNAL_PROOF || entry->card.len == 0)
        return count_one(journal, entry, TS_JOURNAL_VERDICT) ? TS_OK : TS_IO;
    bool added = ts_journal_begin(journal)
                 && count_one(journal, entry, TS_JOURNAL_VERDICT)
                 && add_card(journal, entry);
    return ts_journal_end(journal, added) ? TS_OK : TS_IO;
}

enum ts_status
ts_journal_add_waiver(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    enum ts_status status = check_profile(entry->profile);
    if (status != TS_OK)
        return status;
    return count_one(journal, entry, TS_JOURNAL_WAIVER) ? TS_OK : TS_IO;
}

enum ts_status
ts_journal_add_profile(struct ts_journal *journal, ts_span profile, ts_utc changed)
{
    const struct ts_journal_entry entry = { .profile = profile, .given = changed };
    enum ts_status status = check_profile(profile);
    if (status != TS_OK)
        return status;
    return count_one(journal, &entry, TS_JOURNAL_PROFILE_CHANGE) ? TS_OK : TS_IO;
}
