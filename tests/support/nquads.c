#include "tests/support/nquads.h"

#include "firmware/base/utf8.h"
#include "firmware/base/writer.h"

#include <string.h>

/* The reader's first failure sticks. */
struct nquads {
    struct ts_arena *arena;
    const uint8_t *at, *end;
    bool bad;
    ts_span *labels;
    uint32_t label_count, label_room;
};

static int
peek(const struct nquads *r)
{
    return r->at < r->end && !r->bad ? *r->at : -1;
}

static bool
take(struct nquads *r, char wanted)
{
    if (peek(r) != (uint8_t)wanted)
        return false;
    r->at++;
    return true;
}

static void
expect(struct nquads *r, char wanted)
{
    if (!take(r, wanted))
        r->bad = true;
}

static void
skip_blanks(struct nquads *r)
{
    while (peek(r) == ' ' || peek(r) == '\t')
        r->at++;
}

static int
hex_digit(int byte)
{
    const char *digits = "0123456789abcdef";
    const char *at = byte > 0 ? strchr(digits, byte >= 'A' ? byte | 0x20 : byte) : NULL;
    return at ? (int)(at - digits) : -1;
}

static uint32_t
read_code(struct nquads *r, int digits)
{
    uint32_t code = 0;
    while (digits-- > 0 && !r->bad) {
        int digit = hex_digit(peek(r));
        r->bad = digit < 0;
        code = code << 4 | (uint32_t)(digit & 15);
        r->at += !r->bad;
    }
    return code;
}

static void
put_utf8(struct nquads *r, struct ts_writer *w, uint32_t code)
{
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
        r->bad = true;
    } else if (code < 0x80) {
        ts_write_u8(w, (uint8_t)code);
    } else if (code < 0x800) {
        ts_write_u8(w, (uint8_t)(0xC0 | code >> 6));
        ts_write_u8(w, (uint8_t)(0x80 | (code & 63)));
    } else if (code < 0x10000) {
        ts_write_u8(w, (uint8_t)(0xE0 | code >> 12));
        ts_write_u8(w, (uint8_t)(0x80 | (code >> 6 & 63)));
        ts_write_u8(w, (uint8_t)(0x80 | (code & 63)));
    } else {
        ts_write_u8(w, (uint8_t)(0xF0 | code >> 18));
        ts_write_u8(w, (uint8_t)(0x80 | (code >> 12 & 63)));
        ts_write_u8(w, (uint8_t)(0x80 | (code >> 6 & 63)));
        ts_write_u8(w, (uint8_t)(0x80 | (code & 63)));
    }
}

static void
read_escape(struct nquads *r, struct ts_writer *w, bool in_string)
{
    static const char letters[] = "tbnrf\"'\\";
    static const char meanings[] = "\t\b\n\r\f\"'\\";
    int letter = peek(r);
    const char *found = letter > 0 ? strchr(letters, letter) : NULL;
    r->at += letter >= 0;
    if (letter == 'u')
        put_utf8(r, w, read_code(r, 4));
    else if (letter == 'U')
        put_utf8(r, w, read_code(r, 8));
    else if (in_string && found)
        ts_write_u8(w, (uint8_t)meanings[found - letters]);
    else
        r->bad = true;
}

/* To the closing byte, unescaped. */
static ts_span
read_until(struct nquads *r, char closing, bool in_string)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(r->arena));
    while (peek(r) >= 0 && peek(r) != (uint8_t)closing) {
        if (take(r, '\\'))
            read_escape(r, &w, in_string);
        else if (peek(r) == '\n' || peek(r) == '\r')
            r->bad = true;
        else
            ts_write_u8(&w, *r->at++);
    }
    expect(r, closing);
    ts_span text = ts_writer_span(&w);
    r->bad = r->bad || w.full || !ts_utf8_valid(text);
    if (!r->bad)
        ts_arena_keep(r->arena, text.len);
    return text;
}

static bool
is_iri_byte(uint8_t byte)
{
    return byte > 0x20 && !strchr("<>\"{}|^`\\", byte);
}

static ts_span
read_iri(struct nquads *r)
{
    ts_span iri = read_until(r, '>', false);
    for (size_t i = 0; i < iri.len && !r->bad; i++)
        r->bad = !is_iri_byte(iri.at[i]);
    return iri;
}

