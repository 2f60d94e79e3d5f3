#ifndef TS_COMMAND_GATHER_LINKS_H
#define TS_COMMAND_GATHER_LINKS_H

#include "firmware/board/link.h"
#include "keys/authority/gather.h"

/**
 * Several fetches at a time: as many links, each on a thread of its own and with
 * memory for one answer. One thread calls all of these.
 */
struct ts_gather_links;

/** Opens count links; options are copied, its go_on is not used. TS_OK, TS_NO_SPACE or
 * TS_IO. */
TS_MUST_USE enum ts_status
ts_gather_links_open(struct ts_gather_links **links,
                     const struct ts_link_options *options, size_t count);

/** Ends what is under way. */
void ts_gather_links_close(struct ts_gather_links *links);

/** A transfer that takes longer is ended: who sends a byte now and then must not
 * hold a run for days. By step->max: at least as fast as a slow modem. */
#define TS_GATHER_TRANSFER_MS(max) (UINT64_C(60000) + (uint64_t)(max) / 8)

/** Begins to fetch; one link must be idle: as many tickets as links. What step points
 * to must stand until the answer is given back. */
void
ts_gather_links_start(struct ts_gather_links *links, const struct ts_gather_step *step);

/**
 * Waits for the next answer, not longer than until (UINT64_MAX: without end, of which
 * there must be something under way). False when none has come by then. What it
 * points to stands until the next start.
 */
bool ts_gather_links_wait(struct ts_gather_links *links, struct ts_gather_answer *answer,
                          ts_mono until);

#endif
