#include "firmware/board/link.h"
#include "tests/scenario/sync/folders.h"
#include "tests/support/tls_server.h"

/* A server over TLS, whose certificate is good or is not. */

#define HOUR 3600L

#define TEXT "over a line that nobody reads"

struct world {
    char folder[64];
    char ours[96], theirs[96]; /* Authorities' certificates, as files. */
    char page[96];
    struct ts_tls_authority *authority, *stranger, *impostor;
};

static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static struct ts_tls_authority *
make_authority(char path[static 96], const char *folder, const char *name)
{
    char pem[TS_TLS_PEM_SIZE];
    struct ts_tls_authority *made = ts_tls_authority_make(name);
    snprintf(path, 96, "%s/%s.pem", folder, name);
    ts_tls_authority_pem(made, pem);
    write_file(path, pem);
    return made;
}

static int
set_up(void **state)
{
    static struct world w;
    w = (struct world){ .folder = "/tmp/ts-tls-XXXXXX" };
    assert_non_null(mkdtemp(w.folder));
    w.authority = make_authority(w.ours, w.folder, "ours");
    w.stranger = make_authority(w.theirs, w.folder, "theirs");
    snprintf(w.page, sizeof(w.page), "%s/a", w.folder);
    write_file(w.page, TEXT);
    w.impostor = ts_tls_authority_make("ours");
    *state = &w;
    return 0;
}

static int
tear_down(void **state)
{
    struct world *w = *state;
    ts_tls_authority_free(w->authority);
    ts_tls_authority_free(w->stranger);
    ts_tls_authority_free(w->impostor);
    folders_remove(w->folder);
    return 0;
}

struct sink {
    char text[256];
    size_t used;
};

static bool
take(ts_span bytes, void *context)
{
    struct sink *sink = context;
    if (bytes.len > sizeof(sink->text) - sink->used)
        return false;
    memcpy(sink->text + sink->used, bytes.at, bytes.len);
    sink->used += bytes.len;
    return true;
}

enum pinned { NOBODY, OURS, THEIRS, NO_FILE };
enum signer { BY_US, BY_STRANGER, BY_IMPOSTOR };

static const struct {
    const char *name;
    const char *names; /* In the certificate; */
    const char *host;  /* in the URL. */
    long begins_s, ends_s;
    enum signer signer;
    enum pinned pinned;
    enum ts_status want;
} rows[] = {
    { "good", "IP:127.0.0.1", "127.0.0.1", -HOUR, HOUR, BY_US, OURS, TS_OK },
    { "good, by name", "DNS:localhost", "localhost", -HOUR, HOUR, BY_US, OURS, TS_OK },
    { "an authority nobody knows", "IP:127.0.0.1", "127.0.0.1", -HOUR, HOUR, BY_US,
      NOBODY, TS_UNTRUSTED },
    { "another authority than the pinned one", "IP:127.0.0.1", "127.0.0.1", -HOUR, HOUR,
      BY_STRANGER, OURS, TS_UNTRUSTED },
    /* Told as a handshake that failed, as any other. */
    { "another one of the same name", "IP:127.0.0.1", "127.0.0.1", -HOUR, HOUR,
      BY_IMPOSTOR, OURS, TS_IO },
    { "a pin for somebody else", "IP:127.0.0.1", "127.0.0.1", -HOUR, HOUR, BY_US, THEIRS,
      TS_UNTRUSTED },
    { "a pin that is not there", "IP:127.0.0.1", "127.0.0.1", -HOUR, HOUR, BY_US, NO_FILE,
      TS_UNTRUSTED },
    { "another host", "DNS:other.example", "localhost", -HOUR, HOUR, BY_US, OURS,
      TS_UNTRUSTED },
    { "another address", "IP:127.0.0.2", "127.0.0.1", -HOUR, HOUR, BY_US, OURS,
      TS_UNTRUSTED },
    { "a name for an address", "DNS:localhost", "127.0.0.1", -HOUR, HOUR, BY_US, OURS,
      TS_UNTRUSTED },
    { "expired", "IP:127.0.0.1", "127.0.0.1", -2 * HOUR, -HOUR, BY_US, OURS,
      TS_UNTRUSTED },
    { "not yet valid", "IP:127.0.0.1", "127.0.0.1", HOUR, 2 * HOUR, BY_US, OURS,
      TS_UNTRUSTED },
};

static const char *
file_of(const struct world *w, enum pinned pinned)
{
    switch (pinned) {
    case NOBODY: return NULL;
    case OURS: return w->ours;
    case THEIRS: return w->theirs;
    case NO_FILE: return "/tmp/ts-no-such-file.pem";
    }
    return NULL;
}

