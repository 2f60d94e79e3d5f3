#include "kiosk/app/basket.h"

#include "kiosk/verdict/person.h"

#include <string.h>

enum ts_status
ts_basket_open(struct ts_basket *basket)
{
    *basket = (struct ts_basket){ 0 };
    /* Pages that no card has touched yet cost nothing. */
    basket->memory = malloc((size_t)TS_DESKS * TS_SCAN_ARENA_SIZE);
    if (!basket->memory)
        return TS_NO_SPACE;
    for (size_t i = 0; i < TS_DESKS; i++)
        basket->desks[i].arena = ts_arena_over(
            (ts_room){ basket->memory + i * TS_SCAN_ARENA_SIZE, TS_SCAN_ARENA_SIZE });
    return TS_OK;
}

void
ts_basket_close(struct ts_basket *basket)
{
    if (basket->memory)
        ts_basket_wipe(basket); /* nobody's card stays in freed memory */
    free(basket->memory);
    basket->memory = NULL;
}

static void
clear_desk(struct ts_desk *desk)
{
    ts_arena_wipe(&desk->arena);
    memset(&desk->card, 0, sizeof(desk->card));
    desk->taken = false;
    desk->busy = false;
    desk->in_basket = false;
    desk->set_aside = false;
    desk->viewed = 0;
}

static bool
is_needed(const struct ts_desk *desk)
{
    return desk->busy || desk->in_basket || desk->set_aside || desk->viewed;
}

static void
clear_unneeded(struct ts_basket *basket)
{
    for (size_t i = 0; i < TS_DESKS; i++)
        if (basket->desks[i].taken && !is_needed(&basket->desks[i]))
            clear_desk(&basket->desks[i]);
}

struct ts_desk *
ts_basket_desk(struct ts_basket *basket)
{
    /* At most TS_BASKET_MAX are in the basket, two bags viewed, one busy. */
    clear_unneeded(basket);
    size_t i = 0;
    while (basket->desks[i].taken)
        TS_CHECK(++i < TS_DESKS);
    basket->desks[i].taken = true;
    basket->desks[i].busy = true;
    return &basket->desks[i];
}

static void
empty(struct ts_basket *basket)
{
    for (size_t i = 0; i < basket->count; i++)
        basket->cards[i]->in_basket = false;
    basket->count = 0;
    basket->joined = false;
}

static void
let_go(struct ts_basket *basket)
{
    for (size_t i = 0; i < TS_DESKS; i++)
        basket->desks[i].set_aside = false;
}

/* Another person's card begins a new basket, unless somebody says that it is not. */
static void
set_aside(struct ts_basket *basket)
{
    for (size_t i = 0; i < basket->count; i++)
        basket->cards[i]->set_aside = true;
    empty(basket);
}

static void
drop(struct ts_basket *basket, size_t index)
{
    basket->cards[index]->in_basket = false;
    basket->count--;
    for (size_t i = index; i < basket->count; i++)
        basket->cards[i] = basket->cards[i + 1];
}

static void
keep(struct ts_basket *basket, struct ts_desk *desk)
{
    const struct ts_credential *c = desk->card.credential;
    for (size_t i = 0; i < basket->count; i++) {
        if (!ts_same_credential(basket->cards[i]->card.credential, c))
            continue;
        drop(basket, i);
        break;
    }
    if (basket->count == TS_BASKET_MAX)
        drop(basket, 0);
    basket->cards[basket->count++] = desk;
    desk->in_basket = true;
}

static bool
is_of_basket(const struct ts_basket *basket, const struct ts_credential *c)
{
    for (size_t i = 0; i < basket->count; i++)
        if (ts_same_person(basket->cards[i]->card.credential, c))
            return true;
    return false;
}

static void
keep_believed(struct ts_basket *basket, struct ts_desk *const *desks,
              const struct ts_scan_cards *scan)
{
    size_t person = ts_scan_person(scan);
    if (person == scan->shown_count)
        return;
    if (basket->count && !is_of_basket(basket, scan->shown[person]->credential))
        set_aside(basket);
    for (size_t i = 0; i < scan->shown_count; i++)
        if (ts_scan_counts(scan, i, person))
            keep(basket, desks[i]);
}

/* The verdict that is not shown yet gives up its cards. */
static void
unview(struct ts_basket *basket, size_t verdict)
{
    for (size_t i = 0; i < TS_DESKS; i++)
        basket->desks[i].viewed &= ~(1U << verdict);
}

/* All cards of the basket as one person's, whatever names they bear. */
static void
reach_joined(const struct ts_basket *basket, struct ts_verdict *verdict,
             const struct ts_profile *profile, const struct ts_trust *trust,
             struct ts_now now)
{
    const struct ts_assessment *cards[TS_BASKET_MAX];
    for (size_t i = 0; i < basket->count; i++)
        cards[i] = &basket->cards[i]->card;
    ts_verdict_reach(verdict, cards, basket->count, profile, trust, now);
}

