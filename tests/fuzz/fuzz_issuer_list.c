#include "firmware/base/limits.h"
#include "keys/trust/issuer_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
has_point_form(const struct ts_public_key *key)
{
    switch (key->kind) {
    case TS_KEY_ED25519: return key->point.len == 32;
    case TS_KEY_P256: return key->point.len == 65 && key->point.at[0] == 4;
    case TS_KEY_P384: return key->point.len == 97 && key->point.at[0] == 4;
    case TS_KEY_RSA: return key->modulus.len >= TS_RSA_BITS_MIN / 8 && key->exponent.len;
    case TS_KEY_NONE: return false;
    }
    return false;
}

static void
check_issuer(const struct ts_issuer *issuer)
{
    TS_CHECK(issuer->id.len > 0 && issuer->name_count > 0);
    TS_CHECK(ts_issuer_name(issuer, TS_SPAN_LIT("fr-ca")).len > 0);
    for (size_t i = 0; i < issuer->key_count; i++) {
        TS_CHECK(has_point_form(&issuer->keys[i].key));
        TS_CHECK(issuer->keys[i].not_before.s <= issuer->keys[i].not_after.s);
    }
    for (size_t i = 0; i < issuer->achievement_count; i++)
        TS_CHECK(ts_issuer_may_issue(issuer, issuer->achievements[i], NULL, 0));
    for (size_t i = 0; i < issuer->status_location_count; i++)
        TS_CHECK(issuer->status_locations[i].len > 0);
}

/* What was read is written, and reads back as the same bytes written again. */
static void
check_round_trip(struct ts_arena *arena, const struct ts_issuer_list *list)
{
    struct ts_issuer_list back;
    ts_span bytes;
    ts_span again;
    TS_CHECK(ts_issuer_list_write(arena, &bytes, list) == TS_OK);
    ts_verified source = { bytes }; /* only a test may say so */
    TS_CHECK(ts_issuer_list_read(arena, &back, source, NULL) == TS_OK);
    TS_CHECK(back.count == list->count && back.epoch == list->epoch);
    TS_CHECK(ts_issuer_list_write(arena, &again, &back) == TS_OK);
    TS_CHECK(ts_span_equal(bytes, again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[8 * 1024 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_issuer_list list = { .epoch = 42 };
    struct ts_fault fault = { 0 };
    ts_verified source = { { data, size } };

    enum ts_status status = ts_issuer_list_read(&arena, &list, source, &fault);
    TS_CHECK(fault.status == status && fault.offset <= size);
    TS_CHECK(arena.len == sizeof(memory));
    if (status != TS_OK) {
        TS_CHECK(arena.used == 0 && list.epoch == 42 && !list.issuers);
        return 0;
    }
    TS_CHECK(list.count <= TS_ISSUERS_MAX);
    for (size_t i = 0; i < list.count; i++) {
        check_issuer(&list.issuers[i]);
        TS_CHECK(ts_issuer_list_find(&list, list.issuers[i].id) == &list.issuers[i]);
    }
    check_round_trip(&arena, &list);
    return 0;
}
