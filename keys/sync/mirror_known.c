#include "keys/sync/mirror_parts.h"

#include <string.h>

/* In the trust folder: the source's address, the SHA-256 of the timestamp, its ETag and
 * its Last-Modified, a line each. ETags differ between mirrors that serve the same, so
 * they are worth nothing to another source. */
static const char FILE_NAME[] = "timestamp.known";

enum { FILE_MAX = 8192 };

static ts_span
take_line(ts_span *text)
{
    size_t end = ts_span_index(*text, '\n');
    ts_span line = ts_span_part(*text, 0, end);
    *text = ts_span_part(*text, end + 1, text->len);
    return line;
}

static void
write_hash(struct ts_writer *w, ts_span bytes)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[TS_SHA256_SIZE];
    ts_sha256(hash, bytes);
    for (size_t i = 0; i < sizeof(hash); i++) {
        ts_write_u8(w, (uint8_t)digits[hash[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[hash[i] & 15]);
    }
}

static void
take_text(char text[static TS_LINK_VALIDATOR_SIZE], ts_span line)
{
    size_t len = line.len < TS_LINK_VALIDATOR_SIZE ? line.len : 0;
    if (len)
        memcpy(text, line.at, len);
    text[len] = '\0';
}

bool
ts_mirror_recall(const struct ts_mirror *m, struct ts_mirror_known *known)
{
    struct ts_arena scratch = ts_mirror_scratch(m);
    uint8_t digits[2 * TS_SHA256_SIZE];
    struct ts_writer hash = ts_writer_over(TS_ROOM_OF(digits));
    ts_span text = { 0 };
    struct ts_mirror_known draft = { .etag = "" };
    if (ts_store_read(m->options.trust, &scratch, &text, FILE_NAME, FILE_MAX) != TS_OK
        || ts_store_read(m->options.accepted, &scratch, &draft.timestamp,
                         "timestamp.json", TS_TARGET_BYTES_MAX)
               != TS_OK)
        return false;
    write_hash(&hash, draft.timestamp);
    if (!ts_span_is(take_line(&text), m->options.sources[m->at].url)
        || !ts_span_equal(take_line(&text), ts_writer_span(&hash)))
        return false;
    take_text(draft.etag, take_line(&text));
    take_text(draft.last_modified, take_line(&text));
    *known = draft;
    return true;
}

/* Where it cannot be kept, the next one costs some bytes more. */
static void
keep(const struct ts_mirror *m, ts_span text)
{
    uint8_t room[FILE_MAX];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(room));
    ts_span held = { 0 };
    enum ts_status status =
        ts_store_read(m->options.trust, &arena, &held, FILE_NAME, FILE_MAX);
    if (status != TS_OK || !ts_span_equal(held, text))
        (void)!ts_store_replace(m->options.trust, FILE_NAME, text, false);
}

void
ts_mirror_note(const struct ts_mirror *m, ts_span timestamp)
{
    uint8_t room[FILE_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    bool is_worth_it = m->reply.etag[0] || m->reply.last_modified[0];
    if (ts_mirror_is_medium(m) || m->reply.http_status != 200 || !is_worth_it)
        return;
    ts_write_text(&w, m->options.sources[m->at].url);
    ts_write_text(&w, "\n");
    write_hash(&w, timestamp);
    ts_write_text(&w, "\n");
    ts_write_text(&w, m->reply.etag);
    ts_write_text(&w, "\n");
    ts_write_text(&w, m->reply.last_modified);
    ts_write_text(&w, "\n");
    if (!w.full)
        keep(m, ts_writer_span(&w));
}
