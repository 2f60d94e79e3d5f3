#include "kiosk/reader/look.h"

#include "kiosk/credential/envelope.h"

#include <string.h>

void
ts_parts_table_init(struct ts_parts_table *table)
{
    TS_CHECK(pthread_mutex_init(&table->lock, NULL) == 0);
}

void
ts_parts_table_destroy(struct ts_parts_table *table)
{
    pthread_mutex_destroy(&table->lock);
    ts_assembly_forget(&table->assembly);
}

enum ts_status
ts_looker_open(struct ts_looker *looker, struct ts_parts_table *table)
{
    looker->table = table;
    return ts_scanner_open(&looker->scanner);
}

void
ts_looker_close(struct ts_looker *looker)
{
    ts_scanner_close(looker->scanner);
    memset(looker, 0, sizeof(*looker));
}

static bool
is_recognised(ts_span text)
{
    enum ts_format format = ts_format_sniff(text);
    return format != TS_FORMAT_NONE && format != TS_FORMAT_WEB_LINK;
}

static void
keep_text(struct ts_looker *looker, struct ts_look *look, ts_span text)
{
    TS_CHECK(text.len <= sizeof(looker->text));
    if (text.len > 0)
        memcpy(looker->text, text.at, text.len);
    look->text = (ts_span){ looker->text, text.len };
}

/* True for what is a part. */
static bool
take_part(struct ts_looker *looker, struct ts_look *look, ts_span text)
{
    struct ts_parts_table *table = looker->table;
    struct ts_assembly_answer answer =
        ts_assembly_feed(&table->assembly, text, table->newest);
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: return false;
    case TS_ASSEMBLY_PART:
        look->parts_seen = answer.seen;
        look->parts_total = answer.total;
        break;
    case TS_ASSEMBLY_WHOLE: keep_text(looker, look, answer.whole); break;
    case TS_ASSEMBLY_CONFLICT: break; /* its parts are collected anew */
    }
    return true;
}

/* Parts first: a poster beside an animated code must not stop it. */
static bool
take_parts(struct ts_looker *looker, struct ts_look *look, ts_mono taken)
{
    struct ts_parts_table *table = looker->table;
    bool any = false;
    pthread_mutex_lock(&table->lock);
    if (taken.ms > table->newest.ms)
        table->newest = taken;
    ts_assembly_expire(&table->assembly, table->newest);
    for (size_t i = 0; i < look->codes; i++)
        any |= take_part(looker, look, looker->codes[i].bytes);
    pthread_mutex_unlock(&table->lock);
    return any;
}

static void
take_codes(struct ts_looker *looker, struct ts_look *look, ts_mono taken)
{
    size_t best = 0;
    if (take_parts(looker, look, taken) || look->codes == 0)
        return;
    while (best < look->codes && !is_recognised(looker->codes[best].bytes))
        best++;
    if (best == look->codes)
        best = 0;
    keep_text(looker, look, looker->codes[best].bytes);
}

enum ts_status
ts_looker_look(struct ts_looker *looker, struct ts_look *look,
               const struct ts_frame *frame, const struct ts_scan_turn *turn)
{
    size_t count = 0;
    enum ts_status status = ts_scanner_scan(looker->scanner, frame, turn, looker->codes,
                                            TS_LOOK_CODES, &count);
    if (status != TS_OK)
        return status;
    *look = (struct ts_look){ .codes = (uint32_t)count };
    take_codes(looker, look, frame->taken);
    look->sight = *ts_scanner_sight(looker->scanner);
    return TS_OK;
}
