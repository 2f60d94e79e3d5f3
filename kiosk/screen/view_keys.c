#include "kiosk/screen/view_keys.h"

enum { LETTERS_ON_A_KEY = 4 };

static int
smaller(int a, int b)
{
    return a < b ? a : b;
}

static int
larger(int a, int b)
{
    return a > b ? a : b;
}

/* From a column on, in a row counted from the top. */
static struct ts_box
place(const struct ts_board *b, int column, int row, int wide)
{
    return (struct ts_box){ b->keys.x + column * (b->w + b->gap),
                            b->keys.y + row * (b->h + b->gap),
                            wide * (b->w + b->gap) - b->gap, b->h };
}

static struct ts_tone
key_tone(bool pressed)
{
    struct ts_tone tone = ts_theme_neutral();
    return pressed ? (struct ts_tone){ tone.ink, tone.ink, tone.panel } : tone;
}

static void
key_ground(const struct ts_board *b, struct ts_box box, struct ts_touch touch,
           ts_span label, bool pressed)
{
    ts_draw_rectangle(b->drawing, box, key_tone(pressed).panel, b->m->gap / 2);
    ts_draw_target(b->drawing, box, touch, label);
    if (pressed && touch.action == TS_ACTION_SHIFT)
        ts_draw_target_on(b->drawing);
}

/* The largest letters in which text fits on a key. */
static int
key_em(const struct ts_board *b, ts_span text)
{
    int most = larger(smaller(b->m->em_most, b->h * 6 / 10), b->m->em_least);
    return ts_em_to_fit(text, TS_WEIGHT_BOLD, most, b->m->em_least, b->w - 4);
}

static void
text_key(const struct ts_board *b, struct ts_box box, ts_span text, int em,
         struct ts_touch touch)
{
    struct ts_box inside = { box.x + 2, box.y, box.w - 4, box.h };
    key_ground(b, box, touch, text, false);
    ts_draw_text(
        b->drawing, inside,
        (struct ts_text){ text, em, b->m->em_least, 1, TS_WEIGHT_BOLD, TS_ALIGN_CENTRE },
        key_tone(false).ink);
}

static void
icon_key(const struct ts_board *b, struct ts_box box, enum ts_icon icon,
         enum ts_phrase phrase, struct ts_touch touch, bool pressed)
{
    int side = smaller(box.w, box.h) * 55 / 100;
    struct ts_box sign = { box.x + (box.w - side) / 2, box.y + (box.h - side) / 2, side,
                           side };
    key_ground(b, box, touch, ts_span_text(ts_words(phrase)), pressed);
    ts_draw_icon(b->drawing, sign, icon, key_tone(pressed).ink);
}

/* A tray, as on the keyboards people know. */
static void
space_key(const struct ts_board *b, struct ts_box box)
{
    struct ts_colour ink = key_tone(false).ink;
    int pen = larger(b->m->gap / 2, 2);
    int w = smaller(box.w / 2, b->m->target);
    struct ts_box base = { box.x + (box.w - w) / 2, box.y + box.h * 6 / 10, w, pen };
    struct ts_box side = { base.x, base.y - 2 * pen, pen, 2 * pen };
    key_ground(b, box, (struct ts_touch){ TS_ACTION_KEY, ' ' },
               ts_span_text(ts_words(TS_PHRASE_KEY_SPACE)), false);
    ts_draw_rectangle(b->drawing, base, ink, 0);
    ts_draw_rectangle(b->drawing, side, ink, 0);
    side.x = base.x + w - pen;
    ts_draw_rectangle(b->drawing, side, ink, 0);
}

static uint32_t
as_typed(const struct ts_keyboard *k, uint32_t code)
{
    return k->shifted ? ts_capital(code) : code;
}

