#include "keys/trust/repository.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static void
reads_the_epochs_of_a_path(void **state)
{
    (void)state;
    static const struct {
        const char *path, *folder;
        bool good;
        struct ts_epochs epochs;
    } ROWS[] = {
        { "rev/411-412", TS_REV_FOLDER, true, { 411, 412 } },
        { "rev/1-18446744073709551609", TS_REV_FOLDER, true, { 1, UINT64_MAX - 6 } },
        { "issuers/3-7.zst", TS_ISSUERS_FOLDER, true, { 3, 7 } },
        { "issuers/3-7", TS_ISSUERS_FOLDER, false, { 0 } },
        { "rev/3-7.zst", TS_REV_FOLDER, false, { 0 } },
        { "issuers/3-7.zst", TS_REV_FOLDER, false, { 0 } },
        { "rev/7-7", TS_REV_FOLDER, false, { 0 } },
        { "rev/8-7", TS_REV_FOLDER, false, { 0 } },
        { "rev/0-7", TS_REV_FOLDER, false, { 0 } },
        { "rev/07-8", TS_REV_FOLDER, false, { 0 } },
        { "rev/7-", TS_REV_FOLDER, false, { 0 } },
        { "rev/-7", TS_REV_FOLDER, false, { 0 } },
        { "rev/7", TS_REV_FOLDER, false, { 0 } },
        { "rev/snapshot", TS_REV_FOLDER, false, { 0 } },
        { "rev/1-184467440737095516160", TS_REV_FOLDER, false, { 0 } },
        { "re", TS_REV_FOLDER, false, { 0 } },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        struct ts_epochs epochs = { 5, 6 };
        ts_test_row(ROWS[i].path);
        assert_int_equal(
            ts_epochs_of_path(&epochs, ts_span_text(ROWS[i].path), ROWS[i].folder),
            ROWS[i].good);
        assert_int_equal(epochs.from, ROWS[i].good ? ROWS[i].epochs.from : 5);
        assert_int_equal(epochs.to, ROWS[i].good ? ROWS[i].epochs.to : 6);
    }
}

static void
knows_what_belongs_to_one_publication(void **state)
{
    (void)state;
#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    static const struct {
        const char *name;
        bool numbered;
    } ROWS[] = {
        { "7.targets.json", true },
        { "7.any role.json", true },
        { "7.root.json", false },
        { "root.json", false },
        { "timestamp.json", false },
        { "7..json", false },
        { "7.json", false },
        { "a7.targets.json", false },
        { "sub/7.targets.json", false },
        { "targets/" HEX64 ".issuers.cbor", true },
        { "targets/rev/" HEX64 ".1-2", true },
        { "targets/rev/" HEX64 HEX64 ".1-2", true },
        { "targets/rev/" HEX64 ".", false },
        { "targets/rev/" HEX64, false },
        { "targets/issuers.cbor", false },
        { "targets/7.targets.json", false },
        { "other/" HEX64 ".x", false },
        { "", false },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].name);
        assert_int_equal(ts_repository_is_numbered(ts_span_text(ROWS[i].name)),
                         ROWS[i].numbered);
    }
    struct ts_target target = { .path = TS_SPAN_LIT("rev/1-2"),
                                .hashes = { .has_sha256 = true } };
    struct ts_file_name name;
    memset(target.hashes.sha256, 0xA5, TS_SHA256_SIZE);
    assert_status(ts_repository_target(&name, &target), TS_OK);
    assert_memory_equal(name.text, "targets/rev/a5a5a5", 18);
    assert_true(ts_repository_is_numbered(ts_span_text(name.text)));
    target.path = TS_SPAN_LIT("a b");
    assert_status(ts_repository_target(&name, &target), TS_MALFORMED);
    target.path = TS_SPAN_LIT("a\0b");
    assert_status(ts_repository_target(&name, &target), TS_MALFORMED);
}

