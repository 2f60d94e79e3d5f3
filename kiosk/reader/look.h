#ifndef TS_READER_LOOK_H
#define TS_READER_LOOK_H

#include "kiosk/credential/assembly.h"
#include "kiosk/scan/scanner.h"

#include <pthread.h>

/**
 * What is done with one frame: codes are found in it, and those that are parts of
 * something are put together. The same wherever it is done: in a process of its own
 * (main.c) or in threads of the caller's (decoders_here.c).
 */

/** What one frame showed. */
struct ts_look {
    uint32_t codes; /**< So many were read in it. */
    /** How far a credential in several codes has come; total is 0 where no part was. */
    uint32_t parts_seen, parts_total;
    /** Whole: of several codes the largest that begins like a credential, else the
     * largest; or what parts were put together to. Empty: none. */
    ts_span text;
    struct ts_scan_sight sight;
};

/** Codes looked at in one frame: more than a hand can hold up. */
enum { TS_LOOK_CODES = 8 };

/** The parts that all lookers found so far. */
struct ts_parts_table {
    pthread_mutex_t lock;
    /* Under lock: */
    struct ts_assembly assembly;
    ts_mono newest; /**< Frames are finished out of turn, and its time is not. */
};

/** Of a zeroed one. */
void ts_parts_table_init(struct ts_parts_table *table);
void ts_parts_table_destroy(struct ts_parts_table *table);

/** One thread each. */
struct ts_looker {
    struct ts_parts_table *table;
    struct ts_scanner *scanner;
    struct ts_code codes[TS_LOOK_CODES];
    uint8_t text[TS_CONTENT_MAX];
};

/** Takes all memory there is to take. TS_OK or TS_NO_SPACE. table stands until close. */
TS_MUST_USE enum ts_status
ts_looker_open(struct ts_looker *looker, struct ts_parts_table *table);
void ts_looker_close(struct ts_looker *looker);

/** look->text stands until this looker's next one. TS_OK, or what ts_scanner_scan() says:
 * then look is left alone. */
TS_MUST_USE enum ts_status
ts_looker_look(struct ts_looker *looker, struct ts_look *look,
               const struct ts_frame *frame, const struct ts_scan_turn *turn);

#endif
