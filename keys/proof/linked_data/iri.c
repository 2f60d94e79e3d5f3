#include "keys/proof/linked_data/iri.h"

#include <string.h>

/* RFC 3986 appendix B; a span at NULL: that component is not there. */
struct parts {
    ts_span scheme, authority, path, query, fragment;
};

static bool
is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_scheme_byte(uint8_t c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

static size_t
scheme_len(ts_span text)
{
    if (text.len == 0 || !is_letter(text.at[0]))
        return 0;
    size_t len = 1;
    while (len < text.len && is_scheme_byte(text.at[len]))
        len++;
    return len < text.len && text.at[len] == ':' ? len : 0;
}

bool
ts_iri_has_scheme(ts_span text)
{
    return scheme_len(text) > 0;
}

/* What IRIREF of N-Quads excludes. */
static const bool forbidden[256] = {
    [0] = true,   [1] = true,   [2] = true,   [3] = true,   [4] = true,   [5] = true,
    [6] = true,   [7] = true,   [8] = true,   [9] = true,   [10] = true,  [11] = true,
    [12] = true,  [13] = true,  [14] = true,  [15] = true,  [16] = true,  [17] = true,
    [18] = true,  [19] = true,  [20] = true,  [21] = true,  [22] = true,  [23] = true,
    [24] = true,  [25] = true,  [26] = true,  [27] = true,  [28] = true,  [29] = true,
    [30] = true,  [31] = true,  [' '] = true, ['<'] = true, ['>'] = true, ['"'] = true,
    ['{'] = true, ['}'] = true, ['|'] = true, ['^'] = true, ['`'] = true, ['\\'] = true,
};

bool
ts_iri_is_absolute(ts_span text)
{
    if (!ts_iri_has_scheme(text))
        return false;
    unsigned fragments = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (forbidden[text.at[i]])
            return false;
        fragments += text.at[i] == '#';
    }
    return fragments <= 1;
}

/* Turtle's BLANK_NODE_LABEL, bytes past ASCII taken for letters. */
bool
ts_iri_is_blank(ts_span text)
{
    if (text.len < 3 || text.at[0] != '_' || text.at[1] != ':')
        return false;
    for (size_t i = 2; i < text.len; i++) {
        uint8_t c = text.at[i];
        bool word = is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c >= 0x80;
        bool inner = i > 2 && (c == '-' || (c == '.' && i + 1 < text.len));
        if (!word && !inner)
            return false;
    }
    return true;
}

/* Up to the first of stops, and past it. */
static ts_span
cut(ts_span *rest, const char *stops)
{
    size_t len = 0;
    while (len < rest->len && (rest->at[len] == 0 || !strchr(stops, rest->at[len])))
        len++;
    ts_span taken = { rest->at, len };
    *rest = (ts_span){ rest->at + len, rest->len - len };
    return taken;
}

static void
skip(ts_span *rest, size_t len)
{
    *rest = (ts_span){ rest->at + len, rest->len - len };
}

static struct parts
parts_of(ts_span text)
{
    struct parts parts = { 0 };
    size_t scheme = scheme_len(text);
    if (scheme) {
        parts.scheme = ts_span_part(text, 0, scheme);
        skip(&text, scheme + 1);
    }
    if (text.len >= 2 && text.at[0] == '/' && text.at[1] == '/') {
        skip(&text, 2);
        parts.authority = cut(&text, "/?#");
    }
    parts.path = cut(&text, "?#");
    if (text.len && text.at[0] == '?') {
        skip(&text, 1);
        parts.query = cut(&text, "#");
    }
    if (text.len) {
        skip(&text, 1);
        parts.fragment = text;
    }
    return parts;
}

/* What is written goes to the end of room and never past it: the result of 5.2 is
 * no longer than base, reference and two delimiters. */
struct out {
    uint8_t *at;
    size_t len;
};

static void
put(struct out *out, ts_span bytes)
{
    if (bytes.len)
        memcpy(out->at + out->len, bytes.at, bytes.len);
    out->len += bytes.len;
}

/* RFC 3986 5.2.4, in place, on what was written from path on. */
static void
remove_dots(struct out *out, size_t path)
{
    ts_span in = { out->at + path, out->len - path };
    out->len = path;
    while (in.len) {
        bool slash = in.at[0] == '/';
        ts_span rest = ts_span_part(in, slash, in.len);
        ts_span segment = rest.len ? cut(&rest, "/") : (ts_span){ 0 };
        bool dot = ts_span_is(segment, ".");
        bool dots = ts_span_is(segment, "..");
        if (dots && slash) {
            while (out->len > path && out->at[--out->len] != '/')
                ;
        }
        if (dot || dots) {
            /* "/." and "/.." at the end leave their slash. */
            if (slash && rest.len == 0)
                out->at[out->len++] = '/';
            /* Where no slash came before, the one after goes too. */
            in = slash ? rest : ts_span_part(rest, 1, rest.len);
            continue;
        }
        size_t len = slash + segment.len;
        memmove(out->at + out->len, in.at, len);
        out->len += len;
        in = rest;
    }
}

/* RFC 3986 5.2.3 */
static void
put_merged(struct out *out, const struct parts *base, ts_span path)
{
    size_t keep = base->path.len;
    while (keep > 0 && base->path.at[keep - 1] != '/')
        keep--;
    if (base->authority.at && base->path.len == 0)
        put(out, TS_SPAN_LIT("/"));
    else
        put(out, ts_span_part(base->path, 0, keep));
    put(out, path);
}

static void
put_path(struct out *out, const struct parts *base, const struct parts *reference)
{
    size_t start = out->len;
    if (reference->authority.at == NULL && reference->path.len == 0) {
        put(out, base->path);
        return;
    }
    if (reference->authority.at || reference->path.at[0] == '/')
        put(out, reference->path);
    else
        put_merged(out, base, reference->path);
    remove_dots(out, start);
}

/* RFC 3986 5.2.2 and 5.3 */
static void
put_resolved(struct out *out, const struct parts *base, const struct parts *reference)
{
    ts_span authority = reference->authority.at ? reference->authority : base->authority;
    bool same_path = !reference->authority.at && reference->path.len == 0;
    ts_span query = same_path && !reference->query.at ? base->query : reference->query;

    put(out, base->scheme);
    put(out, base->scheme.at ? TS_SPAN_LIT(":") : (ts_span){ 0 });
    if (authority.at) {
        put(out, TS_SPAN_LIT("//"));
        put(out, authority);
    }
    put_path(out, base, reference);
    if (query.at) {
        put(out, TS_SPAN_LIT("?"));
        put(out, query);
    }
    if (reference->fragment.at) {
        put(out, TS_SPAN_LIT("#"));
        put(out, reference->fragment);
    }
}

enum ts_status
ts_iri_resolve(struct ts_arena *arena, ts_span *resolved, ts_span base, ts_span reference)
{
    if (base.len == 0 || ts_iri_has_scheme(reference)) {
        *resolved = reference;
        return TS_OK;
    }
    struct parts from = parts_of(base);
    struct parts to = parts_of(reference);
    size_t most = base.len + reference.len + sizeof("://?#/");
    ts_room rest = ts_arena_rest(arena);
    if (rest.len < most)
        return TS_NO_SPACE;
    struct out out = { rest.at, 0 };
    put_resolved(&out, &from, &to);
    ts_arena_keep(arena, out.len);
    *resolved = (ts_span){ out.at, out.len };
    return TS_OK;
}
