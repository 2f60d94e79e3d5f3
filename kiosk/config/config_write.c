#include "kiosk/config/config_write.h"

#include "kiosk/config/settings.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 78, EXPECTS_SIZE = 160, OPTION_SIZE = 64, USAGE_INDENT = 22 };

/* A paragraph of words, no line longer than WIDTH if words allow. The first goes on at
 * the column where the line is; every other begins with prefix. */
static void
write_wrapped(struct ts_writer *w, const char *prefix, size_t column, const char *text)
{
    bool begins = true;
    while (*text) {
        size_t len = strcspn(text, " ");
        if (!begins && column + 1 + len > WIDTH) {
            ts_write_text(w, "\n");
            ts_write_text(w, prefix);
            column = strlen(prefix);
            begins = true;
        }
        ts_write_text(w, begins ? "" : " ");
        ts_write_bytes(w, (ts_span){ (const uint8_t *)text, len });
        column += len + !begins;
        begins = false;
        text += len;
        text += *text == ' ';
    }
    ts_write_text(w, "\n");
}

static void
write_comment(struct ts_writer *w, const char *text)
{
    ts_write_text(w, "# ");
    write_wrapped(w, "# ", 2, text);
}

static void
describe_value(char *words, size_t size, const struct ts_setting_about *about)
{
    char expects[EXPECTS_SIZE];
    ts_setting_expects(expects, sizeof(expects), about);
    if (about->initial)
        snprintf(words, size, "Value: %s; %s when nothing is said.", expects,
                 about->initial);
    else
        snprintf(words, size, "Value: %s.", expects);
}

static void
write_setting(struct ts_writer *w, const struct ts_setting_about *about)
{
    char words[2 * EXPECTS_SIZE];
    const char *value = about->initial ? about->initial : about->example;
    describe_value(words, sizeof(words), about);
    if (about->heading) {
        ts_write_text(w, "\n# ==== ");
        ts_write_text(w, about->heading);
        ts_write_text(w, "\n");
    }
    ts_write_text(w, "\n");
    write_comment(w, about->help);
    write_comment(w, words);
    ts_write_text(w, "#");
    ts_write_text(w, about->key);
    ts_write_text(w, " = ");
    ts_write_text(w, value ? value : "(the line that 'touchstone pin' prints)");
    ts_write_text(w, "\n");
}

void
ts_config_write_example(struct ts_writer *w)
{
    ts_write_text(w, "# Touchstone kiosk: everything that can be set.\n#\n");
    write_comment(
        w, "Lines are \"key = value\"; a line that begins with # is a comment, and "
           "so is every setting here until its # is taken away. Options on the "
           "command line win. touchstone-kiosk --check-config FILE names every "
           "mistake by its line.");
    for (size_t i = 0; i < TS_SETTING_COUNT; i++)
        write_setting(w, ts_setting_about((enum ts_setting)i));
}

/* A backslash begins a request, and so do a dot and an apostrophe at the beginning of a
 * line; a hyphen that is to be typed is not one that joins words. */
static void
write_roff(struct ts_writer *w, const char *text)
{
    if (*text == '.' || *text == '\'')
        ts_write_text(w, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            ts_write_text(w, "\\e");
        else if (*text == '-')
            ts_write_text(w, "\\-");
        else if (*text == '\'')
            ts_write_text(w, "\\(aq");
        else
            ts_write_u8(w, (uint8_t)*text);
    }
    ts_write_text(w, "\n");
}

static void
write_manual_entry(struct ts_writer *w, const struct ts_setting_about *about)
{
    char words[2 * EXPECTS_SIZE];
    describe_value(words, sizeof(words), about);
    if (about->heading) {
        ts_write_text(w, ".SS ");
        write_roff(w, about->heading);
    }
    ts_write_text(w, ".TP\n.B ");
    write_roff(w, about->key);
    write_roff(w, about->help);
    write_roff(w, words);
}

void
ts_config_write_manual(struct ts_writer *w)
{
    for (size_t i = 0; i < TS_SETTING_COUNT; i++)
        write_manual_entry(w, ts_setting_about((enum ts_setting)i));
}

void
ts_config_option_name(char *name, size_t size, const char *prefix, const char *key)
{
    snprintf(name, size, "%s%s", prefix, key);
    for (char *c = name; *c; c++)
        if (*c == '_')
            *c = '-';
}

static const char *
placeholder(enum ts_setting_kind kind)
{
    switch (kind) {
    case TS_SETTING_TEXT: return " TEXT";
    case TS_SETTING_PATH: return " PATH";
    case TS_SETTING_SOURCE: return " SOURCE";
    case TS_SETTING_CHOICE: return " CHOICE";
    case TS_SETTING_FLAG: return "";
    case TS_SETTING_WHOLE:
    case TS_SETTING_DECIMAL: return " N";
    case TS_SETTING_SIZE_PX: return " WxH";
    case TS_SETTING_LANGUAGE_CODE: return " LANG";
    case TS_SETTING_LANGUAGE_CODES: return " LANG,...";
    case TS_SETTING_PIN: return " LINE";
    }
    return "";
}

static void
write_option(struct ts_writer *w, const struct ts_setting_about *about)
{
    char name[OPTION_SIZE];
    char line[2 * OPTION_SIZE];
    char words[1024];
    char expects[EXPECTS_SIZE] = "";
    char indent[USAGE_INDENT + 1];
    snprintf(indent, sizeof(indent), "%*s", USAGE_INDENT, "");
    ts_config_option_name(name, sizeof(name), "--", about->key);
    snprintf(line, sizeof(line), "  %s%s", name, placeholder(about->kind));
    if (about->kind == TS_SETTING_CHOICE)
        ts_setting_expects(expects, sizeof(expects), about);
    snprintf(words, sizeof(words), "%s%s%s%s", about->help, *expects ? " One of " : "",
             expects, *expects ? "." : "");
    size_t len = strlen(line);
    ts_write_text(w, line);
    ts_write_text(w, len + 2 > USAGE_INDENT ? "\n" : indent + len);
    ts_write_text(w, len + 2 > USAGE_INDENT ? indent : "");
    write_wrapped(w, indent, USAGE_INDENT, words);
}

void
ts_config_write_usage(struct ts_writer *w)
{
    for (size_t i = 0; i < TS_SETTING_COUNT; i++)
        write_option(w, ts_setting_about((enum ts_setting)i));
}
