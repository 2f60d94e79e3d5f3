#include "firmware/board/linux/beside.h"
#include "kiosk/reader/confine.h"
#include "kiosk/rehearsal/rehearsal_process.h"
#include "kiosk/rehearsal/rehearse.h"
#include "tests/support/families.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The kiosk's side of touchstone-rehearsal: with the real program, and with one that does
 * it wrong (tests/support/rehearsal_stand_in.c). */

enum { LIMIT_MS = 200, PATIENT_MS = 60000, TEXTS_MAX = 32 };

static const struct ts_now now = { { 1780272000 }, TS_CLOCK_TRUSTED };

static struct ts_rehearsal *rehearsal;
static struct ts_arena arena;
static ts_span texts[TEXTS_MAX];
static size_t count;

static void
open_with(const char *name, const char *lists, uint32_t limit_ms)
{
    char path[TS_BESIDE_PATH_BYTES];
    assert_true(ts_beside(path, name));
    assert_status(ts_rehearsal_open_by(&rehearsal, lists, path, limit_ms), TS_OK);
}

static int
tear_down(void **state)
{
    (void)state;
    ts_rehearsal_close(rehearsal);
    rehearsal = NULL;
    return 0;
}

static enum ts_status
try(const char *text)
{
    return ts_rehearsal_try(rehearsal, ts_span_text(text), now);
}

static void
keep(ts_span text)
{
    assert_true(count < TEXTS_MAX);
    texts[count++] = text;
}

/* A card of every kind that there is. */
static int
make_texts(void **state)
{
    (void)state;
    const struct ts_sample_cose_wishes cose = { 0 };
    const struct ts_sample_vds_wishes vds = { 0 };
    arena = ts_test_arena(16 << 20);
    for (int i = 0; i <= TS_SIGN_LINKED_DATA_PIXELPASS; i++) {
        struct ts_sample_wishes wishes = { .signing = (enum ts_signing)i,
                                           .achievement = "Entry" }; /* an IRI */
        wishes.kind = TS_KEY_ED25519;
        keep(ts_sample_badge(&arena, wishes));
        wishes.kind = TS_KEY_P256;
        keep(ts_sample_badge(&arena, wishes));
    }
    keep(ts_sample_hcert(&arena));
    keep(ts_sample_nzcp(&arena, NULL, cose));
    keep(ts_sample_compact(&arena, NULL));
    keep(ts_sample_claim_169(&arena, NULL, cose));
    keep(ts_sample_health_card(&arena, NULL, NULL));
    keep(ts_sample_sd_jwt_vc(&arena));
    keep(ts_sample_vds_nc(&arena, NULL, vds));
    keep(TS_SPAN_LIT("https://example.org/"));
    keep(TS_SPAN_LIT("{\"@context\":[],"));
    keep((ts_span){ 0 });
    return 0;
}

static int
free_texts(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static void
the_program_survives_every_kind_of_card(void **state)
{
    (void)state;
    open_with("touchstone-rehearsal", NULL, PATIENT_MS);
    for (size_t i = 0; i < count; i++)
        assert_status(ts_rehearsal_try(rehearsal, texts[i], now), TS_OK);
    assert_int_equal(ts_rehearsal_restarts(rehearsal), 0);
    ts_rehearsal_renew(rehearsal);
    for (size_t i = 0; i < count; i++)
        assert_status(ts_rehearsal_try(rehearsal, texts[i], now), TS_OK);
    assert_int_equal(ts_rehearsal_restarts(rehearsal), 0);
}

/* With lists that believe the cards, so that all of each is looked at: whatever else than
 * its memory a parser asks for would be its end here. */
static int
assess_confined(void)
{
    static uint8_t both[2][TS_SCAN_ARENA_SIZE];
    const struct ts_confine_wish wish = { .bytes = 512UL << 20 };
    uint32_t generation;
    struct ts_arena bag = ts_arena_over(TS_ROOM_OF(both[0]));
    struct ts_arena card = ts_arena_over(TS_ROOM_OF(both[1]));
    struct ts_trust trusts[] = { ts_sample_trust(&arena),
                                 ts_sample_family_trust(&arena) };
    size_t proven = 0;
    if (!ts_confine_files(&generation) || !ts_confine_calls(&wish))
        _exit(255);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < TS_COUNT(trusts); k++) {
            struct ts_assessment assessed;
            ts_rehearse(&bag, &card, texts[i], &trusts[k], now);
            (void)!ts_assess(&card, &assessed, texts[i], &trusts[k], now);
            proven += assessed.checks.proof == TS_PASS;
            ts_arena_wipe(&card);
        }
    return (int)proven;
}

static void
judging_needs_nothing_but_memory(void **state)
{
    (void)state;
    int status = 0;
    if (!ts_confine_is_built()) {
        print_message("skipped: a build with sanitizers\n");
        skip();
    }
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(assess_confined());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    /* All twelve badges and five of the other families at least. */
    assert_in_range(WEXITSTATUS(status), 17, 60);
}

static void
whatever_goes_wrong_is_survived(void **state)
{
    (void)state;
    static const struct {
        const char *what, *how;
    } rows[] = {
        { "it crashes", "c" },
        { "it is killed", "k" },
        { "it ends", "x" },
        { "it hangs", "h" },
        { "it talks nonsense", "n" },
        { "it says more than any answer", "l" },
        { "it answers what was not asked", "s" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].what);
        open_with("rehearsal-stand-in", NULL, LIMIT_MS);
        assert_status(try("good"), TS_OK);
        assert_status(try(rows[i].how), TS_IO);
        assert_status(try("good"), TS_OK);
        assert_int_equal(ts_rehearsal_restarts(rehearsal), 1);
        (void)tear_down(NULL);
    }
}

static void
a_card_it_always_dies_of_is_never_survived(void **state)
{
    (void)state;
    open_with("rehearsal-stand-in", NULL, LIMIT_MS);
    while (ts_rehearsal_restarts(rehearsal) < 2)
        assert_status(try("c"), TS_IO);
    assert_status(try("c"), TS_IO);
    while (try("good") != TS_OK) /* it is waited for */
        sched_yield();
}

static void
one_that_does_not_begin_is_not_opened(void **state)
{
    (void)state;
    static const char *const lists[] = { "ends", "talks nonsense" };
    char path[TS_BESIDE_PATH_BYTES];
    assert_true(ts_beside(path, "rehearsal-stand-in"));
    for (size_t i = 0; i < TS_COUNT(lists); i++) {
        ts_test_row(lists[i]);
        assert_int_not_equal(ts_rehearsal_open_by(&rehearsal, lists[i], path, LIMIT_MS),
                             TS_OK);
        assert_null(rehearsal);
    }
    assert_true(ts_beside(path, "no-such-program"));
    assert_status(ts_rehearsal_open_by(&rehearsal, NULL, path, LIMIT_MS), TS_ABSENT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_program_survives_every_kind_of_card, tear_down),
        cmocka_unit_test(judging_needs_nothing_but_memory),
        cmocka_unit_test_teardown(whatever_goes_wrong_is_survived, tear_down),
        cmocka_unit_test_teardown(a_card_it_always_dies_of_is_never_survived, tear_down),
        cmocka_unit_test_teardown(one_that_does_not_begin_is_not_opened, tear_down),
    };
    return cmocka_run_group_tests(tests, make_texts, free_texts);
}
