#include "kiosk/screen/view_parts.h"

static const struct ts_style person_style = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };
/* What others wrote gets two lines; what we wrote as many as it needs. */
static const struct ts_style card_style = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 2 };
static const struct ts_style plain = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 6 };
static const struct ts_style bold = { 100, TS_WEIGHT_BOLD, TS_ALIGN_START, 6 };
static const struct ts_style loud = { 120, TS_WEIGHT_BOLD, TS_ALIGN_START, 6 };
static const struct ts_style small = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 3 };

/* What is given up where a display is too small, in this order; what the job asks
 * for and what to do next are not, unless it is to go ahead. */
enum detail {
    EVERYTHING = 0,
    NO_ISSUER,
    NO_ACHIEVEMENT,
    NO_PRAISE, /* of READY: its colour, sign and word say to go ahead */
    NO_REASON, /* where the rows say it; else no louder than the rest */
    NO_PERSON, /* who stands there and knows their name */
};

/* What a verdict says, in words. Empty spans are not drawn. */
struct page {
    struct ts_header header;
    ts_span person, achievement, issuer;
    ts_span reason, next_step, disclaimer;
    ts_span lists;
    const struct ts_verdict *verdict; /* its rows; NULL for none */
    size_t rows_shown;
    enum detail detail;
    struct ts_tone tone;
    struct ts_offer_row offers;
};

static bool
is_a_row(const struct ts_verdict *verdict, ts_span label)
{
    for (size_t i = 0; i < verdict->row_count; i++)
        if (ts_span_equal(verdict->rows[i].label, label))
            return true;
    return false;
}

/* Only with a good proof is there a credential, and only then is this called. */
static void
describe_card(struct ts_drawing *drawing, struct page *page,
              const struct ts_verdict *verdict)
{
    char letters[512];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    const struct ts_assessment *card = verdict->card;
    ts_span name = card->credential->achievement_name;
    page->person = ts_view_person(drawing, verdict);
    if (!page->verdict || !is_a_row(verdict, name))
        page->achievement = name;
    if (!card->issuer)
        return;
    ts_write_issued_by(&w,
                       ts_issuer_name(card->issuer, ts_span_text(ts_words_language())));
    page->issuer = ts_keep(drawing, &w);
}

static bool
is_proven_genuine(const struct ts_verdict *verdict)
{
    const struct ts_assessment *card = verdict->card;
    return card && card->checks.proof == TS_PASS && card->checks.issuer == TS_PASS
           && card->checks.status == TS_PASS;
}

static ts_span
lists_line(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    char letters[384];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    const struct ts_verdict *verdict = model->verdict;
    const struct ts_lists_age *lists = &verdict->lists;
    ts_write_bytes(&w, model->signed_as);
    if (model->signed_as.len > 0)
        ts_write_text(&w, " · ");
    if (is_proven_genuine(verdict) && lists->present && !lists->warns)
        ts_write_genuine(&w, lists);
    else
        ts_write_lists(&w, lists);
    return ts_keep(drawing, &w);
}

static ts_span
progress(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    const struct ts_verdict *verdict = model->verdict;
    bool counts = verdict->kind == TS_VERDICT_NOT_YET && verdict->asked > 0;
    if (counts)
        ts_write_progress(&w, verdict->satisfied, verdict->asked);
    if (counts && model->time.counted)
        ts_write_text(&w, " · ");
    if (model->time.counted)
        ts_write_seconds(&w, (model->time.left_ms + 999) / 1000);
    return ts_keep(drawing, &w);
}

static ts_span
number(struct ts_drawing *drawing, enum ts_reason reason)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_reason_number(&w, reason);
    return ts_keep(drawing, &w);
}

/* Let in by a supervisor: never READY's colour, sign or word, for the kiosk did not
 * say so. */
static struct ts_tone
page_tone(const struct ts_view_model *model)
{
    bool waived = model->state == TS_SCAN_WAIVED;
    return ts_view_tone(model, waived ? TS_VERDICT_NOT_YET : model->verdict->kind);
}

static void
waive(struct page *page, enum ts_waiver why)
{
    if (why != TS_WAIVER_NONE)
        page->reason = ts_span_text(ts_words_waiver(why));
    page->header.kind = TS_VERDICT_NOT_YET;
    page->header.sign = TS_ICON_HAND;
    page->header.word = ts_span_text(ts_words(TS_PHRASE_LET_IN));
    page->next_step = ts_span_text(ts_words(TS_PHRASE_LET_IN_BY));
    page->disclaimer = (ts_span){ 0 };
}

