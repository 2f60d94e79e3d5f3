#include "tests/fake/keys/sync/history.h"
#include "tests/scenario/sync/folders.h"

/* A kiosk that came to its state by deltas, and one beside it that has nothing and knows
 * nobody else. */

static struct history
begin(struct folders *f)
{
    struct history h = { .repo = &f->repo, .effort = TS_REVOCATION_BEST };
    f->repo.version = 0;
    history_publish(&h, 1);
    return h;
}

static void
sync_folder(struct folders *f, const char *from, const char *to)
{
    char line[512];
    const char *const arguments[] = { "--from", from,     "--to",         to,  "--root",
                                      f->root,  "--once", "--allow-http", NULL };
    assert_int_equal(program_run(arguments, line, sizeof(line)), 0);
    assert_true(strncmp(line, "updated: ", 9) == 0);
}

/* The published snapshot of an epoch is on no server any more. */
static void
withdraw_snapshot(struct folders *f, const struct history *h, uint64_t epoch)
{
    struct repo_file file = { TS_REV_SNAPSHOT_PATH, h->snapshots[epoch], epoch, NULL };
    assert_status(ts_store_remove(f->store, repo_target_name(&f->repo, &file)), TS_OK);
}

static void
assert_believes(struct folders *f, const char *path, const struct ts_revocations *state)
{
    struct ts_store *store = NULL;
    struct ts_trust trust;
    ts_arena_rewind(&f->lists, 0);
    assert_status(ts_store_open(&store, path, false), TS_OK);
    assert_status(ts_trust_load(&f->lists, &trust, store, NULL), TS_OK);
    ts_store_close(store);
    assert_int_equal(trust.problem_count, 0);
    assert_int_equal(trust.revocations.epoch, state->epoch);
    assert_memory_equal(trust.revocations.hash, state->hash, TS_SHA256_SIZE);
}

static void
who_has_nothing_fetches_from_who_came_by_deltas(void **state)
{
    struct folders *f = *state;
    char url[64];
    struct history h = begin(f);
    sync_folder(f, f->repo_path, f->kiosk);
    for (uint64_t epoch = 2; epoch <= 4; epoch++) {
        history_publish(&h, epoch);
        withdraw_snapshot(f, &h, epoch);
    }
    sync_folder(f, f->repo_path, f->kiosk);
    assert_believes(f, f->kiosk, &h.states[4]);

    struct program server = folders_serve(f->kiosk, url);
    sync_folder(f, url, f->neighbour);
    folders_stop(&server);
    assert_believes(f, f->neighbour, &h.states[4]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        folders_test(who_has_nothing_fetches_from_who_came_by_deltas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
