#include "tests/fake/kiosk/app/page_parts.h"

#include "kiosk/receipt/receipt.h"
#include "kiosk/scan/scanner.h"

#include <stdio.h>

/* What stands in the code that the kiosk shows as a receipt, read as a phone would. */

enum { PIXELS = 3, SIDE_MAX = (TS_MODULES_MAX + 2 * TS_QUIET_ZONE) * PIXELS };

#define JOB                                                        \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"works.example/" \
    "rig\",\"name\":\"Rig\","                                      \
    "\"waiver\":true,\"all_of\":[{\"achievement\":\"urn:example:A\"}]}"

static struct ts_public_key public_key;

static int
set_up(void **state)
{
    (void)state;
    static const uint8_t seed[32] = { 9 };
    set_up_parts();
    assert_status(
        ts_secret_key_from_bytes(&parts.key.secret, TS_KEY_ED25519, TS_SPAN_OF(seed)),
        TS_OK);
    public_key = ts_secret_key_public(&parts.key.secret);
    parts.has_key = true;
    options.site_name = "Back River camp";
    trust.epoch = 42;
    assert_status(ts_profile_read(&memory, &parts.profile, TS_SPAN_LIT(JOB), NULL),
                  TS_OK);
    parts.has_profile = true;
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    tear_down_parts();
    return 0;
}

/* The code as a camera would see it at its best. */
static ts_span
read_code(const struct ts_modules *code)
{
    static uint8_t grey[SIDE_MAX * SIDE_MAX];
    struct ts_code found;
    ts_span text;
    struct ts_scanner *scanner;
    size_t count = 0;
    int side = (code->width + 2 * TS_QUIET_ZONE) * PIXELS;
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            int column = x / PIXELS - TS_QUIET_ZONE;
            int row = y / PIXELS - TS_QUIET_ZONE;
            bool inside =
                column >= 0 && row >= 0 && column < code->width && row < code->width;
            bool dark = inside && code->dark[row * code->width + column];
            grey[y * side + x] = dark ? 0 : 255;
        }
    }
    struct ts_frame frame = { .grey = grey,
                              .width = (uint32_t)side,
                              .height = (uint32_t)side,
                              .stride = (uint32_t)side };
    assert_status(ts_scanner_open(&scanner), TS_OK);
    assert_status(ts_scanner_still(scanner, &frame, &found, 1, &count), TS_OK);
    assert_int_equal(count, 1);
    assert_true(ts_arena_copy(&memory, &text, found.bytes));
    ts_scanner_close(scanner);
    return text;
}

static struct ts_receipt
open_receipt(void)
{
    struct ts_receipt receipt;
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_RECEIPT));
    assert_int_equal(l.screen.page, TS_PAGE_RECEIPT);
    assert_non_null(l.model.receipt);
    ts_span text = read_code(&l.model.receipt->code);
    assert_status(ts_receipt_verify(&memory, &receipt, NULL, text, &public_key, 1),
                  TS_OK);
    return receipt;
}

static void
expect_receipt(const struct ts_receipt *r, enum ts_verdict_kind kind,
               enum ts_reason reason)
{
    assert_int_equal(r->time.s, TS_SAMPLE_NOW.s);
    assert_false(r->time_is_floor);
    assert_span_equal(r->profile, TS_SPAN_LIT("works.example/rig"));
    assert_span_equal(r->site, TS_SPAN_LIT("Back River camp"));
    assert_int_equal(r->verdict, kind);
    assert_int_equal(r->reason, reason);
    assert_int_equal(r->epoch, 42);
    assert_false(r->let_in);
}

static void
it_says_what_the_kiosk_said(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    struct ts_receipt ready = open_receipt();
    expect_receipt(&ready, TS_VERDICT_READY, TS_REASON_ALL_PROVEN);
    char number[10];
    snprintf(number, sizeof(number), "%02x%02x %02x%02x", ready.number[0],
             ready.number[1], ready.number[2], ready.number[3]);
    assert_span_equal(l.model.receipt->number, ts_span_text(number));
    assert_int_equal(l.model.receipt->verdict, TS_VERDICT_READY);
    assert_int_equal(l.model.receipt->time.s, TS_SAMPLE_NOW.s);
    ts_test_row("the next card's is another one, and of that card");
    show_badge("Mina Roy", "B", NULL);
    show_badge("Jean Petit", "B", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    struct ts_receipt other = open_receipt();
    expect_receipt(&other, TS_VERDICT_NOT_YET, l.verdict->reasons[0].code);
    assert_memory_not_equal(ready.number, other.number, sizeof(ready.number));
}

static bool
holds(const void *bytes, size_t len, const char *text)
{
    size_t wanted = strlen(text);
    for (size_t i = 0; i + wanted <= len; i++)
        if (memcmp((const uint8_t *)bytes + i, text, wanted) == 0)
            return true;
    return false;
}

/* Neither in the code nor beside it. */
static void
no_name_is_on_the_page(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    struct ts_receipt receipt = open_receipt();
    assert_false(holds(receipt.profile.at, receipt.profile.len, "Mina"));
    assert_false(holds(receipt.site.at, receipt.site.len, "Mina"));
    for (size_t i = 0; i < l.drawing.count; i++) {
        ts_span text = l.drawing.items[i].text.text;
        assert_false(holds(text.at, text.len, "Mina"));
        assert_false(holds(text.at, text.len, "M. R."));
    }
}

static void
it_is_gone_with_its_page(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    (void)open_receipt();
    const struct ts_receipt_view *view = l.model.receipt;
    assert_true(touch(TS_ACTION_BACK, 0));
    assert_null(l.model.receipt);
    assert_int_equal(view->code.width, 0);
    assert_int_equal(view->number.len, 0);
    ts_test_row("and after its time with the verdict");
    (void)open_receipt();
    for (int s = 0; s < 31; s++)
        turn(1000);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_int_equal(view->code.width, 0);
}

static void
a_supervisor_is_in_it(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "B", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    assert_true(ts_checker_waive(parts.checker, TS_WAIVER_SEEN_ON_PAPER));
    struct ts_receipt receipt = open_receipt();
    assert_true(receipt.let_in);
    assert_int_equal(receipt.verdict, TS_VERDICT_NOT_YET);
    assert_true(l.model.receipt->let_in);
}

static void
it_is_offered_only_where_it_would_be_true(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    assert_non_null(target_of(TS_ACTION_OPEN, TS_PAGE_RECEIPT));
    ts_test_row("not for a demonstration");
    options.demo = true;
    turn(100);
    assert_null(target_of(TS_ACTION_OPEN, TS_PAGE_RECEIPT));
    options.demo = false;
    ts_test_row("not without a key");
    parts.has_key = false;
    turn(100);
    assert_null(target_of(TS_ACTION_OPEN, TS_PAGE_RECEIPT));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(it_says_what_the_kiosk_said),
        TEST(no_name_is_on_the_page),
        TEST(it_is_gone_with_its_page),
        TEST(a_supervisor_is_in_it),
        TEST(it_is_offered_only_where_it_would_be_true),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
