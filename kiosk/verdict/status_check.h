#ifndef TS_VERDICT_STATUS_CHECK_H
#define TS_VERDICT_STATUS_CHECK_H

#include "kiosk/verdict/assessment.h"

/** Notes a reason once; beyond TS_REASONS_MAX it is dropped (the first are the
 * gravest). For this room's files. */
void
ts_assessment_add(struct ts_assessment *assessment, enum ts_reason code, ts_span detail);

/**
 * Looks every status entry of the credential up and joins what they say into
 * checks.status: one withdrawal fails, one unknown leaves it unknown. A
 * credential without entries cannot be withdrawn, which its issuer decided: PASS.
 */
void ts_status_check(struct ts_assessment *assessment, const struct ts_trust *trust);

#endif
