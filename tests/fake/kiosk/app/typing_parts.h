#ifndef TS_TEST_TYPING_PARTS_H
#define TS_TEST_TYPING_PARTS_H

/* The loop for test_page_typing.c and test_page_pin.c, and the card that is on its table.
 */

#include "firmware/board/fake/clock_script.h"
#include "firmware/board/fake/signal_record.h"
#include "firmware/board/fake/store_memory.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/pin.h"
#include "tests/fake/kiosk/app/scripted.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

enum { NOW = 1780272000 };

#define NAME "Aputik Nowdlak"
#define EMAIL "aputik@camp.example"

static struct {
    struct ts_credential credential;
    struct ts_text_in issuer_name;
    struct ts_issuer issuer;
    struct ts_identifier identifiers[2];
    char hash[sizeof("sha256$") + (size_t)2 * TS_SHA256_SIZE];
    struct ts_assessment card;
} play;

static struct ts_parts parts;
static struct ts_app_options options;
static struct ts_loop l;
static char pin_line[TS_PIN_LINE_SIZE];

/* A card with the hash of text. */

static void
hash_into(struct ts_identifier *identifier, const char *type, const char *text)
{
    uint8_t digest[TS_SHA256_SIZE];
    size_t len = (size_t)snprintf(play.hash, sizeof(play.hash), "sha256$");
    ts_sha256(digest, ts_span_text(text));
    for (size_t i = 0; i < sizeof(digest); i++)
        len +=
            (size_t)snprintf(play.hash + len, sizeof(play.hash) - len, "%02x", digest[i]);
    *identifier = (struct ts_identifier){ .type = ts_span_text(type),
                                          .value = ts_span_text(play.hash),
                                          .hashed = true };
}

static void
deal(const char *type, const char *text)
{
    play.issuer_name = (struct ts_text_in){ .text = TS_SPAN_LIT("College") };
    play.issuer = (struct ts_issuer){ .names = &play.issuer_name, .name_count = 1 };
    hash_into(&play.identifiers[0], type, text);
    play.credential = (struct ts_credential){
        .subject_name = TS_SPAN_LIT(NAME),
        .achievement_name = TS_SPAN_LIT("H2S Alive"),
        .identifiers = play.identifiers,
        .identifier_count = 1,
        .valid_until = TS_UTC_NEVER,
    };
    play.card = (struct ts_assessment){ .checks = { TS_PASS, TS_PASS, TS_PASS, TS_PASS },
                                        .credential = &play.credential,
                                        .issuer = &play.issuer };
    scripted_checker.cards[0] = &play.card;
    scripted_checker.card_count = 1;
}

#endif
