#include "keys/authority/gather.h"

#include "keys/authority/authority.h"
#include "keys/authority/authority_files.h"
#include "keys/authority/gather_run.h"
#include "keys/trust/scratch.h"

static const char STATE_FILE[] = "gather.jsonl";

enum { STATE_FILE_MAX = 64 << 20 };

static enum ts_status
read_or_nothing(struct ts_gather *g, ts_span *text, const char *name, size_t max,
                struct ts_fault *fault)
{
    enum ts_status status = ts_store_read(g->order.store, &g->keep, text, name, max);
    if (status == TS_ABSENT) {
        *text = (ts_span){ 0 };
        return TS_OK;
    }
    return ts_fault_set(fault, status, 0, name);
}

static enum ts_status
read_files(struct ts_gather *g, struct ts_fault *fault)
{
    ts_span issuers = { 0 };
    ts_span state = { 0 };
    enum ts_status status = read_or_nothing(g, &issuers, TS_AUTHORITY_ISSUERS_FILE,
                                            TS_AUTHORITY_FILE_MAX, fault);
    if (status == TS_OK)
        status = read_or_nothing(g, &state, STATE_FILE, STATE_FILE_MAX, fault);
    if (status == TS_OK)
        status = ts_listing_read(&g->keep, &g->work, &g->listing, issuers, fault);
    if (status == TS_OK)
        status = ts_gather_state_read(&g->keep, &g->work, &g->state, state, fault);
    return status;
}

static bool
make_room(struct ts_gather *g)
{
    g->jobs = ts_arena_take_array(&g->keep, TS_GATHER_ADDRESSES_MAX, sizeof(*g->jobs));
    return g->jobs
           && ts_pace_init(&g->pace, &g->keep, TS_GATHER_ADDRESSES_MAX, g->order.gap_ms)
           && ts_index_init(&g->claimed, &g->keep, g->order.sources->count)
           && ts_index_init(&g->sources, &g->keep, g->order.sources->count)
           && ts_index_init(&g->read, &g->keep, g->order.sources->count);
}

/* What an operator lists by itself is not also asked for because a directory names
 * it. */
static void
claim(struct ts_gather *g)
{
    const struct ts_source_list *sources = g->order.sources;
    size_t number;
    for (size_t i = 0; i < sources->count; i++) {
        const struct ts_source *source = &sources->items[i];
        if (source->id.len)
            (void)ts_index_add(&g->claimed, source->id, &number);
        (void)ts_index_add(&g->sources, ts_source_address(&g->keep, source), &number);
    }
}

static enum ts_status
begin(struct ts_gather *g, struct ts_fault *fault)
{
    enum ts_status status = read_files(g, fault);
    if (status != TS_OK)
        return status;
    if (!make_room(g))
        return ts_fault_set(fault, TS_NO_SPACE, 0, "sources");
    ts_listing_set_owners(&g->listing, &g->state);
    claim(g);
    g->is_whole = g->order.only == TS_SOURCE_NONE && !g->order.offline;
    if (g->state.ended)
        g->state.run++;
    g->state.ended = false;
    for (size_t i = 0; status == TS_OK && i < g->order.sources->count; i++)
        status = ts_gather_add(g, &g->order.sources->items[i], NULL);
    return ts_fault_set(fault, status, 0, "sources");
}

enum ts_status
ts_gather_begin(struct ts_arena *arena, struct ts_gather **gather,
                const struct ts_gather_order *order, struct ts_fault *fault)
{
    struct ts_gather *g = ts_arena_take(arena, sizeof(*g));
    if (!g)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "sources");
    TS_CHECK(order->transfers <= TS_GATHER_TRANSFERS_MAX);
    g->order = *order;
    g->work = ts_scratch_borrow(arena);
    g->keep = ts_arena_over(ts_arena_rest(arena));
    enum ts_status status = begin(g, fault);
    if (status == TS_OK)
        *gather = g;
    return status;
}

