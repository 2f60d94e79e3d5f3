#include "keys/authority/gather_listing.h"

#include "keys/authority/authority_files.h"
#include "keys/authority/issuer_record.h"

/* What was taken off keeps its place until the run ends. */
enum { PLACES = TS_ISSUERS_MAX + 1000 };

static enum ts_status
read_line(struct ts_arena *keep, struct ts_arena *work, struct ts_listing *listing,
          ts_span line)
{
    struct ts_issuer issuer;
    ts_span id;
    size_t number;
    size_t used = work->used;
    enum ts_status status = ts_issuer_record_read(work, &issuer, line);
    if (status == TS_OK && !ts_arena_copy(keep, &id, issuer.id))
        status = TS_NO_SPACE;
    ts_arena_rewind(work, used);
    if (status != TS_OK)
        return status;
    if (ts_index_find(&listing->ids, id, NULL))
        return TS_DUPLICATE;
    if (listing->count == TS_ISSUERS_MAX || !ts_index_add(&listing->ids, id, &number))
        return TS_OVER_LIMIT;
    listing->items[number] = (struct ts_listed){ .id = id, .line = line };
    listing->count++;
    return TS_OK;
}

enum ts_status
ts_listing_read(struct ts_arena *keep, struct ts_arena *work, struct ts_listing *listing,
                ts_span text, struct ts_fault *fault)
{
    struct ts_listing draft = { 0 };
    enum ts_status status = TS_OK;
    size_t number = 0;
    draft.items = ts_arena_take_array(keep, PLACES, sizeof(*draft.items));
    if (!ts_index_init(&draft.ids, keep, PLACES) || !draft.items)
        status = TS_NO_SPACE;
    for (ts_span line; status == TS_OK && ts_line_take(&text, &line);) {
        number++;
        status = read_line(keep, work, &draft, line);
    }
    if (status != TS_OK)
        return ts_fault_set(fault, status, number, TS_AUTHORITY_ISSUERS_FILE);
    *listing = draft;
    return TS_OK;
}

void
ts_listing_set_owners(struct ts_listing *listing, const struct ts_gather_state *state)
{
    for (size_t i = 0; i < state->owner_count; i++) {
        struct ts_listed *listed = ts_listing_find(listing, state->owners[i].issuer);
        if (listed)
            listed->owner = state->owners[i].source;
    }
}

struct ts_listed *
ts_listing_find(const struct ts_listing *listing, ts_span id)
{
    size_t number;
    if (!ts_index_find(&listing->ids, id, &number))
        return NULL;
    return listing->items[number].line.len ? &listing->items[number] : NULL;
}

static void
add_words(struct ts_issuer *issuer, const struct ts_proposal *proposal,
          struct ts_text_in *only_name)
{
    const struct ts_source *source = proposal->source;
    *only_name = (struct ts_text_in){ TS_SPAN_LIT("en"), proposal->name };
    if (source->name_count) {
        issuer->names = source->names;
        issuer->name_count = source->name_count;
    } else if (proposal->name.len) {
        issuer->names = only_name;
        issuer->name_count = 1;
    }
    if (source->has_achievements) {
        issuer->achievements = source->achievements;
        issuer->achievement_count = source->achievement_count;
    }
    if (source->has_status_locations) {
        issuer->status_locations = source->status_locations;
        issuer->status_location_count = source->status_location_count;
    }
}

static enum ts_status
merge(struct ts_arena *work, ts_span *line, const struct ts_listed *listed,
      const struct ts_proposal *proposal)
{
    struct ts_text_in only_name;
    struct ts_issuer issuer = { .id = proposal->id };
    enum ts_status status = TS_OK;
    if (listed)
        status = ts_issuer_record_read(work, &issuer, listed->line);
    if (status != TS_OK)
        return status;
    if (!listed || !proposal->keys_only)
        add_words(&issuer, proposal, &only_name);
    if (proposal->key_count) {
        issuer.keys = proposal->keys;
        issuer.key_count = proposal->key_count;
    }
    if (issuer.name_count == 0)
        return TS_ABSENT;
    return ts_issuer_record_write(work, line, &issuer);
}

static enum ts_status
place(struct ts_arena *keep, struct ts_listing *listing, struct ts_listed **listed,
      ts_span id)
{
    ts_span copy;
    size_t number;
    if (listing->count == TS_ISSUERS_MAX)
        return TS_OVER_LIMIT;
    if (!ts_arena_copy(keep, &copy, id))
        return TS_NO_SPACE;
    if (!ts_index_add(&listing->ids, copy, &number))
        return TS_OVER_LIMIT;
    *listed = &listing->items[number];
    **listed = (struct ts_listed){ .id = copy };
    return TS_OK;
}

enum ts_status
ts_listing_put(struct ts_arena *keep, struct ts_arena *work, struct ts_listing *listing,
               const struct ts_proposal *proposal, bool *changed)
{
    ts_span line;
    ts_span copy;
    struct ts_listed *listed = ts_listing_find(listing, proposal->id);
    size_t used = work->used;
    enum ts_status status = merge(work, &line, listed, proposal);
    *changed = status == TS_OK && (!listed || !ts_span_equal(line, listed->line));
    if (*changed && !ts_arena_copy(keep, &copy, line))
        status = TS_NO_SPACE;
    ts_arena_rewind(work, used);
    if (status != TS_OK || !*changed)
        return status;
    bool is_new = listed == NULL;
    if (is_new)
        status = place(keep, listing, &listed, proposal->id);
    if (status != TS_OK)
        return status;
    listed->line = copy;
    listing->count += is_new;
    listing->changed = true;
    return TS_OK;
}

void
ts_listing_remove(struct ts_listing *listing, struct ts_listed *listed)
{
    listed->line = (ts_span){ 0 };
    listed->owner = (ts_span){ 0 };
    listing->count--;
    listing->changed = true;
}

void
ts_listing_write(struct ts_writer *w, const struct ts_listing *listing)
{
    for (size_t i = 0; i < listing->ids.count; i++) {
        if (listing->items[i].line.len == 0)
            continue;
        ts_write_bytes(w, listing->items[i].line);
        ts_write_u8(w, '\n');
    }
}
