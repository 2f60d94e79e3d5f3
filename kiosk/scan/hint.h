#ifndef TS_SCAN_HINT_H
#define TS_SCAN_HINT_H

#include "kiosk/scan/scanner.h"

/** What would make a code that is seen readable. */
enum ts_advice {
    TS_ADVICE_NONE = 0,
    TS_ADVICE_HOLD_STILL, /**< It moves, or is blurred as what moves is. */
    TS_ADVICE_CLOSER,     /**< Its modules are too small. */
    TS_ADVICE_FARTHER,    /**< So large that it is out of focus, or fills the picture. */
    TS_ADVICE_SHOW_ALL,   /**< It reaches over the edge, or something covers it. */
    TS_ADVICE_LESS_SHINE, /**< A lamp is mirrored in it. */
};
enum { TS_ADVICE_COUNT = TS_ADVICE_LESS_SHINE + 1 };

/* What reading needs, as measured (DESIGN.md, "Seeing"). */
#define TS_HINT_MODULE_PX 2.2 /* below: closer */
#define TS_HINT_BLUR 0.45     /* modules; above: not sharp enough */
#define TS_HINT_SHINE                                                \
    0.03 /* of its area; error correction bears less of it in a lump \
          */
#define TS_HINT_BLURRED_PX 5.0 /* so large, and blurred: too near for the lens */
#define TS_HINT_FILLS 0.95     /* of the picture's lesser side */
#define TS_HINT_SPEED 6.0      /* modules from frame to frame, of which a third is blur */

/** Advice for one look, beside the one before it (NULL: there is none that counts). */
enum ts_advice
ts_hint_advise(const struct ts_scan_sight *sight, const struct ts_scan_sight *before,
               uint32_t width, uint32_t height);

/** Looks that are heard, and for how long one counts. */
enum { TS_HINT_LOOKS = 9, TS_HINT_LOOK_MS = 1000 };

/** An advice stays for so long at least, so that it can be read. */
enum { TS_HINT_STAYS_MS = 1000 };

/** Makes of advice for every look one that does not flicker: it changes only to what
 * more than half of the looks that count say. Pure; a zeroed one has none. */
struct ts_hint_memory {
    /* Private: */
    struct ts_hint_look {
        enum ts_advice advice;
        ts_mono taken;
    } looks[TS_HINT_LOOKS];
    size_t count, next;
    struct ts_scan_sight before;
    ts_mono before_taken;
    enum ts_advice shown;
    ts_mono shown_since;
};

/** Takes what was seen of frame; a sight that was read, or of nothing, says NONE. Returns
 * what to show from now on. */
enum ts_advice
ts_hint_take(struct ts_hint_memory *memory, const struct ts_scan_sight *sight,
             const struct ts_frame *frame);

#endif
