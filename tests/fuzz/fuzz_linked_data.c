#include "firmware/base/check.h"
#include "keys/proof/linked_data/linked_data.h"
#include "keys/proof/linked_data/to_rdf.h"
#include "tests/support/nquads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever JSON says, what comes out is N-Quads in canonical form, the same each
 * time; and what is not refused lost nothing on the way. */

static uint8_t memory[8 * 1024 * 1024];

static ts_span
canonical(struct ts_arena *arena, const struct ts_json *document, enum ts_status *status)
{
    const struct ts_ld_options options = { .without = "proof" };
    ts_span form = { 0 };
    struct ts_ld_trouble trouble = { 0 };
    size_t used = arena->used;
    *status = ts_ld_canonical(arena, &form, document, &options, TS_RDFC_SHA256, &trouble);
    if (*status == TS_OK)
        TS_CHECK(arena->used == used + form.len);
    else
        TS_CHECK(form.at == NULL && arena->used <= used + trouble.name.len);
    return form;
}

static void
check_form(struct ts_arena *arena, ts_span form)
{
    struct ts_rdf_dataset dataset;
    ts_span again;
    /* Reading takes the arena's memory, too, and the work may be another. */
    if (!ts_test_nquads_read(arena, &dataset, NULL, form)) {
        TS_CHECK(form.len > sizeof(memory) / 64);
        return;
    }
    enum ts_status status =
        ts_rdfc_canonicalize(arena, &again, NULL, &dataset, TS_RDFC_SHA256);
    if (status == TS_OK)
        TS_CHECK(ts_span_equal(form, again));
}

/* Without safe mode more is expanded; what is no RDF is dropped and counted. */
static void
check_unsafe(struct ts_arena *arena, const struct ts_json *document)
{
    const struct ts_ld_options options = { .base =
                                               TS_SPAN_LIT("https://site.example/a/b") };
    const struct ts_ld_item *items = NULL;
    struct ts_rdf_dataset dataset;
    ts_span form;
    if (ts_ld_expand(arena, &items, document, &options, NULL) != TS_OK)
        return;
    if (ts_ld_to_rdf(arena, &dataset, items) != TS_OK)
        return;
    if (ts_rdfc_canonicalize(arena, &form, NULL, &dataset, TS_RDFC_SHA256) == TS_OK)
        check_form(arena, form);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ts_json *document;
    enum ts_status status;
    enum ts_status again;
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    if (ts_json_parse(&arena, &document, (ts_span){ data, size }, NULL) != TS_OK)
        return 0;
    size_t used = arena.used;
    ts_span form = canonical(&arena, document, &status);
    if (status == TS_OK) {
        ts_span twin = canonical(&arena, document, &again);
        TS_CHECK(again == TS_NO_SPACE || ts_span_equal(form, twin));
        check_form(&arena, form);
    }
    ts_arena_rewind(&arena, used);
    check_unsafe(&arena, document);
    return 0;
}
