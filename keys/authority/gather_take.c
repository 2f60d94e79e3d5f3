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

enum ts_status
ts_gather_take(struct ts_gather *g, const struct ts_gather_answer *answer, ts_mono now)
{
    struct ts_gather_job *job = g->asked;
    size_t used = g->work.used;
    enum ts_status status;
    TS_CHECK(job);
    g->asked = NULL;
    if (job->is_child || job->source->file.len == 0)
        ts_pace_end(&g->pace, job->host, now);
    /* RFC 6585 4, RFC 9110 15.6.4. */
    if (answer->http_status == 429 || answer->http_status == 503)
        ts_pace_give_up(&g->pace, job->host);
    if (answer->status != TS_OK)
        status = fail(g, job, answer);
    else if (answer->http_status == 304)
        status = take_unchanged(g, job);
    else
        status = take_body(g, job, answer);
    ts_arena_rewind(&g->work, used);
    if (status == TS_OK && ++g->unwritten >= WRITE_AFTER)
        status = ts_gather_write(g);
    return status;
}
