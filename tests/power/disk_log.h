#ifndef TS_POWER_DISK_LOG_H
#define TS_POWER_DISK_LOG_H

#include <stdint.h>

/**
 * What a disk was asked to do, in order: records of this head, each write followed by
 * its bytes. In this machine's byte order; read where it was written.
 */
struct ts_disk_record {
    uint64_t what; /**< enum ts_disk_event. */
    uint64_t offset;
    uint64_t len;
};

enum ts_disk_event {
    TS_DISK_WRITE = 1,
    TS_DISK_FLUSH = 2, /**< Everything written before is on the medium. */
};

#endif
