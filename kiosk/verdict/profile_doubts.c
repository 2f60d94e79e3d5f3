#include "kiosk/verdict/profile_doubts.h"

enum { DAY_S = 86400 };

/* Every requirement of a profile, in the order of the file. */
struct all {
    const struct ts_requirement *items[TS_REQUIREMENTS_MAX];
    size_t count;
};

static void
gather(struct all *all, const struct ts_requirement *r)
{
    all->items[all->count++] = r;
    for (r = r->first; r; r = r->next)
        gather(all, r);
}

static bool
is_leaf(const struct ts_requirement *r)
{
    return r->kind == TS_REQUIRE_ACHIEVEMENT;
}

static void
say(const struct ts_profile_doubts *d, size_t offset, const char *what, ts_span about)
{
    d->say(offset, what, about, d->context);
}

/* The JSON that a requirement was read from. */
static const struct ts_json *
json_of(const struct ts_profile_doubts *d, const struct ts_requirement *r)
{
    const struct ts_json *at = d->root;
    while (at->offset != r->offset && at->first)
        for (at = at->first; at->next && at->next->offset <= r->offset;)
            at = at->next;
    return at;
}

static bool
has_issuer(const struct ts_requirement *r, ts_span issuer)
{
    for (size_t i = 0; i < r->issuer_count; i++)
        if (ts_span_equal(r->issuers[i], issuer))
            return true;
    return false;
}

static bool
same_issuers(const struct ts_requirement *a, const struct ts_requirement *b)
{
    for (size_t i = 0; i < a->issuer_count; i++)
        if (!has_issuer(b, a->issuers[i]))
            return false;
    for (size_t i = 0; i < b->issuer_count; i++)
        if (!has_issuer(a, b->issuers[i]))
            return false;
    return true;
}

/* Whatever meets one of them meets the other. */
static bool
asks_the_same(const struct ts_requirement *a, const struct ts_requirement *b)
{
    return ts_span_equal(a->achievement, b->achievement)
           && ts_span_equal(a->type, b->type) && ts_span_equal(a->name, b->name)
           && ts_span_equal(a->code, b->code) && ts_span_equal(a->framework, b->framework)
           && a->awarded_within_s == b->awarded_within_s && same_issuers(a, b);
}

static void
doubt_twins(const struct ts_profile_doubts *d, const struct all *all, size_t at)
{
    const struct ts_requirement *r = all->items[at];
    bool label = false;
    bool asks = false;
    for (size_t i = 1; i < at; i++) {
        const struct ts_requirement *other = all->items[i];
        label |= r->label.len > 0 && ts_span_equal(r->label, other->label);
        asks |= is_leaf(r) && is_leaf(other) && asks_the_same(r, other);
    }
    if (label)
        say(d, r->offset, "another requirement has the same label", r->label);
    if (asks)
        say(d, r->offset, "another requirement asks for the same; one card meets both",
            r->label);
}

static bool
has_language(struct ts_texts texts, ts_span language)
{
    for (size_t i = 0; i < texts.count; i++)
        if (ts_span_equal(texts.items[i].language, language))
            return true;
    return false;
}

static void
doubt_label(const struct ts_profile_doubts *d, const struct ts_requirement *r)
{
    struct ts_texts names = d->profile->names;
    if (r->label.len == 0) {
        say(d, r->offset,
            is_leaf(r)
                ? "no label: the screen will show what is asked for as it is written"
                : "no label: the screen will show the label of a member",
            (ts_span){ 0 });
        return;
    }
    if (r->labels.items[0].language.len == 0)
        return; /* said to be right in every language */
    for (size_t i = 0; i < names.count; i++)
        if (names.items[i].language.len
            && !has_language(r->labels, names.items[i].language))
            say(d, r->offset, "the name has this language, and the label has not",
                names.items[i].language);
}

static void
doubt_group(const struct ts_profile_doubts *d, const struct ts_requirement *r)
{
    size_t count = 0;
    for (const struct ts_requirement *m = r->first; m; m = m->next)
        count++;
    if (count == 1 && r->index > 0)
        say(d, r->offset, "a group of one says no more than its member", r->label);
    if (r->kind != TS_REQUIRE_AT_LEAST || count == 1)
        return;
    if (r->at_least == count)
        say(d, r->offset, "at_least as many as there are is all_of", r->label);
    else if (r->at_least == 1)
        say(d, r->offset, "at_least 1 is any_of", r->label);
}

