#include "keys/codec/qr.h"
#include "kiosk/scan/scanner.h"
#include "tests/support/support.h"

#include <string.h>

#define ARENA (16 * 1024 * 1024)
enum { PIXELS = 4 };

/* The code as a camera would see it at its best. */
static struct ts_frame
picture(struct ts_arena *arena, const struct ts_qr *qr)
{
    uint32_t side = (qr->size + 2 * TS_QR_QUIET_ZONE) * PIXELS;
    uint8_t *grey = ts_arena_take(arena, (size_t)side * side);
    assert_non_null(grey);
    memset(grey, 255, (size_t)side * side);
    for (uint32_t y = 0; y < qr->size * PIXELS; y++) {
        for (uint32_t x = 0; x < qr->size * PIXELS; x++) {
            size_t at = (size_t)(y + TS_QR_QUIET_ZONE * PIXELS) * side + x
                        + TS_QR_QUIET_ZONE * PIXELS;
            if (qr->modules[(size_t)(y / PIXELS) * qr->size + x / PIXELS])
                grey[at] = 0;
        }
    }
    return (
        struct ts_frame){ .grey = grey, .width = side, .height = side, .stride = side };
}

static const struct {
    const char *rule;
    size_t len;
    const char *alphabet;
    unsigned version; /* ISO/IEC 18004 table 7, error correction M. */
} CODES[] = {
    { "version 1 holds 20 alphanumeric", 20, "AB:", 1 },
    { "and not 21", 21, "AB:", 2 },
    { "version 24 holds 1,326 alphanumeric", 1326, "Z0 $%*+-./:", 24 },
    { "and not 1,327", 1327, "Z0 $%*+-./:", 25 },
    { "version 40 holds 3,391 alphanumeric", 3391, "Z0 $%*+-./:", 40 },
    { "a small letter makes bytes: version 1 holds 14", 14, "ab", 1 },
    { "and not 15", 15, "ab", 2 },
    { "version 40 holds 2,331 bytes", 2331, "xyz{", 40 },
    { "version 1 holds 34 digits", 34, "0123456789", 1 },
    { "and not 35", 35, "0123456789", 2 },
};

static void
makes_codes_that_scan(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_scanner *scanner;
    assert_status(ts_scanner_open(&scanner), TS_OK);
    for (size_t i = 0; i < TS_COUNT(CODES); i++) {
        size_t used = arena.used;
        char text[4096];
        struct ts_qr qr;
        struct ts_code code;
        size_t count = 0;
        ts_test_row(CODES[i].rule);
        for (size_t k = 0; k < CODES[i].len; k++)
            text[k] = CODES[i].alphabet[(k * 7 + k / 5) % strlen(CODES[i].alphabet)];
        ts_span bytes = { (const uint8_t *)text, CODES[i].len };
        assert_status(ts_qr_encode(&arena, &qr, bytes), TS_OK);
        assert_int_equal(qr.version, CODES[i].version);
        assert_int_equal(qr.size, 17 + 4 * qr.version);
        struct ts_frame frame = picture(&arena, &qr);
        assert_status(ts_scanner_still(scanner, &frame, &code, 1, &count), TS_OK);
        assert_int_equal(count, 1);
        assert_span_equal(code.bytes, bytes);
        ts_arena_rewind(&arena, used);
    }
    ts_scanner_close(scanner);
    ts_test_arena_free(&arena);
}

/* Bytes would take version 26. */
static void
a_long_row_of_digits_is_written_as_digits(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_scanner *scanner;
    struct ts_code code;
    struct ts_qr qr;
    char text[1006] = "shc:/";
    size_t count = 0;
    for (size_t i = 5; i < sizeof(text) - 1; i++)
        text[i] = (char)('0' + i * i % 10);
    text[sizeof(text) - 1] = '\0';
    assert_status(ts_scanner_open(&scanner), TS_OK);
    assert_status(ts_qr_encode(&arena, &qr, ts_span_text(text)), TS_OK);
    assert_int_equal(qr.version, 16);
    struct ts_frame frame = picture(&arena, &qr);
    assert_status(ts_scanner_still(scanner, &frame, &code, 1, &count), TS_OK);
    assert_int_equal(count, 1);
    assert_span_equal(code.bytes, ts_span_text(text));
    ts_scanner_close(scanner);
    ts_test_arena_free(&arena);
}

static void
refuses_what_does_not_fit(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_qr qr = { 0 };
    uint8_t text[3392];
    memset(text, 'A', sizeof(text));
    assert_status(ts_qr_encode(&arena, &qr, TS_SPAN_OF(text)), TS_OVER_LIMIT);
    assert_status(ts_qr_encode(&arena, &qr, (ts_span){ 0 }), TS_MALFORMED);
    struct ts_arena small = ts_arena_over((ts_room){ arena.at, 440 });
    assert_status(ts_qr_encode(&small, &qr, TS_SPAN_LIT("A")), TS_NO_SPACE);
    assert_int_equal(qr.size, 0);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_codes_that_scan),
        cmocka_unit_test(a_long_row_of_digits_is_written_as_digits),
        cmocka_unit_test(refuses_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
