#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "keys/authority/authority.h"
#include "keys/trust/trust.h"
#include "kiosk/command/authority_folder.h"
#include "kiosk/command/command.h"
#include "kiosk/command/command_gather.h"
#include "kiosk/command/options.h"
#include "kiosk/command/passphrase.h"
#include "kiosk/command/report.h"
#include "kiosk/verdict/equivalence.h"
#include "kiosk/verdict/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PROFILE_FILE_MAX = 256 << 10,
    LIST_FILE_MAX = TS_TARGET_BYTES_MAX,
    DAYS_MAX = 3650,
};

/** "SET,CLEAR" */
static bool
read_canaries(uint64_t canaries[static 2], const char *text)
{
    unsigned long long set;
    unsigned long long clear;
    char rest;
    if (sscanf(text, "%18llu,%18llu%c", &set, &clear, &rest) != 2) {
        ts_report("--canary %s: is not SET,CLEAR", text);
        return false;
    }
    canaries[0] = set;
    canaries[1] = clear;
    return true;
}

static int
add_status_list(int argc, char **argv)
{
    const char *url = NULL;
    const char *canary = NULL;
    uint64_t canaries[2] = { 0 };
    const struct ts_option options[] = { { .name = "--url", .value = &url },
                                         { .name = "--canary", .value = &canary } };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || (canary && !read_canaries(canaries, canary))
        || !ts_operands_expect(&operands, 2,
                               "authority add-status-list DIR --url URL FILE"))
        return TS_EXIT_USAGE;
    if (!url) {
        ts_report("--url is needed: the address that credentials name");
        return TS_EXIT_USAGE;
    }

    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    int exit_code = TS_EXIT_DATA;
    struct ts_fault fault = { 0 };
    ts_span bytes;
    struct ts_store *store = ts_open_authority(&arena, operands.items[0], &exit_code);
    if (!store)
        return exit_code;
    enum ts_status status = TS_IO;
    bool read = ts_input_read(&arena, &bytes, operands.items[1], LIST_FILE_MAX);
    if (read)
        status =
            ts_authority_put_status_list(&arena, store, ts_span_text(url), bytes, &fault);
    if (read && status == TS_OK && canary)
        status = ts_authority_put_canaries(&arena, store, ts_span_text(url), canaries[0],
                                           canaries[1], &fault);
    ts_store_close(store);
    if (!read)
        return TS_EXIT_DATA;
    if (status != TS_OK)
        ts_report("%s: %s (%s)", operands.items[1], ts_status_words(status),
                  fault.rule ? fault.rule : ts_status_name(status));
    return status == TS_IO ? TS_EXIT_CANNOT_WRITE : ts_exit_reading(status);
}

static int
check_profile(struct ts_arena *arena, const char *path, ts_span text, const char *id)
{
    struct ts_profile profile;
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_profile_read(arena, &profile, text, &fault);
    if (status != TS_OK) {
        ts_report("%s: at byte %zu: %s (%s)", path, fault.offset, ts_status_words(status),
                  fault.rule ? fault.rule : ts_status_name(status));
        return ts_exit_reading(status);
    }
    if (!ts_span_is(profile.id, id)) {
        ts_report("%s: calls itself %.*s, not %s", path, TS_SPAN_ARG(profile.id), id);
        return TS_EXIT_DATA;
    }
    return TS_EXIT_DONE;
}

