#include "keys/sync/mirror_view.h"

#include "keys/codec/json.h"
#include "keys/sync/mirror_parts.h"
#include "keys/trust/scratch.h"

#include <string.h>

struct view {
    struct ts_arena *arena;
    struct ts_store *trust;
    struct ts_generation generation;
};

static enum ts_status
read_metadata(const struct view *view, struct ts_arena *arena, ts_span *content,
              ts_span file)
{
    struct ts_file_name name;
    if (ts_generation_metadata(&name, &view->generation, file) != TS_OK)
        return TS_ABSENT;
    return ts_store_read(view->trust, arena, content, name.text, TS_TARGET_BYTES_MAX);
}

/* "12." off the front; false where there is none. */
static bool
take_version(ts_span *name, int64_t *version)
{
    size_t dot = ts_span_index(*name, '.');
    int64_t number = 0;
    if (dot == 0 || dot > 18)
        return false;
    for (size_t i = 0; i < dot; i++) {
        if (name->at[i] < '0' || name->at[i] > '9')
            return false;
        number = number * 10 + (name->at[i] - '0');
    }
    *version = number;
    *name = ts_span_part(*name, dot + 1, name->len);
    return true;
}

/* A name with a version must not be answered with another one's bytes: somebody on the
 * way may keep them under it. */
static bool
is_version(struct ts_arena *arena, ts_span content, int64_t version)
{
    const struct ts_json *top;
    int64_t stated = -1;
    struct ts_arena scratch = ts_scratch_borrow(arena);
    bool is = ts_json_parse(&scratch, &top, content, NULL) == TS_OK
              && ts_json_integer(ts_json_member(ts_json_member(top, "signed"), "version"),
                                 &stated)
                     == TS_OK
              && stated == version;
    ts_scratch_return(arena, &scratch);
    return is;
}

static enum ts_status
view_root(const struct view *view, ts_span *content, ts_span name)
{
    char path[sizeof(TS_MIRROR_ROOTS) + TS_STORE_NAME_MAX] = TS_MIRROR_ROOTS;
    if (name.len > TS_STORE_NAME_MAX - strlen(TS_MIRROR_ROOTS))
        return TS_ABSENT;
    memcpy(path + strlen(TS_MIRROR_ROOTS), name.at, name.len);
    return ts_store_read(view->trust, view->arena, content, path, TS_TARGET_BYTES_MAX);
}

static enum ts_status
view_metadata(const struct view *view, ts_span *content, ts_span name)
{
    ts_span file = name;
    int64_t version = 0;
    bool has_version = take_version(&file, &version);
    bool is_root = ts_span_is(file, "root.json");
    size_t len = file.len;
    if (len < 6 || !ts_span_is(ts_span_part(file, len - 5, 5), ".json")
        || (has_version && ts_span_is(file, "timestamp.json")))
        return TS_ABSENT;
    if (has_version && is_root && view_root(view, content, name) == TS_OK)
        return TS_OK;
    enum ts_status status = read_metadata(view, view->arena, content, file);
    if (status == TS_OK && has_version && !is_version(view->arena, *content, version))
        return TS_ABSENT;
    return status;
}

static bool
is_hex(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!((text.at[i] >= '0' && text.at[i] <= '9')
              || (text.at[i] >= 'a' && text.at[i] <= 'f')))
            return false;
    return text.len == (size_t)2 * TS_SHA256_SIZE
           || text.len == (size_t)2 * TS_SHA512_SIZE;
}

/* Whether a line of the manifest is the target that is asked for: by its path, or with
 * its hash before the last part. */
static bool
is_asked(ts_span line, ts_span asked, ts_span *object)
{
    size_t blank = ts_span_index(line, ' ');
    *object = ts_span_part(line, 0, blank);
    ts_span rest = ts_span_part(line, blank + 1, line.len);
    ts_span path = ts_span_part(rest, ts_span_index(rest, ' ') + 1, rest.len);
    if (ts_span_equal(path, asked))
        return true;
    size_t begin = asked.len;
    while (begin > 0 && asked.at[begin - 1] != '/')
        begin--;
    ts_span last = ts_span_part(asked, begin, asked.len);
    ts_span hash = ts_span_part(last, 0, ts_span_index(last, '.'));
    ts_span plain = ts_span_part(last, hash.len + 1, last.len);
    return is_hex(hash) && object->len > hash.len
           && ts_span_equal(ts_span_part(*object, object->len - hash.len, hash.len), hash)
           && path.len == begin + plain.len
           && ts_span_equal(ts_span_part(path, 0, begin), ts_span_part(asked, 0, begin))
           && ts_span_equal(ts_span_part(path, begin, path.len), plain);
}

static enum ts_status
view_target(const struct view *view, ts_span *content, ts_span asked)
{
    char name[TS_STORE_NAME_MAX + 1] = { 0 };
    struct ts_arena scratch = ts_scratch_borrow(view->arena);
    ts_span manifest = { 0 };
    ts_span object;
    enum ts_status status =
        read_metadata(view, &scratch, &manifest, TS_SPAN_LIT(TS_MIRROR_MANIFEST));
    while (manifest.len > 0 && !name[0]) {
        size_t end = ts_span_index(manifest, '\n');
        if (is_asked(ts_span_part(manifest, 0, end), asked, &object)
            && object.len <= TS_STORE_NAME_MAX)
            memcpy(name, object.at, object.len);
        manifest = ts_span_part(manifest, end + 1, manifest.len);
    }
    ts_scratch_return(view->arena, &scratch);
    if (status != TS_OK)
        return status;
    return name[0] ? ts_store_read(view->trust, view->arena, content, name,
                                   TS_TARGET_BYTES_MAX)
                   : TS_ABSENT;
}

static enum ts_status
view_one(struct view *view, ts_span *content, ts_span name, enum ts_generation_age age)
{
    size_t used = view->arena->used;
    enum ts_status status =
        ts_generation_find(view->arena, &view->generation, view->trust, age);
    if (status == TS_OK && ts_span_starts_with(name, TS_SPAN_LIT("targets/")))
        status =
            view_target(view, content, ts_span_part(name, strlen("targets/"), name.len));
    else if (status == TS_OK && ts_span_index(name, '/') == name.len)
        status = view_metadata(view, content, name);
    else
        status = status == TS_OK ? TS_ABSENT : status;
    if (status != TS_OK)
        ts_arena_rewind(view->arena, used);
    return status;
}

enum ts_status
ts_mirror_view(struct ts_arena *arena, ts_span *content, struct ts_store *trust,
               ts_span name)
{
    struct view view = { .arena = arena, .trust = trust };
    if (ts_span_index(name, 0) != name.len)
        return TS_ABSENT;
    enum ts_status status = view_one(&view, content, name, TS_GENERATION_CURRENT);
    /* A neighbour that began before the last change finds what it still needs. Only
     * under names that say which version they mean. */
    if (status == TS_ABSENT && !ts_span_is(name, "timestamp.json")
        && !ts_span_is(name, "root.json"))
        status = view_one(&view, content, name, TS_GENERATION_BEFORE);
    if (status == TS_OK || status == TS_NO_SPACE || status == TS_IO)
        return status;
    return TS_ABSENT;
}
