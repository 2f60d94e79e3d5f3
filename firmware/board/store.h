#ifndef TS_BOARD_STORE_H
#define TS_BOARD_STORE_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * A folder of files that survive a power cut.
 *
 * Makings: linux/store_posix.c; fake/store_memory.c.
 *
 * name: a path inside the folder with "/" between parts; parts are made of
 * letters, digits and "._-%+@", none begins with a dot. Anything else is
 * TS_MALFORMED. Links are not followed, neither as the file nor on the way to
 * it; what is not a regular file, and what is not a folder where one must be,
 * is TS_UNTRUSTED. (path itself, which comes from the configuration, may lead
 * through links.)
 */
struct ts_store;

/** Bytes and parts of one name. Ours stay under 100 and 4; these keep a walk
 * through somebody else's medium short. */
#define TS_STORE_NAME_MAX 255
#define TS_STORE_PARTS_MAX 8

/** Whether name keeps the rules above. */
static inline bool
ts_store_name_valid(const char *name)
{
    size_t parts = 1;
    size_t len = 0;
    bool part_begins = true;
    for (; name[len] != '\0'; len++) {
        char c = name[len];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';
        bool sign = c == '_' || c == '-' || c == '%' || c == '+' || c == '@';
        bool inner = !part_begins && (c == '.' || c == '/');
        if (len == TS_STORE_NAME_MAX || !(letter || digit || sign || inner))
            return false;
        part_begins = c == '/';
        parts += part_begins;
    }
    return !part_begins && parts <= TS_STORE_PARTS_MAX;
}

/**
 * Opens the folder at path; with create, makes it (mode 0700) when absent, but
 * not the one above it.
 *
 * TS_OK, TS_ABSENT, TS_NO_SPACE (heap) or TS_IO. Close what was opened.
 */
TS_MUST_USE enum ts_status
ts_store_open(struct ts_store **store, const char *path, bool create);
void ts_store_close(struct ts_store *store);

/**
 * Reads a whole file of at most max bytes into the arena.
 * TS_OK, TS_ABSENT, TS_MALFORMED, TS_UNTRUSTED, TS_OVER_LIMIT, TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status ts_store_read(struct ts_store *store, struct ts_arena *arena,
                                         ts_span *content, const char *name, size_t max);

/**
 * Replaces a file as a whole, folders made as needed: after a power cut at any
 * point it holds all of the old content or all of the new. One writer at a
 * time. mode_private: 0600 instead of 0644, less what the umask takes.
 *
 * TS_OK once the new content is on the medium; TS_MALFORMED or TS_UNTRUSTED,
 * and nothing is changed; on TS_IO either may be found at the next boot.
 */
TS_MUST_USE enum ts_status ts_store_replace(struct ts_store *store, const char *name,
                                            ts_span content, bool mode_private);

/**
 * Removes a file for good: it does not come back with the next boot. TS_OK
 * also when it was not there; TS_MALFORMED, TS_UNTRUSTED or TS_IO.
 */
TS_MUST_USE enum ts_status ts_store_remove(struct ts_store *store, const char *name);

/**
 * Calls each(name, context) for every regular file below folder ("" for all),
 * in byte order of the names, which are whole names as the other functions
 * take them. What no name can reach is passed over. Everything is looked at
 * before the first call, so that each() may use the store. Names live in the
 * arena.
 *
 * TS_OK (also for an absent folder), TS_MALFORMED, TS_UNTRUSTED (folder is none),
 * TS_OVER_LIMIT (more than TS_TARGETS_MAX, or a medium stuffed with other
 * things), TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_store_list(struct ts_store *store, struct ts_arena *arena, const char *folder,
              void (*each)(const char *name, void *context), void *context);

#endif
