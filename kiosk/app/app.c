#include "kiosk/app/app.h"

#include "firmware/board/clock.h"
#include "firmware/board/store.h"
#include "kiosk/app/app_parts.h"
#include "kiosk/verdict/now.h"

#include <stdio.h>
#include <string.h>

/* The profile, and the largest equivalences as a tree; what is not used costs nothing. */
enum { PROFILE_ARENA_SIZE = 16 * 1024 * 1024 };
enum {
    CLOCK_ASKED_MS = 20 * 1000,    /* network time is noticed so soon */
    FLOORS_RETRY_MS = 3600 * 1000, /* a full medium is not tried at every picture */
};

static void
complain(const char *what, const char *about, enum ts_status status,
         const struct ts_fault *fault)
{
    fprintf(stderr, "touchstone-kiosk: %s %s: %s%s%s\n", what, about,
            ts_status_name(status), fault && fault->rule ? ", " : "",
            fault && fault->rule ? fault->rule : "");
}

const struct ts_trust *
ts_parts_trust(const struct ts_parts *parts)
{
    if (!parts->beliefs || ts_parts_asks_for_root(parts))
        return NULL;
    return ts_beliefs_current(parts->beliefs);
}

static void
tell_of_lists(struct ts_parts *p)
{
    const struct ts_trust *trust = ts_parts_trust(p);
    struct ts_fault fault = { 0 };
    if (ts_beliefs_trouble(p->beliefs, &fault) != TS_OK)
        complain("lists cannot be used in", p->options->trust_dir, fault.status, &fault);
    for (size_t i = 0; trust && i < trust->problem_count; i++)
        fprintf(stderr, "touchstone-kiosk: left out %.*s: %s\n",
                TS_SPAN_ARG(trust->problems[i].what),
                ts_status_name(trust->problems[i].fault.status));
}

struct ts_now
ts_parts_now(void *context)
{
    struct ts_parts *p = context;
    ts_utc floor = { atomic_load(&p->floor_s) };
    return ts_now_judge(ts_clock_utc(), atomic_load(&p->clock_vouched), floor);
}

static void
keep_floors(struct ts_parts *p, ts_mono now)
{
    p->floors_tried = now;
    if (ts_floors_save(&p->floors, p->state) != TS_OK)
        complain("the time could not be kept in", p->options->state_dir, TS_IO, NULL);
}

static void
ask_clock(struct ts_parts *p, ts_mono now)
{
    p->clock_asked = now;
    const struct ts_trust *trust = ts_parts_trust(p);
    if (trust)
        ts_floors_accept(&p->floors, trust->issued, trust->root_version);
    atomic_store(&p->floor_s, ts_floors_time(&p->floors).s);
    atomic_store(&p->clock_vouched,
                 p->options->clock_kept || p->clock_said || ts_clock_is_synchronised());
    struct ts_now date = ts_parts_now(p);
    if (date.clock == TS_CLOCK_TRUSTED)
        ts_floors_see(&p->floors, date.utc);
    atomic_store(&p->floor_s, ts_floors_time(&p->floors).s);
}

/* What rises here is kept here: tending takes what is unsaved for what could not be. */
static void
ask_clock_now(struct ts_parts *p)
{
    ask_clock(p, ts_clock_mono());
    if (p->floors.is_unsaved)
        keep_floors(p, p->clock_asked);
}

void
ts_parts_tend_clock(struct ts_parts *parts)
{
    ts_mono now = ts_clock_mono();
    bool failed = parts->floors.is_unsaved;
    if (now.ms - parts->clock_asked.ms >= CLOCK_ASKED_MS)
        ask_clock(parts, now);
    if (parts->floors.is_unsaved
        && (!failed || now.ms - parts->floors_tried.ms >= FLOORS_RETRY_MS))
        keep_floors(parts, now);
}

