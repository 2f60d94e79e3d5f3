#include "kiosk/command/command.h"
#include "kiosk/command/report.h"

#include <stdio.h>
#include <string.h>

static const char AUTHORITY_USAGE[] =
    "usage: touchstone authority init DIR [--key ROLE=FILE]... [--threshold ROLE=N]...\n"
    "                  [--passphrase-file F]\n"
    "       touchstone authority key DIR [--role NAME] [--passphrase-file F]\n"
    "       touchstone authority rotate DIR --role ROLE [--key FILE]... [--threshold N]\n"
    "                  [--passphrase-file F]\n"
    "       touchstone authority sign DIR FILE [--passphrase-file F]\n"
    "       touchstone authority add-issuer DIR (--did D [--did-document F] |\n"
    "                  --id URL --jwks F) --name LANGUAGE=NAME...\n"
    "                  [--achievement ID]... [--status-location URL]...\n"
    "       touchstone authority add-status-list DIR --url URL [--canary SET,CLEAR] "
    "FILE\n"
    "       touchstone authority add-profile DIR --id NAME FILE\n"
    "       touchstone authority context (add DIR URL FILE | remove DIR URL | list DIR)\n"
    "       touchstone authority equivalences DIR (FILE | --remove)\n"
    "       touchstone authority gather DIR [--sources F] [--only KIND] [--offline]\n"
    "                  [--max-age AGE] [--gap-ms N] [--transfers N] [--plain-http]\n"
    "                  [--ca-file F] [--proxy URL]\n"
    "       touchstone authority publish DIR --out REPO [--expires-days N]\n"
    "                  [--passphrase-file F]\n"
    "\n"
    "Decides whom kiosks believe: keeps issuers, their status lists and job profiles\n"
    "in DIR, and signs them into REPO, a folder for any web server, for a stick, or\n"
    "for touchstone verify --trust. With them go linked data contexts that credentials\n"
    "of this site name, and which achievements count as the same.\n"
    "\n"
    "  --did            did:key and did:jwk hold their key; others need --did-document\n"
    "  --jwks           the issuer's keys as a JWK set\n"
    "  --name           as the screen shows it, like --name en=\"Example College\"\n"
    "  --achievement    an achievement's id or type it may issue; any when none is said\n"
    "  --status-location  beginning of addresses where others keep its status lists\n"
    "  --url            the address that credentials name for the list in FILE\n"
    "  --canary         an entry that is always withdrawn and one that never is: lists "
    "in\n"
    "                   which that does not hold are not published, and no kiosk takes "
    "them\n"
    "  --expires-days   how long kiosks update from this publication; 30\n"
    "\n"
    "The roles root, targets (issuers and profiles), revocations, snapshot and "
    "timestamp\n"
    "have a key each in DIR/keys. Keys of root and targets may be moved to another\n"
    "machine, and several may be asked for. Two of three for targets: each officer runs\n"
    "'authority key' and hands over its public file; 'init' (or later 'rotate') takes\n"
    "them with --key and --threshold; what 'publish' then leaves in DIR/pending goes "
    "from\n"
    "officer to officer through 'authority sign' and back; 'publish' again.\n";

static const char BUNDLE_USAGE[] =
    "usage: touchstone bundle REPO --out STICK\n"
    "\n"
    "Copies what is in force in a published repository onto a stick, verified, for\n"
    "kiosks that have no network: touchstone-sync --from STICK takes it.\n";

static const char ISSUER_USAGE[] =
    "usage: touchstone issuer init DIR --id ID --name NAME [--kind ed25519|p-256]\n"
    "                  [--status-url URL] [--passphrase-file F]\n"
    "\n"
    "Makes the signing key of an issuer, and what an authority needs to add it:\n"
    "DIR/jwks.json and DIR/did.json. Prints the id.\n"
    "\n"
    "  --id             did:key (made from the key), did:web:... or https://...\n"
    "  --status-url     badges can be withdrawn through the lists URL/revocation and\n"
    "                   URL/suspension; put DIR/status-*.jwt there\n"
    "  --passphrase-file  its first line seals the key; otherwise it is asked for\n";

static const char ISSUE_USAGE[] =
    "usage: touchstone issue --issuer DIR people.csv --out DIR\n"
    "                  [--format vc+cose|vc-jwt|eddsa-jcs-2022|ecdsa-jcs-2019]\n"
    "                  [--pixelpass] [--valid-from DATE] [--valid-until DATE]\n"
    "                  [--passphrase-file F]\n"
    "\n"
    "Makes an Open Badge 3.0 for every row of a spreadsheet: NAME.txt (the text of\n"
    "its code), NAME.png, NAME.svg, NAME.json (the credential), and sheet.pdf to\n"
    "print and cut. Prints the name and the id of each. A row that cannot become a\n"
    "badge is named, and then nothing is written.\n"
    "\n"
    "Columns, named in the first row, in any order: name, achievement (both needed),\n"
    "achievement_id, description, type, criteria, framework, code, code_name,\n"
    "code_url (several codes separated by semicolons), valid_from, valid_until,\n"
    "result, id.\n"
    "\n"
    "  --pixelpass      packs the credential, for the two jcs formats\n"
    "  --valid-from     for rows that do not say; otherwise now\n"
    "  --valid-until    for rows that do not say; otherwise no end\n";

