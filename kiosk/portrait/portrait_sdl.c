#include "kiosk/portrait/portrait.h"

#include <SDL_image.h>

static const int kinds = IMG_INIT_JPG | IMG_INIT_PNG | IMG_INIT_WEBP;

bool
ts_portrait_prepare(void)
{
    return (IMG_Init(kinds) & kinds) == kinds;
}

/* Three decoders of the many that SDL2_image has; the others are never reached. */
static SDL_Surface *
load(SDL_RWops *source)
{
    if (IMG_isJPG(source))
        return IMG_LoadJPG_RW(source);
    if (IMG_isPNG(source))
        return IMG_LoadPNG_RW(source);
    if (IMG_isWEBP(source))
        return IMG_LoadWEBP_RW(source);
    return NULL;
}

static SDL_Surface *
decode(ts_span encoded)
{
    SDL_RWops *source = SDL_RWFromConstMem(encoded.at, (int)encoded.len);
    SDL_Surface *found = source ? load(source) : NULL;
    SDL_Surface *picture =
        found ? SDL_ConvertSurfaceFormat(found, SDL_PIXELFORMAT_RGBA32, 0) : NULL;
    SDL_FreeSurface(found);
    if (source)
        SDL_RWclose(source);
    return picture;
}

/* Half of a wide picture's height may be less than one pixel. */
static int
shrunk(int side, int longer)
{
    int size = longer <= TS_PHOTO_SIDE_MAX
                   ? side
                   : (int)((int64_t)side * TS_PHOTO_SIDE_MAX / longer);
    return size > 0 ? size : 1;
}

struct patch {
    int left, right, top, bottom; /* right and bottom are beyond it */
};

/* The mean of the patch over white. */
static void
average(uint8_t rgb[3], const SDL_Surface *picture, struct patch patch)
{
    uint64_t sums[3] = { 0 };
    uint64_t count =
        (uint64_t)(patch.right - patch.left) * (uint64_t)(patch.bottom - patch.top);
    for (int y = patch.top; y < patch.bottom; y++) {
        const uint8_t *at = (const uint8_t *)picture->pixels
                            + (size_t)y * (size_t)picture->pitch + (size_t)patch.left * 4;
        for (int x = patch.left; x < patch.right; x++, at += 4)
            for (int i = 0; i < 3; i++)
                sums[i] += ((unsigned)at[i] * at[3] + 255U * (255U - at[3])) / 255U;
    }
    for (int i = 0; i < 3; i++)
        rgb[i] = (uint8_t)(sums[i] / count);
}

static void
shrink(struct ts_photo *photo, const SDL_Surface *picture)
{
    int longer = picture->w > picture->h ? picture->w : picture->h;
    int width = shrunk(picture->w, longer);
    int height = shrunk(picture->h, longer);
    uint8_t *to = photo->rgb;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++, to += 3) {
            average(to, picture,
                    (struct patch){ (int)((int64_t)x * picture->w / width),
                                    (int)((int64_t)(x + 1) * picture->w / width),
                                    (int)((int64_t)y * picture->h / height),
                                    (int)((int64_t)(y + 1) * picture->h / height) });
        }
    }
    photo->width = (uint16_t)width;
    photo->height = (uint16_t)height;
}

bool
ts_portrait_draw(struct ts_photo *photo, ts_span encoded)
{
    SDL_Surface *picture = decode(encoded);
    if (!picture)
        return false;
    shrink(photo, picture);
    SDL_FreeSurface(picture);
    return true;
}
