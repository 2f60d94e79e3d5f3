#include "keys/sync/mirror_parts.h"

#include <string.h>

static const struct ts_target *
target_of(const struct ts_mirror *m)
{
    return m->items[m->item].target;
}

/* The whole of it is here. False: its hash says that it is not what was signed. */
static bool
accept(struct ts_mirror *m, ts_span bytes)
{
    ts_verified verified;
    if (ts_target_check(&verified, target_of(m), bytes) != TS_OK)
        return false;
    enum ts_status status = ts_mirror_put_object(m, target_of(m), bytes);
    if (status != TS_OK) {
        ts_mirror_end_broken(m, status, "objects");
        return true;
    }
    /* What cannot be removed now is swept away later. */
    if (m->opened)
        (void)!ts_pieces_drop(&m->pieces);
    m->opened = false;
    m->items[m->item].held = true;
    ts_mirror_praise(m);
    return true;
}

/* Takes what came for a file off the record: it cannot be trusted to be a beginning
 * of it. */
static void
start_over(struct ts_mirror *m)
{
    if (m->opened)
        (void)!ts_pieces_drop(&m->pieces);
}

static enum ts_status
open_pieces(struct ts_mirror *m)
{
    ts_room room = { m->buffer.at, (size_t)target_of(m)->length };
    if (m->opened)
        return TS_OK;
    enum ts_status status =
        ts_pieces_open(&m->pieces, m->options.trust, room, target_of(m));
    m->opened = status == TS_OK;
    return status;
}

struct sink {
    struct ts_mirror *m;
    enum ts_status status;
};

static bool
take(ts_span bytes, void *context)
{
    struct sink *sink = context;
    return ts_pieces_add(&sink->m->pieces, bytes, &sink->status);
}

/* A server that does not resume: another one may. Without another the file is
 * fetched from its beginning, unless every byte of it was paid for. False: it is
 * not to be asked. */
static bool
may_ask(struct ts_mirror *m)
{
    bool resumes = m->records[m->at].ranges_refused < TS_MIRROR_RANGES_REFUSED_MAX;
    if (resumes || m->pieces.have == 0)
        return true;
    for (size_t i = 0; i < m->options.source_count; i++)
        if (!m->records[i].out
            && m->records[i].ranges_refused < TS_MIRROR_RANGES_REFUSED_MAX)
            return false;
    /* Each time is a strike: a link that drops before the end of the file would have it
     * begin for ever. */
    struct ts_mirror_record *record = &m->records[m->at];
    if (m->options.metered || ++record->strikes >= TS_MIRROR_STRIKES_MAX)
        return false;
    start_over(m);
    return true;
}

static void
wrong(struct ts_mirror *m, ts_mono now, uint32_t random)
{
    struct ts_fault fault = { .status = TS_UNTRUSTED, .rule = "TUF 1.0.34 5.7.3" };
    start_over(m);
    /* A file that is paid for twice is paid for at another mirror, or another day. */
    bool is_out = ts_mirror_is_medium(m) || m->options.metered;
    ts_mirror_blame(m, is_out ? TS_BLAME_OUT : TS_BLAME_STRIKE, fault, now, random);
}

static void
missed(struct ts_mirror *m, enum ts_status status, size_t before, ts_mono now,
       uint32_t random)
{
    struct ts_fault fault = { .status = status, .rule = ts_mirror_rule_of(status) };
    enum ts_mirror_blame blame = TS_BLAME_FAILURE;
    if (status == TS_TRUNCATED && m->pieces.have > before) {
        ts_mirror_praise(m);
        if (before > 0)
            m->records[m->at].ranges_refused = 0;
        return;
    }
    if (status == TS_ROLLBACK) {
        m->records[m->at].ranges_refused++;
        fault.status = TS_UNSUPPORTED;
    }
    if (status == TS_OVER_LIMIT || status == TS_OK)
        blame = TS_BLAME_STRIKE;
    if (status == TS_OK) /* It says that it is done, and it is not. */
        fault.status = TS_TRUNCATED;
    if (status == TS_ABSENT || status == TS_UNTRUSTED)
        blame = TS_BLAME_OUT;
    ts_mirror_blame(m, blame, fault, now, random);
}

