#ifndef TS_BOARD_FAKE_LINK_SCRIPT_H
#define TS_BOARD_FAKE_LINK_SCRIPT_H

#include "firmware/board/link.h"

/*
 * Web servers in memory, which misbehave as a test says, behind a link that is as
 * slow as it says. Time is counted, never spent. Any URL is allowed. One thread.
 */

/** What goes wrong with one answer. */
enum ts_script_trouble {
    TS_SCRIPT_NONE = 0,
    TS_SCRIPT_REFUSED,   /**< No connection. */
    TS_SCRIPT_RESET,     /**< The connection is reset after so many bytes. */
    TS_SCRIPT_STALL,     /**< Nothing comes any more after so many bytes. */
    TS_SCRIPT_SHORT,     /**< The server says the file is so long, and is done. */
    TS_SCRIPT_WHOLE,     /**< 200 with the whole file, where a range was asked. */
    TS_SCRIPT_SHIFTED,   /**< A range that says it begins so many bytes earlier. */
    TS_SCRIPT_MISPLACED, /**< One that says it is right, and begins earlier. */
    TS_SCRIPT_SWAPPED,   /**< Every byte of the file is another. */
    TS_SCRIPT_FLIPPED,   /**< One bit of what comes is another, after so many bytes. */
    TS_SCRIPT_GONE,      /**< 404. */
    TS_SCRIPT_BUSY,      /**< 503. */
    TS_SCRIPT_ENDLESS,   /**< After the file come other bytes, for ever. */
};
enum { TS_SCRIPT_TROUBLES = TS_SCRIPT_ENDLESS + 1 };

struct ts_script_plan {
    enum ts_script_trouble trouble;
    uint64_t after;
};

/** Asked before each answer. */
typedef struct ts_script_plan
ts_script_planner(const char *url, uint64_t offset, void *context);

/** NULL: nothing goes wrong. */
void ts_link_script_plan(ts_script_planner *planner, void *context);

/** Content of a URL from now on, copied; ts_link_script_drop() takes it away. */
void ts_link_script_put(const char *url, ts_span content);
void ts_link_script_drop(const char *url);

/** Whether servers say ETags, which change with the content, and answer 304 to them. */
void ts_link_script_etags(bool said);

/** Retry-After of whoever is busy from now on; NULL: none. Must last. */
void ts_link_script_retry_after(const char *text);

/** The kind of link: bytes a second (0: no limit), the milliseconds until a connection
 * is up, and those until it drops again (0: never). */
struct ts_script_pace {
    uint32_t bytes_per_s;
    uint32_t connect_ms;
    uint32_t drop_ms;
};
void ts_link_script_pace(struct ts_script_pace pace);

/** What happened since the reset. */
struct ts_script_count {
    uint64_t requests;
    uint64_t bytes;      /**< Of bodies that were handed over. */
    uint64_t breaks;     /**< Transfers that ended before their file did. */
    uint64_t elapsed_ms; /**< Time the link was busy. */
};
struct ts_script_count ts_link_script_count(void);

/** Bytes of a URL's content that were handed over, those fetched twice twice. */
uint64_t ts_link_script_bytes_of(const char *url);

/** Forgets servers, plan, pace and counts. */
void ts_link_script_reset(void);

#endif
