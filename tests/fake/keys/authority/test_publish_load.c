#include "keys/codec/deflate.h"
#include "keys/trust/revocation.h"
#include "tests/fake/keys/authority/office.h"
#include "tests/unit/keys/trust/fixture.h"

/* What is published is believed in every layout, and nothing else is (FORMAT.md 1). */

static enum ts_status_value
status_in(struct ts_store *store)
{
    struct ts_trust trust;
    struct ts_fault fault;
    size_t used = office.arena.used;
    assert_status(office_load(&trust, store, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    enum ts_status_value value = fixture_status(&office, &trust);
    ts_arena_rewind(&office.arena, used);
    return value;
}

static void
is_believed_in_every_layout(void **state)
{
    (void)state;
    ts_verified profile;
    (void)office_publish();
    fixture_put_list(&office, true);
    (void)office_publish();
    struct ts_store *mirrored = office_copy("mirror", false);
    struct ts_store *kept = office_copy("kiosk", true);
    assert_int_equal(status_in(office.repo), TS_STATUS_WITHDRAWN);
    assert_int_equal(status_in(mirrored), TS_STATUS_WITHDRAWN);
    assert_int_equal(status_in(kept), TS_STATUS_WITHDRAWN);
    assert_status(ts_trust_profile(&office.arena, &profile, kept, "gate", NULL), TS_OK);
    assert_span_equal(profile.bytes, TS_SPAN_LIT("{\"a profile\":1}"));
    /* Without its copy of the newest root, from the first one on. */
    assert_status(ts_store_remove(mirrored, "root.json"), TS_OK);
    assert_int_equal(status_in(mirrored), TS_STATUS_WITHDRAWN);
    ts_store_close(mirrored);
    ts_store_close(kept);
}

/* 1.10: a folder with versions in its names and without a timestamp has no lists yet. */
static void
waits_for_its_first_lists(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault;
    (void)office_publish();
    struct ts_store *kept = office_copy("kiosk", true);
    assert_status(ts_store_remove(kept, "timestamp.json"), TS_OK);
    assert_status(office_load(&trust, kept, &fault), TS_OK);
    assert_int_equal(trust.epoch, 0);
    assert_int_equal(trust.issuers.count, 0);
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_UNKNOWN);
    ts_store_close(kept);
}

/* Every file in turn is cut off, altered, gone. */
static void
nothing_altered_is_believed(void **state)
{
    (void)state;
    (void)office_publish();
    fixture_put_list(&office, true);
    (void)office_publish();
    struct ts_store *kept = office_copy("kiosk", true);
    struct office_names names = *office_names(kept);
    for (size_t i = 0; i < names.count; i++) {
        struct ts_trust trust;
        struct ts_fault fault;
        size_t used = office.arena.used;
        const char *name = names.items[i];
        ts_span good = office_read(kept, name);
        ts_test_row(name);
        struct ts_epochs epochs;
        bool travels = ts_epochs_of_path(
            &epochs, ts_span_part(ts_span_text(name), 8, sizeof(names.items[i])),
            TS_REV_FOLDER);
        uint8_t *bad = ts_test_exact_copy(good);
        bad[good.len / 2] ^= 1;
        office_put(kept, name, (ts_span){ bad, good.len });
        enum ts_status status = office_load(&trust, kept, &fault);
        if (travels)
            assert_status(status, TS_OK);
        else
            assert_int_not_equal(status, TS_OK);
        office_put(kept, name, ts_span_part(good, 0, good.len - 1));
        /* Of metadata that nothing else measures the line end may be missing. */
        if (!travels && !ts_span_is(ts_span_text(name), "root.json")
            && !ts_span_is(ts_span_text(name), "timestamp.json"))
            assert_int_not_equal(office_load(&trust, kept, &fault), TS_OK);
        office_put(kept, name, good);
        free(bad);
        ts_arena_rewind(&office.arena, used);
    }
    assert_int_equal(status_in(kept), TS_STATUS_WITHDRAWN);
    ts_store_close(kept);
}

static void
what_is_gone_refuses_or_is_a_problem(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum ts_status status;
        const char *problem; /* NULL: none */
    } ROWS[] = {
        { "root.json", TS_ABSENT, NULL },
        { "snapshot.json", TS_UNTRUSTED, NULL },
        { "targets.json", TS_UNTRUSTED, NULL },
        { "targets/issuers.cbor", TS_UNTRUSTED, NULL },
        { "revocations.json", TS_OK, "revocations" },
        { "targets/rev/snapshot", TS_OK, "rev/snapshot" },
        { "targets/profiles/gate.json", TS_OK, "profiles/gate.json" },
    };
    (void)office_publish();
    struct ts_store *kept = office_copy("kiosk", true);
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        struct ts_trust trust;
        struct ts_fault fault;
        ts_test_row(ROWS[i].name);
        ts_span good = office_read(kept, ROWS[i].name);
        assert_status(ts_store_remove(kept, ROWS[i].name), TS_OK);
        assert_status(office_load(&trust, kept, &fault), ROWS[i].status);
        if (ROWS[i].problem) {
            assert_int_equal(trust.problem_count, 1);
            assert_span_equal(trust.problems[0].what, ts_span_text(ROWS[i].problem));
            assert_int_equal(trust.issuers.count, 1);
            bool profile_only = i == TS_COUNT(ROWS) - 1;
            assert_int_equal(fixture_status(&office, &trust),
                             profile_only ? TS_STATUS_VALID : TS_STATUS_UNKNOWN);
        }
        office_put(kept, ROWS[i].name, good);
    }
    ts_store_close(kept);
}

