#ifndef TS_TEST_STORE_CONTRACT_H
#define TS_TEST_STORE_CONTRACT_H

/* What firmware/board/store.h promises whichever making is linked. Each
 * making's test hands in a fresh store as *state and runs STORE_CONTRACT. */

#include "firmware/base/limits.h"
#include "firmware/board/store.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *rule;
    const char *name;
    bool valid;
} name_rows[] = {
    { "letters, digits and signs", "aZ09_-%+@.json", true },
    { "parts", "a/b/c/d/e/f/g/h", true },
    { "more parts than TS_STORE_PARTS_MAX", "a/b/c/d/e/f/g/h/i", false },
    { "empty", "", false },
    { "the folder itself", ".", false },
    { "upwards", "..", false },
    { "upwards inside", "a/../b", false },
    { "a hidden file", ".incoming", false },
    { "a hidden file inside", "a/.b", false },
    { "an absolute path", "/etc/passwd", false },
    { "a slash at the end", "a/", false },
    { "two slashes", "a//b", false },
    { "a space", "a b", false },
    { "a backslash", "a\\b", false },
    { "a colon", "c:a", false },
    { "a byte above ASCII", "\xc3\xa9", false },
    { "a line end", "a\n", false },
};

static inline void
names_keep_the_rules(void **state)
{
    struct ts_arena arena = ts_test_arena(16384);
    for (size_t i = 0; i < TS_COUNT(name_rows); i++) {
        ts_span content;
        const char *name = name_rows[i].name;
        ts_test_row(name_rows[i].rule);
        assert_int_equal(ts_store_name_valid(name), name_rows[i].valid);
        if (name_rows[i].valid)
            continue;
        assert_status(ts_store_read(*state, &arena, &content, name, 9), TS_MALFORMED);
        assert_status(ts_store_replace(*state, name, TS_SPAN_LIT("x"), false),
                      TS_MALFORMED);
        assert_status(ts_store_remove(*state, name), TS_MALFORMED);
        if (name[0])
            assert_status(ts_store_list(*state, &arena, name, NULL, NULL), TS_MALFORMED);
    }
    ts_test_arena_free(&arena);
}

static inline void
a_name_is_as_long_as_its_limit_at_most(void **state)
{
    char name[TS_STORE_NAME_MAX + 2] = { 0 };
    memset(name, 'n', TS_STORE_NAME_MAX);
    assert_true(ts_store_name_valid(name));
    assert_status(ts_store_replace(*state, name, TS_SPAN_LIT("x"), false), TS_OK);
    name[TS_STORE_NAME_MAX] = 'n';
    assert_false(ts_store_name_valid(name));
}

static inline void
what_was_put_is_read(void **state)
{
    struct ts_arena arena = ts_test_arena(64);
    ts_span content = { 0 };
    assert_status(ts_store_read(*state, &arena, &content, "a/b", 9), TS_ABSENT);
    assert_status(ts_store_replace(*state, "a/b", TS_SPAN_LIT("old\0one"), true), TS_OK);
    assert_status(ts_store_replace(*state, "a/c", TS_SPAN_LIT("beside"), true), TS_OK);
    assert_status(ts_store_read(*state, &arena, &content, "a/b", 9), TS_OK);
    assert_span_equal(content, TS_SPAN_LIT("old\0one"));
    assert_status(ts_store_replace(*state, "a/b", TS_SPAN_LIT("new"), true), TS_OK);
    assert_status(ts_store_read(*state, &arena, &content, "a/b", 9), TS_OK);
    assert_span_equal(content, TS_SPAN_LIT("new"));
    assert_status(ts_store_replace(*state, "a/b", (ts_span){ 0 }, true), TS_OK);
    assert_status(ts_store_read(*state, &arena, &content, "a/b", 0), TS_OK);
    assert_int_equal(content.len, 0);
    ts_test_arena_free(&arena);
}

static inline void
what_does_not_fit_is_left_alone(void **state)
{
    struct ts_arena arena = ts_test_arena(4);
    ts_span content = TS_SPAN_LIT("untouched");
    assert_status(ts_store_replace(*state, "five", TS_SPAN_LIT("12345"), false), TS_OK);
    assert_status(ts_store_read(*state, &arena, &content, "five", 4), TS_OVER_LIMIT);
    assert_status(ts_store_read(*state, &arena, &content, "five", 3), TS_OVER_LIMIT);
    assert_status(ts_store_read(*state, &arena, &content, "five", 5), TS_NO_SPACE);
    assert_status(ts_store_read(*state, &arena, &content, "five", SIZE_MAX), TS_NO_SPACE);
    assert_span_equal(content, TS_SPAN_LIT("untouched"));
    assert_int_equal(arena.used, 0);
    assert_status(ts_store_replace(*state, "four", TS_SPAN_LIT("1234"), false), TS_OK);
    assert_status(ts_store_read(*state, &arena, &content, "four", 4), TS_OK);
    assert_span_equal(content, TS_SPAN_LIT("1234"));
    ts_test_arena_free(&arena);
}

