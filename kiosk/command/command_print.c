#include "firmware/board/clock.h"
#include "keys/authority/sheet.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/print_plan.h"
#include "kiosk/command/report.h"
#include "kiosk/command/trusted.h"
#include "kiosk/command/verify_input.h"
#include "kiosk/command/verify_parts.h"
#include "kiosk/verdict/assessment.h"

#include <stdio.h>
#include <string.h>

struct printing {
    /* As asked: */
    const char *file, *out, *trust_dir;
    struct ts_card words; /* What stands beside the code. */

    /* As found: */
    struct ts_trust trust;
    struct ts_arena arena;
    struct ts_verify_parts parts;
    ts_span content;
    size_t found;
    bool torn; /* parts are missing, or do not fit together */
    struct ts_print_plan plan;
};

static void
take_content(struct printing *p, ts_span text)
{
    if (p->found++ == 0 && !ts_arena_copy(&p->arena, &p->content, text))
        p->content = (ts_span){ 0 };
}

static void
take_code(ts_span text, void *context)
{
    struct printing *p = context;
    struct ts_assembly_answer answer = ts_verify_parts_take(&p->parts, p->file, text);
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: take_content(p, text); return;
    case TS_ASSEMBLY_WHOLE: take_content(p, answer.whole); return;
    case TS_ASSEMBLY_PART: return;
    case TS_ASSEMBLY_CONFLICT: p->torn = true; return;
    }
}

static void
report_part(const char *input, const char *what, void *context)
{
    struct printing *p = context;
    p->torn = true;
    ts_report("%s: %s", input, what);
}

static int
read_content(struct printing *p)
{
    size_t count = 0;
    enum ts_status status = ts_verify_input(&p->arena, p->file, take_code, p, &count);
    if (status != TS_OK) {
        ts_report("%s: %s", p->file, ts_status_words(status));
        return ts_exit_reading(status);
    }
    ts_verify_parts_left(&p->parts, report_part, p);
    if (p->torn)
        return TS_EXIT_DATA;
    if (p->found == 1 && p->content.len > 0)
        return TS_EXIT_DONE;
    ts_report(p->found ? "%s: holds more than one credential" : "%s: holds no code",
              p->file);
    return TS_EXIT_DATA;
}

static void
say(ts_span *word, ts_span instead)
{
    if (word->len == 0)
        *word = instead;
}

/* What the credential says is printed beside its code only once its proof holds. */
static void
take_words(struct printing *p)
{
    struct ts_assessment card;
    struct ts_now now = { ts_clock_utc(), TS_CLOCK_TRUSTED };
    (void)!ts_assess(&p->arena, &card, p->content, &p->trust, now);
    const struct ts_credential *credential = card.credential;
    if (!credential) {
        ts_report("%s: its proof does not hold by these lists: the card says nothing of "
                  "it",
                  p->file);
        return;
    }
    say(&p->words.name, credential->subject_name);
    say(&p->words.achievement, credential->achievement_name);
    say(&p->words.achievement, credential->name);
    say(&p->words.issuer, credential->issuer_name);
    p->words.valid_from = credential->valid_from;
    p->words.valid_until = credential->valid_until;
}

static int
choose(struct printing *p)
{
    struct ts_packings packings;
    struct ts_fault fault = { 0 };
    enum ts_status status =
        ts_repack(&p->arena, &packings, p->content, p->trust.contexts, &fault);
    if (status != TS_OK) {
        ts_report("%s: is not a credential that can be printed: %s", p->file,
                  fault.rule ? fault.rule : ts_status_name(status));
        return ts_exit_reading(status);
    }
    status = ts_print_plan_make(&p->arena, &p->plan, &packings);
    if (status == TS_OK)
        return TS_EXIT_DONE;
    ts_report("%s: is more than %d codes hold", p->file, TS_PARTS_MAX);
    return ts_exit_reading(status);
}

static bool
ends_in(const char *name, const char *ending)
{
    size_t len = strlen(name);
    size_t tail = strlen(ending);
    return len > tail && strcmp(name + len - tail, ending) == 0;
}

static int
put(const char *path, ts_span content)
{
    FILE *file = fopen(path, "wb");
    bool written = file && fwrite(content.at, 1, content.len, file) == content.len;
    if (file && fclose(file) != 0)
        written = false;
    if (written)
        return TS_EXIT_DONE;
    if (file)
        remove(path);
    ts_report("%s: cannot be written", path);
    return TS_EXIT_CANNOT_WRITE;
}

