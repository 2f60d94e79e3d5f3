#include "firmware/board/clock.h"
#include "keys/authority/ledger.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/passphrase.h"
#include "kiosk/command/report.h"

#include <stdio.h>
#include <string.h>

struct request {
    const char *id, *name, *kind, *status_url, *passphrase_file;
};

static bool
read_kind(enum ts_key_kind *kind, const char *name)
{
    *kind = TS_KEY_ED25519;
    if (!name || strcmp(name, "ed25519") == 0)
        return true;
    *kind = TS_KEY_P256;
    return strcmp(name, "p-256") == 0;
}

/** The lists of an issuer that has issued nothing yet, so that they can be
 * published before the first badge is. */
static enum ts_status
publish_empty_lists(struct ts_arena *arena, const struct ts_signer *signer,
                    struct ts_store *store)
{
    struct ts_ledger ledger;
    size_t line;
    enum ts_status status = ts_ledger_read(arena, &ledger, store, 0, &line);
    if (status == TS_OK)
        status = ts_ledger_publish(arena, &ledger, signer, store, ts_clock_utc());
    return status;
}

static int
create(struct ts_arena *arena, struct ts_store *store,
       const struct ts_signer_request *wanted, const char *dir)
{
    struct ts_signer signer;
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_signer_create(arena, &signer, store, wanted, &fault);
    if (status == TS_OK) {
        status = publish_empty_lists(arena, &signer, store);
        ts_signer_destroy(&signer);
    }
    if (status == TS_OK) {
        printf("%.*s\n", TS_SPAN_ARG(signer.id));
        return TS_EXIT_DONE;
    }
    if (status == TS_DUPLICATE)
        ts_report("%s: holds an issuer already", dir);
    else if (status == TS_MALFORMED)
        ts_report("%s: %s", dir, fault.rule);
    else
        ts_report("%s: cannot be written", dir);
    if (status == TS_MALFORMED)
        return TS_EXIT_USAGE;
    return status == TS_DUPLICATE ? TS_EXIT_DATA : ts_exit_writing(status);
}

static int
init(int argc, char **argv)
{
    struct request request = { 0 };
    const struct ts_option options[] = {
        { .name = "--id", .value = &request.id },
        { .name = "--name", .value = &request.name },
        { .name = "--kind", .value = &request.kind },
        { .name = "--status-url", .value = &request.status_url },
        { .name = "--passphrase-file", .value = &request.passphrase_file },
    };
    struct ts_operands operands;
    struct ts_signer_request wanted = { 0 };
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "issuer init DIR --id ID --name N"))
        return TS_EXIT_USAGE;
    if (!request.id || !request.name || !read_kind(&wanted.kind, request.kind)) {
        ts_report("needed: --id (did:key, did:web:... or https://...) and --name; "
                  "--kind is ed25519 or p-256");
        return TS_EXIT_USAGE;
    }
    wanted.id = ts_span_text(request.id);
    wanted.name = ts_span_text(request.name);
    wanted.status_url = ts_span_text(request.status_url);

    const char *dir = operands.items[0];
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_store *store;
    if (ts_store_open(&store, dir, true) != TS_OK) {
        ts_report("%s: the folder cannot be made", dir);
        return TS_EXIT_CANNOT_WRITE;
    }
    int exit_code = TS_EXIT_DATA;
    if (ts_passphrase_choose(&arena, &wanted.passphrase, request.passphrase_file))
        exit_code = create(&arena, store, &wanted, dir);
    ts_store_close(store);
    return exit_code;
}

int
ts_command_issuer(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "init") == 0)
        return init(argc - 1, argv + 1);
    ts_report("issuer: say init");
    return TS_EXIT_USAGE;
}
