#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "keys/crypto/random.h"
#include "keys/sync/backoff.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/fleet/landing.h"
#include "kiosk/telemetry/broker.h"
#include "kiosk/telemetry/keyfile.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { EXIT_USAGE = 64, EXIT_DATA = 65, TURN_MS = 500, PATH_SIZE = 4096 };

static const char usage[] =
    "usage: touchstone-fleet --config FILE [--list]\n"
    "\n"
    "Lands what kiosks send through an MQTT broker: statuses in an SQLite database, "
    "sealed\n"
    "exports of journals as files, each message once, and tells the kiosk when it is on "
    "the\n"
    "medium.\n"
    "\n"
    "  --config FILE    lines \"key = value\"; paths begin at the file's folder:\n"
    "                   broker (localhost), port (8883), name (touchstone-fleet, as in "
    "its\n"
    "                   certificate), ca, certificate, key, database (fleet.sqlite),\n"
    "                   exports (exports)\n"
    "  --list           prints the latest status of each kiosk, and ends\n";

enum key {
    KEY_BROKER = 0,
    KEY_PORT,
    KEY_NAME,
    KEY_CA,
    KEY_CERTIFICATE,
    KEY_KEY,
    KEY_DATABASE,
    KEY_EXPORTS,
    KEY_COUNT
};

static struct ts_key keys[KEY_COUNT] = {
    [KEY_BROKER] = { .name = "broker", .initial = "localhost" },
    [KEY_PORT] = { .name = "port", .initial = "8883", .least = 1, .most = 65535 },
    [KEY_NAME] = { .name = "name", .initial = "touchstone-fleet" },
    [KEY_CA] = { .name = "ca", .initial = "ca.pem", .is_path = true },
    [KEY_CERTIFICATE] = { .name = "certificate", .initial = "cert.pem", .is_path = true },
    [KEY_KEY] = { .name = "key", .initial = "key.pem", .is_path = true },
    [KEY_DATABASE] = { .name = "database", .initial = "fleet.sqlite", .is_path = true },
    [KEY_EXPORTS] = { .name = "exports", .initial = "exports", .is_path = true },
};

struct fleet {
    struct ts_landing *landing;
    struct ts_broker *broker;
    bool is_trying;
    uint32_t failures;
    ts_mono try_at;
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

static void
report_line(void *context, size_t line, const char *words)
{
    const char *path = context;
    ts_report("%s: line %zu: %s", path, line, words);
}

static bool
read_conf(struct ts_arena *arena, char *path)
{
    char folder[PATH_SIZE] = ".";
    const char *slash = strrchr(path, '/');
    ts_span text;
    if (slash)
        snprintf(folder, sizeof(folder), "%.*s", slash > path ? (int)(slash - path) : 1,
                 path);
    return ts_input_read(arena, &text, path, TS_KEYFILE_MAX)
           && ts_keyfile_read(keys, KEY_COUNT, arena, text, folder,
                              (struct ts_config_ear){ report_line, path })
                  == TS_OK;
}

static void
connected(void *context)
{
    struct fleet *f = context;
    f->failures = 0;
    ts_report("listening at %s", keys[KEY_BROKER].value);
}

static void
heard(void *context, ts_span name, ts_span payload)
{
    struct fleet *f = context;
    struct ts_topic topic;
    char down[TS_TOPIC_SIZE];
    char landed[TS_LANDED_SIZE];
    bool fresh = false;
    if (!ts_topic_read(&topic, name))
        return;
    if (ts_landing_take(f->landing, &fresh, &topic, payload, ts_clock_utc()) != TS_OK) {
        ts_report("a message of %s could not be landed; it will come again", topic.kiosk);
        return;
    }
    ts_topic_write_landed(down, topic.kiosk);
    ts_landed_write(landed, topic.spool, topic.number);
    /* Where this gets lost, the message comes again and is answered again. */
    (void)!ts_broker_publish(f->broker, down, ts_span_text(landed));
}

static void
fail(struct fleet *f)
{
    uint32_t random;
    ts_random_bytes((ts_room){ (uint8_t *)&random, sizeof(random) });
    if (f->failures == 0)
        ts_report("no connection to %s: %s", keys[KEY_BROKER].value,
                  ts_broker_why(f->broker));
    /* The broker is near, and kiosks wait: no longer than a few seconds. */
    if (f->failures < 2)
        f->failures++;
    f->is_trying = false;
    f->try_at = ts_backoff_until(ts_clock_mono(), f->failures, random);
}

static void
turn(struct fleet *f)
{
    struct timespec pause = { 0, TURN_MS * 1000000L };
    if (!f->is_trying && ts_clock_mono().ms >= f->try_at.ms) {
        f->is_trying = ts_broker_connect(f->broker) == TS_OK;
        if (!f->is_trying)
            fail(f);
    }
    if (!f->is_trying)
        (void)nanosleep(&pause, NULL);
    else if (ts_broker_step(f->broker, TURN_MS) != TS_OK)
        fail(f);
}

static int
listen_on(struct fleet *f)
{
    const struct ts_broker_options options = {
        .host = keys[KEY_BROKER].value,
        .port = (int)ts_key_number(&keys[KEY_PORT]),
        .ca = keys[KEY_CA].value,
        .certificate = keys[KEY_CERTIFICATE].value,
        .key = keys[KEY_KEY].value,
        .client = keys[KEY_NAME].value,
        .subscribe = "touchstone/+/up/#",
    };
    if (ts_broker_open(&f->broker, &options,
                       (struct ts_broker_ear){ connected, heard, f })
        != TS_OK)
        return 1;
    while (!stopped)
        turn(f);
    ts_broker_close(f->broker);
    return 0;
}

static void
print_latest(const char *kiosk, ts_utc received, const char *json, void *context)
{
    char time[TS_UTC_TEXT_SIZE];
    (void)context;
    ts_utc_format(time, received);
    printf("%s\t%s\t%.*s\n", kiosk, time, (int)strcspn(json, "\n"), json);
}

static int
run(bool list)
{
    struct fleet fleet = { 0 };
    if (ts_landing_open(&fleet.landing, keys[KEY_DATABASE].value, keys[KEY_EXPORTS].value)
        != TS_OK) {
        ts_report("%s or %s cannot be opened", keys[KEY_DATABASE].value,
                  keys[KEY_EXPORTS].value);
        return EXIT_DATA;
    }
    int exit_code = 0;
    if (!list)
        exit_code = listen_on(&fleet);
    else if (ts_landing_latest(fleet.landing, print_latest, NULL) != TS_OK)
        exit_code = 1;
    ts_landing_close(fleet.landing);
    return exit_code;
}

int
main(int argc, char **argv)
{
    char path[PATH_SIZE];
    const char *config = NULL;
    struct ts_operands operands = { 0 };
    bool list = false;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--config", .value = &config },
        { .name = "--list", .flag = &list },
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
    snprintf(path, sizeof(path), "%s", config);
    struct ts_arena arena = ts_command_memory(1 << 20);
    if (!read_conf(&arena, path))
        return EXIT_DATA;
    hear_signals();
    return run(list);
}
