#include "firmware/base/check.h"
#include "firmware/board/linux/hand_scanner_keys.h"
#include "firmware/board/linux/hand_scanner_line.h"

#include <string.h>

static struct ts_hand_scanner_keys keys;
static struct ts_hand_scan_text line;
static struct ts_hand_scan scan;

/* A whole scan has letters of one line only, and nothing of it stays behind. */
static void
take(struct ts_hand_scan_text *text, bool is_typed)
{
    ts_hand_scan_text_take(text, &scan);
    TS_CHECK(scan.len > 0 && scan.len <= TS_CODE_TEXT_MAX);
    for (size_t i = 0; i < scan.len; i++) {
        TS_CHECK(scan.text[i] >= 0x20 || scan.text[i] == '\t');
        TS_CHECK(scan.text[i] != 0x7F);
        TS_CHECK(!is_typed || (scan.text[i] >= 0x20 && scan.text[i] < 0x7F));
    }
    TS_CHECK(!text->begun && text->len == 0);
}

static void
settle(struct ts_hand_scan_text *text, enum ts_hand_scan_step step,
       enum ts_hand_scan_loss loss, bool is_typed)
{
    switch (step) {
    case TS_HAND_SCAN_MORE: break;
    case TS_HAND_SCAN_WHOLE: take(text, is_typed); break;
    case TS_HAND_SCAN_LOST: TS_CHECK(loss != TS_HAND_SCAN_COMPLETE); break;
    }
}

/* Six bytes an event: type, code (2), value, and how much later (2). */
static void
type(const uint8_t *data, size_t size)
{
    ts_mono now = { 1 };
    memset(&keys, 0, sizeof(keys));
    for (; size >= 6; data += 6, size -= 6) {
        enum ts_hand_scan_loss loss = TS_HAND_SCAN_COMPLETE;
        struct ts_key_event event = {
            .type = data[0],
            .code = (uint16_t)(data[1] | data[2] << 8),
            .value = (int8_t)data[3],
        };
        now.ms += (uint64_t)(data[4] | data[5] << 8);
        event.time = now;
        settle(&keys.text, ts_hand_scanner_keys_feed(&keys, event, &loss), loss, true);
    }
    enum ts_hand_scan_loss loss = TS_HAND_SCAN_COMPLETE;
    now.ms += TS_HAND_SCAN_SILENCE_MS;
    settle(&keys.text, ts_hand_scanner_keys_rest(&keys, now, &loss), loss, true);
    TS_CHECK(!keys.text.begun);
}

static void
send(const uint8_t *data, size_t size)
{
    ts_mono now = { 1 };
    memset(&line, 0, sizeof(line));
    for (size_t i = 0; i < size; i++) {
        enum ts_hand_scan_loss loss = TS_HAND_SCAN_COMPLETE;
        settle(&line, ts_hand_scanner_line_feed(&line, data[i], now, &loss), loss, false);
    }
    enum ts_hand_scan_loss loss = TS_HAND_SCAN_COMPLETE;
    now.ms += TS_HAND_SCAN_LINE_SILENCE_MS;
    settle(&line, ts_hand_scanner_line_rest(&line, now, &loss), loss, false);
    TS_CHECK(!line.begun);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] & 1)
        type(data + 1, size - 1);
    else
        send(data + 1, size - 1);
    return 0;
}
