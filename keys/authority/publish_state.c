#include "keys/authority/publishing.h"
#include "keys/authority/status_line.h"
#include "keys/trust/scratch.h"
#include "keys/trust/status_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A list of nobody's, in which one entry is withdrawn and no other: wherever the state
 * is coded or decoded wrongly enough to turn everybody away, it shows here first.
 */
enum { CANARY_SIZE = 131072, CANARY_SET = 77777, CANARY_CLEAR = 33333 };
static const uint64_t canary_positions[] = { CANARY_SET };

struct collection {
    struct ts_publishing *p;
    struct ts_status_trust trust;
    struct ts_revocation_input *inputs;
    size_t count, capacity;
};

static void
add_canary(struct collection *c)
{
    c->inputs[c->count++] = (struct ts_revocation_input){
        .list = { .url = TS_SPAN_LIT(TS_CANARY_PREFIX),
                  .kind = TS_STATUS_BITSTRING,
                  .purpose = TS_REVOCATION_WITHDRAWN,
                  .bits = 1,
                  .size = CANARY_SIZE,
                  .has_canaries = true,
                  .canary_set = CANARY_SET,
                  .canary_clear = CANARY_CLEAR },
        .positions = canary_positions,
        .count = TS_COUNT(canary_positions),
    };
}

/* Canaries that the issuer promised go with its withdrawals, else with its suspensions:
 * the first segment of a list. */
static enum ts_status
add_inputs(struct collection *c, const struct ts_status_list *list,
           const struct ts_status_line *line)
{
    struct ts_revocation_input inputs[TS_REVOCATION_INPUTS_MAX];
    size_t count;
    struct ts_arena *arena = c->p->arena;
    ts_span url;
    ts_span issuer;
    if (line->url.len > TS_REVOCATION_TEXT_MAX
        || list->issuer.len > TS_REVOCATION_TEXT_MAX)
        return TS_UNSUPPORTED;
    enum ts_status status = ts_revocation_inputs_of(arena, inputs, &count, list);
    if (status != TS_OK)
        return status;
    /* The list goes with the scratch it was read into. */
    if (!ts_arena_copy(arena, &url, line->url)
        || !ts_arena_copy(arena, &issuer, list->issuer))
        return TS_NO_SPACE;
    inputs[0].list.has_canaries = line->has_canaries;
    inputs[0].list.canary_set = line->canary_set;
    inputs[0].list.canary_clear = line->canary_clear;
    for (size_t i = 0; i < count; i++) {
        inputs[i].list.url = url;
        inputs[i].list.issuer = issuer;
        c->inputs[c->count++] = inputs[i];
    }
    return TS_OK;
}

/* As it came, under its own name: a kiosk reads it as the issuer signed it. */
static enum ts_status
add_list_itself(struct collection *c, const struct ts_status_line *line, const char *name)
{
    struct ts_tuf_target about = { .url = line->url };
    char path[sizeof(about.path)];
    ts_span bytes;
    enum ts_status status = ts_store_read(c->p->order->store, c->p->arena, &bytes, name,
                                          TS_AUTHORITY_FILE_MAX);
    if (status != TS_OK)
        return status;
    snprintf(path, sizeof(path), TS_REV_LIST_PREFIX "%s", strchr(name, '/') + 1);
    return ts_publish_add(&c->p->revocations, path, bytes, about);
}

static enum ts_status
read_line(struct collection *c, const struct ts_status_line *line, const char *name)
{
    struct ts_arena scratch = ts_scratch_borrow(c->p->arena);
    struct ts_status_list list;
    ts_span bytes;
    enum ts_status status =
        ts_store_read(c->p->order->store, &scratch, &bytes, name, TS_AUTHORITY_FILE_MAX);
    if (status != TS_OK) {
        ts_scratch_return(c->p->arena, &scratch);
        return status;
    }
    /* What was good when it came and is not now: its issuer is off the list. */
    if (ts_status_list_read(&scratch, &list, line->url, bytes, &c->trust, NULL) == TS_OK)
        status = add_inputs(c, &list, line);
    else
        c->p->done.left_out++;
    ts_scratch_return(c->p->arena, &scratch);
    return status;
}

static enum ts_status
collect(struct collection *c, ts_span lines)
{
    struct ts_status_line line;
    char name[TS_STATUS_NAME_SIZE];
    for (ts_span text; ts_line_take(&lines, &text);) {
        enum ts_status status = ts_status_line_read(&line, text);
        if (status != TS_OK)
            return status;
        ts_authority_status_name(name, line.url);
        status = read_line(c, &line, name);
        if (status == TS_UNSUPPORTED)
            status = add_list_itself(c, &line, name);
        if (status != TS_OK)
            return status;
        c->p->done.status_lists++;
    }
    return TS_OK;
}

