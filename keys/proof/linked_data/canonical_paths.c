#include "keys/proof/linked_data/canonical_parts.h"

#include "firmware/base/limits.h"
#include "keys/proof/linked_data/sort.h"

#include <string.h>

/* "_:c14n" and ten digits. */
enum { LABEL_MAX = 16, BLOCK = 64 };

/* Another blank node in a quad of this one, and what is known of it there. */
struct related {
    uint32_t blank;
    uint8_t digest[TS_RDFC_DIGEST_MAX];
};

/* One call of hash N-degree quads. */
struct call {
    struct related *related;
    uint32_t *order; /* Of related, by digest. */
    uint32_t *spare;
    uint32_t count;
    struct ts_writer data; /* "Data to hash". */
};

/* The blank nodes of one digest, and the best way found to go through them. */
struct group {
    const struct call *call;
    const uint32_t *members; /* Numbers of related. */
    uint32_t count;
    uint32_t *places;  /* A permutation of members. */
    uint32_t *unnamed; /* "Recursion list". */
    ts_room path;
    ts_room chosen;
    size_t chosen_len;
    uint32_t base;   /* Length of the trail before any of it. */
    uint32_t *trail; /* What the chosen one adds to it. */
    uint32_t trail_room;
    uint32_t trail_len;
};

static enum ts_status
charge(struct ts_rdfc *s, size_t work)
{
    if (work > TS_RDFC_WORK_MAX - s->work) {
        s->work = TS_RDFC_WORK_MAX;
        return TS_OVER_LIMIT;
    }
    s->work += (uint32_t)work;
    return TS_OK;
}

static enum ts_status
charged_digest(struct ts_rdfc *s, uint8_t *digest, const struct ts_writer *w)
{
    if (w->full)
        return TS_NO_SPACE;
    enum ts_status status = charge(s, 1 + w->used / BLOCK);
    if (status == TS_OK)
        ts_rdfc_digest(s, digest, ts_writer_span(w));
    return status;
}

void
ts_rdfc_issue_temporary(struct ts_rdfc *s, uint32_t blank)
{
    s->temporary[blank] = s->trail_len;
    s->trail[s->trail_len++] = blank;
}

void
ts_rdfc_cut_trail(struct ts_rdfc *s, uint32_t len)
{
    while (s->trail_len > len)
        s->temporary[s->trail[--s->trail_len]] = TS_RDFC_NONE;
}

static bool
has_label(const struct ts_rdfc *s, uint32_t blank)
{
    return s->canonical[blank] != TS_RDFC_NONE || s->temporary[blank] != TS_RDFC_NONE;
}

static void
write_label(const struct ts_rdfc *s, struct ts_writer *w, uint32_t blank)
{
    if (s->canonical[blank] != TS_RDFC_NONE) {
        ts_write_text(w, "_:c14n");
        ts_write_decimal(w, s->canonical[blank]);
    } else {
        ts_write_text(w, "_:b");
        ts_write_decimal(w, s->temporary[blank]);
    }
}

/* Hash related blank node (4.7). */
static enum ts_status
hash_related(struct ts_rdfc *s, struct related *related, uint32_t line, size_t place)
{
    static const uint8_t positions[TS_NQUADS_BLANKS] = { 's', 'o', 'g' };
    struct ts_writer w = ts_writer_over(ts_arena_rest(s->arena));
    ts_write_u8(&w, positions[place]);
    if (positions[place] != 'g') {
        ts_write_u8(&w, '<');
        ts_write_bytes(&w, s->dataset->quads[line].predicate.text);
        ts_write_u8(&w, '>');
    }
    if (has_label(s, related->blank))
        write_label(s, &w, related->blank);
    else
        ts_rdfc_write_hex(s, &w, s->digests[related->blank]);
    return charged_digest(s, related->digest, &w);
}

static uint32_t
count_related(const struct ts_rdfc *s, uint32_t blank)
{
    const uint32_t *lines = s->mentions + s->first[blank];
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->mention_counts[blank]; i++)
        for (size_t place = 0; place < TS_NQUADS_BLANKS; place++) {
            uint32_t other = s->lines[lines[i]].blanks[place];
            count += other != TS_RDFC_NONE && other != blank;
        }
    return count;
}