/* Is there a leaf that everybody has to meet anyway, and that asks the same as r? */
static bool
is_asked_anyway(const struct ts_requirement *in, const struct ts_requirement *r)
{
    if (is_leaf(in))
        return in != r && asks_the_same(in, r);
    if (in->kind != TS_REQUIRE_ALL_OF)
        return false;
    for (in = in->first; in; in = in->next)
        if (is_asked_anyway(in, r))
            return true;
    return false;
}

static void
doubt_reach(const struct ts_profile_doubts *d, const struct ts_requirement *r)
{
    size_t met = 0;
    size_t needed = r->kind == TS_REQUIRE_AT_LEAST ? r->at_least : 1;
    if (r->kind != TS_REQUIRE_ANY_OF && r->kind != TS_REQUIRE_AT_LEAST)
        return;
    for (const struct ts_requirement *m = r->first; m; m = m->next)
        met += is_leaf(m) && is_asked_anyway(d->profile->root, m);
    if (met >= needed)
        say(d, r->offset,
            "asks for nothing more: whoever meets the rest of the profile meets this",
            r->label);
}

static void
doubt_listing(const struct ts_profile_doubts *d, const struct ts_requirement *r)
{
    const struct ts_issuer_list *list = &d->trust->issuers;
    bool may = r->achievement.len == 0 || r->same_achievement_count > 0;
    bool any_listed = false;
    const struct ts_json *ids = ts_json_member(json_of(d, r), "issuers");
    for (const struct ts_json *id = ids->first; id; id = id->next) {
        bool listed = ts_issuer_list_find(list, ts_json_string(id)) != NULL;
        any_listed |= listed;
        if (!listed)
            say(d, id->offset, "this issuer is not on the list", ts_json_string(id));
    }
    for (size_t i = 0; !may && i < list->count; i++)
        may = (r->issuer_count == 0 || has_issuer(r, list->issuers[i].id))
              && ts_issuer_may_issue(&list->issuers[i], r->achievement, &r->type,
                                     r->type.len > 0);
    if (!may && (any_listed || r->issuer_count == 0))
        say(d, r->offset, "nobody on the list may issue this achievement",
            r->achievement);
}

static void
doubt_leaf(const struct ts_profile_doubts *d, const struct ts_requirement *r)
{
    const struct ts_json *days = ts_json_member(json_of(d, r), "awarded_within_days");
    if (r->name.len && !r->issuer_count && !r->achievement.len && !r->code.len)
        say(d, r->offset,
            "a name is no identifier, and no issuers are said: anybody on the list may "
            "use it for something else",
            r->name);
    if (days->kind != TS_JSON_NONE && r->awarded_within_s == 0)
        say(d, days->offset, "0 days is no limit", (ts_span){ 0 });
    for (size_t i = 1; i < r->issuer_count; i++)
        for (size_t k = 0; k < i; k++)
            if (ts_span_equal(r->issuers[i], r->issuers[k]))
                say(d, r->offset, "an issuer stands here twice", r->issuers[i]);
    if (d->trust)
        doubt_listing(d, r);
}

static void
doubt_days(const struct ts_profile_doubts *d)
{
    const struct ts_profile *p = d->profile;
    const struct ts_json *lists = ts_json_member(d->root, "lists");
    if (p->warn_within_s > 0 && p->warn_within_s <= p->must_outlast_s)
        say(d, ts_json_member(d->root, "warn_days")->offset,
            "not more than must_outlast_days: what should be warned of is refused "
            "already",
            (ts_span){ 0 });
    if (p->lists_max_age_s == 0)
        say(d, lists->offset, "max_days 0: lists are too old as soon as they are signed",
            (ts_span){ 0 });
    else if (p->lists_warn_age_s >= p->lists_max_age_s)
        say(d, lists->offset,
            "max_days is not more than warn_days (7 where it is not said): lists are too "
            "old before anybody is warned",
            (ts_span){ 0 });
    else if (p->lists_max_age_s > (int64_t)365 * DAY_S)
        say(d, lists->offset, "max_days: who was withdrawn a year ago may be let in",
            (ts_span){ 0 });
}

void
ts_profile_doubt(const struct ts_profile_doubts *doubts)
{
    struct all all = { .count = 0 };
    gather(&all, doubts->profile->root);
    doubt_days(doubts);
    for (size_t i = 0; i < all.count; i++) {
        const struct ts_requirement *r = all.items[i];
        if (i > 0) {
            doubt_label(doubts, r);
            doubt_twins(doubts, &all, i);
        }
        if (is_leaf(r)) {
            doubt_leaf(doubts, r);
        } else {
            doubt_group(doubts, r);
            doubt_reach(doubts, r);
        }
    }
}
