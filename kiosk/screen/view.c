#include "kiosk/screen/view.h"

#include "kiosk/screen/view_parts.h"

/* A state may show only the verdict it stands for. */
static bool
fits(const struct ts_view_model *model, enum ts_verdict_kind kind)
{
    return model->verdict && model->verdict->kind == kind
           && model->verdict->reason_count > 0;
}

static bool
shows_verdict(const struct ts_view_model *model)
{
    switch (model->state) {
    case TS_SCAN_READY: return fits(model, TS_VERDICT_READY);
    case TS_SCAN_NOT_YET: return fits(model, TS_VERDICT_NOT_YET);
    case TS_SCAN_STOP: return fits(model, TS_VERDICT_STOP);
    case TS_SCAN_CANNOT_TELL: return fits(model, TS_VERDICT_CANNOT_TELL);
    case TS_SCAN_WAIVED:
        return fits(model, TS_VERDICT_NOT_YET) || fits(model, TS_VERDICT_CANNOT_TELL);
    case TS_SCAN_OUT_OF_ORDER:
    case TS_SCAN_START:
    case TS_SCAN_WAITING:
    case TS_SCAN_CHECKING:
    case TS_SCAN_NO_ANSWER:
    case TS_SCAN_IDENTITY: break;
    }
    return false;
}

static void
draw_state(struct ts_drawing *drawing, const struct ts_view_model *model,
           const struct ts_metrics *metrics)
{
    switch (model->state) {
    case TS_SCAN_OUT_OF_ORDER: ts_view_out_of_order(drawing, model, metrics); return;
    case TS_SCAN_START: ts_view_start(drawing, model, metrics); return;
    case TS_SCAN_WAITING:
    case TS_SCAN_CHECKING: ts_view_scan(drawing, model, metrics); return;
    case TS_SCAN_IDENTITY:
        if (!ts_view_compares(model))
            break;
        ts_view_identity(drawing, model, metrics);
        return;
    case TS_SCAN_READY:
    case TS_SCAN_NOT_YET:
    case TS_SCAN_STOP:
    case TS_SCAN_CANNOT_TELL:
    case TS_SCAN_WAIVED:
    case TS_SCAN_NO_ANSWER: break;
    }
    if (shows_verdict(model))
        ts_view_verdict(drawing, model, metrics);
    else
        ts_view_no_answer(drawing, model, metrics);
}

static void
draw(struct ts_drawing *drawing, const struct ts_view_model *model,
     const struct ts_metrics *metrics)
{
    if (!ts_view_page(drawing, model, metrics))
        draw_state(drawing, model, metrics);
}

static bool
overlap(struct ts_box a, struct ts_box b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool
has_place(const struct ts_drawing *d, size_t at)
{
    struct ts_box box = d->items[at].box;
    struct ts_box screen = d->items[0].box;
    if (box.x < 0 || box.y < 0 || box.x + box.w > screen.w || box.y + box.h > screen.h)
        return false;
    for (size_t i = 0; i < at; i++)
        if (d->items[i].kind == TS_ITEM_TEXT && overlap(d->items[i].box, box))
            return false;
    return true;
}

static bool
has_all_its_place(const struct ts_drawing *d)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].kind == TS_ITEM_TEXT && !has_place(d, i))
            return false;
    return true;
}

static int
larger(int a, int b)
{
    return a > b ? a : b;
}

/* As large as the display has room for: what nobody sees helps nobody. */
static void
draw_large(struct ts_drawing *drawing, const struct ts_view_model *model,
           struct ts_metrics metrics, const struct ts_metrics *plain)
{
    while (!has_all_its_place(drawing) && metrics.em_least > plain->em_least) {
        metrics.em_least = larger(metrics.em_least * 94 / 100, plain->em_least);
        metrics.em_small = larger(metrics.em_least, plain->em_small);
        metrics.em_most = larger(metrics.em_least, plain->em_most);
        draw(drawing, model, &metrics);
    }
}

void
ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    struct ts_metrics plain =
        ts_theme_metrics(model->width_px, model->height_px, model->px_per_mm);
    struct ts_metrics metrics = plain;
    ts_theme_adapt(&metrics, model->px_per_mm, model->gloves, model->large_print);
    draw(drawing, model, &metrics);
    if (model->large_print)
        draw_large(drawing, model, metrics, &plain);
}
