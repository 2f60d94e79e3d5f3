#include "kiosk/screen/words.h"

#include <libintl.h>

/* What is said only to whoever does not see the screen. */

#define N_(text) text

static const char *const icons[TS_ICON_COUNT] = {
    /* Translators: signs before a line, as they are read aloud: this is so, ... */
    [TS_ICON_TICK] = N_("yes"),
    /* Translators: ... this is not so, ... */
    [TS_ICON_CROSS] = N_("no"),
    /* Translators: ... here something is to be heeded, ... */
    [TS_ICON_TRIANGLE] = N_("attention"),
    /* Translators: ... this is not known, ... */
    [TS_ICON_QUESTION] = N_("not known"),
    /* Translators: ... this may still come. */
    [TS_ICON_DOTS] = N_("still open"),
};

const char *
ts_words_icon(enum ts_icon icon)
{
    TS_CHECK((size_t)icon < TS_ICON_COUNT);
    return icons[icon] ? gettext(icons[icon]) : "";
}

const char *
ts_words_button(void)
{
    /* Translators: read aloud before the name of whatever can be touched. */
    return gettext("button");
}

const char *
ts_words_on(void)
{
    /* Translators: read aloud after "button": it is pressed, or chosen. */
    return gettext("on");
}
