#include "kiosk/command/doctor.h"

#include <dirent.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Devices belong to groups, and the kiosk's user has to be in them. */
static const struct device {
    const char *folder, *start;
    const char *use;
    int access;
} DEVICES[] = {
    { "/dev", "video", "the camera", R_OK | W_OK },
    { "/dev/input", "event", "touch and hand scanners", R_OK },
    { "/dev/dri", "card", "the screen without a desktop", R_OK | W_OK },
    { "/dev", "gpiochip", "lamps", R_OK | W_OK },
    { "/dev", "ttyACM", "serial hand scanners", R_OK },
    { "/dev", "ttyUSB", "serial hand scanners", R_OK },
};

static void
forbid(struct ts_doctor *doctor, const struct device *device, const char *path)
{
    char next[160];
    struct stat about;
    const struct group *group = stat(path, &about) == 0 ? getgrgid(about.st_gid) : NULL;
    if (group)
        snprintf(
            next, sizeof(next),
            "sudo usermod -aG %s USER, and log in anew; USER is whom the kiosk runs as",
            group->gr_name);
    else
        snprintf(next, sizeof(next), "let the kiosk's user use it, by a udev rule");
    ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "rights", next,
                  "%s, for %s, may not be used by this user", path, device->use);
}

/* How many there are; the first that may not be used stands for all of its kind. */
static size_t
look_at(struct ts_doctor *doctor, const struct device *device)
{
    char path[300];
    size_t count = 0;
    bool told = false;
    const struct dirent *entry = NULL;
    DIR *folder = opendir(device->folder);
    if (!folder)
        return 0;
    while ((entry = readdir(folder)) != NULL) {
        size_t len = strlen(device->start);
        if (strncmp(entry->d_name, device->start, len) != 0
            || strspn(entry->d_name + len, "0123456789") != strlen(entry->d_name + len))
            continue;
        count++;
        snprintf(path, sizeof(path), "%s/%s", device->folder, entry->d_name);
        if (told || access(path, device->access) == 0)
            continue;
        told = true;
        forbid(doctor, device, path);
    }
    closedir(folder);
    if (count && !told)
        ts_doctor_say(doctor, TS_DOCTOR_OK, "rights", NULL, "%s/%s*, for %s, may be used",
                      device->folder, device->start, device->use);
    return count;
}

void
ts_doctor_rights(struct ts_doctor *doctor)
{
    size_t count = 0;
    for (size_t i = 0; i < TS_COUNT(DEVICES); i++)
        count += look_at(doctor, &DEVICES[i]);
    if (count == 0)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "rights", NULL,
                      "this machine has no camera, input, screen, lamp or serial device");
    if (geteuid() == 0)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "rights",
                      "run this as the kiosk's user", "root may do everything");
}
