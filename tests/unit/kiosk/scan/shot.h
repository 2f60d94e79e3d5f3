#ifndef TS_TEST_SHOT_H
#define TS_TEST_SHOT_H

/* A code as a camera might see it: turned, tilted, bent, blurred, in uneven light. */

#include "kiosk/scan/geometry.h"
#include "tests/unit/kiosk/scan/drawn_code.h"

#include <math.h>

struct shot {
    struct ts_xy corners[4]; /* Of the code, without its quiet zone: as it sees itself. */
    double bend;             /* Pixels by which its middle is pushed sideways. */
    int blur;                /* Times that 1-2-1 goes over the picture both ways. */
    double shadow;           /* Less light on the right: 0.8 leaves a fifth. */
};

static inline struct ts_grey
shot_grey(const struct picture *p)
{
    return (struct ts_grey){ p->grey, p->width, p->height, PICTURE_MAX };
}

static inline struct ts_homography
shot_map(const struct shot *shot, int modules, bool back)
{
    double far = modules;
    const struct ts_xy places[4] = { { 0, 0 }, { far, 0 }, { far, far }, { 0, far } };
    struct ts_match matches[4];
    struct ts_homography map;
    for (size_t i = 0; i < 4; i++)
        matches[i] = back ? (struct ts_match){ shot->corners[i], places[i], 1 }
                          : (struct ts_match){ places[i], shot->corners[i], 1 };
    TS_CHECK(ts_homography_fit(&map, matches, 4));
    return map;
}

/* Dark, light paper, or the desk that the paper lies on, at a place of the code. */
static inline double
shot_colour(const QRcode *code, struct ts_xy at)
{
    double size = code->width;
    if (at.x < -4 || at.y < -4 || at.x > size + 4 || at.y > size + 4)
        return 110;
    if (at.x < 0 || at.y < 0 || at.x >= size || at.y >= size)
        return 220;
    size_t module = (size_t)at.y * (size_t)code->width + (size_t)at.x;
    return code->data[module] & 1 ? 40 : 220;
}

static inline void
shot_blur(struct picture *p)
{
    static uint8_t before[PICTURE_MAX * PICTURE_MAX];
    static const int weights[3] = { 1, 2, 1 };
    memcpy(before, p->grey, sizeof(before));
    for (size_t y = 1; y + 1 < p->height; y++)
        for (size_t x = 1; x + 1 < p->width; x++) {
            int sum = 8;
            for (size_t i = 0; i < 9; i++)
                sum += weights[i / 3] * weights[i % 3]
                       * before[(y + i / 3 - 1) * PICTURE_MAX + x + i % 3 - 1];
            p->grey[y * PICTURE_MAX + x] = (uint8_t)(sum / 16);
        }
}

/* Where on the picture of the bent code a point of the flat one lies. */
static inline struct ts_xy
shot_bent(const struct shot *shot, const struct picture *p, struct ts_xy at)
{
    at.x += shot->bend * sin(at.y * 3.14159 / p->height);
    return at;
}

static inline void
shot_take(struct picture *p, const QRcode *code, const struct shot *shot)
{
    struct ts_homography map = shot_map(shot, code->width, true);
    for (size_t y = 0; y < p->height; y++)
        for (size_t x = 0; x < p->width; x++) {
            double sum = 0;
            for (size_t i = 0; i < 9; i++) {
                size_t row = i / 3;
                double down = (double)y + ((double)row + 0.5) / 3;
                double right = (double)x + ((double)(i % 3) + 0.5) / 3
                               - shot->bend * sin(down * 3.14159 / p->height);
                sum += shot_colour(
                    code, ts_homography_map(&map, (struct ts_xy){ right, down }));
            }
            double light = 1 - shot->shadow * (double)x / p->width;
            p->grey[y * PICTURE_MAX + x] = (uint8_t)(sum / 9 * light);
        }
    for (int i = 0; i < shot->blur; i++)
        shot_blur(p);
}

static inline QRcode *
shot_code(int version)
{
    static uint8_t bytes[2000];
    uint32_t noise = 9;
    for (size_t i = 0; i < sizeof(bytes); i++) {
        noise = noise * 1664525 + 1013904223;
        bytes[i] = (uint8_t)(noise >> 24);
    }
    /* About what level M holds. */
    int len = version * version + 8 * version;
    QRcode *code =
        QRcode_encodeData(len < 2000 ? len : 2000, bytes, version, QR_ECLEVEL_L);
    TS_CHECK(code && code->version == version);
    return code;
}

/* Four corners of a square of that side, turned, around the middle of the picture. */
static inline void
shot_place(struct shot *shot, const struct picture *p, double side, double degrees)
{
    static const double sign[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } };
    double angle = degrees * 3.14159265 / 180;
    for (size_t i = 0; i < 4; i++) {
        double x = sign[i][0] * side / 2;
        double y = sign[i][1] * side / 2;
        shot->corners[i] =
            (struct ts_xy){ p->width / 2.0 + x * cos(angle) - y * sin(angle),
                            p->height / 2.0 + x * sin(angle) + y * cos(angle) };
    }
}

#endif
