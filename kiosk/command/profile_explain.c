#include "kiosk/command/profile_explain.h"

#include "firmware/base/calendar.h"
#include "kiosk/screen/words.h"

void
ts_profile_write_plain(struct ts_writer *w, ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        ts_write_u8(w, text.at[i] < ' ' || text.at[i] == 0x7F ? ' ' : text.at[i]);
}

static const char *
state_word(enum ts_finding state)
{
    switch (state) {
    case TS_UNKNOWN: return "unknown  ";
    case TS_PASS: return "yes      ";
    case TS_FAIL: return "no       ";
    }
    return "unknown  ";
}

static void
write_reason(struct ts_writer *w, enum ts_reason reason)
{
    ts_write_text(w, ts_words_reason(reason));
    ts_write_text(w, " [");
    ts_write_decimal(w, reason);
    ts_write_text(w, " ");
    ts_write_text(w, ts_reason_name(reason));
    ts_write_text(w, "]");
}

static void
write_card(struct ts_writer *w, const struct ts_profile_explanation *e,
           const struct ts_row *row)
{
    char date[TS_UTC_TEXT_SIZE];
    ts_write_text(w, ": ");
    ts_write_text(w, ts_profile_cards_input(e->cards, row->card));
    ts_write_text(w, ", ");
    ts_profile_write_plain(w, row->card->credential->name);
    if (row->until.s != TS_UTC_NEVER.s) {
        ts_utc_format(date, row->until);
        ts_write_text(w, row->why == TS_REASON_EXPIRED ? ", ran out " : ", valid until ");
        ts_write_text(w, date);
    }
    if (row->warns)
        ts_write_text(w, " (soon)");
    if (row->state == TS_PASS)
        return;
    ts_write_text(w, ". ");
    write_reason(w, row->why);
}

static void
write_group(struct ts_writer *w, const struct ts_requirement *r)
{
    ts_span label = r->label;
    ts_profile_write_plain(w, label);
    ts_write_text(w, label.len ? ": " : "");
    switch (r->kind) {
    case TS_REQUIRE_NONE:
    case TS_REQUIRE_ACHIEVEMENT: return;
    case TS_REQUIRE_ALL_OF: ts_write_text(w, "all of"); return;
    case TS_REQUIRE_ANY_OF: ts_write_text(w, "any of"); return;
    case TS_REQUIRE_AT_LEAST: break;
    }
    ts_write_text(w, "at least ");
    ts_write_decimal(w, (int64_t)r->at_least);
    ts_write_text(w, " of");
}

/* Nesting ends with the profile's depth. */
static void
write_requirement(struct ts_writer *w, const struct ts_profile_explanation *e,
                  const struct ts_requirement *r, unsigned depth)
{
    const struct ts_row *row = &e->answers.rows[r->index];
    ts_write_text(w, "  ");
    ts_write_text(w, state_word(row->state));
    for (unsigned i = 0; i < depth; i++)
        ts_write_text(w, "  ");
    if (r->kind != TS_REQUIRE_ACHIEVEMENT) {
        write_group(w, r);
    } else {
        ts_profile_write_plain(w, row->label);
        if (row->card)
            write_card(w, e, row);
        else
            ts_write_text(w, ": no card shows it");
    }
    ts_write_text(w, "\n");
    for (const struct ts_requirement *m = r->first; m; m = m->next)
        write_requirement(w, e, m, depth + 1);
}

static void
write_list(struct ts_writer *w, const struct ts_profile_explanation *e, const char *head,
           const struct ts_requirement *const *list, size_t count)
{
    if (count == 0)
        return;
    ts_write_text(w, head);
    for (size_t i = 0; i < count; i++) {
        ts_write_text(w, i ? ", " : "");
        ts_profile_write_plain(w, e->answers.rows[list[i]->index].label);
    }
    ts_write_text(w, "\n");
}

static void
write_left_out(struct ts_writer *w, const struct ts_profile_explanation *e)
{
    const struct ts_assessment *counted[TS_SCAN_CARDS_MAX];
    size_t count = ts_profile_cards_counted(e->cards, counted);
    for (size_t i = 0; i < e->cards->count; i++) {
        const struct ts_assessment *card = e->cards->cards[i];
        size_t k = 0;
        while (k < count && counted[k] != card)
            k++;
        if (k < count)
            continue;
        ts_write_text(w, "does not count: ");
        ts_write_text(w, e->cards->inputs[i]);
        ts_write_text(w, ". ");
        write_reason(w, card->reason_count ? card->reasons[0].code
                                           : TS_REASON_NOT_SAME_PERSON);
        ts_write_text(w, "\n");
    }
}

void
ts_profile_explain_text(struct ts_writer *w,
                        const struct ts_profile_explanation *explanation)
{
    const struct ts_profile_explanation *e = explanation;
    ts_profile_write_plain(w, e->profile->name);
    ts_write_text(w, ": ");
    ts_write_text(w, ts_words_verdict(e->verdict.kind));
    ts_write_text(w, "\n");
    for (size_t i = 0; i < e->verdict.reason_count; i++) {
        ts_write_text(w, "  ");
        write_reason(w, e->verdict.reasons[i].code);
        ts_write_text(w, "\n");
    }
    ts_write_text(w, "\n");
    write_requirement(w, e, e->profile->root, 0);
    ts_write_text(w, "\n");
    write_left_out(w, e);
    write_list(w, e, "missing, at the least: ", e->missing.leaves, e->missing.count);
    write_list(w, e, "rests on what cannot be told: ", e->missing.doubtful,
               e->missing.doubtful_count);
    if (e->verdict.identity_due)
        ts_write_text(w, "somebody has to make sure that the cards are the person's\n");
    if (ts_verdict_can_waive(&e->verdict))
        ts_write_text(w, "a supervisor may let them in\n");
}
