#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "keys/codec/json_writer.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/profile_cards.h"
#include "kiosk/command/profile_explain.h"
#include "kiosk/command/report.h"
#include "kiosk/command/trusted.h"
#include "kiosk/verdict/jobs.h"

#include <stdio.h>

static const char usage[] =
    "usage: touchstone match BADGE... --trust DIR [--at RFC3339] [--json]\n"
    "\n"
    "Takes the badges as one person's and says of every job in the lists whether they\n"
    "are ready for it, and what is missing otherwise; the best first.\n"
    "\n"
    "  --trust          a kiosk's trust folder or a published list repository\n"
    "  --at             judge as of this time instead of now\n"
    "  --json           one object\n";

struct matching {
    const char *folder, *at;
    bool json, help;
    struct ts_now now;
    struct ts_arena arena;
    struct ts_trust trust;
    struct ts_jobs jobs;
    struct ts_profile_cards cards;
    struct ts_match match;
};

static bool
load_jobs(struct matching *m)
{
    struct ts_store *store;
    struct ts_trust_profiles texts;
    struct ts_fault fault = { 0 };
    if (!ts_trusted_load(&m->arena, &m->trust, m->folder))
        return false;
    enum ts_status status = ts_store_open(&store, m->folder, false);
    if (status == TS_OK) {
        status = ts_trust_profiles(&m->arena, &texts, store, &fault);
        ts_store_close(store);
    }
    if (status != TS_OK) {
        ts_report("%s: its jobs cannot be read: %s", m->folder, ts_status_words(status));
        return false;
    }
    ts_jobs_read(&m->arena, &m->jobs, &texts, m->trust.equivalences);
    if (m->jobs.left_out > 0)
        ts_report("%s: %zu jobs are left out", m->folder, m->jobs.left_out);
    if (m->jobs.doubted != TS_OK)
        ts_report("%s: equivalences are left out: %s", m->folder,
                  ts_status_words(m->jobs.doubted));
    return true;
}

/* A forged or withdrawn badge among them ends it, as it does at the kiosk. */
static bool
is_stopped(const struct ts_profile_cards *cards)
{
    for (size_t i = 0; i < cards->count; i++) {
        struct ts_verdict alone;
        ts_verdict_reach(&alone, &cards->cards[i], 1, NULL, cards->trust, cards->now);
        if (alone.kind != TS_VERDICT_STOP)
            continue;
        ts_report("%s: %s: no job is looked up", cards->inputs[i],
                  ts_reason_name(alone.reasons[0].code));
        return true;
    }
    return false;
}

static bool
find(struct matching *m)
{
    const struct ts_assessment *counted[TS_SCAN_CARDS_MAX];
    struct ts_match_cards of = { counted, ts_profile_cards_counted(&m->cards, counted) };
    if (is_stopped(&m->cards))
        return false;
    if (of.count == 0) {
        ts_report("none of the badges is believed");
        return false;
    }
    if (of.count < m->cards.count)
        ts_report("%zu of the badges do not count", m->cards.count - of.count);
    ts_match_find(&m->match, m->jobs.each, m->jobs.count, of, &m->trust, m->now);
    return true;
}

static void
print_plain(const struct ts_match_entry *e)
{
    char letters[1024];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_profile_write_plain(&w, e->profile->name);
    ts_write_text(&w, " (");
    ts_profile_write_plain(&w, e->profile->id);
    ts_write_text(&w, ")");
    if (e->identity_due)
        ts_write_text(&w, ": ready once somebody made sure whose the badges are");
    if (e->missing > 0) {
        ts_write_text(&w, ": ");
        ts_write_decimal(&w, (int64_t)e->missing);
        ts_write_text(&w, " missing: ");
        ts_profile_write_plain(&w, e->first.label);
    }
    if (e->doubtful > 0) {
        ts_write_text(&w, ", in doubt: ");
        ts_write_decimal(&w, (int64_t)e->doubtful);
    }
    ts_span text = ts_writer_span(&w);
    printf("%-12s %.*s\n", ts_verdict_name(e->kind), TS_SPAN_ARG(text));
}

static void
write_member(struct ts_writer *w, const char *name, ts_span text)
{
    ts_json_write_name(w, name);
    ts_json_write_string(w, text);
    ts_write_u8(w, ',');
}

static void
print_json(const struct ts_match_entry *e, const char *before)
{
    char letters[8192];
    ts_span line;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_u8(&w, '{');
    write_member(&w, "id", e->profile->id);
    write_member(&w, "name", e->profile->name);
    write_member(&w, "verdict", ts_span_text(ts_verdict_name(e->kind)));
    if (e->missing > 0)
        write_member(&w, "first", e->first.label);
    ts_write_text(&w, "\"missing\":");
    ts_write_decimal(&w, (int64_t)e->missing);
    ts_write_text(&w, ",\"doubtful\":");
    ts_write_decimal(&w, (int64_t)e->doubtful);
    ts_write_text(&w, e->one_away ? ",\"oneAway\":true" : ",\"oneAway\":false");
    ts_write_text(&w,
                  e->identity_due ? ",\"identityDue\":true}" : ",\"identityDue\":false}");
    if (ts_writer_end(&w, &line) == TS_OK)
        printf("%s%.*s", before, TS_SPAN_ARG(line));
}

static void
print(const struct matching *m)
{
    if (m->json)
        printf("{\"jobs\":[");
    for (size_t i = 0; i < m->match.count; i++) {
        if (m->json)
            print_json(&m->match.entries[i], i ? "," : "");
        else
            print_plain(&m->match.entries[i]);
    }
    if (m->json)
        printf("],\"leftOut\":%zu}\n", m->jobs.left_out + m->match.left_out);
}

static bool
take_time(struct matching *m)
{
    m->now = (struct ts_now){ ts_clock_utc(), TS_CLOCK_TRUSTED };
    if (!m->at || ts_utc_parse(&m->now.utc, ts_span_text(m->at)) == TS_OK)
        return true;
    ts_report("--at %s: not an RFC 3339 time", m->at);
    return false;
}

int
ts_command_match(int argc, char **argv)
{
    static struct matching m;
    const struct ts_option options[] = {
        { .name = "--trust", .value = &m.folder },
        { .name = "--at", .value = &m.at },
        { .name = "--json", .flag = &m.json },
        { .name = "--help", .flag = &m.help },
    };
    struct ts_operands files;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &files)
        || !take_time(&m))
        return TS_EXIT_USAGE;
    if (m.help) {
        fputs(usage, stdout);
        return TS_EXIT_DONE;
    }
    if (files.count == 0 || !m.folder) {
        ts_report("usage: touchstone match BADGE... --trust DIR [--at RFC3339] [--json]");
        return TS_EXIT_USAGE;
    }
    m.arena = ts_command_memory(TS_COMMAND_MEMORY);
    if (!load_jobs(&m))
        return TS_EXIT_DATA;
    m.cards.arena = &m.arena;
    m.cards.trust = &m.trust;
    m.cards.now = m.now;
    ts_profile_cards_read(&m.cards, files.items, files.count);
    if (!m.cards.complete || !find(&m))
        return TS_EXIT_DATA;
    print(&m);
    return TS_EXIT_DONE;
}
