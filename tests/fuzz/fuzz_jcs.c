#include "keys/codec/json_number.h"
#include "keys/codec/json_writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A canonical form is its own canonical form, and means what it was made of. */

static uint8_t memory[8 * 1024 * 1024];
static uint8_t scratch_memory[512 * 1024];

static double
number_of(const struct ts_json *value)
{
    double number = 0;
    TS_CHECK(ts_json_number_value(&number, value->text) == TS_OK);
    return number;
}

static void check_same(const struct ts_json *a, const struct ts_json *b);

/* Every child of a has its twin in b; as many they are, so they are all. */
static void
check_children(const struct ts_json *a, const struct ts_json *b)
{
    const struct ts_json *twin = b->first;
    TS_CHECK(a->count == b->count);
    for (const struct ts_json *at = a->first; at; at = at->next) {
        bool member = ts_json_is(a, TS_JSON_OBJECT);
        check_same(at, member ? ts_json_member_span(b, at->name) : twin);
        twin = twin->next;
    }
}

static void
check_same(const struct ts_json *a, const struct ts_json *b)
{
    TS_CHECK(a->kind == b->kind);
    TS_CHECK(!ts_json_is(a, TS_JSON_STRING) || ts_span_equal(a->text, b->text));
    TS_CHECK(!ts_json_is(a, TS_JSON_NUMBER) || number_of(a) == number_of(b));
    check_children(a, b);
}

static void
check_jcs(struct ts_arena *arena, const struct ts_json *root)
{
    ts_span text;
    ts_span twice;
    const struct ts_json *again;
    enum ts_status status = ts_jcs_text(arena, &text, root, NULL);
    TS_CHECK(status == TS_OK || status == TS_MALFORMED);
    if (status != TS_OK)
        return;
    TS_CHECK(ts_json_parse(arena, &again, text, NULL) == TS_OK);
    check_same(root, again);
    TS_CHECK(ts_jcs_text(arena, &twice, again, NULL) == TS_OK);
    TS_CHECK(ts_span_equal(text, twice));

    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(scratch_memory));
    ts_room short_of_one = ts_arena_rest(arena);
    short_of_one.len = text.len - 1;
    struct ts_writer w = ts_writer_over(short_of_one);
    TS_CHECK(ts_jcs_write(&w, root, NULL, &scratch) == TS_NO_SPACE);
    TS_CHECK(scratch.used == 0);
}

static void
check_olpc(struct ts_arena *arena, const struct ts_json *root)
{
    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(scratch_memory));
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    enum ts_status status = ts_olpc_write(&w, root, &scratch);
    TS_CHECK(status == TS_OK || status == TS_MALFORMED);
    TS_CHECK(scratch.used == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ts_json *root;
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    if (ts_json_parse(&arena, &root, (ts_span){ data, size }, NULL) != TS_OK)
        return 0;
    check_jcs(&arena, root);
    check_olpc(&arena, root);
    return 0;
}
