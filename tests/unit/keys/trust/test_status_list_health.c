#include "tests/unit/keys/trust/status_world.h"

#define KID "3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s"
#define CRL "https://health.example/.well-known/crl/" KID ".json"
#define HEAD "{\"kid\":\"" KID "\",\"method\":\"rid\",\"ctr\":"

static enum ts_status
read_at(struct ts_status_list *list, const char *url, const char *text)
{
    struct ts_fault fault = { 0 };
    *list = untouched;
    enum ts_status status = ts_status_list_read(&world.arena, list, ts_span_text(url),
                                                ts_span_text(text), &world.trust, &fault);
    assert_status(fault.status, status);
    if (status != TS_OK)
        assert_memory_equal(list, &untouched, sizeof(*list));
    return status;
}

static void
each_rule_of_a_health_list_is_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *name, *url, *text;
        enum ts_status want;
        size_t count;
    } rows[] = {
        { "nobody", CRL, HEAD "1,\"rids\":[]}", TS_OK, 0 },
        { "the published example", CRL,
          HEAD "\"1\",\"rids\":[\"AQPCj4wwk6Mt\",\"lHKzqFUMjhs.1636977600\"]}", TS_OK,
          2 },
        { "4.11 a rid twice", CRL, HEAD "1,\"rids\":[\"a\",\"b\",\"a.5\",\"a\"]}", TS_OK,
          2 },
        { "4.11 a rid of 24 characters", CRL,
          HEAD "1,\"rids\":[\"0123456789-_ABCDEFGHabcd\"]}", TS_OK, 1 },
        { "4.11 a rid of 25", CRL, HEAD "1,\"rids\":[\"0123456789-_ABCDEFGHabcde\"]}",
          TS_MALFORMED, 0 },
        { "4.11 an empty rid", CRL, HEAD "1,\"rids\":[\"\"]}", TS_MALFORMED, 0 },
        { "4.11 only a time", CRL, HEAD "1,\"rids\":[\".5\"]}", TS_MALFORMED, 0 },
        { "4.11 another alphabet", CRL, HEAD "1,\"rids\":[\"a+b\"]}", TS_MALFORMED, 0 },
        { "4.11 a rid that is a number", CRL, HEAD "1,\"rids\":[5]}", TS_MALFORMED, 0 },
        { "4.11 no time after the dot", CRL, HEAD "1,\"rids\":[\"a.\"]}", TS_MALFORMED,
          0 },
        { "4.11 two dots", CRL, HEAD "1,\"rids\":[\"a.5.6\"]}", TS_MALFORMED, 0 },
        { "4.11 a time before all time", CRL, HEAD "1,\"rids\":[\"a.-5\"]}", TS_MALFORMED,
          0 },
        { "4.11 a time with an exponent", CRL, HEAD "1,\"rids\":[\"a.1e3\"]}",
          TS_MALFORMED, 0 },
        { "4.11 a time past all time", CRL,
          HEAD "1,\"rids\":[\"a.99999999999999999999\"]}", TS_MALFORMED, 0 },
        { "4.11 a counter of 0", CRL, HEAD "0,\"rids\":[]}", TS_MALFORMED, 0 },
        { "4.11 a counter below 0", CRL, HEAD "-1,\"rids\":[]}", TS_MALFORMED, 0 },
        { "4.11 a counter in words", CRL, HEAD "\"one\",\"rids\":[]}", TS_MALFORMED, 0 },
        { "4.11 no counter", CRL, "{\"kid\":\"" KID "\",\"method\":\"rid\",\"rids\":[]}",
          TS_MALFORMED, 0 },
        { "4.11 another method", CRL,
          "{\"kid\":\"" KID "\",\"method\":\"x\",\"ctr\":1,\"rids\":[]}", TS_UNSUPPORTED,
          0 },
        { "4.3 the list of another key", CRL,
          "{\"kid\":\"other\",\"method\":\"rid\",\"ctr\":1,\"rids\":[]}", TS_MALFORMED,
          0 },
        { "4.3 the end of the key's name", CRL,
          "{\"kid\":\"W9s\",\"method\":\"rid\",\"ctr\":1,\"rids\":[]}", TS_MALFORMED, 0 },
        { "4.3 no kid", CRL, "{\"method\":\"rid\",\"ctr\":1,\"rids\":[]}", TS_MALFORMED,
          0 },
        { "4.3 an empty kid", "https://health.example/.well-known/crl/.json",
          "{\"kid\":\"\",\"method\":\"rid\",\"ctr\":1,\"rids\":[]}", TS_MALFORMED, 0 },
        { "4.3 at another place", "https://health.example/" KID ".json",
          HEAD "1,\"rids\":[]}", TS_MALFORMED, 0 },
        { "4.3 not where it ends", CRL "?x", HEAD "1,\"rids\":[]}", TS_MALFORMED, 0 },
        { "4.1 rids that are no array", CRL, HEAD "1,\"rids\":{}}", TS_UNTRUSTED, 0 },
        { "cut off", CRL, HEAD "1,\"rids\":[", TS_TRUNCATED, 0 },
        { "something after it", CRL, HEAD "1,\"rids\":[]}x", TS_TRAILING, 0 },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_status_list list;
        ts_test_row(rows[i].name);
        assert_status(read_at(&list, rows[i].url, rows[i].text), rows[i].want);
        if (rows[i].want != TS_OK)
            continue;
        assert_int_equal(list.kind, TS_STATUS_HEALTH);
        assert_int_equal(list.rid_count, rows[i].count);
        assert_int_equal(list.counter, 1);
        assert_true(ts_status_is_unsigned(list.kind));
        assert_int_equal(ts_status_list_at(&list, 0, (ts_span){ 0 }), TS_STATUS_UNKNOWN);
        assert_int_equal(ts_status_list_of(&list, TS_SPAN_LIT("a")), TS_STATUS_UNKNOWN);
    }
}

static void
a_rid_is_found_and_its_time_counts(void **state)
{
    (void)state;
    static const struct {
        const char *rid;
        int64_t issued;
        enum ts_status_value want;
    } rows[] = {
        { "always", 0, TS_STATUS_WITHDRAWN },
        { "always", INT64_MAX - 1, TS_STATUS_WITHDRAWN },
        { "until", 99, TS_STATUS_WITHDRAWN },
        { "until", 100, TS_STATUS_VALID },
        { "both", 5000, TS_STATUS_WITHDRAWN },
        { "twice", 199, TS_STATUS_WITHDRAWN },
        { "twice", 200, TS_STATUS_VALID },
        { "unti", 0, TS_STATUS_VALID },
        { "until-", 0, TS_STATUS_VALID },
        { "", 0, TS_STATUS_VALID },
    };
    struct ts_status_list list;
    assert_status(read_at(&list, CRL,
                          HEAD "1,\"rids\":[\"until.100\",\"twice.200\",\"always\","
                               "\"both\",\"twice.3\",\"both.7\",\"zz\"]}"),
                  TS_OK);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rid);
        assert_int_equal(ts_status_list_of_card(&list, ts_span_text(rows[i].rid),
                                                (ts_utc){ rows[i].issued }),
                         rows[i].want);
    }
    list.kind = TS_STATUS_1EDTECH;
    assert_int_equal(ts_status_list_of_card(&list, TS_SPAN_LIT("always"), (ts_utc){ 0 }),
                     TS_STATUS_UNKNOWN);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_of_a_health_list_is_enforced),
        TEST(a_rid_is_found_and_its_time_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
