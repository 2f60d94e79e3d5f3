#include "tests/bench/office.h"

#include "firmware/base/check.h"
#include "keys/authority/issuer_record.h"
#include "keys/authority/text.h"
#include "keys/codec/base64.h"
#include "keys/codec/deflate.h"
#include "tests/bench/sets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ARENA = 768 << 20, DAY = 86400 };

static uint64_t
list_size(const struct ts_office *o)
{
    return o->scale.credentials / TS_OFFICE_LISTS;
}

static void
seeded_key(struct ts_secret_key *key, const char *seed, size_t number)
{
    uint8_t secret[TS_SHA256_SIZE];
    char text[64];
    snprintf(text, sizeof(text), "%s %zu", seed, number);
    ts_sha256(secret, ts_span_text(text));
    TS_CHECK(ts_secret_key_from_bytes(key, TS_KEY_ED25519, TS_SPAN_OF(secret)) == TS_OK);
}

/* Names as they are: a place, a kind of house, sometimes a trade. */
static void
name_issuer(char name[static 128], char id[static 128], size_t number)
{
    static const char *const places[] = {
        "Yellowknife",   "Iqaluit",       "Whitehorse",    "Inuvik",    "Thompson",
        "Fort McMurray", "Labrador City", "Rankin Inlet",  "Hay River", "Dawson",
        "Churchill",     "Kuujjuaq",      "Prince Rupert", "Timmins",   "Sept-Iles",
        "Happy Valley",  "Watson Lake",   "Norman Wells",
    };
    static const char *const houses[] = {
        "College",          "Safety Training", "Red Cross Branch",
        "Mines Rescue",     "Welding School",  "Polytechnic",
        "Health Authority", "Trades Council",  "Fire Academy",
    };
    static const char *const slugs[] = { "college", "safety",  "redcross",
                                         "rescue",  "welding", "poly",
                                         "health",  "trades",  "fire" };
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, (ts_span){ (const uint8_t *)&number, sizeof(number) });
    size_t place = digest[0] % TS_COUNT(places);
    size_t house = digest[1] % TS_COUNT(houses);
    snprintf(name, 128, "%s %s %zu", places[place], houses[house], number);
    snprintf(id, 128, "did:web:%s-%zu.example", slugs[house], number);
}

static void
write_issuer(struct ts_office *o, struct ts_writer *w, size_t number)
{
    struct ts_secret_key secret;
    char name[128];
    char id[128];
    name_issuer(name, id, number);
    seeded_key(&secret, "issuer", number);
    const struct ts_text_in names = { TS_SPAN_LIT("en"), ts_span_text(name) };
    const struct ts_issuer_key key = {
        .id = TS_SPAN_LIT("key-1"),
        .key = ts_secret_key_public(&secret),
        .not_before = TS_UTC_ALWAYS,
        .not_after = TS_UTC_NEVER,
        .may_sign_test = true,
        .may_sign_vaccination = true,
        .may_sign_recovery = true,
    };
    const struct ts_issuer issuer = { .id = ts_span_text(id),
                                      .names = &names,
                                      .name_count = 1,
                                      .keys = &key,
                                      .key_count = 1 };
    size_t used = o->arena.used;
    ts_span line;
    TS_CHECK(ts_issuer_record_write(&o->arena, &line, &issuer) == TS_OK);
    ts_write_bytes(w, line);
    ts_write_u8(w, '\n');
    ts_arena_rewind(&o->arena, used);
}

static const char ISSUER[] = "did:web:status.example";

/* The file of all issuers at once: one at a time would write it 5,000 times. */
void
ts_office_put_issuers(struct ts_office *o, size_t count)
{
    const size_t room = (size_t)512 * (count + 1);
    struct ts_writer w = ts_writer_over((ts_room){ malloc(room), room });
    struct ts_issuer issuer = { .id = ts_span_text(ISSUER) };
    const struct ts_text_in names = { TS_SPAN_LIT("en"), TS_SPAN_LIT("Status") };
    const struct ts_issuer_key key = { .key = ts_secret_key_public(&o->key),
                                       .not_before = TS_UTC_ALWAYS,
                                       .not_after = TS_UTC_NEVER };
    TS_CHECK(w.room.at);
    for (size_t i = 0; i < count; i++)
        write_issuer(o, &w, i);
    TS_CHECK(!w.full);
    TS_CHECK(ts_store_replace(o->authority, "issuers.jsonl", ts_writer_span(&w), false)
             == TS_OK);
    free(w.room.at);
    issuer.names = &names;
    issuer.name_count = 1;
    issuer.keys = &key;
    issuer.key_count = 1;
    size_t used = o->arena.used;
    TS_CHECK(ts_authority_put_issuer(&o->arena, NULL, o->authority, &issuer, NULL)
             == TS_OK);
    ts_arena_rewind(&o->arena, used);
}

