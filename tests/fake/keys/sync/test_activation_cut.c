#include "tests/fake/keys/sync/kiosk.h"

/* The power is cut at every step of a synchronisation, and again in the one that goes on:
 * what the kiosk then loads is all of the old lists or all of the new, what was
 * acknowledged is there, and older lists that are offered afterwards are not taken. And
 * whatever file of the store is damaged: the generation before stands in, and that is
 * said; the next synchronisation makes it good. */

#define WORLD ((size_t)8 << 20)

struct world {
    struct ts_arena arena;
    struct repo repo;
    struct kiosk kiosk;
    struct repo_file files[3];
};

static char new_server[] = "http://a";
static char old_server[] = "http://old";

static void
publish(struct world *w, uint64_t version, char *server)
{
    uint32_t seed = (uint32_t)version;
    w->files[0] = (struct repo_file){ .path = "blob/large",
                                      .bytes = repo_noise(&w->repo, 150000, seed) };
    w->files[1] = (struct repo_file){ .path = "blob/same",
                                      .bytes = TS_SPAN_LIT("the same for ever") };
    w->files[2] = (struct repo_file){ .path = "issuers.cbor",
                                      .bytes = repo_issuers(&w->repo, version),
                                      .epoch = version };
    w->repo.version = version - 1;
    w->repo.put = kiosk_server_put;
    w->repo.context = server;
    repo_publish(&w->repo, w->files, TS_COUNT(w->files));
}

/* A kiosk that has the lists of that version (0: none), and a server with the next. */
static void
begin(struct world *w, uint64_t version)
{
    ts_link_script_reset();
    ts_store_memory_reset();
    *w = (struct world){ .arena = ts_test_arena(WORLD) };
    w->repo = repo_begin(&w->arena, 1);
    kiosk_begin(&w->kiosk, w->repo.root);
    if (version > 0) {
        publish(w, version, old_server);
        publish(w, version, new_server);
        assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    }
    publish(w, version + 1, new_server);
}

static void
end(struct world *w)
{
    kiosk_end(&w->kiosk);
    ts_test_arena_free(&w->arena);
}

static void
power_on(struct world *w)
{
    ts_store_memory_power_on();
    kiosk_open(&w->kiosk);
}

/* Goes on after a cut, and is then offered the old lists again. */
static void
go_on(struct world *w, uint64_t version)
{
    (void)kiosk_sync(&w->kiosk);
    assert_int_equal(kiosk_epoch(&w->kiosk), version + 1);
    assert_int_equal(w->kiosk.progress.missing, 0);
    w->kiosk.sources[0].url = old_server;
    assert_int_not_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), version + 1);
}

/* Cuts one synchronisation at step, and the one after it at step again. True when the
 * first was over before. */
static bool
cut_at(struct world *w, uint64_t version, size_t step, enum ts_unsynced unsynced)
{
    uint64_t found = version;
    bool is_over = false;
    for (int life = 0; life < 2; life++) {
        ts_store_memory_cut(step, unsynced);
        bool is_acknowledged = kiosk_sync(&w->kiosk) == TS_MIRROR_UPDATED;
        power_on(w);
        uint64_t epoch = kiosk_epoch(&w->kiosk);
        assert_true(epoch == found || epoch == version + 1);
        assert_true(!is_acknowledged || epoch == version + 1);
        is_over |= is_acknowledged && life == 0;
        found = epoch;
    }
    return is_over;
}

static void
cut_everywhere(uint64_t version, enum ts_unsynced unsynced)
{
    static struct world w;
    bool is_over = false;
    size_t step = 0;
    for (; !is_over; step++) {
        assert_true(step < 10000);
        begin(&w, version);
        is_over = cut_at(&w, version, step, unsynced);
        go_on(&w, version);
        end(&w);
    }
    print_message("%zu steps\n", step);
    assert_true(step > 20);
}

static void
the_first_lists_are_all_there_or_not_at_all(void **state)
{
    (void)state;
    cut_everywhere(0, TS_UNSYNCED_LOST);
    cut_everywhere(0, TS_UNSYNCED_KEPT);
}

