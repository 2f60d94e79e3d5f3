#include "keys/codec/json.h"
#include "tests/unit/keys/authority/fixture.h"

#define ARENA (8 * 1024 * 1024)

/* The value at a path like "credentialSubject.achievement.name"; digits index. */
static const struct ts_json *
at(const struct ts_json *value, const char *path)
{
    while (*path) {
        size_t len = strcspn(path, ".");
        ts_span step = { (const uint8_t *)path, len };
        bool index = path[0] >= '0' && path[0] <= '9';
        value = index ? ts_json_element(value, (size_t)(path[0] - '0'))
                      : ts_json_member_span(value, step);
        path += len + (path[len] == '.');
    }
    return value;
}

static const struct ts_json *
credential(struct ts_arena *arena, const struct ts_signer *issuer, const char *sheet,
           bool has_index)
{
    const struct ts_json *root;
    ts_span json;
    const struct ts_badge badge = { .award = fixture_award(arena, sheet),
                                    .id = TS_SPAN_LIT("urn:uuid:1"),
                                    .has_index = has_index,
                                    .index = 94567 };
    assert_status(ts_badge_write(arena, &json, issuer, &badge), TS_OK);
    assert_status(ts_json_parse(arena, &root, json, NULL), TS_OK);
    return root;
}

static const struct {
    const char *path;
    const char *text;
} MEMBERS[] = {
    { "@context.0", "https://www.w3.org/ns/credentials/v2" },
    { "@context.1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json" },
    { "id", "urn:uuid:1" },
    { "type.0", "VerifiableCredential" },
    { "type.1", "OpenBadgeCredential" },
    { "issuer.id", "did:web:college.example" },
    { "issuer.name", "Example College" },
    { "validFrom", "2026-05-12T08:00:00Z" },
    { "validUntil", "2028-01-31T23:59:59Z" },
    { "credentialSubject.type.0", "AchievementSubject" },
    { "credentialSubject.identifier.0.type", "IdentityObject" },
    { "credentialSubject.identifier.0.identityType", "name" },
    { "credentialSubject.identifier.0.identityHash", "Zo\xC3\xAB Qaunaq" },
    { "credentialSubject.achievement.id", "https://college.example/a/first-aid" },
    { "credentialSubject.achievement.type.0", "Achievement" },
    { "credentialSubject.achievement.name", "First Aid" },
    { "credentialSubject.achievement.description", "First Aid" },
    { "credentialSubject.achievement.achievementType", "Certification" },
    { "credentialSubject.achievement.criteria.narrative", "Two days, one test" },
    { "credentialSubject.achievement.alignment.0.targetFramework", "NOC" },
    { "credentialSubject.achievement.alignment.0.targetCode", "83101" },
    { "credentialSubject.achievement.alignment.1.targetFramework", "ESCO" },
    { "credentialSubject.achievement.alignment.1.targetCode", "S1.2" },
    { "credentialStatus.0.type", "BitstringStatusListEntry" },
    { "credentialStatus.0.statusPurpose", "revocation" },
    { "credentialStatus.0.statusListIndex", "94567" },
    { "credentialStatus.0.statusListCredential",
      "https://college.example/status/revocation" },
    { "credentialStatus.1.statusPurpose", "suspension" },
    { "credentialStatus.1.statusListIndex", "94567" },
    { "credentialStatus.1.statusListCredential",
      "https://college.example/status/suspension" },
};

static const struct ts_signer ISSUER = {
    .id = { (const uint8_t *)"did:web:college.example", 23 },
    .name = { (const uint8_t *)"Example College", 15 },
    .status_url = { (const uint8_t *)"https://college.example/status", 30 },
};

static void
says_what_the_row_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_json *root = credential(&arena, &ISSUER, FIXTURE_SHEET, true);
    for (size_t i = 0; i < TS_COUNT(MEMBERS); i++) {
        ts_test_row(MEMBERS[i].path);
        assert_span_equal(ts_json_string(at(root, MEMBERS[i].path)),
                          ts_span_text(MEMBERS[i].text));
    }
    ts_test_row("the name is in clear");
    assert_true(
        ts_json_is(at(root, "credentialSubject.identifier.0.hashed"), TS_JSON_FALSE));
    ts_test_arena_free(&arena);
}

