#include "kiosk/app/loop.h"

static enum ts_trouble
trouble_of(enum ts_root_standing root)
{
    return root == TS_ROOT_FIRST ? TS_TROUBLE_ROOT_FIRST : TS_TROUBLE_ROOT_CHANGED;
}

/* Before the first root there is no PIN that anybody could know, and nothing that could
 * be lost: whoever sets the kiosk up is asked at once. */
static void
ask(struct ts_loop *l)
{
    bool is_free =
        l->screen.state == TS_SCAN_OUT_OF_ORDER && l->screen.page == TS_PAGE_NONE;
    if (l->parts->root == TS_ROOT_FIRST && l->parts->has_root_words && is_free)
        ts_loop_tell(l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN,
                                                .page = TS_PAGE_FIRST_ROOT });
}

void
ts_loop_look_at_root(struct ts_loop *l)
{
    bool asks = ts_parts_asks_for_root(l->parts);
    if (asks != l->root_told) {
        l->root_told = asks;
        l->model.self_tests[TS_SELF_TEST_LISTS] =
            ts_parts_trust(l->parts) ? TS_PASS : TS_FAIL;
        l->model.trouble = TS_TROUBLE_NONE;
        ts_loop_tell_kind(l, asks ? TS_EVENT_SELF_TEST_FAILED : TS_EVENT_BEGIN);
    }
    if (!asks)
        return;
    if (!l->trouble_told) /* of the camera, which comes and goes meanwhile */
        l->model.trouble = trouble_of(l->parts->root);
    ask(l);
}
