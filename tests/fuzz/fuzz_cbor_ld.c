#include "keys/codec/json_writer.h"
#include "keys/proof/linked_data/cbor_ld.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read is JSON: it can be written, and read again as the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[4 * 1024 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_ld_trouble trouble = { .rule = NULL };
    const struct ts_json *document = NULL;
    const struct ts_json *again;
    ts_span text;
    ts_span copy;
    enum ts_status status =
        ts_cbor_ld_read(&arena, &document, (ts_span){ data, size }, NULL, &trouble);
    if (status != TS_OK) {
        TS_CHECK(!document && trouble.rule);
        return 0;
    }
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    ts_json_write(&w, document);
    if (ts_writer_end(&w, &text) != TS_OK)
        return 0;
    ts_arena_keep(&arena, text.len);
    status = ts_json_parse(&arena, &again, text, NULL);
    if (status == TS_NO_SPACE)
        return 0;
    TS_CHECK(status == TS_OK);
    w = ts_writer_over(ts_arena_rest(&arena));
    ts_json_write(&w, again);
    TS_CHECK(ts_writer_end(&w, &copy) != TS_OK || ts_span_equal(copy, text));
    return 0;
}
