#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "kiosk/command/command.h"
#include "kiosk/command/command_journal.h"
#include "kiosk/command/kiosk_keys.h"
#include "kiosk/command/passphrase.h"
#include "kiosk/command/report.h"
#include "kiosk/journal/export.h"

#include <stdio.h>
#include <string.h>

/* The way of the journal to its steward, and what the steward does with it. */

enum { KEY_FILE_MAX = 64 << 10, PATH_SIZE = 4096 };

/** Replaces a file as a whole; it is the owner's alone where it is private. */
static int
put_file(const char *path, ts_span bytes, bool is_private)
{
    char folder[PATH_SIZE] = ".";
    const char *slash = strrchr(path, '/');
    struct ts_store *store;
    if (slash && slash > path)
        snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
    else if (slash)
        snprintf(folder, sizeof(folder), "/");
    enum ts_status status = ts_store_open(&store, folder, false);
    if (status == TS_OK) {
        status = ts_store_replace(store, slash ? slash + 1 : path, bytes, is_private);
        ts_store_close(store);
    }
    if (status != TS_OK)
        ts_report("%s: cannot be written: %s", path, ts_status_words(status));
    return ts_exit_writing(status);
}

/* --- keygen ---------------------------------------------------------------------- */

static int
put_pair(struct ts_arena *arena, const struct ts_sealing_key *key, ts_span passphrase,
         const char *out)
{
    char path[PATH_SIZE];
    ts_span secret;
    ts_span point;
    if (ts_sealing_key_write(arena, &secret, key, passphrase) != TS_OK
        || ts_sealing_point_write(arena, &point, key->point) != TS_OK) {
        ts_report("there is not enough memory");
        return TS_EXIT_OTHER;
    }
    snprintf(path, sizeof(path), "%s.key", out);
    int exit_code = put_file(path, secret, true);
    snprintf(path, sizeof(path), "%s.pub", out);
    if (exit_code == TS_EXIT_DONE)
        exit_code = put_file(path, point, false);
    if (exit_code == TS_EXIT_DONE)
        printf("made %s.key, which stays here, and %s.pub for the kiosks\n", out, out);
    return exit_code;
}

static bool
is_there(const char *out)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof(path), "%s.key", out);
    FILE *file = fopen(path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}

int
ts_command_journal_keygen(int argc, char **argv)
{
    const char *out = NULL;
    const char *passphrase_file = NULL;
    const struct ts_option options[] = {
        { .name = "--out", .value = &out },
        { .name = "--passphrase-file", .value = &passphrase_file },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 0, "journal keygen --out STEWARD"))
        return TS_EXIT_USAGE;
    if (!out || strlen(out) > PATH_SIZE - 8) {
        ts_report("--out is needed: what STEWARD.key and STEWARD.pub shall be called");
        return TS_EXIT_USAGE;
    }
    if (is_there(out)) {
        ts_report("%s.key: is there already; what was sealed to it needs it", out);
        return TS_EXIT_CANNOT_WRITE;
    }
    struct ts_arena arena = ts_command_memory(1 << 20);
    struct ts_sealing_key key;
    ts_span passphrase;
    if (!ts_passphrase_choose(&arena, &passphrase, passphrase_file))
        return TS_EXIT_DATA;
    ts_sealing_key_generate(&key);
    int exit_code = put_pair(&arena, &key, passphrase, out);
    ts_sealing_key_destroy(&key);
    return exit_code;
}

/* --- export ---------------------------------------------------------------------- */

struct export_request {
    const char *journal, *key, *steward, *out;
    struct ts_rows_query query;
};

