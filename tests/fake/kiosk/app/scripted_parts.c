#include "tests/fake/kiosk/app/scripted.h"

struct scripted_parts scripted_parts;

const struct ts_trust *
ts_parts_trust(const struct ts_parts *parts)
{
    (void)parts;
    return scripted_parts.trust;
}

void
ts_parts_turn(struct ts_parts *parts)
{
    (void)parts;
    scripted_parts.newer = false;
    scripted_parts.turns++;
}

struct ts_now
ts_parts_now(void *context)
{
    (void)context;
    return scripted_parts.now;
}

void
ts_parts_tend_clock(struct ts_parts *parts)
{
    (void)parts;
}

bool
ts_parts_choose_job(struct ts_parts *parts, const struct ts_choices *choices)
{
    (void)parts;
    (void)choices;
    return false;
}

void
ts_parts_vouch(struct ts_parts *parts)
{
    (void)parts;
}

const struct ts_trust *
ts_beliefs_current(const struct ts_beliefs *beliefs)
{
    (void)beliefs;
    return scripted_parts.trust;
}

bool
ts_beliefs_waiting(struct ts_beliefs *beliefs)
{
    (void)beliefs;
    return scripted_parts.newer;
}

enum ts_status
ts_beliefs_trouble(struct ts_beliefs *beliefs, struct ts_fault *fault)
{
    (void)beliefs;
    (void)fault;
    return TS_OK;
}
