#include "kiosk/credential/claim_169.h"

#include "kiosk/credential/cwt.h"
#include "kiosk/credential/kind.h"

/* Specification 1.2.2, 3.1: attributes, and within them those of biometrics. */
enum {
    CLAIM_IDENTITY = 169,
    ATTRIBUTE_ID = 1,
    ATTRIBUTE_FULL_NAME = 4,
    ATTRIBUTE_FIRST_NAME = 5,
    ATTRIBUTE_MIDDLE_NAME = 6,
    ATTRIBUTE_LAST_NAME = 7,
    ATTRIBUTE_PICTURE = 16,
    ATTRIBUTE_PICTURE_FORMAT = 17,
    ATTRIBUTE_FACE = 62,
};
enum { BIOMETRIC_DATA = 0, BIOMETRIC_FORMAT = 1, BIOMETRIC_SUBFORMAT = 2 };
enum { FORMAT_IMAGE = 0 };

static const char *const face_media[] = { "image/png",  "image/jpeg", "image/jp2",
                                          "image/avif", "image/webp", "image/tiff" };
static const char *const picture_media[] = { NULL, "image/jpeg", "image/jp2",
                                             "image/avif", "image/webp" };

enum ts_status
ts_claim_169_open(struct ts_arena *arena, struct ts_envelope *draft, ts_span bytes,
                  struct ts_fault *fault)
{
    const struct ts_cbor *claims;
    enum ts_status status = ts_cwt_open(arena, draft, &claims, bytes, fault);
    if (status != TS_OK || !claims)
        return status;
    if (ts_cbor_at(claims, CLAIM_IDENTITY)->kind != TS_CBOR_MAP)
        return ts_fault_set(fault, TS_UNSUPPORTED, 0, "CWT: no claim 169");
    return TS_OK;
}

/* A text where there is one; another kind of value fails. */
static ts_span
text_of(struct ts_form *form, const struct ts_cbor *identity, int64_t attribute)
{
    const struct ts_cbor *value = ts_cbor_at(identity, attribute);
    bool fine = value->kind == TS_CBOR_NONE || value->kind == TS_CBOR_TEXT;
    ts_form_require(form, fine, TS_MALFORMED, "Claim 169 3.1: not a text");
    return ts_cbor_text(value);
}

static void
read_name(struct ts_form *form, struct ts_credential *draft,
          const struct ts_cbor *identity)
{
    draft->subject_name = text_of(form, identity, ATTRIBUTE_FULL_NAME);
    ts_span first = text_of(form, identity, ATTRIBUTE_FIRST_NAME);
    ts_span middle = text_of(form, identity, ATTRIBUTE_MIDDLE_NAME);
    ts_span last = text_of(form, identity, ATTRIBUTE_LAST_NAME);
    if (draft->subject_name.len == 0)
        draft->subject_name = ts_form_join(form, ts_form_join(form, first, middle), last);
}

static ts_span
media_of(const struct ts_cbor *number, const char *const *media, size_t count)
{
    int64_t index = -1;
    if (ts_cbor_integer(number, &index) != TS_OK || index < 0 || (size_t)index >= count)
        return (ts_span){ 0 };
    return ts_span_text(media[index]);
}

static struct ts_portrait
face_in(const struct ts_cbor *biometric)
{
    int64_t format = FORMAT_IMAGE;
    const struct ts_cbor *said = ts_cbor_at(biometric, BIOMETRIC_FORMAT);
    if (said->kind != TS_CBOR_NONE
        && (ts_cbor_integer(said, &format) != TS_OK || format != FORMAT_IMAGE))
        return (struct ts_portrait){ 0 };
    return (struct ts_portrait){
        .bytes = ts_cbor_bytes(ts_cbor_at(biometric, BIOMETRIC_DATA)),
        .media = media_of(ts_cbor_at(biometric, BIOMETRIC_SUBFORMAT), face_media,
                          TS_COUNT(face_media)),
    };
}

/* Biometrics are an array of maps; issuers also write the one map alone. Before
 * 1.2.2 the picture stood in an attribute of its own. */
static struct ts_portrait
find_portrait(const struct ts_cbor *identity)
{
    const struct ts_cbor *face = ts_cbor_at(identity, ATTRIBUTE_FACE);
    struct ts_portrait found = { 0 };
    if (face->kind == TS_CBOR_MAP)
        found = face_in(face);
    for (const struct ts_cbor *at = face->kind == TS_CBOR_ARRAY ? face->first : NULL;
         at && found.bytes.len == 0; at = at->next)
        found = face_in(at);
    if (found.bytes.len == 0)
        found = (struct ts_portrait){
            .bytes = ts_cbor_bytes(ts_cbor_at(identity, ATTRIBUTE_PICTURE)),
            .media = media_of(ts_cbor_at(identity, ATTRIBUTE_PICTURE_FORMAT),
                              picture_media, TS_COUNT(picture_media)),
        };
    return found.bytes.len ? found : (struct ts_portrait){ 0 };
}

enum ts_status
ts_claim_169_read(struct ts_arena *arena, struct ts_credential *credential,
                  ts_verified payload, struct ts_fault *fault)
{
    struct ts_form form = { .arena = arena };
    struct ts_credential draft = { .format = TS_FORMAT_CLAIM_169,
                                   .awarded = TS_UTC_ALWAYS };
    const struct ts_cbor *claims = ts_cwt_claims(&form, payload);
    const struct ts_cbor *identity = ts_cbor_at(claims, CLAIM_IDENTITY);

    ts_cwt_read(&form, &draft, claims);
    ts_form_require(&form, identity->kind == TS_CBOR_MAP, TS_MALFORMED,
                    "Claim 169 3.1: not a map");
    read_name(&form, &draft, identity);
    ts_span id = text_of(&form, identity, ATTRIBUTE_ID);
    if (draft.subject_id.len == 0)
        draft.subject_id = id;
    draft.name = TS_SPAN_LIT("Identity (Claim 169)");
    ts_kind_add(&form, &draft, TS_SPAN_LIT("identity-data"));
    draft.portrait = find_portrait(identity);
    if (!ts_form_ok(&form))
        return ts_fault_set(fault, form.fault.status, 0, form.fault.rule);
    *credential = draft;
    return TS_OK;
}
