#ifndef TS_STATUS_STATUS_H
#define TS_STATUS_STATUS_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/status.h"
#include "firmware/base/writer.h"
#include "firmware/board/condition.h"
#include "keys/sync/state.h"

/**
 * How a kiosk does, for whoever looks after it from far away: numbers with names, each
 * known or not. Nothing in it is about a person, and nothing is believed because of it.
 * One table (status_fields.c) says what each is called in JSON, for Prometheus and for
 * people.
 */

/** In the order of the code (TSS1); new ones come at the end, under a new number. */
enum ts_status_field {
    TS_STATUS_TIME = 0, /**< Of this status, by the kiosk's clock. */
    TS_STATUS_CLOCK,    /**< As enum ts_clock_state: what the time is worth. */
    TS_STATUS_EPOCH,    /**< Of the lists in use. */
    TS_STATUS_ISSUED,   /**< When they were signed. */
    TS_STATUS_ROOT,     /**< Version of the root. */
    TS_STATUS_COMPARE,  /**< Somebody has to compare its six words. */
    TS_STATUS_SYNC,     /**< As enum ts_sync_phase. */
    TS_STATUS_CHECKED,  /**< When the lists were last known to be current. */
    TS_STATUS_TRIED,    /**< When that was last tried. */
    TS_STATUS_READY,    /**< Verdicts today (UTC), from here to CANNOT_TELL. */
    TS_STATUS_NOT_YET,
    TS_STATUS_STOP,
    TS_STATUS_CANNOT_TELL,
    TS_STATUS_SCREEN,      /**< As enum ts_scan_state. */
    TS_STATUS_TROUBLE,     /**< As enum ts_trouble, where it is out of order. */
    TS_STATUS_CAMERA,      /**< Whether pictures come. */
    TS_STATUS_PICTURES,    /**< Drawn since the program began. */
    TS_STATUS_RESTARTS,    /**< Of the decoders since then. */
    TS_STATUS_RUNNING,     /**< Seconds since then. */
    TS_STATUS_UPTIME,      /**< Seconds since the machine began. */
    TS_STATUS_TEMPERATURE, /**< Thousandths of a degree Celsius. */
    TS_STATUS_SLOWED,      /**< As enum ts_occurrence. */
    TS_STATUS_UNDERVOLTAGE,
    TS_STATUS_MEMORY,    /**< Bytes of it available. */
    TS_STATUS_DISK,      /**< Bytes of the medium of the state folder ... */
    TS_STATUS_DISK_FREE, /**< ... that are free. */
    TS_STATUS_READ_ONLY, /**< Nothing can be written on it. */
    TS_STATUS_ALIVE,     /**< The kiosk wrote how it does within a minute. */
};
enum { TS_STATUS_FIELDS = TS_STATUS_ALIVE + 1 };

enum { TS_STATUS_TEXT_SIZE = 128 };

struct ts_kiosk_status {
    char version[24];                                         /**< Of the program. */
    char site[TS_STATUS_TEXT_SIZE], job[TS_STATUS_TEXT_SIZE]; /**< May be empty. */
    struct ts_status_number {
        bool is_known;
        int64_t value;
    } fields[TS_STATUS_FIELDS];
};

void
ts_status_set(struct ts_kiosk_status *status, enum ts_status_field field, int64_t value);

/** Cut where it is too long; what is no printable text is left out. */
void ts_status_set_text(char text[static TS_STATUS_TEXT_SIZE], ts_span value);

/** What the board, the medium of a path and the last synchronisation say. */
void ts_status_set_condition(struct ts_kiosk_status *status,
                             const struct ts_condition *condition);
void
ts_status_set_disk(struct ts_kiosk_status *status, const struct ts_condition_disk *disk);
void ts_status_set_sync(struct ts_kiosk_status *status, const struct ts_sync_state *sync);

/** Takes from other what status does not know. */
void
ts_status_complete(struct ts_kiosk_status *status, const struct ts_kiosk_status *other);

/** Room for any of the writings below. */
enum { TS_STATUS_WRITTEN_MAX = 16384 };

/** One JSON object and a line's end: format, version, site, job, and every field that is
 * known; times in RFC 3339, choices in words. */
void ts_status_write_json(struct ts_writer *w, const struct ts_kiosk_status *status);

/** For people: a line each. */
void ts_status_write_text(struct ts_writer *w, const struct ts_kiosk_status *status);

/** For the textfile collector of a Prometheus node exporter. */
void
ts_status_write_prometheus(struct ts_writer *w, const struct ts_kiosk_status *status);

/**
 * The short form for a QR code: "TSS1:0.1.0:1795478400:2:...", the fields in their order,
 * empty where not known, in characters of the code's alphanumeric mode. Neither site nor
 * job is in it.
 */
void ts_status_write_code(struct ts_writer *w, const struct ts_kiosk_status *status);
enum { TS_STATUS_CODE_MAX = 400 };

/** Reads that; foreign bytes. TS_OK; TS_UNSUPPORTED (of another release); TS_MALFORMED;
 * TS_OVER_LIMIT. status is written only on TS_OK, and writing it gives the same bytes. */
TS_MUST_USE enum ts_status
ts_status_read_code(struct ts_kiosk_status *status, ts_span text);

#endif
