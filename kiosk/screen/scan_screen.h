#ifndef TS_SCREEN_SCAN_SCREEN_H
#define TS_SCREEN_SCAN_SCREEN_H

#include "firmware/base/instant.h"
#include "firmware/board/signal.h"
#include "kiosk/screen/page.h"
#include "kiosk/verdict/verdict.h"

/**
 * What the visitor meets, as a machine without SDL, camera or clock in it.
 *
 * The caller hands it every event with the time, carries out the actions it
 * gets back, and draws the state the machine is in. A zeroed machine is out of
 * order; it ends there whenever in doubt.
 */
enum ts_scan_state {
    TS_SCAN_OUT_OF_ORDER = 0,
    TS_SCAN_START,    /**< The self-test is running. */
    TS_SCAN_WAITING,  /**< Live picture: "show your card". */
    TS_SCAN_CHECKING, /**< A code was read; its verdict is due. */
    TS_SCAN_READY,
    TS_SCAN_NOT_YET,
    TS_SCAN_STOP,
    TS_SCAN_CANNOT_TELL,
    TS_SCAN_NO_ANSWER, /**< A verdict that never came; drawn like CANNOT TELL. */
    TS_SCAN_IDENTITY,  /**< READY, if somebody says that this is the person. */
    TS_SCAN_WAIVED,    /**< A supervisor lets somebody in who is not READY. */
};
enum { TS_SCAN_STATE_COUNT = TS_SCAN_WAIVED + 1 };

enum ts_scan_event_kind {
    TS_EVENT_TICK = 0, /**< Nothing but time; send one for every frame drawn. */
    TS_EVENT_BEGIN,    /**< The self-test starts. */
    TS_EVENT_SELF_TEST_PASSED,
    TS_EVENT_SELF_TEST_FAILED,
    TS_EVENT_TROUBLE,     /**< Camera gone, lists unusable, ... */
    TS_EVENT_RECOVERED,   /**< The trouble is over; the self-test must have passed. */
    TS_EVENT_CODE_SEEN,   /**< At every decoded frame, also while the code stays. */
    TS_EVENT_PART_SEEN,   /**< The same of a code that is a part of a credential. */
    TS_EVENT_SEEN_UNREAD, /**< At every frame with a code that could not be read. */
    TS_EVENT_VERDICT,
    TS_EVENT_NOT_A_CREDENTIAL,
    TS_EVENT_TOUCH,
    TS_EVENT_COMPARED, /**< Somebody said whether this is the person. */
    TS_EVENT_ANSWERED, /**< Somebody typed who they are, and this is the verdict now. */
    TS_EVENT_JOINED,   /**< The card is the same person's, and this is the verdict now. */
    TS_EVENT_WAIVED,   /**< A supervisor said why. */
    TS_EVENT_OPEN,     /**< A page. */
    TS_EVENT_CLOSE,    /**< It. */
    TS_EVENT_DONE,     /**< The verdict under the page was read: the next, please. */
    TS_EVENT_UNLOCKED, /**< The administrator's PIN was right. */
    TS_EVENT_NEXT,     /**< The button beside the screen: the next, please. */
};
enum { TS_EVENT_COUNT = TS_EVENT_NEXT + 1 };

/** Why a code that is seen may be unreadable. */
enum ts_hint {
    TS_HINT_NONE = 0,
    TS_HINT_HOLD_STILL,
    TS_HINT_CLOSER,
    TS_HINT_FARTHER,
    TS_HINT_LESS_SHINE,
    TS_HINT_SHOW_ALL, /**< It reaches over the picture's edge, or a thumb is on it. */
};
enum { TS_HINT_COUNT = TS_HINT_SHOW_ALL + 1 };

/** Of the parts of a credential, how many there are and were seen. */
struct ts_scan_parts {
    uint32_t seen, total;
};

