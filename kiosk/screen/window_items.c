#include "kiosk/screen/window_items.h"

#include "kiosk/screen/picture.h"

static SDL_Rect
rect_of(struct ts_box box)
{
    return (SDL_Rect){ box.x, box.y, box.w, box.h };
}

static void
fill(SDL_Renderer *renderer, struct ts_box box, struct ts_colour colour)
{
    SDL_Rect rect = rect_of(box);
    SDL_SetRenderDrawBlendMode(renderer, colour.a == 0xFF ? SDL_BLENDMODE_NONE
                                                          : SDL_BLENDMODE_BLEND);
    SDL_SetRenderDrawColor(renderer, colour.r, colour.g, colour.b, colour.a);
    SDL_RenderFillRect(renderer, &rect);
}

/* Coverage, which stands at the start of the pixels, becomes colour in place: from
 * the end on, since a pixel takes four times the room. */
static void
colour_in(SDL_Surface *picture, struct ts_colour colour)
{
    uint8_t *coverage = picture->pixels;
    for (int y = picture->h - 1; y >= 0; y--) {
        for (int x = picture->w - 1; x >= 0; x--) {
            unsigned part = coverage[(size_t)y * (size_t)picture->w + (size_t)x];
            uint32_t pixel = (part * colour.a / 255) << 24 | (uint32_t)colour.r << 16
                             | (uint32_t)colour.g << 8 | colour.b;
            uint8_t *to = coverage + (size_t)y * (size_t)picture->pitch + (size_t)x * 4;
            SDL_memcpy(to, &pixel, sizeof(pixel));
        }
    }
}

static SDL_Texture *
draw_icon(SDL_Renderer *renderer, const struct ts_item *item)
{
    int size = item->box.w;
    SDL_Surface *picture =
        SDL_CreateRGBSurfaceWithFormat(0, size, size, 32, SDL_PIXELFORMAT_ARGB8888);
    if (!picture)
        return NULL;
    if (item->kind == TS_ITEM_RING)
        ts_ring_rasterise(picture->pixels, size, item->permille);
    else
        ts_icon_rasterise(picture->pixels, size, item->icon);
    colour_in(picture, item->colour);
    SDL_Texture *texture = SDL_CreateTextureFromSurface(renderer, picture);
    if (texture)
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    SDL_FreeSurface(picture);
    return texture;
}

/* Of an icon or a ring in a square at 0, 0. */
static SDL_Texture *
icon_texture(struct ts_painter *painter, const struct ts_item *item)
{
    struct ts_cached *cached = ts_cache_find(&painter->cache, item);
    if (!cached) {
        cached = ts_cache_add(&painter->cache, item);
        cached->texture = draw_icon(painter->renderer, item);
    }
    return cached->texture;
}

void
ts_paint_icon(struct ts_painter *painter, const struct ts_item *item)
{
    struct ts_box box = item->box;
    int size = box.w < box.h ? box.w : box.h;
    struct ts_item alone = *item;
    alone.box = (struct ts_box){ 0, 0, size, size };
    if (size <= 0 || (item->kind == TS_ITEM_ICON && item->icon == TS_ICON_NONE))
        return;
    SDL_Texture *texture = icon_texture(painter, &alone);
    SDL_Rect to = { box.x + (box.w - size) / 2, box.y + (box.h - size) / 2, size, size };
    if (texture)
        SDL_RenderCopy(painter->renderer, texture, NULL, &to);
}

/* A quarter of a disc into each corner. */
static void
round_corners(struct ts_painter *painter, struct ts_box box, int radius,
              struct ts_colour colour)
{
    struct ts_item full = { .kind = TS_ITEM_ICON,
                            .icon = TS_ICON_DISC,
                            .colour = colour,
                            .box = { 0, 0, 2 * radius, 2 * radius } };
    SDL_Texture *disc = icon_texture(painter, &full);
    for (int corner = 0; disc && corner < 4; corner++) {
        int right = corner % 2;
        int low = corner / 2;
        SDL_Rect from = { right * radius, low * radius, radius, radius };
        SDL_Rect to = { box.x + right * (box.w - radius), box.y + low * (box.h - radius),
                        radius, radius };
        SDL_RenderCopy(painter->renderer, disc, &from, &to);
    }
}

