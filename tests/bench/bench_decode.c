#include "firmware/base/check.h"
#include "firmware/board/picture.h"
#include "kiosk/scan/scanner.h"
#include "tests/bench/bench.h"
#include "tests/bench/peer_zxing.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

/*
 * What share of pictures is read, and for how much CPU, beside plain zbar (QR only,
 * binary) and, where it is installed, zxing-cpp's program (whose time includes its start
 * and the reading of the picture). A list has a line for each picture: path, tab, the
 * digests of what it holds joined by ";" ("?": nobody knows; nothing: no code). Sets are
 * the folders in it.
 *
 * Ours three times: as the first frame of a camera; as the same frame again and again, up
 * to TURNS times, until something is read; and as a still picture, in every way there is.
 *
 * A hash of its name says in which half a picture is: the one that was looked at when the
 * front end was tuned, or the other.
 */

enum { CODES = 16, SETS_MAX = 32, LINE_MAX_LEN = 4096, TURNS = 8 };

enum reader { FIRST, TURN_BY_TURN, STILL, ZBAR, ZXING, READERS };

struct tally {
    unsigned pictures, read;
    double ms;
};

struct set {
    char name[256];
    unsigned undrawn, unknown, strange;
    struct tally tallies[READERS][2]; /* By half. */
};

struct run {
    struct ts_scanner *scanner;
    zbar_image_scanner_t *zbar;
    bool has_zxing;
    struct set sets[SETS_MAX];
    size_t count;
};

/* What one decoder made of one picture. */
struct reading {
    size_t count;
    uint64_t digests[CODES];
    double ms;
};

/* FNV-1a, 64 bit, over the visible ASCII alone: decoders differ in the rest. */
static uint64_t
digest(const uint8_t *bytes, size_t len)
{
    uint64_t hash = UINT64_C(1469598103934665603);
    for (size_t i = 0; i < len; i++)
        if (bytes[i] >= 33 && bytes[i] <= 126)
            hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

static struct reading
read_still(struct run *run, const struct ts_frame *frame)
{
    struct ts_code codes[CODES];
    struct reading reading = { .count = 0 };
    double start = ts_bench_cpu_us();
    TS_CHECK(ts_scanner_still(run->scanner, frame, codes, CODES, &reading.count)
             == TS_OK);
    reading.ms = (ts_bench_cpu_us() - start) / 1e3;
    for (size_t i = 0; i < reading.count; i++)
        reading.digests[i] = digest(codes[i].bytes.at, codes[i].bytes.len);
    return reading;
}

/* Milliseconds are those of a frame, the mean of all that were needed. */
static struct reading
read_live(struct run *run, const struct ts_frame *frame, uint32_t turns)
{
    struct ts_code codes[CODES];
    struct reading reading = { .count = 0 };
    struct ts_scan_turn turn = { .number = 0 };
    double start = ts_bench_cpu_us();
    for (; turn.number < turns && reading.count == 0; turn.number++)
        TS_CHECK(ts_scanner_scan(run->scanner, frame, &turn, codes, CODES, &reading.count)
                 == TS_OK);
    reading.ms = (ts_bench_cpu_us() - start) / 1e3 / turn.number;
    for (size_t i = 0; i < reading.count; i++)
        reading.digests[i] = digest(codes[i].bytes.at, codes[i].bytes.len);
    return reading;
}

static struct reading
read_zbar(struct run *run, const struct ts_frame *frame)
{
    struct reading reading = { .count = 0 };
    size_t len = (size_t)frame->width * frame->height;
    uint8_t *packed = malloc(len);
    zbar_image_t *image = zbar_image_create();
    TS_CHECK(packed);
    for (size_t y = 0; y < frame->height; y++)
        memcpy(packed + y * frame->width, frame->grey + y * frame->stride, frame->width);
    double start = ts_bench_cpu_us();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, frame->width, frame->height);
    zbar_image_set_data(image, packed, len, NULL);
    zbar_scan_image(run->zbar, image);
    reading.ms = (ts_bench_cpu_us() - start) / 1e3;
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    for (; symbol && reading.count < CODES; symbol = zbar_symbol_next(symbol))
        if (zbar_symbol_get_type(symbol) == ZBAR_QRCODE)
            reading.digests[reading.count++] =
                digest((const uint8_t *)zbar_symbol_get_data(symbol),
                       zbar_symbol_get_data_length(symbol));
    zbar_image_destroy(image);
    free(packed);
    return reading;
}

static void
take_zxing(void *context, ts_span bytes)
{
    struct reading *reading = context;
    if (reading->count < CODES)
        reading->digests[reading->count++] = digest(bytes.at, bytes.len);
}

static struct reading
read_zxing(const struct run *run, const char *path)
{
    struct reading reading = { .count = 0 };
    if (run->has_zxing)
        reading.ms = ts_peer_zxing_read(path, take_zxing, &reading);
    return reading;
}

static bool
is_right(const struct reading *reading, const char *expected)
{
    for (size_t i = 0; i < reading->count; i++) {
        char hex[17];
        snprintf(hex, sizeof(hex), "%016llx", (unsigned long long)reading->digests[i]);
        if (strstr(expected, hex))
            return true;
    }
    return false;
}

static struct set *
set_of(struct run *run, const char *path)
{
    const char *slash = strchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    char name[256];
    snprintf(name, sizeof(name), "%.*s", (int)len, path);
    for (size_t i = 0; i < run->count; i++)
        if (strcmp(run->sets[i].name, name) == 0)
            return &run->sets[i];
    TS_CHECK(run->count < SETS_MAX);
    struct set *set = &run->sets[run->count++];
    memcpy(set->name, name, sizeof(name));
    return set;
}

