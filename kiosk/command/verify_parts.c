#include "kiosk/command/verify_parts.h"

#include <stdio.h>

/* Files have no time. */
static const ts_mono always = { 0 };

/* Its own, else an unused one, else one that is done with; NULL when there is none. */
static struct ts_verify_set *
set_of(struct ts_verify_parts *parts, ts_span text)
{
    struct ts_verify_set *best = NULL;
    for (size_t i = 0; i < TS_VERIFY_SETS_MAX; i++) {
        struct ts_verify_set *set = &parts->sets[i];
        if (set->input && ts_assembly_fits(&set->assembly, text))
            return set;
        if (!set->input ? !best || best->input : set->whole && !best)
            best = set;
    }
    return best;
}

struct ts_assembly_answer
ts_verify_parts_take(struct ts_verify_parts *parts, const char *input, ts_span text)
{
    struct ts_assembly_answer answer = { .kind = TS_ASSEMBLY_NOT_A_PART };
    struct ts_verify_set *set = set_of(parts, text);
    if (!set)
        return answer;
    bool again = set->input && set->whole && ts_assembly_fits(&set->assembly, text);
    answer = ts_assembly_feed(&set->assembly, text, always);
    if (answer.kind == TS_ASSEMBLY_NOT_A_PART)
        return answer;
    set->whole = answer.kind == TS_ASSEMBLY_WHOLE;
    if (!set->input || (set->whole && !again))
        set->input = input;
    if (answer.kind == TS_ASSEMBLY_CONFLICT)
        set->input = NULL;
    if (again && set->whole)
        answer.kind = TS_ASSEMBLY_PART;
    return answer;
}

void
ts_verify_parts_left(const struct ts_verify_parts *parts,
                     void (*each)(const char *input, const char *what, void *context),
                     void *context)
{
    for (size_t i = 0; i < TS_VERIFY_SETS_MAX; i++) {
        const struct ts_verify_set *set = &parts->sets[i];
        char what[80] = "more of the animated code is needed";
        uint32_t part = 0;
        uint32_t total = 0;
        if (!set->input || !ts_assembly_missing(&set->assembly, &part, &total))
            continue;
        if (part)
            snprintf(what, sizeof(what), "part %u of %u is missing", (unsigned)part,
                     (unsigned)total);
        each(set->input, what, context);
    }
}
