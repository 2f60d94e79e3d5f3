#include "keys/proof/linked_data/iri.h"

#include "tests/support/support.h"

/* RFC 3986 5.4, with the base it has there. */
#define BASE "http://a/b/c/d;p?q"

static const struct {
    const char *reference, *resolved;
} references[] = {
    { "g:h", "g:h" },
    { "g", "http://a/b/c/g" },
    { "./g", "http://a/b/c/g" },
    { "g/", "http://a/b/c/g/" },
    { "/g", "http://a/g" },
    { "//g", "http://g" },
    { "?y", "http://a/b/c/d;p?y" },
    { "g?y", "http://a/b/c/g?y" },
    { "#s", "http://a/b/c/d;p?q#s" },
    { "g#s", "http://a/b/c/g#s" },
    { "g?y#s", "http://a/b/c/g?y#s" },
    { ";x", "http://a/b/c/;x" },
    { "g;x", "http://a/b/c/g;x" },
    { "g;x?y#s", "http://a/b/c/g;x?y#s" },
    { "", "http://a/b/c/d;p?q" },
    { ".", "http://a/b/c/" },
    { "./", "http://a/b/c/" },
    { "..", "http://a/b/" },
    { "../", "http://a/b/" },
    { "../g", "http://a/b/g" },
    { "../..", "http://a/" },
    { "../../", "http://a/" },
    { "../../g", "http://a/g" },
    { "../../../g", "http://a/g" },
    { "../../../../g", "http://a/g" },
    { "/./g", "http://a/g" },
    { "/../g", "http://a/g" },
    { "g.", "http://a/b/c/g." },
    { ".g", "http://a/b/c/.g" },
    { "g..", "http://a/b/c/g.." },
    { "..g", "http://a/b/c/..g" },
    { "./../g", "http://a/b/g" },
    { "./g/.", "http://a/b/c/g/" },
    { "g/./h", "http://a/b/c/g/h" },
    { "g/../h", "http://a/b/c/h" },
    { "g;x=1/./y", "http://a/b/c/g;x=1/y" },
    { "g;x=1/../y", "http://a/b/c/y" },
    { "g?y/./x", "http://a/b/c/g?y/./x" },
    { "g?y/../x", "http://a/b/c/g?y/../x" },
    { "g#s/./x", "http://a/b/c/g#s/./x" },
    { "g#s/../x", "http://a/b/c/g#s/../x" },
    { "http:g", "http:g" },
};

static void
every_reference_of_the_rfc_is_resolved(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(references); i++) {
        ts_span got;
        arena.used = 0;
        ts_test_row(references[i].reference);
        assert_status(ts_iri_resolve(&arena, &got, ts_span_text(BASE),
                                     ts_span_text(references[i].reference)),
                      TS_OK);
        assert_span_equal(got, ts_span_text(references[i].resolved));
    }
    ts_test_arena_free(&arena);
}

static const struct {
    const char *rule, *base, *reference, *resolved;
} bases[] = {
    { "no base, no change", "", "a/../b", "a/../b" },
    { "an authority without a path", "http://a", "b", "http://a/b" },
    { "a fragment of the base is dropped", "http://a/b#c", "", "http://a/b" },
    { "a path that is no hierarchy", "tag:x", "y", "tag:y" },
    { "a file", "file:///a/b", "../../c", "file:///c" },
    { "only a path", "/a/b/c", "../d", "/a/d" },
    { "an absolute one keeps its dots", "http://a/", "http://b/c/../d",
      "http://b/c/../d" },
};

static void
bases_of_other_shapes(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(bases); i++) {
        ts_span got;
        ts_test_row(bases[i].rule);
        assert_status(ts_iri_resolve(&arena, &got, ts_span_text(bases[i].base),
                                     ts_span_text(bases[i].reference)),
                      TS_OK);
        assert_span_equal(got, ts_span_text(bases[i].resolved));
    }
    ts_test_arena_free(&arena);
}

/* Any cut of base and reference, in memory that ends where they do. */
static void
no_prefix_reads_past_its_end(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    static const char base[] = "http://a/b/../c?d#e";
    static const char reference[] = "//h/../i/./j?k#l";
    for (size_t b = 0; b < sizeof(base); b++) {
        for (size_t r = 0; r < sizeof(reference); r++) {
            uint8_t *from = ts_test_exact_copy((ts_span){ (const uint8_t *)base, b });
            uint8_t *to = ts_test_exact_copy((ts_span){ (const uint8_t *)reference, r });
            ts_span got;
            arena.used = 0;
            assert_status(
                ts_iri_resolve(&arena, &got, (ts_span){ from, b }, (ts_span){ to, r }),
                TS_OK);
            assert_true(got.len <= b + r + 4);
            free(from);
            free(to);
        }
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_said(void **state)
{
    (void)state;
    uint8_t memory[8];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span got = TS_SPAN_LIT("kept");
    assert_status(ts_iri_resolve(&arena, &got, ts_span_text(BASE), TS_SPAN_LIT("g")),
                  TS_NO_SPACE);
    assert_span_equal(got, TS_SPAN_LIT("kept"));
    assert_int_equal(arena.used, 0);
}

static const struct {
    const char *text;
    bool absolute, scheme, blank;
} kinds[] = {
    { "http://a/b", true, true, false },
    { "urn:uuid:1", true, true, false },
    { "did:key:z6Mk#z6Mk", true, true, false },
    { "a+b-c.d:x", true, true, false },
    { "a:", true, true, false },
    { "http://a/\xc3\xa9", true, true, false },
    { "http://a/ b", false, true, false },
    { "http://a/\tb", false, true, false },
    { "http://a/<b>", false, true, false },
    { "http://a/{b}", false, true, false },
    { "http://a/b\\c", false, true, false },
    { "http://a/b|c", false, true, false },
    { "http://a#b#c", false, true, false },
    { "1a:b", false, false, false },
    { ":b", false, false, false },
    { "a/b:c", false, false, false },
    { "a", false, false, false },
    { "", false, false, false },
    { "_:b0", false, false, true },
    { "_:b.0-1", false, false, true },
    { "_:", false, false, false },
    { "_:.a", false, false, false },
    { "_:-a", false, false, false },
    { "_:a.", false, false, false },
    { "_:a b", false, false, false },
    { "_a:b", false, false, false },
};

static void
each_text_is_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(kinds); i++) {
        ts_span text = ts_span_text(kinds[i].text);
        ts_test_row(kinds[i].text);
        assert_int_equal(ts_iri_is_absolute(text), kinds[i].absolute);
        assert_int_equal(ts_iri_has_scheme(text), kinds[i].scheme);
        assert_int_equal(ts_iri_is_blank(text), kinds[i].blank);
    }
    assert_false(ts_iri_is_absolute((ts_span){ (const uint8_t *)"a:\0b", 4 }));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_of_the_rfc_is_resolved),
        cmocka_unit_test(bases_of_other_shapes),
        cmocka_unit_test(no_prefix_reads_past_its_end),
        cmocka_unit_test(a_full_arena_is_said),
        cmocka_unit_test(each_text_is_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