static void
add(struct tally *tally, const struct reading *reading, const char *expected)
{
    tally->pictures++;
    tally->read += is_right(reading, expected);
    tally->ms += reading->ms;
}

static void
print_readings(const char *path, const struct reading readings[READERS])
{
    const struct reading *still = &readings[STILL];
    printf("%s\t", path);
    for (size_t i = 0; i < still->count; i++)
        printf("%s%016llx", i ? ";" : "", (unsigned long long)still->digests[i]);
    printf("\t%.2f\t%.2f\n", readings[FIRST].ms, readings[TURN_BY_TURN].ms);
}

static void
read_all(struct run *run, const struct ts_frame *frame, const char *folder,
         const char *path, const char *expected)
{
    char full[LINE_MAX_LEN];
    struct set *set = set_of(run, path);
    snprintf(full, sizeof(full), "%s/%s", folder, path);
    const struct reading readings[READERS] = {
        [FIRST] = read_live(run, frame, 1), [TURN_BY_TURN] = read_live(run, frame, TURNS),
        [STILL] = read_still(run, frame),   [ZBAR] = read_zbar(run, frame),
        [ZXING] = read_zxing(run, full),
    };
    unsigned half = digest((const uint8_t *)path, strlen(path)) >> 8 & 1;
    print_readings(path, readings);
    if (expected[0] == '?') {
        set->unknown++;
        return;
    }
    for (size_t i = 0; i < READERS; i++)
        add(&set->tallies[i][half], &readings[i], expected);
    set->strange += readings[STILL].count > 0 && !is_right(&readings[STILL], expected);
}

static void
measure(struct run *run, const char *folder, const char *path, const char *expected)
{
    char full[LINE_MAX_LEN];
    struct ts_picture *picture = NULL;
    struct ts_frame frame;
    struct set *set = set_of(run, path);
    snprintf(full, sizeof(full), "%s/%s", folder, path);
    if (ts_picture_open(&picture, full) == TS_OK
        && ts_picture_next(picture, &frame) == TS_OK)
        read_all(run, &frame, folder, path, expected);
    else
        set->undrawn++;
    ts_picture_close(picture);
}

static double
share(const struct tally *a, const struct tally *b)
{
    unsigned pictures = a->pictures + (b ? b->pictures : 0);
    unsigned read = a->read + (b ? b->read : 0);
    return pictures ? 100.0 * read / pictures : 0;
}

static double
mean_ms(const struct tally tallies[2])
{
    unsigned pictures = tallies[0].pictures + tallies[1].pictures;
    return pictures ? (tallies[0].ms + tallies[1].ms) / pictures : 0;
}

static void
print_reader(const struct tally tallies[2])
{
    printf(" | %6.1f %6.1f %6.1f %7.2f", share(&tallies[0], &tallies[1]),
           share(&tallies[0], NULL), share(&tallies[1], NULL), mean_ms(tallies));
}

static void
print_table(const struct run *run)
{
    static const char *const names[READERS] = { "first frame", "8 turns", "still", "zbar",
                                                "zxing-cpp" };
    size_t readers = run->has_zxing ? READERS : ZXING;
    printf("\n%-12s %5s", "", "");
    for (size_t i = 0; i < readers; i++)
        printf(" | %-29s", names[i]);
    printf(" |\n%-12s %5s", "set", "known");
    for (size_t i = 0; i < readers; i++)
        printf(" | %6s %6s %6s %7s", "read %", "seen", "unseen", "ms");
    printf(" | other codes, unknown, undrawn\n");
    for (size_t i = 0; i < run->count; i++) {
        const struct set *s = &run->sets[i];
        const struct tally *ours = s->tallies[FIRST];
        printf("%-12s %5u", s->name, ours[0].pictures + ours[1].pictures);
        for (size_t k = 0; k < readers; k++)
            print_reader(s->tallies[k]);
        printf(" | %u, %u, %u\n", s->strange, s->unknown, s->undrawn);
    }
}

static bool
measure_list(struct run *run, const char *path)
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
        measure(run, folder, line, tab + 1);
    }
    fclose(list);
    return true;
}

static bool
measure_folder(struct run *run, const char *path)
{
    char list[LINE_MAX_LEN];
    struct dirent **entries;
    snprintf(list, sizeof(list), "%s/expected.tsv", path);
    if (measure_list(run, list))
        return true;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.')
            measure(run, path, entries[i]->d_name, "?");
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return count >= 0;
}

int
ts_bench_decode(const char *list, const char *folder)
{
    static struct run run;
    TS_CHECK(ts_scanner_open(&run.scanner) == TS_OK);
    run.zbar = zbar_image_scanner_create();
    run.has_zxing = ts_peer_zxing_is_here();
    if (!run.has_zxing)
        puts("zxing-cpp: skipped, its program is not installed (zxing-cpp-tools)");
    zbar_image_scanner_set_config(run.zbar, 0, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(run.zbar, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(run.zbar, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    bool done = list ? measure_list(&run, list) : measure_folder(&run, folder);
    if (done)
        print_table(&run);
    else
        fprintf(stderr, "cannot read %s\n", list ? list : folder);
    zbar_image_scanner_destroy(run.zbar);
    ts_scanner_close(run.scanner);
    return done ? 0 : 66;
}
