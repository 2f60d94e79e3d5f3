#include "kiosk/credential/hcert.h"

#include "keys/codec/cbor.h"
#include "kiosk/credential/form.h"

/* EU DCC schema 1.3.0: what each kind of entry must carry. */
static const struct {
    const char *list; /* member of the certificate */
    const char *type;
    const char *text[10];
    const char *integer[3];
} kinds[] = {
    { "v",
      "vaccination",
      { "tg", "vp", "mp", "ma", "dt", "co", "is", "ci" },
      { "dn", "sd" } },
    { "t", "test", { "tg", "tt", "sc", "tr", "co", "is", "ci" }, { NULL } },
    { "r", "recovery", { "tg", "fr", "co", "is", "df", "du", "ci" }, { NULL } },
};

static bool
has_text(const struct ts_cbor *map, const char *name)
{
    return ts_cbor_text(ts_cbor_member(map, name)).len > 0;
}

static bool
entry_is_complete(const struct ts_cbor *entry, size_t kind)
{
    int64_t ignored;
    for (size_t i = 0; kinds[kind].text[i]; i++)
        if (!has_text(entry, kinds[kind].text[i]))
            return false;
    for (size_t i = 0; kinds[kind].integer[i]; i++)
        if (ts_cbor_integer(ts_cbor_member(entry, kinds[kind].integer[i]), &ignored)
            != TS_OK)
            return false;
    return true;
}

/* The one entry there may be; kind gets its row above. */
static const struct ts_cbor *
only_entry(const struct ts_cbor *certificate, size_t *kind)
{
    const struct ts_cbor *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < TS_COUNT(kinds); i++) {
        const struct ts_cbor *list = ts_cbor_member(certificate, kinds[i].list);
        if (list->kind != TS_CBOR_ARRAY || list->count == 0)
            continue;
        count += list->count;
        found = ts_cbor_element(list, 0);
        *kind = i;
    }
    return count == 1 && found && found->kind == TS_CBOR_MAP ? found : NULL;
}

static bool
is_machine_name(ts_span name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] != '<' && (name.at[i] < 'A' || name.at[i] > 'Z'))
            return false;
    return name.len > 0;
}

/* "YYYY-MM-DD", "YYYY-MM", "YYYY" or nothing: schema 1.3.0, dob. */
static bool
is_birth_date(const struct ts_cbor *dob)
{
    ts_span text = ts_cbor_text(dob);
    if (dob->kind != TS_CBOR_TEXT
        || (text.len != 0 && text.len != 4 && text.len != 7 && text.len != 10))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool dash = i == 4 || i == 7;
        if (dash ? text.at[i] != '-' : (text.at[i] < '0' || text.at[i] > '9'))
            return false;
    }
    return true;
}

static bool
fits_schema(const struct ts_cbor *certificate, const struct ts_cbor *name)
{
    return certificate->kind == TS_CBOR_MAP && has_text(certificate, "ver")
           && is_birth_date(ts_cbor_member(certificate, "dob"))
           && is_machine_name(ts_cbor_text(ts_cbor_member(name, "fnt")));
}

static ts_span
name_of(struct ts_form *form, const struct ts_cbor *name)
{
    return ts_form_join(form, ts_cbor_text(ts_cbor_member(name, "gn")),
                        ts_cbor_text(ts_cbor_member(name, "fn")));
}

/* SNOMED CT 260373001: detected. Everything else is not said to be an infection. */
static enum ts_outcome
outcome_of(const struct ts_cbor *entry)
{
    return ts_span_is(ts_cbor_text(ts_cbor_member(entry, "tr")), "260373001")
               ? TS_OUTCOME_FAILED
               : TS_OUTCOME_NOT_SAID;
}

/* RFC 8392: 1 iss, 4 exp, 6 iat, all required by the DCC specification. */
static bool
read_claims(struct ts_credential *draft, const struct ts_cbor *claims)
{
    draft->issuer_id = ts_cbor_text(ts_cbor_at(claims, 1));
    return ts_cbor_integer(ts_cbor_at(claims, 4), &draft->valid_until.s) == TS_OK
           && ts_cbor_integer(ts_cbor_at(claims, 6), &draft->valid_from.s) == TS_OK;
}

enum ts_status
ts_hcert_read(struct ts_arena *arena, struct ts_credential *credential,
              ts_verified payload, struct ts_fault *fault)
{
    struct ts_credential draft = { .format = TS_FORMAT_HCERT, .awarded = TS_UTC_ALWAYS };
    struct ts_form form = { .arena = arena };
    const struct ts_cbor *claims;
    size_t row = 0;

    enum ts_status status = ts_cbor_parse(arena, &claims, payload.bytes, fault);
    if (status != TS_OK)
        return status;
    if (!read_claims(&draft, claims))
        return ts_fault_set(fault, TS_MALFORMED, 0, "DCC 1.3.0 3.3.1 CWT claims");
    const struct ts_cbor *certificate = ts_cbor_at(ts_cbor_at(claims, -260), 1);
    const struct ts_cbor *name = ts_cbor_member(certificate, "nam");
    if (!fits_schema(certificate, name))
        return ts_fault_set(fault, TS_MALFORMED, 0, "DCC schema 1.3.0");
    const struct ts_cbor *entry = only_entry(certificate, &row);
    if (!entry || !entry_is_complete(entry, row))
        return ts_fault_set(fault, TS_MALFORMED, 0, "DCC schema 1.3.0: one whole entry");

    draft.id = ts_cbor_text(ts_cbor_member(entry, "ci"));
    draft.issuer_name = ts_cbor_text(ts_cbor_member(entry, "is"));
    draft.name = TS_SPAN_LIT("EU Digital COVID Certificate");
    draft.types[draft.type_count++] = ts_span_text(kinds[row].type);
    draft.outcome = outcome_of(entry);
    draft.subject_name = name_of(&form, name);
    if (!ts_form_ok(&form))
        return ts_fault_set(fault, form.fault.status, 0, form.fault.rule);
    draft.dcc_kind = kinds[row].list[0];
    *credential = draft;
    return TS_OK;
}
