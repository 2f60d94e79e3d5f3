#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"
#include "keys/codec/base58.h"
#include "keys/codec/base64.h"
#include "keys/proof/linked_data/cbor_ld_parts.h"
#include "keys/proof/linked_data/vocabulary.h"

#define RULE "CBOR-LD 1.0: value codec"
#define SECURITY "https://w3id.org/security#"

/* The years 0 to 9999, which a time has a text for. */
#define LEAST_SECONDS (-62167219200)
#define MOST_SECONDS 253402300799

/* The table of the first generation: contexts, and other texts. */
static const struct {
    uint64_t number;
    const char *text;
} registered[] = {
    { 16, "https://www.w3.org/ns/activitystreams" },
    { 17, "https://www.w3.org/2018/credentials/v1" },
    { 18, "https://www.w3.org/ns/did/v1" },
    { 19, "https://w3id.org/security/suites/ed25519-2018/v1" },
    { 20, "https://w3id.org/security/suites/ed25519-2020/v1" },
    { 21, "https://w3id.org/cit/v1" },
    { 22, "https://w3id.org/age/v1" },
    { 23, "https://w3id.org/security/suites/x25519-2020/v1" },
    { 24, "https://w3id.org/veres-one/v1" },
    { 25, "https://w3id.org/webkms/v1" },
    { 26, "https://w3id.org/zcap/v1" },
    { 27, "https://w3id.org/security/suites/hmac-2019/v1" },
    { 28, "https://w3id.org/security/suites/aes-2019/v1" },
    { 29, "https://w3id.org/vaccination/v1" },
    { 30, "https://w3id.org/vc-revocation-list-2020/v1" },
    { 31, "https://w3id.org/dcc/v1" },
    { 32, "https://w3id.org/vc/status-list/v1" },
    { 33, "https://www.w3.org/ns/credentials/v2" },
    { 48, "https://w3id.org/security/data-integrity/v1" },
    { 49, "https://w3id.org/security/multikey/v1" },
    { 50, "https://purl.imsglobal.org/spec/ob/v3p0/context.json" },
    { 51, "https://w3id.org/security/data-integrity/v2" },
};

static const char *const cryptosuites[] = { NULL, "ecdsa-rdfc-2019", "ecdsa-sd-2023",
                                            "eddsa-rdfc-2022", "ecdsa-xi-2023" };

ts_span
ts_cbor_ld_registered(uint64_t number)
{
    for (size_t i = 0; i < TS_COUNT(registered); i++) {
        if (registered[i].number == number)
            return ts_span_text(registered[i].text);
    }
    return (ts_span){ 0 };
}

static bool
stands_for(const struct ts_cbor_ld_entry *entry, const char *keyword)
{
    return ts_span_is(entry->term, keyword)
           || (entry->definition && ts_span_is(entry->definition->iri, keyword));
}

bool
ts_cbor_ld_is_type(const struct ts_cbor_ld_entry *entry)
{
    return stands_for(entry, "@type");
}

static ts_span
type_of(const struct ts_cbor_ld_entry *entry)
{
    return entry->definition ? entry->definition->type : (ts_span){ 0 };
}

static bool
is_address(const struct ts_cbor_ld_entry *entry)
{
    ts_span type = type_of(entry);
    return stands_for(entry, "@id") || stands_for(entry, "@type")
           || ts_span_is(type, "@id") || ts_span_is(type, "@vocab");
}

static enum ts_status
malformed(struct ts_cbor_ld_run *run, const struct ts_cbor_ld_entry *entry)
{
    return ts_ld_refuse(&run->ld, TS_MALFORMED, entry->term, RULE);
}

static enum ts_status
take_text(struct ts_json *json, ts_span text)
{
    json->kind = TS_JSON_STRING;
    json->text = text;
    return TS_OK;
}

