#include "keys/authority/gather_federation.h"
#include "keys/authority/gather_run.h"
#include "keys/crypto/did.h"

/* A directory that names so few is not asked whether it lost half of them. */
enum { SHRINKS_FREELY = 4 };

/* Says that the directory at address names it. An issuer whose directory the operator
 * has given up belongs to the next that names it. */
static void
note_named(struct ts_gather *g, ts_span id, ts_span address)
{
    struct ts_listed *listed = ts_listing_find(&g->listing, id);
    if (!listed)
        return;
    if (listed->owner.len && !ts_index_find(&g->sources, listed->owner, NULL))
        listed->owner = address;
    if (ts_span_equal(listed->owner, address))
        listed->named = true;
    else
        listed->named_by = address;
}

static void
note_read(struct ts_gather *g, ts_span address)
{
    size_t number;
    (void)ts_index_add(&g->read, address, &number);
}

/* About an issuer of a directory that has no address of its own. */
static void
tell_child(struct ts_gather *g, const struct ts_gather_job *job, ts_span id,
           const struct ts_gather_outcome *outcome)
{
    struct ts_gather_record none = { 0 };
    const struct ts_gather_job child = { .kind = job->kind, .record = &none };
    ts_gather_tell(g, &child, id, outcome);
}

/* The key is in the id. */
static void
add_self_contained(struct ts_gather *g, const struct ts_gather_job *job,
                   const struct ts_directory_entry *entry)
{
    struct ts_public_key key;
    struct ts_gather_outcome outcome = { 0 };
    const struct ts_proposal proposal = { .id = entry->id,
                                          .name = entry->name,
                                          .source = job->source };
    size_t used = g->work.used;
    enum ts_status status = ts_did_key(&g->work, &key, entry->id);
    ts_arena_rewind(&g->work, used);
    if (status == TS_OK)
        ts_gather_put(g, &proposal, job->record->address, &outcome);
    else
        ts_gather_refuse(&outcome, status, "did:key, did:jwk");
    if (outcome.result != TS_GATHER_UNCHANGED)
        tell_child(g, job, entry->id, &outcome);
}

/* TS_OK also when it is of no use, which is told. */
static enum ts_status
add_child(struct ts_gather *g, const struct ts_gather_job *job,
          const struct ts_directory_entry *entry)
{
    struct ts_gather_outcome outcome = { 0 };
    note_named(g, entry->id, job->record->address);
    if (ts_index_find(&g->claimed, entry->id, NULL))
        return TS_OK;
    if (ts_did_is_self_contained(entry->id)) {
        add_self_contained(g, job, entry);
        return TS_OK;
    }
    enum ts_status status = ts_gather_add(g, job->source, entry);
    if (status != TS_ABSENT && status != TS_MALFORMED)
        return status;
    outcome.result = TS_GATHER_UNVERIFIED;
    outcome.why = "no place for its keys follows from its id";
    tell_child(g, job, entry->id, &outcome);
    return TS_OK;
}

/* A broken or emptied directory must not take everybody off the list. */
static bool
shrinks(struct ts_gather *g, const struct ts_gather_job *job,
        const struct ts_directory *directory)
{
    ts_span address = job->record->address;
    size_t owned = 0;
    size_t still = 0;
    for (size_t i = 0; i < g->listing.ids.count; i++) {
        const struct ts_listed *listed = &g->listing.items[i];
        owned += listed->line.len > 0 && ts_span_equal(listed->owner, address);
    }
    for (size_t i = 0; i < directory->count; i++) {
        const struct ts_listed *listed =
            ts_listing_find(&g->listing, directory->entries[i].id);
        still += listed && ts_span_equal(listed->owner, address);
    }
    return !job->source->may_shrink && owned >= SHRINKS_FREELY && 2 * still < owned;
}

