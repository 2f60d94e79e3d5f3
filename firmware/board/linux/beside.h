#ifndef TS_BOARD_LINUX_BESIDE_H
#define TS_BOARD_LINUX_BESIDE_H

#include "firmware/base/check.h"

#include <stdbool.h>

enum { TS_BESIDE_PATH_BYTES = 4096 };

/** The path of the program of that name that lies in the folder of the one that runs;
 * whether there is one is not looked at. False where that is not known or too long. */
TS_MUST_USE bool ts_beside(char path[TS_BESIDE_PATH_BYTES], const char *name);

#endif
