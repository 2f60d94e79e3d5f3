#include "firmware/base/calendar.h"

#include "firmware/base/reader.h"

#include <stdio.h>

enum { DAY_S = 86400 };

/* Days since 1970-01-01 of a Gregorian date. Years are counted from March, so
 * that the leap day comes last and month lengths follow one rule. */
static int64_t
days_of(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100
           + day_of_year - 719468;
}

static bool
is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
month_length(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    TS_CHECK(month >= 1 && month <= 12);
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

ts_utc
ts_date_utc(struct ts_date date)
{
    int64_t days = days_of(date.year, date.month, date.day);
    int64_t of_day = (int64_t)date.hour * 3600 + (int64_t)date.minute * 60 + date.second;
    return (ts_utc){ days * DAY_S + of_day };
}

static ts_utc
clamp_to_four_digit_years(ts_utc utc)
{
    int64_t first = days_of(0, 1, 1) * DAY_S;
    int64_t last = days_of(10000, 1, 1) * DAY_S - 1;
    return (ts_utc){ utc.s < first ? first : utc.s > last ? last : utc.s };
}

struct ts_date
ts_utc_date(ts_utc utc)
{
    int64_t s = clamp_to_four_digit_years(utc).s;
    int64_t of_day = ((s % DAY_S) + DAY_S) % DAY_S;
    int64_t z = (s - of_day) / DAY_S + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    return (struct ts_date){
        .year = (int)(year_of_era + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1),
        .hour = (int)(of_day / 3600),
        .minute = (int)(of_day / 60 % 60),
        .second = (int)(of_day % 60),
    };
}

void
ts_utc_format(char text[static TS_UTC_TEXT_SIZE], ts_utc utc)
{
    struct ts_date d = ts_utc_date(utc);
    char wide[80];
    snprintf(wide, sizeof(wide), "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day,
             d.hour, d.minute, d.second);
    for (size_t i = 0; i < TS_UTC_TEXT_SIZE; i++)
        text[i] = wide[i];
}

int64_t
ts_utc_since(ts_utc later, ts_utc earlier)
{
    int64_t gap;
    if (!__builtin_sub_overflow(later.s, earlier.s, &gap))
        return gap;
    return later.s < earlier.s ? INT64_MIN : INT64_MAX;
}

static const char RULE[] = "RFC 3339 5.6";

static int
read_digits(struct ts_reader *r, size_t count, int low, int high)
{
    ts_span digits = ts_read_bytes(r, count);
    int value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        ts_require(r, digits.at[i] >= '0' && digits.at[i] <= '9', TS_MALFORMED, RULE);
        value = value * 10 + (digits.at[i] - '0');
    }
    ts_require(r, value >= low && value <= high, TS_MALFORMED, RULE);
    return ts_reader_ok(r) ? value : low;
}

static void
read_sign(struct ts_reader *r, const char *one_of_two)
{
    char sign = (char)ts_read_u8(r);
    ts_require(r, sign == one_of_two[0] || sign == one_of_two[1], TS_MALFORMED, RULE);
}

static uint8_t
peek(const struct ts_reader *r)
{
    return ts_reader_left(r) ? r->input.at[r->offset] : 0;
}

static void
skip_fraction(struct ts_reader *r)
{
    if (peek(r) != '.')
        return;
    (void)ts_read_u8(r);
    read_digits(r, 1, 0, 9);
    while (ts_reader_ok(r) && peek(r) >= '0' && peek(r) <= '9')
        (void)ts_read_u8(r);
}

/* Seconds east of UTC. */
static int
read_offset(struct ts_reader *r)
{
    uint8_t sign = ts_read_u8(r);
    if (sign == 'Z' || sign == 'z')
        return 0;
    ts_require(r, sign == '+' || sign == '-', TS_MALFORMED, RULE);
    int hours = read_digits(r, 2, 0, 23);
    read_sign(r, "::");
    int minutes = read_digits(r, 2, 0, 59);
    int seconds = hours * 3600 + minutes * 60;
    return sign == '-' ? -seconds : seconds;
}

enum ts_status
ts_utc_parse(ts_utc *utc, ts_span text)
{
    struct ts_reader r = ts_reader_over(text);
    struct ts_date d = { 0 };

    d.year = read_digits(&r, 4, 0, 9999);
    read_sign(&r, "--");
    d.month = read_digits(&r, 2, 1, 12);
    read_sign(&r, "--");
    d.day = read_digits(&r, 2, 1, month_length(d.year, d.month));
    read_sign(&r, "Tt");
    d.hour = read_digits(&r, 2, 0, 23);
    read_sign(&r, "::");
    d.minute = read_digits(&r, 2, 0, 59);
    read_sign(&r, "::");
    int second = read_digits(&r, 2, 0, 60);
    d.second = second == 60 ? 59 : second;
    skip_fraction(&r);
    int east = read_offset(&r);

    enum ts_status status = ts_reader_end(&r);
    if (status == TS_OK)
        *utc = (ts_utc){ ts_date_utc(d).s - east };
    return status;
}
