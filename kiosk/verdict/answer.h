#ifndef TS_VERDICT_ANSWER_H
#define TS_VERDICT_ANSWER_H

#include "kiosk/verdict/assessment.h"

/** Of what kind an answer may be that a card holds the hash of; bits. */
enum ts_answer_kind {
    TS_ANSWER_NAME = 1,
    TS_ANSWER_EMAIL = 2,
    TS_ANSWER_NUMBER = 4, /**< Of a licence, of an identity document, of a person. */
    TS_ANSWER_USER_NAME = 8,
    TS_ANSWER_OTHER = 16, /**< It is not said, or in a word we do not know. */
};

/**
 * What ts_verdict_ask_identity() would compare with where an answer is wanted: the
 * hashes of believed cards that can be compared, by their identityType (OB 3.0 B.1.18,
 * IdentifierTypeEnum). 0: nothing.
 */
unsigned ts_answer_kinds(const struct ts_assessment *const *cards, size_t count);

#endif
