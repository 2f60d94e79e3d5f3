#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "firmware/board/link.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The real link against a server that says whatever a row of the table says. */

#define BODY "0123456789"

struct row {
    const char *name;
    uint64_t offset, max;
    const char *answers[6]; /* One a connection. */
    enum ts_status want;
    const char *got;
    uint64_t total;
};

static const struct row rows[] = {
    { "200 and all of it",
      0,
      100,
      { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" BODY },
      TS_OK,
      BODY,
      10 },
    { "a length that nobody says",
      0,
      100,
      { "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" BODY },
      TS_OK,
      BODY,
      10 },
    { "an empty file",
      0,
      100,
      { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" },
      TS_OK,
      "",
      0 },
    { "it breaks off",
      0,
      100,
      { "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" BODY },
      TS_TRUNCATED,
      BODY,
      20 },
    { "longer than max, as it says itself",
      0,
      9,
      { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" BODY },
      TS_OVER_LIMIT,
      "",
      0 },
    { "longer than max, without a word",
      0,
      9,
      { "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" BODY },
      TS_OVER_LIMIT,
      "012345678",
      0 },
    { "not there",
      0,
      100,
      { "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno" },
      TS_ABSENT,
      "",
      0 },
    { "gone",
      0,
      100,
      { "HTTP/1.1 410 No\r\nContent-Length: 0\r\n\r\n" },
      TS_ABSENT,
      "",
      0 },
    { "busy",
      0,
      100,
      { "HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno" },
      TS_IO,
      "",
      0 },
    { "204 is no file", 0, 100, { "HTTP/1.1 204 No\r\n\r\n" }, TS_IO, "", 0 },
    { "a range that nobody asked for",
      0,
      100,
      { "HTTP/1.1 206 OK\r\nContent-Length: 2\r\nContent-Range: bytes 0-1/10\r\n\r\n01" },
      TS_IO,
      "",
      10 },
    { "no HTTP at all", 0, 100, { "SSH-2.0-x\r\n" }, TS_IO, "", 0 },
    { "nothing", 0, 100, { "" }, TS_IO, "", 0 },
    { "the rest of it",
      4,
      100,
      { "HTTP/1.1 206 OK\r\nContent-Length: 6\r\nContent-Range: bytes "
        "4-9/10\r\n\r\n456789" },
      TS_OK,
      "456789",
      10 },
    { "the rest, and the total is not known",
      4,
      100,
      { "HTTP/1.1 206 OK\r\nContent-Length: 6\r\ncontent-range: bytes "
        "4-9/*\r\n\r\n456789" },
      TS_OK,
      "456789",
      0 },
    { "less than the rest",
      4,
      100,
      { "HTTP/1.1 206 OK\r\nContent-Length: 2\r\nContent-Range: bytes 4-5/10\r\n\r\n45" },
      TS_TRUNCATED,
      "45",
      10 },
    { "200 for a range",
      4,
      100,
      { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" BODY },
      TS_ROLLBACK,
      "",
      0 },
    { "a range that begins earlier",
      4,
      100,
      { "HTTP/1.1 206 OK\r\nContent-Length: 7\r\nContent-Range: bytes "
        "3-9/10\r\n\r\n3456789" },
      TS_ROLLBACK,
      "",
      10 },
    { "a range that does not say where",
      4,
      100,
      { "HTTP/1.1 206 OK\r\nContent-Length: 6\r\n\r\n456789" },
      TS_ROLLBACK,
      "",
      0 },
    { "several ranges",
      4,
      100,
      { "HTTP/1.1 206 OK\r\nContent-Type: multipart/byteranges; boundary=x\r\n"
        "Content-Length: 3\r\n\r\n--x" },
      TS_ROLLBACK,
      "",
      0 },
    { "a range past the end",
      40,
      100,
      { "HTTP/1.1 416 No\r\nContent-Range: bytes */10\r\nContent-Length: 0\r\n\r\n" },
      TS_ROLLBACK,
      "",
      0 },
    { "not there any more",
      4,
      100,
      { "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" },
      TS_ABSENT,
      "",
      0 },
    { "an interim answer before",
      0,
      100,
      { "HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" BODY },
      TS_OK,
      BODY,
      10 },
    { "a redirect within the host",
      0,
      100,
      { "HTTP/1.1 302 There\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nthere",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" BODY },
      TS_OK,
      BODY,
      10 },
    { "a redirect to another host",
      0,
      100,
      { "HTTP/1.1 302 There\r\nLocation: http://portal.example/login\r\n"
        "Content-Length: 0\r\n\r\n" },
      TS_UNTRUSTED,
      "",
      0 },
    { "a redirect to a file",
      0,
      100,
      { "HTTP/1.1 302 There\r\nLocation: file:///etc/passwd\r\nContent-Length: "
        "0\r\n\r\n" },
      TS_UNTRUSTED,
      "",
      0 },
    { "redirects without end",
      0,
      100,
      { "HTTP/1.1 302 There\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 There\r\nLocation: /c\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 There\r\nLocation: /d\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 There\r\nLocation: /e\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 There\r\nLocation: /f\r\nContent-Length: 0\r\n\r\n" },
      TS_IO,
      "",
      0 },
};

struct server {
    int fd;
    uint16_t port;
    const struct row *row;
    char asked[2048]; /* The last request. */
};

static void
serve_one(struct server *server, const char *answer)
{
    size_t used = 0;
    int fd = accept(server->fd, NULL, NULL);
    while (fd >= 0 && used < sizeof(server->asked) - 1) {
        ssize_t got = recv(fd, server->asked + used, sizeof(server->asked) - 1 - used, 0);
        used += got > 0 ? (size_t)got : 0;
        server->asked[used] = '\0';
        if (got <= 0 || strstr(server->asked, "\r\n\r\n"))
            break;
    }
    if (fd < 0)
        return;
    (void)!send(fd, answer, strlen(answer), MSG_NOSIGNAL);
    close(fd);
}

static void *
run_server(void *context)
{
    struct server *server = context;
    for (size_t i = 0; i < 6 && server->row->answers[i]; i++)
        serve_one(server, server->row->answers[i]);
    return NULL;
}

static void
listen_somewhere(struct server *server)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t len = sizeof(address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server->fd, (struct sockaddr *)&address, len), 0);
    assert_int_equal(listen(server->fd, 8), 0);
    assert_int_equal(getsockname(server->fd, (struct sockaddr *)&address, &len), 0);
    server->port = ntohs(address.sin_port);
}

struct sink {
    char bytes[256];
    size_t used;
    size_t enough;
};

static bool
take(ts_span bytes, void *context)
{
    struct sink *sink = context;
    if (sink->used + bytes.len > sink->enough)
        return false;
    memcpy(sink->bytes + sink->used, bytes.at, bytes.len);
    sink->used += bytes.len;
    return true;
}

static bool
never(void *context)
{
    ++*(int *)context;
    return false;
}

static struct ts_link *
open_link(bool (*go_on)(void *context), void *context)
{
    struct ts_link *link = NULL;
    struct ts_link_options options = { .plain_http = true,
                                       .proxy = "",
                                       .connect_ms = 5000,
                                       .stall_ms = 1000,
                                       .go_on = go_on,
                                       .context = context };
    assert_status(ts_link_open(&link, &options), TS_OK);
    return link;
}

static enum ts_status
fetch(struct server *server, struct ts_link *link, struct sink *sink,
      struct ts_reply *reply)
{
    char url[64];
    pthread_t thread;
    struct ts_request request = { .url = url,
                                  .offset = server->row->offset,
                                  .max = server->row->max,
                                  .take = take,
                                  .context = sink };
    listen_somewhere(server);
    snprintf(url, sizeof(url), "http://127.0.0.1:%u/a", (unsigned)server->port);
    assert_int_equal(pthread_create(&thread, NULL, run_server, server), 0);
    enum ts_status status = ts_link_fetch(link, &request, reply);
    shutdown(server->fd, SHUT_RDWR);
    close(server->fd);
    assert_int_equal(pthread_join(thread, NULL), 0);
    return status;
}

static void
an_answer_is_taken_only_for_what_was_asked(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct server server = { .row = &rows[i] };
        struct sink sink = { .enough = sizeof(sink.bytes) };
        struct ts_reply reply;
        struct ts_link *link = open_link(NULL, NULL);
        ts_test_row(rows[i].name);
        assert_status(fetch(&server, link, &sink, &reply), rows[i].want);
        ts_link_close(link);
        assert_span_equal(((ts_span){ (uint8_t *)sink.bytes, sink.used }),
                          ts_span_text(rows[i].got));
        assert_int_equal(reply.received, sink.used);
        assert_int_equal(reply.total, rows[i].total);
        assert_true(rows[i].offset == 0
                        ? !strstr(server.asked, "Range:")
                        : strstr(server.asked, "\r\nRange: bytes=4") != NULL);
    }
}

static void
who_takes_may_have_enough(void **state)
{
    (void)state;
    struct server server = { .row = &rows[0] };
    struct sink sink = { .enough = 5 };
    struct ts_reply reply;
    struct ts_link *link = open_link(NULL, NULL);
    assert_status(fetch(&server, link, &sink, &reply), TS_TRUNCATED);
    assert_int_equal(reply.received, 0);
    ts_link_close(link);
}

static void
who_waits_may_have_enough(void **state)
{
    (void)state;
    int asked = 0;
    struct server server = { .row = &rows[0] };
    struct sink sink = { .enough = sizeof(sink.bytes) };
    struct ts_reply reply;
    struct ts_link *link = open_link(never, &asked);
    assert_status(fetch(&server, link, &sink, &reply), TS_TRUNCATED);
    assert_true(asked > 0);
    ts_link_close(link);
}

static void
nobody_there_is_an_io_error(void **state)
{
    (void)state;
    struct ts_reply reply;
    struct sink sink = { 0 };
    struct ts_request request = {
        .url = "http://127.0.0.1:1/a", .max = 10, .take = take, .context = &sink
    };
    struct ts_link *link = open_link(NULL, NULL);
    assert_status(ts_link_fetch(link, &request, &reply), TS_IO);
    assert_int_equal(reply.http_status, 0);
    ts_link_close(link);
}

static void
schemes_that_were_not_allowed_are_not_used(void **state)
{
    (void)state;
    static const char *const urls[] = { "http://127.0.0.1:1/a", "file:///etc/passwd",
                                        "ftp://127.0.0.1:1/a", "gopher://127.0.0.1:1/a" };
    struct ts_link *link = NULL;
    struct ts_link_options options = { .connect_ms = 1000, .stall_ms = 1000 };
    assert_status(ts_link_open(&link, &options), TS_OK);
    for (size_t i = 0; i < TS_COUNT(urls); i++) {
        struct ts_reply reply;
        struct sink sink = { 0 };
        struct ts_request request = {
            .url = urls[i], .max = 10, .take = take, .context = &sink
        };
        ts_test_row(urls[i]);
        assert_status(ts_link_fetch(link, &request, &reply), TS_UNTRUSTED);
    }
    ts_link_close(link);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_taken_only_for_what_was_asked),
        cmocka_unit_test(who_takes_may_have_enough),
        cmocka_unit_test(who_waits_may_have_enough),
        cmocka_unit_test(nobody_there_is_an_io_error),
        cmocka_unit_test(schemes_that_were_not_allowed_are_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
