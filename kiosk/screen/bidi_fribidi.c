#include "kiosk/screen/bidi.h"

#include "firmware/base/check.h"
#include "kiosk/screen/letters.h"

#include <fribidi.h>
#include <string.h>

/* A line as FriBidi wants it. */
struct line {
    FriBidiChar codes[TS_BIDI_PARTS_MAX];
    FriBidiCharType types[TS_BIDI_PARTS_MAX];
    FriBidiBracketType brackets[TS_BIDI_PARTS_MAX];
    FriBidiLevel levels[TS_BIDI_PARTS_MAX];
    uint16_t starts[TS_BIDI_PARTS_MAX + 1]; /* bytes */
    FriBidiStrIndex count;
};

/* True when there is a letter that makes the work worth while. */
static bool
take(struct line *line, ts_span text)
{
    bool rtl = false;
    size_t len;
    TS_CHECK(text.len <= TS_BIDI_PARTS_MAX);
    line->count = 0;
    for (size_t at = 0; at < text.len; at += len) {
        uint32_t code = ts_letter(ts_span_part(text, at, text.len), &len);
        rtl = rtl || ts_letter_is_rtl(code);
        line->codes[line->count] = code;
        line->starts[line->count++] = (uint16_t)at;
    }
    line->starts[line->count] = (uint16_t)text.len;
    return rtl;
}

bool
ts_bidi_is_rtl(ts_span paragraph)
{
    struct line line;
    int depth = 0;
    paragraph = ts_span_part(paragraph, 0, TS_BIDI_PARTS_MAX);
    if (!take(&line, paragraph))
        return false;
    fribidi_get_bidi_types(line.codes, line.count, line.types);
    /* Rules P2 and P3; FriBidi 1.0.8 looks into isolates, too. */
    for (FriBidiStrIndex i = 0; i < line.count; i++) {
        if (FRIBIDI_IS_ISOLATE(line.types[i]))
            depth++;
        else if (line.types[i] == FRIBIDI_TYPE_PDI && depth > 0)
            depth--;
        else if (depth == 0 && FRIBIDI_IS_LETTER(line.types[i]))
            return FRIBIDI_IS_RTL(line.types[i]);
    }
    return false;
}

/* TS_BIDI_PARTS_MAX letters do not exhaust levels, only memory can: then everything is
 * drawn as it is written. */
static void
find_levels(struct line *line, bool paragraph_is_rtl)
{
    FriBidiParType base = paragraph_is_rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    fribidi_get_bidi_types(line->codes, line->count, line->types);
    fribidi_get_bracket_types(line->codes, line->count, line->types, line->brackets);
    if (fribidi_get_par_embedding_levels_ex(line->types, line->brackets, line->count,
                                            &base, line->levels)
        == 0)
        memset(line->levels, 0, sizeof(line->levels));
}

struct run {
    struct ts_bidi_part part;
    FriBidiLevel level;
};

/* Letters of one level that stand together; a mark has the level of its letter. */
static size_t
level_runs(struct run *runs, const struct line *line, ts_span text)
{
    size_t count = 0;
    bool apart = true;
    for (FriBidiStrIndex i = 0; i < line->count; i++) {
        FriBidiLevel level = line->levels[i];
        size_t start = line->starts[i];
        size_t len = line->starts[i + 1] - start;
        if (ts_letter_is_isolate(line->codes[i])) {
            apart = true;
            continue;
        }
        if (apart || runs[count - 1].level != level)
            runs[count++] = (struct run){ { { text.at + start, 0 }, level % 2 }, level };
        runs[count - 1].part.text.len += len;
        apart = false;
    }
    return count;
}

static void
reverse(struct run *runs, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        struct run kept = runs[i];
        runs[i] = runs[--j];
        runs[j] = kept;
    }
}

/* UAX #9, rule L2: from the highest level down to 1. */
static void
reorder(struct run *runs, size_t count)
{
    FriBidiLevel highest = 0;
    for (size_t i = 0; i < count; i++)
        if (runs[i].level > highest)
            highest = runs[i].level;
    for (FriBidiLevel level = highest; level > 0; level--) {
        for (size_t start = 0, end; start < count; start = end + 1) {
            end = start;
            while (end < count && runs[end].level >= level)
                end++;
            reverse(runs + start, end - start);
        }
    }
}

size_t
ts_bidi_split(struct ts_bidi_part parts[static TS_BIDI_PARTS_MAX], ts_span text,
              bool paragraph_is_rtl)
{
    struct line line;
    struct run runs[TS_BIDI_PARTS_MAX];
    if (text.len == 0)
        return 0;
    bool rtl = take(&line, text);
    memset(line.levels, 0, sizeof(line.levels));
    if (rtl || paragraph_is_rtl)
        find_levels(&line, paragraph_is_rtl);
    size_t count = level_runs(runs, &line, text);
    reorder(runs, count);
    for (size_t i = 0; i < count; i++)
        parts[i] = runs[i].part;
    return count;
}
