#include "firmware/base/calendar.h"
#include "firmware/base/limits.h"
#include "firmware/board/clock.h"
#include "keys/authority/authority.h"
#include "kiosk/command/authority_folder.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/passphrase.h"
#include "kiosk/command/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who signs what: the commands that make keys, give them their roles and use them. */

enum {
    ROLES_MAX = 5,
    KEY_FILE_MAX = 64 << 10,
    METADATA_FILE_MAX = TS_TARGET_BYTES_MAX,
    PATH_SIZE = 4096,
};

struct role_orders {
    struct ts_role_order items[ROLES_MAX];
    size_t count;
};

/** The order for "ROLE=..." of an option; NULL after a report. rest: what stands after
 * the sign. */
static struct ts_role_order *
find_order(struct role_orders *orders, const char *option, const char *text,
           const char **rest)
{
    size_t len = strcspn(text, "=");
    ts_span role = { (const uint8_t *)text, len };
    if (len == 0 || text[len] == '\0') {
        ts_report("%s %s: is not ROLE=%s", option, text,
                  strcmp(option, "--key") == 0 ? "FILE" : "NUMBER");
        return NULL;
    }
    *rest = text + len + 1;
    for (size_t i = 0; i < orders->count; i++)
        if (ts_span_equal(orders->items[i].role, role))
            return &orders->items[i];
    if (orders->count == ROLES_MAX) {
        ts_report("%s %s: there are five roles", option, text);
        return NULL;
    }
    struct ts_role_order *order = &orders->items[orders->count++];
    *order = (struct ts_role_order){ .role = role };
    return order;
}

static bool
add_key(struct ts_arena *arena, struct ts_role_order *order, const char *path)
{
    ts_span *keys = ts_arena_take_array(arena, order->key_count + 1, sizeof(*keys));
    if (!keys)
        return false;
    if (order->key_count)
        memcpy(keys, order->keys, order->key_count * sizeof(*keys));
    if (!ts_input_read(arena, &keys[order->key_count], path, KEY_FILE_MAX))
        return false;
    order->keys = keys;
    order->key_count++;
    return true;
}

static bool
read_threshold(struct ts_role_order *order, const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < 1 || number > TS_ROOT_KEYS_MAX) {
        ts_report("--threshold %s: is no number of keys", text);
        return false;
    }
    order->threshold = number;
    return true;
}

static bool
read_orders(struct ts_arena *arena, struct role_orders *orders,
            const struct ts_option_values *keys,
            const struct ts_option_values *thresholds)
{
    const char *rest;
    for (size_t i = 0; i < keys->count; i++) {
        struct ts_role_order *order = find_order(orders, "--key", keys->items[i], &rest);
        if (!order || !add_key(arena, order, rest))
            return false;
    }
    for (size_t i = 0; i < thresholds->count; i++) {
        struct ts_role_order *order =
            find_order(orders, "--threshold", thresholds->items[i], &rest);
        if (!order || !read_threshold(order, rest))
            return false;
    }
    return true;
}

static int
report_roles(enum ts_status status, const char *dir)
{
    if (status == TS_MALFORMED)
        ts_report("a role is none of root, targets, revocations, snapshot and "
                  "timestamp, a key file holds no key, or a threshold is more than the "
                  "keys");
    else if (status == TS_DUPLICATE)
        ts_report("%s: holds an authority already, or a key is given twice", dir);
    else if (status == TS_UNTRUSTED)
        ts_report("%s/keys: the passphrase is missing or wrong", dir);
    else if (status != TS_OK)
        ts_report("%s: %s", dir, ts_status_words(status));
    return status == TS_IO ? TS_EXIT_CANNOT_WRITE : ts_exit_reading(status);
}

static void
print_waiting(bool waits, const char *dir)
{
    if (waits)
        printf("%s/pending/root.json waits for signatures: touchstone authority sign\n",
               dir);
}

