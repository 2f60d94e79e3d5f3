#ifndef TS_SCREEN_KEYBOARD_H
#define TS_SCREEN_KEYBOARD_H

#include "firmware/base/span.h"
#include "kiosk/screen/page.h"

#include <stddef.h>

/**
 * The keyboard on the screen, and what was typed on it: pure. Nothing is suggested,
 * remembered or logged; what was typed is overwritten when it is closed. view_keyboard.c
 * draws it.
 */
enum {
    TS_KEYS_MAX = 192, /**< Of one layer: more than any syllabary in use. */
    TS_KEY_ROWS_MAX = 16,
    TS_TYPED_LETTERS_MAX = 120, /**< Longer than any name or address. */
    TS_TYPED_BYTES_MAX = 4 * TS_TYPED_LETTERS_MAX,
};

/** Code points in rows. */
struct ts_keys {
    uint32_t codes[TS_KEYS_MAX];
    size_t ends[TS_KEY_ROWS_MAX]; /**< Of each row: the index behind its last key. */
    size_t rows;
};

/**
 * Rows of keys as a language writes them (keyboard in words_language.h): letters, and a
 * space between two rows. False, and keys is left as it was: not well-formed, a control
 * character, a letter twice, none, or too many.
 */
bool ts_keys_read(struct ts_keys *keys, ts_span text);

/** All of them. */
size_t ts_keys_count(const struct ts_keys *keys);

enum ts_key_layer {
    TS_LAYER_LETTERS = 0,
    TS_LAYER_FIGURES, /**< And what an address is written with. */
    TS_LAYER_SIGNS,
};
enum { TS_LAYER_COUNT = TS_LAYER_SIGNS + 1 };

/** Some of the keys of a layer, in the order of its alphabet. */
struct ts_key_group {
    size_t first, count;
};

struct ts_keyboard {
    ts_span question; /**< What is to be typed; the caller's, of the words. */

    /* Read only: */
    struct ts_keys layers[TS_LAYER_COUNT];
    /** The same keys, letters by code point: what groups are made of. */
    uint32_t alphabets[TS_LAYER_COUNT][TS_KEYS_MAX];
    enum ts_key_layer layer;
    size_t row;                /**< The first of the layer's rows that is shown. */
    struct ts_key_group group; /**< The one that is open; count 0: none is. */
    bool has_capitals;         /**< Else there is no shift. */
    bool shifted;              /**< The next letter is a capital. */
    size_t letters;            /**< Typed. */

    /* Private: */
    bool names;
    size_t len;
    uint8_t typed[TS_TYPED_BYTES_MAX];
};

/** Begins with nothing typed. layout is what ts_keys_read() takes; where it is none, the
 * letters are those of English. names: each word begins with a capital, unless shift is
 * touched. */
void ts_keyboard_open(struct ts_keyboard *keyboard, ts_span layout, bool names);

/** Overwrites all of it. */
void ts_keyboard_close(struct ts_keyboard *keyboard);

/**
 * A touch of one of its keys; any other changes nothing. KEY: value is a code point,
 * typed as it is, if it is no control character and there is room. SYMBOLS: value is
 * ts_keyboard_place(). CHOOSE: a group of ts_keyboard_group(). True for ENTER where
 * something was typed.
 */
bool ts_keyboard_touch(struct ts_keyboard *keyboard, struct ts_touch touch);

/** UTF-8, as it was typed; stands until the next touch. */
ts_span ts_keyboard_typed(const struct ts_keyboard *keyboard);

/** What SYMBOLS says to go to these rows, and CHOOSE to open this group. */
int32_t ts_keyboard_place(enum ts_key_layer layer, size_t row);
int32_t ts_keyboard_group(struct ts_key_group group);

/** The capital of a letter: Latin, Greek and Cyrillic as far as one letter stands for
 * one; anything else as it is. */
uint32_t ts_capital(uint32_t code);

/** Writes a code point (a valid one) as UTF-8; gives its bytes. */
size_t ts_letter_write(uint8_t utf8[static 4], uint32_t code);

#endif
