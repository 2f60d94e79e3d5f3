#include "keys/authority/gather_listing.h"
#include "keys/authority/gather_state.h"
#include "keys/authority/issuer_record.h"
#include "tests/unit/keys/authority/gather_fixture.h"

#define ARENA (64 * 1024 * 1024)
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF"

static struct ts_arena keep, work;

static int
set_up(void **state)
{
    (void)state;
    keep = ts_test_arena(ARENA);
    work = ts_test_arena(ARENA);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&keep);
    ts_test_arena_free(&work);
    return 0;
}

#define SOME_HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
static const char STATE[] =
    "{\"run\":7,\"ended\":false}\n"
    "{\"address\":\"https://a.example/x\",\"run\":7,\"result\":\"ok\","
    "\"tried\":\"2026-05-12T08:00:00Z\",\"good\":\"2026-05-12T08:00:00Z\","
    "\"etag\":\"W/\\\"v1\\\"\",\"lastModified\":\"Mon, 01 Jan 2024 00:00:00 GMT\","
    "\"content\":\"" SOME_HASH "\",\"terms\":\"" SOME_HASH "\"}\n"
    "{\"address\":\"file:b.json\",\"run\":6,\"result\":\"failed\","
    "\"tried\":\"2026-05-11T08:00:00Z\"}\n"
    "{\"issuer\":\"did:web:a.example\",\"source\":\"https://a.example/x\"}\n";

static enum ts_status
read_state(struct ts_gather_state *state, const char *text, struct ts_fault *fault)
{
    return ts_gather_state_read(&keep, &work, state, ts_span_text(text), fault);
}

static void
writes_what_it_read(void **unused)
{
    (void)unused;
    struct ts_gather_state state;
    ts_span text;
    assert_status(read_state(&state, STATE, NULL), TS_OK);
    assert_int_equal(work.used, 0);
    assert_int_equal(state.run, 7);
    assert_false(state.ended);
    assert_int_equal(state.owner_count, 1);
    const struct ts_gather_record *record =
        ts_gather_record(&state, TS_SPAN_LIT("https://a.example/x"));
    assert_true(record->has_good && !record->taken);
    assert_string_equal(record->etag, "W/\"v1\"");
    assert_int_equal(record->good.s, FIXTURE_NOW.s);
    assert_int_equal(record->content[1], 0x11);
    struct ts_writer w = ts_text_begin(&work);
    ts_gather_state_write(&w, &state);
    assert_status(ts_writer_end(&w, &text), TS_OK);
    assert_span_equal(text, ts_span_text(STATE));
}

static void
begins_with_nothing(void **unused)
{
    (void)unused;
    struct ts_gather_state state;
    assert_status(read_state(&state, "", NULL), TS_OK);
    assert_int_equal(state.run, 0);
    assert_true(state.ended);
    struct ts_gather_record *record = ts_gather_record(&state, TS_SPAN_LIT("a"));
    assert_false(record->has_good);
    assert_string_equal(record->etag, "");
    assert_ptr_equal(ts_gather_record(&state, TS_SPAN_LIT("a")), record);
}

