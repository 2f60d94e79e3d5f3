#include "keys/crypto/did.h"
#include "kiosk/verdict/verdict.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The examples of the NZ COVID Pass specification. The issuer's DID document is the
 * published one; the seventh invalid one exists only as a picture and is about
 * fetching that document. */

static const struct ts_now mid_2022 = { { 1655000000 }, TS_CLOCK_TRUSTED };

static const struct {
    const char *file;
    enum ts_verdict_kind verdict;
    enum ts_reason reason;
} rows[] = {
    { "valid/nzcp.txt", TS_VERDICT_READY, TS_REASON_NONE },
    { "invalid/nzcp-bad-public-key.txt", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "invalid/nzcp-modified-payload.txt", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "invalid/nzcp-modified-sig.txt", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "invalid/nzcp-not-associated-public-key.txt", TS_VERDICT_CANNOT_TELL,
      TS_REASON_KEY_NOT_AVAILABLE },
    { "invalid/nzcp-expired-payload.txt", TS_VERDICT_NOT_YET, TS_REASON_EXPIRED },
    { "invalid/nzcp-notactive-payload.txt", TS_VERDICT_NOT_YET, TS_REASON_NOT_YET_VALID },
};

static struct ts_trust
list_issuer(struct ts_arena *arena, const char *folder)
{
    static struct ts_did_method method;
    static struct ts_issuer_key key;
    static struct ts_issuer issuer;
    const struct ts_json *document;
    char path[512];
    size_t count = 0;
    ts_span text;
    snprintf(path, sizeof(path), "%s/valid/did.json", folder);
    assert_true(ts_test_read_file(arena, &text, path));
    assert_status(ts_json_parse(arena, &document, text, NULL), TS_OK);
    ts_span id = ts_json_string(ts_json_member(document, "id"));
    assert_status(ts_did_document_read(arena, &method, 1, &count, document, id), TS_OK);
    assert_int_equal(count, 1);
    key = (struct ts_issuer_key){ .id = method.id,
                                  .key = method.key,
                                  .not_before = TS_UTC_ALWAYS,
                                  .not_after = TS_UTC_NEVER };
    issuer = (struct ts_issuer){ .id = id, .keys = &key, .key_count = 1 };
    return (struct ts_trust){ .epoch = 1,
                              .issued = mid_2022.utc,
                              .expires = TS_UTC_NEVER,
                              .issuers = { .issuers = &issuer, .count = 1 } };
}

static void
every_published_example_agrees(void **state)
{
    (void)state;
    const char *folder = ts_test_vector("nzcp/examples");
    struct ts_arena arena = ts_test_arena(8 << 20);
    struct ts_trust trust = list_issuer(&arena, folder);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_assessment card;
        const struct ts_assessment *cards[] = { &card };
        struct ts_verdict verdict;
        char path[512];
        ts_span text;
        ts_test_row(rows[i].file);
        snprintf(path, sizeof(path), "%s/%s", folder, rows[i].file);
        assert_true(ts_test_read_file(&arena, &text, path));
        assert_status(ts_assess(&arena, &card, text, &trust, mid_2022), TS_OK);
        ts_verdict_reach(&verdict, cards, 1, NULL, &trust, mid_2022);
        assert_int_equal(card.format, TS_FORMAT_NZCP);
        assert_int_equal(verdict.kind, rows[i].verdict);
        assert_int_equal(card.reason_count ? card.reasons[0].code : TS_REASON_NONE,
                         rows[i].reason);
        if (rows[i].verdict == TS_VERDICT_READY)
            assert_span_equal(card.credential->subject_name, TS_SPAN_LIT("Jack Sparrow"));
    }
    printf("nzcp: %zu examples agree\n", TS_COUNT(rows));
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_published_example_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
