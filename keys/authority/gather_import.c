#include "keys/authority/authority.h"
#include "keys/authority/authority_files.h"
#include "keys/authority/gather_run.h"
#include "keys/codec/json.h"
#include "keys/trust/status_list.h"

static const char OWN_NAME[] = "it would have no name: say its \"names\"";

void
ts_gather_put(struct ts_gather *g, const struct ts_proposal *proposal, ts_span owner,
              struct ts_gather_outcome *outcome)
{
    struct ts_proposal fit = *proposal;
    struct ts_listed *listed = ts_listing_find(&g->listing, proposal->id);
    bool is_new = listed == NULL;
    bool changed = false;
    /* Who only names an issuer that others put there does not get to rename it, or
     * to widen what it may issue. */
    fit.keys_only = owner.len > 0 && listed && !ts_span_equal(listed->owner, owner);
    enum ts_status status =
        ts_listing_put(&g->keep, &g->work, &g->listing, &fit, &changed);
    if (status != TS_OK) {
        ts_gather_refuse(outcome, status, "issuers.jsonl");
        if (status == TS_ABSENT)
            outcome->why = OWN_NAME;
        return;
    }
    listed = ts_listing_find(&g->listing, proposal->id);
    if (is_new || owner.len == 0)
        listed->owner = owner;
    listed->named = listed->named || ts_span_equal(listed->owner, owner);
    outcome->result = changed ? TS_GATHER_OK : TS_GATHER_UNCHANGED;
    outcome->count = proposal->key_count;
}

/* A DID document, or a JWK set. */
static void
import_keys(struct ts_gather *g, const struct ts_gather_job *job, ts_span body,
            struct ts_gather_outcome *outcome)
{
    const struct ts_json *root;
    struct ts_issuer_keys keys = { 0 };
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_json_parse(&g->work, &root, body, &fault);
    if (status == TS_OK && job->kind == TS_SOURCE_DID_WEB)
        status = ts_issuer_keys_from_document(&g->work, &keys, root, job->id);
    else if (status == TS_OK)
        status = ts_issuer_keys_from_jwks(&g->work, &keys, root);
    if (status != TS_OK) {
        ts_gather_refuse(outcome, status, fault.rule);
        outcome->result = TS_GATHER_FAILED;
        if (status == TS_ABSENT)
            outcome->why = "it holds no signing key that we can verify with";
        return;
    }
    const struct ts_proposal proposal = { .id = job->id,
                                          .name = job->name,
                                          .source = job->source,
                                          .keys = keys.items,
                                          .key_count = keys.count };
    ts_gather_put(g, &proposal, job->owner, outcome);
    outcome->left_out = keys.passed_over;
}

/* Whether the list of before is younger. One that cannot be read is not. */
static bool
goes_back(struct ts_gather *g, const struct ts_status_list *fresh, ts_span before)
{
    struct ts_status_list old;
    enum ts_status status =
        ts_status_list_read(&g->work, &old, fresh->url, before, &g->trust, NULL);
    return status == TS_OK
           && (old.issued.s > fresh->issued.s || old.counter > fresh->counter);
}

static enum ts_status
put_list(struct ts_gather *g, const struct ts_gather_job *job, ts_span body,
         struct ts_gather_outcome *outcome)
{
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_authority_put_status_list(&g->work, g->order.store,
                                                         job->source->url, body, &fault);
    if (status == TS_OK)
        outcome->result = TS_GATHER_OK;
    else
        ts_gather_refuse(outcome, status, fault.rule);
    return status == TS_IO ? TS_IO : TS_OK;
}

static enum ts_status
import_list(struct ts_gather *g, const struct ts_gather_job *job, ts_span body,
            struct ts_gather_outcome *outcome)
{
    char name[TS_STATUS_NAME_SIZE];
    struct ts_status_list list;
    struct ts_fault fault = { 0 };
    ts_span before = { 0 };
    ts_span url = job->source->url;
    enum ts_status status =
        ts_status_list_read(&g->work, &list, url, body, &g->trust, &fault);
    if (status != TS_OK) {
        ts_gather_refuse(outcome, status, fault.rule);
        return TS_OK;
    }
    if (ts_status_is_unsigned(list.kind) && !job->source->trust) {
        outcome->result = TS_GATHER_UNVERIFIED;
        outcome->why =
            "nobody signed it; if you believe it all the same, say \"trust\": true";
        return TS_OK;
    }
    if (list.expires.s <= g->order.now.s) {
        outcome->why = "it has expired: its issuer must sign it anew";
        return TS_OK;
    }
    ts_authority_status_name(name, url);
    status = ts_store_read(g->order.store, &g->work, &before, name, TS_TARGET_BYTES_MAX);
    if (status == TS_OK && ts_span_equal(before, body)) {
        outcome->result = TS_GATHER_UNCHANGED;
        return TS_OK;
    }
    if (status == TS_OK && goes_back(g, &list, before)) {
        outcome->why = "it is older than the one before";
        return TS_OK;
    }
    return put_list(g, job, body, outcome);
}

enum ts_status
ts_gather_import(struct ts_gather *g, struct ts_gather_job *job, ts_span body,
                 struct ts_gather_outcome *outcome)
{
    *outcome = (struct ts_gather_outcome){ 0 };
    switch (job->kind) {
    case TS_SOURCE_STATUS_LIST: return import_list(g, job, body, outcome);
    case TS_SOURCE_DID_WEB:
    case TS_SOURCE_JWKS: import_keys(g, job, body, outcome); break;
    case TS_SOURCE_DCC_REGISTRY:
    case TS_SOURCE_HEALTH_CARDS: ts_gather_import_directory(g, job, body, outcome); break;
    case TS_SOURCE_FEDERATION: ts_gather_import_statement(g, job, body, outcome); break;
    case TS_SOURCE_NONE: TS_CHECK(job->kind != TS_SOURCE_NONE); break;
    }
    return TS_OK;
}