static int
by_digest(uint32_t a, uint32_t b, const void *context)
{
    const struct related *related = context;
    return memcmp(related[a].digest, related[b].digest, sizeof(related[a].digest));
}

/* A node is in the list as often as quads put it there: so do all others, and the
 * path says so. */
static enum ts_status
fill_related(struct ts_rdfc *s, struct call *call, uint32_t blank)
{
    const uint32_t *lines = s->mentions + s->first[blank];
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->mention_counts[blank]; i++)
        for (size_t place = 0; place < TS_NQUADS_BLANKS; place++) {
            uint32_t other = s->lines[lines[i]].blanks[place];
            if (other == TS_RDFC_NONE || other == blank)
                continue;
            call->related[at].blank = other;
            call->order[at] = at;
            enum ts_status status =
                hash_related(s, &call->related[at++], lines[i], place);
            if (status != TS_OK)
                return status;
        }
    return TS_OK;
}

/* What one member adds to a path at most: its label, and its digest with it again. */
static size_t
path_size(const struct ts_rdfc *s)
{
    return LABEL_MAX + LABEL_MAX + 2 + 2 * ts_rdfc_digest_size(s);
}

/* 4.8.3 steps 1 to 3. */
static enum ts_status
open_call(struct ts_rdfc *s, struct call *call, uint32_t blank)
{
    size_t each = path_size(s) + 2 * ts_rdfc_digest_size(s);
    enum ts_status status = charge(s, 1 + s->mention_counts[blank]);
    if (status != TS_OK)
        return status;
    call->count = count_related(s, blank);
    call->related = ts_arena_take_array(s->arena, call->count, sizeof(*call->related));
    call->order = ts_arena_take_array(s->arena, call->count, sizeof(*call->order));
    call->spare = ts_arena_take_array(s->arena, call->count, sizeof(*call->spare));
    uint8_t *data = ts_arena_take_array(s->arena, call->count, each);
    if (!call->related || !call->order || !call->spare || !data)
        return TS_NO_SPACE;
    call->data = ts_writer_over((ts_room){ data, call->count * each });
    status = fill_related(s, call, blank);
    if (status == TS_OK)
        ts_ld_sort(call->order, call->spare, call->count, by_digest, call->related);
    return status;
}

/* Cannot be the least any more. The specification compares only once a path is as
 * long as the chosen one, which comes to the same. */
static bool
is_worse(const struct group *g, const struct ts_writer *path)
{
    return g->chosen_len > 0
           && ts_span_compare(ts_writer_span(path),
                              (ts_span){ g->chosen.at, g->chosen_len })
                  > 0;
}

static uint32_t
member(const struct group *g, uint32_t i)
{
    return g->call->related[g->members[g->places[i]]].blank;
}

/* 4.8.3 step 5.4.4; gives the length of the recursion list. */
static uint32_t
name_members(struct ts_rdfc *s, struct group *g, struct ts_writer *path)
{
    uint32_t unnamed = 0;
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t blank = member(g, i);
        if (!has_label(s, blank)) {
            ts_rdfc_issue_temporary(s, blank);
            g->unnamed[unnamed++] = blank;
        }
        write_label(s, path, blank);
    }
    return unnamed;
}

/* 4.8.3 steps 5.4.1 to 5.4.5; stops where the path is worse. */
static enum ts_status
walk_path(struct ts_rdfc *s, struct group *g, struct ts_writer *path)
{
    uint8_t digest[TS_RDFC_DIGEST_MAX];
    uint32_t unnamed = name_members(s, g, path);
    for (uint32_t i = 0; i < unnamed && !is_worse(g, path); i++) {
        enum ts_status status = ts_rdfc_hash_n_degree(s, digest, g->unnamed[i]);
        if (status != TS_OK)
            return status;
        write_label(s, path, g->unnamed[i]);
        ts_write_u8(path, '<');
        ts_rdfc_write_hex(s, path, digest);
        ts_write_u8(path, '>');
    }
    return TS_OK;
}

