#include "keys/crypto/digest.h"
#include "kiosk/credential/identity.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* "sha256$" and the hex of text and salt, made here another way: by hand. */
static void
hash_of(char hash[static 72], const char *text, const char *salt, const char *digits)
{
    uint8_t digest[TS_SHA256_SIZE];
    char salted[256];
    int len = snprintf(salted, sizeof(salted), "%s%s", text, salt);
    ts_sha256(digest, (ts_span){ (const uint8_t *)salted, (size_t)len });
    strcpy(hash, "sha256$");
    for (size_t i = 0; i < sizeof(digest); i++) {
        hash[7 + 2 * i] = digits[digest[i] >> 4];
        hash[8 + 2 * i] = digits[digest[i] & 15];
    }
    hash[71] = '\0';
}

static const char LOWER[] = "0123456789abcdef";
static const char UPPER[] = "0123456789ABCDEF";

static const struct {
    const char *name;
    const char *type, *text, *salt; /* text NULL: an identifier we cannot compare */
    bool hashed;
    const char *subject_name;
    const char *typed, *asked;
    enum ts_finding want;
} rows[] = {
    { "a hashed name", "name", "Mina Roy", "s", true, "", "Mina Roy", "", TS_PASS },
    { "space around it", "name", "Mina Roy", "s", true, "", " Mina Roy\n", "", TS_PASS },
    { "another name", "name", "Mina Roy", "s", true, "", "Mona Roy", "", TS_FAIL },
    { "names keep their case", "name", "Mina Roy", "s", true, "", "mina roy", "",
      TS_FAIL },
    { "Unicode stays as it is typed", "name", "Zo\xC3\xAB", "", true, "", "Zoe\xCC\x88",
      "", TS_FAIL },
    { "no salt", "name", "Mina Roy", "", true, "", "Mina Roy", "", TS_PASS },
    { "an address typed in capitals", "emailAddress", "mina@a.example", "x", true, "",
      "Mina@A.Example", "", TS_PASS },
    { "an address hashed in capitals", "emailAddress", "Mina@A.Example", "x", true, "",
      "Mina@A.Example", "", TS_PASS },
    { "a licence number", "ext:licenceNumber", "AB-1204", "q", true, "", "AB-1204", "",
      TS_PASS },
    { "of the kind asked for", "ext:licenceNumber", "AB-1204", "q", true, "", "AB-1204",
      "ext:licenceNumber", TS_PASS },
    { "of another kind than asked for", "ext:licenceNumber", "AB-1204", "q", true, "",
      "AB-1204", "name", TS_UNKNOWN },
    { "in the clear", "name", "Mina Roy", "", false, "", "Mina Roy", "", TS_PASS },
    { "in the clear, another", "name", "Mina Roy", "", false, "", "Mina", "", TS_FAIL },
    { "the subject's own name", "ext:x", "7", "", false, "Mina Roy", "Mina Roy", "name",
      TS_PASS },
    { "nothing typed", "name", "Mina Roy", "s", true, "", " \n", "", TS_UNKNOWN },
    { "md5 is not compared", "name", NULL, "md5$d41d8cd98f00b204e9800998ecf8427e", true,
      "", "x", "", TS_UNKNOWN },
    { "nor is it failed beside a name", "emailAddress", NULL,
      "md5$d41d8cd98f00b204e9800998ecf8427e", true, "Mina", "x", "", TS_UNKNOWN },
    { "a hash that is too short", "name", NULL, "sha256$00", true, "", "x", "",
      TS_UNKNOWN },
    { "a hash of other letters", "name", NULL,
      "sha256$zz000000000000000000000000000000000000000000000000000000000000zz", true, "",
      "x", "", TS_UNKNOWN },
    { "an empty one proves nothing", "name", "", "", false, "", "x", "", TS_UNKNOWN },
};

