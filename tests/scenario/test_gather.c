#include "keys/authority/authority.h"
#include "keys/authority/ledger.h"
#include "keys/authority/signer.h"
#include "keys/trust/issuer_list.h"
#include "tests/scenario/programs.h"
#include "tests/support/http_server.h"
#include "tests/unit/keys/authority/gather_fixture.h"

/* The program, as an operator runs it, against a web server of this test. */

#define ARENA (64 * 1024 * 1024)

static struct ts_arena arena;
static struct ts_http_server *server;
static struct ts_store *authority, *college_store;
static char authority_path[32], college_path[32];
static struct ts_signer college;
static struct ts_ledger ledger;
static int port;

static int
touchstone(const char *arguments)
{
    ts_span line = fixture_text(&arena, "$bin/touchstone %s", arguments);
    return shell_in(".", (const char *)line.at);
}

static int
gather(const char *options)
{
    ts_span arguments =
        fixture_text(&arena, "authority gather %s --plain-http --gap-ms 0 %s",
                     authority_path, options);
    return touchstone((const char *)arguments.at);
}

/* A line of output that begins with result and has what in it. */
static void
assert_line(const char *result, const char *what)
{
    for (char *line = output; *line;) {
        size_t len = strcspn(line, "\n");
        ts_span text = { (const uint8_t *)line, len };
        char copy[1024];
        snprintf(copy, sizeof(copy), "%.*s", (int)len, line);
        if (ts_span_starts_with(text, ts_span_text(result)) && strstr(copy, what))
            return;
        line += len + (line[len] == '\n');
    }
    fail_msg("no line \"%s ... %s\" in:\n%s", result, what, output);
}

static void
put_sources(const char *sources)
{
    ts_span text = fixture_text(
        &arena, "{\"format\":\"touchstone-sources/1\",\"sources\":[%s]}", sources);
    assert_status(ts_store_replace(authority, "sources.json", text, false), TS_OK);
}

/* "%d" in format is the port. */
static const char *
with_port(const char *format)
{
    size_t len = strlen(format);
    char *text = ts_arena_take(&arena, 2 * len + 64);
    assert_non_null(text);
    for (size_t i = 0; i < len; i++) {
        char *at = text + strlen(text);
        if (format[i] == '#')
            snprintf(at, 8, "%d", port);
        else
            *at = format[i];
    }
    return text;
}

static void
serve(const char *path, ts_span content)
{
    ts_http_server_put(server, path, content, TS_HTTP_WHOLE);
}

