#include "firmware/base/check.h"
#include "kiosk/scan/attention.h"
#include "kiosk/scan/focus.h"
#include "kiosk/scan/gate.h"
#include "kiosk/scan/hint.h"

#include <stdlib.h>
#include <string.h>

/*
 * Frames of any size and content through everything that goes on from frame to frame.
 * Each frame: width, height, gap after a row, time since the last, flags, what a scanner
 * might say of it (eight corner bytes, module, blur), then some pixels, repeated.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 16, PIXELS_MAX = 48 };

static struct ts_gate gate;
static struct ts_attention attention;
static struct ts_hint_memory hints;

static struct ts_scan_sight
sight_from(const uint8_t *head)
{
    struct ts_scan_sight sight = { .seen = head[4] & 1,
                                   .read = head[4] & 2,
                                   .cut_off = head[4] & 4,
                                   .shine = (head[4] >> 4) / 16.0,
                                   .module_px = head[13] / 16.0,
                                   .blur = head[14] / 64.0 };
    for (size_t i = 0; i < 4; i++) {
        sight.corners[i].x = (int32_t)((uint32_t)head[5 + i] << (head[15] % 20)) - 128;
        sight.corners[i].y = (int32_t)((uint32_t)head[9 + i] << (head[15] % 20)) - 128;
    }
    return sight;
}

static void
check_frame(const struct ts_grey *grey, const uint8_t *head, ts_mono now)
{
    struct ts_scan_sight sight = sight_from(head);
    struct ts_frame frame = { grey->at, grey->width, grey->height, (uint32_t)grey->stride,
                              0,        now };
    bool awake = ts_gate_look(&gate, grey);
    TS_CHECK(awake == (gate.awake > 0) && gate.awake <= TS_GATE_AWAKE_FRAMES + 1);
    TS_CHECK(awake || !gate.moving);
    enum ts_attention_task task = ts_attention_take(&attention, awake, gate.moving, now);
    TS_CHECK(!awake || task != TS_ATTENTION_SHOW);
    if (task == TS_ATTENTION_LOOK && ts_attention_learn(&attention, sight.read))
        ts_gate_wake(&gate);
    TS_CHECK(!awake || ts_attention_rest_ms(&attention, now) == 0);
    struct ts_scan_region region = ts_attention_region(&sight);
    TS_CHECK(region.width <= UINT32_MAX / 2 && region.height <= UINT32_MAX / 2);
    enum ts_advice advice = ts_hint_take(&hints, &sight, &frame);
    TS_CHECK(advice >= 0 && advice < TS_ADVICE_COUNT);
    struct ts_focus focus = ts_focus_measure(grey, head[4] & 8 ? &sight : NULL);
    TS_CHECK(focus.edge_px == 0 || focus.edge_px >= 1);
    TS_CHECK((focus.edge_px > 0) == (focus.edges >= TS_FOCUS_EDGES_MIN));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ts_mono now = { 1000 };
    memset(&gate, 0, sizeof(gate));
    memset(&attention, 0, sizeof(attention));
    memset(&hints, 0, sizeof(hints));
    while (size > HEAD) {
        const uint8_t *head = data;
        size_t len = size - HEAD < PIXELS_MAX ? size - HEAD : PIXELS_MAX;
        struct ts_grey grey = { NULL, head[0] + 1U, head[1] + 1U, head[0] + 1U };
        grey.stride += head[2];
        /* Exactly as large, so that a sanitizer sees a read past the end. */
        size_t area = (grey.height - 1) * grey.stride + grey.width;
        uint8_t *pixels = malloc(area);
        TS_CHECK(pixels);
        for (size_t i = 0; i < area; i++)
            pixels[i] = data[HEAD + i % len];
        grey.at = pixels;
        now.ms += (uint64_t)head[3] * head[3];
        check_frame(&grey, head, now);
        free(pixels);
        data += HEAD + len;
        size -= HEAD + len;
    }
    return 0;
}
