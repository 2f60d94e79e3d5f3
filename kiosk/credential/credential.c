#include "kiosk/credential/credential.h"

#include "kiosk/credential/achievement.h"
#include "kiosk/credential/claims.h"
#include "kiosk/credential/endorsement.h"
#include "kiosk/credential/form.h"

static const char CONTEXT_2[] = "https://www.w3.org/ns/credentials/v2";
static const char CONTEXT_1[] = "https://www.w3.org/2018/credentials/v1";

static void
read_types(struct ts_form *form, struct ts_credential *draft, const struct ts_json *root)
{
    const struct ts_json *types = ts_json_member(root, "type");
    size_t count = ts_json_values(types);
    bool verifiable = false;

    ts_form_require(form, count <= TS_TYPES_MAX, TS_OVER_LIMIT, "VCDM 2.0 4.5 type");
    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        const struct ts_json *type = ts_json_value(types, i);
        ts_form_require(form, ts_json_is(type, TS_JSON_STRING), TS_MALFORMED,
                        "VCDM 2.0 4.5 type");
        verifiable |= ts_json_string_is(type, "VerifiableCredential");
        draft->types[draft->type_count++] = ts_json_string(type);
    }
    draft->is_record = ts_json_values_include(types, "ClrCredential");
    ts_form_require(form, verifiable, TS_UNSUPPORTED,
                    "VCDM 2.0 4.5: not a VerifiableCredential");
}

static void
read_context(struct ts_form *form, const struct ts_json *root)
{
    const struct ts_json *first = ts_json_value(ts_json_member(root, "@context"), 0);
    bool known =
        ts_json_string_is(first, CONTEXT_2) || ts_json_string_is(first, CONTEXT_1);
    ts_form_require(form, known, TS_UNSUPPORTED, "VCDM 2.0 4.3 @context");
}

static void
read_issuer(struct ts_form *form, struct ts_credential *draft, const struct ts_json *root)
{
    const struct ts_json *issuer = ts_json_member(root, "issuer");
    bool fine = issuer->kind == TS_JSON_NONE || ts_form_id(issuer).len > 0;
    ts_form_require(form, fine, TS_MALFORMED, "VCDM 2.0 4.7 issuer");
    draft->issuer_id = ts_form_id(issuer);
    draft->issuer_name = ts_form_words(issuer, "name");
}

/* VCDM 2.0 names win over their 1.1 ancestors; a credential that has both and
 * means different things by them would be two credentials in one. */
static void
read_dates(struct ts_form *form, struct ts_credential *draft, const struct ts_json *root)
{
    ts_utc issued = ts_form_time(form, root, "issuanceDate", TS_UTC_ALWAYS,
                                 "VCDM 1.1 4.6 issuanceDate");
    ts_utc expires = ts_form_time(form, root, "expirationDate", TS_UTC_NEVER,
                                  "VCDM 1.1 4.7 expirationDate");
    draft->valid_from =
        ts_form_time(form, root, "validFrom", issued, "VCDM 2.0 4.9 validFrom");
    draft->valid_until =
        ts_form_time(form, root, "validUntil", expires, "VCDM 2.0 4.9 validUntil");
    draft->awarded =
        ts_form_time(form, root, "awardedDate", TS_UTC_ALWAYS, "OB 3.0 B.1 awardedDate");
    ts_form_require(form, draft->valid_from.s <= draft->valid_until.s, TS_MALFORMED,
                    "VCDM 2.0 4.9: ends before it begins");
}

/* A count that the specifications write as text, and issuers as a number. */
static uint64_t
read_count(struct ts_form *form, const struct ts_json *from, const char *rule)
{
    int64_t value = 0;
    bool fine = from->kind == TS_JSON_NONE;
    if (ts_json_is(from, TS_JSON_STRING)) {
        struct ts_json number = { .kind = TS_JSON_NUMBER, .text = from->text };
        fine = from->text.len > 0 && from->text.at[0] >= '0' && from->text.at[0] <= '9'
               && ts_json_integer(&number, &value) == TS_OK;
    } else if (ts_json_is(from, TS_JSON_NUMBER)) {
        fine = ts_json_integer(from, &value) == TS_OK;
    }
    ts_form_require(form, fine && value >= 0, TS_MALFORMED, rule);
    return value < 0 ? 0 : (uint64_t)value;
}

static void
read_index(struct ts_form *form, struct ts_status_entry *entry,
           const struct ts_json *index)
{
    entry->has_index = index->kind != TS_JSON_NONE;
    entry->index = read_count(form, index, "BSL 1.0 2.1 statusListIndex");
}

