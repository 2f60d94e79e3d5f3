#include "kiosk/scan/grey.h"

struct ts_grey
ts_grey_halve(uint8_t *half, const struct ts_grey *grey)
{
    uint32_t width = grey->width / 2;
    uint32_t height = grey->height / 2;
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *a = grey->at + 2 * (size_t)y * grey->stride;
        const uint8_t *b = a + grey->stride;
        uint8_t *out = half + (size_t)y * width;
        for (size_t x = 0; x < width; x++)
            out[x] =
                (uint8_t)((a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1] + 2) >> 2);
    }
    return (struct ts_grey){ half, width, height, width };
}

struct ts_grey
ts_grey_double(uint8_t *twice, const struct ts_grey *grey)
{
    struct ts_grey made = { twice, 2 * grey->width, 2 * grey->height,
                            (size_t)2 * grey->width };
    for (size_t y = 0; y < made.height; y++)
        for (size_t x = 0; x < made.width; x++) {
            struct ts_xy at = { ((double)x + 0.5) / 2, ((double)y + 0.5) / 2 };
            twice[y * made.stride + x] = (uint8_t)(ts_grey_at(grey, at) + 0.5);
        }
    return made;
}