struct ts_scan_event {
    enum ts_scan_event_kind kind;
    uint64_t code;                /**< CODE_SEEN: the same number for the same content. */
    bool recognised;              /**< CODE_SEEN: it looks like a credential; it ticks. */
    struct ts_scan_parts parts;   /**< PART_SEEN. */
    uint32_t ticket;              /**< VERDICT, NOT_A_CREDENTIAL: of the check. */
    enum ts_verdict_kind verdict; /**< VERDICT, ANSWERED, JOINED. */
    bool compares;                /**< VERDICT: somebody has to compare the person. */
    bool answers;                 /**< VERDICT: somebody has to type who they are. */
    bool joins;        /**< VERDICT: the cards before may be the same person's. */
    bool matches;      /**< VERDICT: its cards go on being compared with jobs. */
    bool same;         /**< COMPARED: it is the person. */
    enum ts_hint hint; /**< SEEN_UNREAD. */
    enum ts_page page; /**< OPEN. */
};

enum ts_sound {
    TS_SOUND_NONE = 0,
    TS_SOUND_TICK, /**< A code was read. */
    TS_SOUND_READY,
    TS_SOUND_NOT_YET,
    TS_SOUND_STOP,
    TS_SOUND_CANNOT_TELL,
};
enum { TS_SOUND_COUNT = TS_SOUND_CANNOT_TELL + 1 };

/** What the caller must do now, in this order. */
struct ts_scan_actions {
    bool wipe;         /**< Forget all cards and every verdict on them. */
    bool start_check;  /**< Check the code just seen, under screen->ticket. */
    bool light;        /**< The lamp changes to: */
    enum ts_lamp lamp; /**< The lamp of the state, always filled in. */
    enum ts_sound sound;
    bool speaks; /**< Verdict and next step, once they stand there, after the sound. */
};

/** A code that was in view, and when last. */
struct ts_seen_code {
    bool known;
    uint64_t code;
    ts_mono at;
};

struct ts_scan_screen {
    bool verdict_sounds; /**< Configuration: a rhythm for each verdict. */
    uint32_t dim_ms;     /**< Idle for so long, the screen dims; 0: never. */

    /* Read only: */
    enum ts_scan_state state;
    ts_mono since, deadline; /**< deadline has a meaning in states with a limit. */
    uint32_t ticket;         /**< Of the latest check; 0 before the first. */
    bool kept;               /**< READY was touched and stays longer. */
    bool joinable;           /**< NOT YET: JOINED would be taken. */
    bool matching;           /**< Jobs are looked up for the cards on the table. */
    bool unlocked;           /**< The administrator is there. */
    enum ts_page page;       /**< Over the state's screen. */

    /* Private: */
    ts_mono page_shown, page_since, page_deadline;
    bool tested;
    bool basket_open;        /**< Cards of one person are being collected ... */
    ts_mono basket_deadline; /**< ... until then at most. */
    enum ts_scan_state back; /**< Where a code that is no credential leads back. */
    ts_mono back_since, back_deadline, back_page_deadline;
    struct ts_seen_code last, foreign;
    bool toast;
    ts_mono toast_deadline;
    ts_mono active; /**< The last sign of life. */
    bool unread;
    enum ts_hint hint;
    ts_mono unread_since, unread_last;
    struct ts_scan_parts parts;
    ts_mono parts_last;
};

/* Every limit, in milliseconds. */
#define TS_SCAN_START_MS 10000 /* a self-test takes under one second */
#define TS_SCAN_CHECK_MS 2000  /* a verdict takes under 0.5 s; this is a fault */
#define TS_SCAN_READY_MS 8000
#define TS_SCAN_KEPT_MS 60000
#define TS_SCAN_NOT_YET_MS 30000
#define TS_SCAN_STOP_MS 30000
#define TS_SCAN_CANNOT_TELL_MS 30000
#define TS_SCAN_NO_ANSWER_MS 10000
#define TS_SCAN_IDENTITY_MS 60000
#define TS_SCAN_BASKET_MS 120000 /* cards of one person, from the first NOT YET on */
#define TS_SCAN_WAIVED_MS 15000
#define TS_SCAN_MATCH_MS 120000 /* from the latest card on */
#define TS_SCAN_COUNTDOWN_MS \
    20000 /* the end of a time in which something would be lost is counted down */
