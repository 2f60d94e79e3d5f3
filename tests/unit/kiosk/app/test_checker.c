#include "firmware/base/writer.h"
#include "kiosk/app/checker.h"
#include "tests/support/families.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

struct world {
    struct ts_arena arena;
    struct ts_trust trust;
    struct ts_checker *checker;
};

static struct ts_now
mid_2026(void *context)
{
    (void)context;
    return (struct ts_now){ { 1780272000 }, TS_CLOCK_TRUSTED };
}

static int
open_world(void **state)
{
    static struct world w;
    w.arena = ts_test_arena(4 << 20);
    w.trust = ts_sample_trust(&w.arena);
    assert_status(
        ts_checker_open(&w.checker,
                        (struct ts_checker_rules){ .trust = &w.trust, .now = mid_2026 }),
        TS_OK);
    *state = &w;
    return 0;
}

static int
close_world(void **state)
{
    struct world *w = *state;
    ts_checker_close(w->checker);
    ts_test_arena_free(&w->arena);
    return 0;
}

/* Waits for the other thread; a check that never ends is ctest's to stop. */
static const struct ts_verdict *
wait_for(struct world *w, uint32_t *ticket)
{
    const struct ts_verdict *verdict = NULL;
    while (!ts_checker_collect(w->checker, ticket, &verdict))
        sched_yield();
    return verdict;
}

static ts_span
badge(struct world *w, const char *name)
{
    return ts_sample_badge(
        &w->arena, (struct ts_sample_wishes){ .kind = TS_KEY_ED25519, .name = name });
}

static void
a_verdict_carries_its_ticket(void **state)
{
    struct world *w = *state;
    for (uint32_t ticket = 1; ticket < 200; ticket++) {
        uint32_t got = 0;
        size_t used = w->arena.used;
        ts_checker_submit(w->checker, ticket, badge(w, ticket % 2 ? "Mina" : "Jean"));
        const struct ts_verdict *verdict = wait_for(w, &got);
        assert_int_equal(got, ticket);
        assert_int_equal(verdict->kind, TS_VERDICT_READY);
        assert_span_equal(verdict->card->credential->subject_name,
                          ts_span_text(ticket % 2 ? "Mina" : "Jean"));
        ts_arena_rewind(&w->arena, used);
    }
}

/* A presentation of count badges of one name. */
static ts_span
presentation(struct world *w, size_t count)
{
    ts_room rest = { malloc((size_t)1 << 16), (size_t)1 << 16 };
    struct ts_writer writer = ts_writer_over(rest);
    ts_span text;
    ts_write_text(&writer, "{\"type\":\"VerifiablePresentation\","
                           "\"proof\":{},\"verifiableCredential\":[");
    for (size_t i = 0; i < count; i++) {
        if (i)
            ts_write_u8(&writer, ',');
        ts_write_bytes(&writer,
                       ts_sample_badge(&w->arena, (struct ts_sample_wishes){
                                                      .signing = TS_SIGN_DATA_INTEGRITY,
                                                      .kind = TS_KEY_ED25519,
                                                      .name = "Mina" }));
    }
    ts_write_text(&writer, "]}");
    assert_true(ts_arena_copy(&w->arena, &text, ts_writer_span(&writer)));
    free(rest.at);
    return text;
}

static void
a_bag_is_judged_as_one_scan(void **state)
{
    struct world *w = *state;
    uint32_t ticket;
    for (int i = 0; i < 20; i++) {
        size_t used = w->arena.used;
        ts_checker_submit(w->checker, 1, presentation(w, 3));
        const struct ts_verdict *v = wait_for(w, &ticket);
        assert_int_equal(v->kind, TS_VERDICT_READY);
        assert_int_equal(v->row_count, 3);
        assert_int_equal(v->card->unchecked, TS_UNCHECKED_PRESENTATION);
        ts_arena_rewind(&w->arena, used);
    }
}

