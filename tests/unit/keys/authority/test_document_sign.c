#include "keys/codec/base45.h"
#include "keys/codec/deflate.h"
#include "keys/codec/json.h"
#include "keys/proof/document.h"
#include "tests/unit/keys/authority/fixture.h"

#define ARENA (16 * 1024 * 1024)

static const struct {
    const char *rule;
    enum ts_signing signing;
    enum ts_document_kind kind;
    bool packed;
} SIGNINGS[] = {
    { "vc+cose", TS_SIGN_VC_COSE, TS_DOCUMENT_COSE, true },
    { "vc-jwt", TS_SIGN_VC_JWT, TS_DOCUMENT_JWS, false },
    { "data integrity", TS_SIGN_DATA_INTEGRITY, TS_DOCUMENT_JSON, false },
    { "pixelpass", TS_SIGN_PIXELPASS, TS_DOCUMENT_JSON, true },
    { "linked data", TS_SIGN_LINKED_DATA, TS_DOCUMENT_JSON, false },
    { "linked data, pixelpass", TS_SIGN_LINKED_DATA_PIXELPASS, TS_DOCUMENT_JSON, true },
};

static const struct {
    const char *id;
    enum ts_key_kind kind;
} SIGNERS[] = {
    { "did:key", TS_KEY_ED25519 },
    { "did:key", TS_KEY_P256 },
    { "did:web:college.example", TS_KEY_ED25519 },
    { "https://college.example/issuer", TS_KEY_P256 },
};

struct made {
    struct ts_issued issued;
    struct ts_signer signer;
    struct ts_proof_set set;
    enum ts_document_kind kind;
};

/* What a kiosk makes of a code: unpack, read. */
static void
read_code(struct ts_arena *arena, struct made *made, bool packed)
{
    ts_span bytes = made->issued.code;
    if (packed) {
        assert_status(ts_base45_decode(arena, &bytes, bytes), TS_OK);
        assert_status(ts_inflate(arena, &bytes, bytes, TS_DEFLATE_ZLIB, 64 * 1024),
                      TS_OK);
    }
    assert_status(ts_document_read(arena, &made->kind, &made->set, bytes, NULL, NULL),
                  TS_OK);
    assert_int_equal(made->set.count, 1);
    assert_null(made->set.refused);
    assert_int_equal(made->set.unsupported.len, 0);
}

static void
make(struct ts_arena *arena, struct made *made, size_t signer, enum ts_signing signing)
{
    char path[32];
    struct ts_ledger ledger;
    size_t line;
    const char *what;
    struct ts_store *store = fixture_folder(path);
    made->signer = fixture_signer(arena, store, SIGNERS[signer].id, SIGNERS[signer].kind);
    assert_status(ts_ledger_read(arena, &ledger, store, 1, &line), TS_OK);
    const struct ts_issue_order order = {
        .issuer = &made->signer, .ledger = &ledger, .signing = signing, .now = FIXTURE_NOW
    };
    assert_status(ts_issue_make(arena, &made->issued, &order,
                                fixture_award(arena, FIXTURE_SHEET), &what),
                  TS_OK);
    fixture_folder_remove(store, path);
}

/* The whole way: a row becomes a code, and the public key vouches for it. */
static void
signs_what_verifies(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(SIGNINGS) * TS_COUNT(SIGNERS); i++) {
        size_t used = arena.used;
        size_t signer = i / TS_COUNT(SIGNINGS);
        size_t signing = i % TS_COUNT(SIGNINGS);
        struct made made;
        ts_verified verified;
        ts_test_row(SIGNINGS[signing].rule);
        make(&arena, &made, signer, SIGNINGS[signing].signing);
        read_code(&arena, &made, SIGNINGS[signing].packed);
        assert_int_equal(made.kind, SIGNINGS[signing].kind);

        struct ts_public_key key = ts_secret_key_public(&made.signer.key);
        struct ts_proof *proof = &made.set.proofs[0];
        assert_status(ts_proof_check(&verified, proof, &key), TS_OK);

        /* Another issuer's key does not, and a changed message does not. */
        struct ts_secret_key other;
        assert_status(ts_secret_key_generate(&other, key.kind), TS_OK);
        struct ts_public_key wrong = ts_secret_key_public(&other);
        assert_status(ts_proof_check(&verified, proof, &wrong), TS_UNTRUSTED);
        proof->message.len--;
        assert_status(ts_proof_check(&verified, proof, &key), TS_UNTRUSTED);
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

static void
packs_cose_as_readers_sniff_it(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct made made;
    ts_span bytes;
    make(&arena, &made, 0, TS_SIGN_VC_COSE);
    assert_true(ts_span_starts_with(made.issued.code, TS_SPAN_LIT("NCF")));
    assert_status(ts_base45_decode(&arena, &bytes, made.issued.code), TS_OK);
    assert_status(ts_inflate(&arena, &bytes, bytes, TS_DEFLATE_ZLIB, 65536), TS_OK);
    assert_int_equal(bytes.at[0], 0xD2); /* tag 18 */
    read_code(&arena, &made, true);
    const struct ts_proof *proof = &made.set.proofs[0];
    assert_span_equal(proof->media_type, TS_SPAN_LIT("application/vc+cose"));
    assert_int_equal(proof->key_id.len, 0);
    assert_span_equal(proof->payload, made.issued.json);
    assert_true(made.issued.qr.version <= TS_QR_VERSION_ADVISED);
    ts_test_arena_free(&arena);
}

static void
names_the_key_where_the_issuer_is_not_one(void **state)
{
    (void)state;
    static const char *const KIDS[] = { "#key-1", "did:web:college.example#key-1",
                                        "did:web:college.example#key-1" };
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(KIDS); i++) {
        struct made made;
        ts_test_row(SIGNINGS[i].rule);
        make(&arena, &made, 2, SIGNINGS[i].signing);
        read_code(&arena, &made, SIGNINGS[i].packed);
        assert_span_equal(made.set.proofs[0].key_id, ts_span_text(KIDS[i]));
    }
    ts_test_arena_free(&arena);
}

