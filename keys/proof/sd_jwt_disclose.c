#include "keys/proof/sd_jwt_form.h"

static const char DIGESTS[] = "RFC 9901 7.1 step 3, digests";
static const char NAMES[] = "RFC 9901 7.1 step 3, names";
static const char TWICE[] = "RFC 9901 7.1 step 4, a digest twice";

/* Names that mean something to the format itself. */
static const char SD[] = "_sd";
static const char SD_ALG[] = "_sd_alg";
static const char ELEMENT[] = "...";

struct disclosing {
    struct ts_arena *arena;
    struct ts_disclosures *disclosures;
    ts_span *digests; /* Those met so far, decoys included. */
    size_t digest_count;
    const char *rule;
};

static enum ts_status
fail(struct disclosing *d, enum ts_status why, const char *rule)
{
    d->rule = rule;
    return why;
}

/* found is NULL for a decoy, and for what the holder keeps to himself. */
static enum ts_status
look_up(struct disclosing *d, const struct ts_disclosure **found,
        const struct ts_json *source, bool is_member)
{
    ts_span digest = ts_json_string(source);
    *found = NULL;
    if (!ts_json_is(source, TS_JSON_STRING))
        return fail(d, TS_MALFORMED, DIGESTS);
    if (d->digest_count == TS_DISCLOSURE_DIGESTS_MAX)
        return fail(d, TS_OVER_LIMIT, "TS_DISCLOSURE_DIGESTS_MAX");
    for (size_t i = 0; i < d->digest_count; i++)
        if (ts_span_equal(d->digests[i], digest))
            return fail(d, TS_DUPLICATE, TWICE);
    d->digests[d->digest_count++] = digest;
    for (size_t i = 0; i < d->disclosures->count; i++) {
        struct ts_disclosure *one = &d->disclosures->at[i];
        if (!ts_span_equal(one->digest, digest))
            continue;
        one->is_used = true;
        *found = one;
        return one->is_member == is_member ? TS_OK : fail(d, TS_MALFORMED, DIGESTS);
    }
    return TS_OK;
}

static enum ts_status
copy(struct disclosing *d, struct ts_json *out, const struct ts_json *in, size_t depth);

/* A copy of in behind *link, which is moved past it. */
static enum ts_status
append(struct disclosing *d, struct ts_json *whole, struct ts_json ***link,
       const struct ts_json *in, size_t depth)
{
    struct ts_json *part = ts_arena_take(d->arena, sizeof(*part));
    if (!part)
        return fail(d, TS_NO_SPACE, "arena");
    enum ts_status status = copy(d, part, in, depth);
    **link = part;
    *link = &part->next;
    whole->count++;
    return status;
}

static enum ts_status
copy_elements(struct disclosing *d, struct ts_json *out, const struct ts_json *in,
              size_t depth)
{
    struct ts_json **link = &out->first;
    enum ts_status status = TS_OK;
    for (const struct ts_json *at = in->first; at && status == TS_OK; at = at->next) {
        const struct ts_json *digest = ts_json_member(at, ELEMENT);
        const struct ts_disclosure *found = NULL;
        if (ts_json_is(digest, TS_JSON_NONE)) {
            status = append(d, out, &link, at, depth);
            continue;
        }
        if (at->count != 1)
            return fail(d, TS_MALFORMED, DIGESTS);
        status = look_up(d, &found, digest, false);
        if (status == TS_OK && found)
            status = append(d, out, &link, found->value, depth);
    }
    return status;
}

/* SD-JWT VC 2.2.2.2: what must not depend on the holder's wish. */
static bool
must_stand_open(ts_span name)
{
    static const char *const names[] = { "iss", "nbf",           "exp",   "cnf",
                                         "vct", "vct#integrity", "status" };
    for (size_t i = 0; i < TS_COUNT(names); i++)
        if (ts_span_is(name, names[i]))
            return true;
    return false;
}

