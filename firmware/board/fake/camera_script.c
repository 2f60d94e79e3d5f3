#include "firmware/board/fake/camera_script.h"

#include <pthread.h>
#include <time.h>

/* A wait ends so soon when nothing is shown, whatever it was asked for: whoever closes a
 * camera does not want to wait for it. */
#define WAIT_MS_MAX 5

struct ts_camera {
    int unused;
};

static struct ts_camera only;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

/* Under lock: */
static bool is_open;
static const struct ts_frame *shown; /* NULL: it was taken, and its taker is back. */
static bool is_taken;
static struct ts_camera_state said;
static uint32_t rest_ms;

enum ts_status
ts_camera_open(struct ts_camera **camera, const char *source)
{
    if (source[0] == '\0')
        return TS_MALFORMED;
    pthread_mutex_lock(&lock);
    is_open = true;
    rest_ms = 0;
    pthread_mutex_unlock(&lock);
    *camera = &only;
    return TS_OK;
}

void
ts_camera_close(struct ts_camera *camera)
{
    (void)camera;
    pthread_mutex_lock(&lock);
    is_open = false;
    shown = NULL;
    is_taken = false;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static struct timespec
deadline_after(uint32_t ms)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_nsec += (long)ms * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

enum ts_status
ts_camera_wait(struct ts_camera *camera, struct ts_frame *frame, uint32_t timeout_ms)
{
    (void)camera;
    struct timespec deadline =
        deadline_after(timeout_ms < WAIT_MS_MAX ? timeout_ms : WAIT_MS_MAX);
    enum ts_status status = TS_ABSENT;
    bool in_time = true;
    pthread_mutex_lock(&lock);
    if (is_taken) {
        shown = NULL;
        is_taken = false;
        pthread_cond_broadcast(&changed);
    }
    while (in_time && !shown)
        in_time = pthread_cond_timedwait(&changed, &lock, &deadline) == 0;
    if (shown) {
        *frame = *shown;
        is_taken = true;
        status = TS_OK;
    }
    pthread_mutex_unlock(&lock);
    return status;
}

void
ts_camera_rest(struct ts_camera *camera, uint32_t interval_ms)
{
    (void)camera;
    pthread_mutex_lock(&lock);
    rest_ms = interval_ms;
    pthread_mutex_unlock(&lock);
}

void
ts_camera_describe(struct ts_camera *camera, struct ts_camera_state *state)
{
    (void)camera;
    pthread_mutex_lock(&lock);
    *state = said;
    pthread_mutex_unlock(&lock);
}

bool
ts_camera_script_show(const struct ts_frame *frame)
{
    pthread_mutex_lock(&lock);
    bool seen = is_open;
    if (seen) {
        shown = frame;
        pthread_cond_broadcast(&changed);
    }
    while (is_open && shown == frame)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return seen;
}

void
ts_camera_script_say(const struct ts_camera_state *state)
{
    pthread_mutex_lock(&lock);
    said = *state;
    pthread_mutex_unlock(&lock);
}

uint32_t
ts_camera_script_rest_ms(void)
{
    pthread_mutex_lock(&lock);
    uint32_t ms = rest_ms;
    pthread_mutex_unlock(&lock);
    return ms;
}
