#include "keys/trust/generation.h"

#include "firmware/base/writer.h"
#include "keys/trust/repository.h"

#include <string.h>

/* "0123456789abcdef\n" */
enum { POINTER_SIZE = TS_GENERATION_DIGITS + 1 };

static bool
is_digit(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
}

const char *
ts_generation_pointer(enum ts_generation_age age)
{
    return age == TS_GENERATION_CURRENT ? "generation.current" : "generation.before";
}

enum ts_status
ts_generation_find(struct ts_arena *arena, struct ts_generation *generation,
                   struct ts_store *store, enum ts_generation_age age)
{
    ts_span text = { 0 };
    enum ts_status status =
        ts_store_read(store, arena, &text, ts_generation_pointer(age), POINTER_SIZE);
    if (status != TS_OK)
        return status;
    if (text.len != POINTER_SIZE || text.at[TS_GENERATION_DIGITS] != '\n')
        return TS_MALFORMED;
    for (size_t i = 0; i < TS_GENERATION_DIGITS; i++)
        if (!is_digit(text.at[i]))
            return TS_MALFORMED;
    memcpy(generation->name, text.at, TS_GENERATION_DIGITS);
    generation->name[TS_GENERATION_DIGITS] = '\0';
    return TS_OK;
}

/* A path comes from metadata, which allows more characters than a store: a NUL in it
 * must not shorten it. */
static enum ts_status
finish(struct ts_writer *w)
{
    ts_span text = ts_writer_span(w);
    bool whole = ts_span_index(text, 0) == text.len;
    ts_write_u8(w, 0);
    if (w->full || !whole || !ts_store_name_valid((const char *)text.at))
        return TS_MALFORMED;
    return TS_OK;
}

enum ts_status
ts_generation_metadata(struct ts_file_name *name, const struct ts_generation *generation,
                       ts_span file)
{
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(name->text));
    if (generation->name[0]) {
        ts_write_text(&w, "generations/");
        ts_write_text(&w, generation->name);
        ts_write_text(&w, ".");
    }
    ts_write_bytes(&w, file);
    return finish(&w);
}

static void
write_object(struct ts_writer *w, ts_span hash)
{
    static const char digits[] = "0123456789abcdef";
    ts_write_text(w, "objects/");
    ts_write_u8(w, (uint8_t)digits[hash.at[0] >> 4]);
    ts_write_text(w, "/");
    for (size_t i = 0; i < hash.len; i++) {
        ts_write_u8(w, (uint8_t)digits[hash.at[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[hash.at[i] & 15]);
    }
}

enum ts_status
ts_generation_target(struct ts_file_name *name, const struct ts_generation *generation,
                     const struct ts_target *target)
{
    const struct ts_hashes *hashes = &target->hashes;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(name->text));
    if (!generation->name[0]) {
        ts_write_text(&w, "targets/");
        ts_write_bytes(&w, target->path);
    } else if (hashes->has_sha256) {
        write_object(&w, TS_SPAN_OF(hashes->sha256));
    } else {
        write_object(&w, TS_SPAN_OF(hashes->sha512));
    }
    return finish(&w);
}

enum ts_status
ts_generation_state(struct ts_file_name *name, const struct ts_generation *generation,
                    const struct ts_target *target)
{
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(name->text));
    if (!generation->name[0])
        ts_write_text(&w, TS_STATE_FILE);
    else if (target->has_state)
        write_object(&w, TS_SPAN_OF(target->state));
    else
        return TS_MALFORMED;
    return finish(&w);
}
