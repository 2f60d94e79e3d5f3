#ifndef TS_AUTHORITY_AUTHORITY_H
#define TS_AUTHORITY_AUTHORITY_H

#include "firmware/board/store.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/secret_key.h"
#include "keys/trust/issuer_list.h"

/**
 * Who decides whom the kiosks believe. Its folder holds
 *
 *   key.json            the signing key (0600; keys/FORMAT.md 5)
 *   root.json           its public half as a TUF root, 1-of-1 for every role
 *   issuers.jsonl       one issuer a line; see issuer_record.h
 *   status-urls.txt     one address of a status list a line
 *   status/HEX          the list last fetched from there; HEX: 32 digits of the
 *                       address's SHA-256
 *   profiles/NAME.json  job profiles
 *   published.json      what was last published; a version is never used twice
 */

/** Root metadata of a small authority is renewed by hand, so it lasts. */
#define TS_ROOT_VALID_S (10 * INT64_C(365) * 86400)
#define TS_TARGETS_VALID_S (365 * INT64_C(86400))

/**
 * Makes a key and the root that names it in an empty folder; root.json last, so
 * that a folder with one is whole. An empty passphrase leaves the key readable
 * to whoever reads the file.
 *
 * TS_OK, TS_DUPLICATE (there is an authority already), TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_authority_create(struct ts_arena *arena, struct ts_store *store, ts_span passphrase,
                    ts_utc now);

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

/** Characters of a profile's name: its path must fit struct ts_tuf_target. */
#define TS_PROFILE_NAME_MAX 48

/**
 * Keeps a job profile. Its content is the caller's to check. TS_OK; TS_MALFORMED
 * (the name has other characters than letters, digits, "-" and "_", or more
 * than TS_PROFILE_NAME_MAX); TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_authority_put_profile(struct ts_store *store, ts_span name, ts_span bytes);

/** From where to where. */
struct ts_publish_order {
    struct ts_store *store;
    struct ts_store *repo;
    ts_span passphrase;
    ts_utc now;
};

/** What was published. */
struct ts_publication {
    uint64_t version;
    ts_utc expires;
    size_t issuers, status_lists, profiles;
    size_t left_over; /**< Old files that could not be removed; nobody reads them. */
    uint8_t root_fingerprint[TS_SHA256_SIZE];
};

/**
 * Publishes everything into a folder that ts_trust_load() takes as it is
 * (keys/FORMAT.md 1), under the next version.
 *
 * The version is spent before anything is written, and targets.json, which
 * decides, is replaced last. A status list gets a new name when its content is
 * new, and the issuer list is made anew only when issuers changed: so
 * publishing status lists can be cut at any point, and either the old
 * publication or the new one is found whole. Changed issuers and profiles,
 * whose names are fixed, are replaced right before targets.json; a cut there
 * leaves a folder that is refused as a whole rather than half believed
 * (keys/FORMAT.md 1.9), until it is published again. Files that only the old
 * publication named are removed at the end.
 *
 * Returns TS_OK; TS_UNTRUSTED (passphrase missing or wrong); TS_DUPLICATE (the
 * folder holds what another authority published); TS_OVER_LIMIT (TS_TARGETS_MAX);
 * TS_NO_SPACE, TS_IO, and the statuses of reading the authority's folder. fault
 * names the file.
 */
TS_MUST_USE enum ts_status
ts_authority_publish(struct ts_arena *arena, struct ts_publication *publication,
                     const struct ts_publish_order *order, struct ts_fault *fault);

#endif
