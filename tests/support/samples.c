#include "tests/support/samples.h"

#include "firmware/base/calendar.h"
#include "firmware/base/check.h"
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
        .id = TS_SPAN_LIT("urn:uuid:5f2a7c51-6d5e-4f0e-9d57-2f9a1c5b7e10"),
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
    struct ts_issuer_key *keys = ts_arena_take_array(arena, 2, sizeof(*keys));
    TS_CHECK(issuer && name && keys);
    *name = (struct ts_text_in){ TS_SPAN_LIT("en"), TS_SPAN_LIT("Northern College") };
    keys[0] = listed_key(arena, TS_KEY_ED25519);
    keys[1] = listed_key(arena, TS_KEY_P256);
    *issuer = (struct ts_issuer){
        .id = ts_span_text(COLLEGE),
        .names = name,
        .name_count = 1,
        .keys = keys,
        .key_count = 2,
    };
    return (struct ts_trust){
        .epoch = 1,
        .issued = TS_SAMPLE_NOW,
        .expires = TS_UTC_NEVER,
        .issuers = { .epoch = 1, .issued = TS_SAMPLE_NOW, .issuers = issuer, .count = 1 },
    };
}
