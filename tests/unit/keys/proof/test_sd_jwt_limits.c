#include "tests/unit/keys/proof/sd_jwt_world.h"

#include <stdlib.h>

static const char *const two[] = { "[\"salt\",\"n\",1]", "[\"salt\",\"m\",2]", NULL };

/* Behind a "~" the holder may stop: that is what the format is for. */
static void
nothing_but_whole_disclosures_can_be_left_out(void **state)
{
    (void)state;
    ts_span token = sd_jwt(HEADER, KEPT ",\"_sd\":[\"$0\",\"$1\"]}", two);
    for (size_t len = 0; len < token.len; len++) {
        struct ts_proof_set set = { .count = 42 };
        size_t used = arena.used;
        uint8_t *copy = ts_test_exact_copy((ts_span){ token.at, len });
        enum ts_status status =
            ts_sd_jwt_read(&arena, &set, (ts_span){ copy, len }, NULL);
        if (len > 0 && token.at[len - 1] == '~') {
            assert_status(status, TS_OK);
        } else {
            assert_int_not_equal(status, TS_OK);
            assert_int_equal(set.count, 42);
        }
        free(copy);
        ts_arena_rewind(&arena, used);
    }
}

static void
no_byte_can_be_changed(void **state)
{
    (void)state;
    struct ts_secret_key secret = key_of(1);
    struct ts_public_key key = ts_secret_key_public(&secret);
    ts_span token = sd_jwt(HEADER, KEPT ",\"_sd\":[\"$0\",\"$1\"]}", two);
    for (size_t i = 0; i < token.len; i++) {
        struct ts_proof_set set;
        ts_verified verified;
        size_t used = arena.used;
        text[i] ^= 1;
        if (ts_sd_jwt_read(&arena, &set, token, NULL) == TS_OK && set.count)
            assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_UNTRUSTED);
        text[i] ^= 1;
        ts_arena_rewind(&arena, used);
    }
}

static const struct {
    const char *name;
    const char *tail;
    bool is_fine;
} tails[] = {
    { "a key binding", "eyJhbGciOiJFUzI1NiJ9.eyJub25jZSI6IjEifQ.c2ln", true },
    { "one byte more", "x", false },
    { "half a key binding", "eyJhbGciOiJFUzI1NiJ9.eyJub25jZSI6IjEifQ", false },
    { "an empty disclosure", "~", false },
    { "a disclosure that is not base64url", "W10=~", false },
    { "a key binding with something behind it",
      "eyJhbGciOiJFUzI1NiJ9.eyJub25jZSI6IjEifQ.c2ln~", false },
};

static void
behind_the_last_tilde_stands_a_key_binding_or_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(tails); i++) {
        struct ts_proof_set set;
        ts_span token = sd_jwt(HEADER, KEPT ",\"_sd\":[\"$0\",\"$1\"]}", two);
        strcpy(text + token.len, tails[i].tail);
        token.len += strlen(tails[i].tail);
        ts_test_row(tails[i].name);
        assert_status(ts_sd_jwt_read(&arena, &set, token, NULL),
                      tails[i].is_fine ? TS_OK : TS_MALFORMED);
    }
}

