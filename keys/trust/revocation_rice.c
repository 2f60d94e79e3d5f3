#include "keys/trust/revocation_form.h"

#include <string.h>

/*
 * FORMAT.md 6.11. A gap v is its quotient v >> k in ones, a zero, and its lower k
 * bits. Sixteen ones begin an escape instead, so that one wide gap among many
 * narrow ones does not cost as many bits as it is wide.
 */
enum { LENGTH_BITS = 6 };

/* Bits from a place on, zeros past the end; 57 of them are real. */
static uint64_t
peek(ts_span bits, uint64_t bit)
{
    uint64_t byte = bit / 8;
    uint64_t window = 0;
    if (byte + 8 <= bits.len) {
        const uint8_t *b = bits.at + byte;
        window = (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40
                 | (uint64_t)b[3] << 32 | (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16
                 | (uint64_t)b[6] << 8 | (uint64_t)b[7];
    } else {
        for (unsigned i = 0; byte < bits.len; i++, byte++)
            window |= (uint64_t)bits.at[byte] << (56 - 8 * i);
    }
    return window << bit % 8;
}

static uint64_t
take(ts_span bits, uint64_t *bit, unsigned count)
{
    uint64_t high = 0;
    if (count > 32) {
        high = peek(bits, *bit) >> 32;
        *bit += 32;
        count -= 32;
        high <<= count;
    }
    uint64_t low = count ? peek(bits, *bit) >> (64 - count) : 0;
    *bit += count;
    return high | low;
}

/* An escape has one spelling: it is not used where ones would have done. */
static bool
read_escape(ts_span bits, uint64_t *bit, unsigned k, uint64_t *gap)
{
    *bit += TS_REV_ONES_MAX;
    unsigned lower = (unsigned)take(bits, bit, LENGTH_BITS);
    *gap = UINT64_C(1) << lower | take(bits, bit, lower);
    return *gap >> k >= TS_REV_ONES_MAX;
}

static inline bool
read_gap(ts_span bits, uint64_t *bit, unsigned k, uint64_t *gap)
{
    uint64_t window = peek(bits, *bit);
    unsigned ones = ~window ? (unsigned)__builtin_clzll(~window) : 64;
    if (ones >= TS_REV_ONES_MAX)
        return read_escape(bits, bit, k, gap);
    *bit += ones + 1;
    uint64_t lower = 0;
    if (ones + 1 + k > 57)
        lower = take(bits, bit, k);
    else if (k) {
        lower = window << (ones + 1) >> (64 - k);
        *bit += k;
    }
    *gap = (uint64_t)ones << k | lower;
    return *gap >> k == ones;
}

struct ts_gap_cursor
ts_gap_cursor_over(struct ts_gaps gaps)
{
    return (struct ts_gap_cursor){ .gaps = gaps };
}

bool
ts_gap_step(uint64_t *position, bool is_first, uint64_t gap, uint64_t last)
{
    uint64_t next = is_first ? 0 : *position + 1;
    if (!is_first && *position >= last)
        return false;
    if (gap > last - next)
        return false;
    *position = next + gap;
    return true;
}

bool
ts_gap_next(struct ts_gap_cursor *c, uint64_t *position)
{
    uint64_t gap;
    if (c->done == c->gaps.count || c->status != TS_OK)
        return false;
    bool is_form = read_gap(c->gaps.bits, &c->bit, c->gaps.k, &gap);
    if (c->bit > (uint64_t)c->gaps.bits.len * 8) {
        c->status = TS_TRUNCATED;
        return false;
    }
    if (!is_form || !ts_gap_step(&c->position, c->done == 0, gap, c->gaps.last)) {
        c->status = TS_MALFORMED;
        return false;
    }
    c->done++;
    *position = c->position;
    return true;
}

/* The last block that begins at or before position; false before the first. */
static bool
find_block(const struct ts_revocation_index *index, uint64_t position, size_t *block)
{
    size_t low = 0;
    size_t high = (size_t)((index->gaps.count + TS_REV_BLOCK - 1) / TS_REV_BLOCK);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->firsts[middle] <= position)
            low = middle + 1;
        else
            high = middle;
    }
    *block = low - 1;
    return low > 0;
}

