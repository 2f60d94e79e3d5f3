#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/command/trusted.h"
#include "kiosk/command/verify_input.h"
#include "kiosk/command/verify_parts.h"
#include "kiosk/command/verify_print.h"
#include "kiosk/credential/bag.h"

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
    const char *input;
    struct ts_verify_parts parts;
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
        ts_verdict_write_json(&w, v->input, verdict, TS_SPAN_LIT("en"));
        ts_write_u8(&w, '\n');
    } else {
        ts_verdict_write_text(&w, v->input, verdict);
    }
    ts_span text = ts_writer_span(&w);
    if (w.full)
        ts_report("%s: the answer is too long to print", v->input);
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
take_card(struct verification *v, const struct ts_assessment *card)
{
    if (!v->together) {
        conclude(v, &card, 1);
    } else if (v->card_count < TOGETHER_MAX) {
        v->cards[v->card_count++] = card;
    } else {
        ts_report("%s: more than %d cards", v->input, TOGETHER_MAX);
        worsen(v, EXIT_UNREADABLE);
    }
}

static struct ts_assessment *
new_card(struct verification *v)
{
    struct ts_assessment *card = ts_arena_take(&v->arena, sizeof(*card));
    if (card)
        return card;
    ts_report("%s: too much to verify at once", v->input);
    worsen(v, EXIT_UNREADABLE);
    return NULL;
}

static void
take_text(struct verification *v, ts_span text, unsigned unchecked)
{
    struct ts_assessment *card = new_card(v);
    if (!card)
        return;
    /* TS_NO_SPACE is in the assessment too, as what the card is: too large. */
    (void)!ts_assess(&v->arena, card, text, v->has_trust ? &v->trust : NULL, v->now);
    card->unchecked |= unchecked;
    take_card(v, card);
}

static void
take_refusal(struct verification *v, ts_span text, enum ts_status status,
             const struct ts_fault *fault)
{
    struct ts_assessment *card = new_card(v);
    if (!card)
        return;
    ts_assess_refused(card, text, status, fault);
    take_card(v, card);
}

static void
take_credential(struct verification *v, ts_span text)
{
    struct ts_fault fault = { 0 };
    struct ts_bag bag;
    ts_span copy;
    if (!ts_arena_copy(&v->arena, &copy, text)) {
        ts_report("%s: too much to verify at once", v->input);
        worsen(v, EXIT_UNREADABLE);
        return;
    }
    const struct ts_ld_contexts *contexts = v->has_trust ? v->trust.contexts : NULL;
    enum ts_status status = ts_bag_open(&v->arena, &bag, copy, contexts, &fault);
    if (status == TS_ABSENT) {
        take_text(v, copy, 0);
    } else if (status != TS_OK) {
        take_refusal(v, copy, status, &fault);
    } else {
        for (size_t i = 0; i < bag.count; i++)
            take_text(v, bag.texts[i], bag.unchecked);
    }
}

static void
report_unreadable(struct verification *v, const char *why)
{
    struct ts_assessment nothing = { .format = TS_FORMAT_NONE };
    const struct ts_assessment *alone = &nothing;
    nothing.reasons[nothing.reason_count++] =
        (struct ts_reason_entry){ .code = TS_REASON_UNREADABLE,
                                  .detail = ts_span_text(why) };
    if (!v->together)
        conclude(v, &alone, 1);
    ts_report("%s: %s", v->input, why);
    worsen(v, EXIT_UNREADABLE);
}

static void
take_code(ts_span text, void *context)
{
    struct verification *v = context;
    struct ts_assembly_answer answer = ts_verify_parts_take(&v->parts, v->input, text);
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: take_credential(v, text); return;
    case TS_ASSEMBLY_WHOLE: take_credential(v, answer.whole); return;
    case TS_ASSEMBLY_PART: return; /* report_parts() tells if no more of it comes */
    case TS_ASSEMBLY_CONFLICT:
        report_unreadable(v, "parts that do not fit together");
        return;
    }
}

static void
report_parts(const char *input, const char *what, void *context)
{
    struct verification *v = context;
    v->input = input;
    report_unreadable(v, what);
}

static const char *
why_unreadable(enum ts_status status)
{
    return status == TS_ABSENT       ? "no such file"
           : status == TS_OVER_LIMIT ? "larger than is looked at"
           : status == TS_MALFORMED  ? "a damaged picture"
           : status == TS_IO         ? "cannot be read"
                                     : ts_status_name(status);
}

static void
verify_input(struct verification *v, const char *path)
{
    size_t used = v->arena.used;
    size_t count = 0;
    v->input = path;
    enum ts_status status = ts_verify_input(&v->arena, path, take_code, v, &count);
    if (status != TS_OK)
        report_unreadable(v, why_unreadable(status));
    else if (count == 0)
        report_unreadable(v, "no code in the picture");
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
        ts_report("%s: %s", v->profile_file, why_unreadable(status));
    return v->has_profile;
}

static int
run(struct verification *v, const struct ts_operands *files)
{
    v->now = (struct ts_now){ v->has_at ? v->at : ts_clock_utc(), TS_CLOCK_TRUSTED };
    if (!load_trust(v) || !load_profile(v))
        return EXIT_UNREADABLE;
    for (size_t i = 0; i < files->count; i++)
        verify_input(v, files->items[i]);
    ts_verify_parts_left(&v->parts, report_parts, v);
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
