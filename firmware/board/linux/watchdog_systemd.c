#include "firmware/board/watchdog.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The address in NOTIFY_SOCKET: a path, or a name that begins with "@". */
static socklen_t
read_address(struct sockaddr_un *address)
{
    const char *path = getenv("NOTIFY_SOCKET");
    size_t len = path ? strlen(path) : 0;
    if (len < 2 || len >= sizeof(address->sun_path) || (path[0] != '/' && path[0] != '@'))
        return 0;
    memset(address, 0, sizeof(*address));
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, len);
    if (path[0] == '@')
        address->sun_path[0] = '\0';
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
}

/* A service manager that does not read must not make the program hang it watches. */
static void
send_message(const char *message)
{
    struct sockaddr_un address;
    socklen_t len = read_address(&address);
    if (len == 0)
        return;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    ssize_t sent = sendto(fd, message, strlen(message), MSG_NOSIGNAL | MSG_DONTWAIT,
                          (const struct sockaddr *)&address, len);
    (void)sent;
    close(fd);
}

void
ts_watchdog_ready(void)
{
    send_message("READY=1");
}

void
ts_watchdog_stopping(void)
{
    send_message("STOPPING=1");
}

void
ts_watchdog_tell(const char *status)
{
    char message[sizeof("STATUS=") + TS_WATCHDOG_STATUS_MAX];
    snprintf(message, sizeof(message), "STATUS=%.*s", TS_WATCHDOG_STATUS_MAX, status);
    for (char *at = message; *at; at++)
        if (*at == '\n')
            *at = ' '; /* what follows one would be another message */
    send_message(message);
}

/* Not asked: WATCHDOG_PID. In a Wayland session it is the compositor's, which has no
 * watchdog of its own, and the kiosk below it is what is watched. */
uint64_t
ts_watchdog_limit_ms(void)
{
    const char *text = getenv("WATCHDOG_USEC");
    return text ? strtoull(text, NULL, 10) / 1000 : 0;
}

void
ts_watchdog_pet(ts_mono now)
{
    static ts_mono last;
    uint64_t limit = ts_watchdog_limit_ms();
    if (limit == 0 || now.ms - last.ms < limit / 3)
        return;
    last = now;
    send_message("WATCHDOG=1");
}