static int
add_profile(int argc, char **argv)
{
    const char *id = NULL;
    const struct ts_option options[] = { { .name = "--id", .value = &id } };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 2, "authority add-profile DIR --id NAME FILE"))
        return TS_EXIT_USAGE;
    if (!id) {
        ts_report("--id is needed: the name of the profile");
        return TS_EXIT_USAGE;
    }

    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    ts_span text;
    if (!ts_input_read(&arena, &text, operands.items[1], PROFILE_FILE_MAX))
        return TS_EXIT_DATA;
    int exit_code = check_profile(&arena, operands.items[1], text, id);
    if (exit_code != TS_EXIT_DONE)
        return exit_code;
    struct ts_store *store = ts_open_authority(&arena, operands.items[0], &exit_code);
    if (!store)
        return exit_code;
    enum ts_status status = ts_authority_put_profile(store, ts_span_text(id), text);
    ts_store_close(store);
    if (status == TS_MALFORMED) {
        ts_report("--id %s: letters, digits, - and _ only, %d at most", id,
                  TS_PROFILE_NAME_MAX);
        return TS_EXIT_USAGE;
    }
    if (status != TS_OK)
        ts_report("%s: cannot be written", operands.items[0]);
    return ts_exit_writing(status);
}

static void
report_problems(const struct ts_trust *trust)
{
    for (size_t i = 0; i < trust->problem_count; i++) {
        const struct ts_trust_problem *problem = &trust->problems[i];
        ts_report("warning: %.*s: a kiosk will leave it out: %s (%s)",
                  TS_SPAN_ARG(problem->what), ts_status_words(problem->fault.status),
                  problem->fault.rule ? problem->fault.rule : "");
    }
}

static void
print_publication(const struct ts_publication *done, const char *out)
{
    char expires[TS_UTC_TEXT_SIZE];
    ts_utc_format(expires, done->expires);
    printf("published version %llu in %s: %zu issuers, %zu status lists, %zu profiles",
           (unsigned long long)done->version, out, done->issuers, done->status_lists,
           done->profiles);
    if (done->contexts)
        printf(", %zu contexts", done->contexts);
    printf("%s; expires %s\nroot ", done->has_equivalences ? ", equivalences" : "",
           expires);
    for (size_t i = 0; i < TS_SHA256_SIZE; i++)
        printf("%02x", done->root_fingerprint[i]);
    putchar('\n');
    if (done->left_out)
        ts_report("warning: %zu status lists are left out: their issuers are not on the "
                  "list any more",
                  done->left_out);
    if (done->pending)
        ts_report("warning: %zu files in pending/ lack signatures; see touchstone "
                  "authority sign",
                  done->pending);
}

/** They are signed by now, so they can be read as a kiosk reads them. */
static enum ts_status
check_equivalences(struct ts_arena *arena, const struct ts_trust *trust)
{
    struct ts_equivalences equivalences;
    struct ts_fault fault = { 0 };
    if (trust->equivalences.bytes.len == 0)
        return TS_OK;
    enum ts_status status =
        ts_equivalences_read(arena, &equivalences, trust->equivalences, &fault);
    if (status != TS_OK)
        ts_report("equivalences.json: at byte %zu: a kiosk will leave it out: %s (%s)",
                  fault.offset, ts_status_words(status),
                  fault.rule ? fault.rule : ts_status_name(status));
    return status;
}

/** Loads what was published as a kiosk would: the best moment to hear of trouble. */
static int
check_publication(struct ts_arena *arena, struct ts_store *repo, const char *out)
{
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_trust_load(arena, &trust, repo, &fault);
    if (status == TS_OK) {
        report_problems(&trust);
        return ts_exit_reading(check_equivalences(arena, &trust));
    }
    ts_report("%s: a kiosk would refuse it: %s (%s)", out, ts_status_words(status),
              fault.rule ? fault.rule : ts_status_name(status));
    return ts_exit_reading(status);
}

static int
report_refusal(enum ts_status status, const struct ts_fault *fault, const char *dir,
               const char *out)
{
    if (status == TS_DUPLICATE)
        ts_report("%s: holds what another authority published", out);
    else if (status == TS_UNTRUSTED)
        ts_report("%s/%s: the passphrase is missing or wrong", dir, fault->rule);
    else if (status == TS_ABSENT && strcmp(fault->rule, "pending") == 0)
        ts_report("%s/pending: lacks signatures; see touchstone authority sign", dir);
    else if (status == TS_ABSENT && strcmp(fault->rule, "keys") == 0)
        ts_report("%s/keys: a key of snapshot, timestamp or revocations is not here",
                  dir);
    else
        ts_report("%s or %s: %s: %s", dir, out, fault->rule, ts_status_words(status));
    return status == TS_IO ? TS_EXIT_CANNOT_WRITE : ts_exit_reading(status);
}

