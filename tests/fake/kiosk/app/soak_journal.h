#ifndef TS_TEST_SOAK_JOURNAL_H
#define TS_TEST_SOAK_JOURNAL_H

/*
 * Every verdict that the kiosk hands to its journal, and what the journal said of it: so
 * much must be found in it, to the row, however often it was forgotten from, refused or
 * opened anew. Stands between the kiosk and kiosk/journal (tests/CMakeLists.txt: --wrap).
 */

#include "kiosk/journal/journal.h"

struct soak_journal {
    bool is_open;
    uint64_t given;   /**< Verdicts, ... */
    uint64_t refused; /**< ... of which the journal took all but these. */
    uint64_t forgets; /**< Done. */
};
extern struct soak_journal soak_journal;

/** Looks into the file: it is whole, and holds what it took and has not forgotten. */
void soak_journal_expect(const char *path);

#endif
