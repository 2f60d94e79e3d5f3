#include "firmware/base/utf8.h"
#include "kiosk/command/verify_print.h"
#include "kiosk/screen/words.h"

/* What a card says reaches a terminal: control characters would drive it. */
static void
write_plain(struct ts_writer *w, ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        ts_write_u8(w, text.at[i] < ' ' || text.at[i] == 0x7F ? ' ' : text.at[i]);
}

static void
write_reason(struct ts_writer *w, const struct ts_reason_entry *reason)
{
    ts_write_text(w, "  ");
    ts_write_text(w, ts_words_reason(reason->code));
    ts_write_text(w, " [");
    ts_write_decimal(w, reason->code);
    ts_write_text(w, " ");
    ts_write_text(w, ts_reason_name(reason->code));
    if (reason->detail.len && ts_utf8_valid(reason->detail)) {
        ts_write_text(w, ": ");
        write_plain(w, reason->detail);
    }
    ts_write_text(w, "]\n");
}

static bool
is_expired(const struct ts_assessment *card)
{
    for (size_t i = 0; i < card->reason_count; i++)
        if (card->reasons[i].code == TS_REASON_EXPIRED)
            return true;
    return false;
}

static void
write_card(struct ts_writer *w, const struct ts_assessment *card)
{
    const struct ts_credential *c = card->credential;
    ts_span language = ts_span_text(ts_words_language());
    ts_write_text(w, "  ");
    write_plain(w, c->name);
    if (c->subject_name.len) {
        ts_write_text(w, " - ");
        write_plain(w, c->subject_name);
    }
    ts_write_text(w, "\n");
    if (card->issuer) {
        ts_write_text(w, "  ");
        ts_write_issued_by(w, ts_issuer_name(card->issuer, language));
        ts_write_text(w, "\n");
    }
    if (c->valid_until.s != TS_UTC_NEVER.s) {
        ts_write_text(w, "  ");
        if (is_expired(card))
            ts_write_expired(w, c->valid_until);
        else
            ts_write_until(w, c->valid_until);
        ts_write_text(w, "\n");
    }
}

void
ts_verdict_write_text(struct ts_writer *w, const char *input,
                      const struct ts_verdict *verdict)
{
    ts_write_text(w, input);
    ts_write_text(w, ": ");
    ts_write_text(w, ts_words_verdict(verdict->kind));
    ts_write_text(w, "\n");
    for (size_t i = 0; i < verdict->reason_count; i++)
        write_reason(w, &verdict->reasons[i]);
    if (verdict->card->credential)
        write_card(w, verdict->card);
    if (verdict->kind != TS_VERDICT_READY) {
        ts_write_text(w, "  ");
        ts_write_text(w, ts_words_next_step(verdict->reasons[0].code));
        ts_write_text(w, "\n");
    }
    ts_write_text(w, "  ");
    ts_write_lists(w, &verdict->lists);
    ts_write_text(w, "\n");
}
