#include "firmware/board/clock.h"
#include "kiosk/command/config_file.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/telemetry/keyfile.h"
#include "kiosk/telemetry/telemetry.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum {
    EXIT_USAGE = 64,
    EXIT_DATA = 65,
    TURN_MS = 250,
    ONCE_MS = 60000,
    PATH_SIZE = 4096
};

/* One message, the listing of a folder, the configuration. */
#define ARENA_SIZE ((size_t)2 * TS_SPOOL_BYTES_MAX + ((size_t)4 << 20))

static const char usage[] =
    "usage: touchstone-telemetry --config FILE [--once]\n"
    "\n"
    "Sends how a kiosk does, and sealed exports of its journal, to an MQTT broker, "
    "where\n"
    "'touchstone-fleet' or another subscriber lands them. What cannot be sent waits in "
    "a\n"
    "spool, for weeks if need be. It has network and no camera; the kiosk has no "
    "network.\n"
    "\n"
    "  --config FILE    lines \"key = value\"; paths begin at the file's folder:\n"
    "                   broker (name of the machine), port (8883), kiosk (as in its\n"
    "                   certificate), ca, certificate, key, spool (folder), spool_mib "
    "(64),\n"
    "                   interval_s (900, between two statuses), retry_s (900, the "
    "longest\n"
    "                   pause between two tries to connect), again_s (600, after which\n"
    "                   what nobody said has landed is sent anew), kiosk_conf\n"
    "                   (" TS_CONFIG_PATH "), exports (folder of *.export,\n"
    "                   taken up and removed)\n"
    "  --once           one status, and ends when all that waits has landed; exit code "
    "1\n"
    "                   when it has not within a minute\n";

enum key {
    KEY_BROKER = 0,
    KEY_PORT,
    KEY_KIOSK,
    KEY_CA,
    KEY_CERTIFICATE,
    KEY_KEY,
    KEY_SPOOL,
    KEY_SPOOL_MIB,
    KEY_INTERVAL,
    KEY_RETRY,
    KEY_AGAIN,
    KEY_KIOSK_CONF,
    KEY_EXPORTS,
    KEY_COUNT
};

static struct ts_key keys[KEY_COUNT] = {
    [KEY_BROKER] = { .name = "broker", .is_needed = true },
    [KEY_PORT] = { .name = "port", .initial = "8883", .least = 1, .most = 65535 },
    [KEY_KIOSK] = { .name = "kiosk", .is_needed = true },
    [KEY_CA] = { .name = "ca", .initial = "ca.pem", .is_path = true },
    [KEY_CERTIFICATE] = { .name = "certificate", .initial = "cert.pem", .is_path = true },
    [KEY_KEY] = { .name = "key", .initial = "key.pem", .is_path = true },
    [KEY_SPOOL] = { .name = "spool",
                    .initial = "/var/lib/touchstone-telemetry",
                    .is_path = true },
    [KEY_SPOOL_MIB] = { .name = "spool_mib", .initial = "64", .least = 1, .most = 65536 },
    [KEY_INTERVAL] = { .name = "interval_s",
                       .initial = "900",
                       .least = 1,
                       .most = 86400 },
    [KEY_RETRY] = { .name = "retry_s", .initial = "900", .least = 1, .most = 86400 },
    [KEY_AGAIN] = { .name = "again_s", .initial = "600", .least = 1, .most = 86400 },
    [KEY_KIOSK_CONF] = { .name = "kiosk_conf",
                         .initial = TS_CONFIG_PATH,
                         .is_path = true },
    [KEY_EXPORTS] = { .name = "exports", .is_path = true },
};

static volatile sig_atomic_t stopped;

static void
stop(int signal)
{
    (void)signal;
    stopped = 1;
}

static void
hear_signals(void)
{
    struct sigaction action = { .sa_handler = stop };
    sigemptyset(&action.sa_mask);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
}

