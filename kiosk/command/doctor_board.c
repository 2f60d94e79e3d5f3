#include "firmware/board/linux/backlight_sysfs.h"
#include "firmware/board/linux/signal_gpio.h"
#include "kiosk/command/doctor.h"

#include <stdio.h>
#include <string.h>

/* What is wired to the board, looked at without taking it: the kiosk may have it. */

#define OURS "touchstone" /* what a line is called that the kiosk has begins so */

enum { LIST_SIZE = 256 };

/* False: the line cannot be had. */
static bool
look_at_line(struct ts_doctor *doctor, enum ts_signal_line line,
             const struct ts_signal_wire *wire, const struct ts_gpio_line_state *state)
{
    bool is_ours = strncmp(state->consumer, OURS, strlen(OURS)) == 0;
    if (!state->is_there)
        ts_doctor_say(
            doctor, TS_DOCTOR_BROKEN, "lamps", "see gpioinfo for the lines there are",
            "%s=%u: the chip has no such line", ts_signal_line_name(line), wire->offset);
    else if (state->is_used && !is_ours)
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "lamps",
                      "wire another line, or end what has this one",
                      "%s=%u is used by \"%s\"", ts_signal_line_name(line), wire->offset,
                      state->consumer);
    return state->is_there && (!state->is_used || is_ours);
}

static void
look_at_lines(struct ts_doctor *doctor, const struct ts_signal_wiring *wiring,
              const struct ts_gpio_line_state *states)
{
    char list[LIST_SIZE] = "";
    bool fine = true;
    for (int i = 0; i < TS_SIGNAL_LINE_COUNT; i++) {
        const struct ts_signal_wire *wire = &wiring->wires[i];
        enum ts_signal_line line = (enum ts_signal_line)i;
        size_t len = strlen(list);
        if (!wire->is_wired)
            continue;
        fine &= look_at_line(doctor, line, wire, &states[i]);
        snprintf(list + len, sizeof(list) - len, " %s=%u", ts_signal_line_name(line),
                 wire->offset);
    }
    if (fine)
        ts_doctor_say(doctor, TS_DOCTOR_OK, "lamps", NULL, "%s has what is wired:%s",
                      wiring->label, list);
    if (wiring->wires[TS_SIGNAL_LINE_RELAY].is_wired)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "relay",
                      "give what it opens a way to be opened and shut by hand",
                      "for %u ms when somebody is READY, on the word of a card",
                      wiring->pulse_ms);
}

void
ts_doctor_lamps(struct ts_doctor *doctor)
{
    struct ts_signal_wiring wiring;
    struct ts_gpio_line_state states[TS_SIGNAL_LINE_COUNT];
    const char *text = ts_config_text(&doctor->config, TS_SETTING_LAMPS);
    if (ts_signal_wiring_parse(&wiring, ts_span_text(text)) != TS_OK) {
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "lamps", "see lamps in kiosk.conf(5)",
                      "%s: this is not how lamps are wired", text);
        return;
    }
    if (wiring.label[0] == '\0')
        return;
    enum ts_status status = ts_gpio_lines_look(states, &wiring, "/dev");
    if (status == TS_OK)
        look_at_lines(doctor, &wiring, states);
    else if (status == TS_ABSENT)
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "lamps",
                      "plug it in, or see gpiodetect for the chips there are",
                      "no chip is called %s", wiring.label);
    else
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "lamps",
                      "let this user read and write /dev/gpiochip*",
                      "%s may be there, and nobody may look", wiring.label);
}

void
ts_doctor_backlight(struct ts_doctor *doctor)
{
    char name[TS_BACKLIGHT_NAME_SIZE];
    const char *which = ts_config_text(&doctor->config, TS_SETTING_BACKLIGHT);
    if (!ts_backlight_names(which))
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "backlight",
                      "see backlight in kiosk.conf(5)",
                      "%s: this is not how a light is named", which);
    else if (strcmp(which, "none") == 0)
        return;
    else if (!ts_backlight_find(name, which, ""))
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "backlight",
                      "see /sys/class/backlight for the lights there are",
                      "%s: there is none, and the display stays as it is", which);
    else if (!ts_backlight_is_ours(name, ""))
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "backlight",
                      "let this user write its file brightness in /sys/class/backlight",
                      "%s stays as it is: nobody here may change it", name);
    else
        ts_doctor_say(doctor, TS_DOCTOR_OK, "backlight", NULL, "%s dims with the screen",
                      name);
}