static void
fetch_link(struct ts_mirror *m, const char *name, ts_mono now, uint32_t random)
{
    struct sink sink = { .m = m, .status = open_pieces(m) };
    if (sink.status == TS_OK && !may_ask(m)) {
        struct ts_fault fault = { .status = TS_UNSUPPORTED, .rule = "RFC 9110 14.2" };
        ts_mirror_blame(m, TS_BLAME_OUT, fault, now, random);
        return;
    }
    size_t before = m->pieces.have;
    struct ts_mirror_order order = { .name = name,
                                     .encode = true,
                                     .offset = before,
                                     .max = m->pieces.room.len - before,
                                     .take = take,
                                     .context = &sink };
    enum ts_status status = TS_OK;
    bool is_whole = before == m->pieces.room.len && before > 0;
    if (sink.status == TS_OK && !is_whole)
        status = ts_mirror_fetch(m, NULL, &order);
    is_whole = m->pieces.have == m->pieces.room.len;
    if (sink.status == TS_OK && !is_whole)
        sink.status = ts_pieces_keep(&m->pieces);
    if (sink.status != TS_OK)
        ts_mirror_end_broken(m, sink.status, "partial");
    else if (is_whole && !accept(m, (ts_span){ m->buffer.at, m->pieces.have }))
        wrong(m, now, random);
    else if (!is_whole && ts_mirror_is_spent(m))
        ts_mirror_end(m, TS_MIRROR_OVER_BUDGET, (struct ts_fault){ .status = status });
    else if (!is_whole)
        missed(m, status, before, now, random);
}

static void
fetch_medium(struct ts_mirror *m, const char *name, ts_mono now, uint32_t random)
{
    ts_span whole = { 0 };
    struct ts_mirror_order order = { .name = name, .max = target_of(m)->length };
    /* It overwrites what came over a link; that is still in the store. */
    m->opened = false;
    enum ts_status status = ts_mirror_fetch(m, &whole, &order);
    struct ts_fault fault = { .status = status, .rule = "keys/FORMAT.md 1.2" };
    if (status != TS_OK)
        ts_mirror_blame(m, TS_BLAME_OUT, fault, now, random);
    else if (!accept(m, whole))
        wrong(m, now, random);
}

/* Targets of the same content are fetched once. */
static bool
is_here_by_now(struct ts_mirror *m)
{
    ts_span bytes;
    struct ts_mirror_item *item = &m->items[m->item];
    if (item->wanted && !item->held && !m->opened && m->progress.bytes > 0)
        item->held = ts_mirror_holds(m, &ts_mirror_any_generation, item->target, &bytes);
    return item->held || !item->wanted;
}

void
ts_mirror_step_targets(struct ts_mirror *m, ts_mono now, uint32_t random)
{
    while (m->item < m->count && is_here_by_now(m))
        m->item++;
    if (m->item == m->count) {
        m->phase = TS_MIRROR_ASSEMBLY;
        return;
    }
    ts_refresh_target_name(m->what, m->refresh, target_of(m));
    char name[sizeof("targets/") + TS_TARGET_NAME_SIZE] = "targets/";
    memcpy(name + strlen("targets/"), m->what, strlen(m->what) + 1);
    if (ts_mirror_is_medium(m))
        fetch_medium(m, name, now, random);
    else if (ts_mirror_is_spent(m))
        ts_mirror_end(m, TS_MIRROR_OVER_BUDGET, (struct ts_fault){ 0 });
    else
        fetch_link(m, name, now, random);
    ts_mirror_count_missing(m);
}
