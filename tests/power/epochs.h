#ifndef TS_POWER_EPOCHS_H
#define TS_POWER_EPOCHS_H

#include <stdint.h>

/** Publishes count repositories, FOLDER/1 to FOLDER/COUNT: the same authority's, each one
 * epoch newer than the one before. folder exists. */
void ts_power_publish(const char *folder, uint64_t count);

#endif
