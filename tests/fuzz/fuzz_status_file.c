#include "firmware/base/utf8.h"
#include "kiosk/status/status_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t room[2 * TS_STATUS_FILE_MAX];
    struct ts_status_note note;
    struct ts_status_note before;
    memset(&note, 0x5A, sizeof(note));
    before = note;
    if (ts_status_note_read(&note, (ts_span){ data, size }) != TS_OK) {
        TS_CHECK(memcmp(&note, &before, sizeof(note)) == 0);
        return 0;
    }
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    ts_status_note_write(&w, &note);
    TS_CHECK(ts_span_equal(ts_writer_span(&w), (ts_span){ data, size }));
    TS_CHECK(ts_utf8_valid(ts_span_text(note.status.site)));
    return 0;
}
