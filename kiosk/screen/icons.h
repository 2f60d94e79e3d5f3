#ifndef TS_SCREEN_ICONS_H
#define TS_SCREEN_ICONS_H

#include <stdbool.h>
#include <stdint.h>

/** Signs that say without words and colours what the screen says. */
enum ts_icon {
    TS_ICON_NONE = 0,
    TS_ICON_TICK,
    TS_ICON_TRIANGLE, /**< With an exclamation mark. */
    TS_ICON_CROSS,
    TS_ICON_QUESTION,
    TS_ICON_DOTS,   /**< Still under way. */
    TS_ICON_AIM,    /**< The corners of a square to hold a code into. */
    TS_ICON_CARD,   /**< A card is held to a camera. */
    TS_ICON_BARRED, /**< A barred ring: not in service. */
    TS_ICON_DISC,   /**< Full; its quarters round corners off. */
    TS_ICON_BACK,
    TS_ICON_UP,
    TS_ICON_DOWN,
    TS_ICON_PLUS,
    TS_ICON_MINUS,
    TS_ICON_GLOBE, /**< Languages. */
    TS_ICON_GEAR,  /**< Settings. */
    TS_ICON_PEOPLE,
    TS_ICON_ERASE, /**< The key that takes the last letter back. */
    TS_ICON_SHIFT,
    TS_ICON_CODE, /**< A receipt to be scanned. */
    TS_ICON_HAND, /**< Let in by somebody, not by the kiosk. */
};
enum { TS_ICON_COUNT = TS_ICON_HAND + 1 };

/**
 * Draws icon into size_px * size_px bytes of coverage (0 nothing, 255 all), row
 * by row, with smooth edges. Pure.
 */
void ts_icon_rasterise(uint8_t *coverage, int size_px, enum ts_icon icon);

/** The same of a ring, of which permille are drawn, clockwise from the top on. */
void ts_ring_rasterise(uint8_t *coverage, int size_px, int permille);

#endif
