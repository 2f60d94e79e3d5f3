#include "kiosk/enrol/enrolment.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hear(void *context, size_t line, const char *words)
{
    (void)context;
    (void)line;
    TS_CHECK(words[0] != '\0');
}

/* The manifest; and the same bytes as settings and addresses of a stick. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t room[TS_ENROLMENT_MANIFEST_MAX], memory[TS_CONFIG_ARENA_SIZE];
    static uint8_t env[1 << 20];
    struct ts_enrolment e = { 0 };
    struct ts_enrolment_manifest before;
    ts_span text = { data, size };
    memset(&e.manifest, 0x5A, sizeof(e.manifest));
    before = e.manifest;
    if (ts_enrolment_manifest_read(&e.manifest, text) == TS_OK) {
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
        ts_enrolment_manifest_write(&w, &e.manifest);
        TS_CHECK(ts_span_equal(ts_writer_span(&w), text));
    } else {
        TS_CHECK(memcmp(&e.manifest, &before, sizeof(before)) == 0);
    }
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_config_ear ear = { hear, NULL };
    memset(&e, 0, sizeof(e));
    e.contents[TS_ENROLMENT_KIOSK_CONF] = text;
    (void)!ts_enrolment_check(&arena, &e, ear);
    memset(&e, 0, sizeof(e));
    e.contents[TS_ENROLMENT_MIRRORS] = text;
    if (size > sizeof(env) / 16 || ts_enrolment_check(&arena, &e, ear) != TS_OK)
        return 0;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(env));
    ts_enrolment_write_sync(&w, text);
    ts_span made = ts_writer_span(&w);
    TS_CHECK(!w.full && ts_span_index(made, '\n') == made.len - 1);
    for (size_t i = 0; i < made.len; i++)
        TS_CHECK(!memchr("\"'$%\\;|`", made.at[i], 8));
    return 0;
}
