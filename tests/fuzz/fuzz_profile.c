#include "kiosk/verdict/missing.h"
#include "kiosk/verdict/profile_lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A job profile: the kiosk and lint accept the same; nobody meets one without a card;
 * what is missing then is some of its leaves, and bringing just those is enough. */

static const struct ts_now now = { { 1800000000 }, TS_CLOCK_TRUSTED };

static void
count(const struct ts_profile_remark *remark, void *context)
{
    size_t *mistakes = context;
    TS_CHECK(remark->line > 0 && remark->column > 0 && remark->what);
    *mistakes += remark->is_mistake;
}

static size_t
leaves_of(const struct ts_requirement *r)
{
    size_t leaves = r->kind == TS_REQUIRE_ACHIEVEMENT;
    TS_CHECK(r->kind != TS_REQUIRE_NONE && r->index < TS_REQUIREMENTS_MAX);
    TS_CHECK((r->first != NULL) == (r->kind != TS_REQUIRE_ACHIEVEMENT));
    for (r = r->first; r; r = r->next)
        leaves += leaves_of(r);
    return leaves;
}

static void
check(const struct ts_profile *profile)
{
    const struct ts_question question = { .profile = profile, .now = now };
    struct ts_answers answers = { .rows = { { .state = TS_UNKNOWN } } };
    struct ts_missing missing;
    TS_CHECK(profile->id.len > 0 && profile->name.len > 0 && profile->names.count > 0);
    TS_CHECK(leaves_of(profile->root) < TS_REQUIREMENTS_MAX);
    ts_requirement_answer(&answers, profile->root, &question);
    TS_CHECK(answers.rows[profile->root->index].state == TS_FAIL);
    ts_missing_find(&missing, profile->root, &answers);
    TS_CHECK(missing.count > 0 && missing.doubtful_count == 0);
    for (size_t i = 0; i < missing.count; i++)
        answers.rows[missing.leaves[i]->index].state = TS_PASS;
    ts_requirement_join(&answers, profile->root);
    TS_CHECK(answers.rows[profile->root->index].state == TS_PASS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[1 << 22];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_fault fault = { 0 };
    struct ts_profile profile;
    size_t mistakes = 0;
    ts_span text = { data, size };

    if (size > 1 << 14)
        return 0;
    enum ts_status status = ts_profile_read(&arena, &profile, text, &fault);
    TS_CHECK(status == TS_OK || fault.offset <= size);
    if (status == TS_OK)
        check(&profile);
    arena = ts_arena_over(TS_ROOM_OF(memory));
    TS_CHECK(ts_profile_lint(&arena, text, NULL, count, &mistakes) == status);
    TS_CHECK((mistakes == 0) == (status == TS_OK));
    return 0;
}
