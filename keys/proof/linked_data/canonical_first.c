#include "keys/proof/linked_data/canonical_parts.h"
#include "keys/proof/linked_data/sort.h"

#include <string.h>

size_t
ts_rdfc_digest_size(const struct ts_rdfc *s)
{
    switch (s->hash) {
    case TS_RDFC_SHA256: return TS_SHA256_SIZE;
    case TS_RDFC_SHA384: return TS_SHA384_SIZE;
    }
    return TS_SHA256_SIZE;
}

void
ts_rdfc_digest(const struct ts_rdfc *s, uint8_t *digest, ts_span bytes)
{
    switch (s->hash) {
    case TS_RDFC_SHA256: ts_sha256(digest, bytes); break;
    case TS_RDFC_SHA384: ts_sha384(digest, bytes); break;
    }
}

void
ts_rdfc_write_hex(const struct ts_rdfc *s, struct ts_writer *w, const uint8_t *digest)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hex[2 * TS_RDFC_DIGEST_MAX];
    size_t size = ts_rdfc_digest_size(s);
    for (size_t i = 0; i < size; i++) {
        hex[2 * i] = (uint8_t)digits[digest[i] >> 4];
        hex[2 * i + 1] = (uint8_t)digits[digest[i] & 15];
    }
    ts_write_bytes(w, (ts_span){ hex, 2 * size });
}

static uint32_t
blank_of(const struct ts_rdf_term *term)
{
    return term->kind == TS_RDF_BLANK ? term->blank : TS_RDFC_NONE;
}

static enum ts_status
write_lines(struct ts_rdfc *s)
{
    ts_room room = ts_arena_rest(s->arena);
    if (room.len > UINT32_MAX) /* offsets in a line have 32 bits */
        room.len = UINT32_MAX;
    struct ts_writer w = ts_writer_over(room);
    for (size_t i = 0; i < s->dataset->count; i++) {
        const struct ts_rdf_quad *quad = &s->dataset->quads[i];
        struct ts_rdfc_line *line = &s->lines[i];
        size_t start = w.used;
        ts_nquads_write(&w, &line->marks, quad);
        if (w.full)
            return TS_NO_SPACE;
        line->at = room.at + start;
        line->len = (uint32_t)(w.used - start);
        line->blanks[0] = blank_of(&quad->subject);
        line->blanks[1] = blank_of(&quad->object);
        line->blanks[2] = blank_of(&quad->graph);
    }
    ts_arena_keep(s->arena, w.used);
    return TS_OK;
}

/* A node that a line mentions twice is in it once. */
static bool
is_repeated(const struct ts_rdfc_line *line, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (line->blanks[i] == line->blanks[place])
            return true;
    return false;
}

static void
mention(struct ts_rdfc *s, uint32_t line_number)
{
    const struct ts_rdfc_line *line = &s->lines[line_number];
    for (size_t i = 0; i < TS_NQUADS_BLANKS; i++) {
        uint32_t blank = line->blanks[i];
        if (blank == TS_RDFC_NONE || is_repeated(line, i))
            continue;
        if (s->mentions)
            s->mentions[s->first[blank] + s->mention_counts[blank]] = line_number;
        s->mention_counts[blank]++;
    }
}

/* The blank node to quads map (4.4.3 step 2): counted, then filled in. */
static enum ts_status
map_mentions(struct ts_rdfc *s)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < s->dataset->count; i++)
        mention(s, i);
    for (uint32_t n = 0; n < s->dataset->blank_count; n++) {
        s->first[n] = total;
        total += s->mention_counts[n];
        s->mention_counts[n] = 0;
    }
    s->mentions = ts_arena_take_array(s->arena, total, sizeof(*s->mentions));
    if (!s->mentions)
        return TS_NO_SPACE;
    for (uint32_t i = 0; i < s->dataset->count; i++)
        mention(s, i);
    return TS_OK;
}

static void
rename_in(const struct ts_rdfc_line *line, uint32_t blank, uint8_t name)
{
    for (size_t i = 0; i < TS_NQUADS_BLANKS; i++)
        if (line->blanks[i] == blank)
            line->at[line->marks.at[i]] = name;
}

/* Lines that read the same but for whom they mention stand apart; the same quad
 * stands beside itself. */
static int
compare_lines(uint32_t a, uint32_t b, const void *context)
{
    const struct ts_rdfc_line *lines = context;
    int order = ts_span_compare((ts_span){ lines[a].at, lines[a].len },
                                (ts_span){ lines[b].at, lines[b].len });
    if (order != 0)
        return order;
    return memcmp(lines[a].blanks, lines[b].blanks, sizeof(lines[a].blanks));
}

static uint32_t
drop_repeated(const struct ts_rdfc *s, uint32_t *lines, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || compare_lines(lines[kept - 1], lines[i], s->lines) != 0)
            lines[kept++] = lines[i];
    return kept;
}

/* 4.6.3 steps 4 and 5. */
static enum ts_status
digest_lines(struct ts_rdfc *s, uint32_t blank)
{
    const uint32_t *lines = s->mentions + s->first[blank];
    struct ts_writer w = ts_writer_over(ts_arena_rest(s->arena));
    ts_span text;
    for (uint32_t i = 0; i < s->mention_counts[blank]; i++)
        ts_write_bytes(&w, (ts_span){ s->lines[lines[i]].at, s->lines[lines[i]].len });
    enum ts_status status = ts_writer_end(&w, &text);
    if (status == TS_OK)
        ts_rdfc_digest(s, s->digests[blank], text);
    return status;
}

static enum ts_status
hash_first_degree(struct ts_rdfc *s, uint32_t blank)
{
    uint32_t *lines = s->mentions + s->first[blank];
    uint32_t count = s->mention_counts[blank];
    for (uint32_t i = 0; i < count; i++)
        rename_in(&s->lines[lines[i]], blank, 'a');
    ts_ld_sort(lines, s->spare, count, compare_lines, s->lines);
    /* What is dropped gets its name back, too: it is a line of other nodes. */
    memcpy(s->spare, lines, count * sizeof(*lines));
    s->mention_counts[blank] = drop_repeated(s, lines, count);
    enum ts_status status = digest_lines(s, blank);
    for (uint32_t i = 0; i < count; i++)
        rename_in(&s->lines[s->spare[i]], blank, 'z');
    return status;
}

enum ts_status
ts_rdfc_hash_first_degree(struct ts_rdfc *s)
{
    enum ts_status status = write_lines(s);
    if (status == TS_OK)
        status = map_mentions(s);
    for (uint32_t n = 0; n < s->dataset->blank_count && status == TS_OK; n++)
        if (s->mention_counts[n] > 0)
            status = hash_first_degree(s, n);
    return status;
}
