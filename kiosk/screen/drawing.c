#include "kiosk/screen/drawing.h"

#include "firmware/base/utf8.h"

#include <string.h>

void
ts_drawing_start(struct ts_drawing *drawing, const struct ts_metrics *metrics,
                 struct ts_colour ground)
{
    drawing->count = 0;
    drawing->target_count = 0;
    drawing->letters_used = 0;
    drawing->full = false;
    ts_draw_rectangle(drawing, (struct ts_box){ 0, 0, metrics->width, metrics->height },
                      ground, 0);
}

static struct ts_item *
add(struct ts_drawing *drawing, enum ts_item_kind kind, struct ts_box box,
    struct ts_colour colour)
{
    struct ts_item *item = &drawing->lost;
    if (drawing->count < TS_DRAWING_ITEMS)
        item = &drawing->items[drawing->count++];
    else
        drawing->full = true;
    *item = (struct ts_item){ .kind = kind, .box = box, .colour = colour };
    return item;
}

void
ts_draw_rectangle(struct ts_drawing *drawing, struct ts_box box, struct ts_colour colour,
                  int radius)
{
    add(drawing, TS_ITEM_RECTANGLE, box, colour)->radius = radius;
}

void
ts_draw_icon(struct ts_drawing *drawing, struct ts_box box, enum ts_icon icon,
             struct ts_colour colour)
{
    add(drawing, TS_ITEM_ICON, box, colour)->icon = icon;
}

void
ts_draw_picture(struct ts_drawing *drawing, struct ts_box box)
{
    add(drawing, TS_ITEM_PICTURE, box, (struct ts_colour){ 0 });
}

void
ts_draw_bar(struct ts_drawing *drawing, struct ts_box box, int permille,
            struct ts_colour colour)
{
    add(drawing, TS_ITEM_BAR, box, colour)->permille = permille;
}

void
ts_draw_ring(struct ts_drawing *drawing, struct ts_box box, int permille,
             struct ts_colour colour)
{
    add(drawing, TS_ITEM_RING, box, colour)->permille = permille;
}

void
ts_draw_photo(struct ts_drawing *drawing, struct ts_box box, const struct ts_photo *photo)
{
    add(drawing, TS_ITEM_PHOTO, box, (struct ts_colour){ 0 })->photo = photo;
}

void
ts_draw_code(struct ts_drawing *drawing, struct ts_box box, const struct ts_modules *code,
             struct ts_colour dark)
{
    add(drawing, TS_ITEM_CODE, box, dark)->code = code;
}

void
ts_draw_target(struct ts_drawing *drawing, struct ts_box box, struct ts_touch touch,
               ts_span label)
{
    if (drawing->target_count == TS_DRAWING_TARGETS) {
        drawing->full = true;
        return;
    }
    drawing->targets[drawing->target_count++] = (struct ts_touch_target){
        .box = box, .touch = touch, .label = label, .items_before = drawing->count
    };
}

void
ts_draw_target_on(struct ts_drawing *drawing)
{
    if (drawing->target_count > 0)
        drawing->targets[drawing->target_count - 1].on = true;
}

struct ts_touch
ts_drawing_touched(const struct ts_drawing *drawing, int x, int y)
{
    for (size_t i = drawing->target_count; i > 0; i--) {
        const struct ts_box *box = &drawing->targets[i - 1].box;
        if (x >= box->x && x < box->x + box->w && y >= box->y && y < box->y + box->h)
            return drawing->targets[i - 1].touch;
    }
    return (struct ts_touch){ 0 };
}

void
ts_draw_text(struct ts_drawing *drawing, struct ts_box box, struct ts_text text,
             struct ts_colour colour)
{
    if (text.text.len > 0)
        add(drawing, TS_ITEM_TEXT, box, colour)->text = text;
}

ts_span
ts_drawing_keep(struct ts_drawing *drawing, ts_span text)
{
    size_t left = TS_DRAWING_LETTERS - drawing->letters_used;
    ts_span fits = ts_utf8_prefix(text, left);
    char *at = drawing->letters + drawing->letters_used;
    drawing->full |= fits.len < text.len;
    if (fits.len > 0)
        memcpy(at, fits.at, fits.len);
    drawing->letters_used += fits.len;
    return (ts_span){ (const uint8_t *)at, fits.len };
}
