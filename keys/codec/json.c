#include "keys/codec/json.h"

#include "firmware/base/limits.h"
#include "firmware/base/utf8.h"
#include "keys/codec/json_form.h"
#include "keys/codec/json_string.h"

#include <string.h>

struct parser {
    struct ts_arena *arena;
    const uint8_t *start;
    const uint8_t *at;
    const uint8_t *end;
    struct ts_fault fault;
};

static enum ts_status
fail(struct parser *p, enum ts_status why, const uint8_t *where, const char *rule)
{
    return ts_fault_set(&p->fault, why, (size_t)(where - p->start), rule);
}

/* Something else was due at p->at: another byte stands there, or none at all. */
static enum ts_status
unexpected(struct parser *p, const char *rule)
{
    return fail(p, p->at == p->end ? TS_TRUNCATED : TS_MALFORMED, p->at, rule);
}

static void
skip_space(struct parser *p)
{
    while (p->at < p->end
           && (*p->at == ' ' || *p->at == '\n' || *p->at == '\r' || *p->at == '\t'))
        p->at++;
}

static bool
take(struct parser *p, uint8_t byte)
{
    if (p->at == p->end || *p->at != byte)
        return false;
    p->at++;
    return true;
}

static bool
is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool
take_digits(struct parser *p)
{
    const uint8_t *first = p->at;
    while (p->at < p->end && is_digit(*p->at))
        p->at++;
    return p->at > first;
}

static enum ts_status
read_number(struct parser *p, struct ts_json *value)
{
    static const char rule[] = "RFC 8259 6";
    const uint8_t *first = p->at;

    take(p, '-');
    bool zero = take(p, '0');
    if (zero && p->at < p->end && is_digit(*p->at))
        return fail(p, TS_MALFORMED, p->at, rule);
    if (!zero && !take_digits(p))
        return unexpected(p, rule);
    if (take(p, '.') && !take_digits(p))
        return unexpected(p, rule);
    if (take(p, 'e') || take(p, 'E')) {
        if (!take(p, '+'))
            take(p, '-');
        if (!take_digits(p))
            return unexpected(p, rule);
    }
    value->kind = TS_JSON_NUMBER;
    value->text = (ts_span){ first, (size_t)(p->at - first) };
    return TS_OK;
}

static enum ts_status
read_literal(struct parser *p, struct ts_json *value, enum ts_json_kind kind,
             const char *spelling)
{
    for (; *spelling; spelling++)
        if (!take(p, (uint8_t)*spelling))
            return unexpected(p, "RFC 8259 3");
    value->kind = kind;
    return TS_OK;
}

static uint64_t
eight_of(uint8_t byte)
{
    return 0x0101010101010101U * byte;
}

/* Some byte of eight is zero; the borrow of a lower one cannot hide it. */
static bool
has_zero_byte(uint64_t eight)
{
    return ((eight - eight_of(1)) & ~eight & eight_of(0x80)) != 0;
}

static bool
ends_plain_text(uint64_t eight)
{
    bool has_control = ((eight - eight_of(0x20)) & ~eight & eight_of(0x80)) != 0;
    return has_control || has_zero_byte(eight ^ eight_of('"'))
           || has_zero_byte(eight ^ eight_of('\\'));
}

/*
 * The first quote, backslash or control character from at on, or end. Most of
 * a credential is the inside of strings: it is passed over eight bytes a step.
 * All that was passed is or-ed into seen.
 */
static const uint8_t *
pass_plain_text(const uint8_t *at, const uint8_t *end, uint64_t *seen)
{
    uint64_t eight;
    while (end - at >= (ptrdiff_t)sizeof(eight)) {
        memcpy(&eight, at, sizeof(eight));
        if (ends_plain_text(eight))
            break;
        *seen |= eight;
        at += sizeof(eight);
    }
    while (at < end && *at != '"' && *at != '\\' && *at >= 0x20)
        *seen |= *at++;
    return at;
}

/* Finds the closing quote before looking at what escapes say: a string that is
 * cut off is truncated, not malformed. */
