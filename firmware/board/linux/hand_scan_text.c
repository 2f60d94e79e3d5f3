#include "firmware/board/linux/hand_scan_text.h"

#include <string.h>

static void
touch(struct ts_hand_scan_text *text, ts_mono now)
{
    text->begun = true;
    text->last = now;
}

void
ts_hand_scan_text_add(struct ts_hand_scan_text *text, uint8_t letter, ts_mono now)
{
    touch(text, now);
    if (text->loss != TS_HAND_SCAN_COMPLETE)
        return;
    if (text->len == sizeof(text->text))
        text->loss = TS_HAND_SCAN_TOO_LONG;
    else
        text->text[text->len++] = letter;
}

void
ts_hand_scan_text_spoil(struct ts_hand_scan_text *text, enum ts_hand_scan_loss loss,
                        ts_mono now)
{
    touch(text, now);
    if (text->loss == TS_HAND_SCAN_COMPLETE)
        text->loss = loss;
}

enum ts_hand_scan_step
ts_hand_scan_text_end(struct ts_hand_scan_text *text, enum ts_hand_scan_loss *loss)
{
    if (!text->begun)
        return TS_HAND_SCAN_MORE;
    if (text->loss == TS_HAND_SCAN_COMPLETE)
        return TS_HAND_SCAN_WHOLE;
    *loss = text->loss;
    ts_hand_scan_text_clear(text);
    return TS_HAND_SCAN_LOST;
}

bool
ts_hand_scan_text_is_silent(const struct ts_hand_scan_text *text, ts_mono now,
                            uint32_t ms)
{
    /* Two clocks, the system's and ours, may be apart by a moment. */
    return text->begun && now.ms > text->last.ms && now.ms - text->last.ms >= ms;
}

void
ts_hand_scan_text_take(struct ts_hand_scan_text *text, struct ts_hand_scan *scan)
{
    TS_CHECK(text->begun && text->loss == TS_HAND_SCAN_COMPLETE);
    scan->taken = text->last;
    scan->len = text->len;
    memcpy(scan->text, text->text, text->len);
    ts_hand_scan_text_clear(text);
}

void
ts_hand_scan_text_clear(struct ts_hand_scan_text *text)
{
    memset(text->text, 0, text->len);
    text->len = 0;
    text->begun = false;
    text->loss = TS_HAND_SCAN_COMPLETE;
}
