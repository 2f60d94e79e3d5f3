#ifndef TS_TEST_SOAK_FAULTS_H
#define TS_TEST_SOAK_FAULTS_H

/* What goes wrong in the soak, when, and for how long. Included by test_soak.c only. */

#include "tests/fake/kiosk/app/day_parts.h"

#include "tests/fake/kiosk/app/soak_cards.h"
#include "tests/fake/kiosk/app/soak_clock.h"
#include "tests/fake/kiosk/app/soak_disk.h"
#include "tests/fake/kiosk/app/soak_hands.h"
#include "tests/fake/kiosk/app/soak_lists.h"

enum fault {
    FAULT_CAMERA = 0,
    FAULT_DISK,
    FAULT_CLOCK,
    FAULT_LISTS,
    FAULT_HANDS,
};
enum { FAULTS = FAULT_HANDS + 1 };

static struct {
    struct ts_arena arena;
    char base[32], trust[64], state[64], journal[80];
    struct soak_cards cards;
    size_t turns, scans, wanted, samples, sessions;
    bool over; /* This session is. */
    long long grown;

    struct {
        bool on;
        size_t until; /* By turns. */
        size_t times;
    } faults[FAULTS];
    bool lists_asked;
    ts_mono cleared; /* The disk was, ... */
    bool was_full;   /* ... if it ever was full. */
    int64_t catches_up_s;

    /* Nobody comes, and nothing goes wrong, until it is back. */
    bool silence_due, silent;
    ts_mono silent_since;
    uint64_t longest_ms;
    size_t silences;

    uint64_t shown, given, unjournalled, vanished;
    size_t dry;
} world;

/* The one that makes READY of the card before, more often than chance would. */
static ts_span
own_card(void)
{
    static size_t person;
    if (day.state != TS_SCAN_NOT_YET || chance(3) == 0)
        person = chance(SOAK_PEOPLE);
    return world.cards.own[person][chance(chance(2) ? 2 : SOAK_CARDS_EACH)];
}

static ts_span
any_card(bool *is_own)
{
    *is_own = chance(12) > 0;
    world.scans++;
    return *is_own ? own_card() : world.cards.foreign[chance(SOAK_FOREIGN)];
}

static void
unplug_camera(void)
{
    scripted_senses.unplugged = true;
}

static bool
plug_camera(void)
{
    scripted_senses.unplugged = false;
    return true;
}

static void
fill_disk(void)
{
    world.was_full = true;
    soak_disk_fill(chance(2) == 0);
}

static bool
clear_disk(void)
{
    soak_disk_clear();
    world.cleared = ts_clock_mono();
    return true;
}

static void
begin_wrong_clock(void)
{
    soak_clock_begin((enum soak_wrong)chance(SOAK_WRONGS), chance(1000000));
}

/* Half the times nobody comes until the time is past that was believed. */
static bool
end_wrong_clock(void)
{
    int64_t ahead_s = soak_clock_end();
    world.catches_up_s = chance(2) ? ahead_s : 0;
    return true;
}

static void
tend_storm(void)
{
    if (soak_lists.coming == SOAK_LISTS_NONE && chance(2) == 0)
        soak_lists.coming = (enum soak_lists)(1 + chance(SOAK_LISTS_COUNT - 1));
}

/* The last that come are good ones. */
static bool
end_storm(void)
{
    bool is_over = world.lists_asked && soak_lists.coming == SOAK_LISTS_NONE;
    if (!is_over)
        soak_lists.coming = SOAK_LISTS_NEWER;
    world.lists_asked = !is_over;
    return is_over;
}

static void
talk(void)
{
    bool is_own;
    for (uint32_t left = soak_hands_wait() ? 0 : 1 + chance(4); left > 0; left--)
        soak_hands_say(any_card(&is_own));
}

static bool
is_all_seen(void)
{
    return !soak_hands_wait();
}

static const struct {
    uint32_t one_in, turns; /* Begins in one turn of so many, and lasts about so long. */
    void (*begin)(void);
    void (*tend)(void);
    bool (*end)(void); /* False: not yet. */
} makers[FAULTS] = {
    [FAULT_CAMERA] = { 300, 40, unplug_camera, NULL, plug_camera },
    [FAULT_DISK] = { 500, 200, fill_disk, NULL, clear_disk },
    [FAULT_CLOCK] = { 500, 200, begin_wrong_clock, NULL, end_wrong_clock },
    [FAULT_LISTS] = { 500, 40, NULL, tend_storm, end_storm },
    [FAULT_HANDS] = { 200, 8, NULL, talk, is_all_seen },
};

static bool
is_all_well(void)
{
    for (int i = 0; i < FAULTS; i++)
        if (world.faults[i].on)
            return false;
    return true;
}

static void
begin_fault(enum fault fault)
{
    uint32_t turns = makers[fault].turns;
    world.faults[fault].on = true;
    world.faults[fault].times++;
    world.faults[fault].until = world.turns + turns / 4 + chance(2 * turns);
    if (makers[fault].begin)
        makers[fault].begin();
}

static void
tend_fault(enum fault fault)
{
    if (!world.faults[fault].on) {
        if (!world.silence_due && chance(makers[fault].one_in) == 0)
            begin_fault(fault);
    } else if (world.turns < world.faults[fault].until) {
        if (makers[fault].tend)
            makers[fault].tend();
    } else if (makers[fault].end()) {
        world.faults[fault].on = false;
        world.silence_due = true;
    }
}

#endif
