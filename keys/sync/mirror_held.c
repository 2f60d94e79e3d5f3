#include "keys/sync/mirror_parts.h"

#include <string.h>

/* A name of any generation will do: objects are shared. */
const struct ts_generation ts_mirror_any_generation = { "0000000000000000" };

bool
ts_mirror_holds(const struct ts_mirror *m, const struct ts_generation *generation,
                const struct ts_target *target, ts_span *bytes)
{
    struct ts_file_name name;
    ts_verified verified;
    struct ts_arena scratch = ts_mirror_scratch(m);
    if (target->length > TS_TARGET_BYTES_MAX)
        return false;
    return ts_generation_target(&name, generation, target) == TS_OK
           && ts_store_read(m->options.trust, &scratch, bytes, name.text,
                            (size_t)target->length)
                  == TS_OK
           && ts_target_check(&verified, target, *bytes) == TS_OK;
}

enum ts_status
ts_mirror_put_object(struct ts_mirror *m, const struct ts_target *target, ts_span bytes)
{
    struct ts_file_name name;
    enum ts_status status =
        ts_generation_target(&name, &ts_mirror_any_generation, target);
    if (status == TS_OK)
        status = ts_store_replace(m->options.trust, name.text, bytes, false);
    return status;
}

/* Takes off what stands before the next blank, and the blank. */
static ts_span
take_field(ts_span *line)
{
    size_t end = ts_span_index(*line, ' ');
    ts_span field = ts_span_part(*line, 0, end);
    *line = ts_span_part(*line, end + 1, line->len);
    return field;
}

static uint64_t
read_epoch(ts_span digits)
{
    uint64_t epoch = 0;
    for (size_t i = 0; i < digits.len && i < 19; i++)
        epoch = epoch * 10 + (uint64_t)(digits.at[i] - '0');
    return epoch;
}

/* Our own file; what is not as we write it finds nothing. */
static bool
read_line(struct ts_mirror_base *base, ts_span line, const char *path)
{
    ts_span object = take_field(&line);
    ts_span epoch = take_field(&line);
    if (!ts_span_is(line, path) || object.len > TS_STORE_NAME_MAX)
        return false;
    memcpy(base->object.text, object.at, object.len);
    base->object.text[object.len] = '\0';
    base->epoch = read_epoch(epoch);
    return true;
}

struct ts_mirror_base
ts_mirror_find_base(const struct ts_mirror *m, struct ts_arena scratch, const char *path)
{
    struct ts_mirror_base base = { .epoch = 0 };
    struct ts_generation current;
    struct ts_file_name name;
    ts_span text = { 0 };
    if (ts_generation_find(&scratch, &current, m->options.trust, TS_GENERATION_CURRENT)
            != TS_OK
        || ts_generation_metadata(&name, &current, TS_SPAN_LIT(TS_MIRROR_MANIFEST))
               != TS_OK
        || ts_store_read(m->options.trust, &scratch, &text, name.text,
                         TS_MIRROR_MANIFEST_MAX)
               != TS_OK)
        return base;
    while (text.len > 0) {
        size_t end = ts_span_index(text, '\n');
        if (read_line(&base, ts_span_part(text, 0, end), path))
            break;
        text = ts_span_part(text, end + 1, text.len);
    }
    return base;
}
