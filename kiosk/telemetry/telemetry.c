#include "kiosk/telemetry/telemetry.h"

#include "firmware/board/clock.h"
#include "keys/crypto/random.h"
#include "keys/sync/backoff.h"
#include "kiosk/command/config_file.h"
#include "kiosk/command/report.h"
#include "kiosk/status/gather.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { EXPORTS_EVERY_MS = 5000, EXPORTS_MAX = 64 };

static const char ENDING[] = ".export";

/* --- into the spool -------------------------------------------------------------- */

static bool
read_kiosk(struct ts_config *config, struct ts_arena *arena, const char *path)
{
    return ts_config_file_read(config, arena, path, ts_config_file_report(path)) == TS_OK;
}

static void
put_status(struct ts_telemetry *t)
{
    static uint8_t conf[TS_CONFIG_ARENA_SIZE];
    static uint8_t text[TS_STATUS_WRITTEN_MAX];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(conf));
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    struct ts_config config = { 0 };
    struct ts_kiosk_status status;
    if (!read_kiosk(&config, &arena, t->options->kiosk_conf))
        return;
    (void)ts_status_gather(&status, &config);
    ts_status_write_json(&w, &status);
    uint64_t thinned = t->spool->thinned;
    enum ts_status end =
        w.full ? TS_NO_SPACE
               : ts_spool_add(t->spool, TS_SPOOL_STATUS, NULL, ts_writer_span(&w));
    if (end != TS_OK)
        ts_report("a status could not be kept: %s", ts_status_words(end));
    if (t->spool->thinned > thinned)
        ts_report("the spool is full: %llu older statuses were thinned out",
                  (unsigned long long)(t->spool->thinned - thinned));
}

struct found {
    char names[EXPORTS_MAX][TS_SPOOL_NAME_SIZE + sizeof(ENDING)];
    size_t count;
};

/* Those of the folder itself that end as they must; the rest is for the next turns. */
static void
find(const char *name, void *context)
{
    struct found *found = context;
    size_t len = strlen(name);
    size_t ending = sizeof(ENDING) - 1;
    if (found->count == EXPORTS_MAX || len <= ending
        || strcmp(name + len - ending, ENDING) != 0
        || !ts_spool_name_valid((ts_span){ (const uint8_t *)name, len - ending }))
        return;
    memcpy(found->names[found->count++], name, len + 1);
}

/* After a power cut between taking up and removing it is in both places. */
static bool
is_taken(struct ts_telemetry *t, const char *name, ts_span content)
{
    const struct ts_spool_item *item = ts_spool_from(t->spool, 0);
    for (; item; item = ts_spool_from(t->spool, item->number + 1)) {
        ts_span there;
        size_t used = t->arena->used;
        bool same = item->kind == TS_SPOOL_EXPORT && item->size == content.len
                    && strcmp(item->name, name) == 0
                    && ts_spool_read(t->spool, t->arena, &there, item) == TS_OK
                    && ts_span_equal(there, content);
        ts_arena_rewind(t->arena, used);
        if (same)
            return true;
    }
    return false;
}

static enum ts_status
take_export(struct ts_telemetry *t, struct ts_store *folder, const char *file)
{
    char name[TS_SPOOL_NAME_SIZE];
    ts_span content;
    snprintf(name, sizeof(name), "%.*s", (int)(strlen(file) - sizeof(ENDING) + 1), file);
    enum ts_status status =
        ts_store_read(folder, t->arena, &content, file, TS_SPOOL_BYTES_MAX);
    if (status == TS_OK && !is_taken(t, name, content))
        status = ts_spool_add(t->spool, TS_SPOOL_EXPORT, name, content);
    return status == TS_OK ? ts_store_remove(folder, file) : status;
}

enum ts_status
ts_telemetry_take_exports(struct ts_telemetry *telemetry)
{
    struct ts_telemetry *t = telemetry;
    struct found found = { .count = 0 };
    struct ts_store *folder;
    size_t used = t->arena->used;
    enum ts_status worst = TS_OK;
    if (!t->options->exports)
        return TS_OK;
    enum ts_status status = ts_store_open(&folder, t->options->exports, false);
    if (status != TS_OK)
        return status == TS_ABSENT ? TS_OK : status;
    status = ts_store_list(folder, t->arena, "", find, &found);
    ts_arena_rewind(t->arena, used);
    for (size_t i = 0; status == TS_OK && i < found.count; i++) {
        enum ts_status one = take_export(t, folder, found.names[i]);
        worst = one != TS_OK ? one : worst;
        ts_arena_rewind(t->arena, used);
    }
    ts_store_close(folder);
    return status == TS_OK ? worst : status;
}

