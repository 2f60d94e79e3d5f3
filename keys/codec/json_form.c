#include "keys/codec/json_form.h"

/*
 * Heap sort: in place, no recursion, and no order of names makes it slow.
 * qsort() of the C library takes memory from the heap.
 */
static void
sift_down(const struct ts_json **members, size_t root, size_t count, ts_json_order *order)
{
    const struct ts_json *moved = members[root];
    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= count)
            break;
        if (child + 1 < count
            && order(members[child]->name, members[child + 1]->name) < 0)
            child++;
        if (order(moved->name, members[child]->name) >= 0)
            break;
        members[root] = members[child];
        root = child;
    }
    members[root] = moved;
}

static void
sort(const struct ts_json **members, size_t count, ts_json_order *order)
{
    for (size_t root = count / 2; root-- > 0;)
        sift_down(members, root, count, order);
    for (size_t left = count; left-- > 1;) {
        const struct ts_json *largest = members[0];
        members[0] = members[left];
        members[left] = largest;
        sift_down(members, 0, left, order);
    }
}

const struct ts_json **
ts_json_sorted(struct ts_arena *arena, const struct ts_json *object, ts_json_order *order)
{
    const struct ts_json **members =
        ts_arena_take_array(arena, object->count, sizeof(const struct ts_json *));
    if (!members)
        return NULL;
    size_t count = 0;
    for (const struct ts_json *at = object->first; at; at = at->next)
        members[count++] = at;
    sort(members, count, order);
    return members;
}

struct walk {
    const struct ts_json_form *form;
    struct ts_writer *w;
    struct ts_arena *scratch;
};

static enum ts_status
write_value(const struct walk *walk, const struct ts_json *value, const char *without);

static enum ts_status
write_elements(const struct walk *walk, const struct ts_json *array)
{
    ts_write_u8(walk->w, '[');
    for (const struct ts_json *at = array->first; at; at = at->next) {
        if (at != array->first)
            ts_write_u8(walk->w, ',');
        enum ts_status status = write_value(walk, at, NULL);
        if (status != TS_OK)
            return status;
    }
    ts_write_u8(walk->w, ']');
    return TS_OK;
}

/* Members from sorted, or in the order of the source when there is none. */
static enum ts_status
write_members(const struct walk *walk, const struct ts_json *object, const char *without,
              const struct ts_json **sorted)
{
    const char *separator = "";
    const struct ts_json *in_source = object->first;
    ts_write_u8(walk->w, '{');
    for (size_t i = 0; i < object->count; i++, in_source = in_source->next) {
        const struct ts_json *member = sorted ? sorted[i] : in_source;
        if (without && ts_span_is(member->name, without))
            continue;
        ts_write_text(walk->w, separator);
        separator = ",";
        walk->form->string(walk->w, member->name);
        ts_write_u8(walk->w, ':');
        enum ts_status status = write_value(walk, member, NULL);
        if (status != TS_OK)
            return status;
    }
    ts_write_u8(walk->w, '}');
    return TS_OK;
}

static enum ts_status
write_object(const struct walk *walk, const struct ts_json *object, const char *without)
{
    if (!walk->form->order)
        return write_members(walk, object, without, NULL);

    size_t used = walk->scratch->used;
    const struct ts_json **sorted =
        ts_json_sorted(walk->scratch, object, walk->form->order);
    if (!sorted)
        return TS_NO_SPACE;
    enum ts_status status = write_members(walk, object, without, sorted);
    ts_arena_rewind(walk->scratch, used);
    return status;
}

static enum ts_status
write_value(const struct walk *walk, const struct ts_json *value, const char *without)
{
    switch (value->kind) {
    case TS_JSON_NONE: return TS_MALFORMED;
    case TS_JSON_NULL: ts_write_text(walk->w, "null"); return TS_OK;
    case TS_JSON_FALSE: ts_write_text(walk->w, "false"); return TS_OK;
    case TS_JSON_TRUE: ts_write_text(walk->w, "true"); return TS_OK;
    case TS_JSON_NUMBER: return walk->form->number(walk->w, value);
    case TS_JSON_STRING: walk->form->string(walk->w, value->text); return TS_OK;
    case TS_JSON_ARRAY: return write_elements(walk, value);
    case TS_JSON_OBJECT: return write_object(walk, value, without);
    }
    return TS_MALFORMED;
}

enum ts_status
ts_json_form_write(const struct ts_json_form *form, struct ts_writer *w,
                   const struct ts_json *value, const char *without,
                   struct ts_arena *scratch)
{
    struct walk walk = { .form = form, .w = w, .scratch = scratch };
    enum ts_status status = write_value(&walk, value, without);
    if (status == TS_OK && w->full)
        return TS_NO_SPACE;
    return status;
}
