#include "firmware/board/clock.h"
#include "kiosk/command/gather_links.h"
#include "tests/support/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Servers that this test plays itself, one connection after the other, so that it says
 * who answers when. Nothing sleeps: what does not come at all fails after a limit. */

enum { SERVERS = 4, PATIENCE_MS = 20 * 1000, NONE = -1 };

static const struct ts_link_options OPTIONS = {
    .plain_http = true,
    .connect_ms = PATIENCE_MS,
    .stall_ms = 2 * PATIENCE_MS,
};

struct server {
    int listener, client;
    char url[64];
};

static struct server servers[SERVERS];
static struct ts_gather_links *links;

static int
listen_somewhere(char url[static 64])
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t len = sizeof(at);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(listener, 4), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &len), 0);
    snprintf(url, 64, "http://127.0.0.1:%d/", ntohs(at.sin_port));
    return listener;
}

static int
set_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < SERVERS; i++) {
        servers[i].listener = listen_somewhere(servers[i].url);
        servers[i].client = NONE;
    }
    assert_status(ts_gather_links_open(&links, &OPTIONS, SERVERS), TS_OK);
    return 0;
}

static void
hang_up(struct server *server)
{
    if (server->client != NONE)
        close(server->client);
    server->client = NONE;
}

static int
tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < SERVERS; i++) {
        hang_up(&servers[i]);
        close(servers[i].listener);
    }
    return 0;
}

static void
wait_for(int descriptor)
{
    struct pollfd wanted = { .fd = descriptor, .events = POLLIN };
    assert_int_equal(poll(&wanted, 1, PATIENCE_MS), 1);
}

/* Takes a request whole and does not answer it yet. */
static void
hear(struct server *server)
{
    char request[4096] = "";
    size_t used = 0;
    wait_for(server->listener);
    server->client = accept(server->listener, NULL, NULL);
    assert_true(server->client >= 0);
    while (!strstr(request, "\r\n\r\n")) {
        wait_for(server->client);
        ssize_t got = recv(server->client, request + used, sizeof(request) - 1 - used, 0);
        assert_true(got > 0);
        used += (size_t)got;
        request[used] = '\0';
    }
}

static void
answer(struct server *server, const char *text)
{
    assert_int_equal(send(server->client, text, strlen(text), MSG_NOSIGNAL),
                     strlen(text));
    hang_up(server);
}

static void
start(size_t server)
{
    struct ts_gather_step step = { .want = TS_GATHER_FETCH,
                                   .where = servers[server].url,
                                   .max = 1000,
                                   .ticket = server };
    ts_gather_links_start(links, &step);
}

static ts_mono
soon(void)
{
    return (ts_mono){ ts_clock_mono().ms + PATIENCE_MS };
}

static void
fetches_from_several_servers_at_a_time(void **state)
{
    (void)state;
    struct ts_gather_answer got;
    for (size_t i = 0; i < SERVERS; i++)
        start(i);
    /* With one after the other the second would never be asked. */
    for (size_t i = 0; i < SERVERS; i++)
        hear(&servers[i]);
    ts_test_row("nothing has come yet");
    assert_false(ts_gather_links_wait(links, &got, (ts_mono){ 0 }));
    ts_test_row("answers are taken in the order in which they come");
    for (size_t i = SERVERS; i-- > 0;) {
        char text[200];
        snprintf(text, sizeof(text),
                 "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nETag: \"v%zu\"\r\n\r\n%zu", i,
                 i);
        answer(&servers[i], text);
        assert_true(ts_gather_links_wait(links, &got, soon()));
        assert_status(got.status, TS_OK);
        assert_int_equal(got.ticket, i);
        assert_int_equal(got.http_status, 200);
        assert_int_equal(got.body.len, 1);
        assert_int_equal(got.body.at[0], '0' + i);
        assert_int_equal(got.etag[2], '0' + i);
    }
    ts_gather_links_close(links);
}

static void
tells_how_long_a_server_wants_to_rest(void **state)
{
    (void)state;
    struct ts_gather_answer got;
    start(0);
    hear(&servers[0]);
    answer(&servers[0], "HTTP/1.1 503 Busy\r\nRetry-After:  120 \r\n"
                        "Content-Length: 0\r\n\r\n");
    assert_true(ts_gather_links_wait(links, &got, (ts_mono){ UINT64_MAX }));
    assert_status(got.status, TS_IO);
    assert_int_equal(got.http_status, 503);
    assert_string_equal(got.retry_after, "120");
    ts_test_row("and a link is good for the next");
    start(0);
    hear(&servers[0]);
    answer(&servers[0], "HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n");
    assert_true(ts_gather_links_wait(links, &got, soon()));
    assert_status(got.status, TS_ABSENT);
    assert_string_equal(got.retry_after, "");
    ts_gather_links_close(links);
}

static void
ends_what_is_under_way_when_closed(void **state)
{
    (void)state;
    start(0);
    start(1);
    hear(&servers[0]);
    hear(&servers[1]);
    /* They never answer, and would be waited for for longer than a test may take. */
    ts_gather_links_close(links);
    assert_true(TS_GATHER_TRANSFER_MS(TS_GATHER_DOCUMENT_MAX) > 2 * PATIENCE_MS);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(fetches_from_several_servers_at_a_time),
        TEST(tells_how_long_a_server_wants_to_rest),
        TEST(ends_what_is_under_way_when_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
