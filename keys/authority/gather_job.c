#include "keys/authority/authority_files.h"
#include "keys/authority/gather_address.h"
#include "keys/authority/gather_run.h"
#include "keys/crypto/did.h"

#include <string.h>

bool
ts_gather_is_directory(enum ts_source_kind kind)
{
    switch (kind) {
    case TS_SOURCE_DCC_REGISTRY:
    case TS_SOURCE_FEDERATION:
    case TS_SOURCE_HEALTH_CARDS: return true;
    case TS_SOURCE_NONE:
    case TS_SOURCE_STATUS_LIST:
    case TS_SOURCE_DID_WEB:
    case TS_SOURCE_JWKS: break;
    }
    return false;
}

void
ts_gather_refuse(struct ts_gather_outcome *outcome, enum ts_status status,
                 const char *rule)
{
    bool unproven = status == TS_UNTRUSTED || status == TS_UNSUPPORTED;
    outcome->result = unproven ? TS_GATHER_UNVERIFIED : TS_GATHER_FAILED;
    outcome->status = status;
    outcome->rule = rule;
}

void
ts_gather_tell(struct ts_gather *g, const struct ts_gather_job *job, ts_span what,
               const struct ts_gather_outcome *outcome)
{
    bool looked = outcome->result == TS_GATHER_OK || outcome->result == TS_GATHER_REMOVED;
    struct ts_gather_line line = {
        .result = outcome->result,
        .kind = job ? job->kind : TS_SOURCE_NONE,
        .what = what,
        .why = outcome->why,
        .status = outcome->status,
        .rule = outcome->rule,
        .http_status = outcome->http_status,
        .count = outcome->count,
        .left_out = outcome->left_out,
    };
    if (job && job->record->has_good && !looked) {
        line.age_s = ts_utc_since(g->order.now, job->record->good);
        line.has_age = line.age_s > 0 || outcome->result != TS_GATHER_UNCHANGED;
    }
    g->counts.of[outcome->result]++;
    if (g->order.report)
        g->order.report(&line, g->order.context);
}

void
ts_gather_finish(struct ts_gather *g, struct ts_gather_job *job,
                 const struct ts_gather_outcome *outcome)
{
    job->done = true;
    job->record->run = g->state.run;
    job->record->tried = g->order.now;
    job->record->result = outcome->result;
    ts_gather_tell(g, job, job->id.len ? job->id : job->record->address, outcome);
}

void
ts_gather_copy_name(char name[static TS_GATHER_COPY_NAME_SIZE], ts_span address)
{
    struct ts_writer w =
        ts_writer_over((ts_room){ (uint8_t *)name, TS_GATHER_COPY_NAME_SIZE });
    ts_write_text(&w, "gather/");
    ts_write_name_hash(&w, address);
    ts_write_u8(&w, '\0');
}

/* Status lists have a copy where the publisher looks for it. */
static void
copy_name(char name[static TS_GATHER_COPY_NAME_SIZE], const struct ts_gather_job *job)
{
    if (job->kind == TS_SOURCE_STATUS_LIST)
        ts_authority_status_name(name, job->source->url);
    else
        ts_gather_copy_name(name, job->record->address);
}

static bool
has_content(const struct ts_gather_record *record, ts_span body)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, body);
    return record->has_good && memcmp(digest, record->content, TS_SHA256_SIZE) == 0;
}

static bool
has_same_terms(const struct ts_gather_job *job)
{
    return job->record->has_good
           && memcmp(job->record->terms, job->source->terms, TS_SHA256_SIZE) == 0;
}

bool
ts_gather_is_known(const struct ts_gather_job *job, ts_span body)
{
    return has_same_terms(job) && has_content(job->record, body);
}

bool
ts_gather_stands(const struct ts_gather *g, const struct ts_gather_job *job)
{
    return has_same_terms(job)
           && (job->id.len == 0 || ts_listing_find(&g->listing, job->id));
}

enum ts_status
ts_gather_kept_copy(struct ts_gather *g, const struct ts_gather_job *job, ts_span *body)
{
    char name[TS_GATHER_COPY_NAME_SIZE];
    copy_name(name, job);
    enum ts_status status =
        ts_store_read(g->order.store, &g->work, body, name, TS_AUTHORITY_FILE_MAX);
    if (status != TS_OK)
        return status;
    return has_content(job->record, *body) ? TS_OK : TS_ABSENT;
}

enum ts_status
ts_gather_keep_copy(struct ts_gather *g, const struct ts_gather_job *job, ts_span body)
{
    char name[TS_GATHER_COPY_NAME_SIZE];
    if (job->kind == TS_SOURCE_STATUS_LIST)
        return TS_OK; /* kept by its import */
    copy_name(name, job);
    return ts_store_replace(g->order.store, name, body, false);
}

static enum ts_status
own_url(const struct ts_gather *g, struct ts_arena *arena, ts_span *url, ts_span id)
{
    if (ts_span_starts_with(id, TS_SPAN_LIT("did:")))
        return ts_did_web_url(arena, url, id, g->order.plain_http);
    return ts_jwks_url(arena, url, id, g->order.plain_http);
}

