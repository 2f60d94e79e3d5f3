#include "kiosk/command/command_gather.h"
#include "firmware/board/clock.h"
#include "keys/authority/gather.h"
#include "kiosk/command/authority_folder.h"
#include "kiosk/command/command.h"
#include "kiosk/command/gather_links.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"

#include <stdio.h>
#include <string.h>

enum {
    SOURCES_FILE_MAX = 16 << 20,
    GAP_MS = 1000,
    GAP_MS_MAX = 3600 * 1000,
    CONNECT_MS = 20 * 1000,
    STALL_MS = 30 * 1000,
    TRANSFERS = 4,
    PATH_SIZE = 4096,
};

static const char USAGE[] =
    "authority gather DIR [--sources FILE] [--only KIND] [--offline] [--max-age AGE] "
    "[--transfers N]";

/** In the authority's folder. */
static const char SOURCES_FILE[] = "sources.json";

/** What the command line says. */
struct wishes {
    const char *sources, *only, *max_age, *gap_ms, *transfers, *ca_file, *proxy;
    bool offline, plain_http;
};

/** One run, and what it needs to fetch and read. */
struct gathering {
    struct ts_arena bodies;
    struct ts_source_list sources;
    struct ts_gather_order order;
    struct ts_gather_links *links;
    struct ts_gather *gather;
    char sources_path[PATH_SIZE];
};

/** A number below a limit; false after a report. */
static bool
read_number(const char *option, const char *text, int64_t max, int64_t *number)
{
    char *end;
    long long read = strtoll(text, &end, 10);
    *number = read;
    if (end != text && *end == '\0' && *text >= '0' && *text <= '9' && read <= max)
        return true;
    ts_report("%s %s: is not a number up to %lld", option, text, (long long)max);
    return false;
}

/** "90", "30m", "12h", "7d"; seconds where no unit stands. */
static bool
read_age(const char *text, int64_t *seconds)
{
    static const char UNITS[] = "smhd";
    static const int64_t WORTH[] = { 1, 60, 3600, 86400 };
    char digits[8] = "";
    size_t len = strspn(text, "0123456789");
    const char *unit = text[len] ? strchr(UNITS, text[len]) : UNITS;
    if (len == 0 || len >= sizeof(digits) || !unit || (text[len] && text[len + 1])) {
        ts_report("--max-age %s: is not an age like 90, 30m, 12h or 7d", text);
        return false;
    }
    memcpy(digits, text, len);
    *seconds = strtoll(digits, NULL, 10) * WORTH[unit - UNITS];
    return true;
}

static bool
read_wishes(struct ts_gather_order *order, const struct wishes *wishes)
{
    int64_t gap = GAP_MS;
    int64_t transfers = TRANSFERS;
    if (wishes->only) {
        order->only = ts_source_kind_of(ts_span_text(wishes->only));
        if (order->only == TS_SOURCE_NONE) {
            ts_report("--only %s: is no kind of source", wishes->only);
            return false;
        }
    }
    if (wishes->max_age && !read_age(wishes->max_age, &order->max_age_s))
        return false;
    if (wishes->gap_ms && !read_number("--gap-ms", wishes->gap_ms, GAP_MS_MAX, &gap))
        return false;
    if (wishes->transfers
        && !read_number("--transfers", wishes->transfers, TS_GATHER_TRANSFERS_MAX,
                        &transfers))
        return false;
    if (transfers == 0) {
        ts_report("--transfers 0: nothing would ever come");
        return false;
    }
    order->gap_ms = (uint32_t)gap;
    order->transfers = (size_t)transfers;
    order->offline = wishes->offline;
    order->plain_http = wishes->plain_http;
    return true;
}

/** "3 days": rough, for people. */
static void
print_age(int64_t seconds)
{
    static const struct {
        int64_t worth;
        const char *name;
    } UNITS[] = { { 86400, "day" }, { 3600, "hour" }, { 60, "minute" }, { 1, "second" } };
    size_t i = 0;
    while (i + 1 < TS_COUNT(UNITS) && seconds < 2 * UNITS[i].worth)
        i++;
    long long count = (long long)(seconds / UNITS[i].worth);
    printf("%lld %s%s", count, UNITS[i].name, count == 1 ? "" : "s");
}

