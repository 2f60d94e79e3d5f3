#include "kiosk/enrol/install.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_SIZE = 4096, ROOT_MAX = 1 << 20, SYNC_MAX = 16384, CONF_MAX = 32768 };

struct places {
    char now[PATH_SIZE], coming[PATH_SIZE], before[PATH_SIZE];
};

static bool
find_places(struct places *p, const char *base, const char *name)
{
    int len = snprintf(p->before, PATH_SIZE, "%s/%s.before", base, name);
    snprintf(p->now, PATH_SIZE, "%s/%s", base, name);
    snprintf(p->coming, PATH_SIZE, "%s/%s.new", base, name);
    return len > 0 && len < PATH_SIZE;
}

static enum ts_install_end
fail(struct ts_install *i, enum ts_status status, const char *words)
{
    i->status = status;
    i->ear.tell(i->ear.context, 0, words);
    return TS_INSTALL_FAILED;
}

static enum ts_status
open_coming(struct ts_store **store, const struct places *p)
{
    if (!ts_tree_remove(p->coming) || mkdir(p->coming, 0755) != 0)
        return TS_IO;
    return ts_store_open(store, p->coming, false);
}

/* The last step of each of the two. */
static bool
move_in(const struct places *p)
{
    if (ts_tree_is_there(p->now)
        && (!ts_tree_remove(p->before) || !ts_tree_rename(p->now, p->before)))
        return false;
    return ts_tree_rename(p->coming, p->now);
}

static bool
same_file(struct ts_arena *arena, struct ts_store *a, const char *name_a,
          struct ts_store *b, const char *name_b)
{
    size_t used = arena->used;
    ts_span bytes_a;
    ts_span bytes_b;
    bool same = ts_store_read(a, arena, &bytes_a, name_a, ROOT_MAX) == TS_OK
                && ts_store_read(b, arena, &bytes_b, name_b, ROOT_MAX) == TS_OK
                && ts_span_equal(bytes_a, bytes_b);
    ts_arena_rewind(arena, used);
    return same;
}

/* Both begin with the same root, or the stick knows the one that is here. */
static bool
is_same_authority(struct ts_install *i, const char *trust)
{
    struct ts_store *store;
    if (ts_store_open(&store, trust, false) != TS_OK)
        return false;
    bool same = same_file(i->arena, store, "1.root.json", i->stick, "1.root.json")
                || same_file(i->arena, store, "root.json", i->stick, "1.root.json")
                || same_file(i->arena, store, "root.json", i->stick, "root.json");
    ts_store_close(store);
    return same;
}

/* --- lists ----------------------------------------------------------------------- */

static enum ts_status
copy_lists(struct ts_install *i, const struct places *p, struct ts_fault *fault)
{
    struct ts_store *store;
    size_t used = i->arena->used;
    enum ts_status status = open_coming(&store, p);
    if (status != TS_OK)
        return status;
    status = ts_bundle_write(i->arena, &i->bundle, i->stick, store, fault);
    ts_store_close(store);
    ts_arena_rewind(i->arena, used);
    return status;
}

static enum ts_install_end
install_lists(struct ts_install *i)
{
    struct places p;
    struct ts_fault fault = { 0 };
    char words[200];
    if (!find_places(&p, i->base, "trust"))
        return fail(i, TS_OVER_LIMIT, "the path is too long");
    bool is_there = ts_tree_is_there(p.now);
    if (is_there && is_same_authority(i, p.now))
        return TS_INSTALL_DONE; /* and perhaps newer than the stick's */
    if (is_there && !i->replace)
        return TS_INSTALL_OTHER;
    enum ts_status status = ts_install_survey(i->stick_path);
    if (status == TS_OK)
        status = copy_lists(i, &p, &fault);
    if (status == TS_OK && !move_in(&p))
        status = TS_IO;
    if (status == TS_OK)
        return TS_INSTALL_DONE;
    (void)ts_tree_remove(p.coming);
    snprintf(words, sizeof(words), "the lists cannot be taken over: %s%s%s",
             ts_status_name(status), fault.rule ? ", " : "",
             fault.rule ? fault.rule : "");
    return fail(i, status, words);
}