/* Up to three texts, one behind the other. */
static enum ts_status
join(struct ts_cbor_ld_run *run, struct ts_json *json, ts_span a, ts_span b, ts_span c)
{
    ts_span joined;
    struct ts_writer w = ts_writer_over(ts_arena_rest(run->ld.arena));
    ts_write_bytes(&w, a);
    ts_write_bytes(&w, b);
    ts_write_bytes(&w, c);
    if (ts_writer_end(&w, &joined) != TS_OK)
        return ts_ld_full(&run->ld);
    ts_arena_keep(run->ld.arena, joined.len);
    return take_text(json, joined);
}

/* Bytes as text, by the letter that multibase has for it; "M" is plain base64 with
 * padding, which is the other one with two letters changed. */
static enum ts_status
spell(struct ts_cbor_ld_run *run, ts_span *text, ts_span bytes, uint8_t letter)
{
    struct ts_arena *arena = run->ld.arena;
    enum ts_status status = letter == 'z' ? ts_base58_encode(arena, text, bytes)
                                          : ts_base64url_encode(arena, text, bytes);
    if (status == TS_OVER_LIMIT)
        return ts_ld_refuse(&run->ld, status, (ts_span){ 0 },
                            RULE ": TS_BASE58_TEXT_MAX");
    if (status != TS_OK)
        return ts_ld_full(&run->ld);
    if (letter != 'M')
        return TS_OK;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    for (size_t i = 0; i < text->len; i++) {
        uint8_t c = text->at[i];
        ts_write_u8(&w, c == '-' ? '+' : c == '_' ? '/' : c);
    }
    for (size_t i = text->len; i % 4; i++)
        ts_write_u8(&w, '=');
    if (ts_writer_end(&w, text) != TS_OK)
        return ts_ld_full(&run->ld);
    ts_arena_keep(arena, text->len);
    return TS_OK;
}

/* One part of a did:key: its text, or the bytes behind "z". */
static enum ts_status
key_part(struct ts_cbor_ld_run *run, ts_span *text, const struct ts_cbor_ld_entry *entry,
         const struct ts_cbor *part, const char *before)
{
    struct ts_json joined = { .kind = TS_JSON_NONE };
    bool bytes = part->kind == TS_CBOR_BYTES;
    ts_span body = part->bytes;
    if (!bytes && part->kind != TS_CBOR_TEXT)
        return malformed(run, entry);
    enum ts_status status = bytes ? spell(run, &body, part->bytes, 'z') : TS_OK;
    if (status == TS_OK)
        status = join(run, &joined, ts_span_text(before), ts_span_text(bytes ? "z" : ""),
                      body);
    if (status == TS_OK)
        *text = joined.text;
    return status;
}

static enum ts_status
read_did(struct ts_cbor_ld_run *run, struct ts_json *json,
         const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    ts_span method =
        ts_span_text(value->first->value == 1024 ? "did:v1:nym:" : "did:key:");
    ts_span key = { 0 };
    ts_span rest = { 0 };
    if (value->count > 3)
        return malformed(run, entry);
    enum ts_status status = key_part(run, &key, entry, ts_cbor_element(value, 1), "");
    if (status == TS_OK && value->count == 3)
        status = key_part(run, &rest, entry, ts_cbor_element(value, 2), "#");
    return status == TS_OK ? join(run, json, method, key, rest) : status;
}

static enum ts_status
read_uuid(struct ts_cbor_ld_run *run, struct ts_json *json,
          const struct ts_cbor_ld_entry *entry, const struct ts_cbor *part)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t text[36];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    ts_span start = TS_SPAN_LIT("urn:uuid:");
    if (part->kind == TS_CBOR_TEXT)
        return join(run, json, start, part->bytes, (ts_span){ 0 });
    if (part->kind != TS_CBOR_BYTES || part->bytes.len != 16)
        return malformed(run, entry);
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            ts_write_u8(&w, '-');
        ts_write_u8(&w, (uint8_t)digits[part->bytes.at[i] >> 4]);
        ts_write_u8(&w, (uint8_t)digits[part->bytes.at[i] & 15]);
    }
    return join(run, json, start, ts_writer_span(&w), (ts_span){ 0 });
}

