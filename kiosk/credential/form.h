#ifndef TS_CREDENTIAL_FORM_H
#define TS_CREDENTIAL_FORM_H

#include "firmware/base/instant.h"
#include "keys/codec/json.h"

/**
 * Reading members of a credential with a failure that sticks, as ts_reader
 * does for bytes. Only the files of this room use it.
 */
struct ts_form {
    struct ts_arena *arena;
    struct ts_fault fault;
};

void
ts_form_require(struct ts_form *form, bool fact, enum ts_status why, const char *rule);

static inline bool
ts_form_ok(const struct ts_form *form)
{
    return form->fault.status == TS_OK;
}

/** An object with no member but names (a NULL ends them); anything else fails. */
void ts_form_only(struct ts_form *form, const struct ts_json *object,
                  const char *const *names, const char *rule);

/** A member that is text when it is there; anything else fails. */
ts_span ts_form_text(struct ts_form *form, const struct ts_json *object, const char *name,
                     const char *rule);

/** Of a list that carries words or helps to look things up, so many entries are
 * looked at: finding the n-th takes n steps. */
#define TS_FORM_ENTRIES_MAX 64

/**
 * Text that may also be a language value or an array of them (VCDM 2.0 11.1):
 * {"@value": ..., "@language": ...}. The English one, else the first. Empty when
 * it is none of these: words to show never refuse a credential.
 */
ts_span ts_form_words(const struct ts_json *object, const char *name);

/** The same, with Markdown taken out of it (kiosk/credential/plain_text.h). */
ts_span
ts_form_plain(struct ts_form *form, const struct ts_json *object, const char *name);

/** How many values of a list are read: at most max, and over of those a longer one
 * has is a failure when rule is given, else they are passed over. */
size_t ts_form_count(struct ts_form *form, const struct ts_json *list, size_t max,
                     const char *rule);

/** count zeroed elements; NULL, and a failure, when there is no room. */
void *ts_form_array(struct ts_form *form, size_t count, size_t size);

/** A date-time when it is there, else absent; anything else fails. */
ts_utc ts_form_time(struct ts_form *form, const struct ts_json *object, const char *name,
                    ts_utc absent, const char *rule);

/** A NumericDate (RFC 7519 2) when it is there, else absent; a fraction of a second,
 * which real issuers write, is cut off. Anything else fails. */
ts_utc ts_form_seconds(struct ts_form *form, const struct ts_json *object,
                       const char *name, ts_utc absent, const char *rule);

/** "first second" in the arena; what is empty is left out with its space. Fails
 * with TS_NO_SPACE. */
ts_span ts_form_join(struct ts_form *form, ts_span first, ts_span second);

/** The id of a thing that may be written as its id alone. */
ts_span ts_form_id(const struct ts_json *value);

#endif
