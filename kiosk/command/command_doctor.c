#include "kiosk/command/command.h"
#include "kiosk/command/config_file.h"
#include "kiosk/command/doctor.h"
#include "kiosk/command/options.h"

#include <stdio.h>
#include <unistd.h>

/* Tells in plain words what works on this machine and what does not. */

static const char usage[] =
    "usage: touchstone doctor [--config FILE] [--json]\n"
    "                  [--trust DIR] [--state DIR] [--camera SOURCE]\n"
    "\n"
    "Looks at this machine as a kiosk would use it: the configuration, the lists, the\n"
    "clock, camera, hand scanners, lamps and backlight, who may use which device, "
    "fonts,\n"
    "languages, the journal and the room on the medium. Each line is ok, attention or\n"
    "broken, and says what to do. Exit code 0 when nothing is broken, 1 otherwise.\n"
    "\n"
    "  --config FILE    otherwise " TS_CONFIG_PATH ", where it is there\n"
    "  --json           a list of objects with level, about, what and next\n"
    "  --trust, --state, --camera\n"
    "                   instead of what the configuration says\n";

/* The configuration's mistakes as what doctor says. */
static void
hear(void *context, size_t line, const char *words)
{
    struct ts_doctor *doctor = context;
    if (line)
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "config", "mend the line", "%s:%zu: %s",
                      doctor->config_path, line, words);
    else
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "config", "mend it", "%s: %s",
                      doctor->config_path ? doctor->config_path : "command line", words);
}

static void
read_config(struct ts_doctor *doctor, const char *path)
{
    static uint8_t memory[TS_CONFIG_ARENA_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_config_ear ear = { hear, doctor };
    if (!path && access(TS_CONFIG_PATH, F_OK) != 0) {
        ts_doctor_say(doctor, TS_DOCTOR_OK, "config", NULL,
                      "none at " TS_CONFIG_PATH ": what is not said on the command line "
                      "is as it comes");
        return;
    }
    doctor->config_path = path ? path : TS_CONFIG_PATH;
    if (ts_config_file_read(&doctor->config, &arena, doctor->config_path, ear) == TS_OK
        && ts_config_agrees(&doctor->config, ear))
        ts_doctor_say(doctor, TS_DOCTOR_OK, "config", NULL, "%s is in order",
                      doctor->config_path);
}

static void
override(struct ts_doctor *doctor, enum ts_setting setting, const char *const *text)
{
    /* What fits no setting was told, and the file's word stands. */
    if (*text)
        (void)ts_config_override(&doctor->config, setting, text, 1,
                                 (struct ts_config_ear){ hear, doctor });
}

static void
look(struct ts_doctor *doctor)
{
    ts_doctor_lists(doctor);
    ts_doctor_clock(doctor);
    ts_doctor_camera(doctor);
    ts_doctor_hand_scanners(doctor);
    ts_doctor_lamps(doctor);
    ts_doctor_backlight(doctor);
    ts_doctor_rights(doctor);
    ts_doctor_fonts(doctor);
    ts_doctor_languages(doctor);
    ts_doctor_secrets(doctor);
    ts_doctor_journal(doctor);
    ts_doctor_space(doctor);
    ts_doctor_end(doctor);
}

int
ts_command_doctor(int argc, char **argv)
{
    static struct ts_doctor doctor;
    struct ts_operands operands = { 0 };
    const char *config = NULL;
    const char *trust = NULL;
    const char *state = NULL;
    const char *camera = NULL;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--config", .value = &config },
        { .name = "--trust", .value = &trust },
        { .name = "--state", .value = &state },
        { .name = "--camera", .value = &camera },
        { .name = "--json", .flag = &doctor.json },
        { .name = "--help", .flag = &help },
    };
    bool read = ts_options_read(argc, argv, options, TS_COUNT(options), &operands);
    if (!read || help || operands.count) {
        fputs(usage, read && help ? stdout : stderr);
        return read && help ? TS_EXIT_DONE : TS_EXIT_USAGE;
    }
    read_config(&doctor, config);
    override(&doctor, TS_SETTING_TRUST, &trust);
    override(&doctor, TS_SETTING_STATE, &state);
    override(&doctor, TS_SETTING_CAMERA, &camera);
    look(&doctor);
    return doctor.broken ? TS_EXIT_OTHER : TS_EXIT_DONE;
}
