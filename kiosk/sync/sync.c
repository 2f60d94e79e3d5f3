#include "kiosk/sync/sync.h"

#include "firmware/board/clock.h"
#include "firmware/board/watchdog.h"
#include "keys/crypto/random.h"
#include "keys/sync/backoff.h"
#include "keys/trust/floors.h"
#include "kiosk/command/report.h"
#include "kiosk/sync/account.h"
#include "kiosk/sync/folder.h"
#include "kiosk/sync/serve.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>

/* The longest nap, so that a service manager's watchdog hears from us. */
enum { NAP_MS = 5000 };

/* How soon a wish is noticed: a look at a file costs nothing to speak of. */
enum { LOOK_MS = 1000 };

static volatile sig_atomic_t stopping;

/* The file that somebody writes who wants lists now, as it is; all 0 without one. */
struct wish {
    int64_t s, ns;
    uint64_t inode;
};

struct program {
    const struct ts_sync_options *options;
    struct ts_sync_folder folder;
    struct ts_link *link;
    struct ts_serve *serve;
    struct ts_floors floors;
    struct ts_sync_state state;
    struct ts_arena arena;
    sigset_t unblocked;
    struct wish wish;  /* The one that was last fulfilled, or there at the start. */
    uint32_t failures; /* Synchronisations in a row. */
    struct ts_mirror_source sources[TS_MIRROR_SOURCES_MAX];
    size_t source_count;
};

static void
on_signal(int number)
{
    (void)number;
    stopping = 1;
}

/* They only come while we wait, so that none falls between looking and waiting. */
static bool
catch_signals(struct program *p)
{
    struct sigaction action = { .sa_handler = on_signal };
    sigset_t ours;
    sigemptyset(&action.sa_mask);
    sigemptyset(&ours);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGINT);
    return sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGINT, &action, NULL) == 0
           && signal(SIGPIPE, SIG_IGN) != SIG_ERR
           && sigprocmask(SIG_BLOCK, &ours, &p->unblocked) == 0;
}

static void
nap(const struct program *p, uint64_t ms)
{
    struct timespec time = { .tv_sec = (time_t)(ms / 1000),
                             .tv_nsec = (long)(ms % 1000) * 1000000 };
    /* Over by time or by a signal; either way the caller looks. */
    int woken = pselect(0, NULL, NULL, NULL, &time, &p->unblocked);
    (void)woken;
}

static bool
go_on(void *context)
{
    const struct program *p = context;
    nap(p, 0);
    ts_watchdog_pet(ts_clock_mono());
    return !stopping;
}

static struct wish
look_for_wish(const struct program *p)
{
    struct stat found;
    const char *path = p->options->wake;
    if (!path || stat(path, &found) != 0)
        return (struct wish){ 0 };
    return (struct wish){ found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ino };
}

/* One that was taken away is no wish. */
static bool
is_wished(const struct program *p)
{
    struct wish now = look_for_wish(p);
    return now.inode != 0
           && (now.s != p->wish.s || now.ns != p->wish.ns || now.inode != p->wish.inode);
}

static void
wait_until(const struct program *p, ts_mono wake)
{
    ts_mono now = ts_clock_mono();
    for (; now.ms < wake.ms && !stopping; now = ts_clock_mono()) {
        uint64_t left = wake.ms - now.ms;
        nap(p, left < NAP_MS ? left : NAP_MS);
        ts_watchdog_pet(ts_clock_mono());
    }
}

/* Until the next synchronisation is due, or somebody stands before the kiosk and wants
 * one. */
static void
rest_until(const struct program *p, ts_mono wake)
{
    uint64_t step = p->options->wake ? LOOK_MS : NAP_MS;
    ts_mono now = ts_clock_mono();
    while (now.ms < wake.ms && !stopping && !is_wished(p)) {
        ts_mono soon = { now.ms + step };
        wait_until(p, soon.ms < wake.ms ? soon : wake);
        now = ts_clock_mono();
    }
}

static uint32_t
roll(void)
{
    uint8_t bytes[4];
    ts_random_bytes(TS_ROOM_OF(bytes));
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8
           | bytes[3];
}

static ts_utc
believable_now(const struct program *p)
{
    return ts_floor_now(ts_floors_time(&p->floors), ts_clock_utc(),
                        ts_clock_is_synchronised());
}

/* A stick that is not plugged in is not a source now. */
static void
open_sources(struct program *p)
{
    p->source_count = 0;
    for (size_t i = 0; i < p->options->from_count; i++) {
        const char *from = p->options->from[i];
        struct ts_mirror_source *source = &p->sources[p->source_count];
        *source = (struct ts_mirror_source){ .name = from };
        if (strstr(from, "://"))
            source->url = from;
        else if (ts_store_open(&source->medium, from, false) != TS_OK)
            continue;
        p->source_count++;
    }
}

static void
close_sources(struct program *p)
{
    for (size_t i = 0; i < p->source_count; i++)
        ts_store_close(p->sources[i].medium);
    p->source_count = 0;
}

