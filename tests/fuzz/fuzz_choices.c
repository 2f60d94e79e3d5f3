#include "firmware/base/check.h"
#include "keys/crypto/digest.h"
#include "kiosk/app/choices.h"

#include <stdio.h>
#include <string.h>

/*
 * What was chosen at the kiosk: the input is taken as it is, and again with the right
 * last line, which nothing would come past otherwise. What is read is written as it was.
 */

static void
read_and_write(ts_span text)
{
    struct ts_choices choices;
    uint8_t room[TS_CHOICES_WRITTEN_MAX + 1];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    memset(&choices, 0xA5, sizeof(choices));
    if (ts_choices_read(&choices, text) != TS_OK) {
        const uint8_t *bytes = (const uint8_t *)&choices;
        for (size_t i = 0; i < sizeof(choices); i++)
            TS_CHECK(bytes[i] == 0xA5);
        return;
    }
    ts_choices_write(&w, &choices);
    TS_CHECK(ts_span_equal(ts_writer_span(&w), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t checked[TS_CHOICES_WRITTEN_MAX];
    uint8_t digest[TS_SHA256_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(checked));
    ts_span text = { data, size };
    char digits[17];
    read_and_write(text);
    ts_sha256(digest, text);
    for (size_t i = 0; i < 8; i++)
        snprintf(digits + 2 * i, 3, "%02x", digest[i]);
    ts_write_bytes(&w, text);
    ts_write_text(&w, "check ");
    ts_write_text(&w, digits);
    ts_write_text(&w, "\n");
    if (!w.full)
        read_and_write(ts_writer_span(&w));
    return 0;
}
