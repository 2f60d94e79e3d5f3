#include "firmware/board/clock.h"
#include "kiosk/command/command.h"
#include "kiosk/command/issuer_folder.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"

#include <stdio.h>

struct request {
    const char *issuer, *passphrase_file;
    bool suspend, lift;
    struct ts_operands ids;
};

/** What is asked of one credential; the entry keeps an earlier date. */
static const char *
change(struct ts_ledger_entry *entry, const struct request *request, ts_utc now)
{
    if (request->lift) {
        entry->suspended = TS_UTC_NEVER;
        return "is suspended no longer";
    }
    ts_utc *when = request->suspend ? &entry->suspended : &entry->withdrawn;
    if (when->s == TS_UTC_NEVER.s)
        *when = now;
    return request->suspend ? "is suspended" : "is withdrawn";
}

static struct ts_ledger_entry *
find(const struct ts_issuer_folder *folder, const char *id)
{
    struct ts_ledger_entry *entry = ts_ledger_find(&folder->ledger, ts_span_text(id));
    if (!entry)
        ts_report("%s: was not issued from %s", id, folder->path);
    else if (!entry->has_index)
        ts_report("%s: was issued without a status list, so kiosks cannot hear of it",
                  id);
    return entry && entry->has_index ? entry : NULL;
}

/** All or none: a list of ids with a slip in it is not half carried out. */
static int
change_all(struct ts_arena *arena, struct ts_issuer_folder *folder,
           const struct request *request, ts_utc now)
{
    bool known = true;
    for (size_t i = 0; i < request->ids.count; i++)
        known = find(folder, request->ids.items[i]) && known;
    if (!known)
        return TS_EXIT_DATA;
    const char *what = "";
    for (size_t i = 0; i < request->ids.count; i++) {
        struct ts_ledger_entry *entry = find(folder, request->ids.items[i]);
        if (entry)
            what = change(entry, request, now);
    }
    int exit_code = ts_issuer_folder_save(arena, folder, now);
    for (size_t i = 0; exit_code == TS_EXIT_DONE && i < request->ids.count; i++)
        printf("%s %s\n", request->ids.items[i], what);
    return exit_code;
}

int
ts_command_withdraw(int argc, char **argv)
{
    struct request request = { 0 };
    const struct ts_option options[] = {
        { .name = "--issuer", .value = &request.issuer },
        { .name = "--suspend", .flag = &request.suspend },
        { .name = "--lift", .flag = &request.lift },
        { .name = "--passphrase-file", .value = &request.passphrase_file },
    };
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &request.ids))
        return TS_EXIT_USAGE;
    if (!request.issuer || request.ids.count == 0 || (request.suspend && request.lift)) {
        ts_report("usage: touchstone withdraw --issuer DIR [--suspend|--lift] ID...");
        return TS_EXIT_USAGE;
    }
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_issuer_folder folder = { .path = request.issuer };
    int exit_code = TS_EXIT_OTHER;
    if (!ts_issuer_folder_open(&arena, &folder, request.passphrase_file, 0, &exit_code))
        return exit_code;
    exit_code = change_all(&arena, &folder, &request, ts_clock_utc());
    ts_issuer_folder_close(&folder);
    return exit_code;
}
