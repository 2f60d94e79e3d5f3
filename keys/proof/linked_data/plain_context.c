#include "keys/proof/linked_data/plain_form.h"

static const char RULE[] = "plain form 3, @context";

static bool
begins_with_at(ts_span text)
{
    return text.len && text.at[0] == '@';
}

static enum ts_status
note_name(struct ts_plain *plain, ts_span name)
{
    struct ts_plain_name *note = ts_arena_take(plain->arena, sizeof(*note));
    if (!note)
        return TS_NO_SPACE;
    *note = (struct ts_plain_name){ .text = name, .next = plain->names };
    plain->names = note;
    return TS_OK;
}

/* "id" and "type" are what every context we know calls them. */
static bool
is_usual_alias(ts_span name, ts_span keyword)
{
    return (ts_span_is(name, "id") && ts_span_is(keyword, "@id"))
           || (ts_span_is(name, "type") && ts_span_is(keyword, "@type"));
}

static enum ts_status
check_context(struct ts_plain *plain, const struct ts_json *context);

static enum ts_status
check_term(struct ts_plain *plain, const struct ts_json *term)
{
    const struct ts_json *id =
        ts_json_is(term, TS_JSON_OBJECT) ? ts_json_member(term, "@id") : term;
    const struct ts_json *scoped = ts_json_member(term, "@context");
    ts_span keyword = ts_json_string(id);

    if (begins_with_at(keyword) && !is_usual_alias(term->name, keyword))
        return ts_plain_refuse(plain, term->name, RULE);
    if (!ts_json_is(ts_json_member(term, "@reverse"), TS_JSON_NONE)
        || !ts_json_is(ts_json_member(term, "@nest"), TS_JSON_NONE))
        return ts_plain_refuse(plain, term->name, RULE);
    enum ts_status status = note_name(plain, term->name);
    if (status == TS_OK && !ts_json_is(scoped, TS_JSON_NONE))
        status = check_context(plain, scoped);
    return status;
}

static enum ts_status
check_terms(struct ts_plain *plain, const struct ts_json *context)
{
    plain->is_careful = true;
    for (const struct ts_json *at = context->first; at; at = at->next) {
        enum ts_status status = TS_OK;
        if (!begins_with_at(at->name))
            status = check_term(plain, at);
        else if (!ts_span_is(at->name, "@version") && !ts_span_is(at->name, "@protected"))
            status = ts_plain_refuse(plain, at->name, RULE);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

static enum ts_status
check_one(struct ts_plain *plain, const struct ts_json *context)
{
    if (ts_json_is(context, TS_JSON_OBJECT))
        return check_terms(plain, context);
    if (!ts_json_is(context, TS_JSON_STRING))
        return ts_plain_refuse(plain, TS_SPAN_LIT("@context"), RULE);
    if (!ts_ld_contexts_find(NULL, ts_json_string(context)))
        plain->is_careful = true;
    return TS_OK;
}

static enum ts_status
check_context(struct ts_plain *plain, const struct ts_json *context)
{
    enum ts_status status = TS_OK;
    if (!ts_json_is(context, TS_JSON_ARRAY))
        return check_one(plain, context);
    for (const struct ts_json *at = context->first; at && status == TS_OK; at = at->next)
        status = check_one(plain, at);
    return status;
}

enum ts_status
ts_plain_contexts(struct ts_plain *plain, const struct ts_json *document)
{
    enum ts_status status = TS_OK;
    bool is_object = ts_json_is(document, TS_JSON_OBJECT);
    if (!is_object && !ts_json_is(document, TS_JSON_ARRAY))
        return TS_OK;
    for (const struct ts_json *at = document->first; at && status == TS_OK; at = at->next)
        status = is_object && ts_span_is(at->name, "@context")
                     ? check_context(plain, at)
                     : ts_plain_contexts(plain, at);
    return status;
}