static int
set_up(void **state)
{
    (void)state;
    size_t line;
    arena = ts_test_arena(ARENA);
    server = ts_http_server_start();
    port = ts_http_server_port(server);
    authority = fixture_folder(authority_path);
    college_store = fixture_folder(college_path);
    assert_status(ts_authority_create(&arena, authority, (ts_span){ 0 }, FIXTURE_NOW),
                  TS_OK);
    college = fixture_signer(&arena, college_store,
                             with_port("did:web:localhost%3A#:college"), TS_KEY_ED25519);
    assert_status(ts_ledger_read(&arena, &ledger, college_store, 1, &line), TS_OK);
    assert_status(ts_ledger_add(&ledger, NULL, TS_SPAN_LIT("urn:a"), true, FIXTURE_NOW),
                  TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_signer_destroy(&college);
    fixture_folder_remove(college_store, college_path);
    fixture_folder_remove(authority, authority_path);
    ts_http_server_stop(server);
    ts_test_arena_free(&arena);
    return 0;
}

static const struct ts_issuer *
issuer(const char *id)
{
    struct ts_issuer_list list;
    assert_status(ts_authority_issuers(&arena, &list, authority, NULL), TS_OK);
    return ts_issuer_list_find(&list, ts_span_text(id));
}

/* A registry, a directory, a federation, and a list that one of them signs. */
static void
serve_a_world(void)
{
    struct ts_secret_key anchor = fixture_key(8, TS_KEY_ED25519);
    struct ts_secret_key state_key = fixture_key(9, TS_KEY_P256);
    ts_span document;
    ts_span list;
    assert_status(ts_store_read(college_store, &arena, &document, "did.json", 65536),
                  TS_OK);
    serve("/college/did.json", document);
    serve("/registry.json",
          ts_span_text(with_port("{\"registry\":{\"did:web:localhost%3A#:college\":"
                                 "{\"name\":\"Example College\"}}}")));
    serve("/vci.json",
          ts_span_text(with_port("{\"participating_issuers\":[{\"iss\":"
                                 "\"http://localhost:#/state\",\"name\":\"State\"}]}")));
    serve("/state/.well-known/jwks.json", fixture_jwks(&arena, &state_key, "s"));
    serve("/statement",
          fixture_jws(
              &arena, &anchor, FIXTURE_STATEMENT_HEADER,
              "{\"iss\":\"https://anchor.example\",\"iat\":1700000000,"
              "\"sub\":\"did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK\","
              "\"exp\":4000000000,\"metadata\":{\"federation_entity\":"
              "{\"organization_name\":\"Leaf\"}}}"));
    assert_status(ts_ledger_sign_list(&arena, &list, &ledger, &college,
                                      TS_LIST_REVOCATION, FIXTURE_NOW),
                  TS_OK);
    /* What the list calls itself is its address for credentials, not for us. */
    assert_status(ts_store_replace(authority, "list.jwt", list, false), TS_OK);
    ts_span jwks = fixture_jwks(&arena, &anchor, "f");
    ts_span sources = fixture_text(
        &arena,
        "{\"kind\":\"status-list\",\"url\":\"https://college.example/status/revocation\","
        "\"file\":\"list.jwt\"},"
        "{\"kind\":\"dcc-registry\",\"url\":\"http://localhost:%d/registry.json\","
        "\"trust\":true},"
        "{\"kind\":\"smart-health-cards\",\"url\":\"http://localhost:%d/vci.json\","
        "\"trust\":true},"
        "{\"kind\":\"openid-federation\",\"url\":\"http://localhost:%d/statement\","
        "\"anchor\":{\"id\":\"https://anchor.example\",\"jwks\":%.*s}}",
        port, port, port, TS_SPAN_ARG(jwks));
    put_sources((const char *)sources.at);
}

static void
gathers_and_gathers_again(void **state)
{
    (void)state;
    serve_a_world();
    if (gather("") != 0)
        fail_msg("%s", output);
    assert_line("ok", with_port("did:web:localhost%3A#:college, 1 key"));
    assert_line("ok", with_port("http://localhost:#/state, 1 key"));
    assert_line("ok", with_port("http://localhost:#/statement"));
    assert_line("ok", with_port("http://localhost:#/registry.json, 1 issuer"));
    assert_line("ok", "file:list.jwt");
    assert_line("gathered: 7 ok, 0 unchanged, 0 unverified, 0 failed", "");
    assert_non_null(issuer(with_port("http://localhost:#/state")));

    ts_test_row("the second time nobody sends anything again");
    ts_http_server_forget(server);
    assert_int_equal(gather(""), 0);
    assert_line("unchanged", with_port("did:web:localhost%3A#:college"));
    assert_line("gathered: 0 ok, 6 unchanged", "");
    static const char *const PATHS[] = { "/college/did.json", "/registry.json",
                                         "/vci.json", "/state/.well-known/jwks.json",
                                         "/statement" };
    for (size_t i = 0; i < TS_COUNT(PATHS); i++) {
        struct ts_http_count count = ts_http_server_count(server, PATHS[i]);
        assert_int_equal(count.requests, 1);
        assert_int_equal(count.not_modified, 1);
    }
}

static void
says_what_fails_and_keeps_what_it_had(void **state)
{
    (void)state;
    serve_a_world();
    assert_int_equal(gather(""), 0);
    const char *id = with_port("did:web:localhost%3A#:college");
    static const struct {
        const char *rule;
        enum ts_http_manner manner;
        const char *words;
    } ROWS[] = {
        { "cut off", TS_HTTP_CUT, "broke off" },
        { "busy", TS_HTTP_BUSY, "(HTTP 503)" },
        { "sent to another host", TS_HTTP_ELSEWHERE, "not trusted" },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        ts_http_server_put(server, "/college/did.json", TS_SPAN_LIT("{\"id\":\"x\"}"),
                           ROWS[i].manner);
        assert_int_equal(gather(""), 1);
        assert_line("failed", id);
        assert_line("failed", ROWS[i].words);
        assert_line("failed", "last good ");
        assert_int_equal(issuer(id)->key_count, 1);
    }
    ts_test_row("gone");
    ts_http_server_drop(server, "/college/did.json");
    assert_int_equal(gather(""), 1);
    assert_line("failed", "(HTTP 404)");
    assert_int_equal(issuer(id)->key_count, 1);
}

static void
takes_slow_and_simple_servers(void **state)
{
    (void)state;
    ts_span document;
    serve_a_world();
    assert_status(ts_store_read(college_store, &arena, &document, "did.json", 65536),
                  TS_OK);
    ts_http_server_put(server, "/college/did.json", document, TS_HTTP_DRIBBLE);
    assert_int_equal(gather(""), 0);
    ts_test_row("without validators all of it comes again, and is found unchanged");
    ts_http_server_put(server, "/college/did.json", document, TS_HTTP_BARE);
    ts_http_server_forget(server);
    assert_int_equal(gather(""), 0);
    assert_int_equal(gather(""), 0);
    assert_line("unchanged", with_port("did:web:localhost%3A#:college"));
    assert_int_equal(ts_http_server_count(server, "/college/did.json").requests, 2);
    assert_int_equal(ts_http_server_count(server, "/college/did.json").not_modified, 0);
}

static void
takes_issuers_off_that_are_named_no_more(void **state)
{
    (void)state;
    serve_a_world();
    assert_int_equal(gather(""), 0);
    serve("/vci.json", TS_SPAN_LIT("{\"participating_issuers\":[]}"));
    assert_int_equal(gather(""), 0);
    assert_line("removed", with_port("http://localhost:#/state"));
    assert_null(issuer(with_port("http://localhost:#/state")));
}

static void
does_only_what_it_is_told(void **state)
{
    (void)state;
    serve_a_world();
    ts_test_row("--offline");
    assert_int_equal(gather("--offline"), 1);
    assert_line("unverified", "file:list.jwt");
    assert_line("gathered", "3 not asked");
    assert_int_equal(ts_http_server_count(server, "/vci.json").requests, 0);
    ts_test_row("--only");
    assert_int_equal(gather("--only smart-health-cards"), 0);
    assert_line("ok", with_port("http://localhost:#/state"));
    assert_int_equal(ts_http_server_count(server, "/registry.json").requests, 0);
    ts_test_row("--max-age");
    ts_http_server_forget(server);
    assert_int_equal(gather("--only smart-health-cards --max-age 1d"), 0);
    assert_int_equal(ts_http_server_count(server, "/vci.json").requests, 0);
    ts_test_row("plain http is refused unless it is allowed");
    ts_span arguments = fixture_text(&arena, "authority gather %s", authority_path);
    assert_int_equal(touchstone((const char *)arguments.at), 65);
}

static void
refuses_commands_that_make_no_sense(void **state)
{
    (void)state;
    static const char *const OPTIONS[] = {
        "--only x509",    "--max-age x",   "--max-age 1y",  "--max-age 1dd",
        "--max-age ''",   "--gap-ms -1",   "--gap-ms 1s",   "--gap-ms 99999999",
        "--max-age -1",   "--transfers 0", "--transfers 9", "another-operand",
        "--no-such-word",
    };
    put_sources("");
    for (size_t i = 0; i < TS_COUNT(OPTIONS); i++) {
        ts_test_row(OPTIONS[i]);
        assert_int_equal(gather(OPTIONS[i]), 64);
    }
    ts_test_row("no authority");
    ts_span arguments =
        fixture_text(&arena, "authority gather %s --sources %s/sources.json",
                     college_path, authority_path);
    assert_int_equal(touchstone((const char *)arguments.at), 65);
    ts_test_row("no sources");
    assert_status(ts_store_remove(authority, "sources.json"), TS_OK);
    assert_int_equal(gather(""), 65);
    ts_test_row("sources that are none");
    put_sources("{\"kind\":\"dcc-registry\"}");
    assert_int_equal(gather(""), 65);
    assert_line("touchstone:", "source 1");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(gathers_and_gathers_again),
        TEST(says_what_fails_and_keeps_what_it_had),
        TEST(takes_slow_and_simple_servers),
        TEST(takes_issuers_off_that_are_named_no_more),
        TEST(does_only_what_it_is_told),
        TEST(refuses_commands_that_make_no_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
