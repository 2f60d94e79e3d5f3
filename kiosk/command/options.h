#ifndef TS_COMMAND_OPTIONS_H
#define TS_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Reading a command line: options and operands in any order, "--name VALUE" or
 * "--name=VALUE", "--" before operands that begin with a dash.
 */

/** What an option may be given again and again for. */
enum { TS_OPTION_REPEATS_MAX = 64 };
struct ts_option_values {
    const char *items[TS_OPTION_REPEATS_MAX];
    size_t count;
};

/** Exactly one of flag, value and values is set, to where the answer goes. */
struct ts_option {
    const char *name; /**< With its dashes. */
    bool *flag;
    const char **value; /**< NULL stays where it was not given. */
    struct ts_option_values *values;
};

/** What is left besides options, in order. */
struct ts_operands {
    char **items; /**< Points into argv. */
    size_t count;
};

/**
 * Reads argv[1] to argv[argc - 1]; argv is reordered. False after one line on
 * standard error: an option that is not in the table, one without its value, a
 * flag with one, one given twice that may not be.
 */
bool ts_options_read(int argc, char **argv, const struct ts_option *options, size_t count,
                     struct ts_operands *operands);

/** True for exactly count operands; else one line with usage on standard error. */
bool
ts_operands_expect(const struct ts_operands *operands, size_t count, const char *usage);

#endif
