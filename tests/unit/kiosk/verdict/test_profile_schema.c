#include "keys/codec/json_writer.h"
#include "kiosk/verdict/profile_reading.h"
#include "tests/support/support.h"
#include "tests/unit/kiosk/verdict/profile_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* kiosk/profile.schema.json says what the reader does. */

#define SCHEMA "kiosk/profile.schema.json"

static struct ts_arena arena;
static const struct ts_json *schema;

/* The object of the schema that describes a part of a profile. */
static const struct ts_json *
described(enum ts_profile_part part)
{
    static const char *const names[] = { [TS_PROFILE_ROOT] = NULL,
                                         [TS_PROFILE_GROUP] = "group",
                                         [TS_PROFILE_LEAF] = "leaf",
                                         [TS_PROFILE_ALIGNMENT] = "alignment",
                                         [TS_PROFILE_LISTS] = "lists" };
    return names[part] ? ts_json_member(ts_json_member(schema, "$defs"), names[part])
                       : schema;
}

static void
both_know_the_same_members(void **state)
{
    (void)state;
    for (int part = 0; part < TS_PROFILE_PARTS; part++) {
        const struct ts_json *object = described((enum ts_profile_part)part);
        const struct ts_json *properties = ts_json_member(object, "properties");
        const char *const *names = ts_profile_members((enum ts_profile_part)part);
        size_t count = 0;
        for (; names[count]; count++) {
            ts_test_row(names[count]);
            assert_true(ts_json_member(properties, names[count])->kind != TS_JSON_NONE);
        }
        assert_int_equal(properties->count, count);
        assert_true(
            ts_json_is(ts_json_member(object, "additionalProperties"), TS_JSON_FALSE));
    }
}

/* Says which of the profiles in a file of rows the schema accepts: a letter a row. */
static const char validator[] =
    "import json, sys\n"
    "try:\n"
    "    from jsonschema import Draft202012Validator as Validator\n"
    "except ImportError:\n"
    "    sys.exit(77)\n"
    "schema = json.load(open(sys.argv[1]))\n"
    "Validator.check_schema(schema)\n"
    "accepts = Validator(schema).is_valid\n"
    "for row in json.load(open(sys.argv[2])):\n"
    "    try:\n"
    "        print('y' if accepts(json.loads(row)) else 'n', end='')\n"
    "    except ValueError:\n"
    "        print('n', end='')\n";

static bool
write_file(const char *path, ts_span bytes)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool written = fwrite(bytes.at, 1, bytes.len, file) == bytes.len;
    return fclose(file) == 0 && written;
}

static ts_span
rows_as_json(void)
{
    static char memory[1 << 16];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    for (size_t i = 0; i < TS_COUNT(profile_rows); i++) {
        ts_write_text(&w, i ? "," : "[");
        ts_json_write_string(&w, ts_span_text(profile_rows[i].text));
    }
    ts_write_text(&w, "]");
    assert_false(w.full);
    return ts_writer_span(&w);
}

/* The letters, or NULL when there is no validator here. */
static const char *
ask_validator(char *letters, size_t size)
{
    char folder[] = "/tmp/touchstone-schema-XXXXXX";
    char command[256];
    char script[64];
    char rows[64];
    assert_non_null(mkdtemp(folder));
    snprintf(script, sizeof(script), "%s/validate.py", folder);
    snprintf(rows, sizeof(rows), "%s/rows.json", folder);
    assert_true(write_file(script, ts_span_text(validator)));
    assert_true(write_file(rows, rows_as_json()));
    snprintf(command, sizeof(command), "python3 %s %s %s", script, SCHEMA, rows);
    FILE *answer = popen(command, "r");
    assert_non_null(answer);
    size_t len = fread(letters, 1, size - 1, answer);
    int status = pclose(answer);
    letters[len] = '\0';
    unlink(script);
    unlink(rows);
    rmdir(folder);
    bool absent =
        WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127);
    assert_true(status == 0 || absent);
    return absent ? NULL : letters;
}

static void
both_accept_and_refuse_the_same(void **state)
{
    (void)state;
    char letters[TS_COUNT(profile_rows) + 2];
    if (!ask_validator(letters, sizeof(letters))) {
        print_message("skipped: python3-jsonschema is not here\n");
        skip();
    }
    assert_int_equal(strlen(letters), TS_COUNT(profile_rows));
    for (size_t i = 0; i < TS_COUNT(profile_rows); i++) {
        bool accepted = letters[i] == 'y';
        ts_test_row(profile_rows[i].name);
        if (profile_rows[i].want == TS_OK)
            assert_true(accepted);
        else if (!profile_rows[i].beyond_schema)
            assert_false(accepted);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_know_the_same_members),
        cmocka_unit_test(both_accept_and_refuse_the_same),
    };
    ts_span text;
    arena = ts_test_arena(1 << 18);
    TS_CHECK(ts_test_read_file(&arena, &text, SCHEMA));
    TS_CHECK(ts_json_parse(&arena, &schema, text, NULL) == TS_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ts_test_arena_free(&arena);
    return failed;
}
