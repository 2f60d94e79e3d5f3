#include "keys/codec/json_number.h"

#include "keys/codec/json_writer.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A number taken apart: (-) digits * 10^exponent, where digits are those of
 * whole and fraction in a row. */
struct spelling {
    bool negative;
    ts_span whole;
    ts_span fraction;
    int64_t exponent;
};

/* Larger ones change nothing: no text has so many digits to make up for it. */
static const int64_t EXPONENT_MAX = INT64_C(1000000000000);

static ts_span
leading_digits(ts_span text)
{
    size_t len = 0;
    while (len < text.len && text.at[len] >= '0' && text.at[len] <= '9')
        len++;
    return ts_span_part(text, 0, len);
}

static int64_t
read_exponent(ts_span text)
{
    bool negative = text.len && text.at[0] == '-';
    bool has_sign = text.len && (text.at[0] == '-' || text.at[0] == '+');
    int64_t value = 0;
    for (size_t i = has_sign; i < text.len && value < EXPONENT_MAX; i++)
        value = value * 10 + (text.at[i] - '0');
    return negative ? -value : value;
}

static struct spelling
take_apart(ts_span text)
{
    struct spelling s = { .negative = text.len && text.at[0] == '-' };
    text = ts_span_part(text, s.negative, text.len);
    s.whole = leading_digits(text);
    text = ts_span_part(text, s.whole.len, text.len);
    if (text.len && text.at[0] == '.') {
        s.fraction = leading_digits(ts_span_part(text, 1, text.len));
        text = ts_span_part(text, 1 + s.fraction.len, text.len);
    }
    s.exponent = read_exponent(ts_span_part(text, 1, text.len)) - (int64_t)s.fraction.len;
    return s;
}

static size_t
digit_count(const struct spelling *s)
{
    return s->whole.len + s->fraction.len;
}

/* Zeros follow the last one, as far as anybody asks. */
static uint8_t
digit(const struct spelling *s, size_t index)
{
    if (index < s->whole.len)
        return s->whole.at[index];
    size_t place = index - s->whole.len;
    return place < s->fraction.len ? s->fraction.at[place] : '0';
}

/* Appends a digit to a value that counts downwards, as INT64_MIN has no
 * positive twin. False when it would not fit. */
static bool
append_digit(int64_t *value, int one)
{
    return !__builtin_mul_overflow(*value, 10, value)
           && !__builtin_sub_overflow(*value, one, value);
}

enum ts_status
ts_json_integer(const struct ts_json *value, int64_t *out)
{
    if (value->kind != TS_JSON_NUMBER)
        return TS_MALFORMED;
    struct spelling s = take_apart(value->text);
    size_t count = digit_count(&s);
    for (; count > 0 && digit(&s, count - 1) == '0'; count--)
        s.exponent++;

    int64_t total = 0;
    for (size_t i = 0; i < count; i++)
        if (!append_digit(&total, digit(&s, i) - '0'))
            return TS_MALFORMED;
    if (total != 0 && s.exponent < 0)
        return TS_MALFORMED;
    for (; total != 0 && s.exponent > 0; s.exponent--)
        if (!append_digit(&total, 0))
            return TS_MALFORMED;
    if (!s.negative && __builtin_sub_overflow((int64_t)0, total, &total))
        return TS_MALFORMED;
    *out = total;
    return TS_OK;
}

/* More significant digits than any double, or any point half-way between two,
 * has (767): what comes after them can only break a tie. */
enum { SIGNIFICANT_MAX = 800 };

enum ts_status
ts_json_number_value(double *value, ts_span text)
{
    /* strtod() looks for the decimal point of the locale, so it is given none:
     * "-12.5e3" is read as "-125e2". */
    char plain[SIGNIFICANT_MAX + 64] = { 0 };
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)plain, sizeof(plain) - 1 });
    struct spelling s = take_apart(text);
    size_t count = digit_count(&s);
    size_t first = 0;
    size_t kept = 0;

    while (first < count && digit(&s, first) == '0')
        first++;
    ts_write_text(&w, s.negative ? "-0" : "0");
    for (; kept < count - first && kept < SIGNIFICANT_MAX; kept++)
        ts_write_u8(&w, digit(&s, first + kept));
    size_t dropped = count - first - kept;
    for (size_t i = count - dropped; i < count; i++) {
        if (digit(&s, i) != '0') {
            /* Stands for all that was dropped: a little more than nothing. */
            ts_write_u8(&w, '1');
            dropped--;
            break;
        }
    }
    int64_t exponent = s.exponent + (int64_t)dropped;
    ts_write_u8(&w, 'e');
    ts_write_decimal(&w, exponent > 99999    ? 99999
                         : exponent < -99999 ? -99999
                                             : exponent);

    double nearest = strtod(plain, NULL);
    if (!isfinite(nearest))
        return TS_MALFORMED;
    *value = nearest;
    return TS_OK;
}

