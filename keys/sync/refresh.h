#ifndef TS_SYNC_REFRESH_H
#define TS_SYNC_REFRESH_H

#include "firmware/board/store.h"
#include "keys/trust/metadata.h"

/**
 * The client workflow of The Update Framework (TUF 1.0.34, 5) as a machine
 * without a socket: it says which file it wants next, and is given the bytes.
 *
 *     status = ts_refresh_begin(&arena, &refresh, store, now, &fault);
 *     while (status == TS_OK && (want = ts_refresh_want(refresh)) != NULL)
 *         status = fetched(want) ? ts_refresh_give(refresh, bytes, &fault)
 *                                : ts_refresh_absent(refresh, &fault);
 *     status = ts_refresh_find(refresh, path, &fault); ... the same loop ...
 *     target = ts_refresh_target(refresh);
 *
 * store is the client's metadata folder. It holds root.json, which somebody
 * trusted put there, and what was accepted since, byte for byte as it was
 * served and without version in the name: timestamp.json, snapshot.json,
 * targets.json, and one file a delegated role. Each is stored at the moment
 * the specification says, so that giving up at any point is safe: a link that
 * fails means to drop the machine and to begin another later, which fetches
 * only what is still missing.
 *
 * now is never later than the truth: where the clock is not trusted, it is the
 * floor. It is asked once, as TUF 5.1 wants.
 *
 * Not for several threads. A machine lives in its arena and needs no end.
 */
struct ts_refresh;

/** What is wanted next. */
struct ts_want {
    const char
        *name;    /**< Below the metadata base; as it stands in a URL: "2.root.json". */
    uint64_t max; /**< A server that sends more is to be cut off there. */
    const struct ts_meta *meta; /**< What is known of length and hashes; NULL: nothing. */
    bool is_immutable;  /**< The name carries its version: a part of it may be kept. */
    bool may_be_absent; /**< That there is none is no error: the next root. */
};

/**
 * Reads the trusted root (TUF 5.2), which must be signed by itself.
 *
 * TS_OK and *refresh, or TS_ABSENT (no root.json), TS_UNTRUSTED and the statuses of
 * ts_root_read() and of the store. The arena must be empty of anything that
 * the caller wants to give back before the machine.
 */
TS_MUST_USE enum ts_status
ts_refresh_begin(struct ts_arena *arena, struct ts_refresh **refresh,
                 struct ts_store *store, ts_utc now, struct ts_fault *fault);

/** NULL when nothing more is: everything went well, or something failed. It
 * stands until the next call. */
const struct ts_want *ts_refresh_want(const struct ts_refresh *refresh);

/**
 * Here it is. bytes may go afterwards, and must not lie in the arena's free part.
 *
 * TS_OK, also when it was no news; TS_OVER_LIMIT (longer than max); TS_UNTRUSTED (a
 * signature, a length, a hash, or a version other than the one announced);
 * TS_ROLLBACK (older than what was accepted before, or expired: see
 * ts_refresh_is_expired()); TS_NO_SPACE, TS_IO, and the statuses of the
 * ts_..._read() of the file. After a failure nothing more is wanted.
 */
TS_MUST_USE enum ts_status
ts_refresh_give(struct ts_refresh *refresh, ts_span bytes, struct ts_fault *fault);

/** The server says that there is no such file. TS_OK where it may be absent, else
 * TS_ABSENT; the other statuses as above, since the next step begins. Never for
 * a link that failed. */
TS_MUST_USE enum ts_status
ts_refresh_absent(struct ts_refresh *refresh, struct ts_fault *fault);

/** Root, timestamp, snapshot and targets are all current. */
bool ts_refresh_is_current(const struct ts_refresh *refresh);

/** Whether the failure was that something had expired by now: a frozen mirror,
 * or a clock that runs ahead. */
bool ts_refresh_is_expired(const struct ts_refresh *refresh);

/** What is believed so far; timestamp, snapshot and targets are NULL until they are. */
const struct ts_root *ts_refresh_root(const struct ts_refresh *refresh);
const struct ts_timestamp *ts_refresh_timestamp(const struct ts_refresh *refresh);
const struct ts_snapshot *ts_refresh_snapshot(const struct ts_refresh *refresh);
const struct ts_targets *ts_refresh_targets(const struct ts_refresh *refresh);

/**
 * Looks for a target (TUF 5.6.7), wanting the metadata of delegated roles on the
 * way. Only once everything is current. A search that fails does not take back
 * what is current: another may be begun.
 *
 * TS_OK; TS_UNTRUSTED (a role that the snapshot does not know); otherwise as
 * ts_refresh_give(). path is copied.
 */
TS_MUST_USE enum ts_status
ts_refresh_find(struct ts_refresh *refresh, ts_span path, struct ts_fault *fault);

/** What the search found, once nothing more is wanted; NULL: no role that may
 * do so signs for such a target. */
const struct ts_target *ts_refresh_target(const struct ts_refresh *refresh);

/**
 * Loads every delegated role, each name once and in the order of a search, at
 * most TS_ROLES_MAX; wants as a search does. ts_refresh_each() then tells them.
 */
TS_MUST_USE enum ts_status
ts_refresh_load_roles(struct ts_refresh *refresh, struct ts_fault *fault);

typedef void
ts_refresh_each_target(const struct ts_target *target, ts_span role, void *context);

/** Calls each for all targets that a search would find with the roles that are
 * loaded, each path once. role is "targets" for those of the first. */
void ts_refresh_each(const struct ts_refresh *refresh, ts_refresh_each_target *each,
                     void *context);

/** The longest name of a target below the targets base: path, hash, dot, NUL. */
#define TS_TARGET_NAME_SIZE (TS_TARGET_PATH_MAX + 2 * TS_SHA512_SIZE + 2)

/** How to ask for a target: its path, with the hash before the last part where
 * snapshots are consistent (TUF 5.7.3). Not yet encoded for a URL. */
void
ts_refresh_target_name(char name[static TS_TARGET_NAME_SIZE],
                       const struct ts_refresh *refresh, const struct ts_target *target);

/** Longest name of a role's file, with its NUL. */
#define TS_ROLE_FILE_SIZE (TS_STORE_NAME_MAX + 1)

/**
 * The file in the store that holds a role's metadata: what is neither letter, digit
 * nor one of "_-." is percent-encoded, and so is a dot at the beginning. TS_OK, or
 * TS_OVER_LIMIT.
 */
TS_MUST_USE enum ts_status
ts_role_file(char name[static TS_ROLE_FILE_SIZE], ts_span role);

#endif
