#ifndef TS_COMMAND_VERIFY_INPUT_H
#define TS_COMMAND_VERIFY_INPUT_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * What a file, or standard input for "-", hands over to be verified: the codes
 * on a picture (every page of a PDF), or the text of a code or credential as it
 * is. Calls each(text, context) for every one; text stands during the call.
 *
 * count gets how many there were; a picture without a code gives 0. Returns
 * TS_OK, TS_ABSENT (no such file), TS_OVER_LIMIT (TS_CREDENTIAL_FILE_MAX, or the
 * picture's limits), TS_MALFORMED (a damaged picture), TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_verify_input(struct ts_arena *arena, const char *path,
                void (*each)(ts_span text, void *context), void *context, size_t *count);

#endif
