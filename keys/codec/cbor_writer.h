#ifndef TS_CODEC_CBOR_WRITER_H
#define TS_CODEC_CBOR_WRITER_H

#include "firmware/base/writer.h"

/**
 * Writes CBOR in the shortest form with definite lengths (RFC 8949 4.2.1).
 * Key order within a map is the caller's.
 */
void ts_cbor_write_unsigned(struct ts_writer *w, uint64_t value);
void ts_cbor_write_integer(struct ts_writer *w, int64_t value);
void ts_cbor_write_bytes(struct ts_writer *w, ts_span bytes);
void ts_cbor_write_text(struct ts_writer *w, ts_span text);
void ts_cbor_write_array(struct ts_writer *w, uint64_t count);
void ts_cbor_write_map(struct ts_writer *w, uint64_t pairs);
void ts_cbor_write_tag(struct ts_writer *w, uint64_t tag);
void ts_cbor_write_bool(struct ts_writer *w, bool value);
void ts_cbor_write_null(struct ts_writer *w);

#endif
