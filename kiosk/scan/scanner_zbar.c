#include "kiosk/scan/scanner.h"

#include "firmware/base/limits.h"

#include <stdlib.h>
#include <string.h>
#include <zbar.h>

/* A version 1 code; less need not be looked at. */
enum { SMALLEST_PX = 21 };

/* "Y800": one byte a pixel, rows without a gap. */
enum { FORMAT_GREY = 'Y' | '8' << 8 | '0' << 16 | '0' << 24 };

struct ts_scanner {
    zbar_image_scanner_t *zbar;
    zbar_image_t *image;
    uint8_t *copy; /* Of the largest frame; what was never touched costs nothing. */
    uint32_t inverted_every;
    uint32_t fruitless;
};

static bool
configure(zbar_image_scanner_t *zbar)
{
    static const struct {
        zbar_symbol_type_t symbology;
        zbar_config_t config;
        int value;
    } settings[] = {
        /* All of them cost three times what QR alone does. */
        { ZBAR_NONE, ZBAR_CFG_ENABLE, 0 },
        { ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1 },
        /* Else bytes that look like another encoding are made into UTF-8. */
        { ZBAR_QRCODE, ZBAR_CFG_BINARY, 1 },
        { ZBAR_NONE, ZBAR_CFG_POSITION, 1 },
        /* 2 is faster, and loses one clean credential code in ten. */
        { ZBAR_NONE, ZBAR_CFG_X_DENSITY, 1 },
        { ZBAR_NONE, ZBAR_CFG_Y_DENSITY, 1 },
        /* Ours: see inverted_every. */
        { ZBAR_NONE, ZBAR_CFG_TEST_INVERTED, 0 },
    };
    for (size_t i = 0; i < TS_COUNT(settings); i++)
        if (zbar_image_scanner_set_config(zbar, settings[i].symbology, settings[i].config,
                                          settings[i].value)
            != 0)
            return false;
    /* The cache keeps back a code that was just seen; that is for others to do. */
    zbar_image_scanner_enable_cache(zbar, 0);
    return true;
}

enum ts_status
ts_scanner_open(struct ts_scanner **scanner, uint32_t inverted_every)
{
    struct ts_scanner *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->zbar = zbar_image_scanner_create();
    made->image = zbar_image_create();
    made->copy = malloc((size_t)TS_FRAME_WIDTH_MAX * TS_FRAME_HEIGHT_MAX);
    made->inverted_every = inverted_every;
    if (!made->zbar || !made->image || !made->copy || !configure(made->zbar)) {
        ts_scanner_close(made);
        return TS_NO_SPACE;
    }
    zbar_image_set_format(made->image, FORMAT_GREY);
    *scanner = made;
    return TS_OK;
}

void
ts_scanner_close(struct ts_scanner *scanner)
{
    if (!scanner)
        return;
    if (scanner->image)
        zbar_image_destroy(scanner->image);
    if (scanner->zbar)
        zbar_image_scanner_destroy(scanner->zbar);
    free(scanner->copy);
    free(scanner);
}

/* zbar knows no stride: a frame with a gap after each row is packed. */
static const uint8_t *
packed(struct ts_scanner *scanner, const struct ts_frame *frame)
{
    if (frame->stride == frame->width)
        return frame->grey;
    for (size_t y = 0; y < frame->height; y++)
        memcpy(scanner->copy + y * frame->width, frame->grey + y * frame->stride,
               frame->width);
    return scanner->copy;
}

/* pixels may be scanner->copy itself. */
static const uint8_t *
inverted(struct ts_scanner *scanner, const uint8_t *pixels, size_t len)
{
    for (size_t i = 0; i < len; i++)
        scanner->copy[i] = (uint8_t)(255 - pixels[i]);
    return scanner->copy;
}

/* The number of symbols, or -1. Those of the scan before are gone. */
static int
run(struct ts_scanner *scanner, const uint8_t *pixels, size_t len)
{
    zbar_image_set_data(scanner->image, pixels, len, NULL);
    return zbar_scan_image(scanner->zbar, scanner->image);
}

static bool
wants_inverted(struct ts_scanner *scanner)
{
    if (scanner->inverted_every == 0)
        return false;
    bool turn = scanner->fruitless == 0;
    scanner->fruitless = (scanner->fruitless + 1) % scanner->inverted_every;
    return turn;
}

/* Twice the area of the corners' quadrilateral. */
static int64_t
area(const struct ts_code *code)
{
    int64_t sum = 0;
    for (size_t i = 0; i < 4; i++) {
        struct ts_point a = code->corners[i];
        struct ts_point b = code->corners[(i + 1) % 4];
        sum += (int64_t)a.x * b.y - (int64_t)b.x * a.y;
    }
    return sum < 0 ? -sum : sum;
}

/* Keeps codes sorted, and of more than max the largest. */
static void
insert(struct ts_code *codes, size_t max, size_t *count, const struct ts_code *code)
{
    size_t at = *count;
    while (at > 0 && area(&codes[at - 1]) < area(code))
        at--;
    if (at == max)
        return;
    if (*count < max)
        ++*count;
    memmove(codes + at + 1, codes + at, (*count - at - 1) * sizeof(*codes));
    codes[at] = *code;
}

/* False for what is no code we can hand on whole. */
static bool
read_symbol(struct ts_code *code, const zbar_symbol_t *symbol)
{
    /* A set of symbols of which one was not found is ZBAR_PARTIAL. */
    if (zbar_symbol_get_type(symbol) != ZBAR_QRCODE)
        return false;
    code->bytes = (ts_span){ (const uint8_t *)zbar_symbol_get_data(symbol),
                             zbar_symbol_get_data_length(symbol) };
    if (code->bytes.len > TS_CODE_TEXT_MAX || zbar_symbol_get_loc_size(symbol) < 4)
        return false;
    for (unsigned i = 0; i < 4; i++)
        code->corners[i] = (struct ts_point){ zbar_symbol_get_loc_x(symbol, i),
                                              zbar_symbol_get_loc_y(symbol, i) };
    return true;
}

enum ts_status
ts_scanner_scan(struct ts_scanner *scanner, const struct ts_frame *frame,
                struct ts_code *codes, size_t max, size_t *count)
{
    size_t found = 0;
    size_t len = (size_t)frame->width * frame->height;
    if (frame->width > TS_FRAME_WIDTH_MAX || frame->height > TS_FRAME_HEIGHT_MAX)
        return TS_OVER_LIMIT;
    if (frame->width < SMALLEST_PX || frame->height < SMALLEST_PX) {
        *count = 0;
        return TS_OK;
    }
    TS_CHECK(frame->stride >= frame->width);
    const uint8_t *pixels = packed(scanner, frame);
    zbar_image_set_size(scanner->image, frame->width, frame->height);
    int symbols = run(scanner, pixels, len);
    if (symbols == 0 && wants_inverted(scanner))
        symbols = run(scanner, inverted(scanner, pixels, len), len);
    if (symbols < 0)
        return TS_NO_SPACE;
    const zbar_symbol_t *symbol = zbar_image_first_symbol(scanner->image);
    for (; symbol; symbol = zbar_symbol_next(symbol)) {
        struct ts_code code;
        if (read_symbol(&code, symbol))
            insert(codes, max, &found, &code);
    }
    *count = found;
    return TS_OK;
}
