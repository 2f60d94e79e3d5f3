#include "tests/fake/kiosk/app/scripted.h"

#include <string.h>

/* What was written, and nothing of anybody: no roll, no totals but of what was written.
 */

struct scripted_journal scripted_journal;

static struct scripted_journal *const j = &scripted_journal;

const char *
ts_journal_mode_name(enum ts_journal_mode mode)
{
    static const char *const names[TS_JOURNAL_MODES] = { "counts", "proof", "roll" };
    return names[mode];
}

ts_utc
ts_journal_hour(ts_utc utc)
{
    return (ts_utc){ utc.s - utc.s % 3600 };
}

enum ts_status
ts_journal_open_mode(struct ts_journal **journal, enum ts_journal_found *found,
                     const struct ts_journal_options *options, ts_utc now)
{
    (void)now;
    *journal = SCRIPTED_JOURNAL;
    *found = TS_JOURNAL_NONE;
    j->mode = options->mode;
    return TS_OK;
}

void
ts_journal_close(struct ts_journal *journal)
{
    (void)journal;
}

enum ts_journal_mode
ts_journal_mode(const struct ts_journal *journal)
{
    (void)journal;
    return j->mode;
}

enum ts_status
ts_journal_set_mode(struct ts_journal *journal, enum ts_journal_mode mode)
{
    (void)journal;
    j->mode = mode;
    return TS_OK;
}

enum ts_status
ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    (void)journal;
    if (j->fails)
        return TS_IO;
    assert_true(j->writes < SCRIPTED_MAX);
    j->entries[j->writes++] = *entry;
    return TS_OK;
}

enum ts_status
ts_journal_add_waiver(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    (void)journal;
    assert_true(j->waived < SCRIPTED_MAX);
    j->waivers[j->waived++] = *entry;
    return TS_OK;
}

enum ts_status
ts_journal_add_profile(struct ts_journal *journal, ts_span profile, ts_utc changed)
{
    (void)journal;
    (void)profile;
    (void)changed;
    return TS_OK;
}

enum ts_status
ts_journal_forget(struct ts_journal *journal, ts_utc now, uint32_t days)
{
    (void)journal;
    (void)now;
    (void)days;
    return TS_OK;
}

enum ts_status
ts_journal_total(struct ts_journal *journal, uint64_t *totals, size_t len, ts_utc from,
                 ts_utc until)
{
    (void)journal;
    j->totals++;
    j->from = from;
    j->until = until;
    if (j->fails)
        return TS_IO;
    memset(totals, 0, len * sizeof(*totals));
    for (size_t i = 0; i < j->writes; i++) {
        const struct ts_journal_entry *entry = &j->entries[i];
        if (entry->given.s >= from.s && entry->given.s < until.s)
            totals[entry->verdict]++;
    }
    return TS_OK;
}

enum ts_status
ts_journal_about(struct ts_journal *journal, struct ts_journal_about *about, ts_span card)
{
    (void)journal;
    (void)card;
    *about = (struct ts_journal_about){ .mode = j->mode };
    return TS_OK;
}

enum ts_status
ts_roll_pass(struct ts_journal *journal, enum ts_roll_sign *done, ts_span card,
             ts_span label, ts_utc now)
{
    (void)journal;
    (void)done;
    (void)card;
    (void)label;
    (void)now;
    return TS_UNSUPPORTED;
}

enum ts_status
ts_roll_sign_out(struct ts_journal *journal, const uint8_t tag[static TS_ROLL_TAG_SIZE],
                 ts_utc now)
{
    (void)journal;
    (void)tag;
    (void)now;
    return TS_UNSUPPORTED;
}

enum ts_status
ts_roll_list(struct ts_journal *journal, struct ts_roll_row *rows, size_t *given,
             struct ts_roll_count *count, const struct ts_roll_query *query)
{
    (void)journal;
    (void)rows;
    (void)given;
    (void)count;
    (void)query;
    return TS_UNSUPPORTED;
}

enum ts_status
ts_roll_drill_begin(struct ts_journal *journal, ts_utc now)
{
    (void)journal;
    (void)now;
    return TS_UNSUPPORTED;
}

enum ts_status
ts_roll_account(struct ts_journal *journal, const uint8_t tag[static TS_ROLL_TAG_SIZE],
                bool is_accounted)
{
    (void)journal;
    (void)tag;
    (void)is_accounted;
    return TS_UNSUPPORTED;
}

enum ts_status
ts_roll_drill_end(struct ts_journal *journal)
{
    (void)journal;
    return TS_UNSUPPORTED;
}
