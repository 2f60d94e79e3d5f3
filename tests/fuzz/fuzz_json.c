#include "keys/codec/json_writer.h"

#include <jansson.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * What we read is written, read again and found the same; and another reader,
 * jansson, takes what we take and refuses what we refuse.
 */

static uint8_t tree_memory[4 * 1024 * 1024];
static uint8_t again_memory[4 * 1024 * 1024];
static uint8_t text_memory[1024 * 1024];

static json_t *
load(ts_span source, json_error_t *error)
{
    size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL;
    return json_loadb((const char *)source.at, source.len, flags, error);
}

static void
check_rewriting(const struct ts_json *root, ts_span source)
{
    const struct ts_json *again;
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(again_memory));
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text_memory));
    ts_json_write(&w, root);
    ts_span text;
    TS_CHECK(ts_writer_end(&w, &text) == TS_OK);
    TS_CHECK(ts_json_parse(&arena, &again, text, NULL) == TS_OK);

    struct ts_writer v = ts_writer_over(ts_arena_rest(&arena));
    ts_json_write(&v, again);
    TS_CHECK(!v.full && ts_span_equal(text, ts_writer_span(&v)));

    json_error_t error;
    json_t *one = load(source, &error);
    if (!one) {
        /* It has no room for these two; RFC 8259 6 and 8.1 do. */
        TS_CHECK(json_error_code(&error) == json_error_numeric_overflow
                 || json_error_code(&error) == json_error_null_byte_in_key);
        return;
    }
    json_t *other = load(text, &error);
    TS_CHECK(other && json_equal(one, other));
    json_decref(one);
    json_decref(other);
}

static void
check_refusal(enum ts_status status, const struct ts_fault *fault, ts_span source)
{
    json_error_t error;
    TS_CHECK(fault->status == status && fault->offset <= source.len && fault->rule);
    /* It reads past a NUL after a number as if it were not there. */
    if (ts_span_index(source, 0) < source.len)
        return;
    json_t *taken = load(source, &error);
    TS_CHECK(!taken || status == TS_OVER_LIMIT || status == TS_NO_SPACE);
    json_decref(taken);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ts_json *root = NULL;
    struct ts_fault fault = { 0 };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(tree_memory));
    ts_span source = { data, size };

    enum ts_status status = ts_json_parse(&arena, &root, source, &fault);
    if (status == TS_OK) {
        check_rewriting(root, source);
        return 0;
    }
    TS_CHECK(!root && arena.used == 0);
    check_refusal(status, &fault, source);
    return 0;
}
