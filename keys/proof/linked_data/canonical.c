#include "keys/proof/linked_data/canonical_parts.h"
#include "keys/proof/linked_data/sort.h"

#include <string.h>

static uint32_t *
take_unissued(struct ts_arena *arena, size_t count)
{
    uint32_t *numbers = ts_arena_take_array(arena, count, sizeof(*numbers));
    for (size_t i = 0; numbers && i < count; i++)
        numbers[i] = TS_RDFC_NONE;
    return numbers;
}

static enum ts_status
open_state(struct ts_rdfc *s)
{
    size_t quads = s->dataset->count;
    size_t blanks = s->dataset->blank_count;
    if (quads > UINT32_MAX / TS_NQUADS_BLANKS)
        return TS_OVER_LIMIT;
    s->lines = ts_arena_take_array(s->arena, quads, sizeof(*s->lines));
    s->first = ts_arena_take_array(s->arena, blanks, sizeof(*s->first));
    s->mention_counts = ts_arena_take_array(s->arena, blanks, sizeof(*s->mention_counts));
    s->digests = ts_arena_take_array(s->arena, blanks, sizeof(*s->digests));
    s->trail = ts_arena_take_array(s->arena, blanks, sizeof(*s->trail));
    s->spare =
        ts_arena_take_array(s->arena, quads > blanks ? quads : blanks, sizeof(*s->spare));
    s->canonical = take_unissued(s->arena, blanks);
    s->temporary = take_unissued(s->arena, blanks);
    bool fits = s->lines && s->first && s->mention_counts && s->digests && s->trail
                && s->spare && s->canonical && s->temporary;
    return fits ? TS_OK : TS_NO_SPACE;
}

static void
issue(struct ts_rdfc *s, uint32_t blank)
{
    if (s->canonical[blank] == TS_RDFC_NONE)
        s->canonical[blank] = s->issued++;
}

static int
by_first_degree(uint32_t a, uint32_t b, const void *context)
{
    const struct ts_rdfc *s = context;
    return memcmp(s->digests[a], s->digests[b], sizeof(s->digests[a]));
}

/* What 4.4.3 step 5 remembers of one blank node. */
struct result {
    uint8_t digest[TS_RDFC_DIGEST_MAX];
    const uint32_t *trail;
    uint32_t trail_len;
};

static enum ts_status
take_result(struct ts_rdfc *s, struct result *result, uint32_t blank)
{
    ts_rdfc_issue_temporary(s, blank);
    enum ts_status status = ts_rdfc_hash_n_degree(s, result->digest, blank);
    if (status != TS_OK)
        return status;
    result->trail_len = s->trail_len;
    uint32_t *copy = ts_arena_take_array(s->arena, s->trail_len, sizeof(*copy));
    if (!copy)
        return TS_NO_SPACE;
    memcpy(copy, s->trail, s->trail_len * sizeof(*copy));
    result->trail = copy;
    ts_rdfc_cut_trail(s, 0);
    return TS_OK;
}

static int
by_result(uint32_t a, uint32_t b, const void *context)
{
    const struct result *results = context;
    return memcmp(results[a].digest, results[b].digest, sizeof(results[a].digest));
}

/* 4.4.3 step 5 for the blank nodes of one digest. */
static enum ts_status
issue_group(struct ts_rdfc *s, const uint32_t *blanks, uint32_t count)
{
    uint32_t found = 0;
    struct result *results = ts_arena_take_array(s->arena, count, sizeof(*results));
    uint32_t *order = ts_arena_take_array(s->arena, count, sizeof(*order));
    if (!results || !order)
        return TS_NO_SPACE;
    for (uint32_t i = 0; i < count; i++) {
        if (s->canonical[blanks[i]] != TS_RDFC_NONE)
            continue;
        enum ts_status status = take_result(s, &results[found], blanks[i]);
        if (status != TS_OK)
            return status;
        order[found] = found;
        found++;
    }
    ts_ld_sort(order, s->spare, found, by_result, results);
    for (uint32_t i = 0; i < found; i++)
        for (uint32_t k = 0; k < results[order[i]].trail_len; k++)
            issue(s, results[order[i]].trail[k]);
    return TS_OK;
}

