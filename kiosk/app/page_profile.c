#include "firmware/base/writer.h"
#include "kiosk/app/page_rows.h"

#include <stdio.h>
#include <string.h>

/* What CHOOSE says besides the number of a job. */
enum { ANY_CARD = -1, AS_SET_UP = -2 };

/* One screen. */
static bool failed;

static void
open_jobs(struct ts_loop *l)
{
    (void)l;
    failed = false;
}

static void
add(struct ts_menu *menu, ts_span label, bool chosen, int32_t value)
{
    struct ts_menu_row *row = ts_menu_add(menu, label);
    if (!row)
        return;
    row->chosen = chosen;
    row->touch = (struct ts_touch){ TS_ACTION_CHOOSE, value };
}

/* A file that was configured is no job of the repository, and would else be out of reach
 * once another one was chosen. */
static bool
is_configured_as_file(const struct ts_parts *p)
{
    const char *profile = p->configured->profile;
    return profile && !ts_choices_names(ts_span_text(profile));
}

static void
fill(struct ts_loop *l)
{
    const struct ts_parts *p = l->parts;
    ts_span language = ts_span_text(ts_words_language());
    ts_span used = ts_span_text(p->options->profile);
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_ADMIN_JOB));
    if (failed)
        menu->note = ts_page_words(TS_PHRASE_JOB_UNREADABLE);
    for (size_t i = 0; i < p->jobs.count; i++)
        if (ts_choices_names(p->jobs.names[i]))
            add(menu, ts_texts_pick(p->jobs.profiles[i].names, language),
                ts_span_equal(p->jobs.names[i], used), (int32_t)i);
    if (is_configured_as_file(p))
        add(menu, ts_page_words(TS_PHRASE_AS_SET_UP), !p->choices.has_profile, AS_SET_UP);
    add(menu, ts_page_words(TS_PHRASE_ANY_CARD), !p->options->profile, ANY_CARD);
}

static void
journal_change(struct ts_parts *p)
{
    ts_span job = p->has_profile ? p->profile.id : (ts_span){ 0 };
    if (p->journal
        && ts_journal_add_profile(p->journal, job, ts_parts_now(p).utc) != TS_OK)
        fputs("touchstone-kiosk: the journal could not be written\n", stderr);
}

static bool
choose(const struct ts_parts *p, struct ts_choices *choices, int32_t value)
{
    choices->has_profile = value != AS_SET_UP;
    memset(choices->profile, 0, sizeof(choices->profile));
    if (value < 0)
        return value == ANY_CARD || value == AS_SET_UP;
    if ((size_t)value >= p->jobs.count || !ts_choices_names(p->jobs.names[value]))
        return false;
    memcpy(choices->profile, p->jobs.names[value].at, p->jobs.names[value].len);
    return true;
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    struct ts_parts *p = l->parts;
    struct ts_choices choices = p->choices;
    if (touched.action != TS_ACTION_CHOOSE || !choose(p, &choices, touched.value))
        return;
    ts_loop_forget(l); /* nothing may view the old job */
    failed = !ts_parts_choose_job(p, &choices);
    if (!failed)
        journal_change(p);
}

const struct ts_page_maker ts_page_profile = { open_jobs, fill, touch, NULL };
