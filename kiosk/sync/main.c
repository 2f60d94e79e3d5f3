#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/sync/sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 64 };
/* Name, connection and TLS through a satellite take some seconds; and then how long
 * nothing may come. With --once, both together are what a dead server can cost. */
enum { CONNECT_MS = 10 * 1000, STALL_MS = 30 * 1000 };
enum { INTERVAL_S = 3600, INTERVAL_MAX_S = 30 * 86400 };

static const char usage[] =
    "usage: touchstone-sync --from URL|DIR [--from ...] --to TRUSTDIR [OPTION]...\n"
    "\n"
    "  --from URL|DIR      where lists are published; again for each further mirror\n"
    "  --to DIR            the trust folder that is kept up to date\n"
    "  --root FILE         the first root, where the folder has none\n"
    "  --once              one synchronisation, else a daemon; a server that cannot be\n"
    "                      reached is tried once, for 10 seconds\n"
    "  --interval S        of the daemon, 3600 if absent\n"
    "  --wake FILE         fetches at once, within 5 seconds, when this file comes or "
    "is\n"
    "                      written anew: sync-wanted in the kiosk's state folder\n"
    "  --ca FILE           only these certificates are believed\n"
    "  --proxy URL         else as the environment says\n"
    "  --allow-http        http: is as good as https: to somebody who checks signatures\n"
    "  --budget BYTES      over the link, each time; it goes on where it stopped\n"
    "  --metered           fetches nothing anew that was paid for; a budget of 256 KiB\n"
    "                      unless another one is given\n"
    "  --serve [ADDR:]PORT lets neighbours fetch from the trust folder; unless "
    "--metered,\n"
    "                      the whole state is fetched for them where deltas do not lead\n"
    "                      to its very bytes\n"
    "\n"
    "exit codes: 0 done, 1 failed, 3 stopped at the budget, 64 usage\n";

static bool
read_number(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
    char *end = NULL;
    if (!text)
        return true;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || value < least || value > most)
        return false;
    *number = value;
    return true;
}

static bool
is_url(const char *text, const char *scheme)
{
    return strncmp(text, scheme, strlen(scheme)) == 0;
}

/* Before anything is begun: a daemon that only says so in its log fails for months. */
static bool
check_sources(const struct ts_sync_options *o)
{
    for (size_t i = 0; i < o->from_count; i++) {
        const char *from = o->from[i];
        if (!strstr(from, "://") || is_url(from, "https://"))
            continue;
        if (!is_url(from, "http://")) {
            ts_report("%s: only https:// and http:// are known", from);
            return false;
        }
        if (!o->link.plain_http) {
            ts_report("%s needs --allow-http", from);
            return false;
        }
    }
    return o->from_count <= TS_MIRROR_SOURCES_MAX;
}

static bool
check(const struct ts_sync_options *o)
{
    if (!o->to) {
        ts_report("--to is missing");
        return false;
    }
    if (o->from_count == 0 && (o->once || !o->serve)) {
        ts_report("--from is missing");
        return false;
    }
    return check_sources(o);
}

/* An address may end in "/", and names are joined with one. */
static void
cut_slashes(struct ts_option_values *from)
{
    static char texts[TS_MIRROR_SOURCES_MAX][2048];
    for (size_t i = 0; i < from->count && i < TS_MIRROR_SOURCES_MAX; i++) {
        size_t len = strlen(from->items[i]);
        if (!strstr(from->items[i], "://") || len >= sizeof(texts[i]))
            continue;
        while (len > 0 && from->items[i][len - 1] == '/')
            len--;
        memcpy(texts[i], from->items[i], len);
        from->items[i] = texts[i];
    }
}

int
main(int argc, char **argv)
{
    struct ts_sync_options o = { .link = { .connect_ms = CONNECT_MS,
                                           .stall_ms = STALL_MS } };
    struct ts_operands operands = { 0 };
    struct ts_option_values from = { 0 };
    const char *budget = NULL;
    const char *interval = NULL;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--from", .values = &from },
        { .name = "--to", .value = &o.to },
        { .name = "--root", .value = &o.root },
        { .name = "--serve", .value = &o.serve },
        { .name = "--ca", .value = &o.link.ca_file },
        { .name = "--proxy", .value = &o.link.proxy },
        { .name = "--budget", .value = &budget },
        { .name = "--interval", .value = &interval },
        { .name = "--wake", .value = &o.wake },
        { .name = "--allow-http", .flag = &o.link.plain_http },
        { .name = "--metered", .flag = &o.metered },
        { .name = "--once", .flag = &o.once },
        { .name = "--help", .flag = &help },
    };
    bool read = ts_options_read(argc, argv, options, sizeof(options) / sizeof(options[0]),
                                &operands);
    uint64_t interval_s = INTERVAL_S;
    o.budget = o.metered ? TS_SYNC_METERED_BUDGET : UINT64_MAX;
    if (read && help) {
        fputs(usage, stdout);
        return 0;
    }
    cut_slashes(&from);
    o.from = from.items;
    o.from_count = from.count;
    if (!read || operands.count > 0 || !read_number(budget, 4096, INT64_MAX, &o.budget)
        || !read_number(interval, 10, INTERVAL_MAX_S, &interval_s) || !check(&o)) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    o.interval_s = (uint32_t)interval_s;
    return ts_sync_run(&o);
}
