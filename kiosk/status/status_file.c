#include "kiosk/status/status_file.h"

#include "firmware/base/utf8.h"

#include <string.h>

#define HEAD TS_SPAN_LIT("touchstone-kiosk-status/1\n")

enum { DIGITS_MAX = 18 };

void
ts_status_note_write(struct ts_writer *w, const struct ts_status_note *note)
{
    ts_write_bytes(w, HEAD);
    ts_write_text(w, "mono ");
    ts_write_decimal(w, (int64_t)note->written.ms);
    ts_write_text(w, "\ncode ");
    ts_status_write_code(w, &note->status);
    ts_write_text(w, "\nsite ");
    ts_write_text(w, note->status.site);
    ts_write_text(w, "\njob ");
    ts_write_text(w, note->status.job);
    ts_write_u8(w, '\n');
}

/* The rest of a line that begins with name; empty, and failed, for any other. */
static ts_span
line(ts_span *left, const char *name, bool *failed)
{
    size_t end = ts_span_index(*left, '\n');
    ts_span whole = ts_span_part(*left, 0, end);
    ts_span begin = ts_span_text(name);
    *failed = *failed || end == left->len || !ts_span_starts_with(whole, begin);
    *left = ts_span_part(*left, end + 1, left->len);
    return *failed ? (ts_span){ 0 } : ts_span_part(whole, begin.len, whole.len);
}

static bool
read_mono(ts_mono *mono, ts_span digits)
{
    uint64_t value = 0;
    if (digits.len == 0 || digits.len > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(digits.at[i] - '0');
    }
    mono->ms = value;
    return true;
}

enum ts_status
ts_status_note_read(struct ts_status_note *note, ts_span text)
{
    uint8_t memory[2 * TS_STATUS_FILE_MAX];
    struct ts_writer again = ts_writer_over(TS_ROOM_OF(memory));
    struct ts_status_note draft = { 0 };
    bool failed = false;
    if (!ts_span_starts_with(text, HEAD))
        return TS_UNSUPPORTED;
    ts_span left = ts_span_part(text, HEAD.len, text.len);
    ts_span mono = line(&left, "mono ", &failed);
    ts_span code = line(&left, "code ", &failed);
    ts_span site = line(&left, "site ", &failed);
    ts_span job = line(&left, "job ", &failed);
    if (failed || !read_mono(&draft.written, mono) || !ts_utf8_valid(site)
        || !ts_utf8_valid(job))
        return TS_MALFORMED;
    enum ts_status status = ts_status_read_code(&draft.status, code);
    if (status != TS_OK)
        return status;
    ts_status_set_text(draft.status.site, site);
    ts_status_set_text(draft.status.job, job);
    ts_status_note_write(&again, &draft);
    if (again.full || !ts_span_equal(ts_writer_span(&again), text))
        return TS_MALFORMED;
    *note = draft;
    return TS_OK;
}

bool
ts_status_note_is_fresh(const struct ts_status_note *note, ts_mono now)
{
    /* Later than now: from before the machine was started anew. */
    return note->written.ms <= now.ms && now.ms - note->written.ms <= TS_STATUS_STALE_MS;
}
