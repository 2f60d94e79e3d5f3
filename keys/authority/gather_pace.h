#ifndef TS_AUTHORITY_GATHER_PACE_H
#define TS_AUTHORITY_GATHER_PACE_H

#include "firmware/base/instant.h"
#include "keys/authority/gather_index.h"

/**
 * Politeness, and patience: one request at a time to a host, a gap after each, a
 * break where it asks for one, and no more than it has earned. A pure function of when
 * requests ended and how.
 */

/** Why a host is asked no more in this run. */
enum ts_pace_mood {
    TS_PACE_OPEN = 0, /**< It is asked. */
    TS_PACE_PEACE,    /**< It wants to be left alone. */
    TS_PACE_SILENT,   /**< It does not answer. */
};

/** Breaks that are granted to one host, and requests in a row that it may leave
 * without an answer: a run over thousands of issuers must end. */
#define TS_PACE_BREAKS_MAX 3
#define TS_PACE_SILENCES_MAX 2

struct ts_pace_host {
    ts_mono ready; /**< When it may be asked again. */
    enum ts_pace_mood mood;
    bool is_busy;
    unsigned breaks;
    unsigned silences; /**< In a row. */
};

struct ts_pace {
    struct ts_index names;
    struct ts_pace_host *hosts;
    uint32_t gap_ms;
};

/** For that many hosts; in the arena. False when that is full. */
bool
ts_pace_init(struct ts_pace *pace, struct ts_arena *arena, size_t hosts, uint32_t gap_ms);

/** Adds a host, which may be asked at once, or finds it. host must outlive the
 * pace. False when there is no room. */
bool ts_pace_host(struct ts_pace *pace, ts_span host, size_t *number);

/** When it may be asked; 0 at first, TS_PACE_NEVER while a request runs or when it is
 * asked no more: see its mood. */
#define TS_PACE_NEVER ((ts_mono){ UINT64_MAX })
ts_mono ts_pace_ready(const struct ts_pace *pace, size_t host);
enum ts_pace_mood ts_pace_mood(const struct ts_pace *pace, size_t host);

/** A request begins, and ends with an answer of any kind or with none. */
void ts_pace_begin(struct ts_pace *pace, size_t host);
void ts_pace_end(struct ts_pace *pace, size_t host, ts_mono now, bool answered);

/** After an end: it asks for a break of so long. False when it has had enough of them;
 * it is then asked no more. */
bool ts_pace_break(struct ts_pace *pace, size_t host, ts_mono now, uint64_t ms);

/** It wants to be left alone. */
void ts_pace_give_up(struct ts_pace *pace, size_t host);

/**
 * Retry-After (RFC 9110 10.2.3): seconds, or a date (5.6.7, all three forms), of
 * which those that lie before now are no wait. False for anything else; seconds is
 * then as it was.
 */
bool ts_retry_after_read(int64_t *seconds, ts_span text, ts_utc now);

#endif
