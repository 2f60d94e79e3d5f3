#include "kiosk/credential/endorsement.h"

#include "keys/codec/json_writer.h"

/* The whole credential's signature covers what is inside it as it means, not as it
 * is spelled, and so does a Data Integrity proof inside: written anew it is the
 * same, whatever container it came in. */
static ts_span
written(struct ts_form *form, const struct ts_json *value)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(form->arena));
    ts_span text = { 0 };
    ts_json_write(&w, value);
    if (ts_writer_end(&w, &text) == TS_OK)
        ts_arena_keep(form->arena, text.len);
    else
        ts_form_require(form, false, TS_NO_SPACE, "arena");
    return text;
}

static void
add_all(struct ts_form *form, struct ts_credential *draft, ts_span *kept,
        const struct ts_json *list)
{
    size_t count = ts_json_values(list);
    for (size_t i = 0; i < count && i < TS_ENDORSEMENTS_MAX; i++) {
        const struct ts_json *one = ts_json_value(list, i);
        if (draft->endorsement_count == TS_ENDORSEMENTS_MAX)
            break;
        kept[draft->endorsement_count++] =
            ts_json_is(one, TS_JSON_STRING) ? one->text : written(form, one);
    }
    draft->endorsement_total += count;
}

void
ts_endorsements_add(struct ts_form *form, struct ts_credential *draft,
                    const struct ts_json *thing)
{
    const struct ts_json *objects = ts_json_member(thing, "endorsement");
    const struct ts_json *texts = ts_json_member(thing, "endorsementJwt");
    if (ts_json_values(objects) + ts_json_values(texts) == 0)
        return;
    ts_span *kept = ts_form_array(form, TS_ENDORSEMENTS_MAX, sizeof(*kept));
    if (!kept)
        return;
    for (size_t i = 0; i < draft->endorsement_count; i++)
        kept[i] = draft->endorsements[i];
    draft->endorsements = kept;
    add_all(form, draft, kept, objects);
    add_all(form, draft, kept, texts);
}
