#include "kiosk/screen/words_catalogue.h"

#include <string.h>

enum { HEADER_SIZE = 28, ROW_SIZE = 8, MAGIC_SIZE = 4 };

static const uint8_t magic[MAGIC_SIZE] = { 0xDE, 0x12, 0x04, 0x95 };

static uint32_t
number_at(ts_span bytes, size_t offset)
{
    const uint8_t *p = bytes.at + offset;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16
           | (uint32_t)p[3] << 24;
}

static bool
holds(ts_span bytes, uint64_t offset, uint64_t len)
{
    return offset <= bytes.len && len <= bytes.len - offset;
}

static ts_span
string_at(ts_span bytes, uint32_t table, uint32_t index)
{
    size_t row = table + (size_t)index * ROW_SIZE;
    return ts_span_part(bytes, number_at(bytes, row + 4), number_at(bytes, row));
}

/* Every row names a string and the NUL after it. */
static enum ts_status
check_table(ts_span bytes, uint32_t table, uint32_t count, struct ts_fault *fault)
{
    if (!holds(bytes, table, (uint64_t)count * ROW_SIZE))
        return ts_fault_set(fault, TS_TRUNCATED, table, "a table ends after the file");
    for (uint32_t i = 0; i < count; i++) {
        size_t row = table + (size_t)i * ROW_SIZE;
        uint64_t len = number_at(bytes, row);
        uint64_t offset = number_at(bytes, row + 4);
        if (!holds(bytes, offset, len + 1))
            return ts_fault_set(fault, TS_TRUNCATED, row, "a phrase ends after the file");
        if (bytes.at[offset + len] != 0)
            return ts_fault_set(fault, TS_MALFORMED, row, "a phrase has no end");
    }
    return TS_OK;
}

enum ts_status
ts_catalogue_read(struct ts_catalogue *catalogue, ts_span bytes, struct ts_fault *fault)
{
    if (bytes.len < HEADER_SIZE)
        return ts_fault_set(fault, TS_TRUNCATED, bytes.len, "shorter than a header");
    if (memcmp(bytes.at, magic, MAGIC_SIZE) != 0)
        return ts_fault_set(fault, TS_MALFORMED, 0, "no catalogue of gettext");
    if (number_at(bytes, 4) >> 16 != 0)
        return ts_fault_set(fault, TS_UNSUPPORTED, 4, "a newer kind of catalogue");
    struct ts_catalogue read = { bytes, number_at(bytes, 8), number_at(bytes, 12),
                                 number_at(bytes, 16) };
    enum ts_status status = check_table(bytes, read.ids, read.count, fault);
    if (status == TS_OK)
        status = check_table(bytes, read.phrases, read.count, fault);
    if (status == TS_OK)
        *catalogue = read;
    return status;
}

struct ts_catalogue_entry
ts_catalogue_at(const struct ts_catalogue *catalogue, uint32_t index)
{
    TS_CHECK(index < catalogue->count);
    ts_span ids = string_at(catalogue->bytes, catalogue->ids, index);
    size_t end = ts_span_index(ids, 0);
    return (struct ts_catalogue_entry){
        .id = ts_span_part(ids, 0, end),
        .plural = ts_span_part(ids, end + 1, ids.len),
        .said = string_at(catalogue->bytes, catalogue->phrases, index),
    };
}

bool
ts_catalogue_find(const struct ts_catalogue *catalogue, ts_span id, ts_span *said)
{
    for (uint32_t i = 0; i < catalogue->count; i++) {
        struct ts_catalogue_entry entry = ts_catalogue_at(catalogue, i);
        if (!ts_span_equal(entry.id, id) || entry.said.len == 0)
            continue;
        *said = entry.said;
        return true;
    }
    return false;
}

unsigned
ts_catalogue_plurals(const struct ts_catalogue *catalogue)
{
    ts_span header;
    ts_span wanted = TS_SPAN_LIT("nplurals=");
    if (!ts_catalogue_find(catalogue, (ts_span){ 0 }, &header))
        return 0;
    for (size_t i = 0; i + wanted.len < header.len; i++) {
        ts_span rest = ts_span_part(header, i, header.len);
        uint8_t digit = rest.at[wanted.len];
        if (ts_span_starts_with(rest, wanted) && digit >= '1' && digit <= '6')
            return (unsigned)(digit - '0');
    }
    return 0;
}

ts_span
ts_catalogue_form(ts_span said, unsigned index)
{
    for (; index > 0; index--) {
        size_t end = ts_span_index(said, 0);
        said = ts_span_part(said, end + 1, said.len);
    }
    return ts_span_part(said, 0, ts_span_index(said, 0));
}

static bool
is_one_of(uint8_t c, const char *set)
{
    return c != 0 && strchr(set, c) != NULL;
}

/* The next conversion from *at on, which moves behind it: "%.*s"; empty at the end.
 * Without flags and widths in figures, which change no argument. */
static ts_span
next_conversion(ts_span format, size_t *at, char kind[static 8])
{
    size_t len = 0;
    while (*at < format.len && format.at[*at] != '%')
        (*at)++;
    while (*at < format.len && len < 7) {
        uint8_t c = format.at[(*at)++];
        bool first = len == 0;
        if (first || !is_one_of(c, "-+ #0123456789."))
            kind[len++] = (char)c;
        if (!first && !is_one_of(c, "-+ #0123456789.*hlqjzt"))
            break;
    }
    return (ts_span){ (const uint8_t *)kind, len };
}

bool
ts_formats_agree(ts_span a, ts_span b)
{
    size_t at_a = 0;
    size_t at_b = 0;
    for (;;) {
        char kind_a[8];
        char kind_b[8];
        ts_span of_a = next_conversion(a, &at_a, kind_a);
        ts_span of_b = next_conversion(b, &at_b, kind_b);
        if (!ts_span_equal(of_a, of_b))
            return false;
        if (of_a.len == 0)
            return true;
    }
}
