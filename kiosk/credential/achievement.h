#ifndef TS_CREDENTIAL_ACHIEVEMENT_H
#define TS_CREDENTIAL_ACHIEVEMENT_H

#include "kiosk/credential/credential.h"
#include "kiosk/credential/form.h"

/**
 * Reads credentialSubject: who, and in an Open Badge (OB 3.0 B.1.3) what was
 * achieved, aligned to what, and with what result. Several subjects must be one
 * person (of one id; or of one name, where not both have an id), with one
 * achievement between them; fault says which one is not.
 */
void ts_subject_read(struct ts_form *form, struct ts_credential *draft,
                     const struct ts_json *root);

/* The parts of it, one file each. */

/** achievement_*.c: OB 3.0 B.1.2 Achievement and its alignments. */
void ts_achievement_read(struct ts_form *form, struct ts_credential *draft,
                         const struct ts_json *achievement);

/**
 * OB 3.0 B.1.17 Result against B.1.18 ResultDescription, over all results of the
 * subject. A value that is less than required is FAILED: by number where both
 * are numbers (or the type of result counts upwards), else by place in allowedValue; a
 * level by its place in rubricCriterionLevel; both lists are from low to high. What
 * cannot be compared passes only where it is the very value required.
 */
void ts_results_read(struct ts_form *form, struct ts_credential *draft,
                     const struct ts_json *subject, const struct ts_json *achievement);

/** OB 3.0 B.1.9 evidence of the credential, and how it was earned, which needs
 * everything else of the record: comes last. */
void ts_evidence_read(struct ts_form *form, struct ts_credential *draft,
                      const struct ts_json *root);
void ts_earned_read(struct ts_credential *draft);

#endif
