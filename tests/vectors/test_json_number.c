#include "firmware/base/check.h"
#include "keys/codec/json_number.h"
#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/*
 * RFC 8785 3.2.2.3 takes its numbers from ECMAScript, so a machine that runs
 * ECMAScript is the judge: node prints the powers of two, the powers of ten with
 * their neighbours, the first 2,000 normal doubles, hundredths and random ones,
 * each as 16 hex digits, a comma and its text.
 */
static const char PROGRAM[] =
    "const f = new Float64Array(1), u = new BigUint64Array(f.buffer);"
    "let left = 10000;"
    "function put() {"
    "  if (!Number.isFinite(f[0]) || left-- <= 0) return;"
    "  console.log(u[0].toString(16).padStart(16, '0') + ',' + String(f[0]));"
    "}"
    "function around(value) {"
    "  f[0] = value; const bits = u[0];"
    "  for (let d = -1n; d <= 1n; d++) {"
    "    u[0] = BigInt.asUintN(64, bits + d); put();"
    "  }"
    "}"
    "for (let e = -1074; e < 1024; e++) { f[0] = 2 ** e; put(); }"
    "for (let e = -323; e < 309; e++) around(Number('1e' + e));"
    "for (let i = 0n; i < 2000n; i++) { u[0] = 0x0010000000000000n + i; put(); }"
    "for (let i = 0; i < 1000; i++) { f[0] = i / 100; put(); }"
    "let x = 0x9E3779B97F4A7C15n;"
    "while (left > 0) {"
    "  x = BigInt.asUintN(64, x ^ (x << 13n)); x ^= x >> 7n;"
    "  x = BigInt.asUintN(64, x ^ (x << 17n)); u[0] = x; put();"
    "}";

static void
check_line(char *line)
{
    uint64_t bits;
    double value;
    double back;
    char text[TS_NUMBER_TEXT_SIZE];
    char *comma = strchr(line, ',');
    assert_non_null(comma);
    *comma = '\0';
    assert_int_equal(sscanf(line, "%" SCNx64, &bits), 1);
    memcpy(&value, &bits, sizeof(value));
    ts_json_number_format(text, value);
    assert_string_equal(text, comma + 1);
    assert_status(ts_json_number_value(&back, ts_span_text(text)), TS_OK);
    assert_true(back == value);
}

static void
ten_thousand_numbers_are_written_as_ecmascript_does(void **state)
{
    (void)state;
    char command[sizeof(PROGRAM) + 64];
    char line[128];
    size_t lines = 0;
    snprintf(command, sizeof(command), "node -e \"%s\" 2>/dev/null", PROGRAM);
    FILE *node = popen(command, "r");
    assert_non_null(node);
    while (fgets(line, sizeof(line), node)) {
        line[strcspn(line, "\n")] = '\0';
        check_line(line);
        lines++;
    }
    int status = pclose(node);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 127) { /* POSIX sh: no such command */
        printf("skipped: node is not installed\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(lines, 10000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_numbers_are_written_as_ecmascript_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
