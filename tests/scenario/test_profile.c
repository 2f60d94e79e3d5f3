#include "keys/codec/json.h"

/* The program, as somebody writes a job profile and asks why a person is not ready. */

static char folder[] = "/tmp/ts-profile-XXXXXX";
#include "tests/scenario/touchstone.h"
#include "tests/unit/keys/authority/fixture.h"

static struct ts_arena arena;

#define HEAD "{\"format\":\"touchstone-profile/1\",\"id\":\"job\",\"name\":\"Job\",\n"
#define JOB                                                   \
    HEAD "\"waiver\":true,\"all_of\":[\n"                     \
         "{\"label\":\"Gas\",\"achievement\":\"urn:gas\"},\n" \
         "{\"label\":\"Two\",\"at_least\":2,\"of\":["         \
         "{\"label\":\"Rope\",\"achievement\":\"urn:rope\"}," \
         "{\"label\":\"Aid\",\"achievement\":\"urn:aid\"},"   \
         "{\"label\":\"Radio\",\"achievement\":\"urn:radio\"}]}]}\n"

/* A badge of Mina Roy's in a folder of its own. */
static void
issue(const char *what, const char *achievement, const char *until)
{
    char text[256];
    snprintf(text, sizeof(text),
             "name,achievement,achievement_id,valid_from,valid_until\n"
             "Mina Roy,%s,urn:%s,2019-01-01,%s\n",
             achievement, what, until);
    write_file("people.csv", text);
    snprintf(text, sizeof(text), "issue --issuer issuer --out %s people.csv", what);
    does(text);
}

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 20);
    assert_non_null(mkdtemp(folder));
    write_file("leaks", "leak:libfontconfig\n"); /* which frees nothing at its end */
    write_file("job.json", JOB);
    write_file("wrong.json", HEAD "\"all_of\":[{\"isuers\":[]}],\n\"warn_days\":-1}\n");
    does("authority init authority");
    does("issuer init issuer --id did:web:college.example --name College");
    does("authority add-issuer authority --did did:web:college.example "
         "--did-document issuer/did.json --name en=College");
    does("authority publish authority --out lists");
    issue("gas", "Gas testing", "");
    issue("aid", "First aid", "");
    issue("rope", "Ropes", "2020-01-01");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_memory_equal(folder, "/tmp/ts-profile-", 16);
    ts_test_arena_free(&arena);
    return system(command);
}

static void
lint_names_every_mistake(void **state)
{
    (void)state;
    assert_int_equal(touchstone("profile lint job.json"), 0);
    assert_says("job.json: in order");
    assert_int_equal(touchstone("profile lint job.json wrong.json"), 1);
    assert_says("wrong.json:2:21: error: all_of[0].isuers: ");
    assert_says("wrong.json:3:13: error: warn_days: ");
    assert_int_equal(touchstone("profile lint absent.json"), 1);
    assert_int_equal(touchstone("profile lint --trust lists job.json"), 0);
}

static void
explain_tells_what_is_missing_at_the_least(void **state)
{
    (void)state;
    does("profile explain job.json gas/mina-roy.txt aid/mina-roy.png rope/mina-roy.txt "
         "--trust lists");
    assert_says("yes        Gas: gas/mina-roy.txt, Gas testing");
    assert_says("no         Two: at least 2 of");
    assert_says("no           Rope: rope/mina-roy.txt, Ropes, ran out 2020-01-01");
    assert_says("yes          Aid: aid/mina-roy.png");
    assert_says("no           Radio: no card shows it");
    assert_says("missing, at the least: Rope\n");
    assert_says("a supervisor may let them in");
}

static void
explain_says_the_same_to_programs(void **state)
{
    (void)state;
    const struct ts_json *root;
    does("profile explain job.json gas/mina-roy.txt --json --trust lists");
    assert_status(ts_json_parse(&arena, &root, ts_span_text(output), NULL), TS_OK);
    assert_true(ts_json_string_is(ts_json_member(root, "verdict"), "NOT_YET"));
    const struct ts_json *missing = ts_json_member(root, "missing");
    assert_int_equal(missing->count, 2);
    assert_true(ts_json_string_is(ts_json_element(missing, 0), "Rope"));
    assert_true(ts_json_string_is(ts_json_element(missing, 1), "Aid"));
    const struct ts_json *members =
        ts_json_member(ts_json_member(root, "requirement"), "members");
    const struct ts_json *card = ts_json_member(ts_json_element(members, 0), "card");
    assert_true(ts_json_string_is(ts_json_member(card, "input"), "gas/mina-roy.txt"));
    const struct ts_json *group = ts_json_element(members, 1);
    assert_true(ts_json_string_is(ts_json_member(group, "kind"), "at_least"));
    assert_true(ts_json_string_is(ts_json_member(group, "state"), "fail"));
}

static void
what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    assert_int_equal(touchstone("profile"), 64);
    assert_int_equal(touchstone("profile mend job.json"), 64);
    assert_int_equal(touchstone("profile lint"), 64);
    assert_int_equal(touchstone("profile lint --fix job.json"), 64);
    assert_int_equal(touchstone("profile explain job.json"), 64);
    assert_int_equal(touchstone("profile explain job.json gas/mina-roy.txt --at noon"),
                     64);
    assert_int_equal(touchstone("profile explain wrong.json gas/mina-roy.txt"), 65);
    assert_int_equal(touchstone("profile explain job.json absent.png"), 65);
    assert_int_equal(touchstone("profile --help"), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lint_names_every_mistake),
        cmocka_unit_test(explain_tells_what_is_missing_at_the_least),
        cmocka_unit_test(explain_says_the_same_to_programs),
        cmocka_unit_test(what_makes_no_sense_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
