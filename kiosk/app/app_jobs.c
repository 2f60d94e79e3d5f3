#include "kiosk/app/app_parts.h"

#include <stdio.h>
#include <stdlib.h>

/* As many jobs as there may be, of the usual size, and the largest equivalences as a
 * tree; what is not used costs nothing. */
enum { JOBS_ARENA_SIZE = 24 * 1024 * 1024 };

static enum ts_status
read_texts(struct ts_parts *p, struct ts_trust_profiles *texts)
{
    struct ts_store *store;
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_store_open(&store, p->options->trust_dir, false);
    if (status != TS_OK)
        return status;
    status = ts_trust_profiles(&p->jobs_arena, texts, store, &fault);
    ts_store_close(store);
    return status;
}

static bool
has_memory(struct ts_parts *p)
{
    uint8_t *memory = p->jobs_arena.at ? NULL : malloc(JOBS_ARENA_SIZE);
    if (memory)
        p->jobs_arena = ts_arena_over((ts_room){ memory, JOBS_ARENA_SIZE });
    ts_arena_rewind(&p->jobs_arena, 0);
    return p->jobs_arena.at;
}

void
ts_parts_load_jobs(struct ts_parts *parts)
{
    const struct ts_trust *trust = ts_parts_trust(parts);
    struct ts_trust_profiles texts;
    parts->jobs.count = 0;
    if (!trust || !has_memory(parts))
        return;
    enum ts_status status = read_texts(parts, &texts);
    if (status != TS_OK && status != TS_ABSENT) {
        fprintf(stderr, "touchstone-kiosk: no other jobs in %s: %s\n",
                parts->options->trust_dir, ts_status_name(status));
    }
    if (status != TS_OK)
        return;
    ts_jobs_read(&parts->jobs_arena, &parts->jobs, &texts, trust->equivalences);
    if (parts->jobs.left_out > 0)
        fprintf(stderr, "touchstone-kiosk: left out %zu jobs of %s\n",
                parts->jobs.left_out, parts->options->trust_dir);
    if (parts->jobs.doubted != TS_OK)
        fprintf(stderr, "touchstone-kiosk: jobs without equivalences: %s\n",
                ts_status_name(parts->jobs.doubted));
}

void
ts_parts_close_jobs(struct ts_parts *parts)
{
    free(parts->jobs_arena.at);
    parts->jobs_arena = (struct ts_arena){ 0 };
    parts->jobs.count = 0;
}