static struct ts_target
target(const char *path, uint64_t length, uint64_t epoch)
{
    return (
        struct ts_target){ .path = ts_span_text(path), .length = length, .epoch = epoch };
}

/* "1-4 4-9" for a route, "rev/snapshot" for the whole. */
static const char *
describe(const struct ts_route *route)
{
    static char text[256];
    uint64_t bytes = 0;
    text[0] = '\0';
    for (size_t i = 0; i < route->count; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof(text) - used, "%s%.*s", i ? " " : "",
                 TS_SPAN_ARG(route->steps[i]->path));
        bytes += route->steps[i]->length;
    }
    assert_int_equal(bytes, route->bytes);
    return text;
}

static void
finds_the_cheapest_way(void **state)
{
    (void)state;
    const struct ts_target items[] = {
        target("rev/snapshot", 20000, 9), target("rev/1-2", 1000, 0),
        target("rev/2-3", 1000, 0),       target("rev/3-9", 1000, 0),
        target("rev/1-9", 2500, 0),       target("rev/2-9", 9000, 0),
        target("rev/4-5", 10, 0),    /* leads nowhere */
        target("rev/6-9", 30000, 0), /* dearer than the whole */
        target("rev/7-8", UINT64_MAX, 0), target("rev/8-9", 10, 0),
        target("rev/9-10", 1, 0), /* past the end */
        target("rev/list.1", 1, 0),
    };
    static const struct {
        uint64_t from;
        const char *steps;
        bool whole;
    } ROWS[] = {
        { 1, "rev/1-9", false },
        { 2, "rev/2-3 rev/3-9", false },
        { 3, "rev/3-9", false },
        { 4, "rev/snapshot", true },
        { 5, "rev/snapshot", true },
        { 6, "rev/snapshot", true },
        { 7, "rev/snapshot", true },
        { 8, "rev/8-9", false },
        { 9, "", false },
        { 0, "rev/snapshot", true },
    };
    struct ts_route route;
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].steps);
        assert_status(ts_route_revocations(&route, items, TS_COUNT(items), ROWS[i].from),
                      TS_OK);
        assert_string_equal(describe(&route), ROWS[i].steps);
        assert_int_equal(route.is_whole, ROWS[i].whole);
    }
    memset(&route, 0xEE, sizeof(route));
    struct ts_route before = route;
    assert_status(ts_route_revocations(&route, items, TS_COUNT(items), 10), TS_ROLLBACK);
    assert_status(ts_route_revocations(&route, items + 1, TS_COUNT(items) - 1, 1),
                  TS_ABSENT);
    assert_memory_equal(&route, &before, sizeof(route));
}

static void
finds_the_issuer_list_in_its_shortest_form(void **state)
{
    (void)state;
    const struct ts_target items[] = {
        target("issuers/5-7.zst", 100, 0),
        target("issuers.cbor", 5000, 7),
        target("issuers.cbor.zst", 2000, 0),
        target("rev/5-7", 1, 0),
    };
    struct ts_route route;
    assert_status(ts_route_issuers(&route, items, TS_COUNT(items), 5), TS_OK);
    assert_string_equal(describe(&route), "issuers/5-7.zst");
    assert_status(ts_route_issuers(&route, items, TS_COUNT(items), 4), TS_OK);
    assert_string_equal(describe(&route), "issuers.cbor.zst");
    assert_true(route.is_whole);
    assert_status(ts_route_issuers(&route, items, 2, 0), TS_OK);
    assert_string_equal(describe(&route), "issuers.cbor");
    /* Another tool says no epoch: then only the whole is sure. */
    const struct ts_target other = target("issuers.cbor", 5000, 0);
    assert_status(ts_route_issuers(&route, &other, 1, 5), TS_OK);
    assert_string_equal(describe(&route), "issuers.cbor");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_epochs_of_a_path),
        cmocka_unit_test(knows_what_belongs_to_one_publication),
        cmocka_unit_test(finds_the_cheapest_way),
        cmocka_unit_test(finds_the_issuer_list_in_its_shortest_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
