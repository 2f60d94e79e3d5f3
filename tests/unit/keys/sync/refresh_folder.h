#ifndef TS_TEST_REFRESH_FOLDER_H
#define TS_TEST_REFRESH_FOLDER_H

/* The world on a folder that lasts one test. */

#include "tests/unit/keys/sync/refresh_world.h"

#include <stdlib.h>
#include <unistd.h>

static char folder_path[32];

static inline int
set_up(void **state)
{
    (void)state;
    struct ts_store *store;
    snprintf(folder_path, sizeof(folder_path), "/tmp/ts-refresh-XXXXXX");
    assert_non_null(mkdtemp(folder_path));
    assert_status(ts_store_open(&store, folder_path, false), TS_OK);
    world_begin(store);
    return 0;
}

static inline void
folder_drop(const char *name, void *context)
{
    (void)context;
    assert_status(ts_store_remove(world.store, name), TS_OK);
}

/* Also between the rows of a table. */
static inline void
folder_empty(void)
{
    size_t used = world.arena.used;
    assert_status(ts_store_list(world.store, &world.arena, "", folder_drop, NULL), TS_OK);
    ts_arena_rewind(&world.arena, used);
}

static inline int
tear_down(void **state)
{
    (void)state;
    folder_empty();
    ts_store_close(world.store);
    assert_int_equal(rmdir(folder_path), 0);
    world_end();
    return 0;
}

#endif