static struct page
write_page(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    const struct ts_verdict *verdict = model->verdict;
    enum ts_reason reason = verdict->reasons[0].code;
    bool judged_alone =
        verdict->kind == TS_VERDICT_STOP || verdict->kind == TS_VERDICT_CANNOT_TELL;
    struct page page = {
        .header = { .kind = verdict->kind,
                    .tone = page_tone(model),
                    .first = number(drawing, reason),
                    .second = progress(drawing, model) },
        .reason = ts_span_text(ts_words_reason(reason)),
        .next_step = ts_span_text(ts_words_next_step(reason)),
        .lists = lists_line(drawing, model),
        /* STOP and CANNOT TELL are about the card shown last, not about the job. */
        .verdict = judged_alone ? NULL : verdict,
        .rows_shown = verdict->row_count,
        .tone = page_tone(model),
    };
    if (model->state == TS_SCAN_WAIVED)
        waive(&page, verdict->waived);
    bool is_in = model->state == TS_SCAN_READY || model->state == TS_SCAN_WAIVED;
    if (is_in && model->notice.len > 0)
        page.next_step = model->notice;
    if (model->demo)
        page.lists = ts_span_text(ts_words(TS_PHRASE_DEMO_VERDICT));
    page.offers.count = ts_view_offers(page.offers.buttons, model);
    if (verdict->kind == TS_VERDICT_CANNOT_TELL)
        page.disclaimer = ts_span_text(ts_words(TS_PHRASE_NOT_FALSE));
    if (model->kept)
        page.next_step = ts_span_text(ts_words(TS_PHRASE_KEPT));
    if (verdict->card && verdict->card->credential)
        describe_card(drawing, &page, verdict);
    return page;
}

/* The person, and on the same line what follows where it fits. */
static bool
person_beside(struct ts_column *column, const struct page *page, ts_span next)
{
    int em = ts_column_em(column, person_style);
    int person = ts_guess_px(page->person, TS_WEIGHT_BOLD, em);
    int indent = person + em * 2 / 3;
    int wide = ts_guess_px(next, TS_WEIGHT_REGULAR, ts_column_em(column, plain));
    if (page->person.len == 0 || next.len == 0 || indent + wide > column->w)
        return false;
    struct ts_column first = *column;
    struct ts_column second = *column;
    first.w = person;
    second.x += indent;
    second.w -= indent;
    ts_column_text(&first, page->person, person_style);
    /* Centred on the line of the larger letters. */
    second.y += (first.y - column->y - ts_line_height(ts_column_em(column, plain))) / 2;
    ts_column_text(&second, next, plain);
    column->y = first.y;
    return true;
}

static void
card_group(struct ts_column *column, const struct page *page)
{
    if (page->detail >= NO_PERSON)
        return;
    bool has_achievement = page->achievement.len > 0 && page->detail < NO_ACHIEVEMENT;
    ts_span achievement = has_achievement ? page->achievement : (ts_span){ 0 };
    ts_span issuer = page->detail < NO_ISSUER ? page->issuer : (ts_span){ 0 };
    ts_span first = has_achievement ? achievement : issuer;
    bool beside = person_beside(column, page, first);
    if (!beside)
        ts_column_text(column, page->person, person_style);
    if (has_achievement && !beside)
        ts_column_text(column, achievement, card_style);
    if (has_achievement || !beside)
        ts_column_text(column, issuer, card_style);
}

static void
reason_group(struct ts_column *column, const struct page *page, struct ts_style style)
{
    bool has_rows = page->verdict && page->verdict->row_count > 0;
    if (page->detail < NO_REASON || !has_rows)
        ts_column_text(column, page->reason, style);
    if (page->detail < NO_PRAISE || page->header.kind != TS_VERDICT_READY)
        ts_column_text(column, page->next_step, plain);
}

/* Groups from top to bottom with gap between them; gives where it ends. */
static int
compose(struct ts_column column, const struct page *page, int gap)
{
    bool about_card = page->verdict == NULL;
    if (about_card) {
        reason_group(&column, page, page->detail < NO_REASON ? loud : bold);
        column.y += gap;
        ts_column_text(&column, page->disclaimer, plain);
        column.y += page->disclaimer.len > 0 ? gap : 0;
    }
    card_group(&column, page);
    bool has_card = page->person.len + page->achievement.len + page->issuer.len > 0;
    if (has_card && page->detail < NO_PERSON)
        column.y += gap;
    if (page->verdict && page->verdict->row_count > 0) {
        ts_view_rows(&column, page->verdict, page->rows_shown, page->tone);
        column.y += gap;
    }
    if (!about_card) {
        reason_group(&column, page, bold);
        column.y += gap;
    }
    return column.y;
}

struct fit {
    struct ts_column column;
    int header;
    int bottom;
};

static int
end_of(const struct fit *fit, const struct page *page, int gap)
{
    return compose(fit->column, page, gap);
}

/* Tries text sizes downwards; false when not even the least fits. */
static bool
shrink_to_fit(struct fit *fit, const struct page *page, const struct ts_metrics *m)
{
    for (int em = m->em_most; em >= m->em_least; em--) {
        fit->column.em = em;
        if (end_of(fit, page, m->gap) <= fit->bottom)
            return true;
    }
    fit->column.em = m->em_least;
    return false;
}

static void
set_header(struct fit *fit, const struct page *page, const struct ts_metrics *m,
           int percent)
{
    int shorter = m->portrait ? m->height * 55 / 100 : m->height;
    fit->header = shorter * percent / 100;
    fit->column.y = ts_view_header(NULL, &page->header, m, fit->header) + m->gap;
}

