#include "firmware/board/fake/portrait_script.h"

static enum ts_status answer = TS_ABSENT;
static struct ts_photo given;
static ts_span asked;

enum ts_status
ts_portrait_decode(struct ts_photo *photo, ts_span encoded)
{
    asked = encoded;
    if (encoded.len > TS_PORTRAIT_BYTES_MAX)
        return TS_OVER_LIMIT;
    if (answer == TS_OK)
        *photo = given;
    return answer;
}

void
ts_portrait_script_set(enum ts_status status, const struct ts_photo *photo)
{
    answer = status;
    given = photo ? *photo : (struct ts_photo){ 0 };
}

ts_span
ts_portrait_script_asked(void)
{
    return asked;
}
