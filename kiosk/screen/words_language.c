#include "kiosk/screen/words_language.h"

#include "firmware/base/utf8.h"

#include <stdio.h>
#include <string.h>

static ts_span
trimmed(ts_span text)
{
    while (text.len > 0 && (text.at[0] == ' ' || text.at[0] == '\t'))
        text = ts_span_part(text, 1, text.len);
    while (text.len > 0
           && (text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\t'
               || text.at[text.len - 1] == '\r'))
        text.len--;
    return text;
}

static bool
has_control(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < ' ' || text.at[i] == 0x7F)
            return true;
    return false;
}

/* NULL, or the rule that was broken. */
static const char *
put(char *to, size_t size, ts_span value)
{
    if (to[0] != '\0')
        return "a key is there twice";
    if (value.len == 0)
        return "a value is missing";
    if (value.len >= size)
        return "a value is too long";
    memcpy(to, value.at, value.len);
    to[value.len] = '\0';
    return NULL;
}

static const char *
put_font(char *to, size_t size, ts_span value)
{
    if (ts_span_index(value, '/') < value.len)
        return "a font is a file name without a folder";
    return put(to, size, value);
}

static const char *
put_keyboard(struct ts_language_file *file, ts_span value)
{
    struct ts_keys keys;
    if (value.len > 0 && !ts_keys_read(&keys, value))
        return "a keyboard is rows of letters, each letter once";
    return put(file->keyboard, sizeof(file->keyboard), value);
}

static const char *
read_line(struct ts_language_file *file, ts_span line)
{
    size_t equals = ts_span_index(line, '=');
    ts_span key = trimmed(ts_span_part(line, 0, equals));
    ts_span value = trimmed(ts_span_part(line, equals + 1, line.len));
    if (!ts_utf8_valid(line) || has_control(trimmed(line)))
        return "a line is not plain UTF-8 text";
    if (trimmed(line).len == 0 || trimmed(line).at[0] == '#')
        return NULL;
    if (equals == line.len)
        return "a line is not key = value";
    if (ts_span_is(key, "name"))
        return put(file->name, sizeof(file->name), value);
    if (ts_span_is(key, "font"))
        return put_font(file->fonts[TS_WEIGHT_REGULAR], sizeof(file->fonts[0]), value);
    if (ts_span_is(key, "bold"))
        return put_font(file->fonts[TS_WEIGHT_BOLD], sizeof(file->fonts[0]), value);
    if (ts_span_is(key, "script"))
        return value.len == 4 ? put(file->script, sizeof(file->script), value)
                              : "a script has four letters";
    if (ts_span_is(key, "keyboard"))
        return put_keyboard(file, value);
    return "a key is not known";
}

enum ts_status
ts_language_file_read(struct ts_language_file *file, ts_span text, struct ts_fault *fault)
{
    struct ts_language_file read = { 0 };
    size_t number = 1;
    for (; text.len > 0; number++) {
        size_t end = ts_span_index(text, '\n');
        const char *rule = read_line(&read, ts_span_part(text, 0, end));
        if (rule)
            return ts_fault_set(fault, TS_MALFORMED, number, rule);
        text = ts_span_part(text, end + 1, text.len);
    }
    if (read.name[0] == '\0')
        return ts_fault_set(fault, TS_MALFORMED, number, "the name is missing");
    if (read.fonts[TS_WEIGHT_BOLD][0] && !read.fonts[TS_WEIGHT_REGULAR][0])
        return ts_fault_set(fault, TS_MALFORMED, number, "there is a bold but no font");
    *file = read;
    return TS_OK;
}

enum ts_status
ts_language_file_load_from(struct ts_language_file *file, const char *folder,
                           struct ts_fault *fault)
{
    char path[4096];
    char text[TS_LANGUAGE_FILE_BYTES + 1];
    int path_len = snprintf(path, sizeof(path), "%s/language.conf", folder);
    FILE *stream =
        path_len > 0 && (size_t)path_len < sizeof(path) ? fopen(path, "rb") : NULL;
    if (!stream)
        return ts_fault_set(fault, TS_ABSENT, 0, "there is no language.conf");
    size_t len = fread(text, 1, sizeof(text), stream);
    bool failed = ferror(stream) != 0;
    fclose(stream);
    if (failed)
        return ts_fault_set(fault, TS_IO, 0, "language.conf cannot be read");
    if (len > TS_LANGUAGE_FILE_BYTES)
        return ts_fault_set(fault, TS_MALFORMED, 1, "the file is too long");
    return ts_language_file_read(file, (ts_span){ (const uint8_t *)text, len }, fault);
}

bool
ts_language_file_load(struct ts_language_file *file, const char *code)
{
    char folder[4096];
    int len = snprintf(folder, sizeof(folder), "%s/%s", ts_words_folder(), code);
    return ts_words_folder()[0] && len > 0 && (size_t)len < sizeof(folder)
           && ts_language_file_load_from(file, folder, NULL) == TS_OK;
}
