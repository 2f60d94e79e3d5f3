#include "firmware/board/picture.h"
#include "kiosk/scan/scanner.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Codes made and photographed by others: what share of them do we read? The
 * floors are what zbar 0.23.92 read when this was written; fewer is a
 * regression, more is a floor to raise.
 *
 * "Other" codes are read too, but their bytes are not those of the table: four
 * of dgc, where the table took another file's text, and two of zxing, which
 * hold Shift JIS that the table has as UTF-8.
 */
static const struct {
    const char *folder;
    unsigned floor; /* Pictures of which one code at least is right. */
} rows[] = {
    { "dgc", 266 }, { "dccqa", 226 }, { "jsqr", 93 }, { "zxing", 84 }, { "zxingcpp", 18 },
};

enum { CODES = 8 };

struct share {
    struct ts_scanner *scanner;
    unsigned pictures, read, other, unknown, undrawn;
};

/* The digest that expected.tsv uses: FNV-1a over the visible ASCII. */
static uint64_t
digest(ts_span bytes)
{
    uint64_t hash = UINT64_C(1469598103934665603);
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.at[i] >= 33 && bytes.at[i] <= 126)
            hash = (hash ^ bytes.at[i]) * UINT64_C(1099511628211);
    return hash;
}

static bool
expects(const char *digests, ts_span bytes)
{
    char hex[17];
    snprintf(hex, sizeof(hex), "%016llx", (unsigned long long)digest(bytes));
    return strstr(digests, hex) != NULL;
}

static void
count_codes(struct share *share, const struct ts_code *codes, size_t count,
            const char *digests)
{
    bool right = false;
    for (size_t i = 0; i < count; i++)
        right = right || expects(digests, codes[i].bytes);
    if (digests[0] == '?')
        share->unknown++;
    else if (right)
        share->read++;
    else if (count > 0)
        share->other++;
}

static void
scan_picture(struct share *share, const char *path, const char *digests)
{
    struct ts_picture *picture = NULL;
    struct ts_code codes[CODES];
    struct ts_frame frame;
    size_t count = 0;
    share->pictures++;
    if (ts_picture_open(&picture, path) == TS_OK
        && ts_picture_next(picture, &frame) == TS_OK) {
        assert_status(ts_scanner_still(share->scanner, &frame, codes, CODES, &count),
                      TS_OK);
        count_codes(share, codes, count, digests);
    } else {
        share->undrawn++;
    }
    ts_picture_close(picture);
}

/* Scans what the table of expected codes lists in folder. */
static struct share
scan_folder(const char *folder)
{
    char line[2048];
    char path[4096];
    struct share share = { 0 };
    snprintf(path, sizeof(path), "%s", ts_test_picture("expected.tsv"));
    FILE *table = fopen(path, "r");
    size_t base = strlen(path) - strlen("expected.tsv");
    assert_non_null(table);
    assert_status(ts_scanner_open(&share.scanner), TS_OK);
    while (fgets(line, sizeof(line), table)) {
        char *tab = strchr(line, '\t');
        size_t len = strlen(folder);
        if (!tab || strncmp(line, folder, len) != 0 || line[len] != '/')
            continue;
        *tab = '\0';
        snprintf(path + base, sizeof(path) - base, "%s", line);
        scan_picture(&share, path, tab + 1);
    }
    fclose(table);
    ts_scanner_close(share.scanner);
    printf("%s: %u of %u read, %u other, %u without a known code, %u not drawn\n", folder,
           share.read, share.pictures, share.other, share.unknown, share.undrawn);
    return share;
}

static void
as_many_are_read_as_ever(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].folder);
        struct share share = scan_folder(rows[i].folder);
        assert_true(share.read >= rows[i].floor);
    }
}

static void
no_code_is_read_where_none_is(void **state)
{
    (void)state;
    struct share share = scan_folder("neg");
    assert_true(share.pictures - share.undrawn >= 57);
    assert_int_equal(share.read + share.other + share.unknown, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_are_read_as_ever),
        cmocka_unit_test(no_code_is_read_where_none_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
