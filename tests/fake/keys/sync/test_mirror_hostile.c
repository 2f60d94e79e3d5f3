#include "tests/fake/keys/sync/world.h"

/* Repositories that want to be believed, over the link and on a stick: none is. */

/* The kiosk has version 2; what comes next is bad. */
struct hostile {
    struct world *w;
    struct ts_store *stick;
    bool on_stick;
};

static void
put(const char *name, ts_span bytes, void *context)
{
    const struct hostile *h = context;
    if (h->on_stick && ts_store_name_valid(name))
        kiosk_medium_put(name, bytes, h->stick);
    else if (!h->on_stick)
        kiosk_server_put(name, bytes, world_server());
}

/* The whole of version 1 again. */
static void
rollback(struct hostile *h)
{
    h->w->repo.version = 0;
    h->w->files[WORLD_SMALL].bytes = repo_noise(&h->w->repo, 700, 2);
    world_publish(h->w);
}

/* A new timestamp that points at the old snapshot. */
static void
snapshot_rollback(struct hostile *h)
{
    struct repo *r = &h->w->repo;
    char body[2048];
    r->version = 1;
    ts_span snapshot = repo_meta(r, "snapshot", "targets.json",
                                 repo_targets(r, h->w->files, WORLD_FILES));
    snprintf(body, sizeof(body),
             "{\"_type\":\"timestamp\",\"expires\":\"%s\",\"meta\":{\"snapshot.json\":{"
             "\"hashes\":{\"sha256\":\"%s\"},\"length\":%zu,\"version\":1}},"
             "\"spec_version\":\"1.0.34\",\"version\":3,\"x-issued\":\"%s\"}",
             r->expires, repo_sha256(r, snapshot), snapshot.len, r->issued);
    put("1.snapshot.json", snapshot, h);
    put("timestamp.json", repo_sign(r, ts_span_text(body)), h);
    r->version = 3;
}

/* The next version, and it expired before today. */
static void
freeze(struct hostile *h)
{
    h->w->repo.expires = "2026-05-01T00:00:00Z";
    world_change(h->w);
    h->w->repo.expires = "2030-01-01T00:00:00Z";
}

/* The next snapshot with the targets of the one before under the new name. */
static void
mix_and_match(struct hostile *h)
{
    struct repo *r = &h->w->repo;
    ts_span older = repo_targets(r, h->w->files, WORLD_FILES);
    world_change(h->w);
    put("3.targets.json", older, h);
}

static void
other_key(struct hostile *h)
{
    struct repo other = repo_begin(h->w->repo.arena, 66);
    other.put = put;
    other.context = h;
    other.version = 2;
    repo_publish(&other, h->w->files, WORLD_FILES);
    h->w->repo.version = 3;
}

static void
change_then_put(struct hostile *h, const char *name, ts_span bytes)
{
    world_change(h->w);
    put(name, bytes, h);
}

static void
garbage(struct hostile *h)
{
    change_then_put(h, "timestamp.json", repo_noise(&h->w->repo, 600, 8));
}

static void
endless_timestamp(struct hostile *h)
{
    change_then_put(h, "timestamp.json", repo_noise(&h->w->repo, 3 << 20, 8));
}

static void
endless_targets(struct hostile *h)
{
    change_then_put(h, "3.targets.json", repo_noise(&h->w->repo, 8 << 20, 8));
}

static void
other_bytes(struct hostile *h)
{
    world_change(h->w);
    put(repo_target_name(&h->w->repo, &h->w->files[WORLD_SMALL]),
        repo_noise(&h->w->repo, 700, 9999), h);
}

static void
longer_bytes(struct hostile *h)
{
    world_change(h->w);
    put(repo_target_name(&h->w->repo, &h->w->files[WORLD_SMALL]),
        repo_noise(&h->w->repo, 7000, 9999), h);
}

static void
no_bytes(struct hostile *h)
{
    world_change(h->w);
    put(repo_target_name(&h->w->repo, &h->w->files[WORLD_SMALL]), (ts_span){ 0 }, h);
}

/* What a publisher gone mad could sign. */
static void
sign_path(struct hostile *h, const char *path)
{
    struct repo_file file = h->w->files[WORLD_SMALL];
    file.path = path;
    repo_publish(&h->w->repo, &file, 1);
}

