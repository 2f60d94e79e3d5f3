#ifndef TS_TEST_JOB_DECK_H
#define TS_TEST_JOB_DECK_H

#include "kiosk/verdict/verdict.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* Cards of one person by a letter each, and jobs that ask for them. */

enum { DECK_DAY = 86400, DECK_NOW = 1800000000, DECK_MAX = 8 };

static const struct ts_now deck_now = { { DECK_NOW }, TS_CLOCK_TRUSTED };
static const struct ts_trust deck_lists = { .epoch = 7,
                                            .issued = { DECK_NOW - DECK_DAY } };

struct deck {
    struct ts_credential credentials[DECK_MAX];
    struct ts_assessment cards[DECK_MAX];
    const struct ts_assessment *pointers[DECK_MAX];
    size_t count;
};

/* SHA-256 of "4711salt". */
static const struct ts_identifier deck_number = {
    .type = { (const uint8_t *)"ext:number", 10 },
    .value = { (const uint8_t
                    *)"sha256$affe93b26fde37dc6a4dee58c837fd579a341eac7a23d3e776"
                      "f78cb0c4e7b1f4",
               71 },
    .salt = { (const uint8_t *)"salt", 4 },
    .hashed = true,
};
static const struct ts_identifier deck_md5 = {
    .type = { (const uint8_t *)"ext:number", 10 },
    .value = { (const uint8_t *)"md5$00112233445566778899aabbccddeeff", 36 },
    .hashed = true,
};

/* A card for each word: what it proves ("a" is urn:a), then "?" for a status nobody
 * knows, "x" for one that ran out, "w" withdrawn, "p" earned by prior learning, "s" which
 * runs out in ten days, "k" with the hash of 4711, "m" with one that nobody compares. */
static inline void
deck_deal(struct deck *deck, const char *text)
{
    *deck = (struct deck){ 0 };
    for (; *text; text += strcspn(text, " "), text += *text == ' ') {
        size_t i = deck->count++;
        size_t len = strcspn(text, " ");
        struct ts_credential *c = &deck->credentials[i];
        static const char ids[] = "urn:aurn:burn:curn:durn:e";
        bool out = memchr(text, 'x', len) != NULL;
        *c = (struct ts_credential){
            .achievement_id = { (const uint8_t *)ids + 5 * (size_t)(*text - 'a'), 5 },
            .name = TS_SPAN_LIT("Card"),
            .subject_name = TS_SPAN_LIT("Mina Roy"),
            .valid_from = TS_UTC_ALWAYS,
            .valid_until = out                      ? (ts_utc){ DECK_NOW - DECK_DAY }
                           : memchr(text, 's', len) ? (ts_utc){ DECK_NOW + 10 * DECK_DAY }
                                                    : TS_UTC_NEVER,
            .awarded = TS_UTC_ALWAYS,
            .earned = memchr(text, 'p', len) ? TS_EARNED_PRIOR_LEARNING : TS_EARNED_WORK,
            .identifiers = memchr(text, 'm', len) ? &deck_md5 : &deck_number,
            .identifier_count = memchr(text, 'k', len) || memchr(text, 'm', len),
        };
        deck->cards[i] = (struct ts_assessment){
            .format = TS_FORMAT_VC_JWT,
            .checks = { TS_PASS, TS_PASS, out ? TS_FAIL : TS_PASS,
                        memchr(text, '?', len)   ? TS_UNKNOWN
                        : memchr(text, 'w', len) ? TS_FAIL
                                                 : TS_PASS },
            .credential = c,
        };
        if (memchr(text, '?', len))
            deck->cards[i].reasons[deck->cards[i].reason_count++].code =
                TS_REASON_STATUS_UNKNOWN;
        if (out)
            deck->cards[i].reasons[deck->cards[i].reason_count++].code =
                TS_REASON_EXPIRED;
        deck->pointers[i] = &deck->cards[i];
    }
}

/* A job named name; members holds the rest of it. */
static inline void
deck_job(struct ts_arena *arena, struct ts_profile *profile, const char *name,
         const char *members)
{
    char text[1024];
    ts_span copy;
    snprintf(text, sizeof(text),
             "{\"format\":\"touchstone-profile/1\",\"id\":\"%s\",\"name\":\"%s\",%s}",
             name, name, members);
    assert_true(ts_arena_copy(arena, &copy, ts_span_text(text)));
    assert_status(ts_profile_read(arena, profile, copy, NULL), TS_OK);
}

#define A "{\"label\":\"A\",\"achievement\":\"urn:a\"}"
#define B "{\"label\":\"B\",\"achievement\":\"urn:b\"}"
#define C "{\"label\":\"C\",\"achievement\":\"urn:c\"}"
#define D "{\"label\":\"D\",\"achievement\":\"urn:d\"}"

#endif
