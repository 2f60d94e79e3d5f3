#include "firmware/base/check.h"
#include "kiosk/journal/journal.h"
#include "tests/power/workload.h"

#include <stdio.h>

/*
 * Step n counts the n-th verdict, of one card, an hour after the one before, in a journal
 * that is opened for it and closed again. Both rows of a step stand or fall together.
 */

enum { DAYS = 10000 };
static const char CARD[] = "urn:uuid:8f1c5b5e-7a0f-4f0e-b6d4-0d9d7d1b7c11";

static ts_utc
time_of(uint64_t number)
{
    return (ts_utc){ 1778574600 + (int64_t)number * 3600 };
}

static enum ts_status
open_in(struct ts_journal **journal, enum ts_journal_found *found, const char *folder,
        uint64_t number)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    struct ts_journal_options options = { path, TS_JOURNAL_PROOF, DAYS };
    return ts_journal_open_mode(journal, found, &options, time_of(number));
}

/* How many steps are in it; UINT64_MAX where it is not whole. */
static uint64_t
steps_in(struct ts_journal *journal)
{
    static struct ts_journal_about about;
    uint64_t totals[2] = { 0 };
    if (ts_journal_total(journal, totals, TS_COUNT(totals), TS_UTC_ALWAYS, TS_UTC_NEVER)
            != TS_OK
        || ts_journal_about(journal, &about, ts_span_text(CARD)) != TS_OK)
        return UINT64_MAX;
    return totals[0] == 0 && about.count == totals[1] ? totals[1] : UINT64_MAX;
}

static bool
keep(struct ts_journal *journal, uint64_t number)
{
    struct ts_journal_entry entry = { TS_SPAN_LIT("gate"), 1, 24, time_of(number),
                                      ts_span_text(CARD) };
    if (steps_in(journal) == number)
        return true;
    return ts_journal_add(journal, &entry) == TS_OK && steps_in(journal) == number;
}

static bool
step(const char *folder, uint64_t number)
{
    struct ts_journal *journal;
    enum ts_journal_found found;
    if (open_in(&journal, &found, folder, number) != TS_OK)
        return false;
    bool is_kept = found != TS_JOURNAL_SET_ASIDE && keep(journal, number);
    ts_journal_close(journal);
    return is_kept;
}

static enum ts_power_finding
judge(struct ts_journal *journal, uint64_t acknowledged)
{
    uint64_t steps = steps_in(journal);
    if (steps == acknowledged)
        return TS_POWER_OLD;
    if (steps == acknowledged + 1)
        return TS_POWER_NEW;
    return steps < acknowledged ? TS_POWER_LOST : TS_POWER_CORRUPT;
}

static enum ts_power_finding
look(const char *folder, uint64_t acknowledged)
{
    struct ts_journal *journal;
    enum ts_journal_found found;
    if (open_in(&journal, &found, folder, acknowledged) != TS_OK)
        return TS_POWER_STUCK;
    enum ts_power_finding finding =
        found == TS_JOURNAL_SET_ASIDE ? TS_POWER_CORRUPT : judge(journal, acknowledged);
    if (finding >= TS_POWER_OLD && !keep(journal, acknowledged + 1))
        finding = TS_POWER_STUCK;
    ts_journal_close(journal);
    return finding;
}

const struct ts_workload ts_workload_journal = { "journal", step, look };
