#include "keys/trust/revocation_delta.h"

struct ts_rev_merge
ts_rev_merge_of(struct ts_gap_cursor a, struct ts_gap_cursor b, uint64_t b_first,
                uint64_t b_last)
{
    return (struct ts_rev_merge){ .a = a, .b = b, .b_first = b_first, .b_last = b_last };
}

static void
fetch(struct ts_rev_merge *m)
{
    if (!m->has_a)
        m->has_a = ts_gap_next(&m->a, &m->a_position);
    if (m->has_b || m->b_ended)
        return;
    m->has_b = ts_gap_next(&m->b, &m->b_position) && m->b_position <= m->b_last;
    m->b_ended = !m->has_b;
    if (m->has_b)
        m->b_position -= m->b_first;
}

bool
ts_rev_merge_next(struct ts_rev_merge *m, uint64_t *position)
{
    fetch(m);
    while (m->has_a && m->has_b && m->a_position == m->b_position) {
        m->in_both++;
        m->has_a = m->has_b = false;
        fetch(m);
    }
    if (m->has_a && (!m->has_b || m->a_position < m->b_position)) {
        *position = m->a_position;
        m->has_a = false;
        return true;
    }
    if (!m->has_b)
        return false;
    *position = m->b_position;
    m->has_b = false;
    m->in_b++;
    return true;
}

static void
merge_start(void *context)
{
    struct ts_rev_merge_source *source = context;
    source->merge = source->fresh;
}

static bool
merge_next(void *context, uint64_t *position)
{
    struct ts_rev_merge_source *source = context;
    return ts_rev_merge_next(&source->merge, position);
}

struct ts_positions
ts_rev_merge_positions(struct ts_rev_merge_source *source)
{
    return (struct ts_positions){ source, merge_start, merge_next };
}
