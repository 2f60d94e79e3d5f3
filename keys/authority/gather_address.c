#include "keys/authority/gather_address.h"

#include "keys/authority/text.h"

/** RFC 1035 2.3.4. */
enum { HOST_MAX = 253 };

static const ts_span HTTPS = { (const uint8_t *)"https://", 8 };
static const ts_span HTTP = { (const uint8_t *)"http://", 7 };
static const ts_span DID_WEB = { (const uint8_t *)"did:web:", 8 };

static bool
is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool
is_small(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool
is_hex(uint8_t c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static size_t
scheme_len(ts_span url)
{
    if (ts_span_starts_with(url, HTTPS))
        return HTTPS.len;
    return ts_span_starts_with(url, HTTP) ? HTTP.len : 0;
}

/* Host and port. */
static ts_span
authority_of(ts_span url)
{
    ts_span rest = ts_span_part(url, scheme_len(url), url.len);
    size_t end = 0;
    while (end < rest.len && rest.at[end] != '/' && rest.at[end] != '?')
        end++;
    return ts_span_part(rest, 0, end);
}

ts_span
ts_url_origin(ts_span url)
{
    return ts_span_part(url, 0, scheme_len(url) + authority_of(url).len);
}

ts_span
ts_url_host(ts_span url)
{
    ts_span authority = authority_of(url);
    return ts_span_part(authority, 0, ts_span_index(authority, ':'));
}

static bool
is_label(ts_span label)
{
    for (size_t i = 0; i < label.len; i++) {
        if (!is_small(label.at[i]) && !is_digit(label.at[i]) && label.at[i] != '-')
            return false;
    }
    return label.len > 0 && label.at[0] != '-';
}

/* Small letters, digits and hyphens between dots: one host has one spelling, or
 * whoever wants to see it pestered would write it in many. The last label
 * begins with a letter: what ends in a number is an address (WHATWG URL 3.5),
 * 0x7f000001 included. */
static bool
is_host(ts_span host, bool plain_http)
{
    bool last_is_name = false;
    size_t labels = 0;
    if (ts_span_is(host, "localhost"))
        return plain_http;
    if (host.len == 0 || host.len > HOST_MAX)
        return false;
    for (ts_span rest = host; labels == 0 || rest.len > 0; labels++) {
        size_t end = ts_span_index(rest, '.');
        if (!is_label(ts_span_part(rest, 0, end)) || end + 1 == rest.len)
            return false;
        last_is_name = is_small(rest.at[0]);
        rest = ts_span_part(rest, end + 1, rest.len);
    }
    return labels > 1 && last_is_name;
}

static bool
is_port(ts_span port)
{
    uint32_t value = 0;
    for (size_t i = 0; i < port.len && i < 6; i++) {
        if (!is_digit(port.at[i]))
            return false;
        value = value * 10 + (port.at[i] - (uint32_t)'0');
    }
    return value > 0 && value <= 65535 && port.len <= 5;
}

static bool
is_authority(ts_span authority, bool plain_http)
{
    size_t colon = ts_span_index(authority, ':');
    ts_span port = ts_span_part(authority, colon + 1, authority.len);
    return is_host(ts_span_part(authority, 0, colon), plain_http)
           && (colon == authority.len || is_port(port));
}

static bool
is_path_byte(uint8_t c)
{
    static const ts_span SIGNS = { (const uint8_t *)"-._~%!$&'()*+,;=:@/?", 20 };
    return is_small(c) || (c >= 'A' && c <= 'Z') || is_digit(c)
           || ts_span_index(SIGNS, c) < SIGNS.len;
}

/* Two digits follow every "%", and they do not hide a dot. */
static bool
is_path(ts_span path)
{
    for (size_t i = 0; i < path.len; i++) {
        ts_span digits = ts_span_part(path, i + 1, 2);
        if (!is_path_byte(path.at[i]))
            return false;
        if (path.at[i] != '%')
            continue;
        if (digits.len < 2 || !is_hex(digits.at[0]) || !is_hex(digits.at[1]))
            return false;
        if (digits.at[0] == '2' && (digits.at[1] == 'e' || digits.at[1] == 'E'))
            return false;
    }
    return true;
}

/* "." and ".." would be taken out on the way, and another file would answer. */
static bool
has_dot_part(ts_span path)
{
    while (path.len > 0) {
        size_t end = ts_span_index(path, '/');
        ts_span part = ts_span_part(path, 0, end);
        if (ts_span_is(part, ".") || ts_span_is(part, ".."))
            return true;
        path = ts_span_part(path, end + 1, path.len);
    }
    return false;
}

bool
ts_gather_url_valid(ts_span url, bool plain_http)
{
    ts_span origin = ts_url_origin(url);
    ts_span path = ts_span_part(url, origin.len, url.len);
    bool scheme =
        ts_span_starts_with(url, HTTPS) || (plain_http && ts_span_starts_with(url, HTTP));
    if (!scheme || url.len > TS_GATHER_URL_MAX
        || !is_authority(authority_of(url), plain_http))
        return false;
    return is_path(path)
           && !has_dot_part(ts_span_part(path, 0, ts_span_index(path, '?')));
}

/* "a.example%3A8443": a colon of its own parts the DID. */
static void
write_authority(struct ts_writer *w, ts_span text)
{
    size_t at = ts_span_index(text, '%');
    ts_span port = ts_span_part(text, at, text.len);
    ts_write_bytes(w, ts_span_part(text, 0, at));
    if (ts_span_starts_with(port, TS_SPAN_LIT("%3A"))
        || ts_span_starts_with(port, TS_SPAN_LIT("%3a"))) {
        ts_write_u8(w, ':');
        port = ts_span_part(port, 3, port.len);
    }
    ts_write_bytes(w, port); /* whatever else it is, is no port */
}

static void
write_document_path(struct ts_writer *w, ts_span parts)
{
    if (parts.len == 0)
        ts_write_text(w, "/.well-known");
    for (size_t i = 0; i < parts.len; i++)
        ts_write_u8(w, parts.at[i] == ':' ? '/' : parts.at[i]);
    ts_write_text(w, "/did.json");
}

/* Colons part it, and nothing else; no part is empty. */
static bool
is_parted(ts_span id)
{
    for (size_t i = 0; i < id.len; i++) {
        bool last = i + 1 == id.len;
        if (id.at[i] == ':' && (last || id.at[i + 1] == ':'))
            return false;
        if (id.at[i] == '/' || id.at[i] == '?')
            return false;
    }
    return true;
}

enum ts_status
ts_did_web_url(struct ts_arena *arena, ts_span *url, ts_span did, bool plain_http)
{
    if (!ts_span_starts_with(did, DID_WEB))
        return TS_ABSENT;
    ts_span rest = ts_span_part(did, DID_WEB.len, did.len);
    size_t colon = ts_span_index(rest, ':');
    ts_span authority = ts_span_part(rest, 0, colon);
    ts_span parts = ts_span_part(rest, colon, rest.len);
    ts_span host = ts_span_part(authority, 0, ts_span_index(authority, '%'));
    ts_span draft;
    if (!is_parted(rest) || did.len > TS_GATHER_URL_MAX)
        return TS_MALFORMED;

    struct ts_writer w = ts_text_begin(arena);
    ts_write_bytes(&w, plain_http && ts_span_is(host, "localhost") ? HTTP : HTTPS);
    write_authority(&w, authority);
    write_document_path(&w, parts);
    enum ts_status status = ts_writer_end(&w, &draft);
    if (status != TS_OK)
        return status;
    if (!ts_gather_url_valid(draft, plain_http))
        return TS_MALFORMED;
    ts_arena_keep(arena, draft.len);
    *url = draft;
    return TS_OK;
}

enum ts_status
ts_jwks_url(struct ts_arena *arena, ts_span *url, ts_span issuer, bool plain_http)
{
    bool query = ts_span_index(issuer, '?') < issuer.len;
    if (!ts_gather_url_valid(issuer, plain_http) || query
        || issuer.at[issuer.len - 1] == '/')
        return TS_MALFORMED;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_bytes(&w, issuer);
    ts_write_text(&w, "/.well-known/jwks.json");
    return ts_text_keep(arena, &w, url);
}
