#include "kiosk/command/verify_cards.h"

#include "kiosk/command/verify_input.h"
#include "kiosk/credential/bag.h"

static struct ts_assessment *
new_card(struct ts_verify_cards *cards)
{
    struct ts_assessment *card = ts_arena_take(cards->arena, sizeof(*card));
    if (!card)
        cards->unreadable("too much to verify at once", cards->context);
    return card;
}

static void
take_text(struct ts_verify_cards *cards, ts_span text, unsigned unchecked)
{
    struct ts_assessment *card = new_card(cards);
    if (!card)
        return;
    /* TS_NO_SPACE is in the assessment too, as what the card is: too large. */
    (void)!ts_assess(cards->arena, card, text, cards->trust, cards->now);
    card->unchecked |= unchecked;
    cards->card(card, cards->context);
}

static void
take_refusal(struct ts_verify_cards *cards, ts_span text, enum ts_status status,
             const struct ts_fault *fault)
{
    struct ts_assessment *card = new_card(cards);
    if (!card)
        return;
    ts_assess_refused(card, text, status, fault);
    cards->card(card, cards->context);
}

static void
take_credential(struct ts_verify_cards *cards, ts_span text)
{
    const struct ts_ld_contexts *contexts = cards->trust ? cards->trust->contexts : NULL;
    struct ts_fault fault = { 0 };
    struct ts_bag bag;
    ts_span copy;
    if (!ts_arena_copy(cards->arena, &copy, text)) {
        cards->unreadable("too much to verify at once", cards->context);
        return;
    }
    enum ts_status status = ts_bag_open(cards->arena, &bag, copy, contexts, &fault);
    if (status == TS_ABSENT) {
        take_text(cards, copy, 0);
    } else if (status != TS_OK) {
        take_refusal(cards, copy, status, &fault);
    } else {
        for (size_t i = 0; i < bag.count; i++)
            take_text(cards, bag.texts[i], bag.unchecked);
    }
}

static void
take_code(ts_span text, void *context)
{
    struct ts_verify_cards *cards = context;
    struct ts_assembly_answer answer =
        ts_verify_parts_take(&cards->parts, cards->input, text);
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: take_credential(cards, text); return;
    case TS_ASSEMBLY_WHOLE: take_credential(cards, answer.whole); return;
    case TS_ASSEMBLY_PART: return; /* what stays a part is told in the end */
    case TS_ASSEMBLY_CONFLICT:
        cards->unreadable("parts that do not fit together", cards->context);
        return;
    }
}

const char *
ts_verify_input_words(enum ts_status status)
{
    return status == TS_ABSENT       ? "no such file"
           : status == TS_OVER_LIMIT ? "larger than is looked at"
           : status == TS_MALFORMED  ? "a damaged picture"
           : status == TS_IO         ? "cannot be read"
                                     : ts_status_name(status);
}

void
ts_verify_cards_read(struct ts_verify_cards *cards, const char *path)
{
    size_t codes = 0;
    cards->input = path;
    enum ts_status status = ts_verify_input(cards->arena, path, take_code, cards, &codes);
    if (status != TS_OK)
        cards->unreadable(ts_verify_input_words(status), cards->context);
    else if (codes == 0)
        cards->unreadable("no code in the picture", cards->context);
}

static void
take_part_left(const char *input, const char *what, void *context)
{
    struct ts_verify_cards *cards = context;
    cards->input = input;
    cards->unreadable(what, cards->context);
}

void
ts_verify_cards_end(struct ts_verify_cards *cards)
{
    ts_verify_parts_left(&cards->parts, take_part_left, cards);
}
