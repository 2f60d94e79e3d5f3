#ifndef TS_ENROL_ENROLMENT_H
#define TS_ENROL_ENROLMENT_H

#include "firmware/board/store.h"
#include "keys/authority/bundle.h"
#include "kiosk/config/enrolled.h"
#include "kiosk/enrol/manifest.h"

/** What a stick brings, besides its lists. */
struct ts_enrolment {
    struct ts_enrolment_manifest manifest;
    ts_span manifest_text;
    ts_span contents[TS_ENROLMENT_FILE_COUNT]; /**< Empty where there is none. */
};

/** From where its lists come, and where they and the rest go. */
struct ts_enrolment_stores {
    struct ts_store *repo, *stick;
};

/**
 * Puts the lists of a published repository and these contents onto a stick, verified; the
 * manifest last. What is wrong with the contents is refused before anything is written,
 * and told.
 *
 * Statuses of ts_enrolment_check() and ts_bundle_write(), whose fault names the file.
 * Fills enrolment->manifest.
 */
TS_MUST_USE enum ts_status
ts_enrolment_make(struct ts_arena *arena, struct ts_enrolment *enrolment,
                  struct ts_bundle *bundle, struct ts_enrolment_stores stores,
                  struct ts_config_ear ear, struct ts_fault *fault);

/**
 * Reads an enrolment from a stick that anybody may have written: only known names, each
 * no longer than TS_ENROLMENT_FILE_MAX, no link followed, each with the hash that the
 * manifest says; then ts_enrolment_check(). The lists are not looked at here.
 *
 * TS_OK; TS_ABSENT: there is no manifest; TS_UNTRUSTED (told): a file is not what the
 * manifest says; else statuses of the readers, told. Lives in the arena.
 */
TS_MUST_USE enum ts_status
ts_enrolment_read(struct ts_arena *arena, struct ts_enrolment *enrolment,
                  struct ts_store *stick, struct ts_config_ear ear);

/** Whether contents are such as a kiosk takes: settings that a stick may set, addresses
 * that are some, PEM that looks like it. TS_OK, or TS_MALFORMED after telling. */
TS_MUST_USE enum ts_status
ts_enrolment_check(struct ts_arena *arena, const struct ts_enrolment *enrolment,
                   struct ts_config_ear ear);

/** Addresses of one kiosk. */
enum { TS_ENROLMENT_MIRRORS_MAX = 16 };

/** One address: http:// or https://, of letters, digits and "-._~:/?&=+,@[]" only, so
 * that it means nothing else to a shell or to a service manager. */
bool ts_enrolment_is_address(ts_span address);

/** The file sync.env: what $TOUCHSTONE_MIRRORS is for touchstone-sync. */
void ts_enrolment_write_sync(struct ts_writer *w, ts_span mirrors);

#endif
