#include "kiosk/verdict/profile.h"
#include "tests/support/support.h"

#include <string.h>

#define HEAD "\"format\":\"touchstone-profile/1\",\"id\":\"a\",\"name\":\"A\","
#define LEAF "{\"type\":\"T\"}"
#define GOOD "{" HEAD "\"all_of\":[" LEAF "]}"

static const struct {
    const char *name; /* the rule of kiosk/PROFILE.md it defends */
    const char *text;
    enum ts_status want;
} rows[] = {
    { "smallest good profile", GOOD, TS_OK },
    { "every member",
      "{" HEAD "\"must_outlast_days\":14,\"warn_days\":30,\"show_name\":\"full\","
      "\"lists\":{\"warn_days\":3,\"max_days\":60},\"any_of\":[{\"label\":\"L\","
      "\"achievement\":\"urn:a\",\"type\":\"T\",\"name\":\"H2S "
      "*\",\"alignment\":{\"framework\":\"NOC\","
      "\"code\":\"7\"},\"issuers\":[\"did:web:x\"],\"awarded_within_days\":730},"
      "{\"label\":\"G\",\"all_of\":[" LEAF "]}]}",
      TS_OK },
    { "1 a later format",
      "{\"format\":\"touchstone-profile/2\",\"id\":\"a\",\"name\":\"A\",\"all_of\":[" LEAF
      "]}",
      TS_UNSUPPORTED },
    { "1 not an object", "[]", TS_UNSUPPORTED },
    { "1 a misspelt member", "{" HEAD "\"all_off\":[" LEAF "],\"all_of\":[" LEAF "]}",
      TS_MALFORMED },
    { "1 a misspelt member of a requirement",
      "{" HEAD "\"all_of\":[{\"type\":\"T\",\"isuers\":[\"x\"]}]}", TS_MALFORMED },
    { "1 a misspelt member of lists",
      "{" HEAD "\"lists\":{\"maxdays\":1},\"all_of\":[" LEAF "]}", TS_MALFORMED },
    { "2 no id",
      "{\"format\":\"touchstone-profile/1\",\"name\":\"A\",\"all_of\":[" LEAF "]}",
      TS_MALFORMED },
    { "2 no name",
      "{\"format\":\"touchstone-profile/1\",\"id\":\"a\",\"all_of\":[" LEAF "]}",
      TS_MALFORMED },
    { "2 half a day", "{" HEAD "\"warn_days\":0.5,\"all_of\":[" LEAF "]}", TS_MALFORMED },
    { "2 negative days", "{" HEAD "\"warn_days\":-1,\"all_of\":[" LEAF "]}",
      TS_MALFORMED },
    { "2 a name shown in a way nobody knows",
      "{" HEAD "\"show_name\":\"loud\",\"all_of\":[" LEAF "]}", TS_MALFORMED },
    { "2 nobody is to be compared",
      "{" HEAD "\"identity\":\"none\",\"all_of\":[" LEAF "]}", TS_OK },
    { "2 the person is to be compared",
      "{" HEAD "\"identity\":\"compare\",\"all_of\":[" LEAF "]}", TS_OK },
    { "2 a comparison nobody knows",
      "{" HEAD "\"identity\":\"answer\",\"all_of\":[" LEAF "]}", TS_MALFORMED },
    { "2 a comparison that is no text",
      "{" HEAD "\"identity\":true,\"all_of\":[" LEAF "]}", TS_MALFORMED },
    { "3 nothing asked", "{" HEAD "\"all_of\":[]}", TS_MALFORMED },
    { "3 neither all nor any", "{" HEAD "\"warn_days\":1}", TS_MALFORMED },
    { "3 both all and any", "{" HEAD "\"all_of\":[" LEAF "],\"any_of\":[" LEAF "]}",
      TS_MALFORMED },
    { "3 a requirement that everything meets", "{" HEAD "\"all_of\":[{\"label\":\"L\"}]}",
      TS_MALFORMED },
    { "3 a name alone", "{" HEAD "\"all_of\":[{\"name\":\"H2S*\"}]}", TS_OK },
    { "3 a name that everything has", "{" HEAD "\"all_of\":[{\"name\":\"* *\"}]}",
      TS_MALFORMED },
    { "3 a name that is a number", "{" HEAD "\"all_of\":[{\"name\":1}]}", TS_MALFORMED },
    { "3 accepting nobody", "{" HEAD "\"all_of\":[{\"type\":\"T\",\"issuers\":[]}]}",
      TS_MALFORMED },
    { "3 an alignment without a code",
      "{" HEAD "\"all_of\":[{\"alignment\":{\"framework\":\"NOC\"}}]}", TS_MALFORMED },
    { "one byte more", GOOD "x", TS_TRAILING },
};

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(1 << 16);
        struct ts_profile profile;
        struct ts_profile untouched;
        memset(&profile, 0xA5, sizeof(profile));
        memcpy(&untouched, &profile, sizeof(profile));
        ts_test_row(rows[i].name);
        assert_status(ts_profile_read(&arena, &profile, ts_span_text(rows[i].text), NULL),
                      rows[i].want);
        if (rows[i].want != TS_OK)
            assert_memory_equal(&profile, &untouched, sizeof(profile));
        ts_test_arena_free(&arena);
    }
}

static void
every_cut_is_noticed(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof(GOOD) - 1; len++) {
        struct ts_arena arena = ts_test_arena(1 << 16);
        struct ts_profile profile;
        ts_span cut = { (const uint8_t *)GOOD, len };
        assert_true(ts_profile_read(&arena, &profile, cut, NULL) != TS_OK);
        ts_test_arena_free(&arena);
    }
}

static void
too_many_requirements_are_refused(void **state)
{
    (void)state;
    char text[2048] = "{" HEAD "\"all_of\":[" LEAF;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_profile profile;
    for (int i = 0; i < TS_REQUIREMENTS_MAX; i++)
        strncat(text, "," LEAF, sizeof(text) - strlen(text) - 1);
    strncat(text, "]}", sizeof(text) - strlen(text) - 1);
    assert_status(ts_profile_read(&arena, &profile, ts_span_text(text), NULL),
                  TS_OVER_LIMIT);
    ts_test_arena_free(&arena);
}

static void
what_is_not_said_has_a_default(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_profile profile;
    assert_status(ts_profile_read(&arena, &profile, ts_span_text(GOOD), NULL), TS_OK);
    assert_int_equal(profile.lists_max_age_s, 30 * 86400);
    assert_int_equal(profile.lists_warn_age_s, 7 * 86400);
    assert_int_equal(profile.must_outlast_s, 0);
    assert_int_equal(profile.name_shown, TS_NAME_INITIALS);
    assert_int_equal(profile.identity, TS_IDENTITY_NOT_ASKED);
    assert_int_equal(profile.root->kind, TS_REQUIRE_ALL_OF);
    assert_true(ts_span_is(profile.root->first->type, "T"));
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_is_enforced),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(too_many_requirements_are_refused),
        cmocka_unit_test(what_is_not_said_has_a_default),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
