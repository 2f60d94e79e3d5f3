#include "firmware/base/limits.h"
#include "firmware/base/writer.h"
#include "keys/codec/base64.h"
#include "keys/codec/deflate.h"
#include "keys/proof/jose.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(2 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static ts_span
encoded(ts_span bytes)
{
    ts_span text;
    assert_status(ts_base64url_encode(&arena, &text, bytes), TS_OK);
    return text;
}

static ts_span
deflated(ts_span bytes)
{
    ts_span packed;
    assert_status(ts_deflate(&arena, &packed, bytes, TS_DEFLATE_RAW), TS_OK);
    return packed;
}

/* A compact JWS over these, with a signature of two bytes. */
static ts_span
compact(const char *header, ts_span payload)
{
    ts_span head = encoded(ts_span_text(header));
    ts_span body = encoded(payload);
    ts_span text;
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    ts_write_bytes(&w, head);
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, body);
    ts_write_text(&w, ".AQI");
    assert_status(ts_writer_end(&w, &text), TS_OK);
    ts_arena_keep(&arena, text.len);
    return text;
}

#define ZIPPED "{\"alg\":\"ES256\",\"kid\":\"k\",\"zip\":\"DEF\"}"

static void
the_payload_is_what_it_inflates_to(void **state)
{
    (void)state;
    struct ts_proof_set set;
    ts_span text = compact(ZIPPED, deflated(TS_SPAN_LIT("{\"iss\":\"x\"}")));
    assert_status(ts_jose_read_deflated(&arena, &set, text, NULL), TS_OK);
    assert_int_equal(set.count, 1);
    assert_span_equal(set.proofs[0].payload, TS_SPAN_LIT("{\"iss\":\"x\"}"));
    /* The signature is over what was sent. */
    assert_span_equal(set.proofs[0].message, ts_span_part(text, 0, text.len - 4));
    assert_span_equal(set.proofs[0].key_id, TS_SPAN_LIT("k"));
    /* Nobody else inflates it. */
    assert_status(ts_jose_read(&arena, &set, text, NULL), TS_OK);
    assert_int_equal(set.count, 0);
    assert_span_equal(set.unsupported, TS_SPAN_LIT("zip"));
}

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *name, *header;
        enum ts_status want;
        const char *unsupported;
    } rows[] = {
        { "as it should be", ZIPPED, TS_OK, NULL },
        { "no zip", "{\"alg\":\"ES256\"}", TS_MALFORMED, NULL },
        { "a zip that is no text", "{\"alg\":\"ES256\",\"zip\":1}", TS_MALFORMED, NULL },
        { "an empty zip", "{\"alg\":\"ES256\",\"zip\":\"\"}", TS_MALFORMED, NULL },
        { "zip twice", "{\"alg\":\"ES256\",\"zip\":\"DEF\",\"zip\":\"DEF\"}",
          TS_DUPLICATE, NULL },
        { "another zip", "{\"alg\":\"ES256\",\"zip\":\"GZ\"}", TS_OK, "GZ" },
        { "zip in other letters", "{\"alg\":\"ES256\",\"zip\":\"def\"}", TS_OK, "def" },
        { "crit stays refused", "{\"alg\":\"ES256\",\"zip\":\"DEF\",\"crit\":[\"zip\"]}",
          TS_OK, "crit" },
        { "none stays refused", "{\"alg\":\"none\",\"zip\":\"DEF\"}", TS_OK, "none" },
        { "no alg", "{\"zip\":\"DEF\"}", TS_MALFORMED, NULL },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_proof_set set = { .count = 7 };
        ts_test_row(rows[i].name);
        ts_span text = compact(rows[i].header, deflated(TS_SPAN_LIT("{}")));
        assert_status(ts_jose_read_deflated(&arena, &set, text, NULL), rows[i].want);
        if (rows[i].want != TS_OK) {
            assert_int_equal(set.count, 7);
            continue;
        }
        assert_int_equal(set.count, rows[i].unsupported ? 0 : 1);
        assert_span_equal(set.unsupported, ts_span_text(rows[i].unsupported));
    }
}

static void
only_one_whole_raw_stream_is_a_payload(void **state)
{
    (void)state;
    ts_span whole = deflated(TS_SPAN_LIT("{\"iss\":\"https://x.example\"}"));
    uint8_t *longer = calloc(1, whole.len + 1);
    struct ts_proof_set set;
    memcpy(longer, whole.at, whole.len);
    for (size_t len = 0; len <= whole.len + 1; len++) {
        ts_span text = compact(ZIPPED, (ts_span){ longer, len });
        assert_status(ts_jose_read_deflated(&arena, &set, text, NULL),
                      len == whole.len ? TS_OK : TS_MALFORMED);
    }
    free(longer);
    ts_span zlib;
    assert_status(ts_deflate(&arena, &zlib, TS_SPAN_LIT("{}"), TS_DEFLATE_ZLIB), TS_OK);
    assert_status(ts_jose_read_deflated(&arena, &set, compact(ZIPPED, zlib), NULL),
                  TS_MALFORMED);
}

static void
a_bomb_is_over_the_limit(void **state)
{
    (void)state;
    static uint8_t zeros[TS_CODE_INFLATED_MAX + 1];
    struct ts_proof_set set;
    ts_span most = deflated((ts_span){ zeros, TS_CODE_INFLATED_MAX });
    ts_span more = deflated((ts_span){ zeros, TS_CODE_INFLATED_MAX + 1 });
    assert_status(ts_jose_read_deflated(&arena, &set, compact(ZIPPED, most), NULL),
                  TS_OK);
    assert_status(ts_jose_read_deflated(&arena, &set, compact(ZIPPED, more), NULL),
                  TS_OVER_LIMIT);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_payload_is_what_it_inflates_to),
        TEST(each_rule_is_enforced),
        TEST(only_one_whole_raw_stream_is_a_payload),
        TEST(a_bomb_is_over_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