static inline void
what_was_removed_is_gone(void **state)
{
    struct ts_arena arena = ts_test_arena(64);
    ts_span content;
    assert_status(ts_store_remove(*state, "never"), TS_OK);
    assert_status(ts_store_remove(*state, "never/was"), TS_OK);
    assert_status(ts_store_replace(*state, "a/b", TS_SPAN_LIT("x"), false), TS_OK);
    assert_status(ts_store_remove(*state, "a/b"), TS_OK);
    assert_status(ts_store_read(*state, &arena, &content, "a/b", 9), TS_ABSENT);
    ts_test_arena_free(&arena);
}

static inline void
a_folder_is_no_file_nor_the_reverse(void **state)
{
    struct ts_arena arena = ts_test_arena(8192);
    ts_span content;
    ts_span x = TS_SPAN_LIT("x");
    assert_status(ts_store_replace(*state, "a/b", x, false), TS_OK);
    assert_status(ts_store_read(*state, &arena, &content, "a", 9), TS_UNTRUSTED);
    assert_status(ts_store_replace(*state, "a", x, false), TS_UNTRUSTED);
    assert_status(ts_store_remove(*state, "a"), TS_UNTRUSTED);
    assert_status(ts_store_read(*state, &arena, &content, "a/b/c", 9), TS_UNTRUSTED);
    assert_status(ts_store_replace(*state, "a/b/c", x, false), TS_UNTRUSTED);
    assert_status(ts_store_remove(*state, "a/b/c"), TS_UNTRUSTED);
    assert_status(ts_store_list(*state, &arena, "a/b", NULL, NULL), TS_UNTRUSTED);
    assert_status(ts_store_read(*state, &arena, &content, "a/b", 9), TS_OK);
    assert_span_equal(content, x);
    ts_test_arena_free(&arena);
}

static inline void
join(const char *name, void *context)
{
    char *text = context;
    strcat(strcat(text, name), " ");
}

static inline void
a_listing_is_whole_and_in_byte_order(void **state)
{
    static const char *const names[] = { "b", "a/z", "a-b", "a/y/x", "B", "ab/c" };
    struct ts_arena arena = ts_test_arena(16384);
    char text[128] = "";
    for (size_t i = 0; i < TS_COUNT(names); i++)
        assert_status(ts_store_replace(*state, names[i], TS_SPAN_LIT("x"), false), TS_OK);
    assert_status(ts_store_list(*state, &arena, "", join, text), TS_OK);
    assert_string_equal(text, "B a-b a/y/x a/z ab/c b ");
    text[0] = '\0';
    assert_status(ts_store_list(*state, &arena, "a", join, text), TS_OK);
    assert_string_equal(text, "a/y/x a/z ");
    text[0] = '\0';
    assert_status(ts_store_list(*state, &arena, "absent/folder", join, text), TS_OK);
    assert_string_equal(text, "");
    ts_test_arena_free(&arena);
}

static inline void
count_name(const char *name, void *context)
{
    (void)name;
    ++*(size_t *)context;
}

static inline void
a_listing_has_a_limit(void **state)
{
    struct ts_arena small = ts_test_arena(TS_TARGETS_MAX * sizeof(char *) + 32);
    struct ts_arena arena = ts_test_arena(65536);
    size_t count = 0;
    for (size_t i = 0; i <= TS_TARGETS_MAX; i++) {
        char name[16];
        snprintf(name, sizeof(name), "f%zu", i);
        assert_status(ts_store_replace(*state, name, (ts_span){ 0 }, false), TS_OK);
    }
    assert_status(ts_store_list(*state, &arena, "", count_name, &count), TS_OVER_LIMIT);
    assert_int_equal(count, 0);
    assert_status(ts_store_remove(*state, "f0"), TS_OK);
    assert_status(ts_store_list(*state, &small, "", count_name, &count), TS_NO_SPACE);
    assert_int_equal(count, 0);
    assert_status(ts_store_list(*state, &arena, "", count_name, &count), TS_OK);
    assert_int_equal(count, TS_TARGETS_MAX);
    ts_test_arena_free(&small);
    ts_test_arena_free(&arena);
}

#define STORE_CONTRACT(setup, teardown)                                                \
    cmocka_unit_test_setup_teardown(names_keep_the_rules, setup, teardown),            \
        cmocka_unit_test_setup_teardown(a_name_is_as_long_as_its_limit_at_most, setup, \
                                        teardown),                                     \
        cmocka_unit_test_setup_teardown(what_was_put_is_read, setup, teardown),        \
        cmocka_unit_test_setup_teardown(what_does_not_fit_is_left_alone, setup,        \
                                        teardown),                                     \
        cmocka_unit_test_setup_teardown(what_was_removed_is_gone, setup, teardown),    \
        cmocka_unit_test_setup_teardown(a_folder_is_no_file_nor_the_reverse, setup,    \
                                        teardown),                                     \
        cmocka_unit_test_setup_teardown(a_listing_is_whole_and_in_byte_order, setup,   \
                                        teardown),                                     \
        cmocka_unit_test_setup_teardown(a_listing_has_a_limit, setup, teardown)

#endif
