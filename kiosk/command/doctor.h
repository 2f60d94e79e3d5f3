#ifndef TS_COMMAND_DOCTOR_H
#define TS_COMMAND_DOCTOR_H

#include "firmware/base/instant.h"
#include "kiosk/config/config.h"

/* What touchstone doctor looks at, one file a part of the machine. */

enum ts_doctor_level {
    TS_DOCTOR_BROKEN = 0, /**< The gate cannot do its work so. */
    TS_DOCTOR_ATTENTION,  /**< It works, and somebody should know. */
    TS_DOCTOR_OK,
};

struct ts_doctor {
    struct ts_config config; /**< What the kiosk would be told. */
    const char *config_path; /**< NULL: none was read. */
    bool json;
    unsigned said, broken;

    ts_utc issued; /**< When the lists were signed; 0: no lists. */
    uint64_t root_version;
};

/** One line: what was found about something, and what to do next; next may be NULL. */
void ts_doctor_say(struct ts_doctor *doctor, enum ts_doctor_level level,
                   const char *about, const char *next, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/** Ends what was said. */
void ts_doctor_end(struct ts_doctor *doctor);

void ts_doctor_lists(struct ts_doctor *doctor);
void ts_doctor_clock(struct ts_doctor *doctor); /* after the lists */
void ts_doctor_camera(struct ts_doctor *doctor);
void ts_doctor_hand_scanners(struct ts_doctor *doctor);
void ts_doctor_lamps(struct ts_doctor *doctor);
void ts_doctor_backlight(struct ts_doctor *doctor);
void ts_doctor_rights(struct ts_doctor *doctor);
void ts_doctor_fonts(struct ts_doctor *doctor);
void ts_doctor_languages(struct ts_doctor *doctor);
void ts_doctor_secrets(struct ts_doctor *doctor);
void ts_doctor_journal(struct ts_doctor *doctor);
void ts_doctor_space(struct ts_doctor *doctor);

#endif
