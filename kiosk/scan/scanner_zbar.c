#include "firmware/base/limits.h"
#include "kiosk/scan/symbols.h"

#include <stdlib.h>
#include <zbar.h>

/* "Y800": one byte a pixel, rows without a gap. */
enum { FORMAT_GREY = 'Y' | '8' << 8 | '0' << 16 | '0' << 24 };

struct ts_symbols {
    zbar_image_scanner_t *zbar;
    zbar_image_t *image;
    unsigned lines;
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
        /* Ours: see scanner.h. */
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
ts_symbols_open(struct ts_symbols **symbols)
{
    struct ts_symbols *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->zbar = zbar_image_scanner_create();
    made->image = zbar_image_create();
    if (!made->zbar || !made->image || !configure(made->zbar)) {
        ts_symbols_close(made);
        return TS_NO_SPACE;
    }
    zbar_image_set_format(made->image, FORMAT_GREY);
    *symbols = made;
    return TS_OK;
}

void
ts_symbols_close(struct ts_symbols *symbols)
{
    if (!symbols)
        return;
    if (symbols->image)
        zbar_image_destroy(symbols->image);
    if (symbols->zbar)
        zbar_image_scanner_destroy(symbols->zbar);
    free(symbols);
}

/* 2 is faster than 1; on a frame it loses one clean credential code in ten. */
static bool
set_lines(struct ts_symbols *symbols, unsigned lines)
{
    static const zbar_config_t both[] = { ZBAR_CFG_X_DENSITY, ZBAR_CFG_Y_DENSITY };
    if (lines == symbols->lines)
        return true;
    for (size_t i = 0; i < TS_COUNT(both); i++)
        if (zbar_image_scanner_set_config(symbols->zbar, ZBAR_NONE, both[i], (int)lines)
            != 0)
            return false;
    symbols->lines = lines;
    return true;
}

/* False for what is no code we can hand on whole. */
static bool
read_symbol(struct ts_code *code, const zbar_symbol_t *symbol)
{
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
ts_symbols_read(struct ts_symbols *symbols, struct ts_symbols_found *found,
                const struct ts_grey *grey, unsigned lines)
{
    size_t len = (size_t)grey->width * grey->height;
    TS_CHECK(grey->stride == grey->width);
    found->count = 0;
    found->partial = false;
    if (!set_lines(symbols, lines))
        return TS_NO_SPACE;
    zbar_image_set_size(symbols->image, grey->width, grey->height);
    zbar_image_set_data(symbols->image, grey->at, len, NULL);
    /* What was found in the picture before is gone now. */
    if (zbar_scan_image(symbols->zbar, symbols->image) < 0)
        return TS_NO_SPACE;
    const zbar_symbol_t *symbol = zbar_image_first_symbol(symbols->image);
    for (; symbol; symbol = zbar_symbol_next(symbol)) {
        found->partial |= zbar_symbol_get_type(symbol) == ZBAR_PARTIAL;
        if (found->count < TS_SCAN_CODES_MAX
            && read_symbol(&found->at[found->count], symbol))
            found->count++;
    }
    return TS_OK;
}
