#ifndef TS_TEST_TYPING_PARTS_H
#define TS_TEST_TYPING_PARTS_H

/* The loop for test_page_typing.c, and the parts that it scripts. */

#include "firmware/board/fake/clock_script.h"
#include "firmware/board/fake/signal_record.h"
#include "firmware/board/fake/store_memory.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/pin.h"
#include "kiosk/app/loop.h"
#include "kiosk/verdict/answer.h"
#include "tests/support/support.h"

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
    const struct ts_assessment *cards[1];
    struct ts_verdict verdict;
    bool has_answer;
    uint32_t ticket;
    struct ts_sight sight;
    bool has_sight;
    size_t wipes, forgets;
    struct ts_journal_entry entries[4], waivers[4];
    size_t writes, waived;
} play;

static struct ts_parts parts;
static struct ts_app_options options;
static struct ts_loop l;
static char pin_line[TS_PIN_LINE_SIZE];

/* The parts, instead of those of the product. */

bool
ts_window_poll(struct ts_window *window, struct ts_input *input, uint32_t timeout_ms)
{
    (void)window;
    (void)timeout_ms;
    *input = (struct ts_input){ .kind = TS_INPUT_NONE };
    return false;
}

void
ts_window_size(const struct ts_window *window, int *width_px, int *height_px,
               double *px_per_mm)
{
    (void)window;
    *width_px = 800;
    *height_px = 480;
    *px_per_mm = 5.2;
}

void
ts_window_draw(struct ts_window *window, const struct ts_drawing *drawing,
               const struct ts_frame *frame, struct ts_fit_report *report)
{
    (void)window;
    (void)frame;
    (void)report;
    assert_false(drawing->full);
}

enum ts_status
ts_window_save(struct ts_window *window, const char *path)
{
    (void)window;
    (void)path;
    return TS_IO;
}

void
ts_window_show(struct ts_window *window)
{
    (void)window;
}

void
ts_window_forget(struct ts_window *window)
{
    (void)window;
    play.forgets++;
}

enum ts_status
ts_window_toggle_fullscreen(struct ts_window *window)
{
    (void)window;
    return TS_OK;
}

void
ts_speaker_play(struct ts_speaker *speaker, enum ts_sound which)
{
    (void)speaker;
    (void)which;
}

enum ts_status
ts_eyes_frame(struct ts_eyes *eyes, struct ts_frame *frame)
{
    (void)eyes;
    (void)frame;
    return TS_ABSENT;
}

bool
ts_eyes_sight(struct ts_eyes *eyes, struct ts_sight *sight)
{
    (void)eyes;
    bool had = play.has_sight;
    if (had)
        *sight = play.sight;
    play.has_sight = false;
    return had;
}

bool
ts_eyes_parts(struct ts_eyes *eyes, uint32_t *seen, uint32_t *total)
{
    (void)eyes;
    *seen = *total = 0;
    return false;
}

bool
ts_eyes_hint(struct ts_eyes *eyes, enum ts_hint *hint)
{
    (void)eyes;
    *hint = TS_HINT_NONE;
    return false;
}

void
ts_eyes_camera(struct ts_eyes *eyes, struct ts_camera_state *state)
{
    (void)eyes;
    *state = (struct ts_camera_state){ .delivering = true };
}

bool
ts_hand_scanners_sight(struct ts_hand_scanners *scanners, struct ts_sight *sight)
{
    (void)scanners;
    (void)sight;
    return false;
}

bool
ts_hand_scanners_parts(struct ts_hand_scanners *scanners, uint32_t *seen, uint32_t *total)
{
    (void)scanners;
    *seen = *total = 0;
    return false;
}

void
ts_checker_submit(struct ts_checker *checker, uint32_t ticket, ts_span text)
{
    (void)checker;
    (void)text;
    play.ticket = ticket;
}

bool
ts_checker_collect(struct ts_checker *checker, uint32_t *ticket,
                   const struct ts_verdict **verdict)
{
    (void)checker;
    bool had = play.has_answer;
    *ticket = play.ticket;
    *verdict = &play.verdict;
    play.has_answer = false;
    return had;
}

const struct ts_photo *
ts_checker_photo(const struct ts_checker *checker)
{
    (void)checker;
    return NULL;
}

void
ts_checker_compare(struct ts_checker *checker, enum ts_finding same)
{
    (void)checker;
    ts_verdict_compare(&play.verdict, same);
}

void
ts_checker_answer(struct ts_checker *checker, ts_span typed)
{
    (void)checker;
    ts_verdict_ask_identity(&play.verdict, play.cards, 1, typed);
}

unsigned
ts_checker_answer_kinds(struct ts_checker *checker)
{
    (void)checker;
    return ts_answer_kinds(play.cards, 1);
}

bool
ts_checker_waive(struct ts_checker *checker, enum ts_waiver why)
{
    (void)checker;
    return ts_verdict_waive(&play.verdict, why);
}

size_t
ts_checker_cards(struct ts_checker *checker)
{
    (void)checker;
    return 1;
}

bool
ts_checker_is_joinable(struct ts_checker *checker)
{
    (void)checker;
    return false;
}

bool
ts_checker_join(struct ts_checker *checker)
{
    (void)checker;
    return false;
}

void
ts_checker_wipe(struct ts_checker *checker)
{
    (void)checker;
    play.wipes++;
}

enum ts_status
ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    (void)journal;
    assert_true(play.writes < TS_COUNT(play.entries));
    play.entries[play.writes++] = *entry;
    return TS_OK;
}

enum ts_status
ts_journal_add_waiver(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    (void)journal;
    assert_true(play.waived < TS_COUNT(play.waivers));
    play.waivers[play.waived++] = *entry;
    return TS_OK;
}

bool
ts_beliefs_waiting(struct ts_beliefs *beliefs)
{
    (void)beliefs;
    return false;
}

const struct ts_trust *
ts_parts_trust(const struct ts_parts *p)
{
    (void)p;
    return NULL;
}

void
ts_parts_turn(struct ts_parts *p)
{
    (void)p;
}

struct ts_now
ts_parts_now(void *context)
{
    (void)context;
    return (struct ts_now){ { NOW }, TS_CLOCK_TRUSTED };
}

void
ts_parts_tend_clock(struct ts_parts *p)
{
    (void)p;
}

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
    play.cards[0] = &play.card;
}

#endif
