#ifndef TS_AUTHORITY_AUTHORITY_H
#define TS_AUTHORITY_AUTHORITY_H

#include "keys/authority/key_folder.h"
#include "keys/trust/issuer_list.h"
#include "keys/trust/status_list.h"

/**
 * Who decides whom the kiosks believe. Its folder holds
 *
 *   keys/ROLE.ID.json   signing keys (0600; key_folder.h): one for each of the roles
 *                       root, targets, revocations, snapshot and timestamp, so that
 *                       any of them can be moved to another machine
 *   root.json           the newest root; roots/N.root.json: all of them
 *   delegation.json     who signs below rev/ (the role revocations)
 *   issuers.jsonl       one issuer a line; see issuer_record.h
 *   status-urls.txt     one address of a status list a line; see status_line.h
 *   status/HEX          the list last fetched from there; HEX: 32 digits of the
 *                       address's SHA-256
 *   profiles/NAME.json  job profiles
 *   context-urls.txt    one address of a linked data context a line
 *   contexts/HEX.jsonld what stands there; HEX as of status/
 *   equivalences.json   what counts as the same achievement
 *   published.json      what was last published; a version is never used twice
 *   signed/ROLE.json    metadata as last published
 *   pending/ROLE.json   metadata that wait for signatures made elsewhere
 *   history/            earlier issuer lists and states, and the deltas from them
 *   files.txt           names of what was last published
 */

/*
 * For how long metadata may be used to update from (TUF 1.0.34, 4.2). Root and targets
 * are signed by keys that may lie in a safe, so they last. Snapshot and revocations are
 * signed online, and whoever steals such a key shall not have it for ever. The
 * timestamp says that there is nothing newer: it lasts as long as a mirror may freeze
 * unnoticed, and as a stick may be on its way.
 */
#define TS_ROOT_VALID_S (10 * INT64_C(365) * 86400)
#define TS_TARGETS_VALID_S (365 * INT64_C(86400))
#define TS_REVOCATIONS_VALID_S (90 * INT64_C(86400))
#define TS_SNAPSHOT_VALID_S (90 * INT64_C(86400))
#define TS_TIMESTAMP_VALID_S (30 * INT64_C(86400))

/** How one role begins. */
struct ts_role_order {
    ts_span role; /**< "root", "targets", "revocations", "snapshot", "timestamp". */
    const ts_span *keys; /**< Texts of key files (tuf_role.h); none: one is made. */
    size_t key_count;
    int64_t threshold; /**< 0: one. */
};

/**
 * Makes an authority in an empty folder; a role that orders do not name gets a
 * key of its own, alone. delegation.json is written last, so that a folder with one is
 * whole. An empty passphrase leaves the keys readable to whoever reads the files.
 *
 * Where the root has not all signatures of its own yet, it waits in pending/ (see
 * ts_authority_sign()) and waits, which may be NULL, tells.
 *
 * TS_OK; TS_DUPLICATE (there is an authority already, or a key is named twice);
 * TS_MALFORMED (an unknown role, a text that is no key, a threshold that the keys cannot
 * meet); TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_authority_create_with(struct ts_arena *arena, bool *waits,
                         const struct ts_key_folder *folder,
                         const struct ts_role_order *orders, size_t count, ts_utc now);

/** The same without orders. */
TS_MUST_USE enum ts_status
ts_authority_create(struct ts_arena *arena, struct ts_store *store, ts_span passphrase,
                    ts_utc now);

/**
 * Gives a role other keys: those of order, or one that is made. For the roles of the
 * root this is a root of the next version, signed by all keys here that the old root
 * or the new one names; if those are not enough it waits in pending/. For
 * revocations it is in force with the next publication that targets keys sign.
 *
 * TS_OK; TS_UNTRUSTED (passphrase); otherwise as above.
 */
TS_MUST_USE enum ts_status
ts_authority_rotate(struct ts_arena *arena, bool *waits,
                    const struct ts_key_folder *folder, const struct ts_role_order *order,
                    ts_utc now);

