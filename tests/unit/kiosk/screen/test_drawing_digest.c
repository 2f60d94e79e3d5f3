#include "kiosk/screen/drawing.h"
#include "tests/support/support.h"

#include <string.h>

static struct ts_photo photo;
static struct ts_modules code;
static char words[16];

static const struct ts_metrics METRICS = { .width = 800, .height = 480 };
static const struct ts_colour WHITE = { 255, 255, 255, 255 };

/* One of each kind; texts lie in other memory every time. */
static void
draw(struct ts_drawing *drawing)
{
    const struct ts_box box = { 10, 20, 300, 200 };
    const struct ts_text text = {
        .text = ts_span_text(words), .em_px = 30, .em_least_px = 20, .max_lines = 2
    };
    ts_drawing_start(drawing, &METRICS, WHITE);
    ts_draw_rectangle(drawing, box, WHITE, 4);
    ts_draw_icon(drawing, box, TS_ICON_TICK, WHITE);
    ts_draw_picture(drawing, box);
    ts_draw_bar(drawing, box, 500, WHITE);
    ts_draw_ring(drawing, box, 500, WHITE);
    ts_draw_photo(drawing, box, &photo);
    ts_draw_code(drawing, box, &code, WHITE);
    ts_draw_text(drawing, box, text, WHITE);
}

static struct ts_drawing one, other;

static int
set_up(void **state)
{
    (void)state;
    photo = (struct ts_photo){ .width = 2, .height = 2, .rgb = { 1, 2, 3 } };
    code = (struct ts_modules){ .width = 21, .dark = { 1, 0, 1 } };
    strcpy(words, "Ann Example");
    memset(&one, 0x55, sizeof(one));
    memset(&other, 0xAA, sizeof(other));
    draw(&one);
    draw(&other);
    return 0;
}

static void
the_same_picture_has_the_same(void **state)
{
    (void)state;
    char elsewhere[sizeof(words)];
    strcpy(elsewhere, words);
    other.items[other.count - 1].text.text = ts_span_text(elsewhere);
    assert_int_equal(ts_drawing_digest(&one), ts_drawing_digest(&other));
}

static void
whatever_is_seen_differs(void **state)
{
    (void)state;
    struct ts_item *items = other.items;
    struct ts_text *text = &items[other.count - 1].text;
    const uint64_t same = ts_drawing_digest(&one);
    struct {
        const char *name;
        void *at;
        size_t size;
    } parts[] = {
        { "where", &items[1].box.x, sizeof(int) },
        { "how high", &items[3].box.h, sizeof(int) },
        { "colour", &items[0].colour.g, 1 },
        { "seen through", &items[4].colour.a, 1 },
        { "corners", &items[1].radius, sizeof(int) },
        { "which sign", &items[2].icon, sizeof(items[2].icon) },
        { "how far a bar goes", &items[4].permille, sizeof(int) },
        { "how far a ring goes", &items[5].permille, sizeof(int) },
        { "size of letters", &text->em_px, sizeof(int) },
        { "least size of letters", &text->em_least_px, sizeof(int) },
        { "lines", &text->max_lines, sizeof(int) },
        { "weight", &text->weight, sizeof(text->weight) },
        { "side", &text->align, sizeof(text->align) },
        { "one item fewer", &other.count, sizeof(other.count) },
    };
    for (size_t i = 0; i < TS_COUNT(parts); i++) {
        uint8_t kept[sizeof(size_t)];
        ts_test_row(parts[i].name);
        memcpy(kept, parts[i].at, parts[i].size);
        *(uint8_t *)parts[i].at ^= 1;
        assert_int_not_equal(ts_drawing_digest(&other), same);
        memcpy(parts[i].at, kept, parts[i].size);
        assert_int_equal(ts_drawing_digest(&other), same);
    }
}

static void
what_a_pointer_leads_to_differs(void **state)
{
    (void)state;
    const uint64_t same = ts_drawing_digest(&one);
    words[10] = 'E';
    assert_int_not_equal(ts_drawing_digest(&one), same);
    words[10] = 'e';
    photo.rgb[11] = 1; /* the last of it */
    assert_int_not_equal(ts_drawing_digest(&one), same);
    photo.rgb[11] = 0;
    code.dark[21 * 21 - 1] = 1;
    assert_int_not_equal(ts_drawing_digest(&one), same);
    code.dark[21 * 21 - 1] = 0;
    assert_int_equal(ts_drawing_digest(&one), same);
}

static void
order_and_where_a_text_ends_differ(void **state)
{
    (void)state;
    const struct ts_box box = { 0, 0, 100, 20 };
    struct ts_text text = { .text = TS_SPAN_LIT("ab"), .em_px = 10, .max_lines = 1 };
    ts_drawing_start(&one, &METRICS, WHITE);
    ts_draw_text(&one, box, text, WHITE);
    text.text = TS_SPAN_LIT("c");
    ts_draw_text(&one, box, text, WHITE);
    ts_drawing_start(&other, &METRICS, WHITE);
    ts_draw_text(&other, box, text, WHITE);
    text.text = TS_SPAN_LIT("ab");
    ts_draw_text(&other, box, text, WHITE);
    uint64_t turned = ts_drawing_digest(&other);
    assert_int_not_equal(ts_drawing_digest(&one), turned);
    other.items[1].text.text = TS_SPAN_LIT("a");
    other.items[2].text.text = TS_SPAN_LIT("bc");
    assert_int_not_equal(ts_drawing_digest(&one), ts_drawing_digest(&other));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_same_picture_has_the_same, set_up),
        cmocka_unit_test_setup(whatever_is_seen_differs, set_up),
        cmocka_unit_test_setup(what_a_pointer_leads_to_differs, set_up),
        cmocka_unit_test_setup(order_and_where_a_text_ends_differ, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
