#include "tests/unit/kiosk/journal/journal_folder.h"

#include "kiosk/journal/rows.h"

static const char *
verdict_name(int verdict)
{
    return verdict == 1 ? "READY" : NULL;
}

static struct ts_rows_query
query_of(const char *fields, enum ts_rows_form form)
{
    struct ts_rows_query query = { .form = form,
                                   .from = TS_UTC_ALWAYS,
                                   .until = TS_UTC_NEVER,
                                   .verdict_name = verdict_name };
    assert_status(ts_journal_fields_read(&query.fields, ts_span_text(fields)), TS_OK);
    return query;
}

static void
assert_rows(struct ts_journal *journal, const struct ts_rows_query *query, uint64_t rows,
            const char *want)
{
    static char room[8192];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    uint64_t count = 99;
    assert_status(ts_journal_write_rows(journal, &w, &count, query), TS_OK);
    assert_span_equal(ts_writer_span(&w), ts_span_text(want));
    assert_int_equal(count, rows);
}

static struct ts_journal *
open_mode(enum ts_journal_mode mode)
{
    struct ts_journal *journal = NULL;
    enum ts_journal_found found;
    struct ts_journal_options options = { path, mode, TS_JOURNAL_DAYS };
    assert_status(ts_journal_open_mode(&journal, &found, &options, NOW), TS_OK);
    return journal;
}

static const struct {
    const char *rule;
    const char *names;
    enum ts_status want;
    size_t count;
} field_rows[] = {
    { "all of them", "what,hour,profile,verdict,reason,count,card,label,left", TS_OK, 9 },
    { "one", "left", TS_OK, 1 },
    { "none", "", TS_ABSENT, 0 },
    { "an unknown one", "hour,name", TS_MALFORMED, 0 },
    { "one twice", "hour,hour", TS_DUPLICATE, 0 },
    { "nothing after a comma", "hour,", TS_MALFORMED, 0 },
    { "a comma before", ",hour", TS_MALFORMED, 0 },
    { "a space", "hour, count", TS_MALFORMED, 0 },
};

static void
fields_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(field_rows); i++) {
        struct ts_journal_fields fields = { .count = 77 };
        ts_test_row(field_rows[i].rule);
        assert_status(ts_journal_fields_read(&fields, ts_span_text(field_rows[i].names)),
                      field_rows[i].want);
        assert_int_equal(fields.count,
                         field_rows[i].want == TS_OK ? field_rows[i].count : 77);
    }
    assert_null(ts_journal_field_name(TS_FIELDS));
    assert_string_equal(ts_journal_field_name(TS_FIELD_LEFT), "left");
    assert_int_equal(ts_journal_fields_usual().count, 6);
}

static void
counts_are_written_by_hour(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_COUNTS);
    struct ts_journal_entry waiver = { TS_SPAN_LIT("gate"), 2, 3, NOW, { 0 } };
    struct ts_rows_query csv = { 0 };
    assert_status(add(journal, "gate", 1, 24, NOW), TS_OK);
    assert_status(add(journal, "gate", 1, 24, NOW), TS_OK);
    assert_status(add(journal, "gate", 2, 8, (ts_utc){ NOW.s - 3600 }), TS_OK);
    assert_status(ts_journal_add_waiver(journal, &waiver), TS_OK);
    assert_status(ts_journal_add_profile(journal, TS_SPAN_LIT("crane"), NOW), TS_OK);
    csv = query_of("what,hour,profile,verdict,reason,count,card,label,left", TS_ROWS_CSV);
    assert_rows(journal, &csv, 4,
                "what,hour,profile,verdict,reason,count,card,label,left\r\n"
                "verdict,2026-05-12T07:00:00Z,gate,2,8,1,,,\r\n"
                "verdict,2026-05-12T08:00:00Z,gate,READY,24,2,,,\r\n"
                "waiver,2026-05-12T08:00:00Z,gate,2,3,1,,,\r\n"
                "profile,2026-05-12T08:00:00Z,crane,,,1,,,\r\n");
    struct ts_rows_query json = query_of("count,verdict,profile", TS_ROWS_JSON_LINES);
    json.from = HOUR;
    assert_rows(journal, &json, 3,
                "{\"count\":2,\"verdict\":\"READY\",\"profile\":\"gate\"}\n"
                "{\"count\":1,\"verdict\":2,\"profile\":\"gate\"}\n"
                "{\"count\":1,\"profile\":\"crane\"}\n");
    json.until = HOUR;
    assert_rows(journal, &json, 0, "");
    ts_journal_close(journal);
}

