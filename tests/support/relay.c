#include "tests/support/relay.h"

#include "firmware/base/check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAIRS = 8 };

static bool
pass(int from, int to)
{
    char bytes[4096];
    ssize_t len = read(from, bytes, sizeof(bytes));
    return len > 0 && write(to, bytes, (size_t)len) == len;
}

static int
dial(int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
        return fd;
    close(fd);
    return -1;
}

static void
take_in(int listener, int ends[][2], int port)
{
    int fd = accept(listener, NULL, NULL);
    int other = dial(port);
    for (int i = 0; fd >= 0 && other >= 0 && i < PAIRS; i++)
        if (ends[i][0] < 0) {
            ends[i][0] = fd;
            ends[i][1] = other;
            return;
        }
    close(fd);
    close(other);
}

static void
run(int listener, int port)
{
    int ends[PAIRS][2];
    memset(ends, 0xFF, sizeof(ends));
    for (;;) {
        struct pollfd all[1 + 2 * PAIRS] = { { listener, POLLIN, 0 } };
        for (int i = 0; i < 2 * PAIRS; i++)
            all[1 + i] = (struct pollfd){ ends[i / 2][i % 2], POLLIN, 0 };
        (void)poll(all, 1 + 2 * PAIRS, -1);
        for (int i = 0; i < 2 * PAIRS; i++) {
            int *pair = ends[i / 2];
            if (pair[0] < 0 || !all[1 + i].revents || pass(pair[i % 2], pair[1 - i % 2]))
                continue;
            close(pair[0]);
            close(pair[1]);
            pair[0] = pair[1] = -1;
        }
        if (all[0].revents)
            take_in(listener, ends, port);
    }
}

pid_t
ts_relay_begin(int port, int to)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    TS_CHECK(bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0);
    TS_CHECK(listen(fd, PAIRS) == 0);
    pid_t relay = fork();
    TS_CHECK(relay >= 0);
    if (relay == 0) {
        (void)signal(SIGPIPE, SIG_IGN);
        run(fd, to);
    }
    close(fd);
    return relay;
}

int
ts_relay_free_port(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t len = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    TS_CHECK(bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0);
    TS_CHECK(getsockname(fd, (struct sockaddr *)&at, &len) == 0);
    close(fd);
    return ntohs(at.sin_port);
}
