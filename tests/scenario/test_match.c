#include "keys/codec/json.h"

/* The program, as somebody asks which jobs of the lists their badges go for. */

static char folder[] = "/tmp/ts-match-XXXXXX";
#include "tests/scenario/touchstone.h"
#include "tests/unit/keys/authority/fixture.h"

static struct ts_arena arena;

#define JOB(id, members)                                                              \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"" id "\",\"name\":\"The " id "\"," \
    "\"all_of\":[" members "]}"
#define ASKS(label) "{\"label\":\"" label "\",\"achievement\":\"urn:" label "\"}"

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
    does("authority init authority");
    does("issuer init issuer --id did:web:college.example --name College");
    does("authority add-issuer authority --did did:web:college.example "
         "--did-document issuer/did.json --name en=College");
    write_file("rigger.json",
               JOB("rigger", ASKS("gas") "," ASKS("rope") "," ASKS("aid")));
    write_file("driver.json", JOB("driver", ASKS("gas") "," ASKS("radio")));
    write_file("cook.json", JOB("cook", ASKS("gas")));
    does("authority add-profile authority --id rigger rigger.json");
    does("authority add-profile authority --id driver driver.json");
    does("authority add-profile authority --id cook cook.json");
    does("authority publish authority --out lists");
    issue("gas", "Gas testing", "");
    issue("radio", "Radio", "");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_memory_equal(folder, "/tmp/ts-match-", 14);
    ts_test_arena_free(&arena);
    return system(command);
}

static void
the_best_comes_first_with_what_is_missing(void **state)
{
    (void)state;
    does("match --trust lists gas/*.png");
    assert_string_equal(output, "READY        The cook (cook)\n"
                                "NOT_YET      The driver (driver): 1 missing: radio\n"
                                "NOT_YET      The rigger (rigger): 2 missing: rope\n");
    does("match --trust lists gas/*.txt radio/*.png");
    assert_string_equal(output, "READY        The cook (cook)\n"
                                "READY        The driver (driver)\n"
                                "NOT_YET      The rigger (rigger): 2 missing: rope\n");
}

static void
programs_get_one_object(void **state)
{
    (void)state;
    const struct ts_json *json;
    struct ts_fault fault;
    does("match --trust lists --json gas/*.png");
    assert_status(ts_json_parse(&arena, &json, ts_span_text(output), &fault), TS_OK);
    assert_says("{\"jobs\":[{\"id\":\"cook\",\"name\":\"The cook\",\"verdict\":\"READY\","
                "\"missing\":0,\"doubtful\":0,\"oneAway\":false,\"identityDue\":false},");
    assert_says("\"first\":\"radio\",\"missing\":1,\"doubtful\":0,\"oneAway\":true");
    assert_says("],\"leftOut\":0}\n");
}

static void
what_cannot_be_looked_up_is_refused(void **state)
{
    (void)state;
    ts_test_row("nobody believes it");
    does("authority init other");
    does("authority publish other --out empty");
    assert_int_equal(touchstone("match --trust empty gas/*.png"), 65);
    assert_says("none of the badges is believed");
    assert_int_equal(touchstone("match --trust nowhere gas/*.png"), 65);
    assert_int_equal(touchstone("match gas/*.png"), 64);
    assert_int_equal(touchstone("match --trust lists"), 64);
    assert_int_equal(touchstone("match --trust lists --at noon gas/*.png"), 64);
    assert_int_equal(touchstone("match --trust lists absent.png"), 65);
    write_file("forged.txt", "eyJhbGciOiJFZERTQSJ9.e30.AAAA");
    assert_int_equal(touchstone("match --trust lists gas/*.png forged.txt"), 0);
    assert_says("1 of the badges do not count");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_comes_first_with_what_is_missing),
        cmocka_unit_test(programs_get_one_object),
        cmocka_unit_test(what_cannot_be_looked_up_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
