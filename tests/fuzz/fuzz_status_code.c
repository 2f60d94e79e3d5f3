#include "kiosk/status/status.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read writes the same bytes, and every writing of it fits. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t room[TS_STATUS_WRITTEN_MAX];
    struct ts_kiosk_status status;
    struct ts_kiosk_status before;
    memset(&status, 0x5A, sizeof(status));
    before = status;
    if (ts_status_read_code(&status, (ts_span){ data, size }) != TS_OK) {
        TS_CHECK(memcmp(&status, &before, sizeof(status)) == 0);
        return 0;
    }
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    ts_status_write_code(&w, &status);
    TS_CHECK(ts_span_equal(ts_writer_span(&w), (ts_span){ data, size }));
    void (*const writings[])(struct ts_writer *, const struct ts_kiosk_status *) = {
        ts_status_write_json, ts_status_write_text, ts_status_write_prometheus
    };
    for (size_t i = 0; i < TS_COUNT(writings); i++) {
        w = ts_writer_over(TS_ROOM_OF(room));
        writings[i](&w, &status);
        TS_CHECK(!w.full && w.used > 0);
    }
    return 0;
}
