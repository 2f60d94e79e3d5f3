#ifndef TS_BENCH_WIRE_KIOSK_H
#define TS_BENCH_WIRE_KIOSK_H

#include "keys/sync/mirror.h"
#include "tests/bench/office.h"

#include <stdbool.h>

/*
 * A kiosk that fetches from an office: from its folder, or over HTTP from a server on
 * this machine that says as much in its headers as servers do. A failure ends the
 * program.
 */

struct ts_wire_kiosk {
    char path[64];
    struct ts_store *trust, *accepted;
    struct ts_http_server *server;
    uint8_t *memory;
};

/** With the root that the office began with, and nothing else. */
void ts_wire_kiosk_open(struct ts_wire_kiosk *k, struct ts_office *o);
void ts_wire_kiosk_close(struct ts_wire_kiosk *k);

/** Everything that is new, from the folder, on that day. */
void ts_wire_kiosk_catch_up(struct ts_wire_kiosk *k, struct ts_office *o, unsigned day);

/** Serves the timestamp that is published now. is_bare: without conditional requests. */
void ts_wire_kiosk_serve(struct ts_wire_kiosk *k, struct ts_office *o, bool is_bare);

/** Over HTTP, where nothing but a timestamp can be new: bytes of headers and bodies, both
 * ways. */
uint64_t ts_wire_kiosk_ask(struct ts_wire_kiosk *k, unsigned day);

/** The same as catching up, by another process; the most memory that it had, in bytes. */
uint64_t ts_wire_kiosk_memory(struct ts_wire_kiosk *k, struct ts_office *o, unsigned day);

/** What that process does: from a folder to a folder at a time; prints its memory. */
int ts_wire_kiosk_main(const char *repo, const char *kiosk, const char *now);

#endif
