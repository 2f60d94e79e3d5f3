#include "kiosk/scan/focus.h"

enum {
    WIDTHS_PER_PX =
        16, /* Edges are counted by their width, to a sixteenth of a pixel ... */
    WIDTH_MAX_PX = 64, /* ... and wider ones as if they were so wide. */
};

struct count {
    uint32_t all;
    uint32_t by_width[WIDTHS_PER_PX * WIDTH_MAX_PX + 1];
};

/* From where a row begins to climb (or fall) to where it ends to. */
struct run {
    int32_t rise, steepest;
};

static void
end_run(struct count *count, struct run *run)
{
    int32_t rise = run->rise < 0 ? -run->rise : run->rise;
    if (rise >= TS_FOCUS_CONTRAST && run->steepest > 0) {
        int32_t width = rise * WIDTHS_PER_PX / run->steepest;
        if (width > WIDTHS_PER_PX * WIDTH_MAX_PX)
            width = WIDTHS_PER_PX * WIDTH_MAX_PX;
        count->by_width[width]++;
        count->all++;
    }
    *run = (struct run){ 0, 0 };
}

static void
take_step(struct count *count, struct run *run, int32_t step)
{
    if ((step > 0) != (run->rise > 0) || step == 0)
        end_run(count, run);
    int32_t size = step < 0 ? -step : step;
    run->rise += step;
    run->steepest = size > run->steepest ? size : run->steepest;
}

/* Along a row or a column: next is the distance of its pixels. */
static void
walk(struct count *count, const uint8_t *at, uint32_t len, size_t next)
{
    struct run run = { 0, 0 };
    for (uint32_t i = 1; i < len; i++, at += next)
        take_step(count, &run, (int32_t)at[next] - at[0]);
    end_run(count, &run);
}

/* The width that a quarter of the edges do not reach. */
static double
sharpest_quarter(const struct count *count)
{
    uint32_t passed = 0;
    size_t width = 0;
    while (passed + count->by_width[width] <= count->all / 4)
        passed += count->by_width[width++];
    return (double)width / WIDTHS_PER_PX;
}

static enum ts_finding
judge(bool known, bool good)
{
    if (!known)
        return TS_UNKNOWN;
    return good ? TS_PASS : TS_FAIL;
}

static void
count_edges(struct count *count, const struct ts_grey *grey)
{
    uint32_t left = grey->width / 4;
    uint32_t top = grey->height / 4;
    uint32_t width = grey->width - 2 * left;
    uint32_t height = grey->height - 2 * top;
    for (uint32_t y = 0; y < height; y++)
        walk(count, grey->at + (top + y) * grey->stride + left, width, 1);
    for (uint32_t x = 0; x < width; x++)
        walk(count, grey->at + top * grey->stride + left + x, height, grey->stride);
}

struct ts_focus
ts_focus_measure(const struct ts_grey *grey, const struct ts_scan_sight *sight)
{
    struct ts_focus focus = { .edge_px = 0 };
    struct count count = { 0 };
    count_edges(&count, grey);
    focus.edges = count.all;
    bool known = count.all >= TS_FOCUS_EDGES_MIN;
    if (known)
        focus.edge_px = sharpest_quarter(&count);
    focus.sharp = judge(known, focus.edge_px <= TS_FOCUS_EDGE_PX);
    bool seen = sight && sight->seen;
    focus.module_px = seen ? sight->module_px : 0;
    focus.blur = seen ? sight->blur : 0;
    focus.resolved = judge(seen, focus.module_px >= TS_FOCUS_MODULE_PX);
    focus.focused = judge(seen, focus.blur < TS_FOCUS_BLUR);
    /* Edges of the room behind say less than the code itself. */
    focus.good = seen ? ts_finding_and(focus.resolved, focus.focused) : focus.sharp;
    return focus;
}
