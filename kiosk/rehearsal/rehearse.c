#include "kiosk/rehearsal/rehearse.h"

#include "kiosk/credential/bag.h"

static void
assess(struct ts_arena *arena, ts_span text, const struct ts_trust *trust,
       struct ts_now now)
{
    struct ts_assessment nobodys;
    (void)!ts_assess(arena, &nobodys, text, trust, now);
    ts_arena_rewind(arena, 0);
}

void
ts_rehearse(struct ts_arena *bag, struct ts_arena *card, ts_span text,
            const struct ts_trust *trust, struct ts_now now)
{
    struct ts_bag cards;
    struct ts_fault fault = { 0 };
    enum ts_status status =
        ts_bag_open(bag, &cards, text, trust ? trust->contexts : NULL, &fault);
    if (status == TS_ABSENT)
        assess(card, text, trust, now);
    for (size_t i = 0; status == TS_OK && i < cards.count; i++)
        assess(card, cards.texts[i], trust, now);
    ts_arena_wipe(bag);
    ts_arena_wipe(card);
}
