#ifndef TS_TEST_TRUST_FIXTURE_H
#define TS_TEST_TRUST_FIXTURE_H

/* Signed things for the tests of this folder, made the long way: nothing here
 * goes through the authority's code. */

#include "firmware/base/finding.h"
#include "keys/codec/base58.h"
#include "keys/codec/base64.h"
#include "keys/codec/cbor_writer.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/secret_key.h"
#include "keys/trust/issuer_list.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/** Names the row when it fails, as cmocka's own do not. */
#define assert_finding(got, want) \
    assert_span_equal(fixture_finding(got), fixture_finding(want))
static inline ts_span
fixture_finding(enum ts_finding finding)
{
    switch (finding) {
    case TS_UNKNOWN: return TS_SPAN_LIT("UNKNOWN");
    case TS_PASS: return TS_SPAN_LIT("PASS");
    case TS_FAIL: return TS_SPAN_LIT("FAIL");
    }
    return TS_SPAN_LIT("?");
}

/** Key number n of its kind; always the same one. */
static inline struct ts_secret_key
fixture_key(enum ts_key_kind kind, uint8_t n)
{
    struct ts_secret_key key;
    uint8_t secret[32];
    memset(secret, n, sizeof(secret));
    assert_status(ts_secret_key_from_bytes(&key, kind, TS_SPAN_OF(secret)), TS_OK);
    return key;
}

static inline ts_span
fixture_text(struct ts_arena *arena, const char *format, ...)
{
    va_list arguments;
    ts_room rest = ts_arena_rest(arena);
    va_start(arguments, format);
    int len = vsnprintf((char *)rest.at, rest.len, format, arguments);
    va_end(arguments);
    assert_true(len >= 0 && (size_t)len < rest.len);
    ts_arena_keep(arena, (size_t)len);
    return (ts_span){ rest.at, (size_t)len };
}

/** With a NUL after it, for the format arguments of the above. */
static inline const char *
fixture_string(struct ts_arena *arena, ts_span text)
{
    char *copy = ts_arena_take(arena, text.len + 1);
    assert_non_null(copy);
    if (text.len)
        memcpy(copy, text.at, text.len);
    return copy;
}

static inline const char *
fixture_base64url(struct ts_arena *arena, ts_span bytes)
{
    ts_span text;
    assert_status(ts_base64url_encode(arena, &text, bytes), TS_OK);
    return fixture_string(arena, text);
}

static inline const char *
fixture_hex(struct ts_arena *arena, ts_span bytes)
{
    char *text = ts_arena_take(arena, 2 * bytes.len + 1);
    assert_non_null(text);
    for (size_t i = 0; i < bytes.len; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes.at[i]);
    return text;
}

static inline ts_span
fixture_sign(struct ts_arena *arena, const struct ts_secret_key *key, ts_span message)
{
    ts_span signature;
    assert_status(ts_secret_key_sign(arena, &signature, key, message), TS_OK);
    return signature;
}

/** A compact JWS; header is JSON without its "alg", from after the "{" on. */
static inline ts_span
fixture_jws(struct ts_arena *arena, const struct ts_secret_key *key, const char *header,
            const char *payload)
{
    const char *alg = ts_signature_alg_jose_name(ts_secret_key_alg(key));
    ts_span head =
        fixture_text(arena, "{\"alg\":\"%s\"%s%s}", alg, *header ? "," : "", header);
    const char *head64 = fixture_base64url(arena, head);
    const char *body64 = fixture_base64url(arena, ts_span_text(payload));
    ts_span message = fixture_text(arena, "%s.%s", head64, body64);
    const char *signature64 = fixture_base64url(arena, fixture_sign(arena, key, message));
    return fixture_text(arena, "%s.%s.%s", head64, body64, signature64);
}

/** A COSE_Sign1 with tag 18; typ and kid (text) may be NULL. */
static inline ts_span
fixture_cose(struct ts_arena *arena, const struct ts_secret_key *key, const char *typ,
             const char *kid, ts_span payload)
{
    uint8_t header[256];
    struct ts_writer h = ts_writer_over(TS_ROOM_OF(header));
    ts_cbor_write_map(&h, 1U + (kid != NULL) + (typ != NULL));
    ts_cbor_write_unsigned(&h, 1);
    ts_cbor_write_integer(&h, key->kind == TS_KEY_ED25519 ? -8 : -7);
    if (kid) {
        ts_cbor_write_unsigned(&h, 4);
        ts_cbor_write_bytes(&h, ts_span_text(kid));
    }
    if (typ) {
        ts_cbor_write_unsigned(&h, 16);
        ts_cbor_write_text(&h, ts_span_text(typ));
    }

    struct ts_writer m = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_array(&m, 4);
    ts_cbor_write_text(&m, TS_SPAN_LIT("Signature1"));
    ts_cbor_write_bytes(&m, ts_writer_span(&h));
    ts_cbor_write_bytes(&m, (ts_span){ 0 });
    ts_cbor_write_bytes(&m, payload);
    ts_arena_keep(arena, m.used);
    ts_span signature = fixture_sign(arena, key, ts_writer_span(&m));

    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_tag(&w, 18);
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_bytes(&w, ts_writer_span(&h));
    ts_cbor_write_map(&w, 0);
    ts_cbor_write_bytes(&w, payload);
    ts_cbor_write_bytes(&w, signature);
    ts_arena_keep(arena, w.used);
    return ts_writer_span(&w);
}

static inline void
fixture_hash_jcs(struct ts_arena *arena, uint8_t digest[static 32], ts_span json)
{
    const struct ts_json *root;
    ts_span canonical;
    assert_status(ts_json_parse(arena, &root, json, NULL), TS_OK);
    assert_status(ts_jcs_text(arena, &canonical, root, NULL), TS_OK);
    ts_sha256(digest, canonical);
}