/* --- what is said of this kiosk --------------------------------------------------- */

static enum ts_status
put_conf(const struct ts_install *i, const struct ts_enrolment *e, struct ts_store *store)
{
    static uint8_t memory[CONF_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_write_bytes(&w, e->contents[TS_ENROLMENT_KIOSK_CONF]);
    if (e->manifest.files[TS_ENROLMENT_STEWARD].is_there) {
        ts_write_text(&w, "\nsteward_key = ");
        ts_write_text(&w, i->base);
        ts_write_text(&w, "/enrolled/steward.jwk\n");
    }
    return w.full ? TS_NO_SPACE
                  : ts_store_replace(store, TS_CONFIG_ENROLLED_FILE, ts_writer_span(&w),
                                     false);
}

static enum ts_status
put_sync(const struct ts_enrolment *e, struct ts_store *store)
{
    static uint8_t memory[SYNC_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_span mirrors = e->contents[TS_ENROLMENT_MIRRORS];
    if (mirrors.len == 0)
        return TS_OK;
    ts_enrolment_write_sync(&w, mirrors);
    return w.full ? TS_NO_SPACE
                  : ts_store_replace(store, "sync.env", ts_writer_span(&w), false);
}

static enum ts_status
put_rest(const struct ts_enrolment *e, struct ts_store *store)
{
    static const struct {
        enum ts_enrolment_file file;
        const char *name;
        bool is_private;
    } rest[] = {
        { TS_ENROLMENT_STEWARD, "steward.jwk", false },
        { TS_ENROLMENT_TELEMETRY_CONF, "telemetry/telemetry.conf", false },
        { TS_ENROLMENT_TELEMETRY_CA, "telemetry/ca.pem", false },
        { TS_ENROLMENT_TELEMETRY_CERT, "telemetry/cert.pem", false },
        { TS_ENROLMENT_TELEMETRY_KEY, "telemetry/key.pem", true },
    };
    enum ts_status status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < TS_COUNT(rest); i++)
        if (e->manifest.files[rest[i].file].is_there)
            status = ts_store_replace(store, rest[i].name, e->contents[rest[i].file],
                                      rest[i].is_private);
    return status;
}

static enum ts_status
put_enrolled(const struct ts_install *i, const struct ts_enrolment *e,
             const struct places *p)
{
    struct ts_store *store;
    enum ts_status status = open_coming(&store, p);
    if (status != TS_OK)
        return status;
    status = put_conf(i, e, store);
    if (status == TS_OK)
        status = put_sync(e, store);
    if (status == TS_OK)
        status = put_rest(e, store);
    if (status == TS_OK)
        status = ts_store_replace(store, "manifest", e->manifest_text, false);
    ts_store_close(store);
    return status;
}

static bool
is_installed(struct ts_install *i, const char *enrolled)
{
    struct ts_store *store;
    if (ts_store_open(&store, enrolled, false) != TS_OK)
        return false;
    bool same = same_file(i->arena, store, "manifest", i->stick, TS_ENROLMENT_MANIFEST);
    ts_store_close(store);
    return same;
}

enum ts_install_end
ts_install_run(struct ts_install *install, const struct ts_enrolment *enrolment)
{
    struct places p;
    install->status = TS_OK;
    if (!find_places(&p, install->base, "enrolled"))
        return fail(install, TS_OVER_LIMIT, "the path is too long");
    if (is_installed(install, p.now))
        return TS_INSTALL_ALREADY;
    if (ts_tree_is_there(p.now) && !install->replace)
        return TS_INSTALL_OTHER;
    enum ts_install_end end = install_lists(install);
    if (end != TS_INSTALL_DONE)
        return end;
    install->status = put_enrolled(install, enrolment, &p);
    if (install->status == TS_OK && !move_in(&p))
        install->status = TS_IO;
    if (install->status == TS_OK)
        return TS_INSTALL_DONE;
    (void)ts_tree_remove(p.coming);
    return fail(install, install->status, "the settings cannot be written");
}
