#include "tests/power/epochs.h"

#include "firmware/board/store.h"
#include "tests/fake/keys/sync/repository.h"

enum { ARENA = 16 << 20, BLOB = 40000 };

static void
put(const char *name, ts_span bytes, void *context)
{
    TS_CHECK(ts_store_replace(context, name, bytes, false) == TS_OK);
}

static void
publish(struct repo *repo, const char *folder, uint64_t epoch)
{
    char path[512];
    struct ts_store *store;
    const struct repo_file files[] = {
        { .path = "blob/new", .bytes = repo_noise(repo, BLOB, (uint32_t)epoch) },
        { .path = "blob/same", .bytes = repo_noise(repo, BLOB, 0) },
        { .path = "issuers.cbor", .bytes = repo_issuers(repo, epoch), .epoch = epoch },
    };
    snprintf(path, sizeof(path), "%s/%llu", folder, (unsigned long long)epoch);
    TS_CHECK(ts_store_open(&store, path, true) == TS_OK);
    repo->version = epoch - 1;
    repo->put = put;
    repo->context = store;
    repo_publish(repo, files, TS_COUNT(files));
    ts_store_close(store);
}

void
ts_power_publish(const char *folder, uint64_t count)
{
    struct ts_arena arena = ts_test_arena(ARENA);
    struct repo repo = repo_begin(&arena, 1);
    size_t mark = arena.used;
    for (uint64_t epoch = 1; epoch <= count; epoch++) {
        ts_arena_rewind(&arena, mark);
        publish(&repo, folder, epoch);
    }
    ts_test_arena_free(&arena);
}
