#include "firmware/board/clock.h"
#include "firmware/board/store.h"
#include "kiosk/app/app_parts.h"

#include <stdio.h>
#include <string.h>

enum {
    TEND_MS = 3600 * 1000,
    LISTED_MS = 24 * TEND_MS,
    REOPEN_MS = 10 * 60 * 1000, /* a medium is not full for ever */
};

static enum ts_journal_mode
mode_of(const struct ts_app_options *options)
{
    for (int mode = 0; options->log_mode && mode < TS_JOURNAL_MODES; mode++)
        if (strcmp(options->log_mode, ts_journal_mode_name((enum ts_journal_mode)mode))
            == 0)
            return (enum ts_journal_mode)mode;
    return TS_JOURNAL_COUNTS;
}

static uint32_t
days_of(const struct ts_app_options *options)
{
    return options->log_days > 0 ? options->log_days : TS_JOURNAL_DAYS;
}

static void
forget(struct ts_parts *p, ts_mono now)
{
    p->journal_tended = now;
    if (ts_journal_forget(p->journal, ts_parts_now(p).utc, days_of(p->options)) != TS_OK)
        fputs("touchstone-kiosk: old counts could not be removed\n", stderr);
}

bool
ts_parts_keep_roll_list(struct ts_parts *parts, ts_span text)
{
    parts->has_roll_list = parts->state != NULL;
    parts->roll_listed = ts_clock_mono();
    return parts->state
           && ts_store_replace(parts->state, TS_ROLL_LIST_FILE, text, true) == TS_OK;
}

/* Names must not outlive the roll they were copied from. */
static void
forget_roll_list(struct ts_parts *p)
{
    if (!p->state)
        return;
    p->has_roll_list = ts_store_remove(p->state, TS_ROLL_LIST_FILE) != TS_OK;
    if (p->has_roll_list)
        fprintf(stderr, "touchstone-kiosk: %s could not be removed\n", TS_ROLL_LIST_FILE);
}

static void
open_journal(struct ts_parts *p)
{
    enum ts_journal_found found = TS_JOURNAL_NONE;
    const struct ts_journal_options options = {
        .path = p->options->journal_file,
        .mode = mode_of(p->options),
        .days = days_of(p->options),
    };
    enum ts_status status =
        ts_journal_open_mode(&p->journal, &found, &options, ts_parts_now(p).utc);
    p->journal_tended = ts_clock_mono();
    if (status != TS_OK) {
        p->journal = NULL;
        fprintf(stderr, "touchstone-kiosk: no journal at %s: %s\n", options.path,
                ts_status_name(status));
        return;
    }
    if (found == TS_JOURNAL_SET_ASIDE)
        fprintf(stderr, "touchstone-kiosk: %s was damaged: kept aside, a new one begun\n",
                options.path);
}

void
ts_parts_open_journal(struct ts_parts *parts)
{
    forget_roll_list(parts);
    if (parts->options->journal_file)
        open_journal(parts);
}

void
ts_parts_tend_journal(struct ts_parts *parts)
{
    ts_mono now = ts_clock_mono();
    if (parts->has_roll_list && now.ms - parts->roll_listed.ms >= LISTED_MS)
        forget_roll_list(parts);
    uint64_t since_ms = now.ms - parts->journal_tended.ms;
    if (parts->journal && since_ms >= TEND_MS)
        forget(parts, now);
    else if (!parts->journal && parts->options->journal_file && since_ms >= REOPEN_MS)
        open_journal(parts);
}

bool
ts_parts_choose_log(struct ts_parts *parts, const struct ts_choices *choices)
{
    enum ts_status status =
        parts->journal ? ts_journal_set_mode(parts->journal, choices->log_mode) : TS_OK;
    if (status != TS_OK) {
        fputs("touchstone-kiosk: the journal does not take another mode\n", stderr);
        return false;
    }
    if (choices->log_mode != TS_JOURNAL_ROLL)
        forget_roll_list(parts);
    ts_parts_choose(parts, choices);
    return true;
}
