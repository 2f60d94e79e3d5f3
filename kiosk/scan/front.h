#ifndef TS_SCAN_FRONT_H
#define TS_SCAN_FRONT_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "kiosk/scan/patch.h"
#include "kiosk/scan/sight.h"

/**
 * From a frame to upright pictures of the codes in it: threshold, finders, triplets,
 * pose, mesh, patch. Knows how codes look, not what they hold. One thread a front.
 *
 * Work is bounded whatever the frame shows: by its size, TS_FINDERS_STEPS_MAX,
 * TS_TRIPLETS_FINDERS and TS_FRONT_POSES.
 */
struct ts_front;

/** Triplets that are looked at closely in one search. The right ones are mostly among
 * the first three of each code. */
enum { TS_FRONT_POSES = 24 };

/** More than a hand can hold up, or a page has room for. */
enum { TS_FRONT_CODES = 16 };

/** Takes all memory there is to take, for frames up to TS_FRAME_..._MAX; what no frame
 * touches costs nothing. TS_OK or TS_NO_SPACE. Close what was opened. */
TS_MUST_USE enum ts_status ts_front_open(struct ts_front **front);
void ts_front_close(struct ts_front *front);

/** How to search. */
struct ts_front_search {
    unsigned halvings; /**< 0: as it is; 1: at half the size; 2: at a quarter. */
    struct ts_threshold threshold;
};

/** The grey picture must stand until the next search or close. Returns how many codes
 * there may be, at most TS_FRONT_POSES; the most promising is number 0. */
size_t ts_front_search(struct ts_front *front, const struct ts_grey *grey,
                       const struct ts_front_search *how);

/** The same with all finders together that were seen since ts_front_begin(), in the same
 * picture by different searches. */
size_t ts_front_gathered(struct ts_front *front, const struct ts_grey *grey);

/** Code i upright, every module wholly dark or light, along what follows its modules
 * (track.h); stands until the next call. False for what is none: too little is as it is
 * in every code. */
bool ts_front_follow(struct ts_front *front, size_t i, struct ts_grey *patch);

/** The same along its alignment patterns alone. */
bool ts_front_patch(struct ts_front *front, size_t i, struct ts_grey *patch);

/** How promising code i is; see ts_pose_promise(). */
double ts_front_promise(const struct ts_front *front, size_t i);

/** What code i looks like in the frame, whether or not it is settled. */
void ts_front_sight(const struct ts_front *front, size_t i, struct ts_scan_sight *sight);

/** Its outer corners in the frame, in order around it. */
void ts_front_corners(const struct ts_front *front, size_t i, struct ts_xy corners[4]);

/** Code i was read: nothing else is made of the finders in it, in this search and those
 * to come. */
void ts_front_settle(struct ts_front *front, size_t i);

/** Another frame: nothing of it was read yet. */
void ts_front_begin(struct ts_front *front);

/** False for what lies over a code that was read. */
bool ts_front_is_open(const struct ts_front *front, size_t i);

/** Whether the last search saw more finder patterns than TS_FRONT_CODES codes have. */
bool ts_front_is_crowded(const struct ts_front *front);

#endif
