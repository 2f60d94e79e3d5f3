#include "kiosk/app/confined.h"

#include "kiosk/sandbox/kiosk_calls.h"
#include "kiosk/sandbox/landlock.h"
#include "kiosk/sandbox/sanitizers.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { RULES_MAX = 64 };
enum {
    R = TS_LANDLOCK_READ,
    X = TS_LANDLOCK_READ | TS_LANDLOCK_EXECUTE,
    W = TS_LANDLOCK_READ | TS_LANDLOCK_WRITE,
    ALL = TS_LANDLOCK_READ | TS_LANDLOCK_WRITE | TS_LANDLOCK_CHANGE,
    DEVICE = TS_LANDLOCK_READ | TS_LANDLOCK_WRITE | TS_LANDLOCK_DEVICE,
};

static struct {
    char paths[RULES_MAX][PATH_MAX];
    struct ts_landlock_rule rules[RULES_MAX];
    size_t count;
} list;

static char *
add(unsigned rights, const char *format, const char *a, const char *b)
{
    TS_CHECK(list.count < RULES_MAX);
    char *path = list.paths[list.count];
    list.rules[list.count++] = (struct ts_landlock_rule){ path, rights };
    if (snprintf(path, PATH_MAX, format, a, b) >= PATH_MAX)
        *path = '\0'; /* nobody can open it either */
    return path;
}

static void
cut_last(char *path)
{
    char *slash = strrchr(path, '/');
    if (!slash)
        memcpy(path, ".", sizeof("."));
    else
        slash[slash == path ? 1 : 0] = '\0';
}

/* What is made later is made in the nearest folder that there is. */
static void
add_there(unsigned rights, const char *path)
{
    if (!path)
        return;
    char *found = add(rights, "%s%s", path, "");
    while (*found && access(found, F_OK) != 0 && strcmp(found, "/") != 0
           && strcmp(found, ".") != 0)
        cut_last(found);
}

/* What is replaced, or has others beside it: the folder that it is in. */
static void
add_around(unsigned rights, const char *path)
{
    char folder[PATH_MAX];
    if (!path || snprintf(folder, sizeof(folder), "%s", path) >= PATH_MAX)
        return;
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        folder[--len] = '\0';
    cut_last(folder);
    add_there(rights, folder);
}

static void
add_system(void)
{
    static const struct ts_landlock_rule system[] = {
        { "/usr", R },
        { "/lib", R },
        { "/lib64", R },
        { "/etc", R },
        { "/proc", R },
        { "/sys", R },
        { "/run", R },
        { "/var/cache/fontconfig", R },
        { "/dev", DEVICE },
        { "/dev/shm", ALL },
        /* What begins every program. */
        { "/lib64/ld-linux-x86-64.so.2", X },
        { "/lib/ld-linux-aarch64.so.1", X },
        { "/lib/ld-linux-armhf.so.3", X },
    };
    for (size_t i = 0; i < TS_COUNT(system); i++)
        (void)add(system[i].rights, "%s%s", system[i].path, "");
}

/* Display and sound, where there is a session. */
static void
add_session(void)
{
    const char *home = getenv("HOME");
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    const char *authority = getenv("XAUTHORITY");
    if (runtime)
        (void)add(ALL, "%s%s", runtime, "");
    if (authority)
        (void)add(R, "%s%s", authority, "");
    if (!home)
        return;
    (void)add(R, "%s%s", home, "/.Xauthority");
    (void)add(R, "%s%s", home, "/.config/pulse");
}

/* Links, whose ends lie elsewhere. */
static void
add_backlights(void)
{
    enum { LIGHTS_MAX = 8 };
    const char *folder = "/sys/class/backlight";
    DIR *lights = opendir(folder);
    size_t count = 0;
    for (struct dirent *light = lights ? readdir(lights) : NULL;
         light && count < LIGHTS_MAX; light = readdir(lights)) {
        if (light->d_name[0] == '.')
            continue;
        (void)add(W, "%s/%s", folder, light->d_name);
        count++;
    }
    if (lights)
        closedir(lights);
}

/* The catalogues lie near the program as well; see kiosk/screen/words.c. */
static void
add_own(void)
{
    char here[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", here, sizeof(here) - 1);
    here[len > 0 ? len : 0] = '\0';
    cut_last(here);
    (void)add(X, "%s/%s", here, "touchstone-reader");
    (void)add(X, "%s/%s", here, "touchstone-rehearsal");
    (void)add(X, "%s/%s", here, "touchstone-portrait");
    for (int up = 0; up < 2; up++) {
        cut_last(here);
        (void)add(R, "%s/%s", here, "locale");
        (void)add(R, "%s/%s", here, "share/touchstone");
    }
}

static bool
begins(const char *text, const char *start)
{
    return text && strncmp(text, start, strlen(start)) == 0;
}

/* PATH[,SECONDS], and a comma may be in its name. */
static void
add_pictures(const char *source)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof(path), "%s", source) >= PATH_MAX)
        return;
    char *comma = strrchr(path, ',');
    if (comma && access(path, F_OK) != 0)
        *comma = '\0';
    add_there(R, path);
    (void)add(X, "%s%s", "/usr/bin/pdftoppm", "");
}

static void
add_camera(const char *source)
{
    static const char *const programs[] = { "/usr", "/bin",   "/sbin",
                                            "/lib", "/lib64", "/opt" };
    if (begins(source, "files:"))
        add_pictures(source + strlen("files:"));
    if (!begins(source, "pipe:"))
        return;
    for (size_t i = 0; i < TS_COUNT(programs); i++)
        (void)add(X, "%s%s", programs[i], "");
    (void)add(ALL, "%s%s", "/tmp", "");
}

static void
add_configured(const struct ts_app_options *o)
{
    add_there(R, o->trust_dir);
    add_around(R, o->trust_dir); /* somebody may put a new one in its place */
    if (o->profile && strpbrk(o->profile, "/."))
        add_there(R, o->profile);
    add_there(R, o->locale_dir);
    add_there(R, getenv("TOUCHSTONE_LOCALE_DIR"));
    add_there(R, o->voice_dir);
    add_there(ALL, o->state_dir);
    add_there(ALL, o->status_dir);
    add_there(ALL, o->screenshot_dir);
    add_around(ALL, o->journal_file);
    add_around(ALL, o->reader_socket);
}

static bool
fail(const char *what)
{
    fprintf(stderr,
            "touchstone-kiosk: %s could not be given up; it does not start like "
            "this\n",
            what);
    return false;
}

bool
ts_app_confine(const struct ts_app_options *options)
{
    if (!TS_SANDBOX_IS_BUILT) {
        fputs("touchstone-kiosk: built with sanitizers, WITHOUT its sandbox: not for "
              "use\n",
              stderr);
        return true;
    }
    list.count = 0;
    add_system();
    add_session();
    add_backlights();
    add_own();
    add_camera(options->camera);
    add_configured(options);
    /* TCP ends with the sockets; a display may be reached by a name without a path. */
    const struct ts_landlock_wish wish = { list.rules, list.count, .abstract = true };
    enum ts_status status = ts_landlock_restrict(&wish);
    if (status == TS_UNSUPPORTED)
        fputs("touchstone-kiosk: this kernel has no Landlock: which files it may open is "
              "left to the service's unit\n",
              stderr);
    else if (status != TS_OK)
        return fail("files");
    return ts_kiosk_calls_restrict() || fail("system calls");
}
