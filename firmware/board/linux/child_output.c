#include "firmware/board/linux/child_output.h"

#include "firmware/board/clock.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum ts_status
ts_child_output_some(struct ts_child_output *output, uint8_t *at, size_t *len)
{
    for (;;) {
        ssize_t n = read(output->fd, at, *len);
        if (n >= 0) {
            *len = (size_t)n;
            output->total += (uint64_t)n;
            return TS_OK;
        }
        if (errno != EAGAIN && errno != EINTR)
            return TS_IO;
        uint64_t now = ts_clock_mono().ms;
        int left = now < output->deadline.ms ? (int)(output->deadline.ms - now) : 0;
        struct pollfd poll_out = { .fd = output->fd, .events = POLLIN };
        if (poll(&poll_out, 1, left) == 0)
            return TS_OVER_LIMIT;
    }
}

enum ts_status
ts_child_output_exactly(struct ts_child_output *output, uint8_t *at, size_t len)
{
    while (len > 0) {
        size_t got = len;
        enum ts_status status = ts_child_output_some(output, at, &got);
        if (status != TS_OK)
            return status;
        if (got == 0)
            return TS_MALFORMED;
        at += got;
        len -= got;
    }
    return TS_OK;
}
