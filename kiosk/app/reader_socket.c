#define _GNU_SOURCE /* accept4() */

#include "kiosk/app/reader_socket.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A browser that connects by mistake talks for long; it is not listened to for longer. */
enum { IGNORED_A_TURN = 4096 };

struct client {
    int fd; /* -1: none */
    bool said;
    uint64_t sense;
    ts_mono at;
};

struct ts_reader {
    int listener;
    struct sockaddr_un address;
    struct client clients[TS_READER_CLIENTS_MAX];
};

static enum ts_status
address_of(struct sockaddr_un *address, const char *path)
{
    size_t len = strlen(path);
    *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
    if (len == 0)
        return TS_MALFORMED; /* an empty name is one that the kernel chooses */
    if (len >= sizeof(address->sun_path))
        return TS_OVER_LIMIT;
    memcpy(address->sun_path, path, len + 1);
    return TS_OK;
}

static int
new_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* True when the path is free, or is made so. */
static bool
clear_away(const struct sockaddr_un *address)
{
    struct stat found;
    if (lstat(address->sun_path, &found) != 0)
        return errno == ENOENT;
    if (!S_ISSOCK(found.st_mode))
        return false;
    int fd = new_socket();
    if (fd < 0)
        return false;
    bool refused = connect(fd, (const struct sockaddr *)address, sizeof(*address)) != 0
                   && errno == ECONNREFUSED;
    close(fd);
    return refused && unlink(address->sun_path) == 0;
}

/* Never wider than it is to be, not for a moment: the mode before the name. */
static bool
bind_and_listen(int fd, const struct sockaddr_un *address)
{
    return fchmod(fd, S_IRUSR | S_IWUSR) == 0
           && bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0
           && chmod(address->sun_path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) == 0
           && listen(fd, TS_READER_CLIENTS_MAX) == 0;
}

enum ts_status
ts_reader_open(struct ts_reader **reader, const char *path)
{
    struct ts_reader *r = calloc(1, sizeof(*r));
    enum ts_status status = TS_NO_SPACE;
    if (!r)
        return TS_NO_SPACE;
    r->listener = -1;
    for (size_t i = 0; i < TS_READER_CLIENTS_MAX; i++)
        r->clients[i].fd = -1;
    status = address_of(&r->address, path);
    if (status != TS_OK)
        goto out;
    status = TS_IO;
    if (!clear_away(&r->address))
        goto out;
    r->listener = new_socket();
    if (r->listener < 0 || !bind_and_listen(r->listener, &r->address))
        goto out;
    *reader = r;
    return TS_OK;
out:
    if (r->listener >= 0)
        close(r->listener);
    free(r);
    return status;
}

static void
let_out(struct client *client)
{
    close(client->fd);
    *client = (struct client){ .fd = -1 };
}

void
ts_reader_close(struct ts_reader *reader)
{
    if (!reader)
        return;
    for (size_t i = 0; i < TS_READER_CLIENTS_MAX; i++)
        if (reader->clients[i].fd >= 0)
            let_out(&reader->clients[i]);
    close(reader->listener);
    unlink(reader->address.sun_path);
    free(reader);
}

static struct client *
free_place(struct ts_reader *reader)
{
    for (size_t i = 0; i < TS_READER_CLIENTS_MAX; i++)
        if (reader->clients[i].fd < 0)
            return &reader->clients[i];
    return NULL;
}

/* Whoever finds no place is sent away at once, and tries again. */
static void
let_in(struct ts_reader *reader)
{
    for (int i = 0; i < TS_READER_CLIENTS_MAX; i++) {
        int fd = accept4(reader->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0)
            return;
        struct client *place = free_place(reader);
        if (place)
            *place = (struct client){ .fd = fd };
        else
            close(fd);
    }
}

static bool
has_left(const struct client *client)
{
    char ignored[IGNORED_A_TURN];
    ssize_t len = recv(client->fd, ignored, sizeof(ignored), MSG_DONTWAIT);
    return len == 0 || (len < 0 && errno != EAGAIN && errno != EINTR);
}

size_t
ts_reader_clients(const struct ts_reader *reader)
{
    size_t count = 0;
    for (size_t i = 0; i < TS_READER_CLIENTS_MAX; i++)
        count += reader->clients[i].fd >= 0;
    return count;
}

bool
ts_reader_tend(struct ts_reader *reader)
{
    if (!reader)
        return false;
    for (size_t i = 0; i < TS_READER_CLIENTS_MAX; i++)
        if (reader->clients[i].fd >= 0 && has_left(&reader->clients[i]))
            let_out(&reader->clients[i]);
    let_in(reader);
    return ts_reader_clients(reader) > 0;
}

/* All of it at once, or the client is too slow: half a screen would be worse than
 * none. */
static bool
sent(const struct client *client, ts_span lines)
{
    struct iovec parts[2] = {
        { .iov_base = (void *)(uintptr_t)lines.at, .iov_len = lines.len },
        { .iov_base = (char[]){ '\n' }, .iov_len = 1 },
    };
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
    ssize_t len = sendmsg(client->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    return len >= 0 && (size_t)len == lines.len + 1;
}

static bool
is_due(const struct client *client, uint64_t sense, ts_mono now)
{
    if (!client->said)
        return true;
    return sense != client->sense && now.ms - client->at.ms >= TS_READER_PACE_MS;
}

void
ts_reader_say(struct ts_reader *reader, ts_span lines, uint64_t sense, ts_mono now)
{
    for (size_t i = 0; i < TS_READER_CLIENTS_MAX; i++) {
        struct client *client = &reader->clients[i];
        if (client->fd < 0 || !is_due(client, sense, now))
            continue;
        if (!sent(client, lines)) {
            let_out(client);
            continue;
        }
        client->said = true;
        client->sense = sense;
        client->at = now;
    }
}
