#include "keys/authority/cell.h"

#include "firmware/base/calendar.h"

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
    char whole[] = "YYYY-MM-DDT00:00:00Z";
    if (text.len == strlen("YYYY-MM-DD")) {
        memcpy(whole, text.at, text.len);
        if (day_end)
            memcpy(whole + text.len, "T23:59:59Z", strlen("T23:59:59Z"));
        text = ts_span_text(whole);
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
        if (text.at[i] <= ' ' || text.at[i] == 0x7f
            || memchr("\"<>\\^`{|}", text.at[i], 9))
            return false;
    }
    return true;
}
