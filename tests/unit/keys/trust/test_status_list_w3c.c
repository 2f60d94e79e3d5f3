#include "firmware/base/limits.h"
#include "tests/unit/keys/trust/status_world.h"

#include <stdlib.h>

/* Bits 0 and 9 from the top are set. */
static const char *
encoded(void)
{
    return deflated(TS_SPAN_LIT("\x80\x40"), TS_DEFLATE_GZIP);
}

/* A status list credential: TYPES and SUBJECT are what rows change. */
static const char *
credential(const char *head, const char *subject)
{
    return fixture_string(
        &world.arena,
        fixture_text(&world.arena,
                     "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],%s"
                     "\"credentialSubject\":%s}",
                     head, subject));
}

#define TYPES "\"type\":[\"VerifiableCredential\",\"BitstringStatusListCredential\"],"
#define BY_ISSUER "\"issuer\":\"" ISSUER "\","
#define ID "\"id\":\"" URL "\","
#define HEAD TYPES BY_ISSUER ID

static const char *
subject_with(const char *members, const char *list)
{
    return fixture_string(&world.arena,
                          fixture_text(&world.arena,
                                       "{\"type\":\"BitstringStatusList\",%s"
                                       "\"encodedList\":\"%s\"}",
                                       members, list));
}

static const char *
good_subject(void)
{
    const char *list =
        fixture_string(&world.arena, fixture_text(&world.arena, "u%s", encoded()));
    return subject_with("\"statusPurpose\":\"revocation\",", list);
}

static ts_span
as_jwt(const char *payload)
{
    return fixture_jws(&world.arena, &world.secret[SCHOOL_KEY], "\"typ\":\"vc+jwt\"",
                       payload);
}

static void
assert_bits_0_and_9(const struct ts_status_list *list)
{
    const ts_span purpose = TS_SPAN_LIT("revocation");
    for (uint64_t i = 0; i < 16; i++)
        assert_int_equal(ts_status_list_at(list, i, purpose),
                         i == 0 || i == 9 ? TS_STATUS_WITHDRAWN : TS_STATUS_VALID);
    assert_int_equal(ts_status_list_at(list, 16, purpose), TS_STATUS_UNKNOWN);
    assert_int_equal(ts_status_list_at(list, UINT64_MAX, purpose), TS_STATUS_UNKNOWN);
}

static void
a_bitstring_list_is_read_in_each_envelope(void **state)
{
    (void)state;
    struct ts_arena *arena = &world.arena;
    const struct ts_secret_key *key = &world.secret[SCHOOL_KEY];
    const char *vc = credential(HEAD, good_subject());
    const char *in_vc =
        fixture_string(arena, fixture_text(arena, "{\"iss\":\"" ISSUER "\",\"vc\":%s}",
                                           credential(TYPES, good_subject())));
    const char *both =
        fixture_string(arena, fixture_text(arena, "{\"iss\":\"" ISSUER "\",%s", vc + 1));
    ts_span jwt = as_jwt(vc);
    const struct {
        const char *name;
        ts_span bytes;
    } rows[] = {
        { "JWT, flat", jwt },
        { "JWT, flat, with iss", as_jwt(both) },
        { "JWT, under vc, issuer in iss", as_jwt(in_vc) },
        { "JWT with a line end after it",
          fixture_text(arena, "%s\n", fixture_string(arena, jwt)) },
        { "COSE",
          fixture_cose(arena, key, "application/vc+cose", "k", ts_span_text(vc)) },
        { "Data Integrity",
          fixture_with_proof(arena, vc, fixture_proof(arena, key, vc, ISSUER "#k")) },
        { "an envelope", fixture_text(arena,
                                      "{\"type\":\"EnvelopedVerifiableCredential\","
                                      "\"id\":\"data:application/vc+jwt,%s\"}",
                                      fixture_string(arena, jwt)) },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_status_list list;
        ts_test_row(rows[i].name);
        assert_status(read_list(&list, rows[i].bytes), TS_OK);
        assert_int_equal(list.kind, TS_STATUS_BITSTRING);
        assert_span_equal(list.url, TS_SPAN_LIT(URL));
        assert_span_equal(list.issuer, TS_SPAN_LIT(ISSUER));
        assert_span_equal(list.purpose, TS_SPAN_LIT("revocation"));
        assert_int_equal(list.bits, 1);
        assert_true(list.is_small);
        assert_int_equal(list.issued.s, TS_UTC_ALWAYS.s);
        assert_int_equal(list.expires.s, TS_UTC_NEVER.s);
        assert_bits_0_and_9(&list);
    }
}

