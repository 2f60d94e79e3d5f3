#include "kiosk/command/doctor.h"

#include "keys/crypto/sealed_box.h"
#include "kiosk/command/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PATH_SIZE = 1024, KEY_BYTES_MAX = 4096 };

/* What a night of verdicts and one set of lists need, and what is a year's worth. */
#define SPACE_LEAST_MB 20
#define SPACE_WANTED_MB 200

static void
look_at_steward(struct ts_doctor *doctor, const char *path)
{
    uint8_t point[TS_SEALING_SIZE];
    ts_span text;
    struct ts_arena arena = ts_command_memory((size_t)64 * KEY_BYTES_MAX);
    bool good = ts_input_read(&arena, &text, path, KEY_BYTES_MAX)
                && ts_sealing_point_read(&arena, point, text) == TS_OK;
    ts_doctor_say(doctor, good ? TS_DOCTOR_OK : TS_DOCTOR_BROKEN, "steward",
                  good ? NULL : "name a file with the steward's public JWK, kind X25519",
                  good ? "%s holds a key" : "%s holds no key to seal exports to", path);
}

void
ts_doctor_secrets(struct ts_doctor *doctor)
{
    struct stat about;
    const char *steward = ts_config_text(&doctor->config, TS_SETTING_STEWARD_KEY);
    bool has_pin = ts_config_text(&doctor->config, TS_SETTING_ADMIN_PIN) != NULL;
    bool has_waiver = ts_config_text(&doctor->config, TS_SETTING_WAIVER_PIN) != NULL;
    if (steward)
        look_at_steward(doctor, steward);
    if (!has_pin)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "pin",
                      "touchstone pin makes the line for admin_pin",
                      "without a PIN the admin screen stays shut");
    if ((has_pin || has_waiver) && doctor->config_path
        && stat(doctor->config_path, &about) == 0 && about.st_mode & S_IROTH)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "pin",
                      "chown root:GROUP and chmod 0640, with the kiosk's group",
                      "%s may be read by everybody, who can find a PIN from it",
                      doctor->config_path);
}

/* The folder a file is in. */
static void
folder_of(char folder[static PATH_SIZE], const char *file)
{
    const char *slash = strrchr(file, '/');
    size_t len = slash ? (size_t)(slash - file) : 0;
    if (!slash)
        snprintf(folder, PATH_SIZE, ".");
    else
        snprintf(folder, PATH_SIZE, "%.*s", len ? (int)len : 1, file);
}

void
ts_doctor_journal(struct ts_doctor *doctor)
{
    char folder[PATH_SIZE];
    const char *file = ts_config_text(&doctor->config, TS_SETTING_JOURNAL);
    const char *mode = ts_config_text(&doctor->config, TS_SETTING_LOG_MODE);
    const char *days = ts_config_text(&doctor->config, TS_SETTING_LOG_DAYS);
    if (!file) {
        ts_doctor_say(doctor, TS_DOCTOR_OK, "journal", NULL, "nothing is written down");
        return;
    }
    folder_of(folder, file);
    bool is_there = access(file, F_OK) == 0;
    bool writable =
        access(folder, W_OK | X_OK) == 0 && (!is_there || access(file, R_OK | W_OK) == 0);
    if (writable)
        ts_doctor_say(doctor, TS_DOCTOR_OK, "journal", NULL,
                      "%s, mode %s, kept for %s days%s", file, mode, days,
                      is_there ? "" : "; it will be made");
    else
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "journal",
                      "make its folder, and let the kiosk's user write there",
                      "%s cannot be written: %s", file, strerror(errno));
}

static void
look_at_space(struct ts_doctor *doctor, const char *path)
{
    struct statvfs about;
    if (!path || statvfs(path, &about) != 0)
        return; /* that it is not there is told elsewhere */
    unsigned long long free_mb =
        (unsigned long long)about.f_bavail * about.f_frsize / 1000000;
    enum ts_doctor_level level = free_mb < SPACE_LEAST_MB    ? TS_DOCTOR_BROKEN
                                 : free_mb < SPACE_WANTED_MB ? TS_DOCTOR_ATTENTION
                                                             : TS_DOCTOR_OK;
    ts_doctor_say(doctor, level, "space",
                  level == TS_DOCTOR_OK ? NULL : "make room, or use a larger medium",
                  "%llu MB free at %s", free_mb, path);
}

void
ts_doctor_space(struct ts_doctor *doctor)
{
    char folder[PATH_SIZE];
    const char *file = ts_config_text(&doctor->config, TS_SETTING_JOURNAL);
    look_at_space(doctor, ts_config_text(&doctor->config, TS_SETTING_TRUST));
    look_at_space(doctor, ts_config_text(&doctor->config, TS_SETTING_STATE));
    if (!file)
        return;
    folder_of(folder, file);
    look_at_space(doctor, folder);
}
