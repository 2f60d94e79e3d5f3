#include "kiosk/screen/font_files.h"

#include "firmware/base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Ours, Debian, Fedora, Arch, by hand. */
static const char *const usual_folders[] = {
    "/usr/share/touchstone/fonts",
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/google-noto",
    "/usr/share/fonts/noto",
    "/usr/local/share/fonts",
};

bool
ts_font_file_in(char path[static TS_FONT_PATH_SIZE], const char *folder, const char *file)
{
    int len = snprintf(path, TS_FONT_PATH_SIZE, "%s/%s", folder, file);
    return len > 0 && len < TS_FONT_PATH_SIZE && access(path, R_OK) == 0;
}

bool
ts_font_file_find(char path[static TS_FONT_PATH_SIZE], const char *folder,
                  const char *file)
{
    const char *set = getenv("TOUCHSTONE_FONT_DIR");
    const char *chosen = folder ? folder : set && set[0] ? set : NULL;
    if (chosen)
        return ts_font_file_in(path, chosen, file);
    for (size_t i = 0; i < TS_COUNT(usual_folders); i++)
        if (ts_font_file_in(path, usual_folders[i], file))
            return true;
    return false;
}
