#include "firmware/board/linux/portrait_program.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/beside.h"
#include "firmware/board/linux/child.h"
#include "firmware/board/linux/child_output.h"
#include "firmware/board/linux/memory_file.h"
#include "firmware/board/linux/portrait_form.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "touchstone-portrait"

/* The whole output, with one byte of room to tell too much by. */
static uint8_t written[TS_PORTRAIT_HEAD + TS_PHOTO_SIDE_MAX * TS_PHOTO_SIDE_MAX * 3 + 1];

static enum ts_status
read_all(struct ts_child_output *output, ts_span *bytes)
{
    size_t used = 0;
    while (used < sizeof(written)) {
        size_t got = sizeof(written) - used;
        enum ts_status status = ts_child_output_some(output, written + used, &got);
        if (status != TS_OK)
            return status;
        if (got == 0)
            break;
        used += got;
    }
    *bytes = (ts_span){ written, used };
    return used < sizeof(written) ? TS_OK : TS_MALFORMED;
}

/* It closes its output and ends at once; but only the first is seen by reading, and
 * what is stopped between the two has no exit code. So the output decides alone. */
static enum ts_status
read_photo(struct ts_photo *photo, struct ts_child_output *output)
{
    ts_span bytes = { 0 };
    enum ts_status status = read_all(output, &bytes);
    if (status == TS_OK && ts_portrait_read(photo, bytes) != TS_OK)
        status = TS_MALFORMED;
    memset(written, 0, sizeof(written));
    return status;
}

enum ts_status
ts_portrait_decode_by(struct ts_photo *photo, ts_span encoded, const char *path,
                      uint32_t limit_ms)
{
    char name[TS_BESIDE_PATH_BYTES];
    char *argv[] = { name, NULL };
    struct ts_child child;
    int in;
    int len = snprintf(name, sizeof(name), "%s", path);
    if (encoded.len > TS_PORTRAIT_BYTES_MAX || len >= (int)sizeof(name))
        return TS_OVER_LIMIT;
    ts_mono deadline = { ts_clock_mono().ms + limit_ms };
    if (ts_memory_file(&in, encoded) != TS_OK)
        return TS_IO;
    enum ts_status status = ts_child_start(
        &child, argv,
        (struct ts_child_setting){ .in = in, .quiet = true, .confined = true });
    close(in);
    if (status != TS_OK)
        return status;
    struct ts_child_output output = { .fd = child.out, .deadline = deadline };
    status = read_photo(photo, &output);
    (void)ts_child_stop(&child);
    return status;
}

enum ts_status
ts_portrait_decode(struct ts_photo *photo, ts_span encoded)
{
    char path[TS_BESIDE_PATH_BYTES];
    if (!ts_beside(path, PROGRAM))
        return TS_ABSENT;
    return ts_portrait_decode_by(photo, encoded, path, TS_PORTRAIT_MS_MAX);
}
