#ifndef TS_TEST_AUTHORITY_OFFICE_H
#define TS_TEST_AUTHORITY_OFFICE_H

#include "firmware/board/fake/store_memory.h"
#include "keys/trust/repository.h"
#include "tests/unit/keys/authority/publish_fixture.h"

/* An office in memory, and copies of what it published. */

#define OFFICE_ARENA (64 * 1024 * 1024)

static struct fixture_office office;

static inline struct ts_store *
office_folder(const char *name)
{
    struct ts_store *store;
    assert_status(ts_store_open(&store, name, true), TS_OK);
    return store;
}

static inline int
office_set_up(void **state)
{
    (void)state;
    ts_store_memory_reset();
    office = (struct fixture_office){ .arena = ts_test_arena(OFFICE_ARENA) };
    office.authority = office_folder("authority");
    office.issuer = office_folder("issuer");
    office.repo = office_folder("repo");
    fixture_office_fill(&office);
    return 0;
}

static inline int
office_tear_down(void **state)
{
    (void)state;
    ts_store_close(office.authority);
    ts_store_close(office.issuer);
    ts_store_close(office.repo);
    ts_store_memory_reset();
    ts_test_arena_free(&office.arena);
    return 0;
}

static inline struct ts_publication
office_publish(void)
{
    struct ts_publication done;
    assert_status(fixture_publish(&office, &done), TS_OK);
    return done;
}

static inline enum ts_status
office_load(struct ts_trust *trust, struct ts_store *store, struct ts_fault *fault)
{
    *fault = (struct ts_fault){ 0 };
    return ts_trust_load(&office.arena, trust, store, fault);
}

/* Names of all files of a store. */
struct office_names {
    char items[256][TS_STORE_NAME_MAX + 1];
    size_t count;
};

static inline void
office_note(const char *name, void *context)
{
    struct office_names *names = context;
    assert_true(names->count < TS_COUNT(names->items));
    strcpy(names->items[names->count++], name);
}

static inline const struct office_names *
office_names(struct ts_store *store)
{
    static struct office_names names;
    names.count = 0;
    assert_status(ts_store_list(store, &office.arena, "", office_note, &names), TS_OK);
    return &names;
}

static inline ts_span
office_read(struct ts_store *store, const char *name)
{
    ts_span bytes;
    assert_status(ts_store_read(store, &office.arena, &bytes, name, 1 << 24), TS_OK);
    return bytes;
}

static inline void
office_put(struct ts_store *store, const char *name, ts_span bytes)
{
    assert_status(ts_store_replace(store, name, bytes, false), TS_OK);
}

/* "7.targets.json" is targets.json in a kiosk's folder, and "targets/a/HASH.b" is
 * targets/a/b. */
static inline void
office_plain_name(char plain[static TS_STORE_NAME_MAX + 1], const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *last = slash ? slash + 1 : name;
    const char *rest =
        ts_repository_is_numbered(ts_span_text(name)) ? strchr(last, '.') + 1 : last;
    snprintf(plain, TS_STORE_NAME_MAX + 1, "%.*s%s", (int)(last - name), name, rest);
}

/* Whether the last publication named it; that one before it may still lie there. */
static inline bool
office_in_force(const char *name)
{
    ts_span lines = office_read(office.authority, "files.txt");
    while (lines.len > 0) {
        ts_span line = ts_span_part(lines, 0, ts_span_index(lines, '\n'));
        lines = ts_span_part(lines, line.len + 1, lines.len);
        if (ts_span_is(line, name))
            return true;
    }
    return !ts_repository_is_numbered(ts_span_text(name));
}

/* A copy as it is, or as a kiosk keeps it. */
static inline struct ts_store *
office_copy(const char *to, bool plain)
{
    struct ts_store *copy = office_folder(to);
    const struct office_names *names = office_names(office.repo);
    for (size_t i = 0; i < names->count; i++) {
        char name[TS_STORE_NAME_MAX + 1];
        snprintf(name, sizeof(name), "%s", names->items[i]);
        if (plain)
            office_plain_name(name, names->items[i]);
        if (!plain || (office_in_force(names->items[i]) && !strstr(name, ".root.json")))
            office_put(copy, name, office_read(office.repo, names->items[i]));
    }
    return copy;
}

#endif
