#include "firmware/board/linux/jpeg_turbo.h"

#include "firmware/base/limits.h"

#include <setjmp.h>
#include <stdio.h>

/* jpeglib.h uses FILE without asking for it, and jerror.h uses jpeglib.h. */
#include <jpeglib.h>

#include <jerror.h>

/* A progressive picture of real life has about 10 scans. Each costs a pass over
 * the whole picture for as little as a few bytes of file. */
#define SCANS_MAX 64

struct decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    enum ts_jpeg_origin origin;
    enum ts_status status;
};

static enum ts_status
status_of(int code)
{
    switch (code) {
    case JERR_NO_SOI:
    case JERR_INPUT_EMPTY:
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_ARITH_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL: return TS_UNSUPPORTED;
    case JERR_OUT_OF_MEMORY: return TS_NO_SPACE;
    case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW: return TS_OVER_LIMIT;
    default: return TS_MALFORMED; /* the list is libjpeg's, and it grows */
    }
}

static void
give_up(struct decoder *decoder, enum ts_status status)
{
    decoder->status = status;
    longjmp(decoder->escape, 1);
}

static void
on_error(j_common_ptr common)
{
    struct decoder *decoder = common->client_data;
    give_up(decoder, status_of(common->err->msg_code));
}

/* libjpeg papers over damage with grey and a warning. A picture that was half
 * made up must not reach a reader of codes. */
static void
on_message(j_common_ptr common, int level)
{
    struct decoder *decoder = common->client_data;
    if (level >= 0)
        return;
    switch (common->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_BOGUS_ICC: return;
    case JWRN_JPEG_EOF:
        if (decoder->origin == TS_JPEG_VIDEO)
            return;
        break;
    default: break;
    }
    give_up(decoder, TS_MALFORMED);
}

static void
on_progress(j_common_ptr common)
{
    struct decoder *decoder = common->client_data;
    if (decoder->jpeg.input_scan_number > SCANS_MAX)
        give_up(decoder, TS_OVER_LIMIT);
}

static void
on_output(j_common_ptr common)
{
    (void)common; /* nothing is printed */
}

static void
decode_rows(struct decoder *decoder, struct ts_sheet *sheet)
{
    struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    jpeg->out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = sheet->grey + (size_t)jpeg->output_scanline * sheet->width;
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    if (decoder->origin == TS_JPEG_PICTURE)
        jpeg_finish_decompress(jpeg);
}

static void
decode(struct decoder *decoder, struct ts_sheet *sheet, ts_span bytes)
{
    struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    jpeg_create_decompress(jpeg);
    jpeg->client_data = decoder;
    jpeg->progress = &decoder->progress;
    jpeg_mem_src(jpeg, bytes.at, (unsigned long)bytes.len);
    jpeg_read_header(jpeg, TRUE);
    enum ts_status status = ts_sheet_fit(sheet, jpeg->image_width, jpeg->image_height);
    if (status != TS_OK)
        give_up(decoder, status);
    decode_rows(decoder, sheet);
}

/* Apart from the owner of the decoder, whose variables setjmp() may disturb. */
static void
decode_or_escape(struct decoder *decoder, struct ts_sheet *sheet, ts_span bytes)
{
    if (setjmp(decoder->escape) == 0)
        decode(decoder, sheet, bytes);
}

enum ts_status
ts_jpeg_to_grey(struct ts_sheet *sheet, ts_span jpeg, enum ts_jpeg_origin origin)
{
    struct decoder decoder = { .origin = origin, .status = TS_OK };
    decoder.jpeg.err = jpeg_std_error(&decoder.errors);
    decoder.jpeg.client_data = &decoder;
    decoder.errors.error_exit = on_error;
    decoder.errors.emit_message = on_message;
    decoder.errors.output_message = on_output;
    decoder.progress.progress_monitor = on_progress;
    decode_or_escape(&decoder, sheet, jpeg);
    jpeg_destroy_decompress(&decoder.jpeg);
    return decoder.status;
}
