#include "firmware/board/linux/condition_sysfs.h"

#include "firmware/base/check.h"
#include "firmware/board/clock.h"
#include "firmware/board/linux/sysfs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

enum {
    ZONES_MAX = 32, /* thermal zones, cooling devices, processors: no board has more */
    SENSORS_MAX = 32,
    INPUTS_MAX = 16,
    BATTERY_CLOCKS_MAX = 4,
    PATH_SIZE = 256,
    TYPE_SIZE = 64,
    COLDEST_MC = -100000, /* beyond these a sensor says nonsense */
    HOTTEST_MC = 200000,
};

/* "/sys/class/thermal/thermal_zone%d/temp", for numbers that may have gaps. */
__attribute__((format(printf, 3, 0))) static bool
numbered(int64_t *value, const char *root, const char *format, int number)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof(path), format, number);
    return ts_sysfs_number(value, root, path);
}

static void
read_temperature(struct ts_condition *c, const char *root)
{
    for (int i = 0; i < ZONES_MAX; i++) {
        int64_t mc;
        if (!numbered(&mc, root, "/sys/class/thermal/thermal_zone%d/temp", i)
            || mc < COLDEST_MC || mc > HOTTEST_MC)
            continue;
        if (!c->has_temperature || mc > c->temperature_mc)
            c->temperature_mc = (int32_t)mc;
        c->has_temperature = true;
    }
}

static void
at_least(enum ts_occurrence *known, enum ts_occurrence found)
{
    if (found > *known)
        *known = found;
}

/* Raspberry Pi: its firmware says what it did, now (0x1, 0x2, 0x4, 0x8) and since the
 * start (the same, 16 bits on). */
static void
read_firmware(struct ts_condition *c, const char *root)
{
    enum { UNDERVOLTAGE = 0x1, SLOWED = 0x2 | 0x4 | 0x8, SINCE_START = 16 };
    char line[TYPE_SIZE];
    char *end;
    if (!ts_sysfs_line(line, sizeof(line), root,
                       "/sys/devices/platform/soc/soc:firmware/get_throttled"))
        return;
    unsigned long bits = strtoul(line, &end, 16);
    if (end == line || *end != '\0')
        return;
    unsigned long before = bits >> SINCE_START;
    at_least(&c->undervoltage, bits & UNDERVOLTAGE     ? TS_OCCURRENCE_NOW
                               : before & UNDERVOLTAGE ? TS_OCCURRENCE_BEFORE
                                                       : TS_OCCURRENCE_NEVER);
    at_least(&c->slowed, bits & SLOWED     ? TS_OCCURRENCE_NOW
                         : before & SLOWED ? TS_OCCURRENCE_BEFORE
                                           : TS_OCCURRENCE_NEVER);
}

/* What is used to cool by being slower, and is used. A fan is no such thing. */
static void
read_cooling(struct ts_condition *c, const char *root)
{
    for (int i = 0; i < ZONES_MAX; i++) {
        char path[PATH_SIZE];
        char type[TYPE_SIZE];
        int64_t state;
        snprintf(path, sizeof(path), "/sys/class/thermal/cooling_device%d/type", i);
        if (!ts_sysfs_line(type, sizeof(type), root, path)
            || (!strstr(type, "cpufreq") && strcmp(type, "Processor") != 0)
            || !numbered(&state, root, "/sys/class/thermal/cooling_device%d/cur_state",
                         i))
            continue;
        at_least(&c->slowed, state > 0 ? TS_OCCURRENCE_NOW : TS_OCCURRENCE_NEVER);
    }
}

/* x86 counts. */
static void
read_throttle_counts(struct ts_condition *c, const char *root)
{
    for (int i = 0; i < ZONES_MAX; i++) {
        int64_t count;
        if (numbered(&count, root,
                     "/sys/devices/system/cpu/cpu%d/thermal_throttle/core_throttle_count",
                     i))
            at_least(&c->slowed, count > 0 ? TS_OCCURRENCE_BEFORE : TS_OCCURRENCE_NEVER);
    }
}

