#include "keys/crypto/digest.h"
#include "keys/proof/cose_write.h"
#include "kiosk/journal/export.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static struct ts_arena arena;
static struct ts_secret_key kiosk;
static struct ts_sealing_key steward, other;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(8 << 20);
    ts_sealing_key_generate(&steward);
    ts_sealing_key_generate(&other);
    return ts_secret_key_generate(&kiosk, TS_KEY_ED25519) == TS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static struct ts_export
usual(void)
{
    struct ts_export exported = {
        .mode = TS_JOURNAL_PROOF,
        .made = { 1778574600 },
        .from = { 1778544000 },
        .until = TS_UTC_NEVER,
        .fields = { { TS_FIELD_HOUR, TS_FIELD_PROFILE }, 2 },
        .form = TS_ROWS_CSV,
        .rows = 2,
        .text = TS_SPAN_LIT("hour,profile\r\n1,gate\r\n2,\"a\r\nb\"\r\n"),
    };
    return exported;
}

static ts_span
seal(struct ts_export exported)
{
    ts_span file = { 0 };
    assert_status(ts_export_seal(&arena, &file, &exported, &kiosk, steward.point), TS_OK);
    return file;
}

static enum ts_status
open_file(struct ts_export *exported, ts_span file)
{
    struct ts_fault fault = { 0 };
    size_t before = arena.used;
    enum ts_status status = ts_export_open(&arena, exported, file, &steward, &fault);
    assert_status(fault.status, status);
    if (status != TS_OK) {
        assert_non_null(fault.rule);
        ts_arena_rewind(&arena, before);
    }
    return status;
}

static void
what_is_sealed_is_opened_as_it_was(void **state)
{
    (void)state;
    struct ts_export read;
    struct ts_export exported = usual();
    struct ts_public_key key = ts_secret_key_public(&kiosk);
    assert_status(open_file(&read, seal(exported)), TS_OK);
    assert_int_equal(read.mode, exported.mode);
    assert_true(read.made.s == exported.made.s);
    assert_true(read.from.s == exported.from.s);
    assert_true(read.until.s == TS_UTC_NEVER.s);
    assert_int_equal(read.fields.count, 2);
    assert_int_equal(read.fields.items[1], TS_FIELD_PROFILE);
    assert_int_equal(read.form, TS_ROWS_CSV);
    assert_int_equal(read.rows, 2);
    assert_span_equal(read.text, exported.text);
    assert_true(ts_public_key_equal(&read.key, &key));
    ts_test_row("JSON Lines without a row, and without a beginning");
    exported.form = TS_ROWS_JSON_LINES;
    exported.text = (ts_span){ 0 };
    exported.rows = 0;
    exported.from = TS_UTC_ALWAYS;
    assert_status(open_file(&read, seal(exported)), TS_OK);
    assert_int_equal(read.text.len, 0);
    assert_true(read.from.s == TS_UTC_ALWAYS.s);
}

static void
nothing_of_it_can_be_read_from_outside(void **state)
{
    (void)state;
    ts_span file = seal(usual());
    struct ts_public_key key = ts_secret_key_public(&kiosk);
    for (size_t i = 0; i + 32 <= file.len; i++) {
        assert_memory_not_equal(file.at + i, key.point.at, 32);
        assert_memory_not_equal(file.at + i, "hour,profile", 12);
    }
    assert_memory_not_equal(file.at, seal(usual()).at, file.len);
}

static void
another_steward_does_not_open_it(void **state)
{
    (void)state;
    struct ts_export read = { .rows = 99 };
    struct ts_fault fault;
    ts_span file = seal(usual());
    assert_status(ts_export_open(&arena, &read, file, &other, &fault), TS_ABSENT);
    assert_int_equal(read.rows, 99);
}

static void
every_prefix_and_one_byte_more_are_refused(void **state)
{
    (void)state;
    struct ts_export read = { .rows = 99 };
    ts_span file = seal(usual());
    for (size_t len = 0; len < file.len; len++) {
        uint8_t *copy = ts_test_exact_copy((ts_span){ file.at, len });
        if (open_file(&read, (ts_span){ copy, len }) == TS_OK)
            fail_msg("%zu bytes were taken", len);
        free(copy);
    }
    uint8_t *more = malloc(file.len + 1);
    assert_non_null(more);
    memcpy(more, file.at, file.len);
    more[file.len] = 0;
    assert_status(open_file(&read, (ts_span){ more, file.len + 1 }), TS_UNTRUSTED);
    free(more);
    assert_int_equal(read.rows, 99);
}

