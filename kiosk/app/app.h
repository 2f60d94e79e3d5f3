#ifndef TS_APP_APP_H
#define TS_APP_APP_H

#include <stdbool.h>
#include <stdint.h>

/** What the kiosk is told on its command line; NULL and 0 where nothing was said. */
struct ts_app_options {
    const char *camera; /**< See firmware/board/camera.h. */
    const char *trust_dir;
    const char *state_dir; /**< Keeps how late it is for certain; made when absent. */
    const char *profile;   /**< A file, or the name of one in the trust folder. */
    const char *language;
    const char *lamps; /**< See firmware/board/signal.h. */
    const char *journal_file;
    const char *locale_dir;
    const char *contact;
    bool fullscreen, mirrored, verdict_sounds, mute;
    bool clock_kept; /**< Whoever set this up keeps the clock right by other means. */
    int width_px, height_px;
    double px_per_mm;

    /* For trying things out and for tests: */
    const char *screenshot_dir;
    uint32_t answers;  /**< End after so many verdicts or toasts, ... */
    uint32_t seconds;  /**< ... or after so long. 0: go on. */
    bool report_start; /**< Print how long the first live picture took, and at
                            the end how much memory is held. */
};

/** How the kiosk ended; also the exit code. */
enum ts_app_end {
    TS_APP_CLOSED = 0,     /**< Somebody closed it, or all answers were given. */
    TS_APP_CANNOT_RUN = 1, /**< Said why on standard error. */
    TS_APP_NO_ANSWER = 2,  /**< The seconds were over before the answers. */
};

/** Opens the board, runs until it is to end, closes the board. */
enum ts_app_end ts_app_run(const struct ts_app_options *options);

#endif
