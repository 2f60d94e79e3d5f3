#include "kiosk/app/loop.h"

static void
decide(struct ts_loop *l, bool yes)
{
    if (l->screen.page == TS_PAGE_CONSENT && yes)
        ts_loop_tell(
            l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_MATCH });
    else if (l->screen.page != TS_PAGE_NONE)
        ts_loop_tell_kind(l, TS_EVENT_CLOSE);
    else
        ts_loop_compared(l, yes);
}

void
ts_loop_touch(struct ts_loop *l, int x, int y)
{
    /* By the picture that was touched, whatever the state is by now. */
    struct ts_touch touch = ts_drawing_touched(&l->drawing, x, y);
    switch (touch.action) {
    case TS_ACTION_NONE: ts_loop_tell_kind(l, TS_EVENT_TOUCH); return;
    case TS_ACTION_YES: decide(l, true); return;
    case TS_ACTION_NO: decide(l, false); return;
    case TS_ACTION_BACK: ts_loop_tell_kind(l, TS_EVENT_CLOSE); return;
    case TS_ACTION_DONE: ts_loop_tell_kind(l, TS_EVENT_DONE); return;
    case TS_ACTION_OPEN:
        ts_loop_tell(l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN,
                                                .page = (enum ts_page)touch.value });
        return;
    case TS_ACTION_JOIN: ts_loop_joined(l); return;
    case TS_ACTION_SCROLL:
    case TS_ACTION_KEY:
    case TS_ACTION_ERASE:
    case TS_ACTION_SHIFT:
    case TS_ACTION_SYMBOLS:
    case TS_ACTION_ENTER:
    case TS_ACTION_CHOOSE:
    case TS_ACTION_LESS:
    case TS_ACTION_MORE:
    case TS_ACTION_SYNC:
    case TS_ACTION_DRILL:
    case TS_ACTION_PRINT: break;
    }
    ts_loop_tell_kind(l, TS_EVENT_TOUCH); /* somebody is still there */
    ts_pages_follow(l);
    ts_pages_touch(l, touch);
}

/* What is typed there must not do anything else. */
static bool
is_typed_on(enum ts_page page)
{
    return page == TS_PAGE_ANSWER || page == TS_PAGE_ADMIN_PIN
           || page == TS_PAGE_WAIVER_PIN;
}

static struct ts_touch
touch_of(const struct ts_input *input)
{
    if (input->kind == TS_INPUT_TEXT)
        return (struct ts_touch){ TS_ACTION_KEY, (int32_t)input->letter };
    switch (input->key) {
    case TS_KEY_ENTER: return (struct ts_touch){ TS_ACTION_ENTER, 0 };
    case TS_KEY_ERASE: return (struct ts_touch){ TS_ACTION_ERASE, 0 };
    case TS_KEY_ESCAPE: return (struct ts_touch){ TS_ACTION_BACK, 0 };
    case TS_KEY_OTHER:
    case TS_KEY_SPACE: /* comes as text too */
    case TS_KEY_FULLSCREEN:
    case TS_KEY_LANGUAGE: break;
    }
    return (struct ts_touch){ TS_ACTION_NONE, 0 };
}

bool
ts_loop_typed(struct ts_loop *l, const struct ts_input *input)
{
    ts_pages_follow(l);
    if (!is_typed_on(l->pages.open))
        return false;
    struct ts_touch touch = touch_of(input);
    if (touch.action == TS_ACTION_BACK) {
        ts_loop_tell_kind(l, TS_EVENT_CLOSE);
    } else if (touch.action != TS_ACTION_NONE) {
        ts_loop_tell_kind(l, TS_EVENT_TOUCH); /* somebody is still there */
        ts_pages_follow(l);
        ts_pages_touch(l, touch);
    }
    return true;
}
