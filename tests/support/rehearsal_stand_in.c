/* A rehearsal that goes wrong in the way the first byte of a text says, or, with lists
 * of that name, before it has begun. */

#include "kiosk/reader/message.h"
#include "kiosk/rehearsal/words.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

static uint8_t heard[TS_REHEARSAL_REQUEST_BYTES + 1];
static uint8_t room[TS_REHEARSAL_REQUEST_BYTES];

static void
say(ts_span words)
{
    if (write(STDIN_FILENO, words.at, words.len) != (ssize_t)words.len)
        _exit(3);
}

static ts_span
hear(void)
{
    ssize_t got = read(STDIN_FILENO, heard, sizeof(heard));
    if (got <= 0)
        _exit(0);
    return (ts_span){ heard, (size_t)got };
}

static void
die(int how)
{
    signal(how, SIG_DFL);
    raise(how);
}

static void
answer(uint8_t how, uint64_t number)
{
    ts_span words = ts_rehearsal_answer_write(TS_ROOM_OF(room), number);
    switch (how) {
    case 'c': die(SIGSEGV); break;
    case 'k': die(SIGKILL); break;
    case 'x': _exit(0);
    case 'h': (void)poll(NULL, 0, -1); break;
    case 'n': say(TS_SPAN_LIT("nonsense")); break;
    case 'l': say(TS_SPAN_OF(room)); break;
    case 's': say(ts_rehearsal_answer_write(TS_ROOM_OF(room), number + 1)); break;
    default: say(words); break;
    }
}

int
main(void)
{
    ts_span lists;
    const struct ts_reader_ready ready = { .sandboxed = true };
    if (ts_rehearsal_hello_read(&lists, hear()) != TS_OK || ts_span_is(lists, "ends"))
        return 3;
    if (ts_span_is(lists, "talks nonsense"))
        say(TS_SPAN_LIT("nonsense"));
    say(ts_reader_ready_write(TS_ROOM_OF(room), &ready));
    for (;;) {
        struct ts_rehearsal_request request;
        if (ts_rehearsal_request_read(&request, hear()) != TS_OK)
            return 3;
        answer(request.text.len ? request.text.at[0] : 0, request.number);
    }
}
