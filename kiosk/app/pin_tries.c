#include "kiosk/app/pin_tries.h"

#include "firmware/base/writer.h"

#include <stdio.h>
#include <string.h>

#define FILE_NAME "pin-tries"

/* "touchstone-pin-tries/1 03 00\n": the administrator's, the supervisor's. */
#define FILE_BEGIN "touchstone-pin-tries/1"
enum { FILE_SIZE = sizeof(FILE_BEGIN) + 6 };

uint32_t
ts_pin_wait_ms(uint32_t wrong)
{
    uint32_t wait = TS_PIN_WAIT_FIRST_MS;
    if (wrong < TS_PIN_TRIES_FREE)
        return 0;
    for (uint32_t i = TS_PIN_TRIES_FREE; i < wrong && wait < TS_PIN_WAIT_MOST_MS; i++)
        wait *= 2;
    return wait < TS_PIN_WAIT_MOST_MS ? wait : TS_PIN_WAIT_MOST_MS;
}

static bool
is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool
read_counts(uint32_t wrong[static TS_PIN_KINDS], ts_span text)
{
    const ts_span begin = TS_SPAN_LIT(FILE_BEGIN);
    uint32_t counts[TS_PIN_KINDS];
    if (text.len != FILE_SIZE || !ts_span_starts_with(text, begin)
        || text.at[FILE_SIZE - 1] != '\n')
        return false;
    for (size_t i = 0; i < TS_PIN_KINDS; i++) {
        const uint8_t *at = text.at + begin.len + i * 3;
        if (at[0] != ' ' || !is_digit(at[1]) || !is_digit(at[2]))
            return false;
        counts[i] = (uint32_t)(at[1] - '0') * 10 + (uint32_t)(at[2] - '0');
    }
    memcpy(wrong, counts, sizeof(counts));
    return true;
}

static void
load(struct ts_pin_tries *tries)
{
    uint8_t memory[256];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span text;
    if (!tries->store)
        return;
    enum ts_status status =
        ts_store_read(tries->store, &arena, &text, FILE_NAME, FILE_SIZE);
    if (status == TS_ABSENT || (status == TS_OK && read_counts(tries->wrong, text)))
        return;
    for (size_t i = 0; i < TS_PIN_KINDS; i++)
        tries->wrong[i] = TS_PIN_TRIES_FREE;
}

static void
save(const struct ts_pin_tries *tries)
{
    char text[64];
    int len = snprintf(text, sizeof(text), FILE_BEGIN " %02u %02u\n",
                       (unsigned)tries->wrong[TS_PIN_ADMIN],
                       (unsigned)tries->wrong[TS_PIN_WAIVER]);
    ts_span content = { (const uint8_t *)text, (size_t)len };
    if (tries->store && ts_store_replace(tries->store, FILE_NAME, content, true) != TS_OK)
        fputs("touchstone-kiosk: wrong PINs could not be counted on the medium\n",
              stderr);
}

static void
wait_for(struct ts_pin_tries *tries, size_t kind, ts_mono now)
{
    tries->until[kind] = (ts_mono){ now.ms + ts_pin_wait_ms(tries->wrong[kind]) };
}

void
ts_pin_tries_begin(struct ts_pin_tries *tries, struct ts_store *store, ts_mono now)
{
    if (tries->begun)
        return;
    *tries = (struct ts_pin_tries){ .begun = true, .store = store };
    load(tries);
    for (size_t i = 0; i < TS_PIN_KINDS; i++)
        wait_for(tries, i, now);
}

uint32_t
ts_pin_tries_left_ms(const struct ts_pin_tries *tries, enum ts_pin_kind kind, ts_mono now)
{
    uint64_t until = tries->until[kind].ms;
    return until > now.ms ? (uint32_t)(until - now.ms) : 0;
}

void
ts_pin_tries_try(struct ts_pin_tries *tries, enum ts_pin_kind kind)
{
    if (tries->wrong[kind] < TS_PIN_TRIES_COUNTED)
        tries->wrong[kind]++;
    save(tries);
}

void
ts_pin_tries_end(struct ts_pin_tries *tries, enum ts_pin_kind kind, bool right,
                 ts_mono now)
{
    if (right) {
        tries->wrong[kind] = 0;
        save(tries);
    }
    wait_for(tries, kind, now);
}
