#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/command/trusted.h"
#include "kiosk/command/verify_cards.h"
#include "kiosk/command/verify_input.h"
#include "kiosk/command/verify_print.h"

#include <stdio.h>

enum {
    EXIT_READY = 0,
    EXIT_NOT_YET = 10,
    EXIT_STOP = 20,
    EXIT_CANNOT_TELL = 30,
    EXIT_UNREADABLE = TS_EXIT_DATA,

    /* The lists, and a file of 4 MiB as a tree and in canonical form. */
    ARENA_SIZE = 2 * TS_TRUST_ARENA_SIZE,
    PRINT_SIZE = 1024 * 1024,
    TOGETHER_MAX = TS_BASKET_MAX,
};

static const char usage[] =
    "usage: touchstone verify [--trust DIR] [--profile FILE] [--at RFC3339] [--json]\n"
    "                         [--together] [--identity TEXT] FILE...|-\n"
    "\n"
    "  FILE        a picture (PNG, JPEG, PDF), the text of a code, or a credential; one\n"
    "              in several codes is put together from all of them\n"
    "  --trust     a kiosk's trust folder or a published list repository\n"
    "  --profile   a job profile; without one READY means genuine, trusted, in date\n"
    "              and not withdrawn\n"
    "  --at        judge as of this time instead of now\n"
    "  --together  the cards are one person's: one verdict over all of them\n"
    "  --identity  a name, e-mail address or number that the cards are to prove to be\n"
    "              their holder's\n"
    "  --json      one object a line\n"
    "\n"
    "exit code: 0 READY, 10 NOT YET, 20 STOP, 30 CANNOT TELL, 64 usage,\n"
    "65 unreadable input; of several, the most severe (20, 65, 30, 10, 0)\n";

struct verification {
    /* As asked: */
    const char *trust_dir, *profile_file, *identity;
    bool json, together;
    ts_utc at;
    bool has_at;

    /* As loaded: */
    struct ts_trust trust;
    bool has_trust;
    struct ts_profile profile;
    bool has_profile;
    struct ts_now now;

    /* As found: */
    struct ts_arena arena;
    ts_room print;
    struct ts_verify_cards reading;
    const struct ts_assessment *cards[TOGETHER_MAX];
    size_t card_count;
    int exit_code;
};

/* The worst news first. A file that could not be read may have been the forged
 * one, so it outweighs everything but a forgery that was seen. */
static void
worsen(struct verification *v, int code)
{
    static const int order[] = { EXIT_STOP, EXIT_UNREADABLE, EXIT_CANNOT_TELL,
                                 EXIT_NOT_YET };
    for (size_t i = 0; i < TS_COUNT(order); i++) {
        if (v->exit_code == order[i])
            return;
        if (code != order[i])
            continue;
        v->exit_code = code;
        return;
    }
}

static int
exit_code_of(enum ts_verdict_kind kind)
{
    switch (kind) {
    case TS_VERDICT_CANNOT_TELL: return EXIT_CANNOT_TELL;
    case TS_VERDICT_READY: return EXIT_READY;
    case TS_VERDICT_NOT_YET: return EXIT_NOT_YET;
    case TS_VERDICT_STOP: return EXIT_STOP;
    }
    return EXIT_CANNOT_TELL;
}

static void
print_verdict(struct verification *v, const struct ts_verdict *verdict)
{
    struct ts_writer w = ts_writer_over(v->print);
    if (v->json) {
        ts_verdict_write_json(&w, v->reading.input, verdict, TS_SPAN_LIT("en"));
        ts_write_u8(&w, '\n');
    } else {
        ts_verdict_write_text(&w, v->reading.input, verdict);
    }
    ts_span text = ts_writer_span(&w);
    if (w.full)
        ts_report("%s: the answer is too long to print", v->reading.input);
    else
        fwrite(text.at, 1, text.len, stdout);
}

static void
conclude(struct verification *v, const struct ts_assessment *const *cards, size_t count)
{
    struct ts_verdict verdict;
    struct ts_scan_cards scan = { .shown = cards, .shown_count = count, .vouched = true };
    ts_verdict_reach_scan(&verdict, &scan, v->has_profile ? &v->profile : NULL,
                          v->has_trust ? &v->trust : NULL, v->now);
    if (v->identity)
        ts_verdict_ask_identity(&verdict, cards, count, ts_span_text(v->identity));
    print_verdict(v, &verdict);
    worsen(v, exit_code_of(verdict.kind));
}