static bool
fits_with_some_header(struct fit *fit, const struct page *page,
                      const struct ts_metrics *m)
{
    static const int percents[] = { 22, 18, 14 };
    for (size_t i = 0; i < TS_COUNT(percents); i++) {
        set_header(fit, page, m, percents[i]);
        if (shrink_to_fit(fit, page, m))
            return true;
    }
    return false;
}

/* First smaller text, then a smaller header, then fewer rows, then less detail. */
static struct fit
find_fit(struct page *page, const struct ts_metrics *m, int bottom)
{
    struct fit fit = {
        .column = { .x = m->margin,
                    .w = m->width - 2 * m->margin,
                    .em_least = m->em_least,
                    .ink = page->tone.ink },
        .bottom = bottom,
    };
    size_t rows = page->rows_shown;
    for (int detail = EVERYTHING; detail <= NO_PERSON; detail++) {
        size_t few = detail == EVERYTHING ? 2 : 1;
        page->detail = (enum detail)detail;
        page->rows_shown = rows;
        while (!fits_with_some_header(&fit, page, m) && page->rows_shown > few)
            page->rows_shown--;
        if (end_of(&fit, page, m->gap) <= bottom)
            break;
    }
    return fit;
}

/* Where room is left the sign grows: it is what is seen from afar. */
static void
grow_header(struct fit *fit, const struct page *page, const struct ts_metrics *m)
{
    struct fit trial = *fit;
    for (int percent = 23; percent <= 34; percent++) {
        set_header(&trial, page, m, percent);
        if (end_of(&trial, page, m->gap * 2) > fit->bottom
            || !ts_view_header_fills(&page->header, m, trial.header))
            return;
        *fit = trial;
    }
}

/* Room that is left goes between the groups, as far as that looks meant. */
static int
widest_gap(const struct fit *fit, const struct page *page, const struct ts_metrics *m)
{
    int gap = m->gap;
    while (gap < fit->column.em && end_of(fit, page, gap + 1) <= fit->bottom)
        gap++;
    return gap;
}

/* That there is more to be touched: three dots at the end of the last line. */
static void
draw_dots(struct ts_drawing *drawing, struct ts_column *foot, const struct page *page,
          const struct ts_metrics *m)
{
    int size = ts_line_height(m->em_least);
    struct ts_column beside = *foot;
    beside.w -= size + m->gap;
    if (!page->offers.crowded
        || ts_column_height(&beside, page->lists, small)
               > ts_column_height(foot, page->lists, small))
        return;
    *foot = beside;
    ts_draw_icon(drawing,
                 (struct ts_box){ foot->x + foot->w + m->gap,
                                  m->height - m->bar - m->gap - size, size, size },
                 TS_ICON_DOTS, page->tone.ink);
}

static void
draw_page(struct ts_drawing *drawing, struct page *page, const struct ts_metrics *m)
{
    struct ts_column foot = {
        .x = m->margin,
        .w = m->width - 2 * m->margin,
        .em = m->em_small,
        .em_least = m->em_least,
        .ink = page->tone.ink,
    };
    int bottom =
        m->height - m->bar - m->gap - ts_view_offer_height(&page->offers, page->tone, m);
    draw_dots(drawing, &foot, page, m);
    foot.y = bottom - ts_column_height(&foot, page->lists, small);

    struct fit fit = find_fit(page, m, foot.y);
    grow_header(&fit, page, m);
    int gap = widest_gap(&fit, page, m);
    ts_view_header(drawing, &page->header, m, fit.header);
    fit.column.drawing = drawing;
    end_of(&fit, page, gap);
    foot.drawing = drawing;
    ts_column_text(&foot, page->lists, small);
    ts_view_offer_row(drawing, &page->offers, page->tone, m);
}

void
ts_view_verdict(struct ts_drawing *drawing, const struct ts_view_model *model,
                const struct ts_metrics *metrics)
{
    ts_drawing_start(drawing, metrics, page_tone(model).ground);
    struct page page = write_page(drawing, model);
    draw_page(drawing, &page, metrics);
    ts_view_time(drawing, model, metrics, page.tone);
}

void
ts_view_no_answer(struct ts_drawing *drawing, const struct ts_view_model *model,
                  const struct ts_metrics *metrics)
{
    struct ts_tone tone = ts_view_tone(model, TS_VERDICT_CANNOT_TELL);
    char letters[256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_drawing_start(drawing, metrics, tone.ground);
    ts_write_lists(&w, &model->lists);
    struct page page = {
        .header = { .kind = TS_VERDICT_CANNOT_TELL, .tone = tone },
        .reason = ts_span_text(ts_words(TS_PHRASE_NO_ANSWER)),
        .next_step = ts_span_text(ts_words(TS_PHRASE_SHOW_AGAIN)),
        .disclaimer = ts_span_text(ts_words(TS_PHRASE_NOT_FALSE)),
        .lists = ts_keep(drawing, &w),
        .tone = tone,
    };
    draw_page(drawing, &page, metrics);
    ts_view_time(drawing, model, metrics, tone);
}
