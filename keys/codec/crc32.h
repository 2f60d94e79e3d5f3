#ifndef TS_CODEC_CRC32_H
#define TS_CODEC_CRC32_H

#include "firmware/base/span.h"

/** The checksum of ISO/IEC 3309 and zlib: finds accidents, not malice. */
uint32_t ts_crc32(ts_span bytes);

#endif
