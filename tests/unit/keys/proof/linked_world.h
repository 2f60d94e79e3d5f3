#ifndef TS_TEST_LINKED_WORLD_H
#define TS_TEST_LINKED_WORLD_H

#include "keys/codec/base58.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/secret_key.h"
#include "keys/proof/data_integrity.h"
#include "keys/proof/linked_data/linked_data.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* A badge that says "Failed", really signed over its RDF, and what can be done to it. */

#define V2 "https://www.w3.org/ns/credentials/v2"
#define OB "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#define CRED "https://www.w3.org/2018/credentials#"
#define VOCAB "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
#define DATE_TIME "http://www.w3.org/2001/XMLSchema#dateTime"

#define LINKED_RESULT                                                          \
    "\"result\":[{\"type\":[\"Result\"],\"resultDescription\":\"urn:uuid:d\"," \
    "\"status\":\"Failed\",\"value\":\"50\"}]"

#define LINKED_BADGE                                                                  \
    "{\"@context\":[\"" V2 "\",\"" OB "\"],"                                          \
    "\"id\":\"urn:uuid:1\",\"type\":[\"VerifiableCredential\","                       \
    "\"OpenBadgeCredential\"],\"name\":\"Crane operator\","                           \
    "\"issuer\":{\"id\":\"did:example:school\",\"type\":[\"Profile\"],"               \
    "\"name\":\"School\"},"                                                           \
    "\"validFrom\":\"2026-01-01T00:00:00Z\","                                         \
    "\"validUntil\":\"2026-02-01T00:00:00Z\","                                        \
    "\"credentialStatus\":{\"id\":\"https://school.example/s#7\","                    \
    "\"type\":\"BitstringStatusListEntry\",\"statusPurpose\":\"revocation\","         \
    "\"statusListIndex\":\"7\","                                                      \
    "\"statusListCredential\":\"https://school.example/s\"},"                         \
    "\"credentialSubject\":{\"id\":\"did:example:worker\","                           \
    "\"type\":[\"AchievementSubject\",\"Profile\"],"                                  \
    "\"achievement\":{\"id\":\"urn:uuid:a\",\"type\":[\"Achievement\"],"              \
    "\"name\":\"Crane operator\",\"description\":\"Lifting\","                        \
    "\"criteria\":{\"narrative\":\"Two days\"},"                                      \
    "\"creator\":{\"id\":\"did:example:worker\",\"type\":[\"Profile\"]},"             \
    "\"resultDescription\":[{\"id\":\"urn:uuid:d\",\"type\":[\"ResultDescription\"]," \
    "\"name\":\"Test\",\"resultType\":\"Status\",\"requiredValue\":\"60\"}]}"         \
    "," LINKED_RESULT "}}"

static struct ts_arena arena;
static const struct ts_ld_contexts *linked_site; /* What signer and reader know. */

static inline int
linked_world_make(void **state)
{
    (void)state;
    arena = ts_test_arena((size_t)32 << 20);
    return 0;
}

