#define _GNU_SOURCE /* pthread_barrier_t, MSG_CMSG_CLOEXEC */

#include "kiosk/reader/charsets.h"
#include "kiosk/reader/confine.h"
#include "kiosk/reader/frame_memory.h"
#include "kiosk/reader/message.h"
#include "kiosk/scan/slot.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * touchstone-reader: meets the pixels that anybody may hold up. Begun by the kiosk, with
 * a socket as standard input; ends when the kiosk closes it, or is not there any more.
 */

enum { DESCRIPTORS_MAX = 1 + TS_SLOT_DECODERS };

/* Of one decoder: frames of the largest size are searched in 100 MiB. */
#define DECODER_BYTES (256UL << 20)

enum reader_end {
    ENDED = 0,
    NOT_BY_HAND = 64,
    NOT_A_HELLO = 65,
    NO_SANDBOX = 70,
    NO_MEMORY = 71,
    NO_THREADS = 72,
};

struct decoder {
    struct ts_looker looker;
    int socket;
    uint8_t request[TS_READER_REQUEST_BYTES + 1];
    uint8_t answer[TS_READER_ANSWER_BYTES];
};

static struct {
    struct ts_reader_hello hello;
    int memory, sockets[TS_SLOT_DECODERS];
    ts_span frames;
    struct ts_parts_table table;
    struct decoder decoders[TS_SLOT_DECODERS];
    /* All threads have begun: what that takes is not left to them later. */
    pthread_barrier_t begun;
} here;

/* The kiosk is of one build with us: whatever it says that is none of this is a mistake
 * to end by, and the other decoders with it. */
static ts_span
hear(struct decoder *decoder)
{
    ssize_t got;
    do
        got = read(decoder->socket, decoder->request, sizeof(decoder->request));
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        _exit(ENDED);
    return (ts_span){ decoder->request, (size_t)got };
}

static void
answer_one(struct decoder *decoder)
{
    struct ts_reader_request request;
    TS_CHECK(ts_reader_request_read(&request, hear(decoder), here.frames.len) == TS_OK);
    const struct ts_frame frame = { .grey = here.frames.at + request.offset,
                                    .width = request.width,
                                    .height = request.height,
                                    .stride = request.width,
                                    .sequence = request.sequence,
                                    .taken = request.taken };
    struct ts_reader_answer answer = { .sequence = request.sequence };
    answer.looked =
        ts_looker_look(&decoder->looker, &answer.look, &frame, &request.turn) == TS_OK;
    ts_span words = ts_reader_answer_write(TS_ROOM_OF(decoder->answer), &answer);
    if (write(decoder->socket, words.at, words.len) != (ssize_t)words.len)
        _exit(ENDED);
}

static void *
decode(void *context)
{
    pthread_barrier_wait(&here.begun);
    for (;;)
        answer_one(context);
    return NULL;
}

static bool
take_descriptors(struct msghdr *message)
{
    int given[DESCRIPTORS_MAX];
    size_t count = 1 + here.hello.decoders;
    struct cmsghdr *rights = CMSG_FIRSTHDR(message);
    if (!rights || rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS
        || rights->cmsg_len != CMSG_LEN(count * sizeof(int)))
        return false;
    memcpy(given, CMSG_DATA(rights), count * sizeof(int));
    here.memory = given[0];
    memcpy(here.sockets, given + 1, here.hello.decoders * sizeof(int));
    return true;
}

static bool
hear_hello(void)
{
    union {
        struct cmsghdr align;
        uint8_t bytes[CMSG_SPACE(DESCRIPTORS_MAX * sizeof(int))];
    } space;
    uint8_t words[TS_READER_HELLO_BYTES + 1];
    struct iovec part = { words, sizeof(words) };
    struct msghdr message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = space.bytes,
                              .msg_controllen = sizeof(space.bytes) };
    ssize_t got = recvmsg(STDIN_FILENO, &message, MSG_CMSG_CLOEXEC);
    return got > 0
           && ts_reader_hello_read(&here.hello, (ts_span){ words, (size_t)got }) == TS_OK
           && take_descriptors(&message);
}

static bool
open_decoders(void)
{
    ts_parts_table_init(&here.table);
    for (size_t i = 0; i < here.hello.decoders; i++) {
        here.decoders[i].socket = here.sockets[i];
        if (ts_looker_open(&here.decoders[i].looker, &here.table) != TS_OK)
            return false;
    }
    return ts_frame_memory_map(&here.frames, here.memory, here.hello.bytes) == TS_OK;
}

/* The first decoder is the thread we have. */
static bool
start_threads(void)
{
    unsigned count = here.hello.decoders;
    if (pthread_barrier_init(&here.begun, NULL, count) != 0)
        return false;
    for (size_t i = 1; i < count; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, decode, &here.decoders[i]) != 0)
            return false;
    }
    pthread_barrier_wait(&here.begun);
    return true;
}

/* Libraries may complain: nobody listens, and no other file is open. */
static bool
close_ears(int null)
{
    bool good = dup2(null, STDOUT_FILENO) >= 0 && dup2(null, STDERR_FILENO) >= 0;
    if (null > STDERR_FILENO)
        close(null);
    return good;
}

static bool
confine_calls(void)
{
    int descriptors[TS_SLOT_DECODERS + 3] = { STDIN_FILENO, STDOUT_FILENO,
                                              STDERR_FILENO };
    memcpy(descriptors + 3, here.sockets, here.hello.decoders * sizeof(int));
    const struct ts_confine_wish wish = { .descriptors = descriptors,
                                          .count = 3 + here.hello.decoders,
                                          .bytes = DECODER_BYTES * here.hello.decoders };
    return ts_confine_calls(&wish);
}

static int
refuse(enum reader_end end, const char *words)
{
    fprintf(stderr, "touchstone-reader: %s\n", words);
    return (int)end;
}

static void
say_ready(uint32_t landlock)
{
    uint8_t room[TS_READER_READY_BYTES];
    const struct ts_reader_ready ready = { .landlock = landlock,
                                           .sandboxed = ts_confine_is_built() };
    ts_span words = ts_reader_ready_write(TS_ROOM_OF(room), &ready);
    if (write(STDIN_FILENO, words.at, words.len) != (ssize_t)words.len)
        _exit(ENDED);
}

int
main(void)
{
    uint32_t landlock = 0;
    /* Whatever it does, it does not outlive the thread that waits for it. */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!hear_hello())
        return refuse(NOT_BY_HAND, "is begun by touchstone-kiosk of the same version, "
                                   "not by hand");
    /* A heap for each thread from the first: to choose one later the C library would
     * count processors. (Sanitizers bring another heap, which has no such choice.) */
    bool confined = ts_confine_is_built();
    bool chosen = mallopt(M_ARENA_MAX, (int)here.hello.decoders) == 1;
    if ((confined && !chosen) || !open_decoders())
        return refuse(NO_MEMORY, "no memory");
    ts_charsets_load();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC); /* while files can be opened */
    if (confined && !ts_confine_files(&landlock))
        return refuse(NO_SANDBOX, "files cannot be given up");
    if (!start_threads())
        return refuse(NO_THREADS, "no threads");
    if (confined && (!close_ears(null) || !confine_calls()))
        return refuse(NO_SANDBOX, "system calls cannot be given up");
    say_ready(landlock);
    for (;;)
        answer_one(&here.decoders[0]);
}
