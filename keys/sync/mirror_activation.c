#include "keys/sync/mirror_parts.h"

#include <string.h>

/* Files of metadata in one generation: four roles of the root, and the delegated. */
enum { FILES_MAX = 4 + TS_ROLES_MAX };

struct file {
    char name[TS_ROLE_FILE_SIZE];
    ts_span bytes;
};

/* The generation that is being made. */
struct making {
    struct ts_mirror *m;
    struct ts_arena scratch;
    struct file *files;
    size_t count;
    struct ts_generation generation;
    struct ts_generation current; /* Zero: there is none, or its pointer is damaged. */
    bool changed;                 /* Something had to be written. */
};

static enum ts_status
add_file(struct making *making, const char *name)
{
    if (making->count == FILES_MAX)
        return TS_OVER_LIMIT;
    struct file *file = &making->files[making->count];
    enum ts_status status = ts_store_read(making->m->options.accepted, &making->scratch,
                                          &file->bytes, name, TS_TARGET_BYTES_MAX);
    if (status != TS_OK)
        return status;
    memcpy(file->name, name, strlen(name) + 1);
    making->count++;
    return TS_OK;
}

/* "revocations.json", as the snapshot has it, is revocations. */
static enum ts_status
add_role(struct making *making, const struct ts_meta *meta)
{
    char name[TS_ROLE_FILE_SIZE];
    ts_span role = meta->name;
    if (role.len < 5 || ts_span_is(role, "targets.json"))
        return TS_OK;
    role.len -= 5;
    enum ts_status status = ts_role_file(name, role);
    if (status == TS_OK && ts_store_name_valid(name))
        status = add_file(making, name);
    /* A role that nobody delegates to is never fetched. */
    return status == TS_ABSENT ? TS_OK : status;
}

static enum ts_status
gather(struct making *making)
{
    static const char *const always[] = { "root.json", "timestamp.json", "snapshot.json",
                                          "targets.json" };
    const struct ts_snapshot *snapshot = ts_refresh_snapshot(making->m->refresh);
    enum ts_status status = TS_OK;
    making->files = ts_arena_take_array(&making->scratch, FILES_MAX, sizeof(struct file));
    if (!making->files)
        return TS_NO_SPACE;
    for (size_t i = 0; i < TS_COUNT(always) && status == TS_OK; i++)
        status = add_file(making, always[i]);
    for (size_t i = 0; i < snapshot->count && status == TS_OK; i++)
        status = add_role(making, &snapshot->items[i]);
    return status;
}

/* A generation is called after what it says, so that the same one is not written
 * twice. */
static enum ts_status
name_generation(struct making *making)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[TS_SHA256_SIZE];
    struct ts_writer w = ts_writer_over(ts_arena_rest(&making->scratch));
    for (size_t i = 0; i < making->count; i++) {
        ts_sha256(hash, making->files[i].bytes);
        ts_write_text(&w, making->files[i].name);
        ts_write_u8(&w, 0);
        ts_write_bytes(&w, TS_SPAN_OF(hash));
    }
    if (w.full)
        return TS_NO_SPACE;
    ts_sha256(hash, ts_writer_span(&w));
    for (size_t i = 0; i < TS_GENERATION_DIGITS; i++)
        making->generation.name[i] = digits[hash[i / 2] >> (i % 2 ? 0 : 4) & 15];
    return TS_OK;
}

/* Writes the file unless it is there already. */
static enum ts_status
put(struct making *making, const char *name, ts_span bytes)
{
    struct ts_store *store = making->m->options.trust;
    struct ts_arena scratch = making->scratch;
    ts_span held = { 0 };
    if (ts_store_read(store, &scratch, &held, name, bytes.len) == TS_OK
        && ts_span_equal(held, bytes))
        return TS_OK;
    making->changed = true;
    return ts_store_replace(store, name, bytes, false);
}

static enum ts_status
put_metadata(struct making *making, const char *file, ts_span bytes)
{
    struct ts_file_name name;
    enum ts_status status =
        ts_generation_metadata(&name, &making->generation, ts_span_text(file));
    return status == TS_OK ? put(making, name.text, bytes) : status;
}

static void
write_line(struct ts_writer *w, enum ts_status named, const struct ts_file_name *name,
           const struct ts_target *target, ts_span path)
{
    if (named != TS_OK)
        return;
    ts_write_text(w, name->text);
    ts_write_u8(w, ' ');
    ts_write_decimal(w, target->epoch > INT64_MAX ? 0 : (int64_t)target->epoch);
    ts_write_u8(w, ' ');
    ts_write_bytes(w, path);
    ts_write_u8(w, '\n');
}

static void
write_manifest(struct ts_writer *w, const struct ts_mirror *m)
{
    struct ts_file_name name;
    for (size_t i = 0; i < m->count; i++) {
        const struct ts_target *target = m->items[i].target;
        if (m->items[i].wanted)
            write_line(w, ts_generation_target(&name, &ts_mirror_any_generation, target),
                       &name, target, target->path);
        if (m->state_held && ts_span_is(target->path, TS_REV_SNAPSHOT_PATH))
            write_line(w, ts_generation_state(&name, &ts_mirror_any_generation, target),
                       &name, target, TS_SPAN_LIT(TS_STATE_FILE));
    }
}

