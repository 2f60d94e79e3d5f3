#include "firmware/board/linux/clock_posix.h"

#include "firmware/base/check.h"

#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

enum {
    BATTERY_CLOCKS_MAX = 4,
    AGREES_S = 86400, /* local time is up to 14 h off, and a battery clock drifts */
};

ts_utc
ts_clock_utc(void)
{
    struct timespec now;
    TS_CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (ts_utc){ now.tv_sec };
}

ts_mono
ts_clock_mono(void)
{
    struct timespec now;
    /* Not CLOCK_MONOTONIC, which stands still while the machine sleeps. */
    TS_CHECK(clock_gettime(CLOCK_BOOTTIME, &now) == 0);
    return (ts_mono){ (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000 };
}

static bool
read_line(char *line, int size, const char *sysfs, const char *path)
{
    char whole[256];
    int len = snprintf(whole, sizeof(whole), "%s/%s", sysfs, path);
    FILE *file = len < (int)sizeof(whole) ? fopen(whole, "re") : NULL;
    if (!file)
        return false;
    bool has_line = fgets(line, size, file) != NULL;
    fclose(file);
    return has_line;
}

/* Not whether there is one: without its battery it began at 1970 or 2000, and somebody
 * set the system's clock by other means. */
static bool
battery_clock_agrees(const char *sysfs, int number, ts_utc utc)
{
    char path[64];
    char line[32];
    char end;
    long long s;
    snprintf(path, sizeof(path), "class/rtc/rtc%d/since_epoch", number);
    if (!read_line(line, sizeof(line), sysfs, path)
        || sscanf(line, "%lld%c", &s, &end) != 2 || end != '\n' || s < 0)
        return false;
    long long off_s = s > utc.s ? s - utc.s : utc.s - s;
    return off_s <= AGREES_S;
}

/* A virtual machine takes its time from its host, which is its battery. */
static bool
has_host(const char *sysfs)
{
    static const char *const hosts[] = { "kvm-clock", "hyperv_clocksource", "xen" };
    char line[256];
    if (!read_line(line, sizeof(line), sysfs,
                   "devices/system/clocksource/clocksource0/available_clocksource"))
        return false;
    for (size_t i = 0; i < TS_COUNT(hosts); i++)
        if (strstr(line, hosts[i]))
            return true;
    return false;
}

bool
ts_clock_hardware_vouches(const char *sysfs, ts_utc utc)
{
    if (utc.s < 0)
        return false;
    for (int i = 0; i < BATTERY_CLOCKS_MAX; i++)
        if (battery_clock_agrees(sysfs, i, utc))
            return true;
    return has_host(sysfs);
}

bool
ts_clock_is_synchronised(void)
{
    /* Whoever keeps time over the network tells the kernel, which begins without. */
    struct timex kept = { .modes = 0 };
    if (adjtimex(&kept) >= 0 && !(kept.status & STA_UNSYNC))
        return true;
    return ts_clock_hardware_vouches("/sys", ts_clock_utc());
}
