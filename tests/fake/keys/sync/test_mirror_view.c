#include "keys/sync/mirror_view.h"
#include "tests/fake/keys/sync/world.h"

static enum ts_status
view(struct world *w, ts_span *content, const char *name)
{
    ts_arena_rewind(&w->kiosk.lists, 0);
    return ts_mirror_view(&w->kiosk.lists, content, w->kiosk.trust, ts_span_text(name));
}

/* Fetches from one kiosk what another needs. */
static void
publish_view(struct world *w, const char *name, const char *server)
{
    char url[512];
    ts_span content;
    assert_status(view(w, &content, name), TS_OK);
    snprintf(url, sizeof(url), "%s/%s", server, name);
    ts_link_script_put(url, content);
}

static void
what_a_kiosk_has_is_a_repository(void **state)
{
    static const char *const metadata[] = { "timestamp.json", "2.snapshot.json",
                                            "2.targets.json" };
    struct world *w = *state;
    ts_span content;
    world_change(w);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    for (size_t i = 0; i < TS_COUNT(metadata); i++)
        publish_view(w, metadata[i], "http://neighbour");
    for (size_t i = 0; i < WORLD_FILES; i++) {
        publish_view(w, repo_target_name(&w->repo, &w->files[i]), "http://neighbour");
        assert_status(view(w, &content, repo_target_name(&w->repo, &w->files[i])), TS_OK);
        assert_span_equal(content, w->files[i].bytes);
    }
    ts_store_close(w->kiosk.trust);
    ts_store_close(w->kiosk.accepted);
    ts_store_memory_reset();
    kiosk_open(&w->kiosk);
    assert_status(ts_store_replace(w->kiosk.accepted, "root.json", w->repo.root, false),
                  TS_OK);
    w->kiosk.sources[0].url = "http://neighbour";
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
}

static const char *const hidden[] = {
    "",
    "sync.json",
    "generation.current",
    "generations/x",
    "1.snapshot.json",
    "3.snapshot.json",
    "2.timestamp.json",
    "objects",
    "partial/x",
    "targets/",
    "targets/blob/none",
    "targets/../root.json",
    "targets/blob/0000000000000000000000000000000000000000000000000000000000000000.small",
    "9.root.json",
    "99999999999999999999.root.json",
    "2.objects",
    ".json",
    "..",
};

static void
nothing_else_is_to_be_seen(void **state)
{
    struct world *w = *state;
    ts_span content = { 0 };
    assert_status(view(w, &content, "timestamp.json"), TS_ABSENT);
    world_change(w);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    for (size_t i = 0; i < TS_COUNT(hidden); i++) {
        ts_test_row(hidden[i]);
        assert_status(view(w, &content, hidden[i]), TS_ABSENT);
    }
    assert_status(ts_mirror_view(&w->kiosk.lists, &content, w->kiosk.trust,
                                 TS_SPAN_LIT("timestamp.json\0")),
                  TS_ABSENT);
    /* A target's hash under another one's path. */
    char crossed[256];
    snprintf(crossed, sizeof(crossed), "targets/blob/%s.large",
             repo_sha256(&w->repo, w->files[WORLD_SMALL].bytes));
    assert_status(view(w, &content, crossed), TS_ABSENT);
}

static void
who_began_before_a_change_finds_the_rest(void **state)
{
    struct world *w = *state;
    ts_span content;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    const char *older = repo_target_name(&w->repo, &w->files[WORLD_SMALL]);
    world_change(w);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_status(view(w, &content, older), TS_OK);
    assert_status(view(w, &content, "1.targets.json"), TS_OK);
    world_change(w);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_status(view(w, &content, older), TS_ABSENT);
    assert_status(view(w, &content, "1.targets.json"), TS_ABSENT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(what_a_kiosk_has_is_a_repository),
        world_test(nothing_else_is_to_be_seen),
        world_test(who_began_before_a_change_finds_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
