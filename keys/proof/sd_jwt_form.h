#ifndef TS_PROOF_SD_JWT_FORM_H
#define TS_PROOF_SD_JWT_FORM_H

#include "keys/codec/json.h"
#include "keys/proof/sd_jwt.h"

/*
 * Between sd_jwt.c and sd_jwt_disclose.c; nobody else includes this.
 */

struct ts_disclosure {
    ts_span digest; /**< Base64url of its SHA-256. */
    ts_span name;   /**< Of a member; empty for an element. */
    bool is_member; /**< Three parts, not two. */
    const struct ts_json *value;
    bool is_used;
};

struct ts_disclosures {
    struct ts_disclosure *at;
    size_t count;
};

/**
 * The payload with each disclosure in its place (RFC 9901 7.1, 3 and 4). Every
 * disclosure must be used. rule is written on failure. Statuses of ts_sd_jwt_read().
 */
TS_MUST_USE enum ts_status
ts_sd_jwt_disclose(struct ts_arena *arena, struct ts_json *whole,
                   struct ts_disclosures *disclosures, const struct ts_json *payload,
                   const char **rule);

#endif
