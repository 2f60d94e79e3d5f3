#include "kiosk/sync/account.h"

#include "firmware/base/calendar.h"

#include <stdio.h>
#include <string.h>

enum { SAVE_EVERY_MS = 30 * 1000 }; /* A medium wears. */

static void
put_text(char text[static 128], const char *value)
{
    snprintf(text, 128, "%s", value ? value : "");
}

/* What a status means of a file that came, or did not. */
static const char *
describe(const struct ts_mirror_progress *p)
{
    if (p->expired)
        return "has expired: an old mirror, or a clock that runs ahead";
    switch (p->fault.status) {
    case TS_OK: return "";
    case TS_TRUNCATED: return "broke off too often";
    case TS_TRAILING:
    case TS_MALFORMED: return "is not well-formed";
    case TS_UNSUPPORTED: return "cannot be resumed, or is of a later release";
    case TS_OVER_LIMIT: return "is longer than announced";
    case TS_UNTRUSTED: return "is not to be believed";
    case TS_ROLLBACK: return "is older than what is here";
    case TS_NO_SPACE: return "needs more memory than there is";
    case TS_IO: return "cannot be fetched or stored";
    case TS_ABSENT: return "is not there";
    case TS_DUPLICATE: return "names something twice";
    }
    return "failed";
}

static void
put_reason(struct ts_sync_state *state, const struct ts_mirror_progress *p)
{
    state->reason[0] = '\0';
    if (p->outcome == TS_MIRROR_FAILED)
        snprintf(state->reason, sizeof(state->reason), "%.60s %s", p->what, describe(p));
}

static void
save(struct ts_sync_state *state, struct ts_store *trust)
{
    /* A notice that cannot be written must not stop what it is about. */
    if (ts_sync_state_save(trust, state) != TS_OK)
        fprintf(stderr, "touchstone-sync: %s cannot be written\n", TS_SYNC_STATE_FILE);
}

static void
take_counts(struct ts_sync_state *state, const struct ts_mirror_progress *p)
{
    state->missing = p->missing;
    state->bytes_missing = p->bytes_missing;
    state->bytes = p->wire;
    put_text(state->source, p->source);
}

void
ts_account_progress(struct ts_sync_state *state, struct ts_store *trust,
                    const struct ts_mirror_progress *progress, ts_mono now)
{
    static ts_mono saved;
    bool has_news = progress->missing > 0;
    if (!has_news || now.ms - saved.ms < SAVE_EVERY_MS)
        return;
    saved = now;
    state->phase = TS_SYNC_FETCHING;
    take_counts(state, progress);
    save(state, trust);
}

static void
print_done(const struct ts_mirror_progress *p, const char *what)
{
    char issued[TS_UTC_TEXT_SIZE];
    ts_utc_format(issued, p->issued);
    printf("%s: epoch %llu of %s, from %s; %llu bytes over the link%s\n", what,
           (unsigned long long)p->epoch, p->issued.s == TS_UTC_ALWAYS.s ? "?" : issued,
           p->source, (unsigned long long)p->wire,
           p->whole ? " (deltas did not lead there: fetched whole)" : "");
}

static void
print_line(const struct ts_mirror_progress *p)
{
    switch (p->outcome) {
    case TS_MIRROR_UPDATED: print_done(p, "updated"); break;
    case TS_MIRROR_UNCHANGED: print_done(p, "unchanged"); break;
    case TS_MIRROR_NEWER_HERE:
        printf("already newer: what %s has is older than what is here\n", p->source);
        break;
    case TS_MIRROR_OVER_BUDGET:
        printf("over budget: %llu bytes over the link; %zu files, %llu bytes to come\n",
               (unsigned long long)p->wire, p->missing,
               (unsigned long long)p->bytes_missing);
        break;
    case TS_MIRROR_FAILED:
        printf("failed: %s of %s %s (%s, %s); %llu bytes over the link\n", p->what,
               p->source, describe(p), ts_status_name(p->fault.status),
               p->fault.rule ? p->fault.rule : "-", (unsigned long long)p->wire);
        break;
    }
    fflush(stdout);
}

static bool
is_current(const struct ts_mirror_progress *p)
{
    return p->outcome == TS_MIRROR_UPDATED || p->outcome == TS_MIRROR_UNCHANGED;
}

void
ts_account_end(struct ts_sync_state *state, struct ts_store *trust,
               const struct ts_mirror_progress *progress, ts_utc now)
{
    print_line(progress);
    take_counts(state, progress);
    put_reason(state, progress);
    state->tried = now;
    state->phase = TS_SYNC_CURRENT;
    if (is_current(progress)) {
        state->checked = now;
        state->epoch = progress->epoch;
        state->issued = progress->issued;
    }
    if (progress->outcome == TS_MIRROR_FAILED)
        state->phase = TS_SYNC_FAILED;
    if (progress->outcome == TS_MIRROR_OVER_BUDGET)
        state->phase = TS_SYNC_OVER_BUDGET;
    save(state, trust);
}

void
ts_account_no_source(struct ts_sync_state *state, struct ts_store *trust, ts_utc now)
{
    printf("failed: no source is there\n");
    fflush(stdout);
    state->phase = TS_SYNC_FAILED;
    state->tried = now;
    put_text(state->reason, "no source is there");
    save(state, trust);
}
