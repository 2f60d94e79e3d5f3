#include "firmware/board/linux/portrait_form.h"
#include "kiosk/portrait/portrait.h"
#include "kiosk/portrait/sandbox.h"

#include <sysexits.h>
#include <unistd.h>

/* All of standard input, which must fit. */
static int
read_input(ts_room room, ts_span *input)
{
    size_t used = 0;
    while (used < room.len) {
        ssize_t got = read(STDIN_FILENO, room.at + used, room.len - used);
        if (got < 0)
            return EX_IOERR;
        if (got == 0)
            break;
        used += (size_t)got;
    }
    *input = (ts_span){ room.at, used };
    return used < room.len ? EX_OK : EX_DATAERR;
}

static int
write_output(const uint8_t *at, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, at, len);
        if (n < 0)
            return EX_IOERR;
        at += n;
        len -= (size_t)n;
    }
    return EX_OK;
}

static int
decode(void)
{
    static uint8_t encoded[TS_PORTRAIT_BYTES_MAX + 1];
    static struct ts_photo photo;
    uint8_t head[TS_PORTRAIT_HEAD];
    ts_span input = { 0 };
    int code = read_input(TS_ROOM_OF(encoded), &input);
    if (code != EX_OK)
        return code;
    if (!ts_portrait_draw(&photo, input))
        return EX_DATAERR;
    ts_portrait_head_write(head, &photo);
    code = write_output(head, sizeof(head));
    return code == EX_OK ? write_output(photo.rgb, ts_photo_bytes(&photo)) : code;
}

int
main(void)
{
    if (!ts_portrait_prepare() || !ts_sandbox_enter())
        return EX_SOFTWARE;
    /* Not by return: what libraries do at their end is not allowed any more. */
    _exit(decode());
}
