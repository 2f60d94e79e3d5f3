#include "keys/authority/bundle.h"
#include "tests/fake/keys/authority/office.h"

static void
a_stick_gets_what_is_in_force_and_nothing_else(void **state)
{
    (void)state;
    struct ts_bundle bundle;
    struct ts_fault fault = { 0 };
    struct ts_store *stick = office_folder("stick");
    struct ts_arena *arena = &office.arena;
    assert_status(ts_bundle_write(arena, &bundle, office.repo, stick, &fault), TS_ABSENT);
    (void)office_publish();
    const struct ts_key_folder keys = { .store = office.authority };
    const struct ts_role_order order = { .role = TS_SPAN_LIT("timestamp") };
    assert_status(ts_authority_rotate(arena, NULL, &keys, &order, FIXTURE_NOW), TS_OK);
    fixture_put_list(&office, true);
    (void)office_publish();
    assert_status(ts_bundle_write(arena, &bundle, office.repo, stick, &fault), TS_OK);
    assert_int_equal(bundle.epoch, 2);
    struct ts_trust trust;
    assert_status(office_load(&trust, stick, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_int_equal(trust.root_version, 2);
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_WITHDRAWN);
    assert_int_equal(bundle.files, office_names(stick)->count);
    assert_true(office_names(office.repo)->count > bundle.files);

    /* The next one takes what is old away, and writes nothing twice. */
    office_put(stick, "holiday.jpg", TS_SPAN_LIT("untouched"));
    fixture_put_list(&office, false);
    (void)office_publish();
    assert_status(ts_bundle_write(arena, &bundle, office.repo, stick, &fault), TS_OK);
    assert_true(bundle.removed > 0);
    assert_int_equal(bundle.files + 1, office_names(stick)->count);
    size_t steps = ts_store_memory_steps();
    assert_status(ts_bundle_write(arena, &bundle, office.repo, stick, &fault), TS_OK);
    assert_int_equal(ts_store_memory_steps(), steps);
    assert_status(office_load(&trust, stick, &fault), TS_OK);
    assert_int_equal(trust.epoch, 3);
    ts_store_close(stick);
}

static void
a_stick_is_not_made_older_or_anothers(void **state)
{
    (void)state;
    struct ts_bundle bundle;
    struct ts_fault fault = { 0 };
    struct ts_store *stick = office_folder("stick");
    struct ts_arena *arena = &office.arena;
    (void)office_publish();
    struct ts_store *old = office_copy("old", false);
    (void)office_publish();
    assert_status(ts_bundle_write(arena, &bundle, office.repo, stick, &fault), TS_OK);
    assert_status(ts_bundle_write(arena, &bundle, old, stick, &fault), TS_ROLLBACK);
    struct ts_trust trust;
    assert_status(office_load(&trust, stick, &fault), TS_OK);
    assert_int_equal(trust.epoch, 2);
    office_put(stick, "1.root.json", TS_SPAN_LIT("{}"));
    assert_status(ts_bundle_write(arena, &bundle, office.repo, stick, &fault),
                  TS_DUPLICATE);

    ts_test_row("a repository that is not whole");
    struct ts_store *stick2 = office_folder("stick2");
    const struct office_names names = *office_names(old);
    for (size_t i = 0; i < names.count; i++) {
        if (strcmp(names.items[i], "root.json") == 0)
            continue; /* nothing asks for it: the first one leads there */
        ts_span good = office_read(old, names.items[i]);
        assert_status(ts_store_remove(old, names.items[i]), TS_OK);
        assert_int_not_equal(ts_bundle_write(arena, &bundle, old, stick2, &fault), TS_OK);
        assert_status(
            ts_store_read(stick2, arena, &(ts_span){ 0 }, "timestamp.json", 65536),
            TS_ABSENT);
        office_put(old, names.items[i], good);
    }
    ts_store_close(stick2);
    ts_store_close(old);
    ts_store_close(stick);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, office_set_up, office_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_stick_gets_what_is_in_force_and_nothing_else),
        TEST(a_stick_is_not_made_older_or_anothers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
