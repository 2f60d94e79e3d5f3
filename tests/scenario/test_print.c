/* The program, as somebody prints a card with it and somebody else verifies the card. */

#define SHORT_SHEET               \
    "name,achievement,criteria\n" \
    "Aputik Nowdlak,H2S Alive,Passed a written exam\n"

static char folder[] = "/tmp/ts-print-XXXXXX";
#include "tests/scenario/touchstone.h"
#include "tests/unit/keys/authority/fixture.h"

static struct ts_arena arena;

/* A row whose criteria have no two passages alike, so that packing helps little. */
static void
write_long_sheet(void)
{
    static char sheet[8192];
    int used = snprintf(sheet, sizeof(sheet),
                        "name,achievement,criteria\nAputik Nowdlak,Crane operator,\"");
    for (unsigned i = 0, x = 88172645; i < 70; i++) {
        x = x * 1664525 + 1013904223;
        used += snprintf(sheet + used, sizeof(sheet) - (size_t)used, "%08x ", x);
    }
    snprintf(sheet + used, sizeof(sheet) - (size_t)used, "\"\n");
    write_file("long.csv", sheet);
}

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 20);
    assert_non_null(mkdtemp(folder));
    write_file("leaks", "leak:libfontconfig\n"); /* which frees nothing at its end */
    write_file("short.csv", SHORT_SHEET);
    write_long_sheet();
    does("authority init authority");
    does("issuer init issuer --id did:web:college.example --name College");
    does("authority add-issuer authority --did did:web:college.example "
         "--did-document issuer/did.json --name en=College");
    does("authority publish authority --out lists");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_memory_equal(folder, "/tmp/ts-print-", 14);
    ts_test_arena_free(&arena);
    return system(command);
}

static const struct {
    const char *name;
    const char *issue; /* arguments */
    const char *print; /* what of it */
    const char *says;
} cards[] = {
    { "vc+cose, its text", "short.csv --format vc+cose", "txt", "as it is, 1 code of" },
    { "vc+cose, a picture of it", "short.csv --format vc+cose", "png",
      "as it is, 1 code" },
    { "a JWT, packed for two codes", "short.csv --format vc-jwt", "txt",
      "as it is, 2 codes of" },
    { "JSON with its proof becomes PixelPass", "short.csv --format eddsa-jcs-2022",
      "json", "pixelpass" },
    { "PixelPass", "short.csv --format eddsa-jcs-2022 --pixelpass", "txt", "1 code of" },
    { "a long vc+cose", "long.csv --format vc+cose", "txt", "2 codes of" },
    { "a long JWT, which is packed", "long.csv --format vc-jwt", "txt", "2 codes of" },
    { "long JSON", "long.csv --format eddsa-jcs-2022", "json", "2 codes of" },
};

static void
issue(const char *arguments)
{
    char command[256];
    snprintf(command, sizeof(command), "issue --issuer issuer --out out %s", arguments);
    does(command);
}

static void
what_is_printed_is_ready_when_it_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(cards); i++) {
        char command[256];
        ts_test_row(cards[i].name);
        issue(cards[i].issue);
        snprintf(command, sizeof(command),
                 "print out/aputik-nowdlak.%s --trust lists --out card.pdf",
                 cards[i].print);
        does(command);
        assert_says(cards[i].says);
        does("verify --trust lists card.pdf");
        assert_says("READY");
        /* The card is a credential that can be printed again. */
        does("print card.pdf");
    }
}

static void
a_part_that_is_missing_is_named(void **state)
{
    (void)state;
    issue("long.csv --format vc-jwt");
    does("print out/aputik-nowdlak.txt --out part.png");
    ts_test_row("both of them, in any order, in one run");
    does("verify --trust lists part-2.png part-1.png");
    assert_says("part-1.png: READY");
    ts_test_row("without the first");
    assert_int_equal(touchstone("verify --trust lists part-2.png"), 65);
    assert_says("part 1 of 2 is missing");
    assert_int_equal(touchstone("print part-1.png"), 65);
    assert_says("part 2 of 2 is missing");
    ts_test_row("and a whole card beside it is judged all the same");
    does("issue --issuer issuer --out other short.csv");
    assert_int_equal(
        touchstone("verify --trust lists part-2.png other/aputik-nowdlak.png"), 65);
    assert_says("READY");
}

/* Parts of two cards on one page come in any order. */
static void
parts_of_two_cards_are_told_apart(void **state)
{
    (void)state;
    issue("long.csv --format vc-jwt");
    does("print out/aputik-nowdlak.txt --out one.png");
    issue("long.csv --format vc+cose");
    does("print out/aputik-nowdlak.txt --out two.png");
    does("verify --trust lists one-1.png two-2.png one-2.png two-1.png");
    assert_says("one-2.png: READY");
    assert_says("two-1.png: READY");
}

static void
what_is_no_credential_is_not_printed(void **state)
{
    (void)state;
    write_file("web.txt", "https://badges.example/1");
    write_file("part.txt", "TS1T/1/2/F0393FEB/AB");
    write_file("empty.txt", "");
    assert_int_equal(touchstone("print web.txt"), 65);
    assert_int_equal(touchstone("print part.txt"), 65);
    assert_int_equal(touchstone("print empty.txt"), 65);
    assert_int_equal(touchstone("print nothing.txt"), 65);
    assert_int_equal(touchstone("print short.csv"), 65);
    assert_int_equal(touchstone("print"), 64);
    assert_int_equal(touchstone("print web.txt --out card.gif"), 64);
}

static void
nothing_is_said_of_a_card_that_is_not_proven(void **state)
{
    (void)state;
    issue("short.csv --format vc-jwt");
    does("issuer init other --id did:web:other.example --name Other");
    does("issue --issuer other --out strange short.csv");
    does("print strange/aputik-nowdlak.txt --trust lists --out card.pdf");
    assert_says("its proof does not hold by these lists");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_printed_is_ready_when_it_is_read),
        cmocka_unit_test(a_part_that_is_missing_is_named),
        cmocka_unit_test(parts_of_two_cards_are_told_apart),
        cmocka_unit_test(what_is_no_credential_is_not_printed),
        cmocka_unit_test(nothing_is_said_of_a_card_that_is_not_proven),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
