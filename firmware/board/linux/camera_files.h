#ifndef TS_BOARD_LINUX_CAMERA_FILES_H
#define TS_BOARD_LINUX_CAMERA_FILES_H

#include "firmware/board/linux/camera_source.h"
#include "firmware/board/picture.h"

/** Still pictures held in front of an imaginary camera, one after the other. */
struct ts_camera_files {
    const struct ts_camera_source *source;
    struct ts_picture *picture; /**< The slide being shown; NULL: none. */
    struct ts_frame page;
    char name[256]; /**< Its name in the folder; empty before the first. */
    uint64_t sequence;
    ts_mono turn_at;  /**< When the next page or slide is due. */
    ts_mono frame_at; /**< When the next frame is due: as often as a slow camera's. */
    uint32_t rest_ms; /**< How far apart frames may be; see ts_camera_rest(). */
    bool skipped;     /**< A file of this round could not be shown. */
};

/** source must outlive the camera. Nothing is opened yet. Close it at the end. */
void ts_camera_files_init(struct ts_camera_files *camera,
                          const struct ts_camera_source *source);
void ts_camera_files_close(struct ts_camera_files *camera);

/**
 * As ts_camera_wait(), except that loading a slide takes as long as it takes;
 * keeps state up to date, except delivering. The folder is read anew for every
 * slide, in byte order of the names; hidden files are left out.
 */
TS_MUST_USE enum ts_status
ts_camera_files_wait(struct ts_camera_files *camera, struct ts_frame *frame,
                     struct ts_camera_state *state, uint32_t timeout_ms);

#endif
