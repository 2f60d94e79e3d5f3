#include "keys/sync/mirror_parts.h"

#include <string.h>

/* In the trust folder, a line each: the source's address; the SHA-256 of the timestamp,
 * its ETag and its Last-Modified; when the roots were asked for, and how often they were
 * not at that very second since, if the clock stands still. ETags differ between mirrors
 * that serve the same, so they are worth nothing to another source. */
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

/* What is no number is 0: long ago. */
static int64_t
take_number(ts_span line)
{
    int64_t number = 0;
    for (size_t i = 0; i < line.len && i < 18; i++) {
        if (line.at[i] < '0' || line.at[i] > '9')
            return 0;
        number = number * 10 + (line.at[i] - '0');
    }
    return number;
}

/* Of the timestamp that was accepted last, if the hash is its own. */
static void
take_timestamp(const struct ts_mirror *m, struct ts_arena *scratch,
               struct ts_mirror_known *known, ts_span hash)
{
    uint8_t digits[2 * TS_SHA256_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(digits));
    ts_span accepted = { 0 };
    if (ts_store_read(m->options.accepted, scratch, &accepted, "timestamp.json",
                      TS_TARGET_BYTES_MAX)
        != TS_OK)
        return;
    write_hash(&w, accepted);
    if (ts_span_equal(hash, ts_writer_span(&w)))
        known->timestamp = accepted;
}

bool
ts_mirror_recall(const struct ts_mirror *m, struct ts_mirror_known *known)
{
    struct ts_arena scratch = ts_mirror_scratch(m);
    ts_span text = { 0 };
    struct ts_mirror_known draft = { .etag = "" };
    if (ts_mirror_is_medium(m)
        || ts_store_read(m->options.trust, &scratch, &text, FILE_NAME, FILE_MAX) != TS_OK
        || !ts_span_is(take_line(&text), m->options.sources[m->at].url))
        return false;
    take_timestamp(m, &scratch, &draft, take_line(&text));
    take_text(draft.etag, take_line(&text));
    take_text(draft.last_modified, take_line(&text));
    draft.roots_asked.s = take_number(take_line(&text));
    draft.rests = take_number(take_line(&text));
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

static void
write_line(struct ts_writer *w, const char *text)
{
    ts_write_text(w, text);
    ts_write_text(w, "\n");
}

static void
write_number(struct ts_writer *w, int64_t number)
{
    ts_write_decimal(w, number);
    ts_write_text(w, "\n");
}

void
ts_mirror_note(const struct ts_mirror *m, ts_span timestamp)
{
    uint8_t room[FILE_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    struct ts_mirror_known known = { .etag = "" };
    if (ts_mirror_is_medium(m))
        return;
    write_line(&w, m->options.sources[m->at].url);
    write_hash(&w, timestamp);
    ts_write_text(&w, "\n");
    /* From here on the scratch memory is another's, where timestamp may stand. */
    bool is_known = ts_mirror_recall(m, &known);
    bool is_new = m->reply.http_status == 200;
    bool rests = m->roots_rest && is_known;
    bool stands = known.roots_asked.s == m->options.now.s;
    write_line(&w, is_new ? m->reply.etag : known.etag);
    write_line(&w, is_new ? m->reply.last_modified : known.last_modified);
    write_number(&w, rests ? known.roots_asked.s : m->options.now.s);
    write_number(&w, rests ? known.rests + stands : 0);
    if (!w.full)
        keep(m, ts_writer_span(&w));
}
