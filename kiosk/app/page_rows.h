#ifndef TS_APP_PAGE_ROWS_H
#define TS_APP_PAGE_ROWS_H

#include "kiosk/app/loop.h"

/* What the administrator's pages are put together from. */

/** A row with a value below it. NULL when there is no room. */
struct ts_menu_row *
ts_page_row(struct ts_menu *menu, enum ts_phrase label, ts_span value);

/** One that is touched. */
void ts_page_touched_row(struct ts_menu *menu, enum ts_phrase label, ts_span value,
                         struct ts_touch touch);

/** The words; and what was written, kept for the picture. */
ts_span ts_page_words(enum ts_phrase phrase);
ts_span ts_page_kept(struct ts_loop *l, const struct ts_writer *w);

/** What the job is called in the language of the moment. */
ts_span ts_page_job(const struct ts_parts *parts);

/** The name of a log mode. */
ts_span ts_page_mode(enum ts_journal_mode mode);

/** The same as kiosk/screen says it. */
enum ts_log ts_page_log_of(enum ts_journal_mode mode);

#endif
