#include "kiosk/command/trusted.h"

#include "kiosk/command/report.h"

bool
ts_trusted_load(struct ts_arena *arena, struct ts_trust *trust, const char *folder)
{
    struct ts_store *store;
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_store_open(&store, folder, false);
    if (status == TS_OK) {
        status = ts_trust_load(arena, trust, store, &fault);
        ts_store_close(store);
    }
    if (status != TS_OK) {
        ts_report("%s: lists cannot be used: %s%s%s", folder, ts_status_name(status),
                  fault.rule ? ", " : "", fault.rule ? fault.rule : "");
        return false;
    }
    for (size_t i = 0; i < trust->problem_count; i++)
        ts_report("%s/%.*s is left out: %s", folder, TS_SPAN_ARG(trust->problems[i].what),
                  ts_status_name(trust->problems[i].fault.status));
    return true;
}
