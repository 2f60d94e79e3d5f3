#include "tests/support/http_server.h"

#include "firmware/base/check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAGES_MAX = 64, PATH_SIZE = 200, REQUEST_SIZE = 8192 };

struct page {
    char path[PATH_SIZE];
    uint8_t *content;
    size_t len;
    enum ts_http_manner manner;
    unsigned version; /* The ETag is made of it. */
    bool gone;
    struct ts_http_count count;
};

struct ts_http_server {
    int listener;
    uint16_t port;
    pthread_t thread;
    pthread_mutex_t lock; /* Guards what follows. */
    bool stopping;
    unsigned versions;
    const char *headers; /* Or NULL. */
    struct page pages[PAGES_MAX];
    size_t page_count;
};

static struct page *
find(struct ts_http_server *server, const char *path)
{
    for (size_t i = 0; i < server->page_count; i++) {
        if (strcmp(server->pages[i].path, path) == 0)
            return &server->pages[i];
    }
    return NULL;
}

/* A client that goes away is its own business. */
static void
send_all(int to, const void *bytes, size_t len)
{
    const uint8_t *at = bytes;
    while (len > 0) {
        ssize_t sent = send(to, at, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        at += sent;
        len -= (size_t)sent;
    }
}

static void
send_text(int to, const char *text)
{
    send_all(to, text, strlen(text));
}

static void
send_content(int to, const struct page *page)
{
    if (page->manner == TS_HTTP_CUT) {
        send_all(to, page->content, page->len / 2);
        return;
    }
    for (size_t i = 0; page->manner == TS_HTTP_DRIBBLE && i < page->len; i++)
        send_all(to, page->content + i, 1);
    if (page->manner != TS_HTTP_DRIBBLE)
        send_all(to, page->content, page->len);
}

/* "If-None-Match: "v3"" or the time of version 3. */
static bool
has_it(const struct page *page, const char *request)
{
    char etag[64];
    char since[64];
    snprintf(etag, sizeof(etag), "If-None-Match: \"v%u\"", page->version);
    snprintf(since, sizeof(since), "If-Modified-Since: Mon, 01 Jan 2024 00:00:%02u GMT",
             page->version % 60);
    return strstr(request, etag) || strstr(request, since);
}

static void
answer_page(int to, struct page *page, const char *request, const char *headers)
{
    char head[512];
    char validators[160] = "";
    page->count.requests++;
    if (page->manner == TS_HTTP_BUSY) {
        send_text(to, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n"
                      "Connection: close\r\n\r\n");
        return;
    }
    if (page->manner == TS_HTTP_ELSEWHERE) {
        send_text(to, "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.invalid/\r\n"
                      "Content-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    if (page->manner != TS_HTTP_BARE)
        snprintf(validators, sizeof(validators),
                 "ETag: \"v%u\"\r\nLast-Modified: Mon, 01 Jan 2024 00:00:%02u GMT\r\n",
                 page->version, page->version % 60);
    bool same = page->manner != TS_HTTP_BARE && has_it(page, request);
    page->count.not_modified += same;
    snprintf(head, sizeof(head),
             "HTTP/1.1 %s\r\n%s%sContent-Length: %zu\r\nConnection: close\r\n\r\n",
             same ? "304 Not Modified" : "200 OK", headers ? headers : "", validators,
             page->len);
    send_text(to, head);
    if (!same)
        send_content(to, page);
}

/* True once the empty line that ends a request is there. */
static bool
read_request(int from, char request[static REQUEST_SIZE])
{
    size_t used = 0;
    request[0] = '\0';
    while (!strstr(request, "\r\n\r\n")) {
        ssize_t got = recv(from, request + used, REQUEST_SIZE - 1 - used, 0);
        if (got <= 0)
            return false;
        used += (size_t)got;
        request[used] = '\0';
    }
    return true;
}

static void
answer(struct ts_http_server *server, int client)
{
    char request[REQUEST_SIZE];
    char path[PATH_SIZE] = "";
    if (!read_request(client, request) || sscanf(request, "GET %199s ", path) != 1)
        return;
    pthread_mutex_lock(&server->lock);
    struct page *page = find(server, path);
    if (page && !page->gone)
        answer_page(client, page, request, server->headers);
    else
        send_text(client, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"
                          "Connection: close\r\n\r\n");
    pthread_mutex_unlock(&server->lock);
}

static bool
is_stopping(struct ts_http_server *server)
{
    pthread_mutex_lock(&server->lock);
    bool stopping = server->stopping;
    pthread_mutex_unlock(&server->lock);
    return stopping;
}

static void *
serve(void *context)
{
    struct ts_http_server *server = context;
    for (;;) {
        int client = accept(server->listener, NULL, NULL);
        if (client < 0 || is_stopping(server)) {
            if (client >= 0)
                close(client);
            return NULL;
        }
        answer(server, client);
        (void)shutdown(client, SHUT_WR);
        close(client);
    }
}

static struct sockaddr_in
loopback(uint16_t port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
}

struct ts_http_server *
ts_http_server_start(void)
{
    struct ts_http_server *server = calloc(1, sizeof(*server));
    struct sockaddr_in address = loopback(0);
    socklen_t len = sizeof(address);
    TS_CHECK(server);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    TS_CHECK(server->listener >= 0);
    TS_CHECK(bind(server->listener, (struct sockaddr *)&address, len) == 0);
    TS_CHECK(listen(server->listener, 8) == 0);
    TS_CHECK(getsockname(server->listener, (struct sockaddr *)&address, &len) == 0);
    server->port = ntohs(address.sin_port);
    TS_CHECK(pthread_mutex_init(&server->lock, NULL) == 0);
    TS_CHECK(pthread_create(&server->thread, NULL, serve, server) == 0);
    return server;
}

void
ts_http_server_stop(struct ts_http_server *server)
{
    struct sockaddr_in address = loopback(server->port);
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_mutex_unlock(&server->lock);
    int knock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    TS_CHECK(knock >= 0);
    TS_CHECK(connect(knock, (struct sockaddr *)&address, sizeof(address)) == 0);
    pthread_join(server->thread, NULL);
    close(knock);
    close(server->listener);
    pthread_mutex_destroy(&server->lock);
    for (size_t i = 0; i < server->page_count; i++)
        free(server->pages[i].content);
    free(server);
}

uint16_t
ts_http_server_port(const struct ts_http_server *server)
{
    return server->port;
}

void
ts_http_server_put(struct ts_http_server *server, const char *path, ts_span content,
                   enum ts_http_manner manner)
{
    pthread_mutex_lock(&server->lock);
    struct page *page = find(server, path);
    if (!page) {
        TS_CHECK(server->page_count < PAGES_MAX && strlen(path) < PATH_SIZE);
        page = &server->pages[server->page_count++];
        strcpy(page->path, path);
    }
    free(page->content);
    page->content = malloc(content.len + 1);
    TS_CHECK(page->content);
    if (content.len > 0)
        memcpy(page->content, content.at, content.len);
    page->len = content.len;
    page->manner = manner;
    page->version = ++server->versions;
    page->gone = false;
    pthread_mutex_unlock(&server->lock);
}

void
ts_http_server_headers(struct ts_http_server *server, const char *lines)
{
    pthread_mutex_lock(&server->lock);
    server->headers = lines;
    pthread_mutex_unlock(&server->lock);
}

void
ts_http_server_drop(struct ts_http_server *server, const char *path)
{
    pthread_mutex_lock(&server->lock);
    struct page *page = find(server, path);
    if (page)
        page->gone = true;
    pthread_mutex_unlock(&server->lock);
}

struct ts_http_count
ts_http_server_count(struct ts_http_server *server, const char *path)
{
    pthread_mutex_lock(&server->lock);
    const struct page *page = find(server, path);
    struct ts_http_count count = page ? page->count : (struct ts_http_count){ 0 };
    pthread_mutex_unlock(&server->lock);
    return count;
}

void
ts_http_server_forget(struct ts_http_server *server)
{
    pthread_mutex_lock(&server->lock);
    for (size_t i = 0; i < server->page_count; i++)
        server->pages[i].count = (struct ts_http_count){ 0 };
    pthread_mutex_unlock(&server->lock);
}
