#include "firmware/base/limits.h"
#include "firmware/base/utf8.h"
#include "keys/codec/cbor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
count_children(const struct ts_cbor *item)
{
    size_t count = 0;
    for (const struct ts_cbor *child = item->first; child; child = child->next)
        count++;
    return count;
}

static size_t
announced_children(const struct ts_cbor *item)
{
    switch (item->kind) {
    case TS_CBOR_ARRAY: return item->count;
    case TS_CBOR_MAP: return 2 * (size_t)item->count;
    case TS_CBOR_TAG: return 1;
    case TS_CBOR_NONE:
    case TS_CBOR_UNSIGNED:
    case TS_CBOR_NEGATIVE:
    case TS_CBOR_BYTES:
    case TS_CBOR_TEXT:
    case TS_CBOR_SIMPLE:
    case TS_CBOR_FLOAT: break;
    }
    return 0;
}

/* Children lie one after the other within their parent's bytes. */
static void
check_item(const struct ts_cbor *item, int depth)
{
    const uint8_t *at = item->source.at + 1;
    const uint8_t *end = item->source.at + item->source.len;
    TS_CHECK(item->kind != TS_CBOR_NONE && item->source.len > 0);
    TS_CHECK(depth <= TS_DEPTH_MAX);
    TS_CHECK(count_children(item) == announced_children(item));
    TS_CHECK(item->kind != TS_CBOR_MAP || item->count <= TS_MEMBERS_MAX);
    TS_CHECK(item->kind != TS_CBOR_TEXT || ts_utf8_valid(item->bytes));
    for (const struct ts_cbor *child = item->first; child; child = child->next) {
        TS_CHECK(child->source.at >= at);
        at = child->source.at + child->source.len;
        TS_CHECK(at <= end);
        check_item(child, depth + 1);
    }
}

/* A map gives each of its keys' values, and no other's. */
static void
check_keys(const struct ts_cbor *map)
{
    for (const struct ts_cbor *key = map->first; key; key = key->next->next) {
        int64_t number;
        if (ts_cbor_integer(key, &number) == TS_OK)
            TS_CHECK(ts_cbor_at(map, number) == key->next);
    }
}

static size_t
count_json(const struct ts_json *json)
{
    size_t count = 1;
    for (const struct ts_json *child = json->first; child; child = child->next)
        count += count_json(child);
    return count;
}

static size_t
count_items_without_keys(const struct ts_cbor *item)
{
    size_t count = 1;
    bool key = item->kind == TS_CBOR_MAP;
    for (const struct ts_cbor *child = item->first; child; child = child->next) {
        if (!key)
            count += count_items_without_keys(child);
        key = item->kind == TS_CBOR_MAP && !key;
    }
    return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[TS_SCAN_ARENA_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const struct ts_cbor *root = NULL;
    const struct ts_cbor *again;
    const struct ts_json *json;
    struct ts_fault fault;
    enum ts_status status = ts_cbor_parse(&arena, &root, (ts_span){ data, size }, &fault);

    TS_CHECK(fault.status == status && fault.offset <= size);
    if (status != TS_OK) {
        TS_CHECK(!root && arena.used == 0 && fault.rule);
        return 0;
    }
    TS_CHECK(root->source.at == data && root->source.len == size);
    check_item(root, 0);
    if (root->kind == TS_CBOR_MAP)
        check_keys(root);
    if (root->first)
        TS_CHECK(ts_cbor_parse(&arena, &again, root->first->source, NULL)
                 != TS_MALFORMED);
    if (ts_cbor_to_json(&arena, &json, root) == TS_OK)
        TS_CHECK(count_json(json) == count_items_without_keys(root));
    return 0;
}
