#include "keys/trust/root_acceptance.h"

#include "tests/fake/keys/authority/office.h"

#include <string.h>

/* Which root a kiosk believes, over rotations, exchanged folders and power cuts. Lists
 * are published by a real authority. */

static struct ts_store *state;
static struct ts_accepted_roots roots;

static int
set_up(void **context)
{
    (void)office_set_up(context);
    state = office_folder("state");
    roots = (struct ts_accepted_roots){ 0 };
    (void)office_publish();
    return 0;
}

static int
tear_down(void **context)
{
    ts_store_close(state);
    return office_tear_down(context);
}

static struct ts_trust
lists(struct ts_store *store)
{
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(office_load(&trust, store, &fault), TS_OK);
    return trust;
}

static enum ts_root_standing
standing(struct ts_store *store)
{
    struct ts_trust trust = lists(store);
    return ts_root_stands(&office.arena, &roots, &trust, store);
}

static void
rotate(void)
{
    const struct ts_key_folder folder = { .store = office.authority };
    const struct ts_role_order order = { .role = TS_SPAN_LIT("root") };
    bool waits;
    assert_status(
        ts_authority_rotate(&office.arena, &waits, &folder, &order, FIXTURE_NOW), TS_OK);
    (void)office_publish();
}

static void
keep(struct ts_store *store)
{
    struct ts_trust trust = lists(store);
    assert_status(ts_accepted_roots_keep(&roots, &trust, state), TS_OK);
}

/* Another authority, whose lists lie in a folder of their own. */
static struct ts_store *
other_authority(void)
{
    struct fixture_office other = { .arena = office.arena };
    struct ts_publication done;
    other.authority = office_folder("other");
    other.issuer = office_folder("other-issuer");
    other.repo = office_folder("other-repo");
    fixture_office_fill(&other);
    assert_status(fixture_publish(&other, &done), TS_OK);
    office.arena.used = other.arena.used;
    ts_store_close(other.authority);
    ts_store_close(other.issuer);
    return other.repo;
}

static void
the_first_root_asks_and_is_then_accepted(void **context)
{
    (void)context;
    assert_int_equal(standing(office.repo), TS_ROOT_FIRST);
    keep(office.repo);
    assert_int_equal(standing(office.repo), TS_ROOT_ACCEPTED);
    roots = ts_accepted_roots_load(state);
    assert_false(roots.is_damaged);
    assert_int_equal(roots.count, 1);
    assert_int_equal(standing(office.repo), TS_ROOT_ACCEPTED);
}

static void
a_root_that_an_accepted_one_signed_is_a_rotation(void **context)
{
    (void)context;
    keep(office.repo);
    rotate();
    assert_int_equal(standing(office.repo), TS_ROOT_ROTATED);
    keep(office.repo);
    rotate();
    rotate();
    assert_int_equal(lists(office.repo).root_version, 4);
    assert_int_equal(standing(office.repo), TS_ROOT_ROTATED);
}

static void
a_root_of_another_authority_is_none(void **context)
{
    (void)context;
    struct ts_store *other = other_authority();
    keep(office.repo);
    assert_int_equal(standing(other), TS_ROOT_CHANGED);
    ts_test_row("also one that says it is newer");
    ts_span bytes;
    rotate();
    keep(office.repo);
    assert_int_equal(standing(other), TS_ROOT_CHANGED);
    ts_test_row("with the accepted root beside it");
    assert_status(
        ts_store_read(office.repo, &office.arena, &bytes, "2.root.json", 1 << 20), TS_OK);
    assert_status(ts_store_replace(other, "roots/2.root.json", bytes, false), TS_OK);
    assert_int_equal(standing(other), TS_ROOT_CHANGED);
    ts_test_row("until somebody accepts it");
    keep(other);
    assert_int_equal(standing(other), TS_ROOT_ACCEPTED);
    ts_store_close(other);
}

static void
without_the_roots_between_nobody_knows(void **context)
{
    (void)context;
    keep(office.repo);
    rotate();
    rotate();
    struct ts_trust trust = lists(office.repo);
    assert_status(ts_store_remove(office.repo, "2.root.json"), TS_OK);
    assert_int_equal(ts_root_stands(&office.arena, &roots, &trust, office.repo),
                     TS_ROOT_CHANGED);
}

static void
older_lists_of_an_accepted_root_stay_accepted(void **context)
{
    (void)context;
    struct ts_trust before = lists(office.repo);
    keep(office.repo);
    rotate();
    keep(office.repo);
    assert_int_equal(ts_root_stands(&office.arena, &roots, &before, office.repo),
                     TS_ROOT_ACCEPTED);
}

