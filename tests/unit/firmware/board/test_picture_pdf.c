#include "firmware/base/limits.h"
#include "firmware/board/picture.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

/* Opens bytes and reads their first page; whichever fails says why. A frame that
 * was not given must not have been touched. */
static enum ts_status
read_first(ts_span bytes)
{
    struct ts_picture *picture = NULL;
    struct ts_frame frame = { .width = 42 };
    uint8_t *exact = ts_test_exact_copy(bytes);
    enum ts_status status =
        ts_picture_open_bytes(&picture, (ts_span){ exact, bytes.len });
    if (status == TS_OK)
        status = ts_picture_next(picture, &frame);
    else
        assert_null(picture);
    if (status != TS_OK)
        assert_int_equal(frame.width, 42);
    ts_picture_close(picture);
    free(exact);
    return status;
}

/* A PDF of so many pages; every second one is black on its left half. A page is
 * side points square. No cross-reference table: drawers mend that. */
static ts_span
make_pdf(const char *lead, uint32_t pages, uint32_t side)
{
    ts_room rest = ts_arena_rest(&arena);
    FILE *file = fmemopen(rest.at, rest.len, "wb");
    assert_non_null(file);
    fprintf(file,
            "%s%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            "3 0 obj<</Length 30>>stream\n0 g 0 0 18 99 re f            \nendstream "
            "endobj\n2 0 obj<</Type/Pages/Count %u/Kids[",
            lead, pages);
    for (uint32_t i = 0; i < pages; i++)
        fprintf(file, "%u 0 R ", i + 4);
    fprintf(file, "]>>endobj\n");
    for (uint32_t i = 0; i < pages; i++)
        fprintf(file, "%u 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %u %u]%s>>endobj\n",
                i + 4, side, side, i % 2 ? "/Contents 3 0 R" : "");
    fprintf(file, "trailer<</Root 1 0 R>>\n");
    long len = ftell(file);
    assert_int_equal(fclose(file), 0);
    ts_arena_keep(&arena, (size_t)len);
    return (ts_span){ rest.at, (size_t)len };
}

static void
a_pdf_is_drawn_page_by_page(void **state)
{
    (void)state;
    struct ts_picture *picture;
    struct ts_frame frame;
    ts_test_need_pdf();
    assert_status(ts_picture_open_bytes(&picture, make_pdf("", 3, 36)), TS_OK);
    for (uint32_t page = 1; page <= 3; page++) {
        assert_status(ts_picture_next(picture, &frame), TS_OK);
        assert_int_equal(frame.sequence, page);
        assert_int_equal(frame.width, 100); /* half an inch */
        assert_int_equal(frame.height, 100);
        assert_int_equal(frame.grey[50 * frame.stride + 20], page == 2 ? 0 : 255);
        assert_int_equal(frame.grey[50 * frame.stride + 80], 255);
    }
    assert_status(ts_picture_next(picture, &frame), TS_ABSENT);
    assert_status(ts_picture_next(picture, &frame), TS_ABSENT);
    ts_picture_close(picture);
}

static void
a_pdf_may_begin_late(void **state)
{
    (void)state;
    char lead[1100];
    ts_test_need_pdf();
    snprintf(lead, sizeof(lead), "%*c\n", 1000, ' ');
    assert_status(read_first(make_pdf(lead, 1, 36)), TS_OK);
    snprintf(lead, sizeof(lead), "%*c\n", 1030, ' ');
    assert_status(read_first(make_pdf(lead, 1, 36)), TS_UNSUPPORTED);
}

static void
a_pdf_that_is_damaged_is_malformed(void **state)
{
    (void)state;
    ts_test_need_pdf();
    ts_span whole = make_pdf("", 1, 36);
    assert_status(read_first(TS_SPAN_LIT("%PDF-")), TS_MALFORMED);
    assert_status(read_first((ts_span){ whole.at, 40 }), TS_MALFORMED);
}

static void
a_pdf_page_that_is_too_large_is_refused(void **state)
{
    (void)state;
    ts_test_need_pdf();
    assert_status(read_first(make_pdf("", 1, 1474)), TS_OK); /* 4095 pixels */
    assert_status(read_first(make_pdf("", 1, 1476)), TS_OVER_LIMIT);
    assert_status(read_first(make_pdf("", 1, 14400)), TS_OVER_LIMIT);
}

static void
a_pdf_has_so_many_pages_and_no_more(void **state)
{
    (void)state;
    struct ts_picture *picture;
    struct ts_frame frame;
    ts_test_need_pdf();
    ts_span pdf = make_pdf("", TS_PICTURE_PAGES_MAX + 1, 4);
    assert_status(ts_picture_open_bytes(&picture, pdf), TS_OK);
    for (int i = 0; i < TS_PICTURE_PAGES_MAX; i++)
        assert_status(ts_picture_next(picture, &frame), TS_OK);
    assert_status(ts_picture_next(picture, &frame), TS_OVER_LIMIT);
    assert_status(ts_picture_next(picture, &frame), TS_ABSENT);
    assert_int_equal(frame.sequence, TS_PICTURE_PAGES_MAX);
    ts_picture_close(picture);
}

static void
a_pdf_without_its_drawer_is_not_supported(void **state)
{
    (void)state;
    char before[4096];
    snprintf(before, sizeof(before), "%s", getenv("PATH"));
    setenv("PATH", "/does/not/exist", 1);
    enum ts_status status = read_first(make_pdf("", 1, 36));
    setenv("PATH", before, 1);
    assert_status(status, TS_UNSUPPORTED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_pdf_is_drawn_page_by_page),
        TEST(a_pdf_may_begin_late),
        TEST(a_pdf_that_is_damaged_is_malformed),
        TEST(a_pdf_page_that_is_too_large_is_refused),
        TEST(a_pdf_has_so_many_pages_and_no_more),
        TEST(a_pdf_without_its_drawer_is_not_supported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
