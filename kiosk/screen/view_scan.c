#include "kiosk/screen/view_parts.h"

static const struct ts_style bold = { 100, TS_WEIGHT_BOLD, TS_ALIGN_CENTRE, 4 };
/* A long job gives way to the buttons. */
static const struct ts_style job = { 100, TS_WEIGHT_BOLD, TS_ALIGN_CENTRE, 2 };
static const struct ts_style plain = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_CENTRE, 3 };

struct layout {
    struct ts_box picture, panel;
};

static struct layout
lay(const struct ts_metrics *m)
{
    struct layout layout;
    if (m->portrait) {
        int height = m->height * 48 / 100;
        layout.picture = (struct ts_box){ 0, 0, m->width, height };
        layout.panel = (struct ts_box){ 0, height, m->width, m->height - height };
    } else {
        int width = m->width * 58 / 100;
        layout.picture = (struct ts_box){ 0, 0, width, m->height };
        layout.panel = (struct ts_box){ width, 0, m->width - width, m->height };
    }
    return layout;
}

/* What the person should do, or what is being done. */
static ts_span
instruction(const struct ts_view_model *model)
{
    const char *hint = ts_words_hint(model->hint);
    if (model->state == TS_SCAN_CHECKING)
        return ts_span_text(ts_words(TS_PHRASE_CHECKING));
    if (model->parts.total)
        return ts_span_text(ts_words(TS_PHRASE_SHOW_REST));
    return ts_span_text(hint[0] ? hint : ts_words(TS_PHRASE_SHOW_CARD));
}

static ts_span
profile(const struct ts_view_model *model)
{
    if (model->demo)
        return ts_span_text(ts_words(TS_PHRASE_DEMO));
    return model->profile_name.len > 0 ? model->profile_name
                                       : ts_span_text(ts_words(TS_PHRASE_ANY_CARD));
}

static struct ts_box
centred_square(struct ts_box box, int size)
{
    return (struct ts_box){ box.x + (box.w - size) / 2, box.y + (box.h - size) / 2, size,
                            size };
}

static void
aiming(struct ts_drawing *drawing, struct ts_box picture, enum ts_scan_state state)
{
    int shorter = picture.w < picture.h ? picture.w : picture.h;
    int size = shorter * (state == TS_SCAN_CHECKING ? 64 : 76) / 100;
    /* A dark twin keeps the frame visible on a white wall. */
    struct ts_box frame = centred_square(picture, size);
    struct ts_box shade = centred_square(picture, size + size / 60 * 2);
    ts_draw_picture(drawing, picture);
    ts_draw_icon(drawing, shade, TS_ICON_AIM, (struct ts_colour){ 0, 0, 0, 160 });
    ts_draw_icon(drawing, frame, TS_ICON_AIM, ts_theme_neutral().ink);
}

static void
toast(struct ts_drawing *drawing, const struct ts_view_model *model,
      struct ts_box picture, const struct ts_metrics *m)
{
    struct ts_tone tone = ts_theme_neutral();
    ts_span words = ts_span_text(ts_words(TS_PHRASE_NOT_A_CREDENTIAL));
    int width = picture.w - 2 * m->margin;
    int em = ts_em_to_fit(words, TS_WEIGHT_BOLD, m->em_most, ts_view_least(model),
                          width - 2 * m->margin);
    /* Large print is left only where the words would be cut. */
    int least = em < m->em_least ? em : m->em_least;
    int height = ts_line_height(em) + 2 * m->margin;
    struct ts_box box = { picture.x + m->margin,
                          picture.y + picture.h - height - m->margin, width, height };
    struct ts_box inside = { box.x + m->margin, box.y, box.w - 2 * m->margin, box.h };
    ts_draw_rectangle(drawing, box, tone.ground, m->margin);
    ts_draw_text(drawing, inside,
                 (struct ts_text){ words, em, least, 1, TS_WEIGHT_BOLD, TS_ALIGN_CENTRE },
                 tone.ink);
}

/* At the very foot, as wide as the panel is; gives their height. Not while somebody is
 * busy with a credential in several codes, who needs the room. */
static int
buttons(struct ts_drawing *drawing, const struct ts_view_model *model,
        struct ts_box panel, const struct ts_metrics *m)
{
    struct ts_button offered[TS_OFFERS_MAX];
    bool idle = model->state == TS_SCAN_WAITING && model->parts.total == 0;
    size_t count = idle ? ts_view_offers(offered, model) : 0;
    struct ts_box inside = { panel.x + m->gap, panel.y, panel.w - 2 * m->gap,
                             panel.h - m->gap };
    return ts_view_button_row(drawing, inside, offered, count, ts_theme_neutral(), m);
}

/* Profile and lists stand at the foot of the panel, above the buttons. Laid out first,
 * but drawn last: what is drawn in order is read in order. */
struct foot {
    ts_span lists;
    struct ts_style style;
    struct ts_column column;
};

