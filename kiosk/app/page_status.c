#include "keys/codec/qr.h"
#include "kiosk/app/loop.h"
#include "kiosk/status/status.h"

#include <string.h>

enum { SCRATCH = 64 * 1024 };

/* Static, since the view views it; there is one screen. */
static struct {
    struct ts_code_view view;
    bool is_made;
    uint8_t scratch[SCRATCH];
} page;

static void
add_machine(struct ts_kiosk_status *status, const struct ts_parts *p)
{
    struct ts_condition condition;
    struct ts_condition_disk disk = ts_condition_disk_of(p->options->state_dir);
    ts_condition_read(&condition);
    ts_status_set_condition(status, &condition);
    ts_status_set_disk(status, &disk);
}

static bool
draw(struct ts_modules *code, ts_span text)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(page.scratch));
    struct ts_qr qr;
    if (ts_qr_encode(&arena, &qr, text) != TS_OK || qr.size > TS_MODULES_MAX)
        return false;
    code->width = (int)qr.size;
    memcpy(code->dark, qr.modules, (size_t)qr.size * qr.size);
    return true;
}

/* As it was when the page was opened: a code that changes cannot be photographed. */
static void
open_status(struct ts_loop *l)
{
    uint8_t memory[TS_STATUS_CODE_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    struct ts_kiosk_status status;
    ts_loop_status(l, &status);
    add_machine(&status, l->parts);
    ts_status_write_code(&w, &status);
    page.is_made = !w.full && draw(&page.view.code, ts_writer_span(&w));
}

static void
fill(struct ts_loop *l)
{
    page.view.title = ts_span_text(ts_words(TS_PHRASE_ADMIN_STATUS));
    page.view.note = ts_span_text(ts_words(TS_PHRASE_STATUS_NOTE));
    l->model.code = page.is_made ? &page.view : NULL;
}

static void
close_status(struct ts_loop *l)
{
    l->model.code = NULL;
    memset(&page, 0, sizeof(page));
}

const struct ts_page_maker ts_page_status = { open_status, fill, NULL, close_status };
