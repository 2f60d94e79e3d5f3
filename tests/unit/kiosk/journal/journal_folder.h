#ifndef TS_TEST_JOURNAL_FOLDER_H
#define TS_TEST_JOURNAL_FOLDER_H

/* A folder for one journal, and shorthands for what is done to it. */

#include "kiosk/journal/journal.h"
#include "tests/support/support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* 2026-05-12T08:30:00Z, in the hour that begins at 08:00. */
static const ts_utc NOW = { 1778574600 };
static const ts_utc HOUR = { 1778572800 };
static const ts_utc MIDNIGHT = { 1778544000 };
enum { VERDICTS = 4 };

static char folder[] = "/tmp/ts-journal-XXXXXX";
static char path[64];

static inline int
setup(void **state)
{
    (void)state;
    strcpy(folder + sizeof(folder) - 7, "XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    return 0;
}

/* Calls each for every file in the folder. */
static inline size_t
each_file(void (*each)(const char *file))
{
    size_t count = 0;
    DIR *entries = opendir(folder);
    const struct dirent *entry = NULL;
    while ((entry = readdir(entries)) != NULL) {
        char file[512];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(file, sizeof(file), "%s/%s", folder, entry->d_name);
        count++;
        if (each)
            each(file);
    }
    closedir(entries);
    return count;
}

static inline void
remove_file(const char *file)
{
    (void)remove(file);
}

static inline int
teardown(void **state)
{
    (void)state;
    each_file(remove_file);
    return rmdir(folder);
}

static inline struct ts_journal *
open_finding(enum ts_journal_found want)
{
    struct ts_journal *journal = NULL;
    enum ts_journal_found found;
    assert_status(ts_journal_open(&journal, &found, path, NOW), TS_OK);
    assert_int_equal(found, want);
    return journal;
}

static inline enum ts_status
add(struct ts_journal *journal, const char *profile, int verdict, int reason,
    ts_utc given)
{
    struct ts_journal_entry entry = { .profile = ts_span_text(profile),
                                      .verdict = verdict,
                                      .reason = reason,
                                      .given = given };
    return ts_journal_add(journal, &entry);
}

static inline void
assert_totals(struct ts_journal *journal, ts_utc from, ts_utc until,
              const uint64_t want[VERDICTS])
{
    uint64_t totals[VERDICTS] = { 99, 99, 99, 99 };
    assert_status(ts_journal_total(journal, totals, VERDICTS, from, until), TS_OK);
    for (size_t i = 0; i < VERDICTS; i++)
        assert_int_equal(totals[i], want[i]);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
