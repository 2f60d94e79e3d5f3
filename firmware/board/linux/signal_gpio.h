#ifndef TS_BOARD_LINUX_SIGNAL_GPIO_H
#define TS_BOARD_LINUX_SIGNAL_GPIO_H

#include "firmware/board/linux/signal_wiring.h"

/* Lines of one GPIO chip, through its character device (uAPI v2, Linux 5.10). */

struct ts_gpio_lines {
    int outputs, inputs;                   /**< Descriptors; -1: none of that kind. */
    uint64_t all;                          /**< Of the outputs, by their place. */
    uint64_t bits[TS_SIGNAL_OUTPUT_COUNT]; /**< 0: not wired. */
};

/** None. */
#define TS_GPIO_NO_LINES ((struct ts_gpio_lines){ .outputs = -1, .inputs = -1 })

/**
 * Takes what is wired, all outputs off, from the chip of that label among gpiochip* in
 * devices. By label, because the numbers of chips change with the order of drivers.
 * TS_OK; TS_ABSENT (no such chip, or no such line on it) or TS_IO (a line is taken, or
 * this program has no right to the chip), with plain words for why in trouble.
 */
TS_MUST_USE enum ts_status
ts_gpio_lines_take(struct ts_gpio_lines *lines, const struct ts_signal_wiring *wiring,
                   const char *devices, const char **trouble);

/** Turns on what on has a bit for (1U << line), and everything else off, at once. TS_OK
 * or TS_IO. */
TS_MUST_USE enum ts_status
ts_gpio_lines_set(const struct ts_gpio_lines *lines, unsigned on);

/** Whether the chip is still there. */
bool ts_gpio_lines_live(const struct ts_gpio_lines *lines);

/** Reads what happened to the button, without waiting. False when nothing did, or the
 * chip is gone. */
bool ts_gpio_lines_pressed(const struct ts_gpio_lines *lines);

/** Turns all outputs off and lets go of them; lines is none afterwards. */
void ts_gpio_lines_release(struct ts_gpio_lines *lines);

/** What the chip says of a wired line, for doctor, who takes none. */
struct ts_gpio_line_state {
    bool is_there;
    bool is_used;
    char consumer[TS_SIGNAL_LABEL_SIZE];
};

/** TS_OK, TS_ABSENT (no such chip) or TS_IO (no right to look at one of them). */
TS_MUST_USE enum ts_status
ts_gpio_lines_look(struct ts_gpio_line_state states[static TS_SIGNAL_LINE_COUNT],
                   const struct ts_signal_wiring *wiring, const char *devices);

#endif
