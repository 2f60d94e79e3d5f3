#include "kiosk/command/profile_cards.h"

#include "kiosk/command/report.h"

static void
fail(const char *why, void *context)
{
    struct ts_profile_cards *cards = context;
    ts_report("%s: %s", cards->reading.input, why);
    cards->complete = false;
}

static void
take_card(const struct ts_assessment *card, void *context)
{
    struct ts_profile_cards *cards = context;
    if (cards->count == TS_SCAN_CARDS_MAX) {
        fail("too many cards for one person", cards);
        return;
    }
    cards->inputs[cards->count] = cards->reading.input;
    cards->cards[cards->count++] = card;
}

void
ts_profile_cards_read(struct ts_profile_cards *cards, char *const *files, size_t count)
{
    cards->complete = true;
    cards->reading.arena = cards->arena;
    cards->reading.trust = cards->trust;
    cards->reading.now = cards->now;
    cards->reading.card = take_card;
    cards->reading.unreadable = fail;
    cards->reading.context = cards;
    for (size_t i = 0; i < count; i++)
        ts_verify_cards_read(&cards->reading, files[i]);
    ts_verify_cards_end(&cards->reading);
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
