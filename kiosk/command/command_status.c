#include "firmware/board/clock.h"
#include "firmware/board/condition.h"
#include "kiosk/command/command.h"
#include "kiosk/command/config_file.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/status/gather.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: touchstone status [--config FILE] [--json | --prometheus FILE]\n"
    "       touchstone status --read-code TEXT [--json]\n"
    "\n"
    "How the kiosk on this machine does: its lists, its clock, its camera, the verdicts "
    "of\n"
    "today, the machine. Nothing is said about people.\n"
    "\n"
    "  --config FILE    otherwise " TS_CONFIG_PATH "\n"
    "  --json           one object\n"
    "  --prometheus FILE\n"
    "                   for the textfile collector of a node exporter; FILE is replaced "
    "as a\n"
    "                   whole\n"
    "  --read-code TEXT explains the code of the administrator's screen; - reads it from "
    "the\n"
    "                   standard input\n"
    "\n"
    "exit codes: 0; 1 the kiosk wrote no status within a minute: it does not run, or "
    "hangs;\n"
    "64 usage, 65 bad input, 73 cannot write\n";

static void
print(const struct ts_kiosk_status *status, bool json)
{
    static uint8_t memory[TS_STATUS_WRITTEN_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    if (json)
        ts_status_write_json(&w, status);
    else
        ts_status_write_text(&w, status);
    TS_CHECK(!w.full);
    fwrite(memory, 1, w.used, stdout);
}

static int export(const struct ts_kiosk_status *status, const char *path)
{
    static uint8_t memory[TS_STATUS_WRITTEN_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    char folder[4096] = ".";
    const char *slash = strrchr(path, '/');
    struct ts_store *store;
    if (slash)
        snprintf(folder, sizeof(folder), "%.*s", slash > path ? (int)(slash - path) : 1,
                 path);
    ts_status_write_prometheus(&w, status);
    TS_CHECK(!w.full);
    enum ts_status end = ts_store_open(&store, folder, false);
    if (end == TS_OK) {
        end =
            ts_store_replace(store, slash ? slash + 1 : path, ts_writer_span(&w), false);
        ts_store_close(store);
    }
    if (end == TS_OK)
        return TS_EXIT_DONE;
    ts_report("%s: cannot be written: %s", path, ts_status_words(end));
    return TS_EXIT_CANNOT_WRITE;
}

static int
explain(const char *text, bool json)
{
    char line[TS_STATUS_CODE_MAX + 2] = { 0 };
    struct ts_kiosk_status status;
    if (strcmp(text, "-") == 0) {
        if (!fgets(line, sizeof(line), stdin))
            line[0] = '\0';
        line[strcspn(line, "\r\n")] = '\0';
        text = line;
    }
    enum ts_status read = ts_status_read_code(&status, ts_span_text(text));
    if (read != TS_OK) {
        ts_report("the code of a status begins with TSS1:, and this one %s",
                  read == TS_UNSUPPORTED ? "does not" : "is damaged");
        return TS_EXIT_DATA;
    }
    print(&status, json);
    return TS_EXIT_DONE;
}

static bool
read_config(struct ts_config *config, const char *path)
{
    static uint8_t memory[TS_CONFIG_ARENA_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const char *from = path ? path : TS_CONFIG_PATH;
    return ts_config_file_read(config, &arena, from, ts_config_file_report(from))
           == TS_OK;
}

static int
tell(const char *config_path, bool json, const char *prometheus)
{
    struct ts_config config = { 0 };
    struct ts_kiosk_status status = { 0 };
    if (!read_config(&config, config_path))
        return TS_EXIT_DATA;
    bool is_alive = ts_status_gather(&status, &config);
    int exit_code = TS_EXIT_DONE;
    if (prometheus)
        exit_code = export(&status, prometheus);
    else
        print(&status, json);
    if (!is_alive)
        ts_report("the kiosk wrote no status within a minute");
    return exit_code == TS_EXIT_DONE && !is_alive ? TS_EXIT_OTHER : exit_code;
}

int
ts_command_status(int argc, char **argv)
{
    const char *config = NULL;
    const char *prometheus = NULL;
    const char *code = NULL;
    struct ts_operands operands = { 0 };
    bool json = false;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--config", .value = &config },
        { .name = "--prometheus", .value = &prometheus },
        { .name = "--read-code", .value = &code },
        { .name = "--json", .flag = &json },
        { .name = "--help", .flag = &help },
    };
    bool read = ts_options_read(argc, argv, options, TS_COUNT(options), &operands);
    if (read && help) {
        fputs(usage, stdout);
        return TS_EXIT_DONE;
    }
    if (!read || operands.count || (prometheus && (json || code)) || (code && config)) {
        fputs(usage, stderr);
        return TS_EXIT_USAGE;
    }
    return code ? explain(code, json) : tell(config, json, prometheus);
}
