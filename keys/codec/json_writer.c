#include "keys/codec/json_writer.h"

#include "keys/codec/json_form.h"

/* The letter of the two-character escape of RFC 8785 3.2.2.2, or 0. */
static uint8_t
escape_letter(uint8_t byte)
{
    switch (byte) {
    case '"':
    case '\\': return byte;
    case '\b': return 'b';
    case '\t': return 't';
    case '\n': return 'n';
    case '\f': return 'f';
    case '\r': return 'r';
    default: return 0;
    }
}

static bool
stands_for_itself(uint8_t byte)
{
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

static void
write_escape(struct ts_writer *w, uint8_t byte)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t letter = escape_letter(byte);
    ts_write_u8(w, '\\');
    if (letter) {
        ts_write_u8(w, letter);
        return;
    }
    ts_write_text(w, "u00");
    ts_write_u8(w, (uint8_t)digits[byte >> 4]);
    ts_write_u8(w, (uint8_t)digits[byte & 15]);
}

void
ts_json_write_string(struct ts_writer *w, ts_span text)
{
    size_t run = 0;
    ts_write_u8(w, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (stands_for_itself(text.at[i]))
            continue;
        ts_write_bytes(w, ts_span_part(text, run, i - run));
        write_escape(w, text.at[i]);
        run = i + 1;
    }
    ts_write_bytes(w, ts_span_part(text, run, text.len));
    ts_write_u8(w, '"');
}

void
ts_json_write_name(struct ts_writer *w, const char *name)
{
    ts_json_write_string(w, ts_span_text(name));
    ts_write_u8(w, ':');
}

static enum ts_status
write_as_spelled(struct ts_writer *w, const struct ts_json *value)
{
    ts_write_bytes(w, value->text);
    return TS_OK;
}

void
ts_json_write(struct ts_writer *w, const struct ts_json *value)
{
    static const struct ts_json_form as_it_stands = {
        .string = ts_json_write_string,
        .number = write_as_spelled,
    };
    /* Only a tree with a hole in it fails here; no parser makes one. */
    enum ts_status status = ts_json_form_write(&as_it_stands, w, value, NULL, NULL);
    TS_CHECK(status == TS_OK || status == TS_NO_SPACE);
}
