#include "kiosk/screen/view_parts.h"

#include "firmware/base/utf8.h"
#include "kiosk/screen/letters.h"

enum {
    NAME_END = 200, /* bytes at either end of a name that are looked at */
    MARKS_MAX = 4,  /* more on one letter is vandalism, not orthography */
};

static bool
is_letter(uint32_t code)
{
    uint32_t folded = code | 0x20;
    return (folded >= 'a' && folded <= 'z') || (code >= 0xC0 && !ts_letter_is_mark(code));
}

/* The first letter of a word with its marks; empty when there is none. */
static ts_span
initial(ts_span word)
{
    size_t len = 0;
    while (word.len > 0 && !is_letter(ts_letter(word, &len)))
        word = (ts_span){ word.at + len, word.len - len };
    if (word.len == 0)
        return word;
    size_t end = len;
    for (int marks = 0; end < word.len && marks < MARKS_MAX; marks++) {
        if (!ts_letter_is_mark(ts_letter(ts_span_part(word, end, word.len), &len)))
            break;
        end += len;
    }
    return ts_span_part(word, 0, end);
}

static ts_span
last_word(ts_span name)
{
    size_t from = name.len > NAME_END ? name.len - NAME_END : 0;
    size_t start = name.len;
    while (start > from && name.at[start - 1] != ' ')
        start--;
    /* A word that goes on before what is looked at has no first letter here. */
    if (start == from && from > 0)
        start = name.len;
    return ts_span_part(name, start, name.len);
}

static void
write_one(struct ts_writer *w, ts_span letter, const char *before)
{
    if (letter.len == 0)
        return;
    ts_write_text(w, before);
    ts_write_bytes(w, letter);
    ts_write_text(w, ".");
}

void
ts_write_initials(struct ts_writer *w, ts_span name)
{
    while (name.len > 0 && name.at[name.len - 1] == ' ')
        name.len--;
    while (name.len > 0 && name.at[0] == ' ')
        name = ts_span_part(name, 1, name.len);
    if (!ts_utf8_valid(name))
        return;
    size_t end = ts_span_index(name, ' ');
    ts_span first = initial(ts_utf8_prefix(ts_span_part(name, 0, end), NAME_END));
    write_one(w, first, "");
    if (end < name.len)
        write_one(w, initial(last_word(name)), first.len > 0 ? " " : "");
}

ts_span
ts_view_person(struct ts_drawing *drawing, const struct ts_verdict *verdict)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_span name = verdict->card->credential->subject_name;
    switch (verdict->name_shown) {
    case TS_NAME_FULL: return name;
    case TS_NAME_NONE: return (ts_span){ 0 };
    case TS_NAME_INITIALS: break;
    }
    ts_write_initials(&w, name);
    return ts_keep(drawing, &w);
}
