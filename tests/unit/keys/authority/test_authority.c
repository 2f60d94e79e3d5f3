#include "tests/unit/keys/authority/publish_fixture.h"

#include <sys/stat.h>

#define ARENA (64 * 1024 * 1024)

static struct fixture_office office;
static char paths[3][32];

static int
set_up(void **state)
{
    (void)state;
    office = (struct fixture_office){ .arena = ts_test_arena(ARENA) };
    office.authority = fixture_folder(paths[0]);
    office.issuer = fixture_folder(paths[1]);
    office.repo = fixture_folder(paths[2]);
    fixture_office_fill(&office);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_folder_remove(office.authority, paths[0]);
    fixture_folder_remove(office.issuer, paths[1]);
    fixture_folder_remove(office.repo, paths[2]);
    ts_test_arena_free(&office.arena);
    return 0;
}

static struct ts_trust
load(void)
{
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    assert_status(ts_trust_load(&office.arena, &trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    return trust;
}

static struct ts_publication
publish(void)
{
    struct ts_publication done;
    assert_status(fixture_publish(&office, &done), TS_OK);
    return done;
}

static void
publishes_what_kiosks_believe(void **state)
{
    (void)state;
    struct ts_publication done = publish();
    assert_int_equal(done.version, 1);
    assert_int_equal(done.issuers, 1);
    assert_int_equal(done.status_lists, 1);
    assert_int_equal(done.profiles, 1);
    assert_int_equal(done.expires.s, FIXTURE_NOW.s + 30 * 86400);

    struct ts_trust trust = load();
    assert_int_equal(trust.epoch, 1);
    assert_int_equal(trust.issued.s, FIXTURE_NOW.s);
    assert_int_equal(trust.expires.s, done.expires.s);
    assert_memory_equal(trust.root_fingerprint, done.root_fingerprint, TS_SHA256_SIZE);
    const struct ts_issuer *issuer =
        ts_issuer_list_find(&trust.issuers, office.signer.id);
    assert_non_null(issuer);
    assert_span_equal(ts_issuer_name(issuer, TS_SPAN_LIT("en")),
                      TS_SPAN_LIT("Example College"));
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_VALID);
    ts_verified profile;
    assert_status(ts_trust_profile(&office.arena, &profile, office.repo, "gate", NULL),
                  TS_OK);
    assert_span_equal(profile.bytes, TS_SPAN_LIT("{\"a profile\":1}"));
}

static void
counts_up_and_withdraws(void **state)
{
    (void)state;
    (void)publish();
    fixture_put_list(&office, true);
    struct ts_publication done = publish();
    assert_int_equal(done.version, 2);
    assert_int_equal(done.left_over, 0);
    struct ts_trust trust = load();
    assert_int_equal(trust.epoch, 2);
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_WITHDRAWN);
}

static void
collect(const char *name, void *context)
{
    struct ts_writer *w = context;
    ts_write_text(w, name);
    ts_write_u8(w, '\n');
}

/* Names of the published files, a line each. */
static ts_span
files(ts_room room)
{
    struct ts_writer w = ts_writer_over(room);
    assert_status(ts_store_list(office.repo, &office.arena, "", collect, &w), TS_OK);
    assert_false(w.full);
    return ts_writer_span(&w);
}

static bool
has_file(ts_span names, const char *name)
{
    for (ts_span line; names.len > 0;) {
        line = ts_span_part(names, 0, ts_span_index(names, '\n'));
        names = ts_span_part(names, line.len + 1, names.len);
        if (ts_span_is(line, name))
            return true;
    }
    return false;
}

/* Withdrawals touch neither the targets metadata, whose keys lie in a safe, nor what it
 * names; new issuers do. */
