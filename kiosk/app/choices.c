#include "kiosk/app/choices.h"

#include "keys/crypto/digest.h"

#include <string.h>

#define FIRST_LINE "touchstone-choices/1\n"
#define CHECK_LINE "check "

enum { CHECK_DIGITS = 16, CHECK_SIZE = sizeof(CHECK_LINE) - 1 + CHECK_DIGITS + 1 };

bool
ts_choices_names(ts_span profile)
{
    if (profile.len == 0 || profile.len >= TS_CHOICES_PROFILE_SIZE)
        return false;
    for (size_t i = 0; i < profile.len; i++) {
        uint8_t c = profile.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-')
            return false;
    }
    return true;
}

/* --- writing --------------------------------------------------------------------- */

static void
write_flag(struct ts_writer *w, const char *key, enum ts_chosen chosen)
{
    if (chosen == TS_CHOSEN_NOTHING)
        return;
    ts_write_text(w, key);
    ts_write_text(w, chosen == TS_CHOSEN_YES ? " yes\n" : " no\n");
}

static void
write_check(struct ts_writer *w, ts_span before)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, before);
    ts_write_text(w, CHECK_LINE);
    for (size_t i = 0; i < CHECK_DIGITS; i++)
        ts_write_u8(w, (uint8_t)hex[digest[i / 2] >> (i % 2 ? 0 : 4) & 15]);
    ts_write_text(w, "\n");
}

void
ts_choices_write(struct ts_writer *w, const struct ts_choices *choices)
{
    size_t begin = w->used;
    ts_write_text(w, FIRST_LINE);
    if (choices->has_profile) {
        ts_write_text(w, choices->profile[0] ? "profile " : "profile");
        ts_write_text(w, choices->profile);
        ts_write_text(w, "\n");
    }
    if (choices->has_volume) {
        ts_write_text(w, "volume ");
        ts_write_decimal(w, choices->volume);
        ts_write_text(w, "\n");
    }
    if (choices->has_log_mode) {
        ts_write_text(w, "log_mode ");
        ts_write_text(w, ts_journal_mode_name(choices->log_mode));
        ts_write_text(w, "\n");
    }
    write_flag(w, "large_print", choices->large_print);
    write_flag(w, "gloves", choices->gloves);
    ts_span all = ts_writer_span(w);
    write_check(w, ts_span_part(all, begin, all.len - begin));
}

/* --- reading --------------------------------------------------------------------- */

/* The next line that begins with key, without both; false, and nothing is taken, where
 * the next one is another. */
static bool
take_line(ts_span *rest, ts_span *value, const char *key)
{
    ts_span begin = ts_span_text(key);
    size_t end = ts_span_index(*rest, '\n');
    if (!ts_span_starts_with(*rest, begin) || end == rest->len)
        return false;
    *value = ts_span_part(*rest, begin.len, end - begin.len);
    *rest = ts_span_part(*rest, end + 1, rest->len - end - 1);
    return true;
}

static bool
read_profile(struct ts_choices *choices, ts_span *rest)
{
    ts_span value;
    if (!take_line(rest, &value, "profile"))
        return true;
    choices->has_profile = true;
    if (value.len == 0)
        return true;
    ts_span name = ts_span_part(value, 1, value.len - 1);
    if (value.at[0] != ' ' || !ts_choices_names(name))
        return false;
    memcpy(choices->profile, name.at, name.len);
    return true;
}

static bool
read_volume(struct ts_choices *choices, ts_span *rest)
{
    ts_span value;
    if (!take_line(rest, &value, "volume "))
        return true;
    choices->has_volume = true;
    for (size_t i = 0; i < value.len; i++) {
        bool leads = i == 0 && value.len > 1 && value.at[0] == '0';
        if (value.at[i] < '0' || value.at[i] > '9' || leads || choices->volume > 100)
            return false;
        choices->volume = choices->volume * 10 + (value.at[i] - '0');
    }
    return value.len > 0 && choices->volume <= 100;
}

