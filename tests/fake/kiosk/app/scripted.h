#ifndef TS_TEST_SCRIPTED_H
#define TS_TEST_SCRIPTED_H

/*
 * Parts of the kiosk's loop that do as a test says. Which of the files scripted_*.c stand
 * in place of the product's is said for each test in tests/CMakeLists.txt; what a file
 * scripts it scripts whole, so that nothing of the product's own comes with it.
 */

#include "kiosk/app/loop.h"
#include "tests/support/support.h"

enum { SCRIPTED_MAX = 16 };

/** scripted_senses.c: window and eyes. scripted_hands.c: no hand scanners. */
struct scripted_senses {
    int width_px, height_px;
    double px_per_mm;
    /** NULL: nobody does anything. */
    bool (*poll)(struct ts_input *input, uint32_t timeout_ms);
    /** NULL: nobody looks. That a drawing is whole is asserted in any case. */
    void (*drawn)(const struct ts_drawing *drawing);
    size_t forgets;

    /** NULL: sight, once where has_sight. */
    bool (*see)(struct ts_sight *sight);
    bool has_sight;
    struct ts_sight sight;
    /** NULL: no parts. */
    bool (*see_parts)(uint32_t *seen, uint32_t *total);
    /** NULL: no hints. */
    bool (*see_hint)(enum ts_hint *hint);
    bool unplugged;  /**< The camera. */
    bool has_frames; /**< It has a new one whenever somebody looks. */
};
extern struct scripted_senses scripted_senses;

/** scripted_speaker.c: what it was given, in order. */
struct scripted_speaker {
    struct scripted_heard {
        bool hushed;
        enum ts_sound sound;
        char clip[256]; /**< Of its path, the last bytes; empty: it is none. */
    } heard[2 * SCRIPTED_MAX];
    size_t count;
    int volume;
    enum ts_status says; /**< What ts_speaker_say() answers. */
};
extern struct scripted_speaker scripted_speaker;
#define SCRIPTED_SPEAKER ((struct ts_speaker *)&scripted_speaker)

/** scripted_parts.c: what app.c does for the loop. */
struct scripted_parts {
    struct ts_now now;
    const struct ts_trust *trust;
    bool newer; /**< Lists are waiting. */
    size_t turns;
};
extern struct scripted_parts scripted_parts;

/** scripted_checker.c: one card on the table, judged as the test says. */
struct scripted_checker {
    uint32_t submitted[SCRIPTED_MAX];
    size_t submissions, wipes;
    bool wipe_cancels; /**< A wiped check never ends, as is the product's way. */
    bool cancelled;    /**< The last one was wiped. */

    bool has_answer, is_foreign;
    uint32_t answer_ticket; /**< 0: of the last one submitted. */
    struct ts_verdict verdict;
    const struct ts_assessment *cards[1];
    size_t card_count;

    bool has_photo;
    struct ts_photo photo;
    size_t compared;
    enum ts_finding same;
};
extern struct scripted_checker scripted_checker;

/** scripted_journal.c. */
struct scripted_journal {
    enum ts_journal_mode mode;
    bool fails;
    struct ts_journal_entry entries[SCRIPTED_MAX], waivers[SCRIPTED_MAX];
    size_t writes, waived, totals;
    ts_utc from, until; /**< Of the last ts_journal_total(). */
};
extern struct scripted_journal scripted_journal;

/** No pointer to it is looked at. */
#define SCRIPTED_JOURNAL ((struct ts_journal *)&scripted_journal)

/** As after the program's start. */
static inline void
scripted_senses_reset(int width_px, int height_px, double px_per_mm)
{
    scripted_senses = (struct scripted_senses){ .width_px = width_px,
                                                .height_px = height_px,
                                                .px_per_mm = px_per_mm };
}

#endif
