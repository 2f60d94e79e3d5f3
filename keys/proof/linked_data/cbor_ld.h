#ifndef TS_LINKED_DATA_CBOR_LD_H
#define TS_LINKED_DATA_CBOR_LD_H

#include "keys/proof/linked_data/expand.h"

/**
 * CBOR-LD: JSON-LD made small by what its contexts say about it. Both generations: tags
 * 0x0500 and 0x0501 as wallets of the field write them, with the table of values that
 * everybody had then; and CBOR-LD 1.0 (tag 0xCB1D, and 0x0600 on before it) with
 * registry entries 0 (not compressed) and 1 (no table).
 *
 * document gets the JSON, of the same meaning and with members in another order; it
 * lives in the arena and views bytes. Nobody believes any of it yet. site: contexts
 * known besides the compiled-in; may be NULL.
 *
 * Returns TS_OK; TS_UNSUPPORTED (another tag, registry entry or context; trouble->name
 * says which, where it has one); TS_MALFORMED; TS_DUPLICATE (a term twice);
 * TS_OVER_LIMIT; TS_NO_SPACE; and those of ts_cbor_parse(). document is written only
 * on TS_OK, trouble (may be NULL) otherwise.
 */
TS_MUST_USE enum ts_status
ts_cbor_ld_read(struct ts_arena *arena, const struct ts_json **document, ts_span bytes,
                const struct ts_ld_contexts *site, struct ts_ld_trouble *trouble);

#endif
