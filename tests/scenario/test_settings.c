#include "tests/scenario/programs.h"

/* The real programs, as whoever sets a kiosk up runs them. */

static char folder[] = "/tmp/ts-settings-XXXXXX";

static int
set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    return 0;
}

static int
tear_down(void **state)
{
    char path[64];
    (void)state;
    snprintf(path, sizeof(path), "%s/kiosk.conf", folder);
    unlink(path);
    rmdir(folder);
    return 0;
}

static int
run(const char *input, const char *program, const char *options)
{
    char line[2048];
    snprintf(line, sizeof(line), "printf '%s' | $bin/%s %s", input, program, options);
    return shell_in(".", line);
}

static const char *
configured(const char *text)
{
    static char path[64];
    snprintf(path, sizeof(path), "%s/kiosk.conf", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static void
a_configuration_is_checked_whole(void **state)
{
    char options[256];
    (void)state;
    snprintf(options, sizeof(options), "--check-config %s",
             configured("truts = /a\n\nvolume = loud\n"));
    assert_int_equal(run("", "touchstone-kiosk", options), 65);
    assert_says("kiosk.conf:1: there is no setting truts; trust is the nearest\n");
    assert_says("kiosk.conf:3: volume must be a whole number from 0 to 100");
    snprintf(options, sizeof(options), "--check-config %s",
             configured("fullscreen = yes\nlog_mode = roll\n"));
    assert_int_equal(run("", "touchstone-kiosk", options), 65);
    assert_says("kiosk.conf:2: log_mode = roll needs a journal");
    snprintf(options, sizeof(options), "--check-config %s",
             configured("fullscreen = yes\n"));
    assert_int_equal(run("", "touchstone-kiosk", options), 0);
    assert_int_equal(run("", "touchstone-kiosk", "--check-config deploy/kiosk.conf"), 0);
    assert_int_equal(run("", "touchstone-kiosk", "--check-config /nonexistent"), 65);
    assert_says("/nonexistent: No such file or directory");
}

static void
a_kiosk_does_not_start_with_mistakes(void **state)
{
    char options[256];
    (void)state;
    snprintf(options, sizeof(options), "--config %s", configured("mute = maybe\n"));
    assert_int_equal(run("", "touchstone-kiosk", options), 65);
    assert_says("kiosk.conf:1: mute must be yes or no, not \"maybe\"");
    ts_test_row("options keep the same rules");
    assert_int_equal(run("", "touchstone-kiosk", "--rotation 45"), 64);
    assert_says("rotation must be 0, 90, 180 or 270, not \"45\"");
    assert_int_equal(run("", "touchstone-kiosk", "--volume 1 --volume 2"), 64);
    assert_says("volume is given twice");
    assert_int_equal(run("", "touchstone-kiosk", "--seconds 0"), 64);
    assert_int_equal(run("", "touchstone-kiosk", "--nonsense"), 64);
    ts_test_row("an option settles what the file and it disagree about");
    snprintf(options, sizeof(options), "--config %s --log-mode proof",
             configured("languages = en\n"));
    assert_int_equal(run("", "touchstone-kiosk", options), 65);
    assert_says("log_mode = proof needs a journal");
}

static void
a_pin_becomes_a_line(void **state)
{
    char text[256];
    char options[256];
    (void)state;
    assert_int_equal(run("471100\\n", "touchstone", "pin --stdin"), 0);
    assert_int_equal(strncmp(output, "$argon2id$v=19$m=65536,t=3,p=1$", 31), 0);
    assert_null(strstr(output, "471100"));
    snprintf(text, sizeof(text), "admin_pin = %s", output);
    snprintf(options, sizeof(options), "--check-config %s", configured(text));
    assert_int_equal(run("", "touchstone-kiosk", options), 0);
    assert_int_equal(run("12\\n", "touchstone", "pin --stdin"), 65);
    assert_int_equal(run("12ab\\n", "touchstone", "pin --stdin"), 65);
    assert_int_equal(run("", "touchstone", "pin --stdin"), 65);
    assert_int_equal(run("", "touchstone", "pin 4711"), 64);
}

static void
doctor_tells_what_is_configured(void **state)
{
    char options[256];
    (void)state;
    snprintf(options, sizeof(options), "doctor --json --config %s",
             configured("truts = /a\nmute = maybe\n"));
    assert_int_equal(run("", "touchstone", options), 1);
    assert_int_equal(output[0], '[');
    assert_says("\"level\":\"broken\",\"about\":\"config\"");
    assert_says(":1: there is no setting truts");
    assert_says(":2: mute must be yes or no, not \\\"maybe\\\"");
    snprintf(options, sizeof(options), "doctor --camera files:/nonexistent --config %s",
             configured("journal = /nonexistent/j\nsteward_key = /dev/null\n"
                        "hand_scanner = serial:/nonexistent/tty\nlanguages = en, tlh\n"
                        "admin_pin = $argon2id$v=19$m=65536,t=3,p=1$"
                        "c29tZXNhbHRzb21lc2FsdA$"
                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"));
    assert_int_equal(run("", "touchstone", options), 1);
    assert_says("kiosk.conf is in order");
    assert_says("broken    lists      none were named: nobody can be READY");
    assert_says("broken    camera     files:/nonexistent: ");
    assert_says("broken    scanner    serial:/nonexistent/tty: ");
    assert_says("ok        languages  en is there");
    assert_says("broken    languages  there is no catalogue of tlh");
    assert_says("broken    steward    /dev/null holds no key");
    assert_says("broken    journal    /nonexistent/j cannot be written");
    assert_says("may be read by everybody, who can find a PIN from it");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_configuration_is_checked_whole),
        cmocka_unit_test(a_kiosk_does_not_start_with_mistakes),
        cmocka_unit_test(a_pin_becomes_a_line),
        cmocka_unit_test(doctor_tells_what_is_configured),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
