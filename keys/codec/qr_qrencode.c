#include "keys/codec/qr.h"

#include <errno.h>
#include <limits.h>
#include <qrencode.h>
#include <string.h>

/* ISO/IEC 18004 7.3.4. */
static const char ALPHANUMERIC[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

static bool
consists_of(ts_span text, const char *characters, size_t count)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!memchr(characters, text.at[i], count))
            return false;
    }
    return true;
}

static QRencodeMode
mode_for(ts_span text)
{
    if (consists_of(text, ALPHANUMERIC, 10))
        return QR_MODE_NUM;
    return consists_of(text, ALPHANUMERIC, sizeof(ALPHANUMERIC) - 1) ? QR_MODE_AN
                                                                     : QR_MODE_8;
}

static bool
append(QRinput *input, ts_span text)
{
    return text.len == 0
           || QRinput_append(input, mode_for(text), (int)text.len, text.at) == 0;
}

/** A head and a long row of digits ("shc:/5676..."): digits take 3.3 bits each in a
 * mode of their own, so that this is worth its second header. */
static size_t
head_of(ts_span text)
{
    enum { WORTH_IT = 24 };
    size_t head = text.len;
    while (head && text.at[head - 1] >= '0' && text.at[head - 1] <= '9')
        head--;
    return text.len - head >= WORTH_IT ? head : text.len;
}

/** Its own failures: the text is too long, or memory ran out. */
static QRcode *
encode(ts_span text)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    QRcode *code = NULL;
    size_t head = head_of(text);
    if (input && append(input, ts_span_part(text, 0, head))
        && append(input, ts_span_part(text, head, text.len)))
        code = QRcode_encodeInput(input);
    QRinput_free(input);
    return code;
}

enum ts_status
ts_qr_encode(struct ts_arena *arena, struct ts_qr *qr, ts_span text)
{
    if (text.len == 0)
        return TS_MALFORMED;
    if (text.len > INT_MAX)
        return TS_OVER_LIMIT;
    errno = 0;
    QRcode *code = encode(text);
    if (!code)
        return errno == ENOMEM ? TS_NO_SPACE : TS_OVER_LIMIT;

    enum ts_status status = TS_NO_SPACE;
    size_t count = (size_t)code->width * (size_t)code->width;
    uint8_t *modules = ts_arena_take(arena, count);
    if (!modules)
        goto out;
    for (size_t i = 0; i < count; i++)
        modules[i] = code->data[i] & 1; /* the other bits are the library's own */
    *qr = (struct ts_qr){ .version = (unsigned)code->version,
                          .size = (unsigned)code->width,
                          .modules = modules };
    status = TS_OK;
out:
    QRcode_free(code);
    return status;
}