static bool
read_keys(struct ts_arena *arena, struct ts_secret_key *kiosk,
          uint8_t steward[static TS_SEALING_SIZE], const struct export_request *request)
{
    ts_span text;
    if (!ts_input_read(arena, &text, request->steward, KEY_FILE_MAX))
        return false;
    if (ts_sealing_point_read(arena, steward, text) != TS_OK) {
        ts_report("%s: is no steward's public key", request->steward);
        return false;
    }
    if (!ts_input_read(arena, &text, request->key, KEY_FILE_MAX))
        return false;
    enum ts_status status = ts_secret_key_read(arena, kiosk, text, (ts_span){ 0 });
    if (status == TS_OK && kiosk->kind == TS_KEY_ED25519)
        return true;
    ts_report("%s: is no kiosk's key", request->key);
    return false;
}

static enum ts_status
write_rows(struct ts_arena *arena, struct ts_export *exported, struct ts_journal *journal,
           const struct ts_rows_query *query)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    uint64_t rows = 0;
    enum ts_status status = ts_journal_write_rows(journal, &w, &rows, query);
    if (status != TS_OK)
        return status;
    *exported = (struct ts_export){
        .mode = ts_journal_mode(journal),
        .made = ts_clock_utc(),
        .from = query->from,
        .until = query->until,
        .fields = query->fields,
        .form = query->form,
        .rows = rows,
        .text = ts_writer_span(&w),
    };
    ts_arena_keep(arena, exported->text.len);
    return TS_OK;
}

static int
export_journal(const struct export_request *request)
{
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_secret_key kiosk = { 0 };
    uint8_t steward[TS_SEALING_SIZE];
    struct ts_export exported = { .rows = 0 };
    ts_span file = { 0 };
    int exit_code = TS_EXIT_OTHER;
    if (!read_keys(&arena, &kiosk, steward, request))
        return TS_EXIT_DATA;
    struct ts_journal *journal = ts_journal_file_open(request->journal, &exit_code);
    if (!journal)
        return exit_code;
    enum ts_status status = write_rows(&arena, &exported, journal, &request->query);
    ts_journal_close(journal);
    if (status == TS_OK)
        status = ts_export_seal(&arena, &file, &exported, &kiosk, steward);
    ts_secret_key_destroy(&kiosk);
    if (status != TS_OK) {
        ts_report("%s: %s", request->journal, ts_status_words(status));
        return ts_exit_reading(status);
    }
    exit_code = put_file(request->out, file, true);
    if (exit_code == TS_EXIT_DONE)
        printf("%s: %llu rows, signed and sealed\n", request->out,
               (unsigned long long)exported.rows);
    return exit_code;
}

int
ts_command_journal_export(int argc, char **argv)
{
    struct export_request request = { .out = NULL };
    struct ts_journal_request rows = { .csv = false };
    const struct ts_option options[] = {
        { .name = "--key", .value = &request.key },
        { .name = "--to", .value = &request.steward },
        { .name = "--out", .value = &request.out },
        { .name = "--csv", .flag = &rows.csv },
        { .name = "--jsonl", .flag = &rows.jsonl },
        { .name = "--fields", .value = &rows.fields },
        { .name = "--from", .value = &rows.from },
        { .name = "--until", .value = &rows.until },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1,
                               "journal export FILE --key K --to STEWARD.pub --out F")
        || !ts_journal_query_read(&request.query, &rows))
        return TS_EXIT_USAGE;
    if (!request.key || !request.steward || !request.out) {
        ts_report("--key, --to and --out are needed: who signs, for whom, and where to");
        return TS_EXIT_USAGE;
    }
    request.journal = operands.items[0];
    return export_journal(&request);
}

/* --- open ------------------------------------------------------------------------ */

static enum ts_status
read_steward(struct ts_arena *arena, struct ts_sealing_key *steward, const char *path,
             const char *passphrase_file)
{
    ts_span passphrase;
    ts_span text;
    ts_span again;
    if (!ts_input_read(arena, &text, path, KEY_FILE_MAX)
        || !ts_passphrase_from(arena, &passphrase, passphrase_file))
        return TS_ABSENT;
    enum ts_status status = ts_sealing_key_read(arena, steward, text, passphrase);
    if (status == TS_UNTRUSTED && !passphrase_file
        && ts_passphrase_ask(arena, &again, "Passphrase: "))
        status = ts_sealing_key_read(arena, steward, text, again);
    if (status == TS_UNTRUSTED)
        ts_report("%s: the passphrase is missing or wrong", path);
    else if (status != TS_OK)
        ts_report("%s: is no steward's key", path);
    return status;
}

