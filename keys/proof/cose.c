#include "keys/proof/cose.h"

#include "firmware/base/limits.h"
#include "keys/codec/cbor_writer.h"

/* RFC 9052 3.1; RFC 9360 2; RFC 9596 2. */
enum label {
    LABEL_ALG = 1,
    LABEL_CRIT = 2,
    LABEL_CONTENT_TYPE = 3,
    LABEL_KID = 4,
    LABEL_TYP = 16,
    LABEL_X5CHAIN = 33,
};

/* RFC 9052 2, table 1; RFC 8392 6. */
enum tag {
    TAG_ENCRYPT0 = 16,
    TAG_MAC0 = 17,
    TAG_SIGN1 = 18,
    TAG_CWT = 61,
    TAG_ENCRYPT = 96,
    TAG_MAC = 97,
    TAG_SIGN = 98,
};

struct cose {
    struct ts_arena *arena;
    const struct ts_cbor *protected_bytes;
    const struct ts_cbor *protected_map; /* NONE when there are no bytes. */
    const struct ts_cbor *unprotected_map;
    const struct ts_cbor *payload;
    const struct ts_cbor *signature;
};

static const struct ts_cbor nothing;

static bool
is(const struct ts_cbor *item, enum ts_cbor_kind kind)
{
    return item->kind == kind;
}

/* The array under the tags, or why there is none. */
static enum ts_status
find_array(const struct ts_cbor **array, const struct ts_cbor *root, const char **rule)
{
    const struct ts_cbor *item = root;
    bool is_cwt = is(item, TS_CBOR_TAG) && item->value == TAG_CWT;
    if (is_cwt)
        item = item->first;
    *rule = "RFC 8392 6";
    if (is_cwt && !is(item, TS_CBOR_TAG))
        return TS_MALFORMED;
    *rule = "RFC 9052 2";
    if (is(item, TS_CBOR_TAG) && item->value != TAG_SIGN1) {
        bool other = item->value == TAG_SIGN || item->value == TAG_MAC
                     || item->value == TAG_MAC0 || item->value == TAG_ENCRYPT
                     || item->value == TAG_ENCRYPT0;
        return other ? TS_UNSUPPORTED : TS_MALFORMED;
    }
    *array = is(item, TS_CBOR_TAG) ? item->first : item;
    *rule = "RFC 9052 4.2";
    return is(*array, TS_CBOR_ARRAY) && (*array)->count == 4 ? TS_OK : TS_MALFORMED;
}

static enum ts_status
split_array(struct cose *cose, const struct ts_cbor *array, const char **rule)
{
    cose->protected_bytes = array->first;
    cose->unprotected_map = cose->protected_bytes->next;
    cose->payload = cose->unprotected_map->next;
    cose->signature = cose->payload->next;
    *rule = "RFC 9052 4.2";
    if (!is(cose->protected_bytes, TS_CBOR_BYTES)
        || !is(cose->unprotected_map, TS_CBOR_MAP) || !is(cose->signature, TS_CBOR_BYTES))
        return TS_MALFORMED;
    if (is(cose->payload, TS_CBOR_SIMPLE) && cose->payload->value == 22) {
        *rule = "RFC 9052 4.2: the payload is detached";
        return TS_UNSUPPORTED;
    }
    return is(cose->payload, TS_CBOR_BYTES) ? TS_OK : TS_MALFORMED;
}

static bool
is_label(const struct ts_cbor *key, int64_t label)
{
    return is(key, TS_CBOR_UNSIGNED) && key->value == (uint64_t)label;
}

/* By value: 04 and 1804 are one label, written twice. */
static bool
same_label(const struct ts_cbor *a, const struct ts_cbor *b)
{
    if (a->kind != b->kind)
        return false;
    return is(a, TS_CBOR_TEXT) ? ts_span_equal(a->bytes, b->bytes) : a->value == b->value;
}

static bool
has_label(const struct ts_cbor *map, const struct ts_cbor *label)
{
    for (const struct ts_cbor *key = map->first; key; key = key->next->next) {
        if (same_label(key, label))
            return true;
    }
    return false;
}

