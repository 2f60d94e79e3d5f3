#include "firmware/base/calendar.h"
#include "keys/codec/json_writer.h"
#include "kiosk/command/command.h"
#include "kiosk/command/kiosk_keys.h"
#include "kiosk/command/report.h"
#include "kiosk/command/verify_input.h"
#include "kiosk/receipt/receipt.h"
#include "kiosk/verdict/reason.h"
#include "kiosk/verdict/verdict.h"

#include <stdio.h>

static const char usage[] =
    "usage: touchstone verify-receipt FILE|- [--key FILE|did:key:...]...\n"
    "                  [--keys FOLDER] [--json]\n"
    "\n"
    "Checks the receipt of a kiosk: a picture of it, or its text. A receipt says what a\n"
    "kiosk said at that time; it says nothing of the person, and lets nobody in.\n"
    "\n"
    "  --key            a kiosk's key as 'touchstone kiosk-key' prints it, or a file of "
    "it\n"
    "  --keys           a folder of such files, one a kiosk\n"
    "  --json           one object a receipt\n"
    "\n"
    "exit code: 0 genuine, 20 not genuine, 30 of a kiosk whose key was not given, 65 no\n"
    "receipt\n";

struct checking {
    struct ts_arena *arena;
    const struct ts_kiosk_keys *known;
    bool json;
    int exit_code; /* the worst so far */
    size_t receipts;
};

static const char *
verdict_name(uint8_t verdict)
{
    return verdict < TS_VERDICT_COUNT ? ts_verdict_name((enum ts_verdict_kind)verdict)
                                      : "?";
}

static const char *
reason_name(uint8_t reason)
{
    return reason < TS_REASON_COUNT ? ts_reason_name((enum ts_reason)reason) : "?";
}

/* What it says came from a kiosk; a terminal must not take orders from it all the same.
 */
static void
print_text(const char *before, ts_span text)
{
    if (text.len == 0)
        return;
    fputs(before, stdout);
    for (size_t i = 0; i < text.len; i++)
        putchar(text.at[i] < 0x20 || text.at[i] == 0x7f ? '?' : text.at[i]);
    putchar('\n');
}

static void
print_hex(const char *before, ts_span bytes)
{
    if (bytes.len == 0)
        return;
    fputs(before, stdout);
    for (size_t i = 0; i < bytes.len; i++)
        printf("%02x", bytes.at[i]);
    putchar('\n');
}

static void
print_plain(const struct ts_receipt *r, const char *kiosk)
{
    char time[TS_UTC_TEXT_SIZE];
    ts_utc_format(time, r->time);
    printf("genuine\n  kiosk    %s\n  time     %s%s\n", kiosk, time,
           r->time_is_floor ? " or later: the clock was not trusted" : "");
    print_text("  site     ", r->site);
    print_text("  profile  ", r->profile);
    print_hex("  profile  SHA-256 begins ", r->profile_hash);
    printf("  verdict  %s (%u %s)%s\n", verdict_name(r->verdict), r->reason,
           reason_name(r->reason), r->let_in ? ", let in by a supervisor" : "");
    if (r->epoch)
        printf("  lists    version %llu\n", (unsigned long long)r->epoch);
    else
        printf("  lists    none\n");
    print_hex("  number   ", TS_SPAN_OF(r->number));
}

