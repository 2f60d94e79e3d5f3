#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A stick from touchstone enrol to a kiosk's folders, and every stick that is not one. */

static char folder[64];
static char output[65536];

static int
shell(const char *line)
{
    char whole[4096];
    snprintf(whole, sizeof(whole), "cd %s && exec 2>&1; %s", folder, line);
    FILE *pipe = popen(whole, "r");
    assert_non_null(pipe);
    size_t len = fread(output, 1, sizeof(output) - 1, pipe);
    output[len] = '\0';
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
does(const char *line, int code)
{
    int got = shell(line);
    if (got != code)
        print_message("%s: %d\n%s\n", line, got, output);
    assert_int_equal(got, code);
}

static const char make_authority[] =
    "echo secret >pp; for a in A B; do $t authority init $a --passphrase-file pp && "
    "$t issuer init I$a --id https://$a.example --name $a --passphrase-file pp && "
    "$t authority add-issuer $a --id https://$a.example --jwks I$a/jwks.json --name "
    "en=$a && "
    "$t authority publish $a --out R$a --passphrase-file pp || exit 1; done";

static int
found_authorities(void **state)
{
    char path[256];
    (void)state;
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
    TS_CHECK(len > 0);
    path[len] = '\0';
    strcpy(strrchr(path, '/'), "/touchstone");
    setenv("t", path, 1);
    ts_test_folder(folder);
    int code = shell(make_authority);
    if (code != 0)
        print_message("%s\n", output);
    return code;
}

static int
close_authorities(void **state)
{
    char line[128];
    (void)state;
    snprintf(line, sizeof(line), "rm -rf %s", folder);
    return system(line);
}

static int
set_up(void **state)
{
    (void)state;
    return shell("mkdir base && $t enrol RA --out S --site-name 'Gate 3' --language fr "
                 "--set gloves=yes --mirror https://lists.example/a "
                 "--mirror http://10.0.0.1:8080/");
}

static int
tear_down(void **state)
{
    (void)state;
    return shell("rm -rf S S2 S3 E T good base steward kiosk.conf a b m k");
}

#define IMPORT "$t import-enrolment S --to base"

static void
a_kiosk_begins_with_what_was_put_on_the_stick(void **state)
{
    (void)state;
    does(IMPORT, 0);
    does("cat base/enrolled/kiosk.conf", 0);
    assert_string_equal(output, "site_name = Gate 3\nlanguage = fr\ngloves=yes\n");
    does("cat base/enrolled/sync.env", 0);
    assert_string_equal(output, "TOUCHSTONE_MIRRORS=--from https://lists.example/a "
                                "--from http://10.0.0.1:8080/\n");
    does("ls base", 0);
    assert_string_equal(output, "enrolled\ntrust\n");
    ts_test_row("the lists are believed, and the words are the authority's");
    does("$t root-words base/trust --language fr >a && $t root-words RA --language fr >b "
         "&& "
         "cmp a b && $t doctor --trust base/trust | grep 'lists.*ok\\|ok.*lists'",
         0);
    ts_test_row("again changes nothing");
    does(IMPORT, 0);
    assert_non_null(strstr(output, "before"));
    ts_test_row("a kiosk's configuration says what the stick said over what it says");
    does("printf 'enrolled = %s/base/enrolled\\nlanguage = en\\nstatus_dir = "
         "/nowhere\\n' $PWD "
         ">kiosk.conf; $t status --config kiosk.conf --json",
         1);
    assert_non_null(strstr(output, "\"site\":\"Gate 3\""));
}

static void
all_that_may_come_comes(void **state)
{
    (void)state;
    does("mkdir T && printf 'broker = b\\nkiosk = k\\n' >T/telemetry.conf && "
         "for f in ca cert key; do echo '-----BEGIN X-----' >T/$f.pem; done; "
         "echo '{}' >steward && "
         "$t enrol RA --out S --telemetry T --steward-key steward --config /dev/null",
         0);
    does(IMPORT, 0);
    does("find base/enrolled -type f | sort", 0);
    assert_string_equal(output, "base/enrolled/kiosk.conf\nbase/enrolled/manifest\n"
                                "base/enrolled/steward.jwk\n"
                                "base/enrolled/telemetry/ca.pem\n"
                                "base/enrolled/telemetry/cert.pem\n"
                                "base/enrolled/telemetry/key.pem\n"
                                "base/enrolled/telemetry/telemetry.conf\n");
    does("stat -c %a base/enrolled/telemetry/key.pem", 0);
    assert_string_equal(output, "600\n");
    does("grep steward_key base/enrolled/kiosk.conf", 0);
    assert_string_equal(output, "steward_key = base/enrolled/steward.jwk\n");
}

/* Each is done to a good stick; then nothing may be in the kiosk's folder. */
static const struct {
    const char *what, *spoil;
    int code;
} hostile[] = {
    { "no enrolment at all", "rm -r S/enrolment", 3 },
    { "no stick at all", "rm -r S", 3 },
    { "a manifest that is a link",
      "mv S/enrolment/manifest m; ln -s ../../m S/enrolment/manifest", 65 },
    { "a manifest that is a folder",
      "rm S/enrolment/manifest; mkdir S/enrolment/manifest", 65 },
    { "a manifest that is a pipe", "rm S/enrolment/manifest; mkfifo S/enrolment/manifest",
      65 },
    { "a manifest without an end",
      "yes >S/enrolment/x & p=$!; sleep 0.05; kill $p; mv "
      "S/enrolment/x S/enrolment/manifest",
      65 },
    { "a manifest cut short", "truncate -s -1 S/enrolment/manifest", 65 },
    { "of a later release", "sed -i 1s,/1,/2, S/enrolment/manifest", 65 },
    { "settings that were changed", "echo 'mute = yes' >>S/enrolment/kiosk.conf", 65 },
    { "settings that are a link",
      "mv S/enrolment/kiosk.conf k; ln -s ../../k "
      "S/enrolment/kiosk.conf",
      65 },
    { "settings that are missing", "rm S/enrolment/kiosk.conf", 65 },
    { "the folder is a link", "mv S/enrolment E; ln -s ../E S/enrolment", 65 },
    { "no root", "rm S/*root.json", 65 },
    { "a list that was changed", "for f in S/targets/*issuers.cbor; do echo x >>$f; done",
      65 },
    { "a list that is missing", "rm S/targets/*issuers.cbor", 65 },
    { "a list that is a link",
      "cd S/targets; for f in *issuers.cbor; do mv $f /tmp/$$; "
      "ln -s /tmp/$$ $f; done",
      65 },
    { "a list that is a device",
      "cd S/targets; for f in *issuers.cbor; do rm $f; mkfifo $f; "
      "done",
      65 },
    { "a timestamp of another authority", "cp RB/timestamp.json S/", 65 },
    { "more than a medium holds", "truncate -s 300M S/targets/large", 65 },
    { "too many files",
      "i=0; while [ $i -lt 9000 ]; do : >S/targets/f$i; i=$((i+1)); done", 65 },
    { "folders without an end", "mkdir -p S/targets/a/b/c/d/e/f", 65 },
};

static void
a_stick_that_is_none_leaves_no_trace(void **state)
{
    (void)state;
    does("cp -a S good", 0);
    for (size_t i = 0; i < TS_COUNT(hostile); i++) {
        ts_test_row(hostile[i].what);
        does(hostile[i].spoil, 0);
        does("timeout 20 " IMPORT, hostile[i].code);
        does("ls -A base", 0);
        assert_string_equal(output, "");
        does("rm -rf S E; cp -a good S", 0);
    }
    ts_test_row("and the good one is taken after all of them");
    does(IMPORT, 0);
}

/* What whoever writes a stick by hand may try: hashes are right, contents are not. */
static const struct {
    const char *what, *with;
} settings[] = {
    { "a program as a camera", "--set camera='pipe:640x480,GREY,reboot'" },
    { "a folder of its own", "--set trust=/mnt" },
    { "a file to be written", "--set journal=/etc/passwd" },
    { "a profile from anywhere", "--set profile=/mnt/profile.json" },
    { "a demonstration", "--set demo=yes" },
    { "no comparison", "--set confirm_root=no" },
    { "another enrolment", "--set enrolled=/mnt" },
    { "a key from anywhere", "--set steward_key=/mnt/k" },
    { "two settings in one", "--set \"mute=yes\nvolume=3\"" },
    { "no setting", "--set mute" },
    { "the same twice", "--language en --set language=fr" },
    { "an address that is an option", "--mirror --serve=80" },
    { "an address with a blank", "--mirror 'https://a/ --serve 80'" },
    { "an address with a variable", "--mirror 'https://a/$HOME'" },
    { "an address of a file", "--mirror file:///etc/passwd" },
};

static void
a_stick_says_only_what_a_stick_may(void **state)
{
    char line[512];
    (void)state;
    for (size_t i = 0; i < TS_COUNT(settings); i++) {
        ts_test_row(settings[i].what);
        snprintf(line, sizeof(line), "$t enrol RA --out S2 %s", settings[i].with);
        int code = shell(line);
        assert_true(code == 65 || code == 64);
        does("test ! -e S2/enrolment/manifest", 0);
    }
}

static void
another_stick_changes_nothing_unless_somebody_says_so(void **state)
{
    (void)state;
    does(IMPORT, 0);
    ts_test_row("other settings");
    does("$t enrol RA --out S2 --set mute=yes", 0);
    does("$t import-enrolment S2 --to base", 65);
    does("grep -q gloves base/enrolled/kiosk.conf", 0);
    ts_test_row("another authority");
    does("$t enrol RB --out S3", 0);
    does("$t import-enrolment S3 --to base", 65);
    does("cmp base/trust/root.json RA/root.json", 0);
    ts_test_row("which does not go onto the first one's stick, either");
    does("$t enrol RB --out S", 65);
    ts_test_row("when somebody says so, what was there goes aside");
    does("$t import-enrolment S3 --to base --replace", 0);
    does("cmp base/trust/root.json RB/root.json && cmp base/trust.before/root.json "
         "RA/root.json && grep -q gloves base/enrolled.before/kiosk.conf",
         0);
}

static void
a_folder_that_a_package_laid_empty_is_none(void **state)
{
    (void)state;
    does("mkdir base/trust base/enrolled", 0);
    does(IMPORT, 0);
    does("cmp base/trust/root.json RA/root.json && test -e base/enrolled/manifest", 0);
    does("ls base", 0);
    assert_string_equal(output, "enrolled\ntrust\n");
}

/* Newer lists that were fetched meanwhile stay, and a stick with the same authority is no
 * way back to older ones. */
static void
an_import_that_was_cut_off_goes_on(void **state)
{
    (void)state;
    does("mkdir base/trust.new base/enrolled.new; echo x >base/trust.new/y", 0);
    does(IMPORT, 0);
    does("ls base", 0);
    assert_string_equal(output, "enrolled\ntrust\n");
    ts_test_row("after the lists, before the settings");
    does("rm -r base/enrolled; echo newer >base/trust/mark", 0);
    does(IMPORT, 0);
    does("test -e base/trust/mark && test -e base/enrolled/manifest", 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_kiosk_begins_with_what_was_put_on_the_stick),
        TEST(all_that_may_come_comes),
        TEST(a_stick_that_is_none_leaves_no_trace),
        TEST(a_stick_says_only_what_a_stick_may),
        TEST(another_stick_changes_nothing_unless_somebody_says_so),
        TEST(a_folder_that_a_package_laid_empty_is_none),
        TEST(an_import_that_was_cut_off_goes_on),
    };
    return cmocka_run_group_tests(tests, found_authorities, close_authorities);
}
