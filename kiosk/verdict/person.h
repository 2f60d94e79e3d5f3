#ifndef TS_VERDICT_PERSON_H
#define TS_VERDICT_PERSON_H

#include "kiosk/verdict/assessment.h"

/**
 * Do two proven cards speak of the same person? By the subject's id where both
 * have one, else by the name as written, byte for byte. Cards that name nobody
 * are nobody's: false.
 */
bool ts_same_person(const struct ts_credential *a, const struct ts_credential *b);

/** Do they speak of different people for certain? Where neither this nor
 * ts_same_person() holds, nobody can tell. */
bool ts_other_person(const struct ts_credential *a, const struct ts_credential *b);

/** The same credential shown again: same issuer, same id. */
bool ts_same_credential(const struct ts_credential *a, const struct ts_credential *b);

#endif
