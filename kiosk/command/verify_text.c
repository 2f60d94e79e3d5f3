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

/* How it was earned, in our word and the issuer's own. */
static void
write_earned(struct ts_writer *w, const struct ts_credential *c)
{
    enum { WORDS_SHOWN = 120 };
    if (c->earned == TS_EARNED_NOT_SAID)
        return;
    ts_write_text(w, "  earned by ");
    ts_write_text(w, ts_earned_name(c->earned));
    ts_write_text(w, ": ");
    write_plain(w, ts_utf8_prefix(c->earned_words, WORDS_SHOWN));
    if (c->source_name.len && !ts_span_equal(c->source_name, c->earned_words)) {
        ts_write_text(w, "; assessed by ");
        write_plain(w, c->source_name);
    }
    ts_write_text(w, "\n");
}

static void
write_endorsement(struct ts_writer *w, const struct ts_endorsement *e)
{
    static const char *const endorsed[] = {
        [TS_ENDORSED_OTHER] = "something else",
        [TS_ENDORSED_CREDENTIAL] = "the credential",
        [TS_ENDORSED_ACHIEVEMENT] = "the achievement",
        [TS_ENDORSED_ISSUER] = "the issuer",
    };
    ts_write_text(w, "  endorsement of ");
    ts_write_text(w, endorsed[e->endorsed]);
    if (e->endorser.len) {
        ts_write_text(w, " by ");
        write_plain(w, e->endorser);
    }
    ts_write_text(w, e->finding == TS_PASS ? ": holds" : ": does not count");
    if (e->finding != TS_PASS) {
        ts_write_text(w, " (");
        ts_write_text(w, ts_reason_name(e->why));
        ts_write_text(w, ")");
    }
    ts_write_text(w, "\n");
}

static void
write_endorsements(struct ts_writer *w, const struct ts_assessment *card)
{
    size_t total = card->credential->endorsement_total;
    for (size_t i = 0; i < card->endorsement_count; i++)
        write_endorsement(w, &card->endorsements[i]);
    if (total <= card->endorsement_count)
        return;
    ts_write_text(w, "  endorsements not looked at: ");
    ts_write_decimal(w, (int64_t)(total - card->endorsement_count));
    ts_write_text(w, "\n");
}

static void
write_unchecked(struct ts_writer *w, unsigned unchecked)
{
    if (!unchecked)
        return;
    ts_write_text(w, "  not checked:");
    for (unsigned place = 0; place < TS_UNCHECKED_COUNT; place++)
        if (unchecked & 1U << place) {
            ts_write_text(w, " ");
            ts_write_text(w, ts_unchecked_name(place));
        }
    ts_write_text(w, "\n");
}

static void
write_identity(struct ts_writer *w, const struct ts_verdict *verdict)
{
    static const char *const words[] = {
        [TS_UNKNOWN] = "nothing to compare it with",
        [TS_PASS] = "proven",
        [TS_FAIL] = "not proven",
    };
    if (!verdict->identity_asked)
        return;
    ts_write_text(w, "  identity: ");
    ts_write_text(w, words[verdict->identity]);
    ts_write_text(w, "\n");
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
    if (verdict->card->credential) {
        write_card(w, verdict->card);
        write_earned(w, verdict->card->credential);
        write_endorsements(w, verdict->card);
    }
    write_identity(w, verdict);
    write_unchecked(w, verdict->card->unchecked);
    if (verdict->kind != TS_VERDICT_READY) {
        ts_write_text(w, "  ");
        ts_write_text(w, ts_words_next_step(verdict->reasons[0].code));
        ts_write_text(w, "\n");
    }
    ts_write_text(w, "  ");
    ts_write_lists(w, &verdict->lists);
    ts_write_text(w, "\n");
}