static enum ts_status
put_manifest(struct making *making)
{
    struct ts_arena kept = making->scratch;
    struct ts_writer w = ts_writer_over(ts_arena_rest(&making->scratch));
    write_manifest(&w, making->m);
    if (w.full)
        return TS_NO_SPACE;
    ts_arena_keep(&making->scratch, w.used);
    enum ts_status status = put_metadata(making, TS_MIRROR_MANIFEST, ts_writer_span(&w));
    making->scratch = kept;
    return status;
}

static enum ts_status
put_files(struct making *making)
{
    enum ts_status status = put_manifest(making);
    for (size_t i = 0; i < making->count && status == TS_OK; i++)
        status = put_metadata(making, making->files[i].name, making->files[i].bytes);
    return status;
}

static enum ts_status
point(struct making *making, enum ts_generation_age age,
      const struct ts_generation *generation)
{
    char text[TS_GENERATION_DIGITS + 1];
    memcpy(text, generation->name, TS_GENERATION_DIGITS);
    text[TS_GENERATION_DIGITS] = '\n';
    return put(making, ts_generation_pointer(age), TS_SPAN_OF(text));
}

/* The older one is pointed at first: a cut in between leaves the current one twice. */
static enum ts_status
switch_over(struct making *making)
{
    enum ts_status status = TS_OK;
    bool is_other = strcmp(making->current.name, making->generation.name) != 0;
    if (making->current.name[0] && is_other)
        status = point(making, TS_GENERATION_BEFORE, &making->current);
    if (status == TS_OK)
        status = point(making, TS_GENERATION_CURRENT, &making->generation);
    return status;
}

/* Whether what is in use now says other things than what comes. A timestamp that was
 * signed anew over the same snapshot is no news. */
static bool
is_news(struct making *making)
{
    struct ts_file_name name;
    struct ts_arena scratch = making->scratch;
    ts_span held = { 0 };
    for (size_t i = 0; i < making->count; i++)
        if (strcmp(making->files[i].name, "snapshot.json") == 0 && making->current.name[0]
            && ts_generation_metadata(&name, &making->current,
                                      TS_SPAN_LIT("snapshot.json"))
                   == TS_OK
            && ts_store_read(making->m->options.trust, &scratch, &held, name.text,
                             TS_TARGET_BYTES_MAX)
                   == TS_OK)
            return !ts_span_equal(held, making->files[i].bytes);
    return true;
}

/* A folder that was set up by hand has no floor of its own yet: what it says is one. */
static bool
is_before_hand_made(struct making *making)
{
    struct ts_mirror *m = making->m;
    const struct ts_root *root = NULL;
    struct ts_targets targets;
    struct ts_arena scratch = making->scratch;
    ts_span bytes = { 0 };
    if (making->current.name[0])
        return false;
    if (ts_store_read(m->options.trust, &scratch, &bytes, "root.json",
                      TS_TARGET_BYTES_MAX)
            != TS_OK
        || ts_root_read(&scratch, &root, bytes, NULL) != TS_OK
        || ts_store_read(m->options.trust, &scratch, &bytes, "targets.json",
                         TS_TARGET_BYTES_MAX)
               != TS_OK
        || ts_targets_read(&scratch, &targets, root, bytes, NULL) != TS_OK)
        return false;
    return targets.version > ts_refresh_targets(m->refresh)->version;
}

static void
note_lists(struct ts_mirror *m)
{
    const struct ts_targets *targets = ts_refresh_targets(m->refresh);
    const struct ts_timestamp *timestamp = ts_refresh_timestamp(m->refresh);
    m->progress.epoch = timestamp->version;
    m->progress.root_version = ts_root_version(ts_refresh_root(m->refresh));
    m->progress.issued =
        timestamp->issued.s == TS_UTC_ALWAYS.s ? targets->issued : timestamp->issued;
}

static enum ts_status
activate(struct making *making, bool *news)
{
    struct ts_mirror *m = making->m;
    enum ts_status status = ts_generation_find(&making->scratch, &making->current,
                                               m->options.trust, TS_GENERATION_CURRENT);
    if (status == TS_IO)
        return TS_IO;
    status = gather(making);
    if (status == TS_OK)
        status = name_generation(making);
    if (status != TS_OK)
        return status;
    if (is_before_hand_made(making))
        return TS_ROLLBACK;
    *news = is_news(making);
    status = put_files(making);
    return status == TS_OK ? switch_over(making) : status;
}

/* What neighbours need and this kiosk does not: a snapshot, where deltas led elsewhere
 * by its bytes. */
static bool
goes_on_for_neighbours(struct ts_mirror *m)
{
    return m->options.is_served && !m->options.metered && m->state_held && !m->in_use
           && ts_mirror_want_snapshot(m);
}

void
ts_mirror_step_activation(struct ts_mirror *m)
{
    struct making making = { .m = m, .scratch = ts_mirror_scratch(m) };
    bool news = false;
    enum ts_status status = activate(&making, &news);
    if (status != TS_OK) {
        ts_mirror_end_broken(m, status, "keys/FORMAT.md 1");
        return;
    }
    if (making.changed)
        ts_mirror_sweep(m);
    note_lists(m);
    bool goes_on = goes_on_for_neighbours(m);
    if (!m->in_use)
        m->reached = news ? TS_MIRROR_UPDATED : TS_MIRROR_UNCHANGED;
    m->in_use = true;
    if (goes_on)
        m->phase = TS_MIRROR_TARGETS;
    else
        ts_mirror_end(m, m->reached, (struct ts_fault){ 0 });
}
