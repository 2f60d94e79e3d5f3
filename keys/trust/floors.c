#include "keys/trust/floors.h"

#include "firmware/base/calendar.h"
#include "firmware/base/reader.h"
#include "firmware/base/writer.h"
#include "keys/crypto/digest.h"

/* keys/FORMAT.md 7. The time of the build comes from CMakeLists.txt. */

#define MAGIC TS_SPAN_LIT("floors/1")
#define TIME_MAX 253402300799 /* the end of the year 9999 */

enum {
    SLOTS = 2,
    BODY_SIZE = 40,
    DIGEST_SIZE = 16,
    FILE_SIZE = BODY_SIZE + DIGEST_SIZE,
};

static const char *const slot_names[SLOTS] = { "floors.0", "floors.1" };

static ts_utc
later(ts_utc a, ts_utc b)
{
    return a.s > b.s ? a : b;
}

static ts_utc
read_time(struct ts_reader *r)
{
    uint64_t s = ts_read_u64(r);
    ts_require(r, s <= TIME_MAX, TS_MALFORMED, "FORMAT.md 7.3");
    return (ts_utc){ (int64_t)(s <= TIME_MAX ? s : 0) };
}

static enum ts_status
read_file(struct ts_floors *floors, ts_span file)
{
    struct ts_reader r = ts_reader_over(file);
    struct ts_floors draft = *floors;
    uint8_t digest[TS_SHA256_SIZE];

    ts_span magic = ts_read_bytes(&r, MAGIC.len);
    ts_require(&r, ts_span_equal(magic, MAGIC), TS_UNSUPPORTED, "FORMAT.md 7.2");
    draft.writes = ts_read_u64(&r);
    ts_require(&r, draft.writes > 0 && draft.writes < UINT64_MAX, TS_MALFORMED,
               "FORMAT.md 7.2");
    draft.signed_at = read_time(&r);
    draft.seen = read_time(&r);
    draft.root_version = ts_read_u64(&r);
    ts_sha256(digest, ts_span_part(file, 0, BODY_SIZE));
    ts_span kept = ts_read_bytes(&r, DIGEST_SIZE);
    ts_require(&r, ts_span_equal(kept, (ts_span){ digest, DIGEST_SIZE }), TS_MALFORMED,
               "FORMAT.md 7.4");
    enum ts_status status = ts_reader_end(&r);
    if (status == TS_OK)
        *floors = draft;
    return status;
}

static enum ts_status
read_slot(struct ts_floors *floors, struct ts_store *store, size_t slot)
{
    uint8_t memory[2 * FILE_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span file;
    enum ts_status status =
        ts_store_read(store, &arena, &file, slot_names[slot], FILE_SIZE);
    return status == TS_OK ? read_file(floors, file) : status;
}

struct ts_floors
ts_floors_load(struct ts_store *store)
{
    const struct ts_floors none = { .built = { TS_BUILD_TIME } };
    struct ts_floors newest = none;
    size_t absent = 0;
    bool is_damaged = false;
    for (size_t slot = 0; store && slot < SLOTS; slot++) {
        struct ts_floors held = none;
        enum ts_status status = read_slot(&held, store, slot);
        if (status == TS_ABSENT)
            absent++;
        else if (status != TS_OK)
            is_damaged = true;
        else if (held.writes > newest.writes)
            newest = held;
    }
    /* Only before the second write may a file be missing. */
    newest.is_damaged = is_damaged || (absent > 0 && newest.writes > 1);
    return newest;
}

static ts_utc
without_clock(const struct ts_floors *floors)
{
    return later(floors->built, floors->signed_at);
}

/* The latest that a clock can make the floor. */
static ts_utc
seen_most(const struct ts_floors *floors)
{
    return (ts_utc){ without_clock(floors).s + TS_FLOORS_SEEN_AHEAD_MAX_S };
}

ts_utc
ts_floors_time(const struct ts_floors *floors)
{
    ts_utc most = seen_most(floors);
    ts_utc seen = floors->seen.s < most.s ? floors->seen : most;
    return later(without_clock(floors), seen);
}

void
ts_floors_accept(struct ts_floors *floors, ts_utc issued, uint64_t root_version)
{
    bool is_newer_root = root_version > floors->root_version;
    if (issued.s < 0 || issued.s > TIME_MAX)
        return;
    if (!is_newer_root && issued.s <= floors->signed_at.s)
        return;
    floors->signed_at = issued;
    if (is_newer_root)
        floors->root_version = root_version;
    floors->is_unsaved = true;
}

void
ts_floors_see(struct ts_floors *floors, ts_utc clock)
{
    ts_utc floor = ts_floors_time(floors);
    ts_utc most = seen_most(floors);
    if (!ts_floor_admits(floor, clock))
        return;
    if (clock.s > most.s)
        clock = most;
    if (clock.s - floors->seen.s < TS_FLOORS_STEP_S || clock.s > TIME_MAX)
        return;
    floors->seen = clock;
    floors->is_unsaved = true;
}

static void
write_u64(struct ts_writer *w, uint64_t value)
{
    for (unsigned shift = 64; shift > 0; shift -= 8)
        ts_write_u8(w, (uint8_t)(value >> (shift - 8)));
}

enum ts_status
ts_floors_save(struct ts_floors *floors, struct ts_store *store)
{
    uint8_t memory[FILE_SIZE];
    uint8_t digest[TS_SHA256_SIZE];
    ts_span file;
    if (!floors->is_unsaved || !store)
        return TS_OK;
    uint64_t writes = floors->writes + 1;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_write_bytes(&w, MAGIC);
    write_u64(&w, writes);
    write_u64(&w, (uint64_t)floors->signed_at.s);
    write_u64(&w, (uint64_t)floors->seen.s);
    write_u64(&w, floors->root_version);
    ts_sha256(digest, ts_writer_span(&w));
    ts_write_bytes(&w, (ts_span){ digest, DIGEST_SIZE });
    TS_CHECK(ts_writer_end(&w, &file) == TS_OK && file.len == FILE_SIZE);
    /* In turn: the newest file that is known to be good is never the one written. */
    if (ts_store_replace(store, slot_names[writes % SLOTS], file, false) != TS_OK)
        return TS_IO;
    floors->writes = writes;
    floors->is_unsaved = false;
    return TS_OK;
}

bool
ts_floor_admits(ts_utc floor, ts_utc clock)
{
    int64_t ahead_s = ts_utc_since(clock, floor);
    return ahead_s >= 0 && ahead_s <= TS_CLOCK_AHEAD_MAX_S;
}

ts_utc
ts_floor_now(ts_utc floor, ts_utc clock, bool is_vouched)
{
    return is_vouched && ts_floor_admits(floor, clock) ? clock : floor;
}