static void
a_damaged_file_is_no_first_start(void **context)
{
    (void)context;
    ts_span text;
    keep(office.repo);
    assert_status(ts_store_read(state, &office.arena, &text, TS_ACCEPTED_ROOTS_FILE,
                                TS_ACCEPTED_ROOTS_WRITTEN_MAX),
                  TS_OK);
    struct ts_accepted_roots untouched;
    memset(&untouched, 0x5A, sizeof(untouched));
    struct ts_accepted_roots before = untouched;
    for (size_t len = 0; len < text.len; len++)
        assert_true(ts_accepted_roots_read(&untouched, ts_span_part(text, 0, len))
                    != TS_OK);
    uint8_t more[TS_ACCEPTED_ROOTS_WRITTEN_MAX];
    memcpy(more, text.at, text.len);
    more[text.len] = '\n';
    assert_true(ts_accepted_roots_read(&untouched, (ts_span){ more, text.len + 1 })
                != TS_OK);
    for (size_t i = 0; i < text.len; i++) {
        memcpy(more, text.at, text.len);
        more[i] ^= 1;
        assert_true(ts_accepted_roots_read(&untouched, (ts_span){ more, text.len })
                    != TS_OK);
    }
    assert_memory_equal(&untouched, &before, sizeof(before));
    assert_status(ts_store_replace(state, TS_ACCEPTED_ROOTS_FILE,
                                   ts_span_part(text, 0, text.len / 2), false),
                  TS_OK);
    roots = ts_accepted_roots_load(state);
    assert_true(roots.is_damaged);
    assert_int_equal(standing(office.repo), TS_ROOT_CHANGED);
    ts_test_row("and accepting mends it");
    keep(office.repo);
    roots = ts_accepted_roots_load(state);
    assert_int_equal(standing(office.repo), TS_ROOT_ACCEPTED);
}

static void
a_power_cut_leaves_the_old_or_the_new(void **context)
{
    (void)context;
    struct ts_trust first = lists(office.repo);
    keep(office.repo);
    rotate();
    struct ts_trust second = lists(office.repo);
    for (size_t step = 0; step < 8; step++)
        for (int kept = 0; kept < 2; kept++) {
            struct ts_accepted_roots held = { 0 };
            assert_status(ts_accepted_roots_keep(&held, &first, state), TS_OK);
            ts_store_memory_cut(step, kept ? TS_UNSYNCED_KEPT : TS_UNSYNCED_LOST);
            enum ts_status status = ts_accepted_roots_keep(&held, &second, state);
            ts_store_memory_power_on();
            struct ts_accepted_roots found = ts_accepted_roots_load(state);
            assert_false(found.is_damaged);
            assert_true(found.count == 1 || found.count == 2);
            assert_true(status != TS_OK || found.count == 2);
            assert_int_equal(held.count, status == TS_OK ? 2 : 1);
        }
}

static void
many_rotations_forget_the_oldest(void **context)
{
    (void)context;
    struct ts_trust trust = lists(office.repo);
    for (uint64_t i = 1; i <= TS_ACCEPTED_ROOTS_MAX + 3; i++) {
        trust.root_version = i;
        assert_status(ts_accepted_roots_keep(&roots, &trust, state), TS_OK);
    }
    roots = ts_accepted_roots_load(state);
    assert_int_equal(roots.count, TS_ACCEPTED_ROOTS_MAX);
    assert_int_equal(roots.items[0].version, 4);
}

/* FORMAT.md 13: what stands on the paper is shown also after a rotation. */
static void
people_compare_the_root_that_the_folder_began_from(void **context)
{
    (void)context;
    uint8_t first[TS_SHA256_SIZE];
    uint8_t shown[TS_SHA256_SIZE];
    ts_span bytes;
    struct ts_trust trust = lists(office.repo);
    ts_root_to_compare(&office.arena, first, &trust, office.repo);
    assert_memory_equal(first, trust.root_fingerprint, sizeof(first));
    assert_status(
        ts_store_read(office.repo, &office.arena, &bytes, "1.root.json", 1 << 20), TS_OK);
    rotate();
    trust = lists(office.repo);
    assert_status(ts_store_replace(office.repo, "root.json", bytes, false), TS_OK);
    ts_root_to_compare(&office.arena, shown, &trust, office.repo);
    assert_memory_equal(shown, first, sizeof(first));
    ts_test_row("another authority's root does not stand for ours");
    struct ts_store *other = other_authority();
    assert_status(ts_store_read(other, &office.arena, &bytes, "1.root.json", 1 << 20),
                  TS_OK);
    assert_status(ts_store_replace(office.repo, "root.json", bytes, false), TS_OK);
    ts_root_to_compare(&office.arena, shown, &trust, office.repo);
    assert_memory_equal(shown, trust.root_fingerprint, sizeof(first));
    ts_store_close(other);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_root_asks_and_is_then_accepted),
        TEST(a_root_that_an_accepted_one_signed_is_a_rotation),
        TEST(a_root_of_another_authority_is_none),
        TEST(without_the_roots_between_nobody_knows),
        TEST(older_lists_of_an_accepted_root_stay_accepted),
        TEST(a_damaged_file_is_no_first_start),
        TEST(a_power_cut_leaves_the_old_or_the_new),
        TEST(many_rotations_forget_the_oldest),
        TEST(people_compare_the_root_that_the_folder_began_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
