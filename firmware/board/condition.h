#ifndef TS_BOARD_CONDITION_H
#define TS_BOARD_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

/**
 * How the machine is: what somebody far away wants to know of a kiosk that nobody looks
 * after. Nothing here decides about a card.
 *
 * Makings: linux/condition_sysfs.c, from /sys and /proc; fake/condition_script.c, which
 * says what it is told.
 */

/** Of something that ought not to happen. Zero where the machine cannot say. */
enum ts_occurrence {
    TS_OCCURRENCE_UNKNOWN = 0,
    TS_OCCURRENCE_NEVER,  /**< Not since the machine began, as far as it keeps count. */
    TS_OCCURRENCE_BEFORE, /**< Since it began, but not now. */
    TS_OCCURRENCE_NOW,
};
enum { TS_OCCURRENCE_COUNT = TS_OCCURRENCE_NOW + 1 };

struct ts_condition {
    uint64_t uptime_s; /**< Since it began, asleep or awake. */

    bool has_temperature;
    int32_t temperature_mc; /**< Thousandths of a degree Celsius: of the hottest place. */
    enum ts_occurrence slowed; /**< By heat, or by the power supply. */
    enum ts_occurrence undervoltage;

    bool has_memory;
    uint64_t memory_bytes, memory_available_bytes;

    bool has_battery_clock;  /**< One that says a time; whether it is the right one: */
    bool clock_synchronised; /**< As ts_clock_is_synchronised(), of which it is a copy. */
    bool clock_from_network; /**< Set over the network since the machine began. */
};

/** Never fails: what the machine does not say stays zero. Some milliseconds. Any thread.
 */
void ts_condition_read(struct ts_condition *condition);

/** The medium a file or folder lies on. */
struct ts_condition_disk {
    bool is_known;
    bool is_read_only;
    uint64_t bytes, free_bytes; /**< Free for who is not the administrator. */
    uint64_t files, free_files; /**< Both 0 where the medium sets no limit. */
};

/** Of a path that is not there, the medium of the nearest folder above that is. All zero
 * when path is NULL or that cannot be told. Any thread. */
struct ts_condition_disk ts_condition_disk_of(const char *path);

#endif
