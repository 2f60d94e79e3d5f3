#ifndef TS_CREDENTIAL_ASSEMBLY_H
#define TS_CREDENTIAL_ASSEMBLY_H

#include "firmware/base/arena.h"
#include "firmware/base/instant.h"
#include "firmware/base/limits.h"
#include "kiosk/credential/part.h"

/**
 * Credentials that are spread over several codes, put together from the texts of the
 * codes as they come: SMART Health Cards ("shc:/C/N/"), our own parts (FORMAT.md 9)
 * and Uniform Resources, animated or single ("ur:", BCR-2020-005). Any order, any
 * repetition. Nobody believes what comes out of it; signatures are checked later.
 *
 * One set of parts at a time: a part of another set begins anew. A zeroed one is
 * empty. No heap; one thread.
 */
enum {
    /* An unfinished set of which no part was seen for so long: its holder has left. */
    TS_ASSEMBLY_PATIENCE_MS = 20000,
    /* A finished one answers again, as a single code in view is read again, until it
     * was out of view for so long (as TS_SCAN_OUT_OF_VIEW_MS). */
    TS_ASSEMBLY_FINISHED_MS = 2000,
};

enum ts_assembly_kind {
    TS_ASSEMBLY_NOT_A_PART = 0, /**< Hand the text on as it is. */
    TS_ASSEMBLY_PART,           /**< Of a set that is not whole yet. */
    TS_ASSEMBLY_WHOLE,
    TS_ASSEMBLY_CONFLICT, /**< The parts do not fit together; all are forgotten. */
};

struct ts_assembly_answer {
    enum ts_assembly_kind kind;
    uint32_t seen, total; /**< PART: for a ring of progress. */
    ts_span whole;        /**< WHOLE: content as of one code; text or bytes. Stands until
                               the next call. */
};

/* Room of the pieces, and of what is joined and unpacked from them: the text, its
 * bytes, and what they inflate to with zlib's own memory. */
enum {
    TS_ASSEMBLY_PIECES_SIZE = TS_CONTENT_MAX + TS_CODE_TEXT_MAX,
    TS_ASSEMBLY_ARENA_SIZE = 4 * TS_CONTENT_MAX,
};

/** All of it private. */
struct ts_assembly {
    struct ts_part_set set;
    ts_mono last; /**< When a part of the set was seen. */
    bool finished;
    ts_span whole;
    uint32_t seen;
    uint16_t lens[TS_PARTS_MAX]; /**< Of the pieces, 0 where one is missing ... */
    uint32_t offsets[TS_PARTS_MAX];
    size_t pieces_used;
    struct ts_fountain fountain; /**< ... of a RESOURCE these are in here instead. */
    uint8_t pieces[TS_ASSEMBLY_PIECES_SIZE];
    uint8_t memory[TS_ASSEMBLY_ARENA_SIZE];
};

/** Takes the text of one code. now never goes back. */
struct ts_assembly_answer
ts_assembly_feed(struct ts_assembly *assembly, ts_span text, ts_mono now);

/** True when text is a part that the set under way is waiting for, or has. */
bool ts_assembly_fits(const struct ts_assembly *assembly, ts_span text);

/** A set is under way and not whole: its first missing part (0 for a RESOURCE, where
 * there is no such thing) and how many there are. */
bool
ts_assembly_missing(const struct ts_assembly *assembly, uint32_t *part, uint32_t *total);

/** Forgets what has been waited for long enough; for every frame, with a code or not. */
void ts_assembly_expire(struct ts_assembly *assembly, ts_mono now);

/** Overwrites everything. */
void ts_assembly_forget(struct ts_assembly *assembly);

#endif
