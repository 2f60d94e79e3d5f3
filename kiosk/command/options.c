#include "kiosk/command/options.h"

#include "kiosk/command/report.h"

#include <string.h>

struct reading {
    int argc;
    char **argv;
    int at;
};

/** Length of the name in "--name=value" or "--name". */
static size_t
name_length(const char *argument)
{
    return strcspn(argument, "=");
}

static const struct ts_option *
find_option(const struct ts_option *options, size_t count, const char *argument)
{
    size_t len = name_length(argument);
    for (size_t i = 0; i < count; i++) {
        if (strlen(options[i].name) == len
            && strncmp(options[i].name, argument, len) == 0)
            return &options[i];
    }
    return NULL;
}

/** What stands behind "=", or the next argument; NULL when there is neither. */
static const char *
take_value(struct reading *r, const char *argument)
{
    size_t len = name_length(argument);
    if (argument[len] == '=')
        return argument + len + 1;
    return r->at < r->argc ? r->argv[r->at++] : NULL;
}

static bool
store_value(const struct ts_option *option, const char *value)
{
    if (!value) {
        ts_report("%s needs a value", option->name);
        return false;
    }
    if (option->value) {
        if (*option->value) {
            ts_report("%s is given twice", option->name);
            return false;
        }
        *option->value = value;
        return true;
    }
    if (option->values->count == TS_OPTION_REPEATS_MAX) {
        ts_report("%s is given more than %d times", option->name, TS_OPTION_REPEATS_MAX);
        return false;
    }
    option->values->items[option->values->count++] = value;
    return true;
}

static bool
read_option(struct reading *r, const struct ts_option *options, size_t count,
            const char *argument)
{
    const struct ts_option *option = find_option(options, count, argument);
    if (!option) {
        ts_report("%s is not an option here; try --help", argument);
        return false;
    }
    if (!option->flag)
        return store_value(option, take_value(r, argument));
    if (argument[name_length(argument)] == '=') {
        ts_report("%s takes no value", option->name);
        return false;
    }
    *option->flag = true;
    return true;
}

bool
ts_options_read(int argc, char **argv, const struct ts_option *options, size_t count,
                struct ts_operands *operands)
{
    struct reading r = { .argc = argc, .argv = argv, .at = 1 };
    bool only_operands = false;
    int kept = 1;
    while (r.at < argc) {
        char *argument = argv[r.at++];
        if (only_operands || argument[0] != '-' || argument[1] == '\0')
            argv[kept++] = argument;
        else if (strcmp(argument, "--") == 0)
            only_operands = true;
        else if (!read_option(&r, options, count, argument))
            return false;
    }
    operands->items = argv + 1;
    operands->count = (size_t)(kept - 1);
    return true;
}

bool
ts_operands_expect(const struct ts_operands *operands, size_t count, const char *usage)
{
    if (operands->count == count)
        return true;
    ts_report("usage: touchstone %s", usage);
    return false;
}
