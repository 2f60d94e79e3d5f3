#include "kiosk/telemetry/keyfile.h"

#include "firmware/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct ts_key *keys;
    size_t count, line;
    struct ts_arena *arena;
    const char *folder;
    struct ts_config_ear ear;
    bool failed;
};

static void
tell(struct reading *r, const char *what, const char *about)
{
    char words[160];
    snprintf(words, sizeof(words), "%.60s %s", about, what);
    r->failed = true;
    r->ear.tell(r->ear.context, r->line, words);
}

static ts_span
trim(ts_span text)
{
    while (text.len && (text.at[0] == ' ' || text.at[0] == '\t'))
        text = ts_span_part(text, 1, text.len);
    while (text.len && strchr(" \t\r", text.at[text.len - 1]))
        text.len--;
    return text;
}

static bool
is_number(const struct ts_key *key, const char *text)
{
    size_t len = strspn(text, "0123456789");
    unsigned long value = len > 0 && len < 10 ? strtoul(text, NULL, 10) : 0;
    return len > 0 && len < 10 && text[len] == '\0' && value >= key->least
           && value <= key->most;
}

static const char *
place(struct reading *r, const struct ts_key *key, const char *text)
{
    if (!key->is_path || text[0] == '/')
        return text;
    size_t size = strlen(r->folder) + strlen(text) + 2;
    char *path = ts_arena_take(r->arena, size);
    if (path)
        snprintf(path, size, "%s/%s", r->folder, text);
    else
        tell(r, "is too long", key->name);
    return path;
}

static void
take(struct reading *r, struct ts_key *key, ts_span value)
{
    char *text = ts_arena_take(r->arena, value.len + 1);
    if (key->value) {
        tell(r, "is given twice", key->name);
    } else if (value.len == 0 || value.len > TS_CONFIG_VALUE_MAX || !text) {
        tell(r, "has no value that can be used", key->name);
        key->value = ""; /* told of once */
    } else {
        memcpy(text, value.at, value.len);
        if (key->most && !is_number(key, text))
            tell(r, "is no such whole number", key->name);
        key->value = place(r, key, text);
    }
}

static void
read_line(struct reading *r, ts_span line)
{
    size_t equals = ts_span_index(line, '=');
    ts_span name = trim(ts_span_part(line, 0, equals));
    if (name.len == 0 && equals == line.len)
        return;
    if (name.len && name.at[0] == '#')
        return;
    for (size_t i = 0; i < r->count && equals < line.len; i++) {
        if (!ts_span_is(name, r->keys[i].name))
            continue;
        take(r, &r->keys[i], trim(ts_span_part(line, equals + 1, line.len)));
        return;
    }
    tell(r, "is no line \"key = value\" that is known here", "this");
}

static bool
is_control(uint8_t c)
{
    return c == 0x7F || (c < 0x20 && c != '\t' && c != '\r' && c != '\n');
}

static bool
is_clean(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (is_control(text.at[i]))
            return false;
    return ts_utf8_valid(text);
}

static void
complete(struct reading *r)
{
    r->line = 0;
    for (size_t i = 0; i < r->count; i++) {
        struct ts_key *key = &r->keys[i];
        if (key->value)
            continue;
        if (key->is_needed)
            tell(r, "is missing", key->name);
        else if (key->initial)
            key->value = place(r, key, key->initial);
    }
}

enum ts_status
ts_keyfile_read(struct ts_key *keys, size_t count, struct ts_arena *arena, ts_span text,
                const char *folder, struct ts_config_ear ear)
{
    struct reading r = { keys, count, 0, arena, folder, ear, false };
    for (size_t i = 0; i < count; i++)
        keys[i].value = NULL;
    if (text.len > TS_KEYFILE_MAX || !is_clean(text)) {
        tell(&r, "is too long, or no text", "the file");
        return TS_MALFORMED;
    }
    while (text.len > 0) {
        size_t end = ts_span_index(text, '\n');
        r.line++;
        read_line(&r, ts_span_part(text, 0, end));
        text = ts_span_part(text, end + 1, text.len);
    }
    complete(&r);
    return r.failed ? TS_MALFORMED : TS_OK;
}

uint32_t
ts_key_number(const struct ts_key *key)
{
    return (uint32_t)strtoul(key->value, NULL, 10);
}
