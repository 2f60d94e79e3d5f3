#ifndef TS_BENCH_OFFICE_H
#define TS_BENCH_OFFICE_H

#include "keys/authority/authority.h"

/*
 * An authority with many issuers and two large status lists, in temporary folders. What
 * is drawn comes from a fixed seed, keys are hashes of their numbers. A failure ends the
 * program.
 */

enum {
    TS_OFFICE_LISTS = 2, /**< Of half of the credentials each: one holds 2^26 at most. */
    TS_OFFICE_FIRST_DAY = 1780272000,
};

struct ts_office_scale {
    size_t issuers;
    uint64_t credentials;
    unsigned withdrawn_per_day;
    unsigned days;
};

struct ts_office {
    struct ts_office_scale scale;
    struct ts_arena arena;
    char path[2][64];
    struct ts_store *authority, *repo;
    struct ts_secret_key key; /**< Of the issuer of both lists. */
    uint8_t *bits[TS_OFFICE_LISTS];
};

void ts_office_open(struct ts_office *o, struct ts_office_scale scale);
void ts_office_close(struct ts_office *o);

/** Lists count issuers besides the one of the status lists, each with a name and a key.
 */
void ts_office_put_issuers(struct ts_office *o, size_t count);

/** Withdraws count credentials anywhere and puts both lists into the folder. */
void ts_office_withdraw(struct ts_office *o, uint64_t count);

struct ts_publication ts_office_publish(struct ts_office *o, unsigned day);

#endif
