#include "kiosk/screen/drawing.h"

/* FNV-1a in 64 bits (RFC 9923): fast, and nobody gains by two pictures that have the
 * same: the second is drawn a second later. */
static const uint64_t OFFSET_BASIS = 0xcbf29ce484222325u;
static const uint64_t PRIME = 0x00000100000001b3u;

static void
take_bytes(uint64_t *digest, const uint8_t *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        *digest = (*digest ^ at[i]) * PRIME;
}

static void
take(uint64_t *digest, int64_t number)
{
    *digest = (*digest ^ (uint64_t)number) * PRIME;
    *digest ^= *digest >> 32; /* a high bit reaches the low ones, too */
}

static void
take_text(uint64_t *digest, const struct ts_text *text)
{
    take(digest, (int64_t)text->text.len);
    take_bytes(digest, text->text.at, text->text.len);
    take(digest, text->em_px);
    take(digest, text->em_least_px);
    take(digest, text->max_lines);
    take(digest, (int64_t)text->weight);
    take(digest, (int64_t)text->align);
}

static void
take_item(uint64_t *digest, const struct ts_item *item)
{
    const struct ts_box box = item->box;
    const struct ts_colour colour = item->colour;
    const int numbers[] = {
        (int)item->kind, box.x,        box.y,           box.w,
        box.h,           colour.r,     colour.g,        colour.b,
        colour.a,        item->radius, (int)item->icon, item->permille,
    };
    for (size_t i = 0; i < TS_COUNT(numbers); i++)
        take(digest, numbers[i]);
    if (item->kind == TS_ITEM_TEXT)
        take_text(digest, &item->text);
    if (item->kind == TS_ITEM_PHOTO) {
        take(digest, item->photo->width);
        take_bytes(digest, item->photo->rgb,
                   (size_t)item->photo->width * item->photo->height * 3);
    }
    if (item->kind == TS_ITEM_CODE) {
        take(digest, item->code->width);
        take_bytes(digest, item->code->dark,
                   (size_t)item->code->width * (size_t)item->code->width);
    }
}

uint64_t
ts_drawing_digest(const struct ts_drawing *drawing)
{
    uint64_t digest = OFFSET_BASIS;
    for (size_t i = 0; i < drawing->count; i++)
        take_item(&digest, &drawing->items[i]);
    return digest;
}
