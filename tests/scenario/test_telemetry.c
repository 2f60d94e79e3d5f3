#include "tests/support/pictures.h"
#include "tests/support/relay.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * Telemetry from end to end with the real mosquitto and the real programs: what a kiosk
 * put into its spool lands once, whatever happens to broker, link and subscriber. Between
 * kiosk and broker stands a relay of this test, which can be cut. Everything is on
 * 127.0.0.1; waits end when what they wait for came, or fail after a minute.
 */

enum { PATH = 256, LINE = 1536, WAIT_MS = 60000, STEP_MS = 20 };

static char folder[64], bin[PATH], output[1 << 16];
static int broker_port, relay_port;
static pid_t broker, fleet, telemetry, relay;

/* --- processes --------------------------------------------------------------------- */

static void
pause_ms(long ms)
{
    struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
    (void)nanosleep(&t, NULL);
}

static int
shell(const char *line)
{
    char whole[LINE + PATH];
    snprintf(whole, sizeof(whole), "cd %s && exec 2>&1; %s", folder, line);
    FILE *pipe = popen(whole, "r");
    assert_non_null(pipe);
    size_t len = fread(output, 1, sizeof(output) - 1, pipe);
    output[len] = '\0';
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A program that goes on; it ends with this test. What it says goes to a file. */
static pid_t
begin(const char *log, char *const argv[])
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0)
        return pid;
    if (chdir(folder) != 0)
        _exit(127);
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    (void)dup2(fd, STDOUT_FILENO);
    (void)dup2(fd, STDERR_FILENO);
    execvp(argv[0], argv);
    _exit(127);
}

static void
end(pid_t *pid, int how)
{
    if (*pid <= 0)
        return;
    (void)kill(*pid, how);
    (void)waitpid(*pid, NULL, 0);
    *pid = 0;
}

static bool
within_a_minute(const char *line)
{
    for (int waited = 0; waited < WAIT_MS; waited += 10 * STEP_MS) {
        if (shell(line) == 0)
            return true;
        pause_ms(10 * STEP_MS);
    }
    return false;
}

/* --- the actors -------------------------------------------------------------------- */

static void
begin_broker(void)
{
    static char conf[] = "F/mosquitto.conf";
    static char flag[] = "-c";
    char *argv[] = { getenv("mosquitto"), flag, conf, NULL };
    broker = begin("broker.log", argv);
}

static void
begin_fleet(void)
{
    static char program[PATH + 32];
    static char flag[] = "--config";
    static char conf[] = "F/fleet.conf";
    char *argv[] = { program, flag, conf, NULL };
    snprintf(program, sizeof(program), "%s/touchstone-fleet", bin);
    fleet = begin("fleet.log", argv);
}

static void
begin_telemetry(const char *conf)
{
    static char program[PATH + 32], at[PATH];
    static char flag[] = "--config";
    char *argv[] = { program, flag, at, NULL };
    snprintf(program, sizeof(program), "%s/touchstone-telemetry", bin);
    snprintf(at, sizeof(at), "%s", conf);
    telemetry = begin("telemetry.log", argv);
}

/* deploy/fleet makes certificates and configurations; the broker is begun by this test,
 * so that it can be killed. */
static bool
make_fleet(void)
{
    char line[LINE];
    char here[PATH];
    assert_non_null(getcwd(here, sizeof(here)));
    snprintf(line, sizeof(line),
             "export TOUCHSTONE_PORT=%d MOSQUITTO=false TOUCHSTONE_FLEET=false "
             "TOUCHSTONE_BROKER=127.0.0.1; "
             "%s/deploy/fleet/start F >/dev/null; TOUCHSTONE_PORT=%d "
             "%s/deploy/fleet/certificate F gate-3 && "
             "%s/deploy/fleet/certificate F gate-4 && "
             "%s/deploy/fleet/certificate Strange gate-3",
             broker_port, here, relay_port, here, here, here);
    if (shell(line) != 0)
        return false;
    snprintf(line, sizeof(line),
             "mkdir exports && printf 'site_name = Gate 3\\n' >kiosk.conf && "
             "sed -i 's/^exports.*//;s/^broker.*/broker = 127.0.0.1/' "
             "F/kiosks/gate-3/telemetry.conf && "
             "printf 'spool = %s/spool\\nkiosk_conf = %s/kiosk.conf\\n"
             "exports = %s/exports\\ninterval_s = 1\\nretry_s = 1\\nagain_s = 2\\n' "
             ">>F/kiosks/gate-3/telemetry.conf",
             folder, folder, folder);
    return shell(line) == 0;
}

