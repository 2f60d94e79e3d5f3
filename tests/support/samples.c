#include "tests/support/samples.h"

#include "firmware/base/calendar.h"
#include "firmware/base/check.h"
#include "keys/codec/base45.h"
#include "keys/codec/cbor_writer.h"
#include "keys/codec/deflate.h"
#include "keys/crypto/digest.h"

#include <stdio.h>
#include <string.h>

static const char COLLEGE[] = "did:web:college.example";
static const char METHOD[] = "did:web:college.example#key-1";

struct ts_signer
ts_sample_signer(const char *id, enum ts_key_kind kind)
{
    uint8_t seed[TS_SHA256_SIZE];
    struct ts_signer signer = {
        .id = ts_span_text(id),
        .name = TS_SPAN_LIT("Northern College"),
        .method = ts_span_text(METHOD),
    };
    ts_sha256(seed, kind == TS_KEY_P256 ? TS_SPAN_LIT("sample p-256")
                                        : TS_SPAN_LIT("sample ed25519"));
    TS_CHECK(ts_secret_key_from_bytes(&signer.key, kind, TS_SPAN_OF(seed)) == TS_OK);
    return signer;
}

static const char *
or_else(const char *wish, const char *otherwise)
{
    return wish ? wish : otherwise;
}

ts_span
ts_sample_badge(struct ts_arena *arena, struct ts_sample_wishes wishes)
{
    const char *until = or_else(wishes.valid_until, "2027-01-01T00:00:00Z");
    const char *issuer = or_else(wishes.issuer, COLLEGE);
    struct ts_claims claims = {
        .id = ts_span_text(
            or_else(wishes.id, "urn:uuid:5f2a7c51-6d5e-4f0e-9d57-2f9a1c5b7e10")),
        .valid_from = { 1767225600 },
        .valid_until = TS_UTC_NEVER,
        .signed_at = { 1767225600 },
    };
    struct ts_signer signer = ts_sample_signer(issuer, wishes.kind);
    ts_room rest = ts_arena_rest(arena);
    ts_span code;

    if (until[0])
        TS_CHECK(ts_utc_parse(&claims.valid_until, ts_span_text(until)) == TS_OK);
    int len = snprintf(
        (char *)rest.at, rest.len,
        "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\","
        "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"],"
        "\"id\":\"%.*s\",\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],"
        "\"issuer\":{\"id\":\"%s\",\"type\":[\"Profile\"],\"name\":\"Northern College\"},"
        "\"validFrom\":\"2026-01-01T00:00:00Z\",%s%s%s%s"
        "\"credentialSubject\":{\"type\":[\"AchievementSubject\"],%s"
        "\"identifier\":[{\"type\":\"IdentityObject\",\"identityHash\":\"%s\","
        "\"identityType\":\"name\",\"hashed\":false}],"
        "\"achievement\":{\"id\":\"urn:example:%s\",\"type\":[\"Achievement\"],"
        "\"achievementType\":\"Certification\",\"name\":\"%s\","
        "\"criteria\":{\"narrative\":\"Shown on site to an assessor.\"},"
        "\"alignment\":[{\"type\":[\"Alignment\"],\"targetFramework\":\"NOC\","
        "\"targetCode\":\"83101\",\"targetName\":\"Oil and gas drilling\"}]}}}",
        TS_SPAN_ARG(claims.id), issuer, until[0] ? "\"validUntil\":\"" : "", until,
        until[0] ? "\"," : "", or_else(wishes.more, ""),
        or_else(wishes.more_of_subject, ""), or_else(wishes.name, "Mina Roy"),
        or_else(wishes.achievement, "Confined space entry"),
        or_else(wishes.achievement, "Confined space entry"));
    TS_CHECK(len > 0 && (size_t)len < rest.len);
    ts_arena_keep(arena, (size_t)len);
    TS_CHECK(ts_document_sign(arena, &code, &signer, wishes.signing,
                              (ts_span){ rest.at, (size_t)len }, &claims)
             == TS_OK);
    ts_signer_destroy(&signer);
    return code;
}

static void
write_pairs(struct ts_writer *w, const char *const *pairs)
{
    for (size_t i = 0; pairs[i]; i++)
        ts_cbor_write_text(w, ts_span_text(pairs[i]));
}

/* DCC schema 1.3.0, the members it asks for. */
static void
write_certificate(struct ts_writer *w)
{
    static const char *const name[] = { "fn",  "Roy", "gn",   "Mina", "fnt",
                                        "ROY", "gnt", "MINA", NULL };
    static const char *const entry[] = {
        "tg", "840539006",    "vp", "1119349007",
        "mp", "EU/1/20/1528", "ma", "ORG-100030215",
        "dt", "2026-01-18",   "co", "XX",
        "is", "Ministry",     "ci", "URN:UVCI:01:XX:SAMPLE",
        NULL
    };
    ts_cbor_write_map(w, 4);
    ts_cbor_write_text(w, TS_SPAN_LIT("ver"));
    ts_cbor_write_text(w, TS_SPAN_LIT("1.3.0"));
    ts_cbor_write_text(w, TS_SPAN_LIT("dob"));
    ts_cbor_write_text(w, TS_SPAN_LIT("1990-02-26"));
    ts_cbor_write_text(w, TS_SPAN_LIT("nam"));
    ts_cbor_write_map(w, 4);
    write_pairs(w, name);
    ts_cbor_write_text(w, TS_SPAN_LIT("v"));
    ts_cbor_write_array(w, 1);
    ts_cbor_write_map(w, 10);
    write_pairs(w, entry);
    ts_cbor_write_text(w, TS_SPAN_LIT("dn"));
    ts_cbor_write_unsigned(w, 2);
    ts_cbor_write_text(w, TS_SPAN_LIT("sd"));
    ts_cbor_write_unsigned(w, 2);
}