static void
climbing_path(struct hostile *h)
{
    sign_path(h, "../../../etc/passwd");
}

static void
absolute_path(struct hostile *h)
{
    sign_path(h, "/etc/passwd");
}

static void
too_long(struct hostile *h)
{
    struct repo *r = &h->w->repo;
    r->version++;
    ts_span targets = repo_sign(
        r,
        fixture_text(r->arena,
                     "{\"_type\":\"targets\",\"expires\":\"%s\",\"spec_version\":"
                     "\"1.0.34\",\"targets\":{\"huge\":{\"hashes\":{\"sha256\":\"%s\"},"
                     "\"length\":900000000000}},\"version\":%llu}",
                     r->expires, repo_sha256(r, (ts_span){ 0 }),
                     (unsigned long long)r->version));
    ts_span snapshot = repo_meta(r, "snapshot", "targets.json", targets);
    put("3.targets.json", targets, h);
    put("3.snapshot.json", snapshot, h);
    put("timestamp.json", repo_meta(r, "timestamp", "snapshot.json", snapshot), h);
}

static const struct {
    const char *name;
    void (*attack)(struct hostile *h);
    enum ts_mirror_outcome want;
} rows[] = {
    { "all of an older version", rollback, TS_MIRROR_NEWER_HERE },
    { "a new timestamp over an old snapshot", snapshot_rollback, TS_MIRROR_FAILED },
    { "what has expired", freeze, TS_MIRROR_FAILED },
    { "targets of one version with the snapshot of another", mix_and_match,
      TS_MIRROR_FAILED },
    { "another key", other_key, TS_MIRROR_FAILED },
    { "garbage", garbage, TS_MIRROR_FAILED },
    { "a timestamp without end", endless_timestamp, TS_MIRROR_FAILED },
    { "targets without end", endless_targets, TS_MIRROR_FAILED },
    { "a target with other bytes", other_bytes, TS_MIRROR_FAILED },
    { "a target with more bytes", longer_bytes, TS_MIRROR_FAILED },
    { "a target without bytes", no_bytes, TS_MIRROR_FAILED },
    { "a path that climbs", climbing_path, TS_MIRROR_FAILED },
    { "a path from the root", absolute_path, TS_MIRROR_FAILED },
    { "a target longer than any may be", too_long, TS_MIRROR_FAILED },
};

static void
begin(struct hostile *h, bool on_stick)
{
    struct kiosk *k = &h->w->kiosk;
    h->on_stick = on_stick;
    assert_status(ts_store_open(&h->stick, "stick", true), TS_OK);
    if (on_stick)
        k->sources[0] = (struct ts_mirror_source){ .name = "stick", .medium = h->stick };
    h->w->repo.put = put;
    h->w->repo.context = h;
    h->w->repo.version--;
    world_publish(h->w);
    world_change(h->w);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(k), 2);
}

static void
try_all(void **state, bool on_stick)
{
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct hostile h = { .w = *state };
        struct kiosk *k = &h.w->kiosk;
        begin(&h, on_stick);
        ts_test_row(rows[i].name);
        rows[i].attack(&h);
        assert_int_equal(kiosk_sync(k), rows[i].want);
        assert_int_equal(kiosk_epoch(k), 2);
        assert_true(k->progress.bytes < 100000);

        h.w->repo.version = 3;
        world_change(h.w);
        assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
        assert_int_equal(kiosk_epoch(k), 4);
        ts_store_close(h.stick);
        (void)world_tear_down(state);
        (void)world_set_up(state);
    }
}

static void
none_is_believed_over_a_link(void **state)
{
    try_all(state, false);
}

static void
none_is_believed_from_a_stick(void **state)
{
    try_all(state, true);
}

/* Days pass, and the mirror says the same. */
static void
a_mirror_that_stands_still_is_found_out(void **state)
{
    struct world *w = *state;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    w->kiosk.now.s = 1893456001; /* A second after the end of 2029. */
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_true(w->kiosk.progress.expired);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(none_is_believed_over_a_link),
        world_test(none_is_believed_from_a_stick),
        world_test(a_mirror_that_stands_still_is_found_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
