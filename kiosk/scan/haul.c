#include "kiosk/scan/haul.h"

#include "firmware/base/limits.h"

#include <string.h>

void
ts_haul_empty(struct ts_haul *haul)
{
    memset(haul->codes, 0, sizeof(haul->codes));
    haul->count = 0;
}

/* Twice the area of the corners' quadrilateral. */
static int64_t
area(const struct ts_code *code)
{
    int64_t sum = 0;
    for (size_t i = 0; i < 4; i++) {
        struct ts_point a = code->corners[i];
        struct ts_point b = code->corners[(i + 1) % 4];
        sum += (int64_t)a.x * b.y - (int64_t)b.x * a.y;
    }
    return sum < 0 ? -sum : sum;
}

static struct ts_point
middle(const struct ts_code *code)
{
    struct ts_point sum = { 0, 0 };
    for (size_t i = 0; i < 4; i++) {
        sum.x += code->corners[i].x / 4;
        sum.y += code->corners[i].y / 4;
    }
    return sum;
}

/* The same code, read twice: in a patch and in the frame. */
static bool
is_same(const struct ts_code *a, const struct ts_code *b)
{
    int64_t x = middle(a).x - middle(b).x;
    int64_t y = middle(a).y - middle(b).y;
    return ts_span_equal(a->bytes, b->bytes) && (x * x + y * y) * 16 < area(a) + area(b);
}

/* Keeps the codes sorted, and of more than there is room for the largest. */
void
ts_haul_keep(struct ts_haul *haul, const struct ts_code *code)
{
    size_t at = 0;
    for (size_t i = 0; i < haul->count; i++) {
        if (is_same(&haul->codes[i], code))
            return;
        at += area(&haul->codes[i]) >= area(code);
    }
    if (at == TS_SCAN_CODES_MAX)
        return;
    if (haul->count < TS_SCAN_CODES_MAX)
        haul->count++;
    /* Texts stay where they are; the last place's is free or given up. */
    uint8_t *text = haul->texts + (haul->count - 1) * TS_CODE_TEXT_MAX;
    struct ts_code *last = &haul->codes[haul->count - 1];
    if (last->bytes.at)
        text = haul->texts + (last->bytes.at - haul->texts);
    memmove(haul->codes + at + 1, haul->codes + at,
            (haul->count - at - 1) * sizeof(*code));
    memcpy(text, code->bytes.at, code->bytes.len);
    haul->codes[at] = *code;
    haul->codes[at].bytes.at = text;
}
