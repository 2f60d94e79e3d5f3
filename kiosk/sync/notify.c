#include "kiosk/sync/notify.h"

#include <stddef.h>
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

void
ts_notify(const char *message)
{
    struct sockaddr_un address;
    socklen_t len = read_address(&address);
    if (len == 0)
        return;
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (fd < 0)
        return;
    ssize_t sent = sendto(fd, message, strlen(message), MSG_NOSIGNAL,
                          (const struct sockaddr *)&address, len);
    (void)sent;
    close(fd);
}

static uint64_t
watchdog_ms(void)
{
    const char *text = getenv("WATCHDOG_USEC");
    return text ? strtoull(text, NULL, 10) / 1000 : 0;
}

void
ts_notify_alive(ts_mono now)
{
    static ts_mono last;
    uint64_t limit = watchdog_ms();
    if (limit == 0 || now.ms - last.ms < limit / 3)
        return;
    last = now;
    ts_notify("WATCHDOG=1");
}
