#ifndef TS_TRUST_REVOCATION_FORM_H
#define TS_TRUST_REVOCATION_FORM_H

#include "firmware/base/reader.h"
#include "firmware/base/writer.h"
#include "keys/trust/revocation.h"

/* Between the files that share the name revocation. Numbers: keys/FORMAT.md 6. */

enum {
    TS_REV_VERSION = 1,
    TS_REV_SNAPSHOT = 1,
    TS_REV_DELTA = 2,
    TS_REV_ZSTD = 0x40,   /* of a coding byte; the rest is the Rice parameter */
    TS_REV_ONES_MAX = 16, /* so many ones begin an escape */
    TS_REV_PIECE = 4096,  /* of gap bytes under one SHA-256 */
    TS_REV_BLOCK = 64,    /* positions under one entry of the directory */
    TS_REV_VARINT_MAX = 10,
};

#define TS_REV_MAGIC "TSRV"

/* revocation_rice.c: sorted sets of positions as Rice-coded gaps. */

/** A set in memory. Whoever lends it has decoded it once, to the end. */
struct ts_gaps {
    ts_span bits;
    uint64_t count;
    uint64_t last; /**< No position is beyond it. */
    unsigned k;
};

/** Walks a set. Copy it to come back to where it stands. */
struct ts_gap_cursor {
    struct ts_gaps gaps;
    uint64_t done;     /**< Positions given. */
    uint64_t bit;      /**< Bits consumed. */
    uint64_t position; /**< The last one given. */
    enum ts_status status;
};

struct ts_gap_cursor ts_gap_cursor_over(struct ts_gaps gaps);

/** False at the end, and for good where the bits are no such set (see status). */
bool ts_gap_next(struct ts_gap_cursor *cursor, uint64_t *position);

/** Adds v to where a set stands; false where no position is left there. */
bool ts_gap_step(uint64_t *position, bool is_first, uint64_t gap, uint64_t last);

struct ts_bit_writer {
    struct ts_writer *w;
    uint64_t bits;    /**< Written, those pending included. */
    uint64_t pending; /**< From the top. */
    unsigned pending_count;
};

void ts_rice_put(struct ts_bit_writer *w, unsigned k, uint64_t gap);
/** Zeros up to the next byte. */
void ts_rice_end(struct ts_bit_writer *w);

/** From which the cost of every parameter can be told without a second look. */
struct ts_rice_sums {
    uint64_t of_length[65];    /**< Gaps of so many binary digits. */
    uint64_t quotients[65][4]; /**< Sums of those, less their lower digits - 4 + j. */
};

void ts_rice_add(struct ts_rice_sums *sums, uint64_t gap);
/** The cheapest parameter, and what it costs in bits. */
unsigned ts_rice_best(const struct ts_rice_sums *sums, uint64_t *bits);

/* revocation_digest.c */

/** Of gaps as varints, in pieces (6.9). */
struct ts_gap_digest {
    uint8_t chain[TS_SHA256_SIZE + TS_REV_PIECE];
    size_t used;
};

void ts_gap_digest_begin(struct ts_gap_digest *digest);
void ts_gap_digest_add(struct ts_gap_digest *digest, ts_span varint);
void ts_gap_digest_end(struct ts_gap_digest *digest, uint8_t out[static TS_SHA256_SIZE]);

/** Of a whole state; segments are added in their order. */
struct ts_state_digest {
    uint8_t chain[TS_SHA256_SIZE];
};

void ts_state_digest_begin(struct ts_state_digest *digest, uint64_t epoch, ts_utc issued,
                           size_t count);
void
ts_state_digest_add(struct ts_state_digest *digest, const struct ts_revocation_list *list,
                    uint64_t count, const uint8_t gaps[static TS_SHA256_SIZE]);

/* revocation_zstd.c: the only file that knows zstd. */

struct ts_zstd_packer;
struct ts_zstd_unpacker;

/** NULL when the heap is exhausted. */
struct ts_zstd_packer *ts_zstd_packer_open(enum ts_revocation_effort effort);
void ts_zstd_packer_close(struct ts_zstd_packer *packer);
/** Begins a frame of plain_len bytes into room. */
void ts_zstd_pack_begin(struct ts_zstd_packer *packer, ts_room room, uint64_t plain_len);
void ts_zstd_pack_add(struct ts_zstd_packer *packer, ts_span plain);
/** The frame; empty when it did not fit. */
ts_span ts_zstd_pack_end(struct ts_zstd_packer *packer);

struct ts_zstd_unpacker *ts_zstd_unpacker_open(void);
void ts_zstd_unpacker_close(struct ts_zstd_unpacker *unpacker);
void ts_zstd_unpack_begin(struct ts_zstd_unpacker *unpacker, ts_span frame);
/** The next piece; empty at the end, which must be the end of the frame and of
 * its bytes. TS_OK, TS_MALFORMED, TS_TRUNCATED or TS_TRAILING. */
TS_MUST_USE enum ts_status
ts_zstd_unpack_next(struct ts_zstd_unpacker *unpacker, ts_span *piece);

/* revocation_part.c: one coded set in a container. */

/** As the table describes it. */
struct ts_rev_part {
    uint64_t count;
    uint8_t coding;
    uint64_t plain_len, coded_len; /**< zstd only. */
};

