#include "firmware/base/check.h"
#include "firmware/board/picture.h"
#include "kiosk/scan/attention.h"
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

/*
 * How soon a badge is read that somebody holds up: frames that follow each other, one
 * scanner as the kiosk's decoders use it, beside plain zbar (QR only, binary). A list has
 * a line for each frame: path, tab, the digest of what it holds (as for decode). Frames
 * one after the other with the same digest are a sequence; its first FRAMES count.
 */

enum { FRAMES = 8, LINE_MAX_LEN = 4096, CODES = 16 };

/* Of one decoder over all sequences. */
struct tally {
    unsigned read_at[FRAMES]; /* By the frame in which it was read. */
    unsigned strange;         /* Another text. */
    double ms;                /* CPU up to the read, or of all frames. */
};

struct race {
    struct ts_scanner *scanner;
    zbar_image_scanner_t *zbar;
    struct ts_scan_sight seen;
    struct tally ours, plain;

    /* Of the sequence under way: */
    char expected[128];
    unsigned frame;
    bool ours_read, plain_read;

    unsigned sequences, frames, undrawn;
};

/* FNV-1a, 64 bit, over the visible ASCII alone. */
static bool
is_expected(const struct race *race, const uint8_t *bytes, size_t len)
{
    char hex[17];
    uint64_t hash = UINT64_C(1469598103934665603);
    for (size_t i = 0; i < len; i++)
        if (bytes[i] >= 33 && bytes[i] <= 126)
            hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    snprintf(hex, sizeof(hex), "%016llx", (unsigned long long)hash);
    return strstr(race->expected, hex) != NULL;
}

static bool
scan_ours(struct race *race, const struct ts_frame *frame)
{
    struct ts_code codes[CODES];
    size_t count = 0;
    struct ts_scan_turn turn = { .number = race->frame,
                                 .has_region = race->seen.seen,
                                 .budget_us = TS_ATTENTION_BUDGET_US };
    if (turn.has_region)
        turn.region = ts_attention_region(&race->seen);
    double start = ts_bench_cpu_us();
    TS_CHECK(ts_scanner_scan(race->scanner, frame, &turn, codes, CODES, &count) == TS_OK);
    race->ours.ms += (ts_bench_cpu_us() - start) / 1e3;
    const struct ts_scan_sight *sight = ts_scanner_sight(race->scanner);
    if (sight->seen)
        race->seen = *sight;
    bool right = false;
    for (size_t i = 0; i < count; i++)
        right |= is_expected(race, codes[i].bytes.at, codes[i].bytes.len);
    race->ours.strange += count > 0 && !right;
    return right;
}

static bool
scan_plain(struct race *race, const struct ts_frame *frame)
{
    size_t len = (size_t)frame->width * frame->height;
    uint8_t *packed = malloc(len);
    zbar_image_t *image = zbar_image_create();
    bool right = false;
    bool any = false;
    TS_CHECK(packed);
    for (size_t y = 0; y < frame->height; y++)
        memcpy(packed + y * frame->width, frame->grey + y * frame->stride, frame->width);
    double start = ts_bench_cpu_us();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, frame->width, frame->height);
    zbar_image_set_data(image, packed, len, NULL);
    zbar_scan_image(race->zbar, image);
    race->plain.ms += (ts_bench_cpu_us() - start) / 1e3;
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    for (; symbol; symbol = zbar_symbol_next(symbol)) {
        any = true;
        right |= is_expected(race, (const uint8_t *)zbar_symbol_get_data(symbol),
                             zbar_symbol_get_data_length(symbol));
    }
    race->plain.strange += any && !right;
    zbar_image_destroy(image);
    free(packed);
    return right;
}

static void
begin_sequence(struct race *race, const char *expected)
{
    snprintf(race->expected, sizeof(race->expected), "%s", expected);
    race->frame = 0;
    race->ours_read = false;
    race->plain_read = false;
    race->seen = (struct ts_scan_sight){ 0 };
    race->sequences++;
}

static void
run_frame(struct race *race, const struct ts_frame *frame)
{
    if (!race->ours_read && scan_ours(race, frame)) {
        race->ours_read = true;
        race->ours.read_at[race->frame]++;
    }
    if (!race->plain_read && scan_plain(race, frame)) {
        race->plain_read = true;
        race->plain.read_at[race->frame]++;
    }
    race->frame++;
    race->frames++;
}

static void
run_line(struct race *race, const char *folder, const char *path, const char *expected)
{
    char full[LINE_MAX_LEN];
    struct ts_picture *picture = NULL;
    struct ts_frame frame;
    if (strcmp(expected, race->expected) != 0)
        begin_sequence(race, expected);
    if (race->frame == FRAMES)
        return;
    snprintf(full, sizeof(full), "%s/%s", folder, path);
    if (ts_picture_open(&picture, full) == TS_OK
        && ts_picture_next(picture, &frame) == TS_OK)
        run_frame(race, &frame);
    else
        race->undrawn++;
    ts_picture_close(picture);
}

static bool
run_list(struct race *race, const char *path)
{
    char line[LINE_MAX_LEN];
    char folder[LINE_MAX_LEN];
    FILE *list = fopen(path, "r");
    if (!list)
        return false;
    snprintf(folder, sizeof(folder), "%s", path);
    char *slash = strrchr(folder, '/');
    snprintf(slash ? slash : folder, 2, "%s", slash ? "" : ".");
    while (fgets(line, sizeof(line), list)) {
        char *tab = strchr(line, '\t');
        if (line[0] == '#' || !tab)
            continue;
        *tab = '\0';
        tab[1 + strcspn(tab + 1, "\n")] = '\0';
        run_line(race, folder, line, tab + 1);
    }
    fclose(list);
    return true;
}

static void
print_tally(const char *name, const struct tally *tally, unsigned sequences)
{
    unsigned read = 0;
    double share[FRAMES];
    for (unsigned i = 0; i < FRAMES; i++) {
        read += tally->read_at[i];
        share[i] = sequences ? 100.0 * read / sequences : 0;
    }
    printf("%-6s %6.1f %6.1f %6.1f %6.1f   %8.1f   %u\n", name, share[0], share[1],
           share[3], share[7], sequences ? tally->ms / sequences : 0, tally->strange);
}

int
ts_bench_sequence(const char *list, const char *folder)
{
    static struct race race;
    char path[LINE_MAX_LEN];
    snprintf(path, sizeof(path), "%s%s", list ? list : folder,
             list ? "" : "/expected.tsv");
    TS_CHECK(ts_scanner_open(&race.scanner) == TS_OK);
    race.zbar = zbar_image_scanner_create();
    zbar_image_scanner_set_config(race.zbar, 0, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(race.zbar, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(race.zbar, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    bool done = run_list(&race, path);
    if (done) {
        printf("%u sequences, %u frames, %u undrawn: %% read within so many frames, mean "
               "CPU to the read (limit 96 %% within 8)\n",
               race.sequences, race.frames, race.undrawn);
        printf("%-6s %6s %6s %6s %6s   %8s   %s\n", "", "1", "2", "4", "8", "ms",
               "other texts");
        print_tally("ours", &race.ours, race.sequences);
        print_tally("zbar", &race.plain, race.sequences);
    } else {
        fprintf(stderr, "cannot read %s\n", path);
    }
    zbar_image_scanner_destroy(race.zbar);
    ts_scanner_close(race.scanner);
    return done ? 0 : 66;
}
