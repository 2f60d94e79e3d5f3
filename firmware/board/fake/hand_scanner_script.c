#include "firmware/board/fake/hand_scanner_script.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WAITING_MAX = 8 };

struct ts_hand_scanner {
    char name[64];
    bool is_out;
    size_t count;
    struct ts_hand_scan waiting[WAITING_MAX];
};

/* All of it, and what it points at, under lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER;
static struct ts_hand_scanner *spoken_to;

enum ts_status
ts_hand_scanner_open(struct ts_hand_scanner **scanner, const char *source)
{
    if (*source == '\0')
        return TS_MALFORMED;
    struct ts_hand_scanner *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    strncpy(made->name, source, sizeof(made->name) - 1);
    pthread_mutex_lock(&lock);
    spoken_to = made;
    pthread_mutex_unlock(&lock);
    *scanner = made;
    return TS_OK;
}

void
ts_hand_scanner_close(struct ts_hand_scanner *scanner)
{
    pthread_mutex_lock(&lock);
    if (spoken_to == scanner)
        spoken_to = NULL;
    pthread_mutex_unlock(&lock);
    free(scanner);
}

static struct timespec
after(uint32_t ms)
{
    struct timespec when;
    clock_gettime(CLOCK_REALTIME, &when);
    when.tv_sec += ms / 1000;
    when.tv_nsec += (long)(ms % 1000) * 1000000;
    if (when.tv_nsec >= 1000000000) {
        when.tv_sec++;
        when.tv_nsec -= 1000000000;
    }
    return when;
}

static enum ts_status
take_first(struct ts_hand_scanner *scanner, struct ts_hand_scan *scan)
{
    if (scanner->is_out)
        return TS_IO;
    if (scanner->count == 0)
        return TS_ABSENT;
    *scan = scanner->waiting[0];
    scanner->count--;
    memmove(scanner->waiting, scanner->waiting + 1,
            scanner->count * sizeof(scanner->waiting[0]));
    return TS_OK;
}

enum ts_status
ts_hand_scanner_wait(struct ts_hand_scanner *scanner, struct ts_hand_scan *scan,
                     uint32_t timeout_ms)
{
    struct timespec deadline = after(timeout_ms);
    pthread_mutex_lock(&lock);
    enum ts_status status = take_first(scanner, scan);
    while (status != TS_OK && pthread_cond_timedwait(&news, &lock, &deadline) == 0)
        status = take_first(scanner, scan);
    pthread_mutex_unlock(&lock);
    return status;
}

void
ts_hand_scanner_describe(struct ts_hand_scanner *scanner,
                         struct ts_hand_scanner_state *state)
{
    *state = (struct ts_hand_scanner_state){ 0 };
    pthread_mutex_lock(&lock);
    state->present = !scanner->is_out;
    memcpy(state->name, scanner->name, sizeof(state->name));
    state->trouble = scanner->is_out ? "No hand scanner is plugged in." : NULL;
    pthread_mutex_unlock(&lock);
}

void
ts_hand_scanner_script_say(ts_span text, ts_mono taken)
{
    pthread_mutex_lock(&lock);
    TS_CHECK(spoken_to && spoken_to->count < WAITING_MAX && text.len <= TS_CODE_TEXT_MAX);
    struct ts_hand_scan *scan = &spoken_to->waiting[spoken_to->count++];
    scan->taken = taken;
    scan->len = text.len;
    if (text.len)
        memcpy(scan->text, text.at, text.len);
    pthread_cond_broadcast(&news);
    pthread_mutex_unlock(&lock);
}

void
ts_hand_scanner_script_plug(bool in)
{
    pthread_mutex_lock(&lock);
    TS_CHECK(spoken_to);
    spoken_to->is_out = !in;
    pthread_cond_broadcast(&news);
    pthread_mutex_unlock(&lock);
}