static void
print_reason(const struct ts_gather_line *line)
{
    if (line->why)
        printf(": %s", line->why);
    else if (line->status != TS_OK)
        printf(": %s", ts_status_words(line->status));
    if (!line->why && line->status != TS_OK && line->rule)
        printf(" (%s)", line->rule);
    if (line->http_status)
        printf(" (HTTP %ld)", line->http_status);
    if (line->has_age) {
        printf("; last good ");
        print_age(line->age_s);
        printf(" ago");
    }
}

static bool
counts_issuers(enum ts_source_kind kind)
{
    return kind == TS_SOURCE_DCC_REGISTRY || kind == TS_SOURCE_HEALTH_CARDS;
}

static void
print_line(const struct ts_gather_line *line, void *context)
{
    const char *kind = ts_source_kind_name(line->kind);
    (void)context;
    printf("%-10s  %-18s  %.*s", ts_gather_result_name(line->result),
           *kind ? kind : "issuer", TS_SPAN_ARG(line->what));
    print_reason(line);
    if (line->count)
        printf(", %zu %s%s", line->count, counts_issuers(line->kind) ? "issuer" : "key",
               line->count == 1 ? "" : "s");
    if (line->left_out)
        printf(", %zu of no use left out", line->left_out);
    putchar('\n');
    (void)fflush(stdout);
}

static void
print_counts(struct ts_gather_counts counts)
{
    printf("gathered: %zu ok, %zu unchanged, %zu unverified, %zu failed, %zu removed, "
           "%zu not asked\n",
           counts.of[TS_GATHER_OK], counts.of[TS_GATHER_UNCHANGED],
           counts.of[TS_GATHER_UNVERIFIED], counts.of[TS_GATHER_FAILED],
           counts.of[TS_GATHER_REMOVED], counts.not_asked);
}

/** Files are named as seen from the file that names them. */
static bool
resolve(char path[static PATH_SIZE], const char *sources, const char *file)
{
    const char *slash = strrchr(sources, '/');
    int folder = file[0] == '/' || !slash ? 0 : (int)(slash + 1 - sources);
    int len = snprintf(path, PATH_SIZE, "%.*s%s", folder, sources, file);
    return len > 0 && len < PATH_SIZE;
}

static void
read_file(struct gathering *run, const struct ts_gather_step *step,
          struct ts_gather_answer *answer)
{
    char path[PATH_SIZE];
    bool read = resolve(path, run->sources_path, step->where)
                && ts_input_read(&run->bodies, &answer->body, path, step->max);
    answer->status = read ? TS_OK : TS_ABSENT;
}

/** Without links there is nothing to wait for: no host is asked. */
static enum ts_status
wait_and_take(struct gathering *run, ts_mono until)
{
    struct ts_gather_answer answer;
    if (!ts_gather_links_wait(run->links, &answer, until))
        return TS_OK;
    return ts_gather_take(run->gather, &answer, ts_clock_mono());
}

static enum ts_status
read_and_take(struct gathering *run, const struct ts_gather_step *step)
{
    struct ts_gather_answer answer = { .ticket = step->ticket };
    size_t used = run->bodies.used;
    read_file(run, step, &answer);
    enum ts_status status = ts_gather_take(run->gather, &answer, ts_clock_mono());
    ts_arena_rewind(&run->bodies, used);
    return status;
}

static enum ts_status
step_on(struct gathering *run, const struct ts_gather_step *step)
{
    switch (step->want) {
    case TS_GATHER_DONE: break;
    case TS_GATHER_READ: return read_and_take(run, step);
    case TS_GATHER_WAIT: return wait_and_take(run, step->until);
    case TS_GATHER_FETCH: ts_gather_links_start(run->links, step); break;
    }
    return TS_OK;
}

static int
exit_code_of(const struct gathering *run)
{
    struct ts_gather_counts counts = ts_gather_counts(run->gather);
    print_counts(counts);
    return counts.of[TS_GATHER_FAILED] || counts.of[TS_GATHER_UNVERIFIED] ? TS_EXIT_OTHER
                                                                          : TS_EXIT_DONE;
}

