#include "kiosk/app/page_rows.h"

ts_span
ts_page_words(enum ts_phrase phrase)
{
    return ts_span_text(ts_words(phrase));
}

ts_span
ts_page_kept(struct ts_loop *l, const struct ts_writer *w)
{
    return ts_pages_keep(l, ts_writer_span(w));
}

struct ts_menu_row *
ts_page_row(struct ts_menu *menu, enum ts_phrase label, ts_span value)
{
    struct ts_menu_row *row = ts_menu_add(menu, ts_page_words(label));
    if (row)
        row->detail = value;
    return row;
}

void
ts_page_touched_row(struct ts_menu *menu, enum ts_phrase label, ts_span value,
                    struct ts_touch touch)
{
    struct ts_menu_row *row = ts_page_row(menu, label, value);
    if (row)
        row->touch = touch;
}

ts_span
ts_page_job(const struct ts_parts *parts)
{
    ts_span language = ts_span_text(ts_words_language());
    return parts->has_profile ? ts_texts_pick(parts->profile.names, language)
                              : ts_page_words(TS_PHRASE_ANY_CARD);
}

ts_span
ts_page_mode(enum ts_journal_mode mode)
{
    switch (mode) {
    case TS_JOURNAL_COUNTS: break;
    case TS_JOURNAL_PROOF: return ts_page_words(TS_PHRASE_MODE_PROOF);
    case TS_JOURNAL_ROLL: return ts_page_words(TS_PHRASE_MODE_ROLL);
    }
    return ts_page_words(TS_PHRASE_MODE_COUNTS);
}

enum ts_log
ts_page_log_of(enum ts_journal_mode mode)
{
    switch (mode) {
    case TS_JOURNAL_COUNTS: break;
    case TS_JOURNAL_PROOF: return TS_LOG_PROOF;
    case TS_JOURNAL_ROLL: return TS_LOG_ROLL;
    }
    return TS_LOG_COUNTS;
}
