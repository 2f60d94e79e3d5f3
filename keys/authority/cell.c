#include "keys/authority/cell.h"

#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"

#include <string.h>

static bool
is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

ts_span
ts_cell_trim(ts_span cell)
{
    while (cell.len && is_blank(cell.at[0]))
        cell = ts_span_part(cell, 1, cell.len);
    while (cell.len && is_blank(cell.at[cell.len - 1]))
        cell.len--;
    return cell;
}

bool
ts_cell_part(ts_span cell, size_t index, ts_span *part)
{
    if (cell.len == 0)
        return false;
    for (size_t end = ts_span_index(cell, ';'); index > 0; index--) {
        if (end == cell.len)
            return false;
        cell = ts_span_part(cell, end + 1, cell.len);
        end = ts_span_index(cell, ';');
    }
    *part = ts_cell_trim(ts_span_part(cell, 0, ts_span_index(cell, ';')));
    return true;
}

size_t
ts_cell_parts(ts_span cell)
{
    size_t parts = 0;
    for (ts_span part; ts_cell_part(cell, parts, &part);)
        parts++;
    return parts;
}

enum ts_status
ts_day_parse(ts_utc *utc, ts_span text, bool day_end)
{
    uint8_t whole[TS_UTC_TEXT_SIZE];
    if (text.len == sizeof("YYYY-MM-DD") - 1) {
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(whole));
        ts_write_bytes(&w, text);
        ts_write_text(&w, day_end ? "T23:59:59Z" : "T00:00:00Z");
        text = ts_writer_span(&w);
    }
    return ts_utc_parse(utc, text) == TS_OK ? TS_OK : TS_MALFORMED;
}

static bool
is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_scheme(ts_span text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.at[i];
        bool other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!is_letter(c) && (i == 0 || !other))
            return false;
    }
    return text.len > 0;
}

bool
ts_uri_plausible(ts_span text)
{
    size_t colon = ts_span_index(text, ':');
    if (colon + 1 >= text.len || !is_scheme(ts_span_part(text, 0, colon)))
        return false;
    for (size_t i = colon; i < text.len; i++) {
        if (text.at[i] <= ' ' || text.at[i] == 0x7f || strchr("\"<>\\^`{|}", text.at[i]))
            return false;
    }
    return true;
}
