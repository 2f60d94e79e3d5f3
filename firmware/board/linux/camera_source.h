#ifndef TS_BOARD_LINUX_CAMERA_SOURCE_H
#define TS_BOARD_LINUX_CAMERA_SOURCE_H

#include "firmware/board/camera.h"

enum ts_camera_kind {
    TS_CAMERA_NONE = 0,
    TS_CAMERA_V4L2,
    TS_CAMERA_PIPE,
    TS_CAMERA_FILES,
};

/** What a helper writes to its pipe. */
enum ts_pipe_format {
    TS_PIPE_GREY = 0,
    TS_PIPE_I420,
    TS_PIPE_NV12,
    TS_PIPE_YUYV,
};
enum { TS_PIPE_FORMAT_COUNT = TS_PIPE_YUYV + 1 };

/** A source as spelled in firmware/board/camera.h, taken apart. */
struct ts_camera_source {
    enum ts_camera_kind kind;
    uint32_t width, height;     /**< v4l2: what to look for. pipe: what comes. */
    enum ts_pipe_format format; /**< pipe only. */
    uint32_t slide_ms;          /**< files only. */
    char text[512];             /**< Device (may be empty), command or path. */
    bool has_focus;             /**< v4l2 only. */
    uint32_t focus;
    uint32_t hz; /**< v4l2: 50, 60, or 0 where nothing was said. */
};

/**
 * Returns TS_OK or TS_MALFORMED, which is also: an option that is not known or given
 * twice, a size over TS_FRAME_..._MAX or
 * one that the format cannot have, slides of less than 1 s or more than a day,
 * a text that is too long.
 */
TS_MUST_USE enum ts_status
ts_camera_source_parse(struct ts_camera_source *source, const char *text);

/** "grey", "i420", ... as spelled. */
const char *ts_pipe_format_name(enum ts_pipe_format format);

#endif
