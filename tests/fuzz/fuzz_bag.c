#include "kiosk/credential/bag.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the text: no more credentials than there may be, all of them within the text
 * or the arena, an object among them as the bytes that are JSON on their own, and a bag
 * is never handed out by a call that failed. */

static bool
is_within(ts_span part, const uint8_t *at, size_t len)
{
    return part.at >= at && part.len <= len
           && part.at - at <= (ptrdiff_t)(len - part.len);
}

/* A text in the list is handed out as it is, whatever it says: its quote follows. */
static bool
is_object(ts_span part, const uint8_t *at, size_t len)
{
    const uint8_t *end = part.at + part.len;
    return part.len && part.at[0] == '{' && (end == at + len || *end != '"');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[TS_SCAN_ARENA_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_bag bag = { .count = 1234 };

    enum ts_status status =
        ts_bag_open(&arena, &bag, (ts_span){ data, size }, NULL, NULL);
    if (status != TS_OK) {
        TS_CHECK(bag.count == 1234);
        return 0;
    }
    TS_CHECK(bag.count > 0 && bag.count <= TS_BAG_MAX);
    TS_CHECK((bag.unchecked & ~(unsigned)TS_UNCHECKED_PRESENTATION) == 0);
    for (size_t i = 0; i < bag.count; i++) {
        ts_span text = bag.texts[i];
        TS_CHECK(text.len == 0 || is_within(text, data, size)
                 || is_within(text, memory, sizeof(memory)));
        if (is_within(text, data, size) && is_object(text, data, size)) {
            const struct ts_json *root;
            size_t used = arena.used;
            enum ts_status parsed = ts_json_parse(&arena, &root, text, NULL);
            TS_CHECK(parsed == TS_OK || parsed == TS_NO_SPACE);
            ts_arena_rewind(&arena, used);
        }
    }
    return 0;
}
