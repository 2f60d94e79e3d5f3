#include "keys/trust/status_list.h"
#include "tests/unit/keys/authority/fixture.h"

#define ARENA (64 * 1024 * 1024)
#define HEADER "id,index,issued,withdrawn,suspended\n"

static struct {
    struct ts_arena arena;
    struct ts_store *store;
    char path[32];
} folder;

static int
set_up(void **state)
{
    (void)state;
    folder.arena = ts_test_arena(ARENA);
    folder.store = fixture_folder(folder.path);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_folder_remove(folder.store, folder.path);
    ts_test_arena_free(&folder.arena);
    return 0;
}

static void
read_ledger(struct ts_ledger *ledger, size_t more)
{
    size_t line;
    assert_status(ts_ledger_read(&folder.arena, ledger, folder.store, more, &line),
                  TS_OK);
}

static void
keeps_what_was_issued(void **state)
{
    (void)state;
    struct ts_ledger ledger;
    read_ledger(&ledger, 3);
    assert_int_equal(ledger.count, 0);
    const struct ts_ledger_entry *a;
    assert_status(ts_ledger_add(&ledger, &a, TS_SPAN_LIT("urn:a"), true, FIXTURE_NOW),
                  TS_OK);
    assert_status(
        ts_ledger_add(&ledger, NULL, TS_SPAN_LIT("urn:b,c"), false, FIXTURE_NOW), TS_OK);
    ts_ledger_find(&ledger, TS_SPAN_LIT("urn:a"))->withdrawn = (ts_utc){ 60 };
    uint32_t index = a->index;
    assert_status(ts_ledger_write(&folder.arena, &ledger, folder.store), TS_OK);

    struct ts_ledger again;
    read_ledger(&again, 0);
    assert_int_equal(again.count, 2);
    const struct ts_ledger_entry *first = ts_ledger_find(&again, TS_SPAN_LIT("urn:a"));
    const struct ts_ledger_entry *second = ts_ledger_find(&again, TS_SPAN_LIT("urn:b,c"));
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first->has_index);
    assert_int_equal(first->index, index);
    assert_int_equal(first->issued.s, FIXTURE_NOW.s);
    assert_int_equal(first->withdrawn.s, 60);
    assert_true(first->suspended.s == INT64_MAX);
    assert_false(second->has_index);
    assert_int_equal(again.used_count, 1);
    assert_null(ts_ledger_find(&again, TS_SPAN_LIT("urn:d")));
}

static void
gives_no_id_and_no_place_twice(void **state)
{
    (void)state;
    struct ts_ledger ledger;
    enum { MANY = 2000 };
    static bool seen[TS_LEDGER_INDEXES];
    char ids[MANY][12];
    uint32_t in_order = 0;
    uint32_t last = 0;
    memset(seen, 0, sizeof(seen));
    read_ledger(&ledger, MANY);
    for (size_t i = 0; i < MANY; i++) {
        const struct ts_ledger_entry *entry;
        snprintf(ids[i], sizeof(ids[i]), "urn:%zu", i);
        assert_status(
            ts_ledger_add(&ledger, &entry, ts_span_text(ids[i]), true, FIXTURE_NOW),
            TS_OK);
        assert_true(entry->index < TS_LEDGER_INDEXES);
        assert_false(seen[entry->index]);
        seen[entry->index] = true;
        in_order += entry->index == last + 1;
        last = entry->index;
    }
    /* By chance alone two in a row are neighbours once in 131,072. */
    assert_true(in_order < 5);
    assert_status(ts_ledger_add(&ledger, NULL, TS_SPAN_LIT("urn:0"), true, FIXTURE_NOW),
                  TS_DUPLICATE);
}

static void
finds_the_last_free_place(void **state)
{
    (void)state;
    struct ts_ledger ledger;
    const struct ts_ledger_entry *entry;
    read_ledger(&ledger, 2);
    memset(ledger.used, 0xFF, TS_LEDGER_INDEXES / 8);
    ledger.used[12345] = 0xEF;
    ledger.used_count = TS_LEDGER_INDEXES - 1;
    assert_status(ts_ledger_add(&ledger, &entry, TS_SPAN_LIT("urn:a"), true, FIXTURE_NOW),
                  TS_OK);
    assert_int_equal(entry->index, 12345 * 8 + 4);
    assert_status(ts_ledger_add(&ledger, NULL, TS_SPAN_LIT("urn:b"), true, FIXTURE_NOW),
                  TS_OVER_LIMIT);
}

static const struct {
    const char *rule;
    const char *text;
    enum ts_status status;
    size_t line;
} BAD[] = {
    { "another header", "a,b\n", TS_MALFORMED, 1 },
    { "an entry without an id", HEADER ",1,2026-05-12T08:00:00Z,,\n", TS_MALFORMED, 2 },
    { "an index past the end", HEADER "urn:a,131072,2026-05-12T08:00:00Z,,\n",
      TS_MALFORMED, 2 },
    { "an index that is none", HEADER "urn:a,-1,2026-05-12T08:00:00Z,,\n", TS_MALFORMED,
      2 },
    { "a place given twice",
      HEADER "urn:a,7,2026-05-12T08:00:00Z,,\nurn:b,7,2026-05-12T08:00:00Z,,\n",
      TS_DUPLICATE, 3 },
    { "a date that is none", HEADER "urn:a,7,2026-05-12T08:00:00Z,soon,\n", TS_MALFORMED,
      2 },
    { "a cell too few", HEADER "urn:a,7,2026-05-12T08:00:00Z,\n", TS_MALFORMED, 2 },
    { "a quote left open", HEADER "\"urn:a,7\n", TS_MALFORMED, 2 },
};

