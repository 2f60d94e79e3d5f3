#include "tests/fake/kiosk/app/soak_lists.h"

#include "kiosk/app/beliefs.h"
#include "tests/fake/keys/sync/repository.h"
#include "tests/fake/kiosk/app/soak_clock.h"
#include "tests/fake/kiosk/app/soak_disk.h"
#include "tests/support/samples.h"

enum { NAMES = 8, FOLDER_MAX = 16 };

static const char PROFILE[] =
    "{\"format\":\"touchstone-profile/1\",\"id\":\"gate\",\"name\":{\"en\":\"Gate\"},"
    "\"show_name\":\"full\",\"all_of\":["
    "{\"label\":\"Gas\",\"achievement\":\"urn:example:Gas\"},"
    "{\"label\":\"First aid\",\"achievement\":\"urn:example:Aid\"}]}";

struct soak_lists_state soak_lists;

struct names {
    char names[NAMES][TS_STORE_NAME_MAX + 1];
    size_t count;
};

static struct {
    struct ts_arena arena;
    size_t beginning; /* Of what one publication takes of it. */
    struct ts_store *store;
    struct repo repo;
    uint64_t newest;
    enum soak_lists kind;
    struct names now, before;
    bool failed;
} lists;

static bool
ends_in(const char *name, const char *ending)
{
    size_t len = strlen(name);
    return len >= strlen(ending) && strcmp(name + len - strlen(ending), ending) == 0;
}

static void
put(const char *name, ts_span bytes, void *context)
{
    (void)context;
    if (lists.kind == SOAK_LISTS_HALF && ends_in(name, "snapshot.json"))
        return;
    if (lists.kind == SOAK_LISTS_DAMAGED && ends_in(name, "issuers.cbor"))
        ((uint8_t *)(uintptr_t)bytes.at)[bytes.len / 2] ^= 1;
    assert_true(lists.now.count < NAMES);
    snprintf(lists.now.names[lists.now.count++], TS_STORE_NAME_MAX + 1, "%s", name);
    enum ts_status status = ts_store_replace(lists.store, name, bytes, false);
    assert_true(status == TS_OK || soak_disk_is_full());
    lists.failed |= status != TS_OK;
}

static bool
is_among(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->names[i], name) == 0)
            return true;
    return false;
}

static void
remove_those_before(void)
{
    for (size_t i = 0; i < lists.before.count; i++)
        if (!is_among(&lists.now, lists.before.names[i]))
            assert_status(ts_store_remove(lists.store, lists.before.names[i]), TS_OK);
    lists.before = lists.now;
}

void
soak_lists_open(const char *folder)
{
    lists.arena = ts_test_arena((size_t)4 << 20);
    assert_status(ts_store_open(&lists.store, folder, true), TS_OK);
    lists.repo = repo_begin(&lists.arena, 1);
    lists.repo.put = put;
    lists.repo.expires = "2036-01-01T00:00:00Z";
    lists.beginning = lists.arena.used;
}

void
soak_lists_close(void)
{
    ts_store_close(lists.store);
    ts_test_arena_free(&lists.arena);
}

/* The next publication has the version after this. */
static uint64_t
version_before(enum soak_lists kind)
{
    uint64_t back = kind == SOAK_LISTS_OLDER ? 3 : 0;
    return lists.newest > back ? lists.newest - back : 0;
}

bool
soak_lists_publish(enum soak_lists kind, ts_utc now)
{
    char issued[TS_UTC_TEXT_SIZE];
    struct repo_file files[2] = {
        { .path = "issuers.cbor" },
        { .path = "profiles/gate.json", .bytes = ts_span_text(PROFILE) },
    };
    ts_arena_rewind(&lists.arena, lists.beginning);
    struct ts_trust sample = ts_sample_trust(&lists.arena);
    ts_utc_format(issued, now);
    lists.kind = kind;
    lists.failed = false;
    lists.now.count = 0;
    lists.repo.issued = issued;
    lists.repo.version = version_before(kind);
    files[0].epoch = sample.issuers.epoch = lists.repo.version + 1;
    sample.issuers.issued = now;
    assert_status(ts_issuer_list_write(&lists.arena, &files[0].bytes, &sample.issuers),
                  TS_OK);
    repo_publish(&lists.repo, files, kind == SOAK_LISTS_JOBLESS ? 1 : 2);
    if (lists.repo.version > lists.newest)
        lists.newest = lists.repo.version;
    remove_those_before();
    return !lists.failed;
}

bool __real_ts_beliefs_waiting(struct ts_beliefs *beliefs);
bool __wrap_ts_beliefs_waiting(struct ts_beliefs *beliefs);

/* What must be made of them is known where none were waiting before. */
static bool
bring(struct ts_beliefs *beliefs, enum soak_lists kind)
{
    bool is_whole = soak_lists_publish(kind, soak_clock_truth());
    bool is_usable = kind == SOAK_LISTS_NEWER || kind == SOAK_LISTS_JOBLESS;
    ts_beliefs_look(beliefs);
    bool waiting = __real_ts_beliefs_waiting(beliefs);
    if (is_whole && kind != SOAK_LISTS_OLDER) {
        assert_int_equal(waiting, is_usable);
        assert_int_equal(ts_beliefs_trouble(beliefs, NULL) == TS_OK, is_usable);
    }
    if (waiting)
        soak_lists.job_gone = kind == SOAK_LISTS_JOBLESS;
    soak_lists.times[kind]++;
    return waiting;
}

bool
__wrap_ts_beliefs_waiting(struct ts_beliefs *beliefs)
{
    enum soak_lists kind = soak_lists.coming;
    bool is_put_off = kind == SOAK_LISTS_NEWER && soak_disk_is_full();
    if (kind == SOAK_LISTS_NONE || is_put_off || __real_ts_beliefs_waiting(beliefs))
        return __real_ts_beliefs_waiting(beliefs);
    soak_lists.coming = SOAK_LISTS_NONE;
    return bring(beliefs, kind);
}
