#include "kiosk/verdict/profile.h"
#include "tests/support/support.h"
#include "tests/unit/kiosk/verdict/profile_rows.h"

#include <string.h>

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(profile_rows); i++) {
        struct ts_arena arena = ts_test_arena(1 << 16);
        struct ts_profile profile;
        struct ts_profile untouched;
        memset(&profile, 0xA5, sizeof(profile));
        memcpy(&untouched, &profile, sizeof(profile));
        ts_test_row(profile_rows[i].name);
        assert_status(
            ts_profile_read(&arena, &profile, ts_span_text(profile_rows[i].text), NULL),
            profile_rows[i].want);
        if (profile_rows[i].want != TS_OK)
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