/* A sensor that says itself that a supply is too low: raspberrypi-hwmon's rpi_volt, and
 * whatever else has such an alarm. */
static void
read_supplies(struct ts_condition *c, const char *root)
{
    for (int i = 0; i < SENSORS_MAX * INPUTS_MAX; i++) {
        char path[PATH_SIZE];
        int64_t alarm;
        snprintf(path, sizeof(path), "/sys/class/hwmon/hwmon%d/in%d_lcrit_alarm",
                 i / INPUTS_MAX, i % INPUTS_MAX);
        if (ts_sysfs_number(&alarm, root, path))
            at_least(&c->undervoltage,
                     alarm != 0 ? TS_OCCURRENCE_NOW : TS_OCCURRENCE_NEVER);
    }
}

/* "MemTotal:        3884236 kB" */
static bool
read_kilobytes(uint64_t *bytes, const char *text, const char *name)
{
    unsigned long long kb;
    const char *at = strstr(text, name);
    if (!at || sscanf(at + strlen(name), ": %llu kB", &kb) != 1)
        return false;
    *bytes = kb * 1024;
    return true;
}

static void
read_memory(struct ts_condition *c, const char *root)
{
    char path[PATH_SIZE];
    char text[512]; /* they are among the first lines */
    uint64_t all;
    uint64_t available;
    snprintf(path, sizeof(path), "%s/proc/meminfo", root);
    FILE *file = fopen(path, "re");
    if (!file)
        return;
    size_t len = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    text[len] = '\0';
    c->has_memory = read_kilobytes(&all, text, "MemTotal")
                    && read_kilobytes(&available, text, "MemAvailable");
    if (!c->has_memory)
        return;
    c->memory_bytes = all;
    c->memory_available_bytes = available;
}

static void
read_battery_clock(struct ts_condition *c, const char *root)
{
    for (int i = 0; i < BATTERY_CLOCKS_MAX; i++) {
        int64_t s;
        c->has_battery_clock |= numbered(&s, root, "/sys/class/rtc/rtc%d/since_epoch", i);
    }
}

void
ts_condition_read_in(struct ts_condition *condition, const char *root)
{
    *condition = (struct ts_condition){ 0 };
    read_temperature(condition, root);
    read_firmware(condition, root);
    read_cooling(condition, root);
    read_throttle_counts(condition, root);
    read_supplies(condition, root);
    read_memory(condition, root);
    read_battery_clock(condition, root);
}

void
ts_condition_read(struct ts_condition *condition)
{
    struct timex kept = { .modes = 0 };
    ts_condition_read_in(condition, "");
    condition->uptime_s = ts_clock_mono().ms / 1000;
    condition->clock_synchronised = ts_clock_is_synchronised();
    condition->clock_from_network = adjtimex(&kept) >= 0 && !(kept.status & STA_UNSYNC);
}

/* To the folder above; false at the top. */
static bool
climb(char *path)
{
    char *slash = strrchr(path, '/');
    if (strcmp(path, "/") == 0 || strcmp(path, ".") == 0)
        return false;
    if (slash)
        slash[slash == path] = '\0';
    else
        memcpy(path, ".", 2); /* a name alone lies where we are */
    return true;
}

struct ts_condition_disk
ts_condition_disk_of(const char *path)
{
    char at[PATH_SIZE * 4];
    struct statvfs about;
    size_t len = path ? strlen(path) : 0;
    if (len == 0 || len >= sizeof(at))
        return (struct ts_condition_disk){ 0 };
    memcpy(at, path, len + 1);
    while (statvfs(at, &about) != 0)
        if ((errno != ENOENT && errno != ENOTDIR) || !climb(at))
            return (struct ts_condition_disk){ 0 };
    return (struct ts_condition_disk){
        .is_known = true,
        .is_read_only = about.f_flag & ST_RDONLY,
        .bytes = (uint64_t)about.f_blocks * about.f_frsize,
        .free_bytes = (uint64_t)about.f_bavail * about.f_frsize,
        .files = about.f_files,
        .free_files = about.f_favail,
    };
}
