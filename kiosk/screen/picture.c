#include "kiosk/screen/picture.h"

/* Source positions in 1/65536 pixel. */
struct scale {
    uint64_t step, x0, y0;
};

static struct scale
cover(struct ts_pixels pixels, const struct ts_frame *frame)
{
    uint64_t across = ((uint64_t)frame->width << 16) / (uint64_t)pixels.width;
    uint64_t down = ((uint64_t)frame->height << 16) / (uint64_t)pixels.height;
    uint64_t step = across < down ? across : down;
    uint64_t shown_x = step * (uint64_t)pixels.width;
    uint64_t shown_y = step * (uint64_t)pixels.height;
    return (struct scale){
        .step = step,
        .x0 = (((uint64_t)frame->width << 16) - shown_x) / 2,
        .y0 = (((uint64_t)frame->height << 16) - shown_y) / 2,
    };
}

static uint64_t
clamped(uint64_t position, uint32_t size)
{
    uint64_t whole = position >> 16;
    return whole < size ? whole : size - 1u;
}

static void
fill_row(uint32_t *to, int width, const uint8_t *upper, const uint8_t *lower,
         struct scale scale, uint32_t frame_width)
{
    uint64_t x = scale.x0;
    for (int i = 0; i < width; i++, x += scale.step) {
        uint64_t left = clamped(x, frame_width);
        uint64_t right = clamped(x + scale.step / 2, frame_width);
        uint32_t sum = upper[left] + (uint32_t)upper[right] + lower[left] + lower[right];
        to[i] = 0xFF000000u | (sum + 2) / 4 * 0x010101u;
    }
}

static void
mirror_row(uint32_t *row, int width)
{
    for (int i = 0, j = width - 1; i < j; i++, j--) {
        uint32_t kept = row[i];
        row[i] = row[j];
        row[j] = kept;
    }
}

void
ts_picture_fill(struct ts_pixels pixels, const struct ts_frame *frame, bool mirrored)
{
    struct scale scale = cover(pixels, frame);
    uint64_t y = scale.y0;
    for (int i = 0; i < pixels.height; i++, y += scale.step) {
        uint32_t *row = pixels.at + (size_t)i * (size_t)pixels.stride_px;
        const uint8_t *upper = frame->grey + clamped(y, frame->height) * frame->stride;
        const uint8_t *lower =
            frame->grey + clamped(y + scale.step / 2, frame->height) * frame->stride;
        fill_row(row, pixels.width, upper, lower, scale, frame->width);
        if (mirrored)
            mirror_row(row, pixels.width);
    }
}
