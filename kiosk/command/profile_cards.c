#include "kiosk/command/profile_cards.h"

#include "kiosk/command/report.h"
#include "kiosk/command/verify_input.h"
#include "kiosk/credential/bag.h"

static void
fail(struct ts_profile_cards *cards, const char *why)
{
    ts_report("%s: %s", cards->input, why);
    cards->complete = false;
}

static struct ts_assessment *
new_card(struct ts_profile_cards *cards)
{
    struct ts_assessment *card = NULL;
    if (cards->count < TS_SCAN_CARDS_MAX)
        card = ts_arena_take(cards->arena, sizeof(*card));
    if (!card) {
        fail(cards, "too many cards for one person");
        return NULL;
    }
    cards->inputs[cards->count] = cards->input;
    cards->cards[cards->count++] = card;
    return card;
}

static void
take_text(struct ts_profile_cards *cards, ts_span text, unsigned unchecked)
{
    struct ts_assessment *card = new_card(cards);
    if (!card)
        return;
    /* TS_NO_SPACE is in the assessment too, as what the card is: too large. */
    (void)!ts_assess(cards->arena, card, text, cards->trust, cards->now);
    card->unchecked |= unchecked;
}

static void
take_credential(struct ts_profile_cards *cards, ts_span text)
{
    const struct ts_ld_contexts *contexts = cards->trust ? cards->trust->contexts : NULL;
    struct ts_fault fault = { 0 };
    struct ts_bag bag;
    ts_span copy;
    if (!ts_arena_copy(cards->arena, &copy, text)) {
        fail(cards, "too much at once");
        return;
    }
    enum ts_status status = ts_bag_open(cards->arena, &bag, copy, contexts, &fault);
    if (status == TS_ABSENT) {
        take_text(cards, copy, 0);
    } else if (status == TS_OK) {
        for (size_t i = 0; i < bag.count; i++)
            take_text(cards, bag.texts[i], bag.unchecked);
    } else {
        struct ts_assessment *card = new_card(cards);
        if (card)
            ts_assess_refused(card, copy, status, &fault);
    }
}

static void
take_code(ts_span text, void *context)
{
    struct ts_profile_cards *cards = context;
    struct ts_assembly_answer answer =
        ts_verify_parts_take(&cards->parts, cards->input, text);
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: take_credential(cards, text); return;
    case TS_ASSEMBLY_WHOLE: take_credential(cards, answer.whole); return;
    case TS_ASSEMBLY_PART: return; /* what stays a part is told in the end */
    case TS_ASSEMBLY_CONFLICT: fail(cards, "parts that do not fit together"); return;
    }
}

static void
take_part_left(const char *input, const char *what, void *context)
{
    struct ts_profile_cards *cards = context;
    cards->input = input;
    fail(cards, what);
}

void
ts_profile_cards_read(struct ts_profile_cards *cards, char *const *files, size_t count)
{
    cards->complete = true;
    for (size_t i = 0; i < count; i++) {
        size_t codes = 0;
        cards->input = files[i];
        enum ts_status status =
            ts_verify_input(cards->arena, files[i], take_code, cards, &codes);
        if (status != TS_OK)
            fail(cards, ts_status_words(status));
        else if (codes == 0)
            fail(cards, "no code in the picture");
    }
    ts_verify_parts_left(&cards->parts, take_part_left, cards);
}

const char *
ts_profile_cards_input(const struct ts_profile_cards *cards,
                       const struct ts_assessment *card)
{
    for (size_t i = 0; i < cards->count; i++)
        if (cards->cards[i] == card)
            return cards->inputs[i];
    return "";
}

size_t
ts_profile_cards_counted(const struct ts_profile_cards *cards,
                         const struct ts_assessment *counted[static TS_SCAN_CARDS_MAX])
{
    const struct ts_scan_cards scan = { .shown = cards->cards,
                                        .shown_count = cards->count,
                                        .vouched = true };
    size_t person = ts_scan_person(&scan);
    size_t count = 0;
    for (size_t i = 0; person < cards->count && i < cards->count; i++)
        if (ts_scan_counts(&scan, i, person))
            counted[count++] = cards->cards[i];
    return count;
}
