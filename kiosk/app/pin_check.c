#include "kiosk/app/pin_check.h"

#include <string.h>

static void *
check_pin(void *context)
{
    struct ts_pin_check *check = context;
    check->right = ts_pin_matches(check->line, (ts_span){ check->pin, check->len });
    memset(check->pin, 0, sizeof(check->pin));
    check->len = 0;
    atomic_store(&check->done, true);
    return NULL;
}

void
ts_pin_check_begin(struct ts_pin_check *check, const char *line, ts_span pin)
{
    size_t line_len = line ? strlen(line) : 0;
    TS_CHECK(!check->busy && pin.len <= sizeof(check->pin));
    memset(check->line, 0, sizeof(check->line));
    if (line_len < sizeof(check->line)
        && line_len > 0) /* else it is none, and fits none */
        memcpy(check->line, line, line_len);
    if (pin.len > 0)
        memcpy(check->pin, pin.at, pin.len);
    check->len = pin.len;
    check->busy = true;
    check->right = false;
    atomic_store(&check->done, false);
    check->threaded = pthread_create(&check->thread, NULL, check_pin, check) == 0;
    if (!check->threaded)
        (void)check_pin(check);
}

bool
ts_pin_check_is_busy(const struct ts_pin_check *check)
{
    return check->busy;
}

bool
ts_pin_check_take(struct ts_pin_check *check, bool *right)
{
    if (!check->busy || !atomic_load(&check->done))
        return false;
    if (check->threaded)
        pthread_join(check->thread, NULL);
    check->busy = false;
    *right = check->right;
    check->right = false;
    return true;
}

void
ts_pin_check_end(struct ts_pin_check *check)
{
    if (check->busy && check->threaded)
        pthread_join(check->thread, NULL);
    check->busy = check->right = false;
}
