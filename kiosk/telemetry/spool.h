#ifndef TS_TELEMETRY_SPOOL_H
#define TS_TELEMETRY_SPOOL_H

#include "firmware/board/store.h"

/**
 * Messages that wait to be sent, for weeks if need be: one file each in a folder of their
 * own, whole or not there after a power cut. A message is gone when somebody on the other
 * side says that it landed.
 *
 *   id                              which spool this is: 16 random hexadecimal digits
 *   reserved                        numbers below were or may have been given
 *   m/BLOCK/NUMBER-BYTES.status     or .NAME.export; BLOCK: NUMBER / 256
 *
 * A number is given once in the life of a spool, so id and number tell a message that
 * came twice. When the spool is full statuses are thinned, every second of the older half
 * and so on down to the newest one; an export is never dropped: it is refused, and stays
 * where it came from.
 */
enum ts_spool_kind {
    TS_SPOOL_STATUS = 0,
    TS_SPOOL_EXPORT,
};

enum {
    TS_SPOOL_ITEMS_MAX = 4096,     /**< Six weeks, at one in a quarter of an hour. */
    TS_SPOOL_BYTES_MAX = 16 << 20, /**< Of one message. */
    TS_SPOOL_ID_SIZE = 17,
    TS_SPOOL_NAME_SIZE = 64,
};

struct ts_spool_item {
    uint64_t number; /**< From 1 on. */
    enum ts_spool_kind kind;
    uint32_t size;
    char name[TS_SPOOL_NAME_SIZE]; /**< Of an export. */
};

struct ts_spool {
    struct ts_store *store;
    char id[TS_SPOOL_ID_SIZE];
    uint64_t limit, bytes;
    uint64_t next, reserved;
    struct ts_spool_item items[TS_SPOOL_ITEMS_MAX]; /**< By number. */
    size_t count;
    uint64_t thinned; /**< Statuses that had to go since it was opened. */
};

/** Letters, digits, "-" and "_" with dots between, less than TS_SPOOL_NAME_SIZE long. */
bool ts_spool_name_valid(ts_span name);

/**
 * Reads what is there. What is no message of ours is left alone. TS_OK; TS_MALFORMED (id
 * or reserved cannot be read: it must not begin anew under the same id); TS_OVER_LIMIT;
 * TS_NO_SPACE; TS_IO.
 */
TS_MUST_USE enum ts_status ts_spool_open(struct ts_spool *spool, struct ts_arena *arena,
                                         struct ts_store *store, uint64_t limit);

/** Puts one in; name of an export, else NULL. TS_OK: it is on the medium; TS_OVER_LIMIT:
 * it does not fit, whatever is thinned; TS_MALFORMED (name); TS_IO. */
TS_MUST_USE enum ts_status ts_spool_add(struct ts_spool *spool, enum ts_spool_kind kind,
                                        const char *name, ts_span content);

/** The message, whole. Statuses of ts_store_read(); TS_MALFORMED: not as long as it was.
 */
TS_MUST_USE enum ts_status
ts_spool_read(const struct ts_spool *spool, struct ts_arena *arena, ts_span *content,
              const struct ts_spool_item *item);

/** It landed. TS_OK, also where there is none; TS_IO: it is still there. */
TS_MUST_USE enum ts_status ts_spool_remove(struct ts_spool *spool, uint64_t number);

/** The first item with this number or a higher one; NULL: none. */
const struct ts_spool_item *ts_spool_from(const struct ts_spool *spool, uint64_t number);

#endif
