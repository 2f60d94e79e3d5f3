#include "kiosk/verdict/verdict.h"

void
ts_verdict_name_job(struct ts_verdict *verdict, const struct ts_profile *profile)
{
    static const struct ts_profile none = { .name_shown = TS_NAME_INITIALS };
    const struct ts_profile *job = profile ? profile : &none;
    verdict->profile_name = job->name;
    verdict->profile_names = job->names;
    verdict->name_shown = job->name_shown;
    verdict->may_waive = job->waiver;
}

ts_span
ts_row_label(const struct ts_row *row, ts_span language)
{
    return row->labels.count ? ts_texts_pick(row->labels, language) : row->label;
}

const char *
ts_waiver_name(enum ts_waiver waiver)
{
    switch (waiver) {
    case TS_WAIVER_NONE: return "NONE";
    case TS_WAIVER_SEEN_ON_PAPER: return "SEEN_ON_PAPER";
    case TS_WAIVER_CONFIRMED: return "CONFIRMED";
    case TS_WAIVER_ACCOMPANIED: return "ACCOMPANIED";
    case TS_WAIVER_EMERGENCY: return "EMERGENCY";
    case TS_WAIVER_OTHER: return "OTHER";
    }
    return "NONE";
}

bool
ts_verdict_can_waive(const struct ts_verdict *verdict)
{
    switch (verdict->kind) {
    case TS_VERDICT_READY: /* there is nothing to decide */
    case TS_VERDICT_STOP: return false;
    case TS_VERDICT_NOT_YET:
    case TS_VERDICT_CANNOT_TELL: break;
    }
    return verdict->may_waive && verdict->waived == TS_WAIVER_NONE;
}

bool
ts_verdict_waive(struct ts_verdict *verdict, enum ts_waiver why)
{
    if (!ts_verdict_can_waive(verdict) || why <= TS_WAIVER_NONE || why > TS_WAIVER_OTHER)
        return false;
    ts_verdict_settle_identity(verdict);
    verdict->waived = why;
    return true;
}