static bool
has_mosquitto(void)
{
    FILE *pipe = popen("command -v mosquitto || ls /usr/sbin/mosquitto 2>/dev/null", "r");
    char path[PATH] = "";
    if (pipe && fgets(path, sizeof(path), pipe))
        path[strcspn(path, "\n")] = '\0';
    if (pipe)
        pclose(pipe);
    setenv("mosquitto", path, 1);
    return path[0] != '\0';
}

static int
set_up(void **state)
{
    (void)state;
    ssize_t len = readlink("/proc/self/exe", bin, sizeof(bin) - 1);
    TS_CHECK(len > 0);
    *strrchr(bin, '/') = '\0';
    setenv("bin", bin, 1);
    ts_test_folder(folder);
    broker_port = ts_relay_free_port();
    relay_port = ts_relay_free_port();
    return make_fleet() ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    end(&telemetry, SIGTERM);
    end(&fleet, SIGTERM);
    end(&broker, SIGTERM);
    end(&relay, SIGKILL);
    char line[PATH];
    snprintf(line, sizeof(line), "rm -rf %s", folder);
    return system(line);
}

/* What stands in the database: rows, and pairs of spool and number. */
static long
landed(const char *table)
{
    char line[LINE];
    snprintf(line, sizeof(line),
             "python3 -c \"import sqlite3;print(sqlite3.connect('F/fleet.sqlite')."
             "execute('SELECT count(*) FROM %s').fetchone()[0])\"",
             table);
    return shell(line) == 0 ? strtol(output, NULL, 10) : -1;
}

static bool
lands(const char *table, long least)
{
    for (int waited = 0; waited < WAIT_MS; waited += 10 * STEP_MS) {
        if (landed(table) >= least)
            return true;
        pause_ms(10 * STEP_MS);
    }
    return false;
}

static void export(const char *name, const char *content)
{
    char line[LINE];
    snprintf(line, sizeof(line),
             "printf '%s' >exports/new && mv exports/new exports/%s.export", content,
             name);
    assert_int_equal(shell(line), 0);
}

static void
show_logs(void)
{
    (void)shell("tail -n 20 *.log; ls -R spool exports F/exports");
    print_message("%s\n", output);
}

/* --- what holds -------------------------------------------------------------------- */

static void
everything_lands_once_whatever_happens(void **state)
{
    (void)state;
    ts_test_row("nothing is there but the kiosk: it waits on the medium");
    export("before", "sealed 1");
    begin_telemetry("F/kiosks/gate-3/telemetry.conf");
    assert_true(within_a_minute("test $(find spool/m -name '*.status' | wc -l) -ge 3"));
    assert_true(within_a_minute("test -z \"$(ls exports)\""));

    ts_test_row("broker, relay and subscriber come");
    begin_broker();
    relay = ts_relay_begin(relay_port, broker_port);
    begin_fleet();
    if (!lands("exports", 1) || !lands("statuses", 3))
        show_logs();
    assert_true(landed("exports") == 1 && landed("statuses") >= 3);
    assert_int_equal(shell("grep -q 'sealed 1' F/exports/gate-3/*-before.export"), 0);

    ts_test_row("the link is cut, and comes back");
    end(&relay, SIGKILL);
    export("cut", "sealed 2");
    assert_true(within_a_minute("test -z \"$(ls exports)\""));
    long before = landed("statuses");
    assert_true(within_a_minute("test $(find spool/m -name '*.status' | wc -l) -ge 2"));
    relay = ts_relay_begin(relay_port, broker_port);
    assert_true(lands("exports", 2));
    assert_true(lands("statuses", before + 2));

    ts_test_row("the broker is killed, and has lost what it held");
    end(&broker, SIGKILL);
    assert_int_equal(shell("rm -f F/store/*"), 0);
    export("killed", "sealed 3");
    assert_true(within_a_minute("test -z \"$(ls exports)\""));
    begin_broker();
    assert_true(lands("exports", 3));

    ts_test_row("the subscriber is killed in the middle of it");
    end(&fleet, SIGKILL);
    export("nobody", "sealed 4");
    assert_true(within_a_minute("test -z \"$(ls exports)\""));
    before = landed("statuses");
    assert_true(within_a_minute("test $(find spool/m -type f | wc -l) -ge 3"));
    begin_fleet();
    end(&telemetry, SIGKILL);
    begin_telemetry("F/kiosks/gate-3/telemetry.conf");
    assert_true(lands("exports", 4));
    assert_true(lands("statuses", before + 3));

    ts_test_row("what landed leaves the spool, and each stands there once");
    assert_true(within_a_minute("test $(find spool/m -name '*.export' | wc -l) -eq 0"));
    assert_int_equal(landed("exports"), 4);
    assert_int_equal(shell("test $(ls F/exports/gate-3 | wc -l) -eq 4"), 0);
    assert_int_equal(shell("$bin/touchstone-fleet --config F/fleet.conf --list"), 0);
    assert_non_null(strstr(output, "gate-3\t"));
    assert_non_null(strstr(output, "\"site\":\"Gate 3\""));
}

