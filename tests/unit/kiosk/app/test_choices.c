#include "kiosk/app/choices.h"
#include "tests/support/support.h"

#include <string.h>

static const struct ts_choices everything = {
    .has_profile = true,
    .profile = "site-access",
    .has_volume = true,
    .volume = 40,
    .has_log_mode = true,
    .log_mode = TS_JOURNAL_ROLL,
    .large_print = TS_CHOSEN_YES,
    .gloves = TS_CHOSEN_NO,
};

static ts_span
written(uint8_t room[static TS_CHOICES_WRITTEN_MAX], const struct ts_choices *choices)
{
    struct ts_writer w = ts_writer_over((ts_room){ room, TS_CHOICES_WRITTEN_MAX });
    ts_choices_write(&w, choices);
    assert_false(w.full);
    return ts_writer_span(&w);
}

static void
expect_same(const struct ts_choices *a, const struct ts_choices *b)
{
    assert_int_equal(a->has_profile, b->has_profile);
    assert_string_equal(a->profile, b->profile);
    assert_int_equal(a->has_volume, b->has_volume);
    assert_int_equal(a->volume, b->volume);
    assert_int_equal(a->has_log_mode, b->has_log_mode);
    assert_int_equal(a->log_mode, b->log_mode);
    assert_int_equal(a->large_print, b->large_print);
    assert_int_equal(a->gloves, b->gloves);
}

static void
what_is_written_is_read(void **state)
{
    (void)state;
    const struct ts_choices nothing = { 0 };
    struct ts_choices any_card = { .has_profile = true };
    const struct ts_choices *all[] = { &everything, &nothing, &any_card };
    for (size_t i = 0; i < TS_COUNT(all); i++) {
        uint8_t room[TS_CHOICES_WRITTEN_MAX];
        struct ts_choices read;
        memset(&read, 0xA5, sizeof(read));
        assert_status(ts_choices_read(&read, written(room, all[i])), TS_OK);
        expect_same(&read, all[i]);
    }
}

/* A byte less, a byte more, a bit turned: the configuration holds. */
static void
a_damaged_file_is_refused_and_nothing_is_touched(void **state)
{
    (void)state;
    uint8_t room[TS_CHOICES_WRITTEN_MAX + 1];
    struct ts_choices read = everything;
    ts_span whole = written(room, &(struct ts_choices){ .has_volume = true });
    for (size_t len = 0; len < whole.len; len++)
        assert_true(ts_choices_read(&read, (ts_span){ room, len }) != TS_OK);
    room[whole.len] = '\n';
    assert_true(ts_choices_read(&read, (ts_span){ room, whole.len + 1 }) != TS_OK);
    for (size_t i = 0; i < whole.len * 8; i++) {
        room[i / 8] ^= (uint8_t)(1U << i % 8);
        assert_true(ts_choices_read(&read, whole) != TS_OK);
        room[i / 8] ^= (uint8_t)(1U << i % 8);
    }
    expect_same(&read, &everything);
    assert_status(ts_choices_read(&read, whole), TS_OK);
}

static void
only_names_of_the_repository_can_be_chosen(void **state)
{
    (void)state;
    assert_true(ts_choices_names(TS_SPAN_LIT("drill_floor-2")));
    assert_false(ts_choices_names(TS_SPAN_LIT("../secret")));
    assert_false(ts_choices_names(TS_SPAN_LIT("a b")));
    assert_false(ts_choices_names(TS_SPAN_LIT("a\nvolume 3")));
}

static void
what_was_chosen_wins_and_the_rest_stays(void **state)
{
    (void)state;
    struct ts_app_options options = {
        .profile = "from-the-file", .volume = 90, .log_mode = "counts", .gloves = true
    };
    const struct ts_choices nothing = { 0 };
    ts_choices_apply(&nothing, &options);
    assert_string_equal(options.profile, "from-the-file");
    assert_int_equal(options.volume, 90);
    assert_true(options.gloves);
    ts_choices_apply(&everything, &options);
    assert_string_equal(options.profile, "site-access");
    assert_int_equal(options.volume, 40);
    assert_string_equal(options.log_mode, "roll");
    assert_true(options.large_print);
    assert_false(options.gloves);
    ts_choices_apply(&(struct ts_choices){ .has_profile = true }, &options);
    assert_null(options.profile); /* any card */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_damaged_file_is_refused_and_nothing_is_touched),
        cmocka_unit_test(only_names_of_the_repository_can_be_chosen),
        cmocka_unit_test(what_was_chosen_wins_and_the_rest_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
