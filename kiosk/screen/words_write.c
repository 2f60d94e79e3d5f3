#include "kiosk/screen/words.h"

#include "firmware/base/utf8.h"
#include "kiosk/screen/clean_text.h"

#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>

#define N_(text) text

static const char *const months[] = {
    N_("January"),   N_("February"), N_("March"),    N_("April"),
    N_("May"),       N_("June"),     N_("July"),     N_("August"),
    N_("September"), N_("October"),  N_("November"), N_("December"),
};

enum {
    /* Longer than any phrase; what does not fit is cut, which a reader survives. */
    PHRASE_SIZE = 512,
    DAY_S = 86400,
    HOUR_S = 3600,
    YEAR_MATTERS_S = 180 * DAY_S,
};

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
ts_write_reason_number(struct ts_writer *w, enum ts_reason reason)
{
    /* Translators: a fixed number, to be read out on the phone. */
    write_format(w, gettext("Reason %d"), (int)reason);
}

static void
write_day_and_month(struct ts_writer *w, struct ts_date date)
{
    const char *month = gettext(months[date.month - 1]);
    if (date.day == 1)
        /* Translators: the first day of a month; "1er mai" in French. */
        write_format(w, gettext("1 %s"), month);
    else
        /* Translators: a day and its month: "12 May". */
        write_format(w, gettext("%d %s"), date.day, month);
}

void
ts_write_date(struct ts_writer *w, ts_utc when)
{
    char text[64];
    struct ts_date date = ts_utc_date(when);
    struct ts_writer part = ts_writer_over(TS_ROOM_OF(text));
    write_day_and_month(&part, date);
    ts_span day = ts_writer_span(&part);
    /* Translators: day and month, then the year: "12 May 2026". */
    write_format(w, gettext("%.*s %d"), TS_SPAN_ARG(day), date.year);
}

/* A date inside a phrase. */
static ts_span
date_text(ts_room room, ts_utc when, bool with_year)
{
    struct ts_writer w = ts_writer_over(room);
    if (with_year)
        ts_write_date(&w, when);
    else
        write_day_and_month(&w, ts_utc_date(when));
    return ts_writer_span(&w);
}

void
ts_write_until(struct ts_writer *w, ts_utc when)
{
    char text[64];
    ts_span date = date_text(TS_ROOM_OF(text), when, true);
    write_format(w, gettext("until %.*s"), TS_SPAN_ARG(date));
}

void
ts_write_expired(struct ts_writer *w, ts_utc when)
{
    char text[64];
    ts_span date = date_text(TS_ROOM_OF(text), when, true);
    write_format(w, gettext("expired %.*s"), TS_SPAN_ARG(date));
}

static int
clamped(int64_t value)
{
    return value > 99999 ? 99999 : (int)value;
}

void
ts_write_age(struct ts_writer *w, const struct ts_lists_age *lists)
{
    int days = clamped(lists->age_s / DAY_S);
    int hours = clamped(lists->age_s / HOUR_S);
    if (lists->at_least && days == 0)
        ts_write_text(w, gettext("of unknown age"));
    else if (lists->at_least)
        write_format(
            w,
            ngettext("at least %d day old", "at least %d days old", (unsigned long)days),
            days);
    else if (days > 0)
        write_format(w, ngettext("%d day old", "%d days old", (unsigned long)days), days);
    else if (hours > 0)
        write_format(w, ngettext("%d hour old", "%d hours old", (unsigned long)hours),
                     hours);
    else
        ts_write_text(w, gettext("less than an hour old"));
}

void
ts_write_lists(struct ts_writer *w, const struct ts_lists_age *lists)
{
    char date_letters[64];
    char age_letters[64];
    if (!lists->present) {
        ts_write_text(w, ts_words(TS_PHRASE_NO_LISTS));
        return;
    }
    ts_span date = date_text(TS_ROOM_OF(date_letters), lists->issued, true);
    struct ts_writer age = ts_writer_over(TS_ROOM_OF(age_letters));
    ts_write_age(&age, lists);
    ts_span old = ts_writer_span(&age);
    /* Translators: a date, then an age: "Lists of 12 May 2026, 3 days old". */
    write_format(w, gettext("Lists of %.*s, %.*s"), TS_SPAN_ARG(date), TS_SPAN_ARG(old));
}

