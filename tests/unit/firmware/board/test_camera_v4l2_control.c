/* Runs with tests/support/fake_v4l2.h preloaded; see there for its environment. */

#include "firmware/board/camera.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENT_MS 20000

/* As the kernel numbers them. */
#define POWER_LINE "980918"
#define EXPOSURE "9a0901"
#define DYNAMIC_RATE "9a0903"
#define FOCUS "9a090a"
#define AUTOFOCUS "9a090c"

#define ALL POWER_LINE ":0-3 " EXPOSURE ":0-3 " DYNAMIC_RATE ":0-1 "
#define LENS AUTOFOCUS ":0-1 " FOCUS ":10-250/5"

static char folder[64];
static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 16);
    setenv("TS_FAKE_V4L2_FPS", "200", 1);
    setenv("TS_FAKE_V4L2_SIZES", "64x48", 1);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static const struct {
    const char *rule;
    const char *source, *controls, *set;
} rows[] = {
    { "nothing can be set", "v4l2:,focus=30,hz=50", "", "" },
    { "everything can", "v4l2:", ALL LENS,
      POWER_LINE "=3\n" EXPOSURE "=3\n" DYNAMIC_RATE "=0\n" AUTOFOCUS "=1\n" },
    { "a lens that is held", "v4l2:,focus=30", ALL LENS,
      POWER_LINE "=3\n" EXPOSURE "=3\n" DYNAMIC_RATE "=0\n" AUTOFOCUS "=0\n" FOCUS
                 "=30\n" },
    { "between two steps", "v4l2:,focus=33", LENS, AUTOFOCUS "=0\n" FOCUS "=30\n" },
    { "below the first step", "v4l2:,focus=0", LENS, AUTOFOCUS "=0\n" FOCUS "=10\n" },
    { "above the last step", "v4l2:,focus=9999", LENS, AUTOFOCUS "=0\n" FOCUS "=250\n" },
    { "a lens without autofocus", "v4l2:,focus=20", FOCUS ":0-40", FOCUS "=20\n" },
    { "autofocus without a lens to hold", "v4l2:,focus=20", AUTOFOCUS ":0-1",
      AUTOFOCUS "=0\n" },
    { "lamps of 50 Hz", "v4l2:,hz=50", POWER_LINE ":0-3", POWER_LINE "=1\n" },
    { "lamps of 60 Hz", "v4l2:,hz=60", POWER_LINE ":0-3", POWER_LINE "=2\n" },
    { "a camera that cannot find out", "v4l2:", POWER_LINE ":0-2", POWER_LINE "=2\n" },
    { "one whose menu lacks it", "v4l2:", POWER_LINE ":0-3!3", POWER_LINE "=2\n" },
    { "one that cannot at all", "v4l2:", POWER_LINE ":0-0", "" },
    { "automatic exposure by its other name", "v4l2:", EXPOSURE ":0-3!3",
      EXPOSURE "=0\n" },
    { "exposure by hand only", "v4l2:", EXPOSURE ":1-1", "" },
};

static void
what_can_be_set_is_set_and_nothing_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        char path[100];
        struct ts_frame frame;
        struct ts_camera *camera;
        ts_span set = { 0 };
        ts_test_row(rows[i].rule);
        ts_test_folder(folder);
        snprintf(path, sizeof(path), "%s/set", folder);
        ts_test_write_file(folder, "set", (ts_span){ 0 });
        setenv("TS_FAKE_V4L2_SET", path, 1);
        setenv("TS_FAKE_V4L2_CONTROLS", rows[i].controls, 1);
        assert_status(ts_camera_open(&camera, rows[i].source), TS_OK);
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        ts_camera_close(camera);
        assert_true(ts_test_read_file(&arena, &set, path));
        assert_span_equal(set, ts_span_text(rows[i].set));
        ts_test_folder_remove(folder);
    }
}

int
main(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    if (!preloaded || !strstr(preloaded, "fake_v4l2")) {
        printf("skipped: ts_fake_v4l2.so is not preloaded (ctest does it)\n");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_can_be_set_is_set_and_nothing_else, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