/** What was signed. */
struct ts_signing_result {
    ts_span type; /**< "root", ...; views the arena. */
    uint64_t version;
    ts_utc expires;
    size_t made;       /**< Signatures by keys of this folder. */
    size_t signatures; /**< That the file has now. */
};

/**
 * Adds the signatures of a folder's keys to a metadata file that came from elsewhere.
 * In an authority's folder only keys sign that its root or the file itself, if it is a
 * root, names for anything; in a folder that holds nothing but keys, all of them do:
 * a signature by a key without that role counts nowhere.
 *
 * TS_OK; TS_ABSENT (no such key is here); TS_UNTRUSTED (passphrase); TS_MALFORMED (not
 * metadata), TS_NO_SPACE, TS_IO.
 */
TS_MUST_USE enum ts_status
ts_authority_sign(struct ts_arena *arena, ts_span *file, struct ts_signing_result *result,
                  const struct ts_key_folder *folder);

/** Who signs below rev/, by delegation.json. TS_OK, TS_ABSENT or TS_MALFORMED, ... */
TS_MUST_USE enum ts_status
ts_authority_delegation(struct ts_arena *arena, struct ts_tuf_role *role,
                        struct ts_store *store);

/** TS_OK when the folder holds a whole authority, TS_ABSENT when not, or TS_IO. */
TS_MUST_USE enum ts_status
ts_authority_check(struct ts_arena *arena, struct ts_store *store);

/**
 * Its issuers, sorted by id; epoch and issued stay 0. Lives in the arena. Returns
 * TS_OK (also for none), the statuses of ts_store_read() and
 * ts_issuer_record_read(), TS_OVER_LIMIT (TS_ISSUERS_MAX); fault->offset is the
 * line.
 */
TS_MUST_USE enum ts_status
ts_authority_issuers(struct ts_arena *arena, struct ts_issuer_list *list,
                     struct ts_store *store, struct ts_fault *fault);

/** What the lists of those issuers are verified with: they, and the contexts that are
 * kept. Statuses as above, and those of ts_authority_contexts(). */
TS_MUST_USE enum ts_status
ts_authority_status_trust(struct ts_arena *arena, struct ts_status_trust *trust,
                          struct ts_store *store, struct ts_fault *fault);

/** Puts an issuer on the list, in place of one of the same id; replaced (may be
 * NULL) tells. Statuses as above and those of ts_store_replace(). */
TS_MUST_USE enum ts_status
ts_authority_put_issuer(struct ts_arena *arena, bool *replaced, struct ts_store *store,
                        const struct ts_issuer *issuer, struct ts_fault *fault);

/**
 * Keeps an issuer's list as it was fetched from url, in place of an older one.
 * It is read with the issuers on the list first: one that a kiosk could not use
 * is refused with the status of ts_status_list_read().
 */
TS_MUST_USE enum ts_status
ts_authority_put_status_list(struct ts_arena *arena, struct ts_store *store, ts_span url,
                             ts_span bytes, struct ts_fault *fault);

/**
 * Notes what the issuer of a list that is kept promised: the entry set is always
 * withdrawn (or suspended), the entry clear never is. A publication, and a kiosk, in
 * which that does not hold refuses all lists of the day. TS_OK; TS_MALFORMED: it does
 * not hold now; TS_ABSENT: no such list; and the statuses above.
 */
TS_MUST_USE enum ts_status
ts_authority_put_canaries(struct ts_arena *arena, struct ts_store *store, ts_span url,
                          uint64_t set, uint64_t clear, struct ts_fault *fault);

/** Characters of a profile's name: its path must fit struct ts_tuf_target. */
#define TS_PROFILE_NAME_MAX 48

