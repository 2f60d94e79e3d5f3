#include "kiosk/app/app.h"

#include "firmware/board/clock.h"
#include "firmware/board/store.h"
#include "kiosk/app/parts.h"
#include "kiosk/verdict/now.h"

#include <stdio.h>
#include <string.h>

enum { VOLUME = 60 }; /* of 100: heard beside a diesel, not across the yard */

static void
complain(const char *what, const char *about, enum ts_status status,
         const struct ts_fault *fault)
{
    fprintf(stderr, "touchstone-kiosk: %s %s: %s%s%s\n", what, about,
            ts_status_name(status), fault && fault->rule ? ", " : "",
            fault && fault->rule ? fault->rule : "");
}

struct ts_now
ts_parts_now(void *context)
{
    const struct ts_parts *p = context;
    /* No lists, no floor; but then nobody becomes READY either. */
    return ts_now_judge(ts_clock_utc(), p->has_trust ? p->trust.issued : (ts_utc){ 0 });
}

static void
load_trust(struct ts_parts *p, struct ts_store *store)
{
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_trust_load(&p->arena, &p->trust, store, &fault);
    p->has_trust = status == TS_OK;
    if (!p->has_trust)
        complain("lists cannot be used in", p->options->trust_dir, status, &fault);
    for (size_t i = 0; p->has_trust && i < p->trust.problem_count; i++)
        fprintf(stderr, "touchstone-kiosk: left out %.*s: %s\n",
                TS_SPAN_ARG(p->trust.problems[i].what),
                ts_status_name(p->trust.problems[i].fault.status));
}

/* A path has a slash or an ending; a name in the signed repository has neither. */
static bool
is_path(const char *profile)
{
    return strchr(profile, '/') || strchr(profile, '.');
}

static enum ts_status
read_local_file(struct ts_arena *arena, ts_span *text, const char *path)
{
    ts_room rest = ts_arena_rest(arena);
    FILE *file = fopen(path, "rb");
    if (!file)
        return TS_ABSENT;
    size_t len = fread(rest.at, 1, rest.len, file);
    bool whole = feof(file) && !ferror(file);
    fclose(file);
    if (!whole)
        return TS_IO;
    ts_arena_keep(arena, len);
    *text = (ts_span){ rest.at, len };
    return TS_OK;
}

static enum ts_status
read_profile(struct ts_parts *p, struct ts_store *store, struct ts_fault *fault)
{
    const char *profile = p->options->profile;
    ts_span text = { 0 };
    enum ts_status status = TS_ABSENT;
    if (is_path(profile)) {
        status = read_local_file(&p->arena, &text, profile);
    } else if (store) {
        ts_verified signed_text;
        status = ts_trust_profile(&p->arena, &signed_text, store, profile, fault);
        if (status == TS_OK)
            text = signed_text.bytes;
    }
    if (status != TS_OK)
        return status;
    return ts_profile_read(&p->arena, &p->profile, text, fault);
}

/* A job that was asked for and cannot be read must not become "any card". */
static bool
load_profile(struct ts_parts *p, struct ts_store *store)
{
    struct ts_fault fault = { 0 };
    if (!p->options->profile)
        return true;
    enum ts_status status = read_profile(p, store, &fault);
    p->has_profile = status == TS_OK;
    if (!p->has_profile)
        complain("no job profile", p->options->profile, status, &fault);
    return p->has_profile;
}

static bool
load_beliefs(struct ts_parts *p)
{
    struct ts_store *store = NULL;
    uint8_t *memory = malloc(TS_TRUST_ARENA_SIZE);
    if (!memory) {
        fputs("touchstone-kiosk: no memory\n", stderr);
        return false;
    }
    p->arena = ts_arena_over((ts_room){ memory, TS_TRUST_ARENA_SIZE });
    if (p->options->trust_dir) {
        enum ts_status status = ts_store_open(&store, p->options->trust_dir, false);
        if (status == TS_OK)
            load_trust(p, store);
        else
            complain("no lists in", p->options->trust_dir, status, NULL);
    }
    bool loaded = load_profile(p, store);
    if (store)
        ts_store_close(store);
    return loaded;
}

