/* A decoder that went wrong, in the way the first byte of its input says. */

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static const uint8_t good[] = { 0, 1, 0, 1, 10, 20, 30 };

static void
put(const void *bytes, size_t len)
{
    if (write(STDOUT_FILENO, bytes, len) != (ssize_t)len)
        _exit(3);
}

static void
flood(void)
{
    static const uint8_t block[4096];
    for (;;)
        put(block, sizeof(block));
}

int
main(void)
{
    char how = 0;
    if (read(STDIN_FILENO, &how, 1) != 1)
        return 3;
    switch (how) {
    case 'g': put(good, sizeof(good)); return 0;
    case 'h': (void)poll(NULL, 0, -1); return 3;
    case 'H':
        put(good, sizeof(good));
        (void)poll(NULL, 0, -1);
        return 3;
    case 'c': return raise(SIGSEGV);
    case 'C': put(good, 5); return raise(SIGSEGV);
    case 'r': put("no picture, sorry", 17); return 0;
    case 's': put(good, sizeof(good) - 1); return 0;
    case 'l':
        put(good, sizeof(good));
        put("", 1);
        return 0;
    case 'f': flood(); return 3;
    default: return 4;
    }
}
