#include "kiosk/screen/window_cache.h"

#include <string.h>

static void
make_key(struct ts_cache_key *key, const struct ts_item *item)
{
    ts_span text = item->kind == TS_ITEM_TEXT ? item->text.text : (ts_span){ 0 };
    ts_span start = ts_span_part(text, 0, TS_TEXT_BYTES);
    *key = (struct ts_cache_key){
        .kind = item->kind,
        .icon = item->icon,
        .permille = item->permille,
        .colour = item->colour,
        .width = item->box.w,
        .height = item->box.h,
        .style = item->text,
        .text_len = start.len,
        .text_was_longer = text.len > start.len,
    };
    key->style.text = (ts_span){ 0 };
    if (start.len > 0)
        memcpy(key->text, start.at, start.len);
}

static bool
same_colour(struct ts_colour a, struct ts_colour b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static bool
same_style(const struct ts_text *a, const struct ts_text *b)
{
    return a->em_px == b->em_px && a->em_least_px == b->em_least_px
           && a->max_lines == b->max_lines && a->weight == b->weight
           && a->align == b->align;
}

static bool
matches(const struct ts_cache_key *a, const struct ts_cache_key *b)
{
    return a->kind == b->kind && a->icon == b->icon && a->permille == b->permille
           && same_colour(a->colour, b->colour) && a->width == b->width
           && a->height == b->height && same_style(&a->style, &b->style)
           && a->text_len == b->text_len && a->text_was_longer == b->text_was_longer
           && memcmp(a->text, b->text, a->text_len) == 0;
}

struct ts_cached *
ts_cache_find(struct ts_cache *cache, const struct ts_item *item)
{
    struct ts_cache_key key;
    make_key(&key, item);
    for (size_t i = 0; i < TS_CACHE_SIZE; i++) {
        struct ts_cached *entry = &cache->entries[i];
        if (!entry->used || !matches(&entry->key, &key))
            continue;
        entry->age = ++cache->age;
        return entry;
    }
    return NULL;
}

static void
drop(struct ts_cached *entry)
{
    if (entry->texture)
        SDL_DestroyTexture(entry->texture);
    *entry = (struct ts_cached){ 0 };
}

struct ts_cached *
ts_cache_add(struct ts_cache *cache, const struct ts_item *item)
{
    struct ts_cached *oldest = &cache->entries[0];
    for (size_t i = 1; i < TS_CACHE_SIZE; i++)
        if (cache->entries[i].age < oldest->age)
            oldest = &cache->entries[i];
    drop(oldest);
    oldest->used = true;
    oldest->age = ++cache->age;
    make_key(&oldest->key, item);
    return oldest;
}

void
ts_cache_clear(struct ts_cache *cache, bool all)
{
    for (size_t i = 0; i < TS_CACHE_SIZE; i++)
        if (all || cache->entries[i].key.kind == TS_ITEM_TEXT)
            drop(&cache->entries[i]);
}
