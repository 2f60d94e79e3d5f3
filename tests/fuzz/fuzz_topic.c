#include "kiosk/telemetry/topic.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_topic topic;
    struct ts_topic before;
    char text[TS_TOPIC_SIZE];
    char spool[TS_SPOOL_ID_SIZE];
    uint64_t number;
    memset(&topic, 0x5A, sizeof(topic));
    before = topic;
    if (ts_topic_read(&topic, (ts_span){ data, size })) {
        TS_CHECK(ts_topic_write(text, &topic));
        TS_CHECK(ts_span_equal(ts_span_text(text), (ts_span){ data, size }));
    } else {
        TS_CHECK(memcmp(&topic, &before, sizeof(topic)) == 0);
    }
    if (ts_landed_read(spool, &number, (ts_span){ data, size })) {
        char again[TS_LANDED_SIZE];
        ts_landed_write(again, spool, number);
        TS_CHECK(ts_span_equal(ts_span_text(again), (ts_span){ data, size }));
    }
    return 0;
}