/* Durable before anybody acts on what was accepted. */
static void
raise_floors(struct program *p, const struct ts_mirror_progress *progress)
{
    if (progress->outcome != TS_MIRROR_UPDATED
        && progress->outcome != TS_MIRROR_UNCHANGED)
        return;
    if (progress->issued.s != TS_UTC_ALWAYS.s)
        ts_floors_accept(&p->floors, progress->issued, progress->root_version);
    if (ts_floors_save(&p->floors, p->folder.accepted) != TS_OK)
        ts_report("the time could not be kept");
}

static int
exit_code(enum ts_mirror_outcome outcome)
{
    switch (outcome) {
    case TS_MIRROR_UPDATED:
    case TS_MIRROR_UNCHANGED:
    case TS_MIRROR_NEWER_HERE: return 0;
    case TS_MIRROR_OVER_BUDGET: return TS_SYNC_EXIT_OVER_BUDGET;
    case TS_MIRROR_FAILED: return TS_SYNC_EXIT_FAILED;
    }
    return TS_SYNC_EXIT_FAILED;
}

static int
drive(struct program *p, struct ts_mirror *mirror)
{
    const struct ts_mirror_progress *progress = ts_mirror_progress(mirror);
    enum ts_mirror_next next = TS_MIRROR_GO;
    while (next != TS_MIRROR_OVER && !stopping) {
        next = ts_mirror_step(mirror, ts_clock_mono(), roll());
        ts_account_progress(&p->state, p->folder.trust, progress, ts_clock_mono());
        if (next == TS_MIRROR_PAUSE)
            wait_until(p, ts_mirror_wake(mirror));
        if (!go_on(p))
            break;
    }
    /* Ended by a signal: nothing is lost, and nothing is to be told. */
    if (next != TS_MIRROR_OVER)
        return 0;
    raise_floors(p, progress);
    ts_account_end(&p->state, p->folder.trust, progress, believable_now(p));
    return exit_code(progress->outcome);
}

static int
sync_once(struct program *p)
{
    struct ts_mirror *mirror = NULL;
    size_t used = p->arena.used;
    open_sources(p);
    const struct ts_mirror_options options = {
        .accepted = p->folder.accepted,
        .trust = p->folder.trust,
        .link = p->link,
        .sources = p->sources,
        .source_count = p->source_count,
        .budget = p->options->budget,
        .metered = p->options->metered,
        .once = p->options->once,
        .is_served = p->options->serve != NULL,
        .now = believable_now(p),
    };
    int code = TS_SYNC_EXIT_FAILED;
    if (p->source_count == 0)
        ts_account_no_source(&p->state, p->folder.trust, believable_now(p));
    else if (ts_mirror_begin(&p->arena, &mirror, &options) == TS_OK)
        code = drive(p, mirror);
    close_sources(p);
    ts_arena_rewind(&p->arena, used);
    p->failures = code == TS_SYNC_EXIT_FAILED ? p->failures + 1 : 0;
    return code;
}

/* After a failure sooner than the interval says, and always at another moment than all
 * the others that were switched on together. */
static ts_mono
next_time(const struct program *p)
{
    uint64_t interval = (uint64_t)p->options->interval_s * 1000;
    uint64_t pause = interval - interval / 10 + (interval / 5 * roll() >> 32);
    uint64_t sooner = ts_backoff_ms(p->failures, roll());
    if (p->failures > 0 && sooner < pause)
        pause = sooner;
    return (ts_mono){ ts_clock_mono().ms + pause };
}

static bool
start_serving(struct program *p)
{
    const struct ts_sync_options *o = p->options;
    if (!o->serve)
        return true;
    enum ts_status status = ts_serve_start(&p->serve, o->serve, o->to);
    if (status != TS_OK) {
        ts_report("--serve %s: %s", o->serve,
                  status == TS_MALFORMED ? "is no [ADDRESS:]PORT" : "cannot be opened");
        return false;
    }
    printf("serving on port %u\n", (unsigned)ts_serve_port(p->serve));
    fflush(stdout);
    return true;
}

static bool
start(struct program *p)
{
    struct ts_link_options link = p->options->link;
    link.go_on = go_on;
    link.context = p;
    if (!catch_signals(p) || !p->arena.at
        || !ts_sync_folder_open(&p->folder, &p->arena, p->options->to, p->options->root))
        return false;
    p->floors = ts_floors_load(p->folder.accepted);
    p->state = ts_sync_state_load(&p->arena, p->folder.trust);
    if (ts_link_open(&p->link, &link) != TS_OK) {
        ts_report("the network library does not start");
        return false;
    }
    return start_serving(p);
}

int
ts_sync_run(const struct ts_sync_options *options)
{
    struct program p = { .options = options, .folder.lock = -1 };
    uint8_t *memory = malloc(TS_MIRROR_ARENA_SIZE);
    int code = TS_SYNC_EXIT_FAILED;
    p.arena = ts_arena_over((ts_room){ memory, memory ? TS_MIRROR_ARENA_SIZE : 0 });
    if (!start(&p))
        goto out;
    ts_watchdog_ready();
    do {
        p.wish = look_for_wish(&p);
        code = options->from_count > 0 ? sync_once(&p) : 0;
        if (!options->once)
            rest_until(&p, next_time(&p));
    } while (!options->once && !stopping);
    if (stopping)
        code = 0;
    ts_watchdog_stopping();
out:
    ts_serve_stop(p.serve);
    ts_link_close(p.link);
    ts_sync_folder_close(&p.folder);
    free(memory);
    return code;
}
