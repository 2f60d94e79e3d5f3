#include "keys/crypto/digest.h"
#include "keys/trust/issuer_list_pack.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * Packed issuer lists and patches, as a mirror or a stick may send them. The input:
 *
 *   mode       1: the rest is packed bytes; other: the rest is a list, packed here
 *   changes    which of the packed bytes another one is put in place of, and which
 *   length     3 bytes: what is promised (mode 1)
 *   base       2 bytes of length, and the bytes
 *   rest
 */
enum { MODE_PACKED = 1, HEAD = 1 + 3 + 3 + 2 };

static uint8_t memory[4 * 1024 * 1024];

static struct ts_target
promise(ts_span list)
{
    struct ts_target target = { .length = list.len, .hashes = { .has_sha256 = true } };
    ts_sha256(target.hashes.sha256, list);
    return target;
}

/* What does not lead to the promised bytes leaves nothing behind. */
static enum ts_status
unpack(struct ts_arena *arena, const struct ts_target *target, ts_span packed,
       ts_span base)
{
    static const uint8_t untouched[1];
    ts_verified list = { { untouched, 42 } };
    size_t used = arena->used;
    enum ts_status status = ts_issuer_list_unpack(arena, &list, target, packed, base);
    if (status != TS_OK) {
        TS_CHECK(arena->used == used);
        TS_CHECK(list.bytes.at == untouched && list.bytes.len == 42);
        TS_CHECK(status == TS_UNTRUSTED || status == TS_MALFORMED
                 || status == TS_OVER_LIMIT || status == TS_NO_SPACE);
        return status;
    }
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, list.bytes);
    TS_CHECK(list.bytes.len == target->length);
    TS_CHECK(memcmp(digest, target->hashes.sha256, sizeof(digest)) == 0);
    ts_arena_rewind(arena, used);
    return TS_OK;
}

static void
check_packed(struct ts_arena *arena, const uint8_t *head, ts_span base, ts_span packed)
{
    struct ts_target target = promise(base);
    target.length = (uint64_t)head[4] << 16 | (uint64_t)head[5] << 8 | head[6];
    (void)unpack(arena, &target, packed, base);
    target.length = (uint64_t)TS_TARGET_BYTES_MAX + 1;
    TS_CHECK(unpack(arena, &target, packed, base) == TS_OVER_LIMIT);
    target = promise(base);
    (void)unpack(arena, &target, packed, base);
}

/* Round and back; then with one byte changed, which may only be noticed or do nothing. */
static void
check_list(struct ts_arena *arena, const uint8_t *head, ts_span base, ts_span list)
{
    ts_span packed;
    const struct ts_target target = promise(list);
    TS_CHECK(ts_issuer_list_pack(arena, &packed, list, base) == TS_OK);
    TS_CHECK(unpack(arena, &target, packed, base) == TS_OK);
    if (packed.len > 0)
        memory[(size_t)(packed.at - memory)
               + ((size_t)head[1] << 8 | head[2]) % packed.len] ^= head[3];
    (void)unpack(arena, &target, packed, base);
    (void)unpack(arena, &target, ts_span_part(packed, 0, packed.len / 2), base);
    (void)unpack(arena, &target, packed, (ts_span){ 0 });
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    if (size < HEAD)
        return 0;
    ts_span rest = { data + HEAD, size - HEAD };
    size_t base_len = (size_t)data[7] << 8 | data[8];
    ts_span base = ts_span_part(rest, 0, base_len);
    rest = ts_span_part(rest, base.len, rest.len);
    if (data[0] == MODE_PACKED)
        check_packed(&arena, data, base, rest);
    else
        check_list(&arena, data, base, rest);
    return 0;
}