static const char PRINT_USAGE[] =
    "usage: touchstone print FILE [--out FILE.pdf|FILE.png|FILE.svg] [--trust DIR]\n"
    "                  [--name TEXT] [--achievement TEXT] [--issuer TEXT]\n"
    "\n"
    "Turns a credential that touchstone verifies into the smallest code that keeps its\n"
    "own signature, and says which that is; into several where one would be too dense\n"
    "to be read. FILE is a credential, the text of its code, or a picture of it.\n"
    "\n"
    "  --out            a card to cut out (.pdf), or the code alone; several pictures "
    "are\n"
    "                   FILE-1.png, FILE-2.png, ...\n"
    "  --trust          lists by which its proof is checked; what it says is printed\n"
    "                   beside the code if that holds\n"
    "  --name, --achievement, --issuer\n"
    "                   what is printed beside the code\n";

static const char PROFILE_USAGE[] =
    "usage: touchstone profile lint [--trust DIR] FILE...\n"
    "       touchstone profile explain FILE BADGE... [--trust DIR] [--at RFC3339]\n"
    "                  [--json]\n"
    "\n"
    "lint names every mistake in job profiles, with its line, and what looks as if it\n"
    "were not meant; exit code 1 where a profile is refused. explain takes the badges\n"
    "as one person's and says of each requirement whether it is met, by which badge,\n"
    "why otherwise, and what is missing at the least.\n"
    "\n"
    "  --trust          a kiosk's trust folder or a published list repository\n"
    "  --at             judge as of this time instead of now\n"
    "  --json           one object\n";

static const char WITHDRAW_USAGE[] =
    "usage: touchstone withdraw --issuer DIR [--suspend|--lift] [--passphrase-file F]\n"
    "                  ID...\n"
    "\n"
    "Withdraws credentials by the ids they were issued under (DIR/issued.csv), and\n"
    "signs DIR/status-revocation.jwt and DIR/status-suspension.jwt anew.\n"
    "\n"
    "  --suspend        for a time, instead of for good\n"
    "  --lift           ends a suspension; a withdrawal is for good\n";

/* Those that print their own usage have none here. */
static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
    const char *usage;
} COMMANDS[] = {
    { "verify", ts_command_verify, "judge badges from pictures, files or text", NULL },
    { "doctor", ts_command_doctor, "look over this machine and its lists", NULL },
    { "authority", ts_command_authority, "keep and publish the list of issuers",
      AUTHORITY_USAGE },
    { "bundle", ts_command_bundle, "copy published lists onto a stick", BUNDLE_USAGE },
    { "issuer", ts_command_issuer, "make an issuer's signing key", ISSUER_USAGE },
    { "issue", ts_command_issue, "make badges from a spreadsheet", ISSUE_USAGE },
    { "pin", ts_command_pin, "make the line a configuration keeps of a PIN", NULL },
    { "print", ts_command_print, "turn a credential into codes on a card", PRINT_USAGE },
    { "profile", ts_command_profile, "look a job profile through, and explain a verdict",
      PROFILE_USAGE },
    { "match", ts_command_match, "say which jobs badges go for", NULL },
    { "language", ts_command_language, "tell what a language of the screen lacks", NULL },
    { "withdraw", ts_command_withdraw, "withdraw or suspend badges", WITHDRAW_USAGE },
    { "journal", ts_command_journal, "read, export and open the journal of a kiosk",
      NULL },
    { "verify-receipt", ts_command_verify_receipt, "check the receipt of a kiosk", NULL },
    { "enrol", ts_command_enrol, "make the stick that a new kiosk begins with", NULL },
    { "import-enrolment", ts_command_import_enrolment, "begin with such a stick", NULL },
    { "root-words", ts_command_root_words, "print the six words of an authority", NULL },
    { "status", ts_command_status, "tell how the kiosk on this machine does", NULL },
    { "kiosk-key", ts_command_kiosk_key, "print the key that a kiosk signs with", NULL },
};

static const struct command *
find_command(const char *name)
{
    for (size_t i = 0; i < TS_COUNT(COMMANDS); i++) {
        if (strcmp(COMMANDS[i].name, name) == 0)
            return &COMMANDS[i];
    }
    return NULL;
}

static void
print_commands(FILE *to)
{
    fputs("usage: touchstone COMMAND ...\n\n", to);
    for (size_t i = 0; i < TS_COUNT(COMMANDS); i++)
        fprintf(to, "  %-16s %s\n", COMMANDS[i].name, COMMANDS[i].summary);
    fputs("\ntouchstone COMMAND --help says more.\n", to);
}

static bool
asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0)
            return true;
    }
    return false;
}

static int
help(int argc, char **argv)
{
    const struct command *command = argc > 1 ? find_command(argv[1]) : NULL;
    char ask[] = "--help";
    char *again[] = { argv[0], ask, NULL };
    if (!command)
        print_commands(stdout);
    else if (command->usage)
        fputs(command->usage, stdout);
    else
        return command->run(2, again);
    return TS_EXIT_DONE;
}

int
main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    const struct command *command = find_command(name);
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0)
        return help(argc - 1, argv + 1);
    if (!command) {
        if (*name)
            ts_report("%s is not a command", name);
        print_commands(stderr);
        return TS_EXIT_USAGE;
    }
    if (command->usage && asks_for_help(argc - 1, argv + 1)) {
        fputs(command->usage, stdout);
        return TS_EXIT_DONE;
    }
    return command->run(argc - 1, argv + 1);
}
