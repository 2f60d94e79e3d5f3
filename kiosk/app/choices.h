#ifndef TS_APP_CHOICES_H
#define TS_APP_CHOICES_H

#include "firmware/base/writer.h"
#include "firmware/board/store.h"
#include "kiosk/app/app.h"
#include "kiosk/journal/journal.h"

/**
 * What the administrator chose at the kiosk itself. It wins over the configuration, and
 * is kept in the state folder:
 *
 *   touchstone-choices/1
 *   profile site-access         or a line that is only "profile": any card
 *   volume 60
 *   log_mode roll
 *   large_print yes
 *   gloves no
 *   check 5f2c9a0134d7be81      SHA-256 of all before it, its first 16 digits
 *
 * In this order, each line once or not at all; the first and the last always.
 */
#define TS_CHOICES_FILE "choices"

/** A job's name in the repository: letters, digits, "_" and "-". */
enum { TS_CHOICES_PROFILE_SIZE = 128, TS_CHOICES_WRITTEN_MAX = 512 };

enum ts_chosen {
    TS_CHOSEN_NOTHING = 0, /**< The configuration holds. */
    TS_CHOSEN_NO,
    TS_CHOSEN_YES,
};

struct ts_choices {
    bool has_profile;
    char profile[TS_CHOICES_PROFILE_SIZE]; /**< Empty: any card. */
    bool has_volume;
    int volume; /**< 0 to 100. */
    bool has_log_mode;
    enum ts_journal_mode log_mode;
    enum ts_chosen large_print, gloves;
};

/** Whether a job of that name can be chosen. */
bool ts_choices_names(ts_span profile);

/** Writes the file; the last line too. */
void ts_choices_write(struct ts_writer *w, const struct ts_choices *choices);

/** Reads it. TS_OK, TS_UNSUPPORTED (of another release) or TS_MALFORMED; choices is
 * written only on TS_OK. */
TS_MUST_USE enum ts_status ts_choices_read(struct ts_choices *choices, ts_span text);

/** What is kept in state; nothing is chosen where nothing, or nothing usable, is kept.
 * TS_OK, also where nothing is kept or state is NULL; else what is wrong with it. */
TS_MUST_USE enum ts_status
ts_choices_load(struct ts_choices *choices, struct ts_store *state);

/** TS_OK, or TS_IO: it holds until the kiosk is switched off. TS_OK without a state. */
TS_MUST_USE enum ts_status
ts_choices_save(const struct ts_choices *choices, struct ts_store *state);

/** What is chosen, instead of what options says. options then views choices. */
void ts_choices_apply(const struct ts_choices *choices, struct ts_app_options *options);

#endif
