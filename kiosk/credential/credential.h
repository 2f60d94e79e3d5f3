#ifndef TS_CREDENTIAL_CREDENTIAL_H
#define TS_CREDENTIAL_CREDENTIAL_H

#include "firmware/base/finding.h"
#include "firmware/base/instant.h"
#include "firmware/base/limits.h"
#include "keys/codec/json.h"
#include "keys/crypto/signature.h"

/** How a code or file holds a credential, and what else a code may be. */
enum ts_format {
    TS_FORMAT_NONE = 0, /**< Not a credential as far as we know. */
    TS_FORMAT_VC_JWT,
    TS_FORMAT_VC_COSE,
    TS_FORMAT_DATA_INTEGRITY,
    TS_FORMAT_PIXELPASS, /**< Data Integrity packed for a code. */
    TS_FORMAT_HCERT,     /**< EU HC1. */
    /* Recognised, named, not verified in this release: */
    TS_FORMAT_SD_JWT,
    TS_FORMAT_SMART_HEALTH,
    TS_FORMAT_NZCP,
    TS_FORMAT_CBOR_LD,
    TS_FORMAT_BC_UR,
    TS_FORMAT_VDS_NC,
    TS_FORMAT_CLAIM_169,
    TS_FORMAT_WEB_LINK, /**< https:, openid4vp:, INJI_OVP: only online. */
};

/** Stable spelling for --json and the journal: "vc-jwt", "vc+cose", ... */
const char *ts_format_name(enum ts_format format);

struct ts_alignment {
    ts_span framework, code, name, url;
};

enum { TS_ALIGNMENTS_MAX = 16, TS_TYPES_MAX = 12, TS_RESULTS_MAX = 16 };

/** One entry of credentialStatus. */
struct ts_status_entry {
    ts_span type;    /**< "BitstringStatusListEntry", ...; "status_list" for IETF. */
    ts_span list;    /**< URL of the list. */
    ts_span purpose; /**< statusPurpose; empty where the type has none. */
    uint64_t index;
    bool has_index;
    uint64_t size; /**< statusSize in bits; 0 when not said. */
};

/** What an achievement's result says of itself: Open Badges 3.0 B.1.17. */
enum ts_outcome {
    TS_OUTCOME_NOT_SAID = 0,
    TS_OUTCOME_PASSED,  /**< Completed; or nothing that speaks against it. */
    TS_OUTCOME_NOT_YET, /**< Enrolled, InProgress, OnHold, Provisional. */
    TS_OUTCOME_FAILED,
    TS_OUTCOME_WITHDREW,
};

/**
 * The common record that every kind of credential becomes. Views the verified
 * bytes it was read from (and the arena); stands as long as they do.
 */
struct ts_credential {
    enum ts_format format;
    ts_span id; /**< May be empty. */
    ts_span issuer_id;
    ts_span issuer_name; /**< As the credential says; the list's name is shown. */
    ts_span name;        /**< Of the credential, else of the achievement. */
    ts_span types[TS_TYPES_MAX];
    size_t type_count;

    ts_span subject_id;
    ts_span subject_name; /**< May be empty. */

    ts_span achievement_id, achievement_name, criteria;
    ts_span achievement_types[TS_TYPES_MAX];
    size_t achievement_type_count;
    struct ts_alignment alignments[TS_ALIGNMENTS_MAX];
    size_t alignment_count;

    ts_utc valid_from;  /**< TS_UTC_ALWAYS when not said. */
    ts_utc valid_until; /**< TS_UTC_NEVER when not said. */
    ts_utc awarded;     /**< TS_UTC_ALWAYS when not said. */

    enum ts_outcome outcome; /**< The worst over all results. */

    struct ts_status_entry statuses[TS_STATUS_ENTRIES_MAX];
    size_t status_count;
};

/**
 * Reads a W3C Verifiable Credential (VCDM 1.1 or 2.0) or an Open Badge 3.0 from
 * JSON whose proof held. Members that do not matter to a decision are passed
 * over; those that do are checked for form, and a wrong form refuses the
 * credential: issuer, dates, type, credentialSubject, credentialStatus, results.
 *
 * format tells which envelope it came in; for TS_FORMAT_VC_JWT the registered
 * claims (iss, sub, jti, nbf, exp, iat) are compared with their twins in the
 * credential, flat or under "vc" (VC-JWT; OB 3.0 8.2.4).
 *
 * tree: what ts_envelope_tree() has of payload already; NULL: it is parsed here.
 *
 * credential is written only on TS_OK. fault->rule names the member. Returns
 * TS_OK, TS_MALFORMED, TS_UNSUPPORTED (not a Verifiable Credential, or a
 * presentation), TS_OVER_LIMIT, TS_NO_SPACE, and those of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_credential_read(struct ts_arena *arena, struct ts_credential *credential,
                   ts_verified payload, const struct ts_json *tree, enum ts_format format,
                   struct ts_fault *fault);

/**
 * Reads an EU Digital COVID Certificate (CWT claim -260) from CBOR whose proof
 * held: a vaccination, a test or a recovery; exactly one. kind gets 'v', 't' or
 * 'r'. Statuses as above.
 */
TS_MUST_USE enum ts_status
ts_hcert_read(struct ts_arena *arena, struct ts_credential *credential, char *kind,
              ts_verified payload, struct ts_fault *fault);

#endif
