#include "kiosk/app/sight.h"

#include "keys/crypto/digest.h"
#include "kiosk/credential/envelope.h"

#include <string.h>

static bool
is_recognised(ts_span text)
{
    enum ts_format format = ts_format_sniff(text);
    return format != TS_FORMAT_NONE && format != TS_FORMAT_WEB_LINK;
}

bool
ts_sight_make(struct ts_sight *sight, ts_span text, ts_mono taken)
{
    uint8_t digest[TS_SHA256_SIZE];
    if (text.len == 0 || text.len > sizeof(sight->text))
        return false;
    ts_sha256(digest, text);
    memcpy(&sight->identity, digest, sizeof(sight->identity));
    sight->recognised = is_recognised(text);
    sight->taken = taken;
    sight->len = text.len;
    memcpy(sight->text, text.at, text.len);
    return true;
}