void
ts_write_lists_age(struct ts_writer *w, const struct ts_lists_age *lists)
{
    char letters[64];
    struct ts_writer age = ts_writer_over(TS_ROOM_OF(letters));
    if (!lists->present) {
        ts_write_text(w, ts_words(TS_PHRASE_NO_LISTS));
        return;
    }
    ts_write_age(&age, lists);
    ts_span old = ts_writer_span(&age);
    /* Translators: an age: "Lists: 3 days old". */
    write_format(w, gettext("Lists: %.*s"), TS_SPAN_ARG(old));
}

void
ts_write_genuine(struct ts_writer *w, const struct ts_lists_age *lists)
{
    char text[64];
    bool old = lists->at_least || lists->age_s > YEAR_MATTERS_S;
    ts_span date = date_text(TS_ROOM_OF(text), lists->issued, old);
    write_format(w, gettext("Genuine, not withdrawn (list of %.*s)"), TS_SPAN_ARG(date));
}

void
ts_write_issued_by(struct ts_writer *w, ts_span issuer)
{
    char isolated[TS_ISOLATED_BYTES];
    ts_span name = ts_text_isolate(isolated, issuer);
    write_format(w, gettext("Issued by %.*s"), TS_SPAN_ARG(name));
}

void
ts_write_progress(struct ts_writer *w, size_t satisfied, size_t asked)
{
    /* Translators: requirements that are met, of all. */
    write_format(w, gettext("%zu of %zu"), satisfied, asked);
}

void
ts_write_parts(struct ts_writer *w, struct ts_scan_parts parts)
{
    if (parts.total < 10) /* as much as fits into a ring */
        write_format(w, "%u/%u", (unsigned)parts.seen, (unsigned)parts.total);
    else
        /* Translators: how much of a code has come in. */
        write_format(w, gettext("%u%%"),
                     (unsigned)((uint64_t)parts.seen * 100 / parts.total));
}

void
ts_write_seconds(struct ts_writer *w, uint32_t seconds)
{
    /* Translators: seconds left. */
    write_format(w, gettext("%u s"), (unsigned)seconds);
}

void
ts_write_wait(struct ts_writer *w, uint32_t seconds)
{
    if (seconds < 100)
        /* Translators: seconds that somebody has to wait. */
        write_format(w, gettext("Wait %u s"), (unsigned)seconds);
    else
        /* Translators: minutes that somebody has to wait. */
        write_format(w, gettext("Wait %u min"), (unsigned)((seconds + 59) / 60));
}

void
ts_write_more(struct ts_writer *w, size_t count)
{
    write_format(w, ngettext("+ %zu more", "+ %zu more", count), count);
}

void
ts_write_moment(struct ts_writer *w, ts_utc when)
{
    char letters[64];
    struct ts_writer date = ts_writer_over(TS_ROOM_OF(letters));
    int64_t minute = (when.s % DAY_S + DAY_S) % DAY_S / 60;
    ts_write_date(&date, when);
    ts_span day = ts_writer_span(&date);
    /* Translators: a date and the time of day: "12 May 2026, 08:30 UTC". */
    write_format(w, gettext("%.*s, %02d:%02d UTC"), TS_SPAN_ARG(day), (int)(minute / 60),
                 (int)(minute % 60));
}

void
ts_write_receipt_number(struct ts_writer *w, ts_span number)
{
    /* Translators: of a receipt: "Number 3f2a 91c0". */
    write_format(w, gettext("Number %.*s"), TS_SPAN_ARG(number));
}

void
ts_write_missing(struct ts_writer *w, size_t count, ts_span first)
{
    char isolated[TS_ISOLATED_BYTES];
    ts_span name = ts_text_isolate(isolated, first);
    /* Translators: ticket: what proves one skill, such as first aid. */
    write_format(w,
                 ngettext("%zu ticket missing: %.*s", "%zu tickets missing: %.*s", count),
                 count, TS_SPAN_ARG(name));
    if (count < 2)
        return;
    ts_write_text(w, ", ");
    ts_write_more(w, count - 1);
}
