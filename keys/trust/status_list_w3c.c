#include "firmware/base/calendar.h"
#include "firmware/base/limits.h"
#include "firmware/base/writer.h"
#include "keys/codec/base64.h"
#include "keys/codec/deflate.h"
#include "keys/trust/status_list_kinds.h"

static const char CREDENTIAL[] = "FORMAT.md 4.5";
static const char PURPOSE[] = "FORMAT.md 4.6";
static const char ITS_URL[] = "FORMAT.md 4.3";

/** Bitstring Status List 1.0 3.1: fewer entries tell too much about one. */
#define ENTRIES_WANTED 131072

enum { BITS_MAX = 8, BYTES_MAX = TS_STATUS_LIST_BYTES_MAX };

/* The credential, and around it the claims of a JWT (else the same object). */
struct opened {
    const struct ts_json *claims;
    const struct ts_json *credential;
    bool is_jwt;
};

static enum ts_status
open_payload(struct ts_arena *arena, struct opened *opened, enum ts_document_kind kind,
             ts_span payload, struct ts_fault *fault)
{
    enum ts_status status = ts_json_parse(arena, &opened->claims, payload, fault);
    if (status != TS_OK)
        return status;
    const struct ts_json *vc = ts_json_member(opened->claims, "vc");
    opened->is_jwt = kind == TS_DOCUMENT_JWS;
    opened->credential =
        opened->is_jwt && ts_json_is(vc, TS_JSON_OBJECT) ? vc : opened->claims;
    return TS_OK;
}

/* "issuer" is an id or an object that has one; a JWT may say it in "iss" alone,
 * but must not contradict itself. Empty when it cannot be told. */
static ts_span
issuer_of(const struct opened *opened)
{
    const struct ts_json *issuer = ts_json_member(opened->credential, "issuer");
    const struct ts_json *id =
        ts_json_is(issuer, TS_JSON_OBJECT) ? ts_json_member(issuer, "id") : issuer;
    const struct ts_json *iss = ts_json_member(opened->claims, "iss");
    if (!opened->is_jwt || ts_json_is(iss, TS_JSON_NONE))
        return ts_json_string(id);
    if (!ts_json_is(issuer, TS_JSON_NONE)
        && !ts_span_equal(ts_json_string(iss), ts_json_string(id)))
        return (ts_span){ 0 };
    return ts_json_string(iss);
}

/* The first of the two names that is there; none leaves the time alone. */
static enum ts_status
read_date(ts_utc *time, const struct ts_json *credential, const char *name,
          const char *older_name)
{
    const struct ts_json *date = ts_json_member(credential, name);
    if (ts_json_is(date, TS_JSON_NONE))
        date = ts_json_member(credential, older_name);
    if (ts_json_is(date, TS_JSON_NONE))
        return TS_OK;
    return ts_utc_parse(time, ts_json_string(date)) == TS_OK ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_numeric_date(ts_utc *time, const struct opened *opened, const char *name)
{
    const struct ts_json *date = ts_json_member(opened->claims, name);
    if (!opened->is_jwt || ts_json_is(date, TS_JSON_NONE))
        return TS_OK;
    return ts_json_integer(date, &time->s);
}

/* The registered claims first, so that the credential's own dates, which name
 * the time of the list and not of the envelope, have the last word. */
static enum ts_status
read_dates(struct ts_status_list *list, const struct opened *opened)
{
    enum ts_status status = read_numeric_date(&list->issued, opened, "iat");
    if (status == TS_OK)
        status = read_numeric_date(&list->issued, opened, "nbf");
    if (status == TS_OK)
        status =
            read_date(&list->issued, opened->credential, "validFrom", "issuanceDate");
    if (status == TS_OK)
        status = read_numeric_date(&list->expires, opened, "exp");
    if (status == TS_OK)
        status =
            read_date(&list->expires, opened->credential, "validUntil", "expirationDate");
    return status;
}

static enum ts_status_kind
kind_of(const struct ts_json *credential, const struct ts_json *subject)
{
    const struct ts_json *outer = ts_json_member(credential, "type");
    const struct ts_json *inner = ts_json_member(subject, "type");
    if (ts_json_values_include(outer, "BitstringStatusListCredential")
        && ts_json_values_include(inner, "BitstringStatusList"))
        return TS_STATUS_BITSTRING;
    if (ts_json_values_include(outer, "StatusList2021Credential")
        && ts_json_values_include(inner, "StatusList2021"))
        return TS_STATUS_LIST_2021;
    return TS_STATUS_KIND_NONE;
}

/* Four are defined; finding the n-th takes n steps. */
enum { PURPOSES_MAX = 16 };

/* Words that one space can part again. */
static enum ts_status
read_purposes(struct ts_arena *arena, struct ts_status_list *list,
              const struct ts_json *purposes)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    if (ts_json_values(purposes) > PURPOSES_MAX)
        return TS_OVER_LIMIT;
    for (size_t i = 0; i < ts_json_values(purposes); i++) {
        ts_span purpose = ts_json_string(ts_json_value(purposes, i));
        if (purpose.len == 0 || ts_span_index(purpose, ' ') < purpose.len)
            return TS_MALFORMED;
        if (i > 0)
            ts_write_u8(&w, ' ');
        ts_write_bytes(&w, purpose);
    }
    if (ts_json_values(purposes) == 0)
        return TS_MALFORMED;
    enum ts_status status = ts_writer_end(&w, &list->purpose);
    if (status == TS_OK)
        ts_arena_keep(arena, w.used);
    return status;
}