static const struct {
    const char *rule;
    const char *profile;
    const char *cell;
} cells[] = {
    { "plain", "gate", "gate" },
    { "RFC 4180 2.6, a comma", "a,b", "\"a,b\"" },
    { "RFC 4180 2.7, a quote", "a\"b", "\"a\"\"b\"" },
    { "RFC 4180 2.6, a line end", "a\r\nb", "\"a\r\nb\"" },
    { "a semicolon, which separates in French", "a;b", "\"a;b\"" },
    { "a formula", "=1+1", "'=1+1" },
    { "a formula with a comma", "=SUM(A1,A2)", "\"'=SUM(A1,A2)\"" },
    { "plus", "+1", "'+1" },
    { "minus", "-1", "'-1" },
    { "at", "@now", "'@now" },
    { "a tab", "\t=1", "'\t=1" },
    { "a return", "\r=1", "\"'\r=1\"" },
    { "not at the beginning", "a=1", "a=1" },
    { "empty", "", "" },
};

static void
cells_are_quoted_and_no_formula(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(cells); i++) {
        char want[256];
        struct ts_rows_query csv = query_of("profile", TS_ROWS_CSV);
        ts_test_row(cells[i].rule);
        struct ts_journal *journal = open_mode(TS_JOURNAL_COUNTS);
        assert_status(add(journal, cells[i].profile, 1, 24, NOW), TS_OK);
        snprintf(want, sizeof(want), "profile\r\n%s\r\n", cells[i].cell);
        assert_rows(journal, &csv, 1, want);
        ts_journal_close(journal);
        each_file(remove_file);
    }
}

static void
people_come_only_when_asked_for(void **state)
{
    (void)state;
    enum ts_roll_sign done;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL);
    struct ts_rows_query usual = query_of("what,hour,verdict,count", TS_ROWS_CSV);
    struct ts_rows_query people = query_of("label,hour,left,verdict", TS_ROWS_CSV);
    for (int i = 0; i < 2; i++)
        assert_status(ts_roll_pass(journal, &done, TS_SPAN_LIT("id"),
                                   TS_SPAN_LIT("=Nowdlak, Aputik"),
                                   (ts_utc){ NOW.s + 60 * i }),
                      TS_OK);
    assert_rows(journal, &usual, 0, "what,hour,verdict,count\r\n");
    assert_rows(journal, &people, 1,
                "label,hour,left,verdict\r\n\"'=Nowdlak, "
                "Aputik\",2026-05-12T08:30:00Z,2026-05-12T08:31:00Z,\r\n");
    people.form = TS_ROWS_JSON_LINES;
    assert_rows(journal, &people, 1,
                "{\"label\":\"=Nowdlak, Aputik\",\"hour\":\"2026-05-12T08:30:00Z\","
                "\"left\":\"2026-05-12T08:31:00Z\"}\n");
    people.until = NOW;
    assert_rows(journal, &people, 0, "");
    ts_journal_close(journal);
}

static void
cards_come_only_when_asked_for(void **state)
{
    (void)state;
    static char room[4096];
    uint64_t count = 0;
    struct ts_journal *journal = open_mode(TS_JOURNAL_PROOF);
    struct ts_journal_entry entry = { TS_SPAN_LIT("gate"), 1, 24, NOW,
                                      TS_SPAN_LIT("id") };
    struct ts_rows_query usual = query_of("what,count", TS_ROWS_CSV);
    struct ts_rows_query cards = query_of("what,card", TS_ROWS_CSV);
    assert_status(ts_journal_add(journal, &entry), TS_OK);
    assert_rows(journal, &usual, 1, "what,count\r\nverdict,1\r\n");
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    assert_status(ts_journal_write_rows(journal, &w, &count, &cards), TS_OK);
    assert_int_equal(count, 2);
    /* 16 bytes in hexadecimal. */
    assert_int_equal(ts_writer_span(&w).len,
                     strlen("what,card\r\nverdict,\r\ncard,\r\n") + 32);
    ts_journal_close(journal);
}

static void
a_small_room_says_so(void **state)
{
    (void)state;
    char room[40];
    uint64_t count = 99;
    struct ts_journal *journal = open_mode(TS_JOURNAL_COUNTS);
    struct ts_rows_query csv = query_of("hour,profile", TS_ROWS_CSV);
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    assert_status(add(journal, "gate", 1, 24, NOW), TS_OK);
    assert_status(ts_journal_write_rows(journal, &w, &count, &csv), TS_NO_SPACE);
    assert_int_equal(count, 99);
    ts_journal_close(journal);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_named),
        IN_FOLDER(counts_are_written_by_hour),
        IN_FOLDER(cells_are_quoted_and_no_formula),
        IN_FOLDER(people_come_only_when_asked_for),
        IN_FOLDER(cards_come_only_when_asked_for),
        IN_FOLDER(a_small_room_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
