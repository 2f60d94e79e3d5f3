#include "keys/codec/bytewords.h"

#include "keys/codec/crc32.h"

enum { CHECKSUM_SIZE = 4, NO_BYTE = -1 };

/* First and last letter of each word of BCR-2020-012 as revised in October
 * 2020, which tell it from the others. */
static const char letters[] = "AEADAOAXAAAHAMATAYASBKBDBNBTBABS"
                              "BEBYBGBWBBBZCMCHCSCFCYCWCECACKCT"
                              "CXCLCPCNDKDADSDIDEDTDRDNDWDPDMDL"
                              "DYEHEYEOEEECENEMETESFTFRFNFSFMFH"
                              "FZFPFWFXFYFEFGFLFDGAGEGRGSGTGLGW"
                              "GDGYGMGUGHGOHFHGHDHKHTHPHHHLHYHE"
                              "HNHSIDIAIEIHIYIOISINIMJEJZJNJTJL"
                              "JOJSJPJKJYKPKOKTKSKKKNKGKEKIKBLB"
                              "LALYLFLSLRLPLNLTLOLDLELULKLGMNMY"
                              "MHMEMOMUMWMDMTMSMKNLNYNDNSNTNNNE"
                              "NBOYOEOTOXONOLOSPDPTPKPYPSPMPLPE"
                              "PFPAPRQDQZRERPRLRORHRDRKRFRYRNRS"
                              "RTSESASRSSSKSWSTSPSOSGSBSFSNTOTK"
                              "TITTTDTETYTLTBTSTPTATNUYUOUTUEUR"
                              "VTVYVOVLVEVWVAVDVSWLWDWMWPWEWYWS"
                              "WTWNWZWFWKYKYNYLYAYTZSZOZTZCZEZM";

static int
upper(uint8_t c)
{
    return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

static int
byte_of(uint8_t first, uint8_t last)
{
    const char *pair = letters;
    for (int byte = 0; byte < 256; byte++, pair += 2) {
        if (pair[0] == upper(first) && pair[1] == upper(last))
            return byte;
    }
    return NO_BYTE;
}

static bool
spell(uint8_t *bytes, ts_span text)
{
    for (size_t i = 0; i < text.len / 2; i++) {
        int byte = byte_of(text.at[2 * i], text.at[2 * i + 1]);
        if (byte == NO_BYTE)
            return false;
        bytes[i] = (uint8_t)byte;
    }
    return true;
}

static uint32_t
big_endian(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

enum ts_status
ts_bytewords_decode(struct ts_arena *arena, ts_span *out, ts_span text)
{
    size_t used = arena->used;
    size_t len = text.len / 2;
    if (text.len % 2 || len < CHECKSUM_SIZE)
        return TS_TRUNCATED;
    uint8_t *bytes = ts_arena_take(arena, len);
    if (!bytes)
        return TS_NO_SPACE;
    ts_span body = { bytes, len - CHECKSUM_SIZE };
    if (spell(bytes, text) && ts_crc32(body) == big_endian(bytes + body.len)) {
        *out = body;
        return TS_OK;
    }
    ts_arena_rewind(arena, used);
    return TS_MALFORMED;
}

static void
write_byte(uint8_t *at, uint8_t byte)
{
    const char *pair = letters + 2 * (size_t)byte;
    at[0] = (uint8_t)pair[0];
    at[1] = (uint8_t)pair[1];
}

enum ts_status
ts_bytewords_encode(struct ts_arena *arena, ts_span *out, ts_span bytes)
{
    if (bytes.len > SIZE_MAX / 4)
        return TS_NO_SPACE;
    size_t len = 2 * (bytes.len + CHECKSUM_SIZE);
    uint8_t *text = ts_arena_take(arena, len);
    uint32_t crc = ts_crc32(bytes);
    if (!text)
        return TS_NO_SPACE;
    for (size_t i = 0; i < bytes.len; i++)
        write_byte(text + 2 * i, bytes.at[i]);
    for (size_t i = 0; i < CHECKSUM_SIZE; i++)
        write_byte(text + 2 * (bytes.len + i), (uint8_t)(crc >> (24 - 8 * i)));
    *out = (ts_span){ text, len };
    return TS_OK;
}
