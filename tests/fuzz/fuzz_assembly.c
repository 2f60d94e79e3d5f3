#include "kiosk/credential/assembly.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ts_assembly assembly;

static void
feed(ts_span text, ts_mono now)
{
    bool fits = ts_assembly_fits(&assembly, text);
    struct ts_assembly_answer answer = ts_assembly_feed(&assembly, text, now);
    uint32_t part = 0;
    uint32_t total = 0;
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: TS_CHECK(!fits); break;
    case TS_ASSEMBLY_PART:
        TS_CHECK(answer.seen > 0 && answer.seen < answer.total);
        TS_CHECK(ts_assembly_missing(&assembly, &part, &total) && part <= total
                 && total == answer.total);
        TS_CHECK(ts_assembly_fits(&assembly, text));
        break;
    case TS_ASSEMBLY_WHOLE:
        TS_CHECK(answer.whole.len > 0 && answer.whole.len <= TS_CONTENT_MAX);
        TS_CHECK(!ts_assembly_missing(&assembly, &part, &total));
        break;
    case TS_ASSEMBLY_CONFLICT: TS_CHECK(!ts_assembly_fits(&assembly, text)); break;
    }
}

/* What is cut comes back, whichever part comes last. */
static void
cut_and_join(ts_span content, size_t count, size_t last)
{
    static uint8_t memory[1024 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_assembly_answer answer = { .kind = TS_ASSEMBLY_NOT_A_PART };
    ts_span parts[TS_PARTS_MAX];
    if (content.len == 0 || ts_part_cut(&arena, parts, count, content) != TS_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > TS_CODE_TEXT_MAX)
            return;
    }
    ts_assembly_forget(&assembly);
    for (size_t i = 1; i <= count; i++)
        answer = ts_assembly_feed(&assembly, parts[(last + i) % count], (ts_mono){ 0 });
    TS_CHECK(answer.kind == TS_ASSEMBLY_WHOLE && ts_span_equal(answer.whole, content));
}

/* Lines are codes; a line that begins with a tab comes after a while. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ts_span left = { data, size };
    ts_mono now = { 0 };
    ts_assembly_forget(&assembly);
    while (left.len) {
        size_t len = ts_span_index(left, '\n');
        ts_span line = ts_span_part(left, 0, len);
        left = ts_span_part(left, len + 1, left.len);
        if (line.len && line.at[0] == '\t') {
            line = ts_span_part(line, 1, line.len);
            now.ms += 1500 * line.len;
        }
        ts_assembly_expire(&assembly, now);
        feed(line, now);
    }
    if (size > 1)
        cut_and_join(ts_span_part((ts_span){ data, size }, 1, TS_CONTENT_MAX),
                     1 + data[0] % TS_PARTS_MAX, data[0]);
    return 0;
}
