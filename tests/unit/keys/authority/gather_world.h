#ifndef TS_TEST_AUTHORITY_GATHER_WORLD_H
#define TS_TEST_AUTHORITY_GATHER_WORLD_H

#include "keys/authority/authority.h"
#include "keys/authority/gather.h"
#include "tests/unit/keys/authority/gather_fixture.h"

/* Web servers in memory, an authority's folder on the disk, and a clock that moves when
 * somebody waits. */

enum { WORLD_PAGES = 256, WORLD_LINES = 256, WORLD_TEXT = 200 };

struct world_page {
    char url[WORLD_TEXT];
    ts_span body;
    long http_status; /* 200 unless a test says otherwise; 0: no connection. */
    unsigned version;
    size_t asked, conditional;
};

struct world_line {
    enum ts_gather_result result;
    char what[WORLD_TEXT];
    char why[WORLD_TEXT];
    bool has_age;
    int64_t age_s;
    size_t count;
};

struct world {
    struct ts_arena arena, memory;
    char path[32];
    struct ts_store *store;
    struct world_page pages[WORLD_PAGES];
    size_t page_count;
    struct world_line lines[WORLD_LINES];
    size_t line_count;
    struct ts_gather_order order;
    struct ts_source_list sources;
    struct ts_gather_counts counts;
    ts_mono clock;
    size_t asked;      /* In the last run. */
    size_t stop_after; /* Answers after which the power is cut; 0: never. */
};

#define WORLD_MEMORY (256 * 1024 * 1024)

static inline void
world_begin(struct world *w)
{
    *w = (struct world){ .arena = ts_test_arena(64 * 1024 * 1024),
                         .memory = ts_test_arena(WORLD_MEMORY) };
    w->store = fixture_folder(w->path);
    w->order.now = FIXTURE_NOW;
}

static inline void
world_end(struct world *w)
{
    fixture_folder_remove(w->store, w->path);
    ts_test_arena_free(&w->arena);
    ts_test_arena_free(&w->memory);
}

static inline struct world_page *
world_page(struct world *w, const char *url)
{
    for (size_t i = 0; i < w->page_count; i++) {
        if (strcmp(w->pages[i].url, url) == 0)
            return &w->pages[i];
    }
    return NULL;
}

/** Content of a URL from now on, under a new ETag. */
static inline struct world_page *
world_put(struct world *w, const char *url, ts_span body)
{
    struct world_page *page = world_page(w, url);
    if (!page) {
        assert_true(w->page_count < WORLD_PAGES);
        page = &w->pages[w->page_count++];
        snprintf(page->url, sizeof(page->url), "%s", url);
    }
    page->body = body;
    page->http_status = 200;
    page->version++;
    return page;
}

static inline void
world_sources(struct world *w, const char *sources)
{
    struct ts_fault fault = { 0 };
    ts_span text = fixture_text(
        &w->arena, "{\"format\":\"touchstone-sources/1\",\"sources\":[%s]}", sources);
    if (ts_source_list_read(&w->arena, &w->sources, text, w->order.plain_http, &fault)
        != TS_OK)
        fail_msg("source %zu: %s", fault.offset, fault.rule);
}

static inline void
world_hear(const struct ts_gather_line *line, void *context)
{
    struct world *w = context;
    assert_true(w->line_count < WORLD_LINES);
    struct world_line *kept = &w->lines[w->line_count++];
    *kept = (struct world_line){ .result = line->result,
                                 .has_age = line->has_age,
                                 .age_s = line->age_s,
                                 .count = line->count };
    snprintf(kept->what, sizeof(kept->what), "%.*s", TS_SPAN_ARG(line->what));
    snprintf(kept->why, sizeof(kept->why), "%s",
             line->why    ? line->why
             : line->rule ? line->rule
                          : "");
}

