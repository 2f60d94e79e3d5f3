#include "kiosk/screen/reading.h"

#include "kiosk/screen/clean_text.h"

#include <string.h>

enum {
    NOBODYS = 255,
    PASSING_SIZE = 64,
    MOST_OF_A_SCREEN = 60, /* percent: what holds it all is not what a text belongs to */
};

/* Seconds that are counted down: said, but no reason to say everything anew. */
struct passing {
    char letters[2][PASSING_SIZE];
    ts_span seconds, wait;
};

struct speaker {
    struct ts_reading *reading;
    const struct ts_drawing *drawing;
    struct passing passing;
    size_t line_end; /* the last whole line */
    bool in_line;
    struct ts_box last;         /* what the line ends with, on the screen */
    const struct ts_item *sign; /* drawn, and not yet said */
    uint8_t owners[TS_DRAWING_ITEMS];
};

static void
mix(struct ts_reading *r, ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        r->sense = (r->sense ^ text.at[i]) * 1099511628211U;
}

static void
put(struct speaker *s, ts_span text)
{
    struct ts_reading *r = s->reading;
    r->cut |= text.len > sizeof(r->text) - r->len;
    if (r->cut || text.len == 0)
        return;
    memcpy(r->text + r->len, text.at, text.len);
    r->len += text.len;
}

static void
say(struct speaker *s, const char *words)
{
    ts_span text = ts_span_text(words);
    put(s, text);
    mix(s->reading, text);
}

static bool
ends_with(ts_span text, ts_span end)
{
    return end.len > 0 && end.len <= text.len
           && ts_span_equal(ts_span_part(text, text.len - end.len, end.len), end);
}

static void
say_text(struct speaker *s, ts_span text)
{
    char letters[TS_TEXT_BYTES];
    bool cut = false;
    ts_span clean = ts_text_clean(letters, text, &cut);
    put(s, clean);
    if (ends_with(clean, s->passing.seconds))
        clean.len -= s->passing.seconds.len;
    else if (ends_with(clean, s->passing.wait))
        clean.len -= s->passing.wait.len;
    mix(s->reading, clean);
}

static void
end_line(struct speaker *s)
{
    if (!s->in_line)
        return;
    say(s, "\n");
    s->in_line = false;
    if (!s->reading->cut)
        s->line_end = s->reading->len;
}

static void
in_brackets(struct speaker *s, const char *words)
{
    say(s, "[");
    say(s, words);
    say(s, "] ");
}

static bool
holds(struct ts_box outer, struct ts_box inner)
{
    return inner.x >= outer.x && inner.y >= outer.y
           && inner.x + inner.w <= outer.x + outer.w
           && inner.y + inner.h <= outer.y + outer.h;
}

static bool
is_of_the_whole(const struct ts_drawing *d, struct ts_box box)
{
    struct ts_box screen = d->items[0].box;
    return (int64_t)box.w * box.h * 100 > (int64_t)screen.w * screen.h * MOST_OF_A_SCREEN;
}

/* The target that an item is part of: the last one drawn before it, around it. */
static uint8_t
owner_of(const struct ts_drawing *d, size_t item)
{
    for (size_t i = d->target_count; i > 0; i--) {
        const struct ts_touch_target *target = &d->targets[i - 1];
        if (target->items_before <= item && holds(target->box, d->items[item].box)
            && !is_of_the_whole(d, target->box))
            return (uint8_t)(i - 1);
    }
    return NOBODYS;
}

/* Next to each other rather than below each other: each one's middle is within the
 * height of the other, and they do not lie above each other. */
static bool
is_beside(struct ts_box a, struct ts_box b)
{
    int a_middle = a.y + a.h / 2;
    int b_middle = b.y + b.h / 2;
    bool level = (a_middle >= b.y && a_middle < b.y + b.h)
                 || (b_middle >= a.y && b_middle < a.y + a.h);
    return level && (b.x >= a.x + a.w || a.x >= b.x + b.w);
}

static void
go_on(struct speaker *s, struct ts_box box)
{
    if (s->in_line && is_beside(s->last, box))
        say(s, ", ");
    else
        end_line(s);
    s->in_line = true;
    s->last = box;
}

static void
say_target(struct speaker *s, size_t index)
{
    const struct ts_drawing *d = s->drawing;
    const struct ts_touch_target *target = &d->targets[index];
    end_line(s);
    s->in_line = true;
    in_brackets(s, ts_words_button());
    if (target->on && target->touch.action != TS_ACTION_ENTER)
        in_brackets(s, ts_words_on());
    say_text(s, target->label);
    for (size_t i = target->items_before; i < d->count; i++) {
        const struct ts_item *item = &d->items[i];
        if (s->owners[i] != index || item->kind != TS_ITEM_TEXT
            || ts_span_equal(item->text.text, target->label))
            continue;
        say(s, ", ");
        say_text(s, item->text.text);
    }
    end_line(s);
}

/* It says something of the text that follows it at its side, or it is only there to be
 * looked at. */
static bool
is_sign_of(const struct ts_item *sign, struct ts_box text)
{
    struct ts_box box = sign->box;
    return box.x + box.w <= text.x && box.y < text.y + text.h && text.y < box.y + box.h;
}

static void
say_item(struct speaker *s, const struct ts_item *item)
{
    if (item->kind == TS_ITEM_ICON)
        s->sign = ts_words_icon(item->icon)[0] ? item : NULL;
    if (item->kind != TS_ITEM_TEXT)
        return;
    if (s->sign && is_sign_of(s->sign, item->box)) {
        end_line(s);
        in_brackets(s, ts_words_icon(s->sign->icon));
        s->in_line = true;
    } else {
        go_on(s, item->box);
    }
    s->sign = NULL;
    s->last = item->box;
    say_text(s, item->text.text);
}

static void
find_passing(struct passing *p, const struct ts_view_model *model)
{
    struct ts_writer seconds = ts_writer_over(TS_ROOM_OF(p->letters[0]));
    struct ts_writer wait = ts_writer_over(TS_ROOM_OF(p->letters[1]));
    if (model->time.counted)
        ts_write_seconds(&seconds, (model->time.left_ms + 999) / 1000);
    if (model->pin_pad && model->pin_pad->wait_ms > 0)
        ts_write_wait(&wait, (model->pin_pad->wait_ms + 999) / 1000);
    p->seconds = ts_writer_span(&seconds);
    p->wait = ts_writer_span(&wait);
}

void
ts_reading_make(struct ts_reading *reading, const struct ts_drawing *drawing,
                const struct ts_view_model *model)
{
    struct speaker s = { .reading = reading, .drawing = drawing };
    size_t target = 0;
    memset(reading, 0, sizeof(*reading));
    reading->sense = 14695981039346656037U;
    find_passing(&s.passing, model);
    for (size_t i = 0; i < drawing->count; i++)
        s.owners[i] = owner_of(drawing, i);
    for (size_t i = 0; i < drawing->count; i++) {
        while (target < drawing->target_count
               && drawing->targets[target].items_before <= i)
            say_target(&s, target++);
        if (s.owners[i] == NOBODYS)
            say_item(&s, &drawing->items[i]);
    }
    while (target < drawing->target_count)
        say_target(&s, target++);
    end_line(&s);
    if (reading->cut) {
        memset(reading->text + s.line_end, 0, sizeof(reading->text) - s.line_end);
        reading->len = s.line_end;
    }
}

ts_span
ts_reading_text(const struct ts_reading *reading)
{
    return (ts_span){ (const uint8_t *)reading->text, reading->len };
}
