#include "keys/authority/issue.h"

static enum ts_status
choose_id(struct ts_arena *arena, ts_span *id, const struct ts_award *award)
{
    char made[TS_URN_UUID_SIZE + 1];
    *id = award->cells[TS_COLUMN_ID];
    if (id->len)
        return TS_OK;
    ts_urn_uuid_make(made);
    return ts_arena_copy(arena, id, ts_span_text(made)) ? TS_OK : TS_NO_SPACE;
}

static enum ts_status
sign(struct ts_arena *arena, struct ts_issued *issued, const struct ts_issue_order *order)
{
    struct ts_claims claims = { .id = issued->id,
                                .valid_from = issued->award->valid_from,
                                .valid_until = issued->award->valid_until,
                                .signed_at = order->now };
    enum ts_status status = ts_document_sign(arena, &issued->code, order->issuer,
                                             order->signing, issued->json, &claims);
    bool inside =
        order->signing == TS_SIGN_DATA_INTEGRITY || order->signing == TS_SIGN_LINKED_DATA;
    if (status == TS_OK && inside)
        issued->json = issued->code;
    return status;
}

enum ts_status
ts_issue_make(struct ts_arena *arena, struct ts_issued *issued,
              const struct ts_issue_order *order, const struct ts_award *award,
              const char **what)
{
    const struct ts_ledger_entry *entry;
    struct ts_issued draft = { .award = award };
    bool listed = order->issuer->status_url.len > 0;
    *what = "";
    enum ts_status status = choose_id(arena, &draft.id, award);
    if (status != TS_OK)
        return status;
    *what = "there is no place left in the status lists";
    status = ts_ledger_add(order->ledger, &entry, draft.id, listed, order->now);
    if (status != TS_OK)
        return status;
    struct ts_badge badge = { .award = award,
                              .id = draft.id,
                              .has_index = entry->has_index,
                              .index = entry->index };
    status = ts_badge_write(arena, &draft.json, order->issuer, &badge);
    if (status == TS_OK)
        status = sign(arena, &draft, order);
    if (status != TS_OK)
        return status;
    *what = "says more than a QR code can hold";
    status = ts_qr_encode(arena, &draft.qr, draft.code);
    if (status == TS_OK)
        *issued = draft;
    return status;
}

struct ts_card
ts_issued_card(const struct ts_issued *issued, const struct ts_signer *issuer)
{
    const struct ts_award *award = issued->award;
    ts_span result = award->cells[TS_COLUMN_RESULT];
    if (ts_span_is(result, "Completed"))
        result.len = 0;
    return (struct ts_card){ .name = award->cells[TS_COLUMN_NAME],
                             .achievement = award->cells[TS_COLUMN_ACHIEVEMENT],
                             .result = result,
                             .issuer = issuer->name,
                             .valid_from = award->valid_from,
                             .valid_until = award->valid_until,
                             .qr = issued->qr };
}