static struct ts_identity
check(size_t row, const char *digits)
{
    char hash[72];
    struct ts_identifier one = {
        .type = ts_span_text(rows[row].type),
        .hashed = rows[row].hashed,
    };
    if (!rows[row].text) {
        one.value = ts_span_text(rows[row].salt);
    } else if (rows[row].hashed) {
        hash_of(hash, rows[row].text, rows[row].salt, digits);
        one.value = ts_span_text(hash);
        one.salt = ts_span_text(rows[row].salt);
    } else {
        one.value = ts_span_text(rows[row].text);
    }
    const struct ts_credential c = {
        .identifiers = &one,
        .identifier_count = 1,
        .subject_name = ts_span_text(rows[row].subject_name),
    };
    return ts_identity_check(&c, ts_span_text(rows[row].typed),
                             ts_span_text(rows[row].asked));
}

static void
an_answer_proves_what_it_hashes_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_identity got = check(i, LOWER);
        if (got.proof != rows[i].want || check(i, UPPER).proof != rows[i].want)
            fail_msg("[%s] is %d", rows[i].name, got.proof);
    }
}

static void
the_one_that_fits_is_named(void **state)
{
    (void)state;
    char hash[72];
    hash_of(hash, "AB-1204", "q", LOWER);
    const struct ts_identifier two[] = {
        { .type = TS_SPAN_LIT("name"), .value = TS_SPAN_LIT("Mina") },
        { .type = TS_SPAN_LIT("ext:licence"),
          .value = ts_span_text(hash),
          .salt = TS_SPAN_LIT("q"),
          .hashed = true },
    };
    const struct ts_credential c = { .identifiers = two, .identifier_count = 2 };
    struct ts_identity got =
        ts_identity_check(&c, TS_SPAN_LIT("AB-1204"), (ts_span){ 0 });
    assert_int_equal(got.proof, TS_PASS);
    assert_span_equal(got.type, TS_SPAN_LIT("ext:licence"));
}

/* The example of what "test@example.com" with salt "Kosher" is, computed with
 * sha256sum, so that both sides of a row are not ours. */
static void
a_hash_made_by_another_program_fits(void **state)
{
    (void)state;
    const struct ts_identifier one = {
        .type = TS_SPAN_LIT("emailAddress"),
        .value = TS_SPAN_LIT(
            "sha256$"
            "2836a1888e8a0ef4a88ad3e56e43e260c460b0aad514b26e48a8fe4c6df3019e"),
        .salt = TS_SPAN_LIT("Kosher"),
        .hashed = true,
    };
    const struct ts_credential c = { .identifiers = &one, .identifier_count = 1 };
    assert_int_equal(
        ts_identity_check(&c, TS_SPAN_LIT("test@example.com"), (ts_span){ 0 }).proof,
        TS_PASS);
}

static void
what_is_too_long_is_not_looked_at(void **state)
{
    (void)state;
    static uint8_t typed[600];
    memset(typed, 'a', sizeof(typed));
    const struct ts_identifier one = { .type = TS_SPAN_LIT("name"),
                                       .value = { typed, 600 } };
    const struct ts_credential c = { .identifiers = &one, .identifier_count = 1 };
    assert_int_equal(ts_identity_check(&c, TS_SPAN_OF(typed), (ts_span){ 0 }).proof,
                     TS_UNKNOWN);
    typed[0] = '@';
    assert_int_equal(ts_identity_check(&c, (ts_span){ typed, 512 }, (ts_span){ 0 }).proof,
                     TS_FAIL);
}

static void
nothing_to_compare_with_is_said(void **state)
{
    (void)state;
    const struct ts_credential c = { .subject_id = TS_SPAN_LIT("did:example:1") };
    assert_int_equal(ts_identity_check(&c, TS_SPAN_LIT("Mina"), (ts_span){ 0 }).proof,
                     TS_UNKNOWN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_proves_what_it_hashes_to),
        cmocka_unit_test(the_one_that_fits_is_named),
        cmocka_unit_test(a_hash_made_by_another_program_fits),
        cmocka_unit_test(what_is_too_long_is_not_looked_at),
        cmocka_unit_test(nothing_to_compare_with_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
