#include "keys/proof/linked_data/known_contexts.h"
#include "keys/proof/linked_data/plain.h"
#include "tests/support/support.h"

/* What plain.h takes for granted of the contexts that are compiled in. */

struct names {
    const struct ts_ld_term *terms[8192];
    size_t count;
};

static void
collect(struct names *names, const struct ts_ld_context *context, unsigned scopes)
{
    for (; context; context = context->next) {
        if (context->kind != TS_LD_CONTEXT_TABLE)
            continue;
        for (size_t i = 0; i < context->table->count; i++) {
            assert_in_range(names->count, 0, TS_COUNT(names->terms) - 1);
            names->terms[names->count++] = &context->table->terms[i];
            /* plain_terms.c goes eight deep. */
            assert_in_range(scopes, 0, 8);
            collect(names, context->table->terms[i].scoped, scopes + 1);
        }
    }
}

static const struct names *
all_names(void)
{
    static struct names names;
    names.count = 0;
    for (size_t i = 0; i < ts_ld_known_contexts_count; i++)
        collect(&names, ts_ld_known_contexts[i].context, 0);
    assert_in_range(names.count, 500, TS_COUNT(names.terms));
    return &names;
}

static bool
is_upper(ts_span name)
{
    return name.len && name.at[0] >= 'A' && name.at[0] <= 'Z';
}

/* Nobody decides by these: keywords in a beta of Open Badges, and the same statement
 * of the Digital Credentials Consortium seen from both ends. */
static bool
is_tolerated(ts_span a, ts_span b)
{
    static const char *const pairs[][2] = {
        { "tag", "tags" },
        { "awardedOnCompletionOf", "educationalCredentialAwarded" },
    };
    for (size_t i = 0; i < TS_COUNT(pairs); i++)
        if ((ts_span_is(a, pairs[i][0]) && ts_span_is(b, pairs[i][1]))
            || (ts_span_is(b, pairs[i][0]) && ts_span_is(a, pairs[i][1])))
            return true;
    return false;
}

static void
no_property_has_two_names(void **state)
{
    (void)state;
    const struct names *names = all_names();
    for (size_t i = 0; i < names->count; i++)
        for (size_t k = i + 1; k < names->count; k++) {
            const struct ts_ld_term *a = names->terms[i];
            const struct ts_ld_term *b = names->terms[k];
            if (a->iri.len == 0 || !ts_span_equal(a->iri, b->iri)
                || ts_span_equal(a->name, b->name) || is_upper(a->name)
                || is_upper(b->name) || is_tolerated(a->name, b->name))
                continue;
            print_error("%.*s and %.*s are %.*s\n", TS_SPAN_ARG(a->name),
                        TS_SPAN_ARG(b->name), TS_SPAN_ARG(a->iri));
            fail();
        }
}

static void
keywords_have_their_usual_names(void **state)
{
    (void)state;
    const struct names *names = all_names();
    for (size_t i = 0; i < names->count; i++) {
        const struct ts_ld_term *term = names->terms[i];
        if (!ts_span_starts_with(term->iri, TS_SPAN_LIT("@")))
            continue;
        assert_true(
            (ts_span_is(term->name, "id") && ts_span_is(term->iri, "@id"))
            || (ts_span_is(term->name, "type") && ts_span_is(term->iri, "@type")));
    }
    for (size_t i = 0; i < names->count; i++) {
        assert_int_equal(names->terms[i]->reverse,
                         ts_span_is(names->terms[i]->name, "awardedOnCompletionOf"));
        assert_int_equal(names->terms[i]->nest.len, 0);
        assert_int_equal(ts_span_index(names->terms[i]->name, ':'),
                         names->terms[i]->name.len);
    }
}

static void
no_vocabulary_holds_what_has_a_name(void **state)
{
    (void)state;
    const struct names *names = all_names();
    size_t vocabularies = 0;
    for (size_t i = 0; i < ts_ld_known_contexts_count; i++) {
        ts_span vocab = ts_ld_known_contexts[i].context->table->vocab;
        if (vocab.len == 0)
            continue;
        vocabularies++;
        for (size_t k = 0; k < names->count; k++)
            assert_false(ts_span_starts_with(names->terms[k]->iri, vocab));
    }
    assert_in_range(vocabularies, 0, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_property_has_two_names),
        cmocka_unit_test(keywords_have_their_usual_names),
        cmocka_unit_test(no_vocabulary_holds_what_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