/* A disclosure of a disclosure of ... */
static void
disclosures_go_as_deep_as_json_does(void **state)
{
    (void)state;
    for (size_t depth = TS_DEPTH_MAX; depth <= TS_DEPTH_MAX + 1; depth++) {
        struct ts_proof_set set = { .count = 42 };
        ts_span inner = TS_SPAN_LIT("1");
        size_t len = 0;
        static char tail[64 * 1024];
        arena = ts_arena_over(TS_ROOM_OF(memory));
        for (size_t i = 0; i < depth; i++) {
            char json[256];
            int n = snprintf(json, sizeof(json), "[\"%zu\",\"n\",%.*s]", i,
                             TS_SPAN_ARG(inner));
            ts_span part = encoded((ts_span){ (uint8_t *)json, (size_t)n });
            ts_span digest = digest_of(part);
            n = snprintf(json, sizeof(json), "{\"_sd\":[\"%.*s\"]}", TS_SPAN_ARG(digest));
            assert_true(
                ts_arena_copy(&arena, &inner, (ts_span){ (uint8_t *)json, (size_t)n }));
            len += (size_t)snprintf(tail + len, sizeof(tail) - len, "%.*s~",
                                    TS_SPAN_ARG(part));
        }
        ts_span jwt = signed_jwt(HEADER, inner);
        int all = snprintf(text, sizeof(text), "%.*s~%s", TS_SPAN_ARG(jwt), tail);
        enum ts_status status =
            ts_sd_jwt_read(&arena, &set, (ts_span){ (uint8_t *)text, (size_t)all }, NULL);
        const struct ts_json *tree;
        assert_status(status, depth > TS_DEPTH_MAX ? TS_OVER_LIMIT : TS_OK);
        if (status == TS_OK)
            assert_status(ts_json_parse(&arena, &tree, set.proofs[0].payload, NULL),
                          TS_OK);
    }
}

/* digests decoys in the payload, then disclosures that nothing names. */
static enum ts_status
read_many(size_t decoys, size_t disclosures)
{
    static char payload[64 * 1024];
    struct ts_proof_set set;
    size_t len = (size_t)snprintf(payload, sizeof(payload), KEPT ",\"_sd\":[\"q\"");
    arena = ts_arena_over(TS_ROOM_OF(memory));
    for (size_t i = 1; i < decoys; i++)
        len += (size_t)snprintf(payload + len, sizeof(payload) - len, ",\"%zu\"", i);
    snprintf(payload + len, sizeof(payload) - len, "]}");
    ts_span parts[1];
    ts_span jwt = signed_jwt(HEADER, filled_in(payload, parts));
    len = (size_t)snprintf(text, sizeof(text), "%.*s~", TS_SPAN_ARG(jwt));
    for (size_t i = 0; i < disclosures; i++) {
        char json[32];
        int n = snprintf(json, sizeof(json), "[\"%zu\",1]", i);
        ts_span part = encoded((ts_span){ (uint8_t *)json, (size_t)n });
        len +=
            (size_t)snprintf(text + len, sizeof(text) - len, "%.*s~", TS_SPAN_ARG(part));
    }
    return ts_sd_jwt_read(&arena, &set, (ts_span){ (uint8_t *)text, len }, NULL);
}

static void
a_flood_is_over_the_limit(void **state)
{
    (void)state;
    assert_status(read_many(TS_DISCLOSURE_DIGESTS_MAX, 0), TS_OK);
    assert_status(read_many(TS_DISCLOSURE_DIGESTS_MAX + 1, 0), TS_OVER_LIMIT);
    assert_status(read_many(1, TS_DISCLOSURES_MAX), TS_MALFORMED);
    assert_status(read_many(1, TS_DISCLOSURES_MAX + 1), TS_OVER_LIMIT);
}

static void
a_small_arena_is_no_space(void **state)
{
    (void)state;
    enum ts_status status = TS_NO_SPACE;
    ts_span token = sd_jwt(HEADER, KEPT ",\"_sd\":[\"$0\",\"$1\"]}", two);
    for (size_t len = 0; status != TS_OK; len += 16) {
        struct ts_proof_set set = { .count = 42 };
        assert_in_range(len, 0, 256 * 1024);
        uint8_t *block = malloc(len + 1);
        assert_non_null(block);
        struct ts_arena small = ts_arena_over((ts_room){ block, len });
        status = ts_sd_jwt_read(&small, &set, token, NULL);
        if (status != TS_OK)
            assert_status(status, TS_NO_SPACE);
        assert_int_equal(set.count, status == TS_OK ? 1 : 42);
        free(block);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_but_whole_disclosures_can_be_left_out),
        cmocka_unit_test(no_byte_can_be_changed),
        cmocka_unit_test(behind_the_last_tilde_stands_a_key_binding_or_nothing),
        cmocka_unit_test(disclosures_go_as_deep_as_json_does),
        cmocka_unit_test(a_flood_is_over_the_limit),
        cmocka_unit_test(a_small_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
