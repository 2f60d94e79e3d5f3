#include "keys/codec/base45.h"
#include "keys/proof/cose_write.h"
#include "kiosk/receipt/receipt.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * The first byte says what the rest is: the text of a receipt; a COSE_Sign1 in one; or
 * a payload that the kiosk signs, so that what it says is reached at all. What is taken
 * must be what a kiosk would have written.
 */
static uint8_t memory[1 << 20];
static struct ts_kiosk_key key;
static struct ts_public_key keys[1];

static void
make_key(void)
{
    static const uint8_t seed[32] = { 1 };
    if (key.secret.kind != TS_KEY_NONE)
        return;
    TS_CHECK(ts_secret_key_from_bytes(&key.secret, TS_KEY_ED25519, TS_SPAN_OF(seed))
             == TS_OK);
    keys[0] = ts_secret_key_public(&key.secret);
}

static ts_span
text_of(struct ts_arena *arena, ts_span cose)
{
    ts_span digits = { 0 };
    uint8_t *at = ts_arena_take(arena, 5 + 2 * cose.len);
    if (!at || ts_base45_encode(arena, &digits, cose) != TS_OK)
        return (ts_span){ 0 };
    memcpy(at, TS_RECEIPT_PREFIX, 5);
    if (digits.len)
        memcpy(at + 5, digits.at, digits.len);
    return (ts_span){ at, 5 + digits.len };
}

static ts_span
signed_text(struct ts_arena *arena, ts_span payload)
{
    uint8_t id[TS_KIOSK_KEY_ID_SIZE];
    ts_span header;
    ts_span cose;
    ts_kiosk_key_id(id, &keys[0]);
    if (ts_cose_eddsa_header(arena, &header, TS_SPAN_OF(id)) != TS_OK
        || ts_cose_sign1(arena, &cose, &key.secret, header,
                         TS_SPAN_LIT("touchstone receipt 1"), payload)
               != TS_OK)
        return (ts_span){ 0 };
    return text_of(arena, cose);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_receipt receipt;
    make_key();
    if (size == 0 || size > 4096)
        return 0;
    ts_span rest = { data + 1, size - 1 };
    ts_span text = rest;
    if (data[0] % 3 == 1)
        text = text_of(&arena, rest);
    else if (data[0] % 3 == 2)
        text = signed_text(&arena, rest);
    memset(&receipt, 0x5a, sizeof(receipt));
    if (ts_receipt_verify(&arena, &receipt, NULL, text, keys, 1) != TS_OK) {
        TS_CHECK(receipt.verdict == 0x5a && receipt.number[0] == 0x5a);
        return 0;
    }
    TS_CHECK(text.len <= TS_RECEIPT_TEXT_MAX && ts_receipt_looks_like(text));
    TS_CHECK(receipt.profile.len == 0 || receipt.profile_hash.len == 0);
    if (receipt.profile_hash.len == 0) {
        ts_span again;
        TS_CHECK(ts_receipt_make(&arena, &again, &key, &receipt) == TS_OK);
        TS_CHECK(ts_span_equal(again, text));
    }
    return 0;
}
