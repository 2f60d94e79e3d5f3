#include "keys/codec/qr.h"
#include "kiosk/app/loop.h"
#include "kiosk/receipt/receipt.h"

#include <string.h>

enum {
    NUMBER_SHOWN = 4,    /* bytes: enough to tell today's receipts apart */
    SCRATCH = 32 * 1024, /* the text, what is signed, and the code's squares */
    NUMBER_LETTERS = 2 * NUMBER_SHOWN + 1,
};

/* Static, since the view views it; there is one screen. */
static struct {
    struct ts_receipt_view view;
    bool is_made;
    char number[NUMBER_LETTERS];
    uint8_t scratch[SCRATCH];
} page;

/* "3f2a 91c0" */
static ts_span
short_number(const uint8_t number[static NUMBER_SHOWN])
{
    static const char digits[] = "0123456789abcdef";
    size_t at = 0;
    for (size_t i = 0; i < NUMBER_SHOWN; i++) {
        if (i == NUMBER_SHOWN / 2)
            page.number[at++] = ' ';
        page.number[at++] = digits[number[i] >> 4];
        page.number[at++] = digits[number[i] & 15];
    }
    return (ts_span){ (const uint8_t *)page.number, at };
}

static struct ts_receipt
receipt_of(const struct ts_loop *l)
{
    struct ts_parts *p = l->parts;
    struct ts_receipt receipt = {
        .time = l->reached,
        .time_is_floor = ts_parts_now(p).clock != TS_CLOCK_TRUSTED,
        .profile = p->has_profile ? p->profile.id : (ts_span){ 0 },
        .verdict = (uint8_t)l->verdict->kind,
        .reason = (uint8_t)l->verdict->reasons[0].code,
        .let_in = l->verdict->waived != TS_WAIVER_NONE,
        .epoch = l->verdict->lists.present ? l->verdict->lists.epoch : 0,
        .site = ts_span_text(p->options->site_name ? p->options->site_name : ""),
    };
    ts_receipt_number(receipt.number);
    return receipt;
}

static bool
draw_code(struct ts_modules *code, const struct ts_qr *qr)
{
    if (qr->size > TS_MODULES_MAX)
        return false;
    code->width = (int)qr->size;
    memcpy(code->dark, qr->modules, (size_t)qr->size * qr->size);
    return true;
}

static void
open_receipt(struct ts_loop *l)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(page.scratch));
    struct ts_qr qr;
    ts_span text;
    page.is_made = false;
    if (!l->verdict || !l->parts->has_key || l->parts->options->demo)
        return;
    struct ts_receipt receipt = receipt_of(l);
    page.is_made = ts_receipt_make(&arena, &text, &l->parts->key, &receipt) == TS_OK
                   && ts_qr_encode(&arena, &qr, text) == TS_OK
                   && draw_code(&page.view.code, &qr);
    page.view.verdict = l->verdict->kind;
    page.view.let_in = receipt.let_in;
    page.view.time = receipt.time;
    page.view.number = short_number(receipt.number);
}

/* Without one the verdict stays where it is. */
static void
fill(struct ts_loop *l)
{
    l->model.receipt = page.is_made ? &page.view : NULL;
}

static void
close_receipt(struct ts_loop *l)
{
    l->model.receipt = NULL;
    memset(&page, 0, sizeof(page));
}

const struct ts_page_maker ts_page_receipt = { open_receipt, fill, NULL, close_receipt };