static void
every_byte_counts(void **state)
{
    (void)state;
    struct ts_export read = { .rows = 99 };
    ts_span file = seal(usual());
    uint8_t *copy = ts_test_exact_copy(file);
    for (size_t i = 0; i < file.len; i++) {
        copy[i] ^= 1;
        if (open_file(&read, (ts_span){ copy, file.len }) == TS_OK)
            fail_msg("byte %zu", i);
        copy[i] ^= 1;
    }
    free(copy);
    assert_int_equal(read.rows, 99);
}

static const struct {
    const char *rule;
    const char *text;
    enum ts_rows_form form;
    uint64_t rows;
} texts[] = {
    { "12.6 a row too few", "h\r\na\r\n", TS_ROWS_CSV, 2 },
    { "12.6 a row too many", "h\r\na\r\nb\r\n", TS_ROWS_CSV, 1 },
    { "12.6 no header", "", TS_ROWS_CSV, 0 },
    { "12.6 no end of the last line", "h\r\na", TS_ROWS_CSV, 1 },
    { "12.6 an open quote", "h\r\n\"a\r\n", TS_ROWS_CSV, 1 },
    { "12.6 half an object", "{}\n{", TS_ROWS_JSON_LINES, 1 },
};

static void
rows_that_are_not_those_of_the_text_are_not_signed(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        struct ts_export exported = usual();
        ts_span file = { 0 };
        ts_test_row(texts[i].rule);
        exported.text = ts_span_text(texts[i].text);
        exported.form = texts[i].form;
        exported.rows = texts[i].rows;
        assert_status(ts_export_seal(&arena, &file, &exported, &kiosk, steward.point),
                      TS_MALFORMED);
        assert_null(file.at);
    }
}

static void
what_cannot_be_sealed_is_not(void **state)
{
    (void)state;
    static const uint8_t zero[TS_SEALING_SIZE];
    struct ts_export exported = usual();
    struct ts_secret_key p256;
    ts_span file = { 0 };
    assert_status(ts_export_seal(&arena, &file, &exported, &kiosk, zero), TS_MALFORMED);
    assert_status(ts_secret_key_generate(&p256, TS_KEY_P256), TS_OK);
    assert_status(ts_export_seal(&arena, &file, &exported, &p256, steward.point),
                  TS_UNSUPPORTED);
    exported.fields.items[1] = TS_FIELD_HOUR;
    assert_status(ts_export_seal(&arena, &file, &exported, &kiosk, steward.point),
                  TS_MALFORMED);
    exported = usual();
    exported.fields.count = 0;
    assert_status(ts_export_seal(&arena, &file, &exported, &kiosk, steward.point),
                  TS_MALFORMED);
    exported = usual();
    exported.until.s = exported.from.s - 1;
    assert_status(ts_export_seal(&arena, &file, &exported, &kiosk, steward.point),
                  TS_MALFORMED);
    assert_null(file.at);
}

/* Seals this payload, signed for this purpose, as somebody could who has a kiosk's key.
 */
static ts_span
sealed_payload(ts_span payload, ts_span purpose)
{
    struct ts_public_key key = ts_secret_key_public(&kiosk);
    uint8_t digest[TS_SHA256_SIZE];
    ts_span header;
    ts_span cose;
    assert_status(ts_cose_eddsa_header(&arena, &header, key.point), TS_OK);
    assert_status(ts_cose_sign1(&arena, &cose, &kiosk, header, purpose, payload), TS_OK);
    size_t len = 13 + TS_SEALED_BOX_EXTRA + cose.len;
    uint8_t *at = ts_arena_take(&arena, len);
    assert_non_null(at);
    memcpy(at, "TSJE\1", 5);
    ts_sha256(digest, TS_SPAN_OF(steward.point));
    memcpy(at + 5, digest, 8);
    assert_status(
        ts_sealed_box_close((ts_room){ at + 13, len - 13 }, steward.point, cose), TS_OK);
    return (ts_span){ at, len };
}

