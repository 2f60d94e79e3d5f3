#ifndef TS_TELEMETRY_TOPIC_H
#define TS_TELEMETRY_TOPIC_H

#include "firmware/base/writer.h"
#include "kiosk/telemetry/spool.h"

/**
 * What messages are called at the broker, where a kiosk may write only below its own name
 * (deploy/fleet/acl):
 *
 *   touchstone/KIOSK/up/status/SPOOL/NUMBER         a status, JSON
 *   touchstone/KIOSK/up/export/SPOOL/NUMBER/NAME    an export of the journal, as sealed
 *   touchstone/KIOSK/down/landed                    "SPOOL NUMBER": it is on a medium
 * there
 */
enum { TS_KIOSK_NAME_SIZE = 64, TS_TOPIC_SIZE = 256 };

/** Letters, digits, "-" and "_", with dots between; what stands in its certificate. */
bool ts_kiosk_name_valid(ts_span name);

struct ts_topic {
    char kiosk[TS_KIOSK_NAME_SIZE];
    char spool[TS_SPOOL_ID_SIZE];
    enum ts_spool_kind kind;
    uint64_t number;
    char name[TS_SPOOL_NAME_SIZE];
};

/** NUL-terminated. False: a part of it is none. */
bool ts_topic_write(char text[static TS_TOPIC_SIZE], const struct ts_topic *topic);

/** Foreign bytes. False for anything that is not exactly such a topic. */
bool ts_topic_read(struct ts_topic *topic, ts_span text);

/** "touchstone/KIOSK/down/landed", NUL-terminated. */
void ts_topic_write_landed(char text[static TS_TOPIC_SIZE], const char *kiosk);

/** The payload there; reading is of foreign bytes. */
enum { TS_LANDED_SIZE = 40 };
void
ts_landed_write(char text[static TS_LANDED_SIZE], const char *spool, uint64_t number);
bool ts_landed_read(char spool[static TS_SPOOL_ID_SIZE], uint64_t *number, ts_span text);

#endif
