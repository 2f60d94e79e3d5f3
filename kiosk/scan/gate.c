#include "kiosk/scan/gate.h"

#include "firmware/base/check.h"

#include <string.h>

enum {
    /* Every second row of pixels tells as much, in half the time. */
    ROW_STEP = 2,
    LEVEL = TS_GATE_CELL * TS_GATE_CELL / ROW_STEP, /* What one grey adds to a sum. */
    LEVELS_CHANGED = 4,   /* Three times the noise of a bad camera, averaged. */
    CHANGED_PERMILLE = 5, /* Of all squares; fewer are a fly, or a lamp on a machine. */
    GAIN_ONE = 1 << 12,
    /* A row that is twice or half as bright as before did not get there by itself. */
    GAIN_MAX = 2 * GAIN_ONE,
    GAIN_MIN = GAIN_ONE / 2,
    BEFORE = 0,
    YOUNGER = 1,
    OLDER = 2,
};

/* Eight pixels at a time, every second of them in one of four lanes of 16 bits. A lane
 * takes four of the sixteen pixels of a row, and all four together still hold the sum. */
#define EVEN UINT64_C(0x00ff00ff00ff00ff)

static uint64_t
load(const uint8_t *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof(eight));
    return eight;
}

static uint16_t
sum_of_lanes(uint64_t lanes)
{
    /* The uppermost lane of the product is the sum of all four: 128 * 255 at most. */
    return (uint16_t)((lanes * UINT64_C(0x0001000100010001)) >> 48);
}

static void
sum_row(uint16_t *sums, const struct ts_grey *grey, uint32_t row, uint32_t width)
{
    const uint8_t *top = grey->at + (size_t)row * TS_GATE_CELL * grey->stride;
    for (uint32_t x = 0; x < width; x++) {
        const uint8_t *at = top + (size_t)x * TS_GATE_CELL;
        uint64_t lanes = 0;
        for (unsigned y = 0; y < TS_GATE_CELL; y += ROW_STEP) {
            uint64_t a = load(at);
            uint64_t b = load(at + 8);
            lanes += (a & EVEN) + (a >> 8 & EVEN) + (b & EVEN) + (b >> 8 & EVEN);
            at += ROW_STEP * grey->stride;
        }
        sums[x] = sum_of_lanes(lanes);
    }
}

static void
sum_up(struct ts_gate_picture *picture, const struct ts_grey *grey, uint32_t width,
       uint32_t height)
{
    for (uint32_t row = 0; row < height; row++) {
        uint16_t *sums = picture->at + (size_t)row * width;
        sum_row(sums, grey, row, width);
        uint32_t all = 0;
        for (uint32_t x = 0; x < width; x++)
            all += sums[x];
        picture->rows[row] = all;
    }
}

/* How much lighter a row has become, by whatever cause. */
static uint32_t
gain_of(uint32_t now, uint32_t before)
{
    uint64_t gain = before ? (uint64_t)now * GAIN_ONE / before : GAIN_ONE;
    if (gain > GAIN_MAX)
        return GAIN_MAX;
    return gain < GAIN_MIN ? GAIN_MIN : (uint32_t)gain;
}

static uint32_t
count_changed(const uint16_t *now, const uint16_t *before, uint32_t width, uint32_t gain)
{
    uint32_t count = 0;
    for (uint32_t x = 0; x < width; x++) {
        int32_t expected = (int32_t)(before[x] * gain / GAIN_ONE);
        int32_t off = now[x] - expected;
        count += off > LEVELS_CHANGED * LEVEL || off < -LEVELS_CHANGED * LEVEL;
    }
    return count;
}

/* By its own light, or by another: whichever explains more. What moves changes the light
 * of its row as well, and then only makes more of the rest seem changed. */
static uint32_t
count_changed_row(const struct ts_gate_picture *now, const struct ts_gate_picture *before,
                  uint32_t width, uint32_t row)
{
    const uint16_t *a = now->at + (size_t)row * width;
    const uint16_t *b = before->at + (size_t)row * width;
    uint32_t plain = count_changed(a, b, width, GAIN_ONE);
    if (plain == 0)
        return 0;
    uint32_t lit = count_changed(a, b, width, gain_of(now->rows[row], before->rows[row]));
    return lit < plain ? lit : plain;
}

static bool
is_changed(const struct ts_gate *gate, const struct ts_gate_picture *before)
{
    const struct ts_gate_picture *now = &gate->pictures[gate->newest];
    uint32_t limit = gate->width * gate->height * CHANGED_PERMILLE / 1000;
    uint32_t changed = 0;
    for (uint32_t row = 0; row < gate->height && changed <= limit; row++)
        changed += count_changed_row(now, before, gate->width, row);
    return changed > limit;
}

/* What was set aside goes on from the last frame: else one motion would be noticed for
 * as long as an older frame lasts. */
static void
set_aside(struct ts_gate *gate, unsigned which)
{
    const struct ts_gate_picture *from = &gate->pictures[gate->newest];
    struct ts_gate_picture *to = &gate->pictures[gate->last[which]];
    memcpy(to->at, from->at, (size_t)gate->width * gate->height * sizeof(*to->at));
    memcpy(to->rows, from->rows, gate->height * sizeof(*to->rows));
}

static void
start_over(struct ts_gate *gate, uint32_t width, uint32_t height)
{
    gate->width = width;
    gate->height = height;
    gate->newest = 0;
    for (unsigned i = 0; i < TS_COUNT(gate->last); i++)
        gate->last[i] = i + 1;
}

static void
swap(unsigned *a, unsigned *b)
{
    unsigned was = *a;
    *a = *b;
    *b = was;
}

/* The older one makes way for the younger, and that for this frame. */
static void
grow_older(struct ts_gate *gate)
{
    if (gate->moving) {
        set_aside(gate, YOUNGER);
        set_aside(gate, OLDER);
        gate->since_older = 0;
    } else if (++gate->since_older == TS_GATE_OLDER_FRAMES) {
        swap(&gate->last[YOUNGER], &gate->last[OLDER]);
        set_aside(gate, YOUNGER);
        gate->since_older = 0;
    }
}

bool
ts_gate_look(struct ts_gate *gate, const struct ts_grey *grey)
{
    uint32_t width = grey->width / TS_GATE_CELL;
    uint32_t height = grey->height / TS_GATE_CELL;
    bool fresh = width != gate->width || height != gate->height || width * height == 0;
    if (fresh)
        start_over(gate, width, height);
    else
        swap(&gate->newest, &gate->last[BEFORE]);
    sum_up(&gate->pictures[gate->newest], grey, width, height);
    gate->moving = fresh || is_changed(gate, &gate->pictures[gate->last[BEFORE]])
                   || is_changed(gate, &gate->pictures[gate->last[OLDER]]);
    grow_older(gate);
    if (gate->moving)
        ts_gate_wake(gate);
    else if (gate->awake > 0)
        gate->awake--;
    return gate->awake > 0;
}

void
ts_gate_wake(struct ts_gate *gate)
{
    gate->awake = TS_GATE_AWAKE_FRAMES + 1;
}
