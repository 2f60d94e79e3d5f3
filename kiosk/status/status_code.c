#include "kiosk/status/status.h"

#include <string.h>

#define HEAD TS_SPAN_LIT("TSS1:")

enum { DIGITS_MAX = 18 };

void
ts_status_write_code(struct ts_writer *w, const struct ts_kiosk_status *status)
{
    ts_write_bytes(w, HEAD);
    ts_write_text(w, status->version);
    for (size_t i = 0; i < TS_STATUS_FIELDS; i++) {
        ts_write_u8(w, ':');
        if (status->fields[i].is_known)
            ts_write_decimal(w, status->fields[i].value);
    }
}

static ts_span
take(ts_span *left)
{
    size_t end = ts_span_index(*left, ':');
    ts_span item = ts_span_part(*left, 0, end);
    *left = ts_span_part(*left, end + 1, left->len);
    return item;
}

static bool
read_version(char version[static 24], ts_span text)
{
    if (text.len == 0 || text.len >= 24)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.at[i];
        if (!(c >= '0' && c <= '9') && c != '.')
            return false;
        version[i] = (char)c;
    }
    return true;
}

static bool
read_field(struct ts_status_number *field, ts_span text)
{
    bool is_negative = text.len > 0 && text.at[0] == '-';
    int64_t value = 0;
    if (text.len == 0)
        return true;
    size_t first = is_negative ? 1 : 0;
    if (text.len == first || text.len - first > DIGITS_MAX)
        return false;
    for (size_t i = first; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        value = value * 10 + (text.at[i] - '0');
    }
    *field = (struct ts_status_number){ true, is_negative ? -value : value };
    return true;
}

enum ts_status
ts_status_read_code(struct ts_kiosk_status *status, ts_span text)
{
    uint8_t memory[2 * TS_STATUS_CODE_MAX];
    struct ts_writer again = ts_writer_over(TS_ROOM_OF(memory));
    struct ts_kiosk_status draft = { 0 };
    if (!ts_span_starts_with(text, HEAD))
        return TS_UNSUPPORTED;
    if (text.len > TS_STATUS_CODE_MAX)
        return TS_OVER_LIMIT;
    ts_span left = ts_span_part(text, HEAD.len, text.len);
    if (!read_version(draft.version, take(&left)))
        return TS_MALFORMED;
    for (size_t i = 0; i < TS_STATUS_FIELDS; i++)
        if (!read_field(&draft.fields[i], take(&left)))
            return TS_MALFORMED;
    /* One encoding: no plus signs, zeros before a number, or more fields. */
    ts_status_write_code(&again, &draft);
    if (again.full || !ts_span_equal(ts_writer_span(&again), text))
        return TS_MALFORMED;
    *status = draft;
    return TS_OK;
}
