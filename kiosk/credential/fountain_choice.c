#include "kiosk/credential/fountain_choice.h"

#include "firmware/base/check.h"
#include "keys/crypto/digest.h"

#include <string.h>

static uint64_t
big_endian(const uint8_t *at)
{
    uint64_t value = 0;
    for (size_t i = 0; i < 8; i++)
        value = value << 8 | at[i];
    return value;
}

struct ts_draw
ts_draw_begin(ts_span seed)
{
    struct ts_draw draw;
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, seed);
    for (size_t i = 0; i < TS_COUNT(draw.state); i++)
        draw.state[i] = big_endian(digest + 8 * i);
    return draw;
}

static uint64_t
rotated(uint64_t value, unsigned by)
{
    return value << by | value >> (64 - by);
}

uint64_t
ts_draw_next(struct ts_draw *draw)
{
    uint64_t *s = draw->state;
    uint64_t drawn = rotated(s[1] * 5, 7) * 9;
    uint64_t carry = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= carry;
    s[3] = rotated(s[3], 45);
    return drawn;
}

double
ts_draw_fraction(struct ts_draw *draw)
{
    double drawn = (double)ts_draw_next(draw) / 18446744073709551616.0; /* 2^64 */
    return drawn < 1 ? drawn : 0x1.fffffffffffffp-1; /* the nearest double was 2^64 */
}

/* A table for drawing with unequal chances in one step (Walker and Vose's alias
 * method). The order in which its entries are paired decides what is drawn, and is
 * that of BCR-2020-005's reference. */
struct alias_table {
    double chance[TS_FOUNTAIN_PARTS_MAX];
    uint32_t alias[TS_FOUNTAIN_PARTS_MAX];
};

struct piles {
    uint32_t small[TS_FOUNTAIN_PARTS_MAX], large[TS_FOUNTAIN_PARTS_MAX];
    size_t small_count, large_count;
};

static void
sort_in(struct piles *todo, const double *weight, uint32_t index)
{
    if (weight[index] < 1)
        todo->small[todo->small_count++] = index;
    else
        todo->large[todo->large_count++] = index;
}

static void
pair_up(struct alias_table *table, struct piles *todo, double *weight)
{
    while (todo->small_count && todo->large_count) {
        uint32_t less = todo->small[--todo->small_count];
        uint32_t more = todo->large[--todo->large_count];
        table->chance[less] = weight[less];
        table->alias[less] = more;
        weight[more] += weight[less] - 1;
        sort_in(todo, weight, more);
    }
    while (todo->large_count)
        table->chance[todo->large[--todo->large_count]] = 1;
    while (todo->small_count) /* rounding left them */
        table->chance[todo->small[--todo->small_count]] = 1;
}

/* Degree d with chance 1/d, in proportion. */
static void
fill(struct alias_table *table, uint32_t total)
{
    double weight[TS_FOUNTAIN_PARTS_MAX];
    struct piles todo = { .small_count = 0 };
    double sum = 0;
    for (uint32_t i = 0; i < total; i++)
        sum += 1.0 / (i + 1);
    for (uint32_t i = 0; i < total; i++)
        weight[i] = 1.0 / (i + 1) * total / sum;
    for (uint32_t i = total; i-- > 0;)
        sort_in(&todo, weight, i);
    memset(table, 0, sizeof(*table));
    pair_up(table, &todo, weight);
}

uint32_t
ts_draw_degree(struct ts_draw *draw, uint32_t total)
{
    struct alias_table table;
    TS_CHECK(total >= 1 && total <= TS_FOUNTAIN_PARTS_MAX);
    fill(&table, total);
    double first = ts_draw_fraction(draw);
    double second = ts_draw_fraction(draw);
    uint32_t index = (uint32_t)((double)total * first);
    return (second < table.chance[index] ? index : table.alias[index]) + 1;
}

static void
put_u32(uint8_t *at, uint32_t value)
{
    for (size_t i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void
add(struct ts_fragments *fragments, uint32_t index)
{
    fragments->words[index / 64] |= (uint64_t)1 << index % 64;
}

bool
ts_fragments_have(const struct ts_fragments *fragments, uint32_t index)
{
    return fragments->words[index / 64] >> index % 64 & 1;
}

/* Draws count of total without putting any back. */
static void
add_drawn(struct ts_fragments *chosen, struct ts_draw *draw, uint32_t total,
          uint32_t count)
{
    uint16_t left[TS_FOUNTAIN_PARTS_MAX];
    for (uint32_t i = 0; i < total; i++)
        left[i] = (uint16_t)i;
    for (uint32_t size = total; count > 0; count--, size--) {
        uint32_t pick = (uint32_t)(ts_draw_fraction(draw) * size);
        add(chosen, left[pick]);
        memmove(left + pick, left + pick + 1, (size - pick - 1) * sizeof(left[0]));
    }
}

struct ts_fragments
ts_fragments_chosen(uint32_t number, uint32_t total, uint32_t checksum)
{
    struct ts_fragments chosen = { { 0 } };
    uint8_t seed[8];
    TS_CHECK(number >= 1 && total >= 1 && total <= TS_FOUNTAIN_PARTS_MAX);
    if (number <= total) {
        add(&chosen, number - 1);
        return chosen;
    }
    put_u32(seed, number);
    put_u32(seed + 4, checksum);
    struct ts_draw draw = ts_draw_begin(TS_SPAN_OF(seed));
    uint32_t degree = ts_draw_degree(&draw, total);
    add_drawn(&chosen, &draw, total, degree);
    return chosen;
}
