#ifndef TS_TEST_SYNC_WORLD_H
#define TS_TEST_SYNC_WORLD_H

/* A repository on the server "a", and a kiosk that knows its root. */

#include "tests/fake/keys/sync/kiosk.h"

enum { WORLD_LARGE, WORLD_SMALL, WORLD_ISSUERS, WORLD_PROFILE, WORLD_FILES };

struct world {
    struct ts_arena arena;
    struct repo repo;
    struct kiosk kiosk;
    struct repo_file files[WORLD_FILES];
};

#define WORLD_LARGE_SIZE ((size_t)300000)

static inline char *
world_server(void)
{
    static char server[] = "http://a";
    return server;
}

static inline void
world_publish(struct world *w)
{
    repo_publish(&w->repo, w->files, WORLD_FILES);
}

/** Publishes once more, with another small file. */
static inline void
world_change(struct world *w)
{
    w->files[WORLD_SMALL].bytes =
        repo_noise(&w->repo, 700, 100 + (uint32_t)w->repo.version);
    world_publish(w);
}

static inline int
world_set_up(void **state)
{
    static struct world w;
    ts_link_script_reset();
    ts_store_memory_reset();
    w = (struct world){ .arena = ts_test_arena((size_t)64 << 20) };
    w.repo = repo_begin(&w.arena, 1);
    w.repo.put = kiosk_server_put;
    w.repo.context = world_server();
    w.files[WORLD_LARGE] =
        (struct repo_file){ "blob/large", repo_noise(&w.repo, WORLD_LARGE_SIZE, 1), 0,
                            NULL };
    w.files[WORLD_SMALL] =
        (struct repo_file){ "blob/small", repo_noise(&w.repo, 700, 2), 0, NULL };
    w.files[WORLD_ISSUERS] =
        (struct repo_file){ "issuers.cbor", repo_issuers(&w.repo, 1), 1, NULL };
    w.files[WORLD_PROFILE] =
        (struct repo_file){ "profiles/default.json", TS_SPAN_LIT("{}"), 0, NULL };
    world_publish(&w);
    kiosk_begin(&w.kiosk, w.repo.root);
    *state = &w;
    return 0;
}

static inline int
world_tear_down(void **state)
{
    struct world *w = *state;
    kiosk_end(&w->kiosk);
    ts_test_arena_free(&w->arena);
    return 0;
}

#define world_test(function) \
    cmocka_unit_test_setup_teardown(function, world_set_up, world_tear_down)

/** How often the bytes of a file went over the link, in bytes. */
static inline uint64_t
world_bytes_of(struct world *w, size_t file)
{
    char url[512];
    snprintf(url, sizeof(url), "http://a/%s",
             repo_target_name(&w->repo, &w->files[file]));
    return ts_link_script_bytes_of(url);
}

struct world_counting {
    size_t count;
};

static inline void
world_count_one(const char *name, void *context)
{
    (void)name;
    ((struct world_counting *)context)->count++;
}

/** Files below folder of the trust folder. */
static inline size_t
world_count(struct world *w, const char *folder)
{
    struct world_counting counting = { 0 };
    ts_arena_rewind(&w->kiosk.lists, 0);
    assert_status(ts_store_list(w->kiosk.trust, &w->kiosk.lists, folder, world_count_one,
                                &counting),
                  TS_OK);
    return counting.count;
}

/** The same trouble for every answer. */
static inline struct ts_script_plan
world_always(const char *url, uint64_t offset, void *context)
{
    (void)url;
    (void)offset;
    return *(const struct ts_script_plan *)context;
}

#endif
