#ifndef TS_APP_LOOP_H
#define TS_APP_LOOP_H

#include "kiosk/app/attendant.h"
#include "kiosk/app/pages.h"
#include "kiosk/app/parts.h"
#include "kiosk/app/pin_check.h"
#include "kiosk/app/pin_tries.h"
#include "kiosk/status/status.h"

/* What one run of the loop remembers, shared by the files loop*.c and page_*.c. */
struct ts_loop {
    struct ts_parts *parts;
    struct ts_scan_screen screen;
    struct ts_drawing drawing;
    struct ts_view_model model;
    struct ts_pages pages;
    struct ts_pin_tries pin_tries;
    struct ts_pin_check pin_check;
    bool pin_asked; /**< On the page that is open, and not answered yet: ... */
    enum ts_pin_kind pin_asked_kind; /**< ... for this. */
    struct ts_attendant attendant;
    struct ts_frame frame;
    bool has_frame, was_live;
    const struct ts_verdict *verdict; /**< NULL unless one is to be shown. */
    ts_utc reached;                   /**< When it was. */
    bool
        undecided; /**< It waits for somebody to say who it is, and is not counted yet. */
    bool matchable;        /**< It rests on cards that other jobs can be compared with. */
    struct ts_sight sight; /**< Empty but while the machine is told of it. */
    ts_mono began, camera_seen;
    bool trouble_told, job_told, root_told;
    bool status_kept, status_failed; /**< Of the file that says how the kiosk does. */
    ts_mono status_written;
    bool back_to_roll; /**< A card came in a drill, while the roll was open. */
    uint8_t signed_tag[TS_ROLL_TAG_SIZE]; /**< Who was signed in or out last ... */
    ts_mono signed_at;                    /**< ... and when. */
    uint32_t answers, turns, pictures; /**< A turn that changes nothing draws nothing. */
    bool touched;     /**< Somebody, or the window, asks for a picture. */
    uint64_t drawn;   /**< What stands there (ts_drawing_digest()) ... */
    ts_mono drawn_at; /**< ... since then. */
    bool save_next;   /**< The next picture is an answer's. */
    bool quit;
    bool speaks;       /**< A verdict stands there that was not spoken yet. */
    bool voice_failed; /**< A clip could not be played. */
    bool has_tally;    /**< Today's counts are there, ... */
    ts_mono tallied;   /**< ... of this moment. */
};

/** Hands the machine an event and carries out what it says. */
void ts_loop_tell(struct ts_loop *l, struct ts_scan_event event);
void ts_loop_tell_kind(struct ts_loop *l, enum ts_scan_event_kind kind);

/** Forgets the cards and all that was made of them; what was undecided is counted. */
void ts_loop_forget(struct ts_loop *l);

/* loop_cards.c: from a code to what is said of it. */

/** What was read and reached since the last turn. */
void ts_loop_take_answers(struct ts_loop *l);

/** Somebody compared the person with the portrait; typed an answer; said that the card is
 * the same person's; let somebody in. Each does nothing where the machine does not take
 * it. */
void ts_loop_compared(struct ts_loop *l, bool same);
void ts_loop_answered(struct ts_loop *l, ts_span typed);
void ts_loop_joined(struct ts_loop *l);
void ts_loop_waived(struct ts_loop *l, enum ts_waiver why);

/* loop_roll.c */

/** The journal is in the mode that says who is on site. */
bool ts_loop_has_roll(const struct ts_loop *l);

/** The verdict is decided. Who is let in is signed in, or out where they were in; once
 * more within a minute changes nothing. In a drill whoever is in is accounted for,
 * whatever the verdict. */
void ts_loop_sign(struct ts_loop *l, bool let_in);

/** The roll was closed: in a drill by a card, after which it is opened again. */
void ts_loop_leave_roll(struct ts_loop *l);
void ts_loop_return_to_roll(struct ts_loop *l);

/* loop_tally.c */

/** Today's counts for the scan screen, out of the journal; asked again where has_tally is
 * not so, and once a minute. */
void ts_loop_tally(struct ts_loop *l);

/* loop_voice.c */

/** Speaks what stands there, in the language of the moment, where there are clips. */
void ts_loop_speak(struct ts_loop *l);

/* loop_touch.c */
void ts_loop_touch(struct ts_loop *l, int x, int y);

/** A key of an attached keyboard, or what it typed, where a page is open on which
 * somebody types. False, and nothing done, where there is none. */
bool ts_loop_typed(struct ts_loop *l, const struct ts_input *input);

/* app_status.c */

/** How the kiosk does, as far as only it knows. */
void ts_loop_status(const struct ts_loop *l, struct ts_kiosk_status *status);

/** Writes that now and then where it was asked for. */
void ts_loop_tend_status(struct ts_loop *l);

/* loop_root.c */

/** Without a root that was accepted the kiosk is out of order, and before the first one
 * it asks by itself. */
void ts_loop_look_at_root(struct ts_loop *l);

/* loop_show.c */

/** One picture, drawn and shown; saved where that was asked for. */
void ts_loop_show(struct ts_loop *l);
void ts_loop_report_memory(void);

/** Takes newer lists over where nothing is judged or shown. */
bool ts_loop_freshen(struct ts_loop *l);

#endif