static enum ts_status
read_bits(struct ts_status_list *list, const struct ts_json *size)
{
    int64_t bits = 1;
    if (!ts_json_is(size, TS_JSON_NONE) && ts_json_integer(size, &bits) != TS_OK)
        return TS_MALFORMED;
    if (bits < 1)
        return TS_MALFORMED;
    if (bits > BITS_MAX)
        return TS_UNSUPPORTED;
    list->bits = (unsigned)bits;
    return TS_OK;
}

/* StatusList2021 said "base64" before it said "base64url", and both are in the
 * field; the Recommendation announces base64url with "u". */
static enum ts_status
decode_list(struct ts_arena *arena, ts_span *gzip, enum ts_status_kind kind, ts_span text)
{
    if (kind == TS_STATUS_BITSTRING) {
        if (text.len == 0 || text.at[0] != 'u')
            return TS_MALFORMED;
        return ts_base64url_decode(arena, gzip, ts_span_part(text, 1, text.len));
    }
    enum ts_status status = ts_base64url_decode(arena, gzip, text);
    if (status == TS_MALFORMED || status == TS_TRUNCATED)
        status = ts_base64_decode(arena, gzip, text);
    return status;
}

static enum ts_status
read_bitstring(struct ts_arena *arena, struct ts_status_list *list,
               const struct ts_json *encoded)
{
    ts_span gzip;
    enum ts_status status =
        decode_list(arena, &gzip, list->kind, ts_json_string(encoded));
    if (status == TS_OK)
        status = ts_inflate(arena, &list->bitstring, gzip, TS_DEFLATE_GZIP, BYTES_MAX);
    if (status == TS_OK)
        list->is_small = list->bitstring.len * 8 / list->bits < ENTRIES_WANTED;
    return status;
}

static enum ts_status
read_subject(struct ts_arena *arena, struct ts_status_list *list,
             const struct ts_json *subject, struct ts_fault *fault)
{
    const struct ts_json *purposes = ts_json_member(subject, "statusPurpose");
    const struct ts_json *encoded = ts_json_member(subject, "encodedList");
    enum ts_status status = read_purposes(arena, list, purposes);
    if (status != TS_OK)
        return ts_fault_set(fault, status, subject->offset, PURPOSE);
    status = read_bits(list, ts_json_member(subject, "statusSize"));
    if (status == TS_OK)
        status = read_bitstring(arena, list, encoded);
    return ts_fault_set(fault, status, encoded->offset, CREDENTIAL);
}

static enum ts_status
read_credential(struct ts_arena *arena, struct ts_status_list *list,
                const struct opened *opened, struct ts_fault *fault)
{
    const struct ts_json *credential = opened->credential;
    const struct ts_json *id = ts_json_member(credential, "id");
    const struct ts_json *subjects = ts_json_member(credential, "credentialSubject");
    const struct ts_json *subject = ts_json_value(subjects, 0);

    list->kind = kind_of(credential, subject);
    if (list->kind == TS_STATUS_KIND_NONE)
        return ts_fault_set(fault, TS_UNSUPPORTED, credential->offset, "FORMAT.md 4.1");
    if (!ts_json_is(id, TS_JSON_NONE) && !ts_span_equal(ts_json_string(id), list->url))
        return ts_fault_set(fault, TS_MALFORMED, id->offset, ITS_URL);
    if (ts_json_values(subjects) != 1 || read_dates(list, opened) != TS_OK)
        return ts_fault_set(fault, TS_MALFORMED, credential->offset, CREDENTIAL);
    return read_subject(arena, list, subject, fault);
}

enum ts_status
ts_status_list_read_w3c(struct ts_arena *arena, struct ts_status_list *list,
                        const struct ts_status_source *source, struct ts_fault *fault)
{
    struct ts_authenticity found;
    struct opened opened;
    enum ts_status status =
        open_payload(arena, &opened, source->kind, source->set.proofs[0].payload, fault);
    if (status != TS_OK)
        return status;
    ts_span claimed = issuer_of(&opened);
    if (claimed.len == 0)
        return ts_fault_set(fault, TS_MALFORMED, opened.credential->offset, CREDENTIAL);
    status = ts_status_source_verify(arena, &found, source, claimed, fault);
    if (status != TS_OK)
        return status;

    /* From here on only what stood under the signature is looked at. */
    status = open_payload(arena, &opened, source->kind, found.verified.bytes, fault);
    if (status != TS_OK)
        return status;
    list->issuer = found.listed->id;
    if (!ts_span_equal(issuer_of(&opened), list->issuer))
        return ts_fault_set(fault, TS_UNTRUSTED, opened.credential->offset,
                            "FORMAT.md 4.2");
    return read_credential(arena, list, &opened, fault);
}
