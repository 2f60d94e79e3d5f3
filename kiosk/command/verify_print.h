#ifndef TS_COMMAND_VERIFY_PRINT_H
#define TS_COMMAND_VERIFY_PRINT_H

#include "firmware/base/writer.h"
#include "kiosk/verdict/verdict.h"

/** One JSON object without a line end, as the README documents it. Of a card
 * whose proof is not good, nothing but its format. language picks issuer names. */
void ts_verdict_write_json(struct ts_writer *w, const char *input,
                           const struct ts_verdict *verdict, ts_span language);

/** The same for people: a few lines, each with its line end. */
void ts_verdict_write_text(struct ts_writer *w, const char *input,
                           const struct ts_verdict *verdict);

#endif
