#include "keys/authority/gather_run.h"

#include <string.h>

/* Answers that a cut may cost, to be asked for once more. */
enum { WRITE_AFTER = 64 };

static const char *
words_of_link(enum ts_status status, long http_status)
{
    if (http_status == 0 && status == TS_IO)
        return "no connection to its server";
    if (status == TS_UNTRUSTED)
        return "its server's certificate, or the place it sends us to, is not trusted";
    if (status == TS_TRUNCATED)
        return "the transfer broke off";
    if (status == TS_OVER_LIMIT)
        return "it is too large";
    return http_status ? "its server refused" : NULL;
}

/* Of a directory that does not answer, the copy still says whose keys to look for. */
static enum ts_status
fail(struct ts_gather *g, struct ts_gather_job *job,
     const struct ts_gather_answer *answer)
{
    struct ts_gather_outcome unused;
    ts_span copy;
    bool is_file = job->source->file.len > 0 && !job->is_child;
    struct ts_gather_outcome outcome = { .http_status = answer->http_status };
    ts_gather_refuse(&outcome, answer->status, NULL);
    outcome.result = TS_GATHER_FAILED;
    if (!is_file)
        outcome.why = words_of_link(answer->status, answer->http_status);
    ts_gather_finish(g, job, &outcome);
    if (!ts_gather_is_directory(job->kind) || ts_gather_kept_copy(g, job, &copy) != TS_OK)
        return TS_OK;
    return ts_gather_import(g, job, copy, &unused);
}

static enum ts_status
take_unchanged(struct ts_gather *g, struct ts_gather_job *job)
{
    struct ts_gather_outcome outcome = { .result = TS_GATHER_UNCHANGED };
    enum ts_status status = TS_OK;
    ts_span copy = { 0 };
    if (job->id.len == 0) {
        enum ts_status found = ts_gather_kept_copy(g, job, &copy);
        if (found == TS_OK)
            status = ts_gather_import(g, job, copy, &outcome);
        else
            outcome = (struct ts_gather_outcome){
                .why = "it is unchanged, but what came before is gone from the folder"
            };
        /* Without a validator the next run gets all of it. */
        if (found != TS_OK)
            job->record->etag = job->record->last_modified = "";
    }
    if (outcome.result == TS_GATHER_UNCHANGED || outcome.result == TS_GATHER_OK)
        job->record->good = g->order.now;
    if (status == TS_OK)
        ts_gather_finish(g, job, &outcome);
    return status;
}

static const char *
keep_validator(struct ts_gather *g, const char *text)
{
    ts_span copy;
    if (!ts_gather_validator_valid(text))
        return "";
    ts_span whole = { (const uint8_t *)text, strlen(text) + 1 };
    return ts_arena_copy(&g->keep, &copy, whole) ? (const char *)copy.at : "";
}

static enum ts_status
take_body(struct ts_gather *g, struct ts_gather_job *job,
          const struct ts_gather_answer *answer)
{
    struct ts_gather_record *record = job->record;
    struct ts_gather_outcome outcome = { 0 };
    enum ts_status status = ts_gather_import(g, job, answer->body, &outcome);
    bool good = outcome.result == TS_GATHER_OK || outcome.result == TS_GATHER_UNCHANGED;
    if (status == TS_OK && good && job->id.len == 0)
        status = ts_gather_keep_copy(g, job, answer->body);
    if (status != TS_OK)
        return status;
    if (good) {
        record->has_good = true;
        record->good = g->order.now;
        record->etag = keep_validator(g, answer->etag);
        record->last_modified = keep_validator(g, answer->last_modified);
        ts_sha256(record->content, answer->body);
        memcpy(record->terms, job->source->terms, TS_SHA256_SIZE);
    }
    ts_gather_finish(g, job, &outcome);
    return TS_OK;
}

/* A refusal is an answer; what breaks off or never comes holds a run up each time. */
static bool
has_answered(const struct ts_gather_answer *answer)
{
    bool is_silent = answer->status == TS_IO && answer->http_status == 0;
    return !is_silent && answer->status != TS_TRUNCATED;
}

/* What is the time there now, by the clock that the run began with. */
static ts_utc
utc_at(const struct ts_gather *g, ts_mono now)
{
    return (ts_utc){ g->order.now.s + (int64_t)((now.ms - g->begun.ms) / 1000) };
}

/* True when it shall be asked for the same again, later. */
static bool
wants_a_break(struct ts_gather *g, const struct ts_gather_job *job,
              const struct ts_gather_answer *answer, ts_mono now)
{
    int64_t seconds;
    /* RFC 6585 4, RFC 9110 15.6.4. */
    if (answer->http_status != 429 && answer->http_status != 503)
        return false;
    if (answer->retry_after
        && ts_retry_after_read(&seconds, ts_span_text(answer->retry_after),
                               utc_at(g, now))
        && seconds <= TS_GATHER_BREAK_MAX_S)
        return ts_pace_break(&g->pace, job->host, now, (uint64_t)seconds * 1000);
    ts_pace_give_up(&g->pace, job->host);
    return false;
}

static enum ts_status
take(struct ts_gather *g, struct ts_gather_job *job,
     const struct ts_gather_answer *answer)
{
    if (answer->status != TS_OK)
        return fail(g, job, answer);
    if (answer->http_status == 304)
        return take_unchanged(g, job);
    return take_body(g, job, answer);
}

enum ts_status
ts_gather_take(struct ts_gather *g, const struct ts_gather_answer *answer, ts_mono now)
{
    size_t used = g->work.used;
    TS_CHECK(answer->ticket < TS_GATHER_TRANSFERS_MAX && g->asked[answer->ticket]);
    struct ts_gather_job *job = g->asked[answer->ticket];
    g->asked[answer->ticket] = NULL;
    job->asked = false;
    if (job->is_child || job->source->file.len == 0) {
        ts_pace_end(&g->pace, job->host, now, has_answered(answer));
        if (wants_a_break(g, job, answer, now))
            return TS_OK;
    }
    enum ts_status status = take(g, job, answer);
    ts_arena_rewind(&g->work, used);
    if (status == TS_OK && ++g->unwritten >= WRITE_AFTER)
        status = ts_gather_write(g);
    return status;
}
