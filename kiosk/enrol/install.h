#ifndef TS_ENROL_INSTALL_H
#define TS_ENROL_INSTALL_H

#include "kiosk/enrol/enrolment.h"

/**
 * Takes an enrolment over into a kiosk: base/trust, a trust folder with the lists of the
 * stick, and then base/enrolled, whose being there says that the kiosk is enrolled. Each
 * is made beside its place and comes by one rename, so a power cut leaves it old or new;
 * doing it again goes on where that was. An empty base/trust counts as none.
 *
 * base/enrolled holds manifest, kiosk.conf, sync.env, steward.jwk and telemetry/ with
 * telemetry.conf, ca.pem, cert.pem and key.pem, as far as the stick has them. Files are
 * 0644, folders 0755, key.pem 0600, less the umask.
 */

enum ts_install_end {
    TS_INSTALL_FAILED = 0, /**< Told. status says why. */
    TS_INSTALL_DONE,
    TS_INSTALL_ALREADY, /**< The very same was installed before. */
    TS_INSTALL_OTHER,   /**< Another enrolment is installed, or lists of another authority
                             are there: nothing was changed. */
};

struct ts_install {
    struct ts_arena *arena;
    struct ts_store *stick;
    const char *stick_path, *base;
    bool replace; /**< What is there goes aside, as trust.before and enrolled.before. */
    struct ts_config_ear ear;
    struct ts_bundle bundle; /**< Filled where lists were copied. */
    enum ts_status status;
};

/** enrolment was read from install->stick. */
enum ts_install_end
ts_install_run(struct ts_install *install, const struct ts_enrolment *enrolment);

/** What one stick may bring of lists: more fills the kiosk's medium. */
#define TS_INSTALL_BYTES_MAX ((uint64_t)256 << 20)
enum { TS_INSTALL_ENTRIES_MAX = 8192 };

/**
 * Counts the files that a copy could take: those at the top and below targets/. TS_OK;
 * TS_OVER_LIMIT; TS_UNTRUSTED (a link or a device among them, or folders too deep);
 * TS_IO. What else is on the stick is nobody's business.
 */
TS_MUST_USE enum ts_status ts_install_survey(const char *stick_path);

/* tree.c: folders of ours. */

/** Removes a folder and all in it; links are removed, not followed. True also when there
 * was none. */
bool ts_tree_remove(const char *path);

/** Renames within one folder, over an empty one too, and puts that on the medium. */
bool ts_tree_rename(const char *from, const char *to);

/** Anything but an empty folder, which a package may have laid. */
bool ts_tree_is_there(const char *path);

#endif
