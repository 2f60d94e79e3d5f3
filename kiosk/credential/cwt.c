#include "kiosk/credential/cwt.h"

#include "firmware/base/writer.h"
#include "keys/proof/cose.h"

/* RFC 8392 4; IETF Token Status List 14.4; MATTR compact credentials. */
enum claim {
    CLAIM_ISS = 1,
    CLAIM_SUB = 2,
    CLAIM_EXP = 4,
    CLAIM_NBF = 5,
    CLAIM_IAT = 6,
    CLAIM_CTI = 7,
    CLAIM_STATUS = 65535,
    CLAIM_MATTR_STATUS = -65537,
};
enum { MATTR_STATUS_INDEX = 2, MATTR_STATUS_URL = 3 };
enum { UUID_LEN = 16 };

/* The largest date a double still counts seconds of. */
static const double DATE_MAX = 9007199254740992.0;

static bool
is(const struct ts_cbor *item, enum ts_cbor_kind kind)
{
    return item->kind == kind;
}

enum ts_status
ts_cwt_open(struct ts_arena *arena, struct ts_envelope *draft,
            const struct ts_cbor **claims, ts_span bytes, struct ts_fault *fault)
{
    struct ts_proof_set *set = &draft->proofs;
    enum ts_status status = ts_cose_read(arena, set, bytes, (ts_span){ 0 }, fault);
    if (status != TS_OK)
        return status;
    if (set->count == 0) {
        *claims = NULL;
        return TS_OK;
    }
    if (set->proofs[0].alg_unprotected)
        return ts_fault_set(fault, TS_UNSUPPORTED, 0, "RFC 9052 3.1: alg not protected");
    status = ts_cbor_parse(arena, claims, set->proofs[0].payload, fault);
    if (status != TS_OK)
        return status;
    draft->claimed_issuer = ts_cbor_text(ts_cbor_at(*claims, CLAIM_ISS));
    if (set->proofs[0].signature.len == 0) {
        set->refused = "RFC 8392 8: unsigned";
        set->count = 0;
    }
    return TS_OK;
}

const struct ts_cbor *
ts_cwt_claims(struct ts_form *form, ts_verified payload)
{
    static const struct ts_cbor none;
    const struct ts_cbor *claims = &none;
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_cbor_parse(form->arena, &claims, payload.bytes, &fault);
    ts_form_require(form, status == TS_OK, status, fault.rule);
    ts_form_require(form, is(claims, TS_CBOR_MAP), TS_MALFORMED, "RFC 8392 3: claims");
    return claims;
}

/* RFC 8392 2: an integer or a floating-point number. */
static ts_utc
date_of(struct ts_form *form, const struct ts_cbor *claims, int64_t key, ts_utc absent,
        const char *rule)
{
    const struct ts_cbor *value = ts_cbor_at(claims, key);
    ts_utc utc = absent;
    if (is(value, TS_CBOR_NONE))
        return absent;
    if (is(value, TS_CBOR_FLOAT) && value->number > -DATE_MAX
        && value->number < DATE_MAX) {
        utc.s = (int64_t)value->number;
        return utc;
    }
    ts_form_require(form, ts_cbor_integer(value, &utc.s) == TS_OK, TS_MALFORMED, rule);
    return utc;
}

static ts_span
urn_uuid(struct ts_form *form, ts_span bytes)
{
    static const char digits[] = "0123456789abcdef";
    ts_span text = { 0 };
    struct ts_writer w = ts_writer_over(ts_arena_rest(form->arena));
    ts_write_text(&w, "urn:uuid:");
    for (size_t i = 0; i < bytes.len; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            ts_write_u8(&w, '-');
        ts_write_u8(&w, (uint8_t)digits[bytes.at[i] >> 4]);
        ts_write_u8(&w, (uint8_t)digits[bytes.at[i] & 15]);
    }
    enum ts_status status = ts_writer_end(&w, &text);
    ts_form_require(form, status == TS_OK, status, "arena");
    if (status == TS_OK)
        ts_arena_keep(form->arena, text.len);
    return text;
}

