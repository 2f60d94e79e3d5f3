#include "tests/fake/keys/authority/office.h"

/* Keys that come and go, lie on several machines, and sign by passing files. */

static struct ts_key_folder
own_keys(void)
{
    return (struct ts_key_folder){ .store = office.authority };
}

static bool
rotate(const char *role, const ts_span *keys, size_t count, int64_t threshold)
{
    const struct ts_key_folder folder = own_keys();
    const struct ts_role_order order = { ts_span_text(role), keys, count, threshold };
    bool waits = false;
    assert_status(
        ts_authority_rotate(&office.arena, &waits, &folder, &order, FIXTURE_NOW), TS_OK);
    return waits;
}

static void
load_and_check(uint64_t epoch, uint64_t root_version)
{
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_int_equal(trust.epoch, epoch);
    assert_int_equal(trust.root_version, root_version);
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_VALID);
}

static void
every_role_can_have_a_new_key(void **state)
{
    (void)state;
    static const struct {
        const char *role;
        uint64_t root_version; /* after it */
    } ROWS[] = { { "timestamp", 2 }, { "snapshot", 3 },    { "targets", 4 },
                 { "root", 5 },      { "revocations", 5 }, { "root", 6 } };
    (void)office_publish();
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].role);
        assert_false(rotate(ROWS[i].role, NULL, 0, 0));
        struct ts_publication done = office_publish();
        assert_int_equal(done.pending, 0);
        load_and_check(i + 2, ROWS[i].root_version);
    }
    /* Whoever has the first root only follows all of them. */
    assert_status(ts_store_remove(office.repo, "root.json"), TS_OK);
    load_and_check(TS_COUNT(ROWS) + 1, 6);
    /* A root is missing on the way: the ones after it are not reached. */
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(ts_store_remove(office.repo, "3.root.json"), TS_OK);
    assert_int_not_equal(office_load(&trust, office.repo, &fault), TS_OK);
}

struct search {
    const char *begin;
    char found[TS_STORE_NAME_MAX + 1];
};

static void
note_begin(const char *name, void *context)
{
    struct search *search = context;
    if (strncmp(name, search->begin, strlen(search->begin)) == 0)
        strcpy(search->found, name);
}

/* The key of an old role signs no more, wherever its file lies. */
static void
an_old_key_signs_no_more(void **state)
{
    (void)state;
    struct search old = { .begin = "keys/timestamp." };
    struct ts_publication done;
    (void)office_publish();
    assert_status(
        ts_store_list(office.authority, &office.arena, "keys", note_begin, &old), TS_OK);
    assert_false(rotate("timestamp", NULL, 0, 0));
    struct search both = { .begin = "keys/timestamp." };
    assert_status(
        ts_store_list(office.authority, &office.arena, "keys", note_begin, &both), TS_OK);
    /* Of two files the new one goes: what is left cannot sign. */
    const char *new = strcmp(both.found, old.found) != 0 ? both.found : NULL;
    if (!new) { /* the new one stands before the old one */
        const struct office_names *names = office_names(office.authority);
        for (size_t i = 0; i < names->count; i++)
            if (strncmp(names->items[i], old.begin, strlen(old.begin)) == 0
                && strcmp(names->items[i], old.found) != 0)
                new = names->items[i];
    }
    assert_non_null(new);
    assert_status(ts_store_remove(office.authority, new), TS_OK);
    struct ts_fault fault = { 0 };
    const struct ts_publish_order order = { .store = office.authority,
                                            .repo = office.repo,
                                            .now = FIXTURE_NOW };
    assert_status(ts_authority_publish(&office.arena, &done, &order, &fault), TS_ABSENT);
    assert_string_equal(fault.rule, "keys");
}

struct officer {
    struct ts_store *store;
    ts_span public;
};

static struct officer
officer(const char *name)
{
    struct ts_key_folder folder = { .store = office_folder(name) };
    struct ts_role_key key;
    assert_status(
        ts_key_folder_make(&office.arena, &key, &folder, TS_SPAN_LIT("officer")), TS_OK);
    return (struct officer){ folder.store, key.object };
}

static struct ts_signing_result
sign_at(const struct officer *officer, const char *pending)
{
    struct ts_key_folder folder = { .store = officer->store };
    struct ts_signing_result result;
    ts_span file = office_read(office.authority, pending);
    assert_status(ts_authority_sign(&office.arena, &file, &result, &folder), TS_OK);
    assert_int_equal(result.made, 1);
    office_put(office.authority, pending, file);
    return result;
}

