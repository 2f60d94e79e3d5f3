#include "kiosk/telemetry/topic.h"

#include <stdio.h>
#include <string.h>

enum { PARTS_MAX = 7, NUMBER_DIGITS = 16 };

bool
ts_kiosk_name_valid(ts_span name)
{
    return name.len < TS_KIOSK_NAME_SIZE && ts_spool_name_valid(name);
}

bool
ts_topic_write(char text[static TS_TOPIC_SIZE], const struct ts_topic *topic)
{
    bool is_export = topic->kind == TS_SPOOL_EXPORT;
    if (!ts_kiosk_name_valid(ts_span_text(topic->kiosk))
        || (is_export && !ts_spool_name_valid(ts_span_text(topic->name))))
        return false;
    int len = snprintf(text, TS_TOPIC_SIZE, "touchstone/%s/up/%s/%s/%llu%s%s",
                       topic->kiosk, is_export ? "export" : "status", topic->spool,
                       (unsigned long long)topic->number, is_export ? "/" : "",
                       is_export ? topic->name : "");
    return len > 0 && len < TS_TOPIC_SIZE;
}

static size_t
split(ts_span parts[static PARTS_MAX + 1], ts_span text)
{
    size_t count = 0;
    while (count <= PARTS_MAX) {
        size_t end = ts_span_index(text, '/');
        parts[count++] = ts_span_part(text, 0, end);
        if (end == text.len)
            break;
        text = ts_span_part(text, end + 1, text.len);
    }
    return count;
}

static bool
read_spool(char spool[static TS_SPOOL_ID_SIZE], ts_span text)
{
    static const char hex[] = "0123456789abcdef";
    if (text.len != TS_SPOOL_ID_SIZE - 1)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!text.at[i] || !strchr(hex, text.at[i]))
            return false;
    memcpy(spool, text.at, text.len);
    spool[text.len] = '\0';
    return true;
}

static bool
read_number(uint64_t *number, ts_span text)
{
    uint64_t read = 0;
    if (text.len == 0 || text.len > NUMBER_DIGITS || text.at[0] == '0')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        read = read * 10 + (uint64_t)(text.at[i] - '0');
    }
    *number = read;
    return true;
}

bool
ts_topic_read(struct ts_topic *topic, ts_span text)
{
    ts_span parts[PARTS_MAX + 1];
    struct ts_topic draft = { 0 };
    size_t count = text.len < TS_TOPIC_SIZE ? split(parts, text) : 0;
    if (count < PARTS_MAX - 1 || count > PARTS_MAX)
        return false;
    bool is_export = ts_span_is(parts[3], "export");
    if (!ts_span_is(parts[0], "touchstone") || !ts_kiosk_name_valid(parts[1])
        || !ts_span_is(parts[2], "up") || (!is_export && !ts_span_is(parts[3], "status"))
        || !read_spool(draft.spool, parts[4]) || !read_number(&draft.number, parts[5])
        || (count == PARTS_MAX) != is_export)
        return false;
    if (is_export && !ts_spool_name_valid(parts[6]))
        return false;
    draft.kind = is_export ? TS_SPOOL_EXPORT : TS_SPOOL_STATUS;
    memcpy(draft.kiosk, parts[1].at, parts[1].len);
    if (is_export)
        memcpy(draft.name, parts[6].at, parts[6].len);
    *topic = draft;
    return true;
}

void
ts_topic_write_landed(char text[static TS_TOPIC_SIZE], const char *kiosk)
{
    snprintf(text, TS_TOPIC_SIZE, "touchstone/%s/down/landed", kiosk);
}

void
ts_landed_write(char text[static TS_LANDED_SIZE], const char *spool, uint64_t number)
{
    snprintf(text, TS_LANDED_SIZE, "%s %llu", spool, (unsigned long long)number);
}

bool
ts_landed_read(char spool[static TS_SPOOL_ID_SIZE], uint64_t *number, ts_span text)
{
    size_t blank = ts_span_index(text, ' ');
    return text.len < TS_LANDED_SIZE && blank < text.len
           && read_spool(spool, ts_span_part(text, 0, blank))
           && read_number(number, ts_span_part(text, blank + 1, text.len));
}
