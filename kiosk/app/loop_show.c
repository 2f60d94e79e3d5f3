#include "firmware/board/clock.h"
#include "kiosk/app/page_rows.h"
#include "kiosk/screen/reading.h"

#include <stdio.h>
#include <string.h>

static void
update_model(struct ts_loop *l)
{
    struct ts_view_model *m = &l->model;
    struct ts_parts *p = l->parts;
    ts_mono now = ts_clock_mono();
    struct ts_now date = ts_parts_now(p);
    ts_span language = ts_span_text(ts_words_language());

    ts_window_size(p->window, &m->width_px, &m->height_px, &m->px_per_mm);
    m->state = l->screen.state;
    m->time = ts_scan_time_left(&l->screen, now);
    m->kept = l->screen.kept;
    m->toast = ts_scan_toasts(&l->screen, now);
    m->dimmed = ts_scan_dimmed(&l->screen, now);
    m->hint = ts_scan_hint(&l->screen, now);
    m->parts = ts_scan_parts_seen(&l->screen, now);
    m->verdict = l->verdict;
    m->profile_name =
        p->has_profile ? ts_texts_pick(p->profile.names, language) : (ts_span){ 0 };
    m->lists = ts_lists_age(ts_parts_trust(p), p->has_profile ? &p->profile : NULL, date);
    m->self_tests[TS_SELF_TEST_CLOCK] =
        date.clock == TS_CLOCK_TRUSTED ? TS_PASS : TS_FAIL;
}

static enum ts_log
log_of(const struct ts_parts *parts)
{
    return parts->journal ? ts_page_log_of(ts_journal_mode(parts->journal))
                          : TS_LOG_COUNTS;
}

/* What leads nowhere is not offered. */
static void
offer(struct ts_loop *l)
{
    const struct ts_app_options *o = l->parts->options;
    l->model.offers = (struct ts_offers){
        .why = true,
        .join = l->screen.joinable,
        .waiver = o->waiver_pin && l->verdict && ts_verdict_can_waive(l->verdict),
        .admin = o->admin_pin != NULL,
        .roll = ts_loop_has_roll(l),
        .language = true,
        .receipt = l->parts->has_key && l->verdict && !o->demo,
        .match =
            l->matchable && ts_jobs_are_offered(&l->parts->jobs, l->parts->has_profile),
    };
    l->model.gloves = o->gloves;
    l->model.large_print = o->large_print;
    l->model.demo = o->demo;
    l->model.log = log_of(l->parts);
}

static void
save_picture(struct ts_loop *l, const char *name)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/%02u-%s.png", l->parts->options->screenshot_dir,
             l->answers, name);
    if (ts_window_save(l->parts->window, path) != TS_OK)
        fprintf(stderr, "touchstone-kiosk: %s could not be written\n", path);
}

static void
save_pictures(struct ts_loop *l)
{
    static const char *const names[TS_SCAN_STATE_COUNT] = {
        [TS_SCAN_OUT_OF_ORDER] = "out-of-order",
        [TS_SCAN_START] = "start",
        [TS_SCAN_WAITING] = "not-a-credential",
        [TS_SCAN_CHECKING] = "checking",
        [TS_SCAN_READY] = "ready",
        [TS_SCAN_NOT_YET] = "not-yet",
        [TS_SCAN_STOP] = "stop",
        [TS_SCAN_CANNOT_TELL] = "cannot-tell",
        [TS_SCAN_NO_ANSWER] = "no-answer",
        [TS_SCAN_IDENTITY] = "identity",
        [TS_SCAN_WAIVED] = "let-in",
    };
    bool live = l->screen.state == TS_SCAN_WAITING && l->has_frame;
    if (l->parts->options->screenshot_dir && live && !l->was_live && l->answers == 0)
        save_picture(l, "scan");
    if (l->save_next)
        save_picture(l, names[l->screen.state]);
    l->save_next = false;
    if (live && !l->was_live && l->parts->options->report_start)
        printf("first live picture %llu ms after the start\n",
               (unsigned long long)(ts_clock_mono().ms - l->parts->started.ms));
    l->was_live |= live;
}

/* Linux: proc(5) statm, resident pages. */
void
ts_loop_report_memory(void)
{
    long size = 0;
    long resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%ld %ld", &size, &resident) == 2)
        printf("%.1f MiB resident at rest\n", (double)resident * 4096 / (1 << 20));
    if (file)
        fclose(file);
}

/* Static: there is one screen. Where nobody is read to, nothing of it stays. */
static void
read_out(struct ts_loop *l)
{
    static struct ts_reading reading;
    struct ts_reader *reader = l->parts->reader;
    if (ts_reader_tend(reader)) {
        ts_reading_make(&reading, &l->drawing, &l->model);
        ts_reader_say(reader, ts_reading_text(&reading), reading.sense, ts_clock_mono());
    } else if (reading.len > 0) {
        memset(&reading, 0, sizeof(reading));
    }
}

/* At rest nothing changes, and drawing it anew thirty times a second would be most of
 * what the board does. Once a second it is, whatever took the picture from the screen. */
static bool
is_to_be_drawn(struct ts_loop *l, bool has_fresh)
{
    enum { KEPT_MS = 1000 };
    uint64_t digest = ts_drawing_digest(&l->drawing);
    ts_mono now = ts_clock_mono();
    bool wanted = has_fresh || l->touched || l->save_next || l->pictures == 0;
    if (!wanted && digest == l->drawn && now.ms - l->drawn_at.ms < KEPT_MS)
        return false;
    l->touched = false;
    l->drawn = digest;
    l->drawn_at = now;
    return true;
}

static void
draw(struct ts_loop *l, const struct ts_frame *fresh)
{
    ts_window_draw(l->parts->window, &l->drawing, fresh, NULL);
    save_pictures(l);
    ts_window_show(l->parts->window);
    l->pictures++;
}

void
ts_loop_show(struct ts_loop *l)
{
    struct ts_frame fresh;
    bool has_fresh = ts_eyes_frame(l->parts->eyes, &fresh) == TS_OK;
    l->has_frame |= has_fresh;
    if (has_fresh)
        ts_attend_frame(l);
    update_model(l);
    offer(l);
    ts_loop_tally(l);
    ts_pages_follow(l);
    ts_pages_fill(l);
    ts_view_draw(&l->drawing, &l->model);
    read_out(l);
    ts_loop_speak(l);
    if (is_to_be_drawn(l, has_fresh))
        draw(l, has_fresh ? &fresh : NULL);
    l->turns++;
}