static void
tend_exports(struct ts_telemetry *t)
{
    enum ts_status status = ts_telemetry_take_exports(t);
    if (status != TS_OK && !t->told_full)
        ts_report("an export stays in %s: %s", t->options->exports,
                  status == TS_OVER_LIMIT ? "the spool is full"
                                          : ts_status_words(status));
    t->told_full = status != TS_OK;
}

/* --- and out --------------------------------------------------------------------- */

static void
connected(void *context)
{
    struct ts_telemetry *t = context;
    t->failures = 0;
    ts_courier_connect(&t->courier, true);
    ts_report("connected to %s, %zu messages to send", t->options->broker.host,
              t->spool->count);
}

static void
heard(void *context, ts_span topic, ts_span payload)
{
    struct ts_telemetry *t = context;
    if (!ts_span_is(topic, t->options->broker.subscribe))
        return;
    if (ts_courier_landed(&t->courier, payload) != TS_OK)
        ts_report("a message that landed could not be removed from the spool");
}

static void
fail(struct ts_telemetry *t, const char *why)
{
    uint32_t random;
    ts_random_bytes((ts_room){ (uint8_t *)&random, sizeof(random) });
    if (t->failures == 0)
        ts_report("no connection to %s: %s", t->options->broker.host, why);
    t->failures++;
    t->is_trying = false;
    ts_courier_connect(&t->courier, false);
    ts_mono now = ts_clock_mono();
    uint64_t longest = now.ms + (uint64_t)t->options->retry_s * 1000;
    t->try_at = ts_backoff_until(now, t->failures, random);
    if (t->try_at.ms > longest)
        t->try_at.ms = longest;
}

static void
send(struct ts_telemetry *t, ts_mono now)
{
    const struct ts_spool_item *item;
    while ((item = ts_courier_next(&t->courier, now)) != NULL) {
        struct ts_topic topic = { .kind = item->kind, .number = item->number };
        char name[TS_TOPIC_SIZE];
        ts_span content;
        size_t used = t->arena->used;
        memcpy(topic.spool, t->spool->id, sizeof(topic.spool));
        memcpy(topic.name, item->name, sizeof(topic.name));
        snprintf(topic.kiosk, sizeof(topic.kiosk), "%s", t->options->kiosk);
        TS_CHECK(ts_topic_write(name, &topic));
        if (ts_spool_read(t->spool, t->arena, &content, item) != TS_OK) {
            ts_report("message %llu of the spool is damaged and given up",
                      (unsigned long long)item->number);
            ts_arena_rewind(t->arena, used);
            if (ts_courier_give_up(&t->courier, item->number) != TS_OK)
                return;
            continue;
        }
        uint64_t number = item->number;
        enum ts_status status = ts_broker_publish(t->broker, name, content);
        ts_arena_rewind(t->arena, used);
        if (status != TS_OK)
            return;
        ts_courier_sent(&t->courier, number, now);
    }
}

static void
pause_for(int wait_ms)
{
    struct timespec pause = { wait_ms / 1000, (long)(wait_ms % 1000) * 1000000 };
    (void)nanosleep(&pause, NULL);
}

static void
tend_link(struct ts_telemetry *t, int wait_ms)
{
    ts_mono now = ts_clock_mono();
    if (!t->is_trying && now.ms >= t->try_at.ms) {
        t->is_trying = ts_broker_connect(t->broker) == TS_OK;
        if (!t->is_trying)
            fail(t, ts_broker_why(t->broker));
    }
    if (!t->is_trying) {
        pause_for(wait_ms);
        return;
    }
    send(t, now);
    if (ts_broker_step(t->broker, wait_ms) != TS_OK)
        fail(t, ts_broker_why(t->broker));
}

enum ts_status
ts_telemetry_begin(struct ts_telemetry *telemetry,
                   const struct ts_telemetry_options *options, struct ts_spool *spool,
                   struct ts_arena *arena)
{
    *telemetry = (struct ts_telemetry){
        .options = options,
        .spool = spool,
        .arena = arena,
        .courier = { .spool = spool, .again_ms = (uint64_t)options->again_s * 1000 }
    };
    return ts_broker_open(&telemetry->broker, &options->broker,
                          (struct ts_broker_ear){ connected, heard, telemetry });
}

void
ts_telemetry_end(struct ts_telemetry *telemetry)
{
    ts_broker_close(telemetry->broker);
}

void
ts_telemetry_turn(struct ts_telemetry *telemetry, int wait_ms)
{
    ts_mono now = ts_clock_mono();
    if (now.ms >= telemetry->status_at.ms) {
        telemetry->status_at.ms =
            now.ms + (uint64_t)telemetry->options->interval_s * 1000;
        put_status(telemetry);
    }
    if (now.ms >= telemetry->exports_at.ms) {
        telemetry->exports_at.ms = now.ms + EXPORTS_EVERY_MS;
        tend_exports(telemetry);
    }
    tend_link(telemetry, wait_ms);
}