static void
new_lists_replace_the_old_as_a_whole(void **state)
{
    (void)state;
    cut_everywhere(1, TS_UNSYNCED_LOST);
    cut_everywhere(1, TS_UNSYNCED_KEPT);
}

enum damage {
    DAMAGE_GONE = 0,
    DAMAGE_EMPTY,
    DAMAGE_HALF,
    DAMAGE_BIT,
};
enum { DAMAGES = DAMAGE_BIT + 1 };

static void
damage(struct world *w, const char *name, enum damage how)
{
    ts_span content;
    assert_status(ts_store_read(w->kiosk.trust, &w->arena, &content, name, SIZE_MAX),
                  TS_OK);
    uint8_t *bytes = ts_arena_take(&w->arena, content.len);
    assert_non_null(bytes);
    memcpy(bytes, content.at, content.len);
    ts_span bad = { bytes, content.len };
    switch (how) {
    case DAMAGE_GONE: assert_status(ts_store_remove(w->kiosk.trust, name), TS_OK); return;
    case DAMAGE_EMPTY: bad.len = 0; break;
    case DAMAGE_HALF: bad.len /= 2; break;
    case DAMAGE_BIT: bytes[content.len / 2] ^= 1; break;
    }
    assert_status(ts_store_replace(w->kiosk.trust, name, bad, false), TS_OK);
}

static enum ts_status
load(struct world *w, struct ts_trust *trust)
{
    struct ts_fault fault = { 0 };
    ts_arena_rewind(&w->kiosk.lists, 0);
    return ts_trust_load(&w->kiosk.lists, trust, w->kiosk.trust, &fault);
}

struct names {
    char items[64][128];
    size_t count;
};

static void
keep_name(const char *name, void *context)
{
    struct names *names = context;
    assert_true(names->count < TS_COUNT(names->items));
    snprintf(names->items[names->count++], sizeof(names->items[0]), "%s", name);
}

static struct names
names_of(struct world *w)
{
    struct names names = { .count = 0 };
    assert_status(ts_store_list(w->kiosk.trust, &w->arena, "", keep_name, &names), TS_OK);
    return names;
}

/* A kiosk that was synchronised twice; epoch 3 is on the server. */
static void
begin_twice(struct world *w)
{
    begin(w, 1);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
    publish(w, 3, new_server);
}

/* Damages file number i; false when there are no more. */
static bool
damage_one(struct world *w, size_t i, enum damage how, size_t *fell_back)
{
    struct ts_trust trust;
    struct names names = names_of(w);
    if (i == names.count)
        return false;
    ts_test_row(names.items[i]);
    damage(w, names.items[i], how);
    /* What both generations need and only one file holds refuses both: better no lists
     * than wrong ones. Then the next synchronisation has to help. */
    enum ts_status status = load(w, &trust);
    if (status == TS_OK && trust.epoch != 2) {
        assert_int_equal(trust.epoch, 1);
        assert_true(trust.problem_count > 0);
        assert_true(ts_span_is(trust.problems[trust.problem_count - 1].what,
                               "generation.current"));
        ++*fell_back;
    }
    (void)kiosk_sync(&w->kiosk);
    assert_int_equal(kiosk_epoch(&w->kiosk), 3);
    return true;
}

static void
a_damaged_store_falls_back_and_says_so(void **state)
{
    (void)state;
    static struct world w;
    for (int how = 0; how < DAMAGES; how++) {
        size_t fell_back = 0;
        bool has_more = true;
        for (size_t i = 0; has_more; i++) {
            begin_twice(&w);
            has_more = damage_one(&w, i, (enum damage)how, &fell_back);
            end(&w);
        }
        print_message("damage %d: the one before stood in for %zu files\n", how,
                      fell_back);
        assert_true(fell_back >= 4);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_lists_are_all_there_or_not_at_all),
        cmocka_unit_test(new_lists_replace_the_old_as_a_whole),
        cmocka_unit_test(a_damaged_store_falls_back_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