static void
take_card(const struct ts_assessment *card, void *context)
{
    struct verification *v = context;
    if (!v->together) {
        conclude(v, &card, 1);
    } else if (v->card_count < TOGETHER_MAX) {
        v->cards[v->card_count++] = card;
    } else {
        ts_report("%s: more than %d cards", v->reading.input, TOGETHER_MAX);
        worsen(v, EXIT_UNREADABLE);
    }
}

static void
report_unreadable(const char *why, void *context)
{
    struct verification *v = context;
    struct ts_assessment nothing = { .format = TS_FORMAT_NONE };
    const struct ts_assessment *alone = &nothing;
    nothing.reasons[nothing.reason_count++] =
        (struct ts_reason_entry){ .code = TS_REASON_UNREADABLE,
                                  .detail = ts_span_text(why) };
    if (!v->together)
        conclude(v, &alone, 1);
    ts_report("%s: %s", v->reading.input, why);
    worsen(v, EXIT_UNREADABLE);
}

static void
verify_input(struct verification *v, const char *path)
{
    size_t used = v->arena.used;
    ts_verify_cards_read(&v->reading, path);
    if (!v->together)
        ts_arena_rewind(&v->arena, used);
}

static bool
load_trust(struct verification *v)
{
    if (!v->trust_dir)
        return true;
    v->has_trust = ts_trusted_load(&v->arena, &v->trust, v->trust_dir);
    return v->has_trust;
}

static void
keep_text(ts_span text, void *context)
{
    struct verification *v = context;
    struct ts_fault fault = { 0 };
    ts_span copy;
    if (!ts_arena_copy(&v->arena, &copy, text))
        return;
    enum ts_status status = ts_profile_read(&v->arena, &v->profile, copy, &fault);
    v->has_profile = status == TS_OK;
    if (!v->has_profile)
        ts_report("%s: %s at byte %zu: %s", v->profile_file, ts_status_name(status),
                  fault.offset, fault.rule ? fault.rule : "");
    else if (v->has_trust
             && ts_profile_believe(&v->arena, &v->profile, v->trust.equivalences, &fault)
                    != TS_OK)
        ts_report("%s: equivalences are left out: %s", v->trust_dir,
                  fault.rule ? fault.rule : ts_status_name(fault.status));
}

static bool
load_profile(struct verification *v)
{
    size_t count = 0;
    if (!v->profile_file)
        return true;
    enum ts_status status =
        ts_verify_input(&v->arena, v->profile_file, keep_text, v, &count);
    if (status != TS_OK)
        ts_report("%s: %s", v->profile_file, ts_verify_input_words(status));
    return v->has_profile;
}

static int
run(struct verification *v, const struct ts_operands *files)
{
    v->now = (struct ts_now){ v->has_at ? v->at : ts_clock_utc(), TS_CLOCK_TRUSTED };
    if (!load_trust(v) || !load_profile(v))
        return EXIT_UNREADABLE;
    v->reading.arena = &v->arena;
    v->reading.trust = v->has_trust ? &v->trust : NULL;
    v->reading.now = v->now;
    v->reading.card = take_card;
    v->reading.unreadable = report_unreadable;
    v->reading.context = v;
    for (size_t i = 0; i < files->count; i++)
        verify_input(v, files->items[i]);
    ts_verify_cards_end(&v->reading);
    if (v->card_count)
        conclude(v, v->cards, v->card_count);
    return v->exit_code;
}

static bool
take_options(struct verification *v, struct ts_operands *files, int argc, char **argv)
{
    const char *at = NULL;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--trust", .value = &v->trust_dir },
        { .name = "--profile", .value = &v->profile_file },
        { .name = "--at", .value = &at },
        { .name = "--identity", .value = &v->identity },
        { .name = "--json", .flag = &v->json },
        { .name = "--together", .flag = &v->together },
        { .name = "--help", .flag = &help },
    };
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), files))
        return false;
    if (at && ts_utc_parse(&v->at, ts_span_text(at)) != TS_OK) {
        ts_report("--at %s: not an RFC 3339 time", at);
        return false;
    }
    v->has_at = at != NULL;
    return !help && files->count > 0;
}

int
ts_command_verify(int argc, char **argv)
{
    static struct verification v;
    struct ts_operands files = { 0 };
    if (!take_options(&v, &files, argc, argv)) {
        fputs(usage, stderr);
        return TS_EXIT_USAGE;
    }
    v.arena = ts_command_memory(ARENA_SIZE);
    struct ts_arena print = ts_command_memory(PRINT_SIZE);
    v.print = ts_arena_rest(&print);
    return run(&v, &files);
}