static enum ts_status
check_labels(const struct ts_cbor *map, const struct ts_cbor *other, const char **rule)
{
    *rule = "TS_COSE_LABELS_MAX";
    if (map->count > TS_COSE_LABELS_MAX)
        return TS_OVER_LIMIT;
    for (const struct ts_cbor *key = map->first; key; key = key->next->next) {
        *rule = "RFC 9052 1.4";
        if (!is(key, TS_CBOR_UNSIGNED) && !is(key, TS_CBOR_NEGATIVE)
            && !is(key, TS_CBOR_TEXT))
            return TS_MALFORMED;
        *rule = "RFC 9052 3";
        if (has_label(other, key) && !is_label(key, LABEL_KID))
            return TS_DUPLICATE;
    }
    return TS_OK;
}

static enum ts_status
read_headers(struct cose *cose, const char **rule)
{
    ts_span bytes = ts_cbor_bytes(cose->protected_bytes);
    cose->protected_map = &nothing;
    if (bytes.len > 0) {
        *rule = "RFC 9052 3: the protected header";
        enum ts_status status =
            ts_cbor_parse(cose->arena, &cose->protected_map, bytes, NULL);
        if (status != TS_OK)
            return status;
        if (!is(cose->protected_map, TS_CBOR_MAP))
            return TS_MALFORMED;
    }
    enum ts_status status =
        check_labels(cose->protected_map, cose->unprotected_map, rule);
    return status == TS_OK ? check_labels(cose->unprotected_map, &nothing, rule) : status;
}

/* Protected wins. */
static const struct ts_cbor *
header(const struct cose *cose, int64_t label)
{
    const struct ts_cbor *value = ts_cbor_at(cose->protected_map, label);
    return is(value, TS_CBOR_NONE) ? ts_cbor_at(cose->unprotected_map, label) : value;
}

static enum ts_status
number_text(struct ts_arena *arena, ts_span *text, const struct ts_cbor *item)
{
    int64_t number;
    if (ts_cbor_integer(item, &number) != TS_OK)
        return TS_MALFORMED;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_decimal(&w, number);
    enum ts_status status = ts_writer_end(&w, text);
    if (status == TS_OK)
        ts_arena_keep(arena, text->len);
    return status;
}

/* name is left alone when alg is one of ours. */
static enum ts_status
read_alg(const struct cose *cose, struct ts_proof *proof, ts_span *name,
         const char **rule)
{
    const struct ts_cbor *item = header(cose, LABEL_ALG);
    int64_t number = 0;
    *rule = "RFC 9052 3.1: alg";
    proof->alg_unprotected = is(ts_cbor_at(cose->protected_map, LABEL_ALG), TS_CBOR_NONE);
    if (is(item, TS_CBOR_TEXT)) {
        *name = ts_cbor_text(item);
        return name->len > 0 ? TS_OK : TS_MALFORMED;
    }
    if (ts_cbor_integer(item, &number) != TS_OK)
        return TS_MALFORMED;
    proof->alg = ts_signature_alg_from_cose(number);
    return proof->alg == TS_ALG_NONE ? number_text(cose->arena, name, item) : TS_OK;
}

static enum ts_status
read_kid(const struct cose *cose, ts_span *kid, const char **rule)
{
    const struct ts_cbor *item = header(cose, LABEL_KID);
    *rule = "RFC 9052 3.1: kid";
    if (!is(item, TS_CBOR_NONE) && !is(item, TS_CBOR_BYTES))
        return TS_MALFORMED;
    *kid = ts_cbor_bytes(item);
    return TS_OK;
}

static enum ts_status
read_media_type(const struct cose *cose, ts_span *type, const char **rule)
{
    const struct ts_cbor *item = header(cose, LABEL_TYP);
    *rule = "RFC 9596 2";
    if (is(item, TS_CBOR_NONE)) {
        item = header(cose, LABEL_CONTENT_TYPE);
        *rule = "RFC 9052 3.1: content type";
    }
    if (is(item, TS_CBOR_UNSIGNED))
        return number_text(cose->arena, type, item);
    if (!is(item, TS_CBOR_NONE) && !is(item, TS_CBOR_TEXT))
        return TS_MALFORMED;
    *type = ts_cbor_text(item);
    return TS_OK;
}

