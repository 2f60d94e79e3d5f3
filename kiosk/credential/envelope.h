#ifndef TS_CREDENTIAL_ENVELOPE_H
#define TS_CREDENTIAL_ENVELOPE_H

#include "keys/proof/document.h"
#include "kiosk/credential/credential.h"

/** An opened container: what is inside says who signed it, nobody believes it yet. */
struct ts_envelope {
    enum ts_format format;
    struct ts_proof_set proofs;
    ts_span claimed_issuer;     /**< Unverified, for finding keys and nothing else; empty
                                     for TS_FORMAT_HCERT, which names a key instead. */
    const struct ts_json *tree; /**< Of the first proof's payload; may be NULL. Only
                                     through ts_envelope_tree(). */
    const struct ts_ld_contexts *contexts; /**< As they were given, or NULL. */
};

/** By the first bytes alone; what they promise may still be broken. */
enum ts_format ts_format_sniff(ts_span text);

/**
 * Opens the text of a code, or the content of a credential file.
 *
 * contexts: what the site knows of linked data besides what is compiled in; may be
 * NULL.
 *
 * envelope->format is written whenever it is known, also on failure; the rest
 * only on TS_OK. Returns TS_OK; TS_ABSENT (not a credential at all: a web
 * address is TS_FORMAT_WEB_LINK, anything else TS_FORMAT_NONE); TS_UNSUPPORTED
 * (known, not verified here); or what the codecs and proof readers return.
 */
TS_MUST_USE enum ts_status
ts_envelope_open(struct ts_arena *arena, struct ts_envelope *envelope, ts_span text,
                 const struct ts_ld_contexts *contexts, struct ts_fault *fault);

/**
 * What the hint was read from, so that it need not be parsed twice: the tree of
 * exactly these verified bytes, or NULL when there is none.
 */
const struct ts_json *
ts_envelope_tree(const struct ts_envelope *envelope, ts_verified payload);

#endif
