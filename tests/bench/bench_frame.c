#include "firmware/base/check.h"
#include "keys/codec/qr.h"
#include "kiosk/scan/scanner.h"
#include "kiosk/scan/slot.h"
#include "kiosk/verdict/verdict.h"
#include "tests/bench/bench.h"
#include "tests/support/samples.h"

#include <stdio.h>
#include <string.h>
#include <zbar.h>

/* From a frame as the camera delivers it to a verdict: newest-frame slot,
 * decoder, container, proof, verdict; beside bare zbar on the same frame. */

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

struct sight {
    struct ts_frame frame;
    struct ts_slot *slot;
    struct ts_scanner *scanner;
    struct ts_arena scan;
    const struct ts_trust *trust;
    zbar_image_scanner_t *zbar;
    unsigned ready, seen;
};

static void
whole_path(void *context)
{
    struct sight *s = context;
    struct ts_frame newest;
    struct ts_code code;
    struct ts_assessment card;
    const struct ts_assessment *cards[] = { &card };
    struct ts_verdict verdict;
    size_t count = 0;
    const struct ts_scan_turn first = { 0 };

    TS_CHECK(ts_slot_put(s->slot, &s->frame) == TS_OK);
    TS_CHECK(ts_slot_take(s->slot, TS_SLOT_DECODER, &newest, 0) == TS_OK);
    TS_CHECK(ts_scanner_scan(s->scanner, &newest, &first, &code, 1, &count) == TS_OK);
    if (count == 0)
        return;
    ts_arena_rewind(&s->scan, 0);
    TS_CHECK(ts_assess(&s->scan, &card, code.bytes, s->trust, mid_2026) == TS_OK);
    ts_verdict_reach(&verdict, cards, 1, NULL, s->trust, mid_2026);
    s->ready += verdict.kind == TS_VERDICT_READY;
}

static void
bare_zbar(void *context)
{
    struct sight *s = context;
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, s->frame.width, s->frame.height);
    zbar_image_set_data(image, s->frame.grey,
                        (unsigned long)s->frame.width * s->frame.height, NULL);
    s->seen += zbar_scan_image(s->zbar, image) > 0;
    zbar_image_destroy(image);
}

/* The code in the middle of a grey desk, at whole pixels a module. */
static void
draw(uint8_t *grey, uint32_t width, uint32_t height, const struct ts_qr *qr)
{
    uint32_t side = height * 8 / 10 / (qr->size + 8);
    uint32_t left = (width - side * qr->size) / 2;
    uint32_t top = (height - side * qr->size) / 2;
    memset(grey, 110, (size_t)width * height);
    for (uint32_t y = top - 4 * side; y < top + (qr->size + 4) * side; y++)
        memset(grey + (size_t)y * width + left - 4 * side, 230, (qr->size + 8) * side);
    for (uint32_t y = 0; y < qr->size * side; y++)
        for (uint32_t x = 0; x < qr->size * side; x++)
            if (qr->modules[y / side * qr->size + x / side])
                grey[(size_t)(top + y) * width + left + x] = 30;
}

static void
compare(struct ts_arena *arena, uint32_t width, uint32_t height, bool brief)
{
    static uint8_t scan[TS_SCAN_ARENA_SIZE];
    size_t used = arena->used;
    struct ts_trust trust = ts_sample_trust(arena);
    struct sight s = { .scan = ts_arena_over(TS_ROOM_OF(scan)), .trust = &trust };
    struct ts_qr qr;
    uint8_t *grey = ts_arena_take(arena, (size_t)width * height);
    unsigned rounds = brief ? 3 : 15;
    unsigned calls = brief ? 3 : 10;

    ts_span text =
        ts_sample_badge(arena, (struct ts_sample_wishes){ .kind = TS_KEY_ED25519 });
    TS_CHECK(grey && ts_qr_encode(arena, &qr, text) == TS_OK);
    draw(grey, width, height, &qr);
    s.frame = (struct ts_frame){ grey, width, height, width, 1, { 0 } };
    TS_CHECK(ts_slot_open(&s.slot, width, height) == TS_OK);
    TS_CHECK(ts_scanner_open(&s.scanner) == TS_OK);
    s.zbar = zbar_image_scanner_create();
    zbar_image_scanner_set_config(s.zbar, 0, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(s.zbar, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(s.zbar, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);

    struct ts_bench_pair pair =
        ts_bench_compare(whole_path, bare_zbar, &s, rounds, calls);
    TS_CHECK(s.ready == calls * (rounds + 1) && s.seen == s.ready);
    printf("%5ux%-5u version %2u %9.2f ms %9.2f ms %8.3f\n", width, height, qr.version,
           pair.ours_us / 1e3, pair.peer_us / 1e3, 1 / pair.ratio);
    zbar_image_scanner_destroy(s.zbar);
    ts_scanner_close(s.scanner);
    ts_slot_close(s.slot);
    ts_arena_rewind(arena, used);
}

void
ts_bench_frame(bool brief)
{
    struct ts_arena arena = ts_arena_over((ts_room){ malloc(16 << 20), 16 << 20 });
    TS_CHECK(arena.at);
    printf(
        "from frame to verdict, beside bare zbar (QR only, binary) on the same frame\n");
    printf("%11s %10s %12s %12s %8s\n", "", "", "ours", "zbar", "ratio");
    compare(&arena, 1280, 720, brief);
    compare(&arena, 1920, 1080, brief);
    free(arena.at);
}
