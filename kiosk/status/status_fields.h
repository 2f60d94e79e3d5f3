#ifndef TS_STATUS_STATUS_FIELDS_H
#define TS_STATUS_STATUS_FIELDS_H

#include "kiosk/status/status.h"

/* The table, for the files of this room. */

enum ts_status_kind {
    TS_STATUS_NUMBER = 0,
    TS_STATUS_MOMENT, /**< Seconds since 1970. */
    TS_STATUS_CHOICE, /**< Its words stand in the table. */
    TS_STATUS_FACT,   /**< 0 or 1. */
    TS_STATUS_MILLI,  /**< Thousandths. */
};

enum { TS_STATUS_WORDS = 12 };

struct ts_status_about {
    const char *name; /**< In JSON. */
    enum ts_status_kind kind;
    const char *words[TS_STATUS_WORDS];
    const char *metric; /**< For Prometheus, after "touchstone_". */
    const char *label;  /**< For people, ASCII. */
    const char *unit;   /**< Behind the number, for people; or "". */
};

const struct ts_status_about *ts_status_about(enum ts_status_field field);

/** The word of a choice, or "?" for a number that has none. */
const char *ts_status_word(enum ts_status_field field, int64_t value);

#endif
