#ifndef TS_TRUST_ISSUER_LIST_FORM_H
#define TS_TRUST_ISSUER_LIST_FORM_H

#include "keys/crypto/public_key.h"

/* The numbers of keys/FORMAT.md 3, for the reader and the writer. */

enum { TS_LIST_FORMAT_1 = 1 };

enum ts_list_member {
    TS_LIST_FORMAT = 1,
    TS_LIST_EPOCH = 2,
    TS_LIST_ISSUED = 3,
    TS_LIST_ISSUERS = 4,
};

enum ts_list_issuer_member {
    TS_LIST_ISSUER_ID = 1,
    TS_LIST_ISSUER_NAMES = 2,
    TS_LIST_ISSUER_KEYS = 3,
    TS_LIST_ISSUER_ACHIEVEMENTS = 4,
    TS_LIST_ISSUER_STATUS = 5,
};

enum ts_list_key_member {
    TS_LIST_KEY_KIND = 1,
    TS_LIST_KEY_POINT = 2,
    TS_LIST_KEY_EXPONENT = 3,
    TS_LIST_KEY_ID = 4,
    TS_LIST_KEY_NOT_BEFORE = 5,
    TS_LIST_KEY_NOT_AFTER = 6,
    TS_LIST_KEY_USAGE = 7,
};

enum ts_list_usage {
    TS_LIST_USAGE_TEST = 1,
    TS_LIST_USAGE_VACCINATION = 2,
    TS_LIST_USAGE_RECOVERY = 4,
    TS_LIST_USAGE_ALL = 7,
};

/** The longest point with its multicodec prefix; RFC 8017's exponents are short. */
#define TS_LIST_POINT_MAX (2 + 1 + 2 * 48)
#define TS_LIST_EXPONENT_MAX 8

/** How a kind of key is numbered and how long its point is. */
struct ts_list_key {
    enum ts_key_kind kind;
    uint64_t number;
    uint8_t multicodec[2]; /**< Prefix that ts_public_key_from_multicodec() knows. */
    size_t short_len;      /**< 0 for RSA, which has no point. */
    size_t long_len;       /**< 0 where there is only one form. */
};

static const struct ts_list_key ts_list_keys[] = {
    { TS_KEY_ED25519, 1, { 0xED, 0x01 }, 32, 0 },
    { TS_KEY_P256, 2, { 0x80, 0x24 }, 33, 65 },
    { TS_KEY_P384, 3, { 0x81, 0x24 }, 49, 97 },
    { TS_KEY_RSA, 4, { 0 }, 0, 0 },
};

/** NULL for a number of a later release. */
static inline const struct ts_list_key *
ts_list_key_by_number(uint64_t number)
{
    for (size_t i = 0; i < TS_COUNT(ts_list_keys); i++)
        if (ts_list_keys[i].number == number)
            return &ts_list_keys[i];
    return NULL;
}

/** NULL for TS_KEY_NONE. */
static inline const struct ts_list_key *
ts_list_key_by_kind(enum ts_key_kind kind)
{
    for (size_t i = 0; i < TS_COUNT(ts_list_keys); i++)
        if (ts_list_keys[i].kind == kind)
            return &ts_list_keys[i];
    return NULL;
}

#endif
