#include "keys/authority/badge.h"
#include "keys/authority/text.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/random.h"

enum { UUID_SIZE = 16 };

static void
format(char text[static TS_URN_UUID_SIZE + 1], uint8_t bytes[static UUID_SIZE],
       unsigned version)
{
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)text, TS_URN_UUID_SIZE });
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | (version << 4));
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80); /* RFC 9562 4.1 */
    ts_write_text(&w, "urn:uuid:");
    for (size_t i = 0; i < UUID_SIZE; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            ts_write_u8(&w, '-');
        ts_write_hex(&w, (ts_span){ bytes + i, 1 });
    }
    text[TS_URN_UUID_SIZE] = '\0';
}

void
ts_urn_uuid_make(char text[static TS_URN_UUID_SIZE + 1])
{
    uint8_t bytes[UUID_SIZE];
    ts_random_bytes(TS_ROOM_OF(bytes));
    format(text, bytes, 4);
}

void
ts_urn_uuid_derive(char text[static TS_URN_UUID_SIZE + 1], ts_span scope, ts_span name)
{
    /* Hashes of fixed length side by side: no two pairs run together. */
    uint8_t both[2 * TS_SHA256_SIZE];
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(both, scope);
    ts_sha256(both + TS_SHA256_SIZE, name);
    ts_sha256(digest, TS_SPAN_OF(both));
    format(text, digest, 8);
}