static ts_span
letters_of(const struct ts_board *b, const uint32_t *codes, size_t count)
{
    uint8_t utf8[4 * TS_KEYS_MAX];
    size_t len = 0;
    TS_CHECK(count <= TS_KEYS_MAX);
    for (size_t i = 0; i < count; i++)
        len += ts_letter_write(utf8 + len, as_typed(b->k, codes[i]));
    return ts_drawing_keep(b->drawing, (ts_span){ utf8, len });
}

static void
letter_key(const struct ts_board *b, struct ts_box box, uint32_t code)
{
    uint32_t typed = as_typed(b->k, code);
    ts_span text = letters_of(b, &code, 1);
    if (code == ' ')
        space_key(b, box);
    else
        text_key(b, box, text, key_em(b, text),
                 (struct ts_touch){ TS_ACTION_KEY, (int32_t)typed });
}

/* "abcd", or "a–m" where that is too wide. */
static ts_span
group_name(const struct ts_board *b, const uint32_t *codes, struct ts_key_group group)
{
    const uint32_t ends[3] = { codes[group.first], 0x2013,
                               codes[group.first + group.count - 1] };
    ts_span text = letters_of(b, codes + group.first, group.count);
    bool fits = group.count <= LETTERS_ON_A_KEY
                && ts_guess_px(text, TS_WEIGHT_BOLD, b->m->em_least) <= b->w - 4;
    return fits || group.count < 3 ? text : letters_of(b, ends, 3);
}

/* Where the key of the other layers leads: on through this one, then to the next. */
static int32_t
next_place(const struct ts_board *b, enum ts_key_layer *layer, size_t *row)
{
    size_t shown = b->full ? (size_t)(b->rows - 1) : TS_KEY_ROWS_MAX;
    *layer = b->k->layer;
    *row = b->k->row + shown;
    if (*row >= b->k->layers[*layer].rows) {
        *row = 0;
        *layer = (enum ts_key_layer)((*layer + 1) % TS_LAYER_COUNT);
    }
    return ts_keyboard_place(*layer, *row);
}

/* Named after the keys it leads to. */
static void
layer_key(const struct ts_board *b, struct ts_box box)
{
    enum ts_key_layer layer;
    size_t row;
    int32_t value = next_place(b, &layer, &row);
    const struct ts_keys *keys = &b->k->layers[layer];
    size_t first = row ? keys->ends[row - 1] : 0;
    size_t count = ts_keys_count(keys) - first;
    const uint32_t *codes = b->full ? keys->codes + first : b->k->alphabets[layer];
    ts_span text = { 0 };
    for (count = count < 3 ? count : 3; count > 0; count--) {
        text = letters_of(b, codes, count);
        if (ts_guess_px(text, TS_WEIGHT_BOLD, b->m->em_least) <= box.w - 4)
            break;
    }
    text_key(b, box, text, key_em(b, text),
             (struct ts_touch){ TS_ACTION_SYMBOLS, value });
}

static void
function_key(const struct ts_board *b, struct ts_box box, int which)
{
    const struct ts_keyboard *k = b->k;
    bool has_text = k->letters > 0;
    switch (which) {
    case 0:
        icon_key(b, box, TS_ICON_BACK, TS_PHRASE_BACK,
                 (struct ts_touch){ TS_ACTION_BACK, 0 }, false);
        return;
    case 1:
        if (k->has_capitals && k->layer == TS_LAYER_LETTERS)
            icon_key(b, box, TS_ICON_SHIFT, TS_PHRASE_KEY_SHIFT,
                     (struct ts_touch){ TS_ACTION_SHIFT, 0 }, k->shifted);
        return;
    case 2: layer_key(b, box); return;
    case 3: space_key(b, box); return;
    case 4:
        icon_key(b, box, TS_ICON_ERASE, TS_PHRASE_KEY_ERASE,
                 (struct ts_touch){ TS_ACTION_ERASE, 0 }, false);
        return;
    case 5:
        icon_key(b, box, TS_ICON_TICK, TS_PHRASE_KEY_ENTER,
                 (struct ts_touch){ TS_ACTION_ENTER, 0 }, has_text);
        return;
    }
}