static enum ts_status
find_string(struct parser *p, ts_span *raw, bool *has_escape)
{
    static const char rule[] = "RFC 8259 7";
    const uint8_t *first = p->at + 1;
    const uint8_t *at = first;
    uint64_t seen = 0;

    *has_escape = false;
    for (;;) {
        at = pass_plain_text(at, p->end, &seen);
        if (at == p->end)
            return fail(p, TS_TRUNCATED, at, rule);
        if (*at == '"')
            break;
        if (*at != '\\')
            return fail(p, TS_MALFORMED, at, rule);
        if (p->end - at < 2)
            return fail(p, TS_TRUNCATED, p->end, rule);
        *has_escape = true;
        at += 2;
    }
    *raw = (ts_span){ first, (size_t)(at - first) };
    p->at = at + 1;
    /* Quotes are ASCII, so a string is UTF-8 or not whatever stands around it. */
    if ((seen & eight_of(0x80)) && !ts_utf8_valid(*raw))
        return fail(p, TS_MALFORMED, first, "RFC 8259 8.1");
    return TS_OK;
}

static enum ts_status
read_string(struct parser *p, ts_span *text)
{
    ts_span raw = { 0 };
    bool has_escape = false;
    enum ts_status status = find_string(p, &raw, &has_escape);
    if (status != TS_OK)
        return status;
    if (!has_escape) {
        *text = raw;
        return TS_OK;
    }
    size_t offset = 0;
    status = ts_json_unescape(p->arena, text, raw, &offset);
    if (status != TS_OK)
        return fail(p, status, raw.at + offset, "RFC 8259 7");
    return TS_OK;
}

static enum ts_status read_value(struct parser *p, struct ts_json *value, unsigned depth);

static enum ts_status
read_array(struct parser *p, struct ts_json *array, unsigned depth)
{
    struct ts_json **link = &array->first;

    array->kind = TS_JSON_ARRAY;
    p->at++;
    skip_space(p);
    if (take(p, ']'))
        return TS_OK;
    for (;;) {
        struct ts_json *element = ts_arena_take(p->arena, sizeof(*element));
        if (!element)
            return fail(p, TS_NO_SPACE, p->at, "RFC 8259 5");
        enum ts_status status = read_value(p, element, depth + 1);
        if (status != TS_OK)
            return status;
        *link = element;
        link = &element->next;
        array->count++;
        if (take(p, ']'))
            return TS_OK;
        if (!take(p, ','))
            return unexpected(p, "RFC 8259 5");
        skip_space(p);
    }
}

/* Up to so many members each name is compared with all before it; larger
 * objects are sorted once instead, or a hostile one would take minutes. */
enum { COMPARED_AT_ONCE = 16 };

static bool
occurs_in(const struct ts_json *object, ts_span name)
{
    for (const struct ts_json *at = object->first; at; at = at->next)
        if (ts_span_equal(at->name, name))
            return true;
    return false;
}

static enum ts_status
refuse_duplicates(struct parser *p, const struct ts_json *object)
{
    size_t used = p->arena->used;
    const struct ts_json **sorted = ts_json_sorted(p->arena, object, ts_span_compare);
    if (!sorted)
        return fail(p, TS_NO_SPACE, p->at, "RFC 8259 4");

    enum ts_status status = TS_OK;
    for (size_t i = 1; i < object->count && status == TS_OK; i++) {
        const struct ts_json *a = sorted[i - 1];
        const struct ts_json *b = sorted[i];
        uint32_t later = a->offset > b->offset ? a->offset : b->offset;
        if (ts_span_equal(a->name, b->name))
            status = fail(p, TS_DUPLICATE, p->start + later, "RFC 7493 2.3");
    }
    ts_arena_rewind(p->arena, used);
    return status;
}

