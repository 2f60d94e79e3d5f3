#include "kiosk/screen/words.h"

#include "firmware/base/utf8.h"

#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>

enum { PHRASE_SIZE = 512 };

/* Formats come from our own catalogues, whose conversions msgfmt has compared. */
static void __attribute__((format(printf, 2, 3)))
write_format(struct ts_writer *w, const char *format, ...)
{
    char text[PHRASE_SIZE];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    ts_span whole = ts_span_text(len > 0 ? text : "");
    while (!ts_utf8_valid(whole)) /* cut within a letter */
        whole.len--;
    ts_write_bytes(w, whole);
}

void
ts_write_percent(struct ts_writer *w, int percent)
{
    write_format(w, gettext("%u%%"), (unsigned)percent);
}

void
ts_write_kept_days(struct ts_writer *w, uint32_t days)
{
    /* Translators: days after which the journal forgets. */
    write_format(w,
                 ngettext("Forgotten after %u day", "Forgotten after %u days",
                          (unsigned long)days),
                 (unsigned)days);
}

void
ts_write_on_site(struct ts_writer *w, size_t people)
{
    /* Translators: people who are on the site just now. */
    write_format(w, ngettext("%zu on site", "%zu on site", people), people);
}

void
ts_write_stale(struct ts_writer *w, size_t people, uint32_t hours)
{
    /* Translators: of the people on site, those who came so many hours ago or more. */
    write_format(w, ngettext("%zu for over %u h", "%zu for over %u h", people), people,
                 (unsigned)hours);
}

void
ts_write_accounted(struct ts_writer *w, size_t accounted, size_t people)
{
    /* Translators: people who were seen in a drill, of all who are on site. */
    write_format(w, gettext("Accounted for: %zu of %zu"), accounted, people);
}

void
ts_write_since(struct ts_writer *w, ts_utc when)
{
    char letters[128];
    struct ts_writer moment = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_moment(&moment, when);
    ts_span text = ts_writer_span(&moment);
    /* Translators: a date and time: "since 12 May 2026, 08:30 UTC". */
    write_format(w, gettext("since %.*s"), TS_SPAN_ARG(text));
}

void
ts_write_written_to(struct ts_writer *w, ts_span path)
{
    /* Translators: the name of a file. */
    write_format(w, gettext("Written to %.*s"), TS_SPAN_ARG(path));
}

/* Tenths or hundredths, with a point in every language: figures to compare. */
static ts_span
figure(char letters[static 32], double value, int places)
{
    int len = snprintf(letters, 32, "%.*f", places, value < 1e6 ? value : 1e6);
    return (ts_span){ (const uint8_t *)letters, len > 0 ? (size_t)len : 0 };
}

void
ts_write_edge(struct ts_writer *w, double px)
{
    char letters[32];
    ts_span text = figure(letters, px, 1);
    /* Translators: how wide edges are in the camera's picture, in pixels. */
    write_format(w, gettext("Edges: %.*s px"), TS_SPAN_ARG(text));
}

void
ts_write_module(struct ts_writer *w, double px)
{
    char letters[32];
    ts_span text = figure(letters, px, 1);
    /* Translators: how many pixels the smallest square of a code takes. */
    write_format(w, gettext("Code: %.*s px a square"), TS_SPAN_ARG(text));
}

void
ts_write_blur(struct ts_writer *w, double modules)
{
    char letters[32];
    ts_span text = figure(letters, modules, 2);
    /* Translators: how much of the smallest square of a code is blurred. */
    write_format(w, gettext("Blur: %.*s of a square"), TS_SPAN_ARG(text));
}
