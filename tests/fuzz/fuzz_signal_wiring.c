#include "firmware/board/linux/signal_wiring.h"
#include "firmware/board/signal.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was accepted can be asked of a kernel: lines that differ, flags that go together.
 */
static void
check_wire(const struct ts_signal_wiring *w, size_t line)
{
    const struct ts_signal_wire *wire = &w->wires[line];
    if (!wire->is_wired) {
        TS_CHECK(!wire->active_low && !wire->open_drain);
        TS_CHECK(!wire->pull_up && !wire->pull_down);
        return;
    }
    TS_CHECK(wire->offset <= 9999);
    TS_CHECK(!wire->pull_up || !wire->pull_down);
    TS_CHECK(!wire->open_drain || line != TS_SIGNAL_LINE_NEXT);
    for (size_t i = 0; i < line; i++)
        TS_CHECK(!w->wires[i].is_wired || w->wires[i].offset != wire->offset);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_signal_wiring wiring;
    struct ts_signal_wiring before;
    memset(&wiring, 0x5a, sizeof(wiring));
    memcpy(&before, &wiring, sizeof(wiring));
    if (ts_signal_wiring_parse(&wiring, (ts_span){ data, size }) != TS_OK) {
        TS_CHECK(memcmp(&wiring, &before, sizeof(wiring)) == 0);
        return 0;
    }
    size_t wired = 0;
    TS_CHECK(memchr(wiring.label, '\0', sizeof(wiring.label)));
    TS_CHECK(wiring.pulse_ms >= 50 && wiring.pulse_ms <= TS_SIGNAL_PULSE_MS_MAX);
    TS_CHECK(wiring.debounce_ms >= 1 && wiring.debounce_ms <= 1000);
    for (size_t i = 0; i < TS_SIGNAL_LINE_COUNT; i++) {
        check_wire(&wiring, i);
        wired += wiring.wires[i].is_wired;
    }
    TS_CHECK((wired > 0) == (size > 5));
    return 0;
}
