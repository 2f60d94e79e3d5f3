#include "keys/trust/trust.h"

#include "firmware/base/writer.h"
#include "keys/trust/repository.h"
#include "keys/trust/scratch.h"
#include "keys/trust/trust_folder.h"

static const char ENDING[] = ".json";

/* What is asked of the metadata, which are read again for it. */
struct question {
    const char *name;                   /**< NULL: all of them ... */
    struct ts_trust_profiles *profiles; /**< ... into this. */
    ts_verified *profile;
};

/* The target of a profile. */
static enum ts_status
find_profile(struct ts_trust_folder *folder, struct ts_arena *scratch,
             struct ts_target *target, const char *name, struct ts_fault *fault)
{
    struct ts_trust_promises promises;
    char path[TS_TARGET_PATH_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(path));

    ts_write_text(&w, TS_PROFILES_FOLDER);
    ts_write_text(&w, name);
    ts_write_text(&w, ENDING);
    enum ts_status status = ts_trust_read_promises(scratch, &promises, folder, fault);
    if (status != TS_OK)
        return status;
    const struct ts_target *found =
        w.full ? NULL : ts_trust_find_promise(&promises, ts_writer_span(&w));
    if (!found)
        return ts_fault_set(fault, TS_ABSENT, 0, "targets/profiles");
    *target = *found;
    return TS_OK;
}

static enum ts_status
read_one(struct ts_arena *arena, ts_verified *profile, struct ts_trust_folder *folder,
         const char *name, struct ts_fault *fault)
{
    struct ts_target target = { 0 };
    struct ts_arena scratch = ts_scratch_borrow(arena);
    enum ts_status status = find_profile(folder, &scratch, &target, name, fault);
    if (status == TS_OK)
        status = ts_trust_read_target(arena, profile, folder, &target, fault);
    /* Promised and not there; TS_ABSENT says that it is not promised. */
    if (status == TS_ABSENT && target.path.len > 0)
        status = ts_fault_set(fault, TS_UNTRUSTED, 0, "targets");
    ts_scratch_return(arena, &scratch);
    return status == TS_OK ? ts_fault_set(fault, TS_OK, 0, NULL) : status;
}

/* Empty for another target. */
static ts_span
name_of(ts_span path)
{
    ts_span folder = TS_SPAN_LIT(TS_PROFILES_FOLDER);
    ts_span ending = ts_span_text(ENDING);
    if (!ts_span_starts_with(path, folder) || path.len <= folder.len + ending.len)
        return (ts_span){ 0 };
    ts_span name = ts_span_part(path, folder.len, path.len - folder.len - ending.len);
    ts_span end = ts_span_part(path, path.len - ending.len, ending.len);
    return ts_span_equal(end, ending) ? name : (ts_span){ 0 };
}

/* One that is damaged is not worth the others. */
static void
add_one(struct ts_arena *arena, struct ts_trust_profiles *profiles,
        const struct ts_trust_folder *folder, const struct ts_target *target)
{
    size_t at = profiles->count;
    size_t used = arena->used;
    struct ts_fault ignored;
    if (at < TS_TRUST_PROFILES_MAX
        && ts_arena_copy(arena, &profiles->names[at], name_of(target->path))
        && ts_trust_read_target(arena, &profiles->texts[at], folder, target, &ignored)
               == TS_OK) {
        profiles->count++;
        return;
    }
    ts_arena_rewind(arena, used);
    profiles->left_out++;
}

static enum ts_status
read_all(struct ts_arena *arena, struct ts_trust_profiles *profiles,
         struct ts_trust_folder *folder, struct ts_fault *fault)
{
    struct ts_trust_promises promises;
    struct ts_arena scratch = ts_scratch_borrow(arena);
    enum ts_status status = ts_trust_read_promises(&scratch, &promises, folder, fault);
    profiles->count = profiles->left_out = 0;
    for (size_t i = 0; status == TS_OK && i < promises.count; i++)
        if (name_of(promises.items[i].path).len > 0)
            add_one(arena, profiles, folder, &promises.items[i]);
    ts_scratch_return(arena, &scratch);
    return status;
}

static enum ts_status
answer(struct ts_arena *arena, const struct question *q, struct ts_trust_folder *folder,
       struct ts_fault *fault)
{
    return q->name ? read_one(arena, q->profile, folder, q->name, fault)
                   : read_all(arena, q->profiles, folder, fault);
}

/* From the newest generation that is whole, where the folder has them. */
static enum ts_status
ask(struct ts_arena *arena, const struct question *q, struct ts_store *store,
    struct ts_fault *fault)
{
    struct ts_trust_folder folder = { .store = store };
    size_t used = arena->used;
    enum ts_status status = TS_ABSENT;
    if (!ts_trust_has_generations(arena, store)) {
        status = answer(arena, q, &folder, fault);
        if (status != TS_OK)
            ts_arena_rewind(arena, used);
        return status;
    }
    for (enum ts_generation_age age = TS_GENERATION_CURRENT; age <= TS_GENERATION_BEFORE;
         age++) {
        ts_arena_rewind(arena, used);
        status = ts_generation_find(arena, &folder.generation, store, age);
        if (status != TS_OK) {
            (void)ts_fault_set(fault, status, 0, ts_generation_pointer(age));
            continue;
        }
        status = answer(arena, q, &folder, fault);
        /* Not signed is an answer; the one before would only give an older one. */
        if (status == TS_OK || status == TS_ABSENT)
            break;
    }
    if (status != TS_OK)
        ts_arena_rewind(arena, used);
    return status;
}

enum ts_status
ts_trust_profile(struct ts_arena *arena, ts_verified *profile, struct ts_store *store,
                 const char *name, struct ts_fault *fault)
{
    return ask(arena, &(struct question){ .name = name, .profile = profile }, store,
               fault);
}

enum ts_status
ts_trust_profiles(struct ts_arena *arena, struct ts_trust_profiles *profiles,
                  struct ts_store *store, struct ts_fault *fault)
{
    struct ts_trust_profiles draft;
    enum ts_status status =
        ask(arena, &(struct question){ .profiles = &draft }, store, fault);
    if (status == TS_OK)
        *profiles = draft;
    return status;
}
