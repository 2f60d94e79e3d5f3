#include "keys/proof/linked_data/literal.h"

#include "keys/codec/json_number.h"
#include "keys/codec/json_writer.h"
#include "keys/proof/linked_data/iri.h"
#include "keys/proof/linked_data/vocabulary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* From here on numbers are no longer written as integers (8.2.2 step 6). */
static const double INTEGER_MAX = 1e21;

enum { MANTISSA_DIGITS = 16, MORE_DIGITS = 40, NUMBER_TEXT_SIZE = 64 };

/* Ten to the power of MANTISSA_DIGITS. */
static const uint64_t MANTISSA_END = UINT64_C(10000000000000000);

/* mantissa has MANTISSA_DIGITS digits, the point after the first; or is the end, which
 * rounding came to. */
static void
write_scientific(struct ts_writer *w, bool negative, uint64_t mantissa, int64_t exponent)
{
    uint8_t text[24];
    struct ts_writer digits = ts_writer_over(TS_ROOM_OF(text));
    if (mantissa == MANTISSA_END)
        exponent++;
    while (mantissa >= 100 && mantissa % 10 == 0)
        mantissa /= 10;
    ts_write_decimal(&digits, (int64_t)mantissa);
    ts_write_text(w, negative ? "-" : "");
    ts_write_bytes(w, ts_span_part(ts_writer_span(&digits), 0, 1));
    ts_write_u8(w, '.');
    ts_write_bytes(w, ts_span_part(ts_writer_span(&digits), 1, digits.used));
    if (digits.used == 1)
        ts_write_u8(w, '0');
    ts_write_u8(w, 'E');
    ts_write_decimal(w, exponent);
}

/*
 * The double with 15 digits after the point, as 8.6 counts them, without the zeros
 * at their end: 1.1E0. Half-way between two of them printf() takes the even one,
 * ECMAScript, in which nearly all that is signed is written, the upper one: so it is
 * asked for more, which tell a half from what only comes close to one.
 */
static void
write_double(struct ts_writer *w, double value)
{
    char text[NUMBER_TEXT_SIZE];
    char digits[MORE_DIGITS] = { 0 };
    uint64_t mantissa = 0;
    size_t count = 0;
    snprintf(text, sizeof(text), "%.*e", MORE_DIGITS - 1, fabs(value));
    const char *at = text;
    /* Digits only: what stands for the point is up to the locale. */
    for (; *at != 'e'; at++)
        if (*at >= '0' && *at <= '9' && count < MORE_DIGITS)
            digits[count++] = *at;
    for (size_t i = 0; i < MANTISSA_DIGITS; i++)
        mantissa = mantissa * 10 + (uint64_t)(digits[i] - '0');
    mantissa += digits[MANTISSA_DIGITS] >= '5';
    write_scientific(w, value < 0, mantissa, strtol(at + 1, NULL, 10));
}

static void
write_integer(struct ts_writer *w, double value)
{
    char text[NUMBER_TEXT_SIZE];
    snprintf(text, sizeof(text), "%.0f", value == 0 ? 0 : value);
    ts_write_text(w, text);
}

/* Up to 15 digits are exact as a double, and spelled as XSD spells them. */
static bool
is_short_integer(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] < '0' || text.at[i] > '9') && (i > 0 || text.at[i] != '-'))
            return false;
    return text.len <= 15 && !ts_span_is(text, "-0");
}