#define TS_SCAN_TOAST_MS 3000
#define TS_SCAN_OUT_OF_VIEW_MS 2000 /* the same code counts anew after such a gap */
#define TS_SCAN_HINT_MS 4000        /* seen but unread for so long */
#define TS_SCAN_PARTS_MS 20000      /* parts that were seen are waiting for the others */
#define TS_SCAN_DIM_MS 120000       /* where nothing else is configured */
#define TS_SCAN_PAGE_BOUNCE_MS 400  /* after a page came or went */
#define TS_SCAN_BOUNCE_MS 1000 /* a glove touches twice, or where something else was */

/**
 * Takes one event at now, which never goes back. Time limits that have passed
 * are applied first, so that a late event meets the state that is due.
 *
 * - CODE_SEEN starts a check in WAITING and in every verdict. The code that was
 *   checked last is ignored until it was out of view for TS_SCAN_OUT_OF_VIEW_MS or
 *   another one was checked; so is one found not to be a credential, whatever
 *   comes between, so that a poster in view does not take turns with a badge.
 * - VERDICT and NOT_A_CREDENTIAL count only in CHECKING and under its ticket.
 * - A VERDICT that compares leads to IDENTITY instead, whatever it is. From there
 *   only COMPARED leads to READY (same) or NOT YET, and not in the first
 *   TS_SCAN_BOUNCE_MS. After either the next card is somebody else's.
 * - NOT YET keeps the basket for the next card, and a CANNOT TELL (or a code that
 *   is no credential) in between leaves it open; no longer than TS_SCAN_BASKET_MS.
 *   Whatever else ends, wipes.
 * - A VERDICT that answers leads to IDENTITY with the page ANSWER open. There ANSWERED
 *   leads to what it says, and nothing else does.
 * - JOINED counts in NOT YET after a VERDICT that joins; WAIVED in NOT YET and CANNOT
 *   TELL, and its screen is never READY's.
 * - TOUCH keeps READY (a second one ends it), renews NOT YET within the life of its
 *   basket (if it has one), and ends the other verdicts and the toast. With a page open
 *   it only renews the page's time.
 * - OPEN opens a page where it has its place (scan_pages.c); those of the administrator
 *   after UNLOCKED, which counts on the PIN's page only. The state's time stands still
 *   meanwhile; CLOSE begins it anew. When the page's time is over, a verdict is too, and
 *   the administrator is out. A card ends the pages over a verdict, and starts no check
 *   while the others are open.
 * - DONE ends a verdict from the page ACTIONS. NEXT ends every verdict, whatever page
 * lies over it, and closes the pages elsewhere; it decides nothing: a question that was
 * open stays without an answer. Neither counts in the moment after something else came.
 * - MATCH is opened by OPEN from CONSENT; from then on every VERDICT that matches leads
 *   to it, and the basket stays open, until the time is over or it is closed. One that
 *   does not (another person's card, one that is not believed) is shown as it is, and
 *   whoever it is about has to be asked.
 */
struct ts_scan_actions
ts_scan_handle(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now);

/** How much is left of the time of the page, else of the state; total_ms 0 without limit.
 */
struct ts_scan_time {
    uint32_t total_ms, left_ms;
    bool counted; /**< The last 20 s, where something would be lost: show the seconds. */
};
struct ts_scan_time ts_scan_time_left(const struct ts_scan_screen *screen, ts_mono now);

/** WAITING: "Not a credential" lies over the picture. */
bool ts_scan_toasts(const struct ts_scan_screen *screen, ts_mono now);

/** WAITING: nothing happened for dim_ms. */
bool ts_scan_dimmed(const struct ts_scan_screen *screen, ts_mono now);

/** WAITING: parts were seen and the others are waited for; else total is 0. */
struct ts_scan_parts ts_scan_parts_seen(const struct ts_scan_screen *screen, ts_mono now);

/** WAITING: the latest hint once a code was seen but unread for TS_SCAN_HINT_MS. */
enum ts_hint ts_scan_hint(const struct ts_scan_screen *screen, ts_mono now);

#endif