static struct foot
lay_foot(struct ts_drawing *drawing, const struct ts_view_model *model,
         struct ts_box panel, const struct ts_metrics *m)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_lists_age(&w, &model->lists);
    struct foot foot = { .lists = ts_keep(drawing, &w) };
    struct ts_column column = {
        .x = panel.x + m->margin,
        .w = panel.w - 2 * m->margin,
        .em = m->em_small,
        .em_least = m->em_least,
        .ink = ts_theme_neutral().ink,
    };
    int below = buttons(NULL, model, panel, m);
    foot.style = below > 0 ? job : bold;
    int height = ts_column_height(&column, profile(model), foot.style)
                 + ts_column_height(&column, foot.lists, plain) + m->gap;
    column.y = panel.y + panel.h - m->margin - height - below;
    foot.column = column;
    return foot;
}

static void
draw_foot(struct ts_drawing *drawing, struct foot foot, const struct ts_view_model *model,
          const struct ts_metrics *m)
{
    foot.column.drawing = drawing;
    ts_column_text(&foot.column, profile(model), foot.style);
    foot.column.y += m->gap;
    ts_column_text(&foot.column, foot.lists, plain);
}

/* A ring that closes as the parts come in, and their number within it. */
static void
progress(struct ts_drawing *drawing, struct ts_scan_parts parts, struct ts_box box,
         const struct ts_metrics *m)
{
    struct ts_colour ink = ts_theme_neutral().ink;
    struct ts_colour faint = { ink.r, ink.g, ink.b, 60 };
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_parts(&w, parts);
    ts_span words = ts_keep(drawing, &w);
    int size = box.w < box.h ? box.w : box.h;
    struct ts_box ring = { box.x + (box.w - size) / 2, box.y + (box.h - size) / 2, size,
                           size };
    struct ts_box inside = centred_square(ring, size * 66 / 100);
    int em = ts_em_to_fit(words, TS_WEIGHT_BOLD, m->em_most, m->em_least, inside.w);
    ts_draw_ring(drawing, ring, 1000, faint);
    ts_draw_ring(drawing, ring, (int)((uint64_t)parts.seen * 1000 / parts.total), ink);
    ts_draw_text(
        drawing, inside,
        (struct ts_text){ words, em, m->em_least, 1, TS_WEIGHT_BOLD, TS_ALIGN_CENTRE },
        ink);
}

static void
pictogram(struct ts_drawing *drawing, const struct ts_view_model *model,
          struct ts_box box, const struct ts_metrics *m)
{
    if (model->state != TS_SCAN_CHECKING && model->parts.total)
        progress(drawing, model->parts, box, m);
    else
        ts_draw_icon(drawing, box,
                     model->state == TS_SCAN_CHECKING ? TS_ICON_DOTS : TS_ICON_CARD,
                     ts_theme_neutral().ink);
}

/* The pictogram above the instruction, as large as both can be. */
static void
invitation(struct ts_drawing *drawing, const struct ts_view_model *model,
           struct ts_box box, const struct ts_metrics *m)
{
    struct ts_column column = {
        .x = box.x,
        .w = box.w,
        .em = m->em_most,
        .em_least = m->em_least,
        .ink = ts_theme_neutral().ink,
    };
    ts_span words = instruction(model);
    while (column.em > m->em_least
           && ts_column_height(&column, words, bold) > box.h * 45 / 100)
        column.em--;
    int height = ts_column_height(&column, words, bold);
    int sign = box.h - height - m->gap;
    if (sign > box.w)
        sign = box.w;
    int top = box.y + (box.h - sign - height - m->gap) / 2;
    pictogram(drawing, model, (struct ts_box){ box.x, top, box.w, sign }, m);
    column.drawing = drawing;
    column.y = top + sign + m->gap;
    ts_column_text(&column, words, bold);
}

void
ts_view_scan(struct ts_drawing *drawing, const struct ts_view_model *model,
             const struct ts_metrics *m)
{
    struct layout layout = lay(m);
    struct ts_box camera = layout.picture;
    layout.picture.h -= ts_view_tally(NULL, model, camera, m);
    ts_drawing_start(drawing, m, ts_theme_neutral().ground);
    aiming(drawing, layout.picture, model->state);
    if (model->toast)
        toast(drawing, model, layout.picture, m);
    int top = layout.panel.y + m->margin;
    struct foot foot = lay_foot(drawing, model, layout.panel, m);
    int bottom = foot.column.y - m->margin;
    invitation(drawing, model,
               (struct ts_box){ layout.panel.x + m->margin, top,
                                layout.panel.w - 2 * m->margin, bottom - top },
               m);
    draw_foot(drawing, foot, model, m);
    (void)ts_view_tally(drawing, model, camera, m);
    buttons(drawing, model, layout.panel, m);
    if (model->dimmed)
        ts_draw_rectangle(drawing, (struct ts_box){ 0, 0, m->width, m->height },
                          (struct ts_colour){ 0, 0, 0, 190 }, 0);
}
