#include "kiosk/credential/envelope.h"

#include "keys/proof/jose.h"

const char *
ts_format_name(enum ts_format format)
{
    switch (format) { /* no default: a new format must be named here */
    case TS_FORMAT_NONE: return "none";
    case TS_FORMAT_VC_JWT: return "vc-jwt";
    case TS_FORMAT_VC_COSE: return "vc+cose";
    case TS_FORMAT_DATA_INTEGRITY: return "data-integrity";
    case TS_FORMAT_PIXELPASS: return "pixelpass";
    case TS_FORMAT_HCERT: return "hc1";
    case TS_FORMAT_SD_JWT: return "sd-jwt";
    case TS_FORMAT_SMART_HEALTH: return "smart-health-card";
    case TS_FORMAT_NZCP: return "nzcp";
    case TS_FORMAT_CBOR_LD: return "cbor-ld";
    case TS_FORMAT_BC_UR: return "bc-ur";
    case TS_FORMAT_VDS_NC: return "vds-nc";
    case TS_FORMAT_CLAIM_169: return "claim-169";
    case TS_FORMAT_WEB_LINK: return "web-link";
    }
    return "none";
}

/* Schemes decide alone, in any case (RFC 3986 3.1): codes like capitals. */
static const struct {
    const char *start; /* in small letters */
    enum ts_format format;
} schemes[] = {
    { "shc:/", TS_FORMAT_SMART_HEALTH },
    { "nzcp:/", TS_FORMAT_NZCP },
    { "csc:/", TS_FORMAT_NZCP },
    { "css:/", TS_FORMAT_NZCP },
    { "ur:", TS_FORMAT_BC_UR },
    { "https:", TS_FORMAT_WEB_LINK },
    { "http:", TS_FORMAT_WEB_LINK },
    { "openid4vp:", TS_FORMAT_WEB_LINK },
    { "openid-credential-offer:", TS_FORMAT_WEB_LINK },
    { "inji_ovp:", TS_FORMAT_WEB_LINK },
};

/* So do these, as they are written. */
static const struct {
    const char *start;
    enum ts_format format;
} starts[] = {
    { "HC1:", TS_FORMAT_HCERT },
    { "VP1-", TS_FORMAT_CBOR_LD },
    { "VC1-", TS_FORMAT_CBOR_LD },
    { "{", TS_FORMAT_DATA_INTEGRITY },
    /* Base45 of the four zlib headers in use: 7801, 785E, 789C, 78DA. */
    { "V7F", TS_FORMAT_VC_COSE },
    { "Y9F", TS_FORMAT_VC_COSE },
    { "6BF", TS_FORMAT_VC_COSE },
    { "NCF", TS_FORMAT_VC_COSE },
};

static bool
starts_in_any_case(ts_span text, const char *start)
{
    size_t i = 0;
    for (; start[i]; i++) {
        if (i >= text.len)
            return false;
        uint8_t c = text.at[i];
        if (c >= 'A' && c <= 'Z')
            c |= 0x20;
        if (c != (uint8_t)start[i])
            return false;
    }
    return true;
}

enum ts_format
ts_format_sniff(ts_span text)
{
    for (size_t i = 0; i < TS_COUNT(schemes); i++)
        if (starts_in_any_case(text, schemes[i].start))
            return schemes[i].format;
    for (size_t i = 0; i < TS_COUNT(starts); i++)
        if (ts_span_starts_with(text, ts_span_text(starts[i].start)))
            return starts[i].format;
    if (ts_span_starts_with(text, TS_SPAN_LIT("eyJ"))
        && ts_span_index(text, '~') < text.len)
        return TS_FORMAT_SD_JWT;
    if (ts_jose_looks_like(text))
        return TS_FORMAT_VC_JWT;
    return TS_FORMAT_NONE;
}
