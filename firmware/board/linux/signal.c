#include "firmware/board/signal.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/signal_beat.h"
#include "firmware/board/linux/signal_devices.h"
#include "firmware/board/linux/signal_gpio.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Whether the chip is still there, and whether it is back. */
enum { LOOK_MS = 2000 };

static const char gone[] = "the chip is gone";

/*
 * All that touches the chip happens on a thread of its own: it lets go of the relay and
 * keeps the rhythms though the screen's thread hangs, and the screen does not wait for an
 * expander that does not answer.
 */
struct ts_signal {
    struct ts_signal_wiring wiring;
    const char *devices;
    uint32_t look_ms;
    int poke; /* wakes the thread */
    bool running;
    pthread_t thread;

    /* The thread's, once it runs: */
    struct ts_gpio_lines lines;
    bool has_lines;
    bool is_set;
    unsigned on; /* as set last */
    ts_mono looked;

    pthread_mutex_t lock;
    /* Under lock: */
    struct ts_signal_wish wish;
    const char *trouble;
    bool stopping, pressed;
    ts_mono pressed_at;
};

static bool
is_wired(const struct ts_signal *signal)
{
    return signal->wiring.label[0] != '\0';
}

static void
wake_thread(const struct ts_signal *signal)
{
    uint64_t one = 1;
    if (!signal->running)
        return;
    ssize_t sent = write(signal->poke, &one, sizeof(one));
    (void)sent; /* full: it is awake */
}

/* What was to last a moment does not begin anew when the chip is back. */
static void
be_in_trouble(struct ts_signal *s, const char *trouble)
{
    pthread_mutex_lock(&s->lock);
    s->trouble = trouble;
    s->wish.pulses = false;
    s->wish.rhythm = TS_LAMP_NONE;
    s->pressed = false;
    pthread_mutex_unlock(&s->lock);
}

static void
lose(struct ts_signal *s, ts_mono now)
{
    ts_gpio_lines_release(&s->lines);
    s->has_lines = false;
    s->looked = now;
    be_in_trouble(s, gone);
}

static void
look_for_chip(struct ts_signal *s, ts_mono now)
{
    const char *trouble = NULL;
    s->looked = now;
    s->is_set = false;
    s->has_lines =
        ts_gpio_lines_take(&s->lines, &s->wiring, s->devices, &trouble) == TS_OK;
    be_in_trouble(s, trouble);
}

/* Once in a while: a chip that went says nothing by itself on older kernels. */
static void
look_at_chip(struct ts_signal *s, ts_mono now)
{
    if (now.ms - s->looked.ms < s->look_ms)
        return;
    s->looked = now;
    if (!s->has_lines)
        look_for_chip(s, now);
    else if (!ts_gpio_lines_live(&s->lines))
        lose(s, now);
}

/* False: it is to end. */
static bool
hear(struct ts_signal *s, struct ts_signal_wish *wish)
{
    pthread_mutex_lock(&s->lock);
    bool goes_on = !s->stopping;
    *wish = s->wish;
    pthread_mutex_unlock(&s->lock);
    return goes_on;
}

static void
feel_button(struct ts_signal *s, ts_mono now)
{
    if (!s->has_lines || !ts_gpio_lines_pressed(&s->lines))
        return;
    pthread_mutex_lock(&s->lock);
    s->pressed = true;
    s->pressed_at = now;
    pthread_mutex_unlock(&s->lock);
}

static void
show(struct ts_signal *s, unsigned on, ts_mono now)
{
    if (!s->has_lines || (s->is_set && s->on == on))
        return;
    s->on = on;
    s->is_set = ts_gpio_lines_set(&s->lines, on) == TS_OK;
    if (!s->is_set)
        lose(s, now);
}

/* Until something is asked for, the button moves, or it is time. */
static void
wait_until(struct ts_signal *s, ts_mono wake, ts_mono now)
{
    struct pollfd fds[] = {
        { .fd = s->poke, .events = POLLIN },
        { .fd = s->has_lines ? s->lines.inputs : -1, .events = POLLIN },
    };
    uint64_t most = s->looked.ms + s->look_ms;
    uint64_t until = wake.ms < most ? wake.ms : most;
    int timeout = until > now.ms ? (int)(until - now.ms) : 0;
    uint64_t pokes;
    if (poll(fds, 2, timeout) <= 0)
        return;
    ssize_t got = fds[0].revents ? read(s->poke, &pokes, sizeof(pokes)) : 0;
    (void)got;
    if (fds[1].revents & (POLLERR | POLLHUP | POLLNVAL))
        lose(s, ts_clock_mono());
}

