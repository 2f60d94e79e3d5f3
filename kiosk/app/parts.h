#ifndef TS_APP_PARTS_H
#define TS_APP_PARTS_H

#include "firmware/board/backlight.h"
#include "firmware/board/signal.h"
#include "keys/trust/floors.h"
#include "keys/trust/root_acceptance.h"
#include "keys/trust/root_words.h"
#include "kiosk/app/app.h"
#include "kiosk/app/beliefs.h"
#include "kiosk/app/checker.h"
#include "kiosk/app/choices.h"
#include "kiosk/app/eyes.h"
#include "kiosk/app/hand_scanners.h"
#include "kiosk/app/reader_socket.h"
#include "kiosk/journal/journal.h"
#include "kiosk/receipt/kiosk_key.h"
#include "kiosk/screen/sound_sdl.h"
#include "kiosk/screen/view.h"
#include "kiosk/screen/window_sdl.h"

#include <stdatomic.h>

/** Everything the kiosk is made of while it runs. Opened in app.c, used in loop.c. */
struct ts_parts {
    const struct ts_app_options *options; /**< With what was chosen at the kiosk; ... */
    const struct ts_app_options *configured; /**< ... without it. */
    struct ts_app_options chosen;            /**< What options points to. */
    struct ts_choices choices;
    ts_mono started;

    struct ts_window *window;
    struct ts_speaker *speaker; /**< NULL: silent. */
    struct ts_reader *reader;   /**< NULL: nobody is read to. */
    struct ts_eyes *eyes;
    struct ts_hand_scanners *hand_scanners;
    struct ts_checker *checker;
    struct ts_signal *signal;
    struct ts_backlight *backlight; /**< NULL: it stays as it is. */
    struct ts_journal *journal;     /**< NULL: nothing is counted. */
    ts_mono journal_tended;
    ts_mono roll_listed; /**< When TS_ROLL_LIST_FILE was written. */
    bool has_roll_list;

    struct ts_store *state; /**< NULL: the floor is not kept. */
    struct ts_floors floors;
    ts_mono clock_asked, floors_tried;
    atomic_llong floor_s; /**< What ts_parts_now() needs of the two, on any thread. */
    atomic_bool clock_vouched;
    bool clock_said; /**< Somebody at the kiosk said that the clock is right. */

    struct ts_beliefs *beliefs; /**< NULL: no folder was named. */
    bool compares_root;         /**< Lists count only under a root that was accepted. */
    struct ts_accepted_roots accepted_roots;
    enum ts_root_standing root;
    bool has_root_words; /**< Of the root that is to be compared: */
    struct ts_root_words root_words;
    struct ts_arena arena; /**< Of the profile. */
    struct ts_profile profile;
    bool has_profile;
    bool lost_job; /**< The job that was asked for cannot be read: nobody is believed. */
    struct ts_arena jobs_arena; /**< Of the jobs, which all lie in the trust folder. */
    struct ts_jobs jobs;

    struct ts_kiosk_key key; /**< Signs receipts. */
    bool has_key;            /**< False without a state folder. */
};

/** Turns until the kiosk is to end. */
enum ts_app_end ts_loop_run(struct ts_parts *parts);

/** The lists in use; NULL when there are none, or none whose root was accepted. */
const struct ts_trust *ts_parts_trust(const struct ts_parts *parts);

/** Takes newer lists over, with the profile that lies among them. Nobody may view the
 * old ones any more: for a moment when nothing is being judged or shown. */
void ts_parts_turn(struct ts_parts *parts);

/** Somebody has to accept the root of the lists, and until then nobody is believed. */
bool ts_parts_asks_for_root(const struct ts_parts *parts);

/** Looks how the root of the lists stands, and keeps one that a root which was accepted
 * leads to. Of the loading of lists, and for a moment as ts_parts_turn(). */
void ts_parts_judge_root(struct ts_parts *parts);

/** Somebody compared its words. False, and nothing is changed, when that cannot be kept.
 * As ts_parts_turn(), for a moment when nothing is being judged or shown. */
bool ts_parts_accept_root(struct ts_parts *parts);

/** The time to judge by; context is a struct ts_parts. Any thread. */
struct ts_now ts_parts_now(void *context);

/** In the configuration's mode. Missed where it cannot be opened, not needed. */
void ts_parts_open_journal(struct ts_parts *parts);

/** Forgets once an hour what is kept long enough; where the journal could not be opened,
 * tries it again every ten minutes. Screen's thread. */
void ts_parts_tend_journal(struct ts_parts *parts);

/** Who is on site, as plain text in the state folder, to be printed from there: for the
 * kiosk's own user alone, and until the mode changes, the kiosk starts anew or a day is
 * over, like the roll itself. False when it could not be written. */
#define TS_ROLL_LIST_FILE "roll.txt"
bool ts_parts_keep_roll_list(struct ts_parts *parts, ts_span text);

/** Goes over to other choices, and keeps them: volume, large print and gloves. */
void ts_parts_choose(struct ts_parts *parts, const struct ts_choices *choices);

/** The same with another job. False, and all is as it was, when that cannot be read. As
 * ts_parts_turn(), for a moment when nothing is being judged or shown. */
bool ts_parts_choose_job(struct ts_parts *parts, const struct ts_choices *choices);

/** The same with another mode of the journal: what it does not hold is wiped. False, and
 * all is as it was, when the journal does not take it. */
bool ts_parts_choose_log(struct ts_parts *parts, const struct ts_choices *choices);

/** Somebody who knows what time it is says that the clock is right: it is believed until
 * the kiosk ends, where it can be right at all. */
void ts_parts_vouch(struct ts_parts *parts);

/** Asks now and then what vouches for the clock, and keeps the floor. Screen's thread. */
void ts_parts_tend_clock(struct ts_parts *parts);

#endif
