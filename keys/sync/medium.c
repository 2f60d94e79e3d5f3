#include "keys/sync/medium.h"

#include "firmware/base/limits.h"

#include <string.h>

enum ts_status
ts_medium_read(struct ts_store *medium, struct ts_arena *arena, ts_span *content,
               ts_span name, uint64_t max)
{
    char text[TS_STORE_NAME_MAX + 1] = { 0 };
    if (name.len == 0 || name.len > TS_STORE_NAME_MAX
        || ts_span_index(name, 0) != name.len)
        return TS_ABSENT;
    memcpy(text, name.at, name.len);
    if (!ts_store_name_valid(text))
        return TS_ABSENT;
    size_t most = max < TS_TARGET_BYTES_MAX ? (size_t)max : TS_TARGET_BYTES_MAX;
    return ts_store_read(medium, arena, content, text, most);
}