/* Blank nodes in order of their first degree digests; those alone have their names. */
static enum ts_status
issue_runs(struct ts_rdfc *s, const uint32_t *blanks, uint32_t count)
{
    uint32_t end;
    for (uint32_t start = 0; start < count; start = end) {
        end = start + 1;
        while (end < count && by_first_degree(blanks[start], blanks[end], s) == 0)
            end++;
        if (end - start == 1)
            continue;
        size_t used = s->arena->used;
        enum ts_status status = issue_group(s, blanks + start, end - start);
        ts_arena_rewind(s->arena, used);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

static bool
stands_alone(const struct ts_rdfc *s, const uint32_t *blanks, uint32_t count, uint32_t i)
{
    return (i == 0 || by_first_degree(blanks[i - 1], blanks[i], s) != 0)
           && (i + 1 == count || by_first_degree(blanks[i], blanks[i + 1], s) != 0);
}

/* 4.4.3 steps 3 to 5. */
static enum ts_status
issue_all(struct ts_rdfc *s)
{
    uint32_t count = 0;
    uint32_t *blanks =
        ts_arena_take_array(s->arena, s->dataset->blank_count, sizeof(*blanks));
    if (!blanks)
        return TS_NO_SPACE;
    for (uint32_t n = 0; n < s->dataset->blank_count; n++)
        if (s->mention_counts[n] > 0)
            blanks[count++] = n;
    ts_ld_sort(blanks, s->spare, count, by_first_degree, s);
    for (uint32_t i = 0; i < count; i++)
        if (stands_alone(s, blanks, count, i))
            issue(s, blanks[i]);
    return issue_runs(s, blanks, count);
}

/* A line with its canonical names. */
static void
write_named(const struct ts_rdfc *s, struct ts_writer *w, const struct ts_rdfc_line *line)
{
    ts_span rest = { line->at, line->len };
    size_t done = 0;
    for (size_t i = 0; i < TS_NQUADS_BLANKS; i++) {
        if (line->blanks[i] == TS_RDFC_NONE)
            continue;
        ts_write_bytes(w, ts_span_part(rest, done, line->marks.at[i] - done));
        ts_write_text(w, "c14n");
        ts_write_decimal(w, s->canonical[line->blanks[i]]);
        done = line->marks.at[i] + 1;
    }
    ts_write_bytes(w, ts_span_part(rest, done, rest.len));
}

static int
by_text(uint32_t a, uint32_t b, const void *context)
{
    const ts_span *lines = context;
    return ts_span_compare(lines[a], lines[b]);
}

static enum ts_status
name_lines(struct ts_rdfc *s, ts_span *named)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(s->arena));
    for (size_t i = 0; i < s->dataset->count; i++) {
        size_t start = w.used;
        write_named(s, &w, &s->lines[i]);
        named[i] = (ts_span){ w.room.at + start, w.used - start };
    }
    if (w.full)
        return TS_NO_SPACE;
    ts_arena_keep(s->arena, w.used);
    return TS_OK;
}

/* RDFC-1.0 5: in code point order, each once. */
static enum ts_status
write_sorted(struct ts_rdfc *s, ts_span *text)
{
    size_t count = s->dataset->count;
    ts_span *named = ts_arena_take_array(s->arena, count, sizeof(*named));
    uint32_t *order = ts_arena_take_array(s->arena, count, sizeof(*order));
    if (!named || !order)
        return TS_NO_SPACE;
    enum ts_status status = name_lines(s, named);
    if (status != TS_OK)
        return status;
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    ts_ld_sort(order, s->spare, count, by_text, named);
    struct ts_writer w = ts_writer_over(ts_arena_rest(s->arena));
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !ts_span_equal(named[order[i - 1]], named[order[i]]))
            ts_write_bytes(&w, named[order[i]]);
    return ts_writer_end(&w, text);
}

static enum ts_status
canonicalize(struct ts_rdfc *s, ts_span *text)
{
    enum ts_status status = open_state(s);
    if (status == TS_OK)
        status = ts_rdfc_hash_first_degree(s);
    if (status == TS_OK)
        status = issue_all(s);
    if (status == TS_OK)
        status = write_sorted(s, text);
    return status;
}

enum ts_status
ts_rdfc_measured(struct ts_arena *arena, ts_span *nquads, uint32_t *issued,
                 const struct ts_rdf_dataset *dataset, enum ts_rdfc_hash hash,
                 uint32_t *work)
{
    struct ts_rdfc s = { .arena = arena, .dataset = dataset, .hash = hash };
    size_t used = arena->used;
    ts_span text;
    enum ts_status status = canonicalize(&s, &text);
    *work = s.work;
    ts_arena_rewind(arena, used);
    if (status != TS_OK)
        return status;
    if (issued && dataset->blank_count)
        memcpy(issued, s.canonical, dataset->blank_count * sizeof(*issued));
    /* All the work stood before the text, which now takes its place. */
    ts_room room = ts_arena_rest(arena);
    if (text.len)
        memmove(room.at, text.at, text.len);
    ts_arena_keep(arena, text.len);
    *nquads = (ts_span){ room.at, text.len };
    return TS_OK;
}

enum ts_status
ts_rdfc_canonicalize(struct ts_arena *arena, ts_span *nquads, uint32_t *issued,
                     const struct ts_rdf_dataset *dataset, enum ts_rdfc_hash hash)
{
    uint32_t work;
    return ts_rdfc_measured(arena, nquads, issued, dataset, hash, &work);
}
