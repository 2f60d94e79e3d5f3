#ifndef TS_AUTHORITY_ROLL_H
#define TS_AUTHORITY_ROLL_H

#include "firmware/base/instant.h"
#include "keys/authority/csv.h"

/**
 * A spreadsheet of people and what each has achieved, one badge a row.
 *
 * The first row names the columns, in any order and case; cells are taken
 * without the white space around them. What cannot become a badge is refused
 * with its line, and then nothing of the sheet is used.
 */
enum ts_column {
    TS_COLUMN_NAME = 0,       /**< Required: as written on the card. */
    TS_COLUMN_ACHIEVEMENT,    /**< Required: its name. */
    TS_COLUMN_ACHIEVEMENT_ID, /**< A URI. */
    TS_COLUMN_DESCRIPTION,
    TS_COLUMN_TYPE,      /**< Open Badges 3.0 AchievementType, or "ext:...". */
    TS_COLUMN_CRITERIA,  /**< Narrative. */
    TS_COLUMN_FRAMEWORK, /**< Skill framework and the code in it; several separated */
    TS_COLUMN_CODE,      /**< by semicolons, as many of the one as of the other. */
    TS_COLUMN_CODE_NAME, /**< What the code stands for; as many, or none. */
    TS_COLUMN_CODE_URL,  /**< Where it is described; as many, or none. */
    TS_COLUMN_VALID_FROM,
    TS_COLUMN_VALID_UNTIL,
    TS_COLUMN_RESULT, /**< Open Badges 3.0 ResultStatusType. */
    TS_COLUMN_ID,     /**< Of the credential: a URI. Made when empty. */
};
enum { TS_COLUMN_COUNT = TS_COLUMN_ID + 1 };

/** "name", "achievement", "achievement_id", ... */
const char *ts_column_name(enum ts_column column);

/** Badges of one sheet. A larger one is better split: one printed page holds ten. */
#define TS_ROLL_AWARDS_MAX 5000

/** Entries in the cells of framework and code. */
#define TS_ROLL_CODES_MAX 8

struct ts_award {
    size_t line;
    ts_span cells[TS_COLUMN_COUNT]; /**< Empty where nothing was said. */
    ts_utc valid_from;
    ts_utc valid_until; /**< TS_UTC_NEVER when not said. */
};

/** What the sheet leaves open. */
struct ts_roll_defaults {
    ts_utc valid_from;
    ts_utc valid_until; /**< TS_UTC_NEVER for none. */
};

struct ts_roll_problem {
    size_t line;
    ts_span column;   /**< Its name; empty when it is about the whole line. */
    const char *what; /**< "is not a date"; static. */
};

#define TS_ROLL_PROBLEMS_MAX 20

struct ts_roll {
    const struct ts_award *awards; /**< Meaningful when problem_count is 0. */
    size_t count;
    struct ts_roll_problem problems[TS_ROLL_PROBLEMS_MAX];
    size_t problem_count; /**< More than fit are counted, too. */
};

/**
 * Reads a sheet; roll lives in the arena and views source. Returns TS_OK;
 * TS_MALFORMED (problems say what and where); TS_OVER_LIMIT
 * (TS_ROLL_AWARDS_MAX) or TS_NO_SPACE. roll is written in every case.
 */
TS_MUST_USE enum ts_status
ts_roll_read(struct ts_arena *arena, struct ts_roll *roll, ts_span source,
             const struct ts_roll_defaults *defaults);

#endif
