#include "firmware/base/limits.h"
#include "firmware/board/store.h"
#include "keys/trust/trust.h"
#include "kiosk/reader/confine.h"
#include "kiosk/reader/message.h"
#include "kiosk/rehearsal/rehearse.h"
#include "kiosk/rehearsal/words.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/*
 * touchstone-rehearsal: judges every card before the kiosk does, and keeps nothing. Begun
 * by the kiosk, with a socket as standard input; ends when the kiosk closes it.
 */

enum rehearsal_end {
    ENDED = 0,
    NOT_BY_HAND = 64,
    NO_SANDBOX = 70,
    NO_MEMORY = 71,
};

/* The lists, two cards' worth of memory, and the libraries' own. */
#define BYTES (TS_TRUST_ARENA_SIZE + (128UL << 20))

static struct {
    struct ts_arena lists, bag, card;
    struct ts_trust trust;
    bool has_lists;
    uint8_t heard[TS_REHEARSAL_REQUEST_BYTES + 1];
} here;

static int
refuse(enum rehearsal_end end, const char *words)
{
    fprintf(stderr, "touchstone-rehearsal: %s\n", words);
    return (int)end;
}

static ts_span
hear(void)
{
    ssize_t got;
    do
        got = read(STDIN_FILENO, here.heard, sizeof(here.heard));
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        _exit(ENDED);
    return (ts_span){ here.heard, (size_t)got };
}

static void
say(ts_span words)
{
    if (write(STDIN_FILENO, words.at, words.len) != (ssize_t)words.len)
        _exit(ENDED);
}

static bool
take_memory(struct ts_arena *arena, size_t bytes)
{
    uint8_t *memory = malloc(bytes);
    *arena = ts_arena_over((ts_room){ memory, memory ? bytes : 0 });
    return memory;
}

/* Lists that cannot be used are none, as for the kiosk, which says so. */
static void
load_lists(const char *folder)
{
    struct ts_store *store;
    struct ts_fault fault = { 0 };
    if (!*folder || ts_store_open(&store, folder, false) != TS_OK)
        return;
    here.has_lists = ts_trust_load(&here.lists, &here.trust, store, &fault) == TS_OK;
    ts_store_close(store);
}

static bool
confine(int null)
{
    static const int descriptors[] = { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO };
    /* Lenient: nobody knows all that a library for cryptography may ask for, and a card
     * must not be lost for it. */
    const struct ts_confine_wish wish = { descriptors, TS_COUNT(descriptors), BYTES,
                                          true };
    bool good = dup2(null, STDOUT_FILENO) >= 0 && dup2(null, STDERR_FILENO) >= 0;
    if (null > STDERR_FILENO)
        close(null);
    return good && ts_confine_calls(&wish);
}

static void
say_ready(uint32_t landlock)
{
    uint8_t room[TS_READER_READY_BYTES];
    const struct ts_reader_ready ready = { .landlock = landlock,
                                           .sandboxed = ts_confine_is_built() };
    say(ts_reader_ready_write(TS_ROOM_OF(room), &ready));
}

static _Noreturn void
serve(void)
{
    for (;;) {
        struct ts_rehearsal_request request;
        uint8_t room[TS_REHEARSAL_ANSWER_BYTES];
        TS_CHECK(ts_rehearsal_request_read(&request, hear()) == TS_OK);
        ts_rehearse(&here.bag, &here.card, request.text,
                    here.has_lists ? &here.trust : NULL, request.now);
        memset(here.heard, 0, sizeof(here.heard));
        say(ts_rehearsal_answer_write(TS_ROOM_OF(room), request.number));
    }
}

int
main(void)
{
    uint32_t landlock = 0;
    char folder[TS_REHEARSAL_PATH_MAX + 1];
    ts_span path;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (ts_rehearsal_hello_read(&path, hear()) != TS_OK)
        return refuse(NOT_BY_HAND, "is begun by touchstone-kiosk of the same version, "
                                   "not by hand");
    snprintf(folder, sizeof(folder), "%.*s", TS_SPAN_ARG(path));
    if (!take_memory(&here.lists, TS_TRUST_ARENA_SIZE)
        || !take_memory(&here.bag, TS_SCAN_ARENA_SIZE)
        || !take_memory(&here.card, TS_SCAN_ARENA_SIZE))
        return refuse(NO_MEMORY, "no memory");
    load_lists(folder);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (ts_confine_is_built() && (!ts_confine_files(&landlock) || !confine(null)))
        return refuse(NO_SANDBOX, "rights cannot be given up");
    say_ready(landlock);
    serve();
}