static const struct ts_tls_authority *
signer_of(const struct world *w, enum signer signer)
{
    switch (signer) {
    case BY_US: return w->authority;
    case BY_STRANGER: return w->stranger;
    case BY_IMPOSTOR: return w->impostor;
    }
    return NULL;
}

static enum ts_status
fetch(struct sink *sink, const char *ca_file, const char *url, bool plain_http)
{
    struct ts_link *link = NULL;
    struct ts_reply reply;
    const struct ts_link_options options = { .ca_file = ca_file,
                                             .proxy = "",
                                             .plain_http = plain_http,
                                             .connect_ms = 5000,
                                             .stall_ms = 5000 };
    const struct ts_request request = {
        .url = url, .max = sizeof(sink->text), .take = take, .context = sink
    };
    assert_status(ts_link_open(&link, &options), TS_OK);
    enum ts_status status = ts_link_fetch(link, &request, &reply);
    ts_link_close(link);
    return status;
}

static void
only_who_can_show_a_certificate_is_listened_to(void **state)
{
    const struct world *w = *state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        const struct ts_tls_server_options options = {
            .signer = signer_of(w, rows[i].signer),
            .names = rows[i].names,
            .begins_s = rows[i].begins_s,
            .ends_s = rows[i].ends_s,
            .folder = w->folder,
        };
        char url[96];
        struct sink sink = { .used = 0 };
        struct ts_tls_server *server = ts_tls_server_start(&options);
        ts_test_row(rows[i].name);
        snprintf(url, sizeof(url), "https://%s:%u/a", rows[i].host,
                 (unsigned)ts_tls_server_port(server));
        enum ts_status status = fetch(&sink, file_of(w, rows[i].pinned), url, true);
        ts_tls_server_stop(server);
        assert_int_equal(status, rows[i].want);
        assert_span_equal(((ts_span){ (uint8_t *)sink.text, sink.used }),
                          ts_span_text(rows[i].want == TS_OK ? TEXT : ""));
    }
}

/* No https behind an http address, and none before one that is not allowed. */
static void
plain_http_is_used_only_where_it_is_allowed(void **state)
{
    const struct world *w = *state;
    const struct ts_tls_server_options options = { .signer = w->authority,
                                                   .names = "IP:127.0.0.1",
                                                   .begins_s = -HOUR,
                                                   .ends_s = HOUR,
                                                   .folder = w->folder };
    char url[96];
    struct sink sink = { .used = 0 };
    struct ts_tls_server *server = ts_tls_server_start(&options);
    snprintf(url, sizeof(url), "http://127.0.0.1:%u/a",
             (unsigned)ts_tls_server_port(server));
    enum ts_status forbidden = fetch(&sink, w->ours, url, false);
    enum ts_status allowed = fetch(&sink, w->ours, url, true);
    ts_tls_server_stop(server);
    assert_int_equal(forbidden, TS_UNTRUSTED);
    assert_int_equal(allowed, TS_IO); /* It went, and the server spoke TLS. */
    assert_int_equal(sink.used, 0);
}

static int
run_program(const struct folders *f, const char *ca_file, uint16_t port, char *line)
{
    char url[96];
    snprintf(url, sizeof(url), "https://127.0.0.1:%u", (unsigned)port);
    const char *const arguments[] = { "--from", url,      "--to", f->kiosk, "--root",
                                      f->root,  "--once", "--ca", ca_file,  NULL };
    return program_run(arguments, line, 512);
}

static void
the_program_believes_whom_it_is_told_to(void **state)
{
    const struct world *w = *state;
    void *folders = NULL;
    char line[512];
    folders_set_up(&folders);
    struct folders *f = folders;
    const struct ts_tls_server_options options = { .signer = w->authority,
                                                   .names = "IP:127.0.0.1",
                                                   .begins_s = -HOUR,
                                                   .ends_s = HOUR,
                                                   .folder = f->repo_path };
    struct ts_tls_server *server = ts_tls_server_start(&options);
    uint16_t port = ts_tls_server_port(server);
    assert_int_equal(run_program(f, w->theirs, port, line), 1);
    assert_non_null(strstr(line, "RFC 9110 4.3.4"));
    assert_int_equal(folders_epoch(f, f->kiosk), 0);
    assert_int_equal(run_program(f, w->ours, port, line), 0);
    assert_int_equal(folders_epoch(f, f->kiosk), 1);
    ts_tls_server_stop(server);
    folders_tear_down(&folders);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_who_can_show_a_certificate_is_listened_to,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(plain_http_is_used_only_where_it_is_allowed,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_program_believes_whom_it_is_told_to, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
