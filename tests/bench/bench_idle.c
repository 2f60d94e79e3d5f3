#include "firmware/base/check.h"
#include "firmware/board/linux/jpeg_turbo.h"
#include "kiosk/scan/attention.h"
#include "kiosk/scan/gate.h"
#include "kiosk/scan/slot.h"
#include "tests/bench/bench.h"
#include "tests/support/pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

/*
 * What a kiosk does before which nothing happens: a camera's frames of a room, 1280x720,
 * each with noise of its own, from the driver's buffer to the picture on the screen;
 * beside plain zbar (QR only, binary) on every frame.
 */

enum { WIDTH = 1280, HEIGHT = 720, FRAMES = 16, NOISE = 4, FPS = 30 };

struct idle {
    uint8_t grey[FRAMES][WIDTH * HEIGHT];
    uint8_t yuyv[FRAMES][2 * WIDTH * HEIGHT];
    ts_span jpeg[FRAMES];
    unsigned next;
    struct ts_gate gate;
    struct ts_slot *slot;
    struct ts_sheet sheet;
    zbar_image_scanner_t *zbar;
    unsigned awake;
};

static void
draw(struct idle *idle, struct ts_arena *arena, unsigned which)
{
    static uint32_t seed = 1;
    uint8_t *grey = idle->grey[which];
    for (uint32_t y = 0; y < HEIGHT; y++)
        for (uint32_t x = 0; x < WIDTH; x++) {
            seed = seed * 1664525 + 1013904223;
            uint32_t furniture = (x / 90 * 37 + y / 70 * 61 + x * y / 9000) % 120;
            grey[y * WIDTH + x] =
                (uint8_t)(60 + furniture + (seed >> 8) % (2 * NOISE + 1));
            idle->yuyv[which][2 * (y * WIDTH + x)] = grey[y * WIDTH + x];
        }
    idle->jpeg[which] =
        ts_test_jpeg(arena, grey, WIDTH, HEIGHT, (struct ts_test_jpeg){ .colour = true });
}

static void
look(struct idle *idle, const struct ts_grey *grey)
{
    idle->awake += ts_gate_look(&idle->gate, grey);
}

static void
gate_alone(void *context)
{
    struct idle *idle = context;
    const struct ts_grey grey = { idle->grey[idle->next++ % FRAMES], WIDTH, HEIGHT,
                                  WIDTH };
    look(idle, &grey);
}

/* What the capture thread does with a frame that nobody decodes. */
static void
show(struct idle *idle)
{
    struct ts_frame frame = ts_sheet_frame(&idle->sheet);
    const struct ts_grey grey = { frame.grey, frame.width, frame.height, frame.stride };
    look(idle, &grey);
    TS_CHECK(ts_slot_show(idle->slot, &frame) == TS_OK);
}

static void
from_yuyv(void *context)
{
    struct idle *idle = context;
    TS_CHECK(ts_sheet_fit(&idle->sheet, WIDTH, HEIGHT) == TS_OK);
    ts_sheet_take_luma(&idle->sheet, idle->yuyv[idle->next++ % FRAMES], 2 * (size_t)WIDTH,
                       TS_RAW_YUYV);
    show(idle);
}

static void
from_jpeg(void *context)
{
    struct idle *idle = context;
    TS_CHECK(
        ts_jpeg_to_grey(&idle->sheet, idle->jpeg[idle->next++ % FRAMES], TS_JPEG_VIDEO)
        == TS_OK);
    show(idle);
}

static void
plain_zbar(void *context)
{
    struct idle *idle = context;
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, WIDTH, HEIGHT);
    zbar_image_set_data(image, idle->grey[idle->next++ % FRAMES], WIDTH * HEIGHT, NULL);
    TS_CHECK(zbar_scan_image(idle->zbar, image) >= 0);
    zbar_image_destroy(image);
}

static void
print_row(const char *what, double frame_us, double frames, double zbar_us)
{
    double ms = frame_us * frames / 1e3;
    printf("%-42s %8.3f ms %7.1f a second %8.2f ms %8.4f\n", what, frame_us / 1e3, frames,
           ms, ms / (zbar_us * FPS / 1e3));
}

void
ts_bench_idle(bool brief)
{
    struct ts_arena arena = ts_arena_over((ts_room){ malloc(64 << 20), 64 << 20 });
    struct idle *idle = calloc(1, sizeof(*idle));
    unsigned rounds = brief ? 3 : 15;
    TS_CHECK(arena.at && idle);
    for (unsigned i = 0; i < FRAMES; i++)
        draw(idle, &arena, i);
    TS_CHECK(ts_slot_open(&idle->slot, WIDTH, HEIGHT) == TS_OK);
    idle->zbar = zbar_image_scanner_create();
    zbar_image_scanner_set_config(idle->zbar, 0, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(idle->zbar, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(idle->zbar, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    for (unsigned i = 0; i < 2 * TS_GATE_AWAKE_FRAMES; i++)
        gate_alone(idle);

    idle->awake = 0;
    double gate = ts_bench_time(gate_alone, idle, rounds, 30);
    double yuyv = ts_bench_time(from_yuyv, idle, rounds, 30);
    TS_CHECK(idle->awake == 0); /* noise is no motion */
    /* JPEG makes other greys of the same room: that is one change, and no other. */
    for (unsigned i = 0; i < 2 * TS_GATE_AWAKE_FRAMES; i++)
        from_jpeg(idle);
    idle->awake = 0;
    double jpeg = ts_bench_time(from_jpeg, idle, rounds, 10);
    TS_CHECK(idle->awake == 0);
    double zbar = ts_bench_time(plain_zbar, idle, brief ? 3 : 7, 3);

    double rest = 1000.0 / TS_ATTENTION_REST_MS;
    double sleep = 1000.0 / TS_ATTENTION_SLEEP_MS;
    printf("nothing happens, 1280x720: CPU from the driver's buffer to the screen's\n");
    printf("%-42s %11s %16s %11s %8s\n", "", "a frame", "", "a second", "of zbar");
    print_row("the gate alone (limit 0.1 ms)", gate, FPS, zbar);
    print_row("still, YUYV", yuyv, FPS, zbar);
    print_row("still, Motion JPEG", jpeg, FPS, zbar);
    print_row("after 10 s, YUYV", yuyv, rest, zbar);
    print_row("after 10 s, Motion JPEG", jpeg, rest, zbar);
    print_row("after a minute, YUYV (limit 0.02)", yuyv, sleep, zbar);
    print_row("after a minute, Motion JPEG (limit 0.02)", jpeg, sleep, zbar);
    print_row("plain zbar on every frame", zbar, FPS, zbar);

    zbar_image_scanner_destroy(idle->zbar);
    ts_slot_close(idle->slot);
    ts_sheet_free(&idle->sheet);
    free(idle);
    free(arena.at);
}
