#include "firmware/base/check.h"
#include "firmware/base/utf8.h"
#include "kiosk/config/config.h"
#include "kiosk/config/value.h"

#include <string.h>

static uint8_t memory[TS_CONFIG_ARENA_SIZE];
static size_t mistakes;

static void
hear(void *context, size_t line, const char *words)
{
    (void)context;
    (void)line;
    TS_CHECK(words[0] != '\0');
    TS_CHECK(ts_utf8_valid(ts_span_text(words)));
    mistakes++;
}

/* Whatever was accepted can be used: every value keeps its own rules. */
static void
use(const struct ts_config *config)
{
    int width;
    int height;
    for (size_t i = 0; i < TS_SETTING_COUNT; i++) {
        const struct ts_config_value *value = &config->values[i];
        const struct ts_setting_about *about = ts_setting_about((enum ts_setting)i);
        TS_CHECK(value->count <= (about->repeats ? about->repeats : 1));
        for (size_t j = 0; j < value->count; j++)
            TS_CHECK(ts_value_fits(about, ts_span_text(value->texts[j])));
    }
    ts_config_size(config, TS_SETTING_SIZE, &width, &height);
    TS_CHECK(width >= 320 && height >= 240);
    TS_CHECK(ts_config_number(config, TS_SETTING_VOLUME) <= 100);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_config config;
    struct ts_config before;
    const struct ts_config_ear ear = { hear, NULL };
    memset(&config, 0x5A, sizeof(config));
    before = config;
    mistakes = 0;
    enum ts_status status = ts_config_read(&config, &arena, (ts_span){ data, size }, ear);
    TS_CHECK((status == TS_OK) == (mistakes == 0));
    if (status != TS_OK) {
        TS_CHECK(memcmp(&config, &before, sizeof(config)) == 0);
        return 0;
    }
    use(&config);
    TS_CHECK(ts_config_agrees(&config, ear) == (mistakes == 0));
    return 0;
}