static void
refuses_a_state_that_is_none(void **unused)
{
    (void)unused;
#define LINE(rest) "{\"run\":1,\"ended\":true}\n{\"address\":\"a\"" rest "}\n"
#define TRIED ",\"run\":1,\"result\":\"ok\",\"tried\":\"2026-05-12T08:00:00Z\""
    static const struct {
        const char *rule, *text;
        enum ts_status status;
        size_t line;
    } ROWS[] = {
        { "no JSON", "x\n", TS_MALFORMED, 1 },
        { "a line cut off", LINE(TRIED) "{\"issuer\":", TS_TRUNCATED, 3 },
        { "an empty line", "{\"run\":1,\"ended\":true}\n\n", TS_TRUNCATED, 2 },
        { "run 0", "{\"run\":0,\"ended\":true}\n", TS_MALFORMED, 1 },
        { "a run below 0", "{\"run\":-1,\"ended\":true}\n", TS_MALFORMED, 1 },
        { "no word of its end", "{\"run\":1}\n", TS_MALFORMED, 1 },
        { "an address without a name", "{\"address\":\"\"" TRIED "}\n", TS_MALFORMED, 1 },
        { "a result we do not know",
          LINE(",\"run\":1,\"result\":\"x\",\"tried\":\"2026-05-12T08:00:00Z\""),
          TS_MALFORMED, 2 },
        { "no time", LINE(",\"run\":1,\"result\":\"ok\""), TS_MALFORMED, 2 },
        { "an import without its content",
          LINE(TRIED ",\"good\":\"2026-05-12T08:00:00Z\""), TS_MALFORMED, 2 },
        { "a hash in capitals",
          LINE(TRIED ",\"good\":\"2026-05-12T08:00:00Z\",\"content\":\"" HASH
                     "\",\"terms\":\"" SOME_HASH "\""),
          TS_MALFORMED, 2 },
        { "an ETag of two lines",
          LINE(TRIED ",\"good\":\"2026-05-12T08:00:00Z\",\"etag\":\"a\\r\\nb\","
                     "\"content\":\"" SOME_HASH "\",\"terms\":\"" SOME_HASH "\""),
          TS_MALFORMED, 2 },
        { "an address twice", LINE(TRIED) "{\"address\":\"a\"" TRIED "}\n", TS_DUPLICATE,
          3 },
        { "an owner of nobody", "{\"issuer\":\"x\"}\n", TS_MALFORMED, 1 },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        struct ts_gather_state state = { .run = 42 };
        struct ts_fault fault = { 0 };
        size_t used = keep.used;
        ts_test_row(ROWS[i].rule);
        assert_status(read_state(&state, ROWS[i].text, &fault), ROWS[i].status);
        assert_int_equal(fault.offset, ROWS[i].line);
        assert_string_equal(fault.rule, "gather.jsonl");
        assert_int_equal(state.run, 42);
        ts_arena_rewind(&keep, used);
    }
}

static void
keeps_only_validators_that_can_be_sent_back(void **unused)
{
    (void)unused;
    char longest[TS_GATHER_VALIDATOR_MAX + 2];
    memset(longest, 'a', sizeof(longest));
    longest[TS_GATHER_VALIDATOR_MAX] = '\0';
    assert_true(ts_gather_validator_valid(longest));
    longest[TS_GATHER_VALIDATOR_MAX] = 'a';
    longest[TS_GATHER_VALIDATOR_MAX + 1] = '\0';
    assert_false(ts_gather_validator_valid(longest));
    assert_false(ts_gather_validator_valid(NULL));
    assert_false(ts_gather_validator_valid(""));
    assert_false(ts_gather_validator_valid("a\nb"));
    assert_false(ts_gather_validator_valid("a\x7f"));
    assert_true(ts_gather_validator_valid("W/\"v1\""));
}

/* Issuers as an operator and a directory put them. */