/* Each file of an earlier publication in the place of a later one's. */
static void
nothing_is_mixed(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "timestamp.json",       "snapshot.json",
                                         "targets.json",         "revocations.json",
                                         "targets/issuers.cbor", "targets/rev/snapshot" };
    (void)office_publish();
    struct ts_store *before = office_copy("before", true);
    fixture_put_list(&office, true);
    fixture_put_issuer(&office, TS_SPAN_LIT("did:web:new.example"), "New");
    const ts_utc later = { FIXTURE_NOW.s + 86400 };
    struct ts_publication done;
    assert_status(fixture_publish_at(&office, &done, later), TS_OK);
    struct ts_store *after = office_copy("after", true);
    for (size_t i = 0; i < TS_COUNT(NAMES); i++) {
        struct ts_trust trust;
        struct ts_fault fault;
        ts_span good = office_read(after, NAMES[i]);
        ts_test_row(NAMES[i]);
        office_put(after, NAMES[i], office_read(before, NAMES[i]));
        assert_status(office_load(&trust, after, &fault), TS_UNTRUSTED);
        office_put(after, NAMES[i], good);
    }
    assert_int_equal(status_in(after), TS_STATUS_WITHDRAWN);
    ts_store_close(before);
    ts_store_close(after);
}

/* What a thief of the online keys would do: signs a file for a role with the key that is
 * named after it. */
static ts_span
sign_as(const char *role, const char *type, uint64_t version, ts_span content)
{
    struct ts_key_folder keys = { .store = office.authority };
    const struct ts_tuf_head head = {
        type, version, { FIXTURE_NOW.s + 86400 }, FIXTURE_NOW
    };
    struct ts_tuf_role signers;
    struct ts_tuf_opened opened;
    ts_span file;
    size_t count;
    if (strcmp(role, "revocations") == 0) {
        assert_status(ts_authority_delegation(&office.arena, &signers, office.authority),
                      TS_OK);
    } else {
        assert_status(ts_tuf_open(&office.arena, &opened,
                                  office_read(office.authority, "root.json")),
                      TS_OK);
        assert_status(ts_tuf_role_read(&office.arena, &signers, opened.body, role),
                      TS_OK);
    }
    assert_status(ts_tuf_file(&office.arena, &file, &head, content), TS_OK);
    assert_status(ts_key_folder_sign(&office.arena, &file, &count, &keys, &signers, 1),
                  TS_OK);
    assert_int_equal(count, 1);
    return file;
}

/* Puts other revocations into a kiosk's folder, signed all the way up. */
static void
put_revocations(struct ts_store *kept, const struct ts_tuf_target *items, size_t count)
{
    ts_span content;
    struct ts_arena *arena = &office.arena;
    assert_status(ts_tuf_targets_content(arena, &content, items, count, NULL), TS_OK);
    ts_span revocations = sign_as("revocations", "targets", 9, content);
    struct ts_tuf_opened opened;
    ts_span targets = office_read(kept, "targets.json");
    assert_status(ts_tuf_open(arena, &opened, targets), TS_OK);
    const struct ts_tuf_meta metas[] = {
        { "revocations.json", 9, revocations },
        { "targets.json", opened.head.version, targets },
    };
    assert_status(ts_tuf_meta_content(arena, &content, metas, 2), TS_OK);
    ts_span snapshot = sign_as("snapshot", "snapshot", 9, content);
    const struct ts_tuf_meta meta = { "snapshot.json", 9, snapshot };
    assert_status(ts_tuf_meta_content(arena, &content, &meta, 1), TS_OK);
    office_put(kept, "revocations.json", revocations);
    office_put(kept, "snapshot.json", snapshot);
    office_put(kept, "timestamp.json", sign_as("timestamp", "timestamp", 9, content));
}

