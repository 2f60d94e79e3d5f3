#include "kiosk/config/nearest.h"

enum { WORD_MAX = 63 };

static uint8_t
plain(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return (uint8_t)(c - 'A' + 'a');
    return c == '-' ? '_' : c;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: rows of the usual table, the two before kept for swaps. */
size_t
ts_word_distance(ts_span a, ts_span b)
{
    size_t rows[3][WORD_MAX + 1];
    if (a.len > WORD_MAX || b.len > WORD_MAX)
        return a.len > b.len ? a.len : b.len;
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            uint8_t x = plain(a.at[i - 1]);
            uint8_t y = plain(b.at[j - 1]);
            row[j] = least(above[j - 1] + (x != y), least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x == plain(b.at[j - 2]) && plain(a.at[i - 2]) == y)
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
        }
    }
    return rows[a.len % 3][b.len];
}

bool
ts_word_is_near(ts_span written, size_t distance)
{
    return distance <= 1 + written.len / 4;
}
