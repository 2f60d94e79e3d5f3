#include "kiosk/verdict/profile_lint.h"
#include "tests/support/support.h"
#include "tests/unit/kiosk/verdict/profile_rows.h"

#include <stdio.h>
#include <string.h>

/* What lint says, one remark a line: "2:5 error all_of[0].days". */

struct heard {
    char text[4096];
    size_t mistakes, doubts;
};

static void
hear(const struct ts_profile_remark *remark, void *context)
{
    struct heard *heard = context;
    size_t used = strlen(heard->text);
    heard->mistakes += remark->is_mistake;
    heard->doubts += !remark->is_mistake;
    assert_true(remark->line > 0 && remark->column > 0 && remark->what[0] != '\0');
    snprintf(heard->text + used, sizeof(heard->text) - used, "%zu:%zu %s %.*s: %s\n",
             remark->line, remark->column, remark->is_mistake ? "error" : "odd",
             TS_SPAN_ARG(remark->path), remark->what);
}

static enum ts_status
lint(struct heard *heard, const char *text, const struct ts_trust *trust)
{
    struct ts_arena arena = ts_test_arena(1 << 16);
    *heard = (struct heard){ .mistakes = 0 };
    enum ts_status status =
        ts_profile_lint(&arena, ts_span_text(text), trust, hear, heard);
    ts_test_arena_free(&arena);
    return status;
}

static void
lint_and_reader_agree_on_every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(profile_rows); i++) {
        struct heard heard;
        ts_test_row(profile_rows[i].name);
        assert_status(lint(&heard, profile_rows[i].text, NULL), profile_rows[i].want);
        assert_int_equal(heard.mistakes > 0, profile_rows[i].want != TS_OK);
        assert_true(heard.mistakes == 0 || heard.doubts == 0);
    }
}

#define FULL "\"label\":\"L\",\"type\":\"T\""
#define FULL2 "\"label\":\"M\",\"type\":\"U\""

static void
every_mistake_is_told_with_its_place(void **state)
{
    (void)state;
    static const char text[] = "{\n"
                               "  \"format\": \"touchstone-profile/1\",\n"
                               "  \"id\": \"a\",\n"
                               "  \"warn_days\": -1,\n"
                               "  \"showname\": \"full\",\n"
                               "  \"all_of\": [\n"
                               "    { \"isuers\": [], \"type\": \"T\" },\n"
                               "    { \"at_least\": 3, \"of\": [ {} ] },\n"
                               "    7\n"
                               "  ]\n"
                               "}\n";
    static const char *const places[] = {
        "5:15 error showname: PROFILE.md 1",
        "1:1 error : PROFILE.md 2: name",
        "4:16 error warn_days: PROFILE.md 2",
        "7:17 error all_of[0].isuers: PROFILE.md 1",
        "8:19 error all_of[1].at_least: PROFILE.md 3",
        "8:30 error all_of[1].of[0]: PROFILE.md 3",
        "9:5 error all_of[2]: PROFILE.md 1",
        "9:5 error all_of[2]: PROFILE.md 3",
    };
    struct heard heard;
    assert_status(lint(&heard, text, NULL), TS_MALFORMED);
    for (size_t i = 0; i < TS_COUNT(places); i++) {
        ts_test_row(places[i]);
        assert_non_null(strstr(heard.text, places[i]));
    }
    assert_int_equal(heard.mistakes, TS_COUNT(places));
}

static void
what_is_no_json_is_one_mistake(void **state)
{
    (void)state;
    struct heard heard;
    assert_status(lint(&heard, "{\n\"a\": ?\n}", NULL), TS_MALFORMED);
    assert_int_equal(heard.mistakes, 1);
    assert_non_null(strstr(heard.text, "2:6 error : "));
}

