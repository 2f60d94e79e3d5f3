#include "kiosk/verdict/verdict.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The whole way from the text of a code to a verdict, with a list whose keys
 * the fuzzer does not have: whatever it writes, nobody becomes READY, and
 * nothing is shown of a card whose proof is not good. */

static const uint8_t point[32] = { 0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                   0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                   0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                   0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66 };

static void
check(const struct ts_assessment *card, const struct ts_verdict *verdict)
{
    TS_CHECK(verdict->kind != TS_VERDICT_READY);
    TS_CHECK(verdict->reason_count > 0);
    TS_CHECK(card->reason_count <= TS_REASONS_MAX);
    TS_CHECK(!card->credential || card->checks.proof == TS_PASS);
    TS_CHECK(card->checks.issuer == TS_UNKNOWN || card->checks.proof == TS_PASS
             || card->checks.issuer == TS_PASS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[TS_SCAN_ARENA_SIZE];
    static const struct ts_text_in name = { .text = { point, 1 } };
    const struct ts_issuer_key key = {
        .key = { .kind = TS_KEY_ED25519, .point = { point, sizeof(point) } },
        .not_before = TS_UTC_ALWAYS,
        .not_after = TS_UTC_NEVER,
    };
    const struct ts_issuer issuer = {
        .id = TS_SPAN_LIT("did:web:a.example"),
        .names = &name,
        .name_count = 1,
        .keys = &key,
        .key_count = 1,
    };
    const struct ts_now now = { { 1800000000 }, TS_CLOCK_TRUSTED };
    const struct ts_trust trust = { .epoch = 1,
                                    .issued = now.utc,
                                    .issuers = { .issuers = &issuer, .count = 1 } };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_assessment card;
    const struct ts_assessment *cards[] = { &card };
    struct ts_verdict verdict;

    enum ts_status status =
        ts_assess(&arena, &card, (ts_span){ data, size }, &trust, now);
    TS_CHECK(status == TS_OK || status == TS_NO_SPACE);
    ts_verdict_reach(&verdict, cards, 1, NULL, &trust, now);
    check(&card, &verdict);
    return 0;
}
