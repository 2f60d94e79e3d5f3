#include "keys/crypto/pin.h"

#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/passphrase.h"
#include "kiosk/command/report.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: touchstone pin [--stdin]\n"
    "\n"
    "Asks for a PIN of 4 to 12 digits, twice, and prints the line that kiosk.conf keeps\n"
    "as admin_pin or waiver_pin. Whoever reads the line can try PINs against it: let\n"
    "only the kiosk read that file, and take more than four digits.\n"
    "\n"
    "  --stdin          reads it once, from a line of the standard input\n";

static bool
ask(struct ts_arena *arena, ts_span *pin)
{
    ts_span again;
    if (!ts_passphrase_ask(arena, pin, "PIN: ")
        || !ts_passphrase_ask(arena, &again, "Once more: ")) {
        ts_report("there is no terminal to ask at; --stdin reads it from a pipe");
        return false;
    }
    if (ts_span_equal(*pin, again))
        return true;
    ts_report("the two PINs differ");
    return false;
}

static int
print_line(ts_span pin)
{
    char line[TS_PIN_LINE_SIZE];
    if (!ts_pin_valid(pin)) {
        ts_report("a PIN is %d to %d digits and nothing else", TS_PIN_DIGITS_MIN,
                  TS_PIN_DIGITS_MAX);
        return TS_EXIT_DATA;
    }
    if (ts_pin_hash(line, pin) != TS_OK) {
        ts_report("there is not enough memory");
        return TS_EXIT_OTHER;
    }
    puts(line);
    return TS_EXIT_DONE;
}

int
ts_command_pin(int argc, char **argv)
{
    static uint8_t memory[4 * TS_PASSPHRASE_MAX];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_operands operands = { 0 };
    ts_span pin;
    bool from_pipe = false;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--stdin", .flag = &from_pipe },
        { .name = "--help", .flag = &help },
    };
    bool read = ts_options_read(argc, argv, options, TS_COUNT(options), &operands);
    if (!read || help || operands.count) {
        fputs(usage, read && help ? stdout : stderr);
        return read && help ? TS_EXIT_DONE : TS_EXIT_USAGE;
    }
    bool has_pin = from_pipe ? ts_passphrase_from(&arena, &pin, "-") : ask(&arena, &pin);
    int end = has_pin ? print_line(pin) : TS_EXIT_DATA;
    ts_arena_wipe(&arena);
    return end;
}
