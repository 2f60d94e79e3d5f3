#include "kiosk/receipt/kiosk_key.h"

#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"
#include "keys/codec/json.h"
#include "keys/crypto/did.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/jwk.h"

#include <string.h>

enum {
    FILE_MAX = 4096,    /* a key file has under 100 bytes */
    BROKEN_MAX = 65536, /* what is kept of a damaged one */
    NAME_SIZE = 80,
};

static void
give_back(struct ts_arena *scratch, size_t before)
{
    volatile uint8_t *at = scratch->at + before;
    for (size_t i = 0; i < scratch->used - before; i++)
        at[i] = 0;
    ts_arena_rewind(scratch, before);
}

enum ts_status
ts_kiosk_key_read(struct ts_arena *scratch, struct ts_kiosk_key *key,
                  struct ts_store *store)
{
    size_t before = scratch->used;
    struct ts_secret_key secret = { 0 };
    ts_span text;
    enum ts_status status =
        ts_store_read(store, scratch, &text, TS_KIOSK_KEY_FILE, FILE_MAX);
    if (status == TS_OK)
        status = ts_secret_key_read(scratch, &secret, text, (ts_span){ 0 });
    if (status == TS_OK && secret.kind != TS_KEY_ED25519)
        status = TS_UNSUPPORTED;
    if (status == TS_OK)
        key->secret = secret;
    ts_secret_key_destroy(&secret);
    give_back(scratch, before);
    return status;
}

static enum ts_status
make(struct ts_arena *scratch, struct ts_kiosk_key *key, struct ts_store *store)
{
    size_t before = scratch->used;
    struct ts_secret_key secret = { 0 };
    ts_span text;
    enum ts_status status = ts_secret_key_generate(&secret, TS_KEY_ED25519);
    if (status == TS_OK)
        status = ts_secret_key_write(scratch, &text, &secret, (ts_span){ 0 });
    if (status == TS_OK)
        status = ts_store_replace(store, TS_KIOSK_KEY_FILE, text, true);
    if (status == TS_OK)
        key->secret = secret;
    ts_secret_key_destroy(&secret);
    give_back(scratch, before);
    return status;
}

/* "kiosk-key.json.broken-20260512T083000Z" */
static void
name_broken(char name[static NAME_SIZE], ts_utc now)
{
    char at[TS_UTC_TEXT_SIZE];
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)name, NAME_SIZE });
    ts_utc_format(at, now);
    ts_write_text(&w, TS_KIOSK_KEY_FILE ".broken-");
    for (size_t i = 0; at[i]; i++)
        if (at[i] != '-' && at[i] != ':')
            ts_write_u8(&w, (uint8_t)at[i]);
    ts_write_u8(&w, '\0');
    TS_CHECK(!w.full);
}

/* A copy first, so that a power cut leaves the damaged file where it was. */
static enum ts_status
set_aside(struct ts_arena *scratch, struct ts_store *store, ts_utc now)
{
    size_t before = scratch->used;
    char name[NAME_SIZE];
    ts_span content;
    name_broken(name, now);
    enum ts_status status =
        ts_store_read(store, scratch, &content, TS_KIOSK_KEY_FILE, BROKEN_MAX);
    if (status == TS_OVER_LIMIT)
        status = TS_UNTRUSTED; /* nothing of ours: not ours to replace */
    if (status == TS_OK)
        status = ts_store_replace(store, name, content, true);
    give_back(scratch, before);
    return status;
}

/* Whether the file is no key, rather than one that we cannot use. */
static bool
is_damaged(enum ts_status status)
{
    switch (status) {
    case TS_TRUNCATED:
    case TS_TRAILING:
    case TS_MALFORMED:
    case TS_OVER_LIMIT:
    case TS_DUPLICATE: return true;
    case TS_OK:
    case TS_UNSUPPORTED:
    case TS_UNTRUSTED:
    case TS_ROLLBACK:
    case TS_NO_SPACE:
    case TS_IO:
    case TS_ABSENT: return false;
    }
    return false;
}

enum ts_status
ts_kiosk_key_load(struct ts_arena *scratch, struct ts_kiosk_key *key,
                  enum ts_kiosk_key_found *found, struct ts_store *store, ts_utc now)
{
    enum ts_kiosk_key_found was = TS_KIOSK_KEY_WHOLE;
    enum ts_status status = ts_kiosk_key_read(scratch, key, store);
    if (status == TS_ABSENT) {
        was = TS_KIOSK_KEY_NONE;
        status = make(scratch, key, store);
    } else if (is_damaged(status)) {
        was = TS_KIOSK_KEY_SET_ASIDE;
        status = set_aside(scratch, store, now);
        if (status == TS_OK)
            status = make(scratch, key, store);
    }
    if (status == TS_OK)
        *found = was;
    return status;
}

void
ts_kiosk_key_destroy(struct ts_kiosk_key *key)
{
    ts_secret_key_destroy(&key->secret);
}

void
ts_kiosk_key_id(uint8_t id[static TS_KIOSK_KEY_ID_SIZE],
                const struct ts_public_key *public_key)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, public_key->point);
    memcpy(id, digest, TS_KIOSK_KEY_ID_SIZE);
}

enum ts_status
ts_kiosk_key_did(struct ts_arena *arena, ts_span *did,
                 const struct ts_public_key *public_key)
{
    ts_span multibase;
    enum ts_status status = ts_public_key_to_multibase(arena, &multibase, public_key);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, "did:key:");
    ts_write_bytes(&w, multibase);
    status = ts_writer_end(&w, did);
    if (status == TS_OK)
        ts_arena_keep(arena, did->len);
    return status;
}

static ts_span
trim(ts_span text)
{
    while (text.len && strchr(" \t\r\n", text.at[text.len - 1]) != NULL)
        text.len--;
    return text;
}

enum ts_status
ts_kiosk_key_public_read(struct ts_arena *arena, struct ts_public_key *public_key,
                         ts_span text)
{
    struct ts_public_key draft = { 0 };
    const struct ts_json *jwk;
    enum ts_status status;
    if (ts_span_starts_with(text, TS_SPAN_LIT("did:"))) {
        status = ts_did_key(arena, &draft, trim(text));
        if (status == TS_ABSENT)
            status = TS_UNSUPPORTED;
    } else {
        status = ts_json_parse(arena, &jwk, text, NULL);
        if (status == TS_OK)
            status = ts_jwk_read(arena, &draft, NULL, jwk);
    }
    if (status == TS_OK && draft.kind != TS_KEY_ED25519)
        status = TS_UNSUPPORTED;
    if (status == TS_OK)
        *public_key = draft;
    return status;
}