struct ts_revocation_index {
    struct ts_gaps gaps;
    struct ts_rev_part part;
    ts_span stored;                 /**< The bytes of part in the container. */
    const uint64_t *firsts;         /**< The first position of every block ... */
    const uint32_t *ends;           /**< ... and the bit after it. NULL: no directory. */
    uint8_t digest[TS_SHA256_SIZE]; /**< ts_gap_digest of the set. */
};

/** A sorted set as it comes; start() goes back to its beginning. */
struct ts_positions {
    void *context;
    void (*start)(void *context);
    bool (*next)(void *context, uint64_t *position);
};

/** Both ways a set is written: with which zstd, and to where. */
struct ts_rev_sink {
    struct ts_writer *w;
    struct ts_zstd_packer *packer;
};

/** Writes a set in its shorter coding. TS_OK, TS_MALFORMED (not ascending, or past
 * last) or TS_OVER_LIMIT. That w is full is the writer's to tell. */
TS_MUST_USE enum ts_status
ts_rev_part_write(const struct ts_rev_sink *sink, struct ts_rev_part *part,
                  uint8_t digest[static TS_SHA256_SIZE], struct ts_positions *positions,
                  uint64_t last);

/** What a set is read with. */
struct ts_rev_source {
    struct ts_arena *arena; /**< Where directories and decoded sets stay. */
    struct ts_reader *payload;
    struct ts_zstd_unpacker *unpacker;
    bool wants_directory;
};

/** Reads the next set of the payload, which fails when it is none. TS_NO_SPACE is
 * returned and not in the reader. */
TS_MUST_USE enum ts_status
ts_rev_part_read(const struct ts_rev_source *source, struct ts_revocation_index *index,
                 struct ts_rev_part part, uint64_t last);

/* revocation_table.c: what stands before the sets. */

void ts_write_be(struct ts_writer *w, uint64_t value, size_t width);
void ts_write_varint(struct ts_writer *w, uint64_t value);
uint64_t ts_read_varint(struct ts_reader *r);
/** The varint in room; how long it is. */
size_t ts_varint(uint8_t room[static TS_REV_VARINT_MAX], uint64_t value);

void ts_write_part(struct ts_writer *w, const struct ts_rev_part *part);
struct ts_rev_part ts_read_part(struct ts_reader *r);

struct ts_rev_row {
    struct ts_revocation_list list;
    struct ts_rev_part part;
};

/** <0, 0, >0 by url, kind and purpose. */
int ts_revocation_list_compare(const struct ts_revocation_list *a,
                               const struct ts_revocation_list *b);
/** The rule of FORMAT.md 6.4 to 6.8 that a list breaks; NULL: none. */
const char *ts_revocation_list_broken(const struct ts_revocation_list *list);
/** The largest position that can be in it; its count is 0 if size is. */
uint64_t ts_revocation_list_last(const struct ts_revocation_list *list);

void ts_write_rows(struct ts_writer *w, const struct ts_rev_row *rows, size_t count);
/** Rows in the arena, valid and in order; the reader fails where they are not.
 * NULL when the arena is full or the reader failed. */
struct ts_rev_row *
ts_read_rows(struct ts_reader *r, struct ts_arena *arena, size_t *count);

/* revocation_head.c: how a container is put together and taken apart. */

/** Of a container of either type. */
struct ts_rev_head {
    uint8_t type;
    struct ts_revocation_step step; /**< Of a snapshot: only to_epoch, issued and to. */
    uint32_t payload_len, plain_len, coded_len; /**< The last two of the table. */
};

/** Fails the reader unless a head of that type stands here. */
void ts_read_head(struct ts_reader *r, struct ts_rev_head *head, uint8_t type);

/** What a container is taken apart into; both readers begin where their part does. */
struct ts_rev_opened {
    struct ts_rev_head head;
    struct ts_reader payload;
    struct ts_reader table;
};

/** The table lies in the arena where it is packed. Fault as told. */
TS_MUST_USE enum ts_status
ts_rev_open(struct ts_arena *arena, struct ts_rev_opened *opened, uint8_t type,
            ts_span bytes, struct ts_zstd_unpacker *unpacker, struct ts_fault *fault);

/** Leaves room for a head: the payload follows. */
void ts_rev_begin(struct ts_writer *w, uint8_t type);

/** Ends the container that begins where w's room does: appends the table, packed
 * where that is shorter, and fills in the head. TS_OK, TS_OVER_LIMIT or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_rev_finish(const struct ts_rev_sink *sink, struct ts_rev_head *head, ts_span table);

/* revocation_write.c */

/** One segment to be: copied as it is stored, or coded from positions. */
struct ts_rev_plan {
    struct ts_revocation_list list;
    const struct ts_revocation_index *stored; /**< NULL: positions. */
    struct ts_positions positions;
};

/** TS_OK, or TS_DUPLICATE where two are of one segment. */
TS_MUST_USE enum ts_status ts_rev_plans_sort(struct ts_rev_plan *plans, size_t count);

/** Writes the snapshot of plans, which are in order, into w; hash is its state's. */
TS_MUST_USE enum ts_status
ts_rev_snapshot_write(struct ts_writer *w, struct ts_arena *scratch,
                      struct ts_rev_plan *plans, size_t count,
                      struct ts_revocation_release release,
                      uint8_t hash[static TS_SHA256_SIZE]);

#endif
