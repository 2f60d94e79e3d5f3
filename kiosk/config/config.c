#include "kiosk/config/config.h"

#include "firmware/base/utf8.h"
#include "kiosk/config/nearest.h"
#include "kiosk/config/value.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WORDS_SIZE = 320, SHOWN_MAX = 60 };

struct reading {
    struct ts_config *config;
    struct ts_arena *arena;
    struct ts_config_ear ear;
    size_t line;
    bool has_mistakes;
    bool is_full;
};

static void __attribute__((format(printf, 2, 3)))
tell(struct reading *r, const char *format, ...)
{
    char words[WORDS_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    r->has_mistakes = true;
    r->ear.tell(r->ear.context, r->line, words);
}

/* What was written may be anything: never more of it than helps. */
static ts_span
shown(ts_span text)
{
    return ts_utf8_prefix(text, SHOWN_MAX);
}

static ts_span
trim(ts_span text)
{
    while (text.len && (text.at[0] == ' ' || text.at[0] == '\t'))
        text = ts_span_part(text, 1, text.len);
    while (text.len && (text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\t'))
        text.len--;
    return text;
}

/* TS_SETTING_COUNT when there is no such key; then nearest is the most alike. */
static size_t
find_key(ts_span key, size_t *nearest, size_t *distance)
{
    *distance = SIZE_MAX;
    for (size_t i = 0; i < TS_SETTING_COUNT; i++) {
        ts_span known = ts_span_text(ts_setting_about((enum ts_setting)i)->key);
        size_t apart = ts_word_distance(key, known);
        if (ts_span_equal(key, known))
            return i;
        if (apart >= *distance)
            continue;
        *distance = apart;
        *nearest = i;
    }
    return TS_SETTING_COUNT;
}

static void
tell_of_unknown(struct reading *r, ts_span key, size_t nearest, size_t distance)
{
    const char *meant = ts_setting_about((enum ts_setting)nearest)->key;
    if (ts_word_is_near(key, distance))
        tell(r, "there is no setting %.*s; %s is the nearest", TS_SPAN_ARG(shown(key)),
             meant);
    else
        tell(r, "there is no setting %.*s", TS_SPAN_ARG(shown(key)));
}

static bool
may_be_given(struct reading *r, const struct ts_setting_about *about,
             const struct ts_config_value *value)
{
    size_t most = about->repeats ? about->repeats : 1;
    if (value->count < most)
        return true;
    if (most == 1 && value->line == 0)
        tell(r, "%s is given twice", about->key);
    else if (most == 1)
        tell(r, "%s is given twice; it stands in line %zu, too", about->key, value->line);
    else
        tell(r, "%s is given more than %zu times", about->key, most);
    return false;
}

static void
tell_of_value(struct reading *r, const struct ts_setting_about *about, ts_span text)
{
    char expected[WORDS_SIZE / 2];
    ts_setting_expects(expected, sizeof(expected), about);
    bool comments = ts_span_index(text, '#') < text.len;
    /* A PIN that was put here by mistake must not reach a log. */
    if (about->kind == TS_SETTING_PIN)
        tell(r, "%s must be %s", about->key, expected);
    else
        tell(r, "%s must be %s, not \"%.*s\"%s", about->key, expected,
             TS_SPAN_ARG(shown(text)),
             comments ? " (a comment needs a line of its own)" : "");
}

static void
keep(struct reading *r, enum ts_setting setting, ts_span text)
{
    const struct ts_setting_about *about = ts_setting_about(setting);
    struct ts_config_value *value = &r->config->values[setting];
    if (!may_be_given(r, about, value))
        return;
    if (value->count == 0)
        value->line = r->line;
    /* One that is wrong counts as given: it is told of once. */
    char *copy = ts_arena_take(r->arena, text.len + 1);
    if (!copy) {
        r->is_full = true;
        return;
    }
    memcpy(copy, text.at, text.len);
    value->texts[value->count++] = copy;
    if (!ts_value_fits(about, text))
        tell_of_value(r, about, text);
}

static bool
has_controls(ts_span line)
{
    for (size_t i = 0; i < line.len; i++)
        if ((line.at[i] < 0x20 && line.at[i] != '\t') || line.at[i] == 0x7F)
            return true;
    return false;
}

static void
read_setting(struct reading *r, ts_span line)
{
    size_t nearest = 0;
    size_t distance = 0;
    size_t equals = ts_span_index(line, '=');
    ts_span key = trim(ts_span_part(line, 0, equals));
    ts_span text = trim(ts_span_part(line, equals + 1, line.len));
    if (equals == line.len && line.at[0] == '[') {
        tell(r, "there are no sections here; leave the line out");
        return;
    }
    if (equals == line.len || key.len == 0) {
        tell(r, "this is not \"key = value\": %.*s", TS_SPAN_ARG(shown(line)));
        return;
    }
    size_t setting = find_key(key, &nearest, &distance);
    if (setting == TS_SETTING_COUNT)
        tell_of_unknown(r, key, nearest, distance);
    else if (text.len == 0)
        tell(r, "%.*s has no value; # before the line leaves it out",
             TS_SPAN_ARG(shown(key)));
    else
        keep(r, (enum ts_setting)setting, text);
}

static void
read_line(struct reading *r, ts_span line)
{
    if (line.len && line.at[line.len - 1] == '\r')
        line.len--;
    if (!ts_utf8_valid(line)) {
        tell(r, "the line is not UTF-8 text");
        return;
    }
    if (has_controls(line)) {
        tell(r, "the line has a control character in it");
        return;
    }
    line = trim(line);
    if (line.len && line.at[0] != '#')
        read_setting(r, line);
}

static void
read_lines(struct reading *r, ts_span content)
{
    if (ts_span_starts_with(content, TS_SPAN_LIT("\xEF\xBB\xBF")))
        content = ts_span_part(content, 3, content.len);
    while (content.len) {
        size_t end = ts_span_index(content, '\n');
        r->line++;
        read_line(r, ts_span_part(content, 0, end));
        content = ts_span_part(content, end + 1, content.len);
    }
}

enum ts_status
ts_config_read(struct ts_config *config, struct ts_arena *arena, ts_span content,
               struct ts_config_ear ear)
{
    struct ts_config fresh = { 0 };
    struct reading r = { .config = &fresh, .arena = arena, .ear = ear };
    if (content.len > TS_CONFIG_BYTES_MAX) {
        tell(&r, "the file is larger than %d bytes", TS_CONFIG_BYTES_MAX);
        return TS_OVER_LIMIT;
    }
    read_lines(&r, content);
    if (r.is_full)
        return TS_NO_SPACE;
    if (r.has_mistakes)
        return TS_MALFORMED;
    *config = fresh;
    return TS_OK;
}

bool
ts_config_override(struct ts_config *config, enum ts_setting setting,
                   const char *const *texts, size_t count, struct ts_config_ear ear)
{
    struct reading r = { .ear = ear };
    struct ts_config_value value = { 0 };
    const struct ts_setting_about *about = ts_setting_about(setting);
    for (size_t i = 0; i < count; i++) {
        ts_span text = ts_span_text(texts[i]);
        bool is_text = text.len && ts_utf8_valid(text) && !has_controls(text);
        if (!may_be_given(&r, about, &value))
            return false;
        if (!is_text || !ts_value_fits(about, text))
            tell_of_value(&r, about, is_text ? text : (ts_span){ 0 });
        value.texts[value.count++] = texts[i];
    }
    if (r.has_mistakes)
        return false;
    config->values[setting] = value;
    return true;
}

bool
ts_config_agrees(const struct ts_config *config, struct ts_config_ear ear)
{
    struct reading r = { .ear = ear };
    const char *mode = ts_config_text(config, TS_SETTING_LOG_MODE);
    const char *languages = ts_config_text(config, TS_SETTING_LANGUAGES);
    const char *language = ts_config_text(config, TS_SETTING_LANGUAGE);
    r.line = config->values[TS_SETTING_LOG_MODE].line;
    if (strcmp(mode, "counts") != 0 && !ts_config_text(config, TS_SETTING_JOURNAL))
        tell(&r, "log_mode = %s needs a journal", mode);
    r.line = config->values[TS_SETTING_LANGUAGES].line;
    if (languages && !ts_value_lists(ts_span_text(languages), ts_span_text(language)))
        tell(&r, "language = %s is not among the languages %s", language, languages);
    return !r.has_mistakes;
}

const char *
ts_config_text(const struct ts_config *config, enum ts_setting setting)
{
    const struct ts_config_value *value = &config->values[setting];
    return value->count ? value->texts[0] : ts_setting_about(setting)->initial;
}

bool
ts_config_flag(const struct ts_config *config, enum ts_setting setting)
{
    const char *text = ts_config_text(config, setting);
    return text && strcmp(text, "yes") == 0;
}

double
ts_config_number(const struct ts_config *config, enum ts_setting setting)
{
    double number = 0;
    const char *text = ts_config_text(config, setting);
    return text && ts_value_number(&number, ts_span_text(text)) ? number : 0;
}

void
ts_config_size(const struct ts_config *config, enum ts_setting setting, int *width,
               int *height)
{
    bool is_size =
        ts_value_size(ts_span_text(ts_config_text(config, setting)), width, height);
    TS_CHECK(is_size);
}
