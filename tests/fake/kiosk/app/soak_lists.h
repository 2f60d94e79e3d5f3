#ifndef TS_TEST_SOAK_LISTS_H
#define TS_TEST_SOAK_LISTS_H

/* Lists as they come at bad times: newer, older, damaged, half of them, without the job.
 */

#include "firmware/base/instant.h"

#include <stdbool.h>
#include <stddef.h>

enum soak_lists {
    SOAK_LISTS_NONE = 0,
    SOAK_LISTS_NEWER,
    SOAK_LISTS_OLDER,   /**< Whole and signed. */
    SOAK_LISTS_DAMAGED, /**< The issuers are not what was signed. */
    SOAK_LISTS_HALF,    /**< One file never came. */
    SOAK_LISTS_JOBLESS, /**< Newer and whole, and the kiosk's profile is not there. */
};
enum { SOAK_LISTS_COUNT = SOAK_LISTS_JOBLESS + 1 };

struct soak_lists_state {
    enum soak_lists coming; /**< Wanted; NONE once they were put there. */
    bool job_gone;          /**< With the lists in use. */
    size_t times[SOAK_LISTS_COUNT];
};
extern struct soak_lists_state soak_lists;

void soak_lists_open(const char *folder);
void soak_lists_close(void);

/** Puts them there at once, and takes away those before. False: the disk was full. */
bool soak_lists_publish(enum soak_lists kind, ts_utc now);

#endif
