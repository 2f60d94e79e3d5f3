#include "kiosk/enrol/manifest.h"

#include <string.h>

#define HEAD "touchstone-enrolment/1\n"

enum { CHECK_BYTES = 8, DIGITS_MAX = 18 };

static const char hex[] = "0123456789abcdef";

static const char *const names[TS_ENROLMENT_FILE_COUNT] = {
    [TS_ENROLMENT_KIOSK_CONF] = "kiosk.conf",
    [TS_ENROLMENT_MIRRORS] = "mirrors",
    [TS_ENROLMENT_STEWARD] = "steward.jwk",
    [TS_ENROLMENT_TELEMETRY_CONF] = "telemetry.conf",
    [TS_ENROLMENT_TELEMETRY_CA] = "telemetry-ca.pem",
    [TS_ENROLMENT_TELEMETRY_CERT] = "telemetry-cert.pem",
    [TS_ENROLMENT_TELEMETRY_KEY] = "telemetry-key.pem",
};

const char *
ts_enrolment_file_name(enum ts_enrolment_file file)
{
    TS_CHECK((unsigned)file < TS_ENROLMENT_FILE_COUNT);
    return names[file];
}

void
ts_enrolment_describe(struct ts_enrolment_manifest *manifest, enum ts_enrolment_file file,
                      ts_span content)
{
    struct ts_enrolment_entry *entry = &manifest->files[file];
    entry->is_there = true;
    entry->size = (uint32_t)content.len;
    ts_sha256(entry->sha256, content);
}

bool
ts_enrolment_agrees(const struct ts_enrolment_manifest *manifest,
                    enum ts_enrolment_file file, ts_span content)
{
    const struct ts_enrolment_entry *entry = &manifest->files[file];
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, content);
    return entry->is_there && entry->size == content.len
           && memcmp(digest, entry->sha256, sizeof(digest)) == 0;
}

static void
write_hex(struct ts_writer *w, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ts_write_u8(w, (uint8_t)hex[bytes[i] >> 4]);
        ts_write_u8(w, (uint8_t)hex[bytes[i] & 15]);
    }
}

void
ts_enrolment_manifest_write(struct ts_writer *w,
                            const struct ts_enrolment_manifest *manifest)
{
    uint8_t digest[TS_SHA256_SIZE];
    size_t begin = w->used;
    ts_write_text(w, HEAD "root ");
    ts_write_decimal(w, (int64_t)manifest->root_version);
    ts_write_u8(w, ' ');
    write_hex(w, manifest->root_fingerprint, TS_SHA256_SIZE);
    ts_write_u8(w, '\n');
    for (size_t i = 0; i < TS_ENROLMENT_FILE_COUNT; i++) {
        const struct ts_enrolment_entry *entry = &manifest->files[i];
        if (!entry->is_there)
            continue;
        ts_write_text(w, "file ");
        ts_write_text(w, names[i]);
        ts_write_u8(w, ' ');
        ts_write_decimal(w, entry->size);
        ts_write_u8(w, ' ');
        write_hex(w, entry->sha256, TS_SHA256_SIZE);
        ts_write_u8(w, '\n');
    }
    ts_span all = ts_writer_span(w);
    ts_sha256(digest, ts_span_part(all, begin, all.len - begin));
    ts_write_text(w, "check ");
    write_hex(w, digest, CHECK_BYTES);
    ts_write_u8(w, '\n');
}

/* A cursor whose failure sticks; what it reads is compared with what the writer makes of
 * it, so it need not be strict about how things are spelled. */
struct cursor {
    ts_span left;
    bool failed;
};

static ts_span
word(struct cursor *c, uint8_t end)
{
    size_t len = ts_span_index(c->left, end);
    ts_span read = ts_span_part(c->left, 0, len);
    c->failed = c->failed || len == c->left.len;
    c->left = ts_span_part(c->left, len + 1, c->left.len);
    return read;
}

static uint64_t
number(struct cursor *c, ts_span digits)
{
    uint64_t value = 0;
    c->failed = c->failed || digits.len == 0 || digits.len > DIGITS_MAX;
    for (size_t i = 0; !c->failed && i < digits.len; i++) {
        c->failed = digits.at[i] < '0' || digits.at[i] > '9';
        value = value * 10 + (uint64_t)(digits.at[i] - '0');
    }
    return c->failed ? 0 : value;
}

static unsigned
nibble(struct cursor *c, uint8_t digit)
{
    const char *at = digit ? strchr(hex, digit) : NULL;
    c->failed = c->failed || !at;
    return at ? (unsigned)(at - hex) : 0;
}

static void
digest_of(struct cursor *c, uint8_t digest[static TS_SHA256_SIZE], ts_span digits)
{
    size_t expected = 2 * (size_t)TS_SHA256_SIZE;
    c->failed = c->failed || digits.len != expected;
    for (size_t i = 0; !c->failed && i < TS_SHA256_SIZE; i++) {
        unsigned high = nibble(c, digits.at[2 * i]);
        digest[i] = (uint8_t)(high << 4 | nibble(c, digits.at[2 * i + 1]));
    }
}

static void
read_file(struct cursor *c, struct ts_enrolment_manifest *manifest)
{
    ts_span name = word(c, ' ');
    size_t i = 0;
    while (i < TS_ENROLMENT_FILE_COUNT && !ts_span_is(name, names[i]))
        i++;
    if (i == TS_ENROLMENT_FILE_COUNT) {
        c->failed = true;
        return;
    }
    uint64_t size = number(c, word(c, ' '));
    c->failed = c->failed || size > TS_ENROLMENT_FILE_MAX;
    manifest->files[i].is_there = true;
    manifest->files[i].size = (uint32_t)size;
    digest_of(c, manifest->files[i].sha256, word(c, '\n'));
}

static bool
is_whole(const struct ts_enrolment_manifest *manifest)
{
    const struct ts_enrolment_entry *files = manifest->files;
    bool has_telemetry = files[TS_ENROLMENT_TELEMETRY_CONF].is_there;
    return manifest->root_version > 0 && files[TS_ENROLMENT_KIOSK_CONF].is_there
           && files[TS_ENROLMENT_TELEMETRY_CA].is_there == has_telemetry
           && files[TS_ENROLMENT_TELEMETRY_CERT].is_there == has_telemetry
           && files[TS_ENROLMENT_TELEMETRY_KEY].is_there == has_telemetry;
}

enum ts_status
ts_enrolment_manifest_read(struct ts_enrolment_manifest *manifest, ts_span text)
{
    uint8_t memory[TS_ENROLMENT_MANIFEST_MAX];
    struct ts_writer again = ts_writer_over(TS_ROOM_OF(memory));
    struct ts_enrolment_manifest draft = { 0 };
    struct cursor c = { .left = text };
    if (!ts_span_starts_with(text, TS_SPAN_LIT(HEAD)))
        return TS_UNSUPPORTED;
    (void)word(&c, '\n');
    (void)word(&c, ' ');
    draft.root_version = number(&c, word(&c, ' '));
    digest_of(&c, draft.root_fingerprint, word(&c, '\n'));
    while (!c.failed && ts_span_starts_with(c.left, TS_SPAN_LIT("file "))) {
        (void)word(&c, ' ');
        read_file(&c, &draft);
    }
    if (c.failed || !is_whole(&draft))
        return TS_MALFORMED;
    ts_enrolment_manifest_write(&again, &draft);
    if (again.full || !ts_span_equal(ts_writer_span(&again), text))
        return TS_MALFORMED;
    *manifest = draft;
    return TS_OK;
}
