#include "kiosk/credential/identity.h"

#include "keys/crypto/digest.h"

#include <string.h>

enum {
    TYPED_MAX = 512, /* longer than any name, address or number */
    SALT_MAX = 512,
    CANDIDATES = 3,
};

/* The ways in which one and the same answer may have been written down. */
struct candidates {
    ts_span texts[CANDIDATES];
    size_t count;
    uint8_t lower_case[TYPED_MAX];
};

static ts_span
trimmed(ts_span text)
{
    while (text.len && text.at[0] <= ' ')
        text = ts_span_part(text, 1, text.len);
    while (text.len && text.at[text.len - 1] <= ' ')
        text.len--;
    return text;
}

static void
add(struct candidates *c, ts_span text)
{
    for (size_t i = 0; i < c->count; i++)
        if (ts_span_equal(c->texts[i], text))
            return;
    if (text.len)
        c->texts[c->count++] = text;
}

static void
add_candidates(struct candidates *c, ts_span typed)
{
    ts_span text = trimmed(typed);
    add(c, typed);
    add(c, text);
    if (ts_span_index(text, '@') == text.len)
        return;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t byte = text.at[i];
        c->lower_case[i] =
            byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + ('a' - 'A')) : byte;
    }
    add(c, (ts_span){ c->lower_case, text.len });
}

/* Every byte is looked at, so that time does not tell how many were right. */
static bool
same_bytes(const uint8_t *a, const uint8_t *b, size_t len)
{
    unsigned differences = 0;
    for (size_t i = 0; i < len; i++)
        differences |= (unsigned)a[i] ^ b[i];
    return differences == 0;
}

static bool
hex_digit(uint8_t *digit, uint8_t c)
{
    if (c >= '0' && c <= '9')
        *digit = (uint8_t)(c - '0');
    else if (c >= 'a' && c <= 'f')
        *digit = (uint8_t)(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
        *digit = (uint8_t)(c - 'A' + 10);
    else
        return false;
    return true;
}

/* "sha256$" and 64 hex digits (OB 3.0 B.2.6 IdentityHash). */
static bool
read_hash(uint8_t hash[static TS_SHA256_SIZE], ts_span value)
{
    const ts_span prefix = TS_SPAN_LIT("sha256$");
    ts_span hex = ts_span_part(value, prefix.len, value.len);
    if (!ts_span_starts_with(value, prefix) || hex.len != (size_t)2 * TS_SHA256_SIZE)
        return false;
    for (size_t i = 0; i < TS_SHA256_SIZE; i++) {
        uint8_t high;
        uint8_t low;
        if (!hex_digit(&high, hex.at[2 * i]) || !hex_digit(&low, hex.at[2 * i + 1]))
            return false;
        hash[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static enum ts_finding
compare_hashed(const struct ts_identifier *identifier, const struct candidates *c)
{
    uint8_t wanted[TS_SHA256_SIZE];
    uint8_t salted[TYPED_MAX + SALT_MAX];
    enum ts_finding found = TS_FAIL;
    if (!read_hash(wanted, identifier->value) || identifier->salt.len > SALT_MAX)
        return TS_UNKNOWN;
    for (size_t i = 0; i < c->count; i++) {
        uint8_t digest[TS_SHA256_SIZE];
        size_t len = c->texts[i].len;
        memcpy(salted, c->texts[i].at, len);
        if (identifier->salt.len)
            memcpy(salted + len, identifier->salt.at, identifier->salt.len);
        ts_sha256(digest, (ts_span){ salted, len + identifier->salt.len });
        if (same_bytes(digest, wanted, sizeof(wanted)))
            found = TS_PASS;
    }
    return found;
}

static enum ts_finding
compare_clear(ts_span value, const struct candidates *c)
{
    enum ts_finding found = TS_FAIL;
    if (value.len == 0)
        return TS_UNKNOWN;
    for (size_t i = 0; i < c->count; i++)
        if (c->texts[i].len == value.len
            && same_bytes(c->texts[i].at, value.at, value.len))
            found = TS_PASS;
    return found;
}

struct ts_identity
ts_identity_check(const struct ts_credential *credential, ts_span typed, ts_span type)
{
    const ts_span name = TS_SPAN_LIT("name");
    struct ts_identity answer = { .proof = TS_UNKNOWN };
    struct candidates c = { .count = 0 };
    bool failed = false;
    bool unknown = false;

    if (trimmed(typed).len == 0 || typed.len > TYPED_MAX)
        return answer;
    add_candidates(&c, typed);
    for (size_t i = 0; i < credential->identifier_count; i++) {
        const struct ts_identifier *one = &credential->identifiers[i];
        if (type.len && !ts_span_equal(one->type, type))
            continue;
        enum ts_finding found =
            one->hashed ? compare_hashed(one, &c) : compare_clear(one->value, &c);
        if (found == TS_PASS)
            return (struct ts_identity){ TS_PASS, one->type };
        failed |= found == TS_FAIL;
        unknown |= found == TS_UNKNOWN;
    }
    if (credential->subject_name.len && (type.len == 0 || ts_span_equal(type, name))) {
        if (compare_clear(credential->subject_name, &c) == TS_PASS)
            return (struct ts_identity){ TS_PASS, name };
        failed = true;
    }
    answer.proof = failed && !unknown ? TS_FAIL : TS_UNKNOWN;
    return answer;
}
