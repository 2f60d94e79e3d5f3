#include "kiosk/rehearsal/rehearsal_process.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/beside.h"
#include "kiosk/reader/program.h"
#include "kiosk/reader/revival.h"
#include "kiosk/rehearsal/words.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "touchstone-rehearsal"

enum {
    BEGIN_MS = 20000, /* the largest lists, on a small board */
    /* The screen waits 2 s for a verdict, most of which is this: they take milliseconds.
     */
    TRY_MS = 1500,
};

struct ts_rehearsal {
    const char *lists;
    uint32_t limit_ms;
    char path[TS_BESIDE_PATH_BYTES];
    struct ts_reader_program program;
    bool running;
    struct ts_revival revival;
    uint64_t number;
    atomic_uint restarts;
    uint8_t hello[TS_REHEARSAL_HELLO_BYTES];
    uint8_t said[TS_REHEARSAL_REQUEST_BYTES];
};

static void
end(struct ts_rehearsal *r, const char *reason)
{
    int signal = 0;
    const char *words = ts_reader_program_end(&r->program, &signal);
    r->running = false;
    ts_revival_ended(&r->revival, ts_clock_mono());
    fprintf(stderr, "touchstone-kiosk: " PROGRAM " %s: %s; restarts so far: %u\n", reason,
            words, r->restarts);
}

/* In order: hello, and its word that all rights are given away. */
static enum ts_status
introduce(struct ts_rehearsal *r, struct ts_reader_ready *ready)
{
    uint8_t room[TS_READER_READY_BYTES + 1];
    ts_span message;
    ts_span lists = ts_span_text(r->lists);
    if (lists.len > TS_REHEARSAL_PATH_MAX)
        return TS_OVER_LIMIT;
    ts_span hello = ts_rehearsal_hello_write(TS_ROOM_OF(r->hello), lists);
    if (!ts_reader_ask(r->program.control, hello))
        return TS_IO;
    enum ts_status status =
        ts_reader_hear(r->program.control, &message, TS_ROOM_OF(room), BEGIN_MS);
    return status == TS_OK ? ts_reader_ready_read(ready, message) : status;
}

static enum ts_status
begin(struct ts_rehearsal *r)
{
    struct ts_reader_ready ready = { 0 };
    ts_revival_began(&r->revival, ts_clock_mono());
    enum ts_status status = ts_reader_program_start(&r->program, r->path);
    if (status == TS_OK)
        status = introduce(r, &ready);
    if (status != TS_OK) {
        end(r, "cannot be begun");
        return status;
    }
    if (!ready.sandboxed)
        fputs("touchstone-kiosk: " PROGRAM " is built with sanitizers, WITHOUT its "
              "sandbox: not for use\n",
              stderr);
    r->running = true;
    return TS_OK;
}

enum ts_status
ts_rehearsal_open_by(struct ts_rehearsal **rehearsal, const char *lists, const char *path,
                     uint32_t limit_ms)
{
    struct ts_rehearsal *r = calloc(1, sizeof(*r));
    if (!r)
        return TS_NO_SPACE;
    r->lists = lists;
    r->limit_ms = limit_ms;
    r->program = TS_READER_PROGRAM_NONE;
    bool fits = snprintf(r->path, sizeof(r->path), "%s", path) < (int)sizeof(r->path);
    enum ts_status status = fits ? begin(r) : TS_ABSENT;
    if (status == TS_OK)
        *rehearsal = r;
    else
        ts_rehearsal_close(r);
    return status;
}

enum ts_status
ts_rehearsal_open(struct ts_rehearsal **rehearsal, const char *lists)
{
    char path[TS_BESIDE_PATH_BYTES];
    if (!ts_beside(path, PROGRAM))
        return TS_ABSENT;
    return ts_rehearsal_open_by(rehearsal, lists, path, TRY_MS);
}

void
ts_rehearsal_close(struct ts_rehearsal *rehearsal)
{
    int signal;
    if (!rehearsal)
        return;
    ts_reader_hang_up(&rehearsal->program);
    (void)ts_reader_program_end(&rehearsal->program, &signal);
    memset(rehearsal->said, 0, sizeof(rehearsal->said));
    free(rehearsal);
}

/* Somebody ended it, or it ended itself, at a card before. */
static bool
is_there(struct ts_rehearsal *r)
{
    if (r->running)
        return true;
    if (!ts_revival_is_due(&r->revival, ts_clock_mono()))
        return false;
    r->restarts++;
    return begin(r) == TS_OK;
}

static bool
ask(struct ts_rehearsal *r, ts_span request)
{
    if (ts_reader_ask(r->program.control, request))
        return true;
    end(r, "is gone"); /* before this text: it is for the next one */
    return is_there(r) && ts_reader_ask(r->program.control, request);
}

enum ts_status
ts_rehearsal_try(struct ts_rehearsal *rehearsal, ts_span text, struct ts_now now)
{
    uint8_t room[TS_REHEARSAL_ANSWER_BYTES + 1];
    ts_span message;
    struct ts_rehearsal *r = rehearsal;
    TS_CHECK(text.len <= TS_CONTENT_MAX);
    if (!is_there(r))
        return TS_IO;
    struct ts_rehearsal_request request = { ++r->number, now, text };
    ts_span words = ts_rehearsal_request_write(TS_ROOM_OF(r->said), &request);
    if (!ask(r, words))
        return TS_IO;
    enum ts_status status =
        ts_reader_hear(r->program.control, &message, TS_ROOM_OF(room), r->limit_ms);
    if (status != TS_OK)
        end(r, status == TS_OVER_LIMIT ? "hangs at a card" : "did not survive a card");
    else if (ts_rehearsal_answer_read(message, request.number) != TS_OK)
        end(r, "talks nonsense");
    return r->running ? TS_OK : TS_IO;
}

void
ts_rehearsal_renew(struct ts_rehearsal *rehearsal)
{
    int signal;
    if (rehearsal->running) {
        ts_reader_hang_up(&rehearsal->program);
        (void)ts_reader_program_end(&rehearsal->program, &signal);
    }
    rehearsal->running = false;
    (void)!begin(rehearsal); /* else at the next card */
}

uint32_t
ts_rehearsal_restarts(const struct ts_rehearsal *rehearsal)
{
    return rehearsal->restarts;
}
