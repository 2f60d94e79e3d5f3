#ifndef TS_AUTHORITY_LEDGER_H
#define TS_AUTHORITY_LEDGER_H

#include "keys/authority/signer.h"

/**
 * What an issuer has issued and taken back: issued.csv, one line a credential,
 * without names. The status lists are made from it and from nothing else.
 *
 *   id,index,issued,withdrawn,suspended
 */

/** Entries of a status list; W3C asks for as many at least, so that a look-up
 * says little about whom it was for (Bitstring Status List 6.1). */
#define TS_LEDGER_INDEXES 131072

struct ts_ledger_entry {
    ts_span id;
    bool has_index; /**< False when the issuer had no status URL. */
    uint32_t index;
    ts_utc issued;
    ts_utc withdrawn; /**< TS_UTC_NEVER while it is not. */
    ts_utc suspended; /**< TS_UTC_NEVER while it is not. */
};

struct ts_ledger {
    struct ts_ledger_entry *entries;
    size_t count;
    size_t capacity;
    uint8_t *used; /**< A bit for each index. */
    uint32_t used_count;
};

/**
 * Reads the ledger of store, with room for more entries to come. An absent
 * file is an empty ledger. It lives in the arena.
 *
 * Returns TS_OK; TS_MALFORMED or TS_DUPLICATE (line says where); TS_OVER_LIMIT
 * (more than TS_LEDGER_INDEXES); TS_NO_SPACE; the statuses of ts_store_read().
 */
TS_MUST_USE enum ts_status
ts_ledger_read(struct ts_arena *arena, struct ts_ledger *ledger, struct ts_store *store,
               size_t more, size_t *line);

/** Puts it on the medium. TS_OK, TS_NO_SPACE or TS_IO. */
TS_MUST_USE enum ts_status
ts_ledger_write(struct ts_arena *arena, const struct ts_ledger *ledger,
                struct ts_store *store);

/** NULL when it was never issued. */
struct ts_ledger_entry *ts_ledger_find(const struct ts_ledger *ledger, ts_span id);

/**
 * Adds a credential; with_index gives it a free place in the lists, any as
 * likely as another, so that neighbours tell nothing. id must outlive the
 * ledger. entry may be NULL.
 *
 * TS_OK, TS_DUPLICATE (that id was issued before) or TS_OVER_LIMIT (no place left).
 */
TS_MUST_USE enum ts_status
ts_ledger_add(struct ts_ledger *ledger, const struct ts_ledger_entry **entry, ts_span id,
              bool with_index, ts_utc now);

/** Which of the issuer's two lists. */
enum ts_list_purpose {
    TS_LIST_REVOCATION = 0,
    TS_LIST_SUSPENSION,
};

/**
 * Signs both lists anew and puts them on the medium: BitstringStatusListCredentials
 * (Bitstring Status List v1.0 2.2) as VC-JWT. Nothing when the issuer has no
 * status URL. Returns TS_OK, TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_ledger_publish(struct ts_arena *arena, const struct ts_ledger *ledger,
                  const struct ts_signer *issuer, struct ts_store *store, ts_utc now);

/** One of them, as text. TS_OK or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_ledger_sign_list(struct ts_arena *arena, ts_span *jwt, const struct ts_ledger *ledger,
                    const struct ts_signer *issuer, enum ts_list_purpose purpose,
                    ts_utc now);

#endif
