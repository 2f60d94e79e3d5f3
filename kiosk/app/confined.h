#ifndef TS_APP_CONFINED_H
#define TS_APP_CONFINED_H

#include "firmware/base/check.h"
#include "kiosk/app/app.h"

/**
 * Gives up, for good and for every program begun later, what this configuration does not
 * need: all files but those named here (Landlock), and many system calls
 * (kiosk/sandbox/kiosk_calls.h). Before anything is opened and before threads.
 *
 *   read       lists and what lies beside them, profile, catalogues, voices, pictures of
 * a files: camera; /usr, /lib, /etc, /proc, /sys, /run write      state, the journal's
 * folder, status, the screen reader's socket, screenshots; sound and display
 * (XDG_RUNTIME_DIR); backlights devices    /dev: which of them there are is for the
 * service's unit to say run        touchstone-reader and touchstone-portrait; pdftoppm
 * for a files: camera; anything installed, and files in /tmp, for a pipe: camera
 *
 * What a path names and is not there yet is allowed for by the nearest folder above it
 * that is. False, and said why on standard error, when it could not be done.
 */
TS_MUST_USE bool ts_app_confine(const struct ts_app_options *options);

#endif
