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
    TS_FORMAT_SD_JWT,
    TS_FORMAT_SMART_HEALTH,
    TS_FORMAT_NZCP, /**< And compact credentials in the same envelope. */
    TS_FORMAT_CBOR_LD,
    TS_FORMAT_BC_UR, /**< Only as the parts of another one. */
    TS_FORMAT_VDS_NC,
    TS_FORMAT_CLAIM_169,
    TS_FORMAT_WEB_LINK, /**< https:, openid4vp:, INJI_OVP: only online. */
};

/** Stable spelling for --json and the journal: "vc-jwt", "vc+cose", ... */
const char *ts_format_name(enum ts_format format);

struct ts_alignment {
    ts_span framework, code, name, url;
};

enum {
    TS_ALIGNMENTS_MAX = 16,
    TS_TYPES_MAX = 12,
    TS_RESULTS_MAX = 16,
    TS_EVIDENCE_MAX = 16,    /**< More is passed over: it decides nothing. */
    TS_ENDORSEMENTS_MAX = 4, /**< Looked at; more are counted. */
};

/** One entry of credentialStatus. */
struct ts_status_entry {
    ts_span type;    /**< "BitstringStatusListEntry", ...; "status_list" for IETF. */
    ts_span list;    /**< URL of the list. */
    ts_span purpose; /**< statusPurpose; empty where the type has none. */
    uint64_t index;
    bool has_index;
    uint64_t size; /**< statusSize in bits; 0 when not said. */
    ts_span id;    /**< By which a list of ids knows it; empty: the credential's own. */
};

/** What an achievement's result says of itself: Open Badges 3.0 B.1.17. */
enum ts_outcome {
    TS_OUTCOME_NOT_SAID = 0,
    TS_OUTCOME_PASSED,  /**< Completed; or nothing that speaks against it. */
    TS_OUTCOME_NOT_YET, /**< Enrolled, InProgress, OnHold, Provisional. */
    TS_OUTCOME_FAILED,
    TS_OUTCOME_WITHDREW,
};

/** One result, beside what its description asks for. */
struct ts_result {
    ts_span name;          /**< Of the description. */
    ts_span type;          /**< resultType: "Percent", "LetterGrade", ... */
    ts_span got, required; /**< A value, or the name of a level; may be empty. */
    enum ts_outcome outcome;
};

/** What the issuer says it has seen. Words are plain text already. */
struct ts_evidence {
    ts_span id, name, genre, narrative;
};

/** A way to tell the subject, hashed or in the clear (OB 3.0 IdentityObject). */
struct ts_identifier {
    ts_span type;  /**< identityType: "name", "emailAddress", "ext:...". */
    ts_span value; /**< identityHash: the text itself, or "sha256$" and hex. */
    ts_span salt;
    bool hashed;
};

/**
 * How it was earned. There is no term for prior learning: this is what
 * achievementType, evidence, source and criteria let one say, and
 * ts_credential.earned_words is the text it was read from.
 */
enum ts_earned {
    TS_EARNED_NOT_SAID = 0,
    TS_EARNED_COURSE,
    TS_EARNED_ASSESSMENT,
    TS_EARNED_WORK,           /**< Apprenticeship, experience on the job. */
    TS_EARNED_PRIOR_LEARNING, /**< What somebody could do already was recognised. */
};

/** "course", "assessment", "work", "prior learning"; "" for NOT_SAID. */
const char *ts_earned_name(enum ts_earned earned);

/** What a credential asks its reader to look at, and nobody here does. Bits. */
enum ts_unchecked {
    TS_UNCHECKED_REFRESH = 1 << 0,
    TS_UNCHECKED_TERMS = 1 << 1,
    TS_UNCHECKED_CONFIDENCE = 1 << 2,
    TS_UNCHECKED_PRESENTATION = 1 << 3, /**< The holder's own signature on a bag. */
};
enum { TS_UNCHECKED_COUNT = 4 };

/** "refreshService", "termsOfUse", "confidenceMethod", "presentationProof": of the bit
 * at that place. */
const char *ts_unchecked_name(unsigned place);

/** The subject's face as it stands in the credential; nobody has decoded it. */
struct ts_portrait {
    ts_span bytes; /**< Empty when there is none. */
    ts_span media; /**< "image/jpeg", ...; empty when the credential does not say. */
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
    ts_span subject_name;                    /**< May be empty. */
    const struct ts_identifier *identifiers; /**< Of all subjects: one person. */
    size_t identifier_count;

    bool is_record; /**< A CLR: what was earned stands in the credentials inside it. */
    ts_span achievement_id, achievement_name;
    ts_span description, criteria; /**< Plain text. */
    ts_span criteria_id;
    ts_span achievement_types[TS_TYPES_MAX];
    size_t achievement_type_count;
    const struct ts_alignment *alignments;
    size_t alignment_count;
    const struct ts_evidence *evidence;
    size_t evidence_count;
    ts_span source_id, source_name; /**< Who assessed, where it was not the issuer. */
    enum ts_earned earned;
    ts_span earned_words;

    ts_utc valid_from;  /**< TS_UTC_ALWAYS when not said. */
    ts_utc valid_until; /**< TS_UTC_NEVER when not said. */
    ts_utc awarded;     /**< TS_UTC_ALWAYS when not said. */

    enum ts_outcome outcome; /**< The worst over all results. */
    const struct ts_result *results;
    size_t result_count;

    const ts_span *endorsements; /**< Texts of credentials; nobody believes them yet. */
    size_t endorsement_count;    /**< TS_ENDORSEMENTS_MAX at most ... */
    size_t endorsement_total;    /**< ... of so many. */
    unsigned unchecked;          /**< Bits of enum ts_unchecked. */

    struct ts_status_entry statuses[TS_STATUS_ENTRIES_MAX];
    size_t status_count;

    char dcc_kind; /**< EU DCC: 'v', 't' or 'r', which its key must be meant to sign. */
    struct ts_portrait portrait;
};

/**
 * Reads a W3C Verifiable Credential (VCDM 1.1 or 2.0) or an Open Badge 3.0 from
 * JSON whose proof held. Members that do not matter to a decision are passed
 * over; those that do are checked for form, and a wrong form refuses the
 * credential: issuer, dates, type, credentialSubject, credentialStatus, results.
 * Several subjects are read only when they are one person with one achievement
 * between them. A ClrCredential is read for who it is about: its own list of
 * achievements was not awarded to anybody (kiosk/credential/bag.h).
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

#endif
