#ifndef TS_AUTHORITY_GATHER_PACE_H
#define TS_AUTHORITY_GATHER_PACE_H

#include "firmware/base/instant.h"
#include "keys/authority/gather_index.h"

/**
 * Politeness: one request at a time to a host, and a gap after each. A pure function
 * of when requests ended.
 */
struct ts_pace {
    struct ts_index hosts;
    ts_mono *ready; /**< When a host may be asked again. */
    uint32_t gap_ms;
};

/** For that many hosts; in the arena. False when that is full. */
bool
ts_pace_init(struct ts_pace *pace, struct ts_arena *arena, size_t hosts, uint32_t gap_ms);

/** Adds a host, which may be asked at once, or finds it. host must outlive the
 * pace. False when there is no room. */
bool ts_pace_host(struct ts_pace *pace, ts_span host, size_t *number);

/** When it may be asked; 0 at first, TS_PACE_NEVER while a request runs or once it
 * wants to be left alone. */
#define TS_PACE_NEVER ((ts_mono){ UINT64_MAX })
ts_mono ts_pace_ready(const struct ts_pace *pace, size_t host);

/** A request begins, and ends; or the host has asked for peace: no more. */
void ts_pace_begin(struct ts_pace *pace, size_t host);
void ts_pace_end(struct ts_pace *pace, size_t host, ts_mono now);
void ts_pace_give_up(struct ts_pace *pace, size_t host);

#endif
