/* The camera shows whatever is held before it. Any grey picture, of any size, with gaps
 * after its rows: the front end keeps to the picture, to its limits and to its promises.
 */

#include "firmware/base/limits.h"
#include "kiosk/scan/front.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    HEADER = 8,
    TRIED = 4,
    LARGE = 255,
    /* Most pictures are small, long and thin ones too, so that many are tried; now and
     * then one is as large as a camera's. */
    AREA_MAX = 1 << 18,
    LARGE_MAX = 1 << 21,
};

static struct ts_front *front;

static uint32_t
side_of(const uint8_t *data, uint32_t most)
{
    uint32_t side = 1 + (uint32_t)(data[0] | (data[1] & 15) << 8);
    return side < most ? side : most;
}

/* A module or a few pixels for each byte, row after row, and one grey below them: small
 * inputs draw large codes. */
static uint8_t *
draw(struct ts_grey *grey, const uint8_t *data, size_t size)
{
    uint32_t zoom = 1 + data[6] % 8;
    grey->width = side_of(data, TS_FRAME_WIDTH_MAX);
    grey->height = side_of(data + 2, TS_FRAME_HEIGHT_MAX);
    uint32_t rows = (data[7] == LARGE ? LARGE_MAX : AREA_MAX) / grey->width;
    grey->height = grey->height < rows ? grey->height : rows;
    grey->stride = grey->width + data[4] % 32;
    size_t columns = (grey->width + zoom - 1) / zoom;
    size_t drawn = (size - HEADER + columns - 1) / columns * zoom;
    /* Nothing behind the last row: what reads there is caught. */
    size_t len = (grey->height - 1) * grey->stride + grey->width;
    uint8_t *at = malloc(len);
    TS_CHECK(at);
    memset(at, data[5], len);
    for (size_t y = 0; y < grey->height && y < drawn; y++)
        for (size_t x = 0; x < grey->width; x++) {
            size_t byte = HEADER + y / zoom * columns + x / zoom;
            if (byte < size)
                at[y * grey->stride + x] = data[byte];
        }
    grey->at = at;
    return at;
}

static void
check_upright(const struct ts_grey *patch)
{
    TS_CHECK(patch->width == patch->height && patch->stride == patch->width);
    TS_CHECK(patch->width <= TS_PATCH_SIDE_MAX && patch->width >= 29 * TS_PATCH_MODULE);
    for (size_t k = 0; k < (size_t)patch->width * patch->height; k++)
        TS_CHECK(patch->at[k] == 0 || patch->at[k] == 255);
}

static void
check_sighting(size_t i)
{
    struct ts_xy corners[4];
    struct ts_grey patch;
    struct ts_scan_sight sight;
    bool followed = ts_front_follow(front, i, &patch);
    if (followed)
        check_upright(&patch);
    ts_front_sight(front, i, &sight);
    TS_CHECK(sight.seen && sight.module_px >= 0 && sight.blur >= 0 && sight.blur <= 2);
    TS_CHECK(sight.shine >= 0 && sight.shine <= 1 && sight.contrast >= 0);
    TS_CHECK(sight.contrast <= 255);
    bool aligned = ts_front_patch(front, i, &patch);
    if (aligned)
        check_upright(&patch);
    if (!followed && !aligned)
        return;
    ts_front_corners(front, i, corners);
    ts_front_settle(front, i);
}

static void
check_sightings(size_t count)
{
    TS_CHECK(count <= TS_FRONT_POSES);
    for (size_t i = 0; i < count && i < TRIED; i++)
        if (ts_front_is_open(front, i))
            check_sighting(i);
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
        check_sightings(ts_front_search(front, &grey, &how));
    }
    check_sightings(ts_front_gathered(front, &grey));
    free(at);
    return 0;
}
