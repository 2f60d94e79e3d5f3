#include "kiosk/reader/decoders_process.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/beside.h"
#include "kiosk/reader/frame_memory.h"
#include "kiosk/reader/program.h"
#include "kiosk/reader/revival.h"
#include "kiosk/scan/slot.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "touchstone-reader"

/* One decoder's, and its thread's: whoever waits on a socket must be the one who closes
 * it, or its number could be another file's by then. */
struct line {
    int socket;    /* -1: none. */
    uint32_t life; /* Of the process that it leads to. */
    uint8_t heard[TS_READER_ANSWER_BYTES + 1];
};

struct ts_decoders {
    size_t count;
    uint32_t look_ms;
    struct ts_frame_memory memory;
    struct line lines[TS_SLOT_DECODERS];
    char path[TS_BESIDE_PATH_BYTES];

    /* Changed under lock, and read without: who draws must not wait for a process. */
    atomic_bool running;
    atomic_uint restarts;

    pthread_mutex_t lock; /* Held while one is begun. */
    /* Under lock: */
    struct ts_reader_program program;
    uint32_t life;                 /* Which process this is: 1 is the first. */
    int sockets[TS_SLOT_DECODERS]; /* To it, until their lines take them; else -1. */
    struct ts_revival revival;
    bool told; /* That it does not begin. */
};

static void
close_sockets(struct ts_decoders *d)
{
    for (size_t i = 0; i < d->count; i++) {
        if (d->sockets[i] >= 0)
            close(d->sockets[i]);
        d->sockets[i] = -1;
    }
}

/* Under lock. */
static void
end(struct ts_decoders *d, const char *reason)
{
    int signal = 0;
    bool began = d->running;
    const char *words = ts_reader_program_end(&d->program, &signal);
    close_sockets(d);
    d->running = false;
    ts_revival_ended(&d->revival, ts_clock_mono());
    if (!began && d->told)
        return;
    d->told = !began;
    fprintf(stderr, "touchstone-kiosk: " PROGRAM " %s: %s; restarts so far: %u\n", reason,
            words, d->restarts);
}

static void
tell_ready(const struct ts_decoders *d, const struct ts_reader_ready *ready)
{
    if (d->life > 1)
        fprintf(stderr, "touchstone-kiosk: " PROGRAM " has begun anew\n");
    else if (!ready->sandboxed)
        fputs("touchstone-kiosk: " PROGRAM " is built with sanitizers, WITHOUT its "
              "sandbox: not for use\n",
              stderr);
    else if (ready->landlock == 0)
        fputs("touchstone-kiosk: this kernel has no Landlock: the system-call filter "
              "alone keeps " PROGRAM " from files\n",
              stderr);
}

/* Under lock. */
static enum ts_status
begin(struct ts_decoders *d)
{
    struct ts_reader_ready ready = { 0 };
    ts_revival_began(&d->revival, ts_clock_mono());
    if (d->life > 0)
        d->restarts++;
    const struct ts_reader_gifts gifts = { .memory = d->memory.fd,
                                           .bytes = d->memory.room.len,
                                           .sockets = d->sockets,
                                           .count = d->count };
    enum ts_status status = ts_reader_program_begin(&d->program, &ready, d->path, &gifts);
    if (status != TS_OK) {
        end(d, "cannot be begun");
        return status;
    }
    d->life++;
    d->running = true;
    d->told = false;
    tell_ready(d, &ready);
    return TS_OK;
}

enum ts_status
ts_decoders_open_by(struct ts_decoders **decoders, size_t count, size_t bytes,
                    const char *path, uint32_t look_ms)
{
    TS_CHECK(count > 0 && count <= TS_SLOT_DECODERS);
    struct ts_decoders *d = calloc(1, sizeof(*d));
    if (!d)
        return TS_NO_SPACE;
    d->count = count;
    d->look_ms = look_ms;
    d->program = TS_READER_PROGRAM_NONE;
    for (size_t i = 0; i < count; i++)
        d->lines[i].socket = d->sockets[i] = -1;
    TS_CHECK(pthread_mutex_init(&d->lock, NULL) == 0);
    bool fits = snprintf(d->path, sizeof(d->path), "%s", path) < (int)sizeof(d->path);
    enum ts_status status = ts_frame_memory_open(&d->memory, bytes);
    if (status == TS_OK)
        status = fits ? begin(d) : TS_ABSENT;
    if (status == TS_OK)
        *decoders = d;
    else
        ts_decoders_close(d);
    return status;
}

