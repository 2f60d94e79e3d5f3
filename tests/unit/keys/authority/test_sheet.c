#include "firmware/board/camera.h"
#include "keys/authority/script.h"
#include "kiosk/scan/scanner.h"
#include "tests/unit/keys/authority/fixture.h"

#define ARENA (32 * 1024 * 1024)

/* Fontconfig keeps what it found until the program ends, and tells nobody. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

static struct ts_card
card(struct ts_arena *arena, const char *name, const char *code)
{
    struct ts_card made = { .name = ts_span_text(name),
                            .achievement = TS_SPAN_LIT("Confined Space Entry"),
                            .issuer = TS_SPAN_LIT("Example College"),
                            .valid_from = FIXTURE_NOW,
                            .valid_until = TS_UTC_NEVER };
    assert_status(ts_qr_encode(arena, &made.qr, ts_span_text(code)), TS_OK);
    return made;
}

/* "pdfinfo" tells the pages; the tests of the kiosk need poppler anyway. */
static size_t
pages(ts_span pdf, const char *path)
{
    char command[64];
    char line[64];
    unsigned long count = 0;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pdf.at, 1, pdf.len, file), pdf.len);
    fclose(file);
    snprintf(command, sizeof(command), "pdfinfo %s", path);
    FILE *info = popen(command, "r");
    assert_non_null(info);
    while (fgets(line, sizeof(line), info)) {
        if (strncmp(line, "Pages:", 6) == 0)
            count = strtoul(line + 6, NULL, 10);
    }
    pclose(info);
    return count;
}

static void
holds_ten_cards_a_page(void **state)
{
    (void)state;
    static const struct {
        size_t cards, pages;
    } SHEETS[] = { { 1, 1 }, { 10, 1 }, { 11, 2 }, { 20, 2 }, { 21, 3 } };
    struct ts_arena arena = ts_test_arena(ARENA);
    char folder[32];
    char path[64];
    struct ts_store *store = fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/sheet.pdf", folder);
    struct ts_card cards[21];
    for (size_t i = 0; i < TS_COUNT(cards); i++)
        cards[i] = card(&arena, "Amina Tootoo", "HELLO");
    for (size_t i = 0; i < TS_COUNT(SHEETS); i++) {
        size_t used = arena.used;
        ts_span pdf;
        assert_status(ts_sheet_pdf(&arena, &pdf, cards, SHEETS[i].cards, FIXTURE_NOW),
                      TS_OK);
        assert_int_equal(pages(pdf, path), SHEETS[i].pages);
        ts_arena_rewind(&arena, used);
    }
    fixture_folder_remove(store, folder);
    ts_test_arena_free(&arena);
}

/* Printed, photographed, read: here at 150 dots an inch. */
static void
prints_codes_that_scan(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    char folder[32];
    char path[64];
    ts_span pdf;
    struct ts_card cards[3];
    struct ts_store *store = fixture_folder(folder);
    char *dense = ts_arena_take(&arena, 1201);
    for (size_t i = 0; i < 1200; i++)
        dense[i] = "ABCDEFG0123456789:/+"[(i * i + 3 * i) % 20];
    cards[0] = card(&arena, "Amina Tootoo", dense);
    cards[1] = card(&arena,
                    "A name that is long enough to need all of its lines and "
                    "some more, and Wolfeschlegelsteinhausenbergerdorff",
                    "TWO");
    cards[2] = card(&arena, "\xE1\x90\x8A\xE1\x92\xA5\xE1\x93\x87", "THREE");
    assert_status(ts_sheet_pdf(&arena, &pdf, cards, 3, FIXTURE_NOW), TS_OK);
    assert_status(ts_store_replace(store, "sheet.pdf", pdf, false), TS_OK);

    struct ts_camera *camera;
    struct ts_frame frame;
    struct ts_scanner *scanner;
    struct ts_code codes[4];
    size_t count = 0;
    snprintf(path, sizeof(path), "files:%s/sheet.pdf", folder);
    assert_status(ts_camera_open(&camera, path), TS_OK);
    enum ts_status status = TS_ABSENT;
    for (int tries = 0; status != TS_OK && tries < 20; tries++)
        status = ts_camera_wait(camera, &frame, 1000);
    assert_status(status, TS_OK);
    assert_status(ts_scanner_open(&scanner), TS_OK);
    assert_status(ts_scanner_still(scanner, &frame, codes, 4, &count), TS_OK);
    assert_int_equal(count, 3);
    bool found[3] = { false };
    for (size_t i = 0; i < count; i++) {
        found[0] = found[0] || ts_span_is(codes[i].bytes, dense);
        found[1] = found[1] || ts_span_is(codes[i].bytes, "TWO");
        found[2] = found[2] || ts_span_is(codes[i].bytes, "THREE");
    }
    assert_true(found[0] && found[1] && found[2]);
    ts_scanner_close(scanner);
    ts_camera_close(camera);
    fixture_folder_remove(store, folder);
    ts_test_arena_free(&arena);
}

