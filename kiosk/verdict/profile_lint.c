#include "kiosk/verdict/profile_lint.h"

#include "firmware/base/writer.h"
#include "kiosk/verdict/profile_doubts.h"
#include "kiosk/verdict/profile_reading.h"

enum { PATH_SIZE = 512 };

struct lint {
    ts_span text;
    const struct ts_json *root; /* NULL: it is no JSON */
    bool is_mistake;
    void (*each)(const struct ts_profile_remark *remark, void *context);
    void *context;
};

static void
find_line(struct ts_profile_remark *remark, ts_span text, size_t offset)
{
    remark->line = 1;
    remark->column = 1;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        remark->column++;
        if (text.at[i] != '\n')
            continue;
        remark->line++;
        remark->column = 1;
    }
}

/* Values stand in the order of their offsets, so the one to look into is the last that
 * does not begin behind it. */
static void
write_path(struct ts_writer *w, const struct ts_json *at, size_t offset)
{
    while (at->offset != offset && at->first) {
        const struct ts_json *in = at->first;
        int64_t index = 0;
        for (; in->next && in->next->offset <= offset; in = in->next)
            index++;
        if (at->kind == TS_JSON_ARRAY) {
            ts_write_u8(w, '[');
            ts_write_decimal(w, index);
            ts_write_u8(w, ']');
        } else {
            ts_write_text(w, w->used ? "." : "");
            ts_write_bytes(w, in->name);
        }
        at = in;
    }
}

static void
remark_at(struct lint *lint, size_t offset, const char *what, ts_span about)
{
    uint8_t path[PATH_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(path));
    struct ts_profile_remark remark = { .is_mistake = lint->is_mistake,
                                        .what = what,
                                        .about = about };
    find_line(&remark, lint->text, offset);
    if (lint->root)
        write_path(&w, lint->root, offset);
    remark.path = ts_writer_span(&w);
    lint->each(&remark, lint->context);
}

static void
take_mistake(const struct ts_json *value, const char *rule, void *context)
{
    remark_at(context, value->offset, rule, (ts_span){ 0 });
}

static void
take_doubt(size_t offset, const char *what, ts_span about, void *context)
{
    remark_at(context, offset, what, about);
}

enum ts_status
ts_profile_lint(struct ts_arena *arena, ts_span text, const struct ts_trust *trust,
                void (*each)(const struct ts_profile_remark *remark, void *context),
                void *context)
{
    struct lint lint = {
        .text = text, .is_mistake = true, .each = each, .context = context
    };
    struct ts_profile_reading reading = { .arena = arena,
                                          .each = take_mistake,
                                          .context = &lint };
    struct ts_profile profile;
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_json_parse(arena, &lint.root, text, &fault);
    if (status != TS_OK) {
        lint.root = NULL;
        remark_at(&lint, fault.offset, fault.rule ? fault.rule : ts_status_name(status),
                  (ts_span){ 0 });
        return status;
    }
    status = ts_profile_read_tree(&reading, &profile, lint.root);
    if (status != TS_OK)
        return status;
    /* What the lists take for the same can only silence a doubt. */
    if (trust && ts_profile_believe(arena, &profile, trust->equivalences, NULL) != TS_OK)
        trust = NULL;
    lint.is_mistake = false;
    ts_profile_doubt(
        &(struct ts_profile_doubts){ &profile, lint.root, trust, take_doubt, &lint });
    return TS_OK;
}