bool
ts_gather_is_from_own_host(const struct ts_gather *g, const struct ts_gather_job *job,
                           ts_span id)
{
    ts_span url;
    struct ts_arena scratch = g->work;
    ts_span address = job->record->address;
    return ts_span_starts_with(address, TS_SPAN_LIT("https://"))
           && own_url(g, &scratch, &url, id) == TS_OK
           && ts_span_equal(ts_url_origin(url), ts_url_origin(address));
}

/* Said before anybody is asked: no answer would change it. */
static const char *
hopeless(const struct ts_gather *g, const struct ts_gather_job *job)
{
    if (job->source->trust)
        return NULL;
    if (job->kind == TS_SOURCE_DCC_REGISTRY || job->kind == TS_SOURCE_HEALTH_CARDS)
        return "nobody signed it; if you believe it all the same, say \"trust\": true";
    if (job->id.len && !ts_gather_is_from_own_host(g, job, job->id))
        return "it does not come over https from the issuer's own host; if you believe "
               "it all the same, say \"trust\": true";
    return NULL;
}

static enum ts_status
prepare(struct ts_gather *g, struct ts_gather_job *job,
        const struct ts_directory_entry *child)
{
    ts_span address = { 0 };
    const struct ts_source *source = job->source;
    bool is_did = false;
    job->kind = source->kind;
    job->id = source->id;
    if (child) {
        is_did = ts_span_starts_with(child->id, TS_SPAN_LIT("did:"));
        job->kind = is_did ? TS_SOURCE_DID_WEB : TS_SOURCE_JWKS;
        job->is_child = true;
        job->owner = ts_source_address(&g->keep, source);
        if (!ts_arena_copy(&g->keep, &job->id, child->id)
            || !ts_arena_copy(&g->keep, &job->name, child->name))
            return TS_NO_SPACE;
        enum ts_status status = own_url(g, &g->keep, &address, job->id);
        if (status != TS_OK)
            return status;
    } else {
        address = ts_source_address(&g->keep, source);
    }
    bool is_file = !child && source->file.len > 0;
    ts_span where = is_file ? source->file : address;
    char *text = ts_arena_take(&g->keep, where.len + 1);
    if (address.len == 0 || !text)
        return TS_NO_SPACE;
    memcpy(text, where.at, where.len);
    job->where = text;
    job->record = ts_gather_record(&g->state, address);
    if (!job->record
        || (!is_file && !ts_pace_host(&g->pace, ts_url_host(address), &job->host)))
        return TS_OVER_LIMIT;
    return TS_OK;
}

/* A directory that need not be asked again still says whose keys to look for. */
static enum ts_status
read_again(struct ts_gather *g, struct ts_gather_job *job)
{
    struct ts_gather_outcome unused;
    ts_span copy;
    size_t used = g->work.used;
    enum ts_status status = TS_OK;
    if (ts_gather_is_directory(job->kind) && ts_gather_kept_copy(g, job, &copy) == TS_OK)
        status = ts_gather_import(g, job, copy, &unused);
    ts_arena_rewind(&g->work, used);
    return status;
}

static bool
is_fresh(const struct ts_gather *g, const struct ts_gather_job *job)
{
    return ts_gather_stands(g, job)
           && ts_utc_since(g->order.now, job->record->good) < g->order.max_age_s;
}

/* True when there is nothing to ask. */
static bool
settle(struct ts_gather *g, struct ts_gather_job *job)
{
    const char *why = hopeless(g, job);
    struct ts_gather_outcome outcome = { .result = TS_GATHER_UNVERIFIED, .why = why };
    if (job->record->run == g->state.run) { /* before the run was cut off */
        job->done = true;
        g->counts.of[job->record->result]++;
        return true;
    }
    if (!why && !is_fresh(g, job))
        return false;
    if (!why) {
        outcome.result = TS_GATHER_UNCHANGED;
        outcome.why = "it is not yet time to ask again";
    }
    ts_gather_finish(g, job, &outcome);
    return true;
}

enum ts_status
ts_gather_add(struct ts_gather *g, const struct ts_source *source,
              const struct ts_directory_entry *child)
{
    bool wanted = g->order.only == TS_SOURCE_NONE || g->order.only == source->kind;
    bool offline = g->order.offline && (child || source->file.len == 0);
    if (!wanted || offline) {
        g->counts.not_asked++;
        return TS_OK;
    }
    if (g->job_count == TS_GATHER_ADDRESSES_MAX)
        return TS_OVER_LIMIT;
    struct ts_gather_job *job = &g->jobs[g->job_count];
    *job = (struct ts_gather_job){ .source = source };
    enum ts_status status = prepare(g, job, child);
    if (status != TS_OK || job->record->taken)
        return status;
    job->record->taken = true;
    g->job_count++;
    if (!settle(g, job) || job->record->result == TS_GATHER_UNVERIFIED)
        return TS_OK;
    return read_again(g, job);
}