/* A card for every code; which one it is stands where a result would. */
static int
put_cards(struct printing *p)
{
    static char which[TS_PARTS_MAX][16];
    struct ts_card cards[TS_PARTS_MAX];
    ts_span pdf;
    for (size_t i = 0; i < p->plan.count; i++) {
        cards[i] = p->words;
        cards[i].qr = p->plan.codes[i];
        snprintf(which[i], sizeof(which[i]), "%zu / %zu", i + 1, p->plan.count);
        if (p->plan.count > 1)
            cards[i].result = ts_span_text(which[i]);
    }
    enum ts_status status =
        ts_sheet_pdf(&p->arena, &pdf, cards, p->plan.count, ts_clock_utc());
    if (status == TS_OK)
        return put(p->out, pdf);
    ts_report("%s: cannot be drawn", p->out);
    return TS_EXIT_OTHER;
}

/* NAME.png, or NAME-1.png, NAME-2.png, ... */
static void
name_picture(char path[static 1024], const struct printing *p, size_t index)
{
    size_t stem = strlen(p->out) - 4;
    if (p->plan.count == 1)
        snprintf(path, 1024, "%s", p->out);
    else
        snprintf(path, 1024, "%.*s-%zu%s", (int)stem, p->out, index + 1, p->out + stem);
}

static int
put_pictures(struct printing *p)
{
    int exit_code = TS_EXIT_DONE;
    for (size_t i = 0; exit_code == TS_EXIT_DONE && i < p->plan.count; i++) {
        char path[1024];
        ts_span picture;
        const struct ts_qr *qr = &p->plan.codes[i];
        enum ts_status status = ends_in(p->out, ".png")
                                    ? ts_qr_png(&p->arena, &picture, qr)
                                    : ts_qr_svg(&p->arena, &picture, qr);
        name_picture(path, p, i);
        if (status != TS_OK) {
            ts_report("%s: cannot be drawn", path);
            return TS_EXIT_OTHER;
        }
        exit_code = put(path, picture);
    }
    return exit_code;
}

static void
tell(const struct printing *p)
{
    unsigned version = ts_print_plan_version(&p->plan);
    printf("%s: %s, %zu code%s of version %u, %u modules a side\n", p->file, p->plan.form,
           p->plan.count, p->plan.count == 1 ? "" : "s", version, 17 + 4 * version);
    if (version > TS_QR_VERSION_ADVISED)
        ts_report("%s: warning: above version %d cameras need the code larger than it is "
                  "printed",
                  p->file, TS_QR_VERSION_ADVISED);
}

static int
print(struct printing *p)
{
    if (p->trust_dir && !ts_trusted_load(&p->arena, &p->trust, p->trust_dir))
        return TS_EXIT_DATA;
    int exit_code = read_content(p);
    if (exit_code == TS_EXIT_DONE)
        exit_code = choose(p);
    if (exit_code != TS_EXIT_DONE)
        return exit_code;
    tell(p);
    if (p->trust_dir)
        take_words(p);
    if (!p->out)
        return TS_EXIT_DONE;
    return ends_in(p->out, ".pdf") ? put_cards(p) : put_pictures(p);
}

static bool
read_request(struct printing *p, int argc, char **argv)
{
    const char *words[3] = { NULL, NULL, NULL };
    struct ts_operands operands;
    const struct ts_option options[] = {
        { .name = "--out", .value = &p->out },
        { .name = "--trust", .value = &p->trust_dir },
        { .name = "--name", .value = &words[0] },
        { .name = "--achievement", .value = &words[1] },
        { .name = "--issuer", .value = &words[2] },
    };
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "touchstone print FILE [--out FILE]"))
        return false;
    p->file = operands.items[0];
    p->words.valid_from = TS_UTC_ALWAYS;
    p->words.valid_until = TS_UTC_NEVER;
    p->words.name = ts_span_text(words[0]);
    p->words.achievement = ts_span_text(words[1]);
    p->words.issuer = ts_span_text(words[2]);
    if (!p->out || ends_in(p->out, ".pdf") || ends_in(p->out, ".png")
        || ends_in(p->out, ".svg"))
        return true;
    ts_report("--out %s: ends in none of .pdf, .png and .svg", p->out);
    return false;
}

int
ts_command_print(int argc, char **argv)
{
    static struct printing p;
    if (!read_request(&p, argc, argv))
        return TS_EXIT_USAGE;
    p.arena = ts_command_memory(TS_COMMAND_MEMORY);
    return print(&p);
}
