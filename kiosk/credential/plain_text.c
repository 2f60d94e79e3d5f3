#include "kiosk/credential/plain_text.h"

#include "firmware/base/writer.h"

enum { MARKUP_MAX = 512 }; /* of a link or tag, or each would be looked for to the end */

/* Text goes through here once, from left to right: each step takes something off
 * the front of rest. */
struct stripping {
    struct ts_writer w;
    ts_span rest;
    bool at_line_start;
    bool in_code;       /* between backticks, where marks are words */
    size_t empty_lines; /* written one after another */
};

static bool
is_mark(uint8_t c)
{
    return c == '*' || c == '_' || c == '`' || c == '~';
}

static bool
is_word(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || c >= 0x80;
}

static bool
is_ascii_punctuation(uint8_t c)
{
    return c > ' ' && c < 0x7F && !is_word(c);
}

static uint8_t
ahead(const struct stripping *s, size_t n)
{
    return n < s->rest.len ? s->rest.at[n] : 0;
}

static void
skip(struct stripping *s, size_t n)
{
    s->rest = ts_span_part(s->rest, n, s->rest.len);
}

static void
put(struct stripping *s, uint8_t c)
{
    bool space = c < ' ' || c == 0x7F;
    ts_write_u8(&s->w, space ? ' ' : c);
    s->empty_lines = 0;
    s->at_line_start = false;
}

static uint8_t
last_written(const struct stripping *s)
{
    ts_span so_far = ts_writer_span(&s->w);
    return so_far.len ? so_far.at[so_far.len - 1] : '\n';
}

static void
take_line_end(struct stripping *s)
{
    skip(s, ahead(s, 0) == '\r' && ahead(s, 1) == '\n' ? 2 : 1);
    if (ts_writer_span(&s->w).len && s->empty_lines < 2) {
        ts_write_u8(&s->w, '\n');
        s->empty_lines++;
    }
    s->at_line_start = true;
    s->in_code = false; /* a backtick without its twin spoils one line, not all */
}

/* U+061C, U+200E, U+200F, U+202A-202E, U+2066-2069: Unicode 15, Bidi_Control. */
static size_t
turning_mark(const struct stripping *s)
{
    uint8_t a = ahead(s, 0);
    uint8_t b = ahead(s, 1);
    uint8_t c = ahead(s, 2);
    if (a == 0xD8 && b == 0x9C)
        return 2;
    if (a != 0xE2)
        return 0;
    bool turns = (b == 0x80 && (c == 0x8E || c == 0x8F || (c >= 0xAA && c <= 0xAE)))
                 || (b == 0x81 && c >= 0xA6 && c <= 0xA9);
    return turns ? 3 : 0;
}

/* A line of three or more of one mark, and nothing else, is a rule or a fence. */
static bool
take_rule(struct stripping *s)
{
    uint8_t mark = ahead(s, 0);
    size_t marks = 0;
    size_t n = 0;
    if (mark != '-' && mark != '=' && !is_mark(mark))
        return false;
    for (; n < s->rest.len && s->rest.at[n] != '\n' && s->rest.at[n] != '\r'; n++) {
        if (s->rest.at[n] == mark)
            marks++;
        else if (s->rest.at[n] != ' ')
            break;
    }
    bool whole_line = n == s->rest.len || s->rest.at[n] == '\n' || s->rest.at[n] == '\r';
    bool fence = marks >= 3 && (mark == '`' || mark == '~');
    if (marks < 3 || (!whole_line && !fence))
        return false;
    while (s->rest.len && ahead(s, 0) != '\n' && ahead(s, 0) != '\r')
        skip(s, 1); /* a fence may name its language after it */
    return true;
}

/* Marks that count only at the beginning of a line: # heading, > quote, * list. */
static bool
take_line_start(struct stripping *s)
{
    size_t n = 0;
    if (ahead(s, 0) == ' ' || ahead(s, 0) == '\t' || ahead(s, 0) == '>') {
        skip(s, 1);
        return true;
    }
    if (take_rule(s))
        return true;
    while (ahead(s, n) == '#')
        n++;
    if (n && n <= 6 && (ahead(s, n) == ' ' || ahead(s, n) == '\n')) {
        skip(s, n);
        return true;
    }
    if ((ahead(s, 0) == '*' || ahead(s, 0) == '+') && ahead(s, 1) == ' ') {
        skip(s, 1);
        put(s, '-');
        return true;
    }
    return false;
}

static bool
take_entity(struct stripping *s)
{
    static const struct {
        const char *name;
        uint8_t character;
    } entities[] = {
        { "&amp;", '&' },   { "&lt;", '<' },   { "&gt;", '>' },   { "&quot;", '"' },
        { "&apos;", '\'' }, { "&#39;", '\'' }, { "&nbsp;", ' ' },
    };
    for (size_t i = 0; i < TS_COUNT(entities); i++) {
        ts_span name = ts_span_text(entities[i].name);
        if (!ts_span_starts_with(s->rest, name))
            continue;
        skip(s, name.len);
        put(s, entities[i].character);
        return true;
    }
    return false;
}

