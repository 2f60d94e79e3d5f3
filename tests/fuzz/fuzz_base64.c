#include "keys/codec/base64.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A URL text that is accepted is the only spelling of its bytes. */
static void
check_url(struct ts_arena *arena, ts_span input)
{
    ts_span there;
    ts_span back;
    enum ts_status status = ts_base64url_decode(arena, &there, input);

    TS_CHECK(status == TS_OK || arena->used == 0);
    if (status == TS_OK && ts_base64url_encode(arena, &back, there) == TS_OK)
        TS_CHECK(ts_span_equal(back, input));

    ts_arena_rewind(arena, 0);
    if (ts_base64url_encode(arena, &there, input) == TS_OK
        && (status = ts_base64url_decode(arena, &back, there)) != TS_NO_SPACE)
        TS_CHECK(status == TS_OK && ts_span_equal(back, input));
}

static uint8_t
url_letter(uint8_t plain)
{
    return plain == '+' ? '-' : plain == '/' ? '_' : plain;
}

/* A plain text that is accepted is the URL text of the same bytes, once line
 * ends and padding are taken out. */
static void
check_plain(struct ts_arena *arena, ts_span input)
{
    ts_span there;
    ts_span url;
    size_t at = 0;
    enum ts_status status = ts_base64_decode(arena, &there, input);

    TS_CHECK(status == TS_OK || arena->used == 0);
    if (status != TS_OK || ts_base64url_encode(arena, &url, there) != TS_OK)
        return;
    for (size_t i = 0; i < input.len; i++) {
        uint8_t c = input.at[i];
        if (c == '\r' || c == '\n' || c == '=')
            continue;
        TS_CHECK(at < url.len && url.at[at] == url_letter(c));
        at++;
    }
    TS_CHECK(at == url.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[64 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    check_url(&arena, (ts_span){ data, size });
    ts_arena_rewind(&arena, 0);
    check_plain(&arena, (ts_span){ data, size });
    return 0;
}
