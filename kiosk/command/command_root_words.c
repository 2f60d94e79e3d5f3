#include "keys/trust/metadata.h"
#include "kiosk/command/command.h"
#include "kiosk/command/enrolling.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"

#include "firmware/board/store.h"

#include <stdio.h>

enum { ROOT_MAX = 1 << 20, MEMORY = 16 << 20 };

static const char usage[] =
    "usage: touchstone root-words DIR [--language en|fr]\n"
    "\n"
    "Prints the six words of the root in DIR: a published repository, a stick, or the "
    "trust\n"
    "folder of a kiosk. A kiosk shows the same words when it starts for the first time, "
    "and\n"
    "to its administrator.\n";

static int
print(struct ts_store *store, const char *path, const char *language)
{
    struct ts_arena arena = ts_command_memory(MEMORY);
    uint8_t fingerprint[TS_SHA256_SIZE];
    const struct ts_root *root;
    ts_span bytes;
    enum ts_status status = ts_store_read(store, &arena, &bytes, "root.json", ROOT_MAX);
    if (status == TS_ABSENT)
        status = ts_store_read(store, &arena, &bytes, "1.root.json", ROOT_MAX);
    if (status == TS_OK)
        status = ts_root_read(&arena, &root, bytes, NULL);
    if (status != TS_OK) {
        ts_report("%s: root.json: %s", path, ts_status_words(status));
        return ts_exit_reading(status);
    }
    ts_root_fingerprint(root, fingerprint);
    return ts_print_root_words(fingerprint, language);
}

int
ts_command_root_words(int argc, char **argv)
{
    const char *language = NULL;
    struct ts_operands operands = { 0 };
    struct ts_store *store;
    bool help = false;
    const struct ts_option options[] = { { .name = "--language", .value = &language },
                                         { .name = "--help", .flag = &help } };
    bool read = ts_options_read(argc, argv, options, TS_COUNT(options), &operands);
    if (read && help) {
        fputs(usage, stdout);
        return TS_EXIT_DONE;
    }
    if (!read || operands.count != 1) {
        fputs(usage, stderr);
        return TS_EXIT_USAGE;
    }
    if (ts_store_open(&store, operands.items[0], false) != TS_OK) {
        ts_report("%s: is no folder", operands.items[0]);
        return TS_EXIT_DATA;
    }
    int exit_code = print(store, operands.items[0], language);
    ts_store_close(store);
    return exit_code;
}
