#include "kiosk/command/issuer_folder.h"

#include "kiosk/command/passphrase.h"
#include "kiosk/command/report.h"

static enum ts_status
open_signer(struct ts_arena *arena, struct ts_issuer_folder *folder, const char *file,
            struct ts_fault *fault)
{
    ts_span passphrase;
    if (!ts_passphrase_from(arena, &passphrase, file))
        return TS_UNTRUSTED;
    enum ts_status status =
        ts_signer_open(arena, &folder->signer, folder->store, passphrase, fault);
    if (status == TS_UNTRUSTED && !file
        && ts_passphrase_ask(arena, &passphrase, "Passphrase: "))
        status = ts_signer_open(arena, &folder->signer, folder->store, passphrase, fault);
    return status;
}

static int
report_signer(const struct ts_issuer_folder *folder, enum ts_status status,
              const struct ts_fault *fault)
{
    if (status == TS_ABSENT)
        ts_report("%s: holds no issuer; see touchstone issuer init", folder->path);
    else if (status == TS_UNTRUSTED)
        ts_report("%s: the passphrase is missing or wrong; see --passphrase-file",
                  folder->path);
    else
        ts_report("%s/%s: %s", folder->path, fault->rule, ts_status_words(status));
    return ts_exit_reading(status);
}

bool
ts_issuer_folder_open(struct ts_arena *arena, struct ts_issuer_folder *folder,
                      const char *passphrase_file, size_t more, int *exit_code)
{
    struct ts_fault fault = { 0 };
    size_t line = 0;
    enum ts_status status = ts_store_open(&folder->store, folder->path, false);
    if (status != TS_OK) {
        *exit_code = report_signer(folder, TS_ABSENT, &fault);
        return false;
    }
    status = open_signer(arena, folder, passphrase_file, &fault);
    if (status != TS_OK) {
        *exit_code = report_signer(folder, status, &fault);
        ts_store_close(folder->store);
        return false;
    }
    status = ts_ledger_read(arena, &folder->ledger, folder->store, more, &line);
    if (status == TS_OK)
        return true;
    ts_report("%s/issued.csv:%zu: %s", folder->path, line, ts_status_words(status));
    *exit_code = ts_exit_reading(status);
    ts_issuer_folder_close(folder);
    return false;
}

void
ts_issuer_folder_close(struct ts_issuer_folder *folder)
{
    ts_signer_destroy(&folder->signer);
    ts_store_close(folder->store);
}

int
ts_issuer_folder_save(struct ts_arena *arena, const struct ts_issuer_folder *folder,
                      ts_utc now)
{
    enum ts_status status = ts_ledger_write(arena, &folder->ledger, folder->store);
    if (status == TS_OK)
        status = ts_ledger_publish(arena, &folder->ledger, &folder->signer, folder->store,
                                   now);
    if (status != TS_OK)
        ts_report("%s: the ledger and the status lists cannot be written", folder->path);
    return ts_exit_writing(status);
}
