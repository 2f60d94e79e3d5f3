#ifndef TS_BASE_STATUS_H
#define TS_BASE_STATUS_H

#include <stddef.h>

/**
 * Did the machinery work? Not: is the credential good? That is a verdict, and
 * a refusal is a result, not an error.
 *
 * The numbers reach the journal and keep their meaning for the life of a
 * device: add at the end, never renumber.
 */
enum ts_status {
    TS_OK = 0,
    TS_TRUNCATED = 1,   /**< The input ends before what it holds does. */
    TS_TRAILING = 2,    /**< Bytes are left after what the input holds. */
    TS_MALFORMED = 3,   /**< A value the format forbids. */
    TS_UNSUPPORTED = 4, /**< A version, algorithm or kind this build does not know. */
    TS_OVER_LIMIT = 5,  /**< More, deeper or longer than a TS_..._MAX allows. */
    TS_UNTRUSTED = 6,   /**< A signature or a threshold does not hold. */
    TS_ROLLBACK = 7,    /**< Older than what was accepted before. */
    TS_NO_SPACE = 8,    /**< The caller's room or arena is too small. */
    TS_IO = 9,          /**< The system refused; errno says why. */
    TS_ABSENT = 10,     /**< There is no such thing. */
    TS_DUPLICATE = 11,  /**< A name that may occur once occurs twice. */
};

/** Where an input went wrong. For the journal and the command line. */
struct ts_fault {
    enum ts_status status;
    size_t offset;    /**< Bytes into the input; 0 where it has no meaning. */
    const char *rule; /**< "RFC 9052 4.4", "FORMAT.md 2.3"; static, never freed. */
};

/** As spelled above; "TS_?" for a number that is not in the list. */
const char *ts_status_name(enum ts_status status);

/** Fills fault where it is not NULL; returns status. */
enum ts_status ts_fault_set(struct ts_fault *fault, enum ts_status status, size_t offset,
                            const char *rule);

#endif