static void
two_of_three_sign_targets_by_passing_files(void **state)
{
    (void)state;
    const struct officer officers[] = { officer("a"), officer("b"), officer("c") };
    const ts_span keys[] = { officers[0].public, officers[1].public, officers[2].public };
    (void)office_publish();
    assert_false(rotate("targets", keys, 3, 2));

    /* Targets must be signed anew by others: the last ones are no longer enough. */
    struct ts_publication done;
    assert_status(fixture_publish(&office, &done), TS_ABSENT);
    load_and_check(1, 1);
    assert_int_equal(sign_at(&officers[2], "pending/targets.json").signatures, 1);
    assert_status(fixture_publish(&office, &done), TS_ABSENT);
    /* The same one twice is one. */
    assert_int_equal(sign_at(&officers[2], "pending/targets.json").signatures, 1);
    assert_status(fixture_publish(&office, &done), TS_ABSENT);
    struct ts_signing_result result = sign_at(&officers[0], "pending/targets.json");
    assert_int_equal(result.signatures, 2);
    assert_span_equal(result.type, TS_SPAN_LIT("targets"));
    assert_int_equal(office_publish().pending, 0);
    load_and_check(5, 2);

    /* Withdrawals go out while an issuer waits. */
    fixture_put_issuer(&office, TS_SPAN_LIT("did:web:new.example"), "New");
    fixture_put_list(&office, true);
    assert_int_equal(office_publish().pending, 1);
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_WITHDRAWN);
    assert_int_equal(trust.issuers.count, 1);
    (void)sign_at(&officers[1], "pending/targets.json");
    (void)sign_at(&officers[2], "pending/targets.json");
    assert_int_equal(office_publish().pending, 0);
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.issuers.count, 2);
    for (size_t i = 0; i < 3; i++)
        ts_store_close(officers[i].store);
}

static void
what_waits_is_what_would_be_published(void **state)
{
    (void)state;
    const struct officer one = officer("one");
    struct ts_publication done;
    assert_false(rotate("targets", &one.public, 1, 1));
    assert_status(fixture_publish(&office, &done), TS_ABSENT);
    (void)sign_at(&one, "pending/targets.json");
    /* Meanwhile the list changed: that signature was for another one. */
    fixture_put_issuer(&office, TS_SPAN_LIT("did:web:new.example"), "New");
    assert_status(fixture_publish(&office, &done), TS_ABSENT);
    (void)sign_at(&one, "pending/targets.json");
    (void)office_publish();
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.issuers.count, 2);
    ts_store_close(one.store);
}

static void
a_root_waits_for_both_thresholds(void **state)
{
    (void)state;
    const struct officer officers[] = { officer("a"), officer("b") };
    const ts_span keys[] = { officers[0].public, officers[1].public };
    (void)office_publish();
    /* The old key is here and signs; the new ones are elsewhere. */
    assert_true(rotate("root", keys, 2, 2));
    assert_int_equal(office_publish().pending, 1);
    load_and_check(2, 1);
    (void)sign_at(&officers[0], "pending/root.json");
    assert_int_equal(office_publish().pending, 1);
    (void)sign_at(&officers[1], "pending/root.json");
    assert_int_equal(office_publish().pending, 0);
    load_and_check(4, 2);

    /* From now on a new timestamp key needs both; a change on top of one that waits is
     * made together with it. */
    assert_true(rotate("timestamp", NULL, 0, 0));
    assert_true(rotate("snapshot", NULL, 0, 0));
    (void)sign_at(&officers[0], "pending/root.json");
    (void)sign_at(&officers[1], "pending/root.json");
    assert_int_equal(office_publish().pending, 0);
    load_and_check(5, 3);
    for (size_t i = 0; i < 2; i++)
        ts_store_close(officers[i].store);
}

static void
an_authority_can_begin_with_keys_of_others(void **state)
{
    (void)state;
    const struct officer officers[] = { officer("a"), officer("b") };
    const ts_span keys[] = { officers[0].public, officers[1].public };
    const struct ts_role_order orders[] = { { TS_SPAN_LIT("root"), keys, 2, 2 },
                                            { TS_SPAN_LIT("targets"), keys, 2, 1 } };
    struct ts_store *own = office.authority;
    struct ts_publication done;
    bool waits = false;
    office.authority = office_folder("second");
    const struct ts_key_folder folder = own_keys();
    assert_status(
        ts_authority_create_with(&office.arena, &waits, &folder, orders, 2, FIXTURE_NOW),
        TS_OK);
    assert_true(waits);
    assert_status(fixture_publish(&office, &done), TS_ABSENT);
    (void)sign_at(&officers[0], "pending/root.json");
    (void)sign_at(&officers[1], "pending/root.json");
    assert_status(fixture_publish(&office, &done), TS_ABSENT);
    (void)sign_at(&officers[1], "pending/targets.json");
    assert_status(fixture_publish(&office, &done), TS_OK);
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.issuers.count, 0);
    ts_store_close(office.authority);
    office.authority = own;
    for (size_t i = 0; i < 2; i++)
        ts_store_close(officers[i].store);
}