static void
is_the_same_for_the_same_cards(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    ts_span a;
    ts_span b;
    const struct ts_card one = card(&arena, "Bob", "HELLO");
    assert_status(ts_sheet_pdf(&arena, &a, &one, 1, FIXTURE_NOW), TS_OK);
    assert_status(ts_sheet_pdf(&arena, &b, &one, 1, FIXTURE_NOW), TS_OK);
    assert_span_equal(a, b);
    ts_test_arena_free(&arena);
}

static void
says_when_the_arena_is_full(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    uint8_t memory[500];
    struct ts_arena small = ts_arena_over(TS_ROOM_OF(memory));
    ts_span pdf = { 0 };
    const struct ts_card one = card(&arena, "Bob", "HELLO");
    assert_status(ts_sheet_pdf(&small, &pdf, &one, 1, FIXTURE_NOW), TS_NO_SPACE);
    assert_null(pdf.at);
    ts_test_arena_free(&arena);
}

static void
knows_what_it_can_set(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool plain;
    } TEXTS[] = {
        { "Amina Tootoo", true },
        { "Zo\xC3\xAB C\xC3\xB4t\xC3\xA9 \xE2\x80\x93 H\xE2\x82\x82S", true },
        { "\xE1\x90\x8A\xE1\x92\xA5\xE1\x93\x87", true },
        { "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD", true },
        { "e\xCC\x81", false },                /* combining acute */
        { "\xD8\xB9\xD8\xB1\xD8\xA8", false }, /* Arabic */
        { "\xD7\x90", false },                 /* Hebrew */
        { "\xE0\xA4\xA8", false },             /* Devanagari */
        { "\xE6\x9D\x8E", false },             /* Han: not in the font */
        { "\xF0\x9F\x91\xB7", false },         /* an emoji */
        { "two\nlines", false },
    };
    for (size_t i = 0; i < TS_COUNT(TEXTS); i++) {
        ts_test_row(TEXTS[i].text);
        assert_int_equal(ts_text_is_plain(ts_span_text(TEXTS[i].text)), TEXTS[i].plain);
    }
}

static void
reads_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t code;
        size_t len;
    } CHARACTERS[] = {
        { "", 0, 0 },
        { "a", 'a', 1 },
        { "\xC3\xA9!", 0xE9, 2 },
        { "\xE1\x90\x8A", 0x140A, 3 },
        { "\xF0\x9F\x91\xB7", 0x1F477, 4 },
    };
    for (size_t i = 0; i < TS_COUNT(CHARACTERS); i++) {
        struct ts_character c = ts_character_first(ts_span_text(CHARACTERS[i].text));
        assert_int_equal(c.code, CHARACTERS[i].code);
        assert_int_equal(c.len, CHARACTERS[i].len);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_ten_cards_a_page),
        cmocka_unit_test(prints_codes_that_scan),
        cmocka_unit_test(is_the_same_for_the_same_cards),
        cmocka_unit_test(says_when_the_arena_is_full),
        cmocka_unit_test(knows_what_it_can_set),
        cmocka_unit_test(reads_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
