#ifndef TS_APP_READER_SOCKET_H
#define TS_APP_READER_SOCKET_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * Where a screen reader or a braille box gets what the screen shows: a local stream
 * socket. Whoever connects gets the lines of the moment, and all lines anew whenever they
 * changed; an empty line ends each time. What a client writes is not looked at. It says
 * what anybody at the gate can read, a name among it, so only the kiosk's own user and
 * group may connect.
 *
 * Never waits: a client that does not read in time is disconnected. All calls are the
 * screen's thread's.
 */
struct ts_reader;

enum { TS_READER_CLIENTS_MAX = 4 };

/** Lines that change faster than this are not read; the newest come then. */
#define TS_READER_PACE_MS 250

/**
 * A socket that a kiosk left behind is replaced; one that somebody listens on is not, nor
 * is any other kind of file. Its folder must be there. TS_OK, TS_MALFORMED (no path),
 * TS_OVER_LIMIT (a path of over 107 bytes), TS_NO_SPACE or TS_IO. Close what was opened.
 */
TS_MUST_USE enum ts_status ts_reader_open(struct ts_reader **reader, const char *path);

/** Takes the file away as well. Nothing for NULL. */
void ts_reader_close(struct ts_reader *reader);

/** Whether anybody listens, or just came: otherwise there is nothing to be said. Lets
 * whoever waits in, and those out that have left. False for NULL. */
bool ts_reader_tend(struct ts_reader *reader);

/** For every picture: lines that each end in "\n", and a number that differs when they
 * are to be said anew. Not kept. */
void ts_reader_say(struct ts_reader *reader, ts_span lines, uint64_t sense, ts_mono now);

/** How many are connected. */
size_t ts_reader_clients(const struct ts_reader *reader);

#endif
