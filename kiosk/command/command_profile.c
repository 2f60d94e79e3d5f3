#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/profile_explain.h"
#include "kiosk/command/report.h"
#include "kiosk/command/trusted.h"
#include "kiosk/verdict/profile_lint.h"

#include <stdio.h>
#include <string.h>

enum {
    PROFILE_FILE_MAX = 256 << 10,
    PRINT_SIZE = 1024 * 1024,
};

static const char LINT_USAGE[] = "profile lint [--trust DIR] FILE...";
static const char EXPLAIN_USAGE[] =
    "profile explain FILE BADGE... [--trust DIR] [--at RFC3339] [--json]";

struct lint {
    const char *path;
    size_t mistakes, doubts;
};

/* As compilers do, so that editors find the place. */
static void
print_remark(const struct ts_profile_remark *remark, void *context)
{
    char letters[1024];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    struct lint *lint = context;
    lint->mistakes += remark->is_mistake;
    lint->doubts += !remark->is_mistake;
    ts_profile_write_plain(&w, remark->path);
    ts_write_text(&w, remark->path.len ? ": " : "");
    ts_write_text(&w, remark->what);
    if (remark->about.len) {
        ts_write_text(&w, " (");
        ts_profile_write_plain(&w, remark->about);
        ts_write_text(&w, ")");
    }
    ts_span line = ts_writer_span(&w);
    printf("%s:%zu:%zu: %s: %.*s\n", lint->path, remark->line, remark->column,
           remark->is_mistake ? "error" : "warning", TS_SPAN_ARG(line));
}

/* True without a mistake. */
static bool
lint_file(struct ts_arena *arena, const char *path, const struct ts_trust *trust)
{
    struct lint lint = { .path = path };
    size_t used = arena->used;
    ts_span text;
    if (!ts_input_read(arena, &text, path, PROFILE_FILE_MAX))
        return false;
    enum ts_status status = ts_profile_lint(arena, text, trust, print_remark, &lint);
    if (status == TS_OK && lint.doubts == 0)
        printf("%s: in order\n", path);
    ts_arena_rewind(arena, used);
    return status == TS_OK;
}

static int
lint(int argc, char **argv)
{
    static struct ts_trust trust;
    const char *folder = NULL;
    const struct ts_option options[] = { { .name = "--trust", .value = &folder } };
    struct ts_operands files;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &files))
        return TS_EXIT_USAGE;
    if (files.count == 0) {
        ts_report("usage: touchstone %s", LINT_USAGE);
        return TS_EXIT_USAGE;
    }
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    if (folder && !ts_trusted_load(&arena, &trust, folder))
        return TS_EXIT_OTHER;
    bool in_order = true;
    for (size_t i = 0; i < files.count; i++)
        in_order &= lint_file(&arena, files.items[i], folder ? &trust : NULL);
    return in_order ? TS_EXIT_DONE : TS_EXIT_OTHER;
}

struct explaining {
    const char *folder, *at, *path;
    bool json;
    struct ts_now now;
    struct ts_trust trust;
    struct ts_profile profile;
};

static bool
load_profile(struct ts_arena *arena, struct explaining *x)
{
    struct ts_fault fault = { 0 };
    ts_span text;
    if (!ts_input_read(arena, &text, x->path, PROFILE_FILE_MAX))
        return false;
    enum ts_status status = ts_profile_read(arena, &x->profile, text, &fault);
    if (status != TS_OK) {
        ts_report("%s: %s (%s); touchstone profile lint says more", x->path,
                  ts_status_words(status), fault.rule ? fault.rule : "");
        return false;
    }
    if (x->folder
        && ts_profile_believe(arena, &x->profile, x->trust.equivalences, &fault) != TS_OK)
        ts_report("%s: equivalences are left out: %s", x->folder,
                  fault.rule ? fault.rule : ts_status_name(fault.status));
    return true;
}

static void
explain_cards(struct explaining *x, const struct ts_profile_cards *cards)
{
    static char print[PRINT_SIZE];
    static struct ts_profile_explanation e;
    const struct ts_trust *trust = x->folder ? &x->trust : NULL;
    const struct ts_scan_cards scan = { .shown = cards->cards,
                                        .shown_count = cards->count,
                                        .vouched = true };
    const struct ts_assessment *counted[TS_SCAN_CARDS_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(print));
    size_t count = ts_profile_cards_counted(cards, counted);
    const struct ts_question question = { counted, count, &x->profile, x->now };

    e.profile = &x->profile;
    e.cards = cards;
    ts_verdict_reach_scan(&e.verdict, &scan, &x->profile, trust, x->now);
    ts_requirement_answer(&e.answers, x->profile.root, &question);
    ts_missing_find(&e.missing, x->profile.root, &e.answers);
    if (x->json)
        ts_profile_explain_json(&w, &e);
    else
        ts_profile_explain_text(&w, &e);
    ts_span text = ts_writer_span(&w);
    if (w.full)
        ts_report("%s: the answer is too long to print", x->path);
    else
        fwrite(text.at, 1, text.len, stdout);
}

static bool
take_time(struct explaining *x)
{
    x->now = (struct ts_now){ ts_clock_utc(), TS_CLOCK_TRUSTED };
    if (!x->at || ts_utc_parse(&x->now.utc, ts_span_text(x->at)) == TS_OK)
        return true;
    ts_report("--at %s: not an RFC 3339 time", x->at);
    return false;
}

static int
explain(int argc, char **argv)
{
    static struct explaining x;
    static struct ts_profile_cards cards;
    const struct ts_option options[] = {
        { .name = "--trust", .value = &x.folder },
        { .name = "--at", .value = &x.at },
        { .name = "--json", .flag = &x.json },
    };
    struct ts_operands files;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &files)
        || !take_time(&x))
        return TS_EXIT_USAGE;
    if (files.count < 2) {
        ts_report("usage: touchstone %s", EXPLAIN_USAGE);
        return TS_EXIT_USAGE;
    }
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    x.path = files.items[0];
    if (x.folder && !ts_trusted_load(&arena, &x.trust, x.folder))
        return TS_EXIT_DATA;
    if (!load_profile(&arena, &x))
        return TS_EXIT_DATA;
    cards.arena = &arena;
    cards.trust = x.folder ? &x.trust : NULL;
    cards.now = x.now;
    ts_profile_cards_read(&cards, files.items + 1, files.count - 1);
    if (cards.count > 0)
        explain_cards(&x, &cards);
    return cards.complete ? TS_EXIT_DONE : TS_EXIT_DATA;
}

int
ts_command_profile(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "lint") == 0)
        return lint(argc - 1, argv + 1);
    if (strcmp(what, "explain") == 0)
        return explain(argc - 1, argv + 1);
    if (*what)
        ts_report("profile %s is not a command", what);
    ts_report("usage: touchstone %s", LINT_USAGE);
    ts_report("       touchstone %s", EXPLAIN_USAGE);
    return TS_EXIT_USAGE;
}