static void
collect_owners(struct ts_gather *g)
{
    g->state.owner_count = 0;
    for (size_t i = 0; i < g->listing.ids.count; i++) {
        const struct ts_listed *listed = &g->listing.items[i];
        if (listed->line.len && listed->owner.len)
            g->state.owners[g->state.owner_count++] =
                (struct ts_gather_owner){ listed->id, listed->owner };
    }
}

static enum ts_status
write_issuers(struct ts_gather *g)
{
    ts_span text;
    struct ts_writer w = ts_text_begin(&g->work);
    if (!g->listing.changed)
        return TS_OK;
    ts_listing_write(&w, &g->listing);
    enum ts_status status = ts_writer_end(&w, &text);
    if (status == TS_OK && text.len > TS_AUTHORITY_FILE_MAX)
        status = TS_OVER_LIMIT;
    if (status == TS_OK)
        status = ts_store_replace(g->order.store, TS_AUTHORITY_ISSUERS_FILE, text, false);
    g->listing.changed = status != TS_OK;
    return status;
}

enum ts_status
ts_gather_write(struct ts_gather *g)
{
    ts_span text;
    /* The state last: what it calls imported is on the medium. */
    enum ts_status status = write_issuers(g);
    if (status != TS_OK)
        return status;
    collect_owners(g);
    struct ts_writer w = ts_text_begin(&g->work);
    ts_gather_state_write(&w, &g->state);
    status = ts_writer_end(&w, &text);
    if (status == TS_OK)
        status = ts_store_replace(g->order.store, STATE_FILE, text, false);
    g->unwritten = 0;
    return status;
}

static bool
belongs_to_phase(const struct ts_gather *g, const struct ts_gather_job *job)
{
    return !job->done && !job->asked
           && (job->kind == TS_SOURCE_STATUS_LIST) == g->in_lists;
}

/* True, and told, when its host is asked no more. */
static bool
is_given_up(struct ts_gather *g, struct ts_gather_job *job)
{
    struct ts_gather_outcome outcome = { 0 };
    switch (ts_pace_mood(&g->pace, job->host)) {
    case TS_PACE_OPEN: return false;
    case TS_PACE_PEACE: outcome.why = "its server has asked to be left in peace"; break;
    case TS_PACE_SILENT:
        outcome.why = "its server does not answer, or never to the end";
        break;
    }
    ts_gather_finish(g, job, &outcome);
    return true;
}

/* The first job that may begin now; else until says when the next one may. NULL and
 * until TS_PACE_NEVER: none is left. */
static struct ts_gather_job *
choose(struct ts_gather *g, ts_mono now, ts_mono *until)
{
    *until = TS_PACE_NEVER;
    for (size_t i = 0; i < g->job_count; i++) {
        struct ts_gather_job *job = &g->jobs[i];
        if (!belongs_to_phase(g, job))
            continue;
        ts_mono ready = { 0 };
        if (job->source->file.len == 0 || job->is_child)
            ready = ts_pace_ready(&g->pace, job->host);
        if (ready.ms <= now.ms)
            return job;
        if (!is_given_up(g, job) && ready.ms < until->ms)
            *until = ready;
    }
    return NULL;
}

/* A ticket that is free. False: as much is under way as may be. */
static bool
find_ticket(const struct ts_gather *g, size_t *ticket)
{
    size_t transfers = g->order.transfers ? g->order.transfers : 1;
    for (*ticket = 0; *ticket < transfers; ++*ticket)
        if (!g->asked[*ticket])
            return true;
    return false;
}

static bool
is_under_way(const struct ts_gather *g)
{
    for (size_t i = 0; i < TS_GATHER_TRANSFERS_MAX; i++)
        if (g->asked[i])
            return true;
    return false;
}

