#ifndef TS_CONFIG_SETTINGS_H
#define TS_CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

/** Everything that can be set on a kiosk, in the order of the example file. */
enum ts_setting {
    TS_SETTING_SITE_NAME = 0,
    TS_SETTING_CONTACT,
    TS_SETTING_TRUST,
    TS_SETTING_STATE,
    TS_SETTING_CONFIRM_ROOT,
    TS_SETTING_ENROLLED,
    TS_SETTING_STATUS_DIR,
    TS_SETTING_CLOCK_KEPT,
    TS_SETTING_PROFILE,
    TS_SETTING_CAMERA,
    TS_SETTING_MIRRORED,
    TS_SETTING_HAND_SCANNER,
    TS_SETTING_LAMPS,
    TS_SETTING_FULLSCREEN,
    TS_SETTING_SIZE,
    TS_SETTING_PX_PER_MM,
    TS_SETTING_ROTATION,
    TS_SETTING_DIM_SECONDS,
    TS_SETTING_BACKLIGHT,
    TS_SETTING_LANGUAGE,
    TS_SETTING_LANGUAGES,
    TS_SETTING_LOCALE,
    TS_SETTING_LARGE_PRINT,
    TS_SETTING_GLOVES,
    TS_SETTING_READER_SOCKET,
    TS_SETTING_MUTE,
    TS_SETTING_VOLUME,
    TS_SETTING_VERDICT_SOUNDS,
    TS_SETTING_VOICE_DIR,
    TS_SETTING_JOURNAL,
    TS_SETTING_LOG_MODE,
    TS_SETTING_LOG_DAYS,
    TS_SETTING_ROLL_STALE_HOURS,
    TS_SETTING_STEWARD_KEY,
    TS_SETTING_ADMIN_PIN,
    TS_SETTING_WAIVER_PIN,
    TS_SETTING_DEMO,
};
enum { TS_SETTING_COUNT = TS_SETTING_DEMO + 1 };

enum ts_setting_kind {
    TS_SETTING_TEXT = 0, /**< Anything, UTF-8, at most `most` bytes. */
    TS_SETTING_PATH,
    TS_SETTING_SOURCE,  /**< Begins with one of words. */
    TS_SETTING_CHOICE,  /**< Is one of words. */
    TS_SETTING_FLAG,    /**< yes or no. */
    TS_SETTING_WHOLE,   /**< least to most. */
    TS_SETTING_DECIMAL, /**< least to most, with a point. */
    TS_SETTING_SIZE_PX, /**< 1280x800 */
    TS_SETTING_LANGUAGE_CODE,
    TS_SETTING_LANGUAGE_CODES, /**< Apart by commas, none twice. */
    TS_SETTING_PIN,            /**< A line of `touchstone pin`. */
};

struct ts_setting_about {
    const char *key;
    enum ts_setting_kind kind;
    const char *words[4];
    double least, most;
    size_t repeats;      /**< How often it may be given; 0 means once. */
    const char *initial; /**< What holds when nothing is said; NULL: nothing does. */
    const char *example; /**< For the file where there is no initial. */
    const char *heading; /**< Begins a group; NULL goes on in the one before. */
    const char *help;    /**< Plain sentences, ASCII. */
};

const struct ts_setting_about *ts_setting_about(enum ts_setting setting);

/** "yes or no", "a whole number from 0 to 100", ...: for a mistake and the manual. Cut at
 * size. */
void ts_setting_expects(char *words, size_t size, const struct ts_setting_about *about);

#endif