int
ts_command_authority_init(int argc, char **argv)
{
    const char *passphrase_file = NULL;
    struct ts_option_values keys = { .count = 0 };
    struct ts_option_values thresholds = { .count = 0 };
    const struct ts_option options[] = {
        { .name = "--passphrase-file", .value = &passphrase_file },
        { .name = "--key", .values = &keys },
        { .name = "--threshold", .values = &thresholds },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "authority init DIR [--passphrase-file F]"))
        return TS_EXIT_USAGE;

    const char *dir = operands.items[0];
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_key_folder folder = { 0 };
    struct role_orders orders = { .count = 0 };
    bool waits = false;
    if (!read_orders(&arena, &orders, &keys, &thresholds))
        return TS_EXIT_DATA;
    if (ts_store_open(&folder.store, dir, true) != TS_OK) {
        ts_report("%s: the folder cannot be made", dir);
        return TS_EXIT_CANNOT_WRITE;
    }
    int exit_code = TS_EXIT_DATA;
    if (ts_authority_check(&arena, folder.store) == TS_OK) {
        ts_report("%s: holds an authority already", dir);
    } else if (ts_passphrase_choose(&arena, &folder.passphrase, passphrase_file)) {
        enum ts_status status = ts_authority_create_with(
            &arena, &waits, &folder, orders.items, orders.count, ts_clock_utc());
        exit_code = report_roles(status, dir);
        if (status == TS_OK)
            printf("made an authority in %s\n", dir);
        print_waiting(status == TS_OK && waits, dir);
    }
    ts_store_close(folder.store);
    return exit_code;
}

/** The public half, for whoever names the key in a role. */
static enum ts_status
put_public(struct ts_store *store, const struct ts_role_key *key, const char *role,
           const char *dir)
{
    char name[128];
    snprintf(name, sizeof(name), "%s.%.8s.public.json", role, (const char *)key->id.at);
    enum ts_status status = ts_store_replace(store, name, key->object, false);
    if (status == TS_OK)
        printf("%s/%s\n", dir, name);
    return status;
}

int
ts_command_authority_key(int argc, char **argv)
{
    const char *passphrase_file = NULL;
    const char *role = NULL;
    const struct ts_option options[] = {
        { .name = "--passphrase-file", .value = &passphrase_file },
        { .name = "--role", .value = &role },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "authority key DIR [--role NAME]"))
        return TS_EXIT_USAGE;

    const char *dir = operands.items[0];
    role = role ? role : "officer";
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_key_folder folder = { 0 };
    struct ts_role_key key;
    if (ts_store_open(&folder.store, dir, true) != TS_OK) {
        ts_report("%s: the folder cannot be made", dir);
        return TS_EXIT_CANNOT_WRITE;
    }
    enum ts_status status = TS_UNTRUSTED;
    if (ts_passphrase_choose(&arena, &folder.passphrase, passphrase_file)) {
        status = ts_key_folder_make(&arena, &key, &folder, ts_span_text(role));
        if (status == TS_OK)
            status = put_public(folder.store, &key, role, dir);
        if (status != TS_OK)
            ts_report("%s: a key named %s cannot be written", dir, role);
    }
    ts_store_close(folder.store);
    return status == TS_UNTRUSTED ? TS_EXIT_DATA : ts_exit_writing(status);
}

/** Opens an authority and takes the passphrase from the file. */
static bool
open_folder(struct ts_arena *arena, struct ts_key_folder *folder, const char *dir,
            const char *passphrase_file, int *exit_code)
{
    *exit_code = TS_EXIT_DATA;
    if (!ts_passphrase_from(arena, &folder->passphrase, passphrase_file))
        return false;
    folder->store = ts_open_authority(arena, dir, exit_code);
    return folder->store != NULL;
}