/* OB 3.0 8.2.4: each claim says what its twin in the credential says. */
static void
repeats_the_credential_in_claims(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct made made;
    const struct ts_json *payload;
    int64_t time;
    make(&arena, &made, 2, TS_SIGN_VC_JWT);
    read_code(&arena, &made, false);
    assert_span_equal(made.set.proofs[0].media_type, TS_SPAN_LIT("vc+jwt"));
    assert_status(ts_json_parse(&arena, &payload, made.set.proofs[0].payload, NULL),
                  TS_OK);
    assert_true(
        ts_json_string_is(ts_json_member(payload, "iss"), "did:web:college.example"));
    assert_span_equal(ts_json_string(ts_json_member(payload, "jti")), made.issued.id);
    assert_true(ts_json_is(ts_json_member(payload, "sub"), TS_JSON_NONE));
    assert_status(ts_json_integer(ts_json_member(payload, "nbf"), &time), TS_OK);
    assert_int_equal(time, FIXTURE_NOW.s);
    assert_status(ts_json_integer(ts_json_member(payload, "exp"), &time), TS_OK);
    assert_int_equal(time, 1832975999);
    ts_test_arena_free(&arena);
}

static void
names_the_suite_by_the_key(void **state)
{
    (void)state;
    static const char *const SUITES[] = { "eddsa-jcs-2022", "ecdsa-jcs-2019",
                                          "eddsa-rdfc-2022", "ecdsa-rdfc-2019" };
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(SUITES); i++) {
        struct made made;
        make(&arena, &made, i % 2, i < 2 ? TS_SIGN_DATA_INTEGRITY : TS_SIGN_LINKED_DATA);
        read_code(&arena, &made, false);
        assert_span_equal(made.set.proofs[0].cryptosuite, ts_span_text(SUITES[i]));
        assert_int_equal(made.set.proofs[0].created.s, FIXTURE_NOW.s);
        /* This credential carries its own proof, so its file does, too. */
        assert_span_equal(made.issued.json, made.issued.code);
    }
    ts_test_arena_free(&arena);
}

static void
refuses_what_no_code_holds(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    char path[32];
    struct ts_ledger ledger;
    size_t line;
    const char *what;
    struct ts_issued issued = { 0 };
    struct ts_store *store = fixture_folder(path);
    struct ts_signer signer = fixture_signer(&arena, store, "did:key", TS_KEY_ED25519);
    assert_status(ts_ledger_read(&arena, &ledger, store, 1, &line), TS_OK);
    char *sheet = ts_arena_take(&arena, 8192);
    strcpy(sheet, "name,achievement,criteria\nA,B,");
    for (uint32_t i = 0, noise = 1; i < 6000; i++, noise = noise * 1664525 + 1013904223)
        sheet[strlen(sheet)] = (char)('a' + (noise >> 24) % 26);
    const struct ts_issue_order order = { .issuer = &signer, .ledger = &ledger };
    assert_status(
        ts_issue_make(&arena, &issued, &order, fixture_award(&arena, sheet), &what),
        TS_OVER_LIMIT);
    assert_string_equal(what, "says more than a QR code can hold");
    assert_null(issued.award);
    fixture_folder_remove(store, path);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_what_verifies),
        cmocka_unit_test(packs_cose_as_readers_sniff_it),
        cmocka_unit_test(names_the_key_where_the_issuer_is_not_one),
        cmocka_unit_test(repeats_the_credential_in_claims),
        cmocka_unit_test(names_the_suite_by_the_key),
        cmocka_unit_test(refuses_what_no_code_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