/** One eddsa-jcs-2022 proof object for a document without one. */
static inline const char *
fixture_proof(struct ts_arena *arena, const struct ts_secret_key *key,
              const char *document, const char *method)
{
    uint8_t hashes[64];
    ts_span options = fixture_text(
        arena,
        "{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-jcs-2022\","
        "\"created\":\"2026-01-01T00:00:00Z\",\"proofPurpose\":\"assertionMethod\","
        "\"verificationMethod\":\"%s\"}",
        method);
    fixture_hash_jcs(arena, hashes, options);
    fixture_hash_jcs(arena, hashes + 32, ts_span_text(document));
    ts_span value;
    ts_span signature = fixture_sign(arena, key, TS_SPAN_OF(hashes));
    assert_status(ts_base58_encode(arena, &value, signature), TS_OK);
    const char *text = fixture_string(arena, value);
    const char *head = fixture_string(arena, ts_span_part(options, 0, options.len - 1));
    return fixture_string(arena,
                          fixture_text(arena, "%s,\"proofValue\":\"z%s\"}", head, text));
}

/** The document with that proof (or an array of proofs) in it. */
static inline ts_span
fixture_with_proof(struct ts_arena *arena, const char *document, const char *proof)
{
    const char *head = fixture_string(
        arena, ts_span_part(ts_span_text(document), 0, strlen(document) - 1));
    return fixture_text(arena, "%s,\"proof\":%s}", head, proof);
}

static inline const char *
fixture_did_key(struct ts_arena *arena, const struct ts_secret_key *key)
{
    struct ts_public_key public = ts_secret_key_public(key);
    ts_span text;
    assert_status(ts_public_key_to_multibase(arena, &text, &public), TS_OK);
    const char *multibase = fixture_string(arena, text);
    return fixture_string(arena, fixture_text(arena, "did:key:%s", multibase));
}

/** A key that is valid always and for everything. */
static inline struct ts_issuer_key
fixture_listed_key(const struct ts_secret_key *key, const char *id)
{
    return (struct ts_issuer_key){
        .id = ts_span_text(id),
        .key = ts_secret_key_public(key),
        .not_before = TS_UTC_ALWAYS,
        .not_after = TS_UTC_NEVER,
        .may_sign_test = true,
        .may_sign_vaccination = true,
        .may_sign_recovery = true,
    };
}

/** Named after its id, in English. */
static inline struct ts_issuer
fixture_issuer(struct ts_arena *arena, const char *id, const struct ts_issuer_key *keys,
               size_t key_count)
{
    struct ts_text_in *name = ts_arena_take(arena, sizeof(*name));
    assert_non_null(name);
    *name = (struct ts_text_in){ TS_SPAN_LIT("en"), ts_span_text(id) };
    return (struct ts_issuer){
        .id = ts_span_text(id),
        .names = name,
        .name_count = 1,
        .keys = keys,
        .key_count = key_count,
    };
}

static inline ts_span
fixture_canonical(struct ts_arena *arena, ts_span json)
{
    static uint8_t sorting[64 * 1024];
    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(sorting));
    const struct ts_json *root;
    assert_status(ts_json_parse(arena, &root, json, NULL), TS_OK);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    assert_status(ts_olpc_write(&w, root, &scratch), TS_OK);
    ts_arena_keep(arena, w.used);
    return ts_writer_span(&w);
}

/** {"signed":BODY,"signatures":[...]}; key i signs under the id "k0", "k1", ... */
static inline ts_span
fixture_metadata(struct ts_arena *arena, const char *body,
                 const struct ts_secret_key *keys, size_t count)
{
    ts_span canonical = fixture_canonical(arena, ts_span_text(body));
    const char *signatures = "";
    for (size_t i = 0; i < count; i++) {
        const char *sig = fixture_hex(arena, fixture_sign(arena, &keys[i], canonical));
        signatures = fixture_string(
            arena, fixture_text(arena, "%s%s{\"keyid\":\"k%zu\",\"sig\":\"%s\"}",
                                signatures, i ? "," : "", i, sig));
    }
    return fixture_text(arena, "{\"signed\":%s,\"signatures\":[%s]}", body, signatures);
}

/** The "keys" of a root: key i under the id "k0", "k1", ... */
static inline const char *
fixture_root_keys(struct ts_arena *arena, const struct ts_secret_key *keys, size_t count)
{
    const char *members = "";
    for (size_t i = 0; i < count; i++) {
        const char *hex = fixture_hex(arena, ts_secret_key_public(&keys[i]).point);
        members = fixture_string(
            arena,
            fixture_text(arena,
                         "%s%s\"k%zu\":{\"keytype\":\"ed25519\",\"scheme\":\"ed25519\","
                         "\"keyval\":{\"public\":\"%s\"}}",
                         members, i ? "," : "", i, hex));
    }
    return fixture_string(arena, fixture_text(arena, "{%s}", members));
}

/** The signed part of a root in which k0 may sign for every role. */
static inline const char *
fixture_root_body(struct ts_arena *arena, const struct ts_secret_key *key)
{
    const char role[] = "{\"keyids\":[\"k0\"],\"threshold\":1}";
    const char *keys = fixture_root_keys(arena, key, 1);
    return fixture_string(
        arena,
        fixture_text(arena,
                     "{\"_type\":\"root\",\"spec_version\":\"1.0.34\",\"version\":1,"
                     "\"expires\":\"2030-01-01T00:00:00Z\",\"keys\":%s,\"roles\":{"
                     "\"root\":%s,\"targets\":%s,\"snapshot\":%s,\"timestamp\":%s},"
                     "\"consistent_snapshot\":false}",
                     keys, role, role, role, role));
}

#endif