static bool
read_log_mode(struct ts_choices *choices, ts_span *rest)
{
    ts_span value;
    if (!take_line(rest, &value, "log_mode "))
        return true;
    choices->has_log_mode = true;
    for (int mode = 0; mode < TS_JOURNAL_MODES; mode++) {
        choices->log_mode = (enum ts_journal_mode)mode;
        if (ts_span_is(value, ts_journal_mode_name(choices->log_mode)))
            return true;
    }
    return false;
}

static bool
read_flag(enum ts_chosen *chosen, ts_span *rest, const char *key)
{
    ts_span value;
    if (!take_line(rest, &value, key))
        return true;
    bool yes = ts_span_is(value, "yes");
    *chosen = yes ? TS_CHOSEN_YES : TS_CHOSEN_NO;
    return yes || ts_span_is(value, "no");
}

static bool
is_checked(ts_span text)
{
    char letters[CHECK_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (text.len < CHECK_SIZE)
        return false;
    write_check(&w, ts_span_part(text, 0, text.len - CHECK_SIZE));
    return ts_span_equal(ts_writer_span(&w),
                         ts_span_part(text, text.len - CHECK_SIZE, CHECK_SIZE));
}

enum ts_status
ts_choices_read(struct ts_choices *choices, ts_span text)
{
    struct ts_choices draft = { 0 };
    if (!is_checked(text))
        return TS_MALFORMED;
    ts_span rest = ts_span_part(text, 0, text.len - CHECK_SIZE);
    if (!ts_span_starts_with(rest, TS_SPAN_LIT(FIRST_LINE)))
        return TS_UNSUPPORTED;
    rest =
        ts_span_part(rest, sizeof(FIRST_LINE) - 1, rest.len - (sizeof(FIRST_LINE) - 1));
    if (!read_profile(&draft, &rest) || !read_volume(&draft, &rest)
        || !read_log_mode(&draft, &rest)
        || !read_flag(&draft.large_print, &rest, "large_print ")
        || !read_flag(&draft.gloves, &rest, "gloves ") || rest.len > 0)
        return TS_MALFORMED;
    *choices = draft;
    return TS_OK;
}

/* --- keeping --------------------------------------------------------------------- */

enum ts_status
ts_choices_load(struct ts_choices *choices, struct ts_store *state)
{
    uint8_t room[TS_CHOICES_WRITTEN_MAX + 1];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(room));
    ts_span text;
    *choices = (struct ts_choices){ 0 };
    if (!state)
        return TS_OK;
    enum ts_status status =
        ts_store_read(state, &arena, &text, TS_CHOICES_FILE, TS_CHOICES_WRITTEN_MAX);
    if (status == TS_ABSENT)
        return TS_OK;
    return status == TS_OK ? ts_choices_read(choices, text) : status;
}

enum ts_status
ts_choices_save(const struct ts_choices *choices, struct ts_store *state)
{
    uint8_t room[TS_CHOICES_WRITTEN_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    if (!state)
        return TS_OK;
    ts_choices_write(&w, choices);
    TS_CHECK(!w.full);
    return ts_store_replace(state, TS_CHOICES_FILE, ts_writer_span(&w), true);
}

void
ts_choices_apply(const struct ts_choices *choices, struct ts_app_options *options)
{
    if (choices->has_profile)
        options->profile = choices->profile[0] ? choices->profile : NULL;
    if (choices->has_volume)
        options->volume = choices->volume;
    if (choices->has_log_mode)
        options->log_mode = ts_journal_mode_name(choices->log_mode);
    if (choices->large_print != TS_CHOSEN_NOTHING)
        options->large_print = choices->large_print == TS_CHOSEN_YES;
    if (choices->gloves != TS_CHOSEN_NOTHING)
        options->gloves = choices->gloves == TS_CHOSEN_YES;
}
