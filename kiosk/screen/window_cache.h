#ifndef TS_SCREEN_WINDOW_CACHE_H
#define TS_SCREEN_WINDOW_CACHE_H

#include "kiosk/screen/window_text.h"

#include <SDL.h>

/*
 * Textures of texts and icons, kept while pictures repeat. A full cache gives up
 * what was not used for longest.
 */

enum { TS_CACHE_SIZE = 64 };

/* All of a text is compared, not a hash of it: a crafted name must not be able to
 * borrow another text's picture. */
struct ts_cache_key {
    enum ts_item_kind kind; /* TEXT or ICON */
    enum ts_icon icon;
    int permille;
    struct ts_colour colour;
    int width, height;    /* of the box; ICON: its size */
    struct ts_text style; /* text empty */
    char text[TS_TEXT_BYTES];
    size_t text_len;
    bool text_was_longer;
};

struct ts_cached {
    SDL_Texture *texture; /* NULL: this place is free, or nothing is to be seen */
    bool used;
    uint64_t age;
    struct ts_cache_key key;
    struct ts_setting setting;
};

struct ts_cache {
    struct ts_cached entries[TS_CACHE_SIZE];
    uint64_t age;
};

/** The entry made for this item, or NULL; it is the newest from now on. */
struct ts_cached *ts_cache_find(struct ts_cache *cache, const struct ts_item *item);

/** An entry for this item, empty, in place of the oldest. */
struct ts_cached *ts_cache_add(struct ts_cache *cache, const struct ts_item *item);

/** Drops texts and overwrites what they said; icons too when all. */
void ts_cache_clear(struct ts_cache *cache, bool all);

#endif
