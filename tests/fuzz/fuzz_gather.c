#include "keys/authority/gather_address.h"
#include "keys/authority/gather_directory.h"
#include "keys/authority/gather_federation.h"
#include "keys/authority/gather_listing.h"
#include "keys/authority/gather_pace.h"
#include "keys/authority/text.h"

#include <string.h>

/* What comes from strangers' servers, what the operator writes, and what lies in the
 * folder. The first byte says which. What is taken keeps its promises; what is not
 * leaves the result alone. */

static uint8_t memory[32 * 1024 * 1024];
static uint8_t keep_memory[64 * 1024 * 1024];

static void
check_fault(enum ts_status status, const struct ts_fault *fault)
{
    TS_CHECK(status != TS_OK);
    TS_CHECK(fault->status == status);
    TS_CHECK(fault->rule);
}

static void
check_url(ts_span text)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span url = { 0 };
    for (int trials = 0; trials < 2; trials++) {
        bool plain = trials == 1;
        if (ts_gather_url_valid(text, plain)) {
            ts_span host = ts_url_host(text);
            TS_CHECK(host.len > 0 && ts_url_origin(text).len > host.len);
            TS_CHECK(ts_span_index(text, '@') >= ts_url_origin(text).len);
        }
        if (ts_did_web_url(&arena, &url, text, plain) == TS_OK)
            TS_CHECK(ts_gather_url_valid(url, plain));
        if (ts_jwks_url(&arena, &url, text, plain) == TS_OK)
            TS_CHECK(ts_span_starts_with(url, ts_url_origin(text)));
    }
}

static void
check_sources(ts_span text)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_source_list sources = { .count = 42 };
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_source_list_read(&arena, &sources, text, false, &fault);
    if (status != TS_OK) {
        check_fault(status, &fault);
        TS_CHECK(sources.count == 42);
        return;
    }
    for (size_t i = 0; i < sources.count; i++) {
        const struct ts_source *s = &sources.items[i];
        bool fetched = s->file.len == 0;
        TS_CHECK(s->kind != TS_SOURCE_NONE && *ts_source_kind_name(s->kind));
        TS_CHECK(!fetched || ts_gather_url_valid(s->url, false));
        TS_CHECK(ts_source_address(&arena, s).len > 0);
        TS_CHECK((s->id.len > 0)
                 == (s->kind == TS_SOURCE_DID_WEB || s->kind == TS_SOURCE_JWKS));
        TS_CHECK(s->anchor.len == 0 || s->anchor_keys.count > 0);
    }
}

static void
check_directory(ts_span text, bool health)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_directory directory = { .count = 42 };
    struct ts_fault fault = { 0 };
    enum ts_status status =
        health ? ts_health_directory_read(&arena, &directory, text, false, &fault)
               : ts_dcc_registry_read(&arena, &directory, text, &fault);
    if (status != TS_OK) {
        check_fault(status, &fault);
        TS_CHECK(directory.count == 42);
        return;
    }
    for (size_t i = 0; i < directory.count; i++) {
        const struct ts_directory_entry *entry = &directory.entries[i];
        TS_CHECK(entry->name.len > 0);
        TS_CHECK(health ? ts_gather_url_valid(entry->id, false)
                        : ts_span_starts_with(entry->id, TS_SPAN_LIT("did:")));
    }
}

/* Nobody signed what a fuzzer makes up for the anchor; for itself it may have, with a
 * key from the corpus. */
static void
check_statement(ts_span text)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const struct ts_issuer_keys none = { 0 };
    const struct ts_federation_order order = { .anchor = TS_SPAN_LIT("https://a.example"),
                                               .anchor_keys = &none,
                                               .now = { 1778572800 } };
    struct ts_federation_statement statement = { .subject = TS_SPAN_LIT("untouched") };
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_federation_read(&arena, &statement, &order, text, &fault);
    if (status != TS_OK) {
        check_fault(status, &fault);
        TS_CHECK(ts_span_is(statement.subject, "untouched"));
        return;
    }
    TS_CHECK(!statement.by_anchor);
    TS_CHECK(statement.subject.len > 0);
    TS_CHECK(statement.expires.s > order.now.s
             && statement.issued.s < statement.expires.s);
    TS_CHECK(statement.keys.count > 0
             || ts_span_starts_with(statement.subject, TS_SPAN_LIT("did:")));
}

