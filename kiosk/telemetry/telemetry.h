#ifndef TS_TELEMETRY_TELEMETRY_H
#define TS_TELEMETRY_TELEMETRY_H

#include "kiosk/telemetry/broker.h"
#include "kiosk/telemetry/courier.h"

/**
 * What touchstone-telemetry does in each turn: statuses and exports go into the spool,
 * and from there to the broker while there is a connection; a link that fails is begun
 * anew after pauses that grow. Links a board, and a making of broker.h.
 */
struct ts_telemetry_options {
    struct ts_broker_options broker;
    const char *kiosk;      /**< Its name; as in its certificate. */
    const char *kiosk_conf; /**< What the kiosk is told. */
    const char *exports;    /**< Folder of sealed exports, *.export; or NULL. */
    uint32_t interval_s;    /**< Between two statuses. */
    uint32_t again_s;       /**< What nobody says has landed is sent anew after it. */
    uint32_t retry_s;       /**< The longest pause between two tries to connect. */
};

struct ts_telemetry {
    const struct ts_telemetry_options *options;
    struct ts_spool *spool;
    struct ts_arena *arena; /**< Holds one message. */
    struct ts_broker *broker;
    struct ts_courier courier;
    bool is_trying;    /**< A connection was begun. */
    uint32_t failures; /**< In a row. */
    ts_mono try_at, status_at, exports_at;
    bool told_full; /**< An export does not fit, and that was said. */
};

/** Opens the broker's side. TS_OK, or what ts_broker_open() says. */
TS_MUST_USE enum ts_status
ts_telemetry_begin(struct ts_telemetry *telemetry,
                   const struct ts_telemetry_options *options, struct ts_spool *spool,
                   struct ts_arena *arena);
void ts_telemetry_end(struct ts_telemetry *telemetry);

/** One turn of at most wait_ms. */
void ts_telemetry_turn(struct ts_telemetry *telemetry, int wait_ms);

/** Takes exports up: TS_OK, also without a folder; else what stopped it. */
TS_MUST_USE enum ts_status ts_telemetry_take_exports(struct ts_telemetry *telemetry);

#endif