static const struct {
    const char *rule;
    const char *before; /* the steward's point, STEWARD */
    const char *after;
    enum ts_status want;
} payloads[] = {
    { "12.4 the least there must be", "a70100020005810106010700085820", "0940", TS_OK },
    { "12.4 another mode", "a70103020005810106010700085820", "0940", TS_MALFORMED },
    { "12.4 another form", "a70100020005810106020700085820", "0940", TS_MALFORMED },
    { "12.4 another field", "a70100020005810906010700085820", "0940", TS_MALFORMED },
    { "12.4 no text",
      "a601000200058101060107000858"
      "20",
      "", TS_MALFORMED },
    { "12.4 no mode", "a6020005810106010700085820", "0940", TS_MALFORMED },
    { "12.4 no time", "a6010005810106010700085820", "0940", TS_MALFORMED },
    { "12.6 no field", "a701000200058006010700085820", "0940", TS_MALFORMED },
    { "12.6 a field twice", "a7010002000582010106010700085820", "0940", TS_MALFORMED },
    { "12.6 rows that are not there", "a70100020005810106010701085820", "0940",
      TS_MALFORMED },
    { "12.2 a member that is not known", "a80100020005810106010700085820", "09400a00",
      TS_MALFORMED },
    { "12.2 a longer form of an integer", "a7011800020005810106010700085820", "0940",
      TS_MALFORMED },
    { "12.2 something after it", "a70100020005810106010700085820", "094000",
      TS_TRAILING },
    { "12.2 no map", "845820", "000000", TS_MALFORMED },
};

static ts_span
payload_of(const char *before, const char *after, const uint8_t *point)
{
    static uint8_t bytes[256];
    ts_span first = ts_test_hex(&arena, before);
    ts_span last = ts_test_hex(&arena, after);
    memcpy(bytes, first.at, first.len);
    memcpy(bytes + first.len, point, TS_SEALING_SIZE);
    if (last.len)
        memcpy(bytes + first.len + TS_SEALING_SIZE, last.at, last.len);
    return (ts_span){ bytes, first.len + TS_SEALING_SIZE + last.len };
}

static void
payloads_are_read_by_the_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(payloads); i++) {
        struct ts_export read = { .made = { 99 } };
        ts_test_row(payloads[i].rule);
        ts_span payload =
            payload_of(payloads[i].before, payloads[i].after, steward.point);
        ts_span file = sealed_payload(payload, TS_SPAN_LIT("touchstone journal 1"));
        assert_status(open_file(&read, file), payloads[i].want);
        assert_true(read.made.s == (payloads[i].want == TS_OK ? 0 : 99));
    }
}

static void
what_was_meant_for_others_is_not_genuine(void **state)
{
    (void)state;
    struct ts_export read;
    ts_test_row("12.5 signed for another steward, and sealed anew");
    ts_span payload = payload_of(payloads[0].before, payloads[0].after, other.point);
    ts_span file = sealed_payload(payload, TS_SPAN_LIT("touchstone journal 1"));
    assert_status(open_file(&read, file), TS_UNTRUSTED);
    ts_test_row("12.3 signed as something else");
    payload = payload_of(payloads[0].before, payloads[0].after, steward.point);
    file = sealed_payload(payload, TS_SPAN_LIT("touchstone receipt 1"));
    assert_status(open_file(&read, file), TS_UNTRUSTED);
}

static void
other_files_are_told_apart(void **state)
{
    (void)state;
    struct ts_export read;
    ts_span file = seal(usual());
    uint8_t *copy = ts_test_exact_copy(file);
    copy[4] = 2;
    assert_status(open_file(&read, (ts_span){ copy, file.len }), TS_UNSUPPORTED);
    copy[0] = 'X';
    assert_status(open_file(&read, (ts_span){ copy, file.len }), TS_MALFORMED);
    free(copy);
    assert_status(ts_export_open(&arena, &read,
                                 (ts_span){ file.at, TS_EXPORT_BYTES_MAX + 1 }, &steward,
                                 NULL),
                  TS_OVER_LIMIT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_is_opened_as_it_was),
        cmocka_unit_test(nothing_of_it_can_be_read_from_outside),
        cmocka_unit_test(another_steward_does_not_open_it),
        cmocka_unit_test(every_prefix_and_one_byte_more_are_refused),
        cmocka_unit_test(every_byte_counts),
        cmocka_unit_test(rows_that_are_not_those_of_the_text_are_not_signed),
        cmocka_unit_test(what_cannot_be_sealed_is_not),
        cmocka_unit_test(payloads_are_read_by_the_rules),
        cmocka_unit_test(what_was_meant_for_others_is_not_genuine),
        cmocka_unit_test(other_files_are_told_apart),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
