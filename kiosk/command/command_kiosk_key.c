#include "firmware/board/clock.h"
#include "keys/crypto/jwk.h"
#include "kiosk/command/command.h"
#include "kiosk/command/kiosk_keys.h"
#include "kiosk/command/report.h"

#include <stdio.h>

static const char usage[] =
    "usage: touchstone kiosk-key STATE [--jwk] [--make]\n"
    "\n"
    "Prints the public half of a kiosk's own key, by which its receipts and the exports\n"
    "of its journal are recognised. STATE is the kiosk's state folder.\n"
    "\n"
    "  --jwk            as a JSON Web Key instead of a did:key\n"
    "  --make           makes the key where there is none yet, as the kiosk would\n";

struct request {
    bool jwk, make, help;
};

static enum ts_status
load(struct ts_arena *arena, struct ts_kiosk_key *key, struct ts_store *store, bool make)
{
    enum ts_kiosk_key_found found = TS_KIOSK_KEY_NONE;
    if (!make)
        return ts_kiosk_key_read(arena, key, store);
    enum ts_status status = ts_kiosk_key_load(arena, key, &found, store, ts_clock_utc());
    if (status == TS_OK && found == TS_KIOSK_KEY_SET_ASIDE)
        ts_report("the key was damaged and is kept aside; this is a new one");
    return status;
}

static int
print_key(struct ts_arena *arena, const struct ts_kiosk_key *key, bool jwk)
{
    struct ts_public_key public_key = ts_secret_key_public(&key->secret);
    ts_span text;
    enum ts_status status = jwk ? ts_jwk_write(arena, &text, &public_key)
                                : ts_kiosk_key_did(arena, &text, &public_key);
    if (status != TS_OK)
        return TS_EXIT_OTHER;
    printf("%.*s\n", TS_SPAN_ARG(text));
    return TS_EXIT_DONE;
}

int
ts_command_kiosk_key(int argc, char **argv)
{
    struct request request = { .jwk = false };
    const struct ts_option options[] = {
        { .name = "--jwk", .flag = &request.jwk },
        { .name = "--make", .flag = &request.make },
        { .name = "--help", .flag = &request.help },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands))
        return TS_EXIT_USAGE;
    if (request.help) {
        fputs(usage, stdout);
        return TS_EXIT_DONE;
    }
    if (!ts_operands_expect(&operands, 1, "kiosk-key STATE [--jwk] [--make]"))
        return TS_EXIT_USAGE;

    const char *dir = operands.items[0];
    struct ts_arena arena = ts_command_memory(1 << 20);
    struct ts_store *store;
    struct ts_kiosk_key key;
    enum ts_status status = ts_store_open(&store, dir, request.make);
    if (status == TS_OK) {
        status = load(&arena, &key, store, request.make);
        ts_store_close(store);
    }
    if (status != TS_OK) {
        ts_report("%s/%s: %s", dir, TS_KIOSK_KEY_FILE, ts_status_words(status));
        return request.make && status == TS_IO ? TS_EXIT_CANNOT_WRITE
                                               : ts_exit_reading(status);
    }
    int exit_code = print_key(&arena, &key, request.jwk);
    ts_kiosk_key_destroy(&key);
    return exit_code;
}
