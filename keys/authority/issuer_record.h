#ifndef TS_AUTHORITY_ISSUER_RECORD_H
#define TS_AUTHORITY_ISSUER_RECORD_H

#include "keys/codec/json.h"
#include "keys/trust/issuer_list.h"

/**
 * One line of issuers.jsonl, the list as its authority keeps it: JSON, so that
 * people can read and compare it.
 *
 * Without a line end; lives in the arena. TS_OK or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status ts_issuer_record_write(struct ts_arena *arena, ts_span *line,
                                                  const struct ts_issuer *issuer);

/** Reads one; lives in the arena and views line. issuer is written only on
 * TS_OK. TS_OK, TS_MALFORMED, TS_UNSUPPORTED (a kind of key), TS_NO_SPACE, and
 * those of ts_json_parse(). */
TS_MUST_USE enum ts_status
ts_issuer_record_read(struct ts_arena *arena, struct ts_issuer *issuer, ts_span line);

#endif