void
ts_paint_rectangle(struct ts_painter *painter, const struct ts_item *item)
{
    struct ts_box box = item->box;
    int r = item->radius;
    if (r <= 0 || 2 * r > box.w || 2 * r > box.h) {
        fill(painter->renderer, box, item->colour);
        return;
    }
    round_corners(painter, box, r, item->colour);
    fill(painter->renderer, (struct ts_box){ box.x + r, box.y, box.w - 2 * r, r },
         item->colour);
    fill(painter->renderer, (struct ts_box){ box.x, box.y + r, box.w, box.h - 2 * r },
         item->colour);
    fill(painter->renderer,
         (struct ts_box){ box.x + r, box.y + box.h - r, box.w - 2 * r, r }, item->colour);
}

void
ts_paint_bar(struct ts_painter *painter, const struct ts_item *item)
{
    struct ts_box box = item->box;
    box.w = (int)((int64_t)box.w * item->permille / 1000);
    fill(painter->renderer, box, item->colour);
}

static bool
picture_texture(struct ts_painter *painter, struct ts_box box)
{
    if (painter->picture && painter->picture_box.w == box.w
        && painter->picture_box.h == box.h)
        return true;
    if (painter->picture)
        SDL_DestroyTexture(painter->picture);
    painter->picture = SDL_CreateTexture(painter->renderer, SDL_PIXELFORMAT_ARGB8888,
                                         SDL_TEXTUREACCESS_STREAMING, box.w, box.h);
    painter->picture_box = box;
    painter->has_picture = false;
    return painter->picture != NULL;
}

static void
take_frame(struct ts_painter *painter, struct ts_box box, const struct ts_frame *frame)
{
    void *pixels;
    int pitch;
    if (SDL_LockTexture(painter->picture, NULL, &pixels, &pitch) != 0)
        return;
    ts_picture_fill((struct ts_pixels){ pixels, box.w, box.h, pitch / 4 }, frame,
                    painter->mirrored);
    SDL_UnlockTexture(painter->picture);
    painter->has_picture = true;
}

void
ts_paint_picture(struct ts_painter *painter, const struct ts_item *item,
                 const struct ts_frame *frame)
{
    static const struct ts_colour dark = { 0, 0, 0, 0xFF };
    struct ts_box box = item->box;
    SDL_Rect to = rect_of(box);
    bool usable = box.w > 0 && box.h > 0 && picture_texture(painter, box);
    if (usable && frame && frame->width > 0 && frame->height > 0)
        take_frame(painter, box, frame);
    if (usable && painter->has_picture)
        SDL_RenderCopy(painter->renderer, painter->picture, NULL, &to);
    else
        fill(painter->renderer, box, dark);
}

/* Made anew for each picture and dropped with it: there is nothing to forget later. */
static SDL_Texture *
photo_texture(SDL_Renderer *renderer, const struct ts_photo *photo)
{
    SDL_Texture *texture =
        SDL_CreateTexture(renderer, SDL_PIXELFORMAT_RGB24, SDL_TEXTUREACCESS_STATIC,
                          photo->width, photo->height);
    if (!texture)
        return NULL;
    SDL_SetTextureScaleMode(texture, SDL_ScaleModeLinear);
    SDL_UpdateTexture(texture, NULL, photo->rgb, photo->width * 3);
    return texture;
}

/* The largest rectangle of the photo's shape in the middle of the box. */
static SDL_Rect
fitted(struct ts_box box, const struct ts_photo *photo)
{
    SDL_Rect to = rect_of(box);
    if (photo->width * box.h > photo->height * box.w)
        to.h = box.w * photo->height / photo->width;
    else
        to.w = box.h * photo->width / photo->height;
    to.x += (box.w - to.w) / 2;
    to.y += (box.h - to.h) / 2;
    return to;
}

