#include "firmware/base/check.h"
#include "keys/proof/linked_data/canonical.h"
#include "tests/support/nquads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A canonical form reads as N-Quads, is its own canonical form, and does not depend
 * on the order of the quads or on how blank nodes are called. */

static uint8_t memory[8 * 1024 * 1024];

static bool
canonical(struct ts_arena *arena, ts_span *form, const struct ts_rdf_dataset *dataset,
          enum ts_rdfc_hash hash)
{
    size_t used = arena->used;
    enum ts_status status = ts_rdfc_canonicalize(arena, form, NULL, dataset, hash);
    TS_CHECK(status == TS_OK || status == TS_OVER_LIMIT || status == TS_NO_SPACE);
    TS_CHECK(arena->used == used + (status == TS_OK ? form->len : 0));
    return status == TS_OK;
}

static void
check_sorted(ts_span form)
{
    ts_span before = { 0 };
    while (form.len > 0) {
        size_t end = ts_span_index(form, '\n');
        TS_CHECK(end < form.len);
        ts_span line = ts_span_part(form, 0, end + 1);
        TS_CHECK(ts_span_compare(before, line) < 0);
        before = line;
        form = ts_span_part(form, end + 1, form.len);
    }
}

static void
rename_blank(struct ts_rdf_term *term, uint32_t count)
{
    if (term->kind == TS_RDF_BLANK)
        term->blank = count - 1 - term->blank;
}

static void
turn_around(struct ts_rdf_dataset *dataset)
{
    for (size_t i = 0; i < dataset->count / 2; i++) {
        struct ts_rdf_quad *other = &dataset->quads[dataset->count - 1 - i];
        struct ts_rdf_quad moved = dataset->quads[i];
        dataset->quads[i] = *other;
        *other = moved;
    }
    for (size_t i = 0; i < dataset->count; i++) {
        rename_blank(&dataset->quads[i].subject, dataset->blank_count);
        rename_blank(&dataset->quads[i].object, dataset->blank_count);
        rename_blank(&dataset->quads[i].graph, dataset->blank_count);
    }
}

static void
check(struct ts_arena *arena, struct ts_rdf_dataset dataset, enum ts_rdfc_hash hash)
{
    ts_span form;
    ts_span other;
    struct ts_rdf_dataset again;
    if (!canonical(arena, &form, &dataset, hash))
        return;
    check_sorted(form);
    turn_around(&dataset);
    /* How much work it is may depend on the order; what comes of it may not. */
    if (canonical(arena, &other, &dataset, hash))
        TS_CHECK(ts_span_equal(form, other));
    if (!ts_test_nquads_read(arena, &again, NULL, form)) {
        TS_CHECK(arena->used > sizeof(memory) / 4);
        return;
    }
    if (canonical(arena, &other, &again, hash))
        TS_CHECK(ts_span_equal(form, other));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_rdf_dataset dataset;
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    if (!ts_test_nquads_read(&arena, &dataset, NULL, (ts_span){ data, size }))
        return 0;
    check(&arena, dataset, size % 2 ? TS_RDFC_SHA384 : TS_RDFC_SHA256);
    return 0;
}