static bool
may_be_disclosed(const struct ts_json *object, ts_span name, bool is_top)
{
    if (ts_span_is(name, SD) || ts_span_is(name, ELEMENT)
        || (is_top && (ts_span_is(name, SD_ALG) || must_stand_open(name))))
        return false;
    return ts_json_is(ts_json_member_span(object, name), TS_JSON_NONE);
}

static enum ts_status
disclose_members(struct disclosing *d, struct ts_json *out, struct ts_json **link,
                 const struct ts_json *digests, size_t depth)
{
    enum ts_status status = TS_OK;
    if (ts_json_is(digests, TS_JSON_NONE))
        return TS_OK;
    if (!ts_json_is(digests, TS_JSON_ARRAY))
        return fail(d, TS_MALFORMED, DIGESTS);
    for (const struct ts_json *at = digests->first; at && status == TS_OK;
         at = at->next) {
        const struct ts_disclosure *found;
        status = look_up(d, &found, at, true);
        if (status != TS_OK || !found)
            continue;
        if (!may_be_disclosed(out, found->name, depth == 0))
            return fail(d, TS_MALFORMED, NAMES);
        if (out->count == TS_MEMBERS_MAX)
            return fail(d, TS_OVER_LIMIT, "TS_MEMBERS_MAX");
        struct ts_json *part = ts_arena_take(d->arena, sizeof(*part));
        if (!part)
            return fail(d, TS_NO_SPACE, "arena");
        status = copy(d, part, found->value, depth + 1);
        part->name = found->name;
        *link = part;
        link = &part->next;
        out->count++;
    }
    return status;
}

static enum ts_status
copy_members(struct disclosing *d, struct ts_json *out, const struct ts_json *in,
             size_t depth)
{
    struct ts_json **link = &out->first;
    for (const struct ts_json *at = in->first; at; at = at->next) {
        bool is_alg = ts_span_is(at->name, SD_ALG);
        if (ts_span_is(at->name, ELEMENT) || (is_alg && depth > 0))
            return fail(d, TS_MALFORMED, NAMES);
        if (is_alg || ts_span_is(at->name, SD))
            continue;
        enum ts_status status = append(d, out, &link, at, depth + 1);
        if (status != TS_OK)
            return status;
    }
    return disclose_members(d, out, link, ts_json_member(in, SD), depth);
}

/* depth counts what stands around in. */
static enum ts_status
copy(struct disclosing *d, struct ts_json *out, const struct ts_json *in, size_t depth)
{
    *out = *in;
    out->next = NULL;
    if (!ts_json_is(in, TS_JSON_ARRAY) && !ts_json_is(in, TS_JSON_OBJECT))
        return TS_OK;
    if (depth >= TS_DEPTH_MAX)
        return fail(d, TS_OVER_LIMIT, "TS_DEPTH_MAX");
    out->first = NULL;
    out->count = 0;
    return ts_json_is(in, TS_JSON_ARRAY) ? copy_elements(d, out, in, depth + 1)
                                         : copy_members(d, out, in, depth);
}

enum ts_status
ts_sd_jwt_disclose(struct ts_arena *arena, struct ts_json *whole,
                   struct ts_disclosures *disclosures, const struct ts_json *payload,
                   const char **rule)
{
    struct disclosing d = { .arena = arena, .disclosures = disclosures };
    d.digests = ts_arena_take_array(arena, TS_DISCLOSURE_DIGESTS_MAX, sizeof(ts_span));
    *rule = "arena";
    if (!d.digests)
        return TS_NO_SPACE;
    enum ts_status status = copy(&d, whole, payload, 0);
    *rule = d.rule;
    for (size_t i = 0; status == TS_OK && i < disclosures->count; i++) {
        *rule = "RFC 9901 7.1 step 5, a disclosure without a digest";
        if (!disclosures->at[i].is_used)
            return TS_MALFORMED;
    }
    return status;
}