static void
leaves_out_what_the_row_does_not_say(void **state)
{
    (void)state;
    static const char *const ABSENT[] = {
        "validUntil",
        "credentialStatus",
        "credentialSubject.result",
        "credentialSubject.achievement.alignment",
        "credentialSubject.achievement.achievementType",
        "credentialSubject.achievement.criteria.narrative",
    };
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_json *root =
        credential(&arena, &ISSUER, "name,achievement\nBob,WHMIS\n", false);
    for (size_t i = 0; i < TS_COUNT(ABSENT); i++) {
        ts_test_row(ABSENT[i]);
        assert_true(ts_json_is(at(root, ABSENT[i]), TS_JSON_NONE));
    }
    assert_true(
        ts_json_is(at(root, "credentialSubject.achievement.criteria"), TS_JSON_OBJECT));
    ts_test_arena_free(&arena);
}

static void
says_a_result(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_json *root =
        credential(&arena, &ISSUER, "name,achievement,result\nBob,WHMIS,Failed\n", false);
    assert_true(
        ts_json_string_is(at(root, "credentialSubject.result.0.status"), "Failed"));
    ts_test_arena_free(&arena);
}

static void
escapes_what_json_must_escape(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_json *root = credential(
        &arena, &ISSUER, "name,achievement\n\"Bob \"\"B\"\" \\\nx\",WHMIS\n", false);
    assert_true(ts_json_string_is(at(root, "credentialSubject.identifier.0.identityHash"),
                                  "Bob \"B\" \\\nx"));
    ts_test_arena_free(&arena);
}

static bool
is_urn_uuid(const char *text, char version)
{
    return strlen(text) == TS_URN_UUID_SIZE && memcmp(text, "urn:uuid:", 9) == 0
           && text[9 + 8] == '-' && text[9 + 13] == '-' && text[9 + 14] == version
           && strchr("89ab", text[9 + 19]);
}

static void
makes_uuids(void **state)
{
    (void)state;
    char a[TS_URN_UUID_SIZE + 1];
    char b[TS_URN_UUID_SIZE + 1];
    ts_urn_uuid_make(a);
    ts_urn_uuid_make(b);
    assert_true(is_urn_uuid(a, '4'));
    assert_string_not_equal(a, b);

    ts_urn_uuid_derive(a, TS_SPAN_LIT("did:a"), TS_SPAN_LIT("First Aid"));
    ts_urn_uuid_derive(b, TS_SPAN_LIT("did:a"), TS_SPAN_LIT("First Aid"));
    assert_true(is_urn_uuid(a, '8'));
    assert_string_equal(a, b);
    ts_urn_uuid_derive(b, TS_SPAN_LIT("did:aF"), TS_SPAN_LIT("irst Aid"));
    assert_string_not_equal(a, b);
}

static void
gives_an_achievement_the_same_id_each_time(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const char *path = "credentialSubject.achievement.id";
    ts_span a = ts_json_string(
        at(credential(&arena, &ISSUER, "name,achievement\nA,WHMIS\n", false), path));
    ts_span b = ts_json_string(
        at(credential(&arena, &ISSUER, "name,achievement\nB,WHMIS\n", false), path));
    ts_span c = ts_json_string(
        at(credential(&arena, &ISSUER, "name,achievement\nB,H2S\n", false), path));
    assert_span_equal(a, b);
    assert_false(ts_span_equal(a, c));
    ts_test_arena_free(&arena);
}

static void
says_when_the_arena_is_full(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    uint8_t memory[300];
    struct ts_arena small = ts_arena_over(TS_ROOM_OF(memory));
    ts_span json = { 0 };
    const struct ts_badge badge = { .award = fixture_award(&arena, FIXTURE_SHEET) };
    assert_status(ts_badge_write(&small, &json, &ISSUER, &badge), TS_NO_SPACE);
    assert_null(json.at);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_the_row_says),
        cmocka_unit_test(leaves_out_what_the_row_does_not_say),
        cmocka_unit_test(says_a_result),
        cmocka_unit_test(escapes_what_json_must_escape),
        cmocka_unit_test(makes_uuids),
        cmocka_unit_test(gives_an_achievement_the_same_id_each_time),
        cmocka_unit_test(says_when_the_arena_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
