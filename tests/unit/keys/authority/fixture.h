#ifndef TS_TEST_AUTHORITY_FIXTURE_H
#define TS_TEST_AUTHORITY_FIXTURE_H

#include "keys/authority/issue.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Badges of one sheet and folders on the disk, for the tests of this folder. */

static const ts_utc FIXTURE_NOW = { 1778572800 }; /* 2026-05-12T08:00:00Z */
static const struct ts_roll_defaults FIXTURE_DEFAULTS = { { 1778572800 }, { INT64_MAX } };

/** An empty folder; fixture_folder_remove() takes everything in it along. */
static inline struct ts_store *
fixture_folder(char path[static 32])
{
    struct ts_store *store;
    strcpy(path, "/tmp/ts-authority-XXXXXX");
    assert_non_null(mkdtemp(path));
    assert_status(ts_store_open(&store, path, false), TS_OK);
    return store;
}

static inline void
fixture_folder_remove(struct ts_store *store, const char *path)
{
    char command[64] = "rm -r ";
    ts_store_close(store);
    assert_memory_equal(path, "/tmp/ts-authority-", 18);
    strcat(command, path);
    assert_int_equal(system(command), 0);
}

/** An issuer in a new folder. */
static inline struct ts_signer
fixture_signer(struct ts_arena *arena, struct ts_store *store, const char *id,
               enum ts_key_kind kind)
{
    struct ts_signer signer;
    struct ts_fault fault = { 0 };
    const struct ts_signer_request request = {
        .id = ts_span_text(id),
        .name = TS_SPAN_LIT("Example College"),
        .status_url = TS_SPAN_LIT("https://college.example/status/"),
        .kind = kind,
    };
    assert_status(ts_signer_create(arena, &signer, store, &request, &fault), TS_OK);
    return signer;
}

/** The only row of a sheet. */
static inline const struct ts_award *
fixture_award(struct ts_arena *arena, const char *sheet)
{
    struct ts_roll *roll = ts_arena_take(arena, sizeof(*roll));
    assert_non_null(roll);
    assert_status(ts_roll_read(arena, roll, ts_span_text(sheet), &FIXTURE_DEFAULTS),
                  TS_OK);
    assert_int_equal(roll->count, 1);
    return &roll->awards[0];
}

#define FIXTURE_SHEET                                                            \
    "name,achievement,achievement_id,type,criteria,framework,code,valid_until\n" \
    "Zo\xC3\xAB Qaunaq,First Aid,https://college.example/a/first-aid,"           \
    "Certification,\"Two days, one test\",NOC;ESCO,83101;S1.2,2028-01-31\n"

#endif