static void
describe(const struct ts_export *e, ts_span did)
{
    char made[TS_UTC_TEXT_SIZE];
    char from[TS_UTC_TEXT_SIZE] = "the beginning";
    char until[TS_UTC_TEXT_SIZE] = "its end";
    ts_utc_format(made, e->made);
    if (e->from.s != TS_UTC_ALWAYS.s)
        ts_utc_format(from, e->from);
    if (e->until.s != TS_UTC_NEVER.s)
        ts_utc_format(until, e->until);
    ts_report("signed by %.*s on %s: log mode %s, from %s to %s, %llu rows",
              TS_SPAN_ARG(did), made, ts_journal_mode_name(e->mode), from, until,
              (unsigned long long)e->rows);
}

static int
report_refusal(enum ts_status status, const struct ts_fault *fault, const char *path)
{
    if (status == TS_ABSENT)
        ts_report("%s: is sealed to another steward", path);
    else if (status == TS_UNTRUSTED)
        ts_report("%s: is not genuine (%s)", path, fault->rule);
    else
        ts_report("%s: %s (%s)", path, ts_status_words(status),
                  fault->rule ? fault->rule : "");
    return status == TS_UNTRUSTED ? TS_EXIT_NOT_GENUINE : TS_EXIT_DATA;
}

/* Rows of a kiosk that is not among those that were named are not shown. */
static int
show(struct ts_arena *arena, const struct ts_export *exported,
     const struct ts_kiosk_keys *known)
{
    ts_span did = { 0 };
    bool is_known = known->count == 0;
    if (ts_kiosk_key_did(arena, &did, &exported->key) != TS_OK)
        return TS_EXIT_OTHER;
    for (size_t i = 0; i < known->count; i++)
        is_known = is_known || ts_public_key_equal(&known->keys[i], &exported->key);
    if (!is_known) {
        ts_report("signed by another kiosk than those named: %.*s", TS_SPAN_ARG(did));
        return TS_EXIT_UNKNOWN_KIOSK;
    }
    describe(exported, did);
    fwrite(exported->text.at, 1, exported->text.len, stdout);
    return TS_EXIT_DONE;
}

int
ts_command_journal_open(int argc, char **argv)
{
    static struct ts_kiosk_keys known;
    const char *key = NULL;
    const char *passphrase_file = NULL;
    struct ts_option_values kiosks = { .count = 0 };
    const struct ts_option options[] = {
        { .name = "--key", .value = &key },
        { .name = "--kiosk", .values = &kiosks },
        { .name = "--passphrase-file", .value = &passphrase_file },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "journal open F --key STEWARD.key"))
        return TS_EXIT_USAGE;
    if (!key) {
        ts_report("--key is needed: the steward's");
        return TS_EXIT_USAGE;
    }
    const char *path = operands.items[0];
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_sealing_key steward;
    struct ts_export exported;
    struct ts_fault fault = { 0 };
    ts_span file;
    for (size_t i = 0; i < kiosks.count; i++)
        if (!ts_kiosk_keys_add(&arena, &known, kiosks.items[i]))
            return TS_EXIT_DATA;
    if (!ts_input_read(&arena, &file, path, TS_EXPORT_BYTES_MAX)
        || read_steward(&arena, &steward, key, passphrase_file) != TS_OK)
        return TS_EXIT_DATA;
    enum ts_status status = ts_export_open(&arena, &exported, file, &steward, &fault);
    ts_sealing_key_destroy(&steward);
    return status == TS_OK ? show(&arena, &exported, &known)
                           : report_refusal(status, &fault, path);
}