/* <b>, </b>, <!-- -->; an address in angle brackets keeps its words. */
static bool
take_tag(struct stripping *s)
{
    ts_span near = ts_span_part(s->rest, 0, MARKUP_MAX);
    size_t end = ts_span_index(near, '>');
    ts_span inside = ts_span_part(near, 1, end - 1);
    uint8_t first = inside.len ? inside.at[0] : 0;
    bool tag = (is_word(first) && first < 0x80) || first == '/' || first == '!';
    if (end == near.len || !tag)
        return false;
    bool address = ts_span_index(inside, ' ') == inside.len
                   && (ts_span_index(inside, ':') < inside.len
                       || ts_span_index(inside, '@') < inside.len);
    for (size_t i = 0; address && i < inside.len; i++)
        put(s, inside.at[i]);
    skip(s, end + 1);
    return true;
}

/* The end of [words] or (target), brackets inside it counted; 0 without one. */
static size_t
closing(ts_span text, uint8_t open, uint8_t close)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.len && i < MARKUP_MAX; i++) {
        if (text.at[i] == '\\')
            i++;
        else if (text.at[i] == open)
            depth++;
        else if (text.at[i] == close && --depth == 0)
            return i;
    }
    return 0;
}

/* At the "[" of a link, its words go on to be read; at the "](...)" the target
 * goes. A bracket that belongs to no link stays. */
static bool
take_link(struct stripping *s)
{
    size_t bang = ahead(s, 0) == '!' ? 1 : 0;
    if (ahead(s, bang) == '[') {
        ts_span from = ts_span_part(s->rest, bang, s->rest.len);
        size_t end = closing(from, '[', ']');
        bool link = end && end + 1 < from.len && from.at[end + 1] == '(';
        if (!link || closing(ts_span_part(from, end + 1, from.len), '(', ')') == 0)
            return false;
        skip(s, bang + 1);
        return true;
    }
    if (ahead(s, 0) != ']' || ahead(s, 1) != '(')
        return false;
    size_t end = closing(ts_span_part(s->rest, 1, s->rest.len), '(', ')');
    skip(s, end ? end + 2 : 0);
    return end != 0;
}

/* A mark between two words is one of theirs: snake_case, 2*3. One with space on
 * both sides marks nothing. */
static bool
take_mark(struct stripping *s)
{
    uint8_t before = last_written(s);
    size_t n = 0;
    uint8_t mark = ahead(s, 0);
    if (!is_mark(mark) || (s->in_code && mark != '`'))
        return false;
    while (ahead(s, n) == mark)
        n++;
    bool inside_word = is_word(before) && is_word(ahead(s, n)) && mark != '`' && n == 1;
    bool alone = before == ' ' && ahead(s, n) == ' ';
    if (inside_word || alone || (mark == '~' && n == 1))
        return false;
    if (mark == '`')
        s->in_code = !s->in_code;
    skip(s, n);
    return true;
}

static bool
take_special(struct stripping *s)
{
    size_t turning = turning_mark(s);
    if (turning) {
        skip(s, turning);
        return true;
    }
    if (!s->in_code && ahead(s, 0) == '\\' && is_ascii_punctuation(ahead(s, 1))) {
        put(s, ahead(s, 1));
        skip(s, 2);
        return true;
    }
    if (take_mark(s))
        return true;
    if (s->in_code)
        return false;
    return (ahead(s, 0) == '&' && take_entity(s)) || (ahead(s, 0) == '<' && take_tag(s))
           || take_link(s);
}

static void
take_one(struct stripping *s)
{
    if (ahead(s, 0) == '\n' || ahead(s, 0) == '\r')
        take_line_end(s);
    else if (s->at_line_start && take_line_start(s))
        return;
    else if (!take_special(s)) {
        put(s, ahead(s, 0));
        skip(s, 1);
    }
}

/* Nothing in it that means anything in Markdown, or to a screen. */
static bool
is_plain(ts_span text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.at[i];
        if (c < ' ' || c == 0x7F || is_mark(c) || c == '#' || c == '>' || c == '<'
            || c == '[' || c == ']' || c == '\\' || c == '&' || c == '=' || c == '+'
            || c == '-' || c == 0xE2 || c == 0xD8)
            return false;
    }
    return text.len == 0 || (text.at[0] != ' ' && text.at[text.len - 1] != ' ');
}

static ts_span
without_end(ts_span text)
{
    while (text.len && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == ' '))
        text.len--;
    return text;
}

enum ts_status
ts_plain_text(struct ts_arena *arena, ts_span *plain, ts_span markdown)
{
    struct stripping s = {
        .w = ts_writer_over(ts_arena_rest(arena)),
        .rest = markdown,
        .at_line_start = true,
    };
    ts_span written;
    if (is_plain(markdown)) {
        *plain = markdown;
        return TS_OK;
    }
    while (s.rest.len)
        take_one(&s);
    if (ts_writer_end(&s.w, &written) != TS_OK)
        return TS_NO_SPACE;
    ts_arena_keep(arena, written.len);
    *plain = without_end(written);
    return TS_OK;
}
