#include "tests/bench/wire_kiosk.h"

#include "firmware/base/check.h"
#include "firmware/board/link.h"
#include "tests/support/http_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DAY = 86400, FILE_MAX = 1 << 20 };

/* Besides what every answer of the server has: what nginx says of itself and of a file.
 */
static const char HEADERS[] = "Server: nginx/1.22.1\r\n"
                              "Date: Mon, 01 Jun 2026 00:00:00 GMT\r\n"
                              "Content-Type: application/json\r\n"
                              "Accept-Ranges: bytes\r\n";

static void
open_stores(struct ts_wire_kiosk *k)
{
    char path[sizeof(k->path) + 16];
    snprintf(path, sizeof(path), "%s/trust", k->path);
    TS_CHECK(ts_store_open(&k->trust, path, true) == TS_OK);
    snprintf(path, sizeof(path), "%s/accepted", k->path);
    TS_CHECK(ts_store_open(&k->accepted, path, true) == TS_OK);
    k->memory = malloc(TS_MIRROR_ARENA_SIZE);
    TS_CHECK(k->memory);
}

static void
close_stores(struct ts_wire_kiosk *k)
{
    ts_store_close(k->trust);
    ts_store_close(k->accepted);
    free(k->memory);
}

static ts_span
read_file(struct ts_office *o, const char *name)
{
    ts_span bytes = { 0 };
    TS_CHECK(ts_store_read(o->repo, &o->arena, &bytes, name, FILE_MAX) == TS_OK);
    return bytes;
}

void
ts_wire_kiosk_open(struct ts_wire_kiosk *k, struct ts_office *o)
{
    size_t used = o->arena.used;
    *k = (struct ts_wire_kiosk){ .path = "/tmp/ts-wire-k-XXXXXX" };
    TS_CHECK(mkdtemp(k->path));
    open_stores(k);
    TS_CHECK(
        ts_store_replace(k->accepted, "root.json", read_file(o, "1.root.json"), false)
        == TS_OK);
    ts_arena_rewind(&o->arena, used);
    k->server = ts_http_server_start();
    ts_http_server_headers(k->server, HEADERS);
}

void
ts_wire_kiosk_close(struct ts_wire_kiosk *k)
{
    char command[96];
    ts_http_server_stop(k->server);
    close_stores(k);
    snprintf(command, sizeof(command), "rm -r %s", k->path);
    TS_CHECK(system(command) == 0);
}

static struct ts_mirror_progress
sync_from(struct ts_wire_kiosk *k, const struct ts_mirror_source *source, int64_t now_s)
{
    struct ts_arena arena = ts_arena_over((ts_room){ k->memory, TS_MIRROR_ARENA_SIZE });
    struct ts_mirror *mirror;
    struct ts_link *link;
    const struct ts_link_options with = {
        .proxy = "", .plain_http = true, .connect_ms = 5000, .stall_ms = 5000
    };
    TS_CHECK(ts_link_open(&link, &with) == TS_OK);
    const struct ts_mirror_options options = { .accepted = k->accepted,
                                               .trust = k->trust,
                                               .link = link,
                                               .sources = source,
                                               .source_count = 1,
                                               .budget = UINT64_MAX,
                                               .once = true,
                                               .now = { now_s } };
    TS_CHECK(ts_mirror_begin(&arena, &mirror, &options) == TS_OK);
    while (ts_mirror_step(mirror, (ts_mono){ 1 }, 0) == TS_MIRROR_GO)
        ;
    struct ts_mirror_progress progress = *ts_mirror_progress(mirror);
    ts_link_close(link);
    TS_CHECK(progress.outcome == TS_MIRROR_UPDATED
             || progress.outcome == TS_MIRROR_UNCHANGED);
    return progress;
}

static int64_t
time_of(unsigned day)
{
    return TS_OFFICE_FIRST_DAY + (int64_t)day * DAY;
}

void
ts_wire_kiosk_catch_up(struct ts_wire_kiosk *k, struct ts_office *o, unsigned day)
{
    const struct ts_mirror_source source = { .name = "folder", .medium = o->repo };
    (void)sync_from(k, &source, time_of(day));
}

void
ts_wire_kiosk_serve(struct ts_wire_kiosk *k, struct ts_office *o, bool is_bare)
{
    size_t used = o->arena.used;
    ts_http_server_put(k->server, "/timestamp.json", read_file(o, "timestamp.json"),
                       is_bare ? TS_HTTP_BARE : TS_HTTP_WHOLE);
    ts_arena_rewind(&o->arena, used);
}

uint64_t
ts_wire_kiosk_ask(struct ts_wire_kiosk *k, unsigned day)
{
    char url[64];
    const struct ts_mirror_source source = { .name = "server", .url = url };
    snprintf(url, sizeof(url), "http://127.0.0.1:%u",
             (unsigned)ts_http_server_port(k->server));
    struct ts_mirror_progress progress = sync_from(k, &source, time_of(day));
    TS_CHECK(progress.outcome == TS_MIRROR_UNCHANGED);
    return progress.wire;
}

uint64_t
ts_wire_kiosk_memory(struct ts_wire_kiosk *k, struct ts_office *o, unsigned day)
{
    char self[256] = { 0 };
    char command[512];
    unsigned long long kib = 0;
    TS_CHECK(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
    snprintf(command, sizeof(command), "%s sync-once %s %s %lld", self, o->path[1],
             k->path, (long long)time_of(day));
    FILE *child = popen(command, "r");
    TS_CHECK(child && fscanf(child, "%llu", &kib) == 1 && pclose(child) == 0);
    return kib * 1024;
}

/* Of this program and not of the one that started it, as getrusage() would have it. */
static unsigned long long
peak_kib(void)
{
    char line[256];
    unsigned long long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    TS_CHECK(status);
    while (fgets(line, sizeof(line), status))
        if (sscanf(line, "VmHWM: %llu", &kib) == 1)
            break;
    fclose(status);
    return kib;
}

int
ts_wire_kiosk_main(const char *repo, const char *kiosk, const char *now)
{
    struct ts_wire_kiosk k = { .path = "" };
    struct ts_mirror_source source = { .name = repo };
    TS_CHECK(ts_store_open(&source.medium, repo, false) == TS_OK);
    snprintf(k.path, sizeof(k.path), "%s", kiosk);
    open_stores(&k);
    (void)sync_from(&k, &source, strtoll(now, NULL, 10));
    close_stores(&k);
    ts_store_close(source.medium);
    printf("%llu\n", peak_kib());
    return 0;
}