enum ts_status
ts_decoders_open(struct ts_decoders **decoders, size_t count, size_t bytes)
{
    char path[TS_BESIDE_PATH_BYTES];
    if (!ts_beside(path, PROGRAM))
        return TS_ABSENT;
    return ts_decoders_open_by(decoders, count, bytes, path, TS_READER_LOOK_MS);
}

void
ts_decoders_close(struct ts_decoders *decoders)
{
    int signal;
    if (!decoders)
        return;
    for (size_t i = 0; i < decoders->count; i++) {
        if (decoders->lines[i].socket >= 0)
            close(decoders->lines[i].socket);
        memset(decoders->lines[i].heard, 0, sizeof(decoders->lines[i].heard));
    }
    /* It ends when nobody asks it any more; a moment for it is one for it to be seen. */
    close_sockets(decoders);
    (void)ts_reader_program_end(&decoders->program, &signal);
    ts_frame_memory_close(&decoders->memory);
    pthread_mutex_destroy(&decoders->lock);
    free(decoders);
}

ts_room
ts_decoders_memory(struct ts_decoders *decoders)
{
    return decoders->memory.room;
}

/* Under lock: the line leads to the process that runs, or to none. */
static void
renew(struct ts_decoders *d, size_t index)
{
    struct line *line = &d->lines[index];
    if (line->socket >= 0 && line->life == d->life && d->running)
        return;
    if (line->socket >= 0)
        close(line->socket);
    line->socket = d->sockets[index];
    line->life = d->life;
    d->sockets[index] = -1;
}

/* False while there is nobody to ask. */
static bool
connect_line(struct ts_decoders *d, size_t index)
{
    pthread_mutex_lock(&d->lock);
    if (!d->running && ts_revival_is_due(&d->revival, ts_clock_mono()))
        (void)!begin(d);
    renew(d, index);
    pthread_mutex_unlock(&d->lock);
    return d->lines[index].socket >= 0;
}

/* The process that this line leads to has failed; another decoder may have said so. */
static void
give_up(struct ts_decoders *d, const struct line *line, const char *reason)
{
    pthread_mutex_lock(&d->lock);
    if (d->running && d->life == line->life)
        end(d, reason);
    pthread_mutex_unlock(&d->lock);
}

/* Somebody has ended it while nobody asked: the frame is for the next one. */
static bool
ask(struct ts_decoders *d, size_t index, ts_span request)
{
    struct line *line = &d->lines[index];
    if (!connect_line(d, index))
        return false;
    if (ts_reader_ask(line->socket, request))
        return true;
    give_up(d, line, "is gone");
    return connect_line(d, index) && ts_reader_ask(line->socket, request);
}

static const char *
why(enum ts_status status)
{
    return status == TS_OVER_LIMIT ? "hangs" : "is gone";
}

static enum ts_status
hear(struct ts_decoders *d, size_t index, struct ts_look *look, uint64_t sequence)
{
    struct line *line = &d->lines[index];
    struct ts_reader_answer answer;
    ts_span message;
    enum ts_status status =
        ts_reader_hear(line->socket, &message, TS_ROOM_OF(line->heard), d->look_ms);
    if (status != TS_OK) {
        give_up(d, line, why(status));
        return TS_IO;
    }
    if (ts_reader_answer_read(&answer, message, sequence) != TS_OK) {
        give_up(d, line, "talks nonsense");
        return TS_IO;
    }
    if (!answer.looked)
        return TS_NO_SPACE;
    *look = answer.look;
    return TS_OK;
}

enum ts_status
ts_decoders_look(struct ts_decoders *decoders, size_t index, struct ts_look *look,
                 const struct ts_frame *frame, const struct ts_scan_turn *turn)
{
    TS_CHECK(index < decoders->count && frame->stride == frame->width);
    uint8_t room[TS_READER_REQUEST_BYTES];
    const struct ts_reader_request request = {
        .offset = (uint64_t)(frame->grey - decoders->memory.room.at),
        .width = frame->width,
        .height = frame->height,
        .sequence = frame->sequence,
        .taken = frame->taken,
        .turn = *turn,
    };
    if (!ask(decoders, index, ts_reader_request_write(TS_ROOM_OF(room), &request)))
        return TS_IO;
    return hear(decoders, index, look, request.sequence);
}

struct ts_decoders_state
ts_decoders_describe(struct ts_decoders *decoders)
{
    return (struct ts_decoders_state){ .looking = decoders->running,
                                       .restarts = decoders->restarts };
}
