#define _GNU_SOURCE /* SOCK_CLOEXEC, CMSG_SPACE as a constant */

#include "kiosk/reader/program.h"

#include "firmware/board/clock.h"
#include "kiosk/scan/slot.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PATH_BYTES = 4096,
    DESCRIPTORS_MAX = 1 + TS_SLOT_DECODERS,
    /* Its sockets close a moment before it can be asked how it ended. */
    ENDING_MS = 200,
};

bool
ts_reader_ask(int socket, ts_span request)
{
    ssize_t sent;
    do /* a request always fits: the last one was answered, or this socket is given up */
        sent = send(socket, request.at, request.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)request.len;
}

enum ts_status
ts_reader_hear(int socket, ts_span *message, ts_room room, uint32_t limit_ms)
{
    uint64_t deadline = ts_clock_mono().ms + limit_ms;
    for (;;) {
        /* What does not fit is cut, and then too long to be good. */
        ssize_t got = recv(socket, room.at, room.len, MSG_DONTWAIT);
        if (got > 0) {
            *message = (ts_span){ room.at, (size_t)got };
            return TS_OK;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
            return TS_IO;
        uint64_t now = ts_clock_mono().ms;
        struct pollfd there = { .fd = socket, .events = POLLIN };
        if (now >= deadline)
            return TS_OVER_LIMIT;
        (void)poll(&there, 1, (int)(deadline - now));
    }
}

static bool
pair(int *ours, int *theirs)
{
    int both[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, both) != 0)
        return false;
    *ours = both[0];
    *theirs = both[1];
    return true;
}

static bool
say_hello(int control, ts_span words, const int *descriptors, size_t count)
{
    union {
        struct cmsghdr align;
        uint8_t bytes[CMSG_SPACE(DESCRIPTORS_MAX * sizeof(int))];
    } space = { .bytes = { 0 } };
    uint8_t copy[TS_READER_HELLO_BYTES];
    memcpy(copy, words.at, words.len);
    struct iovec part = { copy, words.len };
    struct msghdr message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = space.bytes,
                              .msg_controllen = CMSG_SPACE(count * sizeof(int)) };
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(rights), descriptors, count * sizeof(int));
    return sendmsg(control, &message, MSG_NOSIGNAL) == (ssize_t)words.len;
}

/* Gives it the memory and its ends of the sockets, of which it has the only ones then. */
static enum ts_status
hand_over(struct ts_reader_program *program, const struct ts_reader_gifts *gifts)
{
    const struct ts_reader_hello hello = { .decoders = (uint32_t)gifts->count,
                                           .bytes = gifts->bytes };
    uint8_t room[TS_READER_HELLO_BYTES];
    int given[DESCRIPTORS_MAX] = { gifts->memory };
    size_t made = 0;
    while (made < gifts->count && pair(&gifts->sockets[made], &given[1 + made]))
        made++;
    bool told =
        made == gifts->count
        && say_hello(program->control, ts_reader_hello_write(TS_ROOM_OF(room), &hello),
                     given, 1 + made);
    for (size_t i = 0; i < made; i++)
        close(given[1 + i]);
    return told ? TS_OK : TS_IO;
}

static enum ts_status
await_ready(struct ts_reader_program *program, struct ts_reader_ready *ready)
{
    uint8_t room[TS_READER_READY_BYTES + 1];
    ts_span message;
    enum ts_status status =
        ts_reader_hear(program->control, &message, TS_ROOM_OF(room), TS_READER_BEGIN_MS);
    return status == TS_OK ? ts_reader_ready_read(ready, message) : status;
}

enum ts_status
ts_reader_program_start(struct ts_reader_program *program, const char *path)
{
    char name[PATH_BYTES];
    char *argv[] = { name, NULL };
    int theirs;
    *program = TS_READER_PROGRAM_NONE;
    if (snprintf(name, sizeof(name), "%s", path) >= (int)sizeof(name))
        return TS_IO;
    if (!pair(&program->control, &theirs))
        return TS_IO;
    enum ts_status status =
        ts_child_start(&program->child, argv, (struct ts_child_setting){ .in = theirs });
    close(theirs);
    return status;
}

enum ts_status
ts_reader_program_begin(struct ts_reader_program *program, struct ts_reader_ready *ready,
                        const char *path, const struct ts_reader_gifts *gifts)
{
    TS_CHECK(gifts->count > 0 && gifts->count <= TS_SLOT_DECODERS);
    for (size_t i = 0; i < gifts->count; i++)
        gifts->sockets[i] = -1;
    enum ts_status status = ts_reader_program_start(program, path);
    if (status == TS_OK)
        status = hand_over(program, gifts);
    return status == TS_OK ? await_ready(program, ready) : status;
}

/* How it ended by itself; it is not reaped yet, so that its number is not anybody
 * else's. False when it still runs. */
static bool
has_ended(pid_t pid, siginfo_t *how)
{
    const struct timespec moment = { .tv_nsec = 1000000 };
    for (int i = 0; i < ENDING_MS; i++) {
        how->si_pid = 0;
        if (waitid(P_PID, (id_t)pid, how, WEXITED | WNOHANG | WNOWAIT) == 0
            && how->si_pid == pid)
            return true;
        nanosleep(&moment, NULL);
    }
    return false;
}

static const char *
words_for(int signal)
{
    switch (signal) {
    case SIGSEGV: return "crashed (SIGSEGV)";
    case SIGBUS: return "crashed (SIGBUS)";
    case SIGFPE: return "crashed (SIGFPE)";
    case SIGILL: return "crashed (SIGILL)";
    case SIGABRT: return "gave up (SIGABRT)";
    case SIGSYS: return "did what it must not (SIGSYS)";
    case SIGKILL: return "was killed (SIGKILL: by somebody, or memory is short)";
    default: return "was ended by a signal";
    }
}

void
ts_reader_hang_up(struct ts_reader_program *program)
{
    if (program->control >= 0)
        close(program->control);
    program->control = -1;
}

const char *
ts_reader_program_end(struct ts_reader_program *program, int *signal)
{
    siginfo_t how = { 0 };
    const char *words = "did not begin";
    *signal = 0;
    if (program->child.pid > 0) {
        bool ended = has_ended(program->child.pid, &how);
        bool killed = ended && how.si_code != CLD_EXITED;
        *signal = killed ? how.si_status : 0;
        words = killed ? words_for(how.si_status) : ended ? "ended" : "had to be ended";
        (void)ts_child_stop(&program->child);
    }
    ts_reader_hang_up(program);
    *program = TS_READER_PROGRAM_NONE;
    return words;
}
