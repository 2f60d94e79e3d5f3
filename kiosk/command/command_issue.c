#include "firmware/base/limits.h"
#include "firmware/board/clock.h"
#include "keys/authority/cell.h"
#include "keys/authority/issue.h"
#include "keys/authority/qr_picture.h"
#include "kiosk/command/command.h"
#include "kiosk/command/issuer_folder.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"

#include <stdio.h>
#include <string.h>

#define SHEET_FILE_MAX (8 << 20)

struct request {
    const char *issuer, *out, *format, *valid_from, *valid_until, *passphrase_file;
    bool pixelpass;
    struct ts_operands operands;
};

/** One run. */
struct issuing {
    struct ts_arena *arena;
    const char *people; /**< The spreadsheet. */
    const char *out;
    enum ts_signing signing;
    ts_utc now;
    struct ts_roll roll;
    struct ts_issuer_folder folder;
    struct ts_issued *issued;
};

static const struct {
    const char *name;
    enum ts_signing signing;
    enum ts_key_kind kind; /**< What the suite signs with; TS_KEY_NONE for any. */
} FORMATS[] = {
    { "vc+cose", TS_SIGN_VC_COSE, TS_KEY_NONE },
    { "vc-jwt", TS_SIGN_VC_JWT, TS_KEY_NONE },
    { "eddsa-jcs-2022", TS_SIGN_DATA_INTEGRITY, TS_KEY_ED25519 },
    { "ecdsa-jcs-2019", TS_SIGN_DATA_INTEGRITY, TS_KEY_P256 },
    { "eddsa-rdfc-2022", TS_SIGN_LINKED_DATA, TS_KEY_ED25519 },
    { "ecdsa-rdfc-2019", TS_SIGN_LINKED_DATA, TS_KEY_P256 },
};

static size_t
find_format(const char *name)
{
    size_t i = 0;
    while (i < TS_COUNT(FORMATS) && strcmp(FORMATS[i].name, name) != 0)
        i++;
    return i;
}

/* The same proof, packed for a code; false where it is packed as it is. */
static bool
pack(enum ts_signing *signing)
{
    bool jcs = *signing == TS_SIGN_DATA_INTEGRITY;
    bool rdfc = *signing == TS_SIGN_LINKED_DATA;
    if (jcs)
        *signing = TS_SIGN_PIXELPASS;
    else if (rdfc)
        *signing = TS_SIGN_LINKED_DATA_PIXELPASS;
    return jcs || rdfc;
}

static bool
read_day(ts_utc *utc, const char *option, const char *text, bool day_end)
{
    if (!text || ts_day_parse(utc, ts_span_text(text), day_end) == TS_OK)
        return true;
    ts_report("%s %s: is not a date like 2026-05-12", option, text);
    return false;
}

static bool
read_request(struct request *request, struct issuing *run,
             struct ts_roll_defaults *defaults)
{
    if (!request->issuer || !request->out || request->operands.count != 1) {
        ts_report("usage: touchstone issue --issuer DIR people.csv --out DIR");
        return false;
    }
    const char *name = request->format ? request->format : FORMATS[0].name;
    size_t format = find_format(name);
    if (format == TS_COUNT(FORMATS)) {
        ts_report("--format %s: say vc+cose, vc-jwt, eddsa-jcs-2022, ecdsa-jcs-2019, "
                  "eddsa-rdfc-2022 or ecdsa-rdfc-2019",
                  name);
        return false;
    }
    run->signing = FORMATS[format].signing;
    if (request->pixelpass && !pack(&run->signing)) {
        ts_report("--pixelpass belongs to the four suites whose proof is JSON");
        return false;
    }
    run->people = request->operands.items[0];
    run->out = request->out;
    run->folder.path = request->issuer;
    return read_day(&defaults->valid_from, "--valid-from", request->valid_from, false)
           && read_day(&defaults->valid_until, "--valid-until", request->valid_until,
                       true);
}

