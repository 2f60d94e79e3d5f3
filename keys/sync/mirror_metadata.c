#include "keys/sync/mirror_parts.h"

#include <string.h>

static void
note_what(struct ts_mirror *m, const char *name)
{
    size_t len = strlen(name);
    if (len >= sizeof(m->what))
        len = sizeof(m->what) - 1;
    memcpy(m->what, name, len);
    m->what[len] = '\0';
}

/* Whether the roots that are known will do, as long as nothing new is to be believed. */
static bool
may_rest(const struct ts_mirror *m)
{
    struct ts_mirror_known known;
    if (m->roots_due || !ts_mirror_recall(m, &known))
        return false;
    return m->options.now.s >= known.roots_asked.s
           && m->options.now.s - known.roots_asked.s < TS_MIRROR_REST_S
           && known.rests < TS_MIRROR_RESTS_MAX - 1;
}

static enum ts_status
begin_refresh(struct ts_mirror *m, struct ts_fault *fault)
{
    struct ts_arena arena = ts_arena_over(m->metadata_room);
    /* The machine keeps its arena: it lies in front of it, in the same room. */
    struct ts_arena *kept = ts_arena_take(&arena, sizeof(*kept));
    if (!kept)
        return TS_NO_SPACE;
    *kept = arena;
    m->have = 0;
    m->roles_loaded = false;
    m->roots_rest = may_rest(m);
    return ts_refresh_begin(kept, &m->refresh, m->options.accepted, m->options.now,
                            fault);
}

/* Where bytes of the wanted file go. */
struct sink {
    struct ts_mirror *m;
    size_t max;
};

static bool
take(ts_span bytes, void *context)
{
    struct sink *sink = context;
    struct ts_mirror *m = sink->m;
    if (bytes.len > sink->max - m->have)
        return false;
    if (bytes.len > 0)
        memcpy(m->buffer.at + m->have, bytes.at, bytes.len);
    m->have += bytes.len;
    return true;
}

static size_t
room_for(const struct ts_mirror *m, const struct ts_want *want)
{
    return want->max < m->buffer.len ? (size_t)want->max : m->buffer.len;
}

static bool
is_root(const char *name)
{
    ts_span text = ts_span_text(name);
    return text.len >= 10
           && ts_span_is(ts_span_part(text, text.len - 10, 10), ".root.json");
}

/* Roots stay for neighbours that are further behind than this kiosk was. One that
 * cannot be kept costs them, not us. */
static void
keep_root(const struct ts_mirror *m, const char *name, ts_span bytes)
{
    char path[sizeof(TS_MIRROR_ROOTS) + 32];
    ts_span text = ts_span_text(name);
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(path));
    if (!is_root(name))
        return;
    ts_write_text(&w, TS_MIRROR_ROOTS);
    ts_write_bytes(&w, text);
    ts_write_u8(&w, 0);
    enum ts_status status =
        w.full ? TS_OVER_LIMIT : ts_store_replace(m->options.trust, path, bytes, false);
    (void)status;
}

/* There is something new, or something wrong, which a new root may explain. */
static void
ask_for_roots(struct ts_mirror *m)
{
    m->roots_due = true;
    m->refresh = NULL;
    m->have = 0;
}

/* A file came and was refused. */
static void
refused(struct ts_mirror *m, struct ts_fault fault, ts_mono now, uint32_t random)
{
    if (m->roots_rest && fault.status != TS_IO) {
        ask_for_roots(m);
        return;
    }
    /* The timestamp itself is older, and not what it says. */
    bool is_older = fault.rule && strcmp(fault.rule, "TUF 5.4.3.1") == 0;
    bool expired = ts_refresh_is_expired(m->refresh);
    m->refresh = NULL;
    m->have = 0;
    /* What came stands in memory: this is our own store. Too little memory may be
     * the file's fault. */
    if (fault.status == TS_IO) {
        ts_mirror_end_broken(m, fault.status, fault.rule);
        return;
    }
    m->progress.expired = m->progress.expired || expired;
    /* It is what it is, and would be the same again. */
    if (fault.status == TS_ROLLBACK) {
        m->older_seen = is_older;
        ts_mirror_blame(m, TS_BLAME_OUT, fault, now, random);
        return;
    }
    ts_mirror_blame(m, ts_mirror_is_medium(m) ? TS_BLAME_OUT : TS_BLAME_STRIKE, fault,
                    now, random);
}

static bool
is_timestamp(const struct ts_mirror *m)
{
    return strcmp(m->what, "timestamp.json") == 0;
}

static void
give(struct ts_mirror *m, ts_span bytes, ts_mono now, uint32_t random)
{
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_refresh_give(m->refresh, bytes, &fault);
    fault.status = status;
    m->have = 0;
    if (status != TS_OK) {
        refused(m, fault, now, random);
        return;
    }
    keep_root(m, m->what, bytes);
    if (is_timestamp(m))
        ts_mirror_note(m, bytes);
    m->timestamp_came = is_timestamp(m) || (m->timestamp_came && !is_root(m->what));
    ts_mirror_praise(m);
}

