/* A day of the real program, whose reader and rehearsal are killed between two people,
 * again and again: the next card is verified all the same. */

static char folder[] = "/tmp/ts-reader-XXXXXX";
#include "tests/scenario/touchstone.h"

#include "firmware/base/check.h"
#include "tests/support/support.h"

#include <dirent.h>
#include <sched.h>
#include <signal.h>

enum { ANSWERS = 7 };

/* The badge of somebody, as a picture that the camera sees. */
static void
issue(const char *name, const char *picture)
{
    char text[256];
    snprintf(text, sizeof(text),
             "name,achievement,achievement_id,valid_from\n%s,Gas testing,urn:gas,"
             "2019-01-01\n",
             name);
    write_file("people.csv", text);
    does("issue --issuer issuer --out issued people.csv");
    snprintf(text, sizeof(text),
             "cd %s && mkdir -p badges && mv issued/*.png badges/%s.png"
             " && rm -r issued",
             folder, picture);
    assert_int_equal(system(text), 0);
}

static int
set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    write_file("leaks", "leak:libfontconfig\nleak:libSDL\n"); /* freed by nobody */
    does("authority init authority");
    does("issuer init issuer --id did:web:college.example --name College");
    does("authority add-issuer authority --did did:web:college.example "
         "--did-document issuer/did.json --name en=College");
    does("authority publish authority --out lists");
    issue("Mina Roy", "1");
    issue("Sam Okafor", "2");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_memory_equal(folder, "/tmp/ts-reader-", 15);
    return system(command);
}

/* The process of that name and parent that lives: 0 for none. */
static pid_t
find(const char *name, pid_t parent)
{
    pid_t found = 0;
    DIR *all = opendir("/proc");
    assert_non_null(all);
    for (struct dirent *entry = readdir(all); entry && !found; entry = readdir(all)) {
        char path[300];
        char comm[64] = "";
        char state = 0;
        int of = 0;
        snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
        FILE *file = fopen(path, "r");
        if (file && fscanf(file, "%*d (%63[^)]) %c %d", comm, &state, &of) == 3
            && of == parent && state != 'Z' && strncmp(comm, name, 15) == 0)
            found = atoi(entry->d_name);
        if (file)
            fclose(file);
    }
    closedir(all);
    return found;
}

/* Kills it, and waits until it can do nothing any more: it is the kiosk's to bury. False
 * where there is none. */
static bool
murder(pid_t pid, int how)
{
    char path[64];
    char state = 'R';
    if (pid == 0 || kill(pid, how) != 0)
        return false;
    snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    while (state != 'Z') {
        FILE *file = fopen(path, "r");
        if (!file)
            break;
        if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
            state = 'Z';
        fclose(file);
        sched_yield();
    }
    return true;
}

/* Runs the kiosk beside this program in place of this process. */
static _Noreturn void
become_kiosk(int out)
{
    char path[1024];
    char camera[64];
    char answers[16];
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
    path[len < 0 ? 0 : len] = '\0';
    char *slash = strrchr(path, '/');
    snprintf(slash ? slash + 1 : path, 32, "touchstone-kiosk");
    snprintf(camera, sizeof(camera), "files:%s/badges,1", folder);
    snprintf(answers, sizeof(answers), "%d", ANSWERS);
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    setenv("LSAN_OPTIONS", "suppressions=leaks", 1);
    setenv("ASAN_OPTIONS", "handle_segv=0", 1); /* it dies of it as it would */
    if (chdir(folder) != 0 || dup2(out, STDOUT_FILENO) < 0)
        _exit(126);
    if (!freopen("said", "w", stderr))
        _exit(126);
    execl(path, path, "--camera", camera, "--trust", "lists", "--answers", answers,
          "--seconds", "240", "--mute", "--clock-kept", (char *)NULL);
    _exit(127);
}

static unsigned
times(const char *text, const char *words)
{
    unsigned count = 0;
    for (const char *at = strstr(text, words); at; at = strstr(at + 1, words))
        count++;
    return count;
}

static void
expect_said(unsigned readers, unsigned rehearsals)
{
    char path[128];
    ts_span said;
    struct ts_arena memory = ts_test_arena(1 << 20);
    snprintf(path, sizeof(path), "%s/said", folder);
    assert_true(ts_test_read_file(&memory, &said, path));
    char *text = ts_arena_take(&memory, said.len + 1);
    memcpy(text, said.at, said.len);
    assert_int_equal(times(text, "touchstone-reader is gone: "), readers);
    assert_int_equal(times(text, "touchstone-reader has begun anew"), readers);
    assert_int_equal(times(text, "touchstone-rehearsal is gone: "), rehearsals);
    assert_int_equal(times(text, "crashed (SIGSEGV)") + times(text, "was killed (SIGKILL")
                         + times(text, "did what it must not (SIGSYS)"),
                     readers + rehearsals);
    ts_test_arena_free(&memory);
}

static void
the_next_card_is_verified(void **state)
{
    (void)state;
    static const int signals[] = { SIGKILL, SIGSEGV, SIGSYS };
    char line[128];
    int both[2];
    int status = 0;
    unsigned readers = 0;
    unsigned rehearsals = 0;
    assert_int_equal(pipe(both), 0);
    pid_t kiosk = fork();
    assert_true(kiosk >= 0);
    if (kiosk == 0)
        become_kiosk(both[1]);
    close(both[1]);
    FILE *out = fdopen(both[0], "r");
    assert_non_null(out);
    for (unsigned i = 0; i < ANSWERS; i++) {
        assert_non_null(fgets(line, sizeof(line), out));
        assert_memory_equal(line, "READY ", 6);
        if (i + 1 == ANSWERS)
            break;
        int how = signals[i % TS_COUNT(signals)];
        readers += murder(find("touchstone-reader", kiosk), how);
        if (i % 2 == 0)
            rehearsals += murder(find("touchstone-rehearsal", kiosk), how);
    }
    fclose(out);
    assert_int_equal(waitpid(kiosk, &status, 0), kiosk);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    ts_test_row("what happened is told");
    assert_in_range(readers, ANSWERS / 2, ANSWERS - 1);
    assert_in_range(rehearsals, 1, ANSWERS - 1);
    expect_said(readers, rehearsals);
}

static void
without_its_reader_a_kiosk_does_not_start(void **state)
{
    (void)state;
    static const char *const missing[] = { "touchstone-reader", "touchstone-rehearsal" };
    static const char *const others[] = { "touchstone-rehearsal", "touchstone-reader" };
    for (size_t i = 0; i < TS_COUNT(missing); i++) {
        char line[512];
        snprintf(line, sizeof(line),
                 "mkdir alone && cp $bin/touchstone-kiosk $bin/%s alone/ && "
                 "LSAN_OPTIONS=suppressions=leaks SDL_VIDEODRIVER=offscreen "
                 "alone/touchstone-kiosk --camera files:badges --trust lists --mute "
                 "--seconds 20 2>&1; code=$?; rm -r alone; exit $code",
                 others[i]);
        ts_test_row(missing[i]);
        assert_int_equal(shell_in(folder, line), 1);
        assert_says(missing[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_card_is_verified),
        cmocka_unit_test(without_its_reader_a_kiosk_does_not_start),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