static ts_span
written(struct ts_arena *arena, const struct ts_writer *w)
{
    ts_span bytes;
    TS_CHECK(ts_writer_end(w, &bytes) == TS_OK);
    ts_arena_keep(arena, bytes.len);
    return bytes;
}

static ts_span
hcert_payload(struct ts_arena *arena)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_map(&w, 4);
    ts_cbor_write_integer(&w, 1);
    ts_cbor_write_text(&w, TS_SPAN_LIT("XX"));
    ts_cbor_write_integer(&w, 4);
    ts_cbor_write_integer(&w, 1798761600);
    ts_cbor_write_integer(&w, 6);
    ts_cbor_write_integer(&w, 1767225600);
    ts_cbor_write_integer(&w, -260);
    ts_cbor_write_map(&w, 1);
    ts_cbor_write_integer(&w, 1);
    write_certificate(&w);
    return written(arena, &w);
}

ts_span
ts_sample_hcert(struct ts_arena *arena)
{
    static const uint8_t headers[] = { 0xA2, 0x01, 0x26, 0x04, 0x48, 'h', 'c',
                                       'e',  'r',  't',  '-',  'p',  '2' };
    struct ts_signer signer = ts_sample_signer(COLLEGE, TS_KEY_P256);
    ts_span payload = hcert_payload(arena);
    ts_span signature;
    ts_span text;

    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_text(&w, TS_SPAN_LIT("Signature1"));
    ts_cbor_write_bytes(&w, TS_SPAN_OF(headers));
    ts_cbor_write_bytes(&w, (ts_span){ 0 });
    ts_cbor_write_bytes(&w, payload);
    ts_span message = written(arena, &w);
    TS_CHECK(ts_secret_key_sign(arena, &signature, &signer.key, message) == TS_OK);
    ts_signer_destroy(&signer);

    w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_tag(&w, 18);
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_bytes(&w, TS_SPAN_OF(headers));
    ts_cbor_write_map(&w, 0);
    ts_cbor_write_bytes(&w, payload);
    ts_cbor_write_bytes(&w, signature);
    ts_span cose = written(arena, &w);
    TS_CHECK(ts_deflate(arena, &cose, cose, TS_DEFLATE_ZLIB) == TS_OK);
    TS_CHECK(ts_base45_encode(arena, &text, cose) == TS_OK);
    w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, "HC1:");
    ts_write_bytes(&w, text);
    return written(arena, &w);
}

static struct ts_issuer_key
listed_key(struct ts_arena *arena, enum ts_key_kind kind)
{
    struct ts_signer signer = ts_sample_signer(COLLEGE, kind);
    struct ts_issuer_key key = {
        .id = ts_span_text(METHOD),
        .key = ts_secret_key_public(&signer.key),
        .not_before = TS_UTC_ALWAYS,
        .not_after = TS_UTC_NEVER,
    };
    TS_CHECK(ts_arena_copy(arena, &key.key.point, key.key.point));
    ts_signer_destroy(&signer);
    return key;
}

struct ts_trust
ts_sample_trust(struct ts_arena *arena)
{
    struct ts_issuer *issuer = ts_arena_take(arena, sizeof(*issuer));
    struct ts_text_in *name = ts_arena_take(arena, sizeof(*name));
    struct ts_issuer_key *keys = ts_arena_take_array(arena, 3, sizeof(*keys));
    TS_CHECK(issuer && name && keys);
    *name = (struct ts_text_in){ TS_SPAN_LIT("en"), TS_SPAN_LIT("Northern College") };
    keys[0] = listed_key(arena, TS_KEY_ED25519);
    keys[1] = listed_key(arena, TS_KEY_P256);
    keys[2] = keys[1];
    keys[2].id = TS_SPAN_LIT("hcert-p2");
    keys[2].may_sign_vaccination = true;
    *issuer = (struct ts_issuer){
        .id = ts_span_text(COLLEGE),
        .names = name,
        .name_count = 1,
        .keys = keys,
        .key_count = 3,
    };
    return (struct ts_trust){
        .epoch = 1,
        .issued = TS_SAMPLE_NOW,
        .expires = TS_UTC_NEVER,
        .issuers = { .epoch = 1, .issued = TS_SAMPLE_NOW, .issuers = issuer, .count = 1 },
    };
}
