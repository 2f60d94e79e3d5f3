#ifndef TS_TEST_RELAY_H
#define TS_TEST_RELAY_H

#include <sys/types.h>

/* A link that can be cut: what comes to one port of 127.0.0.1 goes to another. */

/** A process of its own; kill it, and every connection through it is gone. */
pid_t ts_relay_begin(int port, int to);

/** A port of 127.0.0.1 that nobody has just now. */
int ts_relay_free_port(void);

#endif
