#include "kiosk/command/command.h"
#include "kiosk/command/enrolling.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/enrol/install.h"

#include <stdio.h>

enum { EXIT_NOTHING = 3 };

static const char usage[] =
    "usage: touchstone import-enrolment DIR --to BASE [--replace]\n"
    "\n"
    "Takes over what 'touchstone enrol' put into DIR, as a kiosk does at its first "
    "start: "
    "\n"
    "the lists into BASE/trust, the settings into BASE/enrolled, all or nothing. DIR may "
    "be\n"
    "anything that somebody plugged in: it is only read, and verified before it is "
    "used.\n"
    "\n"
    "  --to             /var/lib/touchstone on an installed kiosk\n"
    "  --replace        also where another enrolment, or another authority, is there: "
    "it\n"
    "                   goes aside as BASE/trust.before and BASE/enrolled.before, and "
    "the\n"
    "                   kiosk asks its administrator to compare the six words anew\n"
    "\n"
    "exit codes: 0 done, or done before; 3 DIR enrols nobody; 65 refused; 73 cannot "
    "write;\n"
    "64 usage\n";

static int
report_end(const struct ts_install *install, enum ts_install_end end)
{
    switch (end) {
    case TS_INSTALL_DONE:
        printf("enrolled from %s\n", install->stick_path);
        return TS_EXIT_DONE;
    case TS_INSTALL_ALREADY:
        printf("%s was enrolled from this before\n", install->base);
        return TS_EXIT_DONE;
    case TS_INSTALL_OTHER:
        ts_report("%s is enrolled otherwise; --replace puts that aside", install->base);
        return TS_EXIT_DATA;
    case TS_INSTALL_FAILED: break;
    }
    return install->status == TS_IO ? TS_EXIT_CANNOT_WRITE : TS_EXIT_DATA;
}

static int
run(struct ts_install *install)
{
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_enrolment enrolment;
    install->arena = &arena;
    if (ts_store_open(&install->stick, install->stick_path, false) != TS_OK) {
        ts_report("%s: is no folder", install->stick_path);
        return EXIT_NOTHING;
    }
    enum ts_status status =
        ts_enrolment_read(&arena, &enrolment, install->stick, install->ear);
    int exit_code = status == TS_ABSENT ? EXIT_NOTHING : TS_EXIT_DATA;
    if (status == TS_OK)
        exit_code = report_end(install, ts_install_run(install, &enrolment));
    ts_store_close(install->stick);
    return exit_code;
}

int
ts_command_import_enrolment(int argc, char **argv)
{
    struct ts_install install = { 0 };
    struct ts_operands operands = { 0 };
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--to", .value = &install.base },
        { .name = "--replace", .flag = &install.replace },
        { .name = "--help", .flag = &help },
    };
    bool read = ts_options_read(argc, argv, options, TS_COUNT(options), &operands);
    if (read && help) {
        fputs(usage, stdout);
        return TS_EXIT_DONE;
    }
    if (!read || operands.count != 1 || !install.base) {
        fputs(usage, stderr);
        return TS_EXIT_USAGE;
    }
    install.stick_path = operands.items[0];
    install.ear = ts_enrolling_ear(install.stick_path);
    return run(&install);
}