static void
a_message_that_is_sent_twice_lands_once(void **state)
{
    (void)state;
    char line[LINE];
    begin_broker();
    begin_fleet();
    snprintf(
        line, sizeof(line),
        "for i in 1 2 3; do mosquitto_pub -h localhost -p %d -q 1 -i gate-4 "
        "--cafile F/ca.pem --cert F/kiosks/gate-4/cert.pem --key F/kiosks/gate-4/key.pem "
        "-t touchstone/gate-4/up/status/0123456789abcdef/7 -m '{\"n\":1}' || exit 1; "
        "done",
        broker_port);
    assert_true(within_a_minute(line));
    /* A broker keeps nothing for somebody who never was there: the first may come too
     * early. */
    for (int waited = 0; waited < WAIT_MS && landed("statuses") < 1; waited += STEP_MS)
        assert_int_equal(shell(line), 0);
    assert_int_equal(shell(line), 0);
    assert_int_equal(landed("statuses"), 1);
    ts_test_row("and no kiosk writes in another's name");
    snprintf(line, sizeof(line),
             "mosquitto_pub -h localhost -p %d -q 1 -i gate-4 --cafile F/ca.pem "
             "--cert F/kiosks/gate-4/cert.pem --key F/kiosks/gate-4/key.pem "
             "-t touchstone/gate-3/up/status/0123456789abcdef/8 -m '{}'; "
             "mosquitto_pub -h localhost -p %d -q 1 -i gate-4 --cafile F/ca.pem "
             "--cert F/kiosks/gate-4/cert.pem --key F/kiosks/gate-4/key.pem "
             "-t touchstone/gate-4/up/status/0123456789abcdef/9 -m '{}'",
             broker_port, broker_port);
    (void)shell(line);
    assert_true(lands("statuses", 2));
    assert_int_equal(landed("statuses"), 2);
    assert_int_equal(shell("$bin/touchstone-fleet --config F/fleet.conf --list"), 0);
    assert_null(strstr(output, "gate-3"));
}

static void
a_certificate_of_somebody_else_is_refused_and_nothing_is_lost(void **state)
{
    (void)state;
    begin_broker();
    relay = ts_relay_begin(relay_port, broker_port);
    begin_fleet();
    assert_int_equal(shell("cp -r F/kiosks/gate-3 F/kiosks/forged && "
                           "cp Strange/kiosks/gate-3/*.pem F/kiosks/forged/"),
                     0);
    export("kept", "sealed");
    begin_telemetry("F/kiosks/forged/telemetry.conf");
    assert_true(within_a_minute("grep -q 'no connection' telemetry.log"));
    assert_true(within_a_minute("test $(find spool/m -name '*.export' | wc -l) -eq 1"));
    ts_test_row("and with a broker's certificate that our authority did not sign, too");
    end(&telemetry, SIGTERM);
    assert_int_equal(shell("cp F/kiosks/gate-3/cert.pem F/kiosks/gate-3/key.pem "
                           "F/kiosks/forged/ && : >telemetry.log"),
                     0);
    begin_telemetry("F/kiosks/forged/telemetry.conf");
    assert_true(within_a_minute("grep -q 'no connection' telemetry.log"));
    assert_int_equal(landed("exports"), 0);
    assert_int_equal(landed("statuses"), 0);
    ts_test_row("with the right ones all of it lands");
    end(&telemetry, SIGTERM);
    begin_telemetry("F/kiosks/gate-3/telemetry.conf");
    assert_true(lands("exports", 1));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_lands_once_whatever_happens),
        TEST(a_message_that_is_sent_twice_lands_once),
        TEST(a_certificate_of_somebody_else_is_refused_and_nothing_is_lost),
    };
    if (!has_mosquitto()) {
        printf("skipped: telemetry was not tested: mosquitto is not installed\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
