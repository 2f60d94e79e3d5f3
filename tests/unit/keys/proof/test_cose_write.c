#include "keys/proof/cose.h"
#include "keys/proof/cose_write.h"
#include "tests/support/support.h"

static struct ts_arena arena;
static struct ts_secret_key key;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 16);
    return ts_secret_key_generate(&key, TS_KEY_ED25519) == TS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static ts_span
sign(ts_span purpose)
{
    ts_span header;
    ts_span cose = { 0 };
    assert_status(ts_cose_eddsa_header(&arena, &header, TS_SPAN_LIT("key 1")), TS_OK);
    assert_span_equal(header, ts_test_hex(&arena, "a2012704456b65792031"));
    assert_status(
        ts_cose_sign1(&arena, &cose, &key, header, purpose, TS_SPAN_LIT("payload")),
        TS_OK);
    return cose;
}

static enum ts_status
check(ts_span cose, ts_span purpose, ts_verified *payload)
{
    struct ts_proof_set set;
    struct ts_public_key public_key = ts_secret_key_public(&key);
    assert_status(ts_cose_read(&arena, &set, cose, purpose, NULL), TS_OK);
    assert_int_equal(set.count, 1);
    assert_span_equal(set.proofs[0].key_id, TS_SPAN_LIT("key 1"));
    return ts_proof_check(payload, &set.proofs[0], &public_key);
}

static void
what_is_signed_is_read_for_its_purpose_alone(void **state)
{
    (void)state;
    ts_verified payload;
    ts_span cose = sign(TS_SPAN_LIT("purpose"));
    assert_status(check(cose, TS_SPAN_LIT("purpose"), &payload), TS_OK);
    assert_span_equal(payload.bytes, TS_SPAN_LIT("payload"));
    assert_status(check(cose, TS_SPAN_LIT("another"), &payload), TS_UNTRUSTED);
    assert_status(check(cose, (ts_span){ 0 }, &payload), TS_UNTRUSTED);
}

static void
a_signature_that_is_there_is_written_alike(void **state)
{
    (void)state;
    struct ts_proof_set set;
    ts_span again;
    ts_span header;
    ts_span cose = sign((ts_span){ 0 });
    assert_status(ts_cose_read(&arena, &set, cose, (ts_span){ 0 }, NULL), TS_OK);
    assert_status(ts_cose_eddsa_header(&arena, &header, set.proofs[0].key_id), TS_OK);
    assert_status(ts_cose_sign1_write(&arena, &again, header, set.proofs[0].payload,
                                      set.proofs[0].signature),
                  TS_OK);
    assert_span_equal(again, cose);
}

static void
a_room_that_is_too_small_says_so(void **state)
{
    (void)state;
    ts_span cose = sign((ts_span){ 0 });
    uint8_t room[512];
    for (size_t len = 0; len < cose.len + 60; len++) {
        struct ts_arena small = ts_arena_over((ts_room){ room, len });
        ts_span header = TS_SPAN_LIT("\xa1\x01\x27");
        ts_span again = { 0 };
        enum ts_status status = ts_cose_sign1(&small, &again, &key, header,
                                              (ts_span){ 0 }, TS_SPAN_LIT("payload"));
        assert_true(status == TS_OK || (status == TS_NO_SPACE && again.at == NULL));
    }
    struct ts_secret_key none = { .kind = TS_KEY_NONE };
    assert_status(ts_cose_sign1(&arena, &cose, &none, (ts_span){ 0 }, (ts_span){ 0 },
                                (ts_span){ 0 }),
                  TS_UNSUPPORTED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_signed_is_read_for_its_purpose_alone),
        cmocka_unit_test(a_signature_that_is_there_is_written_alike),
        cmocka_unit_test(a_room_that_is_too_small_says_so),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