static void
write_hex_member(struct ts_writer *w, const char *name, ts_span bytes)
{
    static const char digits[] = "0123456789abcdef";
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_write_u8(w, '"');
    for (size_t i = 0; i < bytes.len; i++) {
        ts_write_u8(w, (uint8_t)digits[bytes.at[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[bytes.at[i] & 15]);
    }
    ts_write_u8(w, '"');
}

static void
write_text_member(struct ts_writer *w, const char *name, ts_span text)
{
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_json_write_string(w, text);
}

static void
print_json(const struct ts_receipt *r, const char *kiosk)
{
    char room[4096];
    char time[TS_UTC_TEXT_SIZE];
    ts_span line;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    ts_utc_format(time, r->time);
    ts_write_text(&w, "{\"result\":\"genuine\"");
    write_text_member(&w, "kiosk", ts_span_text(kiosk));
    write_text_member(&w, "time", ts_span_text(time));
    ts_write_text(&w, r->time_is_floor ? ",\"orLater\":true" : ",\"orLater\":false");
    write_text_member(&w, "site", r->site);
    write_text_member(&w, "profile", r->profile);
    if (r->profile_hash.len)
        write_hex_member(&w, "profileHash", r->profile_hash);
    write_text_member(&w, "verdict", ts_span_text(verdict_name(r->verdict)));
    ts_write_text(&w, ",\"reason\":");
    ts_write_decimal(&w, r->reason);
    ts_write_text(&w, r->let_in ? ",\"letIn\":true" : ",\"letIn\":false");
    ts_write_text(&w, ",\"lists\":");
    ts_write_decimal(&w, r->epoch > INT64_MAX ? INT64_MAX : (int64_t)r->epoch);
    write_hex_member(&w, "number", TS_SPAN_OF(r->number));
    ts_write_text(&w, "}");
    if (ts_writer_end(&w, &line) == TS_OK)
        printf("%.*s\n", TS_SPAN_ARG(line));
}

/* Nothing of what it says, only what it is not. */
static void
print_refusal(const struct checking *c, const char *result, const char *words)
{
    if (c->json)
        printf("{\"result\":\"%s\"}\n", result);
    else
        printf("%s\n", words);
}

static ts_span
trim(ts_span text)
{
    while (text.len && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
        text.len--;
    return text;
}

static int
worse(int a, int b)
{
    if (a == TS_EXIT_NOT_GENUINE || b == TS_EXIT_NOT_GENUINE)
        return TS_EXIT_NOT_GENUINE;
    return a > b ? a : b;
}

static void
check(ts_span text, void *context)
{
    struct checking *c = context;
    struct ts_receipt receipt;
    size_t which = 0;
    text = trim(text);
    if (!ts_receipt_looks_like(text))
        return;
    c->receipts++;
    enum ts_status status = ts_receipt_verify(c->arena, &receipt, &which, text,
                                              c->known->keys, c->known->count);
    if (status == TS_OK && c->json) {
        print_json(&receipt, c->known->names[which]);
    } else if (status == TS_OK) {
        print_plain(&receipt, c->known->names[which]);
    } else if (status == TS_ABSENT) {
        print_refusal(c, "unknown-kiosk", "of a kiosk whose key was not given");
        c->exit_code = worse(c->exit_code, TS_EXIT_UNKNOWN_KIOSK);
    } else {
        print_refusal(c, "not-genuine", "not genuine");
        c->exit_code = worse(c->exit_code, TS_EXIT_NOT_GENUINE);
    }
}

static int
check_all(struct checking *c, const char *path)
{
    size_t count = 0;
    struct ts_arena input = ts_command_memory(TS_COMMAND_MEMORY / 2);
    enum ts_status status = ts_verify_input(&input, path, check, c, &count);
    if (status != TS_OK) {
        ts_report("%s: %s", path, ts_status_words(status));
        return ts_exit_reading(status);
    }
    if (c->receipts == 0) {
        ts_report("%s: holds no receipt", path);
        return TS_EXIT_DATA;
    }
    return c->exit_code;
}

int
ts_command_verify_receipt(int argc, char **argv)
{
    static struct ts_kiosk_keys known;
    struct ts_option_values keys = { .count = 0 };
    const char *folder = NULL;
    bool json = false;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--key", .values = &keys },
        { .name = "--keys", .value = &folder },
        { .name = "--json", .flag = &json },
        { .name = "--help", .flag = &help },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands))
        return TS_EXIT_USAGE;
    if (help) {
        fputs(usage, stdout);
        return TS_EXIT_DONE;
    }
    if (!ts_operands_expect(&operands, 1, "verify-receipt FILE [--key KEY]..."))
        return TS_EXIT_USAGE;

    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY / 2);
    struct checking checking = { .arena = &arena, .known = &known, .json = json };
    for (size_t i = 0; i < keys.count; i++)
        if (!ts_kiosk_keys_add(&arena, &known, keys.items[i]))
            return TS_EXIT_DATA;
    if (folder && !ts_kiosk_keys_add_folder(&arena, &known, folder))
        return TS_EXIT_DATA;
    return check_all(&checking, operands.items[0]);
}
