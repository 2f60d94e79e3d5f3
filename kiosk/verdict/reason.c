#include "kiosk/verdict/reason.h"

const char *
ts_reason_name(enum ts_reason reason)
{
    switch (reason) { /* no default: a new reason must be named here */
    case TS_REASON_NONE: return "NONE";
    case TS_REASON_UNREADABLE: return "UNREADABLE";
    case TS_REASON_UNSUPPORTED: return "UNSUPPORTED";
    case TS_REASON_MALFORMED: return "MALFORMED";
    case TS_REASON_ISSUER_UNKNOWN: return "ISSUER_UNKNOWN";
    case TS_REASON_KEY_NOT_AVAILABLE: return "KEY_NOT_AVAILABLE";
    case TS_REASON_NOT_AUTHENTIC: return "NOT_AUTHENTIC";
    case TS_REASON_NOT_YET_VALID: return "NOT_YET_VALID";
    case TS_REASON_EXPIRED: return "EXPIRED";
    case TS_REASON_SUSPENDED: return "SUSPENDED";
    case TS_REASON_WITHDRAWN: return "WITHDRAWN";
    case TS_REASON_STATUS_UNKNOWN: return "STATUS_UNKNOWN";
    case TS_REASON_LISTS_TOO_OLD: return "LISTS_TOO_OLD";
    case TS_REASON_CLOCK_NOT_TRUSTED: return "CLOCK_NOT_TRUSTED";
    case TS_REASON_WRONG_KIND: return "WRONG_KIND";
    case TS_REASON_RESULT_NOT_PASSED: return "RESULT_NOT_PASSED";
    case TS_REASON_NOT_SAME_PERSON: return "NOT_SAME_PERSON";
    case TS_REASON_EXPIRES_TOO_SOON: return "EXPIRES_TOO_SOON";
    case TS_REASON_MISSING: return "MISSING";
    case TS_REASON_NOT_A_CREDENTIAL: return "NOT_A_CREDENTIAL";
    case TS_REASON_ONLINE_ONLY: return "ONLINE_ONLY";
    case TS_REASON_ISSUER_NOT_ACCEPTED: return "ISSUER_NOT_ACCEPTED";
    case TS_REASON_AWARDED_TOO_LONG_AGO: return "AWARDED_TOO_LONG_AGO";
    case TS_REASON_NO_LISTS: return "NO_LISTS";
    case TS_REASON_ALL_PROVEN: return "ALL_PROVEN";
    case TS_REASON_KEY_OUT_OF_TIME: return "KEY_OUT_OF_TIME";
    case TS_REASON_IDENTITY_NOT_CHECKED: return "IDENTITY_NOT_CHECKED";
    case TS_REASON_PRIOR_LEARNING: return "PRIOR_LEARNING";
    }
    return "NONE";
}