/* 4.8.3 step 5.4.6. */
static enum ts_status
choose(struct ts_rdfc *s, struct group *g, const struct ts_writer *path)
{
    uint32_t added = s->trail_len - g->base;
    enum ts_status status = charge(s, added);
    if (status != TS_OK)
        return status;
    if (!g->trail || added > g->trail_room) {
        g->trail = ts_arena_take_array(s->arena, added, sizeof(*g->trail));
        if (!g->trail)
            return TS_NO_SPACE;
        g->trail_room = added;
    }
    memcpy(g->trail, s->trail + g->base, added * sizeof(*g->trail));
    g->trail_len = added;
    memcpy(g->chosen.at, path->room.at, path->used);
    g->chosen_len = path->used;
    return TS_OK;
}

static enum ts_status
try_permutation(struct ts_rdfc *s, struct group *g)
{
    struct ts_writer path = ts_writer_over(g->path);
    enum ts_status status = charge(s, g->count);
    if (status == TS_OK)
        status = walk_path(s, g, &path);
    TS_CHECK(!path.full);
    if (status == TS_OK
        && (g->chosen_len == 0
            || ts_span_compare(ts_writer_span(&path),
                               (ts_span){ g->chosen.at, g->chosen_len })
                   < 0))
        status = choose(s, g, &path);
    ts_rdfc_cut_trail(s, g->base);
    return status;
}

/* The next one in lexicographical order; false after the last. */
static bool
next_permutation(uint32_t *places, uint32_t count)
{
    uint32_t i = count - 1;
    uint32_t j = count - 1;
    while (i > 0 && places[i - 1] >= places[i])
        i--;
    if (i == 0)
        return false;
    while (places[j] <= places[i - 1])
        j--;
    uint32_t moved = places[i - 1];
    places[i - 1] = places[j];
    places[j] = moved;
    for (j = count - 1; i < j; i++, j--) {
        moved = places[i];
        places[i] = places[j];
        places[j] = moved;
    }
    return true;
}

static bool
open_group(struct ts_rdfc *s, struct group *g)
{
    size_t size = g->count * path_size(s);
    g->places = ts_arena_take_array(s->arena, g->count, sizeof(*g->places));
    g->unnamed = ts_arena_take_array(s->arena, g->count, sizeof(*g->unnamed));
    g->path = (ts_room){ ts_arena_take(s->arena, size), size };
    g->chosen = (ts_room){ ts_arena_take(s->arena, size), size };
    if (!g->places || !g->unnamed || !g->path.at || !g->chosen.at)
        return false;
    for (uint32_t i = 0; i < g->count; i++)
        g->places[i] = i;
    return true;
}

/* 4.8.3 step 5 for one digest. */
static enum ts_status
hash_group(struct ts_rdfc *s, struct call *call, const uint32_t *members, uint32_t count)
{
    struct group g = {
        .call = call, .members = members, .count = count, .base = s->trail_len
    };
    size_t used = s->arena->used;
    enum ts_status status = TS_NO_SPACE;
    if (!open_group(s, &g))
        goto out;
    do {
        status = try_permutation(s, &g);
    } while (status == TS_OK && next_permutation(g.places, count));
    if (status != TS_OK)
        goto out;
    ts_rdfc_write_hex(s, &call->data, call->related[members[0]].digest);
    ts_write_bytes(&call->data, (ts_span){ g.chosen.at, g.chosen_len });
    for (uint32_t i = 0; i < g.trail_len; i++)
        ts_rdfc_issue_temporary(s, g.trail[i]);
out:
    ts_arena_rewind(s->arena, used);
    return status;
}

static enum ts_status
hash_groups(struct ts_rdfc *s, struct call *call)
{
    uint32_t end;
    for (uint32_t start = 0; start < call->count; start = end) {
        end = start + 1;
        while (end < call->count
               && by_digest(call->order[start], call->order[end], call->related) == 0)
            end++;
        enum ts_status status = hash_group(s, call, call->order + start, end - start);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

enum ts_status
ts_rdfc_hash_n_degree(struct ts_rdfc *s, uint8_t *digest, uint32_t blank)
{
    struct call call;
    size_t used = s->arena->used;
    if (s->depth == TS_RDFC_DEPTH_MAX)
        return TS_OVER_LIMIT;
    s->depth++;
    enum ts_status status = open_call(s, &call, blank);
    if (status == TS_OK)
        status = hash_groups(s, &call);
    if (status == TS_OK)
        status = charged_digest(s, digest, &call.data);
    ts_arena_rewind(s->arena, used);
    s->depth--;
    return status;
}