static void
ask(struct ts_gather *g, struct ts_gather_job *job, size_t ticket,
    struct ts_gather_step *step)
{
    bool is_file = job->source->file.len > 0 && !job->is_child;
    bool list = job->kind == TS_SOURCE_STATUS_LIST;
    *step = (struct ts_gather_step){
        .want = is_file ? TS_GATHER_READ : TS_GATHER_FETCH,
        .where = job->where,
        .max = list ? TS_TARGET_BYTES_MAX : TS_GATHER_DOCUMENT_MAX,
        .ticket = ticket,
    };
    job->asked = true;
    g->asked[ticket] = job;
    if (is_file)
        return;
    ts_pace_begin(&g->pace, job->host);
    /* Else "not modified" would say nothing. */
    if (!ts_gather_stands(g, job))
        return;
    if (*job->record->etag)
        step->if_none_match = job->record->etag;
    else if (*job->record->last_modified)
        step->if_modified_since = job->record->last_modified;
}

/* Issuers that their directory does not name any more: off the list, or to another
 * directory that does. */
static void
sweep(struct ts_gather *g)
{
    for (size_t i = 0; i < g->listing.ids.count; i++) {
        struct ts_listed *listed = &g->listing.items[i];
        if (listed->line.len == 0 || listed->owner.len == 0 || listed->named
            || !ts_index_find(&g->read, listed->owner, NULL))
            continue;
        if (listed->named_by.len) {
            listed->owner = listed->named_by;
            continue;
        }
        ts_gather_tell(g, NULL, listed->id,
                       &(struct ts_gather_outcome){ .result = TS_GATHER_REMOVED,
                                                    .why = "no source names it now" });
        ts_listing_remove(&g->listing, listed);
    }
}

static enum ts_status
begin_lists(struct ts_gather *g)
{
    if (g->is_whole)
        sweep(g);
    enum ts_status status = ts_gather_write(g);
    if (status == TS_OK)
        status = ts_authority_status_trust(&g->keep, &g->trust, g->order.store, NULL);
    g->in_lists = true;
    return status;
}

/* Forgets what no source leads to any more. */
static enum ts_status
forget(struct ts_gather *g)
{
    char name[TS_GATHER_COPY_NAME_SIZE];
    enum ts_status status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < g->state.addresses.count; i++) {
        struct ts_gather_record *record = &g->state.records[i];
        if (record->run == g->state.run || record->run == 0)
            continue;
        record->run = 0;
        ts_gather_copy_name(name, record->address);
        status = ts_store_remove(g->order.store, name);
    }
    return status;
}

static enum ts_status
end(struct ts_gather *g)
{
    enum ts_status status = TS_OK;
    if (g->state.ended)
        return TS_OK;
    if (g->is_whole)
        status = forget(g);
    g->state.ended = true;
    return status == TS_OK ? ts_gather_write(g) : status;
}

enum ts_status
ts_gather_next(struct ts_gather *g, struct ts_gather_step *step, ts_mono now)
{
    enum ts_status status = TS_OK;
    ts_mono until = TS_PACE_NEVER;
    size_t ticket;
    if (!g->has_begun)
        g->begun = now;
    g->has_begun = true;
    *step = (struct ts_gather_step){ .want = TS_GATHER_WAIT, .until = TS_PACE_NEVER };
    if (!find_ticket(g, &ticket))
        return TS_OK;
    struct ts_gather_job *job = choose(g, now, &until);
    bool is_over = !job && until.ms == TS_PACE_NEVER.ms && !is_under_way(g);
    if (is_over && !g->in_lists) {
        status = begin_lists(g);
        if (status == TS_OK)
            job = choose(g, now, &until);
        is_over = !job && until.ms == TS_PACE_NEVER.ms;
    }
    if (status != TS_OK)
        return status;
    step->until = until;
    if (job)
        ask(g, job, ticket, step);
    if (!is_over)
        return TS_OK;
    step->want = TS_GATHER_DONE;
    return end(g);
}

struct ts_gather_counts
ts_gather_counts(const struct ts_gather *g)
{
    return g->counts;
}