static enum ts_status
read_certificate(const struct cose *cose, ts_span *certificate, const char **rule)
{
    const struct ts_cbor *item = header(cose, LABEL_X5CHAIN);
    *rule = "RFC 9360 2: x5chain";
    if (is(item, TS_CBOR_NONE))
        return TS_OK;
    if (is(item, TS_CBOR_ARRAY))
        item = ts_cbor_element(item, 0);
    *certificate = ts_cbor_bytes(item);
    return is(item, TS_CBOR_BYTES) ? TS_OK : TS_MALFORMED;
}

/* RFC 9052 4.4. */
static enum ts_status
write_sig_structure(const struct cose *cose, ts_span *message, ts_span external_aad)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(cose->arena));
    /* A map of nothing is signed as no bytes, however it was sent. */
    ts_span headers = cose->protected_map->count ? ts_cbor_bytes(cose->protected_bytes)
                                                 : (ts_span){ 0 };
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_text(&w, TS_SPAN_LIT("Signature1"));
    ts_cbor_write_bytes(&w, headers);
    ts_cbor_write_bytes(&w, external_aad);
    ts_cbor_write_bytes(&w, ts_cbor_bytes(cose->payload));
    enum ts_status status = ts_writer_end(&w, message);
    if (status == TS_OK)
        ts_arena_keep(cose->arena, message->len);
    return status;
}

static enum ts_status
read_proof(const struct cose *cose, struct ts_proof *proof, ts_span *unsupported,
           const char **rule)
{
    enum ts_status status = read_alg(cose, proof, unsupported, rule);
    if (status == TS_OK)
        status = read_kid(cose, &proof->key_id, rule);
    if (status == TS_OK)
        status = read_media_type(cose, &proof->media_type, rule);
    if (status == TS_OK)
        status = read_certificate(cose, &proof->certificate, rule);
    if (!is(header(cose, LABEL_CRIT), TS_CBOR_NONE))
        *unsupported = TS_SPAN_LIT("crit");
    return status;
}

static enum ts_status
read_set(struct cose *cose, struct ts_proof_set *set, const struct ts_cbor *root,
         ts_span external_aad, const char **rule)
{
    const struct ts_cbor *array = NULL;
    struct ts_proof proof = {
        .kind = TS_PROOF_COSE_SIGN1,
        .created = TS_UTC_ALWAYS,
        .expires = TS_UTC_NEVER,
    };
    ts_span unsupported = { 0 };
    enum ts_status status = find_array(&array, root, rule);
    if (status == TS_OK)
        status = split_array(cose, array, rule);
    if (status == TS_OK)
        status = read_headers(cose, rule);
    if (status == TS_OK)
        status = read_proof(cose, &proof, &unsupported, rule);
    if (status == TS_OK)
        status = write_sig_structure(cose, &proof.message, external_aad);
    if (status != TS_OK)
        return status;
    proof.signature = ts_cbor_bytes(cose->signature);
    proof.payload = ts_cbor_bytes(cose->payload);
    *set = (struct ts_proof_set){ .unsupported = unsupported };
    if (unsupported.len == 0)
        set->proofs[set->count++] = proof;
    return TS_OK;
}

enum ts_status
ts_cose_read(struct ts_arena *arena, struct ts_proof_set *set, ts_span bytes,
             ts_span external_aad, struct ts_fault *fault)
{
    struct cose cose = { .arena = arena };
    const struct ts_cbor *root;
    size_t before = arena->used;
    const char *rule = NULL;
    enum ts_status status = ts_cbor_parse(arena, &root, bytes, fault);
    if (status == TS_OK) {
        status = read_set(&cose, set, root, external_aad, &rule);
        if (status != TS_OK)
            status = ts_fault_set(fault, status, 0, rule);
    }
    if (status != TS_OK)
        ts_arena_rewind(arena, before);
    return status;
}

bool
ts_cose_looks_like(ts_span bytes)
{
    static const uint8_t cwt[] = { 0xd8, TAG_CWT };
    static const uint8_t long_tag[] = { 0xd8, TAG_SIGN1 };
    if (bytes.len == 0)
        return false;
    return bytes.at[0] == (0xc0 | TAG_SIGN1) || bytes.at[0] == 0x84
           || ts_span_starts_with(bytes, TS_SPAN_OF(cwt))
           || ts_span_starts_with(bytes, TS_SPAN_OF(long_tag));
}
