#include "keys/authority/status_line.h"

static bool
take_number(ts_span *text, uint64_t *number)
{
    uint64_t value = 0;
    size_t at = 1;
    if (text->len < 2 || text->at[0] != ' ')
        return false;
    for (; at < text->len && text->at[at] != ' '; at++) {
        uint8_t digit = text->at[at];
        if (digit < '0' || digit > '9' || value > (INT64_MAX - 9) / 10)
            return false;
        value = 10 * value + (uint64_t)(digit - '0');
    }
    *number = value;
    *text = ts_span_part(*text, at, text->len);
    return at > 1;
}

enum ts_status
ts_status_line_read(struct ts_status_line *line, ts_span text)
{
    struct ts_status_line draft = { 0 };
    size_t len = ts_span_index(text, ' ');
    draft.url = ts_span_part(text, 0, len);
    text = ts_span_part(text, len, text.len);
    draft.has_canaries = text.len > 0;
    if (draft.url.len == 0
        || (draft.has_canaries
            && (!take_number(&text, &draft.canary_set)
                || !take_number(&text, &draft.canary_clear) || text.len > 0)))
        return TS_MALFORMED;
    *line = draft;
    return TS_OK;
}

void
ts_status_line_write(struct ts_writer *w, const struct ts_status_line *line)
{
    ts_write_bytes(w, line->url);
    if (line->has_canaries) {
        ts_write_u8(w, ' ');
        ts_write_decimal(w, (int64_t)line->canary_set);
        ts_write_u8(w, ' ');
        ts_write_decimal(w, (int64_t)line->canary_clear);
    }
    ts_write_u8(w, '\n');
}
