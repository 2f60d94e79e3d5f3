#include "deploy/samples/scene.h"

#include <cairo.h>

enum { WIDTH = 1280, HEIGHT = 720, QR_PX = 560 };

static void
draw_desk(cairo_t *cr)
{
    cairo_pattern_t *wood = cairo_pattern_create_linear(0, 0, WIDTH, HEIGHT);
    cairo_pattern_add_color_stop_rgb(wood, 0, 0.42, 0.36, 0.30);
    cairo_pattern_add_color_stop_rgb(wood, 1, 0.26, 0.22, 0.19);
    cairo_set_source(cr, wood);
    cairo_paint(cr);
    cairo_pattern_destroy(wood);

    /* A cable and a cup: things with edges that are no code. */
    cairo_set_source_rgb(cr, 0.12, 0.12, 0.13);
    cairo_set_line_width(cr, 9);
    cairo_move_to(cr, 0, 640);
    cairo_curve_to(cr, 200, 560, 120, 420, 60, 0);
    cairo_stroke(cr);
    cairo_set_source_rgb(cr, 0.75, 0.74, 0.72);
    cairo_arc(cr, 1150, 130, 88, 0, 6.3);
    cairo_fill(cr);
    cairo_set_source_rgb(cr, 0.20, 0.12, 0.08);
    cairo_arc(cr, 1150, 130, 70, 0, 6.3);
    cairo_fill(cr);
}

static void
draw_modules(cairo_t *cr, const struct ts_qr *qr)
{
    double side = (double)QR_PX / qr->size;
    cairo_set_source_rgb(cr, 0.08, 0.08, 0.09);
    for (unsigned y = 0; y < qr->size; y++)
        for (unsigned x = 0; x < qr->size; x++)
            if (qr->modules[y * qr->size + x])
                cairo_rectangle(cr, x * side, y * side, side, side);
    cairo_fill(cr);
}

static void
draw_card(cairo_t *cr, const struct ts_qr *qr, enum ts_scene_light light)
{
    cairo_save(cr);
    cairo_translate(cr, WIDTH / 2.0, HEIGHT / 2.0);
    if (light == TS_SCENE_WORN) {
        cairo_matrix_t shear = { 1, 0.05, 0.10, 0.93, 0, 0 };
        cairo_rotate(cr, 0.16);
        cairo_transform(cr, &shear);
    }
    cairo_translate(cr, -QR_PX / 2.0, -QR_PX / 2.0);
    cairo_set_source_rgb(cr, 0.96, 0.96, 0.94);
    cairo_rectangle(cr, -45, -45, QR_PX + 90, QR_PX + 90);
    cairo_fill(cr);
    draw_modules(cr, qr);
    cairo_restore(cr);
}

/* Shown at three quarters of its size and stretched again: what a lens that is
 * not quite in focus does; then less light, and more of it from one side. */
static cairo_surface_t *
wear(cairo_surface_t *sharp)
{
    cairo_surface_t *small =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH * 3 / 4, HEIGHT * 3 / 4);
    cairo_surface_t *worn = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create(small);
    cairo_scale(cr, 0.75, 0.75);
    cairo_set_source_surface(cr, sharp, 0, 0);
    cairo_paint(cr);
    cairo_destroy(cr);

    cr = cairo_create(worn);
    cairo_scale(cr, 4.0 / 3.0, 4.0 / 3.0);
    cairo_set_source_surface(cr, small, 0, 0);
    cairo_paint(cr);
    cairo_identity_matrix(cr);
    cairo_pattern_t *dark = cairo_pattern_create_linear(0, 0, WIDTH, 0);
    cairo_pattern_add_color_stop_rgba(dark, 0, 0, 0, 0, 0.75);
    cairo_pattern_add_color_stop_rgba(dark, 1, 0, 0, 0, 0.45);
    cairo_set_source(cr, dark);
    cairo_paint(cr);
    cairo_pattern_destroy(dark);
    cairo_destroy(cr);
    cairo_surface_destroy(small);
    return worn;
}

bool
ts_scene_write(const char *path, const struct ts_qr *qr, enum ts_scene_light light)
{
    cairo_surface_t *scene =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create(scene);
    draw_desk(cr);
    if (qr)
        draw_card(cr, qr, light);
    cairo_destroy(cr);
    if (light == TS_SCENE_WORN) {
        cairo_surface_t *worn = wear(scene);
        cairo_surface_destroy(scene);
        scene = worn;
    }
    bool written = cairo_surface_write_to_png(scene, path) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(scene);
    return written;
}
