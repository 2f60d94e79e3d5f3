#include "firmware/base/calendar.h"
#include "keys/authority/bundle.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"

#include <stdio.h>

static int
report_refusal(enum ts_status status, const struct ts_fault *fault, const char *repo,
               const char *stick)
{
    const char *rule = fault->rule ? fault->rule : "";
    if (status == TS_ABSENT)
        ts_report("%s: is no published repository, or lacks a file of it: %s", repo,
                  rule);
    else if (status == TS_DUPLICATE)
        ts_report("%s: holds the lists of another authority", stick);
    else if (status == TS_ROLLBACK)
        ts_report("%s: is already newer", stick);
    else
        ts_report("%s or %s: %s: %s", repo, stick, rule, ts_status_words(status));
    return status == TS_IO ? TS_EXIT_CANNOT_WRITE : ts_exit_reading(status);
}

static void
print_bundle(const struct ts_bundle *bundle, const char *stick)
{
    char expires[TS_UTC_TEXT_SIZE];
    ts_utc_format(expires, bundle->expires);
    printf("version %llu in %s: %zu files, %llu bytes, %zu old ones removed; kiosks "
           "take it until %s\n",
           (unsigned long long)bundle->epoch, stick, bundle->files,
           (unsigned long long)bundle->bytes, bundle->removed, expires);
}

int
ts_command_bundle(int argc, char **argv)
{
    const char *out = NULL;
    const struct ts_option options[] = { { .name = "--out", .value = &out } };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "bundle REPO --out STICK"))
        return TS_EXIT_USAGE;
    if (!out) {
        ts_report("--out is needed: the folder on the stick");
        return TS_EXIT_USAGE;
    }

    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_store *repo;
    struct ts_store *stick;
    struct ts_bundle bundle;
    struct ts_fault fault = { 0 };
    if (ts_store_open(&repo, operands.items[0], false) != TS_OK) {
        ts_report("%s: is no folder", operands.items[0]);
        return TS_EXIT_DATA;
    }
    if (ts_store_open(&stick, out, true) != TS_OK) {
        ts_store_close(repo);
        ts_report("%s: the folder cannot be made", out);
        return TS_EXIT_CANNOT_WRITE;
    }
    enum ts_status status = ts_bundle_write(&arena, &bundle, repo, stick, &fault);
    ts_store_close(stick);
    ts_store_close(repo);
    if (status != TS_OK)
        return report_refusal(status, &fault, operands.items[0], out);
    print_bundle(&bundle, out);
    return TS_EXIT_DONE;
}