static const struct {
    const char *text;
    const char *says; /* "" for nothing at all */
} odd[] = {
    { "{" HEAD "\"all_of\":[{" FULL "},{" FULL2 "}]}", "" },
    { "{" HEAD "\"all_of\":[{\"label\":\"L\",\"name\":\"H2S*\"}]}",
      "all_of[0]: a name is no" },
    { "{" HEAD
      "\"all_of\":[{\"label\":\"L\",\"name\":\"H2S*\",\"issuers\":[\"did:web:x\"]}]}",
      "" },
    { "{" HEAD
      "\"all_of\":[{\"label\":\"L\",\"name\":\"H2S*\",\"achievement\":\"urn:1\"}]}",
      "" },
    { "{" HEAD "\"all_of\":[{\"type\":\"T\"}]}", "all_of[0]: no label" },
    { "{" HEAD "\"all_of\":[{\"any_of\":[{" FULL "},{" FULL2 "}]}]}",
      "all_of[0]: no label: the screen will show the label of a member" },
    { "{" HEAD "\"all_of\":[{" FULL "},{\"label\":\"L\",\"type\":\"V\"}]}",
      "all_of[1]: another requirement has the same label" },
    { "{" HEAD "\"all_of\":[{" FULL "},{\"label\":\"M\",\"type\":\"T\"}]}",
      "all_of[1]: another requirement asks for the same" },
    { "{" HEAD "\"all_of\":[{" FULL "},{\"label\":\"M\",\"type\":\"T\","
      "\"issuers\":[\"did:web:x\"]}]}",
      "" },
    { "{" HEAD "\"all_of\":[{\"label\":\"G\",\"any_of\":[{" FULL "}]}]}",
      "all_of[0]: a group of one" },
    { "{" HEAD "\"at_least\":2,\"of\":[{" FULL "},{" FULL2 "}]}", ": at_least as many" },
    { "{" HEAD "\"at_least\":1,\"of\":[{" FULL "},{" FULL2 "}]}", ": at_least 1 is" },
    { "{" HEAD "\"all_of\":[{" FULL "},{\"label\":\"G\",\"any_of\":[{\"label\":\"X\","
      "\"type\":\"T\"},{" FULL2 "}]}]}",
      "all_of[1]: asks for nothing more" },
    { "{" HEAD "\"any_of\":[{" FULL "},{\"label\":\"G\",\"any_of\":[{\"label\":\"X\","
      "\"type\":\"V\"},{" FULL2 "}]}]}",
      "" },
    { "{" HEAD "\"warn_days\":14,\"must_outlast_days\":14,\"all_of\":[{" FULL "}]}",
      "warn_days: not more than" },
    { "{" HEAD "\"warn_days\":15,\"must_outlast_days\":14,\"all_of\":[{" FULL "}]}", "" },
    { "{" HEAD "\"lists\":{\"max_days\":0},\"all_of\":[{" FULL "}]}",
      "lists: max_days 0" },
    { "{" HEAD "\"lists\":{\"max_days\":7},\"all_of\":[{" FULL "}]}",
      "lists: max_days is not" },
    { "{" HEAD "\"lists\":{\"max_days\":366},\"all_of\":[{" FULL "}]}",
      "lists: max_days: who" },
    { "{" HEAD "\"all_of\":[{" FULL ",\"awarded_within_days\":0}]}",
      "all_of[0].awarded_within_days: 0 days" },
    { "{" HEAD "\"all_of\":[{" FULL ",\"issuers\":[\"did:web:x\",\"did:web:x\"]}]}",
      "all_of[0]: an issuer stands here twice" },
    { "{\"format\":\"touchstone-profile/"
      "1\",\"id\":\"a\",\"name\":{\"en\":\"A\",\"fr\":\"B\"},"
      "\"all_of\":[{\"label\":{\"en\":\"L\"},\"type\":\"T\"}]}",
      "all_of[0]: the name has this language" },
    { "{\"format\":\"touchstone-profile/"
      "1\",\"id\":\"a\",\"name\":{\"en\":\"A\",\"fr\":\"B\"},"
      "\"all_of\":[{\"label\":{\"en\":\"L\",\"fr\":\"M\"},\"type\":\"T\"}]}",
      "" },
};

static void
what_is_odd_is_told_and_refuses_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(odd); i++) {
        struct heard heard;
        ts_test_row(odd[i].text);
        assert_status(lint(&heard, odd[i].text, NULL), TS_OK);
        assert_int_equal(heard.mistakes, 0);
        if (*odd[i].says)
            assert_non_null(strstr(heard.text, odd[i].says));
        else
            assert_string_equal(heard.text, "");
    }
}

static void
lists_tell_who_is_unknown(void **state)
{
    (void)state;
    static const struct ts_text_in name = { .text = { (const uint8_t *)"A", 1 } };
    const ts_span may = TS_SPAN_LIT("urn:a");
    const struct ts_issuer issuers[] = {
        { .id = TS_SPAN_LIT("did:web:a"),
          .names = &name,
          .name_count = 1,
          .achievements = &may,
          .achievement_count = 1 },
    };
    const struct ts_trust trust = { .issuers = { .issuers = issuers, .count = 1 } };
    static const struct {
        const char *asks, *says;
    } rows[] = {
        { "\"achievement\":\"urn:a\"", "" },
        { "\"achievement\":\"urn:a\",\"issuers\":[\"did:web:a\"]", "" },
        { "\"type\":\"T\",\"issuers\":[\"did:web:a\",\"did:web:b\"]",
          "all_of[0].issuers[1]: this issuer is not on the list" },
        { "\"achievement\":\"urn:b\"", "all_of[0]: nobody on the list may issue" },
        { "\"achievement\":\"urn:b\",\"issuers\":[\"did:web:b\"]",
          "all_of[0].issuers[0]: this issuer is not on the list" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        char text[512];
        struct heard heard;
        ts_test_row(rows[i].asks);
        snprintf(text, sizeof(text), "{" HEAD "\"all_of\":[{\"label\":\"L\",%s}]}",
                 rows[i].asks);
        assert_status(lint(&heard, text, &trust), TS_OK);
        assert_int_equal(heard.doubts, *rows[i].says ? 1 : 0);
        assert_non_null(strstr(heard.text, rows[i].says));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lint_and_reader_agree_on_every_row),
        cmocka_unit_test(every_mistake_is_told_with_its_place),
        cmocka_unit_test(what_is_no_json_is_one_mistake),
        cmocka_unit_test(what_is_odd_is_told_and_refuses_nothing),
        cmocka_unit_test(lists_tell_who_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
