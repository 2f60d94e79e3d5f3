#include "firmware/base/calendar.h"
#include "keys/codec/json_writer.h"
#include "kiosk/status/status_fields.h"

#include <stdlib.h>
#include <string.h>

static void
write_milli(struct ts_writer *w, int64_t value)
{
    char digits[4];
    if (value < 0)
        ts_write_u8(w, '-');
    int64_t rest = llabs(value % 1000);
    ts_write_decimal(w, llabs(value / 1000));
    digits[0] = '.';
    digits[1] = (char)('0' + rest / 100);
    digits[2] = (char)('0' + rest / 10 % 10);
    digits[3] = (char)('0' + rest % 10);
    ts_write_bytes(w, TS_SPAN_OF(digits));
}

static void
write_moment(struct ts_writer *w, int64_t value)
{
    char text[TS_UTC_TEXT_SIZE];
    ts_utc_format(text, (ts_utc){ value });
    ts_write_text(w, text);
}

static void
write_quoted(struct ts_writer *w, const char *text)
{
    ts_json_write_string(w, ts_span_text(text));
}

static void
write_json_value(struct ts_writer *w, enum ts_status_field field, int64_t value)
{
    switch (ts_status_about(field)->kind) {
    case TS_STATUS_NUMBER: ts_write_decimal(w, value); break;
    case TS_STATUS_MOMENT:
        ts_write_u8(w, '"');
        write_moment(w, value);
        ts_write_u8(w, '"');
        break;
    case TS_STATUS_CHOICE: write_quoted(w, ts_status_word(field, value)); break;
    case TS_STATUS_FACT: ts_write_text(w, value ? "true" : "false"); break;
    case TS_STATUS_MILLI: write_milli(w, value); break;
    }
}

static void
write_json_text(struct ts_writer *w, const char *name, const char *text)
{
    if (!text[0])
        return;
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    write_quoted(w, text);
}

void
ts_status_write_json(struct ts_writer *w, const struct ts_kiosk_status *status)
{
    ts_write_u8(w, '{');
    ts_json_write_name(w, "format");
    write_quoted(w, "touchstone-status/1");
    write_json_text(w, "version", status->version);
    write_json_text(w, "site", status->site);
    write_json_text(w, "job", status->job);
    for (int i = 0; i < TS_STATUS_FIELDS; i++) {
        enum ts_status_field field = (enum ts_status_field)i;
        if (!status->fields[i].is_known)
            continue;
        ts_write_u8(w, ',');
        ts_json_write_name(w, ts_status_about(field)->name);
        write_json_value(w, field, status->fields[i].value);
    }
    ts_write_text(w, "}\n");
}

static void
write_line(struct ts_writer *w, const char *label, const char *text)
{
    enum { COLUMN = 30 };
    ts_write_text(w, label);
    ts_write_u8(w, ':');
    for (size_t i = strlen(label) + 1; i < COLUMN; i++)
        ts_write_u8(w, ' ');
    ts_write_text(w, text);
}

static void
write_plain_value(struct ts_writer *w, enum ts_status_field field, int64_t value)
{
    const struct ts_status_about *about = ts_status_about(field);
    switch (about->kind) {
    case TS_STATUS_NUMBER: ts_write_decimal(w, value); break;
    case TS_STATUS_MOMENT: write_moment(w, value); break;
    case TS_STATUS_CHOICE: ts_write_text(w, ts_status_word(field, value)); break;
    case TS_STATUS_FACT: ts_write_text(w, value ? "yes" : "no"); break;
    case TS_STATUS_MILLI: write_milli(w, value); break;
    }
    ts_write_text(w, about->unit);
}

void
ts_status_write_text(struct ts_writer *w, const struct ts_kiosk_status *status)
{
    const char *const texts[] = { status->version, status->site, status->job };
    static const char *const labels[] = { "version", "site", "job" };
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        if (!texts[i][0])
            continue;
        write_line(w, labels[i], texts[i]);
        ts_write_u8(w, '\n');
    }
    for (int i = 0; i < TS_STATUS_FIELDS; i++) {
        enum ts_status_field field = (enum ts_status_field)i;
        if (!status->fields[i].is_known)
            continue;
        write_line(w, ts_status_about(field)->label, "");
        write_plain_value(w, field, status->fields[i].value);
        ts_write_u8(w, '\n');
    }
}

/* The text format's rules for what stands between quotes. */
static void
write_label(struct ts_writer *w, const char *name, const char *text)
{
    ts_write_text(w, name);
    ts_write_text(w, "=\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            ts_write_u8(w, '\\');
        ts_write_u8(w, (uint8_t)*text);
    }
    ts_write_u8(w, '"');
}

static void
write_metric(struct ts_writer *w, enum ts_status_field field, int64_t value)
{
    const struct ts_status_about *about = ts_status_about(field);
    size_t len = strlen(about->metric);
    bool is_counter = len > 6 && strcmp(about->metric + len - 6, "_total") == 0;
    ts_write_text(w, "# TYPE touchstone_");
    ts_write_text(w, about->metric);
    ts_write_text(w, is_counter ? " counter\ntouchstone_" : " gauge\ntouchstone_");
    ts_write_text(w, about->metric);
    ts_write_u8(w, ' ');
    if (about->kind == TS_STATUS_MILLI)
        write_milli(w, value);
    else
        ts_write_decimal(w, value);
    ts_write_u8(w, '\n');
}

void
ts_status_write_prometheus(struct ts_writer *w, const struct ts_kiosk_status *status)
{
    ts_write_text(w, "# TYPE touchstone_info gauge\ntouchstone_info{");
    write_label(w, "version", status->version);
    ts_write_u8(w, ',');
    write_label(w, "site", status->site);
    ts_write_u8(w, ',');
    write_label(w, "job", status->job);
    ts_write_text(w, "} 1\n");
    for (int i = 0; i < TS_STATUS_FIELDS; i++)
        if (status->fields[i].is_known)
            write_metric(w, (enum ts_status_field)i, status->fields[i].value);
}
