#include "keys/codec/cbor_keys.h"

/* Up to here comparing all with all is quicker than sorting. */
enum { FEW_KEYS = 16 };

static int
order_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* The shorter first: most keys then differ without a look at their bytes. */
static int
order_spans(ts_span a, ts_span b)
{
    return a.len == b.len ? ts_span_compare(a, b) : order_numbers(a.len, b.len);
}

/* Any total order will do in which 0 means equal in value. */
static int
order_keys(const struct ts_cbor *a, const struct ts_cbor *b)
{
    if (a->kind != b->kind)
        return order_numbers(a->kind, b->kind);
    switch (a->kind) {
    case TS_CBOR_UNSIGNED:
    case TS_CBOR_NEGATIVE:
    case TS_CBOR_SIMPLE: return order_numbers(a->value, b->value);
    case TS_CBOR_BYTES:
    case TS_CBOR_TEXT: return order_spans(a->bytes, b->bytes);
    case TS_CBOR_NONE:
    case TS_CBOR_ARRAY:
    case TS_CBOR_MAP:
    case TS_CBOR_TAG:
    case TS_CBOR_FLOAT: break;
    }
    return order_spans(a->source, b->source);
}

static const struct ts_cbor *
next_key(const struct ts_cbor *key)
{
    return key->next->next;
}

static enum ts_status
compare_all(const struct ts_cbor *map, const struct ts_cbor **again)
{
    for (const struct ts_cbor *a = map->first; a; a = next_key(a)) {
        for (const struct ts_cbor *b = map->first; b != a; b = next_key(b)) {
            if (order_keys(a, b) == 0) {
                *again = a;
                return TS_DUPLICATE;
            }
        }
    }
    return TS_OK;
}

static void
swap(const struct ts_cbor **a, const struct ts_cbor **b)
{
    const struct ts_cbor *held = *a;
    *a = *b;
    *b = held;
}

static void
sift_down(const struct ts_cbor **keys, size_t root, size_t count)
{
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && order_keys(keys[child], keys[child + 1]) < 0)
            child++;
        if (order_keys(keys[root], keys[child]) >= 0)
            return;
        swap(&keys[root], &keys[child]);
        root = child;
    }
}

/* Heapsort: qsort() may use the heap, and may be quadratic. */
static void
sort(const struct ts_cbor **keys, size_t count)
{
    for (size_t root = count / 2; root-- > 0;)
        sift_down(keys, root, count);
    for (size_t last = count; last-- > 1;) {
        swap(&keys[0], &keys[last]);
        sift_down(keys, 0, last);
    }
}

static enum ts_status
compare_sorted(const struct ts_cbor **keys, const struct ts_cbor *map,
               const struct ts_cbor **again)
{
    size_t count = 0;
    for (const struct ts_cbor *key = map->first; key; key = next_key(key))
        keys[count++] = key;
    sort(keys, count);
    for (size_t i = 1; i < count; i++) {
        if (order_keys(keys[i - 1], keys[i]) == 0) {
            *again = keys[i];
            return TS_DUPLICATE;
        }
    }
    return TS_OK;
}

enum ts_status
ts_cbor_keys_distinct(struct ts_arena *arena, const struct ts_cbor *map,
                      const struct ts_cbor **again)
{
    if (map->count <= FEW_KEYS)
        return compare_all(map, again);

    size_t used = arena->used;
    const struct ts_cbor **keys = ts_arena_take_array(arena, map->count, sizeof(void *));
    if (!keys)
        return TS_NO_SPACE;
    enum ts_status status = compare_sorted(keys, map, again);
    ts_arena_rewind(arena, used);
    return status;
}