void
ts_gather_import_directory(struct ts_gather *g, struct ts_gather_job *job, ts_span body,
                           struct ts_gather_outcome *outcome)
{
    struct ts_directory directory = { 0 };
    struct ts_fault fault = { 0 };
    bool known = ts_gather_is_known(job, body);
    enum ts_status status = job->kind == TS_SOURCE_DCC_REGISTRY
                                ? ts_dcc_registry_read(&g->work, &directory, body, &fault)
                                : ts_health_directory_read(&g->work, &directory, body,
                                                           g->order.plain_http, &fault);
    if (status == TS_OK && shrinks(g, job, &directory)) {
        outcome->why = "it names fewer than half of those it named before; if that is "
                       "right, say \"mayShrink\": true";
        return;
    }
    for (size_t i = 0; status == TS_OK && i < directory.count; i++)
        status = add_child(g, job, &directory.entries[i]);
    if (status != TS_OK) {
        ts_gather_refuse(outcome, status, fault.rule);
        return;
    }
    note_read(g, job->record->address);
    outcome->result = known ? TS_GATHER_UNCHANGED : TS_GATHER_OK;
    outcome->count = directory.count;
    outcome->left_out = directory.passed_over;
}

/* What an anchor says of others' keys does not outweigh what is known otherwise. */
static bool
is_others(const struct ts_gather *g, const struct ts_gather_job *job, ts_span id)
{
    const struct ts_listed *listed = ts_listing_find(&g->listing, id);
    return listed && !ts_span_equal(listed->owner, job->record->address)
           && (listed->owner.len == 0 || ts_index_find(&g->sources, listed->owner, NULL));
}

static void
put_subject(struct ts_gather *g, const struct ts_gather_job *job,
            const struct ts_federation_statement *statement,
            struct ts_gather_outcome *outcome)
{
    const struct ts_proposal proposal = { .id = statement->subject,
                                          .name = statement->name,
                                          .source = job->source,
                                          .keys = statement->keys.items,
                                          .key_count = statement->keys.count };
    if (is_others(g, job, statement->subject)
        && !ts_gather_is_from_own_host(g, job, statement->subject)) {
        outcome->result = TS_GATHER_UNVERIFIED;
        outcome->why = "its subject is on the list already, by other hands";
        return;
    }
    note_named(g, statement->subject, job->record->address);
    ts_gather_put(g, &proposal, job->record->address, outcome);
    outcome->left_out = statement->keys.passed_over;
}

void
ts_gather_import_statement(struct ts_gather *g, struct ts_gather_job *job, ts_span body,
                           struct ts_gather_outcome *outcome)
{
    const struct ts_federation_order order = { .anchor = job->source->anchor,
                                               .anchor_keys = &job->source->anchor_keys,
                                               .now = g->order.now };
    struct ts_federation_statement statement;
    struct ts_fault fault = { 0 };
    bool known = ts_gather_is_known(job, body);
    enum ts_status status =
        ts_federation_is_chain(&g->work, body)
            ? ts_federation_read_chain(&g->work, &statement, &order, body, &fault)
            : ts_federation_read(&g->work, &statement, &order, body, &fault);
    if (status != TS_OK) {
        ts_gather_refuse(outcome, status, fault.rule);
        if (status == TS_UNTRUSTED)
            outcome->why = fault.rule;
        return;
    }
    if (!statement.by_anchor && !job->source->trust
        && !ts_gather_is_from_own_host(g, job, statement.subject)) {
        outcome->result = TS_GATHER_UNVERIFIED;
        outcome->why = "only its subject signed it, and it does not come from there";
        return;
    }
    if (statement.keys.count) {
        put_subject(g, job, &statement, outcome);
    } else {
        const struct ts_directory_entry entry = { statement.subject, statement.name };
        status = add_child(g, job, &entry);
        outcome->result = known ? TS_GATHER_UNCHANGED : TS_GATHER_OK;
        outcome->count = 1;
    }
    if (status != TS_OK)
        ts_gather_refuse(outcome, status, "TS_GATHER_ADDRESSES_MAX");
    else
        note_read(g, job->record->address);
}