static inline struct ts_gather_answer
world_answer(struct world *w, const struct ts_gather_step *step, char etag[static 16])
{
    struct world_page *page = world_page(w, step->where);
    struct ts_gather_answer answer = { .status = TS_ABSENT, .http_status = 404 };
    if (step->want == TS_GATHER_READ)
        answer.http_status = 0;
    if (!page)
        return answer;
    page->asked++;
    page->conditional += step->if_none_match != NULL;
    snprintf(etag, 16, "\"v%u\"", page->version);
    answer.status = page->http_status == 200 ? TS_OK : TS_IO;
    answer.http_status = step->want == TS_GATHER_READ ? 0 : page->http_status;
    if (answer.status != TS_OK)
        return answer;
    answer.etag = etag;
    if (step->if_none_match && strcmp(step->if_none_match, etag) == 0)
        answer.http_status = 304;
    else
        answer.body = page->body;
    return answer;
}

/** A run until it is done, cut off, or fails. */
static inline enum ts_status
world_run(struct world *w)
{
    struct ts_gather *gather;
    struct ts_gather_step step = { .want = TS_GATHER_WAIT };
    struct ts_fault fault = { 0 };
    w->memory.used = 0;
    w->memory.len = WORLD_MEMORY;
    w->line_count = 0;
    w->asked = 0;
    w->order.store = w->store;
    w->order.sources = &w->sources;
    w->order.report = world_hear;
    w->order.context = w;
    enum ts_status status = ts_gather_begin(&w->memory, &gather, &w->order, &fault);
    while (status == TS_OK && step.want != TS_GATHER_DONE) {
        char etag[16] = "";
        if (w->stop_after && w->asked == w->stop_after)
            return TS_OK;
        status = ts_gather_next(gather, &step, w->clock);
        if (status != TS_OK || step.want == TS_GATHER_DONE)
            break;
        if (step.want == TS_GATHER_WAIT) {
            assert_true(step.until.ms > w->clock.ms);
            w->clock = step.until;
            continue;
        }
        w->asked++;
        w->clock.ms += 10;
        struct ts_gather_answer answer = world_answer(w, &step, etag);
        status = ts_gather_take(gather, &answer, w->clock);
    }
    if (status == TS_OK)
        w->counts = ts_gather_counts(gather);
    return status;
}

/** The line about what; there is exactly one. */
static inline const struct world_line *
world_line(const struct world *w, const char *what)
{
    const struct world_line *found = NULL;
    for (size_t i = 0; i < w->line_count; i++) {
        if (strcmp(w->lines[i].what, what) != 0)
            continue;
        assert_null(found);
        found = &w->lines[i];
    }
    if (!found)
        fail_msg("no line about %s", what);
    return found;
}

static inline void
world_expect(const struct world *w, const char *what, enum ts_gather_result result)
{
    const struct world_line *line = world_line(w, what);
    if (line->result != result)
        fail_msg("%s: %s: %s", what, ts_gather_result_name(line->result), line->why);
}

/** The issuer on the medium, or NULL. */
static inline const struct ts_issuer *
world_issuer(struct world *w, const char *id)
{
    struct ts_issuer_list list;
    assert_status(ts_authority_issuers(&w->arena, &list, w->store, NULL), TS_OK);
    return ts_issuer_list_find(&list, ts_span_text(id));
}

/** An issuer that the operator wrote, with bounds of its own. */
static inline void
world_put_by_hand(struct world *w, const char *id, const char *name)
{
    const struct ts_text_in names = { TS_SPAN_LIT("en"), ts_span_text(name) };
    const ts_span bounds[] = { TS_SPAN_LIT("urn:only-this") };
    const struct ts_issuer issuer = { .id = ts_span_text(id),
                                      .names = &names,
                                      .name_count = 1,
                                      .achievements = bounds,
                                      .achievement_count = 1 };
    assert_status(ts_authority_put_issuer(&w->arena, NULL, w->store, &issuer, NULL),
                  TS_OK);
}

/** Later, by that many seconds. */
static inline void
world_pass(struct world *w, int64_t seconds)
{
    w->order.now.s += seconds;
}

#endif
