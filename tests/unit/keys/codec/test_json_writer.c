#include "firmware/base/check.h"
#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

#include <stdio.h>

static uint8_t memory[64 * 1024];
static uint8_t text[4096];

static void
each_byte_is_escaped_as_rfc_8785_3_2_2_2_says(void **state)
{
    (void)state;
    for (int byte = 0; byte < 0x80; byte++) {
        static const char letters[] = "\b\t\n\f\r\"\\";
        static const char *escapes[] = {
            "\\b", "\\t", "\\n", "\\f", "\\r", "\\\"", "\\\\"
        };
        uint8_t one = (uint8_t)byte;
        char want[16] = { '"', (char)byte, '"' };
        if (byte < 0x20)
            snprintf(want, sizeof(want), "\"\\u%04x\"", byte);
        for (size_t i = 0; i < TS_COUNT(escapes); i++)
            if (letters[i] == byte)
                snprintf(want, sizeof(want), "\"%s\"", escapes[i]);

        struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
        ts_json_write_string(&w, (ts_span){ &one, 1 });
        assert_span_equal(ts_writer_span(&w), ts_span_text(want));
    }
}

static void
what_is_past_ascii_is_written_as_it_is(void **state)
{
    (void)state;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    ts_json_write_string(&w, ts_span_text("x\xE2\x82\xAC\n\xF0\x9F\x98\x82"));
    assert_span_equal(ts_writer_span(&w),
                      ts_span_text("\"x\xE2\x82\xAC\\n\xF0\x9F\x98\x82\""));
}

static void
an_object_can_be_written_by_hand(void **state)
{
    (void)state;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    ts_write_u8(&w, '{');
    ts_json_write_name(&w, "a\"b");
    ts_json_write_string(&w, (ts_span){ 0 });
    ts_write_u8(&w, '}');
    assert_span_equal(ts_writer_span(&w), TS_SPAN_LIT("{\"a\\\"b\":\"\"}"));
}

static void
a_tree_is_written_as_it_stands(void **state)
{
    (void)state;
    const struct ts_json *root;
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span source =
        TS_SPAN_LIT(" {\"b\" : [1.50, -0, {}, []],\n\"a\": null, \"A\": true}");
    ts_span want = TS_SPAN_LIT("{\"b\":[1.50,-0,{},[]],\"a\":null,\"A\":true}");
    assert_status(ts_json_parse(&arena, &root, source, NULL), TS_OK);
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    ts_json_write(&w, root);
    assert_span_equal(ts_writer_span(&w), want);

    for (size_t len = 0; len < want.len; len++) {
        w = ts_writer_over((ts_room){ text, len });
        ts_json_write(&w, root);
        assert_true(w.full);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte_is_escaped_as_rfc_8785_3_2_2_2_says),
        cmocka_unit_test(what_is_past_ascii_is_written_as_it_is),
        cmocka_unit_test(an_object_can_be_written_by_hand),
        cmocka_unit_test(a_tree_is_written_as_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