/* Without keys of the anchor nothing in a chain holds. */
static void
check_chain(ts_span text)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const struct ts_issuer_keys none = { 0 };
    const struct ts_federation_order order = { .anchor = TS_SPAN_LIT("https://a.example"),
                                               .anchor_keys = &none,
                                               .now = { 1778572800 } };
    struct ts_federation_statement statement = { .subject = TS_SPAN_LIT("untouched") };
    struct ts_fault fault = { 0 };
    (void)ts_federation_is_chain(&arena, text);
    TS_CHECK(arena.used == 0);
    check_fault(ts_federation_read_chain(&arena, &statement, &order, text, &fault),
                &fault);
    TS_CHECK(ts_span_is(statement.subject, "untouched"));
}

/* Retry-After is no wait that is less than none. */
static void
check_retry(ts_span text)
{
    int64_t seconds = -42;
    bool good = ts_retry_after_read(&seconds, text, (ts_utc){ 1778572800 });
    TS_CHECK(good ? seconds >= 0 : seconds == -42);
}

/* What is written of a state is read back as that state. */
static void
check_state(ts_span text)
{
    struct ts_arena keep = ts_arena_over(TS_ROOM_OF(keep_memory));
    struct ts_arena work = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_gather_state state = { .run = 42 };
    struct ts_gather_state again;
    struct ts_fault fault = { 0 };
    ts_span written[2];
    enum ts_status status = ts_gather_state_read(&keep, &work, &state, text, &fault);
    TS_CHECK(work.used == 0);
    if (status != TS_OK) {
        check_fault(status, &fault);
        TS_CHECK(state.run == 42);
        return;
    }
    if (state.run == 0)
        return; /* no line about a run: nothing was ever written */
    struct ts_writer w = ts_text_begin(&work);
    ts_gather_state_write(&w, &state);
    TS_CHECK(ts_text_keep(&work, &w, &written[0]) == TS_OK);
    keep = ts_arena_over(TS_ROOM_OF(keep_memory));
    TS_CHECK(ts_gather_state_read(&keep, &work, &again, written[0], NULL) == TS_OK);
    w = ts_text_begin(&work);
    ts_gather_state_write(&w, &again);
    TS_CHECK(ts_text_keep(&work, &w, &written[1]) == TS_OK);
    TS_CHECK(ts_span_equal(written[0], written[1]));
}

static void
check_listing(ts_span text)
{
    struct ts_arena keep = ts_arena_over(TS_ROOM_OF(keep_memory));
    struct ts_arena work = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_listing listing = { .count = 42 };
    struct ts_fault fault = { 0 };
    const struct ts_source source = { 0 };
    const struct ts_proposal proposal = { .id = TS_SPAN_LIT("did:web:a.example"),
                                          .name = TS_SPAN_LIT("A"),
                                          .source = &source };
    bool changed;
    enum ts_status status = ts_listing_read(&keep, &work, &listing, text, &fault);
    if (status != TS_OK) {
        check_fault(status, &fault);
        TS_CHECK(listing.count == 42);
        return;
    }
    size_t count = listing.count;
    bool there = ts_listing_find(&listing, proposal.id) != NULL;
    status = ts_listing_put(&keep, &work, &listing, &proposal, &changed);
    TS_CHECK(status == TS_OK);
    TS_CHECK(listing.count == count + !there);
    TS_CHECK(ts_listing_put(&keep, &work, &listing, &proposal, &changed) == TS_OK);
    TS_CHECK(!changed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 65536)
        return 0;
    ts_span text = { data + 1, size - 1 };
    switch (data[0]) {
    case 's': check_sources(text); break;
    case 'd': check_directory(text, false); break;
    case 'h': check_directory(text, true); break;
    case 'f': check_statement(text); break;
    case 'c': check_chain(text); break;
    case 'r': check_retry(text); break;
    case 'g': check_state(text); break;
    case 'i': check_listing(text); break;
    default: check_url(text);
    }
    return 0;
}
