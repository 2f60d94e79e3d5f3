#include "firmware/board/clock.h"
#include "kiosk/app/page_rows.h"

/* Four times a second is as fast as a hand turns a lens, and leaves the rest of the time
 * to the picture. */
enum { EVERY_MS = 250 };

/* One screen. */
static struct {
    struct ts_focus_view view;
    ts_mono measured;
} page;

static void
open_focus(struct ts_loop *l)
{
    (void)l;
    page.view = (struct ts_focus_view){ .edge_px = 0 };
    page.measured = (ts_mono){ 0 };
}

/* Figures that jump cannot be read; what was not there is not drawn towards. */
static double
smoothed(double before, double now)
{
    return before > 0 && now > 0 ? (before * 2 + now) / 3 : now;
}

/* Edges of one pixel are a full bar, of twice what is needed half of what is needed. */
static int
permille_of(double edge_px)
{
    double permille = edge_px > 0 ? 1000 / edge_px : 0;
    return permille > 1000 ? 1000 : (int)permille;
}

static void
measure(struct ts_loop *l)
{
    struct ts_focus focus = ts_eyes_focus(l->parts->eyes);
    struct ts_focus_view *v = &page.view;
    v->edge_px = smoothed(v->edge_px, focus.edge_px);
    v->module_px = smoothed(v->module_px, focus.module_px);
    v->blur = smoothed(v->blur, focus.blur);
    v->permille = permille_of(v->edge_px);
    v->needed = permille_of(TS_FOCUS_EDGE_PX);
    v->resolved = focus.resolved;
    v->good = focus.good;
}

static void
fill(struct ts_loop *l)
{
    ts_mono now = ts_clock_mono();
    if (page.measured.ms == 0 || now.ms - page.measured.ms >= EVERY_MS) {
        page.measured = now;
        measure(l);
    }
    l->model.focus = &page.view;
}

static void
close_focus(struct ts_loop *l)
{
    l->model.focus = NULL;
}

const struct ts_page_maker ts_page_focus = { open_focus, fill, NULL, close_focus };