static void
open_words(const struct ts_app_options *o)
{
    if (ts_words_open(o->locale_dir) != TS_OK)
        fputs("touchstone-kiosk: no catalogues found: English only\n", stderr);
    if (o->language && ts_words_speak(o->language) != TS_OK)
        fprintf(stderr, "touchstone-kiosk: no catalogue for %s\n", o->language);
}

static bool
open_window(struct ts_parts *p)
{
    const struct ts_app_options *o = p->options;
    struct ts_fault fault = { 0 };
    struct ts_window_options wishes = {
        .title = "Touchstone",
        .width_px = o->width_px,
        .height_px = o->height_px,
        .fullscreen = o->fullscreen,
        .mirrored = o->mirrored,
        .px_per_mm = o->px_per_mm,
    };
    enum ts_status status = ts_window_open(&p->window, &wishes, &fault);
    if (status != TS_OK)
        complain("no", "screen", status, &fault);
    return status == TS_OK;
}

/* Sound and journal are missed, not needed: without them the kiosk runs. */
static void
open_extras(struct ts_parts *p)
{
    const struct ts_app_options *o = p->options;
    enum ts_journal_found found = TS_JOURNAL_NONE;
    if (!o->mute && ts_speaker_open(&p->speaker, VOLUME) != TS_OK)
        p->speaker = NULL;
    if (!o->journal_file)
        return;
    enum ts_status status =
        ts_journal_open(&p->journal, &found, o->journal_file, ts_clock_utc());
    if (status != TS_OK) {
        p->journal = NULL;
        complain("no journal at", o->journal_file, status, NULL);
    } else if (found == TS_JOURNAL_SET_ASIDE) {
        fprintf(stderr, "touchstone-kiosk: %s was damaged: kept aside, a new one begun\n",
                o->journal_file);
    }
    if (p->journal
        && ts_journal_forget(p->journal, ts_parts_now(p).utc, TS_JOURNAL_DAYS) != TS_OK)
        fputs("touchstone-kiosk: old counts could not be removed\n", stderr);
}

static bool
open_senses(struct ts_parts *p)
{
    const struct ts_app_options *o = p->options;
    struct ts_checker_rules rules = {
        .trust = p->has_trust ? &p->trust : NULL,
        .profile = p->has_profile ? &p->profile : NULL,
        .now = ts_parts_now,
        .context = p,
    };
    enum ts_status status = ts_signal_open(&p->signal, o->lamps ? o->lamps : "none");
    if (status != TS_OK) {
        complain("no lamps at", o->lamps, status, NULL);
        return false;
    }
    status = ts_checker_open(&p->checker, rules);
    if (status == TS_OK)
        status = ts_eyes_open(&p->eyes, o->camera ? o->camera : "v4l2:");
    if (status != TS_OK)
        complain("no camera at", o->camera ? o->camera : "v4l2:", status, NULL);
    return status == TS_OK;
}

static void
close_all(struct ts_parts *p)
{
    ts_eyes_close(p->eyes);
    ts_checker_close(p->checker);
    if (p->signal)
        ts_signal_close(p->signal);
    if (p->journal)
        ts_journal_close(p->journal);
    if (p->speaker)
        ts_speaker_close(p->speaker);
    if (p->window)
        ts_window_close(p->window);
    free(p->arena.at);
}

enum ts_app_end
ts_app_run(const struct ts_app_options *options)
{
    static struct ts_parts parts;
    enum ts_app_end end = TS_APP_CANNOT_RUN;
    parts = (struct ts_parts){ .options = options, .started = ts_clock_mono() };
    /* The camera first: it needs the longest to begin. */
    if (!load_beliefs(&parts) || !open_senses(&parts))
        goto out;
    open_words(options);
    if (!open_window(&parts))
        goto out;
    open_extras(&parts);
    end = ts_loop_run(&parts);
out:
    close_all(&parts);
    return end;
}
