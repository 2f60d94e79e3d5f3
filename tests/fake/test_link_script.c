#include "firmware/board/fake/link_script.h"
#include "tests/support/support.h"

#include <string.h>

#define BODY "0123456789"

struct sink {
    char bytes[64];
    size_t used;
};

static bool
take(ts_span bytes, void *context)
{
    struct sink *sink = context;
    if (sink->used + bytes.len > sizeof(sink->bytes))
        return false;
    memcpy(sink->bytes + sink->used, bytes.at, bytes.len);
    sink->used += bytes.len;
    return true;
}

static struct ts_script_plan
planned(const char *url, uint64_t offset, void *context)
{
    (void)url;
    (void)offset;
    return *(const struct ts_script_plan *)context;
}

static const struct {
    const char *name;
    struct ts_script_plan plan;
    uint64_t offset, max;
    enum ts_status want;
    const char *got;
} rows[] = {
    { "all of it", { TS_SCRIPT_NONE, 0 }, 0, 64, TS_OK, BODY },
    { "the rest", { TS_SCRIPT_NONE, 0 }, 4, 64, TS_OK, "456789" },
    { "more than wanted", { TS_SCRIPT_NONE, 0 }, 0, 9, TS_OVER_LIMIT, "012345678" },
    { "past the end", { TS_SCRIPT_NONE, 0 }, 10, 64, TS_ROLLBACK, "" },
    { "no connection", { TS_SCRIPT_REFUSED, 0 }, 0, 64, TS_IO, "" },
    { "a reset", { TS_SCRIPT_RESET, 3 }, 0, 64, TS_TRUNCATED, "012" },
    { "a stall", { TS_SCRIPT_STALL, 3 }, 4, 64, TS_TRUNCATED, "456" },
    { "a short file", { TS_SCRIPT_SHORT, 3 }, 0, 64, TS_OK, "012" },
    { "the whole for a range", { TS_SCRIPT_WHOLE, 0 }, 4, 64, TS_ROLLBACK, "" },
    { "the whole for the whole", { TS_SCRIPT_WHOLE, 0 }, 0, 64, TS_OK, BODY },
    { "a shifted range", { TS_SCRIPT_SHIFTED, 0 }, 4, 64, TS_ROLLBACK, "" },
    { "a misplaced range", { TS_SCRIPT_MISPLACED, 1 }, 4, 64, TS_OK, "23456789" },
    { "another bit", { TS_SCRIPT_FLIPPED, 2 }, 0, 64, TS_OK, "0133456789" },
    { "gone", { TS_SCRIPT_GONE, 0 }, 0, 64, TS_ABSENT, "" },
    { "busy", { TS_SCRIPT_BUSY, 0 }, 0, 64, TS_IO, "" },
    { "no end", { TS_SCRIPT_ENDLESS, 0 }, 0, 10, TS_OVER_LIMIT, BODY },
};

static void
each_trouble_is_what_it_says(void **state)
{
    (void)state;
    struct ts_link *link = NULL;
    struct ts_link_options options = { .stall_ms = 1 };
    assert_status(ts_link_open(&link, &options), TS_OK);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_script_plan plan = rows[i].plan;
        struct sink sink = { 0 };
        struct ts_reply reply;
        struct ts_request request = { .url = "http://a/x",
                                      .offset = rows[i].offset,
                                      .max = rows[i].max,
                                      .take = take,
                                      .context = &sink };
        ts_test_row(rows[i].name);
        ts_link_script_reset();
        ts_link_script_put("http://a/x", TS_SPAN_LIT(BODY));
        ts_link_script_plan(planned, &plan);
        assert_status(ts_link_fetch(link, &request, &reply), rows[i].want);
        assert_span_equal(((ts_span){ (uint8_t *)sink.bytes, sink.used }),
                          ts_span_text(rows[i].got));
        assert_int_equal(reply.received, sink.used);
        assert_int_equal(ts_link_script_bytes_of("http://a/x"), sink.used);
    }
    ts_link_close(link);
    ts_link_script_reset();
}

static void
time_is_counted_and_connections_drop(void **state)
{
    (void)state;
    uint8_t body[5000] = { 0 };
    struct ts_link *link = NULL;
    struct ts_link_options options = { 0 };
    struct sink sink = { 0 };
    struct ts_reply reply;
    struct ts_script_pace pace = { .bytes_per_s = 10, .connect_ms = 50, .drop_ms = 2000 };
    struct ts_request request = {
        .url = "http://a/x", .max = 64, .take = take, .context = &sink
    };
    assert_status(ts_link_open(&link, &options), TS_OK);
    ts_link_script_put("http://a/x", TS_SPAN_OF(body));
    ts_link_script_pace(pace);
    assert_status(ts_link_fetch(link, &request, &reply), TS_TRUNCATED);
    assert_int_equal(reply.received, 20);
    assert_int_equal(ts_link_script_count().breaks, 1);
    assert_int_equal(ts_link_script_count().elapsed_ms, 50 + (20 + 350) * 100);
    ts_link_close(link);
    ts_link_script_reset();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_trouble_is_what_it_says),
        cmocka_unit_test(time_is_counted_and_connections_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
