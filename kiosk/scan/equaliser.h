#ifndef TS_SCAN_EQUALISER_H
#define TS_SCAN_EQUALISER_H

#include "kiosk/scan/version.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TS_EQUALISER_REACH = 2, /**< Modules that blur into one, on each side. */
    TS_EQUALISER_TERMS = 14,
    TS_EQUALISER_ONE = 64, /**< What the weights make of light; dark is -64. */
    TS_EQUALISER_PITCH = TS_QR_MODULES_MAX + 2 * TS_EQUALISER_REACH,
};

/** Room to work in, about 140 kB. */
struct ts_equaliser {
    int16_t relief[TS_EQUALISER_PITCH * TS_EQUALISER_PITCH];
    int16_t terms[TS_EQUALISER_TERMS][TS_QR_MODULES_MAX];
    int32_t columns[TS_QR_MODULES_MAX];
    float weights[TS_EQUALISER_TERMS]; /**< 12 pairs of neighbours opposite each other,
                                          row by row; the module; ONE. */
};

/** Takes the grey values of a code's modules, row by row, each against its
 * surroundings; the quiet zone around them is light. */
void ts_equaliser_load(struct ts_equaliser *equaliser, const uint8_t *values,
                       uint32_t modules);

/** The grey that surrounds a module of those that were loaded. */
float ts_equaliser_mean(const struct ts_equaliser *equaliser, const uint8_t *values,
                        uint32_t modules, int row, int column);

/**
 * Finds out how much of each module's neighbours is in its grey, given which modules
 * are believed to be dark (1; else 0), most of them rightly: the linear filter that
 * comes nearest to them. Then decides all anew with that filter. False, and nothing
 * changed: there is none.
 */
bool ts_equaliser_decide(struct ts_equaliser *equaliser, uint8_t *dark, uint32_t modules);

#endif