static void
too_large_a_bag_is_said_to_be(void **state)
{
    struct world *w = *state;
    uint32_t ticket;
    char text[1024] = "{\"type\":\"VerifiablePresentation\",\"verifiableCredential\":[{}";
    for (int i = 0; i < TS_BAG_MAX; i++)
        strcat(text, ",{}");
    strcat(text, "]}");
    ts_checker_submit(w->checker, 1, ts_span_text(text));
    const struct ts_verdict *v = wait_for(w, &ticket);
    assert_int_equal(v->kind, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(v->reasons[0].code, TS_REASON_UNSUPPORTED);
    assert_span_equal(v->reasons[0].detail, TS_SPAN_LIT("too many credentials at once"));
}

static void
a_wipe_voids_a_bag(void **state)
{
    struct world *w = *state;
    const struct ts_verdict *verdict;
    uint32_t ticket = 0;
    ts_span bag = presentation(w, 4);
    for (uint32_t i = 1; i < 200; i++) {
        ts_checker_submit(w->checker, i, bag);
        for (uint32_t n = 0; n < i % 8; n++)
            sched_yield();
        ts_checker_wipe(w->checker);
        assert_false(ts_checker_collect(w->checker, &ticket, &verdict));
    }
    ts_checker_submit(w->checker, 1000, badge(w, "Jean"));
    verdict = wait_for(w, &ticket);
    assert_int_equal(ticket, 1000);
    assert_span_equal(verdict->card->credential->subject_name, TS_SPAN_LIT("Jean"));
}

static void
what_is_no_credential_leaves_the_verdict_alone(void **state)
{
    struct world *w = *state;
    uint32_t ticket;
    ts_checker_submit(w->checker, 1, badge(w, "Mina"));
    const struct ts_verdict *shown = wait_for(w, &ticket);
    ts_checker_submit(w->checker, 2, TS_SPAN_LIT("BEGIN:VCARD"));
    assert_null(wait_for(w, &ticket));
    assert_int_equal(ticket, 2);
    assert_span_equal(shown->card->credential->subject_name, TS_SPAN_LIT("Mina"));
}

static void
a_wipe_voids_what_is_under_way(void **state)
{
    struct world *w = *state;
    const struct ts_verdict *verdict;
    uint32_t ticket = 0;
    for (uint32_t i = 1; i < 100; i++) {
        size_t used = w->arena.used;
        ts_checker_submit(w->checker, i, badge(w, "Mina"));
        ts_checker_wipe(w->checker);
        assert_false(ts_checker_collect(w->checker, &ticket, &verdict));
        ts_arena_rewind(&w->arena, used);
    }
    /* The next one is heard all the same, and nothing of those before it. */
    ts_checker_submit(w->checker, 1000, badge(w, "Jean"));
    verdict = wait_for(w, &ticket);
    assert_int_equal(ticket, 1000);
    assert_span_equal(verdict->card->credential->subject_name, TS_SPAN_LIT("Jean"));
}

static void
the_longest_code_fits(void **state)
{
    struct world *w = *state;
    static uint8_t text[TS_CODE_TEXT_MAX];
    uint32_t ticket;
    memset(text, '7', sizeof(text));
    memcpy(text, "shc:/", 5);
    ts_checker_submit(w->checker, 1, TS_SPAN_OF(text));
    assert_int_equal(wait_for(w, &ticket)->kind, TS_VERDICT_CANNOT_TELL);
}

/* 6 by 4 pixels of one colour. */
#define WEBP                                                                 \
    "524946461e000000574542505650384c110000002f05c000000750942217a5ff8188e8" \
    "7f0000"

/* A checker for a job whose profile asks to compare, with a card of such a portrait. */
struct gate {
    struct ts_checker *checker;
    struct ts_trust trust;
    struct ts_profile profile;
    ts_span card;
};

static struct gate
open_gate(struct ts_arena *arena, const char *portrait)
{
    struct gate g = { .trust = ts_sample_family_trust(arena) };
    char claims[512];
    snprintf(claims, sizeof(claims),
             "{\"1\":\"did:web:college.example\",\"4\":1798761600,\"6\":1767225600,"
             "\"169\":{\"1\":\"391\",\"4\":\"Mina Roy\","
             "\"62\":[{\"0\":\"h'%s'\",\"1\":0}]}}",
             portrait);
    g.card = ts_sample_claim_169(arena, claims, (struct ts_sample_cose_wishes){ 0 });
    assert_status(
        ts_profile_read(arena, &g.profile,
                        TS_SPAN_LIT("{\"format\":\"touchstone-profile/1\",\"id\":\"j\","
                                    "\"name\":\"Gate\",\"identity\":\"compare\","
                                    "\"all_of\":[{\"type\":\"identity-data\"}]}"),
                        NULL),
        TS_OK);
    return g;
}

static void
start_gate(struct gate *g)
{
    struct ts_checker_rules rules = { .trust = &g->trust,
                                      .profile = &g->profile,
                                      .now = mid_2026 };
    assert_status(ts_checker_open(&g->checker, rules), TS_OK);
}

static const struct ts_verdict *
verdict_at(struct gate *g)
{
    struct world at = { .checker = g->checker };
    uint32_t ticket = 0;
    ts_checker_submit(g->checker, 1, g->card);
    return wait_for(&at, &ticket);
}

static void
a_portrait_comes_with_the_verdict_that_waits_for_it(void **state)
{
    struct world *w = *state;
    struct gate g = open_gate(&w->arena, WEBP);
    start_gate(&g);
    for (int same = 0; same < 2; same++) {
        const struct ts_verdict *v = verdict_at(&g);
        assert_int_equal(v->kind, TS_VERDICT_CANNOT_TELL);
        assert_int_equal(v->reasons[0].code, TS_REASON_IDENTITY_NOT_CHECKED);
        assert_true(v->identity_due);
        assert_non_null(ts_checker_photo(g.checker));
        assert_int_equal(ts_checker_photo(g.checker)->width, 6);
        assert_int_equal(ts_checker_photo(g.checker)->height, 4);
        ts_checker_compare(g.checker, same ? TS_PASS : TS_FAIL);
        assert_int_equal(v->kind, same ? TS_VERDICT_READY : TS_VERDICT_NOT_YET);
        assert_null(ts_checker_photo(g.checker));
        ts_checker_wipe(g.checker);
    }
    ts_checker_close(g.checker);
}

static void
a_portrait_that_is_none_is_said_to_be_none(void **state)
{
    struct world *w = *state;
    struct gate g = open_gate(&w->arena, "524946460000");
    start_gate(&g);
    const struct ts_verdict *v = verdict_at(&g);
    assert_int_equal(v->kind, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(v->reasons[0].code, TS_REASON_IDENTITY_NOT_CHECKED);
    assert_false(v->identity_due);
    assert_null(ts_checker_photo(g.checker));
    ts_checker_compare(g.checker, TS_PASS);
    assert_int_equal(v->kind, TS_VERDICT_CANNOT_TELL);
    ts_checker_close(g.checker);
}

static void
a_wipe_takes_the_portrait_along(void **state)
{
    struct world *w = *state;
    struct gate g = open_gate(&w->arena, WEBP);
    const struct ts_verdict *verdict;
    uint32_t ticket = 0;
    start_gate(&g);
    (void)verdict_at(&g);
    ts_checker_wipe(g.checker);
    assert_null(ts_checker_photo(g.checker));
    for (uint32_t i = 1; i < 20; i++) { /* also one that is being decoded */
        ts_checker_submit(g.checker, i, g.card);
        for (uint32_t n = 0; n < i * i * 50; n++)
            sched_yield();
        ts_checker_wipe(g.checker);
        assert_false(ts_checker_collect(g.checker, &ticket, &verdict));
        assert_null(ts_checker_photo(g.checker));
    }
    assert_true(verdict_at(&g)->identity_due);
    ts_checker_close(g.checker);
}

int
main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_verdict_carries_its_ticket),
        IN_WORLD(what_is_no_credential_leaves_the_verdict_alone),
        IN_WORLD(a_wipe_voids_what_is_under_way),
        IN_WORLD(the_longest_code_fits),
        IN_WORLD(a_bag_is_judged_as_one_scan),
        IN_WORLD(too_large_a_bag_is_said_to_be),
        IN_WORLD(a_wipe_voids_a_bag),
        IN_WORLD(a_portrait_comes_with_the_verdict_that_waits_for_it),
        IN_WORLD(a_portrait_that_is_none_is_said_to_be_none),
        IN_WORLD(a_wipe_takes_the_portrait_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
