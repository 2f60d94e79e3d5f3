#ifndef TS_TRUST_STATUS_LIST_KINDS_H
#define TS_TRUST_STATUS_LIST_KINDS_H

#include "keys/codec/json.h"
#include "keys/proof/document.h"
#include "keys/trust/status_list.h"

/* Between the files that share the name status_list. */

/** An opened list that nobody believed yet. */
struct ts_status_source {
    ts_span url;
    enum ts_document_kind kind;
    struct ts_proof_set set; /**< count is at least 1. */
    const struct ts_issuer_list *issuers;
};

/**
 * Who signed it. claimed: the issuer it names, or empty to look for the key.
 * TS_OK only for a good proof of a listed issuer; TS_UNTRUSTED, TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_status_source_verify(struct ts_arena *arena, struct ts_authenticity *found,
                        const struct ts_status_source *source, ts_span claimed,
                        struct ts_fault *fault);

/* Each fills list, which is zero but for url, issued and expires; on failure it
 * may be half filled. Statuses of ts_status_list_read(). */

/** status_list_w3c.c: BitstringStatusListCredential, StatusList2021Credential. */
TS_MUST_USE enum ts_status
ts_status_list_read_w3c(struct ts_arena *arena, struct ts_status_list *list,
                        const struct ts_status_source *source, struct ts_fault *fault);

/** status_list_token.c: true for the media types of draft-ietf-oauth-status-list 5. */
bool ts_status_is_token(const struct ts_status_source *source);
TS_MUST_USE enum ts_status
ts_status_list_read_token(struct ts_arena *arena, struct ts_status_list *list,
                          const struct ts_status_source *source, struct ts_fault *fault);

/** status_list_1edtech.c: takes the list without a signature. */
bool ts_status_is_1edtech(const struct ts_json *document);
TS_MUST_USE enum ts_status
ts_status_list_read_1edtech(struct ts_arena *arena, struct ts_status_list *list,
                            const struct ts_json *document, struct ts_fault *fault);

/** status_list_health.c: the same for the lists of SMART Health Cards. */
bool ts_status_is_health(const struct ts_json *document);
TS_MUST_USE enum ts_status
ts_status_list_read_health(struct ts_arena *arena, struct ts_status_list *list,
                           const struct ts_json *document, struct ts_fault *fault);

#endif
