#ifndef TS_PORTRAIT_PORTRAIT_H
#define TS_PORTRAIT_PORTRAIT_H

#include "firmware/base/check.h"
#include "firmware/board/portrait.h"

#include <stdbool.h>

/** Loads what decoding needs; before any right is given away. */
TS_MUST_USE bool ts_portrait_prepare(void);

/**
 * Decodes JPEG, PNG or WebP, told by its content; what is see-through becomes white.
 * A larger picture is shrunk to TS_PHOTO_SIDE_MAX with its shape kept, a smaller one
 * stays. False when it is none of them, damaged, or too large for this process.
 */
TS_MUST_USE bool ts_portrait_draw(struct ts_photo *photo, ts_span encoded);

#endif
