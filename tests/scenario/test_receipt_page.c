#include "kiosk/receipt/kiosk_key.h"
#include "kiosk/screen/window_sdl.h"
#include "tests/golden/scenes.h"

/* The page of a receipt, photographed off every display, and the program in the hands of
 * whoever is shown the picture. */

static char folder[] = "/tmp/ts-receipt-page-XXXXXX";
#include "tests/scenario/touchstone.h"

static struct ts_drawing drawing;

static int
verify(const char *picture)
{
    char arguments[256];
    snprintf(arguments, sizeof(arguments), "verify-receipt %s --key kiosk --json",
             picture);
    return touchstone(arguments);
}

static void
write_key(void)
{
    char path[128];
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_kiosk_key key = scene_kiosk_key();
    struct ts_public_key public_key = ts_secret_key_public(&key.secret);
    ts_span did;
    assert_status(ts_kiosk_key_did(&arena, &did, &public_key), TS_OK);
    snprintf(path, sizeof(path), "%s/kiosk", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%.*s\n", TS_SPAN_ARG(did));
    assert_int_equal(fclose(file), 0);
    ts_test_arena_free(&arena);
}

static int
set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    write_key();
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_memory_equal(folder, "/tmp/ts-receipt-page-", 21);
    return system(command);
}

/* Of the code that is drawn. */
static int
module_px(void)
{
    for (size_t i = 0; i < drawing.count; i++) {
        const struct ts_item *item = &drawing.items[i];
        if (item->kind != TS_ITEM_CODE)
            continue;
        int shorter = item->box.w < item->box.h ? item->box.w : item->box.h;
        return shorter / (item->code->width + 2 * TS_QUIET_ZONE);
    }
    return 0;
}

static void
photograph(void (*scene)(struct ts_view_model *model, struct scene_parts *parts),
           struct scene_size size)
{
    char path[128];
    static struct scene_parts scene_parts;
    struct ts_window *window = NULL;
    struct ts_fault fault = { 0 };
    struct ts_view_model model;
    struct ts_window_options options = { .title = "receipt",
                                         .width_px = size.width,
                                         .height_px = size.height,
                                         .px_per_mm = size.px_per_mm };
    assert_status(ts_window_open(&window, &options, &fault), TS_OK);
    memset(&scene_parts, 0, sizeof(scene_parts));
    scene_base(&model);
    scene(&model, &scene_parts);
    ts_window_size(window, &model.width_px, &model.height_px, &model.px_per_mm);
    ts_view_draw(&drawing, &model);
    ts_window_draw(window, &drawing, NULL, NULL);
    snprintf(path, sizeof(path), "%s/page.png", folder);
    assert_status(ts_window_save(window, path), TS_OK);
    ts_window_close(window);
}

static void
a_picture_of_the_page_verifies_from_every_display(void **state)
{
    (void)state;
    for (size_t l = 0; l < TS_COUNT(scene_languages); l++) {
        assert_status(ts_words_speak(scene_languages[l]), TS_OK);
        for (size_t s = 0; s < TS_COUNT(scene_sizes); s++) {
            photograph(scene_receipt, scene_sizes[s]);
            assert_true(module_px() >= TS_RECEIPT_MODULE_PX);
            if (verify("page.png") != 0)
                fail_msg("%d wide, %s: %s", scene_sizes[s].width, scene_languages[l],
                         output);
            assert_says("\"result\":\"genuine\"");
            assert_says("\"verdict\":\"READY\"");
            assert_says("\"time\":\"2026-05-12T10:30:00Z\"");
            assert_says("\"number\":\"3f2a91c0");
            assert_says("\"letIn\":false");
        }
    }
}

static void
what_a_supervisor_decided_is_in_it(void **state)
{
    (void)state;
    photograph(scene_receipt_let_in, scene_sizes[0]);
    assert_int_equal(verify("page.png"), 0);
    assert_says("\"verdict\":\"NOT_YET\"");
    assert_says("\"letIn\":true");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_of_the_page_verifies_from_every_display),
        cmocka_unit_test(what_a_supervisor_decided_is_in_it),
    };
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
