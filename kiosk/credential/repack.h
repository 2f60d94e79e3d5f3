#ifndef TS_CREDENTIAL_REPACK_H
#define TS_CREDENTIAL_REPACK_H

#include "kiosk/credential/envelope.h"

/** One way to write a credential as the text of a code. */
struct ts_packing {
    const char *form; /**< "as it is", "vc+cose", "pixelpass"; static. */
    ts_span text;
};

enum { TS_PACKINGS_MAX = 4 };
struct ts_packings {
    size_t count;
    struct ts_packing items[TS_PACKINGS_MAX]; /**< What is standard and short first. */
};

/**
 * The ways to write a credential, or a bag of them (bag.h), that keep its own
 * signatures: each is opened again here and must have the same proofs, over the same
 * bytes, with the same payload. Nothing is verified.
 *
 * content is the text of a code, or the content of a file. packings is written only on
 * TS_OK and views content and the arena. Returns TS_OK; TS_NO_SPACE; otherwise what
 * ts_envelope_open() says of content, or TS_UNSUPPORTED when no text of a code can
 * hold it.
 */
TS_MUST_USE enum ts_status
ts_repack(struct ts_arena *arena, struct ts_packings *packings, ts_span content,
          const struct ts_ld_contexts *contexts, struct ts_fault *fault);

#endif
