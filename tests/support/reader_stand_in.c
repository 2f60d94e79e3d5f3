/* A reader that went wrong: at the beginning in the way TS_STAND_IN says, later in the
 * way the first pixel of a frame says. */
#define _GNU_SOURCE /* MSG_CMSG_CLOEXEC */

#include "kiosk/reader/frame_memory.h"
#include "kiosk/reader/message.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static uint8_t room[TS_READER_ANSWER_BYTES + 4096];

static void
say(int socket, ts_span words)
{
    if (write(socket, words.at, words.len) != (ssize_t)words.len)
        _exit(3);
}

static ts_span
good(uint64_t sequence)
{
    const struct ts_reader_answer answer = {
        .sequence = sequence,
        .looked = true,
        .look = { .codes = 1, .text = TS_SPAN_LIT("GOOD"), .sight = { .seen = true } },
    };
    return ts_reader_answer_write(TS_ROOM_OF(room), &answer);
}

static void
die(int how)
{
    signal(how, SIG_DFL);
    raise(how);
}

static void
hang(void)
{
    (void)poll(NULL, 0, -1);
}

static void
answer(int socket, uint8_t how, uint64_t sequence)
{
    ts_span words = good(sequence);
    switch (how) {
    case 'c': die(SIGSEGV); break;
    case 'k': die(SIGKILL); break;
    case 'x': _exit(0);
    case 'h': hang(); break;
    case 's': say(socket, good(sequence + 1)); break;
    case 'n': say(socket, TS_SPAN_LIT("nonsense")); break;
    case 'o': say(socket, (ts_span){ words.at, 1 }); break;
    case 'e': (void)!send(socket, "", 0, 0); break;
    case 'l': say(socket, TS_SPAN_OF(room)); break;
    case 't':
        say(socket, words);
        say(socket, words);
        break;
    case 'm': {
        const struct ts_reader_answer short_of = { .sequence = sequence };
        say(socket, ts_reader_answer_write(TS_ROOM_OF(room), &short_of));
        break;
    }
    default: say(socket, words); break;
    }
}

static void
begin(void)
{
    const char *how = getenv("TS_STAND_IN");
    const struct ts_reader_ready ready = { .sandboxed = true, .landlock = 1 };
    ts_span words = ts_reader_ready_write(TS_ROOM_OF(room), &ready);
    if (!how)
        say(STDIN_FILENO, words);
    else if (strcmp(how, "crashes") == 0)
        die(SIGSEGV);
    else if (strcmp(how, "ends") == 0)
        _exit(0);
    else if (strcmp(how, "talks nonsense") == 0)
        say(STDIN_FILENO, TS_SPAN_LIT("nonsense"));
    else if (strcmp(how, "is of another version") == 0) {
        room[1]++;
        say(STDIN_FILENO, words);
    }
}

/* One decoder, and no sandbox. */
int
main(void)
{
    union {
        struct cmsghdr align;
        uint8_t bytes[CMSG_SPACE(8 * sizeof(int))];
    } space;
    struct ts_reader_hello hello;
    ts_span frames;
    int given[2];
    struct iovec part = { room, sizeof(room) };
    struct msghdr message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = space.bytes,
                              .msg_controllen = sizeof(space.bytes) };
    ssize_t got = recvmsg(STDIN_FILENO, &message, MSG_CMSG_CLOEXEC);
    if (got <= 0 || ts_reader_hello_read(&hello, (ts_span){ room, (size_t)got }) != TS_OK)
        return 3;
    memcpy(given, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(given));
    if (ts_frame_memory_map(&frames, given[0], hello.bytes) != TS_OK)
        return 3;
    begin();
    for (;;) {
        struct ts_reader_request request;
        got = read(given[1], room, sizeof(room));
        if (got <= 0)
            return 0;
        if (ts_reader_request_read(&request, (ts_span){ room, (size_t)got }, frames.len)
            != TS_OK)
            return 3;
        answer(given[1], frames.at[request.offset], request.sequence);
    }
}
