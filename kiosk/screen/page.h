#ifndef TS_SCREEN_PAGE_H
#define TS_SCREEN_PAGE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * A page lies over the screen of a state, and leads back to it. Nothing on the way
 * from a card to its verdict needs one.
 */
enum ts_page {
    TS_PAGE_NONE = 0, /**< The state's own screen. */
    TS_PAGE_ACTIONS,  /**< What the buttons of a larger display lead to. */
    TS_PAGE_WHY,      /**< What was checked, one thing below the other. */
    TS_PAGE_RECEIPT,  /**< The verdict as a code, signed by the kiosk. */
    TS_PAGE_ANSWER,   /**< The keyboard on which somebody says who they are. */
    TS_PAGE_WAIVER_PIN,
    TS_PAGE_WAIVER, /**< Why a supervisor lets somebody in. */
    TS_PAGE_LANGUAGE,
    TS_PAGE_CONSENT, /**< Asks before jobs are looked up. */
    TS_PAGE_MATCH,   /**< Every job, and how far these cards go for it. */
    TS_PAGE_ROLL,    /**< Who is on site. */
    TS_PAGE_ADMIN_PIN,
    TS_PAGE_ADMIN,
    TS_PAGE_PROFILE,
    TS_PAGE_LISTS,
    TS_PAGE_LOG,
    TS_PAGE_VOLUME,
    TS_PAGE_CLOCK,
    TS_PAGE_FOCUS,
    TS_PAGE_STATUS,     /**< How the kiosk does, as a code. */
    TS_PAGE_ROOT,       /**< The six words of the root, and whether they are accepted. */
    TS_PAGE_FIRST_ROOT, /**< The same before anybody set a PIN to work. */
};
enum { TS_PAGE_COUNT = TS_PAGE_FIRST_ROOT + 1 };

/** What a touch means, wherever on the screen it may be done. */
enum ts_action {
    TS_ACTION_NONE = 0, /**< Beside everything that can be touched. */
    TS_ACTION_YES,      /**< IDENTITY: this is the person. CONSENT: go on. */
    TS_ACTION_NO,
    TS_ACTION_BACK,    /**< Ends the page. */
    TS_ACTION_OPEN,    /**< value: the enum ts_page. */
    TS_ACTION_DONE,    /**< Ends the verdict: the next person. */
    TS_ACTION_JOIN,    /**< The card is of the same person as those before. */
    TS_ACTION_SCROLL,  /**< value: the first row to be shown. */
    TS_ACTION_KEY,     /**< value: a code point to type. */
    TS_ACTION_ERASE,   /**< Takes the last letter or digit back. */
    TS_ACTION_SHIFT,   /**< Capital letters, or none. */
    TS_ACTION_SYMBOLS, /**< Figures and signs, or letters. */
    TS_ACTION_ENTER,   /**< What was typed is to be taken. */
    TS_ACTION_CHOOSE,  /**< value: which one of the page's rows. */
    TS_ACTION_LESS,    /**< value: the number of the setting. */
    TS_ACTION_MORE,
    TS_ACTION_SYNC,  /**< Ask for newer lists now. */
    TS_ACTION_DRILL, /**< Roll call: begin or end one. */
    TS_ACTION_PRINT, /**< Roll call: as a sheet. */
};
enum { TS_ACTION_COUNT = TS_ACTION_PRINT + 1 };

struct ts_touch {
    enum ts_action action;
    int32_t value;
};

#endif