static struct ts_tuf_target
file_of(struct ts_store *kept, const char *path, ts_span bytes)
{
    struct ts_tuf_target target = { .bytes = bytes };
    char name[96];
    snprintf(target.path, sizeof(target.path), "%s", path);
    snprintf(name, sizeof(name), "targets/%s", path);
    ts_sha256(target.sha256, bytes);
    if (kept)
        office_put(kept, name, bytes);
    return target;
}

/* 1.11: a stolen online key can withdraw or fall silent, never add an issuer or a
 * profile, nor take the place of one. */
static void
an_online_key_adds_no_issuer(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault;
    ts_verified profile;
    (void)office_publish();
    struct ts_store *kept = office_copy("kiosk", true);
    const struct ts_issuer thief = { .id = TS_SPAN_LIT("did:web:thief.example") };
    const struct ts_issuer_list list = { .epoch = 99, .issuers = &thief, .count = 1 };
    ts_span issuers;
    assert_status(ts_issuer_list_write(&office.arena, &issuers, &list), TS_OK);
    const struct ts_tuf_target items[] = {
        file_of(NULL, "issuers.cbor", issuers),
        file_of(kept, "profiles/easy.json", TS_SPAN_LIT("{}")),
        file_of(kept, "status/123", TS_SPAN_LIT("{}")),
        file_of(kept, "rev/deep/er", TS_SPAN_LIT("{}")),
    };
    put_revocations(kept, items, TS_COUNT(items));
    assert_status(office_load(&trust, kept, &fault), TS_OK);
    assert_int_equal(trust.epoch, 9);
    assert_int_equal(trust.problem_count, 0); /* none of them was even looked at */
    assert_int_equal(trust.issuers.count, 1);
    assert_null(ts_issuer_list_find(&trust.issuers, thief.id));
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_UNKNOWN);
    assert_status(ts_trust_profile(&office.arena, &profile, kept, "easy", NULL),
                  TS_ABSENT);
    ts_store_close(kept);
}

/* A state of one list, whose positions and canaries are as said. */
static ts_span
state_of(const uint64_t *positions, size_t count, bool has_canaries, ts_span url)
{
    const struct ts_revocation_input input = {
        .list = { .url = url,
                  .issuer = office.signer.id,
                  .kind = TS_STATUS_BITSTRING,
                  .purpose = TS_REVOCATION_WITHDRAWN,
                  .bits = 1,
                  .size = 1000,
                  .has_canaries = has_canaries,
                  .canary_set = 7,
                  .canary_clear = 8 },
        .positions = positions,
        .count = count,
    };
    const struct ts_revocation_release release = { 9, FIXTURE_NOW, TS_REVOCATION_QUICK };
    ts_span bytes;
    assert_status(ts_revocations_write(&office.arena, &bytes, &input, 1, release), TS_OK);
    return bytes;
}

/* 6.8: a list that withdraws everyone does not go live, and says so. */
static void
a_failing_canary_refuses_the_lists(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        uint64_t positions[3];
        size_t count;
        bool has_canaries;
        enum ts_status status;
    } ROWS[] = {
        { "both hold", { 1, 7, 9 }, 3, true, TS_OK },
        { "everyone is withdrawn", { 7, 8, 9 }, 3, true, TS_UNTRUSTED },
        { "nobody is withdrawn", { 9 }, 1, true, TS_UNTRUSTED },
        { "there is none", { 8 }, 1, false, TS_OK },
    };
    (void)office_publish();
    struct ts_store *kept = office_copy("kiosk", true);
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        struct ts_trust trust;
        struct ts_fault fault;
        ts_test_row(ROWS[i].rule);
        ts_span bytes = state_of(ROWS[i].positions, ROWS[i].count, ROWS[i].has_canaries,
                                 TS_SPAN_LIT(FIXTURE_REVOCATION));
        const struct ts_tuf_target item = file_of(kept, "rev/snapshot", bytes);
        put_revocations(kept, &item, 1);
        assert_status(office_load(&trust, kept, &fault), ROWS[i].status);
        if (ROWS[i].status != TS_OK)
            assert_string_equal(fault.rule, "FORMAT.md 6.8");
        else
            assert_int_equal(trust.revocations.epoch, 9);
    }
    ts_store_close(kept);
}