static int
report_roll(const struct issuing *run, enum ts_status status)
{
    const struct ts_roll *roll = &run->roll;
    for (size_t i = 0; i < roll->problem_count && i < TS_ROLL_PROBLEMS_MAX; i++) {
        const struct ts_roll_problem *problem = &roll->problems[i];
        ts_report("%s:%zu: %.*s%s%s", run->people, problem->line,
                  TS_SPAN_ARG(problem->column), problem->column.len ? " " : "",
                  problem->what);
    }
    if (roll->problem_count > TS_ROLL_PROBLEMS_MAX)
        ts_report("%s: and %zu more", run->people,
                  roll->problem_count - TS_ROLL_PROBLEMS_MAX);
    if (status == TS_OVER_LIMIT)
        ts_report("%s: has more than %d rows; split it", run->people, TS_ROLL_AWARDS_MAX);
    return ts_exit_reading(status);
}

static int
read_people(struct issuing *run, const struct ts_roll_defaults *defaults)
{
    ts_span text;
    if (!ts_input_read(run->arena, &text, run->people, SHEET_FILE_MAX))
        return TS_EXIT_DATA;
    enum ts_status status = ts_roll_read(run->arena, &run->roll, text, defaults);
    return status == TS_OK ? TS_EXIT_DONE : report_roll(run, status);
}

static void
warn(const struct issuing *run, const struct ts_issued *issued)
{
    const struct ts_award *award = issued->award;
    if (issued->qr.version > TS_QR_VERSION_ADVISED)
        ts_report("%s:%zu: warning: the code has version %u; above %d cameras need it "
                  "larger than it is printed",
                  run->people, award->line, issued->qr.version, TS_QR_VERSION_ADVISED);
    if (!ts_text_is_plain(award->cells[TS_COLUMN_NAME])
        || !ts_text_is_plain(award->cells[TS_COLUMN_ACHIEVEMENT]))
        ts_report(
            "%s:%zu: warning: sheet.pdf may show the name or the achievement wrong; "
            "its letters need shaping, which this program does not do",
            run->people, award->line);
    if (award->cells[TS_COLUMN_CODE].len && award->cells[TS_COLUMN_CODE_URL].len == 0)
        ts_report("%s:%zu: warning: code has no code_url, which Open Badges asks for",
                  run->people, award->line);
}

static int
report_badge(const struct issuing *run, const struct ts_award *award,
             enum ts_status status, const char *what)
{
    if (status == TS_DUPLICATE)
        what = "id was issued before";
    else if (status != TS_OVER_LIMIT)
        what = ts_status_words(status);
    ts_report("%s:%zu: %s", run->people, award->line, what);
    return ts_exit_reading(status);
}

/** Everything that can fail for what the sheet says fails here, before anything
 * is written. */
static int
make_badges(struct issuing *run)
{
    struct ts_issue_order order = { .issuer = &run->folder.signer,
                                    .ledger = &run->folder.ledger,
                                    .signing = run->signing,
                                    .now = run->now };
    run->issued = ts_arena_take_array(run->arena, run->roll.count, sizeof(*run->issued));
    if (!run->issued)
        return report_roll(run, TS_NO_SPACE);
    for (size_t i = 0; i < run->roll.count; i++) {
        const char *what;
        const struct ts_award *award = &run->roll.awards[i];
        enum ts_status status =
            ts_issue_make(run->arena, &run->issued[i], &order, award, &what);
        if (status != TS_OK)
            return report_badge(run, award, status, what);
        warn(run, &run->issued[i]);
    }
    ts_issued_name_all(run->issued, run->roll.count);
    return TS_EXIT_DONE;
}

static enum ts_status
put(struct ts_store *out, const struct ts_issued *issued, const char *ending,
    ts_span content)
{
    char name[TS_ISSUED_NAME_MAX + 8];
    snprintf(name, sizeof(name), "%s%s", issued->name, ending);
    return ts_store_replace(out, name, content, false);
}

static enum ts_status
put_badge(struct ts_arena *arena, struct ts_store *out, const struct ts_issued *issued)
{
    size_t used = arena->used;
    ts_span png;
    ts_span svg;
    enum ts_status status = ts_qr_png(arena, &png, &issued->qr);
    if (status == TS_OK)
        status = ts_qr_svg(arena, &svg, &issued->qr);
    if (status == TS_OK)
        status = put(out, issued, ".txt", issued->code);
    if (status == TS_OK)
        status = put(out, issued, ".json", issued->json);
    if (status == TS_OK)
        status = put(out, issued, ".png", png);
    if (status == TS_OK)
        status = put(out, issued, ".svg", svg);
    ts_arena_rewind(arena, used);
    return status;
}

