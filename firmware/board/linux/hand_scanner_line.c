#include "firmware/board/linux/hand_scanner_line.h"

enum { STX = 2, ETX = 3, FIRST_PRINTABLE = 0x20, DELETE = 0x7F };

enum ts_hand_scan_step
ts_hand_scanner_line_feed(struct ts_hand_scan_text *text, uint8_t byte, ts_mono now,
                          enum ts_hand_scan_loss *loss)
{
    if (byte == '\r' || byte == '\n' || byte == ETX) {
        if (text->begun)
            text->last = now;
        return ts_hand_scan_text_end(text, loss);
    }
    if (byte == STX && !text->begun)
        return TS_HAND_SCAN_MORE;
    if ((byte < FIRST_PRINTABLE && byte != '\t') || byte == DELETE)
        ts_hand_scan_text_spoil(text, TS_HAND_SCAN_CONTROL, now);
    else
        ts_hand_scan_text_add(text, byte, now);
    return TS_HAND_SCAN_MORE;
}

enum ts_hand_scan_step
ts_hand_scanner_line_rest(struct ts_hand_scan_text *text, ts_mono now,
                          enum ts_hand_scan_loss *loss)
{
    if (!ts_hand_scan_text_is_silent(text, now, TS_HAND_SCAN_LINE_SILENCE_MS))
        return TS_HAND_SCAN_MORE;
    return ts_hand_scan_text_end(text, loss);
}