static void
leaves_alone_what_did_not_change(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        bool withdrawn, new_issuer;
        const char *there, *gone;
    } DAYS[] = {
        { "the first day", false, false, "1.targets.json", "2.targets.json" },
        { "one is withdrawn", true, false, "2.revocations.json", "2.targets.json" },
        { "nothing happened", true, false, "2.snapshot.json", "3.snapshot.json" },
        { "an issuer is new", true, true, "4.targets.json", "4.revocations.json" },
        { "and what was in force before stays", true, true, "2.snapshot.json",
          "5.snapshot.json" },
        { "until it is old", false, true, "6.revocations.json", "1.targets.json" },
    };
    static uint8_t memory[TS_COUNT(DAYS)][8192];
    for (size_t i = 0; i < TS_COUNT(DAYS); i++) {
        ts_test_row(DAYS[i].rule);
        fixture_put_list(&office, DAYS[i].withdrawn);
        if (DAYS[i].new_issuer)
            fixture_put_issuer(&office, TS_SPAN_LIT("did:web:new.example"), "New");
        assert_int_equal(publish().version, i + 1);
        ts_span names = files(TS_ROOM_OF(memory[i]));
        assert_true(has_file(names, DAYS[i].there));
        assert_false(has_file(names, DAYS[i].gone));
        assert_true(has_file(names, "1.root.json"));
        assert_int_equal(load().epoch, i + 1);
    }
    assert_int_equal(load().issuers.epoch, 4);
}

static void
replaces_an_issuer_of_the_same_id(void **state)
{
    (void)state;
    const struct ts_text_in name = { TS_SPAN_LIT("en"), TS_SPAN_LIT("Renamed") };
    const struct ts_issuer issuer = { .id = office.signer.id,
                                      .names = &name,
                                      .name_count = 1 };
    bool replaced = false;
    fixture_put_issuer(&office, TS_SPAN_LIT("a:first"), "First");
    assert_status(ts_authority_put_issuer(&office.arena, &replaced, office.authority,
                                          &issuer, NULL),
                  TS_OK);
    assert_true(replaced);
    struct ts_issuer_list list;
    assert_status(ts_authority_issuers(&office.arena, &list, office.authority, NULL),
                  TS_OK);
    assert_int_equal(list.count, 2);
    assert_span_equal(list.issuers[0].id, TS_SPAN_LIT("a:first"));
    assert_span_equal(list.issuers[1].names[0].text, TS_SPAN_LIT("Renamed"));
}

static void
refuses_lists_that_kiosks_could_not_use(void **state)
{
    (void)state;
    struct ts_fault fault = { 0 };
    char path[32];
    ts_span jwt;
    struct ts_store *store = fixture_folder(path);
    struct ts_signer stranger =
        fixture_signer(&office.arena, store, "did:key", TS_KEY_ED25519);
    ts_test_row("signed by nobody on the list");
    assert_status(ts_ledger_sign_list(&office.arena, &jwt, &office.ledger, &stranger,
                                      TS_LIST_REVOCATION, FIXTURE_NOW),
                  TS_OK);
    assert_status(ts_authority_put_status_list(&office.arena, office.authority,
                                               TS_SPAN_LIT(FIXTURE_REVOCATION), jwt,
                                               &fault),
                  TS_UNTRUSTED);
    ts_test_row("under the address of another list");
    assert_status(ts_ledger_sign_list(&office.arena, &jwt, &office.ledger, &office.signer,
                                      TS_LIST_SUSPENSION, FIXTURE_NOW),
                  TS_OK);
    assert_status(ts_authority_put_status_list(&office.arena, office.authority,
                                               TS_SPAN_LIT(FIXTURE_REVOCATION), jwt,
                                               &fault),
                  TS_MALFORMED);
    ts_test_row("under no address at all");
    assert_status(ts_authority_put_status_list(&office.arena, office.authority,
                                               TS_SPAN_LIT("a\nb"), jwt, &fault),
                  TS_MALFORMED);
    (void)publish();
    struct ts_trust trust = load();
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_VALID);
    fixture_folder_remove(store, path);
}

static void
refuses_profile_names_that_are_paths(void **state)
{
    (void)state;
    static const char *const NAMES[] = {
        "",    "../x", "a/b",
        "a.b", "a b",  "a234567890123456789012345678901234567890123456789",
    };
    for (size_t i = 0; i < TS_COUNT(NAMES); i++) {
        ts_test_row(NAMES[i]);
        assert_status(ts_authority_put_profile(office.authority, ts_span_text(NAMES[i]),
                                               TS_SPAN_LIT("{}")),
                      TS_MALFORMED);
    }
}

static void
does_not_publish_over_another_authority(void **state)
{
    (void)state;
    struct ts_publication done = { .version = 99 };
    char path[32];
    (void)publish();
    struct ts_store *own = office.authority;
    office.authority = fixture_folder(path);
    assert_status(
        ts_authority_create(&office.arena, office.authority, (ts_span){ 0 }, FIXTURE_NOW),
        TS_OK);
    assert_status(fixture_publish(&office, &done), TS_DUPLICATE);
    assert_int_equal(done.version, 99);
    fixture_folder_remove(office.authority, path);
    office.authority = own;
    assert_int_equal(load().epoch, 1);
}

