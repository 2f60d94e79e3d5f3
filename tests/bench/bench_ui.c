#include "firmware/base/check.h"
#include "kiosk/screen/window_sdl.h"
#include "tests/bench/bench.h"
#include "tests/golden/scenes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long a picture of the screen takes while somebody scans: 1280x800, drawn in
 * software, every picture with a new camera frame. CPU time, as the other figures. */

enum { FRAMES = 600, FRAMES_BRIEF = 60, CAMERA_WIDTH = 1280, CAMERA_HEIGHT = 720 };

static uint8_t camera[CAMERA_WIDTH * CAMERA_HEIGHT];
static struct ts_drawing drawing;

/* Something that moves. */
static struct ts_frame
frame_of(unsigned number)
{
    for (unsigned y = 0; y < CAMERA_HEIGHT; y++)
        memset(camera + (size_t)y * CAMERA_WIDTH, (int)(y / 3 + number * 2) % 256,
               CAMERA_WIDTH);
    return (struct ts_frame){ .grey = camera,
                              .width = CAMERA_WIDTH,
                              .height = CAMERA_HEIGHT,
                              .stride = CAMERA_WIDTH,
                              .sequence = number + 1 };
}

static const struct scene *
scene_called(const char *name)
{
    for (size_t i = 0; i < TS_COUNT(scenes); i++)
        if (strcmp(scenes[i].name, name) == 0)
            return &scenes[i];
    return &scenes[0];
}

/* What a visitor goes through: the picture alone, the hints, the toast, a verdict, the
 * next card. */
static const struct scene *
scene_at(unsigned number, unsigned frames)
{
    static const char *const names[] = {
        "counts", "not-a-credential", "scan",   "not-yet", "scan",   "ready", "scan",
        "stop",   "counts",           "offers", "scan",    "let-in", "counts"
    };
    return scene_called(names[(size_t)number * TS_COUNT(names) / frames]);
}

static double
draw_one(struct ts_window *window, const struct scene *scene, unsigned number)
{
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    struct ts_frame frame = frame_of(number);
    scene_base(&model);
    scene->fill(&model, &parts);
    ts_window_size(window, &model.width_px, &model.height_px, &model.px_per_mm);
    model.time.left_ms -= (number % 30) * 33; /* a bar that moves, seconds that change */
    double start = ts_bench_cpu_us();
    ts_view_draw(&drawing, &model);
    ts_window_draw(window, &drawing, &frame, NULL);
    ts_window_show(window);
    return (ts_bench_cpu_us() - start) / 1e3;
}

static int
by_size(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

void
ts_bench_ui(bool brief)
{
    static double took[FRAMES];
    struct ts_window *window;
    struct ts_window_options options = { .width_px = 1280,
                                         .height_px = 800,
                                         .px_per_mm = 5.9 };
    unsigned frames = brief ? FRAMES_BRIEF : FRAMES;
    unsigned late = 0;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    TS_CHECK(ts_words_open(NULL) == TS_OK);
    TS_CHECK(ts_window_open(&window, &options, NULL) == TS_OK);
    /* As the kiosk does: it warms up before it shows anything, and forgets what was drawn
     * whenever somebody leaves. */
    double first = draw_one(window, scene_called("counts"), 0);
    const struct scene *before = scene_called("start");
    (void)draw_one(window, before, 0);
    for (unsigned i = 0; i < frames; i++) {
        if (scene_at(i, frames) != before)
            ts_window_forget(window);
        before = scene_at(i, frames);
        took[i] = draw_one(window, before, i);
        late += took[i] > 16;
    }
    qsort(took, frames, sizeof(took[0]), by_size);
    printf("screen at 1280x800, drawn in software (%s), %u pictures with live frames\n",
           ts_window_driver(window), frames);
    printf("  median %.2f ms, 95 %% %.2f ms, 99 %% %.2f ms, longest %.2f ms (warming up, "
           "before: %.2f ms)\n",
           took[frames / 2], took[frames * 95 / 100], took[frames * 99 / 100],
           took[frames - 1], first);
    printf("  over 16 ms: %u of %u\n", late, frames);
    ts_window_close(window);
}