static enum ts_status
collect_all(struct collection *c)
{
    ts_span lines = { 0 };
    size_t count = 1;
    struct ts_arena *arena = c->p->arena;
    enum ts_status status =
        ts_authority_status_trust(arena, &c->trust, c->p->order->store, c->p->fault);
    if (status != TS_OK)
        return status;
    status = ts_store_read(c->p->order->store, arena, &lines, TS_AUTHORITY_STATUS_FILE,
                           TS_AUTHORITY_FILE_MAX);
    if (status != TS_OK && status != TS_ABSENT)
        return ts_publish_fault(c->p, status, TS_AUTHORITY_STATUS_FILE);
    ts_span rest = lines;
    for (ts_span line; ts_line_take(&rest, &line);)
        count += TS_REVOCATION_INPUTS_MAX;
    c->inputs = ts_arena_take_array(arena, count, sizeof(*c->inputs));
    if (!c->inputs)
        return ts_publish_fault(c->p, TS_NO_SPACE, TS_AUTHORITY_STATUS_FILE);
    add_canary(c);
    status = collect(c, lines);
    return ts_publish_fault(c->p, status, TS_AUTHORITY_STATUS_FILE);
}

/* Read back as a kiosk will read it: that checks form, hash and canaries. What is
 * believed here is what will be signed. */
static enum ts_status
load(struct ts_publishing *p, struct ts_publish_state *made)
{
    struct ts_target target = { .length = made->snapshot.len,
                                .hashes = { .has_sha256 = true } };
    struct ts_fault fault = { 0 };
    ts_verified verified;
    ts_sha256(target.hashes.sha256, made->snapshot);
    enum ts_status status = ts_target_check(&verified, &target, made->snapshot);
    if (status == TS_OK)
        status = ts_revocations_load(p->arena, &made->state, verified, &fault);
    return ts_publish_fault(p, status == TS_UNTRUSTED ? TS_MALFORMED : status,
                            fault.rule ? fault.rule : TS_REV_SNAPSHOT_PATH);
}

static enum ts_status
make_at(struct collection *c, struct ts_publish_state *made,
        const struct ts_published_part *part)
{
    const struct ts_revocation_release release = { part->epoch, part->issued,
                                                   TS_REVOCATION_BEST };
    enum ts_status status =
        ts_revocations_write(c->p->arena, &made->snapshot, c->inputs, c->count, release);
    if (status != TS_OK)
        return ts_publish_fault(c->p, status, TS_REV_SNAPSHOT_PATH);
    return load(c->p, made);
}

/* The state as it was made at its epoch, if it still says the same; then the bytes
 * that were published stay as well. */
static enum ts_status
keep_or_make(struct collection *c, struct ts_publish_state *made, bool *is_new)
{
    struct ts_published_part *part = &c->p->next.state;
    enum ts_status status;
    *is_new = true;
    if (part->epoch) {
        size_t used = c->p->arena->used;
        status = make_at(c, made, part);
        if (status != TS_OK)
            return status;
        *is_new = memcmp(made->state.hash, part->hash, sizeof(part->hash)) != 0;
        ts_arena_rewind(c->p->arena, used);
    }
    if (*is_new) {
        part->epoch = c->p->next.version;
        part->issued = c->p->order->now;
        status = make_at(c, made, part);
        memcpy(part->hash, made->state.hash, sizeof(part->hash));
        return status;
    }
    status = ts_publish_kept_state(c->p, &made->snapshot, part);
    if (status == TS_ABSENT) /* somebody tidied up */
        status = make_at(c, made, part);
    return ts_publish_fault(c->p, status, TS_REV_SNAPSHOT_PATH);
}

enum ts_status
ts_publish_state(struct ts_publishing *p)
{
    struct collection c = { .p = p };
    struct ts_publish_state made;
    bool is_new;
    enum ts_status status = collect_all(&c);
    if (status == TS_OK)
        status = keep_or_make(&c, &made, &is_new);
    if (status == TS_OK && is_new)
        status = ts_publish_keep_state(p, &made);
    if (status != TS_OK)
        return status;
    const struct ts_tuf_target about = { .epoch = p->next.state.epoch,
                                         .state = p->next.state.hash };
    status = ts_publish_add(&p->revocations, TS_REV_SNAPSHOT_PATH, made.snapshot, about);
    return ts_publish_fault(p, status, TS_REV_SNAPSHOT_PATH);
}
