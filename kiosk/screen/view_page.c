#include "kiosk/screen/view_parts.h"

static struct ts_button
opening(enum ts_icon icon, enum ts_phrase phrase, enum ts_page page)
{
    return (struct ts_button){ .icon = icon,
                               .text = ts_span_text(ts_words(phrase)),
                               .touch = { TS_ACTION_OPEN, (int32_t)page } };
}

static size_t
under_verdict(struct ts_button buttons[TS_OFFERS_MAX], const struct ts_view_model *model)
{
    const struct ts_offers *o = &model->offers;
    bool is_waivable =
        model->state == TS_SCAN_NOT_YET || model->state == TS_SCAN_CANNOT_TELL;
    bool is_matched = is_waivable || model->state == TS_SCAN_READY;
    size_t count = 0;
    if (o->join && model->state == TS_SCAN_NOT_YET)
        buttons[count++] =
            (struct ts_button){ .text = ts_span_text(ts_words(TS_PHRASE_JOIN)),
                                .touch = { TS_ACTION_JOIN, 0 } };
    if (o->why)
        buttons[count++] = opening(TS_ICON_NONE, TS_PHRASE_WHY, TS_PAGE_WHY);
    if (o->receipt)
        buttons[count++] = opening(TS_ICON_NONE, TS_PHRASE_RECEIPT, TS_PAGE_RECEIPT);
    if (o->match && is_matched)
        buttons[count++] = opening(TS_ICON_NONE, TS_PHRASE_OTHER_JOBS, TS_PAGE_CONSENT);
    if (o->waiver && is_waivable)
        buttons[count++] = opening(TS_ICON_NONE, TS_PHRASE_WAIVE, TS_PAGE_WAIVER_PIN);
    return count;
}

static size_t
on_scan(struct ts_button buttons[TS_OFFERS_MAX], const struct ts_view_model *model)
{
    const struct ts_offers *o = &model->offers;
    size_t count = 0;
    if (o->language)
        buttons[count++] = opening(TS_ICON_GLOBE, TS_PHRASE_LANGUAGES, TS_PAGE_LANGUAGE);
    if (o->roll)
        buttons[count++] = opening(TS_ICON_PEOPLE, TS_PHRASE_ON_SITE, TS_PAGE_ROLL);
    if (o->admin)
        buttons[count++] = opening(TS_ICON_GEAR, TS_PHRASE_SETTINGS, TS_PAGE_ADMIN_PIN);
    for (size_t i = 0; i < count; i++)
        buttons[i].icon_only = true;
    return count;
}

static size_t
when_out_of_order(struct ts_button buttons[TS_OFFERS_MAX],
                  const struct ts_view_model *model)
{
    if (!model->offers.admin)
        return 0;
    buttons[0] = opening(TS_ICON_GEAR, TS_PHRASE_SETTINGS, TS_PAGE_ADMIN_PIN);
    buttons[0].icon_only = true;
    return 1;
}

size_t
ts_view_offers(struct ts_button buttons[TS_OFFERS_MAX], const struct ts_view_model *model)
{
    switch (model->state) {
    case TS_SCAN_WAITING: return on_scan(buttons, model);
    case TS_SCAN_OUT_OF_ORDER: return when_out_of_order(buttons, model);
    case TS_SCAN_READY:
    case TS_SCAN_NOT_YET:
    case TS_SCAN_STOP:
    case TS_SCAN_CANNOT_TELL:
    case TS_SCAN_WAIVED: return under_verdict(buttons, model);
    case TS_SCAN_START:
    case TS_SCAN_CHECKING:
    case TS_SCAN_NO_ANSWER:
    case TS_SCAN_IDENTITY: break;
    }
    return 0;
}

/* Of the height, what buttons may take from what the verdict says. */
enum { BUTTONS_PERCENT = 17 };

static struct ts_box
foot_of(const struct ts_metrics *m)
{
    return (struct ts_box){ m->margin, 0, m->width - 2 * m->margin,
                            m->height - m->bar - m->gap };
}

int
ts_view_offer_height(struct ts_offer_row *row, struct ts_tone tone,
                     const struct ts_metrics *m)
{
    int height = ts_view_button_row(NULL, foot_of(m), row->buttons, row->count, tone, m);
    row->crowded = height * 100 > m->height * BUTTONS_PERCENT;
    return row->crowded ? 0 : height;
}

/* Where a line of buttons would take the room that the verdict needs, a touch anywhere
 * leads to a page of them. */
void
ts_view_offer_row(struct ts_drawing *drawing, const struct ts_offer_row *row,
                  struct ts_tone tone, const struct ts_metrics *m)
{
    struct ts_box whole = { 0, 0, m->width, m->height };
    if (row->crowded)
        ts_draw_target(drawing, whole,
                       (struct ts_touch){ TS_ACTION_OPEN, TS_PAGE_ACTIONS },
                       ts_span_text(ts_words(TS_PHRASE_ACTIONS)));
    else
        ts_view_button_row(drawing, foot_of(m), row->buttons, row->count, tone, m);
}

struct ts_tone
ts_view_tone(const struct ts_view_model *model, enum ts_verdict_kind kind)
{
    return model->demo ? ts_theme_demo() : ts_theme_verdict(kind);
}

bool
ts_view_page(struct ts_drawing *drawing, const struct ts_view_model *model,
             const struct ts_metrics *metrics)
{
    bool is_pin = model->page == TS_PAGE_ADMIN_PIN || model->page == TS_PAGE_WAIVER_PIN;
    if (model->page == TS_PAGE_ANSWER && model->keyboard) {
        ts_view_keyboard(drawing, model, metrics);
        return true;
    }
    if (model->page == TS_PAGE_RECEIPT && model->receipt) {
        ts_view_receipt(drawing, model, metrics);
        return true;
    }
    if (model->page == TS_PAGE_FOCUS && model->focus) {
        ts_view_focus(drawing, model, metrics);
        return true;
    }
    if (model->page == TS_PAGE_STATUS && model->code) {
        ts_view_code(drawing, model, metrics);
        return true;
    }
    if (is_pin && model->pin_pad) {
        ts_view_pin(drawing, model, metrics);
        return true;
    }
    if (model->page == TS_PAGE_NONE || !model->menu)
        return false;
    ts_view_menu(drawing, model, metrics);
    return true;
}