#define JWK                                 \
    "{\"crv\":\"Ed25519\",\"kty\":\"OKP\"," \
    "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define BOUND                                                                    \
    "{\"id\":\"did:web:a.example\",\"names\":{\"en\":\"A\"},"                    \
    "\"achievements\":[\"urn:x\"],\"statusLocations\":[\"https://s.example/\"]," \
    "\"keys\":[{\"jwk\":" JWK ",\"id\":\"old\"}]}"

static struct ts_listing
list_of(const char *text)
{
    struct ts_listing listing;
    assert_status(ts_listing_read(&keep, &work, &listing, ts_span_text(text), NULL),
                  TS_OK);
    return listing;
}

static bool
put(struct ts_listing *listing, const struct ts_proposal *proposal)
{
    bool changed = false;
    assert_status(ts_listing_put(&keep, &work, listing, proposal, &changed), TS_OK);
    assert_int_equal(work.used, 0);
    return changed;
}

static struct ts_issuer
listed(struct ts_listing *listing, const char *id)
{
    struct ts_issuer issuer;
    const struct ts_listed *found = ts_listing_find(listing, ts_span_text(id));
    assert_non_null(found);
    assert_status(ts_issuer_record_read(&keep, &issuer, found->line), TS_OK);
    return issuer;
}

static struct ts_issuer_key
new_key(struct ts_secret_key *secret)
{
    *secret = fixture_key(9, TS_KEY_ED25519);
    return (struct ts_issuer_key){ .id = TS_SPAN_LIT("new"),
                                   .key = ts_secret_key_public(secret),
                                   .not_before = TS_UTC_ALWAYS,
                                   .not_after = TS_UTC_NEVER,
                                   .may_sign_test = true,
                                   .may_sign_vaccination = true,
                                   .may_sign_recovery = true };
}

static void
changes_only_what_it_may(void **unused)
{
    (void)unused;
    struct ts_secret_key secret;
    const struct ts_issuer_key key = new_key(&secret);
    const ts_span wide[] = { TS_SPAN_LIT("urn:everything") };
    const struct ts_source source = { .has_achievements = true,
                                      .achievements = wide,
                                      .achievement_count = 1 };
    struct ts_proposal proposal = { .id = TS_SPAN_LIT("did:web:a.example"),
                                    .name = TS_SPAN_LIT("Renamed"),
                                    .source = &source,
                                    .keys = &key,
                                    .key_count = 1,
                                    .keys_only = true };
    struct ts_listing listing = list_of(BOUND "\n");

    ts_test_row("keys, of one that others put there");
    assert_true(put(&listing, &proposal));
    struct ts_issuer issuer = listed(&listing, "did:web:a.example");
    assert_span_equal(issuer.keys[0].id, TS_SPAN_LIT("new"));
    assert_span_equal(issuer.names[0].text, TS_SPAN_LIT("A"));
    assert_span_equal(issuer.achievements[0], TS_SPAN_LIT("urn:x"));
    assert_int_equal(issuer.status_location_count, 1);

    ts_test_row("the same once more changes nothing");
    listing.changed = false;
    assert_false(put(&listing, &proposal));
    assert_false(listing.changed);

    ts_test_row("all that is said, of one's own; the rest stays");
    proposal.keys_only = false;
    assert_true(put(&listing, &proposal));
    issuer = listed(&listing, "did:web:a.example");
    assert_span_equal(issuer.names[0].text, TS_SPAN_LIT("Renamed"));
    assert_span_equal(issuer.achievements[0], TS_SPAN_LIT("urn:everything"));
    assert_int_equal(issuer.status_location_count, 1);

    ts_test_row("no keys: those on the list stay");
    proposal.key_count = 0;
    assert_false(put(&listing, &proposal));
    assert_int_equal(listed(&listing, "did:web:a.example").key_count, 1);
}

static void
adds_and_takes_off(void **unused)
{
    (void)unused;
    const struct ts_source source = { 0 };
    struct ts_proposal proposal = { .id = TS_SPAN_LIT("did:key:z6Mk"),
                                    .name = TS_SPAN_LIT("B"),
                                    .source = &source,
                                    .keys_only = true };
    struct ts_listing listing = list_of(BOUND "\n");
    uint8_t memory[1024];
    bool changed = true;
    assert_true(put(&listing, &proposal));
    assert_int_equal(listing.count, 2);
    ts_listing_remove(&listing, ts_listing_find(&listing, proposal.id));
    assert_null(ts_listing_find(&listing, proposal.id));
    assert_int_equal(listing.count, 1);
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_listing_write(&w, &listing);
    assert_span_equal(ts_writer_span(&w), TS_SPAN_LIT(BOUND "\n"));
    ts_test_row("and on again");
    assert_true(put(&listing, &proposal));
    assert_int_equal(listing.count, 2);
    ts_test_row("nobody without a name");
    proposal.id = TS_SPAN_LIT("did:key:other");
    proposal.name = (ts_span){ 0 };
    assert_status(ts_listing_put(&keep, &work, &listing, &proposal, &changed), TS_ABSENT);
    assert_false(changed);
    assert_int_equal(listing.count, 2);
}

static void
refuses_a_list_that_is_none(void **unused)
{
    (void)unused;
    struct ts_listing listing = { .count = 42 };
    struct ts_fault fault = { 0 };
    assert_status(ts_listing_read(&keep, &work, &listing,
                                  TS_SPAN_LIT(BOUND "\n" BOUND "\n"), &fault),
                  TS_DUPLICATE);
    assert_int_equal(fault.offset, 2);
    assert_status(ts_listing_read(&keep, &work, &listing, TS_SPAN_LIT("{}\n"), &fault),
                  TS_MALFORMED);
    assert_int_equal(fault.offset, 1);
    assert_int_equal(listing.count, 42);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(writes_what_it_read),
        TEST(begins_with_nothing),
        TEST(refuses_a_state_that_is_none),
        TEST(keeps_only_validators_that_can_be_sent_back),
        TEST(changes_only_what_it_may),
        TEST(adds_and_takes_off),
        TEST(refuses_a_list_that_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