static void *
keep_lines(void *context)
{
    struct ts_signal *s = context;
    struct ts_signal_wish wish;
    while (hear(s, &wish)) {
        ts_mono wake;
        ts_mono now = ts_clock_mono();
        unsigned on = ts_signal_beat(&wish, now, &wake);
        feel_button(s, now);
        show(s, on, now);
        look_at_chip(s, now);
        if (s->has_lines && !s->is_set)
            continue; /* it came just now, and knows nothing yet */
        wait_until(s, wake, now);
    }
    return NULL;
}

static enum ts_status
start(struct ts_signal *s)
{
    if (!is_wired(s))
        return TS_OK;
    s->poke = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (s->poke < 0)
        return TS_IO;
    /* Here already, so that whoever opens it can be told. */
    look_for_chip(s, ts_clock_mono());
    s->running = pthread_create(&s->thread, NULL, keep_lines, s) == 0;
    return s->running ? TS_OK : TS_IO;
}

enum ts_status
ts_signal_open_in(struct ts_signal **signal, const char *wiring, const char *devices,
                  uint32_t look_ms)
{
    struct ts_signal_wiring parsed;
    enum ts_status status = ts_signal_wiring_parse(&parsed, ts_span_text(wiring));
    if (status != TS_OK)
        return status;
    struct ts_signal *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->wiring = parsed;
    made->devices = devices;
    made->look_ms = look_ms;
    made->poke = -1;
    made->lines = TS_GPIO_NO_LINES;
    TS_CHECK(pthread_mutex_init(&made->lock, NULL) == 0);
    status = start(made);
    if (status == TS_OK)
        *signal = made;
    else
        ts_signal_close(made);
    return status;
}

enum ts_status
ts_signal_open(struct ts_signal **signal, const char *wiring)
{
    return ts_signal_open_in(signal, wiring, "/dev", LOOK_MS);
}

void
ts_signal_close(struct ts_signal *signal)
{
    if (!signal)
        return;
    if (signal->running) {
        pthread_mutex_lock(&signal->lock);
        signal->stopping = true;
        pthread_mutex_unlock(&signal->lock);
        wake_thread(signal);
        TS_CHECK(pthread_join(signal->thread, NULL) == 0);
    }
    ts_gpio_lines_release(&signal->lines);
    if (signal->poke >= 0)
        close(signal->poke);
    pthread_mutex_destroy(&signal->lock);
    free(signal);
}

enum ts_status
ts_signal_show(struct ts_signal *signal, enum ts_lamp lamp)
{
    pthread_mutex_lock(&signal->lock);
    signal->wish.lamp = lamp;
    signal->wish.pulses &= lamp == TS_LAMP_READY;
    bool there = !signal->trouble;
    pthread_mutex_unlock(&signal->lock);
    wake_thread(signal);
    return there ? TS_OK : TS_IO;
}

void
ts_signal_buzz(struct ts_signal *signal, enum ts_lamp lamp)
{
    pthread_mutex_lock(&signal->lock);
    signal->wish.rhythm = signal->trouble ? TS_LAMP_NONE : lamp;
    signal->wish.rhythm_since = ts_clock_mono();
    pthread_mutex_unlock(&signal->lock);
    wake_thread(signal);
}

void
ts_signal_pulse(struct ts_signal *signal)
{
    pthread_mutex_lock(&signal->lock);
    signal->wish.pulses = !signal->trouble;
    signal->wish.pulse_end = (ts_mono){ ts_clock_mono().ms + signal->wiring.pulse_ms };
    pthread_mutex_unlock(&signal->lock);
    wake_thread(signal);
}

bool
ts_signal_next(struct ts_signal *signal)
{
    pthread_mutex_lock(&signal->lock);
    bool pressed = signal->pressed
                   && ts_clock_mono().ms - signal->pressed_at.ms <= TS_SIGNAL_PRESS_MS;
    signal->pressed = false;
    pthread_mutex_unlock(&signal->lock);
    return pressed;
}

void
ts_signal_describe(struct ts_signal *signal, struct ts_signal_state *state)
{
    pthread_mutex_lock(&signal->lock);
    *state = (struct ts_signal_state){
        .wired = is_wired(signal),
        .has_next = signal->wiring.wires[TS_SIGNAL_LINE_NEXT].is_wired,
        .trouble = signal->trouble,
    };
    pthread_mutex_unlock(&signal->lock);
}