static bool
is_alphanumeric(int byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

static ts_span
read_while(struct nquads *r, const char *also, bool utf8)
{
    const uint8_t *start = r->at;
    while (is_alphanumeric(peek(r)) || (peek(r) > 0 && strchr(also, peek(r)))
           || (utf8 && peek(r) >= 0x80))
        r->at++;
    ts_span text = { start, (size_t)(r->at - start) };
    if (text.len == 0)
        r->bad = true;
    return text;
}

static uint32_t
number_of(struct nquads *r, ts_span label)
{
    for (uint32_t i = 0; i < r->label_count; i++)
        if (ts_span_equal(r->labels[i], label))
            return i;
    if (r->label_count == r->label_room) {
        r->bad = true;
        return 0;
    }
    r->labels[r->label_count] = label;
    return r->label_count++;
}

static void
read_label(struct nquads *r, struct ts_rdf_term *term)
{
    expect(r, ':');
    ts_span label = read_while(r, "_-:.", true);
    /* A label does not end with a full stop: that one ends the statement. */
    while (label.len > 0 && label.at[label.len - 1] == '.') {
        label.len--;
        r->at--;
    }
    r->bad = r->bad || label.len == 0 || !ts_utf8_valid(label);
    term->kind = TS_RDF_BLANK;
    if (!r->bad)
        term->blank = number_of(r, label);
}

static void
read_literal(struct nquads *r, struct ts_rdf_term *term)
{
    term->kind = TS_RDF_LITERAL;
    term->text = read_until(r, '"', true);
    if (take(r, '@')) {
        term->language = read_while(r, "-", false);
    } else if (take(r, '^')) {
        expect(r, '^');
        expect(r, '<');
        term->datatype = read_iri(r);
        r->bad = r->bad || term->datatype.len == 0;
    }
}

static void
read_term(struct nquads *r, struct ts_rdf_term *term)
{
    if (take(r, '<')) {
        term->kind = TS_RDF_IRI;
        term->text = read_iri(r);
    } else if (take(r, '_')) {
        read_label(r, term);
    } else if (take(r, '"')) {
        read_literal(r, term);
    } else {
        r->bad = true;
    }
    skip_blanks(r);
}

static void
read_quad(struct nquads *r, struct ts_rdf_quad *quad)
{
    read_term(r, &quad->subject);
    read_term(r, &quad->predicate);
    read_term(r, &quad->object);
    if (peek(r) != '.')
        read_term(r, &quad->graph);
    expect(r, '.');
    skip_blanks(r);
    r->bad = r->bad || quad->subject.kind == TS_RDF_LITERAL
             || quad->predicate.kind != TS_RDF_IRI || quad->graph.kind == TS_RDF_LITERAL;
}

static void
skip_comment(struct nquads *r)
{
    if (take(r, '#'))
        while (peek(r) >= 0 && peek(r) != '\n' && peek(r) != '\r')
            r->at++;
}

static void
read_line(struct nquads *r, struct ts_rdf_quad *quads, size_t *count)
{
    skip_blanks(r);
    int first = peek(r);
    if (first >= 0 && !strchr("#\r\n", first))
        read_quad(r, &quads[(*count)++]);
    skip_comment(r);
    if (peek(r) >= 0 && !take(r, '\n'))
        expect(r, '\r');
}

static size_t
count_lines(ts_span text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n' || text.at[i] == '\r';
    return lines;
}

bool
ts_test_nquads_read(struct ts_arena *arena, struct ts_rdf_dataset *dataset,
                    ts_span **labels, ts_span text)
{
    struct nquads r = { .arena = arena, .at = text.at, .end = text.at + text.len };
    size_t lines = count_lines(text);
    size_t count = 0;
    size_t used = arena->used;
    struct ts_rdf_quad *quads = ts_arena_take_array(arena, lines, sizeof(*quads));
    r.labels = ts_arena_take_array(arena, 3 * lines, sizeof(*r.labels));
    r.label_room = (uint32_t)(3 * lines);
    r.bad = !quads || !r.labels;
    while (peek(&r) >= 0)
        read_line(&r, quads, &count);
    if (r.bad) {
        ts_arena_rewind(arena, used);
        return false;
    }
    *dataset = (struct ts_rdf_dataset){ .quads = quads,
                                        .count = count,
                                        .blank_count = r.label_count };
    if (labels)
        *labels = r.labels;
    return true;
}