int
ts_command_authority_rotate(int argc, char **argv)
{
    const char *passphrase_file = NULL;
    const char *role = NULL;
    const char *threshold = NULL;
    struct ts_option_values keys = { .count = 0 };
    const struct ts_option options[] = {
        { .name = "--passphrase-file", .value = &passphrase_file },
        { .name = "--role", .value = &role },
        { .name = "--key", .values = &keys },
        { .name = "--threshold", .value = &threshold },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "authority rotate DIR --role ROLE"))
        return TS_EXIT_USAGE;
    if (!role) {
        ts_report("--role is needed: whose keys are replaced");
        return TS_EXIT_USAGE;
    }

    const char *dir = operands.items[0];
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_role_order order = { .role = ts_span_text(role) };
    struct ts_key_folder folder = { 0 };
    bool waits = false;
    int exit_code;
    for (size_t i = 0; i < keys.count; i++)
        if (!add_key(&arena, &order, keys.items[i]))
            return TS_EXIT_DATA;
    if (threshold && !read_threshold(&order, threshold))
        return TS_EXIT_USAGE;
    if (!open_folder(&arena, &folder, dir, passphrase_file, &exit_code))
        return exit_code;
    enum ts_status status =
        ts_authority_rotate(&arena, &waits, &folder, &order, ts_clock_utc());
    if (status == TS_UNTRUSTED && !passphrase_file
        && ts_passphrase_ask(&arena, &folder.passphrase, "Passphrase: "))
        status = ts_authority_rotate(&arena, &waits, &folder, &order, ts_clock_utc());
    ts_store_close(folder.store);
    exit_code = report_roles(status, dir);
    if (status == TS_OK)
        printf("%s has new keys; kiosks hear of it with the next publication\n", role);
    print_waiting(status == TS_OK && waits, dir);
    return exit_code;
}

/** Replaces a file beside itself. */
static enum ts_status
replace_file(const char *path, ts_span bytes)
{
    char folder[PATH_SIZE] = ".";
    const char *slash = strrchr(path, '/');
    struct ts_store *store;
    if (slash && slash > path)
        snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
    else if (slash)
        snprintf(folder, sizeof(folder), "/");
    enum ts_status status = ts_store_open(&store, folder, false);
    if (status != TS_OK)
        return status;
    status = ts_store_replace(store, slash ? slash + 1 : path, bytes, false);
    ts_store_close(store);
    return status;
}

static int
report_signing(enum ts_status status, const char *dir, const char *path)
{
    if (status == TS_ABSENT)
        ts_report("%s: holds no key that may sign %s", dir, path);
    else if (status == TS_UNTRUSTED)
        ts_report("%s/keys: the passphrase is missing or wrong", dir);
    else if (status != TS_OK)
        ts_report("%s: %s", path, ts_status_words(status));
    return status == TS_IO ? TS_EXIT_CANNOT_WRITE : ts_exit_reading(status);
}

static void
print_signing(const struct ts_signing_result *result, const char *path)
{
    char expires[TS_UTC_TEXT_SIZE];
    ts_utc_format(expires, result->expires);
    printf("%s: %.*s version %llu, expires %s: %zu signatures, %zu from here\n", path,
           TS_SPAN_ARG(result->type), (unsigned long long)result->version, expires,
           result->signatures, result->made);
}

int
ts_command_authority_sign(int argc, char **argv)
{
    const char *passphrase_file = NULL;
    const struct ts_option options[] = { { .name = "--passphrase-file",
                                           .value = &passphrase_file } };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 2, "authority sign DIR FILE"))
        return TS_EXIT_USAGE;

    const char *dir = operands.items[0];
    const char *path = operands.items[1];
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_key_folder folder = { 0 };
    struct ts_signing_result result;
    ts_span file;
    if (!ts_input_read(&arena, &file, path, METADATA_FILE_MAX)
        || !ts_passphrase_from(&arena, &folder.passphrase, passphrase_file))
        return TS_EXIT_DATA;
    if (ts_store_open(&folder.store, dir, false) != TS_OK) {
        ts_report("%s: is no folder", dir);
        return TS_EXIT_DATA;
    }
    enum ts_status status = ts_authority_sign(&arena, &file, &result, &folder);
    if (status == TS_UNTRUSTED && !passphrase_file
        && ts_passphrase_ask(&arena, &folder.passphrase, "Passphrase: "))
        status = ts_authority_sign(&arena, &file, &result, &folder);
    ts_store_close(folder.store);
    if (status != TS_OK)
        return report_signing(status, dir, path);
    status = replace_file(path, file);
    if (status != TS_OK)
        ts_report("%s: cannot be written", path);
    else
        print_signing(&result, path);
    return ts_exit_writing(status);
}
