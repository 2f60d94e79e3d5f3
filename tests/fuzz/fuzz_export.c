#include "keys/crypto/digest.h"
#include "keys/proof/cose_write.h"
#include "kiosk/journal/export.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * The first byte says what the rest is: a file; a COSE_Sign1 that is sealed; or a
 * payload that is signed and sealed, so that what it says is reached at all. In a
 * payload the steward's key stands where 32 bytes of 0xee are.
 */
static uint8_t memory[4 << 20];
static struct ts_secret_key kiosk;
static struct ts_sealing_key steward;

static void
make_keys(void)
{
    static const uint8_t seed[32] = { 1 };
    if (kiosk.kind != TS_KEY_NONE)
        return;
    TS_CHECK(ts_secret_key_from_bytes(&kiosk, TS_KEY_ED25519, TS_SPAN_OF(seed)) == TS_OK);
    ts_sealing_key_generate(&steward);
}

static ts_span
sealed(struct ts_arena *arena, ts_span cose)
{
    uint8_t digest[TS_SHA256_SIZE];
    size_t len = 13 + TS_SEALED_BOX_EXTRA + cose.len;
    uint8_t *at = ts_arena_take(arena, len);
    TS_CHECK(at);
    memcpy(at, "TSJE\1", 5);
    ts_sha256(digest, TS_SPAN_OF(steward.point));
    memcpy(at + 5, digest, 8);
    TS_CHECK(ts_sealed_box_close((ts_room){ at + 13, len - 13 }, steward.point, cose)
             == TS_OK);
    return (ts_span){ at, len };
}

static ts_span
signed_and_sealed(struct ts_arena *arena, ts_span payload)
{
    static const uint8_t place[TS_SEALING_SIZE] = {
        0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee,
        0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee,
        0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee,
    };
    struct ts_public_key key = ts_secret_key_public(&kiosk);
    ts_span header;
    ts_span cose;
    uint8_t *copy = ts_arena_take(arena, payload.len);
    TS_CHECK(copy);
    if (payload.len)
        memcpy(copy, payload.at, payload.len);
    for (size_t i = 0; i + TS_SEALING_SIZE <= payload.len; i++)
        if (memcmp(copy + i, place, TS_SEALING_SIZE) == 0)
            memcpy(copy + i, steward.point, TS_SEALING_SIZE);
    TS_CHECK(ts_cose_eddsa_header(arena, &header, key.point) == TS_OK);
    TS_CHECK(ts_cose_sign1(arena, &cose, &kiosk, header,
                           TS_SPAN_LIT("touchstone journal 1"),
                           (ts_span){ copy, payload.len })
             == TS_OK);
    return sealed(arena, cose);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_export read;
    struct ts_fault fault = { 0 };
    make_keys();
    if (size == 0 || size > 1 << 16)
        return 0;
    ts_span rest = { data + 1, size - 1 };
    ts_span file = rest;
    if (data[0] % 3 == 1)
        file = sealed(&arena, rest);
    else if (data[0] % 3 == 2)
        file = signed_and_sealed(&arena, rest);
    read.rows = 0x5a5a;
    enum ts_status status = ts_export_open(&arena, &read, file, &steward, &fault);
    TS_CHECK(status == fault.status);
    if (status != TS_OK) {
        TS_CHECK(read.rows == 0x5a5a);
        return 0;
    }
    TS_CHECK(read.fields.count > 0 && read.fields.count <= TS_FIELDS);
    TS_CHECK(read.from.s <= read.until.s);
    TS_CHECK(read.key.kind == TS_KEY_ED25519);
    ts_span again;
    TS_CHECK(ts_export_seal(&arena, &again, &read, &kiosk, steward.point) == TS_OK);
    TS_CHECK(again.len == file.len);
    return 0;
}