void
ts_paint_photo(struct ts_painter *painter, const struct ts_item *item)
{
    const struct ts_photo *photo = item->photo;
    if (!photo || photo->width == 0 || photo->height == 0)
        return;
    SDL_Rect to = fitted(item->box, photo);
    SDL_Texture *texture = photo_texture(painter->renderer, photo);
    if (!texture)
        return;
    SDL_RenderCopy(painter->renderer, texture, NULL, &to);
    SDL_DestroyTexture(texture);
}

static SDL_Texture *
code_texture(SDL_Renderer *renderer, const struct ts_modules *code,
             struct ts_colour colour)
{
    int side = code->width + 2 * TS_QUIET_ZONE;
    SDL_Surface *picture =
        SDL_CreateRGBSurfaceWithFormat(0, side, side, 24, SDL_PIXELFORMAT_RGB24);
    if (!picture)
        return NULL;
    SDL_FillRect(picture, NULL, SDL_MapRGB(picture->format, 255, 255, 255));
    for (int i = 0; i < code->width * code->width; i++) {
        SDL_Rect module = { i % code->width + TS_QUIET_ZONE,
                            i / code->width + TS_QUIET_ZONE, 1, 1 };
        if (code->dark[i])
            SDL_FillRect(picture, &module,
                         SDL_MapRGB(picture->format, colour.r, colour.g, colour.b));
    }
    SDL_Texture *texture = SDL_CreateTextureFromSurface(renderer, picture);
    SDL_FreeSurface(picture);
    if (texture)
        SDL_SetTextureScaleMode(texture, SDL_ScaleModeNearest);
    return texture;
}

/* Whole pixels a module, or scanners would see them uneven. */
void
ts_paint_code(struct ts_painter *painter, const struct ts_item *item)
{
    const struct ts_modules *code = item->code;
    if (!code || code->width <= 0 || code->width > TS_MODULES_MAX)
        return;
    int side = code->width + 2 * TS_QUIET_ZONE;
    int shorter = item->box.w < item->box.h ? item->box.w : item->box.h;
    int size = shorter / side * side;
    SDL_Rect to = { item->box.x + (item->box.w - size) / 2,
                    item->box.y + (item->box.h - size) / 2, size, size };
    SDL_Texture *texture =
        size > 0 ? code_texture(painter->renderer, code, item->colour) : NULL;
    if (!texture)
        return;
    SDL_RenderCopy(painter->renderer, texture, NULL, &to);
    SDL_DestroyTexture(texture);
}

static struct ts_cached *
text_texture(struct ts_painter *painter, const struct ts_item *item)
{
    struct ts_cached *cached = ts_cache_find(&painter->cache, item);
    if (cached)
        return cached;
    cached = ts_cache_add(&painter->cache, item);
    SDL_Surface *letters = ts_text_set(&painter->fonts, item, &cached->setting);
    if (!letters)
        return cached;
    cached->texture = SDL_CreateTextureFromSurface(painter->renderer, letters);
    if (cached->texture)
        SDL_SetTextureBlendMode(cached->texture, SDL_BLENDMODE_BLEND);
    SDL_FreeSurface(letters);
    return cached;
}

static int
start_of(const struct ts_item *item, int width)
{
    int room = item->box.w - width;
    switch (item->text.align) {
    case TS_ALIGN_START: return item->box.x;
    case TS_ALIGN_CENTRE: return item->box.x + room / 2;
    case TS_ALIGN_END: return item->box.x + room;
    }
    return item->box.x;
}

void
ts_paint_text(struct ts_painter *painter, const struct ts_item *item,
              struct ts_fit_report *report)
{
    struct ts_cached *cached = text_texture(painter, item);
    struct ts_setting set = cached->setting;
    report->texts++;
    report->ellipsised += set.ellipsised;
    report->shrunk += set.em_px < item->text.em_px;
    if (set.em_px > 0 && (report->least_em_px == 0 || set.em_px < report->least_em_px))
        report->least_em_px = set.em_px;
    int y = item->text.max_lines > 1 ? item->box.y - ts_text_overhang(set.em_px)
                                     : item->box.y + (item->box.h - set.height) / 2;
    SDL_Rect to = { start_of(item, set.width), y, set.width, set.height };
    if (cached->texture)
        SDL_RenderCopy(painter->renderer, cached->texture, NULL, &to);
}
