#include "kiosk/screen/window_coverage.h"

#include "kiosk/screen/letters.h"
#include "kiosk/screen/window_fonts.h"

static bool
is_known(const struct ts_coverage *coverage, uint32_t code)
{
    for (size_t i = 0; i < coverage->count; i++)
        if (coverage->missing[i] == code)
            return true;
    return false;
}

static void
look_up(struct ts_coverage *coverage, const struct ts_fonts *fonts, ts_span text)
{
    size_t len;
    for (size_t at = 0; at < text.len; at += len) {
        uint32_t code = ts_letter(ts_span_part(text, at, text.len), &len);
        bool drawn = code >= ' ' && code != 0x7F && !ts_letter_is_joiner(code)
                     && !ts_letter_is_isolate(code);
        if (drawn && !ts_fonts_cover(fonts, code) && !is_known(coverage, code)
            && coverage->count < TS_COUNT(coverage->missing))
            coverage->missing[coverage->count++] = code;
    }
}

enum ts_status
ts_coverage_check(struct ts_coverage *coverage, ts_span text, struct ts_fault *fault)
{
    struct ts_fonts fonts;
    if (TTF_Init() != 0)
        return ts_fault_set(fault, TS_IO, 0, "the font library could not be started");
    enum ts_status status = ts_fonts_open(&fonts, NULL, fault);
    if (status == TS_OK) {
        look_up(coverage, &fonts, text);
        ts_fonts_close(&fonts);
    }
    TTF_Quit();
    return status;
}
