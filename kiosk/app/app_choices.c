#include "kiosk/app/app_parts.h"

#include <stdio.h>

void
ts_parts_try_choices(struct ts_parts *parts, const struct ts_choices *choices)
{
    parts->choices = *choices;
    parts->chosen = *parts->configured;
    ts_choices_apply(&parts->choices, &parts->chosen);
    parts->options = &parts->chosen;
}

void
ts_parts_load_choices(struct ts_parts *parts)
{
    struct ts_choices choices;
    enum ts_status status = ts_choices_load(&choices, parts->state);
    if (status != TS_OK)
        fprintf(stderr,
                "touchstone-kiosk: what was chosen at the kiosk is passed over, the "
                "configuration holds: %s in %s: %s\n",
                TS_CHOICES_FILE, parts->options->state_dir, ts_status_name(status));
    ts_parts_try_choices(parts, &choices);
}

void
ts_parts_choose(struct ts_parts *parts, const struct ts_choices *choices)
{
    ts_parts_try_choices(parts, choices);
    if (parts->speaker)
        ts_speaker_volume(parts->speaker, parts->options->volume);
    if (ts_choices_save(choices, parts->state) != TS_OK)
        fprintf(stderr,
                "touchstone-kiosk: what was chosen holds until the end only: %s could "
                "not be written\n",
                TS_CHOICES_FILE);
}
