#include "firmware/base/utf8.h"
#include "kiosk/screen/bidi.h"
#include "kiosk/screen/letters.h"
#include "kiosk/screen/words_catalogue.h"
#include "kiosk/screen/words_language.h"

#include "firmware/base/check.h"

#include <string.h>

/* What comes with a language's folder, and names from anywhere on their way to the
 * screen. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
has_direction(ts_span text)
{
    size_t len;
    for (size_t at = 0; at < text.len; at += len) {
        uint32_t code = ts_letter(ts_span_part(text, at, text.len), &len);
        if ((code >= 0x202A && code <= 0x202E) || code == 0x2066 || code == 0x2067
            || code < ' ')
            return true;
    }
    return false;
}

/* All of a clean text is drawn, in pieces of it, but for the isolates. */
static void
check_order(ts_span clean)
{
    static struct ts_bidi_part parts[TS_BIDI_PARTS_MAX];
    size_t drawn = 0;
    size_t isolates = 0;
    size_t len;
    size_t count = ts_bidi_split(parts, clean, ts_bidi_is_rtl(clean));
    for (size_t i = 0; i < count; i++) {
        TS_CHECK(parts[i].text.len > 0 && ts_utf8_valid(parts[i].text));
        drawn += parts[i].text.len;
    }
    for (size_t at = 0; at < clean.len; at += len)
        if (ts_letter_is_isolate(ts_letter(ts_span_part(clean, at, clean.len), &len)))
            isolates += len;
    TS_CHECK(drawn + isolates == clean.len);
}

static void
check_name(ts_span name)
{
    char clean[TS_TEXT_BYTES];
    char isolated[TS_ISOLATED_BYTES];
    bool cut;
    ts_span text = ts_text_clean(clean, name, &cut);
    TS_CHECK(text.len <= TS_TEXT_BYTES && ts_utf8_valid(text) && !has_direction(text));
    check_order(text);
    text = ts_text_isolate(isolated, name);
    TS_CHECK(text.len <= TS_ISOLATED_BYTES && ts_utf8_valid(text));
    check_order(text);
}

static void
check_catalogue(ts_span bytes)
{
    struct ts_catalogue catalogue;
    ts_span said;
    if (ts_catalogue_read(&catalogue, bytes, NULL) != TS_OK)
        return;
    TS_CHECK(ts_catalogue_plurals(&catalogue) <= 6);
    for (uint32_t i = 0; i < catalogue.count && i < 64; i++) {
        struct ts_catalogue_entry entry = ts_catalogue_at(&catalogue, i);
        TS_CHECK(entry.said.len == 0 || ts_catalogue_find(&catalogue, entry.id, &said));
        TS_CHECK(ts_formats_agree(entry.id, entry.said)
                 == ts_formats_agree(entry.said, entry.id));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ts_span bytes = { data, size };
    struct ts_language_file file = { .name = "untouched" };
    struct ts_fault fault = { 0 };
    check_name(bytes);
    check_catalogue(bytes);
    if (ts_language_file_read(&file, bytes, &fault) == TS_OK)
        TS_CHECK(file.name[0] != '\0' && ts_utf8_valid(ts_span_text(file.name)));
    else
        TS_CHECK(strcmp(file.name, "untouched") == 0 && fault.rule);
    return 0;
}
