#include "firmware/board/picture.h"

#include "firmware/base/limits.h"
#include "firmware/board/linux/jpeg_turbo.h"
#include "firmware/board/linux/picture_pdf.h"
#include "firmware/board/linux/png_libpng.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Mail programs and printers put lines before a PDF, and readers of PDF look
 * this far for its beginning. */
#define PDF_LEAD_MAX 1024

enum kind { KIND_NONE = 0, KIND_PNG, KIND_JPEG, KIND_PDF };

struct ts_picture {
    enum kind kind;
    ts_span bytes;
    uint8_t *owned; /* the same bytes when they came from a file */
    struct ts_pdf pdf;
    struct ts_sheet sheet;
    uint32_t page; /* the last one given */
    bool over;
};

static bool
is_pdf(ts_span bytes)
{
    for (size_t i = 0; i < bytes.len && i < PDF_LEAD_MAX; i++)
        if (ts_span_starts_with(ts_span_part(bytes, i, 5), TS_SPAN_LIT("%PDF-")))
            return true;
    return false;
}

static enum kind
sniff(ts_span bytes)
{
    if (ts_span_starts_with(bytes, TS_SPAN_LIT("\x89PNG\r\n\x1a\n")))
        return KIND_PNG;
    if (ts_span_starts_with(bytes, TS_SPAN_LIT("\xff\xd8\xff")))
        return KIND_JPEG;
    return is_pdf(bytes) ? KIND_PDF : KIND_NONE;
}

enum ts_status
ts_picture_open_bytes(struct ts_picture **picture, ts_span bytes)
{
    if (bytes.len > TS_PICTURE_FILE_MAX)
        return TS_OVER_LIMIT;
    enum kind kind = sniff(bytes);
    if (kind == KIND_NONE)
        return TS_UNSUPPORTED;
    struct ts_picture *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->kind = kind;
    made->bytes = bytes;
    made->pdf.fd = -1;
    *picture = made;
    return TS_OK;
}

/* All of a file that was measured before; less when it shrank meanwhile. */
static enum ts_status
read_whole(int fd, uint8_t *at, size_t *len)
{
    size_t have = 0;
    while (have < *len) {
        ssize_t n = read(fd, at + have, *len - have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return TS_IO;
        if (n == 0)
            break;
        have += (size_t)n;
    }
    *len = have;
    return TS_OK;
}

static enum ts_status
read_file(int fd, uint8_t **bytes, size_t *len)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return TS_IO;
    if (!S_ISREG(about.st_mode) || about.st_size == 0)
        return TS_UNSUPPORTED;
    if (about.st_size > TS_PICTURE_FILE_MAX)
        return TS_OVER_LIMIT;
    *len = (size_t)about.st_size;
    *bytes = malloc(*len);
    if (!*bytes)
        return TS_NO_SPACE;
    return read_whole(fd, *bytes, len);
}

enum ts_status
ts_picture_open(struct ts_picture **picture, const char *path)
{
    enum ts_status status;
    uint8_t *bytes = NULL;
    size_t len = 0;
    /* Non-blocking, or a pipe lying in the folder would hold us for ever. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? TS_ABSENT : TS_IO;
    status = read_file(fd, &bytes, &len);
    if (status != TS_OK)
        goto out;
    status = ts_picture_open_bytes(picture, (ts_span){ bytes, len });
    if (status != TS_OK)
        goto out;
    (*picture)->owned = bytes;
    bytes = NULL;
out:
    free(bytes);
    close(fd);
    return status;
}

void
ts_picture_close(struct ts_picture *picture)
{
    if (!picture)
        return;
    ts_pdf_close(&picture->pdf);
    ts_sheet_free(&picture->sheet);
    free(picture->owned);
    free(picture);
}

static enum ts_status
draw_pdf(struct ts_picture *picture)
{
    if (picture->pdf.fd < 0) {
        enum ts_status status = ts_pdf_open(&picture->pdf, picture->bytes);
        if (status != TS_OK)
            return status;
    }
    /* The page after the last one allowed is asked for, too: whether it is there
     * tells an end from a limit. */
    enum ts_status status =
        ts_pdf_draw(&picture->pdf, &picture->sheet, picture->page + 1);
    if (status == TS_OK && picture->page >= TS_PICTURE_PAGES_MAX)
        return TS_OVER_LIMIT;
    return status;
}

static enum ts_status
draw(struct ts_picture *picture)
{
    if (picture->kind != KIND_PDF && picture->page > 0)
        return TS_ABSENT;
    switch (picture->kind) {
    case KIND_NONE: break;
    case KIND_PNG: return ts_png_to_grey(&picture->sheet, picture->bytes);
    case KIND_JPEG:
        return ts_jpeg_to_grey(&picture->sheet, picture->bytes, TS_JPEG_PICTURE);
    case KIND_PDF: return draw_pdf(picture);
    }
    return TS_UNSUPPORTED;
}

enum ts_status
ts_picture_next(struct ts_picture *picture, struct ts_frame *frame)
{
    if (picture->over)
        return TS_ABSENT;
    enum ts_status status = draw(picture);
    if (status != TS_OK) {
        picture->over = true;
        return status;
    }
    picture->page++;
    *frame = ts_sheet_frame(&picture->sheet);
    frame->sequence = picture->page;
    return TS_OK;
}
