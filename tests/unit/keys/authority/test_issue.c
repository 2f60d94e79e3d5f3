#include "tests/unit/keys/authority/fixture.h"

#define ARENA (8 * 1024 * 1024)

static const struct {
    const char *rule;
    const char *people;
    const char *names[4];
} NAMES[] = {
    { "small letters and dashes", "Amina Tootoo\nBOB\n", { "amina-tootoo", "bob" } },
    { "marks are taken off",
      "Zo\xC3\xAB C\xC3\xB4t\xC3\xA9-\xC3\x89loi\n",
      { "zoe-cote-eloi" } },
    { "the second of a name gets its row",
      "Bob\nBob\nBOB.\n",
      { "bob", "bob-2", "bob-3" } },
    { "no letter is left", "\xE1\x90\x8A\xE1\x92\xA5\n\"...\"\n", { "row-1", "row-2" } },
    { "somebody is called like a row", "Row 2\n\xE1\x90\x8A\n", { "row-2", "row-2-2" } },
    { "no way out of the folder", "../../etc/passwd\n", { "etc-passwd" } },
    { "long names end",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaa"
      "aaaaaaaaaaaaaaaaaaaaaaaa\n",
      { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } },
};

static void
names_files_after_people(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(NAMES); i++) {
        size_t used = arena.used;
        struct ts_award awards[4] = { 0 };
        struct ts_issued issued[4] = { 0 };
        struct ts_csv_reader reader;
        struct ts_csv_row row;
        size_t count = 0;
        ts_test_row(NAMES[i].rule);
        assert_status(ts_csv_open(&reader, ts_span_text(NAMES[i].people)), TS_OK);
        for (; ts_csv_next(&reader, &arena, &row) == TS_OK; count++) {
            awards[count].cells[TS_COLUMN_NAME] = row.cells[0];
            issued[count].award = &awards[count];
        }
        ts_issued_name_all(issued, count);
        for (size_t k = 0; k < count; k++)
            assert_string_equal(issued[k].name, NAMES[i].names[k]);
        assert_null(count < 4 ? NAMES[i].names[count] : NULL);
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

static struct ts_issued
issue(struct ts_arena *arena, struct ts_ledger *ledger, const struct ts_signer *signer,
      const char *sheet, enum ts_status want)
{
    struct ts_issued issued = { 0 };
    const char *what;
    const struct ts_issue_order order = { .issuer = signer,
                                          .ledger = ledger,
                                          .now = FIXTURE_NOW };
    assert_status(
        ts_issue_make(arena, &issued, &order, fixture_award(arena, sheet), &what), want);
    return issued;
}

static void
numbers_each_badge_once(void **state)
{
    (void)state;
    static const char OWN_ID[] = "name,achievement,id\nA,B,urn:own:1\n";
    struct ts_arena arena = ts_test_arena(4 * ARENA);
    char path[32];
    struct ts_ledger ledger;
    size_t line;
    struct ts_store *store = fixture_folder(path);
    struct ts_signer signer = fixture_signer(&arena, store, "did:key", TS_KEY_ED25519);
    assert_status(ts_ledger_read(&arena, &ledger, store, 8, &line), TS_OK);

    struct ts_issued a = issue(&arena, &ledger, &signer, FIXTURE_SHEET, TS_OK);
    struct ts_issued b = issue(&arena, &ledger, &signer, FIXTURE_SHEET, TS_OK);
    assert_false(ts_span_equal(a.id, b.id));
    assert_true(ts_span_starts_with(a.id, TS_SPAN_LIT("urn:uuid:")));
    assert_int_equal(ledger.used_count, 2);
    struct ts_issued own = issue(&arena, &ledger, &signer, OWN_ID, TS_OK);
    assert_span_equal(own.id, TS_SPAN_LIT("urn:own:1"));
    (void)issue(&arena, &ledger, &signer, OWN_ID, TS_DUPLICATE);
    assert_int_equal(ledger.count, 3);

    signer.status_url.len = 0;
    (void)issue(&arena, &ledger, &signer, FIXTURE_SHEET, TS_OK);
    assert_int_equal(ledger.count, 4);
    assert_int_equal(ledger.used_count, 3);
    fixture_folder_remove(store, path);
    ts_test_arena_free(&arena);
}

static void
prints_what_the_row_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_signer signer = { .name = TS_SPAN_LIT("College") };
    struct ts_issued issued = { .award = fixture_award(
                                    &arena, "name,achievement,result\nA,B,Failed\n") };
    struct ts_card card = ts_issued_card(&issued, &signer);
    assert_span_equal(card.name, TS_SPAN_LIT("A"));
    assert_span_equal(card.achievement, TS_SPAN_LIT("B"));
    assert_span_equal(card.issuer, TS_SPAN_LIT("College"));
    assert_span_equal(card.result, TS_SPAN_LIT("Failed"));
    issued.award = fixture_award(&arena, "name,achievement,result\nA,B,Completed\n");
    assert_int_equal(ts_issued_card(&issued, &signer).result.len, 0);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_files_after_people),
        cmocka_unit_test(numbers_each_badge_once),
        cmocka_unit_test(prints_what_the_row_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
