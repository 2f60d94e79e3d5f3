#include "keys/crypto/jwk.h"
#include "keys/crypto/x509.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[65536];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_certificate read = { .not_before = { 42 } };
    ts_span text;
    enum ts_status status = ts_certificate_read(&arena, &read, (ts_span){ data, size });
    if (status != TS_OK) {
        TS_CHECK(status == TS_MALFORMED || status == TS_TRAILING
                 || status == TS_UNSUPPORTED || status == TS_NO_SPACE);
        TS_CHECK(arena.used == 0 && read.key.kind == TS_KEY_NONE);
        TS_CHECK(read.not_before.s == 42);
        return 0;
    }
    /* Whatever is let through is a key, and may sign something. */
    TS_CHECK(ts_jwk_write(&arena, &text, &read.key) == TS_OK);
    TS_CHECK(read.may_sign_test || read.may_sign_vaccination || read.may_sign_recovery);
    return 0;
}
