#include "keys/codec/json_form.h"
#include "keys/codec/json_number.h"
#include "keys/codec/json_writer.h"

/*
 * UTF-8 sorts like code points, UTF-16 does not: what needs a surrogate pair
 * (first byte F0 to F4) comes before U+E000 to U+FFFF (first byte EE or EF).
 */
static int
weight(uint8_t byte)
{
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
}

static int
compare_utf16(ts_span a, ts_span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < common; i++)
        if (a.at[i] != b.at[i])
            return weight(a.at[i]) - weight(b.at[i]);
    return (a.len > b.len) - (a.len < b.len);
}

/* Integers of up to 15 digits are doubles, and spelled as ECMAScript does. */
static bool
is_short_integer(ts_span text)
{
    if (text.len > 15 || ts_span_is(text, "-0"))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((text.at[i] < '0' || text.at[i] > '9') && text.at[i] != '-')
            return false;
    return true;
}

static enum ts_status
write_shortest(struct ts_writer *w, const struct ts_json *value)
{
    if (is_short_integer(value->text)) {
        ts_write_bytes(w, value->text);
        return TS_OK;
    }
    double number;
    char text[TS_NUMBER_TEXT_SIZE];
    enum ts_status status = ts_json_number_value(&number, value->text);
    if (status != TS_OK)
        return status;
    ts_json_number_format(text, number);
    ts_write_text(w, text);
    return TS_OK;
}

enum ts_status
ts_jcs_write(struct ts_writer *w, const struct ts_json *value, const char *without,
             struct ts_arena *scratch)
{
    static const struct ts_json_form jcs = {
        .order = compare_utf16,
        .string = ts_json_write_string,
        .number = write_shortest,
    };
    return ts_json_form_write(&jcs, w, value, without, scratch);
}

static void
write_olpc_string(struct ts_writer *w, ts_span text)
{
    size_t run = 0;
    ts_write_u8(w, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '"' && text.at[i] != '\\')
            continue;
        ts_write_bytes(w, ts_span_part(text, run, i - run));
        ts_write_u8(w, '\\');
        run = i;
    }
    ts_write_bytes(w, ts_span_part(text, run, text.len));
    ts_write_u8(w, '"');
}

static enum ts_status
write_integer(struct ts_writer *w, const struct ts_json *value)
{
    int64_t number;
    enum ts_status status = ts_json_integer(value, &number);
    if (status == TS_OK)
        ts_write_decimal(w, number);
    return status;
}

enum ts_status
ts_olpc_write(struct ts_writer *w, const struct ts_json *value, struct ts_arena *scratch)
{
    static const struct ts_json_form olpc = {
        .order = ts_span_compare,
        .string = write_olpc_string,
        .number = write_integer,
    };
    return ts_json_form_write(&olpc, w, value, NULL, scratch);
}

/* The text grows from the front of what is left of the arena, so the sort gets
 * its back half. */
static struct ts_arena
back_half(ts_room *rest)
{
    ts_room back = { rest->at + rest->len / 2, rest->len - rest->len / 2 };
    rest->len /= 2;
    return ts_arena_over(back);
}

enum ts_status
ts_jcs_text(struct ts_arena *arena, ts_span *text, const struct ts_json *value,
            const char *without)
{
    ts_room room = ts_arena_rest(arena);
    struct ts_arena scratch = back_half(&room);
    struct ts_writer w = ts_writer_over(room);
    enum ts_status status = ts_jcs_write(&w, value, without, &scratch);
    if (status != TS_OK)
        return status;
    ts_arena_keep(arena, w.used);
    *text = ts_writer_span(&w);
    return TS_OK;
}