/* digits * 10^exponent; ECMA-262 calls them s and n - k. */
struct decimal {
    uint64_t digits;
    int exponent;
};

static bool
spells(struct decimal d, double value)
{
    char text[48];
    snprintf(text, sizeof(text), "%llue%d", (unsigned long long)d.digits, d.exponent);
    return strtod(text, NULL) == value;
}

/* value to so many significant digits, correctly rounded. */
static struct decimal
rounded(double value, int significant)
{
    char text[48];
    struct decimal d = { 0 };
    snprintf(text, sizeof(text), "%.*e", significant - 1, value);
    const char *at = text;
    /* Digits only: what stands for the point is up to the locale. */
    for (; *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            d.digits = d.digits * 10 + (uint64_t)(*at - '0');
    d.exponent = (int)strtol(at + 1, NULL, 10) - (significant - 1);
    return d;
}

/*
 * Some form of so many digits that reads back as value, the nearest one there
 * is. Below a power of two doubles lie half as far apart as above it: there the
 * form next above may read back when the nearest does not (2^-44 is
 * 5.684341886080802e-14, not ...801e-14).
 */
static bool
find_form(struct decimal *form, double value, int significant)
{
    struct decimal nearest = rounded(value, significant);
    struct decimal above = { nearest.digits + 1, nearest.exponent };
    if (spells(nearest, value)) {
        *form = nearest;
        return true;
    }
    if (spells(above, value)) {
        *form = above;
        return true;
    }
    return false;
}

/*
 * The fewest digits that read back as value (> 0). Seventeen always do. Fifteen
 * hold every shorter form, but not of subnormals: those have fewer bits, and
 * the number of digits is found by halving, as each try takes microseconds.
 */
static struct decimal
shortest(double value)
{
    struct decimal d = { 0 };
    bool subnormal = value < DBL_MIN;
    int low = subnormal ? 1 : 15;
    int high = 17;
    for (int tried = subnormal ? 8 : 15; low < high; tried = (low + high) / 2) {
        if (find_form(&d, value, tried))
            high = tried;
        else
            low = tried + 1;
    }
    if (high == 17)
        d = rounded(value, 17);
    while (d.digits && d.digits % 10 == 0) {
        d.digits /= 10;
        d.exponent++;
    }
    return d;
}

static void
write_zeros(struct ts_writer *w, int count)
{
    for (; count > 0; count--)
        ts_write_u8(w, '0');
}

/* ECMA-262 6.1.6.1.20, steps 5 on. The names are its: k digits s, the point
 * after the n-th. */
static void
write_decimal(struct ts_writer *w, struct decimal d)
{
    uint8_t text[20];
    struct ts_writer digits = ts_writer_over(TS_ROOM_OF(text));
    ts_write_decimal(&digits, (int64_t)d.digits);
    ts_span s = ts_writer_span(&digits);
    int k = (int)s.len;
    int n = k + d.exponent;

    if (k <= n && n <= 21) {
        ts_write_bytes(w, s);
        write_zeros(w, n - k);
    } else if (0 < n && n <= 21) {
        ts_write_bytes(w, ts_span_part(s, 0, (size_t)n));
        ts_write_u8(w, '.');
        ts_write_bytes(w, ts_span_part(s, (size_t)n, s.len));
    } else if (-6 < n && n <= 0) {
        ts_write_text(w, "0.");
        write_zeros(w, -n);
        ts_write_bytes(w, s);
    } else {
        ts_write_bytes(w, ts_span_part(s, 0, 1));
        ts_write_text(w, k > 1 ? "." : "");
        ts_write_bytes(w, ts_span_part(s, 1, s.len));
        ts_write_text(w, n > 0 ? "e+" : "e");
        ts_write_decimal(w, n - 1);
    }
}

void
ts_json_number_format(char text[static TS_NUMBER_TEXT_SIZE], double value)
{
    ts_room room = { (uint8_t *)text, TS_NUMBER_TEXT_SIZE - 1 };
    struct ts_writer w = ts_writer_over(room);

    TS_CHECK(isfinite(value));
    if (value < 0)
        ts_write_u8(&w, '-');
    if (value == 0)
        ts_write_u8(&w, '0');
    else
        write_decimal(&w, shortest(fabs(value)));
    TS_CHECK(!w.full);
    text[w.used] = '\0';
}