static int
go_through(struct gathering *run, const char *dir)
{
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_gather_step step = { .want = TS_GATHER_WAIT };
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_gather_begin(&arena, &run->gather, &run->order, &fault);
    if (status != TS_OK) {
        ts_report("%s/%s:%zu: %s", dir, fault.rule, fault.offset,
                  ts_status_words(status));
        return ts_exit_reading(status);
    }
    while (status == TS_OK && step.want != TS_GATHER_DONE) {
        status = ts_gather_next(run->gather, &step, ts_clock_mono());
        if (status == TS_OK && step.want != TS_GATHER_DONE)
            status = step_on(run, &step);
    }
    if (status == TS_OK)
        return exit_code_of(run);
    ts_report("%s: cannot be written: %s", dir, ts_status_words(status));
    return ts_exit_writing(status);
}

static bool
find_sources(struct gathering *run, const char *dir, const char *sources)
{
    char *path = run->sources_path;
    int len = sources ? snprintf(path, PATH_SIZE, "%s", sources)
                      : snprintf(path, PATH_SIZE, "%s/%s", dir, SOURCES_FILE);
    return len > 0 && len < PATH_SIZE;
}

static int
read_sources(struct gathering *run)
{
    ts_span text;
    struct ts_fault fault = { 0 };
    const char *path = run->sources_path;
    run->order.sources = &run->sources;
    if (!ts_input_read(&run->bodies, &text, path, SOURCES_FILE_MAX))
        return TS_EXIT_DATA;
    enum ts_status status = ts_source_list_read(&run->bodies, &run->sources, text,
                                                run->order.plain_http, &fault);
    if (status != TS_OK)
        ts_report("%s: source %zu: %s (%s)", path, fault.offset, ts_status_words(status),
                  fault.rule ? fault.rule : "JSON");
    return ts_exit_reading(status);
}

static int
run_gathering(struct gathering *run, const struct wishes *wishes, const char *dir)
{
    const struct ts_link_options options = {
        .ca_file = wishes->ca_file,
        .proxy = wishes->proxy,
        .plain_http = wishes->plain_http,
        .connect_ms = CONNECT_MS,
        .stall_ms = STALL_MS,
    };
    int exit_code = TS_EXIT_USAGE;
    if (find_sources(run, dir, wishes->sources))
        exit_code = read_sources(run);
    if (exit_code != TS_EXIT_DONE)
        return exit_code;
    run->order.store = ts_open_authority(&run->bodies, dir, &exit_code);
    if (!run->order.store)
        return exit_code;
    run->order.now = ts_clock_utc();
    run->order.report = print_line;
    if (wishes->offline
        || ts_gather_links_open(&run->links, &options, run->order.transfers) == TS_OK) {
        exit_code = go_through(run, dir);
    } else {
        ts_report("the network cannot be used");
        exit_code = TS_EXIT_OTHER;
    }
    ts_gather_links_close(run->links);
    ts_store_close(run->order.store);
    return exit_code;
}

int
ts_command_gather(int argc, char **argv)
{
    struct wishes wishes = { 0 };
    const struct ts_option options[] = {
        { .name = "--sources", .value = &wishes.sources },
        { .name = "--only", .value = &wishes.only },
        { .name = "--offline", .flag = &wishes.offline },
        { .name = "--max-age", .value = &wishes.max_age },
        { .name = "--gap-ms", .value = &wishes.gap_ms },
        { .name = "--transfers", .value = &wishes.transfers },
        { .name = "--plain-http", .flag = &wishes.plain_http },
        { .name = "--ca-file", .value = &wishes.ca_file },
        { .name = "--proxy", .value = &wishes.proxy },
    };
    struct gathering run = { .bodies = { 0 } };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, USAGE) || !read_wishes(&run.order, &wishes))
        return TS_EXIT_USAGE;
    run.bodies = ts_command_memory(TS_COMMAND_MEMORY);
    return run_gathering(&run, &wishes, operands.items[0]);
}
