#include "firmware/board/linux/picture_pdf.h"

#include "firmware/base/limits.h"
#include "firmware/board/clock.h"
#include "firmware/board/linux/child.h"
#include "firmware/board/linux/child_output.h"
#include "firmware/board/linux/memory_file.h"

#include <stdio.h>
#include <unistd.h>

/* An ordinary page takes 0.1 s here and 0.5 s on a Pi. */
#define PAGE_MS_MAX 20000

/* pdftoppm's own code for a page range that does not exist. */
#define EXIT_NO_SUCH_PAGE 99

/* "P5\n4096 4096\n255\n" and some. */
#define PGM_HEADER_MAX 32

enum ts_status
ts_pdf_open(struct ts_pdf *pdf, ts_span bytes)
{
    return ts_memory_file(&pdf->fd, bytes);
}

void
ts_pdf_close(struct ts_pdf *pdf)
{
    if (pdf->fd >= 0)
        close(pdf->fd);
    pdf->fd = -1;
}

/* Byte by byte, so that not one pixel is read with it; it is done once a page. */
static enum ts_status
read_header(struct ts_child_output *output, uint32_t *width, uint32_t *height)
{
    char header[PGM_HEADER_MAX + 1] = { 0 };
    int lines = 0;
    for (size_t i = 0; i < PGM_HEADER_MAX && lines < 3; i++) {
        enum ts_status status = ts_child_output_exactly(output, (uint8_t *)&header[i], 1);
        if (status != TS_OK)
            return status;
        lines += header[i] == '\n';
    }
    unsigned depth;
    char end;
    int fields = sscanf(header, "P5 %5u %5u %3u%c", width, height, &depth, &end);
    return fields == 4 && depth == 255 ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_page(struct ts_child_output *output, struct ts_sheet *sheet)
{
    uint32_t width;
    uint32_t height;
    enum ts_status status = read_header(output, &width, &height);
    if (status != TS_OK)
        return status;
    /* A page that pdftoppm has no memory for comes out as one white pixel. */
    status =
        width == 1 && height == 1 ? TS_OVER_LIMIT : ts_sheet_fit(sheet, width, height);
    if (status == TS_OK)
        status = ts_child_output_exactly(output, sheet->grey, (size_t)width * height);
    return status;
}

enum ts_status
ts_pdf_draw(const struct ts_pdf *pdf, struct ts_sheet *sheet, uint32_t number)
{
    char page[12];
    snprintf(page, sizeof(page), "%u", (unsigned)number);
    /* The document is its standard input: it never sees a name that somebody
     * chose. A program's arguments are not const by history, and not written to. */
    char *argv[] = { (char[]){ "pdftoppm" },
                     (char[]){ "-q" },
                     (char[]){ "-gray" },
                     (char[]){ "-r" },
                     (char[]){ "200" },
                     (char[]){ "-f" },
                     page,
                     (char[]){ "-l" },
                     page,
                     NULL };
    struct ts_child child;
    struct ts_child_setting setting = { .in = pdf->fd, .quiet = true, .confined = true };
    if (lseek(pdf->fd, 0, SEEK_SET) != 0)
        return TS_IO;
    enum ts_status status = ts_child_start(&child, argv, setting);
    if (status != TS_OK)
        return status == TS_ABSENT ? TS_UNSUPPORTED : TS_IO;
    ts_mono deadline = { ts_clock_mono().ms + PAGE_MS_MAX };
    struct ts_child_output output = { .fd = child.out, .deadline = deadline };
    status = read_page(&output, sheet);
    int code = ts_child_stop(&child);
    if (output.total == 0 && code == EXIT_NO_SUCH_PAGE)
        return TS_ABSENT;
    return status;
}