static void
refuses_a_ledger_it_cannot_rely_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(BAD); i++) {
        struct ts_ledger ledger = { .count = 99 };
        size_t line;
        ts_test_row(BAD[i].rule);
        assert_status(ts_store_replace(folder.store, "issued.csv",
                                       ts_span_text(BAD[i].text), false),
                      TS_OK);
        assert_status(ts_ledger_read(&folder.arena, &ledger, folder.store, 0, &line),
                      BAD[i].status);
        assert_int_equal(line, BAD[i].line);
        assert_int_equal(ledger.count, 99);
    }
}

/* What a kiosk reads out of the lists. */
static enum ts_status_value
value_of(const char *purpose, uint32_t index, const struct ts_issuer_list *issuers)
{
    char file[64];
    char url[64];
    ts_span bytes;
    struct ts_status_list list;
    struct ts_fault fault = { 0 };
    snprintf(file, sizeof(file), "status-%s.jwt", purpose);
    snprintf(url, sizeof(url), "https://college.example/status/%s", purpose);
    assert_status(ts_store_read(folder.store, &folder.arena, &bytes, file, 1 << 20),
                  TS_OK);
    assert_status(ts_status_list_read(&folder.arena, &list, ts_span_text(url), bytes,
                                      &(struct ts_status_trust){ issuers, NULL }, &fault),
                  TS_OK);
    assert_false(list.is_small);
    assert_int_equal(list.issued.s, FIXTURE_NOW.s);
    return ts_status_list_at(&list, index, ts_span_text(purpose));
}

static void
publishes_lists_that_kiosks_read(void **state)
{
    (void)state;
    struct ts_ledger ledger;
    const struct ts_ledger_entry *good;
    struct ts_ledger_entry *bad;
    struct ts_signer signer =
        fixture_signer(&folder.arena, folder.store, "did:key", TS_KEY_P256);
    const struct ts_text_in name = { TS_SPAN_LIT("en"), TS_SPAN_LIT("College") };
    const struct ts_issuer issuer = { .id = signer.id, .names = &name, .name_count = 1 };
    const struct ts_issuer_list issuers = { .issuers = &issuer, .count = 1 };
    read_ledger(&ledger, 2);
    assert_status(ts_ledger_add(&ledger, &good, TS_SPAN_LIT("urn:a"), true, FIXTURE_NOW),
                  TS_OK);
    assert_status(ts_ledger_add(&ledger, NULL, TS_SPAN_LIT("urn:b"), true, FIXTURE_NOW),
                  TS_OK);
    bad = ts_ledger_find(&ledger, TS_SPAN_LIT("urn:b"));
    bad->withdrawn = FIXTURE_NOW;
    assert_status(
        ts_ledger_publish(&folder.arena, &ledger, &signer, folder.store, FIXTURE_NOW),
        TS_OK);
    assert_int_equal(value_of("revocation", good->index, &issuers), TS_STATUS_VALID);
    assert_int_equal(value_of("revocation", bad->index, &issuers), TS_STATUS_WITHDRAWN);
    assert_int_equal(value_of("suspension", bad->index, &issuers), TS_STATUS_VALID);

    bad->withdrawn = TS_UTC_NEVER;
    bad->suspended = FIXTURE_NOW;
    assert_status(
        ts_ledger_publish(&folder.arena, &ledger, &signer, folder.store, FIXTURE_NOW),
        TS_OK);
    assert_int_equal(value_of("revocation", bad->index, &issuers), TS_STATUS_VALID);
    assert_int_equal(value_of("suspension", bad->index, &issuers), TS_STATUS_SUSPENDED);
    assert_int_equal(value_of("suspension", good->index, &issuers), TS_STATUS_VALID);
    assert_int_equal(value_of("revocation", TS_LEDGER_INDEXES, &issuers),
                     TS_STATUS_UNKNOWN);
}

static void
publishes_nothing_without_an_address(void **state)
{
    (void)state;
    struct ts_ledger ledger;
    ts_span bytes;
    struct ts_signer signer =
        fixture_signer(&folder.arena, folder.store, "did:key", TS_KEY_ED25519);
    signer.status_url.len = 0;
    read_ledger(&ledger, 0);
    assert_status(
        ts_ledger_publish(&folder.arena, &ledger, &signer, folder.store, FIXTURE_NOW),
        TS_OK);
    assert_status(ts_store_read(folder.store, &folder.arena, &bytes,
                                "status-revocation.jwt", 1 << 20),
                  TS_ABSENT);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(keeps_what_was_issued),
        TEST(gives_no_id_and_no_place_twice),
        TEST(finds_the_last_free_place),
        TEST(refuses_a_ledger_it_cannot_rely_on),
        TEST(publishes_lists_that_kiosks_read),
        TEST(publishes_nothing_without_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