bool
ts_revocation_contains(const struct ts_revocation_segment *segment, uint64_t position)
{
    const struct ts_revocation_index *index = segment->index;
    size_t block;
    if (!find_block(index, position, &block))
        return false;
    uint64_t at = index->firsts[block];
    uint64_t bit = index->ends[block];
    uint64_t left = index->gaps.count - (uint64_t)block * TS_REV_BLOCK - 1;
    if (left > TS_REV_BLOCK - 1)
        left = TS_REV_BLOCK - 1;
    /* Decoded once on loading: nothing here can be malformed or overflow. */
    for (; at < position && left > 0; left--) {
        uint64_t gap;
        if (!read_gap(index->gaps.bits, &bit, index->gaps.k, &gap))
            return false;
        at += gap + 1;
    }
    return at == position;
}

static void
put_bits(struct ts_bit_writer *b, uint64_t value, unsigned count)
{
    while (count > 0) {
        unsigned now = count < 64 - b->pending_count ? count : 64 - b->pending_count;
        uint64_t part = value << (64 - count); /* its next bits from the top */
        if (now < 64)
            part = part >> (64 - now) << (64 - now);
        b->pending |= part >> b->pending_count;
        b->pending_count += now;
        b->bits += now;
        count -= now;
        for (; b->pending_count >= 8; b->pending_count -= 8, b->pending <<= 8)
            ts_write_u8(b->w, (uint8_t)(b->pending >> 56));
    }
}

static unsigned
length_of(uint64_t value)
{
    return value ? 64 - (unsigned)__builtin_clzll(value) : 0;
}

void
ts_rice_put(struct ts_bit_writer *w, unsigned k, uint64_t gap)
{
    uint64_t quotient = gap >> k;
    if (quotient < TS_REV_ONES_MAX) {
        put_bits(w, (UINT64_C(2) << quotient) - 2, (unsigned)quotient + 1);
        put_bits(w, gap, k);
        return;
    }
    unsigned lower = length_of(gap) - 1;
    put_bits(w, (UINT64_C(1) << TS_REV_ONES_MAX) - 1, TS_REV_ONES_MAX);
    put_bits(w, lower, LENGTH_BITS);
    put_bits(w, gap, lower);
}

void
ts_rice_end(struct ts_bit_writer *w)
{
    put_bits(w, 0, (8 - w->pending_count) % 8);
}

void
ts_rice_add(struct ts_rice_sums *sums, uint64_t gap)
{
    unsigned length = length_of(gap);
    sums->of_length[length]++;
    for (unsigned j = 0; j < 4; j++)
        if (length + j >= 4)
            sums->quotients[length][j] += gap >> (length + j - 4);
}

/* Only the parameters just below a gap's length have quotients of 1 to 15. */
static uint64_t
cost_of(const struct ts_rice_sums *sums, unsigned k)
{
    uint64_t bits = 0;
    for (unsigned length = 0; length <= 64; length++) {
        uint64_t gaps = sums->of_length[length];
        if (k + 4 < length)
            bits += gaps * (TS_REV_ONES_MAX + LENGTH_BITS + length - 1);
        else if (k < length)
            bits += gaps * (k + 1) + sums->quotients[length][k + 4 - length];
        else
            bits += gaps * (k + 1);
    }
    return bits;
}

unsigned
ts_rice_best(const struct ts_rice_sums *sums, uint64_t *bits)
{
    unsigned best = 0;
    *bits = cost_of(sums, 0);
    for (unsigned k = 1; k < 64; k++) {
        uint64_t cost = cost_of(sums, k);
        if (cost < *bits) {
            *bits = cost;
            best = k;
        }
    }
    return best;
}
