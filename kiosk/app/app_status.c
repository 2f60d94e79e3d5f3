#include "firmware/board/clock.h"
#include "firmware/board/condition.h"
#include "kiosk/app/loop.h"
#include "kiosk/status/status_file.h"

#include <stdio.h>

enum { WRITE_EVERY_MS = 10 * 1000, DAY_S = 86400 };

/* What the table of kiosk/status has words for. */
_Static_assert((int)TS_SCAN_STATE_COUNT == 11 && (int)TS_TROUBLE_COUNT == 9,
               "a word for each in kiosk/status/status_fields.c");

static void
set_lists(struct ts_kiosk_status *status, const struct ts_parts *p)
{
    const struct ts_trust *trust = ts_parts_trust(p);
    ts_status_set(status, TS_STATUS_COMPARE, ts_parts_asks_for_root(p));
    if (!trust)
        return;
    ts_status_set(status, TS_STATUS_EPOCH, (int64_t)trust->epoch);
    ts_status_set(status, TS_STATUS_ISSUED, trust->issued.s);
    ts_status_set(status, TS_STATUS_ROOT, (int64_t)trust->root_version);
}

static void
set_counts(struct ts_kiosk_status *status, const struct ts_parts *p, ts_utc now)
{
    uint64_t totals[TS_VERDICT_COUNT] = { 0 };
    ts_utc midnight = { now.s - now.s % DAY_S };
    if (!p->journal
        || ts_journal_total(p->journal, totals, TS_VERDICT_COUNT, midnight, TS_UTC_NEVER)
               != TS_OK)
        return;
    ts_status_set(status, TS_STATUS_READY, (int64_t)totals[TS_VERDICT_READY]);
    ts_status_set(status, TS_STATUS_NOT_YET, (int64_t)totals[TS_VERDICT_NOT_YET]);
    ts_status_set(status, TS_STATUS_STOP, (int64_t)totals[TS_VERDICT_STOP]);
    ts_status_set(status, TS_STATUS_CANNOT_TELL, (int64_t)totals[TS_VERDICT_CANNOT_TELL]);
}

static void
set_screen(struct ts_kiosk_status *status, const struct ts_loop *l)
{
    bool out_of_order = l->screen.state == TS_SCAN_OUT_OF_ORDER;
    struct ts_camera_state camera = { 0 };
    ts_eyes_camera(l->parts->eyes, &camera);
    ts_status_set(status, TS_STATUS_SCREEN, (int64_t)l->screen.state);
    ts_status_set(status, TS_STATUS_TROUBLE,
                  out_of_order ? (int64_t)l->model.trouble : TS_TROUBLE_NONE);
    ts_status_set(status, TS_STATUS_CAMERA, camera.delivering && !camera.trouble);
    ts_status_set(status, TS_STATUS_PICTURES, l->pictures);
    ts_status_set(status, TS_STATUS_RESTARTS, ts_eyes_restarts(l->parts->eyes));
}

void
ts_loop_status(const struct ts_loop *l, struct ts_kiosk_status *status)
{
    struct ts_parts *p = l->parts;
    struct ts_now now = ts_parts_now(p);
    *status = (struct ts_kiosk_status){ .version = TS_VERSION };
    ts_status_set_text(status->site, ts_span_text(p->options->site_name));
    ts_status_set_text(status->job, ts_span_text(p->options->profile));
    ts_status_set(status, TS_STATUS_TIME, now.utc.s);
    ts_status_set(status, TS_STATUS_CLOCK, (int64_t)now.clock);
    ts_status_set(status, TS_STATUS_RUNNING,
                  (int64_t)((ts_clock_mono().ms - p->started.ms) / 1000));
    ts_status_set(status, TS_STATUS_ALIVE, 1);
    set_lists(status, p);
    set_counts(status, p, now.utc);
    set_screen(status, l);
}

static void
keep(struct ts_loop *l, ts_mono now)
{
    uint8_t memory[TS_STATUS_FILE_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    struct ts_status_note note = { .written = now };
    struct ts_store *store;
    const char *dir = l->parts->options->status_dir;
    enum ts_status status = ts_store_open(&store, dir, false);
    ts_loop_status(l, &note.status);
    ts_status_note_write(&w, &note);
    if (status == TS_OK) {
        status = w.full
                     ? TS_NO_SPACE
                     : ts_store_replace(store, TS_STATUS_FILE, ts_writer_span(&w), false);
        ts_store_close(store);
    }
    if (status != TS_OK && !l->status_failed)
        fprintf(stderr, "touchstone-kiosk: no status in %s: %s\n", dir,
                ts_status_name(status));
    l->status_failed = status != TS_OK;
}

void
ts_loop_tend_status(struct ts_loop *l)
{
    ts_mono now = ts_clock_mono();
    bool is_due = !l->status_kept || now.ms - l->status_written.ms >= WRITE_EVERY_MS;
    if (!l->parts->options->status_dir || !is_due)
        return;
    l->status_kept = true;
    l->status_written = now;
    keep(l, now);
}
