#ifndef TS_CREDENTIAL_PLAIN_TEXT_H
#define TS_CREDENTIAL_PLAIN_TEXT_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * What Markdown (the CommonMark 0.31 that Open Badges 3.0 asks for) says, without its
 * marks: headings, emphasis, code, quotes, rules, HTML tags and the targets of links
 * go; the words of links and pictures, list marks and line ends stay. Entities that
 * everybody uses become their character. Control characters and those that turn the
 * direction of writing around become a space or go: a text must not rearrange the
 * screen it is shown on.
 *
 * It never fails on the text's account and never makes it longer. plain views markdown
 * where there was nothing to do, else the arena; it is written only on TS_OK. Returns
 * TS_OK or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_plain_text(struct ts_arena *arena, ts_span *plain, ts_span markdown);

#endif
