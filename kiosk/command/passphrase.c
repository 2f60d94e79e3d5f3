#include "kiosk/command/passphrase.h"

#include "kiosk/command/report.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

static ts_span
first_line(ts_span text)
{
    text.len = ts_span_index(text, '\n');
    if (text.len && text.at[text.len - 1] == '\r')
        text.len--;
    return text;
}

bool
ts_passphrase_from(struct ts_arena *arena, ts_span *passphrase, const char *file)
{
    ts_span text;
    *passphrase = (ts_span){ 0 };
    if (!file)
        return true;
    if (!ts_input_read(arena, &text, file, TS_PASSPHRASE_MAX))
        return false;
    *passphrase = first_line(text);
    if (passphrase->len == 0) {
        ts_report("%s: holds no passphrase", file);
        return false;
    }
    return true;
}

/** Reads up to the end of the line; what does not fit is cut, loudly wrong later. */
static size_t
read_line(int fd, ts_room room)
{
    size_t len = 0;
    uint8_t byte;
    while (len < room.len && read(fd, &byte, 1) == 1 && byte != '\n')
        room.at[len++] = byte;
    return len;
}

static void
say(int fd, const char *text)
{
    ts_span left = ts_span_text(text);
    ssize_t written = write(fd, left.at, left.len);
    (void)written; /* a prompt that cannot be shown changes nothing */
}

bool
ts_passphrase_ask(struct ts_arena *arena, ts_span *passphrase, const char *prompt)
{
    struct termios before;
    int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return false;
    uint8_t *line = ts_arena_take(arena, TS_PASSPHRASE_MAX);
    bool asked = line && tcgetattr(fd, &before) == 0;
    if (asked) {
        struct termios silent = before;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        asked = tcsetattr(fd, TCSAFLUSH, &silent) == 0;
    }
    if (asked) {
        say(fd, prompt);
        passphrase->at = line;
        passphrase->len = read_line(fd, (ts_room){ line, TS_PASSPHRASE_MAX });
        (void)tcsetattr(fd, TCSAFLUSH, &before);
        say(fd, "\n");
    }
    close(fd);
    return asked;
}

static bool
ask_twice(struct ts_arena *arena, ts_span *passphrase)
{
    ts_span again;
    if (!isatty(STDIN_FILENO)
        || !ts_passphrase_ask(arena, passphrase, "Passphrase (empty for none): "))
        return true;
    if (passphrase->len == 0)
        return true;
    if (!ts_passphrase_ask(arena, &again, "Once more: "))
        return false;
    if (!ts_span_equal(*passphrase, again)) {
        ts_report("the two passphrases differ");
        return false;
    }
    return true;
}

bool
ts_passphrase_choose(struct ts_arena *arena, ts_span *passphrase, const char *file)
{
    if (!ts_passphrase_from(arena, passphrase, file))
        return false;
    if (!file && !ask_twice(arena, passphrase))
        return false;
    if (passphrase->len == 0)
        ts_report("warning: the secret key is not sealed with a passphrase; whoever "
                  "reads its file can use it");
    return true;
}