static void
each_rule_of_a_credential_is_enforced(void **state)
{
    (void)state;
    const struct {
        const char *name;
        const char *head;
        const char *subject; /* NULL: the good one */
        enum ts_status want;
    } rows[] = {
        { "good", HEAD, NULL, TS_OK },
        { "4.1 another kind of credential", BY_ISSUER "\"type\":\"OpenBadgeCredential\",",
          NULL, TS_UNSUPPORTED },
        { "4.1 another kind of list", HEAD,
          "{\"type\":\"RevocationList2020\",\"encodedList\":\"\"}", TS_UNSUPPORTED },
        { "4.1 the type of the subject only", BY_ISSUER, NULL, TS_UNSUPPORTED },
        { "4.2 another listed issuer is claimed", TYPES "\"issuer\":\"" OTHER "\",", NULL,
          TS_UNTRUSTED },
        { "4.2 nobody listed is claimed", TYPES "\"issuer\":\"did:web:x.example\",", NULL,
          TS_UNTRUSTED },
        { "4.5 no issuer", TYPES, NULL, TS_MALFORMED },
        { "4.5 an issuer that is a number", TYPES "\"issuer\":7,", NULL, TS_MALFORMED },
        { "4.5 an issuer that is an object",
          TYPES "\"issuer\":{\"id\":\"" ISSUER "\",\"name\":\"S\"},", NULL, TS_OK },
        { "4.5 iss and issuer differ", HEAD "\"iss\":\"" OTHER "\",", NULL,
          TS_MALFORMED },
        { "4.3 the id of another list", TYPES BY_ISSUER "\"id\":\"" URL "0\",", NULL,
          TS_MALFORMED },
        { "4.3 an id that is a number", TYPES BY_ISSUER "\"id\":7,", NULL, TS_MALFORMED },
        { "4.3 no id", TYPES BY_ISSUER, NULL, TS_OK },
        { "4.5 a date that is none", HEAD "\"validFrom\":\"yesterday\",", NULL,
          TS_MALFORMED },
        { "4.5 a date that is a number", HEAD "\"validUntil\":7,", NULL, TS_MALFORMED },
        { "4.5 an exp that is text", HEAD "\"exp\":\"7\",", NULL, TS_MALFORMED },
        { "4.6 no purpose", HEAD, subject_with("", "uH4sI"), TS_MALFORMED },
        { "4.6 a purpose with a space", HEAD,
          subject_with("\"statusPurpose\":\"a b\",", "uH4sI"), TS_MALFORMED },
        { "4.6 no purpose among them", HEAD,
          subject_with("\"statusPurpose\":[],", "uH4sI"), TS_MALFORMED },
        { "4.5 no u", HEAD, subject_with("\"statusPurpose\":\"revocation\",", encoded()),
          TS_MALFORMED },
        { "4.5 nothing in the list", HEAD,
          subject_with("\"statusPurpose\":\"revocation\",", ""), TS_MALFORMED },
        { "4.5 not gzip", HEAD,
          subject_with("\"statusPurpose\":\"revocation\",", "uAAAA"), TS_MALFORMED },
        { "4.5 entries of no size", HEAD,
          subject_with("\"statusPurpose\":\"revocation\",\"statusSize\":0,", "uH4sI"),
          TS_MALFORMED },
        { "4.5 entries of more than a byte", HEAD,
          subject_with("\"statusPurpose\":\"revocation\",\"statusSize\":9,", "uH4sI"),
          TS_UNSUPPORTED },
        { "4.5 two subjects", HEAD,
          "[{\"type\":\"BitstringStatusList\"},{\"type\":\"BitstringStatusList\"}]",
          TS_MALFORMED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_status_list list;
        const char *subject = rows[i].subject ? rows[i].subject : good_subject();
        ts_test_row(rows[i].name);
        assert_status(read_list(&list, as_jwt(credential(rows[i].head, subject))),
                      rows[i].want);
    }
}

static void
a_list_counts_only_under_a_listed_signature(void **state)
{
    (void)state;
    struct ts_arena *arena = &world.arena;
    struct ts_status_list list;
    const char *vc = credential(HEAD, good_subject());
    const struct ts_secret_key *stranger = &world.secret[STRANGER];
    const char *did = fixture_did_key(arena, stranger);
    const char *own = credential(
        fixture_string(arena, fixture_text(arena, TYPES "\"issuer\":\"%s\",", did)),
        good_subject());

    ts_test_row("4.2 a stranger's signature");
    assert_status(read_list(&list, fixture_jws(arena, stranger, "", vc)), TS_UNTRUSTED);
    ts_test_row("4.2 signed by another listed issuer");
    assert_status(read_list(&list, fixture_jws(arena, &world.secret[OTHER_KEY], "", vc)),
                  TS_UNTRUSTED);
    ts_test_row("4.2 a did:key that nobody lists");
    assert_status(read_list(&list, fixture_jws(arena, stranger, "", own)), TS_UNTRUSTED);
    ts_test_row("4.2 no signature");
    assert_status(read_list(&list, ts_span_text(vc)), TS_UNTRUSTED);
    ts_test_row("4.2 a suite we cannot check");
    assert_status(read_list(&list, fixture_with_proof(
                                       arena, vc, "{\"type\":\"Ed25519Signature2018\"}")),
                  TS_UNSUPPORTED);
    ts_test_row("4.2 a proof invalid by form");
    const char *proof = fixture_proof(arena, &world.secret[SCHOOL_KEY], vc, ISSUER "#k");
    char *bad = strstr(proof, "assertionMethod");
    assert_non_null(bad);
    memcpy(bad, "authentication ", strlen("assertionMethod"));
    assert_status(read_list(&list, fixture_with_proof(arena, vc, proof)), TS_UNTRUSTED);
    ts_test_row("4.2 changed after signing");
    proof = fixture_proof(arena, &world.secret[SCHOOL_KEY], vc, ISSUER "#k");
    ts_span altered = fixture_with_proof(
        arena,
        credential(HEAD "\"validUntil\":\"2030-01-01T00:00:00Z\",", good_subject()),
        proof);
    assert_status(read_list(&list, altered), TS_UNTRUSTED);
    ts_test_row("4.1 no document at all");
    assert_status(read_list(&list, TS_SPAN_LIT("hello")), TS_UNSUPPORTED);
    assert_status(read_list(&list, (ts_span){ 0 }), TS_UNSUPPORTED);
}

static void
dates_come_from_the_credential_before_the_claims(void **state)
{
    (void)state;
    struct ts_status_list list;
    const char *claims = HEAD "\"iat\":100,\"nbf\":200,\"exp\":300,";
    assert_status(read_list(&list, as_jwt(credential(claims, good_subject()))), TS_OK);
    assert_int_equal(list.issued.s, 200);
    assert_int_equal(list.expires.s, 300);

    const char *dates = HEAD "\"iat\":100,\"nbf\":200,\"exp\":300,"
                             "\"validFrom\":\"1970-01-01T00:00:04Z\","
                             "\"validUntil\":\"1970-01-01T00:00:05Z\",";
    assert_status(read_list(&list, as_jwt(credential(dates, good_subject()))), TS_OK);
    assert_int_equal(list.issued.s, 4);
    assert_int_equal(list.expires.s, 5);

    /* VCDM 1.1 names; and claims that are no claims outside a JWT. */
    const char *older = credential(HEAD "\"exp\":300,"
                                        "\"issuanceDate\":\"1970-01-01T00:00:06Z\","
                                        "\"expirationDate\":\"1970-01-01T00:00:07Z\",",
                                   good_subject());
    const char *proof =
        fixture_proof(&world.arena, &world.secret[SCHOOL_KEY], older, ISSUER "#k");
    assert_status(read_list(&list, fixture_with_proof(&world.arena, older, proof)),
                  TS_OK);
    assert_int_equal(list.issued.s, 6);
    assert_int_equal(list.expires.s, 7);

    const char *undated = credential(HEAD "\"exp\":300,", good_subject());
    proof = fixture_proof(&world.arena, &world.secret[SCHOOL_KEY], undated, ISSUER "#k");
    assert_status(read_list(&list, fixture_with_proof(&world.arena, undated, proof)),
                  TS_OK);
    assert_int_equal(list.expires.s, TS_UTC_NEVER.s);
}

static void
purposes_mean_what_they_say(void **state)
{
    (void)state;
    static const struct {
        const char *purposes;
        const char *asked;
        enum ts_status_value set;
        enum ts_status_value unset;
    } rows[] = {
        { "\"revocation\"", "revocation", TS_STATUS_WITHDRAWN, TS_STATUS_VALID },
        { "\"suspension\"", "suspension", TS_STATUS_SUSPENDED, TS_STATUS_VALID },
        { "\"refresh\"", "refresh", TS_STATUS_NOTICE, TS_STATUS_VALID },
        { "\"message\"", "message", TS_STATUS_NOTICE, TS_STATUS_VALID },
        { "\"frozen\"", "frozen", TS_STATUS_UNKNOWN, TS_STATUS_VALID },
        { "\"revocation\"", "suspension", TS_STATUS_UNKNOWN, TS_STATUS_UNKNOWN },
        { "\"revocation\"", "revoc", TS_STATUS_UNKNOWN, TS_STATUS_UNKNOWN },
        { "\"revocation\"", "", TS_STATUS_UNKNOWN, TS_STATUS_UNKNOWN },
        { "[\"revocation\",\"suspension\"]", "revocation", TS_STATUS_WITHDRAWN,
          TS_STATUS_VALID },
        { "[\"revocation\",\"suspension\"]", "suspension", TS_STATUS_SUSPENDED,
          TS_STATUS_VALID },
        { "[\"revocation\",\"suspension\"]", "revocation suspension", TS_STATUS_UNKNOWN,
          TS_STATUS_UNKNOWN },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_status_list list;
        ts_test_row(rows[i].asked);
        const char *members = fixture_string(
            &world.arena,
            fixture_text(&world.arena, "\"statusPurpose\":%s,", rows[i].purposes));
        const char *bits =
            fixture_string(&world.arena, fixture_text(&world.arena, "u%s", encoded()));
        const char *vc = credential(HEAD, subject_with(members, bits));
        assert_status(read_list(&list, as_jwt(vc)), TS_OK);
        assert_int_equal(ts_status_list_at(&list, 0, ts_span_text(rows[i].asked)),
                         rows[i].set);
        assert_int_equal(ts_status_list_at(&list, 1, ts_span_text(rows[i].asked)),
                         rows[i].unset);
    }
}

static void
wider_entries_are_read_from_the_top(void **state)
{
    (void)state;
    struct ts_status_list list = {
        .kind = TS_STATUS_BITSTRING,
        .purpose = TS_SPAN_LIT("revocation"),
        .bitstring = TS_SPAN_LIT("\x02\x08\x01"), /* 000 000 100 000 100 000 000 001 */
        .bits = 3,
    };
    for (uint64_t i = 0; i < 8; i++)
        assert_int_equal(ts_status_list_at(&list, i, list.purpose),
                         i == 2 || i == 4 || i == 7 ? TS_STATUS_WITHDRAWN
                                                    : TS_STATUS_VALID);
    assert_int_equal(ts_status_list_at(&list, 8, list.purpose), TS_STATUS_UNKNOWN);
}

static void
list_2021_is_base64url_or_base64_without_a_u(void **state)
{
    (void)state;
    static const char head[] =
        "\"type\":[\"VerifiableCredential\",\"StatusList2021Credential\"]," BY_ISSUER ID;
    const char *url = encoded();
    const size_t len = strlen(url);
    const char *padded =
        fixture_string(&world.arena, fixture_text(&world.arena, "%s%s", url,
                                                  len % 4 == 2   ? "=="
                                                  : len % 4 == 3 ? "="
                                                                 : ""));
    for (char *at = strpbrk(padded, "-_"); at; at = strpbrk(at, "-_"))
        *at = *at == '-' ? '+' : '/';
    const char *with_u =
        fixture_string(&world.arena, fixture_text(&world.arena, "u%s", url));
    const struct {
        const char *name;
        const char *list;
        enum ts_status want;
    } rows[] = {
        { "base64url", url, TS_OK },
        { "base64", padded, TS_OK },
        { "with a u", with_u, TS_MALFORMED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_status_list list;
        ts_test_row(rows[i].name);
        const char *subject = fixture_string(
            &world.arena, fixture_text(&world.arena,
                                       "{\"type\":\"StatusList2021\",\"statusPurpose\":"
                                       "\"revocation\",\"encodedList\":\"%s\"}",
                                       rows[i].list));
        enum ts_status status = read_list(&list, as_jwt(credential(head, subject)));
        if (rows[i].want != TS_OK) {
            assert_true(status == TS_MALFORMED || status == TS_TRUNCATED);
            continue;
        }
        assert_status(status, TS_OK);
        assert_int_equal(list.kind, TS_STATUS_LIST_2021);
        assert_bits_0_and_9(&list);
    }
}

/* A bitstring of that many bytes, as JWT. */
static enum ts_status
read_zeros(struct ts_status_list *list, size_t len)
{
    uint8_t *zeros = calloc(1, len);
    assert_non_null(zeros);
    const char *bits = deflated((ts_span){ zeros, len }, TS_DEFLATE_GZIP);
    free(zeros);
    const char *text =
        fixture_string(&world.arena, fixture_text(&world.arena, "u%s", bits));
    return read_list(list,
                     as_jwt(credential(
                         HEAD, subject_with("\"statusPurpose\":\"revocation\",", text))));
}

static void
a_list_is_as_large_as_allowed(void **state)
{
    (void)state;
    struct ts_status_list list;
    assert_status(read_zeros(&list, 131072 / 8), TS_OK);
    assert_false(list.is_small);
    assert_status(read_zeros(&list, 131072 / 8 - 1), TS_OK);
    assert_true(list.is_small);
    /* The larger ones do not fit beside each other in this arena. */
    struct ts_arena small = world.arena;
    world.arena = ts_test_arena(24 * 1024 * 1024);
    assert_status(read_zeros(&list, TS_STATUS_LIST_BYTES_MAX), TS_OK);
    assert_int_equal(list.bitstring.len, TS_STATUS_LIST_BYTES_MAX);
    ts_test_arena_free(&world.arena);
    world.arena = ts_test_arena(24 * 1024 * 1024);
    assert_status(read_zeros(&list, TS_STATUS_LIST_BYTES_MAX + 1), TS_OVER_LIMIT);
    ts_test_arena_free(&world.arena);
    world.arena = small;
}

static void
no_prefix_is_a_list(void **state)
{
    (void)state;
    ts_span jwt = as_jwt(credential(HEAD, good_subject()));
    for (size_t len = 0; len < jwt.len; len++) {
        struct ts_status_list list;
        uint8_t *copy = ts_test_exact_copy((ts_span){ jwt.at, len });
        size_t used = world.arena.used;
        assert_int_not_equal(read_list(&list, (ts_span){ copy, len }), TS_OK);
        assert_int_equal(world.arena.used, used);
        free(copy);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_bitstring_list_is_read_in_each_envelope),
        TEST(each_rule_of_a_credential_is_enforced),
        TEST(a_list_counts_only_under_a_listed_signature),
        TEST(dates_come_from_the_credential_before_the_claims),
        TEST(purposes_mean_what_they_say),
        TEST(wider_entries_are_read_from_the_top),
        TEST(list_2021_is_base64url_or_base64_without_a_u),
        TEST(a_list_is_as_large_as_allowed),
        TEST(no_prefix_is_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
