#ifndef TS_AUTHORITY_TYPE_CAIRO_H
#define TS_AUTHORITY_TYPE_CAIRO_H

#include "firmware/base/span.h"

#include <cairo.h>

/* Setting text, for sheet_cairo.c. All lengths in the units of cr. */

/** From line to line, in sizes of the font. */
#define TS_TYPE_LINE_HEIGHT 1.25

struct ts_type {
    double size;     /**< Of the font. */
    double size_min; /**< How small it may become to fit. */
    bool bold;
    double grey; /**< 0 black, 1 white. */
};

struct ts_column_of_text {
    double x, y; /**< Left edge; top of the first line. */
    double width;
    unsigned lines; /**< At most, in the full size. */
};

/**
 * Sets text within the column, broken between words, smaller if it must be; an
 * ellipsis stands for what still does not fit. Gives the y below the last line.
 */
double ts_type_set(cairo_t *cr, const struct ts_type *type,
                   const struct ts_column_of_text *column, ts_span text);

#endif
