#include "kiosk/app/loop.h"

static ts_span
phrase(enum ts_phrase which)
{
    return ts_span_text(ts_words(which));
}

static enum ts_icon
icon_of(enum ts_finding finding)
{
    switch (finding) {
    case TS_PASS: return TS_ICON_TICK;
    case TS_FAIL: return TS_ICON_CROSS;
    case TS_UNKNOWN: break;
    }
    return TS_ICON_QUESTION;
}

static void
add_check(struct ts_menu *menu, enum ts_phrase label, enum ts_finding finding,
          ts_span detail)
{
    struct ts_menu_row *row = ts_menu_add(menu, phrase(label));
    if (!row)
        return;
    row->icon = icon_of(finding);
    row->detail = detail;
}

static void
add_fact(struct ts_menu *menu, enum ts_phrase label, ts_span detail)
{
    struct ts_menu_row *row = detail.len > 0 ? ts_menu_add(menu, phrase(label)) : NULL;
    if (row)
        row->detail = detail;
}

static ts_span
keep(struct ts_loop *l, const struct ts_writer *w)
{
    return ts_pages_keep(l, ts_writer_span(w));
}

/* Only of a card whose proof is good; a name only as the list has it. */
static void
add_issuer(struct ts_loop *l, struct ts_menu *menu, const struct ts_assessment *card)
{
    ts_span language = ts_span_text(ts_words_language());
    ts_span name = card->issuer ? ts_issuer_name(card->issuer, language) : (ts_span){ 0 };
    add_check(menu, TS_PHRASE_CHECK_ISSUER, card->checks.issuer, ts_pages_keep(l, name));
}

static void
add_dates(struct ts_loop *l, struct ts_menu *menu, const struct ts_assessment *card)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_utc until = card->credential->valid_until;
    if (until.s != TS_UTC_NEVER.s && card->checks.dates == TS_FAIL)
        ts_write_expired(&w, until);
    else if (until.s != TS_UTC_NEVER.s)
        ts_write_until(&w, until);
    add_check(menu, TS_PHRASE_CHECK_DATES, card->checks.dates, keep(l, &w));
}

static void
add_status(struct ts_loop *l, struct ts_menu *menu, const struct ts_verdict *verdict)
{
    char letters[256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_lists(&w, &verdict->lists);
    add_check(menu, TS_PHRASE_CHECK_STATUS, verdict->card->checks.status, keep(l, &w));
}

static void
add_wanted(struct ts_loop *l, struct ts_menu *menu, const struct ts_verdict *verdict)
{
    char letters[256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    enum ts_finding finding = TS_UNKNOWN;
    if (verdict->asked == 0)
        return;
    if (verdict->satisfied == verdict->asked)
        finding = TS_PASS;
    else if (verdict->doubtful_count == 0)
        finding = TS_FAIL;
    ts_write_progress(&w, verdict->satisfied, verdict->asked);
    ts_write_text(&w, " · ");
    ts_write_bytes(&w, l->model.profile_name);
    add_check(menu, TS_PHRASE_CHECK_WANTED, finding, keep(l, &w));
}

static ts_span
earned(enum ts_earned how)
{
    switch (how) {
    case TS_EARNED_NOT_SAID: break;
    case TS_EARNED_COURSE: return phrase(TS_PHRASE_EARNED_COURSE);
    case TS_EARNED_ASSESSMENT: return phrase(TS_PHRASE_EARNED_ASSESSMENT);
    case TS_EARNED_WORK: return phrase(TS_PHRASE_EARNED_WORK);
    case TS_EARNED_PRIOR_LEARNING: return phrase(TS_PHRASE_EARNED_PRIOR);
    }
    return (ts_span){ 0 };
}

static void
add_endorsements(struct ts_loop *l, struct ts_menu *menu,
                 const struct ts_assessment *card)
{
    for (size_t i = 0; i < card->endorsement_count; i++) {
        const struct ts_endorsement *one = &card->endorsements[i];
        add_check(menu, TS_PHRASE_ENDORSED, one->finding,
                  ts_pages_keep(l, one->endorser));
    }
}

/* Names of the data model, which is what an administrator looks for. */
static void
add_unchecked(struct ts_loop *l, struct ts_menu *menu, unsigned unchecked)
{
    char letters[256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    for (unsigned i = 0; i < TS_UNCHECKED_COUNT; i++) {
        if (!(unchecked & 1U << i))
            continue;
        ts_write_text(&w, ts_writer_span(&w).len > 0 ? ", " : "");
        ts_write_text(&w, ts_unchecked_name(i));
    }
    add_fact(menu, TS_PHRASE_UNCHECKED, keep(l, &w));
}

static void
add_card(struct ts_loop *l, struct ts_menu *menu, const struct ts_verdict *verdict)
{
    const struct ts_assessment *card = verdict->card;
    add_check(menu, TS_PHRASE_CHECK_PROOF, card->checks.proof, (ts_span){ 0 });
    if (!card->credential)
        return;
    add_issuer(l, menu, card);
    add_dates(l, menu, card);
    add_status(l, menu, verdict);
    add_wanted(l, menu, verdict);
    if (verdict->identity_asked)
        add_check(menu, TS_PHRASE_CHECK_PERSON, verdict->identity, (ts_span){ 0 });
    add_fact(menu, TS_PHRASE_EARNED, earned(card->credential->earned));
    add_endorsements(l, menu, card);
    add_unchecked(l, menu, card->unchecked);
}

static void
fill(struct ts_loop *l)
{
    const struct ts_verdict *verdict = l->verdict;
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_WHY));
    if (!verdict)
        return;
    menu->note = ts_span_text(ts_words_reason(verdict->reasons[0].code));
    if (verdict->card)
        add_card(l, menu, verdict);
    add_fact(menu, TS_PHRASE_STAYS_HERE, ts_span_text(ts_words_log(l->model.log)));
}

const struct ts_page_maker ts_page_why = { .fill = fill };