void
ts_basket_judge(struct ts_basket *basket, struct ts_desk *const *desks, size_t count,
                const struct ts_profile *profile, const struct ts_trust *trust,
                struct ts_now now)
{
    const struct ts_assessment *kept[TS_BASKET_MAX];
    const struct ts_assessment *shown[TS_BAG_MAX];
    struct ts_scan_cards scan = { .kept = kept, .shown = shown, .shown_count = count };
    size_t next = 1 - basket->shown;

    TS_CHECK(count > 0 && count <= TS_BAG_MAX);
    unview(basket, next);
    for (size_t i = 0; i < count; i++) {
        desks[i]->busy = false;
        desks[i]->viewed |= 1U << next;
        shown[i] = &desks[i]->card;
    }
    let_go(basket);
    if (profile || basket->collects)
        keep_believed(basket, desks, &scan);
    for (size_t i = 0; profile && i < basket->count; i++)
        if (!(basket->cards[i]->viewed & 1U << next)) /* not one of this scan */
            kept[scan.kept_count++] = &basket->cards[i]->card;
    if (basket->joined && count == 1 && desks[0]->in_basket)
        reach_joined(basket, &basket->verdicts[next], profile, trust, now);
    else
        ts_verdict_reach_scan(&basket->verdicts[next], &scan, profile, trust, now);
}

bool
ts_basket_is_joinable(const struct ts_basket *basket)
{
    for (size_t i = 0; i < TS_DESKS; i++)
        if (basket->desks[i].set_aside)
            return true;
    return false;
}

/* Before the new cards, which stay the last. */
static void
take_back(struct ts_basket *basket, struct ts_desk *desk)
{
    if (basket->count == TS_BASKET_MAX)
        return;
    for (size_t i = basket->count++; i > 0; i--)
        basket->cards[i] = basket->cards[i - 1];
    basket->cards[0] = desk;
    desk->in_basket = true;
}

bool
ts_basket_join(struct ts_basket *basket, const struct ts_profile *profile,
               const struct ts_trust *trust, struct ts_now now)
{
    if (!ts_basket_is_joinable(basket) || basket->count == 0)
        return false;
    for (size_t i = 0; i < TS_DESKS; i++)
        if (basket->desks[i].set_aside)
            take_back(basket, &basket->desks[i]);
    let_go(basket);
    basket->joined = true;
    for (size_t i = 0; i < basket->count; i++)
        basket->cards[i]->viewed |= 1U << basket->shown;
    reach_joined(basket, &basket->verdicts[basket->shown], profile, trust, now);
    return true;
}

const struct ts_verdict *
ts_basket_show(struct ts_basket *basket)
{
    memset(&basket->verdicts[basket->shown], 0, sizeof(basket->verdicts[0]));
    unview(basket, basket->shown);
    basket->shown = 1 - basket->shown;
    clear_unneeded(basket);
    return &basket->verdicts[basket->shown];
}

struct ts_verdict *
ts_basket_shown(struct ts_basket *basket)
{
    return &basket->verdicts[basket->shown];
}

static bool
is_of_shown(const struct ts_basket *basket, const struct ts_desk *desk,
            const struct ts_assessment *card)
{
    if (desk->busy || !(desk->in_basket || desk->viewed & 1U << basket->shown))
        return false;
    return &desk->card == card || (basket->joined && desk->in_basket)
           || (desk->card.credential
               && ts_same_person(desk->card.credential, card->credential));
}

size_t
ts_basket_shown_cards(const struct ts_basket *basket,
                      const struct ts_assessment *cards[static TS_SCAN_CARDS_MAX])
{
    const struct ts_assessment *card = basket->verdicts[basket->shown].card;
    size_t count = 0;
    if (!card || !card->credential)
        return 0;
    for (size_t i = 0; i < TS_DESKS && count < TS_SCAN_CARDS_MAX; i++)
        if (is_of_shown(basket, &basket->desks[i], card))
            cards[count++] = &basket->desks[i].card;
    return count;
}

struct ts_verdict *
ts_basket_next(struct ts_basket *basket)
{
    return &basket->verdicts[1 - basket->shown];
}

void
ts_basket_discard(struct ts_desk *desk)
{
    clear_desk(desk);
}

void
ts_basket_wipe(struct ts_basket *basket)
{
    empty(basket);
    let_go(basket);
    memset(basket->verdicts, 0, sizeof(basket->verdicts));
    unview(basket, 0);
    unview(basket, 1);
    clear_unneeded(basket);
}
