#include "firmware/board/clock.h"
#include "kiosk/app/loop.h"

#include <string.h>

/* Who is not sure shows the card once more, and does not mean to leave. */
enum { ONCE_MORE_MS = 60 * 1000 };

bool
ts_loop_has_roll(const struct ts_loop *l)
{
    const struct ts_journal *journal = l->parts->journal;
    return journal && ts_journal_mode(journal) == TS_JOURNAL_ROLL;
}

static bool
comes_before(const struct ts_assessment *card, ts_span id)
{
    return card && card->credential && card->credential->id.len > 0
           && (id.len == 0 || ts_span_compare(card->credential->id, id) < 0);
}

/* The same one whichever of several cards was shown last: the holder's own id, else the
 * first of the cards that count. */
static ts_span
id_of(const struct ts_verdict *verdict)
{
    const struct ts_credential *shown = verdict->card->credential;
    ts_span id = shown->id;
    if (shown->subject_id.len > 0)
        return shown->subject_id;
    for (size_t i = 0; i < verdict->row_count; i++)
        if (verdict->rows[i].state == TS_PASS && comes_before(verdict->rows[i].card, id))
            id = verdict->rows[i].card->credential->id;
    return id;
}

static enum ts_phrase
said_of(enum ts_roll_sign done)
{
    switch (done) {
    case TS_ROLL_NONE: break;
    case TS_ROLL_IN: return TS_PHRASE_SIGNED_IN;
    case TS_ROLL_OUT: return TS_PHRASE_SIGNED_OUT;
    }
    return TS_PHRASE_ACCOUNTED;
}

static enum ts_phrase
pass(struct ts_loop *l, ts_span id)
{
    const struct ts_credential *c = l->verdict->card->credential;
    ts_span label = c->subject_name.len > 0 ? c->subject_name : c->name;
    enum ts_roll_sign done = TS_ROLL_NONE;
    enum ts_status status =
        ts_roll_pass(l->parts->journal, &done, id, label, ts_parts_now(l->parts).utc);
    if (status != TS_OK)
        return status == TS_OVER_LIMIT ? TS_PHRASE_ROLL_FULL : TS_PHRASE_ROLL_FAILED;
    return said_of(done);
}

static bool
is_drilling(struct ts_loop *l)
{
    struct ts_roll_count count;
    struct ts_roll_query query = { .max = 0, .now = ts_parts_now(l->parts).utc };
    size_t given;
    return ts_roll_list(l->parts->journal, NULL, &given, &count, &query) == TS_OK
           && count.in_drill;
}

/* Known by the roll's keyed hash: nothing else of anybody is remembered here. */
static bool
knows(struct ts_loop *l, struct ts_roll_row *row, ts_span id)
{
    static struct ts_journal_about about; /* too large for a stack */
    bool found =
        ts_journal_about(l->parts->journal, &about, id) == TS_OK && about.is_on_roll;
    *row = about.roll;
    memset(&about, 0, sizeof(about));
    return found;
}

void
ts_loop_sign(struct ts_loop *l, bool let_in)
{
    const struct ts_assessment *card = l->verdict->card;
    ts_mono now = ts_clock_mono();
    struct ts_roll_row row = { .is_in = false };
    if (!ts_loop_has_roll(l) || !card || !card->credential || l->screen.matching)
        return;
    ts_span id = id_of(l->verdict);
    bool known = knows(l, &row, id);
    bool drilling = is_drilling(l);
    if (!let_in && !(drilling && known && row.is_in))
        return;
    bool once_more = known && !drilling
                     && memcmp(row.tag, l->signed_tag, sizeof(row.tag)) == 0
                     && now.ms - l->signed_at.ms < ONCE_MORE_MS;
    enum ts_phrase said =
        once_more ? said_of(row.is_in ? TS_ROLL_IN : TS_ROLL_OUT) : pass(l, id);
    l->model.notice = ts_span_text(ts_words(said));
    if (once_more || !knows(l, &row, id))
        return;
    memcpy(l->signed_tag, row.tag, sizeof(row.tag));
    l->signed_at = now;
}

void
ts_loop_leave_roll(struct ts_loop *l)
{
    /* Left over WAITING it was closed, or nobody touched it. */
    bool by_card =
        l->screen.state != TS_SCAN_WAITING && l->screen.state != TS_SCAN_OUT_OF_ORDER;
    l->back_to_roll = by_card && ts_loop_has_roll(l) && is_drilling(l);
}

void
ts_loop_return_to_roll(struct ts_loop *l)
{
    bool rests = l->screen.state == TS_SCAN_WAITING;
    if (!l->back_to_roll)
        return;
    if (rests && l->screen.page == TS_PAGE_NONE)
        ts_loop_tell(
            l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_ROLL });
    l->back_to_roll = l->screen.state != TS_SCAN_OUT_OF_ORDER
                      && !(rests && l->screen.page != TS_PAGE_NONE);
}
