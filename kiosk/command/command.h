#ifndef TS_COMMAND_COMMAND_H
#define TS_COMMAND_COMMAND_H

/**
 * The commands of the program touchstone, one file each.
 *
 * argv[0] is the name of the command. Each answers with the exit code of the
 * program, prints results on standard output, and says what went wrong in one
 * line a trouble on standard error.
 */
int ts_command_authority(int argc, char **argv);
int ts_command_bundle(int argc, char **argv);
int ts_command_doctor(int argc, char **argv);
int ts_command_enrol(int argc, char **argv);
int ts_command_import_enrolment(int argc, char **argv);
int ts_command_issue(int argc, char **argv);
int ts_command_issuer(int argc, char **argv);
int ts_command_language(int argc, char **argv);
int ts_command_journal(int argc, char **argv);
int ts_command_kiosk_key(int argc, char **argv);
int ts_command_match(int argc, char **argv);
int ts_command_pin(int argc, char **argv);
int ts_command_print(int argc, char **argv);
int ts_command_profile(int argc, char **argv);
int ts_command_root_words(int argc, char **argv);
int ts_command_status(int argc, char **argv);
int ts_command_verify(int argc, char **argv);
int ts_command_verify_receipt(int argc, char **argv);
int ts_command_withdraw(int argc, char **argv);

/** How commands end where they have no code of their own; after sysexits(3). */
enum ts_exit {
    TS_EXIT_DONE = 0,
    TS_EXIT_OTHER = 1,  /**< The system, or a mistake of ours. */
    TS_EXIT_USAGE = 64, /**< The command line makes no sense. */
    TS_EXIT_DATA = 65,  /**< An input cannot be used. */
    TS_EXIT_CANNOT_WRITE = 73,
};

#endif