/* In the last rows. The space is what takes the room that is left; where five keys have
 * to do, it lies among the letters. */
static void
function_keys(const struct ts_board *b)
{
    bool has_space = b->columns != TS_FUNCTION_KEYS - 1;
    int cells = b->columns * b->function_rows;
    int wide = cells - (TS_FUNCTION_KEYS - 1);
    int cell = 0;
    if (b->function_rows > 1)
        wide = 1 + cells % TS_FUNCTION_KEYS; /* it must not break over two rows */
    for (int i = 0; i < TS_FUNCTION_KEYS; i++) {
        if (i == 3 && !has_space)
            continue;
        int take = i == 3 ? smaller(wide, b->columns - cell % b->columns) : 1;
        if (i == TS_FUNCTION_KEYS - 1 && b->function_rows > 1)
            take = b->columns - cell % b->columns;
        function_key(b,
                     place(b, cell % b->columns,
                           b->rows - b->function_rows + cell / b->columns, take),
                     i);
        cell += take;
    }
}

static void
full_keys(const struct ts_board *b)
{
    const struct ts_keys *keys = &b->k->layers[b->k->layer];
    size_t shown = (size_t)(b->rows - 1);
    for (size_t i = 0; i < shown && b->k->row + i < keys->rows; i++) {
        size_t row = b->k->row + i;
        size_t from = row ? keys->ends[row - 1] : 0;
        int count = (int)(keys->ends[row] - from);
        int indent = (b->columns - count) * (b->w + b->gap) / 2;
        for (int c = 0; c < count && c < b->columns; c++) {
            struct ts_box box = place(b, c, (int)i, 1);
            box.x += indent;
            letter_key(b, box, keys->codes[from + (size_t)c]);
        }
    }
}

/* Some of the alphabet, each as one key or in groups, over the cells there are. */
static size_t
split(struct ts_key_group groups[static TS_KEYS_MAX], struct ts_key_group all,
      size_t cells)
{
    size_t each = (all.count + cells - 1) / cells;
    size_t count = 0;
    for (size_t i = 0; i < all.count; i += each)
        groups[count++] =
            (struct ts_key_group){ all.first + i,
                                   all.count - i < each ? all.count - i : each };
    return count;
}

static void
grouped_keys(const struct ts_board *b)
{
    const uint32_t *codes = b->k->alphabets[b->k->layer];
    struct ts_key_group groups[TS_KEYS_MAX];
    struct ts_key_group all = b->k->group;
    bool has_space = b->columns == TS_FUNCTION_KEYS - 1;
    size_t cells = (size_t)(b->columns * (b->rows - b->function_rows)) - has_space;
    if (all.count == 0)
        all.count = ts_keys_count(&b->k->layers[b->k->layer]);
    size_t count = split(groups, all, cells);
    int em = b->m->em_most;
    for (size_t i = 0; i < count; i++)
        if (groups[i].count > 1)
            em = smaller(em, key_em(b, group_name(b, codes, groups[i])));
    for (size_t i = 0; i < count; i++) {
        struct ts_touch opens = { TS_ACTION_CHOOSE, ts_keyboard_group(groups[i]) };
        struct ts_box box = place(b, (int)i % b->columns, (int)i / b->columns, 1);
        if (groups[i].count == 1)
            letter_key(b, box, codes[groups[i].first]);
        else
            text_key(b, box, group_name(b, codes, groups[i]), em, opens);
    }
    if (has_space)
        letter_key(b, place(b, (int)cells % b->columns, (int)cells / b->columns, 1), ' ');
}

void
ts_view_keys(const struct ts_board *board)
{
    if (board->full)
        full_keys(board);
    else
        grouped_keys(board);
    function_keys(board);
}
