#include "keys/proof/linked_data/nquads.h"

#include "keys/proof/linked_data/vocabulary.h"

#include <string.h>

/* The letter of ECHAR, or 0. */
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

/* U+FFFE and U+FFFF, which are no Char of XML 1.1, as UTF-8. */
static bool
is_no_char(ts_span text, size_t at)
{
    return text.len - at >= 3 && text.at[at] == 0xEF && text.at[at + 1] == 0xBF
           && text.at[at + 2] >= 0xBE;
}

static void
write_hex(struct ts_writer *w, unsigned code)
{
    static const char digits[] = "0123456789ABCDEF";
    ts_write_text(w, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4)
        ts_write_u8(w, (uint8_t)digits[code >> shift & 15]);
}

/* Writes what stands for the character at the offset; 0 when it is itself, else its
 * length. */
static size_t
write_escape(struct ts_writer *w, ts_span text, size_t at)
{
    uint8_t byte = text.at[at];
    uint8_t letter = escape_letter(byte);
    if (letter) {
        ts_write_u8(w, '\\');
        ts_write_u8(w, letter);
        return 1;
    }
    if (byte < 0x20 || byte == 0x7F) {
        write_hex(w, byte);
        return 1;
    }
    if (is_no_char(text, at)) {
        write_hex(w, 0xFFC0U | (text.at[at + 2] & 0x3FU));
        return 3;
    }
    return 0;
}

static bool
may_need_escape(uint8_t byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F || byte == 0xEF;
}

static void
write_string(struct ts_writer *w, ts_span text)
{
    size_t run = 0;
    size_t i = 0;
    ts_write_u8(w, '"');
    while (i < text.len) {
        if (!may_need_escape(text.at[i])) {
            i++;
            continue;
        }
        /* Written before it is known whether an escape follows: the run ends here
         * either way. */
        ts_write_bytes(w, ts_span_part(text, run, i - run));
        run = i;
        size_t escaped = write_escape(w, text, i);
        i += escaped ? escaped : 1;
        run += escaped;
    }
    ts_write_bytes(w, ts_span_part(text, run, text.len));
    ts_write_u8(w, '"');
}

static void
write_iri(struct ts_writer *w, ts_span iri)
{
    ts_write_u8(w, '<');
    ts_write_bytes(w, iri);
    ts_write_u8(w, '>');
}

static void
write_literal(struct ts_writer *w, const struct ts_rdf_term *term)
{
    write_string(w, term->text);
    if (term->language.len > 0) {
        ts_write_u8(w, '@');
        ts_write_bytes(w, term->language);
    } else if (term->datatype.len > 0
               && !ts_span_equal(term->datatype, TS_SPAN_LIT(TS_XSD "string"))) {
        ts_write_text(w, "^^");
        write_iri(w, term->datatype);
    }
}

/* Gives the offset for marks, from the line's beginning at start. */
static uint32_t
write_term(struct ts_writer *w, const struct ts_rdf_term *term, size_t start)
{
    uint32_t mark = 0;
    switch (term->kind) {
    case TS_RDF_NONE: return 0;
    case TS_RDF_IRI: write_iri(w, term->text); break;
    case TS_RDF_LITERAL: write_literal(w, term); break;
    case TS_RDF_BLANK:
        ts_write_bytes(w, TS_SPAN_LIT("_:z"));
        mark = (uint32_t)(w->used - start - 1);
        break;
    }
    ts_write_u8(w, ' ');
    return mark;
}

void
ts_nquads_write(struct ts_writer *w, struct ts_nquads_marks *marks,
                const struct ts_rdf_quad *quad)
{
    size_t start = w->used;
    marks->at[0] = write_term(w, &quad->subject, start);
    (void)write_term(w, &quad->predicate, start);
    marks->at[1] = write_term(w, &quad->object, start);
    marks->at[2] = write_term(w, &quad->graph, start);
    ts_write_bytes(w, TS_SPAN_LIT(".\n"));
}