static enum ts_status
put_sheet(struct issuing *run, struct ts_store *out)
{
    ts_span pdf;
    struct ts_card *cards =
        ts_arena_take_array(run->arena, run->roll.count, sizeof(*cards));
    if (!cards)
        return TS_NO_SPACE;
    for (size_t i = 0; i < run->roll.count; i++)
        cards[i] = ts_issued_card(&run->issued[i], &run->folder.signer);
    enum ts_status status =
        ts_sheet_pdf(run->arena, &pdf, cards, run->roll.count, run->now);
    return status == TS_OK ? ts_store_replace(out, "sheet.pdf", pdf, false) : status;
}

static int
put_all(struct issuing *run, struct ts_store *out)
{
    enum ts_status status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < run->roll.count; i++) {
        status = put_badge(run->arena, out, &run->issued[i]);
        if (status != TS_OK)
            ts_report("%s/%s: cannot be written", run->out, run->issued[i].name);
    }
    if (status != TS_OK)
        return ts_exit_writing(status);
    status = put_sheet(run, out);
    if (status != TS_OK)
        ts_report("%s/sheet.pdf: cannot be written", run->out);
    for (size_t i = 0; status == TS_OK && i < run->roll.count; i++)
        printf("%s %.*s\n", run->issued[i].name, TS_SPAN_ARG(run->issued[i].id));
    return ts_exit_writing(status);
}

/** The ledger before the badges: a badge that exists can always be withdrawn, and
 * its place in the lists is never given away again. */
static int
issue(struct issuing *run)
{
    struct ts_store *out;
    int exit_code = make_badges(run);
    if (exit_code != TS_EXIT_DONE)
        return exit_code;
    if (ts_store_open(&out, run->out, true) != TS_OK) {
        ts_report("%s: the folder cannot be made", run->out);
        return TS_EXIT_CANNOT_WRITE;
    }
    exit_code = ts_issuer_folder_save(run->arena, &run->folder, run->now);
    if (exit_code == TS_EXIT_DONE)
        exit_code = put_all(run, out);
    ts_store_close(out);
    return exit_code;
}

/** A suite and a key of another kind do not sign together. */
static bool
key_fits(const struct issuing *run, const char *format)
{
    if (!format)
        return true;
    enum ts_key_kind kind = FORMATS[find_format(format)].kind;
    if (kind == TS_KEY_NONE || kind == run->folder.signer.key.kind)
        return true;
    ts_report("--format %s: the key in %s is of another kind", format, run->folder.path);
    return false;
}

int
ts_command_issue(int argc, char **argv)
{
    struct request request = { 0 };
    const struct ts_option options[] = {
        { .name = "--issuer", .value = &request.issuer },
        { .name = "--out", .value = &request.out },
        { .name = "--format", .value = &request.format },
        { .name = "--pixelpass", .flag = &request.pixelpass },
        { .name = "--valid-from", .value = &request.valid_from },
        { .name = "--valid-until", .value = &request.valid_until },
        { .name = "--passphrase-file", .value = &request.passphrase_file },
    };
    struct issuing run = { .now = ts_clock_utc() };
    struct ts_roll_defaults defaults = { run.now, TS_UTC_NEVER };
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &request.operands)
        || !read_request(&request, &run, &defaults))
        return TS_EXIT_USAGE;

    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    run.arena = &arena;
    int exit_code = read_people(&run, &defaults);
    if (exit_code != TS_EXIT_DONE)
        return exit_code;
    if (!ts_issuer_folder_open(&arena, &run.folder, request.passphrase_file,
                               run.roll.count, &exit_code))
        return exit_code;
    exit_code = key_fits(&run, request.format) ? issue(&run) : TS_EXIT_USAGE;
    ts_issuer_folder_close(&run.folder);
    return exit_code;
}