static enum ts_status
read_data_url(struct ts_cbor_ld_run *run, struct ts_json *json,
              const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    const struct ts_cbor *media = ts_cbor_element(value, 1);
    const struct ts_cbor *bytes = ts_cbor_element(value, 2);
    struct ts_json start = { .kind = TS_JSON_NONE };
    if (media->kind != TS_CBOR_TEXT || value->count > 3
        || (value->count == 3 && bytes->kind != TS_CBOR_BYTES))
        return malformed(run, entry);
    ts_span before = TS_SPAN_LIT("data:");
    if (value->count == 2)
        return join(run, json, before, media->bytes, (ts_span){ 0 });
    ts_span packed = { 0 };
    enum ts_status status =
        join(run, &start, before, media->bytes, TS_SPAN_LIT(";base64,"));
    if (status == TS_OK)
        status = spell(run, &packed, bytes->bytes, 'M');
    return status == TS_OK ? join(run, json, start.text, packed, (ts_span){ 0 }) : status;
}

/* [scheme, rest, ...] */
static enum ts_status
read_scheme(struct ts_cbor_ld_run *run, struct ts_json *json,
            const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    const struct ts_cbor *scheme = ts_cbor_element(value, 0);
    const struct ts_cbor *rest = ts_cbor_element(value, 1);
    if (scheme->kind != TS_CBOR_UNSIGNED || value->count < 2)
        return malformed(run, entry);
    switch (scheme->value) {
    case 1:
    case 2:
        if (value->count != 2 || rest->kind != TS_CBOR_TEXT)
            return malformed(run, entry);
        return join(run, json, ts_span_text(scheme->value == 1 ? "http://" : "https://"),
                    rest->bytes, (ts_span){ 0 });
    case 3:
        return value->count == 2 ? read_uuid(run, json, entry, rest)
                                 : malformed(run, entry);
    case 4: return read_data_url(run, json, entry, value);
    case 1024:
    case 1025: return read_did(run, json, entry, value);
    default:
        return ts_ld_refuse(&run->ld, TS_UNSUPPORTED, entry->term,
                            RULE ": a scheme of an address");
    }
}

static enum ts_status
read_address(struct ts_cbor_ld_run *run, struct ts_json *json,
             const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    ts_span text = { 0 };
    if (value->kind == TS_CBOR_TEXT)
        return take_text(json, value->bytes);
    if (value->kind == TS_CBOR_ARRAY)
        return read_scheme(run, json, entry, value);
    if (value->kind != TS_CBOR_UNSIGNED)
        return malformed(run, entry);
    if (run->first_generation)
        text = ts_cbor_ld_registered(value->value);
    if (text.len == 0)
        text = ts_cbor_ld_term(run, value->value);
    return text.len ? take_text(json, text) : malformed(run, entry);
}

static enum ts_status
read_multibase(struct ts_cbor_ld_run *run, struct ts_json *json,
               const struct ts_cbor_ld_entry *entry, ts_span value)
{
    ts_span letter = ts_span_part(value, 0, 1);
    ts_span text = { 0 };
    if (!value.len || (value.at[0] != 'z' && value.at[0] != 'u' && value.at[0] != 'M'))
        return malformed(run, entry);
    enum ts_status status =
        spell(run, &text, ts_span_part(value, 1, value.len), value.at[0]);
    return status == TS_OK ? join(run, json, letter, text, (ts_span){ 0 }) : status;
}