/** TS_UNTRUSTED says that the key is sealed: then ask whoever sits there. */
static enum ts_status
publish_asking(struct ts_arena *arena, struct ts_publication *done,
               struct ts_publish_order *order, bool may_ask, struct ts_fault *fault)
{
    enum ts_status status = ts_authority_publish(arena, done, order, fault);
    if (status == TS_UNTRUSTED && may_ask
        && ts_passphrase_ask(arena, &order->passphrase, "Passphrase: "))
        status = ts_authority_publish(arena, done, order, fault);
    return status;
}

/** 0 when it is none. */
static int64_t
read_days(const char *text)
{
    char *end;
    long days = strtol(text, &end, 10);
    return *text && !*end && days >= 1 && days <= DAYS_MAX ? days : 0;
}

static int
publish(int argc, char **argv)
{
    const char *out = NULL;
    const char *passphrase_file = NULL;
    const char *days = NULL;
    const struct ts_option options[] = {
        { .name = "--out", .value = &out },
        { .name = "--passphrase-file", .value = &passphrase_file },
        { .name = "--expires-days", .value = &days },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "authority publish DIR --out REPO"))
        return TS_EXIT_USAGE;
    if (!out) {
        ts_report("--out is needed: the folder to publish into");
        return TS_EXIT_USAGE;
    }

    int64_t valid_days = days ? read_days(days) : 0;
    if (days && !valid_days) {
        ts_report("--expires-days %s: is no number of days from 1 to %d", days, DAYS_MAX);
        return TS_EXIT_USAGE;
    }
    const char *dir = operands.items[0];
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_publish_order order = { .now = ts_clock_utc(), .valid_days = valid_days };
    struct ts_publication done;
    struct ts_fault fault = { 0 };
    int exit_code = TS_EXIT_DATA;
    if (!ts_passphrase_from(&arena, &order.passphrase, passphrase_file))
        return TS_EXIT_DATA;
    order.store = ts_open_authority(&arena, dir, &exit_code);
    if (!order.store)
        return exit_code;
    if (ts_store_open(&order.repo, out, true) != TS_OK) {
        ts_store_close(order.store);
        ts_report("%s: the folder cannot be made", out);
        return TS_EXIT_CANNOT_WRITE;
    }
    enum ts_status status =
        publish_asking(&arena, &done, &order, passphrase_file == NULL, &fault);
    if (status != TS_OK) {
        exit_code = report_refusal(status, &fault, dir, out);
    } else {
        print_publication(&done, out);
        exit_code = check_publication(&arena, order.repo, out);
    }
    ts_store_close(order.repo);
    ts_store_close(order.store);
    return exit_code;
}

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} ACTIONS[] = {
    { "init", ts_command_authority_init },
    { "key", ts_command_authority_key },
    { "rotate", ts_command_authority_rotate },
    { "sign", ts_command_authority_sign },
    { "add-issuer", ts_command_add_issuer },
    { "add-status-list", add_status_list },
    { "add-profile", add_profile },
    { "context", ts_command_authority_context },
    { "equivalences", ts_command_authority_equivalences },
    { "gather", ts_command_gather },
    { "publish", publish },
};

int
ts_command_authority(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < TS_COUNT(ACTIONS); i++) {
        if (strcmp(argv[1], ACTIONS[i].name) == 0)
            return ACTIONS[i].run(argc - 1, argv + 1);
    }
    ts_report("authority: say init, key, rotate, sign, add-issuer, add-status-list, "
              "add-profile, context, equivalences, gather or publish");
    return TS_EXIT_USAGE;
}
