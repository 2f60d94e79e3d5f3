#ifndef TS_TELEMETRY_COURIER_H
#define TS_TELEMETRY_COURIER_H

#include "firmware/base/instant.h"
#include "kiosk/telemetry/topic.h"

/**
 * Which message of the spool is to be sent now. Pure but for the spool. A broker's own
 * acknowledgement (QoS 1) says that the broker has a message, perhaps only in memory;
 * so a message leaves the spool when the other end says that it landed, and is sent anew
 * on every connection, and when nothing was heard of it for long. What comes twice is
 * told apart there by spool and number.
 */
enum { TS_COURIER_WINDOW = 16 };

struct ts_courier {
    struct ts_spool *spool;
    uint64_t again_ms; /**< Sent and not heard of for so long: sent anew. */
    bool is_connected;
    struct ts_courier_sent {
        uint64_t number;
        ts_mono at;
    } sent[TS_COURIER_WINDOW];
    size_t count;
    uint64_t landed; /**< How many, since it began. */
};

/** A connection stands anew, or fell: what was under way begins anew. */
void ts_courier_connect(struct ts_courier *courier, bool is_connected);

/** The next to be sent, or NULL: nothing is there, the window is full, or there is no
 * connection. Stands until the spool changes. */
const struct ts_spool_item *
ts_courier_next(const struct ts_courier *courier, ts_mono now);

/** It was handed to the broker. */
void ts_courier_sent(struct ts_courier *courier, uint64_t number, ts_mono now);

/** Somebody said so: of another spool, or of nothing, is passed over. TS_OK or TS_IO. */
TS_MUST_USE enum ts_status ts_courier_landed(struct ts_courier *courier, ts_span payload);

/** It cannot be read any more: it is given up, so that it does not stop the others. */
TS_MUST_USE enum ts_status
ts_courier_give_up(struct ts_courier *courier, uint64_t number);

#endif
