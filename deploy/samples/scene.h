#ifndef TS_SAMPLES_SCENE_H
#define TS_SAMPLES_SCENE_H

#include "keys/codec/qr.h"

/** What a camera of 1280x720 sees. */
enum ts_scene_light {
    TS_SCENE_GOOD = 0,
    TS_SCENE_WORN, /**< Tilted, in poor light, not quite sharp. */
};

/**
 * Writes a PNG of a card held to the camera, or of an empty desk where qr is
 * NULL. False when the file cannot be written.
 */
bool ts_scene_write(const char *path, const struct ts_qr *qr, enum ts_scene_light light);

#endif