/* A state that cannot be kept is missed, not needed: the lists bring a floor too. */
static void
begin_clock(struct ts_parts *p)
{
    const char *dir = p->options->state_dir;
    enum ts_status status = dir ? ts_store_open(&p->state, dir, true) : TS_OK;
    if (status != TS_OK)
        complain("nothing is kept in", dir, status, NULL);
    ts_parts_judge_root(p);
    p->floors = ts_floors_load(p->state);
    if (p->floors.is_damaged)
        complain("a damaged file was passed over: the floor is the other's in", dir,
                 TS_MALFORMED, NULL);
    p->floors_tried = ts_clock_mono();
    ask_clock_now(p);
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
read_signed_profile(struct ts_parts *p, ts_span *text, struct ts_fault *fault)
{
    struct ts_store *store;
    ts_verified signed_text;
    if (!p->options->trust_dir)
        return TS_ABSENT;
    enum ts_status status = ts_store_open(&store, p->options->trust_dir, false);
    if (status != TS_OK)
        return status;
    status = ts_trust_profile(&p->arena, &signed_text, store, p->options->profile, fault);
    ts_store_close(store);
    if (status == TS_OK)
        *text = signed_text.bytes;
    return status;
}

static enum ts_status
read_profile(struct ts_parts *p, struct ts_fault *fault)
{
    const char *profile = p->options->profile;
    ts_span text = { 0 };
    enum ts_status status = is_path(profile) ? read_local_file(&p->arena, &text, profile)
                                             : read_signed_profile(p, &text, fault);
    if (status != TS_OK)
        return status;
    return ts_profile_read(&p->arena, &p->profile, text, fault);
}

/* Without them the profile asks for exactly what it names: stricter, never laxer. */
static void
believe_equivalences(struct ts_parts *p)
{
    const struct ts_trust *trust = ts_parts_trust(p);
    struct ts_fault fault = { 0 };
    if (!trust)
        return;
    enum ts_status status =
        ts_profile_believe(&p->arena, &p->profile, trust->equivalences, &fault);
    if (status != TS_OK)
        complain("equivalences are left out in", p->options->trust_dir, status, &fault);
}

/* Lists that are not here yet, or cannot be used, bring their jobs when they are. */
static bool
awaits_job(const struct ts_parts *p)
{
    const struct ts_trust *trust = ts_parts_trust(p);
    return p->beliefs && !is_path(p->options->profile) && (!trust || trust->epoch == 0);
}

/* A job that was asked for and cannot be read must not become "any card". */
static bool
load_profile(struct ts_parts *p)
{
    struct ts_fault fault = { 0 };
    p->has_profile = false;
    p->lost_job = false;
    if (!p->options->profile)
        return true;
    ts_arena_rewind(&p->arena, 0);
    enum ts_status status = read_profile(p, &fault);
    p->has_profile = status == TS_OK;
    p->lost_job = !p->has_profile && ts_parts_trust(p); /* else it is the lists */
    if (p->has_profile)
        believe_equivalences(p);
    else
        complain("no job profile", p->options->profile, status, &fault);
    return p->has_profile;
}

static struct ts_checker_rules
rules_of(struct ts_parts *p)
{
    return (struct ts_checker_rules){
        .trust = p->lost_job ? NULL : ts_parts_trust(p),
        .lists = p->options->trust_dir,
        .profile = p->has_profile ? &p->profile : NULL,
        .collects = ts_jobs_are_offered(&p->jobs, p->has_profile),
        .now = ts_parts_now,
        .context = p,
    };
}

static void
believe_nobody(struct ts_parts *p)
{
    struct ts_checker_rules none = rules_of(p);
    none.trust = NULL;
    none.profile = NULL;
    ts_checker_replace_rules(p->checker, none);
}

void
ts_parts_turn(struct ts_parts *parts)
{
    believe_nobody(parts);
    ts_beliefs_turn(parts->beliefs);
    ts_parts_judge_root(parts);
    tell_of_lists(parts);
    /* Without its profile the kiosk has no job, and lists alone would let anybody in:
     * then it believes nobody until the profile is back. */
    (void)load_profile(parts);
    ts_parts_load_jobs(parts);
    ask_clock_now(parts);
    ts_checker_replace_rules(parts->checker, rules_of(parts));
}

bool
ts_parts_choose_job(struct ts_parts *parts, const struct ts_choices *choices)
{
    struct ts_choices before = parts->choices;
    believe_nobody(parts);
    ts_parts_try_choices(parts, choices);
    bool loaded = load_profile(parts);
    if (!loaded) {
        ts_parts_try_choices(parts, &before);
        (void)load_profile(parts);
    }
    ts_checker_replace_rules(parts->checker, rules_of(parts));
    if (loaded)
        ts_parts_choose(parts, choices);
    return loaded;
}

void
ts_parts_vouch(struct ts_parts *parts)
{
    parts->clock_said = true;
    ask_clock_now(parts);
}

static bool
load_beliefs(struct ts_parts *p)
{
    uint8_t *memory = malloc(PROFILE_ARENA_SIZE);
    if (!memory) {
        fputs("touchstone-kiosk: no memory\n", stderr);
        return false;
    }
    p->arena = ts_arena_over((ts_room){ memory, PROFILE_ARENA_SIZE });
    if (p->options->trust_dir) {
        enum ts_status status = ts_beliefs_open(&p->beliefs, p->options->trust_dir);
        if (status != TS_OK) {
            complain("no lists in", p->options->trust_dir, status, NULL);
            return false;
        }
        tell_of_lists(p);
    }
    begin_clock(p);
    ts_parts_load_choices(p);
    ts_parts_load_key(p);
    ts_parts_load_jobs(p);
    /* A job that was chosen here and is gone: the screen says so, and another one can be
     * chosen there. One that was configured is a mistake in the configuration. */
    return load_profile(p) || p->choices.has_profile || awaits_job(p);
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
        .rotation_deg = o->rotation_deg,
        .px_per_mm = o->px_per_mm,
    };
    enum ts_status status = ts_window_open(&p->window, &wishes, &fault);
    if (status != TS_OK)
        complain("no", "screen", status, &fault);
    return status == TS_OK;
}

