#ifndef TS_JOURNAL_SCHEMA_H
#define TS_JOURNAL_SCHEMA_H

/** "TSjc": a file that says otherwise is not ours. */
#define TS_JOURNAL_APPLICATION_ID 1414752867

#endif