/* A Token Status List as a JWT (draft-ietf-oauth-status-list). */
static void
put_list(struct ts_office *o, size_t list)
{
    char url[64];
    ts_span packed;
    ts_span part;
    ts_span signature;
    size_t used = o->arena.used;
    snprintf(url, sizeof(url), "https://status.example/%zu", list);
    TS_CHECK(ts_deflate(&o->arena, &packed,
                        (ts_span){ o->bits[list], (size_t)(list_size(o) / 8) },
                        TS_DEFLATE_ZLIB)
             == TS_OK);
    TS_CHECK(ts_base64url_encode(&o->arena, &part, packed) == TS_OK);
    struct ts_writer w = ts_text_begin(&o->arena);
    ts_write_text(&w, "{\"iss\":\"did:web:status.example\",\"sub\":\"");
    ts_write_text(&w, url);
    ts_write_text(&w, "\",\"iat\":1780000000,\"status_list\":{\"bits\":1,\"lst\":\"");
    ts_write_bytes(&w, part);
    ts_write_text(&w, "\"}}");
    TS_CHECK(ts_text_keep(&o->arena, &w, &packed) == TS_OK);
    TS_CHECK(ts_base64url_encode(&o->arena, &part, packed) == TS_OK);
    static const char header[] = "{\"alg\":\"EdDSA\",\"typ\":\"statuslist+jwt\"}";
    ts_span head;
    TS_CHECK(ts_base64url_encode(&o->arena, &head, ts_span_text(header)) == TS_OK);
    w = ts_text_begin(&o->arena);
    ts_write_bytes(&w, head);
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, part);
    ts_span jwt;
    TS_CHECK(ts_text_keep(&o->arena, &w, &jwt) == TS_OK);
    TS_CHECK(ts_secret_key_sign(&o->arena, &signature, &o->key, jwt) == TS_OK);
    TS_CHECK(ts_base64url_encode(&o->arena, &part, signature) == TS_OK);
    w = ts_text_begin(&o->arena);
    ts_write_bytes(&w, jwt);
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, part);
    TS_CHECK(ts_text_keep(&o->arena, &w, &jwt) == TS_OK);
    TS_CHECK(ts_authority_put_status_list(&o->arena, o->authority, ts_span_text(url), jwt,
                                          NULL)
             == TS_OK);
    ts_arena_rewind(&o->arena, used);
}

void
ts_office_withdraw(struct ts_office *o, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        uint64_t at = ts_set_below(o->scale.credentials);
        uint64_t index = at % list_size(o);
        o->bits[at / list_size(o)][index / 8] |= (uint8_t)(1U << index % 8);
    }
    for (size_t i = 0; i < TS_OFFICE_LISTS; i++)
        put_list(o, i);
}

struct ts_publication
ts_office_publish(struct ts_office *o, unsigned day)
{
    const struct ts_publish_order order = { .store = o->authority,
                                            .repo = o->repo,
                                            .now = { TS_OFFICE_FIRST_DAY
                                                     + (int64_t)day * DAY } };
    struct ts_publication done;
    struct ts_fault fault = { 0 };
    size_t used = o->arena.used;
    enum ts_status status = ts_authority_publish(&o->arena, &done, &order, &fault);
    if (status != TS_OK)
        fprintf(stderr, "%s: %s\n", ts_status_name(status), fault.rule);
    TS_CHECK(status == TS_OK);
    ts_arena_rewind(&o->arena, used);
    return done;
}

void
ts_office_open(struct ts_office *o, struct ts_office_scale scale)
{
    static const char *const names[] = { "/tmp/ts-wire-a-XXXXXX",
                                         "/tmp/ts-wire-r-XXXXXX" };
    *o = (struct ts_office){ .scale = scale };
    o->arena = ts_arena_over((ts_room){ malloc(ARENA), ARENA });
    TS_CHECK(o->arena.at);
    for (size_t i = 0; i < 2; i++) {
        snprintf(o->path[i], sizeof(o->path[i]), "%s", names[i]);
        TS_CHECK(mkdtemp(o->path[i]));
    }
    TS_CHECK(ts_store_open(&o->authority, o->path[0], false) == TS_OK);
    TS_CHECK(ts_store_open(&o->repo, o->path[1], false) == TS_OK);
    for (size_t i = 0; i < TS_OFFICE_LISTS; i++) {
        o->bits[i] = calloc(1, (size_t)(list_size(o) / 8 + 1));
        TS_CHECK(o->bits[i]);
    }
    seeded_key(&o->key, "status", 0);
    TS_CHECK(ts_authority_create(&o->arena, o->authority, (ts_span){ 0 },
                                 (ts_utc){ TS_OFFICE_FIRST_DAY })
             == TS_OK);
    ts_arena_rewind(&o->arena, 0);
}

void
ts_office_close(struct ts_office *o)
{
    char command[160];
    ts_store_close(o->authority);
    ts_store_close(o->repo);
    snprintf(command, sizeof(command), "rm -r %s %s", o->path[0], o->path[1]);
    TS_CHECK(system(command) == 0);
    for (size_t i = 0; i < TS_OFFICE_LISTS; i++)
        free(o->bits[i]);
    free(o->arena.at);
}