static enum ts_status
number_literal(struct ts_arena *arena, struct ts_rdf_term *term, ts_span spelled)
{
    bool wants_double = ts_span_equal(term->datatype, TS_SPAN_LIT(TS_XSD "double"));
    uint8_t text[NUMBER_TEXT_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    double value;
    if (!wants_double && is_short_integer(spelled)) {
        term->text = spelled;
        term->datatype =
            term->datatype.len ? term->datatype : TS_SPAN_LIT(TS_XSD "integer");
        return TS_OK;
    }
    enum ts_status status = ts_json_number_value(&value, spelled);
    if (status != TS_OK)
        return status;
    bool is_double = wants_double || value != floor(value) || fabs(value) >= INTEGER_MAX;
    if (is_double)
        write_double(&w, value);
    else
        write_integer(&w, value);
    TS_CHECK(!w.full);
    if (term->datatype.len == 0)
        term->datatype =
            is_double ? TS_SPAN_LIT(TS_XSD "double") : TS_SPAN_LIT(TS_XSD "integer");
    return ts_arena_copy(arena, &term->text, ts_writer_span(&w)) ? TS_OK : TS_NO_SPACE;
}

static enum ts_status
boolean_literal(struct ts_rdf_term *term, bool value)
{
    term->text = value ? TS_SPAN_LIT("true") : TS_SPAN_LIT("false");
    if (term->datatype.len == 0)
        term->datatype = TS_SPAN_LIT(TS_XSD "boolean");
    return TS_OK;
}

static bool
is_letter(uint8_t byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Subtags of one to eight letters, later ones with digits (RDF 1.1 N-Quads:
 * LANGTAG; RFC 5646 2.1 for the lengths). */
static bool
is_language(ts_span text)
{
    size_t subtag = 0;
    bool first = true;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t byte = text.at[i];
        if (byte == '-' && subtag > 0) {
            subtag = 0;
            first = false;
        } else if (is_letter(byte) || (!first && byte >= '0' && byte <= '9')) {
            subtag++;
        } else {
            return false;
        }
        if (subtag > 8)
            return false;
    }
    return subtag > 0;
}

static bool
is_lower(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] >= 'A' && text.at[i] <= 'Z')
            return false;
    return true;
}

static enum ts_status
string_literal(struct ts_arena *arena, struct ts_rdf_term *term,
               const struct ts_ld_item *item)
{
    term->text = item->value->text;
    term->language = item->language;
    if (is_lower(item->language))
        return TS_OK;
    uint8_t *lower = ts_arena_take(arena, item->language.len);
    if (!lower)
        return TS_NO_SPACE;
    for (size_t i = 0; i < item->language.len; i++) {
        uint8_t byte = item->language.at[i];
        lower[i] = byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
    }
    term->language.at = lower;
    return TS_OK;
}

static bool
is_scalar(const struct ts_json *value)
{
    switch (value->kind) {
    case TS_JSON_FALSE:
    case TS_JSON_TRUE:
    case TS_JSON_NUMBER:
    case TS_JSON_STRING: return true;
    case TS_JSON_NONE:
    case TS_JSON_NULL:
    case TS_JSON_ARRAY:
    case TS_JSON_OBJECT: return false;
    }
    return false;
}

static bool
has_literal(const struct ts_ld_item *item)
{
    if (item->is_json)
        return true;
    return is_scalar(item->value)
           && (item->datatype.len == 0 || ts_iri_is_absolute(item->datatype))
           && (item->language.len == 0 || is_language(item->language));
}

static enum ts_status
json_literal(struct ts_arena *arena, struct ts_rdf_term *term,
             const struct ts_json *value)
{
    term->datatype = TS_SPAN_LIT(TS_RDF "JSON");
    return ts_jcs_text(arena, &term->text, value, NULL);
}

enum ts_status
ts_ld_literal(struct ts_arena *arena, struct ts_rdf_term *term,
              const struct ts_ld_item *item)
{
    *term = (struct ts_rdf_term){ .datatype = item->datatype };
    if (!has_literal(item))
        return TS_OK;
    term->kind = TS_RDF_LITERAL;
    if (!arena)
        return TS_OK;
    if (item->is_json)
        return json_literal(arena, term, item->value);
    switch (item->value->kind) {
    case TS_JSON_NUMBER: return number_literal(arena, term, item->value->text);
    case TS_JSON_TRUE: return boolean_literal(term, true);
    case TS_JSON_FALSE: return boolean_literal(term, false);
    case TS_JSON_STRING: return string_literal(arena, term, item);
    case TS_JSON_NONE:
    case TS_JSON_NULL:
    case TS_JSON_ARRAY:
    case TS_JSON_OBJECT: break;
    }
    return TS_MALFORMED;
}
