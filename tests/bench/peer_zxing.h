#ifndef TS_BENCH_PEER_ZXING_H
#define TS_BENCH_PEER_ZXING_H

#include "firmware/base/span.h"

#include <stdbool.h>

/**
 * zxing-cpp as a peer, by its own program (Debian: zxing-cpp-tools), where that is
 * installed. QR codes only.
 */

bool ts_peer_zxing_is_here(void);

/** Reads the picture at path and gives each code's bytes to take. The program's CPU time
 * in milliseconds, its start and the reading of the picture included; negative when it
 * could not be run. */
double ts_peer_zxing_read(const char *path, void (*take)(void *context, ts_span bytes),
                          void *context);

#endif