static bool
read_conf(struct ts_arena *arena, const char *path)
{
    char folder[PATH_SIZE] = ".";
    const char *slash = strrchr(path, '/');
    ts_span text;
    if (slash)
        snprintf(folder, sizeof(folder), "%.*s", slash > path ? (int)(slash - path) : 1,
                 path);
    if (!ts_input_read(arena, &text, path, TS_KEYFILE_MAX)
        || ts_keyfile_read(keys, KEY_COUNT, arena, text, folder,
                           ts_config_file_report(path))
               != TS_OK)
        return false;
    if (ts_kiosk_name_valid(ts_span_text(keys[KEY_KIOSK].value)))
        return true;
    ts_report("%s: kiosk is letters, digits, - and _", path);
    return false;
}

static struct ts_telemetry_options
options_of(char topic[static TS_TOPIC_SIZE])
{
    ts_topic_write_landed(topic, keys[KEY_KIOSK].value);
    return (struct ts_telemetry_options){
        .broker = { .host = keys[KEY_BROKER].value,
                    .port = (int)ts_key_number(&keys[KEY_PORT]),
                    .ca = keys[KEY_CA].value,
                    .certificate = keys[KEY_CERTIFICATE].value,
                    .key = keys[KEY_KEY].value,
                    .client = keys[KEY_KIOSK].value,
                    .subscribe = topic },
        .kiosk = keys[KEY_KIOSK].value,
        .kiosk_conf = keys[KEY_KIOSK_CONF].value,
        .exports = keys[KEY_EXPORTS].value,
        .interval_s = ts_key_number(&keys[KEY_INTERVAL]),
        .retry_s = ts_key_number(&keys[KEY_RETRY]),
        .again_s = ts_key_number(&keys[KEY_AGAIN]),
    };
}

static bool
open_spool(struct ts_spool *spool, struct ts_store **store, struct ts_arena *arena)
{
    const char *path = keys[KEY_SPOOL].value;
    uint64_t limit = (uint64_t)ts_key_number(&keys[KEY_SPOOL_MIB]) << 20;
    enum ts_status status = ts_store_open(store, path, true);
    if (status == TS_OK) {
        status = ts_spool_open(spool, arena, *store, limit);
        if (status != TS_OK)
            ts_store_close(*store);
    }
    if (status != TS_OK)
        ts_report("%s: the spool cannot be used: %s", path, ts_status_words(status));
    return status == TS_OK;
}

static int
run(struct ts_arena *arena, bool once)
{
    static struct ts_spool spool;
    char topic[TS_TOPIC_SIZE];
    struct ts_telemetry_options options = options_of(topic);
    struct ts_telemetry telemetry;
    struct ts_store *store;
    ts_mono began = ts_clock_mono();
    if (!open_spool(&spool, &store, arena))
        return EXIT_DATA;
    int exit_code = 1;
    if (ts_telemetry_begin(&telemetry, &options, &spool, arena) == TS_OK) {
        while (!stopped) {
            ts_telemetry_turn(&telemetry, TURN_MS);
            bool over = ts_clock_mono().ms - began.ms >= ONCE_MS;
            if (once && (spool.count == 0 || over))
                break;
        }
        exit_code = once && spool.count > 0 ? 1 : 0;
        ts_telemetry_end(&telemetry);
    }
    ts_store_close(store);
    return exit_code;
}

int
main(int argc, char **argv)
{
    const char *config = NULL;
    struct ts_operands operands = { 0 };
    bool once = false;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--config", .value = &config },
        { .name = "--once", .flag = &once },
        { .name = "--help", .flag = &help },
    };
    bool read = ts_options_read(argc, argv, options, TS_COUNT(options), &operands);
    if (read && help) {
        fputs(usage, stdout);
        return 0;
    }
    if (!read || operands.count || !config) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    struct ts_arena arena = ts_command_memory(ARENA_SIZE);
    if (!read_conf(&arena, config))
        return EXIT_DATA;
    hear_signals();
    return run(&arena, once);
}
