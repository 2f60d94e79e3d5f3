#include "keys/proof/linked_data/known_contexts.h"
#include "keys/proof/linked_data/plain_form.h"

static const char RULE[] = "plain form 2, names";

enum {
    SCOPES_MAX = 8, /* scoped contexts in scoped contexts; those compiled in have three */
    /* Names looked up in all compiled-in contexts at once, 10 us each. Only a document
     * with a context of its own asks, and has under 200. */
    LOOKUPS_MAX = 2048,
};

/* What the compiled-in contexts call an IRI. */
struct naming {
    ts_span iri;
    ts_span name;       /* The name it has in the document. */
    bool is_taken;      /* The name is one of theirs, for whatever IRI. */
    bool is_known;      /* The IRI has a name at all, */
    bool has_this_name; /* this one, */
    bool has_lower;     /* one that begins as those of properties do, */
    bool has_upper;     /* or as those of classes do. */
};

static bool
is_upper(ts_span name)
{
    return name.len && name.at[0] >= 'A' && name.at[0] <= 'Z';
}

static void search_contexts(struct naming *naming, const struct ts_ld_context *context,
                            unsigned scopes);

static void
search_table(struct naming *naming, const struct ts_ld_table *table, unsigned scopes)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct ts_ld_term *term = &table->terms[i];
        if (term->scoped && scopes < SCOPES_MAX)
            search_contexts(naming, term->scoped, scopes + 1);
        bool is_name = ts_span_equal(term->name, naming->name);
        naming->is_taken |= is_name;
        if (!ts_span_equal(term->iri, naming->iri))
            continue;
        naming->is_known = true;
        naming->has_this_name |= is_name;
        naming->has_upper |= is_upper(term->name);
        naming->has_lower |= !is_upper(term->name);
    }
}

static void
search_contexts(struct naming *naming, const struct ts_ld_context *context,
                unsigned scopes)
{
    for (; context; context = context->next)
        if (context->kind == TS_LD_CONTEXT_TABLE)
            search_table(naming, context->table, scopes);
}

/* Thousands of comparisons: only for what is not written as usual. */
static struct naming
naming_of(struct ts_plain *plain, ts_span name, ts_span iri)
{
    struct naming naming = { .iri = iri, .name = name };
    if (plain->lookups++ >= LOOKUPS_MAX) {
        naming.is_known = true; /* Not one that is called so: it is refused. */
        return naming;
    }
    for (size_t i = 0; i < ts_ld_known_contexts_count; i++)
        search_contexts(&naming, ts_ld_known_contexts[i].context, 0);
    return naming;
}

static bool
is_defined_in_place(const struct ts_plain *plain, ts_span name)
{
    for (const struct ts_plain_name *at = plain->names; at; at = at->next)
        if (ts_span_equal(at->text, name))
            return true;
    return false;
}

/*
 * What they have a name for has that name. In place, nobody takes one of their names,
 * not even for the same thing: it may stand in another container there. A site may
 * use their names for its own things, as real contexts do.
 */
static bool
is_theirs_or_new(const struct ts_plain *plain, const struct naming *naming)
{
    if (naming->is_taken && is_defined_in_place(plain, naming->name))
        return false;
    return !naming->is_known || naming->has_this_name;
}

/* No two names of properties in the compiled-in contexts stand for the same IRI
 * (tests/unit/keys/proof/linked_data/test_plain_contexts.c), so where nothing else is in
 * force the name need not be looked up. */
enum ts_status
ts_plain_key(struct ts_plain *plain, const struct ts_json *value, ts_span iri)
{
    ts_span name = value->name;
    if (ts_span_index(name, ':') < name.len)
        return ts_plain_refuse(plain, name, RULE);
    if (!plain->is_careful && !is_upper(name))
        return TS_OK;
    struct naming naming = naming_of(plain, name, iri);
    if (!is_theirs_or_new(plain, &naming) || (is_upper(name) && naming.has_lower))
        return ts_plain_refuse(plain, name, RULE);
    return TS_OK;
}

enum ts_status
ts_plain_word(struct ts_plain *plain, ts_span word, ts_span iri)
{
    if (word.len == 0 || ts_span_equal(word, iri))
        return ts_plain_refuse(plain, word, RULE);
    if (!plain->is_careful)
        return TS_OK;
    struct naming naming = naming_of(plain, word, iri);
    return is_theirs_or_new(plain, &naming) ? TS_OK : ts_plain_refuse(plain, word, RULE);
}

/* Not so where iri is what the compiled-in contexts name otherwise. */
static bool
is_named_so(struct ts_plain *plain, ts_span iri, ts_span type)
{
    struct naming naming = naming_of(plain, type, iri);
    return !naming.is_known
           || (naming.has_this_name && (is_upper(type) || !naming.has_upper));
}

/* Some name of the node is what the compiled-in contexts call iri. */
static bool
is_named(struct ts_plain *plain, ts_span iri, const struct ts_json *types)
{
    for (size_t i = 0; i < ts_json_values(types); i++)
        if (is_named_so(plain, iri, ts_json_string(ts_json_value(types, i))))
            return true;
    return false;
}

/** Types of one node; each is looked up for each. */
enum { TYPES_MAX = 16 };

enum ts_status
ts_plain_types(struct ts_plain *plain, const struct ts_json *types,
               const struct ts_ld_name *iris)
{
    bool is_usual = !plain->is_careful;
    if (ts_json_values(types) > TYPES_MAX)
        return ts_plain_refuse(plain, TS_SPAN_LIT("type"), RULE);
    for (size_t i = 0; i < ts_json_values(types); i++) {
        ts_span type = ts_json_string(ts_json_value(types, i));
        if (type.len == 0 || ts_span_index(type, ':') < type.len || type.at[0] == '@')
            return ts_plain_refuse(plain, type, RULE);
        is_usual = is_usual && is_upper(type);
    }
    for (size_t i = 0; !is_usual && i < ts_json_values(types); i++) {
        struct naming naming =
            naming_of(plain, ts_json_string(ts_json_value(types, i)), (ts_span){ 0 });
        if (naming.is_taken && is_defined_in_place(plain, naming.name))
            return ts_plain_refuse(plain, naming.name, RULE);
    }
    for (; iris && !is_usual; iris = iris->next)
        if (!is_named(plain, iris->text, types))
            return ts_plain_refuse(plain, iris->text, RULE);
    return TS_OK;
}
