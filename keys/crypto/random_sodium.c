#include "keys/crypto/random.h"

#include "firmware/base/check.h"

#include <sodium.h>

/* A machine without a random source must not sign, issue or number anything. */
static void
wake(void)
{
    TS_CHECK(sodium_init() >= 0);
}

void
ts_random_bytes(ts_room room)
{
    wake();
    if (room.len)
        randombytes_buf(room.at, room.len);
}

uint32_t
ts_random_below(uint32_t bound)
{
    wake();
    return bound ? randombytes_uniform(bound) : 0;
}
