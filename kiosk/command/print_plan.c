#include "kiosk/command/print_plan.h"

#include "kiosk/credential/part.h"

unsigned
ts_print_plan_version(const struct ts_print_plan *plan)
{
    unsigned version = 0;
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->codes[i].version > version)
            version = plan->codes[i].version;
    }
    return version;
}

/* One code; a packing that fits none is passed over. */
static enum ts_status
plan_one(struct ts_arena *arena, struct ts_print_plan *plan,
         const struct ts_packings *packings)
{
    struct ts_print_plan best = { .count = 0 };
    for (size_t i = 0; i < packings->count; i++) {
        struct ts_qr qr;
        enum ts_status status = ts_qr_encode(arena, &qr, packings->items[i].text);
        if (status == TS_NO_SPACE)
            return status;
        if (status == TS_OK && (best.count == 0 || qr.version < best.codes[0].version))
            best = (struct ts_print_plan){ packings->items[i].form, 1, { qr } };
    }
    if (best.count == 0)
        return TS_OVER_LIMIT;
    *plan = best;
    return TS_OK;
}

static enum ts_status
plan_parts(struct ts_arena *arena, struct ts_print_plan *plan,
           const struct ts_packing *packing, size_t count)
{
    struct ts_print_plan draft = { .form = packing->form, .count = count };
    ts_span parts[TS_PARTS_MAX];
    enum ts_status status = ts_part_cut(arena, parts, count, packing->text);
    for (size_t i = 0; status == TS_OK && i < count; i++)
        status = ts_qr_encode(arena, &draft.codes[i], parts[i]);
    if (status == TS_OK && ts_print_plan_version(&draft) > TS_QR_VERSION_ADVISED)
        status = TS_OVER_LIMIT;
    if (status == TS_OK)
        *plan = draft;
    return status;
}

/* So many parts, of the packing that gives the smallest. */
static enum ts_status
plan_count(struct ts_arena *arena, struct ts_print_plan *plan,
           const struct ts_packings *packings, size_t count)
{
    enum ts_status result = TS_OVER_LIMIT;
    for (size_t i = 0; i < packings->count; i++) {
        struct ts_print_plan draft;
        enum ts_status status = plan_parts(arena, &draft, &packings->items[i], count);
        if (status == TS_NO_SPACE)
            return status;
        if (status != TS_OK
            || (result == TS_OK
                && ts_print_plan_version(&draft) >= ts_print_plan_version(plan)))
            continue;
        *plan = draft;
        result = TS_OK;
    }
    return result;
}

static enum ts_status
plan_fewest(struct ts_arena *arena, struct ts_print_plan *plan,
            const struct ts_packings *packings)
{
    enum ts_status status = TS_OVER_LIMIT;
    for (size_t count = 2; count <= TS_PARTS_MAX && status == TS_OVER_LIMIT; count++) {
        size_t used = arena->used;
        status = plan_count(arena, plan, packings, count);
        if (status == TS_OVER_LIMIT)
            ts_arena_rewind(arena, used);
    }
    return status;
}

enum ts_status
ts_print_plan_make(struct ts_arena *arena, struct ts_print_plan *plan,
                   const struct ts_packings *packings)
{
    enum ts_status status = plan_one(arena, plan, packings);
    bool good = status == TS_OK && plan->codes[0].version <= TS_QR_VERSION_ADVISED;
    if (good || status == TS_NO_SPACE)
        return status;
    enum ts_status parts = plan_fewest(arena, plan, packings);
    return parts == TS_OVER_LIMIT ? status : parts;
}