static void
read_status_entry(struct ts_form *form, struct ts_status_entry *entry,
                  const struct ts_json *status)
{
    ts_form_require(form, ts_json_is(status, TS_JSON_OBJECT), TS_MALFORMED,
                    "VCDM 2.0 4.10 credentialStatus");
    entry->type = ts_json_string(ts_json_value(ts_json_member(status, "type"), 0));
    ts_form_require(form, entry->type.len > 0, TS_MALFORMED, "VCDM 2.0 4.10 type");
    entry->list = ts_form_text(form, status, "statusListCredential", "BSL 1.0 2.1 list");
    if (entry->list.len == 0)
        entry->list = ts_form_text(form, status, "id", "VCDM 2.0 4.10 id");
    entry->purpose = ts_form_text(form, status, "statusPurpose", "BSL 1.0 2.1 purpose");
    read_index(form, entry, ts_json_member(status, "statusListIndex"));
    entry->size =
        read_count(form, ts_json_member(status, "statusSize"), "BSL 1.0 2.1 statusSize");
}

static void
read_statuses(struct ts_form *form, struct ts_credential *draft,
              const struct ts_json *root)
{
    const struct ts_json *status = ts_json_member(root, "credentialStatus");
    size_t count = ts_json_values(status);
    ts_form_require(form, count <= TS_STATUS_ENTRIES_MAX, TS_OVER_LIMIT,
                    "VCDM 2.0 4.10: too many status entries");
    for (size_t i = 0; ts_form_ok(form) && i < count; i++)
        read_status_entry(form, &draft->statuses[draft->status_count++],
                          ts_json_value(status, i));
}

/* VCDM 2.0 5.4 and 5.5; VC Confidence Method 1.0. A kiosk without a network asks
 * nobody, and terms are for people to read. */
static const struct {
    const char *member;
    enum ts_unchecked bit;
} left_alone[] = {
    { "refreshService", TS_UNCHECKED_REFRESH },
    { "termsOfUse", TS_UNCHECKED_TERMS },
    { "confidenceMethod", TS_UNCHECKED_CONFIDENCE },
};

const char *
ts_unchecked_name(unsigned place)
{
    TS_CHECK(place < TS_UNCHECKED_COUNT);
    return place < TS_COUNT(left_alone) ? left_alone[place].member : "presentationProof";
}

static void
note_unchecked(struct ts_credential *draft, const struct ts_json *root)
{
    const struct ts_json *subject =
        ts_json_value(ts_json_member(root, "credentialSubject"), 0);
    for (size_t i = 0; i < TS_COUNT(left_alone); i++)
        if (ts_json_values(ts_json_member(root, left_alone[i].member)) > 0
            || ts_json_values(ts_json_member(subject, left_alone[i].member)) > 0)
            draft->unchecked |= left_alone[i].bit;
}

static void
read_root(struct ts_form *form, struct ts_credential *draft, const struct ts_json *root)
{
    ts_form_require(form, ts_json_is(root, TS_JSON_OBJECT), TS_UNSUPPORTED,
                    "not a credential");
    read_types(form, draft, root);
    read_context(form, root);
    draft->id = ts_form_text(form, root, "id", "VCDM 2.0 4.4 id");
    read_issuer(form, draft, root);
    read_dates(form, draft, root);
    ts_endorsements_add(form, draft, root);
    ts_subject_read(form, draft, root);
    ts_endorsements_add(form, draft, ts_json_member(root, "issuer"));
    read_statuses(form, draft, root);
    ts_evidence_read(form, draft, root);
    note_unchecked(draft, root);
    draft->name = ts_form_words(root, "name");
    if (draft->name.len == 0)
        draft->name = draft->achievement_name;
}

enum ts_status
ts_credential_read(struct ts_arena *arena, struct ts_credential *credential,
                   ts_verified payload, const struct ts_json *tree, enum ts_format format,
                   struct ts_fault *fault)
{
    struct ts_form form = { .arena = arena };
    struct ts_credential draft = { .format = format };
    const struct ts_json *payload_root = tree;
    enum ts_status status = TS_OK;

    if (!tree)
        status = ts_json_parse(arena, &payload_root, payload.bytes, fault);
    if (status != TS_OK)
        return status;
    const struct ts_json *vc = ts_json_member(payload_root, "vc");
    bool wrapped = format == TS_FORMAT_VC_JWT && vc->kind != TS_JSON_NONE;

    read_root(&form, &draft, wrapped ? vc : payload_root);
    if (format == TS_FORMAT_VC_JWT)
        ts_claims_read(&form, &draft, payload_root);
    if (format == TS_FORMAT_VC_JWT || format == TS_FORMAT_VC_COSE)
        ts_claims_status_read(&form, &draft, payload_root);
    ts_form_require(&form, draft.issuer_id.len > 0, TS_MALFORMED, "VCDM 2.0 4.7 issuer");
    ts_earned_read(&draft);

    if (!ts_form_ok(&form))
        return ts_fault_set(fault, form.fault.status, 0, form.fault.rule);
    *credential = draft;
    return TS_OK;
}
