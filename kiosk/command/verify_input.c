#include "kiosk/command/verify_input.h"

#include "firmware/base/limits.h"
#include "firmware/board/picture.h"
#include "kiosk/scan/scanner.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { CODES_A_PAGE = 64 };

struct delivery {
    void (*each)(ts_span text, void *context);
    void *context;
    size_t count;
};

static enum ts_status
deliver_page(struct ts_scanner *scanner, const struct ts_frame *page, struct delivery *to)
{
    struct ts_code codes[CODES_A_PAGE];
    size_t count = 0;
    enum ts_status status = ts_scanner_still(scanner, page, codes, CODES_A_PAGE, &count);
    for (size_t i = 0; status == TS_OK && i < count; i++)
        to->each(codes[i].bytes, to->context);
    to->count += count;
    return status;
}

static enum ts_status
deliver_picture(struct ts_picture *picture, struct delivery *to)
{
    struct ts_scanner *scanner;
    struct ts_frame page;
    enum ts_status status = ts_scanner_open(&scanner);
    if (status != TS_OK)
        return status;
    while (status == TS_OK) {
        status = ts_picture_next(picture, &page);
        if (status == TS_OK)
            status = deliver_page(scanner, &page, to);
    }
    ts_scanner_close(scanner);
    return status == TS_ABSENT ? TS_OK : status; /* past the last page */
}

static enum ts_status
read_whole(struct ts_arena *arena, ts_span *bytes, FILE *file, size_t max)
{
    ts_room rest = ts_arena_rest(arena);
    if (rest.len <= max)
        return TS_NO_SPACE;
    size_t len = fread(rest.at, 1, max + 1, file);
    if (ferror(file))
        return TS_IO;
    if (len > max)
        return TS_OVER_LIMIT;
    ts_arena_keep(arena, len);
    *bytes = (ts_span){ rest.at, len };
    return TS_OK;
}

static enum ts_status
deliver_text(struct ts_arena *arena, const char *path, struct delivery *to)
{
    ts_span text = { 0 };
    FILE *file = fopen(path, "rb");
    if (!file)
        return errno == ENOENT ? TS_ABSENT : TS_IO;
    enum ts_status status = read_whole(arena, &text, file, TS_CREDENTIAL_FILE_MAX);
    fclose(file);
    if (status != TS_OK)
        return status;
    to->each(text, to->context);
    to->count = 1;
    return TS_OK;
}

static enum ts_status
deliver_stdin(struct ts_arena *arena, struct delivery *to)
{
    struct ts_picture *picture;
    ts_span bytes = { 0 };
    enum ts_status status = read_whole(arena, &bytes, stdin, TS_TARGET_BYTES_MAX);
    if (status != TS_OK)
        return status;
    status = ts_picture_open_bytes(&picture, bytes);
    if (status == TS_OK) {
        status = deliver_picture(picture, to);
        ts_picture_close(picture);
    } else if (status == TS_UNSUPPORTED) {
        to->each(bytes, to->context);
        to->count = 1;
        status = TS_OK;
    }
    return status;
}

enum ts_status
ts_verify_input(struct ts_arena *arena, const char *path,
                void (*each)(ts_span text, void *context), void *context, size_t *count)
{
    struct delivery to = { .each = each, .context = context };
    struct ts_picture *picture;
    enum ts_status status;

    if (strcmp(path, "-") == 0) {
        status = deliver_stdin(arena, &to);
    } else {
        status = ts_picture_open(&picture, path);
        if (status == TS_OK) {
            status = deliver_picture(picture, &to);
            ts_picture_close(picture);
        } else if (status == TS_UNSUPPORTED) {
            status = deliver_text(arena, path, &to);
        }
    }
    *count = to.count;
    return status;
}