/* NZ COVID Pass 2.1.1.2 says what bytes mean; others tag them as a UUID. */
static void
read_id(struct ts_form *form, struct ts_credential *draft, const struct ts_cbor *cti)
{
    const struct ts_cbor *id = is(cti, TS_CBOR_TAG) ? cti->first : cti;
    bool fine = is(id, TS_CBOR_NONE) || is(id, TS_CBOR_TEXT) || is(id, TS_CBOR_BYTES);
    ts_form_require(form, fine, TS_MALFORMED, "RFC 8392 3.1.7 cti");
    if (ts_cbor_bytes(id).len == UUID_LEN)
        draft->id = urn_uuid(form, ts_cbor_bytes(id));
    else
        draft->id = ts_cbor_text(id);
}

static bool
read_index(struct ts_status_entry *entry, const struct ts_cbor *index)
{
    entry->has_index = is(index, TS_CBOR_UNSIGNED);
    entry->index = entry->has_index ? index->value : 0;
    return entry->has_index;
}

static void
read_status(struct ts_form *form, struct ts_credential *draft,
            const struct ts_cbor *claims)
{
    const struct ts_cbor *status = ts_cbor_at(claims, CLAIM_STATUS);
    const struct ts_cbor *list = ts_cbor_member(status, "status_list");
    if (is(status, TS_CBOR_NONE))
        return;
    struct ts_status_entry *entry = &draft->statuses[draft->status_count++];
    /* A mechanism we do not know stays, and nobody can tell. */
    entry->type =
        is(list, TS_CBOR_NONE) ? TS_SPAN_LIT("status") : TS_SPAN_LIT("status_list");
    if (is(list, TS_CBOR_NONE))
        return;
    entry->list = ts_cbor_text(ts_cbor_member(list, "uri"));
    bool whole = read_index(entry, ts_cbor_member(list, "idx")) && entry->list.len > 0;
    ts_form_require(form, whole, TS_MALFORMED, "TSL 6.3 status_list");
}

static void
read_mattr_status(struct ts_form *form, struct ts_credential *draft,
                  const struct ts_cbor *claims)
{
    const struct ts_cbor *status = ts_cbor_at(claims, CLAIM_MATTR_STATUS);
    if (is(status, TS_CBOR_NONE))
        return;
    struct ts_status_entry *entry = &draft->statuses[draft->status_count++];
    entry->type = TS_SPAN_LIT("BitIndexRevocationList");
    entry->list = ts_cbor_text(ts_cbor_at(status, MATTR_STATUS_URL));
    bool whole =
        read_index(entry, ts_cbor_at(status, MATTR_STATUS_INDEX)) && entry->list.len > 0;
    ts_form_require(form, whole, TS_MALFORMED, "compact credential: status");
}

void
ts_cwt_read(struct ts_form *form, struct ts_credential *draft,
            const struct ts_cbor *claims)
{
    const struct ts_cbor *subject = ts_cbor_at(claims, CLAIM_SUB);
    draft->issuer_id = ts_cbor_text(ts_cbor_at(claims, CLAIM_ISS));
    draft->subject_id = ts_cbor_text(subject);
    ts_form_require(form, draft->issuer_id.len > 0, TS_MALFORMED, "RFC 8392 3.1.1 iss");
    ts_form_require(form, is(subject, TS_CBOR_NONE) || is(subject, TS_CBOR_TEXT),
                    TS_MALFORMED, "RFC 8392 3.1.2 sub");
    ts_utc issued = date_of(form, claims, CLAIM_IAT, TS_UTC_ALWAYS, "RFC 8392 3.1.6 iat");
    draft->valid_from = date_of(form, claims, CLAIM_NBF, issued, "RFC 8392 3.1.5 nbf");
    draft->valid_until =
        date_of(form, claims, CLAIM_EXP, TS_UTC_NEVER, "RFC 8392 3.1.4 exp");
    ts_form_require(form, draft->valid_from.s <= draft->valid_until.s, TS_MALFORMED,
                    "RFC 8392 3.1: ends before it begins");
    read_id(form, draft, ts_cbor_at(claims, CLAIM_CTI));
    read_status(form, draft, claims);
    read_mattr_status(form, draft, claims);
}
