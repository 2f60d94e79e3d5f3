#ifndef TS_CREDENTIAL_IDENTITY_H
#define TS_CREDENTIAL_IDENTITY_H

#include "kiosk/credential/credential.h"

/** What typed text was found to prove. */
struct ts_identity {
    enum ts_finding proof; /**< PASS: it is one of the credential's identifiers. FAIL: all
                                that could be compared were, and it is none of them.
                                UNKNOWN: there is nothing to compare with, or one that
                                did not fit beside one of a kind we cannot compare. */
    ts_span type;          /**< PASS: identityType of the one that fits; may be empty. */
};

/**
 * Is this credential about the one who typed this? OB 3.0 8.4: identifiers of type (all
 * where it is empty) are compared, hashed ones as SHA-256 of text and salt. Text is
 * tried as it was typed, without the space around it, and, where it has an "@", in
 * lower case; Unicode stays as typed. A name that stands in the clear beside the
 * identifiers counts as one of type "name".
 *
 * md5 is not compared: whoever has the badge can make up another text for it.
 * Comparing takes the same time wherever a hash differs; which identifiers there are
 * is public. Asks nothing about whether the credential is genuine.
 */
struct ts_identity
ts_identity_check(const struct ts_credential *credential, ts_span typed, ts_span type);

#endif
