#ifndef TS_SYNC_PIECES_H
#define TS_SYNC_PIECES_H

#include "firmware/board/store.h"
#include "keys/trust/metadata.h"

/**
 * A target on its way: what has come of it, kept over reboots. It is cut into pieces,
 * each of which is stored when it is full, so that a power cut costs one piece, and
 * the last one when the link drops, so that a drop costs nothing. They are named
 * after the hash of the whole, and looked at by nobody until that hash holds.
 *
 * In the store: partial/HASH.0000, .0001, ...
 */

#define TS_PIECE_SIZE ((size_t)64 * 1024)

struct ts_pieces {
    struct ts_store *store;
    char base[TS_STORE_NAME_MAX + 1]; /**< Name without the number. */
    ts_room room;                     /**< Of the whole target. */
    size_t have;                      /**< Bytes of it that have come ... */
    size_t kept;                      /**< ... and those that are stored. */
};

/**
 * Takes up what an earlier run has kept. room must have the length of the target and
 * stand as long as pieces. Pieces that do not fit end it: what is behind them
 * is fetched anew.
 *
 * TS_OK, also for nothing; TS_IO.
 */
TS_MUST_USE enum ts_status
ts_pieces_open(struct ts_pieces *pieces, struct ts_store *store, ts_room room,
               const struct ts_target *target);

/** Adds bytes, and stores the pieces that they fill. False: they are more than
 * the target has, or *status says why they could not be stored. */
bool ts_pieces_add(struct ts_pieces *pieces, ts_span bytes, enum ts_status *status);

/** Stores the piece that is not full: the link dropped, or the program ends. */
TS_MUST_USE enum ts_status ts_pieces_keep(struct ts_pieces *pieces);

/** Forgets all of it, here and in the store: it is complete, or it is wrong. */
TS_MUST_USE enum ts_status ts_pieces_drop(struct ts_pieces *pieces);

#endif
