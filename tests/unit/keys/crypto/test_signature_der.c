#include "keys/crypto/signature_der.h"
#include "tests/support/support.h"

#include <stdlib.h>

static const struct {
    const char *name, *der, *raw; /* raw NULL: refused */
} rows[] = {
    { "small numbers", "3006020101020102", "00010002" },
    { "a zero before a high bit", "300802020080020200ff", "008000ff" },
    { "as long as the field", "3008020212340202567f", "1234567f" },
    { "one more octet for the sign", "300a02030081230203009999", "81239999" },
    { "zero", "3006020100020100", "00000000" },
    { "longer than the field", "3008020301234502 0101", NULL },
    { "longer for the sign", "300802040081234502 0101", NULL },
    { "a needless zero", "300702020001020102", NULL },
    { "below zero", "3006020181020102", NULL },
    { "no number at all", "30050200020102", NULL },
    { "one number", "3003020101", NULL },
    { "three numbers", "3009020101020102020103", NULL },
    { "a set", "3106020101020102", NULL },
    { "a string of bits", "3006030101020102", NULL },
    { "a long length for a short one", "308106020101020102", NULL },
    { "an indefinite length", "30800201010201020000", NULL },
    { "a length of two octets", "30820006020101020102", NULL },
    { "the sequence is longer", "3007020101020102", NULL },
    { "the sequence is shorter", "3005020101020102", NULL },
    { "something after it", "300602010102010200", NULL },
    { "nothing", "", NULL },
};

static void
only_der_is_read(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_span der = ts_test_hex(&arena, rows[i].der);
        ts_span raw = TS_SPAN_LIT("before");
        uint8_t *exact = ts_test_exact_copy(der);
        size_t used = arena.used;
        ts_test_row(rows[i].name);
        assert_status(
            ts_ecdsa_signature_from_der(&arena, &raw, (ts_span){ exact, der.len }, 2),
            rows[i].raw ? TS_OK : TS_MALFORMED);
        if (rows[i].raw) {
            assert_span_equal(raw, ts_test_hex(&arena, rows[i].raw));
        } else {
            assert_span_equal(raw, TS_SPAN_LIT("before"));
            assert_int_equal(arena.used, used);
        }
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
every_proper_prefix_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    ts_span whole = ts_test_hex(&arena, "300a02030081230203009999");
    for (size_t len = 0; len < whole.len; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        ts_span raw;
        assert_status(
            ts_ecdsa_signature_from_der(&arena, &raw, (ts_span){ exact, len }, 2),
            TS_MALFORMED);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    uint8_t memory[3];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span raw;
    assert_status(ts_ecdsa_signature_from_der(
                      &arena, &raw, TS_SPAN_LIT("\x30\x06\x02\x01\x01\x02\x01\x02"), 2),
                  TS_NO_SPACE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_der_is_read),
        cmocka_unit_test(every_proper_prefix_is_refused),
        cmocka_unit_test(a_full_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
