#ifndef TS_BOARD_LINUX_HAND_SCANNER_EVDEV_H
#define TS_BOARD_LINUX_HAND_SCANNER_EVDEV_H

#include "firmware/board/linux/hand_scanner_keys.h"
#include "firmware/board/linux/hand_scanner_source.h"

/* As many as the kernel keeps for us. */
enum { TS_KEY_EVENTS_MAX = 64 };

/** A keyboard device of the kernel's input layer. */
struct ts_hand_scanner_evdev {
    const char *wanted; /**< A path, a part of the name, or "" for any scanner. */
    int fd;             /**< -1: being looked for. */
    bool is_stamped;    /**< Events carry the time of ts_clock_mono(). */
    bool looked;        /**< At least once, and when: */
    ts_mono when_looked;
    struct ts_hand_scanner_keys keys;
    size_t next, count;
    struct ts_key_event events[TS_KEY_EVENTS_MAX];
};

/** wanted must outlive it. Nothing is opened yet. Close it at the end. */
void ts_hand_scanner_evdev_init(struct ts_hand_scanner_evdev *evdev, const char *wanted);
void ts_hand_scanner_evdev_close(struct ts_hand_scanner_evdev *evdev);

/** As ts_hand_scanner_wait(); keeps state up to date. */
TS_MUST_USE enum ts_status
ts_hand_scanner_evdev_wait(struct ts_hand_scanner_evdev *evdev, struct ts_hand_scan *scan,
                           struct ts_hand_scanner_state *state, uint32_t timeout_ms);

#endif