static void
open_reader(struct ts_parts *p)
{
    const char *path = p->options->reader_socket;
    enum ts_status status = path ? ts_reader_open(&p->reader, path) : TS_OK;
    if (status != TS_OK)
        complain("no screen reader at", path, status, NULL);
}

static void
open_backlight(struct ts_parts *p)
{
    const char *which = p->options->backlight;
    enum ts_status status = which ? ts_backlight_open(&p->backlight, which) : TS_OK;
    if (status != TS_OK)
        complain("no backlight is named", which, status, NULL);
}

/* These are missed, not needed: without them the kiosk runs. */
static void
open_extras(struct ts_parts *p)
{
    const struct ts_app_options *o = p->options;
    if (!o->mute && ts_speaker_open(&p->speaker, o->volume) != TS_OK)
        p->speaker = NULL;
    open_reader(p);
    open_backlight(p);
    ts_parts_open_journal(p);
}

static bool
open_senses(struct ts_parts *p)
{
    const struct ts_app_options *o = p->options;
    enum ts_status status = ts_signal_open(&p->signal, o->lamps ? o->lamps : "none");
    if (status != TS_OK) {
        complain("no lamps at", o->lamps, status, NULL);
        return false;
    }
    status = ts_checker_open(&p->checker, rules_of(p));
    if (status != TS_OK) {
        complain("nobody judges cards without", "touchstone-rehearsal", status, NULL);
        return false;
    }
    status = ts_eyes_open(&p->eyes, o->camera ? o->camera : "v4l2:");
    if (status == TS_ABSENT)
        complain("nobody reads codes without", "touchstone-reader", status, NULL);
    else if (status != TS_OK)
        complain("no camera at", o->camera ? o->camera : "v4l2:", status, NULL);
    if (status != TS_OK)
        return false;
    status =
        ts_hand_scanners_open(&p->hand_scanners, o->hand_scanners, o->hand_scanner_count);
    if (status != TS_OK)
        complain("no hand scanner as", "configured", status, NULL);
    return status == TS_OK;
}

static void
close_all(struct ts_parts *p)
{
    ts_eyes_close(p->eyes);
    ts_hand_scanners_close(p->hand_scanners);
    ts_checker_close(p->checker);
    ts_beliefs_close(p->beliefs);
    if (p->signal)
        ts_signal_close(p->signal);
    if (p->backlight)
        ts_backlight_close(p->backlight);
    if (p->journal)
        ts_journal_close(p->journal);
    if (p->speaker)
        ts_speaker_close(p->speaker);
    ts_reader_close(p->reader);
    if (p->window)
        ts_window_close(p->window);
    if (p->state)
        ts_store_close(p->state);
    if (p->has_key)
        ts_kiosk_key_destroy(&p->key);
    ts_parts_close_jobs(p);
    free(p->arena.at);
}

enum ts_app_end
ts_app_run(const struct ts_app_options *options)
{
    static struct ts_parts parts;
    enum ts_app_end end = TS_APP_CANNOT_RUN;
    parts = (struct ts_parts){ .options = options,
                               .configured = options,
                               .started = ts_clock_mono() };
    /* The camera first: it needs the longest to begin. */
    if (!load_beliefs(&parts) || !open_senses(&parts))
        goto out;
    open_words(parts.options);
    if (!open_window(&parts))
        goto out;
    open_extras(&parts);
    ts_parts_warm_up(&parts);
    end = ts_loop_run(&parts);
out:
    close_all(&parts);
    return end;
}
