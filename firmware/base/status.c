#include "firmware/base/status.h"

const char *
ts_status_name(enum ts_status status)
{
    switch (status) { /* no default: a new status must be named here */
    case TS_OK: return "TS_OK";
    case TS_TRUNCATED: return "TS_TRUNCATED";
    case TS_TRAILING: return "TS_TRAILING";
    case TS_MALFORMED: return "TS_MALFORMED";
    case TS_UNSUPPORTED: return "TS_UNSUPPORTED";
    case TS_OVER_LIMIT: return "TS_OVER_LIMIT";
    case TS_UNTRUSTED: return "TS_UNTRUSTED";
    case TS_ROLLBACK: return "TS_ROLLBACK";
    case TS_NO_SPACE: return "TS_NO_SPACE";
    case TS_IO: return "TS_IO";
    case TS_ABSENT: return "TS_ABSENT";
    case TS_DUPLICATE: return "TS_DUPLICATE";
    }
    return "TS_?";
}

enum ts_status
ts_fault_set(struct ts_fault *fault, enum ts_status status, size_t offset,
             const char *rule)
{
    if (fault)
        *fault = (struct ts_fault){ .status = status, .offset = offset, .rule = rule };
    return status;
}