/* Seconds since 1970; of a time perhaps with milliseconds. */
static enum ts_status
read_time(struct ts_cbor_ld_run *run, struct ts_json *json,
          const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    char text[TS_UTC_TEXT_SIZE];
    uint8_t ms[5];
    int64_t seconds = 0;
    int64_t part = 0;
    bool array = value->kind == TS_CBOR_ARRAY;
    bool date = ts_span_is(type_of(entry), TS_XSD "date");
    if (ts_cbor_integer(array ? ts_cbor_element(value, 0) : value, &seconds) != TS_OK
        || seconds < LEAST_SECONDS || seconds > MOST_SECONDS)
        return malformed(run, entry);
    ts_utc_format(text, (ts_utc){ seconds });
    if (date)
        return join(run, json, ts_span_part(ts_span_text(text), 0, 10), (ts_span){ 0 },
                    (ts_span){ 0 });
    if (!array)
        return join(run, json, ts_span_text(text), (ts_span){ 0 }, (ts_span){ 0 });
    if (value->count != 2 || ts_cbor_integer(ts_cbor_element(value, 1), &part) != TS_OK
        || part < 0 || part > 999)
        return malformed(run, entry);
    ms[0] = '.';
    ms[1] = (uint8_t)('0' + part / 100);
    ms[2] = (uint8_t)('0' + part / 10 % 10);
    ms[3] = (uint8_t)('0' + part % 10);
    ms[4] = 'Z';
    return join(run, json, ts_span_part(ts_span_text(text), 0, 19), TS_SPAN_OF(ms),
                (ts_span){ 0 });
}

static bool
is_number(const struct ts_cbor *value)
{
    return value->kind == TS_CBOR_UNSIGNED || value->kind == TS_CBOR_NEGATIVE;
}

static bool
is_time(const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    ts_span type = type_of(entry);
    if (ts_span_is(type, TS_XSD "date"))
        return is_number(value);
    return ts_span_is(type, TS_XSD "dateTime")
           && (is_number(value)
               || (value->kind == TS_CBOR_ARRAY && value->count == 2
                   && is_number(value->first)));
}

/* Bytes and numbers that stand for a text of the first generation's tables. */
static enum ts_status
read_registered(struct ts_cbor_ld_run *run, struct ts_json *json,
                const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    uint64_t number = value->value;
    if (value->kind == TS_CBOR_BYTES) {
        number = 0;
        if (value->bytes.len == 0 || value->bytes.len > 4)
            return malformed(run, entry);
        for (size_t i = 0; i < value->bytes.len; i++)
            number = number << 8 | value->bytes.at[i];
    }
    ts_span text = ts_cbor_ld_registered(number);
    if (value->kind == TS_CBOR_UNSIGNED)
        text = number && number < TS_COUNT(cryptosuites)
                   ? ts_span_text(cryptosuites[number])
                   : (ts_span){ 0 };
    return text.len ? take_text(json, text)
                    : ts_ld_refuse(&run->ld, TS_UNSUPPORTED, entry->term,
                                   RULE ": a number of a table not known here");
}

enum ts_status
ts_cbor_ld_value(struct ts_cbor_ld_run *run, struct ts_json *json,
                 const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    const struct ts_json *plain;
    ts_span type = type_of(entry);
    if (is_address(entry))
        return read_address(run, json, entry, value);
    if (is_time(entry, value))
        return read_time(run, json, entry, value);
    if (value->kind == TS_CBOR_BYTES && ts_span_is(type, SECURITY "multibase"))
        return read_multibase(run, json, entry, value->bytes);
    if (run->first_generation
        && ((value->kind == TS_CBOR_BYTES && type.len == 0)
            || (value->kind == TS_CBOR_UNSIGNED
                && ts_span_is(type, SECURITY "cryptosuiteString"))))
        return read_registered(run, json, entry, value);
    if (value->kind == TS_CBOR_ARRAY)
        return TS_ABSENT;
    enum ts_status status = ts_cbor_to_json(run->ld.arena, &plain, value);
    if (status == TS_NO_SPACE)
        return ts_ld_full(&run->ld);
    if (status != TS_OK)
        return malformed(run, entry);
    json->kind = plain->kind;
    json->text = plain->text;
    return TS_OK;
}