/* 1.13: state.rev stands in for rev/snapshot, by its hash alone. */
static void
a_state_that_deltas_led_to_is_believed_by_its_hash(void **state)
{
    (void)state;
    static const uint64_t one[] = { 1 };
    static const uint64_t two[] = { 2 };
    struct ts_trust trust;
    struct ts_fault fault;
    struct ts_trust_list list;
    ts_span url = TS_SPAN_LIT(FIXTURE_REVOCATION);
    (void)office_publish();
    struct ts_store *kept = office_copy("kiosk", true);
    ts_span bytes = state_of(one, 1, false, url);
    struct ts_revocations loaded;
    struct ts_target own = { .length = bytes.len, .hashes = { .has_sha256 = true } };
    ts_verified verified;
    ts_sha256(own.hashes.sha256, bytes);
    assert_status(ts_target_check(&verified, &own, bytes), TS_OK);
    assert_status(ts_revocations_load(&office.arena, &loaded, verified, NULL), TS_OK);

    struct ts_tuf_target item = file_of(NULL, "rev/snapshot", TS_SPAN_LIT("other bytes"));
    item.epoch = 9;
    item.state = loaded.hash;
    put_revocations(kept, &item, 1);
    assert_status(ts_store_remove(kept, "targets/rev/snapshot"), TS_OK);
    office_put(kept, "state.rev", bytes);
    assert_status(office_load(&trust, kept, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_true(ts_trust_find_list(&trust, &list, url, TS_STATUS_BITSTRING));
    assert_int_equal(ts_trust_list_at(&list, 1, TS_SPAN_LIT("revocation")),
                     TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_trust_list_at(&list, 2, TS_SPAN_LIT("revocation")),
                     TS_STATUS_VALID);
    assert_int_equal(ts_trust_list_at(&list, 1000, TS_SPAN_LIT("revocation")),
                     TS_STATUS_UNKNOWN);
    assert_false(ts_trust_find_list(&trust, &list, url, TS_STATUS_TOKEN));

    office_put(kept, "state.rev", state_of(two, 1, false, url));
    assert_status(office_load(&trust, kept, &fault), TS_UNTRUSTED);
    ts_store_close(kept);
}

/* A list that no container can hold is carried as its issuer signed it. */
static void
carries_other_lists_as_they_are(void **state)
{
    (void)state;
    static const char url[] = "https://college.example/status/colour";
    static const uint8_t bits[16] = { 0x80 };
    struct ts_trust trust;
    struct ts_trust_list list;
    struct ts_fault fault = { 0 };
    struct ts_arena *arena = &office.arena;
    ts_span packed;
    assert_status(ts_deflate(arena, &packed, TS_SPAN_OF(bits), TS_DEFLATE_GZIP), TS_OK);
    const char *encoded = fixture_base64url(arena, packed);
    const char *issuer = fixture_string(arena, office.signer.id);
    ts_span claims = fixture_text(
        arena,
        "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"id\":\"%s\","
        "\"type\":[\"VerifiableCredential\",\"BitstringStatusListCredential\"],"
        "\"issuer\":\"%s\",\"validFrom\":\"2026-01-01T00:00:00Z\","
        "\"credentialSubject\":{\"type\":\"BitstringStatusList\","
        "\"statusPurpose\":\"colour\",\"encodedList\":\"u%s\"}}",
        url, issuer, encoded);
    ts_span jwt = fixture_jws(arena, &office.signer.key, "\"typ\":\"vc+jwt\"",
                              fixture_string(arena, claims));
    assert_status(ts_authority_put_status_list(arena, office.authority, ts_span_text(url),
                                               jwt, &fault),
                  TS_OK);
    (void)office_publish();
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_int_equal(ts_trust_list_count(&trust), 2);
    assert_int_equal(trust.status_list_count, 1);
    assert_true(
        ts_trust_find_list(&trust, &list, ts_span_text(url), TS_STATUS_BITSTRING));
    assert_int_equal(ts_trust_list_at(&list, 1, TS_SPAN_LIT("colour")), TS_STATUS_VALID);
    assert_int_equal(ts_trust_list_at(&list, 0, TS_SPAN_LIT("colour")),
                     TS_STATUS_UNKNOWN);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, office_set_up, office_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(is_believed_in_every_layout),
        TEST(waits_for_its_first_lists),
        TEST(nothing_altered_is_believed),
        TEST(what_is_gone_refuses_or_is_a_problem),
        TEST(nothing_is_mixed),
        TEST(an_online_key_adds_no_issuer),
        TEST(a_failing_canary_refuses_the_lists),
        TEST(a_state_that_deltas_led_to_is_believed_by_its_hash),
        TEST(carries_other_lists_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
