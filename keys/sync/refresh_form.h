#ifndef TS_SYNC_REFRESH_FORM_H
#define TS_SYNC_REFRESH_FORM_H

#include "keys/sync/refresh.h"

/*
 * What the files refresh*.c share; nobody else includes this.
 */

/** What is wanted; zero is nothing. */
enum ts_refresh_stage {
    TS_STAGE_NONE = 0,
    TS_STAGE_ROOT,
    TS_STAGE_TIMESTAMP,
    TS_STAGE_SNAPSHOT,
    TS_STAGE_TARGETS,
    TS_STAGE_DELEGATED,
};

/** The metadata of a delegated role, as one delegation vouches for it: another
 * delegation to the same name may name other keys. */
struct ts_loaded_role {
    struct ts_loaded_role *next; /**< In the order of loading. */
    const struct ts_delegation *by;
    struct ts_targets targets;
};

/** A preorder walk through the delegations (TUF 5.6.7). */
struct ts_search {
    ts_span path;
    bool is_everything; /**< No path in particular: every role. */
    struct {
        const struct ts_targets *targets;
        size_t next; /**< The delegation to look at. */
    } frames[TS_ROLES_MAX + 1];
    size_t depth;
    ts_span visited[TS_ROLES_MAX];
    size_t visited_count;
    const struct ts_delegation *entering; /**< Its metadata must be there to go on. */
    const struct ts_target *found;
};

struct ts_refresh {
    struct ts_arena *arena;
    struct ts_store *store;
    ts_utc now;
    enum ts_refresh_stage stage;
    struct ts_want want;
    char want_name[TS_ROLE_FILE_SIZE + 24]; /* A version and a dot before it. */
    bool is_current;
    bool is_expired;

    const struct ts_root *root;
    size_t root_mark; /**< Where it begins in the arena. */
    size_t root_count;
    uint64_t recovery; /**< Version of the root that rotated keys; 0: nothing is due. */

    struct ts_timestamp timestamp;
    bool has_timestamp;
    struct ts_snapshot previous; /**< The stored one: what must not be rolled back. */
    bool has_previous;
    struct ts_snapshot snapshot;
    bool has_snapshot;
    struct ts_targets targets;
    bool has_targets;

    struct ts_loaded_role *loaded;
    struct ts_search search;
    char path[TS_TARGET_PATH_MAX];
};

/* Beginning a stage looks into the store first, and goes on to the next stage when
 * what it needs is there; giving is for the stage that is wanted. */

/* refresh_root.c */
enum ts_status ts_refresh_begin_root(struct ts_refresh *refresh, struct ts_fault *fault);
enum ts_status
ts_refresh_give_root(struct ts_refresh *refresh, ts_span bytes, struct ts_fault *fault);
enum ts_status ts_refresh_end_roots(struct ts_refresh *refresh, struct ts_fault *fault);

/* refresh_chain.c */
enum ts_status
ts_refresh_begin_timestamp(struct ts_refresh *refresh, struct ts_fault *fault);
enum ts_status ts_refresh_give_timestamp(struct ts_refresh *refresh, ts_span bytes,
                                         struct ts_fault *fault);
enum ts_status ts_refresh_give_snapshot(struct ts_refresh *refresh, ts_span bytes,
                                        struct ts_fault *fault);
enum ts_status ts_refresh_give_targets(struct ts_refresh *refresh, ts_span bytes,
                                       struct ts_fault *fault);

/* refresh_role.c: targets, of the root (delegation NULL) or delegated. */
enum ts_status ts_role_from_store(struct ts_refresh *refresh, struct ts_targets *targets,
                                  const struct ts_delegation *delegation, bool *is_found,
                                  struct ts_fault *fault);
enum ts_status ts_role_served(struct ts_refresh *refresh, struct ts_targets *targets,
                              const struct ts_delegation *delegation, ts_span bytes,
                              struct ts_fault *fault);
enum ts_status
ts_role_want(struct ts_refresh *refresh, const struct ts_delegation *delegation,
             struct ts_fault *fault);

/* refresh_search.c */
enum ts_status ts_refresh_give_delegated(struct ts_refresh *refresh, ts_span bytes,
                                         struct ts_fault *fault);

/* refresh.c */

/** Takes bytes that were in the store; TS_OK when they are of use. */
typedef enum ts_status
ts_take_stored(struct ts_refresh *refresh, ts_span bytes, void *context);

/**
 * Hands a stored file to take. *is_found: there is one, and take had use for it.
 * TS_OK also when not: what is stored and no longer fits is fetched anew. TS_NO_SPACE
 * or TS_IO.
 */
enum ts_status ts_refresh_stored(struct ts_refresh *refresh, const char *name, size_t max,
                                 ts_take_stored *take, void *context, bool *is_found);

/** Keeps what was accepted, byte for byte. */
enum ts_status ts_refresh_keep(struct ts_refresh *refresh, const char *name,
                               ts_span bytes, struct ts_fault *fault);

/** TS_OK, or TS_ROLLBACK when that time has come (and ts_refresh_is_expired()). */
enum ts_status ts_refresh_check_time(struct ts_refresh *refresh, ts_utc expires,
                                     const char *rule, struct ts_fault *fault);

/** Wants role (encoded for a URL) next. meta: what is known of it, or NULL. version 0:
 * no version in the name. TS_OK or TS_OVER_LIMIT. */
enum ts_status
ts_refresh_set_want(struct ts_refresh *refresh, const char *role, uint64_t version,
                    const struct ts_meta *meta, uint64_t max, struct ts_fault *fault);

/* refresh_name.c */

/** The role as it stands in a URL. TS_OK or TS_OVER_LIMIT. */
enum ts_status ts_role_url(char name[static TS_ROLE_FILE_SIZE], ts_span role);

#endif
