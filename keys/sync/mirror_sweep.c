#include "keys/sync/mirror_parts.h"

#include <string.h>

/* What stays. */
struct keep {
    struct ts_mirror *m;
    struct ts_generation generations[2];
    ts_span manifests[2];
};

static void
remove_file(const struct keep *keep, const char *name)
{
    /* It is there at the next sweep again. */
    (void)!ts_store_remove(keep->m->options.trust, name);
}

static bool
is_listed(ts_span manifest, ts_span name)
{
    while (manifest.len > 0) {
        size_t end = ts_span_index(manifest, '\n');
        ts_span line = ts_span_part(manifest, 0, end);
        if (ts_span_equal(ts_span_part(line, 0, ts_span_index(line, ' ')), name))
            return true;
        manifest = ts_span_part(manifest, end + 1, manifest.len);
    }
    return false;
}

static void
each_object(const char *name, void *context)
{
    const struct keep *keep = context;
    ts_span text = ts_span_text(name);
    if (!is_listed(keep->manifests[0], text) && !is_listed(keep->manifests[1], text))
        remove_file(keep, name);
}

static void
each_metadata(const char *name, void *context)
{
    const struct keep *keep = context;
    ts_span text = ts_span_text(name);
    ts_span rest = ts_span_part(text, strlen("generations/"), text.len);
    for (size_t i = 0; i < 2; i++)
        if (keep->generations[i].name[0]
            && ts_span_starts_with(rest, ts_span_text(keep->generations[i].name)))
            return;
    remove_file(keep, name);
}

static void
each_piece(const char *name, void *context)
{
    remove_file(context, name);
}

/* A generation whose list of objects cannot be read would lose them all. */
static bool
read_manifest(struct keep *keep, struct ts_arena *scratch, enum ts_generation_age age)
{
    struct ts_file_name name;
    struct ts_store *store = keep->m->options.trust;
    struct ts_generation *generation = &keep->generations[age];
    enum ts_status status = ts_generation_find(scratch, generation, store, age);
    if (status == TS_ABSENT && age == TS_GENERATION_BEFORE)
        return true;
    return status == TS_OK
           && ts_generation_metadata(&name, generation, TS_SPAN_LIT(TS_MIRROR_MANIFEST))
                  == TS_OK
           && ts_store_read(store, scratch, &keep->manifests[age], name.text,
                            TS_MIRROR_MANIFEST_MAX)
                  == TS_OK;
}

static void
sweep_folder(struct keep *keep, const struct ts_arena *scratch, const char *folder,
             void (*each)(const char *name, void *context))
{
    struct ts_arena names = *scratch;
    (void)!ts_store_list(keep->m->options.trust, &names, folder, each, keep);
}

void
ts_mirror_sweep(struct ts_mirror *m)
{
    static const char digits[] = "0123456789abcdef";
    struct keep keep = { .m = m };
    struct ts_arena scratch = ts_mirror_scratch(m);
    if (!read_manifest(&keep, &scratch, TS_GENERATION_CURRENT)
        || !read_manifest(&keep, &scratch, TS_GENERATION_BEFORE))
        return;
    sweep_folder(&keep, &scratch, "generations", each_metadata);
    sweep_folder(&keep, &scratch, "partial", each_piece);
    /* By folder: two generations may have more files than one listing holds. */
    for (size_t i = 0; i < 16; i++) {
        char folder[] = "objects/0";
        folder[sizeof(folder) - 2] = digits[i];
        sweep_folder(&keep, &scratch, folder, each_object);
    }
}
