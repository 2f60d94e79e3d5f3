#include "keys/proof/linked_data/context_active.h"

#include "keys/proof/linked_data/iri.h"

#define RULE "JSON-LD 1.1 API 4.1.2 step 5."

static enum ts_status
check_version(struct ts_ld_run *run, const struct ts_json *object)
{
    const struct ts_json *said = ts_json_member(object, "@version");
    if (said->kind == TS_JSON_NONE
        || (said->kind == TS_JSON_NUMBER && ts_span_is(said->text, "1.1")))
        return TS_OK;
    return ts_ld_refuse(run, TS_MALFORMED, said->text, RULE "5: invalid @version value");
}

/* A context that was included has no say in the base. */
static enum ts_status
set_base(struct ts_ld_run *run, struct ts_ld_active *active, const struct ts_json *object,
         const struct ts_ld_manner *manner)
{
    const struct ts_json *said = ts_json_member(object, "@base");
    if (said->kind == TS_JSON_NONE || manner->chain)
        return TS_OK;
    if (said->kind == TS_JSON_NULL) {
        active->base = (ts_span){ 0 };
        return TS_OK;
    }
    if (said->kind != TS_JSON_STRING
        || (active->base.len == 0 && !ts_iri_has_scheme(said->text)))
        return ts_ld_refuse(run, TS_MALFORMED, said->text, RULE "7: invalid base IRI");
    if (ts_iri_resolve(run->arena, &active->base, active->base, said->text) != TS_OK)
        return ts_ld_full(run);
    return TS_OK;
}

static enum ts_status
set_vocab(struct ts_ld_run *run, struct ts_ld_active *active,
          const struct ts_json *object)
{
    const struct ts_json *said = ts_json_member(object, "@vocab");
    if (said->kind == TS_JSON_NONE)
        return TS_OK;
    if (said->kind == TS_JSON_NULL) {
        active->vocab = (ts_span){ 0 };
        return TS_OK;
    }
    if (said->kind != TS_JSON_STRING || ts_ld_keyword_like(said->text))
        return ts_ld_refuse(run, TS_MALFORMED, said->text,
                            RULE "8: invalid vocab mapping");
    ts_span vocab; /* The one before it takes part in finding it. */
    enum ts_status status = ts_ld_iri_expand(
        run, &vocab, active, said->text, TS_LD_AGAINST_VOCAB | TS_LD_AGAINST_BASE, NULL);
    if (status == TS_OK && run->options->safe && !ts_iri_has_scheme(vocab))
        return ts_ld_refuse(run, TS_MALFORMED, said->text, "safe mode: relative @vocab");
    active->vocab = vocab;
    return status;
}

static enum ts_status
set_language(struct ts_ld_run *run, struct ts_ld_active *active,
             const struct ts_json *object)
{
    const struct ts_json *said = ts_json_member(object, "@language");
    if (said->kind == TS_JSON_NONE)
        return TS_OK;
    if (said->kind != TS_JSON_NULL && said->kind != TS_JSON_STRING)
        return ts_ld_refuse(run, TS_MALFORMED, said->text,
                            RULE "9: invalid default language");
    active->language = ts_json_string(said);
    return TS_OK;
}

bool
ts_ld_direction(enum ts_ld_direction *direction, const struct ts_json *said)
{
    if (ts_json_string_is(said, "ltr"))
        *direction = TS_LD_LTR;
    else if (ts_json_string_is(said, "rtl"))
        *direction = TS_LD_RTL;
    else if (said->kind == TS_JSON_NULL)
        *direction = TS_LD_DIRECTION_NONE;
    else
        return false;
    return true;
}

static enum ts_status
set_direction(struct ts_ld_run *run, struct ts_ld_active *active,
              const struct ts_json *object)
{
    const struct ts_json *said = ts_json_member(object, "@direction");
    if (said->kind == TS_JSON_NONE || ts_ld_direction(&active->direction, said))
        return TS_OK;
    return ts_ld_refuse(run, TS_MALFORMED, said->text, RULE "10: invalid base direction");
}

static enum ts_status
check_flag(struct ts_ld_run *run, bool *flag, const struct ts_json *object,
           const char *name)
{
    const struct ts_json *said = ts_json_member(object, name);
    if (said->kind != TS_JSON_NONE && said->kind != TS_JSON_TRUE
        && said->kind != TS_JSON_FALSE)
        return ts_ld_refuse(run, TS_MALFORMED, said->name,
                            RULE "11: a flag that is no boolean");
    *flag = said->kind == TS_JSON_TRUE;
    return TS_OK;
}

enum ts_status
ts_ld_context_settings(struct ts_ld_run *run, struct ts_ld_active *active,
                       const struct ts_json *object, bool *protects,
                       const struct ts_ld_manner *manner)
{
    bool propagates;
    enum ts_status status = check_version(run, object);
    if (status == TS_OK)
        status = set_base(run, active, object, manner);
    if (status == TS_OK)
        status = set_vocab(run, active, object);
    if (status == TS_OK)
        status = set_language(run, active, object);
    if (status == TS_OK)
        status = set_direction(run, active, object);
    if (status == TS_OK)
        status = check_flag(run, &propagates, object, "@propagate");
    if (status == TS_OK)
        status = check_flag(run, protects, object, "@protected");
    return status;
}

/* Steps 12 and 13 */
enum ts_status
ts_ld_context_object(struct ts_ld_run *run, struct ts_ld_active *active,
                     const struct ts_json *object, ts_span base,
                     const struct ts_ld_manner *manner)
{
    struct ts_ld_definer definer = { .active = active, .base = base, .manner = manner };
    enum ts_status status = TS_OK;
    if (ts_json_member(object, "@import")->kind != TS_JSON_NONE)
        status = ts_ld_context_import(run, active, &object, base, manner);
    if (status == TS_OK)
        status = ts_ld_context_settings(run, active, object, &definer.protects, manner);
    if (status == TS_OK)
        status = ts_ld_context_terms(run, &definer, object);
    return status;
}
