#include "kiosk/screen/theme.h"

static const struct ts_colour black = { 0x00, 0x00, 0x00, 0xFF };
static const struct ts_colour white = { 0xFF, 0xFF, 0xFF, 0xFF };

struct ts_tone
ts_theme_neutral(void)
{
    return (struct ts_tone){
        .ground = { 0x15, 0x1A, 0x1E, 0xFF },
        .panel = { 0x26, 0x2E, 0x35, 0xFF },
        .ink = white,
    };
}

struct ts_tone
ts_theme_demo(void)
{
    return (struct ts_tone){
        .ground = { 0xA8, 0xA8, 0xA8, 0xFF },
        .panel = { 0xC8, 0xC8, 0xC8, 0xFF },
        .ink = black,
    };
}

struct ts_tone
ts_theme_verdict(enum ts_verdict_kind kind)
{
    switch (kind) {
    case TS_VERDICT_READY:
        return (struct ts_tone){ { 0x4C, 0xC3, 0x8A, 0xFF },
                                 { 0x8A, 0xDC, 0xB4, 0xFF },
                                 black };
    case TS_VERDICT_NOT_YET:
        return (struct ts_tone){ { 0xFF, 0xC2, 0x0A, 0xFF },
                                 { 0xFF, 0xDC, 0x78, 0xFF },
                                 black };
    case TS_VERDICT_STOP:
        return (struct ts_tone){ { 0x6E, 0x0A, 0x1A, 0xFF },
                                 { 0x52, 0x06, 0x12, 0xFF },
                                 white };
    case TS_VERDICT_CANNOT_TELL: break;
    }
    return (
        struct ts_tone){ { 0x2D, 0x2A, 0x6E, 0xFF }, { 0x21, 0x1E, 0x54, 0xFF }, white };
}

/* Rounded up, so that a capital is never a fraction of a pixel too small. */
static int
em_for_cap(int cap_mm10, double px_per_mm)
{
    double em = cap_mm10 * px_per_mm * 100.0 / TS_CAP_PERMILLE;
    int whole = (int)em;
    return whole < em ? whole + 1 : whole;
}

static int
at_least(int value, int least)
{
    return value > least ? value : least;
}

static double
usable(double px_per_mm)
{
    return px_per_mm >= 1 && px_per_mm <= 40 ? px_per_mm : TS_PX_PER_MM_USUAL;
}

struct ts_metrics
ts_theme_metrics(int width_px, int height_px, double px_per_mm)
{
    double scale = usable(px_per_mm);
    int shorter = width_px < height_px ? width_px : height_px;
    struct ts_metrics m = {
        .width = width_px,
        .height = height_px,
        .margin = at_least(shorter / 30, 4),
        .gap = at_least(shorter / 60, 2),
        .em_least = em_for_cap(TS_CAP_LEAST_MM10, scale),
        .em_wanted = em_for_cap(TS_CAP_WANTED_MM10, scale),
        .bar = at_least(shorter / 40, 4),
        .portrait = height_px > width_px,
    };
    m.target = (int)(TS_TARGET_MM10 * scale / 10) + 1;
    m.em_small = at_least(shorter / 17, m.em_least);
    m.em_most = at_least(shorter / 11, m.em_wanted);
    return m;
}

void
ts_theme_adapt(struct ts_metrics *metrics, double px_per_mm, bool gloves,
               bool large_print)
{
    if (gloves)
        metrics->target = (int)(TS_TARGET_GLOVES_MM10 * usable(px_per_mm) / 10) + 1;
    if (!large_print)
        return;
    metrics->em_least = metrics->em_wanted;
    metrics->em_small = at_least(metrics->em_small, metrics->em_wanted);
    metrics->em_most = at_least(metrics->em_most, metrics->em_wanted);
}

int
ts_line_height(int em_px)
{
    /* Noto Sans sets É and g within 1.19 em. */
    return (em_px * 120 + 99) / 100;
}