static enum ts_status
read_member(struct parser *p, const struct ts_json *object, struct ts_json *member,
            unsigned depth)
{
    static const char rule[] = "RFC 8259 4";
    const uint8_t *first = p->at;

    if (p->at == p->end || *p->at != '"')
        return unexpected(p, rule);
    enum ts_status status = read_string(p, &member->name);
    if (status != TS_OK)
        return status;
    if (object->count < COMPARED_AT_ONCE && occurs_in(object, member->name))
        return fail(p, TS_DUPLICATE, first, "RFC 7493 2.3");
    if (object->count == TS_MEMBERS_MAX)
        return fail(p, TS_OVER_LIMIT, first, "TS_MEMBERS_MAX");

    skip_space(p);
    if (!take(p, ':'))
        return unexpected(p, rule);
    skip_space(p);
    return read_value(p, member, depth + 1);
}

static enum ts_status
read_object(struct parser *p, struct ts_json *object, unsigned depth)
{
    struct ts_json **link = &object->first;

    object->kind = TS_JSON_OBJECT;
    p->at++;
    skip_space(p);
    if (take(p, '}'))
        return TS_OK;
    for (;;) {
        struct ts_json *member = ts_arena_take(p->arena, sizeof(*member));
        if (!member)
            return fail(p, TS_NO_SPACE, p->at, "RFC 8259 4");
        enum ts_status status = read_member(p, object, member, depth);
        if (status != TS_OK)
            return status;
        *link = member;
        link = &member->next;
        object->count++;
        if (take(p, '}'))
            break;
        if (!take(p, ','))
            return unexpected(p, "RFC 8259 4");
        skip_space(p);
    }
    return object->count > COMPARED_AT_ONCE ? refuse_duplicates(p, object) : TS_OK;
}

static enum ts_status
read_container(struct parser *p, struct ts_json *value, unsigned depth)
{
    if (depth == TS_DEPTH_MAX)
        return fail(p, TS_OVER_LIMIT, p->at, "TS_DEPTH_MAX");
    return *p->at == '{' ? read_object(p, value, depth) : read_array(p, value, depth);
}

static enum ts_status
read_bare_value(struct parser *p, struct ts_json *value, unsigned depth)
{
    if (p->at == p->end)
        return unexpected(p, "RFC 8259 3");
    value->offset = (uint32_t)(p->at - p->start);
    switch (*p->at) {
    case '{':
    case '[': return read_container(p, value, depth);
    case '"': value->kind = TS_JSON_STRING; return read_string(p, &value->text);
    case 't': return read_literal(p, value, TS_JSON_TRUE, "true");
    case 'f': return read_literal(p, value, TS_JSON_FALSE, "false");
    case 'n': return read_literal(p, value, TS_JSON_NULL, "null");
    default: break;
    }
    if (*p->at == '-' || is_digit(*p->at))
        return read_number(p, value);
    return unexpected(p, "RFC 8259 3");
}

/* One value from its first byte, and the white space after it. */
static enum ts_status
read_value(struct parser *p, struct ts_json *value, unsigned depth)
{
    enum ts_status status = read_bare_value(p, value, depth);
    if (status == TS_OK)
        skip_space(p);
    return status;
}

static enum ts_status
read_document(struct parser *p, struct ts_json **root)
{
    *root = ts_arena_take(p->arena, sizeof(**root));
    if (!*root)
        return fail(p, TS_NO_SPACE, p->at, "RFC 8259 2");
    skip_space(p);
    enum ts_status status = read_value(p, *root, 0);
    if (status == TS_OK && p->at != p->end)
        return fail(p, TS_TRAILING, p->at, "RFC 8259 2");
    return status;
}

enum ts_status
ts_json_parse(struct ts_arena *arena, const struct ts_json **root, ts_span source,
              struct ts_fault *fault)
{
    /* An empty span may hold NULL, which pointers must not be compared with. */
    const uint8_t *at = source.len ? source.at : (const uint8_t *)"";
    struct parser p = { .arena = arena, .start = at, .at = at, .end = at + source.len };
    struct ts_json *draft;
    size_t used = arena->used;

    if (source.len > UINT32_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, "offsets are of 32 bits");
    enum ts_status status = read_document(&p, &draft);
    if (status == TS_OK) {
        *root = draft;
        return TS_OK;
    }
    ts_arena_rewind(arena, used);
    return ts_fault_set(fault, status, p.fault.offset, p.fault.rule);
}