struct search {
    const char *begin;
    char found[128];
};

static void
note_begin(const char *name, void *context)
{
    struct search *search = context;
    if (strncmp(name, search->begin, strlen(search->begin)) == 0)
        snprintf(search->found, sizeof(search->found), "%s", name);
}

/* The key file whose name begins so. */
static const char *
key_name(const char *begin)
{
    static struct search search;
    search = (struct search){ .begin = begin };
    assert_status(
        ts_store_list(office.authority, &office.arena, "keys", note_begin, &search),
        TS_OK);
    assert_true(search.found[0] != '\0');
    return search.found;
}

static void
is_not_made_over_another(void **state)
{
    (void)state;
    char path[64];
    struct stat about;
    assert_status(
        ts_authority_create(&office.arena, office.authority, (ts_span){ 0 }, FIXTURE_NOW),
        TS_DUPLICATE);
    assert_status(ts_authority_check(&office.arena, office.repo), TS_ABSENT);
    snprintf(path, sizeof(path), "%s/%s", paths[0], key_name("keys/root."));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void
names_the_file_it_cannot_read(void **state)
{
    (void)state;
    const char *key = key_name("keys/timestamp.");
    const struct {
        const char *rule;
        const char *file;
        const char *content;
        enum ts_status status;
        size_t offset;
        const char *fault; /* NULL: the file */
    } FILES[] = {
        { "half a line of issuers", "issuers.jsonl", "{\"id\":", TS_TRUNCATED, 1, NULL },
        { "no number at all", "published.json", "{}", TS_MALFORMED, 0, NULL },
        { "a version that ran out", "published.json",
          "{\"version\":2147483647,\"issuers\":{\"epoch\":1,"
          "\"issued\":\"2026-05-12T00:00:00Z\",\"sha256\":"
          "\"0000000000000000000000000000000000000000000000000000000000000000\"}}",
          TS_MALFORMED, 0, NULL },
        { "a key that is none", key, "{}", TS_UNSUPPORTED, 0, "keys" },
        { "a root that is none", "root.json", "{}", TS_MALFORMED, 0, NULL },
        { "a delegation to nobody", "delegation.json", "{}", TS_ABSENT, 0, NULL },
        { "a list that is gone", "status-urls.txt", "https://x.example/\n", TS_ABSENT, 0,
          NULL },
        { "a canary that is no number", "status-urls.txt", "https://x.example/ 1 x\n",
          TS_MALFORMED, 0, NULL },
    };
    for (size_t i = 0; i < TS_COUNT(FILES); i++) {
        struct ts_fault fault = { 0 };
        struct ts_publication done;
        ts_span before = { 0 };
        const struct ts_publish_order order = { .store = office.authority,
                                                .repo = office.repo,
                                                .now = FIXTURE_NOW };
        ts_test_row(FILES[i].rule);
        enum ts_status was =
            ts_store_read(office.authority, &office.arena, &before, FILES[i].file, 65536);
        assert_status(ts_store_replace(office.authority, FILES[i].file,
                                       ts_span_text(FILES[i].content), false),
                      TS_OK);
        assert_status(ts_authority_publish(&office.arena, &done, &order, &fault),
                      FILES[i].status);
        assert_string_equal(fault.rule, FILES[i].fault ? FILES[i].fault : FILES[i].file);
        assert_int_equal(fault.offset, FILES[i].offset);
        if (was == TS_OK)
            assert_status(
                ts_store_replace(office.authority, FILES[i].file, before, false), TS_OK);
        else
            assert_status(ts_store_remove(office.authority, FILES[i].file), TS_OK);
    }
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(publishes_what_kiosks_believe),
        TEST(counts_up_and_withdraws),
        TEST(leaves_alone_what_did_not_change),
        TEST(replaces_an_issuer_of_the_same_id),
        TEST(refuses_lists_that_kiosks_could_not_use),
        TEST(refuses_profile_names_that_are_paths),
        TEST(does_not_publish_over_another_authority),
        TEST(is_not_made_over_another),
        TEST(names_the_file_it_cannot_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
