#include "firmware/board/linux/camera_source.h"

#include "firmware/base/limits.h"

#include <string.h>

#define WIDTH_WISHED 1280
#define HEIGHT_WISHED 720
#define SLIDE_S 3
#define SLIDE_S_MAX 86400

/* The highest step that any lens counts is far below. */
#define FOCUS_MAX 65535

/* Cuts the part before the first byte, and that byte, off text. Without such a
 * byte all of text is the part. */
static ts_span
cut(ts_span *text, uint8_t byte)
{
    size_t len = ts_span_index(*text, byte);
    ts_span part = ts_span_part(*text, 0, len);
    *text = ts_span_part(*text, len + 1, text->len);
    return part;
}

/* The part behind the last such byte, which is cut off with it; false when there
 * is no such byte. */
static bool
cut_last(ts_span *text, ts_span *last, uint8_t byte)
{
    for (size_t i = text->len; i > 0; i--) {
        if (text->at[i - 1] != byte)
            continue;
        *last = ts_span_part(*text, i, text->len);
        *text = ts_span_part(*text, 0, i - 1);
        return true;
    }
    return false;
}

/* 1 to max in decimal. */
static bool
read_number(uint32_t *number, ts_span digits, uint32_t max)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9' || value > max)
            return false;
        value = value * 10 + (uint32_t)(digits.at[i] - '0');
    }
    if (value == 0 || value > max)
        return false;
    *number = value;
    return true;
}

static bool
read_size(struct ts_camera_source *source, ts_span size)
{
    ts_span width = cut(&size, 'x');
    return read_number(&source->width, width, TS_FRAME_WIDTH_MAX)
           && read_number(&source->height, size, TS_FRAME_HEIGHT_MAX);
}

static bool
keep_text(struct ts_camera_source *source, ts_span text)
{
    if (text.len >= sizeof(source->text))
        return false;
    if (text.len > 0)
        memcpy(source->text, text.at, text.len);
    source->text[text.len] = '\0';
    return true;
}

static bool
read_focus(struct ts_camera_source *source, ts_span steps)
{
    if (source->has_focus)
        return false;
    source->has_focus = true;
    return ts_span_is(steps, "0") || read_number(&source->focus, steps, FOCUS_MAX);
}

static bool
read_hz(struct ts_camera_source *source, ts_span hz)
{
    if (source->hz)
        return false;
    source->hz = ts_span_is(hz, "50") ? 50 : ts_span_is(hz, "60") ? 60 : 0;
    return source->hz != 0;
}

static bool
read_option(struct ts_camera_source *source, ts_span option)
{
    ts_span name = cut(&option, '=');
    if (ts_span_is(name, "focus"))
        return read_focus(source, option);
    if (ts_span_is(name, "hz"))
        return read_hz(source, option);
    return source->width == 0 && option.len == 0 && read_size(source, name);
}

static bool
parse_v4l2(struct ts_camera_source *source, ts_span text)
{
    ts_span option;
    while (cut_last(&text, &option, ','))
        if (!read_option(source, option))
            return false;
    if (source->width == 0) {
        source->width = WIDTH_WISHED;
        source->height = HEIGHT_WISHED;
    }
    return keep_text(source, text);
}

const char *
ts_pipe_format_name(enum ts_pipe_format format)
{
    switch (format) {
    case TS_PIPE_GREY: return "grey";
    case TS_PIPE_I420: return "i420";
    case TS_PIPE_NV12: return "nv12";
    case TS_PIPE_YUYV: return "yuyv";
    }
    return "?";
}

static bool
read_format(struct ts_camera_source *source, ts_span name)
{
    for (int i = 0; i < TS_PIPE_FORMAT_COUNT; i++) {
        source->format = (enum ts_pipe_format)i;
        if (ts_span_is(name, ts_pipe_format_name(source->format)))
            return true;
    }
    return false;
}

/* Colour is halved in width, and in the planar formats in height as well. */
static bool
size_suits_format(const struct ts_camera_source *source)
{
    switch (source->format) {
    case TS_PIPE_GREY: return true;
    case TS_PIPE_YUYV: return source->width % 2 == 0;
    case TS_PIPE_I420:
    case TS_PIPE_NV12: return source->width % 2 == 0 && source->height % 2 == 0;
    }
    return false;
}

static bool
parse_pipe(struct ts_camera_source *source, ts_span text)
{
    if (!read_size(source, cut(&text, ',')) || !read_format(source, cut(&text, ',')))
        return false;
    return size_suits_format(source) && text.len > 0 && keep_text(source, text);
}

static bool
is_number(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.len > 0;
}

/* A comma may as well be part of the path, unless a number follows it. */
static bool
parse_files(struct ts_camera_source *source, ts_span text)
{
    ts_span path = text;
    ts_span after;
    uint32_t seconds = SLIDE_S;
    if (cut_last(&path, &after, ',') && is_number(after)) {
        if (!read_number(&seconds, after, SLIDE_S_MAX))
            return false;
        text = path;
    }
    source->slide_ms = seconds * 1000;
    return text.len > 0 && keep_text(source, text);
}

enum ts_status
ts_camera_source_parse(struct ts_camera_source *source, const char *text)
{
    static const struct {
        const char *scheme;
        enum ts_camera_kind kind;
        bool (*parse)(struct ts_camera_source *source, ts_span text);
    } schemes[] = {
        { "v4l2:", TS_CAMERA_V4L2, parse_v4l2 },
        { "pipe:", TS_CAMERA_PIPE, parse_pipe },
        { "files:", TS_CAMERA_FILES, parse_files },
    };
    ts_span whole = ts_span_text(text);
    for (size_t i = 0; i < TS_COUNT(schemes); i++) {
        ts_span scheme = ts_span_text(schemes[i].scheme);
        struct ts_camera_source made = { .kind = schemes[i].kind };
        if (!ts_span_starts_with(whole, scheme))
            continue;
        if (!schemes[i].parse(&made, ts_span_part(whole, scheme.len, whole.len)))
            return TS_MALFORMED;
        *source = made;
        return TS_OK;
    }
    return TS_MALFORMED;
}
