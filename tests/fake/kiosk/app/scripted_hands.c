#include "tests/fake/kiosk/app/scripted.h"

/* There are none. */

enum ts_status
ts_hand_scanners_open(struct ts_hand_scanners **scanners, const char *const *sources,
                      size_t count)
{
    (void)sources;
    assert_int_equal(count, 0);
    *scanners = (struct ts_hand_scanners *)&scripted_senses;
    return TS_OK;
}

void
ts_hand_scanners_close(struct ts_hand_scanners *scanners)
{
    (void)scanners;
}

bool
ts_hand_scanners_sight(struct ts_hand_scanners *scanners, struct ts_sight *sight)
{
    (void)scanners;
    (void)sight;
    return false;
}

bool
ts_hand_scanners_parts(struct ts_hand_scanners *scanners, uint32_t *seen, uint32_t *total)
{
    (void)scanners;
    *seen = *total = 0;
    return false;
}
