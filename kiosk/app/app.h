#ifndef TS_APP_APP_H
#define TS_APP_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Hand scanners of one kiosk. */
enum { TS_APP_HAND_SCANNERS_MAX = 4 };

/**
 * What the kiosk is told by its configuration and on its command line; NULL, 0 and false
 * where nothing was said. Every value keeps the rules of kiosk/config/settings.c, which
 * has a line of help on each.
 */
struct ts_app_options {
    const char *camera; /**< See firmware/board/camera.h. */
    const char *trust_dir;
    const char *state_dir; /**< Keeps how late it is for certain; made when absent. */
    const char *profile;   /**< A file, or the name of one in the trust folder. */
    const char *language;
    const char *lamps;     /**< See firmware/board/signal.h. */
    const char *backlight; /**< See firmware/board/backlight.h. */
    const char *journal_file;
    const char *locale_dir;
    const char *contact;
    bool fullscreen, mirrored, verdict_sounds, mute;
    const char *status_dir; /**< Gets how the kiosk does, again and again. */
    bool confirm_root;      /**< Somebody has to compare the words of the root. */
    bool clock_kept; /**< Whoever set this up keeps the clock right by other means. */
    int width_px, height_px;
    double px_per_mm;

    const char *site_name;
    const char *languages; /**< Offered, in this order; NULL: all there are. */
    const char *hand_scanners[TS_APP_HAND_SCANNERS_MAX];
    size_t hand_scanner_count;
    int rotation_deg; /**< 0, 90, 180 or 270, clockwise. */
    int volume;       /**< 0 to 100. */
    bool large_print, gloves, demo;
    uint32_t dim_s;       /**< 0: never. */
    const char *log_mode; /**< "counts", "proof" or "roll"; never NULL. */
    uint32_t log_days, roll_stale_h;
    const char *admin_pin, *waiver_pin; /**< Lines for keys/crypto/pin.h. */
    const char *steward_key;
    const char *reader_socket;
    const char *voice_dir;

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
