#include "firmware/board/linux/link_header.h"

#include "firmware/base/writer.h"

#include <string.h>

static bool
is_space(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

ts_span
ts_header_trim(ts_span value)
{
    while (value.len > 0 && is_space(value.at[0]))
        value = ts_span_part(value, 1, value.len);
    while (value.len > 0 && is_space(value.at[value.len - 1]))
        value.len--;
    return value;
}

bool
ts_header_is(ts_span line, const char *name, ts_span *value)
{
    size_t len = strlen(name);
    if (line.len <= len || line.at[len] != ':')
        return false;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = line.at[i];
        uint8_t lower = c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
        if (lower != (uint8_t)name[i])
            return false;
    }
    *value = ts_header_trim(ts_span_part(line, len + 1, line.len));
    return true;
}

bool
ts_header_number(ts_span *value, uint64_t *number)
{
    uint64_t sum = 0;
    size_t i = 0;
    while (i < value->len && value->at[i] >= '0' && value->at[i] <= '9' && i < 19)
        sum = sum * 10 + (uint64_t)(value->at[i++] - '0');
    if (i == 0 || i > 18)
        return false;
    *value = ts_span_part(*value, i, value->len);
    *number = sum;
    return true;
}

static bool
take_text(ts_span *value, const char *expected)
{
    if (!ts_span_starts_with(*value, ts_span_text(expected)))
        return false;
    *value = ts_span_part(*value, strlen(expected), value->len);
    return true;
}

void
ts_header_range(char text[static TS_RANGE_SIZE], uint64_t offset)
{
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)text, TS_RANGE_SIZE });
    if (offset > 0) {
        ts_write_decimal(&w, (int64_t)offset);
        ts_write_u8(&w, '-');
    }
    ts_write_u8(&w, '\0');
}

void
ts_header_copy(char *text, size_t size, ts_span value)
{
    bool good = value.len < size;
    text[0] = '\0';
    for (size_t i = 0; good && i < value.len; i++)
        good = value.at[i] >= ' ' && value.at[i] <= '~';
    for (size_t i = 0; good && i < value.len; i++)
        text[i] = (char)value.at[i];
    if (good)
        text[value.len] = '\0';
}

bool
ts_content_range_read(struct ts_content_range *range, ts_span value)
{
    struct ts_content_range draft = { 0 };
    if (!take_text(&value, "bytes ") || !ts_header_number(&value, &draft.first)
        || !take_text(&value, "-") || !ts_header_number(&value, &draft.last)
        || !take_text(&value, "/"))
        return false;
    bool has_total = ts_header_number(&value, &draft.total);
    if (!has_total && !take_text(&value, "*"))
        return false;
    if (value.len > 0 || draft.last < draft.first
        || (has_total && draft.last >= draft.total))
        return false;
    *range = draft;
    return true;
}
