#include "keys/authority/gather_pace.h"

#include "firmware/base/calendar.h"

/* Nine digits of seconds are thirty years. */
enum { SECONDS_DIGITS_MAX = 9 };

static bool
take_number(ts_span *text, size_t digits, int *number)
{
    int sum = 0;
    if (text->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        uint8_t c = text->at[i];
        if (c < '0' || c > '9')
            return false;
        sum = sum * 10 + (c - '0');
    }
    *text = ts_span_part(*text, digits, text->len);
    *number = sum;
    return true;
}

static bool
take_text(ts_span *text, const char *expected)
{
    ts_span lit = ts_span_text(expected);
    if (!ts_span_starts_with(*text, lit))
        return false;
    *text = ts_span_part(*text, lit.len, text->len);
    return true;
}

/* One of names, which all have the same number of letters. */
static bool
take_name(ts_span *text, const char *names, size_t letters, int *number)
{
    ts_span all = ts_span_text(names);
    for (size_t i = 0; i * letters < all.len; i++) {
        ts_span name = ts_span_part(all, i * letters, letters);
        if (!ts_span_starts_with(*text, name))
            continue;
        *text = ts_span_part(*text, letters, text->len);
        *number = (int)i;
        return true;
    }
    return false;
}

static bool
take_month(ts_span *text, int *month)
{
    if (!take_name(text, "JanFebMarAprMayJunJulAugSepOctNovDec", 3, month))
        return false;
    *month += 1;
    return true;
}

static bool
take_time(ts_span *text, struct ts_date *date)
{
    return take_number(text, 2, &date->hour) && take_text(text, ":")
           && take_number(text, 2, &date->minute) && take_text(text, ":")
           && take_number(text, 2, &date->second);
}

/* "06 Nov 1994 08:49:37 GMT" after "Sun, ". */
static bool
take_imf_date(ts_span text, struct ts_date *date)
{
    return take_text(&text, ", ") && take_number(&text, 2, &date->day)
           && take_text(&text, " ") && take_month(&text, &date->month)
           && take_text(&text, " ") && take_number(&text, 4, &date->year)
           && take_text(&text, " ") && take_time(&text, date) && take_text(&text, " GMT")
           && text.len == 0;
}

/* "06-Nov-94 08:49:37 GMT" after "Sunday, ": of two digits, the year that is not more
 * than fifty years ahead. */
static bool
take_rfc850_date(ts_span text, struct ts_date *date, ts_utc now)
{
    static const char *const ENDS[] = { "day, ", "sday, ", "nesday, ", "rsday, ",
                                        "urday, " };
    bool is_day = false;
    for (size_t i = 0; !is_day && i < TS_COUNT(ENDS); i++)
        is_day = take_text(&text, ENDS[i]);
    if (!is_day || !take_number(&text, 2, &date->day) || !take_text(&text, "-")
        || !take_month(&text, &date->month) || !take_text(&text, "-")
        || !take_number(&text, 2, &date->year) || !take_text(&text, " ")
        || !take_time(&text, date) || !take_text(&text, " GMT") || text.len > 0)
        return false;
    int year = ts_utc_date(now).year;
    date->year += year - year % 100;
    if (date->year > year + 50)
        date->year -= 100;
    return true;
}

/* "Nov  6 08:49:37 1994" after "Sun ". */
static bool
take_asctime_date(ts_span text, struct ts_date *date)
{
    if (!take_text(&text, " ") || !take_month(&text, &date->month)
        || !take_text(&text, " "))
        return false;
    bool is_short = take_text(&text, " ");
    return take_number(&text, is_short ? 1 : 2, &date->day) && take_text(&text, " ")
           && take_time(&text, date) && take_text(&text, " ")
           && take_number(&text, 4, &date->year) && text.len == 0;
}

static bool
read_date(ts_span text, struct ts_date *date, ts_utc now)
{
    int day;
    if (!take_name(&text, "MonTueWedThuFriSatSun", 3, &day)
        || !(take_imf_date(text, date) || take_rfc850_date(text, date, now)
             || take_asctime_date(text, date)))
        return false;
    return date->day >= 1 && date->day <= 31 && date->hour < 24 && date->minute < 60
           && date->second <= 60;
}

static bool
read_seconds(ts_span text, int64_t *seconds)
{
    int number;
    if (text.len == 0 || text.len > SECONDS_DIGITS_MAX
        || !take_number(&text, text.len, &number))
        return false;
    *seconds = number;
    return true;
}

bool
ts_retry_after_read(int64_t *seconds, ts_span text, ts_utc now)
{
    struct ts_date date = { 0 };
    if (read_seconds(text, seconds))
        return true;
    if (!read_date(text, &date, now))
        return false;
    int64_t wait = ts_utc_since(ts_date_utc(date), now);
    *seconds = wait > 0 ? wait : 0;
    return true;
}
