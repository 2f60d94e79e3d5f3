#include "firmware/board/fake/portrait_script.h"
#include "tests/support/support.h"

static struct ts_photo photo;

static void
at_first_there_is_nothing_that_could_decode(void **state)
{
    (void)state;
    assert_status(ts_portrait_decode(&photo, TS_SPAN_LIT("a face")), TS_ABSENT);
    assert_int_equal(photo.width, 0);
}

static void
what_was_set_comes_out(void **state)
{
    (void)state;
    struct ts_photo face = { .width = 2, .height = 1, .rgb = { 1, 2, 3, 4, 5, 6 } };
    ts_portrait_script_set(TS_OK, &face);
    assert_status(ts_portrait_decode(&photo, TS_SPAN_LIT("a face")), TS_OK);
    assert_span_equal(ts_portrait_script_asked(), TS_SPAN_LIT("a face"));
    assert_memory_equal(&photo, &face, sizeof(face));
}

static void
a_failure_leaves_the_photo_alone(void **state)
{
    (void)state;
    static const uint8_t large[TS_PORTRAIT_BYTES_MAX + 1];
    struct ts_photo face = { .width = 2, .height = 2 };
    photo.width = 7;
    ts_portrait_script_set(TS_MALFORMED, &face);
    assert_status(ts_portrait_decode(&photo, TS_SPAN_LIT("a face")), TS_MALFORMED);
    ts_portrait_script_set(TS_OK, &face);
    assert_status(ts_portrait_decode(&photo, TS_SPAN_OF(large)), TS_OVER_LIMIT);
    assert_int_equal(photo.width, 7);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_first_there_is_nothing_that_could_decode),
        cmocka_unit_test(what_was_set_comes_out),
        cmocka_unit_test(a_failure_leaves_the_photo_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
