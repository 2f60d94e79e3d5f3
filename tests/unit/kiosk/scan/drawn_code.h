#ifndef TS_TEST_DRAWN_CODE_H
#define TS_TEST_DRAWN_CODE_H

/* Pictures of QR codes, drawn with libqrencode. */

#include "firmware/base/check.h"
#include "firmware/board/camera.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET_MODULES = 4, PICTURE_MAX = 1024 };

/* A grey picture to draw on, rows apart by more than they are long. */
struct picture {
    uint8_t grey[PICTURE_MAX * PICTURE_MAX];
    uint32_t width, height;
};

static inline void
picture_clear(struct picture *p, uint32_t width, uint32_t height)
{
    TS_CHECK(width <= PICTURE_MAX && height <= PICTURE_MAX);
    memset(p->grey, 255, sizeof(p->grey));
    p->width = width;
    p->height = height;
}

static inline struct ts_frame
picture_frame(const struct picture *p)
{
    return (struct ts_frame){
        .grey = p->grey, .width = p->width, .height = p->height, .stride = PICTURE_MAX
    };
}

/* Draws code with its quiet zone; x, y is the corner of the zone. */
static inline void
picture_draw(struct picture *p, const QRcode *code, uint32_t x, uint32_t y, uint32_t px)
{
    uint32_t side = (uint32_t)code->width;
    uint32_t left = x + QUIET_MODULES * px;
    uint32_t top = y + QUIET_MODULES * px;
    TS_CHECK(left + (side + QUIET_MODULES) * px <= PICTURE_MAX);
    TS_CHECK(top + (side + QUIET_MODULES) * px <= PICTURE_MAX);
    for (uint32_t row = 0; row < side * px; row++)
        for (uint32_t column = 0; column < side * px; column++)
            if (code->data[row / px * side + column / px] & 1)
                p->grey[(top + row) * PICTURE_MAX + left + column] = 0;
}

static inline void
picture_invert(struct picture *p)
{
    for (size_t i = 0; i < sizeof(p->grey); i++)
        p->grey[i] = (uint8_t)~p->grey[i];
}

/* Side of a picture of code alone. */
static inline uint32_t
picture_side(const QRcode *code, uint32_t px)
{
    return ((uint32_t)code->width + 2 * QUIET_MODULES) * px;
}

#endif