static void
refuses_roles_that_nobody_could_fill(void **state)
{
    (void)state;
    const struct officer one = officer("one");
    const ts_span twice[] = { one.public, one.public };
    const ts_span none[] = { TS_SPAN_LIT("{}") };
    const struct {
        const char *rule;
        struct ts_role_order order;
        enum ts_status status;
    } ROWS[] = {
        { "no such role", { TS_SPAN_LIT("mirror"), NULL, 0, 0 }, TS_MALFORMED },
        { "two of one", { TS_SPAN_LIT("root"), &one.public, 1, 2 }, TS_MALFORMED },
        { "none of one", { TS_SPAN_LIT("root"), &one.public, 1, -1 }, TS_MALFORMED },
        { "one key twice", { TS_SPAN_LIT("root"), twice, 2, 2 }, TS_DUPLICATE },
        { "a file without a key", { TS_SPAN_LIT("root"), none, 1, 1 }, TS_MALFORMED },
    };
    const struct ts_key_folder folder = own_keys();
    const struct ts_key_folder empty = { .store = office_folder("empty") };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        bool waits = false;
        ts_test_row(ROWS[i].rule);
        assert_status(ts_authority_rotate(&office.arena, &waits, &folder, &ROWS[i].order,
                                          FIXTURE_NOW),
                      ROWS[i].status);
        assert_status(ts_authority_create_with(&office.arena, &waits, &empty,
                                               &ROWS[i].order, 1, FIXTURE_NOW),
                      ROWS[i].status);
        assert_status(ts_authority_check(&office.arena, empty.store), TS_ABSENT);
    }
    (void)office_publish();
    load_and_check(1, 1);
    ts_store_close(empty.store);
    ts_store_close(one.store);
}

static void
signs_nothing_it_has_no_key_for(void **state)
{
    (void)state;
    struct ts_signing_result result;
    const struct officer one = officer("one");
    const struct ts_key_folder folder = own_keys();
    struct ts_key_folder empty = { .store = office_folder("empty") };
    assert_false(rotate("targets", &one.public, 1, 1));
    struct ts_publication done;
    assert_status(fixture_publish(&office, &done), TS_ABSENT);
    ts_span file = office_read(office.authority, "pending/targets.json");
    ts_span before = file;
    assert_status(ts_authority_sign(&office.arena, &file, &result, &empty), TS_ABSENT);
    assert_span_equal(file, before);
    file = TS_SPAN_LIT("{\"signed\":{}}");
    assert_status(ts_authority_sign(&office.arena, &file, &result, &folder),
                  TS_MALFORMED);
    ts_store_close(empty.store);
    ts_store_close(one.store);
}

static void
canaries_guard_what_is_published(void **state)
{
    (void)state;
    struct ts_fault fault = { 0 };
    struct ts_publication done;
    ts_span url = TS_SPAN_LIT(FIXTURE_REVOCATION);
    struct ts_store *store = office.authority;
    uint64_t clear = office.index ? office.index - 1 : office.index + 1;
    assert_status(
        ts_authority_put_canaries(&office.arena, store, url, office.index, clear, &fault),
        TS_MALFORMED); /* is not withdrawn yet */
    assert_string_equal(fault.rule, "FORMAT.md 6.8");
    fixture_put_list(&office, true);
    assert_status(ts_authority_put_canaries(&office.arena, store, url, office.index,
                                            office.index, &fault),
                  TS_MALFORMED);
    assert_status(
        ts_authority_put_canaries(&office.arena, store, url, office.index, clear, &fault),
        TS_OK);
    (void)office_publish();
    /* The list is fetched anew and withdraws nobody. */
    fixture_put_list(&office, false);
    const struct ts_publish_order order = { .store = store,
                                            .repo = office.repo,
                                            .now = FIXTURE_NOW };
    assert_status(ts_authority_publish(&office.arena, &done, &order, &fault),
                  TS_MALFORMED);
    assert_string_equal(fault.rule, "FORMAT.md 6.8");
    struct ts_trust trust;
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.epoch, 1);
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_WITHDRAWN);
    fixture_put_list(&office, true);
    (void)office_publish();
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, office_set_up, office_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_role_can_have_a_new_key),
        TEST(an_old_key_signs_no_more),
        TEST(two_of_three_sign_targets_by_passing_files),
        TEST(what_waits_is_what_would_be_published),
        TEST(a_root_waits_for_both_thresholds),
        TEST(an_authority_can_begin_with_keys_of_others),
        TEST(refuses_roles_that_nobody_could_fill),
        TEST(signs_nothing_it_has_no_key_for),
        TEST(canaries_guard_what_is_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