static void
absent(struct ts_mirror *m, ts_mono now, uint32_t random)
{
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_refresh_absent(m->refresh, &fault);
    fault.status = status;
    m->have = 0;
    if (status != TS_OK) {
        refused(m, fault, now, random);
        return;
    }
    ts_mirror_praise(m);
}

/* It did not come, or not all of it. */
static void
missed(struct ts_mirror *m, const struct ts_want *want, enum ts_status status,
       size_t before, ts_mono now, uint32_t random)
{
    struct ts_fault fault = { .status = status, .rule = ts_mirror_rule_of(status) };
    bool goes_on = status == TS_TRUNCATED && want->is_immutable;
    if (!ts_mirror_is_medium(m) && ts_mirror_is_spent(m)) {
        ts_mirror_end(m, TS_MIRROR_OVER_BUDGET, fault);
        return;
    }
    if (goes_on && m->have > before) {
        ts_mirror_praise(m);
        return;
    }
    if (!goes_on)
        m->have = 0;
    bool is_lie = status == TS_OVER_LIMIT || status == TS_ROLLBACK;
    if (status == TS_ROLLBACK)
        fault.status = TS_UNSUPPORTED;
    /* A medium, or somebody else in the server's place, is the same again. */
    bool is_final = ts_mirror_is_medium(m) || status == TS_UNTRUSTED;
    ts_mirror_blame(m,
                    is_final ? TS_BLAME_OUT
                    : is_lie ? TS_BLAME_STRIKE
                             : TS_BLAME_FAILURE,
                    fault, now, random);
}

static void
fetch(struct ts_mirror *m, const struct ts_want *want, ts_mono now, uint32_t random)
{
    struct sink sink = { .m = m, .max = room_for(m, want) };
    ts_span whole = { 0 };
    size_t before = m->have;
    struct ts_mirror_known known = { .etag = "" };
    struct ts_mirror_order order = { .name = want->name,
                                     .offset = m->have,
                                     .max = sink.max - m->have,
                                     .take = take,
                                     .context = &sink };
    note_what(m, want->name);
    if (is_timestamp(m) && ts_mirror_recall(m, &known) && known.timestamp.len > 0)
        order.known = &known;
    if (order.known && m->timestamp_came) {
        m->reply = (struct ts_reply){ 0 };
        give(m, known.timestamp, now, random);
        return;
    }
    enum ts_status status = ts_mirror_fetch(m, &whole, &order);
    /* A server that says so and lies holds us back no longer than one that sends the
     * same again: until that expires. */
    if (status == TS_OK && order.known && m->reply.http_status == 304)
        whole = known.timestamp;
    if (status == TS_OK && whole.len > 0)
        give(m, whole, now, random);
    else if (status == TS_OK)
        give(m, (ts_span){ m->buffer.at, m->have }, now, random);
    else if (status == TS_ABSENT)
        absent(m, now, random);
    else
        missed(m, want, status, before, now, random);
}

/* Everything is current: the delegated roles come next, then the plan. */
static void
conclude(struct ts_mirror *m, ts_mono now, uint32_t random)
{
    struct ts_fault fault = { 0 };
    if (!m->roles_loaded) {
        m->roles_loaded = true;
        fault.status = ts_refresh_load_roles(m->refresh, &fault);
        if (fault.status != TS_OK)
            refused(m, fault, now, random);
        return;
    }
    enum ts_status status = ts_mirror_plan(m);
    if (status != TS_OK)
        ts_mirror_end_broken(m, status, "the store of the trust folder");
    else
        m->phase = TS_MIRROR_TARGETS;
}

/* As if the server had said that there is no newer one. */
static void
pass_roots(struct ts_mirror *m, ts_mono now, uint32_t random)
{
    struct ts_fault fault = { 0 };
    fault.status = ts_refresh_absent(m->refresh, &fault);
    if (fault.status != TS_OK)
        refused(m, fault, now, random);
}

void
ts_mirror_step_metadata(struct ts_mirror *m, ts_mono now, uint32_t random)
{
    if (!m->refresh) {
        struct ts_fault fault = { 0 };
        enum ts_status status = begin_refresh(m, &fault);
        if (status != TS_OK) {
            ts_mirror_end_broken(m, status, fault.rule);
            return;
        }
    }
    const struct ts_want *want = ts_refresh_want(m->refresh);
    if (!want)
        conclude(m, now, random);
    else if (m->roots_rest && want->may_be_absent)
        pass_roots(m, now, random);
    else if (m->roots_rest && strcmp(want->name, "timestamp.json") != 0)
        ask_for_roots(m);
    else if (!ts_mirror_is_medium(m) && ts_mirror_is_spent(m))
        ts_mirror_end(m, TS_MIRROR_OVER_BUDGET, (struct ts_fault){ 0 });
    else
        fetch(m, want, now, random);
}
