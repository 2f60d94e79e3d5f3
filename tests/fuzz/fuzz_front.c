/* The camera shows whatever is held before it. Any grey picture, of any size, with gaps
 * after its rows: the front end keeps to the picture, to its limits and to its promises.
 */

#include "firmware/base/limits.h"
#include "kiosk/scan/front.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADER = 5, TRIED = 4 };

static struct ts_front *front;

/* A module or a few pixels for each byte, so that small inputs draw large codes. */
static uint8_t *
draw(struct ts_grey *grey, const uint8_t *data, size_t size)
{
    uint32_t zoom = 1 + data[4] % 8;
    grey->width = 1 + data[0] + (uint32_t)(data[1] % 4) * 256;
    grey->height =
        1 + (uint32_t)((size - HEADER) / ((grey->width + zoom - 1) / zoom)) * zoom;
    grey->height =
        grey->height > TS_FRAME_HEIGHT_MAX ? TS_FRAME_HEIGHT_MAX : grey->height;
    grey->stride = grey->width + data[2] % 32;
    size_t columns = (grey->width + zoom - 1) / zoom;
    /* Nothing behind the last row: what reads there is caught. */
    uint8_t *at = malloc((grey->height - 1) * grey->stride + grey->width);
    TS_CHECK(at);
    for (size_t y = 0; y < grey->height; y++)
        for (size_t x = 0; x < grey->width; x++) {
            size_t byte = HEADER + y / zoom * columns + x / zoom;
            at[y * grey->stride + x] = byte < size ? data[byte] : data[3];
        }
    grey->at = at;
    return at;
}

static void
check_patch(size_t i)
{
    struct ts_xy corners[4];
    struct ts_grey patch;
    struct ts_scan_sight sight;
    ts_front_sight(front, i, &sight);
    TS_CHECK(sight.seen && sight.module_px >= 0 && sight.blur >= 0 && sight.blur <= 2);
    TS_CHECK(sight.shine >= 0 && sight.shine <= 1 && sight.contrast >= 0);
    TS_CHECK(sight.contrast <= 255);
    if (!ts_front_patch(front, i, &patch))
        return;
    TS_CHECK(patch.width == patch.height && patch.stride == patch.width);
    TS_CHECK(patch.width <= TS_PATCH_SIDE_MAX && patch.width >= 29 * TS_PATCH_MODULE);
    for (size_t k = 0; k < (size_t)patch.width * patch.height; k++)
        TS_CHECK(patch.at[k] == 0 || patch.at[k] == 255);
    ts_front_corners(front, i, corners);
    ts_front_settle(front, i);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct ts_threshold threshold = { 31, 8, 5, 2 };
    struct ts_grey grey;
    if (size < HEADER + 1 || size > 1 << 20)
        return 0;
    if (!front)
        TS_CHECK(ts_front_open(&front) == TS_OK);
    uint8_t *at = draw(&grey, data, size);
    ts_front_begin(front);
    for (unsigned halvings = 0; halvings <= 2; halvings++) {
        struct ts_front_search how = { halvings, threshold };
        size_t count = ts_front_search(front, &grey, &how);
        TS_CHECK(count <= TS_FRONT_POSES);
        for (size_t i = 0; i < count && i < TRIED; i++)
            if (ts_front_is_open(front, i))
                check_patch(i);
    }
    free(at);
    return 0;
}
