#include "keys/authority/issue.h"
#include "keys/authority/script.h"
#include "keys/authority/text.h"

#include <string.h>

/** Room for two row numbers behind it. */
enum { SLUG_MAX = TS_ISSUED_NAME_MAX - 20 };

/* U+00C0 to U+00FF without their marks. */
static const char LATIN_1[] =
    "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty";

static char
plain_letter(uint32_t code)
{
    if (code >= 'A' && code <= 'Z')
        return (char)(code - 'A' + 'a');
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
        return (char)code;
    if (code >= 0xC0 && code <= 0xFF)
        return LATIN_1[code - 0xC0];
    return code < 0x80 ? '-' : '\0';
}

static void
write_slug(struct ts_writer *w, ts_span name)
{
    bool dash = false;
    while (name.len && w->used < SLUG_MAX) {
        struct ts_character c = ts_character_first(name);
        char letter = plain_letter(c.code);
        name = ts_span_part(name, c.len, name.len);
        dash = dash || letter == '-';
        if (letter == '\0' || letter == '-')
            continue;
        if (dash && w->used)
            ts_write_u8(w, '-');
        dash = false;
        ts_write_u8(w, (uint8_t)letter);
    }
}

static bool
is_taken(const struct ts_issued *issued, size_t before, const char *name)
{
    for (size_t i = 0; i < before; i++) {
        if (strcmp(issued[i].name, name) == 0)
            return true;
    }
    return false;
}

static void
name_one(struct ts_issued *issued, size_t at)
{
    struct ts_issued *one = &issued[at];
    int64_t row = (int64_t)at + 1;
    struct ts_writer w =
        ts_writer_over((ts_room){ (uint8_t *)one->name, TS_ISSUED_NAME_MAX });
    memset(one->name, 0, sizeof(one->name));
    write_slug(&w, one->award->cells[TS_COLUMN_NAME]);
    if (w.used == 0) {
        ts_write_text(&w, "row-");
        ts_write_decimal(&w, row);
    }
    /* Somebody may be called "row 3": go on until it differs. */
    while (is_taken(issued, at, one->name) && !w.full) {
        ts_write_u8(&w, '-');
        ts_write_decimal(&w, row);
    }
}

void
ts_issued_name_all(struct ts_issued *issued, size_t count)
{
    for (size_t i = 0; i < count; i++)
        name_one(issued, i);
}