static inline int
linked_world_free(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static inline struct ts_secret_key
linked_key(enum ts_key_kind kind)
{
    struct ts_secret_key key;
    uint8_t seed[32];
    memset(seed, 7, sizeof(seed));
    assert_status(ts_secret_key_from_bytes(&key, kind, TS_SPAN_OF(seed)), TS_OK);
    return key;
}

static inline const struct ts_json *
parsed(ts_span text)
{
    const struct ts_json *document;
    assert_status(ts_json_parse(&arena, &document, text, NULL), TS_OK);
    return document;
}

static inline ts_span
canonical(const struct ts_json *document, const char *without, enum ts_rdfc_hash hash)
{
    struct ts_ld_trouble trouble = { 0 };
    ts_span nquads = { 0 };
    const struct ts_ld_options options = { .site = linked_site, .without = without };
    enum ts_status status =
        ts_ld_canonical(&arena, &nquads, document, &options, hash, &trouble);
    if (status != TS_OK)
        print_error("%.*s: %s\n", TS_SPAN_ARG(trouble.name),
                    trouble.rule ? trouble.rule : "-");
    assert_status(status, TS_OK);
    return nquads;
}

static inline ts_span
joined(const char *form, ts_span a, ts_span b, ts_span c)
{
    size_t room = strlen(form) + a.len + b.len + c.len + 1;
    char *text = ts_arena_take(&arena, room);
    assert_non_null(text);
    int len = snprintf(text, room, form, TS_SPAN_ARG(a), TS_SPAN_ARG(b), TS_SPAN_ARG(c));
    assert_in_range(len, 1, room - 1);
    return (ts_span){ (uint8_t *)text, (size_t)len };
}

/* document with that proof; both are objects. */
static inline ts_span
with_proof(ts_span document, ts_span proof)
{
    return joined("%.*s,\"proof\":%.*s}%.*s", ts_span_part(document, 0, document.len - 1),
                  proof, (ts_span){ 0 });
}

/* What is signed, made by hand: of the proof without its value, under the context of
 * the document, and of the document. */
static inline ts_span
linked_message(ts_span document, ts_span options, enum ts_rdfc_hash hash)
{
    static uint8_t message[2 * TS_SHA384_SIZE];
    const struct ts_json *tree = parsed(document);
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    ts_span context;
    ts_json_write(&w, ts_json_member(tree, "@context"));
    assert_status(ts_writer_end(&w, &context), TS_OK);
    ts_arena_keep(&arena, context.len);
    ts_span config =
        joined("%.*s,\"@context\":%.*s}%.*s", ts_span_part(options, 0, options.len - 1),
               context, (ts_span){ 0 });
    ts_span first = canonical(parsed(config), NULL, hash);
    ts_span second = canonical(tree, NULL, hash);
    if (hash == TS_RDFC_SHA384) {
        ts_sha384(message, first);
        ts_sha384(message + TS_SHA384_SIZE, second);
        return (ts_span){ message, (size_t)2 * TS_SHA384_SIZE };
    }
    ts_sha256(message, first);
    ts_sha256(message + TS_SHA256_SIZE, second);
    return (ts_span){ message, (size_t)2 * TS_SHA256_SIZE };
}

/* options with the proofValue that goes with them. */
static inline ts_span
signed_options_by(ts_span document, ts_span options, const struct ts_secret_key *key)
{
    ts_span signature;
    ts_span value;
    ts_span message = linked_message(document, options, TS_RDFC_SHA256);
    assert_status(ts_secret_key_sign(&arena, &signature, key, message), TS_OK);
    assert_status(ts_base58_encode(&arena, &value, signature), TS_OK);
    return joined("%.*s,\"proofValue\":\"z%.*s\"}%.*s",
                  ts_span_part(options, 0, options.len - 1), value, (ts_span){ 0 });
}

static inline ts_span
signed_options(ts_span document, ts_span options, enum ts_key_kind kind)
{
    struct ts_secret_key key = linked_key(kind);
    return signed_options_by(document, options, &key);
}

#define LINKED_REST                                    \
    "\"verificationMethod\":\"did:example:school#1\"," \
    "\"proofPurpose\":\"assertionMethod\""
#define LINKED_OPTIONS                                                      \
    "{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\"," \
    "\"created\":\"2026-01-01T00:00:00Z\"," LINKED_REST "}"

static inline ts_span
linked_proof(ts_span document)
{
    return signed_options(document, TS_SPAN_LIT(LINKED_OPTIONS), TS_KEY_ED25519);
}

static inline struct ts_proof_set
read_signed(ts_span document, ts_span proof)
{
    struct ts_proof_set set;
    assert_status(ts_data_integrity_read(&arena, &set,
                                         parsed(with_proof(document, proof)), linked_site,
                                         NULL),
                  TS_OK);
    return set;
}

static inline enum ts_status
check_first(const struct ts_proof_set *set, enum ts_key_kind kind)
{
    ts_verified verified;
    struct ts_secret_key secret = linked_key(kind);
    struct ts_public_key key = ts_secret_key_public(&secret);
    assert_in_range(set->count, 1, TS_PROOFS_MAX);
    return ts_proof_check(&verified, &set->proofs[0], &key);
}

/* Text in which something else stands for from. */
static inline ts_span
edited(ts_span text, const char *from, const char *to)
{
    uint8_t *room = ts_arena_take(&arena, text.len + strlen(to) + 1);
    ts_span rest = text;
    assert_non_null(room);
    while (rest.len && !ts_span_starts_with(rest, ts_span_text(from)))
        rest = ts_span_part(rest, 1, rest.len);
    if (rest.len == 0)
        print_error("not there: %s\n", from);
    assert_true(rest.len > 0);
    size_t before = (size_t)(rest.at - text.at);
    size_t behind = rest.len - strlen(from);
    memcpy(room, text.at, before);
    memcpy(room + before, to, strlen(to));
    memcpy(room + before + strlen(to), rest.at + strlen(from), behind);
    return (ts_span){ room, before + strlen(to) + behind };
}

#endif
