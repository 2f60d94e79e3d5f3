#ifndef TS_COMMAND_ENROLLING_H
#define TS_COMMAND_ENROLLING_H

#include "keys/crypto/digest.h"
#include "kiosk/config/config.h"

/* What enrol, import-enrolment and root-words share. */

/** Reports "about: words". */
struct ts_config_ear ts_enrolling_ear(const char *about);

/** Prints the six words, in one language or (NULL) in each there is. An exit code. */
int ts_print_root_words(const uint8_t fingerprint[static TS_SHA256_SIZE],
                        const char *language);

#endif
