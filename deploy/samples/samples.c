#include "deploy/samples/scene.h"
#include "firmware/base/check.h"
#include "keys/codec/base45.h"
#include "keys/codec/deflate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a forger and a bad camera do to a badge, for the demonstration. */

static const char usage[] =
    "usage: touchstone-samples scene CODE.txt OUT.png    a card held to a camera\n"
    "       touchstone-samples worn CODE.txt OUT.png     dark, tilted, not sharp\n"
    "       touchstone-samples desk OUT.png              no card\n"
    "       touchstone-samples payload CODE.txt OUT.txt  another word in the badge\n"
    "       touchstone-samples signature CODE.txt OUT.txt\n"
    "                                                    another byte in the signature\n";

enum { MEMORY = 16 * 1024 * 1024, INFLATED_MAX = 64 * 1024 };

static bool
read_text(struct ts_arena *arena, ts_span *text, const char *path)
{
    ts_room rest = ts_arena_rest(arena);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t len = fread(rest.at, 1, rest.len, file);
    fclose(file);
    while (len && rest.at[len - 1] == '\n')
        len--;
    ts_arena_keep(arena, len);
    *text = (ts_span){ rest.at, len };
    return len > 0;
}

static bool
write_text(const char *path, ts_span text)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool written = fwrite(text.at, 1, text.len, file) == text.len;
    return fclose(file) == 0 && written;
}

static bool
draw(struct ts_arena *arena, const char *code, const char *out, enum ts_scene_light light)
{
    struct ts_qr qr;
    ts_span text;
    return read_text(arena, &text, code) && ts_qr_encode(arena, &qr, text) == TS_OK
           && ts_scene_write(out, &qr, light);
}

/* Turns the "2" of the year in the first date into a "9": longer valid. */
static bool
alter_payload(uint8_t *bytes, size_t len)
{
    static const char mark[] = "\"validUntil\":\"";
    for (size_t i = 0; i + sizeof(mark) < len; i++) {
        if (memcmp(bytes + i, mark, sizeof(mark) - 1) != 0)
            continue;
        bytes[i + sizeof(mark) - 1] = '9';
        return true;
    }
    return false;
}

/* The signature is the last byte string of a COSE_Sign1. */
static bool
alter_signature(uint8_t *bytes, size_t len)
{
    if (len == 0)
        return false;
    bytes[len - 1] ^= 1;
    return true;
}

static bool
tamper(struct ts_arena *arena, const char *in, const char *out,
       bool (*alter)(uint8_t *bytes, size_t len))
{
    ts_span text;
    ts_span packed;
    ts_span cose;
    if (!read_text(arena, &text, in) || ts_base45_decode(arena, &packed, text) != TS_OK
        || ts_inflate(arena, &cose, packed, TS_DEFLATE_ZLIB, INFLATED_MAX) != TS_OK)
        return false;
    uint8_t *copy = ts_arena_take(arena, cose.len);
    if (!copy)
        return false;
    memcpy(copy, cose.at, cose.len);
    return alter(copy, cose.len)
           && ts_deflate(arena, &packed, (ts_span){ copy, cose.len }, TS_DEFLATE_ZLIB)
                  == TS_OK
           && ts_base45_encode(arena, &text, packed) == TS_OK && write_text(out, text);
}

static bool
run(struct ts_arena *arena, int argc, char **argv, bool *known)
{
    const char *what = argc > 1 ? argv[1] : "";
    *known = true;
    if (argc == 3 && strcmp(what, "desk") == 0)
        return ts_scene_write(argv[2], NULL, TS_SCENE_GOOD);
    if (argc == 4 && strcmp(what, "scene") == 0)
        return draw(arena, argv[2], argv[3], TS_SCENE_GOOD);
    if (argc == 4 && strcmp(what, "worn") == 0)
        return draw(arena, argv[2], argv[3], TS_SCENE_WORN);
    if (argc == 4 && strcmp(what, "payload") == 0)
        return tamper(arena, argv[2], argv[3], alter_payload);
    if (argc == 4 && strcmp(what, "signature") == 0)
        return tamper(arena, argv[2], argv[3], alter_signature);
    *known = false;
    return false;
}

int
main(int argc, char **argv)
{
    bool known;
    uint8_t *memory = malloc(MEMORY);
    struct ts_arena arena = ts_arena_over((ts_room){ memory, memory ? MEMORY : 0 });
    bool done = run(&arena, argc, argv, &known);
    free(memory);
    if (!known)
        fputs(usage, stderr);
    else if (!done)
        fprintf(stderr, "touchstone-samples: %s failed for %s\n", argv[1], argv[2]);
    return done ? 0 : known ? 1 : 64;
}
