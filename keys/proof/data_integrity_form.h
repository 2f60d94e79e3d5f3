#ifndef TS_PROOF_DATA_INTEGRITY_FORM_H
#define TS_PROOF_DATA_INTEGRITY_FORM_H

#include "keys/crypto/digest.h"
#include "keys/proof/data_integrity.h"

/*
 * What the files of data_integrity share; nobody else includes this.
 */

/** What is hashed. */
enum ts_di_form {
    TS_DI_JCS = 0,
    TS_DI_RDFC,
};

/* data_integrity_suites.c */

/** Something of that type and suite is verified here. suite is empty where the proof
 * says none. */
bool ts_di_is_suite(ts_span type, ts_span suite);
/** A type that names its suite itself. */
bool ts_di_has_no_cryptosuite(ts_span type);
enum ts_di_form ts_di_suite_form(ts_span type, ts_span suite);
/** TS_ALG_NONE when no signature of this suite has that length. */
enum ts_signature_alg ts_di_suite_alg(ts_span type, ts_span suite, size_t signature_size);
/** Bytes of the hash that goes with alg. */
size_t ts_di_hash_size(enum ts_signature_alg alg);
void ts_di_hash(uint8_t *digest, enum ts_signature_alg alg, ts_span bytes);

struct ts_ld_item;

/** A document as linked data, made once for all proofs of a set. */
struct ts_di_linked {
    bool is_begun;
    enum ts_status status; /**< Of making it; of TS_UNSUPPORTED the set says why. */
    const struct ts_ld_item *items;
    ts_span payload;   /**< Its normal form. */
    bool is_hashed[2]; /**< With SHA-256 and SHA-384. */
    uint8_t digest[2][TS_SHA384_SIZE];
};

/** One read of one document. */
struct ts_di_reading {
    struct ts_arena *arena;
    const struct ts_json *document;
    const struct ts_json *proofs; /**< Of document: one, or an array of them. */
    const struct ts_ld_contexts *contexts;
    ts_span canonical; /**< Of document without proof; empty until it is needed. */
    struct ts_di_linked linked;
    bool is_exhausted; /**< A dataset was too much work: no other is begun. */
    struct ts_proof_set set;
};

/** One proof of it. */
struct ts_di_proof {
    const struct ts_json *source;
    ts_span type;
    const struct ts_json *previous; /**< An array of the proofs it follows; or NULL. */
    struct ts_proof proof;
};

/*
 * In these files TS_UNSUPPORTED means: this proof is passed over, the set says
 * why, the next one may be good. Every other failure ends the reading.
 */
enum ts_status ts_di_pass_over(struct ts_di_reading *r, ts_span unsupported);
enum ts_status ts_di_refuse(struct ts_di_reading *r, const char *rule);
enum ts_status ts_di_malformed(struct ts_di_reading *r, const char *rule, ts_span name);
/** What fails in a proof alone is that proof's fault, but for our own memory. */
enum ts_status ts_di_refuse_unless_full(struct ts_di_reading *r, enum ts_status status,
                                        const char *rule);

/** data_integrity_chain.c: fills previous. */
enum ts_status ts_di_read_chain(struct ts_di_reading *r, struct ts_di_proof *p);

/* data_integrity_jcs.c */

/** A copy of object's outermost level in which value stands for the member of that
 * name, or without that member where value is NULL. NULL when the arena is full. */
const struct ts_json *ts_di_with(struct ts_arena *arena, const struct ts_json *object,
                                 const char *name, const struct ts_json *value);
/** The document's @context begins with the proof's; same: it is that and no more. A
 * proof without one is fine and same. */
enum ts_status
ts_di_check_context(struct ts_di_reading *r, const struct ts_di_proof *p, bool *same);
/** Makes r->canonical. */
enum ts_status ts_di_canonical(struct ts_di_reading *r);
/** Fills payload and message. */
enum ts_status ts_di_message_jcs(struct ts_di_reading *r, struct ts_di_proof *p);

/** data_integrity_rdfc.c: the same over RDF. */
enum ts_status ts_di_message_rdfc(struct ts_di_reading *r, struct ts_di_proof *p);

#endif