/**
 * Keeps a job profile. Its content is the caller's to check. TS_OK; TS_MALFORMED
 * (the name has other characters than letters, digits, "-" and "_", or more
 * than TS_PROFILE_NAME_MAX); TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_authority_put_profile(struct ts_store *store, ts_span name, ts_span bytes);

/**
 * Keeps a linked data context that stands at url, in place of an older one, so that
 * kiosks understand credentials that name it (keys/FORMAT.md 10). TS_OK; TS_DUPLICATE:
 * one that is compiled in, which nobody redefines; TS_MALFORMED (no "@context", or one
 * that JSON-LD forbids; no URL); TS_OVER_LIMIT (TS_SITE_CONTEXT_BYTES_MAX,
 * TS_SITE_CONTEXTS_MAX); TS_NO_SPACE, TS_IO, and the statuses of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_authority_put_context(struct ts_arena *arena, struct ts_store *store, ts_span url,
                         ts_span bytes, struct ts_fault *fault);

/** TS_OK, TS_ABSENT (there is none of that address), TS_MALFORMED (the file of
 * addresses), TS_NO_SPACE or TS_IO. */
TS_MUST_USE enum ts_status
ts_authority_remove_context(struct ts_arena *arena, struct ts_store *store, ts_span url);

/** Their addresses, in the order in which they came. Lives in the arena. The same, but
 * for TS_ABSENT: there may be none. */
TS_MUST_USE enum ts_status
ts_authority_contexts(struct ts_arena *arena, const ts_span **urls, size_t *count,
                      struct ts_store *store);

/** Keeps what counts as the same achievement; with no bytes, takes it back. Beyond that
 * it is a JSON object its content is the caller's to check. TS_OK, TS_OVER_LIMIT
 * (TS_EQUIVALENCES_BYTES_MAX), TS_MALFORMED, TS_IO, and those of ts_json_parse(). */
TS_MUST_USE enum ts_status
ts_authority_put_equivalences(struct ts_arena *arena, struct ts_store *store,
                              ts_span bytes);

/** From where to where. */
struct ts_publish_order {
    struct ts_store *store;
    struct ts_store *repo;
    ts_span passphrase;
    ts_utc now;
    int64_t valid_days; /**< Of the timestamp; 0: as above. */
};

/** What was published. */
struct ts_publication {
    uint64_t version;
    ts_utc expires; /**< Of the timestamp. */
    size_t issuers, status_lists, profiles, contexts;
    bool has_equivalences;
    size_t targets;   /**< Files, all together. */
    size_t left_out;  /**< Status lists whose issuer is not on the list any more. */
    size_t pending;   /**< Files in pending/ that lack signatures. */
    size_t left_over; /**< Old files that could not be removed; nobody reads them. */
    uint8_t root_fingerprint[TS_SHA256_SIZE];
};

/**
 * Publishes everything as a list repository (keys/FORMAT.md 1), which ts_trust_load()
 * takes as it is, under the next version. What did not change keeps its metadata, so
 * that a day's publication needs the keys of revocations, snapshot and timestamp
 * only.
 *
 * The version is spent before anything is written, nothing that an older publication
 * names is touched, and timestamp.json, which decides, is replaced last: so it can be
 * cut at any point, and either the old publication or the new one is found whole.
 * Files that neither this nor the last publication named are removed at the end.
 *
 * Targets metadata for which too few keys are here wait in pending/ for
 * ts_authority_sign() elsewhere, and the last ones stay in force: withdrawals go out all
 * the same.
 *
 * Returns TS_OK; TS_UNTRUSTED (passphrase missing or wrong); TS_ABSENT (a key that is
 * needed now is not here, with fault->rule "keys", or "pending" for the first targets
 * ever); TS_DUPLICATE (the folder holds what another authority published);
 * TS_MALFORMED with "FORMAT.md 6.8": a canary does not hold, and nothing is published;
 * TS_OVER_LIMIT (TS_TARGETS_MAX); TS_NO_SPACE, TS_IO, and the statuses of reading the
 * authority's folder. fault names the file.
 */
TS_MUST_USE enum ts_status
ts_authority_publish(struct ts_arena *arena, struct ts_publication *publication,
                     const struct ts_publish_order *order, struct ts_fault *fault);

#endif
